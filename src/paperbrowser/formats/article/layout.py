"""Lines of pages in reading order, without running heads and page numbers. Pure functions."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W{0,3}(?:page\s+)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?\W{0,3}", re.IGNORECASE
)
_FEWEST_LINES = 6  # of a column
_FEWEST_STARTS = 3  # of lines at its left side: in a list of references most lines are indented
_FEWEST_LETTERS = 12  # of its lines on average
_SAME_ROW = 0.35  # of the font size
_NARROWEST = 6.0  # points between two columns
_WHOLE = 0, 100_000  # the sides of a page
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
        bold: most of it is.
        page: from 1 on.
        column: 0 for what goes over the whole width, else 1, 2.
        font: of most of it.
        last: the font of its last letter.
    """

    text: str
    left: float
    base: float
    right: float
    size: float
    bold: bool
    page: int
    column: int = 0
    font: str = ""
    last: str = ""


class PdfPage(NamedTuple):
    """A page: its size in points, and its lines as PDFium gives them."""

    width: float
    height: float
    lines: tuple[PdfLine, ...]


def ordered(page: PdfPage) -> list[PdfLine]:
    """Return the lines of a page in reading order, those at one height within a column as one."""
    columns: dict[tuple[int, int], int] = {_WHOLE: 0}
    lines = sorted(page.lines, key=lambda one: -one.base)
    return [
        one for region, column in _regions(lines, _WHOLE, columns) for one in _rows(region, column)
    ]


def _regions(
    lines: list[PdfLine], sides: tuple[int, int], columns: dict[tuple[int, int], int]
) -> Iterator[tuple[list[PdfLine], int]]:
    """Yield the parts of a page in reading order, each with the number of its column.

    Args:
        lines: of a part of a page, from top to bottom.
        sides: between which it lies.
        columns: the number for each pair of sides; new ones are added.
    """
    band = _band(lines)
    if band is None:
        if lines:
            yield lines, columns.setdefault(sides, len(columns))
        return
    gutter, first, last = band
    yield from _regions(lines[:first], sides, columns)
    inside = lines[first:last]
    for within, part in (
        ((sides[0], gutter), [one for one in inside if one.right <= gutter + 2]),
        ((gutter, sides[1]), [one for one in inside if one.right > gutter + 2]),
    ):
        yield from _regions(part, within, columns)
    yield from _regions(lines[last:], sides, columns)


def _band(lines: list[PdfLine]) -> tuple[int, int, int] | None:
    """Return the largest part of lines that stands in two columns; None if there is none.

    Returns:
        where the right column begins, and the places of the first line and behind the last one.
    """
    if len(lines) < 2 * _FEWEST_LINES:
        return None
    # A column begins where many lines do.
    starts = Counter(round(one.left / 2) * 2 for one in lines)
    best, found = 0, None
    for start, count in starts.items():
        if count + starts[start + 2] + starts[start - 2] < _FEWEST_STARTS:
            continue
        for first, last in _between(lines, start):
            gutter, size = _columns(lines[first:last], start)
            if size > best:
                best, found = size, (gutter, first, last)
    return found


def _between(lines: list[PdfLine], start: float) -> Iterator[tuple[int, int]]:
    """Yield the runs of lines of which none goes over a place."""
    first = 0
    edge = start - 3
    for at, one in enumerate(lines):
        if one.left < edge - 1 and one.right > edge + 1:
            if at - first >= 2 * _FEWEST_LINES:
                yield first, at
            first = at + 1
    if len(lines) - first >= 2 * _FEWEST_LINES:
        yield first, len(lines)


def _columns(lines: list[PdfLine], start: float) -> tuple[int, int]:
    """Return where the right one of two columns begins, and their lines; 0 lines if they are none."""
    edge = start - 3
    left = [one for one in lines if one.right <= edge + 1]
    right = [one for one in lines if one.right > edge + 1]
    for side in left, right:
        # Both are full of text, unlike the cells of a table.
        if len({round(one.base) for one in side}) < _FEWEST_LINES:
            return 0, 0
        if sum(len(one.text) for one in side) < _FEWEST_LETTERS * len(side):
            return 0, 0
    ends = sorted(one.right for one in left)
    if start - ends[-1] < _NARROWEST and start - ends[len(ends) * 9 // 10] < _NARROWEST:
        return 0, 0
    return round(edge), len(lines)


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
    return [
        _joined(part, column)
        for row in rows
        for part in _apart(sorted(row, key=lambda one: one.left))
    ]


def _apart(row: list[PdfLine]) -> Iterator[list[PdfLine]]:
    """Yield what belongs together of a row: a title and what stands in the margin beside it are apart."""
    begin = 0
    for at in range(1, len(row)):
        one, other = row[at - 1], row[at]
        small, large = sorted((one.size, other.size))
        if large > 1.25 * small and other.left - one.right > 1.5 * large:
            yield row[begin:at]
            begin = at
    yield row[begin:]


def _joined(row: Sequence[PdfLine], column: int) -> PdfLine:
    if len(row) == 1:
        return row[0]._replace(column=column)
    longest = max(row, key=lambda one: len(one.text))
    return longest._replace(
        text=" ".join(one.text for one in row),
        left=row[0].left,
        right=max(one.right for one in row),
        bold=all(one.bold for one in row),
        last=row[-1].last,
        column=column,
    )


def without_heads(pages: Sequence[tuple[PdfPage, list[PdfLine]]]) -> list[list[PdfLine]]:
    """Return the lines of pages without running heads, running feet and page numbers.

    Args:
        pages: each with its lines in reading order.
    """
    edges = [_edges(page, lines) for page, lines in pages]
    seen: Counter[tuple[str, int]] = Counter()
    for lines in edges:
        seen.update({_shape(one) for one in lines})
    # On left and right pages they differ; on the first page they are often others.
    often = {shape for shape, count in seen.items() if count >= max(2, min(len(pages) // 5, 8))}
    found = []
    for (_, lines), edge in zip(pages, edges, strict=True):
        gone = {
            id(one)
            for one in edge
            if _shape(one) in often or _PAGE_NUMBER.fullmatch(one.text) is not None
        }
        found.append([one for one in lines if id(one) not in gone])
    return found


def _edges(page: PdfPage, lines: list[PdfLine]) -> list[PdfLine]:
    height = page.height
    by_height = sorted(lines, key=lambda one: -one.base)
    top = [one for one in by_height[:_HEAD_LINES] if one.base > height * (1 - _EDGE)]
    low = [one for one in by_height[-_HEAD_LINES:] if one.base < height * _EDGE]
    return [*top, *low]


def _shape(one: PdfLine) -> tuple[str, int]:
    """Return what running heads have in common; the title may be one, but is larger itself."""
    return _DIGITS.sub("#", one.text.casefold())[:200], round(one.size)
