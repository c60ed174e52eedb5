"""A small editor for a note, where no other editor opens."""

import asyncio
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label, TextArea

from paperbrowser.papers.text import clean
from paperbrowser.tui import keys
from paperbrowser.tui.screens.pick import Dialog
from paperbrowser.tui.terminal.charset import charset_of, spelled


class NoteField(TextArea):
    """The text of the note."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.OF_NOTE]

    def on_focus(self) -> None:
        """Say that letters go into the note now."""
        if isinstance(self.screen, NoteScreen):
            self.screen.ready.set()

    async def on_paste(self, event: events.Paste) -> None:
        """Insert pasted text without characters that act on the terminal."""
        event.prevent_default()
        event.stop()
        self.insert(clean(event.text))


class NoteScreen(Dialog[str | None]):
    """A note under a paper's title. Ctrl+S keeps it, Esc leaves it as it was.

    Attributes:
        ready: set when letters that are typed go into the note.
    """

    DEFAULT_CSS = """
    #note-box {
        width: 90%; max-width: 84; height: 80%; max-height: 24;
        padding: 0 1; border: round $rule; background: $background;
    }
    #note-title { width: 1fr; text-style: bold; height: auto; max-height: 2; }
    NoteField { height: 1fr; border: none; padding: 0; background: $background; }
    #note-hint { text-style: $muted-style; }
    """
    AUTO_FOCUS = "NoteField"

    def __init__(self, title: str, text: str) -> None:
        """Edit `text`, the note on the paper with this title."""
        super().__init__()
        self.ready = asyncio.Event()
        self._title_text = title
        self._text = text

    def compose(self) -> ComposeResult:
        """Yield title, text and hint."""
        with Vertical(id="note-box"):
            yield Label(Content(self._title_text), id="note-title")
            yield NoteField(self._text, soft_wrap=True, compact=True, tab_behavior="focus")
            keep, leave = (keys.named(self.app, id_) for id_ in ("note.keep", "note.leave"))
            hint = f"{keep} keeps the note · {leave} leaves it as it was"
            yield Label(Content(spelled(hint, charset_of(self))), id="note-hint")

    def on_mount(self) -> None:
        """Put the cursor at the end."""
        field = self.query_one(NoteField)
        field.focus()  # AUTO_FOCUS finds none where the screen is shown before its parts are there
        field.cursor_blink = False
        field.move_cursor(field.document.end)

    def action_keep(self) -> None:
        """Close with the text."""
        self.dismiss(self.query_one(NoteField).text)
