"""The facets of the browser screen, counted in a thread and shown beside a wide list."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from paperbrowser.papers.marks import Marks
from paperbrowser.search.view import Catalogue
from paperbrowser.tui.host import Host, PaperScreen
from paperbrowser.tui.widgets.facet_column import FacetColumn

if TYPE_CHECKING:
    from paperbrowser.insight.counts import FacetTable, FacetValue
    from paperbrowser.search.index import SearchIndex

Counts = Mapping[str, "Sequence[FacetValue]"]


class Searches(Protocol):
    """The search of the browser screen."""

    def with_index(self, action: "Callable[[SearchIndex], None]") -> None:
        """Call a function with the index, as soon as it is built."""


class FacetCounts:
    """Counts the values of facets under queries, one query at a time.

    The values of the papers are taken once for a profile, in the thread; those of marks when marks change.
    """

    def __init__(self, host: Host, screen: PaperScreen, search: Searches) -> None:
        """Count for a screen.

        Args:
            host: runs the threads.
            screen: has the papers, and the column.
            search: has the index.
        """
        self._host = host
        self._screen = screen
        self._search = search
        self._table: FacetTable | None = None
        self._table_of: tuple[Catalogue, Sequence[Marks]] | None = None
        self._running: Catalogue | None = None  # whose values are being counted
        self._asked: tuple[str, Callable[[Counts], None]] | None = None  # the next query

    # The column

    def toggle(self) -> bool:
        """Open or close the column; return False where there is no room for one."""
        panes = self._screen.panes
        if panes.zoomed or not panes.fits_column:
            return False
        if panes.column is None:
            panes.enter(panes.open_column())
            self.follow()
        else:
            panes.close_column()
        return True

    def follow(self) -> None:
        """Count for the column anew, if there is one."""
        if self._screen.panes.column is not None:
            self.count(self._screen.search_text, self._show)

    def _show(self, counts: Counts) -> None:
        from paperbrowser.insight.facets import FACETS

        if (column := self._screen.panes.column) is not None:
            column.show(counts, {name: facet.title for name, facet in FACETS.items()})

    def choose(self, chosen: FacetColumn.ValueChosen) -> None:
        """Put a choice into the query, and search for it."""
        from paperbrowser.insight.choices import toggled

        text = self._screen.search_text
        text = toggled(text, chosen.facet, chosen.text, exclude=chosen.exclude)
        self._screen.search_for(text, self._screen.panes.list.paper)

    # Counting

    def count(self, query: str, shown: Callable[[Counts], None]) -> None:
        """Count the values under a query.

        Args:
            query: its text.
            shown: takes the counts, unless another query is asked before they are known.
        """
        self._asked = (query, shown)
        if self._running is not (catalogue := self._screen.view.catalogue):
            # With another profile, what was begun for the one before has no end.
            self._running = catalogue
            self._search.with_index(self._start)

    def _start(self, index: "SearchIndex") -> None:
        catalogue = self._screen.view.catalogue
        asked, self._asked = self._asked, None
        if asked is None:
            self._running = None
            return

        def work() -> None:
            counts = self._counted(catalogue, index, asked[0])
            self._host.call_from_thread(self._counts_known, catalogue, counts, asked[1])

        self._host.run_worker(work, group="facet counts", thread=True)

    def _counts_known(
        self, catalogue: Catalogue, counts: Counts, shown: Callable[[Counts], None]
    ) -> None:
        if self._running is not catalogue:
            return
        self._running = None
        if self._asked is not None:
            self._running = catalogue
            self._search.with_index(self._start)
        elif catalogue is self._screen.view.catalogue:
            shown(counts)

    def _counted(self, catalogue: Catalogue, index: "SearchIndex", query: str) -> Counts:
        from paperbrowser.insight.counts import FacetTable
        from paperbrowser.search.query import parse

        profile, marks = catalogue.profile, catalogue.marks
        hidden = catalogue.hidden
        known, table = self._table_of, self._table
        if table is None or known is None or known[0] is not catalogue:
            table = FacetTable(catalogue.papers, marks, profile.name)
        elif known[1] is not marks:
            table = table.with_marks(marks)
        self._table, self._table_of = table, (catalogue, marks)

        def find(text: str) -> Sequence[int]:
            asked = parse(text, profile.since, profile.name)
            positions: list[int] = index.find(asked).positions.tolist()
            if hidden and not asked.shows_hidden:
                return [at for at in positions if at not in hidden]
            return positions

        return table.count(query, find)
