"""The list of papers, one row each. Only the rows in sight are drawn."""

from collections.abc import Callable, Collection, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from paperbrowser.papers import display
from paperbrowser.papers.categories import archive, short
from paperbrowser.papers.marks import NO_MARKS, Marks
from paperbrowser.papers.model import Paper
from paperbrowser.papers.names import parts_of
from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.search.view import View, row_of
from paperbrowser.tui.widgets.cells import cut, excerpt, fit, marked, wrap

_MARK = "▌"
_NEW = "•"  # beside the cursor's mark
_RETRACTED = "✗"  # in its place
_CODE = "{}"
_SELECTED = "✓"  # in place of new and retracted
# The first that a paper has is shown beside it; a paper that was read is dim.
_MARKS: tuple[tuple[str, Callable[[Marks], object]], ...] = (
    ("×", lambda marks: marks.hidden),
    ("★", lambda marks: marks.starred),
    ("→", lambda marks: marks.queued is not None),
    ("✎", lambda marks: marks.notes or marks.highlights or marks.shared_notes),
    ("#", lambda marks: marks.tags or marks.rating or marks.shared_tags),
    ("·", lambda marks: marks.read),
)
# The least score and number of citations that are high; less than the second is little.
_SCORES, _CITATIONS = (80, 50), (100, 10)
_SKY, _COMPUTING, _MATHEMATICS = "sky", "computing", "mathematics"
_FIELDS = {  # by archive; the others, most of physics, have the colour of text
    "astro-ph": _SKY, "gr-qc": _SKY,
    "cs": _COMPUTING, "eess": _COMPUTING,
    "math": _MATHEMATICS, "math-ph": _MATHEMATICS, "stat": _MATHEMATICS, "nlin": _MATHEMATICS,
    "econ": _MATHEMATICS, "q-fin": _MATHEMATICS,
}  # fmt: skip
_BEFORE_EXCERPT = "  · "
_PEOPLE = 13  # cells
_MARKS_WIDTH = 2  # cells, there before anything is marked, so that the first mark moves nothing
_FIELD = "field"  # the heading of the category
_KEPT = 1_000  # drawn rows
_TITLE_AT_LEAST = 28
_DATE_WIDTHS = {"day": 11, "month": 8, "year": 6, None: 0}
_MOST_DIGITS = 9  # of a number of citations
_MARGIN = 2  # rows kept visible above and below the cursor


class _Columns(NamedTuple):
    """Widths in cells; 0 leaves the column out. The number is that of citations (`cited`) or the score."""

    number: int
    cited: bool
    date: int
    category: int
    code: int
    people: int
    title: int


