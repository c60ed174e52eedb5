"""What leaves the browser: texts to a clipboard, links to a web browser; or to the screen, where neither is.

Says what was really done, when it is done: tools run beside the screen.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App
from textual.worker import get_current_worker

from paperbrowser.system.terminal import has_desktop
from paperbrowser.tui import keys
from paperbrowser.tui.terminal.web import open_link

if TYPE_CHECKING:
    from paperbrowser.tui.terminal.clipboard import Outcome

    Told = Callable[[Outcome], None]


class Outside:
    """The ways out of `app`; `say` tells the reader what was done."""

    def __init__(self, app: App[int], say: Callable[[str], None]) -> None:
        self._app = app
        self._say = say
        self._copied: tuple[str, str] | None = None  # what it is, and the text

    # Copying

    def copy(self, text: str, what: str = "") -> None:
        """Copy; say what was done with `what`, if that is given, and show the text where nothing was."""

        def told(outcome: "Outcome") -> None:
            if what and outcome.done:
                characters = f"{len(text):,} characters"
                shows = f"{keys.named(self._app, 'read.yank')} v shows it"
                self._say(f"{what} {outcome.value} ({characters}; {shows})")
            elif what:
                self._show(f"{what[:1].upper()}{what[1:]} {outcome.value}. Here it is:", text)

        if what:
            self._copied = what, text
        self._copy(text, told)

    @property
    def has_copied(self) -> bool:
        """Whether there is something for `show_copied`."""
        return self._copied is not None

    def show_copied(self) -> None:
        """Show what was copied last, to be selected by other means."""
        if self._copied is not None:
            what, text = self._copied
            self._show(f"{what[:1].upper()}{what[1:]}, as it was copied:", text)

    def _copy(self, text: str, told: "Told") -> None:
        from paperbrowser.tui.terminal import clipboard

        self._app._clipboard = text  # Textual's own, for pasting within the app
        if clipboard.needs_tool():
            aside = partial(self._copy_aside, text, told)
            self._app.run_worker(aside, thread=True, group="copy")
        else:
            told(clipboard.copy_by_terminal(text, self._write))

    def _copy_aside(self, text: str, told: "Told") -> None:
        from paperbrowser.tui.terminal import clipboard

        worker = get_current_worker()
        outcome = clipboard.copy_by_tool(text, lambda: worker.is_cancelled)
        if worker.is_cancelled:
            return
        if outcome is None:
            outcome = self._app.call_from_thread(clipboard.copy_by_terminal, text, self._write)
        self._app.call_from_thread(told, outcome)

    def _write(self, sequence: str) -> None:
        if self._app._driver is not None:
            self._app._driver.write(sequence)

    # Links

    def open_link(self, url: str, what: str) -> None:
        """Open `url` in a browser; where there is none, show and copy it."""
        if has_desktop():
            self._say(f"opening {what}…")
            self._app.run_worker(partial(self._open_aside, url, what), thread=True, group="open")
        else:
            self._show_link(url, what)

    def _open_aside(self, url: str, what: str) -> None:
        if open_link(url):
            self._app.call_from_thread(self._say, f"opened {what} in the browser")
        else:
            self._app.call_from_thread(self._show_link, url, what)

    def _show_link(self, url: str, what: str) -> None:
        def told(outcome: "Outcome") -> None:
            self._show(f"No browser here. The link to {what}, {outcome.value}:", url, url)

        self._copy(url, told)

    def _show(self, title: str, text: str, link: str = "") -> None:
        from paperbrowser.tui.screens.text import TextScreen

        self._app.push_screen(TextScreen(title, text, link))
