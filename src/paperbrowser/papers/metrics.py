"""Citation metrics computed from a list of papers: total and h-index. Pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass

from paperbrowser.papers.model import Paper


@dataclass(frozen=True, slots=True)
class Metrics:
    """Metrics of a list of papers.

    Attributes:
        papers: the number of papers.
        citations: the sum of their citations.
        h_index: the largest number h of papers with at least h citations each.

    Citations and h-index are None where fewer than half of the papers have a count: they would be too small.
    """

    papers: int
    citations: int | None
    h_index: int | None


def computed(papers: Iterable[Paper]) -> Metrics:
    """Return the metrics of `papers`.

    >>> computed(Paper(title="", citations=count) for count in (10, 8, 5, 4, 3))
    Metrics(papers=5, citations=30, h_index=4)
    """
    listed = [paper.citations for paper in papers]
    known = sorted((count for count in listed if count is not None), reverse=True)
    if not known or 2 * len(known) < len(listed):
        return Metrics(len(listed), None, None)
    h_index = sum(count >= rank for rank, count in enumerate(known, 1))
    return Metrics(len(listed), sum(known), h_index)
