"""Read the open profile, or another one, in a thread, and show it in the browser."""

import asyncio
import contextlib
import contextvars
import datetime
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from textual.worker import get_current_worker

from paperbrowser.formats.result import ReadError, ReadResult, StoppedError
from paperbrowser.library import store
from paperbrowser.library.locate import Origin
from paperbrowser.library.session import SessionPlace
from paperbrowser.papers.display import count_of_papers
from paperbrowser.search.view import Catalogue
from paperbrowser.system.gc import no_gc
from paperbrowser.tui import keys
from paperbrowser.tui.host import Host, PaperScreen
from paperbrowser.tui.work.progress import note_for, progress
from paperbrowser.tui.work.restore import PlaceKeeper


class LoadingScreen(PaperScreen, Protocol):
    """The browser screen, which shows profiles."""

    def show(self, catalogue: Catalogue, source: Path, *, same: bool) -> None:
        """Show a profile; the `same` one keeps selection and search."""

    def ask_again(self) -> None:
        """Ask a server again for the papers around the cursor."""

    def ask_for_shared(self) -> None:
        """Ask a server for what teams share now."""

    def not_read(self, why: str) -> None:
        """Say in the list that the papers of the open profile could not be read."""

    def remark(self, note: str) -> None:
        """Show `note` in the status line whenever there is no message."""

    def say(self, message: str, *, error: bool = False) -> None:
        """Show a message until the next key."""


class LoadingHost(Host, Protocol):
    """The app, with its browser screen."""

    @property
    def browser(self) -> LoadingScreen:
        """The screen that shows the profile."""


class Loading:
    """The file of the open profile, and how it is read.

    Attributes:
        origin: the file.
        note: a remark on it for the status line.
        in_part: whether the rest of it is still to be read.
        as_of: the day on which the page was saved, for dates without a year.
    """

    def __init__(
        self,
        host: LoadingHost,
        places: PlaceKeeper,
        origin: Origin,
        note: str,
        *,
        in_part: bool,
        as_of: datetime.date | None,
    ) -> None:
        """Begin with the profile that the app opens with.

        Args:
            host: the app.
            places: restores the user's place in a profile.
            origin: the file.
            note: a remark on it.
            in_part: whether only the first of its papers are shown yet.
            as_of: the day for dates without a year.
        """
        self._host = host
        self._places = places
        self.origin = origin
        self.note = note
        self.in_part = in_part
        self.as_of = as_of
        self._shown: Catalogue | None = None

    def load(self, origin: Origin, *, same: bool, said: Callable[[], None] | None = None) -> None:
        """Read a profile in a thread, and show it.

        Args:
            origin: its file.
            same: whether it is the open one, which keeps selection, search and order.
            said: shows a message afterwards, instead of how many papers were read.
        """
        work = partial(self._load, origin, same=same, said=said)
        self._host.run_worker(work, thread=True, exclusive=True, group="load")

    def close(self) -> None:
        """Leave the server of a library."""
        if self._shown is not None:
            self._shown.close()

    def again(self) -> None:
        """Read the open profile again; ask a library again for the papers around the cursor."""
        browser = self._host.browser
        if self._shown is not None and self._shown.served and self._shown is browser.view.catalogue:
            self._shown.renew()
            browser.ask_again()
            self.say_come()
        else:
            self.load(self.origin, same=True)

    def _load_library(self, origin: Origin, *, same: bool, said: Callable[[], None] | None) -> None:
        """Ask the server of a library for its newest papers."""
        from paperbrowser.postgres.library_catalogue import opened

        worker = get_current_worker()
        place = None if same and not self.in_part else self._places.place_in(origin.path)
        order = (place and place.order) or self._places.opening
        try:
            catalogue = opened(
                origin.addresses, origin.title, order, place.paper if place is not None else ""
            )
        except ReadError as error:
            self._host.call_from_thread(self._not_loaded, origin, str(error))
            return
        if not worker.is_cancelled:
            reading = ReadResult(catalogue.profile)
            show = partial(self._show, origin, reading, catalogue, same=same, place=place)
            self._host.call_from_thread(show, said)

    def _follow(self, catalogue: Catalogue) -> None:
        """Say what comes to a library while it is shown, and show what teams share."""
        loop, context = asyncio.get_running_loop(), contextvars.copy_context()

        def in_app(show: Callable[[], None]) -> None:
            with contextlib.suppress(RuntimeError):  # the app has ended
                loop.call_soon_threadsafe(show, context=context)

        catalogue.follow(
            partial(in_app, self.say_come), partial(in_app, self._host.browser.ask_for_shared)
        )

    def say_come(self) -> None:
        """Say below the list how many papers have come to the library, or that it is away."""
        catalogue = self._host.browser.view.catalogue
        if not catalogue.served or catalogue is not self._shown:
            return
        come, name = catalogue.come, self.origin.title
        again = keys.named(self._host, "app.reload")
        if come is None:
            self.note = f"{name} is away, it is asked again"
        else:
            self.note = f"{name}, {come:,} new: {again} shows them" if come else name
        self._host.show_lasting()

    def _load(self, origin: Origin, *, same: bool, said: Callable[[], None] | None) -> None:
        if origin.addresses:
            self._load_library(origin, same=same, said=said)
            return
        from paperbrowser.library import gather
        from paperbrowser.reading import corrections

        worker, browser = get_current_worker(), self._host.browser

        def tell(part: float) -> None:
            browser.remark(f"reading {origin.path.name}: {part:.0%}")

        try:
            with no_gc():
                reading = gather.read(
                    origin,
                    progress=progress(self._host, tell),
                    as_of=self.as_of,
                    correct=corrections.load(),
                )
                catalogue = Catalogue(
                    reading.profile, members=reading.members, correction=reading.correction
                )
                catalogue.prepare()
        except StoppedError:
            return
        except ReadError as error:
            error.path = Path(origin.path.name)  # the folder is known, and long
            self._host.call_from_thread(self._not_loaded, origin, str(error))
            return
        if not worker.is_cancelled:
            place = None if same and not self.in_part else self._places.place_in(origin.path)
            show = partial(self._show, origin, reading, catalogue, same=same, place=place)
            self._host.call_from_thread(show, said)
            if reading.as_read is not None:
                store.make_snapshot(origin.path, reading.as_read, self.as_of)

    def _show(
        self,
        origin: Origin,
        reading: ReadResult,
        catalogue: Catalogue,
        said: Callable[[], None] | None,
        *,
        same: bool,
        place: SessionPlace | None,
    ) -> None:
        browser = self._host.browser
        if not same:
            self._places.pause()
        self.origin = origin
        self.note = note_for(origin, reading)
        browser.show(catalogue, origin.path, same=same)
        self.close()
        self._shown = catalogue
        if catalogue.served:
            self._follow(catalogue)
        if not same or self.in_part:
            self._places.follow(browser, origin.path, place)
            self._places.search()
        self._host.show_lasting()
        if said is not None:
            said()
        elif not self.in_part:
            count = count_of_papers(len(reading.profile.papers))
            browser.say(
                f"read {origin.path.name}: {count}" if same else f"{reading.profile.name}: {count}"
            )
        self.in_part = False

    def _not_loaded(self, origin: Origin, sentence: str) -> None:
        if self.in_part and origin == self.origin:
            self._host.browser.not_read(sentence)
        self._host.show_lasting()
        self._host.browser.say(sentence, error=True)
