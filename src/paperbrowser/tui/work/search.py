"""The search of the browser screen: the query, the index in a thread, the answer, its messages.

Small profiles are searched in the key handler, because that is faster than starting a thread;
large ones in a thread. The index is built when the user goes to the search line, or at once for
a large profile.
"""

import asyncio
import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import Enum
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from textual.worker import get_current_worker

from paperbrowser.formats.result import ReadError, StoppedError
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Paper
from paperbrowser.search.view import Catalogue, View
from paperbrowser.tui import keys
from paperbrowser.tui.host import Host, PaperScreen
from paperbrowser.tui.work.progress import progress

if TYPE_CHECKING:
    from paperbrowser.search.completion import Completion, Facets
    from paperbrowser.search.engine import Engine, Found
    from paperbrowser.search.index import SearchIndex
    from paperbrowser.search.no_results import NoResults
    from paperbrowser.search.query import Query
    from paperbrowser.search.texts import TextWords

NEWS = "is:new"  # the query for what is new
_MOST_SERVED = 200  # papers that a server is asked for
_AGAIN = 5.0  # seconds until a server that was away is asked again
LARGE = 5_000  # papers; up to so many are searched faster than a thread is started
_COUNTED_AT_ONCE = 400  # papers; more are counted in a thread for the completions


class Stage(Enum):
    """The stage of a search.

    A query leads from any stage to ASKED, its answer from there to ANSWERED; clearing the search
    leads back to IDLE, or to BUILDING while the index is not ready.
    """

    IDLE = "no query, and no index being built"
    BUILDING = "no query, the index is being built"
    ASKED = "a query waits for the index or for its answer"
    ANSWERED = "the results are shown"


class _Before(NamedTuple):
    """The screen when the user went to the search line."""

    view: View
    paper: Paper | None
    top: int
    message: Sequence[str]
    problems: Sequence[str]


class _Answered(NamedTuple):
    """The results of a query, positions of the papers; `nothing` explains why there are none."""

    query: "Query"
    found: "Found"
    positions: Sequence[int]
    nothing: "NoResults | None" = None


