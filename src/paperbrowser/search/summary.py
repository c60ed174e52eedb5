"""The numbers that papers amount to: how many a year, of which kind, where, with whom, cited how often.

They are counted from a list of papers, or by a server that has too many for a list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Tally:
    """Values with their numbers of papers.

    Attributes:
        counts: most papers first, or years and months in order.
        known: the papers that have a value.
    """

    counts: Mapping[str, int]
    known: int


@dataclass(frozen=True, slots=True)
class YearParts:
    """Papers a year, in parts such as kinds.

    Attributes:
        years: from the first to the last, without gaps.
        parts: most papers first; "" for papers without one.
        counts: for each part the number of papers of each year.
    """

    years: tuple[int, ...]
    parts: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class YearFacts:
    """The papers of a year of publication.

    Attributes:
        year: the year.
        papers: how many there are.
        with_code: those with code.
        counted: those whose citations are known.
        citations: the sum of these.
        scored: those with a score.
        score: the median score; None without any.
    """

    year: int
    papers: int
    with_code: int
    counted: int
    citations: int
    scored: int
    score: float | None


@dataclass(frozen=True, slots=True)
class Trend:
    """A word of titles, in recent years and before.

    Attributes:
        word: folded.
        recent: the papers of recent years that have it.
        before: those of the years before.
        share: of the papers of recent years, 0 to 1.
        share_before: of the papers before.
    """

    word: str
    recent: int
    before: int
    share: float
    share_before: float


@dataclass(frozen=True, slots=True)
class Trends:
    """Words of titles that rise and fall; empty where the papers are of too few years.

    Attributes:
        since: the first of the recent years; None if no paper has a date.
        rising: the clearest first.
        falling: likewise.
    """

    since: int | None
    rising: tuple[Trend, ...] = ()
    falling: tuple[Trend, ...] = ()


class Summary(Protocol):
    """Numbers of papers. A paper without a fact is counted nowhere in the numbers of that fact."""

    @property
    def papers(self) -> int:
        """The number of papers."""

    @property
    def exact(self) -> bool:
        """Whether the papers were counted; if not, their number is an estimate."""

    @property
    def estimates(self) -> Mapping[str, str]:
        """A remark on each of the numbers below that is an estimate: "of a sample of 20,000 papers"."""

    @property
    def cut_short(self) -> int:
        """The papers whose authors the source cut short."""

    @property
    def years(self) -> tuple[YearFacts, ...]:
        """The facts of each year, the first year first."""

    @property
    def kinds_by_year(self) -> YearParts:
        """Papers a year by kind of publication."""

    @property
    def categories_by_year(self) -> YearParts:
        """Papers a year by category."""

    @property
    def kinds(self) -> Mapping[str, int]:
        """Papers by kind of publication, most papers first."""

    @property
    def categories(self) -> Mapping[str, int]:
        """Papers by category, most papers first."""

    @property
    def topics(self) -> Mapping[str, int]:
        """Papers by keyword or topic, most papers first."""

    @property
    def venues(self) -> Mapping[str, int]:
        """Papers by venue, most papers first."""

    @property
    def coauthors(self) -> Mapping[str, int]:
        """Papers by co-author, most papers first."""

    @property
    def affiliations(self) -> Mapping[str, int]:
        """Papers by affiliation, most papers first."""

    @property
    def trends(self) -> Trends:
        """Words of titles that rise and fall."""
