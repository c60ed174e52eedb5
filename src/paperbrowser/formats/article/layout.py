"""Lines of pages in reading order, without running heads and page numbers. Pure functions."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W{0,3}(?:page\s+)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?\W{0,3}", re.IGNORECASE
)
_FEWEST_LINES = 6  # of a column
_FEWEST_LETTERS = 12  # of its lines on average
_SAME_ROW = 0.35  # of the font size
_NARROWEST = 6.0  # points between two columns
_HEAD_LINES = 3  # at the top and at the bottom of a page that may be running heads
_EDGE = 0.13  # of the page's height: where they stand


class PdfLine(NamedTuple):
    """A line of a page, or its part in one column.

    Attributes:
        text: as PDFium gives it; U+FFFE at its end stands for a hyphen.
        left: in points from the left.
        base: of the letters, in points from the page's lower end.
        right: in points from the left.
        size: of the font.
        bold: its first and last letter are.
        page: from 1 on.
        column: 0 for what goes over the whole width, else 1, 2.
    """

    text: str
    left: float
    base: float
    right: float
    size: float
    bold: bool
    page: int
    column: int = 0


class PdfPage(NamedTuple):
    """A page: its size in points, and its lines as PDFium gives them."""

    width: float
    height: float
    lines: tuple[PdfLine, ...]


def ordered(page: PdfPage) -> list[PdfLine]:
    """Return the lines of a page in reading order, those at one height within a column as one."""
    gutter = _gutter(page)
    if gutter is None:
        return _rows(page.lines, 0)
    left = [one for one in page.lines if one.right <= gutter + 2]
    right = [one for one in page.lines if one.left >= gutter - 2 and one.right > gutter + 2]
    sided = {id(one) for one in (*left, *right)}
    across = _rows((one for one in page.lines if id(one) not in sided), 0)
    found: list[PdfLine] = []
    above = float("inf")
    # What goes over the whole width divides the columns above it from those below.
    for one in (*across, None):
        below = one.base if one is not None else float("-inf")
        for column, side in enumerate((left, right), 1):
            found += _rows((each for each in side if below < each.base <= above), column)
        if one is not None:
            found.append(one)
        above = below
    return found


def _gutter(page: PdfPage) -> float | None:
    """Return where the blank between two columns is; None for one column."""
    lines = page.lines
    if len(lines) < 2 * _FEWEST_LINES:
        return None
    first, depth = _crossing(page)
    least = min(depth)
    if least > 0.3 * len(lines):
        return None
    most = least + max(1, len(lines) // 50)
    blanks: list[tuple[int, int]] = []
    for at, count in enumerate(depth):
        if count > most:
            continue
        if blanks and blanks[-1][1] == at:
            blanks[-1] = blanks[-1][0], at + 1
        else:
            blanks.append((at, at + 1))
    middles = [first + (start + end) / 2 for start, end in blanks if end - start >= _NARROWEST]
    gutter = min(middles, key=lambda one: abs(one - page.width / 2), default=None)
    if gutter is None:
        return None
    for side in (
        [one for one in lines if one.right <= gutter + 2],
        [one for one in lines if one.left >= gutter - 2],
    ):
        # Both are full of text, unlike the cells of a table.
        if len({round(one.base) for one in side}) < _FEWEST_LINES:
            return None
        if sum(len(one.text) for one in side) < _FEWEST_LETTERS * len(side):
            return None
    return gutter


def _crossing(page: PdfPage) -> tuple[int, list[int]]:
    """Return the beginning of the middle of a page, and how many lines cross each point of it."""
    first, last = int(page.width * 0.3), max(int(page.width * 0.7), int(page.width * 0.3) + 1)
    changes = [0] * (last - first + 1)
    for one in page.lines:
        begin, end = max(int(one.left), first), min(int(one.right) + 1, last)
        if begin < end:
            changes[begin - first] += 1
            changes[end - first] -= 1
    return first, list(accumulate(changes[:-1]))


def _rows(lines: Iterable[PdfLine], column: int) -> list[PdfLine]:
    """Return lines from top to bottom; those that stand at one height are joined from left to right."""
    rows: list[list[PdfLine]] = []
    for one in sorted(lines, key=lambda one: -one.base):
        if rows and rows[-1][0].base - one.base <= _SAME_ROW * max(
            min(one.size, rows[-1][0].size), 1.0
        ):
            rows[-1].append(one)
        else:
            rows.append([one])
    return [_joined(sorted(row, key=lambda one: one.left), column) for row in rows]


def _joined(row: Sequence[PdfLine], column: int) -> PdfLine:
    if len(row) == 1:
        return row[0]._replace(column=column)
    longest = max(row, key=lambda one: len(one.text))
    return longest._replace(
        text=" ".join(one.text for one in row),
        left=row[0].left,
        right=max(one.right for one in row),
        bold=all(one.bold for one in row),
        column=column,
    )


def without_heads(pages: Sequence[tuple[PdfPage, list[PdfLine]]]) -> list[list[PdfLine]]:
    """Return the lines of pages without running heads, running feet and page numbers.

    Args:
        pages: each with its lines in reading order.
    """
    edges = [_edges(page, lines) for page, lines in pages]
    seen: Counter[str] = Counter()
    for lines in edges:
        seen.update({_shape(one.text) for one in lines})
    # On left and right pages they differ; on the first page they are often others.
    often = {shape for shape, count in seen.items() if count >= max(2, min(len(pages) // 5, 8))}
    found = []
    for (_, lines), edge in zip(pages, edges, strict=True):
        gone = {
            id(one)
            for one in edge
            if _shape(one.text) in often or _PAGE_NUMBER.fullmatch(one.text) is not None
        }
        found.append([one for one in lines if id(one) not in gone])
    return found


def _edges(page: PdfPage, lines: list[PdfLine]) -> list[PdfLine]:
    height = page.height
    by_height = sorted(lines, key=lambda one: -one.base)
    top = [one for one in by_height[:_HEAD_LINES] if one.base > height * (1 - _EDGE)]
    low = [one for one in by_height[-_HEAD_LINES:] if one.base < height * _EDGE]
    return [*top, *low]


def _shape(text: str) -> str:
    return _DIGITS.sub("#", text.casefold())[:200]
