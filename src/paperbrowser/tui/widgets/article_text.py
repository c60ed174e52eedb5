"""The text of a paper in one column, drawn line by line: only what is in sight is laid out."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from paperbrowser.tui.widgets.article_layout import TextLine, TextPart, lines_of
from paperbrowser.tui.widgets.article_search import TextSpan

_GUTTER = 2  # cells, for signs
_MATCH_AT = 3  # a place gone to is shown in this part of the height
_STYLES = {
    "title": "heading",
    "heading": "heading",
    "authors": "muted",
    "remark": "muted",
    "page": "muted",
    "caption": "muted",
    "footnote": "muted",
}
_SELECTED, _HIGHLIGHTED, _NOTED = "▌", "┃", "✎"


class TextPlace(NamedTuple):
    """A place in the text: the number of a part, and a character of it."""

    part: int
    char: int


class ShownHighlight(NamedTuple):
    """A highlight in the text: its id, whether it has a note, and its spans, in order."""

    id: str
    noted: bool
    spans: Sequence[TextSpan]


class ArticleText(Widget, can_focus=True):
    """The parts of a text from a line of one of them on."""

    DEFAULT_CSS = """
    ArticleText {
        .article-text--heading { text-style: bold; }
        .article-text--muted { text-style: $muted-style; }
        .article-text--match { color: $text-warning; text-style: bold underline; }
        .article-text--here { color: $text-warning; text-style: bold reverse; }
        .article-text--highlight { color: $text-success; text-style: underline; }
        .article-text--sign { color: $text-success; text-style: bold; }
        .article-text--selected { text-style: reverse; }
        .article-text--mark { color: $text-accent; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"article-text--{name}"
        for name in (
            "heading", "muted", "match", "here", "highlight", "sign", "selected", "mark",
        )
    }  # fmt: skip

    class Scrolled(Message):
        """Another part of the text is in sight."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._parts: Sequence[TextPart] = ()
        self._before: Sequence[int] = (0,)  # characters before each part, and in all
        self._laid: dict[int, list[TextLine]] = {}
        self._column = 72
        self._top = (0, 0)  # part and line of it
        self._last: tuple[int, int] | None = None  # the last possible top
        self._rows: list[tuple[int, int]] | None = None  # part and line of what is in sight
        self._matches: dict[int, list[tuple[int, int]]] = {}
        self._here: TextSpan | None = None
        self._highlights: dict[int, list[tuple[int, int, ShownHighlight]]] = {}
        self._selected: tuple[TextPlace, TextPlace] | None = None
        self._width = 0

    # What is shown

    def show(self, parts: Sequence[TextPart], column: int) -> None:
        """Show parts in a column of a width, from the same place on if there is one."""
        place = self.place if self._parts else TextPlace(0, 0)
        self._parts, self._column = parts, column
        self._before = [0, *accumulate(len(part.text) for part in parts)]
        self._forget()
        self._stay_at(place)

    @property
    def column(self) -> int:
        """The width of the column in cells, as far as there is room."""
        return max(8, min(self._column, self.size.width - _GUTTER - 1))

    def widen(self, column: int) -> None:
        """Give the column another width."""
        place = self.place
        self._column = column
        self._forget()
        self._stay_at(place)

    def show_matches(self, matches: Iterable[TextSpan], here: TextSpan | None) -> None:
        """Show the matches of a search, and the one that was gone to."""
        self._matches = {}
        for part, start, end in matches:
            self._matches.setdefault(part, []).append((start, end))
        self._here = here
        self.refresh()

    def show_highlights(self, highlights: Iterable[ShownHighlight]) -> None:
        """Show highlights."""
        self._highlights = {}
        for one in highlights:
            for part, start, end in one.spans:
                self._highlights.setdefault(part, []).append((start, end, one))
        self.refresh()

    def select(self, start: TextPlace | None, end: TextPlace | None) -> None:
        """Show a passage as selected; None for none."""
        self._selected = None if start is None or end is None else (start, end)
        self.refresh()

    # Where it is

    @property
    def place(self) -> TextPlace:
        """The place of the first text in sight."""
        for part, line in self._in_sight():
            if pieces := self._lines(part)[line]:
                return TextPlace(part, pieces[0][1])
        return TextPlace(self._top[0], 0)

    @property
    def end(self) -> TextPlace:
        """The place of the end of the last text in sight."""
        for part, line in reversed(self._in_sight()):
            if pieces := self._lines(part)[line]:
                return TextPlace(part, pieces[-1][2])
        return TextPlace(self._top[0], 0)

    @property
    def read(self) -> float:
        """The part of the text up to the last line in sight, from 0 to 1."""
        whole = self._before[-1]
        if not whole or self._top >= self._last_top():
            return 1.0
        part, char = self.end
        return min(1.0, (self._before[part] + char) / whole)

    @property
    def is_at_end(self) -> bool:
        """Whether the last line is in sight."""
        return self._top >= self._last_top()

    @property
    def highlights_in_sight(self) -> list[ShownHighlight]:
        """The highlights that are in sight, from the top."""
        found: dict[str, ShownHighlight] = {}
        for part, line in self._in_sight():
            for _, start, end in self._lines(part)[line]:
                for first, last, one in sorted(self._highlights.get(part, ()), key=_first_of):
                    if first < end and last > start:
                        found[one.id] = one
        return [*found.values()]

    def is_in_sight(self, place: TextPlace) -> bool:
        """Whether a place is in sight, not on the last line."""
        at = self._line_at(place)
        return at in self._in_sight()[: max(1, self.size.height - 1)]

    # Moving

    def scroll_lines(self, lines: int) -> None:
        """Scroll down by a number of lines, as far as there are any."""
        self._go(self._moved(self._top, lines))

    def go_to(self, place: TextPlace, *, above: int = 0) -> None:
        """Scroll so that a place is on the top line, or that many lines below it."""
        self._go(self._moved(self._line_at(place), -above))

    def show_place(self, place: TextPlace) -> None:
        """Scroll to a place if it is not in sight."""
        if not self.is_in_sight(place):
            self.go_to(place, above=self.size.height // _MATCH_AT)

    def go_to_edge(self, end: int) -> None:
        """Scroll to the beginning (0) or the end (1)."""
        self._go(self._last_top() if end else (0, 0))

    def place_below(self, place: TextPlace, lines: int) -> TextPlace:
        """Return the place that stands a number of lines below another, or above it."""
        part, line = self._moved(self._line_at(place), lines, to_end=True)
        step = 1 if lines > 0 else -1
        while not (pieces := self._lines(part)[line]):  # an empty line
            moved = self._moved((part, line), step, to_end=True)
            if moved == (part, line):
                return TextPlace(part, 0)
            part, line = moved
        return TextPlace(part, pieces[0][1])

    def _go(self, top: tuple[int, int]) -> None:
        top = min(top, self._last_top())
        if top != self._top:
            self._top, self._rows = top, None
            self.refresh()
            self.post_message(self.Scrolled())

    def _stay_at(self, place: TextPlace) -> None:
        if self._parts and self.size.width:
            self._top, self._rows = min(self._line_at(place), self._last_top()), None
        self.refresh()
        self.post_message(self.Scrolled())

    def _moved(self, at: tuple[int, int], lines: int, *, to_end: bool = False) -> tuple[int, int]:
        """Return what is a number of lines below, as far as the text goes; see `place_below`."""
        part, line = at
        line += lines
        while line < 0 and part > 0:
            part -= 1
            line += len(self._lines(part))
        end = (len(self._parts) - 1, 1 << 40) if to_end else self._last_top()
        while line >= len(self._lines(part)) and part < len(self._parts) - 1 and part <= end[0]:
            line -= len(self._lines(part))
            part += 1
        return part, max(0, min(line, len(self._lines(part)) - 1))

    def _last_top(self) -> tuple[int, int]:
        """Return the top with which the last line is the last of the screen."""
        if self._last is None:
            part, left = len(self._parts) - 1, max(1, self.size.height)
            while part > 0 and len(self._lines(part)) < left:
                left -= len(self._lines(part))
                part -= 1
            self._last = (max(0, part), max(0, len(self._lines(part)) - left) if part >= 0 else 0)
        return self._last

    def _line_at(self, place: TextPlace) -> tuple[int, int]:
        """Return the part and line of a place."""
        part = max(0, min(place.part, len(self._parts) - 1))
        lines = self._lines(part)
        found = 0
        for at, pieces in enumerate(lines):
            if pieces and (pieces[0][1] <= place.char or not found):
                found = at
            elif pieces:
                break
        return part, found

    # Drawing

    def on_resize(self) -> None:
        """Lay the text out for the new width, with the same text at the top."""
        place = self.place if self._width else None
        self._width = self.size.width
        self._forget()
        if place is not None:
            self._stay_at(place)
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll with the wheel."""
        event.stop()
        self.scroll_lines(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll with the wheel."""
        event.stop()
        self.scroll_lines(-3)

    def _forget(self) -> None:
        self._laid.clear()
        self._rows = self._last = None

    def _lines(self, part: int) -> list[TextLine]:
        if not self._parts:
            return [()]
        if part not in self._laid:
            self._laid[part] = lines_of(self._parts[part], self.column, first=part == 0)
        return self._laid[part]

    def _in_sight(self) -> list[tuple[int, int]]:
        if self._rows is None:
            self._rows = []
            part, line = self._top
            while len(self._rows) < max(1, self.size.height) and part < len(self._parts):
                if line < len(self._lines(part)):
                    self._rows.append((part, line))
                    line += 1
                else:
                    part, line = part + 1, 0
        return self._rows

    def render_line(self, y: int) -> Strip:
        """Draw a line of the text, with its sign in the margin."""
        rows, width, ground = self._in_sight(), self.size.width, self.rich_style
        if y >= len(rows):
            return Strip.blank(width, ground)
        part, line = rows[y]
        pieces = self._lines(part)[line]
        left = max(0, (width - self.column - _GUTTER) // 2)
        if not pieces:
            return Strip.blank(width, ground)
        sign = self._sign(part, pieces)
        segments = [Segment(" " * left, ground), sign, Segment(" " * (_GUTTER - 1), ground)]
        cells = 0
        for column, start, end in pieces:
            if column > cells:
                segments.append(Segment(" " * (column - cells), ground))
            drawn = self._styled(part, start, end)
            segments += drawn
            cells = max(cells, column) + sum(one.cell_length for one in drawn)
        return Strip(segments).adjust_cell_length(width, ground)

    def _sign(self, part: int, pieces: TextLine) -> Segment:
        style = self.get_component_rich_style
        start, end = pieces[0][1], pieces[-1][2]
        if self._selected is not None:
            first, last = self._selected
            if first < (part, max(end, start + 1)) and last > (part, start):
                return Segment(_SELECTED, style("article-text--mark"))
        for begins, ends, one in self._highlights.get(part, ()):
            if begins < end and ends > start:
                here = one.noted and (part, begins) == one.spans[0][:2] and begins >= start
                return Segment(_NOTED if here else _HIGHLIGHTED, style("article-text--sign"))
        return Segment(" ", self.rich_style)

    def _styled(self, part: int, start: int, end: int) -> list[Segment]:
        """Return some characters of a part, with what is found, highlighted and selected in them."""
        one = self._parts[part]
        name = _STYLES.get(one.kind)
        style = self.get_component_rich_style
        base = style(f"article-text--{name}") if name else self.rich_style
        layers: list[tuple[int, int, str]] = [
            (first, last, "highlight") for first, last, _ in self._highlights.get(part, ())
        ]
        layers += [(first, last, "match") for first, last in self._near(part, start, end)]
        if self._here is not None and self._here[0] == part:
            layers.append((*self._here[1:], "here"))
        if self._selected is not None:
            begin, finish = self._selected
            if begin.part <= part <= finish.part:
                begins = begin.char if part == begin.part else 0
                ends = finish.char if part == finish.part else len(one.text)
                layers.append((begins, ends, "selected"))
        if one.added and end > len(one.text):
            layers.append((len(one.text), end, "mark"))
        text = one.shown.replace("\t", " ") if one.kind == "table" else one.shown
        layers = [layer for layer in layers if layer[0] < end and layer[1] > start]
        if not layers:
            return [Segment(text[start:end], base)]
        cuts = {start, end}
        for first, last, _ in layers:
            cuts |= {max(first, start), min(last, end)}
        bounds = sorted(cuts)
        return [
            Segment(text[first:last], self._layered(base, layers, first))
            for first, last in pairwise(bounds)
        ]

    def _near(self, part: int, start: int, end: int) -> Sequence[tuple[int, int]]:
        """Return the matches of a part that may be in some characters of it."""
        matches = self._matches.get(part, ())
        first = max(0, bisect_right(matches, (start, start)) - 1)
        return matches[first : bisect_right(matches, (end, end))]

    def _layered(self, base: Style, layers: Iterable[tuple[int, int, str]], at: int) -> Style:
        for first, last, name in layers:
            if first <= at < last:
                base += self.get_component_rich_style(f"article-text--{name}", partial=True)
        return base


def _first_of(span: tuple[int, int, ShownHighlight]) -> int:
    return span[0]
