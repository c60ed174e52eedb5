"""What goes over the line: only the cells that differ from what the terminal already shows.

Textual repaints whole regions, blanks included, and several times at start. `Wire` keeps a copy of the
terminal's screen and turns each repaint into the shortest sequence it knows: unchanged cells are skipped,
trailing blanks erased, styles sent when they change. What cannot be compared cell by cell (wide characters
and emoji, whose width terminals disagree on) is sent as the whole line.

This is the last step before the terminal: what its encoding or font lacks is replaced here (see `glyphs`).
"""

import os
import sys
from collections.abc import Iterable, Iterator
from operator import is_not, ne
from typing import NamedTuple

from rich.cells import split_graphemes
from rich.color import ColorSystem
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

from paperbrowser.tui.terminal.charset import likeness

_WORTH_A_SCROLL = 60  # cells
_SKIP = 5  # a run of unchanged cells up to this long is cheaper to send again than to jump over


def terminal_size() -> Size | None:
    """The size of the terminal that is drawn on, at this moment; None if it does not tell."""
    try:
        columns, rows = os.get_terminal_size(sys.__stderr__.fileno())  # type: ignore[union-attr]
    except OSError:
        return None
    return Size(columns, rows) if columns and rows else None


class _Pen(NamedTuple):
    """How a cell is drawn: SGR parameters ("1;34") and the target of a hyperlink."""

    sgr: str
    link: str


_PLAIN = _Pen("", "")


class _Line:
    """One line of the terminal: a text and a pen for each cell.

    The second cell of a wide character holds "". `simple` tells that every cell is one character of width 1.
    """

    __slots__ = ("pens", "simple", "texts")

    def __init__(self, texts: list[str], pens: list[_Pen], *, simple: bool) -> None:
        self.texts = texts
        self.pens = pens
        self.simple = simple

    @classmethod
    def blank(cls, width: int) -> "_Line":
        return cls([" "] * width, [_PLAIN] * width, simple=True)

    def same(self, other: "_Line") -> bool:
        return self.texts == other.texts and self.pens == other.pens

    def copy(self) -> "_Line":
        return _Line(self.texts.copy(), self.pens.copy(), simple=self.simple)

    def blank_from(self) -> int:
        """The first cell from which on all are blank and plain."""
        end = len(self.texts)
        while end and self.texts[end - 1] == " " and self.pens[end - 1] is _PLAIN:
            end -= 1
        return end


