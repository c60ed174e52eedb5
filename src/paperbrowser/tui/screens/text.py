"""A text shown plainly, to be read or selected by the terminal: a link, a citation.

Nothing stands beside the text, so that a selection of several lines holds nothing else.
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
from paperbrowser.tui.screens.dialog import Dialog


class TextScreen(Dialog[None]):
    """Shows a title and a text; any of the usual keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.OF_TEXT]

    def __init__(self, title: str, text: str, link: str = "") -> None:
        """Show `text` under a title; `link` is where a click on it leads."""
        super().__init__()
        self._link = link
        self._title_text = title
        self._text = text

    def compose(self) -> ComposeResult:
        """The title above the text."""
        with VerticalScroll():
            yield Label(Content(clean(self._title_text)), id="text-title")
            text = Content(clean(self._text))
            if self._link:
                text = text.stylize(Style(link=self._link))
            yield Static(text, markup=False)
            closing = self.app.get_key_display(keys.OF_TEXT[0]).split()[:2]
            yield Label(Content(f"{' or '.join(closing)} closes"), id="text-hint")
