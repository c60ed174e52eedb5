"""The facets that papers are parted by: a table of year, category, venue, co-author, tag and others.

A further facet is a further row of `FACETS`: `choices` writes it into queries, `counts` counts it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from paperbrowser.insight.statistics import coauthors
from paperbrowser.papers import categories, display, words
from paperbrowser.papers.marks import Marks
from paperbrowser.papers.model import Paper
from paperbrowser.search import venues
from paperbrowser.search.conditions import QUOTES, AnyBounds, Bounds, same_category
from paperbrowser.search.fields import FIELDS

_UNWRITABLE = re.compile(rf"[,;(){{}}|\\$^{QUOTES}]")
_SCORES = tuple(f"{low}..{low + 10}" for low in range(0, 100, 10))
_CITATIONS = ("0", "1..9", "10..99", "100..999", ">=1000")
_STATES = ("unread", "read", "starred", "queued", "tagged", "noted")


@dataclass(frozen=True, slots=True)
class Labelled:
    """The text of a value in a query, and how it is shown."""

    text: str
    shown: str


Values = Callable[[Paper, Marks, str], Iterable[Labelled]]


@dataclass(frozen=True, slots=True)
class Facet:
    """A kind of fact that papers are parted by.

    Attributes:
        name: in `FACETS`.
        title: as a heading.
        field: the search field that its choices are written with.
        values: those of a paper with marks, given the researcher whose papers they are.
        owned: the only values that it has, where other facets write with the same field.
        order: "count" for most papers first, "latest" for the greatest number first, "given" for `owned`.
        others: a choice that is none of its values ("2019..2021") is shown beside them.
        marked: its values are those of the user's marks, and not of the papers.
    """

    name: str
    title: str
    field: str
    values: Values
    owned: tuple[str, ...] = ()
    order: str = "count"
    others: bool = True
    marked: bool = False

    @property
    def numbers(self) -> bool:
        """Whether its values are numbers and ranges."""
        field = FIELDS[self.field]
        return field.mark_number is not None or (field.number is not None and self.field != "is")

    def owns(self, text: str) -> bool:
        """Return whether a value in a query is one of this facet."""
        if self.numbers:
            return ranges_of(self.field, text) is not None
        return not self.owned or text in self.owned

    def means(self, chosen: str, text: str) -> bool:
        """Return whether a chosen value covers another as the same choice: "co" and "astro-ph.CO"."""
        if chosen == text:
            return True
        if self.numbers:
            outer, inner = ranges_of(self.field, chosen), ranges_of(self.field, text)
            return bool(outer and inner) and all(_covered(one, outer or ()) for one in inner or ())
        return self.field == "cat" and same_category(chosen, text, False)


def _covered(inner: Bounds, outer: Sequence[Bounds]) -> bool:
    return any(
        one.holds(inner.low) and (one.holds(inner.high) or one.high == inner.high) for one in outer
    )


@lru_cache(maxsize=4096)
def ranges_of(field: str, text: str) -> tuple[Bounds, ...] | None:
    """Return the ranges that a value of a number field means; None if it is no value."""
    read = FIELDS[field].read
    condition = read(text, False) if read is not None else None
    if isinstance(condition, AnyBounds):
        return condition.ranges
    return (condition,) if isinstance(condition, Bounds) else None


# The values of papers


@lru_cache(maxsize=1 << 16)  # the same names stand in many papers
def _plain_label(name: str) -> Labelled:
    shown = display.line(name)
    return Labelled(venues.plain(shown), shown)


def _plain(names: Iterable[str]) -> list[Labelled]:
    return [label for name in names if (label := _plain_label(name)).text]


def _years(paper: Paper, _marks: Marks, _owner: str) -> Iterator[Labelled]:
    if paper.date:
        yield Labelled(f"{paper.date.year:04}", f"{paper.date.year}")


def _decades(paper: Paper, _marks: Marks, _owner: str) -> Iterator[Labelled]:
    if paper.date:
        first = paper.date.year // 10 * 10
        yield Labelled(f"{first:04}..{first + 9:04}", f"{first}s")


def _categories(paper: Paper, _marks: Marks, _owner: str) -> Iterator[Labelled]:
    if paper.category and (text := _written(paper.category.lower())):
        called = categories.name(paper.category)
        short = categories.short(paper.category)
        yield Labelled(text, f"{short} {called}" if called and called != short else short)


def _people(paper: Paper, _marks: Marks, owner: str) -> Sequence[Labelled]:
    # People whose profiles are shown as one are each other's co-authors.
    return _plain(display.credited(paper) if paper.people else coauthors(paper, owner))


def _bands(field: str, bands: Sequence[str]) -> Values:
    number = FIELDS[field].number
    limits = [(Labelled(band, _band(band)), ranges_of(field, band) or ()) for band in bands]

    def values(paper: Paper, _marks: Marks, _owner: str) -> Iterator[Labelled]:
        value = number(paper) if number is not None else None
        if value is not None:
            for label, ranges in limits:
                if any(one.holds(value) for one in ranges):
                    yield label

    return values


def _band(text: str) -> str:
    return text.replace("..", "–").replace(">=", "≥ ")


def _states(_paper: Paper, marks: Marks, _owner: str) -> Iterator[Labelled]:
    labels = FIELDS["is"].mark_labels
    for state in labels(marks) if labels is not None else ():
        if state in _STATES:
            yield Labelled(state, state)


def _tags(_paper: Paper, marks: Marks, _owner: str) -> Iterator[Labelled]:
    """Yield the tags and those that they are within."""
    for tag in dict.fromkeys((*marks.tags, *(one.text for one in marks.shared_tags))):
        parts = tag.split("/")
        for depth in range(1, len(parts) + 1):
            shown = "/".join(parts[:depth])
            if text := _written(words.fold(shown)):
                yield Labelled(text, shown)


def _written(text: str) -> str:
    """Return a value if a query can have it; empty for one with a comma, a quote or a sign of the query."""
    return "" if _UNWRITABLE.search(text) else " ".join(text.split())


def _yes(name: str, shown: str, holds: Callable[[Paper], object]) -> Values:
    label = Labelled(name, shown)
    return lambda paper, _marks, _owner: (label,) if holds(paper) else ()


FACETS: dict[str, Facet] = {
    facet.name: facet
    for facet in (
        Facet("year", "Year", "year", _years, order="latest"),
        Facet("decade", "Decade", "year", _decades, order="latest", others=False),
        Facet("category", "Category", "cat", _categories),
        Facet("topic", "Topic", "topic", lambda paper, _m, _o: _plain(paper.keywords)),
        Facet("venue", "Venue", "venue", lambda paper, _m, _o: _plain(filter(None, (paper.venue,)))),
        Facet(
            "kind", "Kind", "kind",
            lambda paper, _m, _o: (Labelled(paper.kind, paper.kind),) if paper.kind else (),
        ),
        Facet("coauthor", "Co-author", "coauthor", _people),
        Facet(
            "affiliation", "Affiliation", "affiliation", lambda paper, _m, _o: _plain(paper.affiliations)
        ),
        Facet("score", "Score", "score", _bands("score", _SCORES), _SCORES, "latest"),
        Facet("citations", "Citations", "cites", _bands("cites", _CITATIONS), _CITATIONS, "latest"),
        Facet("code", "Code", "has", _yes("code", "with code", lambda paper: paper.code), ("code",)),
        Facet("pdf", "Open access", "has", _yes("pdf", "with a PDF", lambda paper: paper.pdf), ("pdf",)),
        Facet(
            "retracted", "Retracted", "has", _yes("retracted", "retracted", display.is_retracted),
            ("retracted",),
        ),
        Facet("person", "Person", "of", lambda paper, _m, _o: _named(paper.people)),
        Facet("state", "Reading", "is", _states, _STATES, "given", marked=True),
        Facet("tag", "Tag", "tag", _tags, marked=True),
        Facet(
            "rating", "Rating", "rating",
            lambda _p, marks, _o: (Labelled(f"{marks.rating}", f"{marks.rating}"),) if marks.rating else (),
            order="latest", marked=True,
        ),
    )
}  # fmt: skip


def _named(people: Iterable[str]) -> Iterator[Labelled]:
    for name in people:
        if text := _written(words.fold(name)):
            yield Labelled(text, name)
