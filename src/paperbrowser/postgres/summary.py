"""The numbers of the papers of a library or of a query there, made of those that the server counted."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from paperbrowser.insight import statistics
from paperbrowser.papers.categories import short
from paperbrowser.papers.display import count_of_papers
from paperbrowser.postgres.counting import Cell, Counted
from paperbrowser.search.summary import Trends, YearFacts, YearParts

_FACETS = {
    "topics": "topic",
    "venues": "venue",
    "coauthors": "coauthor",
    "affiliations": "affiliation",
    "years": "year",
    "kinds": "kind",
    "categories": "category",
}


@dataclass(frozen=True, slots=True)
class CountedSummary:
    """The numbers of papers that a server has; see `Summary`."""

    papers: int
    exact: bool
    estimates: Mapping[str, str]
    cut_short: int
    years: tuple[YearFacts, ...]
    kinds_by_year: YearParts
    categories_by_year: YearParts
    kinds: Mapping[str, int]
    categories: Mapping[str, int]
    topics: Mapping[str, int]
    venues: Mapping[str, int]
    coauthors: Mapping[str, int]
    affiliations: Mapping[str, int]
    trends: Trends


def summary_of(counted: Counted, *, exact: bool) -> CountedSummary:
    """Return what papers amount to.

    Args:
        counted: their numbers.
        exact: whether they are those of the query and no others.
    """
    cells = counted.cells
    dated: dict[int, Cell] = {}
    for (year, _, _), cell in cells.items():
        if year is not None:
            known = dated.get(year)
            dated[year] = cell if known is None else known.plus(cell)
    return CountedSummary(
        papers=counted.papers,
        exact=exact and (not counted.sampled or "year" in counted.exact),
        estimates=_estimates(counted),
        cut_short=sum(cell.cut_short for cell in cells.values()),
        years=_years(counted, dated),
        kinds_by_year=_parts(((kind, year), cell) for (year, kind, _), cell in cells.items()),
        categories_by_year=_parts(
            ((short(category), year), cell) for (year, _, category), cell in cells.items()
        ),
        kinds=_of_cells((kind, cell) for (_, kind, _), cell in cells.items()),
        categories=_of_cells((short(category), cell) for (_, _, category), cell in cells.items()),
        topics=_tally(counted, "topic"),
        venues=_tally(counted, "venue"),
        coauthors=_tally(counted, "coauthor"),
        affiliations=_tally(counted, "affiliation"),
        trends=statistics.trends_of(
            (year, title) for year, _, title in counted.titles if year is not None
        ),
    )


def _estimates(counted: Counted) -> dict[str, str]:
    if not counted.sampled:
        return {}
    remark = f"estimated from a sample of {count_of_papers(counted.sampled)}"
    named = {name: remark for name, facet in _FACETS.items() if not counted.is_exact(facet)}
    # Titles and scores are of the sample alone.
    return {**named, "scores": remark, "trends": remark}


def _years(counted: Counted, dated: Mapping[int, Cell]) -> tuple[YearFacts, ...]:
    scores: dict[int, list[float]] = {}
    for year, score, _ in counted.titles:
        if year is not None and score is not None:
            scores.setdefault(year, []).append(score)
    return tuple(
        YearFacts(
            year=year,
            papers=dated[year].papers,
            with_code=dated[year].with_code,
            counted=dated[year].counted,
            citations=dated[year].citations,
            scored=len(scores.get(year, ())),
            score=median(scores[year]) if year in scores else None,
        )
        for year in sorted(dated)
    )


def _parts(cells: Iterable[tuple[tuple[str, int | None], Cell]]) -> YearParts:
    found: Counter[tuple[str, int]] = Counter()
    for (name, year), cell in cells:
        if year is not None:
            found[name, year] += cell.papers
    return statistics.in_parts(found)


def _of_cells(cells: Iterable[tuple[str, Cell]]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for name, cell in cells:
        if name:
            found[name] += cell.papers
    return _most_first(found)


def _tally(counted: Counted, facet: str) -> dict[str, int]:
    named: dict[str, int] = {}
    for text, papers in _most_first(counted.values.get(facet, Counter())).items():
        written = counted.written(facet, text)
        named[written if written not in named else text] = papers
    return named


def _most_first(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
