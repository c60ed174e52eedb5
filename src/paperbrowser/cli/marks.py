"""`paperbrowser marks`: print, export and import the user's marks, rename a tag."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from paperbrowser.cli.authorship import judge
from paperbrowser.cli.output import (
    ProgressLine,
    print_bytes,
    print_json,
    print_line,
    print_table,
    say,
)
from paperbrowser.cli.parser import Parser
from paperbrowser.formats.result import ReadError
from paperbrowser.library import locate, session, store
from paperbrowser.papers import display
from paperbrowser.papers.display import counted
from paperbrowser.papers.marks import MOST_STARS, NO_MARKS, Marks, record_of
from paperbrowser.papers.model import Paper
from paperbrowser.papers.text import clean_line
from paperbrowser.reading import journal
from paperbrowser.reading.authorship import SaidOfPaper
from paperbrowser.reading.fold import folded_tag
from paperbrowser.reading.journal import Names
from paperbrowser.reading.marking import Marking
from paperbrowser.reading.works import names_of

# Options that say whose papers are.
_WHOSE: dict[str, bool | None] = {"not_theirs": False, "theirs": True, "take_back": None}


def run(arguments: list[str]) -> int:
    """Do with the marks what `arguments` say; return 1 if a file cannot be read."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    option = next((one for one in _WHOSE if getattr(asked, one)), None)
    named: list[str] = getattr(asked, option) if option else []
    if len(named) == 1:
        parser.error("name a profile, and at least one paper")
    if asked.where:
        print_line(clean_line(str(journal.folder())))
        return 0
    marking = Marking(waiting=ProgressLine().waiting)
    for problem in marking.problems:
        say(problem)
    if asked.export:
        print_bytes(map(journal.encoded, marking.operations))
    elif asked.import_ is not None:
        return _import(marking, asked.import_)
    elif asked.rename_tag:
        return _rename(marking, *asked.rename_tag)
    elif option:
        return judge(marking, named[0], named[1:], theirs=_WHOSE[option])
    else:
        _print(marking, as_json=asked.json)
    return 1 if marking.problems else 0


def _import(marking: Marking, path: Path) -> int:
    try:
        data = path.read_bytes()
    except OSError as error:
        say(f"{clean_line(str(path))}: {error.strerror or error}")
        return 1
    found = [*journal.decoded(data)]
    if not found:
        say(
            f"{clean_line(str(path))}: no marks in it; `paperbrowser marks --export` writes such a file"
        )
        return 1
    new = marking.take_in(found)
    say(f"{counted(new, 'operation')} of {len(found):,} were new")
    return 0


def _rename(marking: Marking, old: str, new: str) -> int:
    if folded_tag(old) not in {
        key
        for tag in map(folded_tag, marking.tags())
        for key in ["/".join(tag.split("/")[:depth]) for depth in range(1, tag.count("/") + 2)]
    }:
        tags = ", ".join(marking.tags())
        say(f"there is no tag {clean_line(old)}" + (f"; there are {tags}" if tags else ""))
        return 1
    say(marking.rename_tag(old, new))
    return 0


def _print(marking: Marking, *, as_json: bool) -> None:
    judged = marking.corrections.every
    rows = [*_rows(marking, judged)]
    rows.sort(key=lambda row: (row.marks.queued is None, row.marks.queued or 0.0, row.sort_key))
    if as_json:
        print_json(
            [
                {
                    "title": row.title,
                    "authors": [*row.paper.authors] if row.paper else [],
                    "year": row.paper.date.year if row.paper and row.paper.date else None,
                    "names": row.names,
                    **record_of(row.marks),
                    "theirs": [one.word.name for one in row.said if one.word.theirs],
                    "not_theirs": [one.word.name for one in row.said if not one.word.theirs],
                }
                for row in rows
            ]
        )
        return
    if not rows:
        say("no marks yet; in the browser * stars a paper, m marks it as read, t gives tags")
    print_table(
        (
            ", ".join([*_words(row.marks), *(clean_line(one.sentence) for one in row.said)]),
            f"{row.paper.date.year}" if row.paper and row.paper.date else "",
            display.first_author(row.paper) if row.paper else "",
            row.title,
        )
        for row in rows
    )


