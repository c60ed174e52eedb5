"""The list of references or citing papers: whether the library has it, year, citations, author, title."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Literal

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from paperbrowser.papers import display
from paperbrowser.papers.model import Paper
from paperbrowser.papers.words import fold
from paperbrowser.tui.widgets.cells import cut, fit, wrap

CitationOrder = Literal["cites", "year"]

_MARK = "▌"
_RETRACTED = "✗"
_HAVE, _YEAR, _CITES = 5, 5, 7  # cells
_AUTHOR, _NARROW_AUTHOR = 18, 12
_NARROW = 66  # cells of the list
_MARGIN = 2  # rows kept visible above and below the cursor


@dataclass(frozen=True, slots=True)
class CitationRows:
    """Places of papers in the order that they are shown.

    Attributes:
        papers: all papers.
        order: by citations or by year, the most and the newest first.
        reverse: the other way round.
        words: that papers must have in title, authors, venue or year.
    """

    papers: Sequence[Paper] = ()
    order: CitationOrder = "cites"
    reverse: bool = False
    words: str = ""

    def rows(self) -> Sequence[int]:
        """Return the places of the papers that have the words, in order; those without a number last."""
        wanted = fold(self.words).split()
        found = [
            place
            for place, paper in enumerate(self.papers)
            if not wanted or all(word in _searched(paper) for word in wanted)
        ]
        numbers = {place: self._number(self.papers[place]) for place in found}
        known = [place for place in found if numbers[place] is not None]
        known.sort(key=lambda place: numbers[place] or 0, reverse=not self.reverse)
        return [*known, *(place for place in found if numbers[place] is None)]

    def _number(self, paper: Paper) -> int | None:
        if self.order == "cites":
            return paper.citations
        return paper.date.first_day.toordinal() if paper.date else None


@lru_cache(maxsize=1 << 12)
def _searched(paper: Paper) -> str:
    names = " ".join(paper.authors)
    return fold(f"{display.title(paper)} {names} {display.venue(paper)} {paper.date_text}")


class CitationList(Widget, can_focus=True):
    """Rows of papers with a cursor. It scrolls by itself.

    Attributes:
        rows: places of the papers shown.
        cursor: the row under the cursor.
        top: the first row in sight.
    """

    DEFAULT_CSS = """
    CitationList {
        .citation-list--heading, .citation-list--muted { text-style: $muted-style; }
        .citation-list--cursor { color: $text-accent; text-style: bold; }
        .citation-list--have { color: $text-success; }
        .citation-list--retracted { color: $text-error; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "citation-list--heading",
        "citation-list--muted",
        "citation-list--cursor",
        "citation-list--have",
        "citation-list--retracted",
    }

    class CursorMoved(Message):
        """The cursor has moved to another paper."""

    class RowClicked(Message):
        """The user clicked on the paper under the cursor."""

    class ColumnClicked(Message):
        """The user clicked on the name of a column."""

        def __init__(self, order: CitationOrder) -> None:
            super().__init__()
            self.order = order

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.rows: Sequence[int] = ()
        self.cursor = 0
        self.top = 0
        self._view = CitationRows()
        self._have: Mapping[int, str] = {}
        self._message: Sequence[str] = ()

    def show(self, view: CitationRows, keep: int | None, message: Sequence[str]) -> None:
        """Show papers, with the cursor on one of them.

        Args:
            view: the papers, their order and the filter.
            keep: the place of the paper that gets the cursor; the first row if it is not shown.
            message: lines to show where there are no rows.
        """
        self._view, self._message = view, message
        self.rows = view.rows()
        self.cursor = self.rows.index(keep) if keep in self.rows else 0
        self._scroll_to_cursor()
        self.refresh()

    def show_have(self, have: Mapping[int, str]) -> None:
        """Show which papers the library has: a short word by the place of each."""
        self._have = have
        self.refresh()

    @property
    def place(self) -> int | None:
        """The place of the paper under the cursor; None where there are no rows."""
        return self.rows[self.cursor] if self.rows else None

    @property
    def page_height(self) -> int:
        """The number of rows that fit."""
        return max(1, self.size.height - 1)

    def move_to(self, row: int) -> None:
        """Put the cursor on `row`, or on the nearest that exists."""
        row = max(0, min(row, len(self.rows) - 1))
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
        self.post_message(self.CursorMoved())

    def _scroll_to_cursor(self) -> None:
        if not self.size.height:
            return
        height = self.page_height
        margin = min(_MARGIN, (height - 1) // 2)
        top = max(self.top, self.cursor - height + 1 + margin)
        self.top = max(0, min(top, self.cursor - margin, max(0, len(self.rows) - height)))

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._scroll_to_cursor()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row that was clicked, or choose it; on the name of a column, sort by it."""
        row = self.top + event.y - 1
        if event.y == 0 and self.rows:
            year = 2 + _HAVE
            if year <= event.x < year + _YEAR:
                self.post_message(self.ColumnClicked("year"))
            elif year + _YEAR <= event.x < year + _YEAR + _CITES:
                self.post_message(self.ColumnClicked("cites"))
        if event.y == 0 or row >= len(self.rows):
            return
        if row == self.cursor:
            self.post_message(self.RowClicked())
        self.move_to(row)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the cursor with the wheel."""
        event.stop()
        self.move_to(self.cursor + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the cursor with the wheel."""
        event.stop()
        self.move_to(self.cursor - 3)

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw a line: the column names, a paper, or the message."""
        width = self.size.width
        muted = self.get_component_rich_style("citation-list--muted")
        if not self.rows:
            lines = [line[a:b] for line in self._message for a, b in wrap(line, width - 4)]
            text = lines[y - 1] if 1 <= y < 1 + len(lines) else ""
            return Strip([Segment("  " + fit(text, width - 2), self.rich_style)], width)
        author = _NARROW_AUTHOR if width < _NARROW else _AUTHOR
        if y == 0:
            return Strip([Segment(fit(self._heading(author), width), muted)], width)
        row = self.top + y - 1
        if row >= len(self.rows):
            return Strip.blank(width, self.rich_style)
        place = self.rows[row]
        paper = self._view.papers[place]
        retracted = display.is_retracted(paper)
        style = self.get_component_rich_style
        segments = [
            Segment(_MARK if row == self.cursor else " ", style("citation-list--cursor")),
            Segment(_RETRACTED if retracted else " ", style("citation-list--retracted")),
            Segment(fit(self._have.get(place, ""), _HAVE), style("citation-list--have")),
            Segment(fit(str(paper.date.year) if paper.date else "", _YEAR), muted),
            Segment(fit(_count(paper), _CITES - 1, right=True) + " ", self.rich_style),
            Segment(fit(_author(paper, author - 1), author), muted),
            Segment(display.title(paper), self.rich_style),
        ]
        used = 2 + _HAVE + _YEAR + _CITES + author
        segments[-1] = Segment(fit(display.title(paper), width - used), self.rich_style)
        return Strip(segments, width)

    def _heading(self, author: int) -> str:
        arrow = "↑" if self._view.reverse else "↓"
        order = self._view.order
        year = f"year{arrow}" if order == "year" else "year"
        cites = f"cites{arrow}" if order == "cites" else "cites"
        return (
            f"  {fit('have', _HAVE)}{fit(year, _YEAR)}{fit(cites, _CITES - 1, right=True)} "
            f"{fit('author', author)}title"
        )


def _author(paper: Paper, width: int) -> str:
    """Return the first author; "et al." only where there is room for it."""
    name = display.first_author(paper)
    if cell_len(name) > width:
        name = name.removesuffix(" et al.")
    return cut(name, width)


def _count(paper: Paper) -> str:
    if paper.citations is None:
        return ""
    shown = f"{paper.citations:,}"
    return shown if len(shown) < _CITES else f"{paper.citations // 1000:,}k"
