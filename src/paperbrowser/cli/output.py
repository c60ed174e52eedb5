"""Plain text on standard output and standard error: what the command line prints with.

No colours and no cursor movements, so that it can be piped anywhere. Knows nothing of papers.
"""

import contextlib
import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence

from paperbrowser.papers.text import clean_line


def print_line(line: str) -> None:
    """Write one line, which must be clean already, to standard output."""
    if sys.stdout is not None:  # as it is after `>&-`
        sys.stdout.write(line + "\n")


def print_table(rows: Iterable[Sequence[str]]) -> None:
    """Columns side by side; lines are cut only for a terminal, never for a pipe or a file."""
    table = list(rows)
    if not table:
        return
    widths = [max(map(cells, column)) for column in zip(*table, strict=True)]
    widths[-1] = 0
    to_terminal = sys.stdout is not None and sys.stdout.isatty()
    room = shutil.get_terminal_size().columns if to_terminal else None
    for row in table:
        padded = (
            text + " " * (width - cells(text)) for text, width in zip(row, widths, strict=True)
        )
        line = "  ".join(padded).rstrip()
        print_line(line if room is None else cut(line, room))


def print_json(data: object) -> None:
    """Write `data` as JSON, in UTF-8 whatever the locale."""
    import json

    encode(encoding="utf-8")
    print_line(json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False))


def print_bytes(parts: Iterable[bytes]) -> None:
    """Write parts of a text of another format, as they are: its encoding and line ends are its own."""
    if sys.stdout is not None:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(parts)


def say(sentence: str) -> None:
    """One remark or error, made safe, to standard error."""
    if sys.stderr is not None:
        sys.stderr.write(f"paperbrowser: {clean_line(sentence)}\n")


def encode(**options: str) -> None:
    """Change `encoding` or `errors` of standard output."""
    with contextlib.suppress(AttributeError):  # no standard output, or not a real one
        sys.stdout.reconfigure(**options)  # type: ignore[union-attr]


def flush() -> None:
    """Write what is still buffered, while an error can still be told."""
    if sys.stdout is not None:
        sys.stdout.flush()


def drop_output() -> None:
    """Let what is still buffered go nowhere; else Python complains about it at exit."""
    with contextlib.suppress(AttributeError, OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def cells(text: str) -> int:
    """How many columns of a terminal `text` takes."""
    if text.isascii():
        return len(text)
    return sum(map(_char_cells, text))


def _char_cells(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def cut(text: str, room: int) -> str:
    """`text` in at most `room` columns, with an ellipsis where something is missing."""
    if cells(text) <= room:
        return text
    used = 0
    for at, char in enumerate(text):
        used += _char_cells(char)
        if used > room - 1:
            return text[:at] + "…"
    return text
