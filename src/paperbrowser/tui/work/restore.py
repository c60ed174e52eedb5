"""Go back to where the user was in a profile, and record that place while they read.

After each frame the place is compared with the last one; a new one is written within two
seconds, in a thread. While nothing changes, nothing is written.
"""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from paperbrowser.library import session
from paperbrowser.library.session import SessionPlace
from paperbrowser.papers.model import Paper
from paperbrowser.papers.sorting import Order
from paperbrowser.tui.host import Host, PaperScreen

if TYPE_CHECKING:
    from textual.timer import Timer

_SOON = 1.5  # seconds; with the writing itself, a killed process loses less than two
_PATIENCE_AT_END = 0.2  # seconds to wait at the end for another session that writes


class PlaceKeeper:
    """The user's place in each profile that is opened."""

    def __init__(self, host: Host, *, active: bool, opening: Order) -> None:
        """Record places for `host`.

        Args:
            host: the app.
            active: whether the user wants places restored and recorded.
            opening: the order in which a profile opens without a recorded place.
        """
        self._host = host
        self._active = active
        self._opening = opening
        self._screen: PaperScreen | None = None
        self._profile: Path | None = None
        self._place: SessionPlace | None = None  # as last seen
        self._written: tuple[Path, SessionPlace] | None = None
        self._writing = Lock()
        self._timer: Timer | None = None

    @property
    def opening(self) -> Order:
        """The order in which a profile opens without a recorded place."""
        return self._opening

    def place_in(self, profile: Path) -> SessionPlace | None:
        """Return the recorded place in `profile`, if it is to be restored."""
        if self._active:
            with suppress(session.UnreadableError):  # said when the app opened
                return session.place_in(profile)
        return None

    def follow(self, screen: PaperScreen, profile: Path, place: SessionPlace | None) -> None:
        """Restore a place and record the places in `profile` from now on.

        Its query is put into the search line; `search` searches for it.

        Args:
            screen: shows the profile.
            profile: path of its file.
            place: where to go; None stays at the start.
        """
        if place is not None:
            _restore(screen, place)
        self._screen, self._profile, self._place = screen, profile, place

    def pause(self) -> None:
        """Stop recording until `follow`, because the screen goes to another profile."""
        self.look()
        self.write()
        self._screen = None

    def search(self) -> None:
        """Search for the query of the restored place."""
        if self._screen is not None and self._place is not None and self._place.query:
            paper = _paper(self._screen, self._place)
            self._screen.search_for(self._place.query, paper, self._place.line)

    def look(self) -> None:
        """Compare the place with the one last written; write a new one soon."""
        screen = self._screen
        if not self._active or screen is None:
            return
        self._place = _place(screen, self._opening)
        if (self._profile, self._place) != self._written and self._timer is None:
            self._timer = self._host.set_timer(_SOON, self._write_in_thread)

    def _write_in_thread(self) -> None:
        self._timer = None
        if self._screen is not None:
            self._host.run_worker(self.write, group="session", thread=True)

    def write(self, patience: float = _PATIENCE_AT_END) -> None:
        """Write the place as last seen, unless it is written already."""
        with self._writing:
            if not self._active or self._profile is None or self._place is None:
                return
            now = (self._profile, self._place)
            if now != self._written:
                session.save(*now, patience)
                self._written = now


def _place(screen: PaperScreen, opening: Order) -> SessionPlace:
    panes, view = screen.panes, screen.view
    papers = panes.list
    return SessionPlace(
        query=screen.search_text.strip(),
        order=None if view.order == opening else view.order,
        search_order=view.chosen_search_order,
        paper=view.catalogue.lasting_id(papers.rows[papers.cursor]) if papers.rows else "",
        line=papers.cursor - papers.top,
        scrolled=panes.detail.top,
        zoomed=panes.zoomed,
        in_detail=panes.in_detail,
        facets=panes.column is not None,
    )


def _paper(screen: PaperScreen, place: SessionPlace) -> Paper | None:
    catalogue = screen.view.catalogue
    position = catalogue.position(place.paper)
    return None if position is None else catalogue.papers[position]


def _restore(screen: PaperScreen, place: SessionPlace) -> None:
    panes = screen.panes
    if panes.list.cursor or screen.search_text:  # the user has moved on meanwhile
        return
    view = screen.view.cleared()
    if place.search_order is not None:
        view = replace(view, search_order=place.search_order)
    view = replace(view, order=place.order or view.order)
    if place.query:
        view = view.asked(place.query)
    screen.put_search(place.query)
    panes.zoomed = place.zoomed
    if place.facets:
        panes.open_column()  # counted when the view is put
    screen.put_view(view, _paper(screen, place))
    panes.list.scroll_to_row(panes.list.cursor - place.line)
    panes.detail.start_at(place.scrolled)
    if place.in_detail and panes.list.paper is not None:
        screen.set_focus(panes.detail)
