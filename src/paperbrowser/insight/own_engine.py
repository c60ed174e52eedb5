"""Our own index of a list of papers as the engine that searches it."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from paperbrowser.papers.marks import Marks
from paperbrowser.papers.model import Paper
from paperbrowser.papers.sorting import Order
from paperbrowser.search.engine import CountedFacets, Found, Near
from paperbrowser.search.query import Query, parse
from paperbrowser.search.several_names import with_all_names
from paperbrowser.search.summary import Summary
from paperbrowser.search.view import Catalogue

if TYPE_CHECKING:
    from paperbrowser.insight.counts import FacetTable
    from paperbrowser.search.index import SearchIndex


class OwnEngine:
    """Searches the papers of a catalogue; positions are those of the catalogue.

    The values of facets are taken when they are first asked for; those of marks when marks change.
    """

    def __init__(self, catalogue: Catalogue, index: "SearchIndex") -> None:
        """Search a catalogue.

        Args:
            catalogue: the papers and their marks.
            index: of the same papers.
        """
        self._catalogue = catalogue
        self._index = index
        self._table: tuple[FacetTable, Sequence[Marks]] | None = None

    def find(
        self,
        query: Query,
        limit: int | None = None,
        facets: Collection[str] = (),
        *,
        order: Order | None = None,  # noqa: ARG002 - the catalogue sorts
    ) -> Found:
        """Find the papers of a query; see `Engine`."""
        self._index.marks = self._catalogue.marks
        self._index.texts, self._index.in_texts = self._catalogue.texts, self._catalogue.in_texts
        results = self._index.find(query)
        counts = self._counted(query.text, facets) if facets else {}
        return Found(results.first(limit), len(results), True, counts)

    def summary(self, query: Query) -> Summary:
        """Return what the papers of a query amount to."""
        from paperbrowser.insight.summary import SummaryOfPapers

        catalogue = self._catalogue
        positions = self.find(query).results.positions.tolist()
        hidden = frozenset() if query.shows_hidden else catalogue.hidden
        papers = [catalogue.papers[at] for at in positions if at not in hidden]
        return SummaryOfPapers(papers, catalogue.profile.name, catalogue.heads)

    def cancel(self) -> None:
        """Do nothing: an answer takes milliseconds."""

    def texts(self, positions: Sequence[int]) -> Sequence[Paper]:
        """Return the papers at some positions."""
        return [self._catalogue.papers[at] for at in positions]

    def near_words(self, word: str, count: int = 3) -> Sequence[str]:
        """Return up to `count` spellings that `word` may be a misspelling of, the likeliest first."""
        return self._index.near_words(word, count)

    def similar(self, position: int, most: int) -> Sequence[Near]:
        """Return up to `most` papers near one, nearest first."""
        from paperbrowser.insight.similar import Neighbours

        return Neighbours(self._catalogue.papers, self._index).near(position, most)

    def _counted(self, query: str, facets: Collection[str]) -> CountedFacets:
        from paperbrowser.insight.counts import FacetTable

        catalogue = self._catalogue
        profile, hidden = catalogue.profile, catalogue.hidden
        if self._table is None:
            table = FacetTable(catalogue.papers, catalogue.marks, profile.name, catalogue.heads)
        elif self._table[0].heads != catalogue.heads:
            table = self._table[0].with_heads(catalogue.heads).with_marks(catalogue.marks)
        elif self._table[1] is not catalogue.marks:
            table = self._table[0].with_marks(catalogue.marks)
        else:
            table = self._table[0]
        self._table = (table, catalogue.marks)

        def find(text: str) -> Sequence[int]:
            asked = with_all_names(parse(text, profile.since, profile.name), catalogue.heads)
            positions: list[int] = self._index.find(asked).positions.tolist()
            if hidden and not asked.shows_hidden:
                return [at for at in positions if at not in hidden]
            return positions

        return table.count(query, find, names=facets)
