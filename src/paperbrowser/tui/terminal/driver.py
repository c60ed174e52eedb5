"""Input from and output to a Unix terminal, where Textual's own driver would crash or leave traces.

Private names of Textual stand here and in `patched_app` only (see there).
"""

import codecs
import sys
from collections.abc import Callable, Collection, Iterable
from functools import partial
from itertools import chain
from time import monotonic
from typing import Protocol, runtime_checkable

from textual import events
from textual._xterm_parser import XTermParser  # 8.2.8
from textual.drivers import linux_driver
from textual.keys import Keys
from textual.message import Message

from paperbrowser.papers.patterns import pattern
from paperbrowser.tui.terminal.shutdown import LEAVE_SCREEN

_MOST_CELLS = 10_000  # columns or rows; a report of more is wrong

_SUB_FIELDS = pattern(r"\x1b\[(?=[\d;]*:)[\d:]*(?:;[\d:]*){0,2}[u~A-HPQRS]")
_AFTER_ESCAPE = frozenset("\r\n\t !\"#$%&'()*+,-./0123456789:;<=>?@\\]^_`{|}~")
_NO_NUMBER = pattern(r"\x1b\[;[\d:;]*u")
_TEXT_ONLY = pattern(r"\x1b\[\d*;\d*;[\d:]+u")
# A whole control sequence; "[[" begins the function keys of the Linux console.
_SEQUENCE = pattern(r"\x1b\[[0-?]*[ -/]*[@-Z\\-~]")
_NO_KEY = pattern(r"\x1b\[(?:<[\d;-]*[Mm]|M|[\d;-]+[Mm]|\?\d+;\d\$y)")  # the mouse, a mode


# Answers and control strings that end in this packet; one that goes on in the next; what begins none.
_STRING = r"\x1b(?:\][\dlLI][^\x07\x1b]*(?:\x07|\x1b\\)|[P_^X][^\x07\x1b]*\x1b\\)"
_NO_KEYS = pattern(_STRING + r"|\x1b\[[0-?]{24,}[ -/]*[@-~]")
_BEGUN = pattern(r"\x1b(?:\]\d+;|P[01]?[$+>!]|_G|\[[0-?]{24})[^\x07\x1b]*\x1b?\Z")
_ALT_MOVE = pattern(
    r"\x1b\x1b[\[O]([A-DHF])"
)  # of PuTTY and rxvt; where it has no action, Esc and a move
# Esc, a sign that begins sequences, and another sequence: the first two are keys.
_NOT_BEGUN = pattern(r"\x1b([\[O\]P_^X])(?=\x1b(?!\\))")
_BEGINS = frozenset("[O]P_^X\x1b")  # what follows Esc in a sequence
_LONGEST = 100_000  # characters of an answer; what is longer is dropped so far
_UNENDED = 0.5  # seconds after which what has not ended will not

_PASTE, _PASTED = "\x1b[200~", "\x1b[201~"  # the marks around a pasted text
_LONGEST_PASTE = 1_000_000  # characters; the rest is dropped
_PASTE_PAUSE = 2.0  # seconds without more of a text after which its end is lost
_NO_TEXT = pattern(r"[\x01-\x08\x0b\x0c\x0e-\x1a]|\x1b\[\d+;5u")  # Ctrl and a letter


