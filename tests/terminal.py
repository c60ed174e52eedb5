"""A real pseudo-terminal with a screen in memory, in which tests run the program as a user does."""

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pyte

_ANSWERS = {  # of a terminal to the queries that programs send at start
    rb"\x1b\[c": b"\x1b[?62;22c",
    rb"\x1b\[6n": b"\x1b[1;1R",
    rb"\x1b\[\?2026\$p": b"\x1b[?2026;2$y",
    rb"\x1b\[\?2048\$p": b"\x1b[?2048;0$y",
}
_MODES = ("1049", "1000", "1002", "1003", "1006", "1015", "2004", "1004")


@dataclass(frozen=True)
class Step:
    """The effect of one key: bytes sent, cells changed, milliseconds to the first and to the last byte."""

    bytes: int
    cells: int
    first_ms: float
    last_ms: float


# What is passed through tmux to the terminal around it: pyte would print it.
_DEVICE_CONTROL = re.compile(r"\x1bPtmux;(?:\x1b\x1b|[^\x1b])*\x1b\\")


class _Screen(pyte.Screen):
    """A screen that knows no private styles, such as a report of how keys are modified."""

    def select_graphic_rendition(self, *attributes, private=False):
        if not private:
            super().select_graphic_rendition(*attributes)


class Terminal:
    """Runs `command` until the context is left."""

    def __init__(self, command, size=(80, 24), env=None, encoding="utf-8"):
        self.screen = _Screen(*size)
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self.output = bytearray()
        self.status = None
        self.started = monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", **(env or {})})
            for name in (
                *("COLUMNS", "LINES", "SSH_CONNECTION", "SSH_TTY"),
                *("TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY"),
            ):
                if name not in (env or {}):
                    os.environ.pop(name, None)
            self._set_size(0, size)
            try:
                # Named, as the process has LINES and COLUMNS from readline, which os.environ does not know.
                os.execvpe(command[0], command, os.environ)
            finally:
                os._exit(127)
        os.set_inheritable(self.fd, False)  # else a program begun later keeps this terminal open
        self._attributes = termios.tcgetattr(self.fd)  # long before the program changes them
        self._set_size(self.fd, size)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.status is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self.fd >= 0:
            os.close(self.fd)

    @staticmethod
    def _set_size(fd, size):
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def resize(self, columns, rows):
        self.screen.resize(rows, columns)
        self._set_size(self.fd, (columns, rows))

    @property
    def text(self):
        return "\n".join(line.rstrip() for line in self.screen.display)

    def read(self, patience):
        """Read what comes within `patience` seconds; return False if nothing did."""
        if self.fd < 0:
            sleep(patience)
            return False
        if not select.select([self.fd], [], [], patience)[0]:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:  # the program has closed its side
            return False
        if not data:
            return False
        self.show(data)
        return True

    def show(self, data):
        """Show output of the program, and answer the queries in it."""
        self.output += data
        self._stream.feed(_DEVICE_CONTROL.sub("", self._decoder.decode(data)))
        for question, answer in _ANSWERS.items():
            for _ in re.findall(question, data):
                os.write(self.fd, answer)

    def wait_for(self, wanted, limit=20.0):
        """Read until `wanted` (a text, or a function of the terminal) holds; seconds since the start."""
        holds = wanted if callable(wanted) else lambda terminal: wanted in terminal.text
        end = monotonic() + limit
        while not holds(self):
            if monotonic() > end:
                raise AssertionError(f"not seen within {limit} s: {wanted!r}\n{self.text}")
            self.read(0.02)
        return monotonic() - self.started

    def take_in(self):
        """Read what is there."""
        while self.read(0):
            pass

    def settle(self, quiet=0.25):
        """Read until nothing has come for `quiet` seconds."""
        while self.read(quiet):
            pass

    def send(self, keys):
        os.write(self.fd, keys if isinstance(keys, bytes) else keys.encode())

    def press(self, keys, quiet=0.25):
        """Send keys and return their effect."""
        before, sent = self._cells(), len(self.output)
        start = monotonic()
        self.send(keys)
        first = last = None
        while self.read(quiet):
            last = monotonic()
            first = first or last
        changed = sum(a != b for a, b in zip(before, self._cells(), strict=True))
        return Step(
            len(self.output) - sent,
            changed,
            ((first or start) - start) * 1000,
            ((last or start) - start) * 1000,
        )

    def _cells(self):
        lines = (self.screen.buffer[y] for y in range(self.screen.lines))
        return [
            (c.data, c.fg, c.bg, c.bold, c.reverse)
            for line in lines
            for c in (line[x] for x in range(self.screen.columns))
        ]

    def hang_up(self):
        """Close the terminal, as when its window is closed or its link is cut."""
        os.close(self.fd)
        self.fd = -1

    def kill(self, number):
        os.kill(self.pid, number)

    def end(self, limit=5.0):
        """Return the exit status (negative: the signal) once the program has ended."""
        end = monotonic() + limit
        while monotonic() < end:
            self.read(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                while self.read(0.02):
                    pass
                self.status = os.waitstatus_to_exitcode(status)
                return self.status
        raise AssertionError(f"still running after {limit} s\n{self.text}")

    def left_on(self):
        """Return the modes that were switched on and not off again."""
        left = [] if termios.tcgetattr(self.fd) == self._attributes else ["raw mode"]
        for mode in _MODES:
            on = self.output.rfind(f"\x1b[?{mode}h".encode())
            if on > self.output.rfind(f"\x1b[?{mode}l".encode()):
                left.append(mode)
        if len(re.findall(rb"\x1b\[>\d*u", self.output)) > self.output.count(b"\x1b[<u"):
            left.append("keyboard protocol")
        if self.output.rfind(b"\x1b[?25l") > self.output.rfind(b"\x1b[?25h"):
            left.append("hidden cursor")
        return left

    def peak_memory(self):
        """Peak resident memory, in MB."""
        return self._status("VmHWM")

    def memory(self):
        """Resident memory, in MB."""
        return self._status("VmRSS")

    def _status(self, name):
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(rf"{name}:\s+(\d+)", status)[1]) / 1024
