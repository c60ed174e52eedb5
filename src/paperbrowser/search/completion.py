"""Completions at the cursor of the search line: names of fields, and the values that papers have of them."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Self

from paperbrowser.papers.marks import Marks
from paperbrowser.papers.model import Paper
from paperbrowser.search.fields import FIELDS, field_named
from paperbrowser.search.tokens import Token, tokens
from paperbrowser.search.values import FieldValues

MOST = 12  # offers at once
_SHORTEST_NAME = 2  # letters of a field's name that are begun before it is offered


@dataclass(frozen=True, slots=True)
class Completion:
    """An offer.

    Attributes:
        text: replaces the text from `start` to the cursor.
        start: characters of the query before it.
        about: what it would find, in words.
    """

    text: str
    start: int
    about: str


@dataclass(frozen=True, slots=True)
class _Both:
    """Values of marks, then those of papers."""

    of_marks: FieldValues
    of_papers: FieldValues | None

    def offers(self, value: str) -> Iterator[tuple[str, str]]:
        """Yield the offers of both."""
        yield from self.of_marks.offers(value)
        if self.of_papers is not None:
            yield from self.of_papers.offers(value)


@dataclass(frozen=True, slots=True)
class Facets:
    """The values that a profile's papers have of each search field, by the field's name."""

    values: Mapping[str, FieldValues]

    @classmethod
    def of(
        cls,
        papers: Sequence[Paper],
        since: datetime.date | None = None,
        marks: Sequence[Marks] = (),
    ) -> Self:
        """Count the values of `papers`, about 25 µs for each paper.

        Args:
            papers: all papers of a profile.
            since: papers added after this day are new; None if none is.
            marks: the user's, one for each paper; empty for none.
        """
        rows = ((name, field.values) for name, field in FIELDS.items())
        values = {name: count(papers, since) for name, count in rows if count is not None}
        for name, field in FIELDS.items():
            if field.mark_values is not None:
                values[name] = _Both(field.mark_values(marks), values.get(name))
        return cls(values)


def complete(text: str, cursor: int, facets: Facets, most: int = MOST) -> list[Completion]:
    """Return what can be offered at the cursor.

    Args:
        text: the query.
        cursor: characters of the text before the cursor.
        facets: the values that papers have.
        most: the most offers.

    Returns:
        Offers, the likeliest first; none within a word or after a blank.
    """
    before, after = text[:cursor], text[cursor : cursor + 1]
    if not before or not (after == "" or after.isspace()):
        return []
    *_, token = [None, *tokens(before)]
    if token is None or token.end != len(before) or (token.quoted and not token.open):
        return []
    if not token.name:
        return [] if token.quoted else _field_names(before, token)[:most]
    field = field_named(token.name)
    values = facets.values.get(field.name) if field is not None else None
    if field is None or values is None:
        return []
    typed = before[token.start :].lower()
    offers = (
        Completion(f"{field.name}:{value}", token.start, about)
        for value, about in values.offers(token.value)
    )
    return list(islice((offer for offer in offers if offer.text.lower() != typed), most))


def _field_names(text: str, token: Token) -> list[Completion]:
    begun = token.value.lower()
    glued = token.start > 0 and not (token.negated or text[token.start - 1].isspace())
    if glued or len(begun) < _SHORTEST_NAME:
        return []
    return [
        Completion(f"{field.name}:", token.start, field.about)
        for field in FIELDS.values()
        if any(name.startswith(begun) for name in (field.name, *field.aliases))
    ]
