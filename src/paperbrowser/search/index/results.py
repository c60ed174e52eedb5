"""The results of a search: the papers found, and a highlighter for their texts."""

from collections.abc import Callable
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
