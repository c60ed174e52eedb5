"""A text shown plainly, to be read or selected by the terminal: a link, a citation."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from paperbrowser.text import clean


class TextScreen(ModalScreen[None]):
    """Shows a title and a text; any of the usual keys closes it."""

    BINDINGS = [Binding("escape,q,enter,h,ctrl+g", "dismiss(None)", "close", id="text.close")]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title_text = title
        self._text = text

    def compose(self) -> ComposeResult:
        """The title above the text."""
        with VerticalScroll():
            yield Label(Content(clean(self._title_text)), id="text-title")
            yield Static(Content(clean(self._text)), markup=False)
            yield Label(Content("↵ or q closes"), id="text-hint")
