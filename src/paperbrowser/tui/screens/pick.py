"""A list to read or to choose from, narrowed down by typing: help, profiles, authors, metrics."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, TypeVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.style import Style
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from paperbrowser.papers.text import clean_line, joined_lines
from paperbrowser.papers.words import fold
from paperbrowser.settings.key_names import shown
from paperbrowser.tui import keys
from paperbrowser.tui.terminal.charset import charset_of, spelled
from paperbrowser.tui.widgets.cells import cut, fit, wrap

_Result = TypeVar("_Result")

_NAME = 28  # columns of a name beside a longer text
_SHORT = 12  # columns of a text that leaves the room to the name


class Dialog(ModalScreen[_Result]):
    """A screen over the browser that ignores a second choice: dismissing twice crashes Textual."""

    DEFAULT_CSS = """
    Dialog {
        align: center middle; layout: vertical; overflow: hidden;
        background: transparent; color: $foreground;
        &:ansi { background: transparent; color: $foreground; }
    }
    """

    def dismiss(self, result: _Result | None = None) -> AwaitComplete:
        """Close with `result`, unless it is closed already."""
        return super().dismiss(result) if self.is_current else AwaitComplete()


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the list.

    Attributes:
        name: shown in bold.
        about: shown beside it.
        value: returned when it is chosen; None for a line that is only read.
        group: heading above it.
        fills: text that choosing it puts into the field, instead of closing the list.
    """

    name: str
    about: str
    value: str | None = None
    group: str = ""
    fills: str | None = None


class SeveralLines(NamedTuple):
    """Actions on several lines, by the letter that does each while nothing is typed.

    Attributes:
        can_join: whether the value of a line can be chosen with others.
        actions: take the values in the order in which they were selected.
        hint: says so below the list, while some are selected.
        hint_of_one: the same, while one is.
        choose: the letter of the action that choosing does.
    """

    can_join: Callable[[str], bool]
    actions: Mapping[str, Callable[[Sequence[str]], None]]
    hint: str
    hint_of_one: str
    choose: str


class _ItemOption(Option):
    """A line with its item; a click may be handled when other items are shown."""

    def __init__(self, prompt: Content, item: Item) -> None:
        super().__init__(prompt)
        self.item = item


class ItemList(OptionList):
    """The lines."""

    def get_visual_style(self, *component_classes: str, partial: bool = False) -> Style:
        """Return the style of a part with reversed colours, which mark a line; Textual's lacks them."""
        style = super().get_visual_style(*component_classes, partial=partial)
        each = map(self.get_component_styles, component_classes)
        reverse = any(one.text_style.reverse for one in each)
        return style + Style(reverse=True) if reverse else style


