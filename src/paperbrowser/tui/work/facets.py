"""The facets of the browser screen, counted in a thread and shown beside a wide list."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from paperbrowser.formats.result import ReadError
from paperbrowser.search.view import Catalogue
from paperbrowser.tui.host import Host, PaperScreen

if TYPE_CHECKING:
    from paperbrowser.search.engine import CountedFacets, Engine
    from paperbrowser.tui.widgets.facet_column import FacetColumn


class Searches(Protocol):
    """The search of the browser screen."""

    def with_engine(self, action: "Callable[[Engine], None]") -> None:
        """Call a function with what searches the papers, as soon as the index is built."""


class FacetCounts:
    """Counts the values of facets under queries in a thread, one query at a time."""

    def __init__(self, host: Host, screen: PaperScreen, search: Searches) -> None:
        """Count for a screen.

        Args:
            host: runs the threads.
            screen: has the papers, and the column.
            search: has what searches the papers.
        """
        self._host = host
        self._screen = screen
        self._search = search
        self._running: Catalogue | None = None  # whose values are being counted
        self._asked: tuple[str, Callable[[CountedFacets], None]] | None = None  # the next query

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

    def _show(self, counts: "CountedFacets") -> None:
        from paperbrowser.insight.facets import FACETS

        if (column := self._screen.panes.column) is not None:
            column.show(counts, {name: facet.title for name, facet in FACETS.items()})

    def choose(self, chosen: "FacetColumn.ValueChosen") -> None:
        """Put a choice into the query, and search for it."""
        from paperbrowser.insight.choices import toggled

        text = self._screen.search_text
        text = toggled(text, chosen.facet, chosen.text, exclude=chosen.exclude)
        self._screen.search_for(text, self._screen.panes.list.paper)

    # Counting

    def count(self, query: str, shown: "Callable[[CountedFacets], None]") -> None:
        """Count the values under a query.

        Args:
            query: its text.
            shown: takes the counts, unless another query is asked before they are known.
        """
        self._asked = (query, shown)
        if self._running is not (catalogue := self._screen.view.catalogue):
            # With another profile, what was begun for the one before has no end.
            self._running = catalogue
            self._search.with_engine(self._start)

    def _start(self, engine: "Engine") -> None:
        catalogue = self._screen.view.catalogue
        asked, self._asked = self._asked, None
        if asked is None:
            self._running = None
            return

        def work() -> None:
            counts = self._counted(catalogue, engine, asked[0])
            self._host.call_from_thread(self._counts_known, catalogue, counts, asked[1])

        self._host.run_worker(work, group="facet counts", thread=True)

    def _counts_known(
        self,
        catalogue: Catalogue,
        counts: "CountedFacets",
        shown: "Callable[[CountedFacets], None]",
    ) -> None:
        if self._running is not catalogue:
            return
        self._running = None
        if self._asked is not None:
            self._running = catalogue
            self._search.with_engine(self._start)
        elif catalogue is self._screen.view.catalogue:
            shown(counts)

    def _counted(self, catalogue: Catalogue, engine: "Engine", query: str) -> "CountedFacets":
        from paperbrowser.insight.facets import FACETS
        from paperbrowser.search.query import parse
        from paperbrowser.search.several_names import with_all_names

        profile = catalogue.profile
        asked = with_all_names(parse(query, profile.since, profile.name), catalogue.heads)
        try:
            return engine.find(asked, 0, FACETS).facets
        except ReadError:  # the search says why a server does not answer
            return {}
