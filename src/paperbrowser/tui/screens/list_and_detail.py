"""A screen of the papers of a view in a list, and the detail of one: panes, and moving in them."""

from textual import events
from textual.screen import Screen

from paperbrowser.papers.marks import NO_MARKS
from paperbrowser.search.view import View
from paperbrowser.tui.widgets.key_line import KeyLine
from paperbrowser.tui.widgets.panes import Panes
from paperbrowser.tui.widgets.paper_detail import PaperDetail
from paperbrowser.tui.widgets.paper_list import PaperList
from paperbrowser.tui.widgets.status_line import StatusLine
from paperbrowser.tui.work.key_count import KeyCount

WIDE = 96  # columns


class ListAndDetail(Screen[None]):
    """The list of a view's papers, and the detail of the one under the cursor.

    Attributes:
        panes: the two, side by side or one above the other.
    """

    DEFAULT_CSS = """
    ListAndDetail {
        layout: vertical; overflow: hidden; background: $background; color: $foreground;
        &:ansi { background: $background; color: $foreground; }

        #panes { height: 1fr; layout: vertical; }
        #list { height: 9fr; }
        #detail { height: 11fr; border-top: solid $rule; }
        #detail:focus { border-top: heavy $text-accent; }
        &.-wide #panes { layout: horizontal; }
        &.-wide #list { width: 7fr; height: 1fr; padding-right: 1; }
        &.-wide #detail { width: 5fr; height: 1fr; border-top: none; border-left: solid $rule; }
        &.-wide #detail:focus { border-top: none; border-left: heavy $text-accent; }
        #panes.-single #list { padding-right: 0; }
        #panes.-single #detail { border: none; }
    }
    """
    AUTO_FOCUS = "#list"
    HORIZONTAL_BREAKPOINTS = [(WIDE, "-wide")]
    VERTICAL_BREAKPOINTS = []  # nothing here has other styles where rows are few

    panes: Panes
    _list: PaperList
    _detail: PaperDetail
    _status: StatusLine
    _keys: KeyLine

    def __init__(self, view: View) -> None:
        """Show the papers of a view."""
        super().__init__()
        self._view = view
        self._source = False
        self._count = KeyCount()
        self._shown = False

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Keep for the first picture the styles that the widgets were just mounted with."""
        event.refresh_styles = self._shown
        self._shown = True

    def _look_up(self) -> None:
        """Look the widgets up, once."""
        self.panes = self.query_one(Panes)
        self._list, self._detail = self.panes.list, self.panes.detail
        self._status = self.query_one(StatusLine)
        self._keys = self.query_one(KeyLine)

    @property
    def view(self) -> View:
        """The papers shown, and their order."""
        return self._view

    def say(self, message: str, *, error: bool = False) -> None:
        """Show a message until the next key."""
        self._status.say(message, error=error)

    def _show_keys(self) -> None:
        """Show the keys of the pane that has the focus."""

    def _show_lasting(self) -> None:
        """Show the place in the list."""

    def _show_detail(self) -> None:
        marks = NO_MARKS
        if self._list.paper is not None:
            marks = self._view.catalogue.marks_at(self._list.rows[self._list.cursor])
        self._detail.show(
            self._list.paper, self._view.highlighter, source=self._source, marks=marks
        )

    def _catch_up(self) -> None:
        """Show the paper under the cursor now, where the detail waits for a held key to rest."""
        if self._detail.paper is not self._list.paper:
            self._show_detail()

    # Moving

    def on_key(self, event: events.Key) -> None:
        """Clear the message at the next key; digits are a count for the key that follows."""
        self._status.clear()
        reading = self.focused in (self._list, self._detail)
        counts = reading and event.key not in self.active_bindings
        if typed := self._count.take(event.character or "", counts=counts):
            self.say(f"{typed:,}…")
            event.stop()

    def action_step(self, lines: int) -> None:
        """Move by papers in the list, by lines in the detail."""
        lines *= self._count.times()
        if self.panes.in_detail:
            self._detail.scroll_lines(lines)
        else:
            self._list.move(lines)

    def action_page(self, pages: float) -> None:
        """Move by a page, or part of one."""
        pages *= self._count.times()
        if self.panes.in_detail:
            self._detail.scroll_lines(int((self._detail.size.height - 2) * pages))
        else:
            self._list.move(int(max(1, self._list.page_height - 1) * pages) or int(pages))

    def action_edge(self, end: int) -> None:
        """Move to the first (0) or the last (1) paper or line; after a count, to the one of that number."""
        if self._count:
            number = self._count.times() - 1
            if self.panes.in_detail:
                self._detail.scroll_lines(number - self._detail.top)
            else:
                self._list.move_to(number)
        elif self.panes.in_detail:
            self._detail.scroll_lines(10**9 if end else -(10**9))
        else:
            self._list.move_to(len(self._list.rows) - 1 if end else 0)

    def action_scroll_detail(self, lines: int) -> None:
        """Scroll the detail, even if the list has the focus."""
        self._catch_up()
        self._detail.scroll_lines(lines * self._count.times())

    def action_page_text(self, pages: int) -> None:
        """Scroll the detail by pages, even if the list has the focus."""
        self._catch_up()
        self._detail.scroll_lines((self._detail.size.height - 2) * pages * self._count.times())

    def action_match(self, direction: int) -> None:
        """Go to the next match (1) of the search in the detail, or to the one before (-1)."""
        self._catch_up()
        if self._view.highlighter is None:
            self.say("there is no search whose matches could be shown")
        elif not all(
            self._detail.go_to_match(direction) for _ in range(min(self._count.times(), 99))
        ):
            self.say("no match after this one" if direction > 0 else "no match before this one")

    # Panes

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - the size is asked for below
        """Show one pane or two, as there is room."""
        self.panes.place()

    def action_into_detail(self) -> None:
        """Give the focus to the detail."""
        if self._list.paper is not None:
            self._catch_up()
            self.panes.enter(self._detail)
            self.call_after_refresh(self._detail.show_first_match)

    def action_into_list(self) -> None:
        """Give the focus to the list."""
        self.panes.enter(self._list)

    def action_other_pane(self) -> None:
        """Give the focus to the next pane."""
        self._catch_up()
        self.panes.enter(self.panes.other())

    def action_widen(self, steps: int) -> None:
        """Give the list more room, or less."""
        steps *= self._count.times()
        if self.panes.has_class("-single"):
            self.say("only one pane is shown")
        else:
            self.panes.widen(steps)

    def action_zoom(self) -> None:
        """Show one pane alone, or both again."""
        self.panes.zoom()
        self._show_keys()
