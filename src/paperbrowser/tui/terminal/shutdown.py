"""The end of the app that the reader did not ask for: signals, a terminal that went away, an error of ours.

Each leaves the terminal as it was, keeps where the reader was, and ends the process soon. Textual ends by
itself in most cases; where it cannot (nobody reads what it writes, or nobody will ever write again), the
process is ended here.
"""

import asyncio
import os
import select
import signal
import sys
from threading import Thread, Timer
from typing import TYPE_CHECKING, Any

from paperbrowser.papers.text import clean_line
from paperbrowser.system import paths

if TYPE_CHECKING:
    from paperbrowser.tui.app import PaperBrowser
    from paperbrowser.tui.work.restore import PlaceKeeper

_PATIENCE = 0.7  # seconds for a terminal that is slow to take what was written to it
# Plain pen, line wrap, no paste marks, no mouse, legacy keys, first screen, cursor, no focus reports.
_AS_IT_WAS = (
    b"\x1b[m\x1b[?7h\x1b[?2004l\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"
    b"\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
)


class Leaving:
    """Ends `app` where something else than a key does.

    Attributes:
        sentence: what there is to say when the terminal is as it was; "" is nothing.
    """

    def __init__(self, app: "PaperBrowser", remembering: "PlaceKeeper") -> None:
        self.sentence = ""
        self._app = app
        self._remembering = remembering
        self._attributes: Any = None
        self._ending = False

    def watch(self) -> None:
        """Listen to signals, and for the end of the terminal, from now on."""
        if os.name != "posix" or sys.__stdin__ is None or not sys.__stdin__.isatty():
            return
        import termios

        self._attributes = termios.tcgetattr(sys.__stdin__.fileno())
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
            loop.add_signal_handler(number, self._ended_by, number)
        Thread(target=self._wait_for_hangup, args=(loop,), name="hangup", daemon=True).start()

    def _ended_by(self, number: int) -> None:
        if self._ending:
            return
        self._ending = True
        late = Timer(_PATIENCE, self._end_now, [128 + number])
        late.daemon = True
        late.start()
        self._app.exit(return_code=128 + number)
        self._remembering.write()

    def _wait_for_hangup(self, loop: asyncio.AbstractEventLoop) -> None:
        """A hangup sends no signal to a program that is not the first of its session."""
        terminal = select.poll()
        terminal.register(sys.__stdin__.fileno(), 0)  # type: ignore[union-attr] # woken by a hangup only
        if any(event & select.POLLHUP for _, event in terminal.poll()):
            loop.call_soon_threadsafe(self._ended_by, signal.SIGHUP)

    def _end_now(self, status: int) -> None:
        """The terminal does not take what was written to it: drop that, and write only what it needs."""
        import termios

        if (writer := getattr(self._app._driver, "_writer_thread", None)) is None or not (
            writer.is_alive()
        ):
            os._exit(status)  # all was written; something else takes its time
        fileno = sys.__stderr__.fileno()  # type: ignore[union-attr]
        try:
            termios.tcflush(fileno, termios.TCOFLUSH)
            os.set_blocking(fileno, False)
            os.write(fileno, _AS_IT_WAS)
            os.set_blocking(fileno, True)
            if self._attributes is not None:
                termios.tcsetattr(fileno, termios.TCSANOW, self._attributes)
        except (OSError, termios.error):
            pass  # there is no terminal any more
        os._exit(status)

    def report(self, error: BaseException) -> None:
        """Write down what went wrong for those who can mend it, and one sentence for the reader."""
        import platform
        import time
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
            rest = f"please report it with {clean_line(str(path))}"
        except OSError:
            rest = "please report it"
        self.sentence = f"an error of paperbrowser's own ended it ({name[:200]}); {rest}"
