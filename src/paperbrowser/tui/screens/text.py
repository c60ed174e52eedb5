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
    #text-hint { text-style: dim; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*keys.OF_TEXT]

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
            yield Static(text, markup=False)
            closing = self.app.get_key_display(keys.OF_TEXT[0]).split()[:2]
            yield Label(Content(f"{' or '.join(closing)} closes"), id="text-hint")