class Search:
    """Searches the papers of a screen and shows the results there.

    Attributes:
        message: lines to show in place of an empty list.
        problems: sentences on parts of the query that were not understood.
        in_texts: whether a plain search looks in the full texts as well; see `look_in_texts`.
    """

    def __init__(self, host: Host, screen: PaperScreen, as_of: datetime.date | None) -> None:
        """Search for `screen`.

        Args:
            host: runs the threads.
            screen: shows the results.
            as_of: the day that was given for dates without a year, if any.
        """
        self.message: Sequence[str] = ()
        self.problems: Sequence[str] = ()
        self._host = host
        self._screen = screen
        self._as_of = as_of
        self._before: _Before | None = None
        self._keep: Paper | None = None
        self._line: int | None = None
        self._at: Paper | None = None  # the paper under the cursor when the query was asked
        self._finding = Lock()
        self._former = ""  # the query when the user went to the search line
        self._answered = asyncio.Event()  # set while no query waits for its answer
        self._answered.set()
        self.in_texts = False
        self._reading_texts = False
        self._is_new: bool | None = None  # whether what is typed replaces it; None before a change

    def look_in(self, catalogue: Catalogue, source: Path) -> None:
        """Search `catalogue`, read from the file `source`, from now on."""
        self._catalogue = catalogue
        catalogue.in_texts = self.in_texts
        self._source = source
        self._before = None
        self._engine: Engine | None = catalogue.engine
        self._away = False
        self._building = False
        self._waiting: list[Callable[[Engine], None]] = []
        self._query: Query | None = None  # the last one asked, until it is answered
        self._answered.set()
        self._facets: Facets | None = None
        self._counting = False

    @property
    def stage(self) -> Stage:
        """The stage of the search."""
        view = self._screen.view
        if view.searching:
            return Stage.ASKED if view.pending else Stage.ANSWERED
        return Stage.BUILDING if self._building else Stage.IDLE

    @property
    def large(self) -> bool:
        """Whether the profile is searched in a thread and its index built early."""
        return len(self._catalogue) > LARGE or self._catalogue.served

    # From the search line

    def begin(self, paper: Paper | None, top: int) -> None:
        """Remember the screen, with the cursor on `paper`, for `cancel`, and build the index."""
        self._before = _Before(self._screen.view, paper, top, self.message, self.problems)
        self._former, self._is_new = self._screen.view.query, None
        self.forget_texts()  # others may have been stored, by another session too
        self.prepare()

    def keep(self) -> None:
        """Keep the results: `cancel` has nothing to restore any more.

        Keys that were typed ahead are meant for the results, not for the list before them.
        """
        self._before = None
        if not self._answered.is_set():
            self._host.hold_keys(self._answered)

    def cancel(self) -> None:
        """Restore the screen of `begin`."""
        before, self._before = self._before, None
        if before is None:
            return
        self._give_up()
        self.message, self.problems = before.message, before.problems
        self._screen.put_search(before.view.query)
        self._screen.put_view(before.view, before.paper, before.top)
        if before.view.pending:  # its query was given up for the one that is cancelled
            self.search(before.view.query, before.paper)

    def typed(self, text: str) -> None:
        """Search for what is in the search line now.

        A new search puts the cursor on the best match. When the query from before is changed, or the user has
        gone to a paper, the cursor stays on the paper.
        """
        if self._is_new is None:
            self._is_new = not _refines(text, self._former)
        kept = self._screen.panes.list.paper
        self.search(text, None if self._is_new and text.strip() else kept)

    @property
    def view_before(self) -> View | None:
        """The view that `cancel` shows again."""
        return None if self._before is None else self._before.view

    def went(self) -> None:
        """Keep the cursor on the paper that the user has gone to."""
        self._is_new = False

    def search(self, text: str, keep: Paper | None, line: int | None = None) -> None:
        """Search for `text`, or show all papers if it is blank.

        Args:
            text: the query as typed.
            keep: the paper that gets the cursor if it is found; else the best match gets it.
            line: the line of the list that `keep` is shown on.
        """
        if not text.strip():
            self._forget()
            view = self._screen.view.cleared()
            self._screen.put_view(view, keep)
            window = self._catalogue.window
            if window is not None and (self._catalogue.outdated or window.order != view.order):
                self.ask_again(keep)
            return
        from paperbrowser.search.query import parse
        from paperbrowser.search.several_names import with_all_names

        self._keep, self._line, self._at = keep, line, self._screen.panes.list.paper
        profile = self._catalogue.profile
        asked = parse(text, profile.since, profile.name)
        query = self._query = with_all_names(asked, self._catalogue.heads)
        view = self._screen.view.asked(text.strip(), ranked=query.ranks)
        self._screen.show_asked(view)
        self._answered.clear()
        self._ask()

    def sort_again(self, keep: Paper | None) -> None:
        """Ask for the papers in the order that is in force now, where a server sorts them.

        Args:
            keep: the paper that keeps the cursor; None for the first.
        """
        if self._catalogue.served:
            self.ask_again(keep)

    def ask_again(self, keep: Paper | None, line: int | None = None) -> None:
        """Ask a server again for the papers that are shown; the arguments are as in `search`."""
        from paperbrowser.search.query import parse

        view = self._screen.view
        self._keep, self._line, self._at = keep, line, self._screen.panes.list.paper
        self._query = parse(view.query if view.searching else "")
        self._answered.clear()
        self._ask()

    def _forget(self) -> None:
        self._give_up()
        self.message, self.problems = (), ()

    def _give_up(self) -> None:
        """Wait for no answer any more."""
        self._query = None
        self._answered.set()

    # The answer

    def _ask(self) -> None:
        """Answer the query now, or in a thread, or when the index is built."""
        query, engine = self._query, self._engine
        if query is None:
            return
        if engine is None:
            self.prepare()
        elif (self.in_texts or query.asks_texts) and not self._catalogue.texts_known:
            self._read_texts()
        elif self.large:
            self._host.run_worker(self._find, group="search", exclusive=True, thread=True)
        else:
            self._show(self._answer(engine, query))

    def _find(self) -> None:
        query, engine = self._query, self._engine
        if query is None or engine is None:
            return
        engine.cancel()  # the query before this one
        with self._finding:
            if query is not self._query:
                return
            try:
                answer = self._answer(engine, query)
            except ReadError as error:
                if query is self._query:
                    self._host.call_from_thread(self._not_answered, query, error)
                return
        if not get_current_worker().is_cancelled:
            self._host.call_from_thread(self._show, answer)

    def _answer(self, engine: "Engine", query: "Query") -> _Answered:
        limit, order = None, None
        if self._catalogue.served:
            limit, view = _MOST_SERVED, self._screen.view
            order = view.order_in_force if query.text.strip() else view.order
        found = engine.find(query, limit, order=order)
        keep, window = self._keep, found.window
        if keep is not None and window is not None and self._catalogue.engine is not None:
            position = self._catalogue.position(keep.id)
            if position is not None and position not in window.positions:
                around = self._catalogue.engine.around(window, position)
                found = replace(found, window=around or window)
        positions = found.results.positions.tolist()  # here, as the screen must not wait for it
        if positions or not query.text.strip():
            return _Answered(query, found, positions)
        from paperbrowser.search.no_results import explain

        return _Answered(query, found, positions, explain(engine, query))

    def _not_answered(self, query: "Query", error: ReadError) -> None:
        """Say why a server gave no answer; ask it again in a while if it was away."""
        if query is not self._query:
            return
        away = error.code == "unreachable"
        if not self._away:
            self._host.say(str(error), error=True)
        self._away = away
        self._screen.show_asked(self._screen.view.unasked())
        self._answered.set()
        if away:
            self._host.set_timer(_AGAIN, partial(self._ask_if_wanted, query))
        else:
            self._give_up()

    def _ask_if_wanted(self, query: "Query") -> None:
        if query is self._query:
            self._ask()

    def _show(self, answer: _Answered) -> None:
        """Show an answer, unless another query was asked since."""
        if answer.query is not self._query:
            return
        self._give_up()
        query, found = answer.query, answer.found
        text = query.text.strip()
        if self._away:
            self._away = False
            self._host.say("the library answers again")
        if self._catalogue.served:
            self._screen.take_found(found, whole=not text)
        self.problems = query.problems
        self.message = nothing_found(text, answer.nothing, keys.named(self._host, "search.clear"))
        view = self._screen.view.cleared()
        if text:
            window = found.window
            view = self._screen.view.answered(
                answer.positions if window is None else window.positions,
                found.results.highlighter,
                ranked=query.ranks if self._catalogue.served else found.results.ranked,
                shows_hidden=query.shows_hidden,
                matching=_matching(found) if self._catalogue.served and window is None else "",
                window=window,
            )
        paper = self._screen.panes.list.paper
        if paper is not self._at:  # the user has moved on meanwhile
            self._keep, self._line = paper, None
        self._screen.put_view(view, self._keep, line=self._line)

    # Full texts

    def look_in_texts(self, on: bool) -> None:
        """Let a plain search look in the full texts as well, or no more; ask the query of now again."""
        self.in_texts = self._catalogue.in_texts = on
        view = self._screen.view
        if view.searching:
            self.search(view.query, self._screen.panes.list.paper)

    def forget_texts(self) -> None:
        """Look for texts anew when they are searched next, because some were stored."""
        self._catalogue.texts_known = False

    def _read_texts(self) -> None:
        """Bring the index of the texts up to date in a thread."""
        if not self._reading_texts:
            self._reading_texts = True
            self._host.run_worker(self._prepare_texts, group="texts", exclusive=True, thread=True)

    def _prepare_texts(self) -> None:
        from paperbrowser.texts.index import NO_TEXTS, TextIndexError, prepared

        catalogue, problem = self._catalogue, ""
        texts: TextWords = NO_TEXTS
        try:
            texts = prepared(
                catalogue.papers, progress(self._host, self._screen.show_search_progress)
            )
        except TextIndexError as error:
            problem = str(error)
        except StoppedError:
            self._reading_texts = False
            return
        if get_current_worker().is_cancelled:
            self._reading_texts = False
        else:
            self._host.call_from_thread(self._texts_read, catalogue, texts, problem)

    def _texts_read(self, catalogue: Catalogue, texts: "TextWords", problem: str) -> None:
        self._reading_texts = False
        self._screen.show_search_progress(None)
        catalogue.texts, catalogue.texts_known = texts, True
        if problem:
            self._host.say(problem, error=True)
        self._ask()

    # The index

    def prepare(self) -> None:
        """Open or build the index in a thread."""
        if self._engine is None and not self._building:
            self._building = True
            self._host.run_worker(self._build, group="index", exclusive=True, thread=True)

    def _build(self) -> None:
        from paperbrowser.search.cache import index_for

        catalogue = self._catalogue
        report = progress(self._host, self._screen.show_search_progress)
        left: list[Callable[[], None]] = []
        try:
            index = index_for(
                catalogue.papers,
                self._source,
                as_of=self._as_of,
                correction=catalogue.correction,
                progress=report,
                members=catalogue.members,
                later=left.append,
            )
        except StoppedError:
            return
        if not get_current_worker().is_cancelled:
            self._host.call_from_thread(self._built, catalogue, index)
            for work in left:
                work()

    def with_engine(self, action: "Callable[[Engine], None]") -> None:
        """Call a function with what searches the papers, as soon as the index is built."""
        if self._engine is not None:
            action(self._engine)
        else:
            self._waiting.append(action)
            self.prepare()

    def _built(self, catalogue: Catalogue, index: "SearchIndex") -> None:
        self._screen.show_search_progress(None)
        if catalogue is not self._catalogue:  # another profile was opened meanwhile
            return
        from paperbrowser.insight.own_engine import OwnEngine

        self._engine = OwnEngine(catalogue, index)
        self._building = False
        self._ask()
        waiting, self._waiting = self._waiting, []
        for action in waiting:
            self.with_engine(action)

    # Completions

    def facets(self) -> "Facets | None":
        """Return the values to complete with; None while they are counted."""
        if self._facets is None and not self._counting:
            self._counting = True
            if len(self._catalogue) <= _COUNTED_AT_ONCE:
                self._count()
            else:
                self._host.run_worker(self._count, group="facets", exclusive=True, thread=True)
        return self._facets

    def forget_facets(self) -> None:
        """Count the values anew when they are asked for, because marks have changed."""
        self._facets, self._counting = None, False

    def _count(self) -> None:
        from paperbrowser.search.completion import Facets

        catalogue = self._catalogue
        facets = Facets.of(catalogue.papers, catalogue.profile.since, catalogue.marks)
        facets = Facets({**facets.values, **catalogue.shared_values()})
        if catalogue is self._catalogue:
            self._facets = facets

    # Words

    def state(self, count: int) -> Sequence[str]:
        """Return the texts for the right of the search line, from the longest to the shortest.

        Args:
            count: number of papers shown.

        Returns:
            The first problem of the query, if there is one; else the order and the number of papers.
        """
        if self.problems:
            return [f"{self.problems[0]} · {count:,} found", self.problems[0]]
        view = self._screen.view
        return [f"sort: {view.words()}", view.words(), view.order_in_force.direction]


