"""Facets, list and detail beside or above each other, or one of them alone, by the size of the terminal."""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget

from paperbrowser.tui.widgets.paper_detail import PaperDetail
from paperbrowser.tui.widgets.paper_list import PaperList

if TYPE_CHECKING:
    from paperbrowser.tui.widgets.facet_column import FacetColumn

_NARROW, _WIDE, _LOW = 60, 96, 16  # columns and rows
_WITH_COLUMN = 120  # columns; with fewer the list would have no room for titles
_SHARES, _LEAST_SHARE = 24, 5  # of the room, for the two panes together, for one of them at least


class Panes(Container):
    """The panes. The screen's CSS places them; here is decided which of them are shown.

    Attributes:
        list: the papers.
        detail: the text of one.
        column: the facets; None while they are closed.
        zoomed: whether one pane is shown alone.
    """

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.list = PaperList(id="list")
        self.detail = PaperDetail(id="detail")
        self.column: FacetColumn | None = None
        self.zoomed = False
        self._share = _SHARES * 7 // 12

    def compose(self) -> ComposeResult:
        """Yield the list and the detail."""
        yield self.list
        yield self.detail

    @property
    def in_detail(self) -> bool:
        """Whether the detail has the focus."""
        return self.screen.focused is self.detail

    @property
    def in_column(self) -> bool:
        """Whether the facets have the focus."""
        return self.column is not None and self.screen.focused is self.column

    @property
    def fits_column(self) -> bool:
        """Whether there is room for facets beside list and detail."""
        return self.screen.size.width >= _WITH_COLUMN

    def open_column(self) -> "FacetColumn":
        """Open the facets beside the list, where there is room."""
        if self.column is None:
            from paperbrowser.tui.widgets.facet_column import FacetColumn

            self.column = FacetColumn(id="facets")
            self.column.display = self.fits_column
            self.mount(self.column, before=self.list)
        return self.column

    def close_column(self) -> None:
        """Close the facets."""
        if (column := self.column) is not None:
            if self.in_column:
                self.enter(self.list)
            self.column = None
            column.remove()

    def other(self) -> Widget:
        """Return the pane after the one that has the focus: list, detail, facets."""
        if self.in_detail and self.column is not None and self.column.display:
            return self.column
        return self.list if self.in_detail or self.in_column else self.detail

    def place(self) -> None:
        """Show the panes that there is room for."""
        width, height = self.screen.size
        single = self.zoomed or width <= _NARROW or (width < _WIDE and height <= _LOW)
        self.set_class(single, "-single")
        if self.column is not None:
            self.column.display = not single and self.fits_column
            if self.in_column and not self.column.display:
                self.screen.set_focus(self.list)
        self.list.display = not (single and self.in_detail)
        self.detail.display = not single or self.in_detail

    def enter(self, pane: Widget) -> None:
        """Give `pane` the focus."""
        pane.display = True  # a hidden widget takes no focus
        self.screen.set_focus(pane)
        self.call_next(self.place)

    def widen(self, steps: int) -> None:
        """Give the list more room beside or above the detail, or less."""
        share = max(_LEAST_SHARE, min(_SHARES - _LEAST_SHARE, self._share + steps))
        self._share = share
        for pane, part in ((self.list, share), (self.detail, _SHARES - share)):
            pane.styles.width = f"{part}fr" if self.screen.has_class("-wide") else None
            pane.styles.height = None if self.screen.has_class("-wide") else f"{part}fr"

    def zoom(self) -> None:
        """Show one pane alone, or both again."""
        self.zoomed = not self.zoomed
        self.place()
