"""The rows of a table in text, between commas, semicolons or tabs: any text gives some, none makes it fail.

A quote that is never closed takes the rest of the file into its cell; such a row is given up, and reading
goes on at the next line.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from paperbrowser.papers.text import lines_of

_RECOVERIES = 20  # rows given up; each may have been read to the end of the file


class Row(NamedTuple):
    """The cells of a row, and the line where it begins, counted from 1."""

    line: int
    cells: list[str]


def table_lines(text: str) -> list[str]:
    """The lines, each with its newline; NUL, which stops Python's reader, is gone."""
    lines = lines_of(text.removeprefix("\ufeff").replace("\x00", ""))
    return [f"{line}\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]


def rows_of(
    lines: list[str],
    separator: str,
    *,
    start: int = 0,
    width: int | None = None,
    give_up: Callable[[int, str], None] | None = None,
) -> Iterator[Row]:
    """The rows from line `start` on, empty ones left out.

    Args:
        lines: of the whole text.
        separator: what stands between cells.
        start: where to begin, counted from 0.
        width: how many cells a row should have, if that is known.
        give_up: called with a line, counted from 1, and why its row is left out.
    """
    import csv

    tell = give_up or (lambda *_: None)
    given_up = 0
    while start < len(lines):
        reader = csv.reader(
            (lines[at] for at in range(start, len(lines))),
            delimiter=separator,
            skipinitialspace=True,
        )
        at = start
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                cells, wrong = [], str(error)
            else:
                wrong = ""
            if cells is None:
                return
            begin, at = at, start + reader.line_num
            spans = at - begin
            swallows = spans > 1 and (bool(wrong) or len(cells) != width)
            if swallows and given_up < _RECOVERIES and _is_row(lines[begin + 1], separator, width):
                given_up += 1
                tell(begin + 1, "a quote is not closed")
                start = at = begin + 1
                break
            if wrong:
                tell(begin + 1, f"not a row of a table ({wrong})")
            if any(map(str.strip, cells)):
                yield Row(begin + 1, cells)


def _is_row(line: str, separator: str, width: int | None) -> bool:
    """Whether a line within a cell would be a whole row."""
    return (
        width is not None
        and line.count(separator) >= width - 1
        and any(len(row.cells) == width for row in rows_of([line], separator))
    )
