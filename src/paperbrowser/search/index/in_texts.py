"""Papers found by words of their full texts: the filter `text:`, and the words of a plain search."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from paperbrowser.papers.words import STOP_WORDS, parts
from paperbrowser.search.conditions import OneOf
from paperbrowser.search.fields import Filter
from paperbrowser.search.highlight import Highlighter
from paperbrowser.search.index.results import SearchResults, combined
from paperbrowser.search.query import Query
from paperbrowser.search.texts import TextWords

_MOST_WORDS = 16  # of a query; each is looked for in all texts

Allowed = Callable[[Query], npt.NDArray[np.bool_] | None]


def accepted(one: Filter, texts: TextWords | None, size: int) -> npt.NDArray[np.bool_]:
    """Decide a filter about texts for all papers.

    Args:
        one: the filter.
        texts: finds the words; None for no texts.
        size: the number of papers.

    Returns:
        Whether each paper is accepted; bool, one a paper.
    """
    met = np.zeros(size, np.bool_)
    condition = one.condition
    if texts is not None and isinstance(condition, OneOf):
        *whole, last = condition.values
        for value in whole:
            met[[*texts.having(value.split())]] = True
        met[[*texts.having(last.split(), begun=condition.begun)]] = True
    return ~met if one.negated else met


def found(query: Query, texts: TextWords, allowed: Allowed, size: int) -> SearchResults:
    """Return the papers whose texts have all words and phrases of a query, best first.

    Args:
        query: its words within a field find nothing here; its filters hold.
        texts: finds the words.
        allowed: returns which papers the filters of a query leave.
        size: the number of papers.
    """
    if query.alternatives:
        return combined([found(one, texts, allowed, size) for one in query.alternatives])
    scores = np.zeros(size, np.float32)
    met = np.zeros(size, np.bool_)
    wanted = _wanted(query)
    if wanted:
        met[:] = True
        for words, begun in wanted:
            having = texts.having(words, begun=begun)
            here = np.zeros(size, np.bool_)
            at = [*having]
            here[at] = True
            scores[at] += np.fromiter(having.values(), np.float32, len(having))
            met &= here
        left = allowed(query)
        if left is not None:
            met &= left
    positions = np.flatnonzero(met)
    order = np.argsort(-scores[positions], kind="stable")
    positions = positions[order]
    return SearchResults(positions, scores[positions], lambda: Highlighter((), ()), ranked=True)


def _wanted(query: Query) -> Sequence[tuple[Sequence[str], bool]]:
    """Return the words to find side by side, and whether the last is begun; none if it asks for fields."""
    if any(one.field for one in query.terms) or any(one.field for one in query.phrases):
        return []
    terms = [one for one in query.terms if one.word not in STOP_WORDS]
    wanted = [(tuple(parts(one.word)), one.unfinished) for one in terms]
    wanted += [(one.words, one.unfinished) for one in query.phrases]
    return wanted[:_MOST_WORDS]
