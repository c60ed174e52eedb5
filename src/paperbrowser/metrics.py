"""What can be counted from the papers themselves, where a source states no metrics or other ones. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from paperbrowser.model import Paper


class Metrics(NamedTuple):
    """Counted from papers; None where no paper tells its citations.

    Attributes:
        papers: how many there are.
        citations: of all of them together.
        h_index: the largest h such that h of them are cited h times or more.
    """

    papers: int
    citations: int | None
    h_index: int | None


def computed(papers: Sequence[Paper]) -> Metrics:
    """The metrics of `papers`; those that tell no citations count as papers only."""
    counts = [paper.citations for paper in papers if paper.citations is not None]
    if not counts:
        return Metrics(len(papers), None, None)
    counts.sort(reverse=True)
    h_index = next((h for h, count in enumerate(counts) if count <= h), len(counts))
    return Metrics(len(papers), sum(counts), h_index)
