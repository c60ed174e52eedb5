"""A plain text to read, or to select with the terminal: a link, a citation.

The text has the whole width, so that a selection of several lines contains nothing else.
"""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.style import Style
from textual.widgets import Label, Static

from paperbrowser.papers.text import clean
from paperbrowser.tui import keys
from paperbrowser.tui.screens.pick import Dialog


class TextScreen(Dialog[None]):
    """A title and a text."""

    DEFAULT_CSS = """
    #text-box {
        width: 100%; height: auto; max-height: 100%; padding: 0; background: $background;
        scrollbar-size: 0 0; border-top: solid $rule; border-bottom: solid $rule;
    }
    #text-title { width: 1fr; text-style: bold; margin-bottom: 1; }
    #text-body { margin-bottom: 2; }
    #text-hint { dock: bottom; width: 1fr; height: 1; background: $background; text-style: $muted-style; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*keys.OF_TEXT, keys.BINDINGS["app.quit"]]

    def __init__(self, title: str, text: str, link: str = "") -> None:
        """Show `text` under a title; a click on it opens `link`."""
        super().__init__()
        self._link = link
        self._title_text = title
        self._text = text

    def compose(self) -> ComposeResult:
        """Yield title, text and the keys that close the screen."""
        with VerticalScroll(id="text-box"):
            yield Label(Content(clean(self._title_text)), id="text-title")
            text = Content(clean(self._text))
            if self._link:
                text = text.stylize(Style(link=self._link))
            yield Static(text, markup=False, id="text-body")
            yield Label(id="text-hint")

    def on_mount(self) -> None:
        """Take all keys here, and show how much there is below."""
        self._box = self.query_one(VerticalScroll)
        self._hint = self.query_one("#text-hint", Label)
        self._box.can_focus = False
        self.watch(self._box, "scroll_y", self._show_hint, init=False)
        self.watch(self._box, "virtual_size", self._show_hint, init=False)
        self.call_after_refresh(self._show_hint)

    def _show_hint(self) -> None:
        closing = self.app.get_key_display(keys.OF_TEXT[0]).split()[:2]
        below = int(self._box.max_scroll_y - self._box.scroll_y)
        more = (
            f"{keys.named(self.app, 'text.page-down')} scrolls: {below} more lines   "
            if below > 0
            else ""
        )
        self._hint.update(Content(f"{more}{' or '.join(closing)} closes"))

    def action_step(self, lines: int) -> None:
        """Scroll by lines."""
        self._box.scroll_relative(y=lines, animate=False, force=True)

    def action_page(self, pages: float) -> None:
        """Scroll by a page, or part of one."""
        self.action_step(int((self._box.size.height - 3) * pages))

    def action_edge(self, end: int) -> None:
        """Scroll to the beginning (0) or the end (1)."""
        self._box.scroll_to(y=self._box.max_scroll_y if end else 0, animate=False, force=True)
