"""The papers near one, each with its reasons: the words, authors and references in common."""

from collections.abc import Callable, Collection, Sequence
from math import log
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from paperbrowser.papers import display
from paperbrowser.papers.model import Paper
from paperbrowser.search import venues
from paperbrowser.search.engine import Near

if TYPE_CHECKING:
    from paperbrowser.search import SearchIndex

_MOST_WORDS = 6  # among the reasons
# The worth of a shared author or reference; a word in a title that is as rare has 0.34 (`index.weights`).
_AUTHOR = 0.3
_REFERENCE = 0.3


class Neighbours:
    """Papers, ready to be asked for those near one of them."""

    def __init__(
        self,
        papers: Sequence[Paper],
        index: "SearchIndex",
        *,
        authors: bool = True,
        references: Callable[[Paper], Collection[str]] | None = None,
    ) -> None:
        """Take papers and the index of their words.

        Args:
            papers: the papers that `index` was built from.
            index: the index.
            authors: shared authors make papers near.
            references: returns the ids of the works that a paper cites, as far as they are known.
        """
        self._papers = papers
        self._index = index
        self._authors = _Shared([_author_keys(paper) for paper in papers] if authors else [])
        known = [frozenset(references(paper)) for paper in papers] if references else []
        self._references = _Shared(known)

    def near(self, position: int, most: int = 10) -> tuple[Near, ...]:
        """Return the papers near one, nearest first; none that has nothing in common with it.

        Args:
            position: of the paper.
            most: the most papers to return.
        """
        worth = self._index.likeness(position)
        self._authors.add_to(worth, position, _AUTHOR)
        self._references.add_to(worth, position, _REFERENCE)
        worth[position] = 0
        size = min(most, int(np.count_nonzero(worth)))
        if size <= 0:
            return ()
        best = np.argpartition(-worth, size - 1)[:size]
        ordered = best[np.lexsort((best, -worth[best]))].tolist()
        return tuple(self._reasoned(position, at, float(worth[at])) for at in ordered)

    def _reasoned(self, position: int, other: int, score: float) -> Near:
        words = self._index.words_in_common(position, other)[:_MOST_WORDS]
        shared = self._authors.in_common(position, other)
        names = [display.name(name) for name in display.credited(self._papers[other])]
        return Near(
            other,
            score,
            tuple(words),
            tuple(name for name in names if venues.plain(name) in shared),
            len(self._references.in_common(position, other)),
        )


class _Shared:
    """Things that several papers may have, rarer ones weightier."""

    def __init__(self, each: Sequence[Collection[str]]) -> None:
        self._each = each
        self._holders: dict[str, list[int]] = {}
        for at, keys in enumerate(each):
            for key in keys:
                self._holders.setdefault(key, []).append(at)

    def _weight(self, key: str) -> float:
        """Return the weight; 0 for what all papers have, as the owner of a profile."""
        return log(len(self._each) / len(self._holders[key]))

    def add_to(self, worth: npt.NDArray[np.float32], position: int, factor: float) -> None:
        """Add the weights of what each paper shares with one."""
        for key in self._each[position] if self._each else ():
            worth[self._holders[key]] += np.float32(factor * self._weight(key))

    def in_common(self, one: int, other: int) -> set[str]:
        """Return what two papers share, without what most papers have."""
        if not self._each:
            return set()
        both = {*self._each[one]} & {*self._each[other]}
        return {
            key
            for key in both
            if 2 * len(self._holders[key]) < len(self._each) or len(self._each) < 4
        }


def _author_keys(paper: Paper) -> frozenset[str]:
    return frozenset(filter(None, map(venues.plain, display.credited(paper))))
