"""Counts of the values of facets, made by the servers."""

import math
from collections.abc import Callable, Collection, Iterator

from paperbrowser.insight.choices import Chosen, chosen, without
from paperbrowser.insight.facets import FACETS, Facet, ranges_of
from paperbrowser.postgres.counting import Counted
from paperbrowser.search.engine import CountedFacets, FacetValue

MOST_VALUES = 200  # of a facet


def counted(query: str, facets: Collection[str], count: Callable[[str], Counted]) -> CountedFacets:
    """Count the values of facets under a query.

    Counts of a facet of which the query chooses values are of the query without them.

    Args:
        query: its text.
        facets: their names.
        count: counts the papers of a query, given its text.
    """
    choices = chosen(query)
    answers: dict[str, Counted] = {}
    found: dict[str, tuple[FacetValue, ...]] = {}
    for name in facets:
        choice = choices.get(name, Chosen())
        text = without(query, name) if choice.included else query
        if text not in answers:
            answers[text] = count(text)
        facet = FACETS[name]
        values = [_with_choice(one, facet, choice) for one in _values(answers[text], name)]
        if values:
            best = sorted(values, key=lambda one: (-one.count, one.shown.casefold()))[:MOST_VALUES]
            found[name] = tuple(sorted(best, key=lambda one: _place(facet, one)))
    return found


def _values(counted: Counted, facet: str) -> Iterator[FacetValue]:
    exact = counted.is_exact(facet)
    for text, papers in counted.values.get(facet, {}).items():
        if papers:
            yield FacetValue(text, counted.written(facet, text), papers, exact=exact)


def _with_choice(value: FacetValue, facet: Facet, choice: Chosen) -> FacetValue:
    return FacetValue(
        value.text,
        value.shown,
        value.count,
        any(facet.means(one, value.text) for one in choice.included),
        any(facet.means(one, value.text) for one in choice.excluded),
        value.exact,
    )


def _place(facet: Facet, value: FacetValue) -> tuple[float, str]:
    if facet.order == "latest":
        ranges = ranges_of(facet.field, value.text)
        return (-(ranges[0].low if ranges else -math.inf), value.text)
    return -value.count, value.shown.casefold()
