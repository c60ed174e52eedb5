"""The rows of a library's list that are not here: fetched in a thread as the cursor comes near them.

The keys never wait for them. A move that ends at the last row that is here goes on when others have come.
"""

from asyncio import Event
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from paperbrowser.formats.result import ReadError
from paperbrowser.papers.model import Paper
from paperbrowser.search.view import Catalogue, View
from paperbrowser.search.window import Window, WindowPage
from paperbrowser.tui.host import Host, PaperScreen

if TYPE_CHECKING:
    from paperbrowser.search.engine import ListEngine

T = TypeVar("T")

MOST = 600  # rows that are kept; at least a third of them on either side of the cursor
NEAR = 100  # rows to the end of those that are here, from which on others are fetched
_FARTHEST = 10_000  # the number of the last row that is gone to by its number
_MOST_OWED = 200  # rows that a move goes on by when others have come
_ANY_NUMBER = 10**9
_AGAIN = 5.0  # seconds until a server that was away is asked again


class RowsScreen(PaperScreen, Protocol):
    """The browser screen, whose rows may be of a library."""

    @property
    def keeps_rows(self) -> bool:
        """Whether no row may be dropped, because a range is being selected."""

    def put_rows(self, view: View) -> None:
        """Show other rows of the same list around the paper under the cursor, which stays where it is."""

    def show_place(self) -> None:
        """Show where in the list the cursor is, and whether rows are being fetched."""


