"""The results of a search: the papers found, and a highlighter for their texts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from paperbrowser.search.highlight import Highlighter


class Hit(NamedTuple):
    """A paper that was found.

    Attributes:
        position: its place in the sequence that was indexed.
        score: how well it matches; higher is better, comparable within one search.
    """

    position: int
    score: float


_Papers = tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]
"""Positions of papers, and the score of each."""


@dataclass(frozen=True, slots=True)
class Following:
    """Papers that come after others, to be put in order when they are asked for.

    Attributes:
        count: their number.
        papers: returns them in order.
    """

    count: int
    papers: Callable[[], _Papers]


class SearchResults:
    """The papers that a query finds.

    Attributes:
        ranked: whether the query has words to rank by; without, positions are in the papers' own order.
    """

    def __init__(
        self,
        positions: npt.NDArray[np.int64],
        scores: npt.NDArray[np.float32],
        highlight: Callable[[], Highlighter],
        *,
        ranked: bool,
        following: Following | None = None,
    ) -> None:
        """Keep the results.

        Args:
            positions: of the papers, best first; int64.
            scores: of the papers; float32, as long as `positions`.
            highlight: makes the highlighter when it is first needed.
            ranked: see the attributes.
            following: the papers after these; None for none.
        """
        self._papers = positions, scores
        self._following = following
        self._count = len(positions) + (following.count if following is not None else 0)
        self.ranked = ranked
        self._highlight = highlight

    def __len__(self) -> int:
        return self._count

    @property
    def positions(self) -> npt.NDArray[np.int64]:
        """The papers, best first; int64."""
        return self._every[0]

    @property
    def scores(self) -> npt.NDArray[np.float32]:
        """The scores of the papers; float32, as long as `positions`."""
        return self._every[1]

    @cached_property
    def _every(self) -> _Papers:
        if self._following is None:
            return self._papers
        (positions, scores), (more, their_scores) = self._papers, self._following.papers()
        return np.concatenate([positions, more]), np.concatenate([scores, their_scores])

    @cached_property
    def highlighter(self) -> Highlighter:
        """Finds the words of the query in any text."""
        return self._highlight()

    def among(self, kept: npt.NDArray[np.bool_]) -> "SearchResults":
        """Return some of the papers.

        Args:
            kept: whether each paper is one of them; bool, one a paper or fewer;
                the others are not.
        """
        at = np.flatnonzero(kept)
        return SearchResults(
            self.positions[at], self.scores[at], lambda: self.highlighter, ranked=self.ranked
        )

    def first(self, count: int | None) -> "SearchResults":
        """Return the best papers, so many at most; all of them for None."""
        if count is None or count >= len(self):
            return self
        positions, scores = self._papers if count <= len(self._papers[0]) else self._every
        return SearchResults(
            positions[:count], scores[:count], lambda: self.highlighter, ranked=self.ranked
        )

    def then(self, others: "SearchResults") -> "SearchResults":
        """Return these papers, and after them others, if they are not among these."""
        others = others.among(~np.isin(others.positions, self.positions))
        if not len(others):
            return self
        above = max(0.0, 1.0 + float(others.scores[0] - self.scores[-1])) if len(self) else 0.0
        return SearchResults(
            np.concatenate([self.positions, others.positions]),
            np.concatenate([self.scores + np.float32(above), others.scores]),
            lambda: Highlighter.of([self.highlighter, others.highlighter]),
            ranked=True,
        )


def combined(results: Sequence[SearchResults]) -> SearchResults:
    """Return the papers of several searches; the best of each search count alike."""
    ranked = any(one.ranked for one in results)
    positions = np.concatenate([one.positions for one in results])
    scores = np.concatenate(
        [one.scores / max(float(one.scores.max(initial=0)), 1e-9) for one in results]
    ).astype(np.float32)
    order = np.lexsort((positions, -scores))
    positions, scores = positions[order], scores[order]
    _, first = np.unique(positions, return_index=True)
    first.sort()
    return SearchResults(
        positions[first],
        scores[first],
        lambda: Highlighter.of([one.highlighter for one in results]),
        ranked=ranked,
    )
