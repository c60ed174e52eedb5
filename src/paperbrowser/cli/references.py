"""`paperbrowser references`: print what a paper cites; `paperbrowser citing` is made of this as well."""

import argparse
import dataclasses
from collections.abc import Mapping, Sequence

from paperbrowser.cli import selection
from paperbrowser.cli.fetch import configured_client
from paperbrowser.cli.named_paper import NOTES, one_named
from paperbrowser.cli.output import ProgressLine, print_json, print_table, say
from paperbrowser.cli.parser import Parser
from paperbrowser.library import gather
from paperbrowser.library.held import HeldPaper, held_papers
from paperbrowser.library.locate import locate
from paperbrowser.papers import display
from paperbrowser.papers.model import Paper
from paperbrowser.papers.text import clean_line
from paperbrowser.reading import corrections
from paperbrowser.sources.citations.answer import AskedWork, CitationAnswer, Direction
from paperbrowser.sources.citations.ask import STEP, ask

_NOTES = f"""\
{NOTES}
OpenAlex is asked first, and Semantic Scholar where that has none or not the
paper. Answers are kept for seven days. "have" names the profile that has a
paper.

The status is 0 after a whole list, and after one that --limit cut; it is 1
where a service failed or stopped, or where the list is longer than the
{STEP:,} papers that are asked for without --limit. Standard error says which of
these it was. A list that the services do not have is printed as an empty one
with status 0, and said as well.
"""


def run(arguments: list[str]) -> int:
    """Print the references of the paper that `arguments` name."""
    return run_for("references", arguments)


def run_for(direction: Direction, arguments: list[str]) -> int:
    """Print the references of a paper or the papers citing it; return the exit code."""
    what = "the papers that a paper cites" if direction == "references" else "papers citing a paper"
    parser = Parser(
        f"paperbrowser {direction}", description=f"Print {what}, one a line.", epilog=_NOTES
    )
    parser.add_argument("profile", metavar="PROFILE", help="the profile or file that has the paper")
    parser.add_argument("paper", nargs="+", metavar="PAPER", help="its id, DOI, arXiv id or words")
    parser.add_argument("--json", action="store_true", help="everything, for other programs")
    parser.add_argument(
        "--limit", type=selection.positive, metavar="N", help=f"at most N papers; default: {STEP}"
    )
    parser.add_argument("--again", action="store_true", help="ask anew even if an answer is kept")
    chosen = parser.parse_args(arguments)
    origin = locate(chosen.profile)
    correct = corrections.load()
    profile = gather.read(origin, correct=correct).profile
    paper = one_named(profile, " ".join(chosen.paper), chosen.profile)
    if paper is None:
        return 2
    answer = _answer(paper, direction, chosen)
    if answer is None:
        return 130
    if chosen.limit is not None and len(answer.works) > chosen.limit:
        cursor = answer.cursor or "more"
        answer = dataclasses.replace(answer, works=answer.works[: chosen.limit], cursor=cursor)
    papers = [one.paper for one in answer.works]
    held = held_papers(papers, {origin.path: profile}, correct=correct)
    if chosen.json:
        print_json(_record(paper, answer, held))
    else:
        _print(papers, held)
    return _said(answer, limited=chosen.limit is not None)


def _answer(
    paper: Paper, direction: Direction, chosen: argparse.Namespace
) -> CitationAnswer | None:
    """Ask, and show the progress; return None after Ctrl+C, with a message."""
    line = ProgressLine()
    done = 0

    def progress(papers: int, _: int | None, sentence: str) -> None:
        nonlocal done
        done = papers
        line.show(sentence)

    try:
        with configured_client(quiet=True) as client:
            return ask(
                AskedWork(paper),
                direction,
                client=client,
                limit=chosen.limit or STEP,
                again=chosen.again,
                progress=progress,
            )
    except KeyboardInterrupt:
        line.clear()
        kept = f"; {display.count_of_papers(done)} kept to go on from" if done else ""
        say(f"stopped{kept}")
        return None
    finally:
        line.clear()


def _said(answer: CitationAnswer, *, limited: bool) -> int:
    """Say where the papers are from and what is missing; return the exit code."""
    for sentence in answer.sentences:
        say(sentence)
    if answer.complete:
        return 0
    if answer.failure is not None:
        return 1
    if not limited:
        say(f"the first {len(answer.works):,} are printed; --limit N asks for more")
    return 0 if limited else 1


def _record(
    paper: Paper, answer: CitationAnswer, held: Mapping[int, HeldPaper]
) -> dict[str, object]:
    from paperbrowser.formats.json.own import fields_of

    def have(place: int) -> dict[str, str] | None:
        one = held.get(place)
        return None if one is None else {"profile": one.path.stem, "paper": one.paper}

    return {
        "paper": paper.id,
        "source": answer.source or None,
        "asked": answer.day.isoformat(),
        "total": answer.total,
        "complete": answer.complete,
        "remarks": [*answer.sentences],
        answer.direction: [
            {
                **fields_of(work.paper),
                "title_text": display.title(work.paper),
                "source_id": work.id or None,
                "have": have(place),
            }
            for place, work in enumerate(answer.works)
        ],
    }


def _print(papers: Sequence[Paper], held: Mapping[int, HeldPaper]) -> None:
    print_table(
        (
            f"{paper.date.year}" if paper.date else " " * 4,
            f"{'' if paper.citations is None else paper.citations:>6}",
            clean_line(held[place].path.stem) if place in held else "",
            display.first_author(paper),
            display.title(paper),
        )
        for place, paper in enumerate(papers)
    )
