"""`paperbrowser list`: print papers, as a table or as JSON."""

import dataclasses
from collections.abc import Iterable

from paperbrowser.cli import library_papers, selection
from paperbrowser.cli.library_papers import LibraryPapers
from paperbrowser.cli.output import as_json, encode, print_json, print_line, print_table
from paperbrowser.cli.parser import Parser
from paperbrowser.papers import display
from paperbrowser.papers.categories import short
from paperbrowser.papers.marks import NO_MARKS, Marks, record_of
from paperbrowser.papers.model import Paper, Profile

_CATEGORY = 8  # columns of a category, so that the pages of a library stand below each other


def run(arguments: list[str]) -> int:
    """Print the papers that `arguments` select."""
    parser = Parser("paperbrowser list", description="Print papers, one a line.")
    selection.add_arguments(parser)
    parser.add_argument("--json", action="store_true", help="everything, for other programs")
    parsed = parser.parse_args(arguments)
    with library_papers.every(parser, parsed, best_first=True) as found:
        if found is not None:
            _print_library(found, in_json=parsed.json)
            return 0
    selected = selection.select(parser, parsed)
    if parsed.json:
        print_json(
            {
                "profile": _profile_record(selected.profile),
                "papers": [
                    _paper_record(paper, marks)
                    for paper, marks in zip(selected.papers, selected.marks, strict=True)
                ],
            }
        )
    else:
        _print_papers(selected.papers)
    return 0


def _print_library(found: LibraryPapers, *, in_json: bool) -> None:
    """Print the papers of a library, a page at a time."""
    pages = library_papers.shown(found)
    if not in_json:
        for page in pages:
            _print_papers((paper for paper, _ in page), category=_CATEGORY)
        return
    encode(encoding="utf-8")
    print_line(f'{{"profile": {as_json({"name": found.profile.name})},\n"papers": [')
    before = ""
    for page in pages:
        for paper, marks in page:
            print_line(before + as_json(_paper_record(paper, marks)))
            before = ","
    print_line("]}")


def _profile_record(profile: Profile) -> dict[str, object]:
    from paperbrowser.formats.json.own import facts_of
    from paperbrowser.papers.metrics import computed

    return {
        **facts_of(profile),
        "listed": len(profile.papers),
        "computed": dataclasses.asdict(computed(profile.papers)),
    }


def _paper_record(paper: Paper, marks: Marks) -> dict[str, object]:
    from paperbrowser.formats.json.own import fields_of

    record = {**fields_of(paper), "title_text": display.title(paper)}
    if marks != NO_MARKS:
        record["marks"] = record_of(marks)
    return record


def _print_papers(papers: Iterable[Paper], *, category: int = 0) -> None:
    """Print a line for each paper; `category` is the least width of that column."""
    # Spaces for what is missing, so that the columns are the same in every list.
    print_table(
        (
            " " * 5 if paper.score is None else f"{paper.score:5.1f}",
            f"{paper.date_text:10}",
            f"{short(paper.category or ''):{category}}",
            "code" if paper.code else " " * 4,
            display.title(paper),
        )
        for paper in papers
    )
