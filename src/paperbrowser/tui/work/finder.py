"""Runs searches for the screen: at once where that is quick, else beside it, dropping what is stale.

The search itself is loaded when the reader goes to the search line, not before.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.worker import get_current_worker

from paperbrowser.search.view import Catalogue
from paperbrowser.tui.work.progress import Stopped, progress

if TYPE_CHECKING:
    from paperbrowser.search.completion import Facets
    from paperbrowser.search.index import SearchIndex
    from paperbrowser.search.index.results import Found
    from paperbrowser.search.no_results import Nothing
    from paperbrowser.search.query import Query

_AT_ONCE = 5_000  # papers; so many are searched faster than a thread is started
_COUNTED_AT_ONCE = 400  # papers


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found; `nothing` says why, if it found nothing."""

    query: "Query"
    found: "Found"
    nothing: "Nothing | None" = None


class Finder:
    """Finds papers of one catalogue.

    Args:
        screen: whose workers search.
        catalogue: what is searched.
        source: the file that its papers were read from.
        as_of: the day that the reading was told.
        found: is called with each answer; for a query that was followed by another before it was
            answered, it is not called.
        progress: is called with the part of the index that is built, and with None when it is ready.
    """

    def __init__(
        self,
        screen: Screen[None],
        catalogue: Catalogue,
        source: Path,
        as_of: datetime.date | None,
        *,
        found: Callable[[Answer], None],
        progress: Callable[[float | None], None],
    ) -> None:
        self._screen = screen
        self._catalogue = catalogue
        self._source = source
        self._as_of = as_of
        self._found = found
        self._progress = progress
        self._index: SearchIndex | None = None
        self._building = False
        self._waiting: Query | None = None
        self._facets: Facets | None = None
        self._counting = False

    @property
    def large(self) -> bool:
        """Whether building an index takes long enough to start before it is asked for."""
        return len(self._catalogue) > _AT_ONCE

    def prepare(self) -> None:
        """Open or build the index, beside the screen."""
        if self._index is None and not self._building:
            self._building = True
            self._screen.run_worker(self._build, group="index", exclusive=True, thread=True)

    def find(self, text: str) -> None:
        """Answer the query `text`, now or later."""
        from paperbrowser.search.query import parse

        query = parse(text, self._catalogue.profile.since)
        if self._index is None:
            self._waiting = query
            self.prepare()
        elif self.large:
            self._waiting = query
            self._screen.run_worker(self._search, group="search", exclusive=True, thread=True)
        else:
            self._waiting = None
            self._found(_answer(self._index, query))

    def facets(self) -> "Facets | None":
        """Which values the papers have; None while they are counted."""
        if self._facets is None and not self._counting:
            self._counting = True
            if len(self._catalogue) <= _COUNTED_AT_ONCE:
                self._count()
            else:
                self._screen.run_worker(self._count, group="facets", exclusive=True, thread=True)
        return self._facets

    def _count(self) -> None:
        from paperbrowser.search.completion import Facets

        profile = self._catalogue.profile
        self._facets = Facets.of(profile.papers, profile.since)

    def forget(self) -> None:
        """Drop the query that waits for its answer, if one does."""
        self._waiting = None

    def _search(self) -> None:
        query, index = self._waiting, self._index
        if query is None or index is None:
            return
        answer = _answer(index, query)
        if not get_current_worker().is_cancelled:
            self._screen.app.call_from_thread(self._take, answer)

    def _take(self, answer: Answer) -> None:
        if answer.query is self._waiting:
            self._waiting = None
            self._found(answer)

    def _build(self) -> None:
        from paperbrowser.search.cache import index_for

        report = progress(self._screen.app, self._progress)
        try:
            index = index_for(
                self._catalogue.papers, self._source, as_of=self._as_of, progress=report
            )
        except Stopped:
            return
        if not get_current_worker().is_cancelled:
            self._screen.app.call_from_thread(self._built, index)

    def _built(self, index: "SearchIndex") -> None:
        self._index = index
        self._building = False
        self._progress(None)
        if self._waiting is not None:
            self.find(self._waiting.text)


def _answer(index: "SearchIndex", query: "Query") -> Answer:
    found = index.find(query)
    if len(found):
        return Answer(query, found)
    from paperbrowser.search.no_results import explain

    return Answer(query, found, explain(index, query))
