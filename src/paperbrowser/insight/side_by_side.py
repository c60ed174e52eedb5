"""A comparison of people as text: their numbers in columns, what they share, and pictures beside each other.

Where there is no room for columns of pictures they stand one below the other. Pure functions.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from paperbrowser.insight import charts, statistics
from paperbrowser.insight.compare import Career, Comparison, compared
from paperbrowser.papers import display
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.metrics import computed
from paperbrowser.papers.model import Profile
from paperbrowser.papers.text import clean_line, columns, cut

MOST_PEOPLE = 8
_LABEL = 22  # columns
_NARROWEST = 14  # columns of numbers of a person
_PICTURE = 34  # columns of a picture; with fewer they are stacked
_MOST = 10  # values of a list
_GAP = "  "


def named_apart(profiles: Sequence[Profile]) -> list[Profile]:
    """Return profiles with a number behind names that are there before: "Wei Li", "Wei Li (2)"."""
    found: list[Profile] = []
    taken: set[str] = set()
    for profile in profiles:
        name, number = profile.name, 2
        while name in taken:
            name, number = f"{profile.name} ({number})", number + 1
        taken.add(name)
        found.append(replace(profile, name=name))
    return found


def facts(profiles: Sequence[Profile], comparison: Comparison) -> dict[str, list[str]]:
    """Return the numbers of each person by what they are; claimed and computed ones stand apart.

    Args:
        profiles: those compared, of different names.
        comparison: of these profiles.
    """
    rows: dict[str, list[str]] = {}

    def row(name: str, values: Sequence[object]) -> None:
        if any(value is not None for value in values):
            rows[name] = [_number(value) for value in values]

    people = comparison.people
    metrics = [computed(profile.papers) for profile in profiles]
    row("papers listed", [one.papers for one in people])
    row("papers claimed", [one.claimed for one in profiles])
    row("years", [_years(one) for one in people])
    row("years with a paper", [one.active or None for one in people])
    row("h-index, claimed", [one.h_index for one in profiles])
    row("h-index, computed", [one.h_index for one in metrics])
    row("citations, claimed", [one.citations for one in profiles])
    row("citations, computed", [one.citations for one in metrics])
    row("numbers as of", [one.updated.isoformat() if one.updated else None for one in profiles])
    return rows


def _number(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _years(one: Career) -> str | None:
    if one.first is None:
        return None
    return f"{one.first}" if one.first == one.last else f"{one.first}–{one.last}"


def lines(
    profiles: Sequence[Profile],
    width: int,
    heads: Mapping[str, str] | None = None,
    *,
    ascii_only: bool = False,
) -> Iterator[str]:
    """Yield the lines of a comparison.

    Args:
        profiles: two or more.
        width: columns.
        heads: by each name of a co-author who has several the one that they go by.
        ascii_only: draw the bars with ASCII only.
    """
    profiles = named_apart(profiles)
    found = compared(profiles, heads)
    names = [clean_line(one.name) for one in profiles]
    rows = facts(profiles, found)
    room = (width - _LABEL) // len(names) - len(_GAP)
    if room >= _NARROWEST:
        room = min(room, 28)
        yield _row("", names, room)
        for label, values in rows.items():
            yield _row(label, values, room)
    else:
        for at, name in enumerate(names):
            yield cut(name, width)
            yield from (f"  {label:{_LABEL}}{values[at]}" for label, values in rows.items())
    yield ""
    whose = "both" if len(names) == 2 else f"all {len(names)}"
    together = [found.papers[at] for at in found.together]
    yield f"Papers of {whose}: {len(together):,}"
    together.sort(key=lambda one: -(one.date.year if one.date else 0))
    for paper in together[:_MOST]:
        yield cut(f"  {paper.date.year if paper.date else '    '}  {display.title(paper)}", width)
    if len(together) > _MOST:
        yield f"  and {len(together) - _MOST:,} more"
    for title, counts in (
        ("Co-authors", found.coauthors),
        ("Venues", found.venues),
        ("Categories", found.categories),
        ("Topics", found.topics),
    ):
        yield from _shared(f"{title} of {whose}", counts, width)
    if cut_short := sum(paper.et_al for paper in found.papers):
        yield ""
        verb = "lists" if cut_short == 1 else "list"
        yield cut(
            f"{count_of_papers(cut_short)} {verb} first authors only: co-authors are at least these",
            width,
        )
    yield from _pictures(found, names, width, ascii_only=ascii_only)


def _row(label: str, values: Sequence[str], room: int) -> str:
    cells = [_padded(cut(value, room), room) for value in values]
    return f"{label:{_LABEL}}{_GAP.join(cells)}".rstrip()


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _shared(title: str, counts: Mapping[str, tuple[int, ...]], width: int) -> Iterator[str]:
    if not counts:
        return
    yield ""
    more = f", {_MOST} of {len(counts):,}" if len(counts) > _MOST else ""
    yield f"{title}{more}"
    for name, each in [*counts.items()][:_MOST]:
        numbers = " + ".join(f"{count:,}" for count in each)
        room = width - 4 - len(numbers)
        yield f"  {_padded(cut(clean_line(name), min(room, 40)), min(room, 40))}  {numbers}"


def _pictures(
    found: Comparison, names: Sequence[str], width: int, *, ascii_only: bool
) -> Iterator[str]:
    dated = [year for one in found.people for year in (one.first, one.last) if year is not None]
    if dated:
        span = range(min(dated), max(dated) + 1)
        every = [{f"{year}": one.years.get(f"{year}", 0) for year in span} for one in found.people]
        yield from _side_by_side("Papers a year", names, every, width, ascii_only)
    of_each = [
        [paper for paper in found.papers if one.name in paper.people] for one in found.people
    ]
    kinds = [statistics.by_kind(papers).counts for papers in of_each]
    yield from _side_by_side("Kinds", names, kinds, width, ascii_only)
    venues = [statistics.by_venue(papers).counts for papers in of_each]
    first = [dict([*counts.items()][:_MOST]) for counts in venues]
    yield from _side_by_side("Venues", names, first, width, ascii_only)


def _side_by_side(
    title: str,
    names: Sequence[str],
    counts: Sequence[Mapping[str, int]],
    width: int,
    ascii_only: bool,
) -> Iterator[str]:
    """Yield the bars of each person, all on one scale."""
    if not any(counts):
        return
    yield ""
    yield title
    most = max(max(each.values(), default=0) for each in counts)
    room = (width - len(_GAP) * (len(names) - 1)) // len(names)
    if room < _PICTURE:
        for name, each in zip(names, counts, strict=True):
            yield cut(f"  {name}", width)
            for line in charts.bars(each, width - 4, ascii_only=ascii_only, most=most):
                yield f"    {line}"
        return
    yield _GAP.join(_padded(cut(name, room), room) for name in names).rstrip()
    drawn = [charts.bars(each, room, ascii_only=ascii_only, most=most) for each in counts]
    for each_line in zip_longest(*drawn, fillvalue=""):
        yield _GAP.join(_padded(one, room) for one in each_line).rstrip()
