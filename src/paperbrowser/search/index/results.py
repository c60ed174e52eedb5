"""The results of a search: the papers found, and a highlighter for their texts."""

from collections.abc import Callable, Sequence
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


class SearchResults:
    """The papers that a query finds.

    Attributes:
        positions: of the papers, best first; int64.
        scores: of the papers; float32, as long as `positions`.
        ranked: whether the query has words to rank by; without, positions are in the papers' own order.
    """

    def __init__(
        self,
        positions: npt.NDArray[np.int64],
        scores: npt.NDArray[np.float32],
        highlight: Callable[[], Highlighter],
        *,
        ranked: bool,
    ) -> None:
        """Keep the results.

        Args:
            positions: see the attributes.
            scores: see the attributes.
            highlight: makes the highlighter when it is first needed.
            ranked: see the attributes.
        """
        self.positions = positions
        self.scores = scores
        self.ranked = ranked
        self._highlight = highlight

    def __len__(self) -> int:
        return len(self.positions)

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
        return SearchResults(
            self.positions[:count],
            self.scores[:count],
            lambda: self.highlighter,
            ranked=self.ranked,
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
