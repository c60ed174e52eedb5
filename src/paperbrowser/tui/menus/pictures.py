"""The pictures of the papers shown. Imported when first opened."""

from collections.abc import Iterator, Sequence

from paperbrowser.insight import statistics
from paperbrowser.insight.choices import toggled
from paperbrowser.papers.display import count_of_papers, counted
from paperbrowser.papers.model import Paper
from paperbrowser.tui.screens.pictures import Bar, Picture

_MOST = 40  # bars of a picture that are not years


def pictures_of(papers: Sequence[Paper], owner: str, query: str) -> list[Picture]:
    """Return the pictures of papers, those without bars left out.

    Args:
        papers: those that the list shows.
        owner: the researcher whose papers they are.
        query: the text of the search line; the query of a bar adds its value to it.
    """
    return [one for one in _all(papers, owner, query) if one.bars]


def _all(papers: Sequence[Paper], owner: str, query: str) -> Iterator[Picture]:
    years = statistics.facts_by_year(papers)
    known = {one.year: one for one in years}
    span = range(min(known, default=0), max(known, default=-1) + 1)
    yield Picture(
        "Papers a year",
        [
            Bar(str(year), count, count_of_papers(count), _narrowed(query, "year", str(year)))
            for year in span
            for count in [known[year].papers if year in known else 0]
        ],
        upright=True,
    )
    yield Picture(
        "Citations by year of publication",
        [
            Bar(str(year), cited, counted(cited, "citation"), _narrowed(query, "year", str(year)))
            for year in span
            for cited in [known[year].citations if year in known else 0]
        ]
        if any(one.counted for one in years)
        else (),
        upright=True,
    )
    for title, facet, tally in (
        ("Categories", "category", statistics.by_category(papers)),
        ("Kinds of publication", "kind", statistics.by_kind(papers)),
        ("Venues", "venue", statistics.by_venue(papers)),
        ("Co-authors, by papers together", "coauthor", statistics.by_coauthor(papers, owner)),
    ):
        yield Picture(
            title,
            [
                Bar(label, count, count_of_papers(count), _narrowed(query, facet, label))
                for label, count in [*tally.counts.items()][:_MOST]
            ],
        )


def _narrowed(query: str, facet: str, value: str) -> str:
    return toggled(query, facet, value)