class _MarkedWork(NamedTuple):
    """A work, as far as it is known, its marks, and whose it is said to be."""

    names: Names
    paper: Paper | None
    marks: Marks
    said: Sequence[SaidOfPaper]

    @property
    def title(self) -> str:
        return display.title(self.paper) if self.paper is not None else _name(self.names)

    @property
    def sort_key(self) -> str:
        return self.title.casefold()


def _rows(marking: Marking, judged: Sequence[SaidOfPaper]) -> Iterator[_MarkedWork]:
    """Yield the works that have marks, or of which is said whose they are."""
    works = [*marking.state.works()]
    papers = _papers([*(names for names, _ in works), *(one.names for one in judged)])
    left = [*judged]
    for names, marks in works:
        said = [one for one in left if not {*names}.isdisjoint(one.names)]
        left = [one for one in left if one not in said]
        paper = next(filter(None, map(papers.get, names)), None)
        yield _MarkedWork(names, paper or (said[0].paper if said else None), marks, said)
    while left:
        first = left[0]
        said = [one for one in left if not {*first.names}.isdisjoint(one.names)]
        left = [one for one in left if one not in said]
        paper = next(filter(None, map(papers.get, first.names)), None)
        yield _MarkedWork(first.names, paper or first.paper, NO_MARKS, said)


def _words(marks: Marks) -> Iterable[str]:
    yield from ["hidden"] * marks.hidden
    yield from ["starred"] * marks.starred
    yield from ["queued"] * (marks.queued is not None)
    yield from ["read"] * marks.read
    if marks.rating:
        yield f"rated {marks.rating} of {MOST_STARS}"
    yield from (f"#{clean_line(tag)}" for tag in marks.tags)
    yield from ["note"] * bool(marks.notes)
    if marks.highlights:
        yield counted(len(marks.highlights), "highlight")


def _papers(works: Sequence[Names]) -> dict[str, Paper]:
    """Return the papers by the names of their works.

    They are looked for in the library, then in the sample and in other files that were open.
    """
    papers: dict[str, Paper] = {}
    missing = set(works)
    library = [entry.path for entry in store.profiles() if entry.error is None]
    for path in dict.fromkeys([*library, locate.sample().path, *session.known()]):
        if not missing:
            break
        with contextlib.suppress(ReadError):
            for paper in store.read(path).profile.papers:
                for name in names_of(paper):
                    papers.setdefault(name, paper)
        missing = {names for names in missing if papers.keys().isdisjoint(names)}
    return papers


def _name(names: Names) -> str:
    """Return the name of a work of which nothing else is known."""
    return clean_line(names[0].partition("|")[0]) if names else ""


def _parser() -> Parser:
    parser = Parser(
        "paperbrowser marks",
        description="Print your marks, the queue first.",
        usage="paperbrowser marks [--json | --export | --import FILE | --where]\n"
        "                          [--rename-tag OLD NEW]\n"
        "       paperbrowser marks --not-theirs | --theirs | --take-back PROFILE PAPER...",
        epilog="PAPER is an id, a DOI, an arXiv id, or words of title and authors that only\n"
        "this paper has. What you say about whose papers are stays through every\n"
        "update; `paperbrowser undo` takes the last of it back.\n\n"
        "The marks lie in a folder that Syncthing, git or another tool may carry to\n"
        "other machines; see docs/sync.md.",
    )
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--json", action="store_true", help="everything, for other programs")
    group.add_argument(
        "--export", action="store_true", help="print all that was marked, to keep it"
    )
    group.add_argument(
        "--import",
        type=Path,
        metavar="FILE",
        dest="import_",
        help="take in what --export printed; what is known already counts once",
    )
    group.add_argument(
        "--rename-tag",
        nargs=2,
        metavar=("OLD", "NEW"),
        help="rename a tag everywhere, and those within it",
    )
    for option, sentence in (
        ("--not-theirs", "papers that are not by the person of the profile"),
        ("--theirs", "papers that are theirs too, of another profile"),
        ("--take-back", "forget what you said about these papers"),
    ):
        group.add_argument(option, nargs="+", metavar=("PROFILE", "PAPER"), help=sentence)
    group.add_argument("--where", action="store_true", help="print the folder of the marks")
    return parser
