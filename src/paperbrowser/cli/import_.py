"""`paperbrowser import`: files become profiles, or bring those there are up to date; says what changed."""

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
from paperbrowser.cli import as_argument
from paperbrowser.cli.output import ProgressLine, print_line, say
from paperbrowser.cli.parser import Parser
from paperbrowser.cli.selection import add_as_of, remark_on
from paperbrowser.formats.result import ReadError, ReadResult
from paperbrowser.library import store
from paperbrowser.library.importing import Imported, import_result, make_snapshot, summary
from paperbrowser.papers import display
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Paper
from paperbrowser.papers.text import clean_line, cut
from paperbrowser.system.progress import Progress

if TYPE_CHECKING:
    from paperbrowser.library.merge import Update

_STDIN = Path("-")
_STDIN_NAME = "standard input"
_LARGEST = 1 << 30  # bytes of standard input
_SHOWN = 40  # changes of a sort
_PATIENCE = 0.5  # seconds of work that are not worth a word
_PAUSE = 0.1  # seconds between two of them
_SIGNS = ("doi", "arxiv", "venue", "id")  # what tells papers of one title apart, the best first
_QUIET_FIELDS = {"abstract", "authors", "affiliations"}  # too long to show before and after

_NOTES = """\
What is new comes first, with the day it was added; citations and the like are
those of the new source; what it does not tell or list stays. A preprint and
its publication become one paper with both links. The same work is one of the
same DOI or arXiv id, or of the same title (but for case, accents, LaTeX and a
subtitle), authors and year within two; titles that differ in a word are two
papers, and so are Part I and II, a paper and its erratum, two DOIs. Where that
is not sure both stay, and are named. Two entries of one bibliography stay two.

The former profile is kept beside the new one as NAME.toml.bak, and for good as
NAME.toml.by-hand if you changed it.

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
        "--from", dest="form", choices=formats.names(), metavar="FORMAT",
        help="what the files are in, if their content does not tell; see below",
    )  # fmt: skip
    parser.add_argument("--into", metavar="PROFILE", help="the profile that the papers belong to")
    parser.add_argument("--dry-run", action="store_true", help="only print what would change")
    add_as_of(parser)
    chosen = parser.parse_args(arguments)
    imported: list[Imported] = []
    try:
        for path in chosen.files:
            try:
                done = _imported(path, chosen)
            except (ReadError, store.SaveError) as error:
                say(str(error))
                continue
            imported.append(done)
            _tell(done, path, dry_run=chosen.dry_run)
            if not chosen.dry_run:
                make_snapshot(done)
    except KeyboardInterrupt:
        what = "what is not listed above was not imported" if imported else "nothing was changed"
        say(f"stopped; {what}")
        return 130
    if imported and not chosen.dry_run:
        name = as_argument(clean_line(imported[-1].path.stem))
        print_line(f"Open it with: paperbrowser {shlex.quote(name)}")
    return 0 if len(imported) == len(chosen.files) else 1


def _formats() -> str:
    readable = [form for form in formats.FORMATS if form.reader]
    others = [name for name in formats.names() if name not in {form.name for form in readable}]
    services = textwrap.fill(f"or by what the file is from or for: {', '.join(others)}.", 79)
    return f"formats:\n{formats.help_lines(readable)}\n{services}\n"


def _imported(path: Path, chosen: argparse.Namespace) -> Imported:
    line = _ProgressLine(clean_line(path.name))
    try:
        if path == _STDIN:
            reading = _read_stdin(chosen.form, chosen.as_of, line.reading)
        else:
            reading = formats.read(
                path, form=chosen.form, as_of=chosen.as_of, progress=line.reading
            )
        line.merging(len(reading.profile.papers))
        return import_result(reading, into=chosen.into, dry_run=chosen.dry_run)
    finally:
        line.clear()


def _read_stdin(form: str | None, as_of: datetime.date | None, progress: Progress) -> ReadResult:
    data = b"" if sys.stdin is None else sys.stdin.buffer.read(_LARGEST + 1)
    try:
        if len(data) > _LARGEST:
            raise ReadError("it is larger than 1 GiB", code="too-large", advice="import less")
        return formats.read_bytes(data, form=form, as_of=as_of, progress=progress)
    except ReadError as error:
        error.path = Path(_STDIN_NAME)
        raise


# What it prints


def _tell(done: Imported, path: Path, *, dry_run: bool) -> None:
    remark_on(done.result, _STDIN_NAME if path == _STDIN else path)
    print_result(done, note=" (dry run: nothing was changed)" if dry_run else "")
    merged = done.merged
    if dry_run:
        _list("+", map(_title, merged.added))
        _list("~", map(_updated, merged.updated))
        _list("~", [f"the profile: {', '.join(merged.facts)}"] if merged.facts else [])
        _list("=", (f"{_title(a)} / {_title(b)}: listed twice" for a, b in merged.joined))
    print_doubtful(done)


def print_result(done: Imported, *, note: str = "") -> None:
    """What became of the papers, in one line; `note` is its end."""
    if done.backup is not None:
        say(f"{done.path}: what was written into it by hand is kept in {done.backup}")
    name, place = clean_line(done.path.stem), clean_line(str(done.path))
    print_line(f"{name}: {summary(done)} -> {place}{note}")


def print_doubtful(done: Imported) -> None:
    """The papers that may be the same, a pair a line."""
    _list(
        "?",
        (
            f"{' / '.join(_told_apart(a, b))}: perhaps the same; both kept"
            for a, b in done.merged.doubtful
        ),
    )


def _told_apart(one: Paper, other: Paper) -> tuple[str, ...]:
    """Both titles, with what else tells the papers apart where these are alike."""
    titles = _title(one), _title(other)
    if titles[0] != titles[1]:
        return titles
    signs = ((getattr(one, name), getattr(other, name)) for name in _SIGNS)
    apart = next((pair for pair in signs if all(pair) and pair[0] != pair[1]), None)
    if apart is None:
        return titles
    return tuple(
        f"{title}, {cut(clean_line(sign), 40)}" for title, sign in zip(titles, apart, strict=True)
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


class _ProgressLine(ProgressLine):
    """Tells how far an import is, where the work takes long."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._next = time.monotonic() + _PATIENCE

    def reading(self, share: float) -> None:
        """Tell how much of the file is read, 0 to 1."""
        if time.monotonic() >= self._next:
            self.show(f"{self._name}: reading, {share:.0%}")
            self._next = time.monotonic() + _PAUSE

    def merging(self, papers: int) -> None:
        """Tell that all is read."""
        if self.is_shown or papers >= 5_000:
            self.show(f"{self._name}: {count_of_papers(papers)} read; comparing and saving them")
