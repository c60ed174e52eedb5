"""`paperbrowser import`: read files into profiles, and print what changed."""

import argparse
import datetime
import shlex
import sys
import textwrap
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from paperbrowser import formats
from paperbrowser.cli import as_argument, standard_input
from paperbrowser.cli.output import ProgressLine, print_line, say
from paperbrowser.cli.parser import Parser
from paperbrowser.cli.selection import add_as_of, remark_on
from paperbrowser.cli.steps import UndoSteps
from paperbrowser.formats.result import ReadError, ReadResult
from paperbrowser.library.importing import Imported, import_result, make_snapshot, summary
from paperbrowser.library.store import SaveError
from paperbrowser.papers import display
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Paper
from paperbrowser.papers.text import clean_line, cut
from paperbrowser.system.progress import Progress

if TYPE_CHECKING:
    from paperbrowser.library.merge import Update

_STDIN = Path(standard_input.ARGUMENT)
_LARGEST = 1 << 30  # bytes of standard input
_SHOWN = 40  # changes of one kind
_PATIENCE = 0.5  # seconds before progress is shown
_PAUSE = 0.1  # seconds between two updates of it
_MARKS = ("doi", "arxiv", "venue", "id")  # shown to distinguish papers of one title, the best first
_QUIET_FIELDS = {"abstract", "authors", "affiliations"}  # too long to show before and after

_NOTES = """\
New papers come first, with the day they were added. Citations and other
values of the new file replace those of the profile; values and papers that it
does not have stay. A preprint and its publication become one paper with both
links. Two papers are the same work if they have the same DOI or arXiv id, or
the same title (except for case, accents, LaTeX and a subtitle), the same
authors and years at most two apart. Titles that differ in a word are two
papers, and so are Part I and II, a paper and its erratum, and two DOIs. In
case of doubt both stay, and are printed. Two entries of one bibliography are
always two papers.

The former profile is kept beside the new one as NAME.toml.bak, or for good as
NAME.toml.by-hand if you had edited it; `paperbrowser undo`, and u in the
browser, put it back.

"""


def run(arguments: list[str]) -> int:
    """Import each of the files."""
    parser = Parser(
        "paperbrowser import",
        description="Keep files as profiles, or bring those that are there up to date.",
        epilog=_NOTES + _formats(),
    )
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="a file, or - for standard input"
    )
    parser.add_argument(
        "--from", dest="form", choices=_Names(formats.names()), metavar="FORMAT",
        help="format of the files, by default recognised by the content; see below",
    )  # fmt: skip
    parser.add_argument("--into", metavar="PROFILE", help="the profile that the papers belong to")
    parser.add_argument("--dry-run", action="store_true", help="only print what would change")
    add_as_of(parser)
    chosen = parser.parse_args(arguments)
    imported: list[Imported] = []
    steps = UndoSteps()
    try:
        for path in chosen.files:
            try:
                done = _imported(path, chosen)
            except (ReadError, SaveError) as error:
                say(str(error))
                continue
            imported.append(done)
            _print(done, path, dry_run=chosen.dry_run)
            if not chosen.dry_run:
                steps.keep(done)
                make_snapshot(done)
    except KeyboardInterrupt:
        what = "what is not listed above was not imported" if imported else "nothing was changed"
        say(f"stopped; {what}")
        return 130
    if imported and not chosen.dry_run:
        name = as_argument(clean_line(imported[-1].path.stem))
        print_line(f"Open it with: paperbrowser {shlex.quote(name)}")
    return 0 if len(imported) == len(chosen.files) else 1


class _Names(list[str]):
    """The names of formats; those of other packages are looked up for a name that is not listed."""

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or (isinstance(name, str) and formats.is_known(name))


def _formats() -> str:
    readable = [form for form in formats.FORMATS if form.reader]
    others = [name for name in formats.names() if name not in {form.name for form in readable}]
    services = textwrap.fill(f"or by what the file is from or for: {', '.join(others)}.", 79)
    return f"formats:\n{formats.help_lines(readable)}\n{services}\n"


