"""A list of rows of text with a cursor, below a heading. Only the rows in sight are made and drawn."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from paperbrowser.tui.widgets.cells import fit

Part = tuple[str, str]  # a text, and the name of its style: "", "bar", "muted", "mark"
Draw = Callable[[int, int], Sequence[Part]]
"""Makes the parts of a row, given its number and the width; it is called for rows in sight only."""

_CURSOR = "▌"
_MARGIN = 2  # rows kept visible above and below the cursor


class RowList(Widget, can_focus=True):
    """Rows of text.

    Attributes:
        cursor: the row under the cursor.
        count: how many rows there are.
    """

    DEFAULT_CSS = """
    RowList {
        .row-list--heading, .row-list--muted { text-style: $muted-style; }
        .row-list--bar { color: $text-primary; }
        .row-list--cursor { color: $text-accent; text-style: bold; }
        .row-list--mark { color: $text-warning; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-list--heading",
        "row-list--muted",
        "row-list--bar",
        "row-list--cursor",
        "row-list--mark",
    }

    class RowMoved(Message):
        """The cursor has moved to another row."""

    class RowChosen(Message):
        """The user clicked on the row under the cursor."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.cursor = self.count = 0
        self._top = 0
        self._heading: Callable[[int], str] = lambda _width: ""
        self._draw: Draw = lambda _row, _width: ()
        self._empty = ""

    def show(
        self, count: int, draw: Draw, heading: Callable[[int], str], *, cursor: int, empty: str
    ) -> None:
        """Show rows.

        Args:
            count: how many there are.
            draw: makes them.
            heading: makes the line above them, given the width.
            cursor: the row to put the cursor on.
            empty: shown where there are none.
        """
        line = self.cursor - self._top
        self.count, self._draw, self._heading, self._empty = count, draw, heading, empty
        self.cursor = max(0, min(cursor, count - 1))
        self._top = self.cursor - line
        self._scroll_to_cursor()
        self.refresh()

    # Moving

    @property
    def page_height(self) -> int:
        """The number of rows that fit."""
        return max(1, self.size.height - 1)

    @property
    def cursor_screen_offset(self) -> Offset:
        """The place of the selected row on the screen."""
        return self.content_region.offset + Offset(0, self.cursor - self._top + 1)

    def move_to(self, row: int) -> None:
        """Put the cursor on a row, or on the nearest that exists."""
        row = max(0, min(row, self.count - 1))
        if row == self.cursor or not self.count:
            return
        top, left = self._top, self.cursor
        self.cursor = row
        self._scroll_to_cursor()
        if self._top == top:
            for changed in (left, row):
                self.refresh(Region(0, changed - top + 1, 1, 1))
        else:
            self.refresh()
        self.post_message(self.RowMoved())

    def move(self, rows: int) -> None:
        """Move the cursor down by a number of rows."""
        self.move_to(self.cursor + rows)

    def redraw(self, row: int) -> None:
        """Draw a row again."""
        self.refresh(Region(0, row - self._top + 1, self.size.width, 1))

    def _scroll_to_cursor(self) -> None:
        if not self.size.height:
            return
        height = self.page_height
        margin = min(_MARGIN, (height - 1) // 2)
        top = max(self._top, self.cursor - height + 1 + margin)
        self._top = max(0, min(top, self.cursor - margin, max(0, self.count - height)))

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._scroll_to_cursor()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row that was clicked; a second click chooses it."""
        row = self._top + event.y - 1
        if event.y == 0 or row >= self.count:
            return
        if row == self.cursor and event.chain > 1:
            self.post_message(self.RowChosen())
        self.move_to(row)

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
        """Draw the heading or a row."""
        width, plain = self.size.width, self.rich_style
        row = self._top + y - 1
        if y == 0:
            text, style = f"  {self._heading(width - 2)}", "row-list--heading"
            segments = [Segment(fit(text, width), self.get_component_rich_style(style))]
        elif not self.count and y == 2:
            muted = self.get_component_rich_style("row-list--muted")
            segments = [Segment(fit(f"  {self._empty}", width), muted)]
        elif row >= self.count:
            return Strip.blank(width, plain)
        else:
            sign = _CURSOR if row == self.cursor else " "
            segments = [Segment(sign, self.get_component_rich_style("row-list--cursor"))]
            for text, name in self._draw(row, width - 2):
                style = f"row-list--{name}"
                segments.append(
                    Segment(text, self.get_component_rich_style(style) if name else plain)
                )
        return Strip(segments).adjust_cell_length(width, plain)
