"""The lines on the person, or the two people, under the cursor of the screen of people. Pure functions."""

from collections.abc import Sequence

from paperbrowser.insight import people
from paperbrowser.insight.people import Coauthor, Pair
from paperbrowser.papers import display
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Paper

_MOST_PAPERS = 5
_MOST_OTHERS = 6


def years_of(person: Coauthor) -> str:
    """Return the first and the last year in words."""
    if person.first is None:
        return "no date"
    return f"{person.first}" if person.first == person.last else f"{person.first}–{person.last}"


def about_person(
    papers: Sequence[Paper],
    those: Sequence[Coauthor],
    person: Coauthor,
    like: Sequence[Coauthor],
    keys: tuple[str, str],
) -> list[str]:
    """Return lines on a person, the most important first.

    Args:
        papers: all papers.
        those: all people.
        person: one of them.
        like: those who may be the same person.
        keys: that say so, and that they are not.
    """
    lines = [f"{person.name} · {count_of_papers(len(person.papers))} · {years_of(person)}"]
    if len(person.names) > 1:
        each = zip(person.names, person.counts, strict=True)
        written = ", ".join(f"{name} ({count:,})" for name, count in each)
        lines.append(f"one person by your word: {written}")
    if like:
        names = ", ".join(f"{one.name} ({len(one.papers):,})" for one in like[:3])
        lines.append(f"the same person as {names}? {keys[0]} says so, {keys[1]} says not")
    if person.years:
        latest_first = reversed([*person.years.items()])
        lines.append(f"papers a year: {'  '.join(f'{year}: {n}' for year, n in latest_first)}")
    if named := people.affiliations(papers, person):
        listed = ", ".join(f"{name} ({count})" for name, count in named.items())
        lines.append(f"affiliations on these papers: {listed}")
    if others := people.with_them(those, person, _MOST_OTHERS):
        lines.append(f"with: {', '.join(f'{name} ({count})' for name, count in others)}")
    latest = max((papers[at] for at in person.papers), key=_year)
    lines.append(f"latest: {display.title(latest)}")
    return lines


def about_pair(papers: Sequence[Paper], pair: Pair) -> list[str]:
    """Return lines on two people: their last papers."""
    count = count_of_papers(len(pair.papers))
    newest = sorted((papers[at] for at in pair.papers), key=_year, reverse=True)
    return [
        f"{pair.one.name} and {pair.other.name} · {count}",
        *(f"{_year(paper) or '    '}  {display.title(paper)}" for paper in newest[:_MOST_PAPERS]),
    ]


def _year(paper: Paper) -> int:
    return paper.date.year if paper.date else 0