class PaperList(Widget, can_focus=True):
    """Rows of papers with a cursor.

    Rows are positions in the catalogue. The list scrolls by itself: if Textual did, with the height of the
    list as a virtual size, each letter of a search would lay out the whole screen again.

    Attributes:
        rows: positions in the catalogue of the papers shown.
        cursor: the row under the cursor.
        top: the first row in sight.
        selected: the ids of the papers that are selected.
    """

    DEFAULT_CSS = """
    PaperList {
        .paper-list--heading, .paper-list--muted, .paper-list--message { text-style: $muted-style; }
        .paper-list--cursor { color: $text-accent; text-style: bold; }
        .paper-list--match { color: $text-warning; text-style: bold underline; }
        .paper-list--high, .paper-list--new { color: $text-success; }
        .paper-list--marks, .paper-list--selected { color: $text-warning; text-style: bold; }
        .paper-list--retracted { color: $text-error; text-style: bold; }
        .paper-list--sky { color: $text-primary; }
        .paper-list--computing, .paper-list--code { color: $text-secondary; }
        .paper-list--mathematics { color: $text-accent; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "paper-list--heading",
        "paper-list--cursor",
        "paper-list--muted",
        "paper-list--match",
        "paper-list--message",
        "paper-list--high",
        "paper-list--new",
        "paper-list--marks",
        "paper-list--selected",
        "paper-list--retracted",
        "paper-list--sky",
        "paper-list--computing",
        "paper-list--code",
        "paper-list--mathematics",
    }

    class Moved(Message):
        """The cursor has moved to another paper."""

    class Stopped(Message):
        """The cursor should have gone further than there are rows.

        Attributes:
            rows: how many further down; up if less than 0.
        """

        def __init__(self, rows: int) -> None:
            super().__init__()
            self.rows = rows

    class SortAsked(Message):
        """The user clicked on the name of a column."""

        def __init__(self, key: SortKey) -> None:
            super().__init__()
            self.key = key

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.rows: Sequence[int] = ()
        self.selected: Collection[str] = frozenset()
        self.cursor = 0
        self.top = 0
        self._view: View | None = None
        self._message: Sequence[str] = ()
        self._below = ""
        self._source = False
        self._columns: _Columns | None = None
        self._plain: Style | None = None
        self._drawn: dict[tuple[int, bool], Strip] = {}  # by row, with the cursor or without
        self._drawn_for = Size(0, 0)

    # Content

    def show(
        self,
        view: View,
        rows: Sequence[int],
        cursor: int,
        message: Sequence[str],
        below: str = "",
    ) -> None:
        """Show some papers. The cursor stays on its line of the screen, as far as the rows allow.

        Args:
            view: the papers and their order.
            rows: positions in the catalogue of the papers to show.
            cursor: the row to put the cursor on.
            message: lines to show where there are no rows.
            below: a line to show below the last of the rows.
        """
        line = self.cursor - self.top
        self._view, self.rows, self._message, self._below = view, rows, message, below
        self.cursor = max(0, min(cursor, len(rows) - 1))
        self._forget_drawn()
        self.scroll_to_row(self.cursor - line)

    def put_rows(self, view: View, rows: Sequence[int]) -> None:
        """Show other rows around the one under the cursor, which stays on its line of the screen."""
        paper = self.rows[self.cursor] if self.rows else None
        line, row = self.cursor - self.top, row_of(rows, paper)
        self._view, self.rows = view, rows
        self.cursor = max(0, min(self.cursor, len(rows) - 1)) if row is None else row
        self._forget_drawn()
        self.scroll_to_row(self.cursor - line)

    def redraw(self, ids: Collection[str] | None) -> None:
        """Draw the rows of some papers again; None for all."""
        if ids is None:
            self._forget_drawn()
            self.refresh()
            return
        for row in range(self.top, min(self.top + self.page_height, len(self.rows))):
            if self._paper(row).id in ids:
                self._drawn.pop((row, True), None)
                self._drawn.pop((row, False), None)
                self.refresh(Region(0, row - self.top + 1, self.size.width, 1))
        for key in [key for key in self._drawn if not self._in_sight(key[0])]:
            del self._drawn[key]

    def _in_sight(self, row: int) -> bool:
        return self.top <= row < self.top + self.page_height

    def show_source(self, *, source: bool) -> None:
        """Show titles with their LaTeX, or as plain text."""
        self._source = source
        self._forget_drawn()
        self.refresh()

    @property
    def paper(self) -> Paper | None:
        """The paper under the cursor; None where there are no rows."""
        return self._paper(self.cursor) if self.rows else None

    def _paper(self, row: int) -> Paper:
        assert self._view is not None  # noqa: S101 - there are rows
        return self._view.catalogue.papers[self.rows[row]]

    def scroll_to_row(self, top: int) -> None:
        """Put the row `top` on the first line, as far as the cursor stays in sight."""
        self.top = max(0, top)
        self._scroll_to_cursor()
        self.refresh()

    @property
    def cursor_screen_offset(self) -> Offset:
        """The place of the selected row on the screen."""
        return self.content_region.offset + Offset(
            0, self.cursor - self.top + 1 if self.rows else 0
        )

    # Moving

    @property
    def page_height(self) -> int:
        """The number of rows that fit."""
        return max(1, self.size.height - 1)

    def move_to(self, row: int) -> None:
        """Put the cursor on `row`, or on the nearest that exists."""
        wanted, row = row, max(0, min(row, len(self.rows) - 1))
        if wanted != row and self.rows:
            self.post_message(self.Stopped(wanted - row))
        if row == self.cursor or not self.rows:
            return
        top, left = self.top, self.cursor
        self.cursor = row
        self._scroll_to_cursor()
        if self.top == top:
            for changed in (left, row):
                self.refresh(Region(0, changed - top + 1, len(_MARK), 1))
        else:
            self.refresh()
        self.post_message(self.Moved())

    def move(self, rows: int) -> None:
        """Move the cursor down by a number of rows."""
        self.move_to(self.cursor + rows)

    def _scroll_to_cursor(self) -> None:
        if not self.size.height:  # not laid out yet: corrected when it is drawn
            return
        height = self.page_height
        margin = min(_MARGIN, (height - 1) // 2)
        last_top = max(0, len(self.rows) + bool(self._below) - height)
        top = max(self.top, self.cursor - height + 1 + margin)
        self.top = max(0, min(top, self.cursor - margin, last_top))

    def on_resize(self) -> None:
        """Keep the cursor in sight and the columns in proportion."""
        self._fit()

    def _fit(self) -> None:
        """Take over the size of the list, which it may be drawn in before `on_resize`."""
        if self._drawn_for != self.size:
            self._drawn_for = self.size
            self._forget_drawn()
            self._scroll_to_cursor()

    def notify_style_update(self) -> None:
        """Draw with the new theme's styles."""
        super().notify_style_update()
        self._plain = None
        self._forget_drawn()

    def _forget_drawn(self) -> None:
        self._columns = None
        self._drawn.clear()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row that was clicked; on the name of a column, sort by it."""
        if event.y == 0:
            if (key := self._column_at(event.x)) is not None:
                self.post_message(self.SortAsked(key))
        elif self.top + event.y - 1 < len(self.rows):
            self.move_to(self.top + event.y - 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the cursor with the wheel."""
        event.stop()
        self.move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the cursor with the wheel."""
        event.stop()
        self.move(-3)

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw a line: the column names, or a paper."""
        width = self.size.width
        self._fit()
        if self._columns is None:
            self._scroll_to_cursor()  # the height may have changed since the cursor was placed
        if y == 0:
            return self._heading(width)
        row = self.top + y - 1
        if not self.rows:
            style = self.get_component_rich_style("paper-list--message")
            lines = [line[a:b] for line in self._message for a, b in wrap(line, width - 4)]
            text = lines[y - 2] if 2 <= y < 2 + len(lines) else ""
            return Strip([Segment("  " + fit(text, width - 2), style)], width)
        if row == len(self.rows) and self._below:
            style = self.get_component_rich_style("paper-list--message")
            return Strip([Segment("  " + fit(self._below, width - 2), style)], width)
        if row >= len(self.rows):
            return Strip.blank(width, self._plain_style())
        key = (row, row == self.cursor)
        if key not in self._drawn:
            if len(self._drawn) > _KEPT:
                self._drawn.clear()
            self._drawn[key] = self._row(row, width)
        return self._drawn[key]

    def _plain_style(self) -> Style:
        if self._plain is None:  # Textual computes it anew at each access
            self._plain = self.rich_style
        return self._plain

    def _heading(self, width: int) -> Strip:
        columns = self._layout()
        order = self._view.order_in_force if self._view else Order()
        arrow = "↑" if order.reverse else "↓"

        def name(key: SortKey, word: str) -> str:
            return word + arrow if order.key is key else word

        text = "  " + " " * _MARKS_WIDTH
        if columns.number:  # over the digits; the arrow stands above the last of them
            number = (
                name(SortKey.CITATIONS, "cites") if columns.cited else name(SortKey.SCORE, "score")
            )
            text = fit(number, columns.number + 1 + _MARKS_WIDTH, right=True) + " "
        if columns.date:
            text += fit(name(SortKey.DATE, "date"), columns.date)
        if columns.category:
            text += fit(_FIELD, columns.category - 1) + " "
        text += " " * columns.code
        if columns.people:
            text += fit("whose", columns.people)
        text += name(SortKey.TITLE, "title")
        return Strip(
            [Segment(fit(text, width), self.get_component_rich_style("paper-list--heading"))], width
        )

    def _column_at(self, x: int) -> SortKey | None:
        """Return the key to sort by the column at a place of the heading; None for one without."""
        columns = self._layout()
        number = SortKey.CITATIONS if columns.cited else SortKey.SCORE
        end = 2
        for width, key in (
            (_MARKS_WIDTH, None),
            (columns.number, number),
            (columns.date, SortKey.DATE),
            (columns.category + columns.code + columns.people, None),
            (columns.title, SortKey.TITLE),
        ):
            end += width
            if x < end:
                return key
        return None

    def _row(self, row: int, width: int) -> Strip:
        paper = self._paper(row)
        columns = self._layout()
        plain = self._plain_style()
        muted = self.get_component_rich_style("paper-list--muted")
        cursor = row == self.cursor
        segments = [
            Segment(_MARK, self.get_component_rich_style("paper-list--cursor"))
            if cursor
            else Segment(" ", plain),
            self._sign(paper),
        ]
        marks = self._view.catalogue.marks_at(self.rows[row]) if self._view else NO_MARKS
        sign = next((sign for sign, has in _MARKS if has(marks)), " ")
        style = self.get_component_rich_style("paper-list--marks") if sign not in " ·" else muted
        segments.append(Segment(fit(sign, _MARKS_WIDTH), style if sign != " " else plain))
        if columns.number:
            number = _number(paper, cited=columns.cited)
            style = self._band(paper, cited=columns.cited)
            segments.append(Segment(fit(number, columns.number - 1, right=True) + " ", style))
        if columns.date:
            digits = {11: 10, 8: 7}.get(columns.date, 4)
            segments.append(Segment(fit(paper.date_text[:digits], columns.date), muted))
        if columns.category:
            category = paper.category or ""
            field = _FIELDS.get(archive(category) or "")
            style = self.get_component_rich_style(f"paper-list--{field}") if field else plain
            text = fit(short(category) if category else "", columns.category - 1) + " "
            segments.append(Segment(text, style))
        if columns.code:
            style = self.get_component_rich_style("paper-list--code") if paper.code else plain
            segments.append(Segment(fit(_CODE if paper.code else "", columns.code), style))
        if columns.people:
            segments.append(Segment(fit(_surnames(paper), columns.people - 1) + " ", muted))
        title = " ".join(paper.title.split()) if self._source else display.title(paper)
        segments.extend(self._title(paper, title, columns.title, muted if marks.read else plain))
        return Strip(segments).adjust_cell_length(width, plain)

    def _sign(self, paper: Paper) -> Segment:
        """Return the sign of a paper that is selected, retracted or new."""
        if paper.id in self.selected:
            return Segment(_SELECTED, self.get_component_rich_style("paper-list--selected"))
        if display.is_retracted(paper):
            return Segment(_RETRACTED, self.get_component_rich_style("paper-list--retracted"))
        if self._view is not None and self._view.catalogue.is_new(paper):
            return Segment(_NEW, self.get_component_rich_style("paper-list--new"))
        return Segment(" ", self._plain_style())

    def _band(self, paper: Paper, *, cited: bool) -> Style:
        """Return the style of the number: high, usual, or low."""
        value, (high, low) = (paper.citations, _CITATIONS) if cited else (paper.score, _SCORES)
        if value is not None and value >= high:
            return self.get_component_rich_style("paper-list--high")
        if value is not None and value < low:
            return self.get_component_rich_style("paper-list--muted")
        return self._plain_style()

    def _title(self, paper: Paper, title: str, width: int, plain: Style) -> list[Segment]:
        """Return the title, and where no match is in it the words around a match in authors or abstract."""
        match = self.get_component_rich_style("paper-list--match")
        highlighter = self._view.highlighter if self._view else None
        if highlighter is None:
            return [Segment(cut(title, width), plain)]
        spans = highlighter.spans(title, "title")
        shown_title = cut(title, width)
        if spans:
            return marked(shown_title, spans, plain, match)
        for text, field in (
            (display.authors(paper), "author"),
            (display.abstract(paper), "abstract"),
        ):
            if spans := highlighter.spans(text, field):
                shown_title = cut(title, width // 2)
                room = width - cell_len(shown_title) - len(_BEFORE_EXCERPT)
                words, within = excerpt(text, spans, room)
                muted = self.get_component_rich_style("paper-list--muted")
                return [
                    Segment(shown_title, plain),
                    Segment(_BEFORE_EXCERPT, muted),
                    *marked(words, within, muted, match),
                ]
        return [Segment(shown_title, plain)]

    def _layout(self) -> _Columns:
        if self._columns is None:
            self._columns = self._fitted(self.size.width - 2)
        return self._columns

    def _fitted(self, width: int) -> _Columns:
        """Return columns that leave the title enough room: the date is shortened first, then others go."""
        traits = self._view.catalogue.traits if self._view else None
        order = self._view.order_in_force.key if self._view else None
        # Citations are shown where the list is sorted by them, and where there are no scores.
        cited = traits is not None and traits.citations is not None
        cited = cited and (order is SortKey.CITATIONS or not (traits and traits.scores))
        number = 6 if cited or (traits and traits.scores) else 0
        if cited and traits and traits.citations:
            number = max(number, min(len(str(traits.citations)), _MOST_DIGITS) + 1)
        date = _DATE_WIDTHS[traits.dates] if traits else 0
        named = [len(short(category)) for category in traits.categories] if traits else []
        category = max(len(_FIELD), min(8, max(named))) + 1 if named else 0
        code = 3 if traits and traits.code else 0
        width -= _MARKS_WIDTH
        # Of number and date, the one that the list is sorted by stays.
        by_number = order in (SortKey.SCORE, SortKey.CITATIONS)
        last = {"date": 0} if by_number else {"number": 0}
        people = _PEOPLE if traits and traits.people else 0
        steps: tuple[dict[str, int], ...] = (
            *({}, {"date": 8}, {"people": 0}, {"code": 0}, {"category": 0}, {"date": 6}, last),
        )
        for narrower in steps:
            people = min(people, narrower.get("people", people))
            date = min(date, narrower.get("date", date))
            code = min(code, narrower.get("code", code))
            category = min(category, narrower.get("category", category))
            number = min(number, narrower.get("number", number))
            title = width - number - date - category - code - people
            if title >= _TITLE_AT_LEAST:
                break
        return _Columns(number, cited, date, category, code, people, max(0, title))


def _surnames(paper: Paper) -> str:
    """Return the surname of whose paper it is, and how many others."""
    if not paper.people:
        return ""
    more = f" +{len(paper.people) - 1}" if len(paper.people) > 1 else ""
    return cut(parts_of(paper.people[0]).family, _PEOPLE - 1 - len(more)) + more


def _number(paper: Paper, *, cited: bool) -> str:
    if cited:
        return "" if paper.citations is None else str(paper.citations)
    return "" if paper.score is None else f"{paper.score:.1f}"