class PickField(Input):
    """The field whose text narrows the list down."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.OF_LIST_FIELD]

    def __init__(self, value: str, placeholder: str, *, closing: frozenset[str]) -> None:
        """Show the field.

        Args:
            value: its first text.
            placeholder: shown while it is empty.
            closing: the keys that close the list while the field is empty, as the screen shows them.
        """
        super().__init__(value, placeholder, compact=True, select_on_focus=False, id="pick-field")
        self.cursor_blink = False
        self._closing_keys = closing

    def on_key(self, event: events.Key) -> None:
        """While nothing is typed, close a list that is only read, or select several lines."""
        if self.value:
            return
        screen = self.screen
        if shown(event.key) in self._closing_keys:
            screen.dismiss(None)
        elif not (isinstance(screen, PickScreen) and screen.take_key(event.character or "")):
            return
        event.prevent_default()
        event.stop()

    def on_paste(self, event: events.Paste) -> None:
        """Insert pasted text as one line, without characters that act on the terminal."""
        event.prevent_default()  # Textual would insert the first line, unchecked
        event.stop()
        self.replace(joined_lines(event.text), *self.selection)


class PickScreen(Dialog[str | None]):
    """Items under a title. Typing narrows them down, Enter returns the value of one, Esc None."""

    DEFAULT_CSS = """
    #pick-box {
        width: 90%; max-width: 84; height: auto; max-height: 100%;
        padding: 0 1; border: round $rule; background: $background;
    }
    #pick-title { text-style: bold; }
    #pick-field { background: $background; background-tint: $background 0%; }
    #pick-field > .input--placeholder { text-style: $muted-style; color: $foreground; }
    #pick-items {
        height: auto; max-height: 100%; margin: 1 0 2 0; border: none; background: $background;
        padding: 0; scrollbar-size: 0 0;
    }
    PickScreen.-low {
        #pick-box { border: none; }
        #pick-items { margin: 0 0 1 0; }
        #pick-hint { max-height: 1; }
    }
    #pick-hint { dock: bottom; width: 1fr; max-height: 2; background: $background; text-style: $muted-style; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*keys.OF_LIST]
    AUTO_FOCUS = "Input"

    def __init__(
        self,
        title: str,
        items: Sequence[Item],
        *,
        hint: str,
        current: str | None = None,
        offers: Callable[[str], Sequence[Item]] | None = None,
        about_typing: str = "type to search",
        typed: str = "",
        reading: bool = False,
        several: "SeveralLines | None" = None,
        stacked: bool = False,
        whose: Callable[[str], None] | None = None,
    ) -> None:
        """Show a list.

        Args:
            title: above the list.
            items: shown where they contain all typed words.
            hint: below the list; {choose}, {close} and {whose} become the keys for it.
            current: the value to highlight before anything is typed.
            offers: returns further items for the typed text, shown below those that match.
            about_typing: placeholder of the empty field.
            typed: first text of the field.
            stacked: whether what is said of a line stands below its name, which may be long.
            several: what is done with several lines that are chosen together.
            whose: is given what was typed, when the same list of someone else is to take this one's place.
            reading: whether it is rather read than chosen from: the key that closes the browser closes it.
        """
        super().__init__()
        self._to_read = reading
        self._several = several
        self._stacked = stacked
        self._whose = whose
        self._selected: dict[str, None] = {}  # values, in the order of selecting
        self._title_text = title
        self._items = items
        self._hint = hint
        self._current = current
        self._offers = offers
        self._about_typing = about_typing
        self._typed = typed
        self._shown: Sequence[Item] = self._matching(typed)
        self._filled_for = 0

    def compose(self) -> ComposeResult:
        """Yield title, field, items and hint."""
        with Vertical(id="pick-box"):
            yield Label(Content(self._title_text), id="pick-title")
            yield PickField(self._typed, self._about_typing, closing=self._leaving_keys())
            yield ItemList(id="pick-items", markup=False, compact=True)
            yield Label(Content(self._with_keys(self._hint)), id="pick-hint")

    def _with_keys(self, hint: str) -> str:
        named = {one: keys.named(self.app, f"pick.{one}") for one in ("choose", "close", "whose")}
        return spelled(hint.format(**named), charset_of(self))

    def _leaving_keys(self) -> frozenset[str]:
        """Return the keys that close a list to read as they close the browser, as the screen shows them."""
        named = self.app.get_key_display(keys.BINDINGS["app.leave"]) if self._to_read else ""
        return frozenset(named.split())

    def on_mount(self) -> None:
        """Fill the list."""
        for options in self.query(OptionList):
            options.can_focus = False
        self._fill()

    def on_resize(self) -> None:
        """Wrap the texts to the new width."""
        if self._room() != self._filled_for:
            for options in self.query(OptionList):
                highlighted = options.highlighted
                self._fill()
                options.highlighted = highlighted

    def _room(self) -> int:
        """Return the width of a line of the list in cells (see `DEFAULT_CSS`)."""
        return min(self.app.size.width * 9 // 10, 84) - 4

    def _fill(self) -> None:
        if not self.query(
            OptionList
        ):  # it was closed at once, before it was shown or after a letter
            return
        self._filled_for = self._room()
        title = cut(clean_line(self._title_text), self._filled_for)
        self.query_one("#pick-title", Label).update(Content(title))
        longest = max((cell_len(item.name) for item in self._items), default=0)
        said = max((cell_len(item.about) for item in self._items), default=0)
        most = min(_NAME, self._filled_for * 3 // 7)
        if said <= _SHORT:
            most = max(most, self._filled_for - said - 8)
        width = min(longest, most)
        options = self.query_one(OptionList)
        room = max(self._filled_for - width - 5, 12)
        options.clear_options()
        group = ""
        highlighted = None
        current = None if self.query_one(Input).value else self._current
        for item in self._shown:
            if item.group != group:
                group = item.group
                options.add_option(Option(Content.styled(group, "bold"), disabled=True))
            if highlighted is None or (current is not None and item.value == current):
                highlighted = options.option_count
            about = clean_line(item.about)
            name = clean_line(item.name)
            sign = "✓ " if item.value in self._selected else "  "
            if self._stacked:
                name = cut(name, self._filled_for - 3)
                wrapped = wrap(about, self._filled_for - 6)
                line = Content.assemble(
                    (f"{sign}{name}", "bold"), *(f"\n    {about[a:b]}" for a, b in wrapped)
                )
            else:
                name = fit(name, width) if about else cut(name, self._filled_for - 3)
                lines = [about[start:end] for start, end in wrap(about, room)]
                about = f"\n{' ' * (width + 4)}".join(lines)
                line = Content.assemble((f"{sign}{name}", "bold"), "  ", about)
            options.add_option(_ItemOption(line, item))
        if not self._shown and self.query_one(Input).value:
            options.add_option(Option(Content.styled("  no matches", "dim"), disabled=True))
        options.highlighted = highlighted

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self._shown = self._matching(event.value)
        self._fill()

    def _matching(self, text: str) -> list[Item]:
        words = fold(text).split()
        found = [
            item
            for item in self._items
            if all(word in fold(f"{item.name} {item.about} {item.group}") for word in words)
        ]
        return found if self._offers is None else [*found, *self._offers(text)]

    def take_key(self, char: str) -> bool:
        """Take a character that is typed into the empty field; return whether it was a key of the list."""
        if self._several is None:
            return False
        if char == " ":
            self.action_select()
            return True
        if char not in self._several.actions or not self._selected:
            return False
        self._do(char)
        return True

    def action_select(self) -> None:
        """Select the highlighted line, or not any more, and go to the next."""
        options = self.query_one(OptionList)
        option = options.highlighted_option
        item = option.item if isinstance(option, _ItemOption) else None
        if self._several is None or item is None or item.value is None:
            return
        if not self._several.can_join(item.value):
            return
        if item.value in self._selected:
            del self._selected[item.value]
        else:
            self._selected[item.value] = None
        field, row = self.query_one(Input), options.highlighted
        if field.value:
            self._current = item.value
            field.value = ""  # the next one is looked for
        else:
            self._fill()
            options.highlighted = row
            self.action_move(1)
        self._show_hint()

    def _do(self, letter: str) -> None:
        if self._several is not None and self.is_current:
            self.dismiss(None)
            self._several.actions[letter](tuple(self._selected))

    def _show_hint(self) -> None:
        hint = self._hint
        if self._several is not None and self._selected:
            several, many = self._several, len(self._selected)
            hint = f"{many} selected: {several.hint if many > 1 else several.hint_of_one}"
        self.query_one("#pick-hint", Label).update(Content(self._with_keys(hint)))

    def action_whose(self) -> None:
        """Close, and show the same list of someone else with what is typed."""
        if self._whose is not None and self.is_current:
            typed = self.query_one(Input).value
            self.dismiss(None)
            self._whose(typed)

    def action_choose(self) -> None:
        """Return the value of the highlighted item; or do what is done with those selected."""
        if self._several is not None and self._selected:
            self._do(self._several.choose)
            return
        option = self.query_one(OptionList).highlighted_option
        self._choose(option)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._choose(event.option)

    def _choose(self, option: Option | None) -> None:
        item = option.item if isinstance(option, _ItemOption) else None
        if item is None or item.fills is None:
            self.dismiss(None if item is None else item.value)
        else:
            field = self.query_one(Input)
            field.value = item.fills
            field.cursor_position = len(item.fills)

    def action_move(self, rows: int) -> None:
        """Move the highlight by a row."""
        options = self.query_one(OptionList)
        if rows > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    def action_page(self, pages: int) -> None:
        """Move the highlight by a page."""
        options = self.query_one(OptionList)
        for _ in range(max(1, options.size.height - 1)):
            before = options.highlighted
            self.action_move(pages)
            # Textual's list wraps around; a page stops at its ends.
            if before is not None and ((options.highlighted or 0) - before) * pages < 0:
                options.highlighted = before
                break
