"""A small editor for a note, where no other editor opens."""

import asyncio
from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label, TextArea

from paperbrowser.papers.text import clean, clean_line
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

    There may be one for the user alone, and one for each team.

    Attributes:
        ready: set when letters that are typed go into the note.
        texts: the notes by the names of teams; that of the user has none.
    """

    DEFAULT_CSS = """
    #note-box {
        width: 90%; max-width: 84; height: 80%; max-height: 24;
        padding: 0 1; border: round $rule; background: $background;
    }
    #note-title { width: 1fr; text-style: bold; height: auto; max-height: 2; }
    NoteField { height: 1fr; border: none; padding: 0; background: $background; }
    #note-hint { width: 1fr; height: auto; max-height: 2; text-style: $muted-style; }
    """
    AUTO_FOCUS = "NoteField"

    def __init__(self, title: str, text: str, of_teams: Mapping[str, str] | None = None) -> None:
        """Edit a note.

        Args:
            title: of the paper.
            text: the user's own note.
            of_teams: the user's notes for teams, by their names.
        """
        super().__init__()
        self.ready = asyncio.Event()
        self._title_text = title
        self.texts = {"": text, **(of_teams or {})}
        self._before = dict(self.texts)
        self._whose = ""

    def compose(self) -> ComposeResult:
        """Yield title, text and hint."""
        with Vertical(id="note-box"):
            yield Label(Content(self._title_text), id="note-title")
            yield NoteField(self.texts[""], soft_wrap=True, compact=True, tab_behavior="focus")
            yield Label(Content(self._hint), id="note-hint")

    @property
    def _hint(self) -> str:
        keep, leave, whose = (
            keys.named(self.app, id_) for id_ in ("note.keep", "note.leave", "note.whose")
        )
        hint = f"{keep} keeps the note · {leave} leaves it as it was"
        if len(self.texts) > 1:
            of, to = self._called(self._whose), self._called(self._next)
            hint = f"for {of} · {whose} for {to} · {keep} keeps · {leave} leaves it"
        return spelled(hint, charset_of(self))

    def _called(self, whose: str) -> str:
        return clean_line(whose) or "you alone"

    @property
    def _next(self) -> str:
        names = [*self.texts]
        return names[(names.index(self._whose) + 1) % len(names)]

    def on_mount(self) -> None:
        """Put the cursor at the end."""
        field = self.query_one(NoteField)
        field.focus()  # AUTO_FOCUS finds none where the screen is shown before its parts are there
        field.cursor_blink = False
        field.move_cursor(field.document.end)

    def action_whose(self) -> None:
        """Go on with the note for a team, or with that for the user alone.

        What was written where no note was goes along to one that is empty.
        """
        if len(self.texts) < 2:
            return
        field, to = self.query_one(NoteField), self._next
        text = field.text
        if self._before[self._whose] or self.texts[to]:
            self.texts[self._whose] = text
        else:
            self.texts[self._whose], self.texts[to] = "", text
        self._whose = to
        if field.text != self.texts[to]:
            field.load_text(self.texts[to])
            field.move_cursor(field.document.end)
        self.query_one("#note-hint", Label).update(Content(self._hint))

    def action_keep(self) -> None:
        """Close with the text."""
        self.texts[self._whose] = self.query_one(NoteField).text
        self.dismiss(self.texts[""])
