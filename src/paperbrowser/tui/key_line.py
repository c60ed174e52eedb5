"""The line of keys that work where the focus is; also asks for one key when an action needs a choice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from paperbrowser.tui.layout_text import cut


@dataclass(frozen=True, slots=True)
class Choice:
    """A key to press, the word for it, and what it does."""

    key: str
    word: str
    chosen: Callable[[], None]


class KeyLine(Widget, can_focus=False):
    """Keys and their words, as many as there is room for."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-line--key", "key-line--word"}

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._keys: Sequence[tuple[str, str]] = ()
        self._question = ""
        self._choices: Sequence[Choice] = ()
        self._asked_from: Widget | None = None

    def show(self, ids: Sequence[str]) -> None:
        """Show the keys of the bindings with these ids, as far as they work now."""
        bound = {
            active.binding.id: active.binding for active in self.screen.active_bindings.values()
        }
        self._keys = [
            (self.app.get_key_display(bound[id_]), bound[id_].description)
            for id_ in ids
            if id_ in bound
        ]
        self.refresh()

    def ask(self, question: str, choices: Sequence[Choice]) -> None:
        """Ask for one key; the next key answers, any that is not offered cancels."""
        self._question, self._choices = question, choices
        self._asked_from = self.screen.focused
        self.can_focus = True
        self.focus()
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Answer the question."""
        if not self._choices:
            return
        event.stop()
        event.prevent_default()
        chosen = next(
            (c.chosen for c in self._choices if c.key in (event.character, event.key)), None
        )
        self._done()
        if chosen is not None:
            chosen()

    def on_blur(self) -> None:
        """A question left behind is cancelled."""
        self._choices = ()
        self.refresh()

    def _done(self) -> None:
        self._question, self._choices = "", ()
        if self._asked_from is not None:
            self._asked_from.focus()
        self.can_focus = False
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - it has one line
        """The keys, or the question with its answers."""
        width = self.size.width
        key_style = self.get_component_rich_style("key-line--key")
        word_style = self.get_component_rich_style("key-line--word")
        segments = [Segment(" ", word_style)]
        used = 1
        pairs = self._keys
        if self._choices:
            segments.append(Segment(f"{self._question}  ", word_style))
            used += cell_len(self._question) + 2
            pairs = [(choice.key, choice.word) for choice in self._choices] + [("Esc", "cancel")]
        for key, word in pairs:
            length = cell_len(key) + 1 + cell_len(word) + 2
            if used + length - 2 > width:
                break
            segments += [Segment(key, key_style), Segment(f" {word}  ", word_style)]
            used += length
        if used == 1 and pairs:
            segments.append(Segment(cut(pairs[0][0], width - 1), key_style))
        return Strip(segments).adjust_cell_length(width, self.rich_style)
