"""What can be counted from the papers that are listed, beside what a profile claims. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from paperbrowser.papers.model import Paper


@dataclass(frozen=True, slots=True)
class Metrics:
    """Numbers of a list of papers.

    Citations and h-index are None where fewer than half of the papers tell their citations: of a bibliography
    with counts here and there, they would say nothing.
    """

    papers: int
    citations: int | None
    h_index: int | None


def computed(papers: Iterable[Paper]) -> Metrics:
    """Count the papers, their citations, and how many have at least as many citations as there are such."""
    listed = [paper.citations for paper in papers]
    told = sorted((count for count in listed if count is not None), reverse=True)
    if not told or 2 * len(told) < len(listed):
        return Metrics(len(listed), None, None)
    h_index = sum(count >= rank for rank, count in enumerate(told, 1))
    return Metrics(len(listed), sum(told), h_index)
