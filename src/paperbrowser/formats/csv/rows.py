"""The rows of a table in any text, with commas, semicolons or tabs between cells. Never raises.

A quote that is never closed takes the rest of the file into its cell; such a row is left out, and reading
continues at the next line.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from paperbrowser.formats.input import LONGEST_LINE
from paperbrowser.papers.text import lines_of

_RECOVERIES = 20  # rows left out; each may have been read to the end of the file


class Row(NamedTuple):
    """The cells of a row, and the line where it begins, counted from 1."""

    line: int
    cells: list[str]


def table_lines(text: str) -> list[str]:
    """Return the lines, each with its newline, without NUL, at which Python's reader stops."""
    lines = lines_of(text.removeprefix("\ufeff").replace("\x00", ""))
    return [f"{line}\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]


def rows_of(
    lines: list[str],
    separator: str,
    *,
    start: int = 0,
    width: int | None = None,
    quoted: bool = True,
    left_out: Callable[[int, str], None] = lambda *_: None,
) -> Iterator[Row]:
    """Return the rows that are not empty.

    Args:
        lines: of the whole text.
        separator: the character between cells.
        start: the first line to read, counted from 0.
        width: the number of cells that a row should have, if that is known.
        quoted: a quote at the beginning of a cell is closed at its end; else it is a character of the text.
        left_out: called with a line, counted from 1, and why its row is left out.

    Returns:
        The rows from line `start` on, each read when it is asked for.
    """
    import csv

    csv.field_size_limit(
        LONGEST_LINE
    )  # affiliations of a collaboration are beyond Python's 131,072
    recoveries = 0
    while start < len(lines):
        reader = csv.reader(
            (lines[at] for at in range(start, len(lines))),
            delimiter=separator,
            skipinitialspace=True,
            quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        )
        at = start
        while True:
            wrong = ""
            try:
                cells = next(reader, None)
            except csv.Error as error:
                cells, wrong = [], str(error)
            if cells is None:
                return
            begin, at = at, start + reader.line_num
            too_long = at - begin > 1 and (wrong or len(cells) != width)
            if (
                too_long
                and recoveries < _RECOVERIES
                and _is_row(lines[begin + 1], separator, width)
            ):
                recoveries += 1
                left_out(begin + 1, "a quote is not closed")
                start = at = begin + 1
                break
            if wrong:
                left_out(begin + 1, f"not a row of a table ({wrong})")
            if any(map(str.strip, cells)):
                yield Row(begin + 1, cells)


def _is_row(line: str, separator: str, width: int | None) -> bool:
    """Return whether a line within a cell would be a whole row."""
    return (
        width is not None
        and line.count(separator) >= width - 1
        and any(len(row.cells) == width for row in rows_of([line], separator))
    )
