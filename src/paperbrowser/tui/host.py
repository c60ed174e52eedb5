"""The parts of the app and of its browser screen that menus and background work use.

Menus and work take these protocols and never import the app, so that no module of the
interface imports itself in a circle and a test can hand in an object of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, runtime_checkable

from textual.binding import Binding
from textual.geometry import Size
from textual.screen import Screen, ScreenResultCallbackType
from textual.timer import Timer
from textual.widget import Widget

from paperbrowser.library.locate import Origin
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.search.view import View
from paperbrowser.tui.widgets.panes import Panes

if TYPE_CHECKING:
    from asyncio import Event

    from paperbrowser.library.former import ProfileChange
    from paperbrowser.reading.persons import Said
    from paperbrowser.search.engine import Found

_Result = TypeVar("_Result")


class Task(Protocol):
    """Work in a thread that the user asked for, and is told of if the app ends before it.

    Attributes:
        outcome: a sentence about how it ended; "" while it goes on.
    """

    outcome: str

    @property
    def sentence(self) -> str:
        """The work in words: "importing works.bib"."""


class Host(Protocol):
    """The app: messages, profiles, screens, threads and timers.

    Attributes:
        keys_pressed: number of keys, clicks and turns of the wheel so far.
    """

    keys_pressed: int

    @property
    def origin(self) -> Origin:
        """The file of the open profile."""

    @property
    def profile(self) -> Profile:
        """The open profile."""

    @property
    def groups(self) -> Mapping[str, Sequence[str]]:
        """The groups of profiles of the settings, by their names."""

    @property
    def persons(self) -> "Sequence[Said]":
        """The user's words on the names of people; none while they are not read."""

    def unread(self, papers: Sequence[Paper]) -> int | None:
        """Return how many papers the user has not read; None while the marks are not known."""

    def profile_changed(self, change: "ProfileChange", said: str) -> None:
        """Keep what an import or update did to a profile, so that the user can undo it."""

    @property
    def size(self) -> Size:
        """The terminal's size in cells."""

    def say(self, sentence: str, *, error: bool = False) -> None:
        """Show a message until the next key."""

    def show_lasting(self) -> None:
        """Show the progress of the jobs, or else the note on the file, below the messages."""

    def open(self, origin: Origin, said: Callable[[], None] | None = None) -> None:
        """Open a profile; `said` shows the message that follows."""

    def compare(self, paths: Sequence[Path]) -> None:
        """Compare profiles side by side; a single one with the open profile."""

    def get_key_display(self, binding: Binding) -> str:
        """Return the keys of a binding as the screen shows them."""

    def push_screen(
        self,
        screen: Screen[_Result],
        callback: ScreenResultCallbackType[_Result] | None = None,
    ) -> object:
        """Show another screen; `callback` takes its result."""

    def run_worker(
        self,
        work: Callable[[], None],
        *,
        group: str,
        exclusive: bool = False,
        thread: bool = False,
    ) -> object:
        """Run `work` in a thread; an `exclusive` one cancels the others of its group."""

    def begin_task(self, task: Task) -> None:
        """Keep work that the user asked for, until it has ended."""

    def end_task(self, task: Task) -> None:
        """Forget work whose outcome is shown."""

    def call_from_thread(self, callback: Callable[..., object], *args: Any) -> object:
        """Call a function in the app's own thread, and wait for it."""

    def hold_keys(self, until: "Event") -> None:
        """Let the keys after this one wait until an event is set, but not for long."""

    def set_timer(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Call a function once, in `delay` seconds."""

    def set_interval(self, interval: float, callback: Callable[[], None]) -> Timer:
        """Call a function every `interval` seconds."""


class PaperScreen(Protocol):
    """The browser screen: its view, its search line and its panes."""

    @property
    def view(self) -> View:
        """The papers shown, and their order."""

    @property
    def panes(self) -> Panes:
        """The list and the detail."""

    @property
    def search_text(self) -> str:
        """The text of the search line."""

    def put_search(self, text: str) -> None:
        """Put `text` into the search line without searching for it."""

    def put_view(
        self, view: View, keep: Paper | None, top: int | None = None, line: int | None = None
    ) -> None:
        """Show `view` with the cursor on the paper to `keep`."""

    def show_asked(self, view: View) -> None:
        """Take over a view whose query has no answer yet; the rows stay."""

    def take_found(self, found: "Found", *, whole: bool) -> None:
        """Take note of papers that a server found, `whole` without a search."""

    def search_for(self, words: str, keep: Paper | None = None, line: int | None = None) -> None:
        """Search for `words` as if they had been typed."""

    def leads_back(self, query: str, back: Callable[[], None]) -> None:
        """Let the key that would clear a query call a function instead, once."""

    def show_search_progress(self, part: float | None) -> None:
        """Show the part of the index that is built; None when it is ready."""

    def set_focus(self, widget: Widget | None) -> None:
        """Give the focus to a widget."""


@runtime_checkable
class ShowsMessages(Protocol):
    """A screen that shows messages."""

    def say(self, message: str, *, error: bool = False) -> None:
        """Show a message until the next key."""