def _imported(path: Path, chosen: argparse.Namespace) -> Imported:
    line = _ImportProgress(clean_line(path.name))
    try:
        if path == _STDIN:
            result = _read_stdin(chosen.form, chosen.as_of, line.reading)
        else:
            result = formats.read(path, form=chosen.form, as_of=chosen.as_of, progress=line.reading)
        line.merging(len(result.profile.papers))
        return import_result(
            result,
            into=chosen.into,
            dry_run=chosen.dry_run,
            waiting=line.waiting,
            undoable=not chosen.dry_run,
        )
    finally:
        line.clear()


def _read_stdin(form: str | None, as_of: datetime.date | None, progress: Progress) -> ReadResult:
    data = b"" if sys.stdin is None else sys.stdin.buffer.read(_LARGEST + 1)
    try:
        if len(data) > _LARGEST:
            raise ReadError("it is larger than 1 GiB", code="too-large", advice="import less")
        return formats.read_bytes(data, form=form, as_of=as_of, progress=progress)
    except ReadError as error:
        error.path = Path(standard_input.NAME)
        raise


# Output


def _print(done: Imported, path: Path, *, dry_run: bool) -> None:
    remark_on(done.result, standard_input.NAME if path == _STDIN else path)
    print_result(done, note=" (dry run: nothing was changed)" if dry_run else "")
    merged = done.merged
    if dry_run:
        _list("+", map(_title, merged.added))
        _list("~", map(_updated, merged.updated))
        _list("~", [f"the profile: {', '.join(merged.facts)}"] if merged.facts else [])
        _list("=", (f"{_title(a)} / {_title(b)}: listed twice" for a, b in merged.joined))
    print_doubtful(done)


def print_result(done: Imported, *, note: str = "") -> None:
    """Print in one line what became of the papers, with `note` at its end."""
    if done.backup is not None:
        say(f"{done.path}: the version that you had edited is kept in {done.backup}")
    name, place = clean_line(done.path.stem), clean_line(str(done.path))
    print_line(f"{name}: {summary(done)} -> {place}{note}")


def print_doubtful(done: Imported) -> None:
    """Print the papers that may be the same, a pair a line."""
    _list(
        "?",
        (
            f"{' / '.join(_distinguished(a, b))}: perhaps the same; both kept"
            for a, b in done.merged.doubtful
        ),
    )


def _distinguished(one: Paper, other: Paper) -> tuple[str, ...]:
    """Return both titles, with another field of each if they are alike."""
    titles = _title(one), _title(other)
    if titles[0] != titles[1]:
        return titles
    marks = ((getattr(one, name), getattr(other, name)) for name in _MARKS)
    apart = next((pair for pair in marks if all(pair) and pair[0] != pair[1]), None)
    if apart is None:
        return titles
    return tuple(
        f"{title}, {cut(clean_line(mark), 40)}" for title, mark in zip(titles, apart, strict=True)
    )


def _list(sign: str, lines: Iterable[str]) -> None:
    more = 0
    for number, line in enumerate(lines):
        if number < _SHOWN:
            print_line(f"  {sign} {line}")
        else:
            more += 1
    if more:
        print_line(f"  {sign} and {more:,} more")


def _title(paper: Paper) -> str:
    return f"{cut(display.title(paper), 72)}{f' ({paper.date_text})' if paper.date else ''}"


def _updated(update: "Update") -> str:
    return f"{_title(update.after)}: {'; '.join(_changes(update))}"


def _changes(update: "Update") -> Iterator[str]:
    for name in update.fields:
        if name == "date":
            before, after = update.before.date_text, update.after.date_text
        else:
            before, after = getattr(update.before, name), getattr(update.after, name)
        if name in _QUIET_FIELDS or before == after or isinstance(after, bool):
            yield name
        elif before in {None, ""}:
            yield f"{name} {after}"
        else:
            yield f"{name} {before} → {after}"


class _ImportProgress(ProgressLine):
    """The progress of an import, shown if it takes long."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._next = time.monotonic() + _PATIENCE

    def reading(self, share: float) -> None:
        """Show the share of the file that is read, 0 to 1."""
        if time.monotonic() >= self._next:
            self.show(f"{self._name}: reading, {share:.0%}")
            self._next = time.monotonic() + _PAUSE

    def merging(self, papers: int) -> None:
        """Show that the file is read."""
        if self.is_shown or papers >= 5_000:
            self.show(f"{self._name}: {count_of_papers(papers)} read; comparing and saving them")
