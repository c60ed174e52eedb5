"""List and detail: side by side, one above the other, or one at a time where there is no room for two."""

from textual.app import ComposeResult
from textual.containers import Container

from paperbrowser.tui.widgets.paper_detail import PaperDetail
from paperbrowser.tui.widgets.paper_list import PaperList

_NARROW, _WIDE, _LOW = 60, 96, 16  # columns and rows


class Panes(Container):
    """The two panes. The style sheet places them; which of them are shown is decided here."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.list = PaperList(id="list")
        self.detail = PaperDetail(id="detail")
        self.zoomed = False

    def compose(self) -> ComposeResult:
        """The list before the detail."""
        yield self.list
        yield self.detail

    @property
    def in_detail(self) -> bool:
        """Whether the detail has the focus."""
        return self.screen.focused is self.detail

    def place(self) -> None:
        """Show what there is room for."""
        width, height = self.screen.size
        single = self.zoomed or width <= _NARROW or (width < _WIDE and height <= _LOW)
        self.set_class(single, "-single")
        self.list.display = not (single and self.in_detail)
        self.detail.display = not single or self.in_detail

    def enter(self, pane: PaperList | PaperDetail) -> None:
        """Give `pane` the focus."""
        pane.display = True  # what is hidden takes no focus
        self.screen.set_focus(pane)
        self.call_next(self.place)

    def zoom(self) -> None:
        """One pane alone, or both again."""
        self.zoomed = not self.zoomed
        self.place()
