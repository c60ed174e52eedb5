"""Copying: by the system's tool, by tmux or through the terminal, and what may be said of it.

Only a tool answers, so only then is a text "copied"; what goes to a terminal is "sent". Tools run in a
process of their own, with nothing to say on the screen and little time: a missing or hanging one costs
nothing but the way it would have been.
"""

import base64
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import Enum
from time import monotonic

from paperbrowser.system.terminal import clipboard_route, in_screen, in_tmux

_PATIENCE = 2.0  # seconds that a tool may take
_LONGEST = 74_000  # bytes of a sequence: what the most careful terminals take
_SCREEN_CHUNK = 512  # bytes; GNU screen loses something from 768 on
# Pyperclip does not look at how its tools end: only what can be read back has been copied.
_BY_TOOL = """\
import sys, pyperclip
text = sys.stdin.buffer.read().decode()
pyperclip.copy(text)
sys.exit(pyperclip.paste().splitlines() != text.splitlines())
"""


class Outcome(Enum):
    """What became of a copy, in words that follow the name of what was to be copied."""

    COPIED = "copied"
    TMUX = "copied to tmux, and sent to the terminal's clipboard"
    SENT = "sent to the terminal's clipboard"
    TOO_LONG = "too long for the terminal's clipboard"
    NOWHERE = "not copied, as this terminal has no clipboard"

    @property
    def done(self) -> bool:
        """Whether it is somewhere now, as far as can be known."""
        return self not in {Outcome.TOO_LONG, Outcome.NOWHERE}


def needs_tool() -> bool:
    """Whether copying runs another program, which must not keep the screen waiting."""
    return clipboard_route() in {"tool", "tmux"}


def copy_by_tool(text: str, cancelled: Callable[[], bool]) -> Outcome | None:
    """Copy by the system's tool or by tmux; None where that did not work. Blocks, for two seconds at most.

    Args:
        text: what to copy.
        cancelled: asked now and then whether somebody still waits for this.
    """
    if clipboard_route() == "tool":
        command = [sys.executable, "-P", "-c", _BY_TOOL]
        return Outcome.COPIED if _run(command, text, cancelled) else None
    # tmux sends it on to the terminal with -w, from 3.2 on.
    return Outcome.TMUX if _run(["tmux", "load-buffer", "-w", "-"], text, cancelled) else None


def copy_by_terminal(text: str, write: Callable[[str], None]) -> Outcome:
    """Copy by a sequence that `write` sends to the terminal, which gives no answer."""
    if clipboard_route() == "none":
        return Outcome.NOWHERE
    sequence = osc52(text)
    if len(sequence) > _LONGEST:
        return Outcome.TOO_LONG
    write(through(sequence))
    return Outcome.SENT


def osc52(text: str) -> str:
    """The sequence that asks a terminal to put `text` into its clipboard."""
    return f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07"


def through(sequence: str) -> str:
    """`sequence` as it gets through the multiplexer around us to the terminal.

    tmux takes the plain one with `set-clipboard on`, the wrapped one with `allow-passthrough on`, and nothing
    says which of them is set: both are sent. screen takes wrapped pieces only.
    """
    if in_tmux():
        return f"{sequence}\x1bPtmux;{sequence.replace(chr(27), chr(27) * 2)}\x1b\\"
    if in_screen():
        pieces = range(0, len(sequence), _SCREEN_CHUNK)
        return "".join(f"\x1bP{sequence[at : at + _SCREEN_CHUNK]}\x1b\\" for at in pieces)
    return sequence


def _run(command: Sequence[str], text: str, cancelled: Callable[[], bool]) -> bool:
    """Run `command` with `text` as its input; whether it did its work in time."""
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
            data = None  # what is still to be written is remembered there
            if monotonic() > end or cancelled():
                _end(process)
                return False
        except OSError:
            _end(process)
            return False
        else:
            return process.returncode == 0


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a tool and what it started."""
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
    with suppress(OSError, subprocess.TimeoutExpired):
        process.wait(1)
