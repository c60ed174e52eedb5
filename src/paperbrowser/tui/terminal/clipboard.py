"""Copy texts by a tool of the system, by tmux or through the terminal (OSC 52); open links in a web browser.

Only a tool answers, so only then is a text "copied"; to a terminal it is "sent". Tools and browsers run in
processes of their own, beside the screen, with no output and little time, so that a missing or hanging one
delays nothing. Where there is neither clipboard nor browser, the text is shown to be selected.
"""

import base64
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import Enum
from functools import partial
from pathlib import Path
from time import monotonic

from textual.worker import get_current_worker

from paperbrowser.papers.links import is_web_link
from paperbrowser.system.terminal import clipboard_route, has_desktop, in_screen, in_tmux
from paperbrowser.tui import keys
from paperbrowser.tui.terminal.patched_app import TerminalApp

_PATIENCE = 2.0  # seconds that a clipboard tool may take
_BROWSER_PATIENCE = 10  # seconds that starting a web browser may take
_LONGEST = 74_000  # bytes of a sequence: the least that a known terminal takes
_SCREEN_CHUNK = 512  # bytes; GNU screen loses something from 768 on
# Pyperclip ignores the exit status of its tools: only a text that can be read back has been copied.
_COPY = """\
import sys, pyperclip
text = sys.stdin.buffer.read().decode()
pyperclip.copy(text)
sys.exit(pyperclip.paste().splitlines() != text.splitlines())
"""
_OPEN = """\
import sys, webbrowser
def opens(name):
    try:
        return webbrowser.get(name or None).open(sys.argv[1])
    except webbrowser.Error:
        return False
sys.exit(not any(map(opens, sys.argv[2:])))
"""
_OPENED = frozenset({".pdf", ".html", ".htm", ".xhtml"})
_IN_TERMINAL = ("w3m", "lynx", "links", "links2", "elinks", "www-browser")  # they need the screen


class Outcome(Enum):
    """The result of a copy, in words that follow the name of the thing copied."""

    COPIED = "copied"
    TMUX = "copied to tmux, and sent to the terminal's clipboard"
    SENT = "sent to the terminal's clipboard"
    TOO_LONG = "too long for the terminal's clipboard"
    NOWHERE = "not copied, as this terminal has no clipboard"

    @property
    def done(self) -> bool:
        """Whether the text is in a clipboard, as far as can be known."""
        return self not in {Outcome.TOO_LONG, Outcome.NOWHERE}


class Clipboard:
    """Copies texts and opens links for an app, and says on its screen what was done."""

    def __init__(self, app: TerminalApp, say: Callable[[str], None]) -> None:
        """Work for `app`; `say` shows a sentence on its screen."""
        self._app = app
        self._say = say
        self._last: tuple[str, str] | None = None  # name and text of the last copy

    def copy(self, text: str, name: str = "") -> None:
        """Copy `text`, and show it where that is impossible.

        Args:
            text: the text.
            name: what to call it in messages; "" for a copy without any message.
        """

        def finish(outcome: Outcome) -> None:
            if name and outcome.done:
                characters = f"{len(text):,} characters"
                shows = f"{keys.named(self._app, 'read.yank')} v shows it"
                self._say(f"{name} {outcome.value} ({characters}; {shows})")
            elif name:
                self._show(f"{name[:1].upper()}{name[1:]} {outcome.value}. Here it is:", text)

        if name:
            self._last = name, text
        self._copy(text, finish)

    @property
    def has_copied(self) -> bool:
        """Whether there is something for `show_copied`."""
        return self._last is not None

    def show_copied(self) -> None:
        """Show the text of the last copy, to be selected by other means."""
        if self._last is not None:
            name, text = self._last
            self._show(f"{name[:1].upper()}{name[1:]}, as it was copied:", text)

    def _copy(self, text: str, finish: Callable[[Outcome], None]) -> None:
        self._app.remember_copied(text)
        if clipboard_route() in {"tool", "tmux"}:
            copying = partial(self._copy_beside, text, finish)
            self._app.run_worker(copying, thread=True, group="copy")
        else:
            finish(copy_by_terminal(text, self._app.write))

    def _copy_beside(self, text: str, finish: Callable[[Outcome], None]) -> None:
        worker = get_current_worker()
        outcome = copy_by_tool(text, lambda: worker.is_cancelled)
        if worker.is_cancelled:
            return
        if outcome is None:
            outcome = self._app.call_from_thread(copy_by_terminal, text, self._app.write)
        self._app.call_from_thread(finish, outcome)

    def open_link(self, url: str, name: str) -> None:
        """Open `url` in a web browser; where there is none, show and copy it.

        Args:
            url: the address.
            name: what to call the page behind it in messages.
        """
        if _has_browser():
            self._say(f"opening {name}…")
            self._app.run_worker(partial(self._open_beside, url, name), thread=True, group="open")
        else:
            self._show_link(url, name)

    def _open_beside(self, url: str, name: str) -> None:
        if open_in_browser(url):
            self._app.call_from_thread(self._say, f"opened {name} in the browser")
        else:
            self._app.call_from_thread(self._show_link, url, name)

    def _show_link(self, url: str, name: str) -> None:
        def finish(outcome: Outcome) -> None:
            self._show(f"No web browser found. Link to {name}, {outcome.value}:", url, url)

        self._copy(url, finish)

    def open_file(self, path: Path, url: str, name: str) -> None:
        """Open a PDF or web page in the desktop's program; where there is no desktop, show where it is.

        Args:
            path: the file.
            url: where it came from; may be empty.
            name: what to call it in messages.
        """
        if has_desktop():
            self._say(f"opening {name}…")
            work = partial(self._open_file_beside, path, url, name)
            self._app.run_worker(work, thread=True, group="open")
        else:
            self._show_file(path, url, name)

    def _open_file_beside(self, path: Path, url: str, name: str) -> None:
        if open_in_program(path):
            self._app.call_from_thread(self._say, f"opened {name} in its program")
        else:
            self._app.call_from_thread(self._show_file, path, url, name)

    def _show_file(self, path: Path, url: str, name: str) -> None:
        came = f"\n{url}" if url else ""
        title = f"No program opens {name} from here. It is this file"
        self._show(
            f"{title}, and came from this address:" if url else f"{title}:", f"{path}{came}", url
        )

    def _show(self, title: str, text: str, link: str = "") -> None:
        from paperbrowser.tui.screens.text import TextScreen

        self._app.push_screen(TextScreen(title, text, link))


