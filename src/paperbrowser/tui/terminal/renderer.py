"""Sends to the terminal only the cells that differ from what it already shows.

Textual repaints whole regions, blanks included, and several times at start: 14.4 kB for the first picture at
80x24 against 2.3 kB from here, 2.7 kB a step through the list against 0.5. `Renderer` keeps a copy of the
terminal's screen and turns each repaint into a short sequence: unchanged cells are skipped, trailing blanks
erased, lines that moved are scrolled, styles sent when they change. A line with wide characters, or with
those whose width terminals disagree on, is sent whole.

This is the last step before the terminal, so characters that it lacks are replaced here (see `charset`).
The setting `renderer = "textual"` turns all of it off.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from operator import is_not, ne
from typing import NamedTuple

from rich._palettes import EIGHT_BIT_PALETTE, STANDARD_PALETTE
from rich.cells import split_graphemes
from rich.color import Color, ColorSystem
from rich.style import Style
from textual.geometry import Offset, Size
from textual.strip import Strip

from paperbrowser.tui.terminal.charset import likeness
from paperbrowser.tui.terminal.widths import certain, widest_grapheme

Pieces = list[tuple[int, Strip]]  # of one line: the column that each strip starts at, and the strip

_WORTH_A_SCROLL = 60  # cells
_SKIP = 5  # a run of unchanged cells up to this long is cheaper to send again than to jump over


def terminal_size() -> Size | None:
    """Return the current size of the terminal that is drawn on; None if it is unknown."""
    try:
        columns, rows = os.get_terminal_size(sys.__stderr__.fileno())  # type: ignore[union-attr]
    except OSError:
        return None
    return Size(columns, rows) if columns and rows else None


class _CellStyle(NamedTuple):
    """The look of a cell: SGR parameters ("1;34") and the target of a hyperlink."""

    sgr: str
    link: str


_PLAIN = _CellStyle("", "")


@cache
def _shows_on_blanks(style: _CellStyle) -> bool:
    """Whether a blank in a style looks different from a plain one; bold, dim, italics and colour do not."""
    codes = iter(style.sgr.split(";") if style.sgr else ())
    for code in codes:
        if code == "38":
            skipped = 1 if next(codes, "") == "5" else 3
            for _ in range(skipped):
                next(codes, "")
        elif not (code in {"1", "2", "3"} or (len(code) == 2 and code[0] in "39")):
            return True
    return bool(style.link)


class _ScreenLine:
    """One line of the terminal: a text and a style for each cell.

    The second cell of a wide character holds "". Styles are compared by identity (see `Renderer._interned`).

    Attributes:
        texts: the character or grapheme of each cell.
        styles: the style of each cell.
        single_width: whether every cell is one character of width 1.
    """

    __slots__ = ("single_width", "styles", "texts")

    def __init__(self, texts: list[str], styles: list[_CellStyle], *, single_width: bool) -> None:
        self.texts = texts
        self.styles = styles
        self.single_width = single_width

    @classmethod
    def blank(cls, width: int) -> "_ScreenLine":
        return cls([" "] * width, [_PLAIN] * width, single_width=True)

    def same(self, other: "_ScreenLine") -> bool:
        return self.texts == other.texts and self.styles == other.styles

    def copy(self) -> "_ScreenLine":
        return _ScreenLine(self.texts.copy(), self.styles.copy(), single_width=self.single_width)

    def plain_end(self) -> None:
        """Make the blanks at the end plain where their style does not show, so that they can be erased."""
        at = len(self.texts) - 1
        while at >= 0 and self.texts[at] == " " and not _shows_on_blanks(self.styles[at]):
            self.styles[at] = _PLAIN
            at -= 1

    def blank_from(self) -> int:
        """Return the first cell from which on all are blank and plain."""
        end = len(self.texts)
        while end and self.texts[end - 1] == " " and self.styles[end - 1] is _PLAIN:
            end -= 1
        return end


class Renderer:
    """A copy of the terminal's screen as last sent, and the sequences that bring it up to date.

    Attributes:
        started: whether anything was sent so far.
    """

    def __init__(
        self, *, colored: bool = True, charset: str | None = None, links: bool = True
    ) -> None:
        """Begin with a screen whose content is unknown.

        Args:
            colored: whether to send colours.
            charset: the encoding whose characters the terminal shows; None for all of Unicode.
            links: whether to send hyperlinks (OSC 8).
        """
        self._colored = colored
        self._charset = charset
        self._links = links
        self._likeness: dict[str, str] = {}
        self._size = Size(0, 0)
        self.started = False
        self._lines: list[_ScreenLine] = []
        self._cursor: Offset | None = None
        self._cell_styles: dict[tuple[Style, ColorSystem], _CellStyle] = {}
        self._interned: dict[_CellStyle, _CellStyle] = {_PLAIN: _PLAIN}

    def forget(self) -> None:
        """Take the content of the screen for unknown: the next update clears it first."""
        self._size = Size(0, 0)

    @property
    def size(self) -> Size:
        """Size of the screen that the copy is of; zero when unknown, and then the next update is whole."""
        return self._size

    def encode(
        self,
        lines: Iterable[tuple[int, Pieces]],
        size: Size,
        colors: ColorSystem,
        cursor: Offset | None = None,
    ) -> str:
        """Return the characters that bring the terminal up to date with a repaint.

        Args:
            lines: the repaint: for each line that it touches the number from the top, and what to paint.
            size: of the terminal, in cells.
            colors: how many colours it has.
            cursor: where to leave its cursor; None for anywhere.

        Returns:
            Text with escape sequences; "" if the terminal shows all of it already.
        """
        out: list[str] = []
        self.started = True
        if size != self._size:
            self._size = size
            self._lines = [_ScreenLine.blank(size.width) for _ in range(size.height)]
            self._cursor = None
            out.append("\x1b[2J")
        changed: dict[int, _ScreenLine] = {}
        for y, pieces in lines:
            if not 0 <= y < size.height:
                continue
            shown = self._lines[y]
            wanted = shown.copy()
            for x, strip in pieces:
                self._paint(wanted, x, strip, colors)
            wanted.plain_end()
            if not wanted.same(shown):
                wanted.single_width = wanted.single_width or all(
                    certain(text, 1) for text in wanted.texts
                )
                changed[y] = wanted
        if scroll := _best_scroll(self._lines, changed):
            out.append(scroll.sequence)
            scroll.move(self._lines)
        writer = _SequenceWriter(size.width)
        for y in sorted(changed):
            if not changed[y].same(self._lines[y]):
                writer.line(y, self._lines[y], changed[y])
                self._lines[y] = changed[y]
        writer.finish()
        if cursor is not None and (out or writer.out or cursor != self._cursor):
            writer.move(*cursor)
            self._cursor = cursor
        return "".join(out + writer.out)

    def _paint(self, line: _ScreenLine, x: int, strip: Strip, colors: ColorSystem) -> None:
        width = len(line.texts)
        for text, style, control in strip:
            if control:
                continue
            cell_style = _PLAIN if style is None else self._cell_style(style, colors)
            if text.isascii():
                if x >= 0 and x + len(text) <= width:
                    line.texts[x : x + len(text)] = text
                    line.styles[x : x + len(text)] = [cell_style] * len(text)
                    x += len(text)
                    continue
                cells: Iterable[tuple[str, int]] = ((char, 1) for char in text)
            else:
                cells = ((text[start:end], w) for start, end, w in split_graphemes(text)[0])
                if self._charset is not None:
                    cells = self._encodable(cells, self._charset)
            for char, cell_width in cells:
                if not cell_width and x > 0:  # a mark that was cut off from its letter
                    owner = next((n for n in range(min(x, width) - 1, 0, -1) if line.texts[n]), 0)
                    line.texts[owner] += char
                if not certain(char, cell_width):
                    line.single_width = False
                for offset in range(cell_width):
                    if 0 <= x + offset < width:
                        line.texts[x + offset] = "" if offset else char
                        line.styles[x + offset] = cell_style
                x += cell_width

    def _encodable(
        self, cells: Iterable[tuple[str, int]], charset: str
    ) -> Iterator[tuple[str, int]]:
        """Replace what the terminal lacks by its likeness."""
        for char, width in cells:
            if char.isascii():
                yield char, width
                continue
            like = self._likeness.get(char)
            if like is None:
                like = self._likeness[char] = likeness(char, width, charset)
            if len(like) == width:
                yield from ((part, 1) for part in like)
            else:
                yield like, width

    def _cell_style(self, style: Style, colors: ColorSystem) -> _CellStyle:
        key = (style, colors)
        found = self._cell_styles.get(key)
        if found is None:
            parameters = [Strip.render_ansi(style.without_color, colors)]
            for color, foreground in ((style.color, True), (style.bgcolor, False)):
                if self._colored and color is not None and not color.is_default:
                    parameters.extend(_nearest(color, colors).get_ansi_codes(foreground))
            link = _ascii_link(style.link) if self._links else ""
            found = _CellStyle(";".join(filter(None, parameters)), link)
            found = self._cell_styles[key] = self._interned.setdefault(found, found)
        return found


class _SequenceWriter:
    """Collects output for a terminal, keeping track of its cursor and of the style in force."""

    def __init__(self, width: int) -> None:
        self.out: list[str] = []
        self._width = width
        self._x = self._y = -1
        self._style = _PLAIN

    def line(self, y: int, shown: _ScreenLine, wanted: _ScreenLine) -> None:
        """Bring line `y` from `shown` to `wanted`."""
        end = wanted.blank_from()
        if shown.single_width and wanted.single_width:
            erase = shown.blank_from() - end > 3
            for start, stop in _changes(shown, wanted, end if erase else self._width):
                self.move(start, y)
                self._write(wanted, start, stop)
        else:
            self._whole(y, wanted)
            return
        if erase and end < self._width:
            self.move(end, y)
            self._use(_PLAIN)
            self.out.append("\x1b[K")

    def finish(self) -> None:
        """Leave the terminal in its plain style."""
        self._use(_PLAIN)

    def move(self, x: int, y: int) -> None:
        """Put the cursor on a cell."""
        if (x, y) == (self._x, self._y):
            return
        if y == self._y and 0 <= self._x < x:
            gap = x - self._x
            self.out.append(f"\x1b[{gap}C" if gap > 1 else "\x1b[C")
        elif x == 0 and y == self._y + 1 and self._y >= 0:
            self.out.append("\r\n")
        else:
            self.out.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")
        self._x, self._y = x, y

    def _whole(self, y: int, line: _ScreenLine) -> None:
        """Write a line with graphemes of uncertain width, so that none is written over another.

        Behind such a grapheme the column is named again only where the text so far cannot reach it.
        """
        ground = line.styles[-1]
        end = self._width
        while end and line.texts[end - 1] == " " and line.styles[end - 1] is ground:
            end -= 1
        self.move(0, y)
        self._use(ground)
        self.out.append("\x1b[K" if ground is _PLAIN else " " * self._width + "\r")
        x = reach = 0  # of what was written so far, at most
        known = True  # whether the cursor is in column x
        while x < end:
            if not known:
                word = next((n for n in range(x, end) if line.texts[n] != " "), end)
                for blank in range(x, word):
                    self._use(line.styles[blank])
                    self.out.append(" ")
                if known := word >= reach + (word > x):  # a blank between words stays
                    self.out.append(f"\x1b[{word + 1}G")
                else:
                    reach += word - x
                x = word
                if x == end:
                    break
            text = line.texts[x]
            cells = 1
            while x + cells < self._width and not line.texts[x + cells]:
                cells += 1
            self._use(line.styles[x])
            self.out.append(text)
            most = widest_grapheme(text, cells)
            reach = (x if known else reach) + most
            known = known and most == cells and len(text) == 1
            if len(text) > 1:  # some terminals drop what follows a mark up to the next sequence
                self.out.append(f"\x1b[{line.styles[x].sgr}m")
            x += cells
        self._x = -1

    def _write(self, line: _ScreenLine, start: int, stop: int) -> None:
        at = start
        while at < stop:
            style = line.styles[at]
            run = at + 1
            while run < stop and line.styles[run] is style:
                run += 1
            self._use(style)
            self.out.append("".join(line.texts[at:run]))
            at = run
        # After the last column some terminals stay in it and others wrap: the position is unknown.
        self._x = stop if stop < self._width else -1

    def _use(self, style: _CellStyle) -> None:
        if style is self._style:
            return
        if style.link != self._style.link:
            self.out.append(f"\x1b]8;;{style.link}\x1b\\")
        if style.sgr != self._style.sgr:
            if not style.sgr:
                self.out.append("\x1b[m")
            elif not self._style.sgr:
                self.out.append(f"\x1b[{style.sgr}m")
            else:
                self.out.append(f"\x1b[0;{style.sgr}m")
        self._style = style


def _nearest(color: Color, colors: ColorSystem) -> Color:
    """Return the nearest colour that a terminal has; its first sixteen are taken for the usual ones."""
    wanted = color.triplet
    if wanted is None or colors is ColorSystem.TRUECOLOR:
        return color.downgrade(colors)

    def distance(number: int) -> int:
        return sum((a - b) ** 2 for a, b in zip(wanted, palette[number], strict=True))

    if colors is ColorSystem.STANDARD:
        palette = STANDARD_PALETTE
        return Color.from_ansi(min(range(16), key=distance))
    palette = EIGHT_BIT_PALETTE
    return Color.from_ansi(min(range(16, 256), key=distance))


class _Scroll(NamedTuple):
    """A move of the lines from `top` to `bottom` by one, `up` or down; a blank line comes in."""

    top: int
    bottom: int
    up: bool

    @property
    def sequence(self) -> str:
        """Margins set, a step over the edge, margins reset: any terminal since the VT100 scrolls by this."""
        margins = f"\x1b[{self.top + 1};{self.bottom + 1}r"
        step = f"\x1b[{self.bottom + 1}H\n" if self.up else f"\x1b[{self.top + 1}H\x1bM"
        return f"{margins}{step}\x1b[r"

    def move(self, lines: list[_ScreenLine]) -> None:
        blank = _ScreenLine.blank(len(lines[self.top].texts))
        if self.up:
            lines[self.top : self.bottom + 1] = [*lines[self.top + 1 : self.bottom + 1], blank]
        else:
            lines[self.top : self.bottom + 1] = [blank, *lines[self.top : self.bottom]]


def _best_scroll(shown: list[_ScreenLine], changed: dict[int, _ScreenLine]) -> _Scroll | None:
    """Return the scroll that saves the most cells; None if none saves enough."""
    best, saved = None, _WORTH_A_SCROLL
    ys = sorted(changed)
    start = 0
    for at in range(1, len(ys) + 1):
        if at < len(ys) and ys[at] == ys[at - 1] + 1:
            continue
        top, bottom = ys[start], ys[at - 1]
        start = at
        if bottom - top < 2:
            continue
        before = sum(_distance(shown[y], changed[y]) for y in range(top, bottom + 1))
        for up in (True, False):
            moved = [_ScreenLine.blank(len(shown[top].texts))]
            moved = shown[top + 1 : bottom + 1] + moved if up else moved + shown[top:bottom]
            after = sum(_distance(line, changed[y]) for y, line in enumerate(moved, top))
            if before - after > saved:
                best, saved = _Scroll(top, bottom, up), before - after
    return best


def _distance(line: _ScreenLine, other: _ScreenLine) -> int:
    """Count the cells that differ."""
    texts = sum(map(ne, line.texts, other.texts))
    return texts or sum(map(is_not, line.styles, other.styles))


def _ascii_link(url: str | None) -> str:
    """Return `url` with other than ASCII characters as percent signs and digits, as OSC 8 wants it."""
    return "".join(
        char if "!" <= char <= "~" else "".join(f"%{byte:02X}" for byte in char.encode())
        for char in url or ""
    )


def _changes(shown: _ScreenLine, wanted: _ScreenLine, end: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of cells before `end` that differ, joined where the gap between them is short."""
    start = stop = -1
    cells = zip(shown.texts[:end], wanted.texts, shown.styles, wanted.styles, strict=False)
    for x, (old_text, text, old_style, style) in enumerate(cells):
        if old_text == text and old_style is style:
            continue
        if start >= 0 and x - stop <= _SKIP and _one_style(wanted, stop - 1, x):
            stop = x + 1
            continue
        if start >= 0:
            yield start, stop
        start, stop = x, x + 1
    if start >= 0:
        yield start, stop


def _one_style(line: _ScreenLine, start: int, stop: int) -> bool:
    style = line.styles[start]
    return all(other is style for other in line.styles[start + 1 : stop + 1])
