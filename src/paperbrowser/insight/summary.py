"""The numbers of a list of papers, each counted when it is first asked for."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from paperbrowser.insight import statistics
from paperbrowser.papers.model import Paper
from paperbrowser.search.summary import Trends, YearFacts, YearParts


class SummaryOfPapers:
    """The numbers of a list of papers; see `Summary`."""

    exact = True
    estimates: Mapping[str, str] = {}

    def __init__(
        self, papers: Sequence[Paper], owner: str, heads: Mapping[str, str] | None = None
    ) -> None:
        """Count papers.

        Args:
            papers: the papers.
            owner: the researcher whose papers they are; no co-author.
            heads: by each name of a co-author who has several the one that they go by.
        """
        self._papers = papers
        self._owner = owner
        self._heads = heads

    @property
    def papers(self) -> int:
        """The number of papers."""
        return len(self._papers)

    @cached_property
    def cut_short(self) -> int:
        """The papers whose authors the source cut short."""
        return sum(paper.et_al for paper in self._papers)

    @cached_property
    def years(self) -> tuple[YearFacts, ...]:
        """The facts of each year, the first year first."""
        return statistics.facts_by_year(self._papers)

    @cached_property
    def kinds_by_year(self) -> YearParts:
        """Papers a year by kind of publication."""
        return statistics.parts_by_year(self._papers, "kind")

    @cached_property
    def categories_by_year(self) -> YearParts:
        """Papers a year by category."""
        return statistics.parts_by_year(self._papers, "category")

    @cached_property
    def kinds(self) -> Mapping[str, int]:
        """Papers by kind of publication, most papers first."""
        return statistics.by_kind(self._papers).counts

    @cached_property
    def categories(self) -> Mapping[str, int]:
        """Papers by category, most papers first."""
        return statistics.by_category(self._papers).counts

    @cached_property
    def topics(self) -> Mapping[str, int]:
        """Papers by keyword or topic, most papers first."""
        return statistics.by_topic(self._papers).counts

    @cached_property
    def venues(self) -> Mapping[str, int]:
        """Papers by venue, most papers first."""
        return statistics.by_venue(self._papers).counts

    @cached_property
    def coauthors(self) -> Mapping[str, int]:
        """Papers by co-author, most papers first."""
        return statistics.by_coauthor(self._papers, self._owner, self._heads).counts

    @cached_property
    def affiliations(self) -> Mapping[str, int]:
        """Papers by affiliation, most papers first."""
        return statistics.by_affiliation(self._papers).counts

    @cached_property
    def trends(self) -> Trends:
        """Words of titles that rise and fall."""
        return statistics.trends(self._papers)
