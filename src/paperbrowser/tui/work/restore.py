"""Comes back to where the reader was in a profile, and writes that down while they read.

Looks after each frame whether the place has changed, and writes it once within two seconds, beside the
screen. While nothing changes, nothing is looked at and nothing is written.
"""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from paperbrowser.library import session
from paperbrowser.library.session import Place
from paperbrowser.papers.model import Paper
from paperbrowser.papers.sorting import Order
from paperbrowser.tui.widgets.panes import Panes

if TYPE_CHECKING:
    from textual.timer import Timer

    from paperbrowser.tui.screens.browser import BrowserScreen

_SOON = 1.5  # seconds; with the writing itself, less than two are lost when the process is killed
_PATIENCE_AT_END = 0.2  # seconds to wait for another session that writes, when the reader leaves


class Remembering:
    """The places of the profiles that are opened one after the other.

    Args:
        active: whether the reader wants it.
        opening: the order in which a profile opens when nothing is remembered.
    """

    def __init__(self, *, active: bool, opening: Order) -> None:
        self._active = active
        self._opening = opening
        self._screen: BrowserScreen | None = None
        self._profile: Path | None = None
        self._place: Place | None = None  # as last seen
        self._written: tuple[Path, Place] | None = None
        self._writing = Lock()
        self._timer: Timer | None = None

    def place_in(self, profile: Path) -> Place | None:
        """Where the reader was in `profile`, if that is known and to be gone back to."""
        if self._active:
            with suppress(session.UnreadableError):  # told at start
                return session.place_in(profile)
        return None

    def follow(self, screen: "BrowserScreen", profile: Path, place: Place | None) -> None:
        """Go to `place`, if there is one, and watch `screen`, which shows `profile`, from now on.

        What was searched for is put into the line: `search` searches for it.
        """
        if place is not None:
            _restore(screen, place)
        self._screen, self._profile, self._place = screen, profile, place

    def pause(self) -> None:
        """The screen goes to another profile: what it shows until `follow` is no place in this one."""
        self.look()
        self.write()
        self._screen = None

    def search(self) -> None:
        """Search for what was searched for at the place."""
        if self._screen is not None and self._place is not None and self._place.query:
            paper = _paper(self._screen, self._place)
            self._screen.search_for(self._place.query, paper, self._place.line)

    def look(self) -> None:
        """See whether the place has changed, and write it down soon if so."""
        screen = self._screen
        if not self._active or screen is None:
            return
        self._place = _place(screen, self._opening)
        if (self._profile, self._place) != self._written and self._timer is None:
            self._timer = screen.app.set_timer(_SOON, self._write_aside)

    def _write_aside(self) -> None:
        self._timer = None
        if self._screen is not None:
            self._screen.app.run_worker(self.write, group="session", thread=True)

    def write(self, patience: float = _PATIENCE_AT_END) -> None:
        """Write the place as last seen, unless that was done."""
        with self._writing:
            if not self._active or self._profile is None or self._place is None:
                return
            now = (self._profile, self._place)
            if now != self._written:
                session.save(*now, patience)
                self._written = now


def _place(screen: "BrowserScreen", opening: Order) -> Place:
    panes = screen.query_one(Panes)
    papers, view = panes.list, screen.view
    return Place(
        query=screen.search_text.strip(),
        order=None if view.order == opening else view.order,
        search_order=view.chosen_search_order,
        paper=papers.paper.id if papers.paper else "",
        line=papers.cursor - papers.top,
        scrolled=panes.detail.top,
        zoomed=panes.zoomed,
        in_detail=panes.in_detail,
    )


def _paper(screen: "BrowserScreen", place: Place) -> Paper | None:
    catalogue = screen.view.catalogue
    position = catalogue.position(place.paper)
    return None if position is None else catalogue.papers[position]


def _restore(screen: "BrowserScreen", place: Place) -> None:
    panes = screen.query_one(Panes)
    if panes.list.cursor or screen.search_text:  # the reader has gone somewhere meanwhile
        return
    view = screen.view.cleared()
    if place.search_order is not None:
        view = replace(view, search_order=place.search_order)
    screen.put_search(place.query)
    panes.zoomed = place.zoomed
    screen.put_view(replace(view, order=place.order or view.order), _paper(screen, place))
    panes.list.scroll_to_row(panes.list.cursor - place.line)
    panes.detail.start_at(place.scrolled)
    if place.in_detail and panes.list.paper is not None:
        screen.set_focus(panes.detail)
