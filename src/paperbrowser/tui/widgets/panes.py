"""List and detail beside or above each other, or one of them alone, by the size of the terminal."""

from textual.app import ComposeResult
from textual.containers import Container

from paperbrowser.tui.widgets.paper_detail import PaperDetail
from paperbrowser.tui.widgets.paper_list import PaperList

_NARROW, _WIDE, _LOW = 60, 96, 16  # columns and rows
_SHARES, _LEAST_SHARE = 24, 5  # of the room, for the two panes together, for one of them at least


class Panes(Container):
    """The two panes. The screen's CSS places them; here is decided which of them are shown."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.list = PaperList(id="list")
        self.detail = PaperDetail(id="detail")
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

    def place(self) -> None:
        """Show the panes that there is room for."""
        width, height = self.screen.size
        single = self.zoomed or width <= _NARROW or (width < _WIDE and height <= _LOW)
        self.set_class(single, "-single")
        self.list.display = not (single and self.in_detail)
        self.detail.display = not single or self.in_detail

    def enter(self, pane: PaperList | PaperDetail) -> None:
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
