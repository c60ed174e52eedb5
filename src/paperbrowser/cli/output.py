"""Print lines, tables, JSON and progress on standard output and standard error.

Plain text without colours, so that it can be piped anywhere; only the progress line moves the cursor.
"""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterable, Sequence

from paperbrowser.papers.text import clean_line, columns, cut


def print_line(line: str) -> None:
    """Print one line, which must be safe text, to standard output."""
    if sys.stdout is not None:  # None after `>&-`
        sys.stdout.write(line + "\n")


def print_table(rows: Iterable[Sequence[str]]) -> None:
    """Print columns side by side; lines are cut for a terminal, never for a pipe or a file."""
    table = list(rows)
    if not table:
        return
    widths = [max(map(columns, column)) for column in zip(*table, strict=True)]
    widths[-1] = 0
    to_terminal = sys.stdout is not None and sys.stdout.isatty()
    room = shutil.get_terminal_size().columns if to_terminal else None
    for row in table:
        padded = (
            text + " " * (width - columns(text)) for text, width in zip(row, widths, strict=True)
        )
        line = "  ".join(padded).rstrip()
        print_line(line if room is None else cut(line, room))


def print_json(data: object) -> None:
    """Print `data` as JSON, in UTF-8 in any locale."""
    encode(encoding="utf-8")
    print_line(as_json(data))


def as_json(data: object) -> str:
    """Return `data` as JSON."""
    import json

    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)


def print_bytes(parts: Iterable[bytes]) -> None:
    """Print parts of an encoded text without any change to encoding or line ends."""
    if sys.stdout is not None:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(parts)


def say(sentence: str) -> None:
    """Print a remark or an error, made safe, to standard error."""
    if sys.stderr is not None:
        sys.stderr.write(f"paperbrowser: {clean_line(sentence)}\n")


def encode(**options: str) -> None:
    """Change `encoding` or `errors` of standard output."""
    with contextlib.suppress(AttributeError):  # no standard output, or not a real one
        sys.stdout.reconfigure(**options)  # type: ignore[union-attr]


def flush() -> None:
    """Write buffered output while an error can still be reported."""
    if sys.stdout is not None:
        sys.stdout.flush()


def drop_output() -> None:
    """Discard buffered output; else Python reports an error at exit."""
    with contextlib.suppress(AttributeError, OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class ProgressLine:
    """A line of progress on standard error; clear it before printing anything else.

    Nothing is shown where standard error is not a terminal.
    """

    def __init__(self) -> None:
        self._on = sys.stderr is not None and sys.stderr.isatty()
        self._width = 0
        self._waits = ""

    @property
    def is_shown(self) -> bool:
        """Whether the line shows something."""
        return self._width > 0

    def show(self, sentence: str) -> None:
        """Show `sentence` in place of the last one."""
        if self._on:
            line = cut(clean_line(sentence), shutil.get_terminal_size().columns - 1)
            width = columns(line)
            sys.stderr.write(f"\r{line}{' ' * (self._width - width)}")
            sys.stderr.flush()
            self._width = width

    def waiting(self, sentence: str) -> None:
        """Print, once, why it does not go on, on a terminal or not."""
        if sentence != self._waits:
            self.clear()
            say(f"{sentence}; Ctrl+C gives up")
            self._waits = sentence

    def clear(self) -> None:
        """Empty the line, with the cursor at its beginning."""
        if self._width:
            sys.stderr.write(f"\r{' ' * self._width}\r")
            sys.stderr.flush()
            self._width = 0


def counts_line(first: tuple[int, str], *others: tuple[int, str]) -> str:
    """Return counts in words; of those behind the first, only what there is.

    >>> counts_line((0, "fetched"), (2, "there before"), (0, "failed"))
    '0 fetched, 2 there before'
    """
    rows = (first, *(row for row in others if row[0]))
    return ", ".join(f"{count:,} {what}" for count, what in rows)


def shows_blocks() -> bool:
    """Return whether standard output takes the characters of bars."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    try:
        "█▏".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
