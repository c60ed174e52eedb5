"""Counts of the values of facets, made by the servers."""

import math
from collections import Counter
from collections.abc import Collection
from itertools import chain

from paperbrowser.insight.choices import Chosen, chosen, without
from paperbrowser.insight.facets import FACETS, Facet, ranges_of
from paperbrowser.papers.text import clean_line
from paperbrowser.postgres.asking import Works, questions, where_any
from paperbrowser.postgres.servers import Servers
from paperbrowser.postgres.tokens import BETWEEN
from paperbrowser.postgres.words import Words
from paperbrowser.search.engine import CountedFacets, FacetValue
from paperbrowser.search.query import parse

MOST_VALUES = 200  # of a facet
MOST_PAPERS = 20_000  # whose values are counted


def counted(
    servers: Servers,
    words: Words,
    query: str,
    facets: Collection[str],
    marked: Works = (),
) -> CountedFacets:
    """Count the values of facets under a query, for up to `MOST_PAPERS` papers that it finds on each server.

    Counts of a facet of which the query chooses values are of the query without them.

    Args:
        servers: of the library.
        words: of it.
        query: its text.
        facets: their names.
        marked: the works that the user has marked.
    """
    choices = chosen(query)
    answers: dict[str, dict[str, list[FacetValue]]] = {}
    found: dict[str, tuple[FacetValue, ...]] = {}
    for name in facets:
        choice = choices.get(name, Chosen())
        text = without(query, name) if choice.included else query
        if text not in answers:
            answers[text] = _values(servers, words, text, marked)
        facet = FACETS[name]
        values = [_with_choice(one, facet, choice) for one in answers[text].get(name, ())]
        if values:
            best = sorted(values, key=lambda one: (-one.count, one.shown.casefold()))[:MOST_VALUES]
            found[name] = tuple(sorted(best, key=lambda one: _place(facet, one)))
    return found


def _values(
    servers: Servers, words: Words, text: str, marked: Works
) -> dict[str, list[FacetValue]]:
    query = parse(text)
    where, values = (
        where_any(questions(query, words, lenient=False, marked=marked))
        if text.strip()
        else ("true", [])
    )
    parts = servers.each(
        "SELECT value, count(*) FROM ("  # noqa: S608 - values are parameters
        f"SELECT facets FROM paperbrowser.works WHERE {where} LIMIT %s"
        ") AS found, unnest(facets) AS value GROUP BY value",
        (*values, MOST_PAPERS),
    )
    counts: Counter[str] = Counter()
    for value, count in chain.from_iterable(parts):
        counts[value] += count
    found: dict[str, list[FacetValue]] = {}
    for value, count in counts.items():
        name, *rest = value.split(BETWEEN, 2)
        if name in FACETS and len(rest) == 2:  # any writer of the library may have put others there
            text_, shown = map(clean_line, rest)
            found.setdefault(name, []).append(FacetValue(text_, shown, count))
    return found


def _with_choice(value: FacetValue, facet: Facet, choice: Chosen) -> FacetValue:
    return FacetValue(
        value.text,
        value.shown,
        value.count,
        any(facet.means(one, value.text) for one in choice.included),
        any(facet.means(one, value.text) for one in choice.excluded),
    )


def _place(facet: Facet, value: FacetValue) -> tuple[float, str]:
    if facet.order == "latest":
        ranges = ranges_of(facet.field, value.text)
        return (-(ranges[0].low if ranges else -math.inf), value.text)
    return -value.count, value.shown.casefold()
