"""Runs searches for the screen: at once where that is quick, else beside it, dropping what is stale."""

from collections.abc import Callable, Sequence

from textual.screen import Screen
from textual.worker import get_current_worker

from paperbrowser.search import SearchIndex
from paperbrowser.view import Catalogue

_AT_ONCE = 5_000  # papers; so many are searched faster than a thread is started

Found = Callable[[str, Sequence[int]], None]


class _Stopped(Exception):  # noqa: N818 - not an error: another profile came
    """Ends the building of an index that nobody waits for."""


class Finder:
    """Finds papers of one catalogue.

    `found` is called with the query and the positions of its hits, best first; for a query that was followed
    by another before it was answered, it is not called.
    """

    def __init__(self, screen: Screen[None], catalogue: Catalogue, found: Found) -> None:
        self._screen = screen
        self._catalogue = catalogue
        self._found = found
        self._index: SearchIndex | None = None
        self._waiting: str | None = None

    @property
    def ready(self) -> bool:
        """Whether an answer comes at once, or soon: the index is built, or quick to build."""
        return self._index is not None or len(self._catalogue) <= _AT_ONCE

    def prepare(self) -> None:
        """Build the index before it is asked for, if that is quickly done."""
        if self._index is None and len(self._catalogue) <= _AT_ONCE:
            self._start_building()

    def _start_building(self) -> None:
        self._screen.run_worker(self._build, group="index", exclusive=True, thread=True)

    def find(self, query: str) -> None:
        """Answer `query` through `found`, now or later."""
        if len(self._catalogue) <= _AT_ONCE:
            if self._index is None:
                self._index = SearchIndex.build(self._catalogue.papers)
            self._found(query, self._positions(self._index, query))
        else:
            self._waiting = query
            if self._index is None:
                self._start_building()
            else:
                self._screen.run_worker(self._search, group="search", exclusive=True, thread=True)

    def forget(self) -> None:
        """Drop the query that waits for its answer, if one does."""
        self._waiting = None

    @staticmethod
    def _positions(index: SearchIndex, query: str) -> list[int]:
        return [hit.position for hit in index.search(query)]

    def _search(self) -> None:
        query, index = self._waiting, self._index
        if query is None or index is None:
            return
        found = self._positions(index, query)
        if not get_current_worker().is_cancelled:
            self._screen.app.call_from_thread(self._answer, query, found)

    def _answer(self, query: str, found: Sequence[int]) -> None:
        if query == self._waiting:
            self._waiting = None
            self._found(query, found)

    def _build(self) -> None:
        worker = get_current_worker()

        def progress(_done: int) -> None:
            if worker.is_cancelled:
                raise _Stopped

        try:
            index = SearchIndex.build(self._catalogue.papers, progress)
        except _Stopped:
            return
        self._screen.app.call_from_thread(self._built, index)

    def _built(self, index: SearchIndex) -> None:
        self._index = index
        if self._waiting is not None:
            self.find(self._waiting)
