"""The field for the words that are searched within a text."""

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from paperbrowser.papers.text import joined_lines
from paperbrowser.tui import keys


class WordsField(Input):
    """The words. Enter stays at the match, Esc goes back."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.OF_READER_LINE]

    class Left(Message):
        """The user leaves the field, and the search stays or not."""

        def __init__(self, *, keep: bool) -> None:
            """Leave the field.

            Args:
                keep: whether the search stays.
            """
            super().__init__()
            self.keep = keep

    def action_keep(self) -> None:
        """Stay at the match."""
        self.post_message(self.Left(keep=True))

    def action_cancel(self) -> None:
        """Leave the search."""
        self.post_message(self.Left(keep=False))

    def on_paste(self, event: events.Paste) -> None:
        """Insert pasted text as one line, without characters that act on the terminal."""
        event.prevent_default()
        event.stop()
        self.replace(joined_lines(event.text), *self.selection)
