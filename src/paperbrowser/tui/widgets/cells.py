"""Fit text into terminal cells: cut, pad and wrap by the most cells that a terminal may give to it."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, split_graphemes
from rich.segment import Segment
from rich.style import Style

from paperbrowser.papers.patterns import pattern
from paperbrowser.tui.terminal.widths import widest

Span = tuple[int, int]  # characters: start, end

_TOKEN = pattern(r"\n|[^\S\n]+|\S+")


def cut(text: str, width: int) -> str:
    """Return `text` in at most `width` cells, with an ellipsis where something is missing."""
    if widest(text) <= width:
        return text
    if width <= 0:
        return ""
    return text[: _fitting(text, width - 1)] + "…"


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return `text` cut and padded to exactly `width` cells, at their left end or at the `right`."""
    text = cut(text, width)
    padding = " " * (width - cell_len(text))
    return padding + text if right else text + padding


def excerpt(text: str, spans: Sequence[Span], width: int) -> tuple[str, list[Span]]:
    """Return a part of `text` around the first of `spans`.

    Args:
        text: the text.
        spans: of characters to show, at least one.
        width: of the part, in cells.

    Returns:
        The part, and the spans counted from its beginning.
    """
    first, last = spans[0]
    start = max(0, first - max(0, width - (last - first)) // 3)
    if start:  # begin at a word, if there is one
        start = text.find(" ", start, first) + 1 or first
    before = "…" if start else ""
    # A cell holds few characters, and texts can be long.
    part = before + text[start : start + width * 2].replace("\n", " ")
    moved = start - len(before)
    return cut(part, width), [(first - moved, last - moved) for first, last in spans]


def marked(text: str, spans: Sequence[Span], style: Style, mark: Style) -> list[Segment]:
    """Return `text` as segments, with some parts in another style.

    Args:
        text: the text.
        spans: of characters in the style `mark`; they may reach beyond the text.
        style: of all the others.
        mark: of the spans.
    """
    segments, at = [], 0
    for first, last in spans:
        start, end = max(first, at), min(last, len(text))
        if start < end:
            segments += [Segment(text[at:start], style), Segment(text[start:end], mark)]
            at = end
    return [segment for segment in [*segments, Segment(text[at:], style)] if segment.text]


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Break `text` into lines of at most `width` cells, between words where possible.

    Returns:
        (start, end) of each line in `text`, without the blanks at a break.
    """
    width = max(width, 2)  # a wide character needs two
    lines: list[tuple[int, int]] = []
    start = end = used = 0
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word == "\n":
            lines.append((start, end))
            start = end = token.end()
            used = 0
            continue
        if word.isspace():
            if end == start:  # blanks at the start of a line are not shown
                start = end = token.end()
            else:
                used += len(word)
            continue
        for piece_start, piece_end in _pieces(word, token.start(), width):
            length = widest(text[piece_start:piece_end])
            if used + length > width and end > start:
                lines.append((start, end))
                start, used = piece_start, 0
            used += length
            end = piece_end
    lines.append((start, end))
    return lines


def _pieces(word: str, at: int, width: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a word that may be broken apart: at wide characters, and where it is too long.

    Args:
        word: the word.
        at: its place in the text.
        width: of a line, in cells.

    Yields:
        (start, end) in the text.
    """
    if len(word) <= width and widest(word) <= len(word):
        yield at, at + len(word)
        return
    start = used = 0
    for begin, end, cells in split_graphemes(word)[0]:
        length = max(cells, widest(word[begin:end]))
        if begin > start and (cells == 2 or used + length > width):
            yield at + start, at + begin
            start, used = begin, 0
        used += length
    yield at + start, at + len(word)


def _fitting(text: str, width: int) -> int:
    """Count the characters of `text` that fit in `width` cells."""
    used = 0
    # A cell holds few characters; without a bound a title of a megabyte would be split for its first line.
    for start, end, cells in split_graphemes(text[: width * 8 + 16])[0]:
        length = max(cells, widest(text[start:end]))
        if used + length > width:
            return start
        used += length
    return min(len(text), width * 8 + 16)
