"""The search line: what is searched for, and what is in force."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Label

from paperbrowser.text import clean_line
from paperbrowser.tui.layout_text import fit

_ABOUT = "search titles, authors, abstracts"


class SearchInput(Input):
    """The words searched for. Up and Down move in the results, Enter keeps them, Esc puts back what was."""

    BINDINGS = [
        Binding(
            "enter", "keep", "keep", id="search.keep", key_display="↵", tooltip="Keep the results"
        ),
        Binding(
            "escape,ctrl+g",
            "cancel",
            "put back",
            id="search.cancel",
            key_display="Esc",
            tooltip="Leave the search as it was before",
        ),
        Binding(
            "down,ctrl+n",
            "screen.step(1)",
            "next",
            id="search.down",
            key_display="↓",
            tooltip="Next result",
        ),
        Binding(
            "up,ctrl+p",
            "screen.step(-1)",
            "previous",
            id="search.up",
            key_display="↑",
            tooltip="Previous result",
        ),
        Binding(
            "pagedown",
            "screen.page(1)",
            "page down",
            id="search.page-down",
            show=False,
            tooltip="A page of results down",
        ),
        Binding(
            "pageup",
            "screen.page(-1)",
            "page up",
            id="search.page-up",
            show=False,
            tooltip="A page of results up",
        ),
        Binding(
            "ctrl+u",
            "delete_left_all",
            "erase",
            id="search.erase",
            key_display="^U",
            tooltip="Erase the words",
        ),
        Binding(
            "tab", "keep", "keep", id="search.keep-tab", show=False, tooltip="Keep the results"
        ),
    ]

    class Kept(Message):
        """The results are to stay."""

    class Cancelled(Message):
        """What was before the search is to come back."""

    def action_keep(self) -> None:
        """Leave the line, keeping the results."""
        self.post_message(self.Kept())

    def action_cancel(self) -> None:
        """Leave the line as if it had never been entered."""
        self.post_message(self.Cancelled())


class SearchState(Widget):
    """What the list shows: order, how many, what is filtered."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: Sequence[str] = ("",)

    def show(self, texts: Sequence[str]) -> None:
        """Show the first of `texts` that there is room for, at the right end of the line."""
        if texts != self._texts:
            self._texts = texts
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - it has one line
        """The text, at the right."""
        width = self.size.width
        whole = (text for text in self._texts if cell_len(text) < width)
        text = fit(next(whole, self._texts[-1]), width - 1, right=True) + " "
        return Strip([Segment(text, self.rich_style)], width)


class SearchBar(Horizontal):
    """The search line."""

    class Changed(Message):
        """The words changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    COMPONENT_CLASSES: ClassVar[set[str]] = set()

    def compose(self) -> ComposeResult:
        """The words at the left, what is in force at the right."""
        field = SearchInput(placeholder=_ABOUT, compact=True, select_on_focus=False)
        field.cursor_blink = False
        yield Label("/ ")
        yield field
        yield SearchState()

    @property
    def field(self) -> SearchInput:
        """Where the words are typed."""
        return self.query_one(SearchInput)

    @property
    def text(self) -> str:
        """What stands in the line."""
        return self.field.value

    @property
    def words(self) -> str:
        """The words searched for."""
        return self.text.strip()

    def put(self, text: str) -> None:
        """Replace the words without searching for them."""
        with self.prevent(Input.Changed):
            self.field.value = text
            self.field.cursor_position = len(text)

    def show_state(self, texts: Sequence[str]) -> None:
        """Show what is in force, in the first of these ways that fits."""
        self.query_one(SearchState).show(texts)

    def on_resize(self) -> None:
        """Say what can be searched where there is room for it."""
        field = self.field
        wanted = _ABOUT if field.size.width >= len(_ABOUT) else _ABOUT.split(maxsplit=1)[0]
        if field.placeholder != wanted:
            field.placeholder = wanted

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        cleaned = clean_line(event.value) if event.value.strip() else event.value
        if len(cleaned) < len(event.value.strip()):
            self.put(cleaned)  # something was pasted that must not reach the terminal
        self.post_message(self.Changed(self.field.value))