def _refines(text: str, former: str) -> bool:
    """Return whether a query is the former one with more or fewer words."""
    text = text.strip()
    # The first letter of a new query may be that of the former one by chance.
    return bool(former) and (former in text or (len(text) > 1 and text in former))


def _matching(found: "Found") -> str:
    """Return how many papers match, where more match than are shown."""
    if found.total <= len(found.results):
        return ""
    return f"{'' if found.exact else 'about '}{found.total:,}"


def no_papers(host: Host, catalogue: Catalogue) -> list[str]:
    """Return the message for a profile without papers, or that is not read yet, or could not be."""
    again, other = (keys.named(host, id_) for id_ in ("app.reload", "read.profiles"))
    if catalogue.failure:
        return [f"{catalogue.failure}.", f"{again} tries again, {other} chooses another profile."]
    if not catalogue.whole:
        return ["The papers are being read."]
    return [f"No papers here. {again} reads the file again, {other} chooses another profile."]


def nothing_found(query: str, nothing: "NoResults | None", clear: str) -> list[str]:
    """Return the message for a search without results, one sentence a line.

    Args:
        query: the text searched for.
        nothing: near spellings, and the number of papers without each filter.
        clear: the key that clears the search.
    """
    if query.strip() == NEWS:
        return [f"Nothing is new since the last update. {clear} shows all papers."]
    lines = [f"Nothing found for “{query}”. {clear} clears the search."]
    if nothing is not None:
        lines += [
            f"“{word}”: did you mean {' or '.join(spellings)}?"
            for word, spellings in nothing.nearest
        ]
        lines += [f"Without {text}: {count_of_papers(count)}." for text, count in nothing.without]
    return lines


def offered(offers: "Sequence[Completion]", key: str) -> str:
    """Return the completions that `key` goes through, on one line."""
    first, *others = offers
    further = "".join(f"  {offer.text}" for offer in others)
    return f"{key}: {first.text} ({first.about}){further}"
