"""The search line: the field with history and completion, and the state of list and search beside it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from paperbrowser.papers.text import clean_line, joined_lines
from paperbrowser.tui import keys
from paperbrowser.tui.widgets.cells import fit

if TYPE_CHECKING:
    from paperbrowser.search.completion import Completion, Facets

_ABOUT = "search titles, authors, abstracts"


class SearchInput(Input, inherit_css=False):
    """The field for the query. Up and Down move in the results, Enter keeps them, Esc cancels the search.

    On an empty line Up brings back earlier queries.
    """

    # Of Textual's own rules those of a field in one line, because each takes time at the start.
    DEFAULT_CSS = """
    SearchInput {
        width: 1fr; height: 1; overflow: auto; scrollbar-size-horizontal: 0; pointer: text;
        background: $background; color: $foreground;
        .input--cursor {
            background: $input-cursor-background; color: $input-cursor-foreground;
            text-style: $input-cursor-text-style;
        }
        .input--selection {
            background: $input-selection-background; color: $input-selection-foreground;
        }
        .input--placeholder { text-style: $muted-style; color: $foreground; }
        &:ansi .input--cursor { background: ansi_white; color: ansi_black; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = Input.COMPONENT_CLASSES
    BINDINGS: ClassVar[list[BindingType]] = [*keys.OF_SEARCH_INPUT]

    class Kept(Message):
        """The user keeps the results."""

    class Cancelled(Message):
        """The user cancels the search."""

    class Completed(Message):
        """The user takes the completion on offer."""

    _earlier: Sequence[str] = ()
    _recalled: int | None = None  # counted from the end of the earlier queries

    def action_keep(self) -> None:
        """Leave the line, keeping the results."""
        self.remember()
        self.post_message(self.Kept())

    def remember(self) -> None:
        """Add the query to the history, for Up on an empty line."""
        from paperbrowser.library import search_history

        self._recalled = None
        search_history.remember(self.value)

    def action_complete(self) -> None:
        """Take the completion on offer."""
        self.post_message(self.Completed())

    async def action_previous(self) -> None:
        """Go to the result above, or to an earlier query."""
        if self._recalled is None and self.value:
            await self.run_action("screen.step(-1)")
            return
        if self._recalled is None:
            from paperbrowser.library import search_history

            self._earlier = search_history.earlier_queries()
        self._recall((self._recalled or 0) + 1)

    async def action_next(self) -> None:
        """Go to the result below, or to a later query."""
        if self._recalled is None:
            await self.run_action("screen.step(1)")
        else:
            self._recall(self._recalled - 1)

    def _recall(self, back: int) -> None:
        """Put the query `back` places from the end of the history into the line; 0 empties it."""
        if back > len(self._earlier):
            return
        self._recalled = back or None
        self.value = self._earlier[-back] if back else ""
        self.cursor_position = len(self.value)

    def forget_recalled(self) -> None:
        """Let Up and Down move in the results again, if the query was changed since it was recalled."""
        if self._recalled and self.value != self._earlier[-self._recalled]:
            self._recalled = None

    def on_paste(self, event: events.Paste) -> None:
        """Insert pasted lines as one, with words put together that were divided at a line's end."""
        event.prevent_default()  # Textual would insert the first line only
        event.stop()
        self.replace(joined_lines(event.text), *self.selection)

    def action_upper_word(self) -> None:
        """Put the word at the cursor, or the next one, in capitals."""
        before, after = self.value[: self.cursor_position], self.value[self.cursor_position :]
        end = len(after) - len(after.lstrip())
        end += len((after.split(maxsplit=1) or [""])[0])
        self.value = before + after[:end].upper() + after[end:]
        self.cursor_position = len(before) + end

    def action_cancel(self) -> None:
        """Leave the line and cancel the search."""
        self._recalled = None
        self.post_message(self.Cancelled())


class SearchPrompt(Widget):
    """The sign before the field."""

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - one line
        """Draw the sign."""
        return Strip([Segment("/ ", self.rich_style)], 2)


class SearchState(Widget):
    """The state of the list: order, number of papers, filters."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: Sequence[str] = ("",)

    def show(self, texts: Sequence[str]) -> None:
        """Show the first of `texts` that there is room for, at the right end of the line."""
        if texts != self._texts:
            self._texts = texts
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - one line
        """Draw the text, at the right."""
        width = self.size.width
        whole = (text for text in self._texts if cell_len(text) < width)
        text = fit(next(whole, self._texts[-1]), width - 1, right=True) + " "
        return Strip([Segment(text, self.rich_style)], width)


class SearchBar(Horizontal):
    """The search line: field and state."""

    DEFAULT_CSS = """
    SearchBar {
        height: 1; padding: 0 0 0 1;
        SearchPrompt { width: 2; height: 1; color: $text-accent; text-style: bold; }
        SearchState { width: 2fr; max-width: 60; height: 1; text-style: $muted-style; }
    }
    """

    class Changed(Message):
        """The query changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Offered(Message):
        """There are completions at the cursor, or (no `offers`) no longer."""

        def __init__(self, offers: "Sequence[Completion]") -> None:
            super().__init__()
            self.offers = offers

    def __init__(self, id: str, facets: "Callable[[], Facets | None]") -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._facets = facets
        self._offers: Sequence[Completion] = ()
        self._taken = 0  # how many offers were tried in turn
        self._at = 0  # the cursor that they are for

    def compose(self) -> ComposeResult:
        """Yield the field at the left, the state at the right."""
        field = SearchInput(placeholder=_ABOUT, compact=True, select_on_focus=False)
        field.cursor_blink = False
        yield SearchPrompt()
        yield field
        yield SearchState()

    def on_mount(self) -> None:
        """Offer what can be completed at the cursor wherever it goes."""
        self.watch(self.field, "selection", self._cursor_moved, init=False)

    def _cursor_moved(self) -> None:
        if self._offers and self.field.cursor_position != self._at:
            self._offer()

    @property
    def field(self) -> SearchInput:
        """The field for the query."""
        return self.query_one(SearchInput)

    @property
    def text(self) -> str:
        """The query."""
        return self.field.value

    @property
    def offers(self) -> bool:
        """Whether there is something to complete at the cursor."""
        return bool(self._offers)

    def put(self, text: str) -> None:
        """Replace the query without searching for it."""
        with self.prevent(Input.Changed):
            self.field.value = text
            self.field.cursor_position = len(text)
        self._offers = ()

    def show_state(self, texts: Sequence[str]) -> None:
        """Show the state, in the first of these texts that fits."""
        self.query_one(SearchState).show(texts)

    def on_resize(self) -> None:
        """Choose the placeholder that fits."""
        field = self.field
        wanted = _ABOUT if field.size.width >= len(_ABOUT) else _ABOUT.split(maxsplit=1)[0]
        if field.placeholder != wanted:
            field.placeholder = wanted

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        cleaned = clean_line(event.value) if event.value.strip() else event.value
        if len(cleaned) < len(event.value.strip()):
            self.put(cleaned)  # pasted characters that must not reach the terminal
        self.field.forget_recalled()
        self._offer()
        self.post_message(self.Changed(self.field.value))

    def _offer(self) -> None:
        from paperbrowser.search.completion import complete

        field = self.field
        facets = self._facets() if field.value else None
        had = bool(self._offers)
        self._at = field.cursor_position
        self._offers = (
            () if facets is None else complete(field.value, field.cursor_position, facets)
        )
        self._taken = 0
        if self._offers or had:
            self.post_message(self.Offered(self._offers))

    @on(SearchInput.Completed)
    def _complete(self, event: SearchInput.Completed) -> None:
        """Take the first offer, or the next one where the first was taken already."""
        event.stop()
        if not self._offers:
            self.field.remember()
            self.post_message(
                SearchInput.Kept()
            )  # from here: one from the field would end at its parent
            return
        offer = self._offers[self._taken % len(self._offers)]
        field = self.field
        before = field.value[: offer.start] + offer.text
        self._at = len(before)
        with self.prevent(Input.Changed):
            field.value = before + field.value[field.cursor_position :]
            field.cursor_position = len(before)
        if offer.text.endswith(":"):
            self._offer()
        else:
            self._taken += 1
            at = self._taken % len(self._offers)
            self.post_message(self.Offered([*self._offers[at:], *self._offers[:at]]))
        self.post_message(self.Changed(field.value))
