"""The user's place in a text: written soon after each move, found again when the text is opened next."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from paperbrowser.library import text_places
from paperbrowser.library.text_places import ReadingPlace
from paperbrowser.tui.host import Host
from paperbrowser.tui.widgets.article_layout import TextPart
from paperbrowser.tui.widgets.article_search import TextFinder
from paperbrowser.tui.widgets.article_text import TextPlace

if TYPE_CHECKING:
    from textual.timer import Timer

_SOON = 1.5  # seconds after a move until the place is written
_WORDS = 60  # characters that a place is found again by


class TextPlaceKeeper:
    """The place in the text of one work."""

    def __init__(self, host: Host, names: Sequence[str], *, active: bool) -> None:
        """Keep a place.

        Args:
            host: the app, with its timers and threads.
            names: the names that the work is known by; without any nothing is kept.
            active: whether the user wants places to be kept.
        """
        self._host = host
        self._names = names
        self._active = active and bool(names)
        self._place: ReadingPlace | None = None
        self._written: ReadingPlace | None = None
        self._timer: Timer | None = None

    def known(self, parts: Sequence[TextPart], finder: TextFinder) -> TextPlace | None:
        """Return the place where the user was; None if the text was never open.

        Args:
            parts: of the text as it is now.
            finder: finds words in them.
        """
        kept = text_places.place_in(self._names) if self._active else None
        if kept is None:
            return None
        self._written = kept
        at = next((number for number, part in enumerate(parts) if part.at == kept.block), 0)
        words = parts[at].text[kept.char : kept.char + len(kept.words)]
        if words == kept.words or not kept.words.strip():
            return TextPlace(at, kept.char)
        if spans := finder.passage(kept.words):  # the text was read anew
            return TextPlace(*spans[0][:2])
        return TextPlace(int(kept.part * len(parts)), 0)

    def moved(self, parts: Sequence[TextPart], place: TextPlace) -> None:
        """Take a new place, and write it soon."""
        at, char = place
        while at < len(parts) - 1 and parts[at].at is None:  # a title or the sign of a page
            at, char = at + 1, 0
        one = parts[at]
        words = one.text[char : char + _WORDS]
        part = at / len(parts)
        if place.part == 0:  # the beginning
            part, words, char = 0.0, "", 0
            self._place = ReadingPlace()
        else:
            self._place = ReadingPlace(one.at or 0, char, words, part)
        if self._active and self._timer is None and self._place != self._written:
            self._timer = self._host.set_timer(_SOON, self._write_in_thread)

    def _write_in_thread(self) -> None:
        self._timer = None
        self._host.run_worker(self.write, group="place", thread=True)

    def write(self) -> None:
        """Write the place down, unless it is written already."""
        place = self._place
        if self._active and place is not None and place != self._written:
            text_places.save(self._names[0], place)
            self._written = place