class Wire:
    """The terminal's screen as last sent, and the way to bring it up to date."""

    def __init__(
        self, *, colored: bool = True, charset: str | None = None, links: bool = True
    ) -> None:
        """Send colours or none, all of Unicode or what `charset` has, hyperlinks or none."""
        self._colored = colored
        self._charset = charset
        self._links = links
        self._likeness: dict[str, str] = {}
        self._size = Size(0, 0)
        self.started = False  # whether anything was ever sent
        self._lines: list[_Line] = []
        self._pens: dict[tuple[Style, ColorSystem], _Pen] = {}
        self._interned: dict[_Pen, _Pen] = {_PLAIN: _PLAIN}

    def forget(self) -> None:
        """The terminal may show anything now: the next update starts from a cleared screen."""
        self._size = Size(0, 0)

    @property
    def size(self) -> Size:
        """Of the terminal whose picture is known; zero when none is: the next update must be a whole one."""
        return self._size

    def encode(self, update: CompositorUpdate, size: Size, colors: ColorSystem) -> str:
        """The characters that bring a terminal of `size` up to date with `update`; "" if it already is."""
        out: list[str] = []
        self.started = True
        if size != self._size:
            self._size = size
            self._lines = [_Line.blank(size.width) for _ in range(size.height)]
            out.append("\x1b[2J")
        changed: dict[int, _Line] = {}
        for y, pieces in _pieces_by_line(update):
            if not 0 <= y < size.height:
                continue
            shown = self._lines[y]
            wanted = shown.copy()
            for x, strip in pieces:
                self._paint(wanted, x, strip, colors)
            if not wanted.same(shown):
                wanted.simple = wanted.simple or all(len(text) == 1 for text in wanted.texts)
                changed[y] = wanted
        if scroll := _scroll(self._lines, changed):
            out.append(scroll.sequence)
            scroll.move(self._lines)
        writer = _Writer(size.width)
        for y in sorted(changed):
            if not changed[y].same(self._lines[y]):
                writer.line(y, self._lines[y], changed[y])
                self._lines[y] = changed[y]
        writer.finish()
        return "".join(out + writer.out)

    def _paint(self, line: _Line, x: int, strip: Strip, colors: ColorSystem) -> None:
        width = len(line.texts)
        for text, style, control in strip:
            if control:
                continue
            pen = _PLAIN if style is None else self._pen(style, colors)
            if text.isascii():
                if x >= 0 and x + len(text) <= width:
                    line.texts[x : x + len(text)] = text
                    line.pens[x : x + len(text)] = [pen] * len(text)
                    x += len(text)
                    continue
                cells: Iterable[tuple[str, int]] = ((char, 1) for char in text)
            else:
                cells = ((text[start:end], w) for start, end, w in split_graphemes(text)[0])
                if self._charset is not None:
                    cells = self._legible(cells, self._charset)
            for char, cell_width in cells:
                if cell_width != 1 or len(char) != 1:
                    line.simple = False
                for offset in range(cell_width):
                    if 0 <= x + offset < width:
                        line.texts[x + offset] = "" if offset else char
                        line.pens[x + offset] = pen
                x += cell_width

    def _legible(self, cells: Iterable[tuple[str, int]], charset: str) -> Iterator[tuple[str, int]]:
        """The same cells with what the terminal has for them."""
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

    def _pen(self, style: Style, colors: ColorSystem) -> _Pen:
        key = (style, colors)
        pen = self._pens.get(key)
        if pen is None:
            parameters = [Strip.render_ansi(style.without_color, colors)]
            for color, foreground in ((style.color, True), (style.bgcolor, False)):
                if self._colored and color is not None and not color.is_default:
                    parameters.extend(color.downgrade(colors).get_ansi_codes(foreground))
            pen = _Pen(
                ";".join(filter(None, parameters)), _ascii_link(style.link) if self._links else ""
            )
            pen = self._pens[key] = self._interned.setdefault(pen, pen)
        return pen


class _Writer:
    """Collects output for a terminal, keeping track of its cursor and pen."""

    def __init__(self, width: int) -> None:
        self.out: list[str] = []
        self._width = width
        self._x = self._y = -1
        self._pen = _PLAIN

    def line(self, y: int, shown: _Line, wanted: _Line) -> None:
        """Bring line `y` from `shown` to `wanted`."""
        end = wanted.blank_from()
        if shown.simple and wanted.simple:
            erase = shown.blank_from() - end > 3
            for start, stop in _changes(shown, wanted, end if erase else self._width):
                self._move(start, y)
                self._write(wanted, start, stop)
        else:
            erase = True
            self._move(0, y)
            self._write(wanted, 0, end)
            self._x = -1  # where the cursor is depends on the widths that the terminal gave
        if erase and end < self._width:
            self._move(end, y)
            self._use(_PLAIN)
            self.out.append("\x1b[K")

    def finish(self) -> None:
        """Leave the terminal with its plain pen."""
        self._use(_PLAIN)

    def _move(self, x: int, y: int) -> None:
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

    def _write(self, line: _Line, start: int, stop: int) -> None:
        at = start
        while at < stop:
            pen = line.pens[at]
            run = at + 1
            while run < stop and line.pens[run] is pen:
                run += 1
            self._use(pen)
            self.out.append("".join(line.texts[at:run]) if line.simple else _aligned(line, at, run))
            at = run
        # In the last column some terminals stay, others wrap: the cursor is nowhere then.
        self._x = stop if stop < self._width else -1

    def _use(self, pen: _Pen) -> None:
        if pen is self._pen:
            return
        if pen.link != self._pen.link:
            self.out.append(f"\x1b]8;;{pen.link}\x1b\\")
        if pen.sgr != self._pen.sgr:
            if not pen.sgr:
                self.out.append("\x1b[m")
            elif not self._pen.sgr:
                self.out.append(f"\x1b[{pen.sgr}m")
            else:
                self.out.append(f"\x1b[0;{pen.sgr}m")
        self._pen = pen


