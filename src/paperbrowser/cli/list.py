"""`paperbrowser list`: print papers, as a table or as JSON."""

import dataclasses
from collections.abc import Iterable

from paperbrowser.cli import selection
from paperbrowser.cli.output import print_json, print_table
from paperbrowser.cli.parser import Parser
from paperbrowser.papers import display
from paperbrowser.papers.categories import short
from paperbrowser.papers.marks import NO_MARKS, Marks, record_of
from paperbrowser.papers.model import Paper, Profile


def run(arguments: list[str]) -> int:
    """Print the papers that `arguments` select."""
    parser = Parser("paperbrowser list", description="Print papers, one a line.")
    selection.add_arguments(parser)
    parser.add_argument("--json", action="store_true", help="everything, for other programs")
    parsed = parser.parse_args(arguments)
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


def _print_papers(papers: Iterable[Paper]) -> None:
    # Spaces for what is missing, so that the columns are the same in every list.
    print_table(
        (
            " " * 5 if paper.score is None else f"{paper.score:5.1f}",
            f"{paper.date_text:10}",
            short(paper.category or ""),
            "code" if paper.code else " " * 4,
            display.title(paper),
        )
        for paper in papers
    )