class RowsBeyond:
    """Fetches the rows around those that are here."""

    def __init__(self, host: Host, screen: RowsScreen) -> None:
        """Fetch rows for a screen.

        Args:
            host: runs the threads.
            screen: shows the rows.
        """
        self._host = host
        self._screen = screen
        self._fetching: Window | None = None  # whose neighbours are being fetched
        self._going: object = None  # stands for the way to another place of the list
        self._owed = 0  # rows that the last move has still to go
        self._away = False

    @property
    def sign(self) -> str:
        """Words to show while the user waits for rows; else empty."""
        return "fetching more…" if self._owed or self._going else ""

    def begin(self) -> None:
        """Take note of another list, in which no move has still to go on."""
        self._owed = 0
        self.look()

    def look(self) -> None:
        """Fetch the rows below or above those that are here if the cursor is near them."""
        window = self._window
        if window is None or self._fetching is window or self._screen.view.pending:
            return
        papers = self._screen.panes.list
        below = window.tail is not None and len(papers.rows) - papers.cursor <= NEAR
        above = window.head is not None and papers.cursor < NEAR
        if below or above:
            self._fetching = window
            forward = below and not (above and self._owed < 0)
            self._run(
                lambda engine: engine.page(window, forward=forward),
                partial(self._came, window, forward=forward),
                lambda: self._fetching is window,
            )

    def moved(self) -> None:
        """Take note of where the cursor is now."""
        papers = self._screen.panes.list
        if 0 < papers.cursor < len(papers.rows) - 1:
            self._owed = 0
        self.look()

    def stopped(self, rows: int) -> None:
        """Take note that the cursor could not go so many rows further down, or up if that is less than 0."""
        window = self._window
        if window is None or (window.tail if rows > 0 else window.head) is None:
            return
        if abs(rows) > _MOST_OWED and window.above is not None:
            papers = self._screen.panes.list
            self.go_to_row(window.above + papers.cursor + rows)
            return
        if (rows > 0) != (self._owed > 0):
            self._owed = 0
        self._owed = max(-_MOST_OWED, min(self._owed + rows, _MOST_OWED))
        self.look()
        self._screen.show_place()

    # To another place

    def go_to_edge(self, *, end: bool) -> bool:
        """Go to the beginning or the end of the list; return False if that is here."""
        window = self._window
        if window is None or (window.tail if end else window.head) is None:
            return False
        self._go(window, None if end else 0, -1 if end else 0)
        return True

    def go_to_row(self, number: int) -> bool:
        """Go to the row with a number, from 0; return False if all rows of the list are here."""
        window = self._window
        if window is None or window.whole:
            return False
        number = max(0, number)
        if number > _FARTHEST and not (window.exact and number >= window.total - 1):
            self._host.say(f"a row is gone to by its number up to {_FARTHEST:,}")
            return True
        self._go(window, number if number <= _FARTHEST else None, number)
        return True

    def go_to(self, paper: Paper) -> None:
        """Put the cursor on a paper that is here, but perhaps not in the list."""
        screen = self._screen
        position, window = screen.view.catalogue.position(paper.id), self._window
        if window is None or position is None or position in window.positions:
            screen.put_view(screen.view, paper)
            return
        self._begin_going(window, lambda engine: engine.around(window, position), lambda _: paper)

    def _go(self, window: Window, place: int | None, row: int) -> None:
        """Go to another window of the list.

        Args:
            window: the one that is shown.
            place: the number of its row; None for the end of the list.
            row: the number of the row for the cursor, -1 for the last.
        """

        def look(engine: "ListEngine") -> Window | None:
            found = engine.window_at(window, place)
            return engine.window_at(window, None) if found is None else found

        def chosen(new: Window) -> Paper | None:
            papers = self._screen.view.catalogue.papers
            if row < 0 or new.tail is None or new.above is None:
                at = (
                    len(new.rows) - 1 if row < 0 else min(row - (new.above or 0), len(new.rows) - 1)
                )
            else:
                at = row - new.above
            return papers[new.positions[at]] if 0 <= at < len(new.rows) else None

        self._begin_going(window, look, chosen)

    def _begin_going(
        self,
        window: Window,
        look: "Callable[[ListEngine], Window | None]",
        chosen: Callable[[Window], Paper | None],
    ) -> None:
        this = self._going = object()
        self._owed = 0
        arrived = Event()
        self._host.hold_keys(arrived)  # those after this one are meant for the other place
        here = self._screen.panes.list.paper

        def went(catalogue: Catalogue, new: Window | None) -> None:
            arrived.set()
            if self._going is not this:
                return
            self._going = None
            view, now = self._screen.view, self._window
            same = now is not None and now.is_of_same_list(window) and catalogue is view.catalogue
            if new is None:
                self._host.say("that paper is not in this list")
            elif same and self._screen.panes.list.paper is here:  # else the user has moved on
                catalogue.take(None, whole=False)
                self._screen.put_view(view.with_window(new), chosen(new))
            self._screen.show_place()

        self._run(look, went, lambda: self._going is this)
        self._screen.show_place()

    # Asking

    @property
    def _window(self) -> Window | None:
        return self._screen.view.listed

    def _came(
        self, window: Window, catalogue: Catalogue, page: WindowPage, *, forward: bool
    ) -> None:
        if self._fetching is window:
            self._fetching = None
        view, papers = self._screen.view, self._screen.panes.list
        if catalogue is view.catalogue and view.listed is window:
            cursor = papers.rows[papers.cursor] if papers.rows else -1
            most = _ANY_NUMBER if self._screen.keeps_rows else MOST
            add = window.and_below if forward else window.and_above
            self._screen.put_rows(view.with_window(add(page, cursor, most)))
            owed = self._owed
            if owed and (owed > 0) == forward:
                self._owed = 0
                papers.move(owed)
        self._screen.show_place()
        self.look()

    def _run(
        self,
        look: "Callable[[ListEngine], T]",
        then: Callable[[Catalogue, T], None],
        wanted: Callable[[], bool],
    ) -> None:
        """Ask the server in a thread.

        Args:
            look: asks it.
            then: takes the catalogue and the answer.
            wanted: whether somebody waits for the answer still.
        """
        catalogue = self._screen.view.catalogue
        engine = catalogue.engine
        if engine is None:
            return

        def work() -> None:
            try:
                found = look(engine)
            except ReadError as error:
                self._host.call_from_thread(failed, error)
            else:
                self._host.call_from_thread(answered, found)

        def answered(found: T) -> None:
            if self._away:
                self._away = False
                self._host.say("the library answers again")
            then(catalogue, found)

        def failed(error: ReadError) -> None:
            if not wanted():
                return
            if error.code == "unreachable":
                if not self._away:
                    self._away = True
                    self._host.say(str(error), error=True)
                self._host.set_timer(_AGAIN, again)
            else:
                self._fetching = self._going = None
                self._owed = 0
                if error.code != "cancelled":  # by a letter typed meanwhile
                    self._host.say(str(error), error=True)
            self._screen.show_place()

        def again() -> None:
            if wanted() and catalogue is self._screen.view.catalogue:
                self._host.run_worker(work, group="rows", thread=True)

        self._host.run_worker(work, group="rows", thread=True)
