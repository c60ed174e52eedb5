"""The line of keys that work where the focus is; questions of one key: sort, part to copy, link to open."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from paperbrowser.papers.links import host
from paperbrowser.papers.marks import MOST_STARS
from paperbrowser.papers.model import Paper
from paperbrowser.search.view import View
from paperbrowser.tui import keys
from paperbrowser.tui.widgets.cells import cut

if TYPE_CHECKING:
    from textual.binding import ActiveBinding

_LONGEST_HOST = 30  # cells


class Choice(NamedTuple):
    """One answer to a question: the key to press, the word for it, the function to call."""

    key: str
    word: str
    chosen: Callable[[], None]


def _choices(
    values: Mapping[str, str], words: Mapping[str, str], chosen: Callable[[str], None]
) -> list[Choice]:
    """Make a choice of each key in `values`; its word is in `words`, or else the value itself."""
    return [
        Choice(key, words.get(value, value), partial(chosen, value))
        for key, value in values.items()
    ]


def sort_choices(view: View, chosen: Callable[[str], None]) -> list[Choice]:
    """Return the orders that `view` can be sorted by; `chosen` is called with the name of the sort key."""
    letters = {"s": "score", "d": "date", "c": "citations", "t": "title"}
    if not view.catalogue.served:
        letters["p"] = "page"
    if any(marks.queued is not None for marks in view.catalogue.marks):
        letters["q"] = "queue"
    if view.searching:
        letters["r"] = "relevance"
    return _choices(letters, {"page": "page order"}, chosen)


def view_choices(views: Mapping[str, str], chosen: Callable[[str], None]) -> list[Choice]:
    """Return the views, each with a key of its own; `chosen` is called with the query.

    The key is the first letter or digit of the name that no view before it has.
    """
    taken: dict[str, str] = {}
    for name in views:
        letters = [
            *(char for char in name.lower() if char.isascii() and char.isalnum()),
            *"123456789",
        ]
        key = next((letter for letter in letters if letter not in taken), None)
        if key is not None:
            taken[key] = name
    return [Choice(key, name, partial(chosen, views[name])) for key, name in taken.items()]


def copy_choices(paper: Paper, *, again: bool, chosen: Callable[[str], None]) -> list[Choice]:
    """Return the parts of a paper that can be copied.

    Args:
        paper: the paper.
        again: whether there is a last copy to view.
        chosen: called with the part, or with "view".
    """
    letters = {"t": "title", "l": "link", "c": "citation", "a": "abstract", "b": "bibtex"}
    if not paper.abstract:
        del letters["a"]
    if again:
        letters["v"] = "view"
    return _choices(letters, {"bibtex": "BibTeX", "view": "view the last copy"}, chosen)


def rating_choices(chosen: Callable[[int | None], None]) -> list[Choice]:
    """Return the ratings from 1 to 5, and none."""
    numbers = range(1, MOST_STARS + 1)
    stars = [Choice(str(number), "", partial(chosen, number)) for number in numbers]
    return [*stars, Choice("0", "none", partial(chosen, None))]


def link_choices(links: Sequence[str], chosen: Callable[[str], None]) -> list[Choice]:
    """Return the links by number, each with the host it leads to; `chosen` is called with the link."""
    numbers = {str(number): link for number, link in enumerate(links, 1)}
    return _choices(numbers, {link: cut(host(link), _LONGEST_HOST) for link in links}, chosen)


class KeyLine(Widget, can_focus=False):
    """Keys and their words, as many as there is room for; a question takes the lines that it needs."""

    DEFAULT_CSS = """
    KeyLine {
        height: 1;
        .key-line--key { color: $text-accent; text-style: bold; }
        .key-line--word { text-style: $muted-style; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-line--key", "key-line--word"}

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._keys: Sequence[tuple[str, str]] = ()
        self._kept: Sequence[tuple[str, str]] = ()
        self._bound: Mapping[str, ActiveBinding] = {}  # by the sign shown for its key
        self._question = ""
        self._choices: Sequence[Choice] = ()
        self._asked_from: Widget | None = None

    def show(self, ids: Sequence[str], words: Mapping[str, str] | None = None) -> None:
        """Show the keys of the bindings with these ids, as far as they work now.

        Args:
            ids: of the bindings, most important first.
            words: by id, the word of a binding whose effect now is not its usual one.
        """
        active = {one.binding.id or "": one for one in self.screen.active_bindings.values()}
        bound = {id_: one.binding for id_, one in active.items()}
        words = words or {}
        pairs = {  # one key of each action is enough
            id_: (
                self.app.get_key_display(bound[id_]).split()[0],
                words.get(id_, bound[id_].description),
            )
            for id_ in ids
            if id_ in bound and self.app.get_key_display(bound[id_])
        }
        self._bound = {pairs[id_][0]: active[id_] for id_ in pairs}
        shown = list(pairs.values()), [pair for id_, pair in pairs.items() if id_ in keys.ALWAYS]
        if shown != (self._keys, self._kept):
            self._keys, self._kept = shown
            self.refresh()

    def ask(self, question: str, choices: Sequence[Choice]) -> None:
        """Ask for one key: the next key answers, and one that is not offered cancels."""
        self._question, self._choices = question, choices
        self._asked_from = self.screen.focused
        self.can_focus = True
        self.focus()
        self._make_room()
        self.refresh()

    def on_resize(self) -> None:
        """Give a question the lines that it needs."""
        self._make_room()

    def _make_room(self) -> None:
        height = len(self._lines(self.size.width)) if self._choices else 1
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height

    def on_key(self, event: events.Key) -> None:
        """Answer the question."""
        if not self._choices:
            return
        event.stop()
        event.prevent_default()
        self._answer(event.character, event.key)

    def _answer(self, *keys: str | None) -> None:
        """Take the answer that has one of these keys; any other cancels the question."""
        chosen = next((choice.chosen for choice in self._choices if choice.key in keys), None)
        self._done()
        if chosen is not None:
            chosen()

    async def on_click(self, event: events.Click) -> None:
        """Do what the word under the mouse says."""
        lines = self._lines(self.size.width)
        end = 1
        for key, word in lines[event.y] if event.y < len(lines) else ():
            end += cell_len(f"{key} {word}" if key else word) + 2
            if event.x < end:
                if self._choices:
                    self._answer(key)
                elif key in self._bound:
                    active = self._bound[key]
                    await self.app.run_action(active.binding.action, active.node)
                return

    def on_blur(self) -> None:
        """Cancel the question when the focus goes elsewhere."""
        self._choices = ()
        self._make_room()
        self.refresh()

    def _done(self) -> None:
        self._question, self._choices = "", ()
        if self._asked_from is not None:
            self._asked_from.focus()
        self.can_focus = False
        self._make_room()
        self.refresh()

    def _lines(self, width: int) -> list[list[tuple[str, str]]]:
        """Return the pairs of key and word for each line; the first pair of a question is its text."""
        if self._choices:
            asked = [(choice.key, choice.word) for choice in self._choices]
            lines: list[list[tuple[str, str]]] = [[("", self._question)]]
            for pair in [*asked, ("Esc", "cancel")]:
                if _length([*lines[-1], pair]) > width:
                    lines.append([])
                lines[-1].append(pair)
            return lines
        shown = [pair for pair in self._keys if pair in self._kept]
        for pair in self._keys:
            if pair in self._kept:
                continue
            with_it = [one for one in self._keys if one == pair or one in shown]
            if _length(with_it) > width:
                break
            shown = with_it
        return [shown]

    def render_line(self, y: int) -> Strip:
        """Draw a line of keys, or of the question with its answers."""
        width = self.size.width
        key_style = self.get_component_rich_style("key-line--key")
        word_style = self.get_component_rich_style("key-line--word")
        segments = [Segment(" ", word_style)]
        lines = self._lines(width)
        for key, word in lines[y] if y < len(lines) else ():
            if key:
                segments += [Segment(key, key_style), Segment(" ", word_style)]
            segments.append(Segment(f"{word}  ", word_style))
        return Strip(segments).adjust_cell_length(width, self.rich_style)


def _length(pairs: Sequence[tuple[str, str]]) -> int:
    """Return the width of a line of keys and words in cells."""
    return 1 + sum(cell_len(f"{key} {word}" if key else word) + 2 for key, word in pairs) - 2
