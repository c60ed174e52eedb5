"""`paperbrowser marks`: print, export and import the user's marks, rename a tag."""

import dataclasses
from collections.abc import Iterable
from pathlib import Path

from paperbrowser.cli.output import (
    ProgressLine,
    print_bytes,
    print_json,
    print_line,
    print_table,
    say,
)
from paperbrowser.cli.parser import Parser
from paperbrowser.library import store
from paperbrowser.papers import display
from paperbrowser.papers.display import counted
from paperbrowser.papers.marks import MOST_STARS, Marks
from paperbrowser.papers.text import clean_line
from paperbrowser.reading import journal
from paperbrowser.reading.fold import folded_tag
from paperbrowser.reading.journal import Names
from paperbrowser.reading.marking import Marking
from paperbrowser.reading.works import names_of


def run(arguments: list[str]) -> int:
    """Do with the marks what `arguments` say; return 1 if a file cannot be read."""
    asked = _parser().parse_args(arguments)
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
    titles = _titles()
    rows = [
        (next(filter(None, map(titles.get, names)), _name(names)), names, marks)
        for names, marks in marking.state.works()
    ]
    rows.sort(key=lambda row: (row[2].queued is None, row[2].queued or 0.0, row[0].casefold()))
    if as_json:
        print_json(
            [
                {"title": title, "names": names, **dataclasses.asdict(marks)}
                for title, names, marks in rows
            ]
        )
        return
    if not rows:
        say("no marks yet; in the browser * stars a paper, m marks it as read, t gives tags")
    print_table((", ".join(_words(marks)), title) for title, _, marks in rows)


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


def _titles() -> dict[str, str]:
    """Return the titles of all papers of the library by the names of their works."""
    titles = {}
    for entry in store.profiles():
        if entry.error is None:
            for paper in store.read(entry.path).profile.papers:
                titles.update(dict.fromkeys(names_of(paper), display.title(paper)))
    return titles


def _name(names: Names) -> str:
    """Return the name of a work that is in no profile of the library."""
    return clean_line(names[0].partition("|")[0]) if names else ""


def _parser() -> Parser:
    parser = Parser(
        "paperbrowser marks",
        description="Print your marks, the queue first.",
        usage="paperbrowser marks [--json | --export | --import FILE | --where]\n"
        "                          [--rename-tag OLD NEW]",
        epilog="The marks lie in a folder that Syncthing, git or another tool may carry to\n"
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
    group.add_argument("--where", action="store_true", help="print the folder of the marks")
    return parser