def copy_by_tool(text: str, cancelled: Callable[[], bool]) -> Outcome | None:
    """Copy by the system's tool or by tmux. Blocks, for two seconds at most.

    Args:
        text: the text.
        cancelled: asked every 0.1 s whether to give up.

    Returns:
        The result; None where it did not work.
    """
    if clipboard_route() == "tool":
        command = [sys.executable, "-P", "-c", _COPY]
        return Outcome.COPIED if _run(command, text, cancelled) else None
    # tmux sends it on to the terminal with -w, from 3.2 on.
    return Outcome.TMUX if _run(["tmux", "load-buffer", "-w", "-"], text, cancelled) else None


def copy_by_terminal(text: str, write: Callable[[str], None]) -> Outcome:
    """Copy by an OSC 52 sequence, given to `write`. The terminal gives no answer."""
    if clipboard_route() == "none":
        return Outcome.NOWHERE
    sequence = osc52(text)
    if len(sequence) > _LONGEST:
        return Outcome.TOO_LONG
    write(through(sequence))
    return Outcome.SENT


def osc52(text: str) -> str:
    """Return the sequence that asks a terminal to put `text` into its clipboard."""
    return f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07"


def through(sequence: str) -> str:
    """Return `sequence` wrapped so that tmux or GNU screen, if it runs inside one, hands it to the terminal.

    tmux takes the plain one with `set-clipboard on`, the wrapped one with `allow-passthrough on`, and which
    is set cannot be seen from here: both are sent. screen takes wrapped pieces only.
    """
    if in_tmux():
        return f"{sequence}\x1bPtmux;{sequence.replace(chr(27), chr(27) * 2)}\x1b\\"
    if in_screen():
        pieces = range(0, len(sequence), _SCREEN_CHUNK)
        return "".join(f"\x1bP{sequence[at : at + _SCREEN_CHUNK]}\x1b\\" for at in pieces)
    return sequence


def _run(command: Sequence[str], text: str, cancelled: Callable[[], bool]) -> bool:
    """Run `command` with `text` as its input; return whether it succeeded in time."""
    try:
        process = subprocess.Popen(  # noqa: S603 - commands of our own, the text is their input
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    end = monotonic() + _PATIENCE
    data: bytes | None = text.encode()
    while True:
        try:
            process.communicate(data, timeout=0.1)
        except subprocess.TimeoutExpired:
            data = None  # the process keeps the rest of it
            if monotonic() > end or cancelled():
                _end(process)
                return False
        except OSError:
            _end(process)
            return False
        else:
            return process.returncode == 0


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a tool and the processes that it started."""
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
    with suppress(OSError, subprocess.TimeoutExpired):
        process.wait(1)


def _has_browser() -> bool:
    """Return whether links open here: on a desktop, or by the commands that `BROWSER` names.

    Editors that work over SSH set it to a command that opens the page where the user sits.
    """
    return bool(_browsers())


def _browsers() -> list[str]:
    """Return the commands that open a link, the one to try first first; "" is that of the desktop."""
    named = os.environ.get("BROWSER", "").split(os.pathsep)
    chosen = [name for name in named if name and os.path.basename(name) not in _IN_TERMINAL]  # noqa: PTH119
    return [*chosen, *([""] if has_desktop() else [])]


def open_in_browser(url: str) -> bool:
    """Open `url` and return whether that worked. Blocks while the browser starts; only http(s) is opened.

    In a process of its own, because the output of browsers would spoil the screen.
    """
    if not is_web_link(url) or not _has_browser():
        return False
    # Our own interpreter, and no module of the current folder.
    return _opens([sys.executable, "-P", "-c", _OPEN, url, *_browsers()])


def open_in_program(path: Path) -> bool:
    """Open a PDF or web page in the program that the desktop has for it; return whether that worked."""
    if path.suffix.lower() not in _OPENED or not path.is_file():
        return False
    if sys.platform == "win32":
        try:
            os.startfile(path.resolve())  # noqa: S606 - its ending and content are those of a text
        except OSError:
            return False
        return True
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    return _opens([opener, str(path.resolve())])  # an absolute path, never an option


def _opens(command: list[str]) -> bool:
    """Run a command that opens something, without input and output; return whether that worked."""
    try:
        done = subprocess.run(  # noqa: S603 - see the callers
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            timeout=_BROWSER_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