class _Scroll(NamedTuple):
    """The lines from `top` to `bottom` move up by one, or down; a blank one comes in."""

    top: int
    bottom: int
    up: bool

    @property
    def sequence(self) -> str:
        """Margins set, a step over the edge, margins reset: how any terminal since the VT100 scrolls."""
        margins = f"\x1b[{self.top + 1};{self.bottom + 1}r"
        step = f"\x1b[{self.bottom + 1}H\n" if self.up else f"\x1b[{self.top + 1}H\x1bM"
        return f"{margins}{step}\x1b[r"

    def move(self, lines: list[_Line]) -> None:
        blank = _Line.blank(len(lines[self.top].texts))
        if self.up:
            lines[self.top : self.bottom + 1] = [*lines[self.top + 1 : self.bottom + 1], blank]
        else:
            lines[self.top : self.bottom + 1] = [blank, *lines[self.top : self.bottom]]


def _scroll(shown: list[_Line], changed: dict[int, _Line]) -> _Scroll | None:
    """The scroll that makes most of the changed lines what they are to be, if one saves anything."""
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
        as_it_is = sum(_distance(shown[y], changed[y]) for y in range(top, bottom + 1))
        for up in (True, False):
            moved = [_Line.blank(len(shown[top].texts))]
            moved = shown[top + 1 : bottom + 1] + moved if up else moved + shown[top:bottom]
            after = sum(_distance(line, changed[y]) for y, line in enumerate(moved, top))
            if as_it_is - after > saved:
                best, saved = _Scroll(top, bottom, up), as_it_is - after
    return best


def _distance(line: _Line, other: _Line) -> int:
    """How many cells differ."""
    texts = sum(map(ne, line.texts, other.texts))
    return texts or sum(map(is_not, line.pens, other.pens))


def _ascii_link(url: str | None) -> str:
    """`url` as OSC 8 wants it: other characters as percent signs and digits."""
    return "".join(
        char if "!" <= char <= "~" else "".join(f"%{byte:02X}" for byte in char.encode())
        for char in url or ""
    )


def _aligned(line: _Line, start: int, stop: int) -> str:
    """The text of cells whose width terminals disagree on: the column is named anew behind each such run."""
    parts: list[str] = []
    odd = False
    for x in range(start, stop):
        text = line.texts[x]
        if odd and len(text) == 1 and (x + 1 == len(line.texts) or line.texts[x + 1]):
            parts.append(f"\x1b[{x + 1}G")
            odd = False
        odd = odd or len(text) != 1
        parts.append(text)
    if odd and stop < len(line.texts):
        parts.append(f"\x1b[{stop + 1}G")
    return "".join(parts)


def _changes(shown: _Line, wanted: _Line, end: int) -> Iterator[tuple[int, int]]:
    """Runs of cells before `end` that differ, joined where the gap between them is short."""
    start = stop = -1
    cells = zip(shown.texts[:end], wanted.texts, shown.pens, wanted.pens, strict=False)
    for x, (old_text, text, old_pen, pen) in enumerate(cells):
        if old_text == text and old_pen is pen:
            continue
        if start >= 0 and x - stop <= _SKIP and _same_pen(wanted, stop - 1, x):
            stop = x + 1
            continue
        if start >= 0:
            yield start, stop
        start, stop = x, x + 1
    if start >= 0:
        yield start, stop


def _same_pen(line: _Line, start: int, stop: int) -> bool:
    pen = line.pens[start]
    return all(other is pen for other in line.pens[start + 1 : stop + 1])


def _pieces_by_line(update: CompositorUpdate) -> Iterator[tuple[int, list[tuple[int, Strip]]]]:
    """For each line that `update` touches, the strips to paint and the columns they start at."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            x, pieces = update.region.x, []
            for whole in strips:
                pieces.append((x, whole))
                x += whole.cell_length
            yield y, pieces
    elif isinstance(update, ChopsUpdate):
        lines: dict[int, list[tuple[int, Strip]]] = {}
        for y, x1, x2 in update.spans:
            for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if strip is not None and x <= x2 and end > x1:
                    lines.setdefault(y, []).append((x, strip.crop(0, min(end, x2) - x)))
        yield from sorted(lines.items())
    else:  # pragma: no cover - there are no other updates in a full-screen app
        raise TypeError(f"cannot draw {type(update).__name__}")
