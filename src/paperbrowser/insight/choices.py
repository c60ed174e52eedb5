"""Choices of facets as text of a query: `year:2020,2022 -tag:done halos`. Pure functions.

Within a facet a paper meets any of the chosen values, between facets all. As text of the query a choice can
be typed, saved and shared. A new one stands at the beginning, so that a word or quote that is still typed at
the end stays as it is.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paperbrowser.insight.facets import FACETS, Facet, ranges_of
from paperbrowser.papers import words
from paperbrowser.search import venues
from paperbrowser.search.either import branches
from paperbrowser.search.fields import field_named
from paperbrowser.search.tokens import Token, tokens

_WRAPPED = re.compile(r"\( .* \)", re.DOTALL)
_BARE = re.compile(r"[\w.<>=/+-]+")  # a value that needs no quotes
_OR = frozenset(("OR", "|", "||"))


@dataclass(frozen=True, slots=True)
class Chosen:
    """The values of a facet that a query chooses and excludes, as they are written there."""

    included: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


def chosen(query: str) -> dict[str, Chosen]:
    """Return what a query chooses, by the names of facets; facets without a choice are left out.

    What stands within brackets with OR, or in a query that is one or the other as a whole, is no choice.
    """
    found: dict[str, Chosen] = {}
    pieces = _pieces(query)
    for facet in FACETS.values():
        values: tuple[list[str], list[str]] = ([], [])
        for piece in pieces:
            if _belongs(facet, piece):
                values[piece.negated].extend(_elements(piece))
        if any(values):
            found[facet.name] = Chosen(*(tuple(dict.fromkeys(each)) for each in values))
    return found


def without(query: str, facet: str) -> str:
    """Return a query without the values that it chooses of a facet; those it excludes stay excluded."""
    row = FACETS[facet]
    for piece in reversed(_pieces(query)):
        if not piece.negated and _belongs(row, piece):
            query = _removed(query, piece)
    return query


def toggled(query: str, facet: str, value: str, *, exclude: bool = False) -> str:
    """Return a query with a value of a facet chosen, or not any more if it was; all else stays.

    Choosing a value and leaving it again gives the text back. A value that is excluded is not chosen, and
    the other way round.

    Args:
        query: the text.
        facet: the name of the facet.
        value: `FacetValue.text`.
        exclude: leave out the papers that have it.

    Raises:
        KeyError: there is no such facet.
    """
    row = FACETS[facet]
    pieces = [piece for piece in _pieces(query) if _belongs(row, piece)]
    was_on = any(
        piece.negated is exclude and any(row.means(one, value) for one in _elements(piece))
        for piece in pieces
    )
    for piece in reversed(pieces):
        if piece.negated is exclude and not was_on:
            continue
        if any(row.means(one, value) for one in _elements(piece)):
            query = _lessened(query, piece, row, value)
    if was_on:
        return _unwrapped(query)
    same = [piece for piece in _pieces(query) if piece.negated is exclude and _belongs(row, piece)]
    if not same or exclude:
        sign = "-" if exclude else ""
        return f"{sign}{row.field}:{_quoted(value)} {_wrapped(query)}"
    for piece in reversed(same):
        query = _added(query, piece, value)
    return query


def narrowed(query: str, facet: str, values: Sequence[str]) -> str:
    """Return a query narrowed down to papers that have any of some values, whatever else it chooses.

    Args:
        query: the text.
        facet: the name of the facet.
        values: `FacetValue.text` of each; at least one.
    """
    row = FACETS[facet]
    has = any(
        not piece.negated and _belongs(row, piece) and {*_elements(piece)} == {*values}
        for piece in _pieces(query)
    )
    return query if has else filtered(query, f"{row.field}:{_quoted(', '.join(values))}")


def filtered(query: str, filter_: str) -> str:
    """Return a query narrowed down by a filter, which holds for all of it."""
    return f"{filter_} {_wrapped(query)}"


def _pieces(query: str) -> list[Token]:
    """Return the filters of a query that each paper must meet."""
    if ":" not in query or "\\" in query or "$" in query:
        return []
    found: list[Token] = []
    depth = 0
    negated = False
    either = len(branches(query)[1]) > 1
    for piece in tokens(query):
        bare = "" if piece.quoted or piece.name else piece.value
        if depth == 0 and either and bare in _OR:
            return []
        if depth == 0 and not negated and piece.name and not piece.open:
            found.append(piece)
        negated = bare == "NOT"
        if either and not piece.quoted:
            depth = max(0, depth + _opened(bare) - _closed(piece.value))
    return found if depth == 0 and not (either and _one_or_other(query)) else []


def _opened(bare: str) -> int:
    return len(bare) - len(bare.lstrip("("))


def _closed(value: str) -> int:
    bare = value.lstrip("(")
    return max(0, bare.count(")") - bare.count("(")) if bare.endswith(")") else 0


def _one_or_other(query: str) -> bool:
    """Return whether a word more would belong to one of several alternatives only."""
    more = branches(f"zzz {query}")[1]
    return not all(any(piece.value == "zzz" for piece in branch) for branch in more)


def _belongs(facet: Facet, piece: Token) -> bool:
    field = field_named(piece.name)
    if field is None or field.name != facet.field:
        return False
    elements = _elements(piece)
    return bool(elements) and all(facet.owns(one) for one in elements)


def _elements(piece: Token) -> list[str]:
    """Return the values of a piece as they are compared."""
    field = field_named(piece.name)
    parts = (part for part in piece.value.split(","))
    folded = [" ".join(words.fold(part).split()) for part in parts]
    if field is not None and field.name in {"venue", "topic", "affiliation", "coauthor"}:
        folded = [venues.plain(part) for part in folded]
    return [part for part in folded if part]


def _quoted(value: str) -> str:
    return value if _BARE.fullmatch(value) else f'"{value}"'


def _span(query: str, piece: Token) -> tuple[int, int]:
    """Return where a piece begins, its minus included, and where its value begins."""
    start = piece.start - piece.negated
    return start, piece.start + len(piece.name) + 1


def _added(query: str, piece: Token, value: str) -> str:
    """Return the query with a value more in a piece.

    A piece that gets quotes by it has a blank behind the comma: `_lessened` takes the quotes off again.
    """
    _, at = _span(query, piece)
    if piece.quoted:
        return f"{query[: piece.end - 1]},{value}{query[piece.end - 1 :]}"
    if _quoted(value) != value:
        return f'{query[:at]}"{piece.value}, {value}"{query[piece.end :]}'
    return f"{query[: piece.end]},{value}{query[piece.end :]}"


def _lessened(query: str, piece: Token, facet: Facet, value: str) -> str:
    """Return the query without a value in a piece."""
    parts = piece.value.split(",")
    kept: list[str] = []
    had_blank = False
    for part in parts:
        elements = _elements(piece._replace(value=part))
        if elements and facet.means(elements[0], value):
            had_blank = had_blank or part.startswith(" ")
            kept.extend(_rest(facet, elements[0], value))
        else:
            kept.append(part)
    if not any(part.strip() for part in kept):
        return _removed(query, piece)
    _, at = _span(query, piece)
    text = ",".join(kept)
    bare = had_blank and _BARE.fullmatch(text.replace(",", "")) is not None
    quote = query[at] if piece.quoted and not bare else ""
    closing = query[piece.end - 1] if quote else ""
    return f"{query[:at]}{quote}{text}{closing}{query[piece.end :]}"


def _rest(facet: Facet, chosen_text: str, value: str) -> Iterator[str]:
    """Yield what remains of a range of years without some of its years."""
    if chosen_text == value or facet.field != "year":
        return
    outer, inner = (ranges_of("year", text) for text in (chosen_text, value))
    if not outer or not inner:
        return
    low = outer[0].low + (not outer[0].low_counts)
    high = outer[0].high - (not outer[0].high_counts)
    for first, last in ((low, inner[0].low - 1), (inner[0].high + 1, high)):
        if first <= last:
            yield _years_written(first, last)


def _years_written(first: float, last: float) -> str:
    ends = ["" if math.isinf(end) else f"{int(end):04}" for end in (first, last)]
    return ends[0] if first == last else "..".join(ends)


def _removed(query: str, piece: Token) -> str:
    """Return the query without a piece and one blank beside it."""
    start, _ = _span(query, piece)
    before, after = query[:start], query[piece.end :]
    return before + (after[1:] if after[:1].isspace() else after)


def _wrapped(query: str) -> str:
    """Return the query so that a filter before it holds for all of it."""
    if _WRAPPED.fullmatch(query) or (len(branches(query)[1]) > 1 and _one_or_other(query)):
        return f"( {query} )"
    return query


def _unwrapped(query: str) -> str:
    return query[2:-2] if _WRAPPED.fullmatch(query) and _is_one(query) else query


def _is_one(query: str) -> bool:
    """Return whether the first bracket of a query is closed by its last."""
    return _wrapped(query[2:-2]) == query
