"""Signals, hang-ups and crashes: restore the terminal, save where the user was, and end soon.

Textual ends by itself in most cases. Where it cannot, because the terminal takes no more output or is gone,
or because a thread goes on with what nobody waits for any more, the process is ended here. Only files that
are being written are waited for.
"""

import asyncio
import contextlib
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from threading import Event, Thread, Timer
from typing import Any, Protocol

from paperbrowser.papers.text import clean_line
from paperbrowser.system import files, paths
from paperbrowser.system.replaced import SENTENCE, was_replaced

_PATIENCE = 0.7  # seconds for a terminal that is slow to take what was written to it
_LONG = 1.3  # seconds after which the user is told why the end takes its time, if files are being written
_LOOK = 0.05  # seconds between two looks whether they are
# Where there is no second screen to leave, the shell goes on where the cursor is: on a clean last line.
LEAVE_SCREEN = "\x1b[m\x1b[r\x1b[999H\x1b[K\x1b[?1049l"
# Plain style, line wrap, no paste marks, no mouse, legacy keys, first screen, cursor, no focus reports.
_RESTORE = (
    b"\x1b[m\x1b[?7h\x1b[?2004l\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"
    b"\x1b[<u" + LEAVE_SCREEN.encode() + b"\x1b[?25h\x1b[?1004l"
)


class EndingApp(Protocol):
    """The part of an app that ending it uses."""

    @property
    def is_writing(self) -> bool:
        """Whether output still waits for the terminal to take it."""

    def exit(self, *, return_code: int) -> None:
        """End the app in order."""

    @property
    def last_words(self) -> str:
        """A sentence about work that the end cuts short; "" where there is nothing to say."""

    def save(self) -> None:
        """Write to disk what is to be found again at the next start."""


def _later(seconds: float, function: Callable[[int], None], status: int) -> None:
    """Call a function in so many seconds, if the process still runs then."""
    timer = Timer(seconds, function, [status])
    timer.daemon = True
    timer.start()


class Shutdown:
    """Ends `app` where something else than a key does.

    Attributes:
        sentence: for the user, once the terminal is restored; "" where there is nothing to say.
    """

    def __init__(self, app: EndingApp) -> None:
        self.sentence = ""
        self._app = app
        self._attributes: Any = None
        self._ending = False  # because of a signal
        self._leaving = False
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def leaving(self) -> bool:
        """Whether the app is about to end."""
        return self._leaving

    def watch(self) -> None:
        """Listen to signals, and for a hang-up of the terminal, from now on."""
        if os.name != "posix" or sys.__stdin__ is None or not sys.__stdin__.isatty():
            return
        import termios

        self._attributes = termios.tcgetattr(sys.__stdin__.fileno())
        loop = self._loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
            loop.add_signal_handler(number, self._end, number)
        Thread(target=self._wait_for_hangup, args=(loop,), name="hangup", daemon=True).start()

    def leave(self, status: int) -> None:
        """Watch over the end from now on: it hangs neither at the terminal nor without a word."""
        if not self._leaving and self._attributes is not None:
            self._leaving = True
            _later(_LONG, self._late, status)

    def after_loop(self) -> None:
        """End at once on Ctrl+C, now that no event loop listens to signals any more."""
        if self._leaving:
            signal.signal(signal.SIGINT, lambda *_: os._exit(128 + signal.SIGINT))

    def asked(self) -> None:
        """End though the app hangs: the user has pressed a key that ends it wherever it is pressed."""
        if self._loop is not None and not self._leaving:
            answered = Event()

            def look(status: int) -> None:
                if not answered.is_set():
                    self._give_up(status)

            self._loop.call_soon_threadsafe(answered.set)
            _later(_LONG, look, 0)

    def gone(self) -> None:
        """End because the terminal takes nothing more."""
        self._end(signal.SIGHUP)

    def _late(self, status: int) -> None:
        """End what goes on without need; wait for files, and say so."""
        if not self._ending:
            self._give_up(status)

    def _give_up(self, status: int) -> None:
        """End the process as soon as no file is being written."""
        self._app.save()
        told = False
        while names := files.being_saved():
            if not told:
                told = True
                self._tell(f"saving {', '.join(names)}; Ctrl+C drops it")
            time.sleep(_LOOK)
        self._break_off(status)

    def _break_off(self, status: int) -> None:
        """End the process, and say which work that cuts short."""
        self._end_now(status, self._app.last_words)

    def _tell(self, sentence: str) -> None:
        if not self._app.is_writing:  # else it would go to the screen of the app
            with contextlib.suppress(OSError):  # there is no terminal any more
                print(f"paperbrowser: {clean_line(sentence)}", file=sys.__stderr__, flush=True)

    def _end(self, number: int) -> None:
        """End the app because of signal `number`."""
        if self._ending:
            return
        self._ending = True
        _later(_PATIENCE, self._break_off, 128 + number)
        if not self._leaving:
            self._app.exit(return_code=128 + number)
        elif not self._app.is_writing:
            self._end_now(128 + number)
        self._app.save()

    def _wait_for_hangup(self, loop: asyncio.AbstractEventLoop) -> None:
        """Treat a hang-up as a signal: only the first process of a session is sent one."""
        terminal = select.poll()
        terminal.register(sys.__stdin__.fileno(), 0)  # type: ignore[union-attr] # woken by a hangup only
        if any(event & select.POLLHUP for _, event in terminal.poll()):
            loop.call_soon_threadsafe(self._end, signal.SIGHUP)
            # If it does not come to that: an editor that ignores the hang-up has the app wait for it.
            _later(_LONG, self._give_up, 128 + signal.SIGHUP)

    def _end_now(self, status: int, sentence: str = "") -> None:
        """Drop the output that the terminal does not take, restore it, say a sentence and end the process."""
        import termios

        if not self._app.is_writing:
            if sentence:
                self._tell(sentence)
            os._exit(status)  # all was written; something else takes its time
        fileno = sys.__stderr__.fileno()  # type: ignore[union-attr]
        try:
            termios.tcflush(fileno, termios.TCOFLUSH)
            os.set_blocking(fileno, False)
            said = f"paperbrowser: {clean_line(sentence)}\r\n" if sentence else ""
            os.write(fileno, _RESTORE + said.encode(errors="replace"))
            os.set_blocking(fileno, True)
            if self._attributes is not None:
                termios.tcsetattr(fileno, termios.TCSANOW, self._attributes)
        except (OSError, termios.error):
            pass  # there is no terminal any more
        os._exit(status)

    def report(self, error: BaseException) -> None:
        """Write a crash report to a file, and a sentence about it for the user."""
        if was_replaced():
            self.sentence = SENTENCE
            return
        import platform
        import traceback

        from paperbrowser import __version__

        name = clean_line(
            f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        )
        path = paths.state() / "crashes" / time.strftime("%Y-%m-%dT%H-%M-%S.txt")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(
                f"paperbrowser {__version__}, Python {platform.python_version()}, {platform.platform()}, "
                f"TERM={os.environ.get('TERM')}\n\n{''.join(traceback.format_exception(error))}",
                encoding="utf-8",
                errors="backslashreplace",
            )
            advice = f"please report it with {clean_line(str(path))}"
        except OSError:
            advice = "please report it"
        self.sentence = f"paperbrowser crashed ({name[:200]}); {advice}"