class KeyParser(XTermParser):
    """Ignores reports that it does not understand; Textual's parser types or crashes on them."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._begun = ""  # an answer of the terminal, of which the rest is still to come
        self._begun_at = 0.0
        self._paste_open = False
        self._pasted = 0  # characters of the text so far
        self._pasted_at = 0.0
        self._last = ""  # the last characters, which may be the beginning of a mark

    def feed(self, data: str) -> Iterable[Message]:
        """Return the events in what the terminal sent, without answers that nobody here has asked for.

        A colour, a name or a text of the clipboard that the terminal tells comes late where another program
        has asked, and would be typed, letter by letter.
        """
        if not data:  # the end of the file
            return super().feed("")
        if self._paste_open and _NO_TEXT.fullmatch(data):
            return chain(self._end_paste(), super().feed(data))
        data, self._begun = self._begun + data, ""
        if "\x1b" in data:
            data = _ALT_MOVE.sub("\x1b[1;3\\1", _NO_KEYS.sub("", data))
            data = _NOT_BEGUN.sub("\x1b[27u\\1", data)
            if begun := _BEGUN.search(data):
                data, self._begun = data[: begun.start()], begun[0][:_LONGEST]
                self._begun_at = monotonic()
        data = self._without_excess(data)
        return super().feed(data) if data else ()

    def tick(self) -> Iterable[Message]:
        """Return what the time that went by decides; drop an answer, and end a paste, that does not end."""
        now = monotonic()
        if self._begun and now - self._begun_at > _UNENDED:
            self._begun = ""
        if self._paste_open and now - self._pasted_at > _PASTE_PAUSE:
            return chain(self._end_paste(), super().tick())
        return super().tick()

    def _without_excess(self, data: str) -> str:
        """Return data without what a pasted text has too much of; note whether that goes on."""
        seen = self._last + data
        self._last = seen[1 - len(_PASTE) :]
        begun, ended = seen.rfind(_PASTE), seen.rfind(_PASTED)
        excess = self._paste_open and self._pasted > _LONGEST_PASTE
        if begun >= 0:
            self._pasted = 0
        if max(begun, ended) >= 0:
            self._paste_open = begun > ended
        elif excess:
            data = ""
        if excess and ended >= 0:
            data = seen[ended:]
        if self._paste_open:
            self._pasted += len(data)
            self._pasted_at = monotonic()
        return data

    def _end_paste(self) -> Iterable[Message]:
        """Return the pasted text although the mark of its end is lost."""
        self._paste_open = False
        self._last = ""
        return super().feed(_PASTED)

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        """Return the keys of a sequence; one that is ignored for what is no key."""
        if _NO_NUMBER.fullmatch(sequence) or (
            _SUB_FIELDS.fullmatch(sequence) and not _TEXT_ONLY.fullmatch(sequence)
        ):
            return [_ignored(sequence)]
        # Esc and a sign that come together: Textual drops Esc, or takes them for a letter of a Mac.
        sign = sequence if alt else sequence[1:] if sequence[:1] == "\x1b" else ""
        if len(sign) == 1 and sign in _AFTER_ESCAPE:
            return [events.Key("escape", "\x1b"), *super()._sequence_to_key_events(sign)]
        try:
            keys = list(super()._sequence_to_key_events(sequence, alt))
        except (ValueError, OverflowError):  # no such character
            return [_ignored(sequence)]
        # Textual waits for more; where that is another sequence, it types "^" for Esc.
        if not keys and len(sequence) == 2 and sequence[0] == "\x1b" and sequence[1] not in _BEGINS:
            keys = list(super()._sequence_to_key_events(sequence[1], alt=True))
        if any("\ud800" <= char <= "\udfff" for key in keys for char in key.character or ""):
            return [_ignored(sequence)]
        if not keys and _SEQUENCE.fullmatch(sequence) and not _NO_KEY.match(sequence):
            return [_ignored(sequence)]
        return keys

    def parse_mouse_code(self, code: str) -> Message | None:
        """Return the event of a report of the mouse; None for one that makes no sense."""
        try:
            return super().parse_mouse_code(code)
        except (ValueError, ArithmeticError):
            return None


def _ignored(sequence: str) -> events.Key:
    return events.Key(Keys.Ignore, sequence)


@runtime_checkable
class QuittableApp(Protocol):
    """An app that hears of the keys that quit it as soon as they are read.

    Attributes:
        quit_keys: those keys.
    """

    quit_keys: Collection[str]

    def quit_key_read(self) -> None:
        """See to it that the app ends."""


class TerminalDriver(linux_driver.LinuxDriver):
    """Textual's driver with `KeyParser`; an error in its thread of keys is a crash like any other."""

    def write(self, data: str) -> None:
        """Send `data`; before the screen is left, clear its last line."""
        super().write(data.replace("\x1b[?1049l", LEAVE_SCREEN))

    def process_message(self, message: Message) -> None:
        """Hand on an event, unless it says an impossible size; a key to quit works though the app hangs."""
        if isinstance(message, events.Resize) and not all(
            0 < side <= _MOST_CELLS for side in message.size
        ):
            return
        super().process_message(message)
        app = self._app  # 8.2.8
        if (
            isinstance(message, events.Key)
            and isinstance(app, QuittableApp)
            and message.key in app.quit_keys
        ):
            app.quit_key_read()

    def run_input_thread(self) -> None:
        """Read keys until the app ends."""
        try:
            super().run_input_thread()
        except Exception as error:  # noqa: BLE001 - a thread has no caller that could report it
            self._app.call_later(self._app._handle_exception, error)  # 8.2.8


def read_keys_leniently() -> None:
    """Let Textual's driver use `KeyParser`, and the terminal's encoding; invalid bytes become ordinary keys.

    Textual takes all input for UTF-8, and ends with a traceback at the first byte that is not.
    """
    encoding = getattr(sys.__stdin__, "encoding", None) or "utf-8"

    def decoder(_utf8: str) -> Callable[[], codecs.IncrementalDecoder]:
        return partial(codecs.getincrementaldecoder(encoding), "replace")

    names = vars(linux_driver)  # 8.2.8: both are imported there
    names["getincrementaldecoder"] = decoder
    names["XTermParser"] = KeyParser
