"""The app around the browser screen: starts and ends, keeps theme, place and settings."""

import datetime
import gc
import unicodedata
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.screen import Screen

from paperbrowser.formats.result import ReadResult
from paperbrowser.library import store
from paperbrowser.library.locate import Origin
from paperbrowser.library.session import SessionPlace
from paperbrowser.papers.model import Profile
from paperbrowser.search.view import Catalogue
from paperbrowser.settings.config import Config
from paperbrowser.settings.keys import in_force
from paperbrowser.tui import keys
from paperbrowser.tui.host import ShowsMessages
from paperbrowser.tui.opening import ScreenOpener
from paperbrowser.tui.screens.browser import BrowserScreen
from paperbrowser.tui.terminal.charset import spelled
from paperbrowser.tui.terminal.clipboard import Clipboard
from paperbrowser.tui.theme import TERMINAL, THEMES, keep, kept, problem_with
from paperbrowser.tui.work.loading import Loading
from paperbrowser.tui.work.restore import PlaceKeeper

if TYPE_CHECKING:
    from textual.theme import Theme


_HIGH = 12  # rows; in fewer, lists over the browser leave out margins and frames
_UNREAD = 1.0  # seconds in which a message can hardly have been read


def _palette() -> type[Provider]:
    """Return the provider of the command palette, imported when that is first opened."""
    from paperbrowser.tui.menus.palette import Commands

    return Commands


class PaperBrowser(ScreenOpener):
    """Opens one profile at a time in a `BrowserScreen`.

    Attributes:
        outside: copies texts and opens links.
        reader_column: the width of the text of a paper, in cells.
    """

    TITLE = "paperbrowser"
    COMMANDS = {_palette}
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [*keys.OF_APP]
    ESCAPE_TO_MINIMIZE = False
    VERTICAL_BREAKPOINTS = [(0, "-low"), (_HIGH, "-high")]
    NOTIFICATION_TIMEOUT = 5

    def __init__(
        self,
        origin: Origin,
        profile: Profile,
        config: Config,
        *,
        note: str = "",
        problems: tuple[str, ...] = (),
        partial: bool = False,
        as_of: datetime.date | None = None,
        place: SessionPlace | None = None,
        reading: ReadResult | None = None,
        correction: str = "",
    ) -> None:
        """Open a profile.

        Args:
            origin: the file it is of.
            profile: the papers of that file, or the first of them.
            config: the settings.
            note: a remark on the file for the status line.
            problems: sentences about what is wrong with settings or files, to show at start.
            partial: whether the whole file is still to be read.
            as_of: the day on which the page was saved, for dates without a year.
            place: where the user was in the profile.
            reading: what the file was read as, if it is to open more quickly the next time.
            correction: a digest of what the reader corrected of its papers; empty for nothing.
        """
        super().__init__(own_renderer=config.renderer == "own")
        self._profile = profile
        self._config = config
        self._problems = problems
        self._place = place
        self._reading = reading
        self._failure = (0.0, "")  # the last message about one, and when it was shown
        self._correction = correction
        self._remembering = PlaceKeeper(self, active=config.restore, opening=config.sort)
        self._loading = Loading(self, self._remembering, origin, note, in_part=partial, as_of=as_of)
        self.outside = Clipboard(self, self.say)
        self.reader_column = config.reader_width
        self.animation_level = "none"
        self._choose_theme()
        self.quit_keys = frozenset(in_force("app.quit-now", config.keys))
        if config.keys:
            self.set_keymap(keys.keymap(config.keys))

    def _choose_theme(self) -> None:
        for own in THEMES:
            self.register_theme(own)
        wanted = self._config.theme or kept() or TERMINAL.name
        problem = problem_with(wanted)
        self.theme = TERMINAL.name if problem else wanted
        if problem and self._config.theme:
            self._problems += (problem,)

    def _keep_theme(self, chosen: "Theme") -> None:
        """Use a theme that the user has chosen at the next start too, unless the settings name one."""
        keep(chosen.name)
        if self._config.theme:
            self.say(
                f"{chosen.name} until you quit; config.toml or --theme says {self._config.theme}"
            )

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the colour of rules, of the terminal's palette or muted, and the style of minor text."""
        rule = "ansi_bright_black" if self.current_theme.ansi else "gray"
        return {"rule": rule, "muted-style": "dim"}

    def get_key_display(self, binding: Binding) -> str:
        """Return the keys of an action as they are in force, by name where the terminal lacks their signs."""
        chosen = (
            keys.display(binding.id, self._config.keys)
            if binding.id in keys.BINDINGS
            else super().get_key_display(binding)
        )
        return spelled(chosen, self.terminal.charset)

    def get_default_screen(self) -> Screen[None]:
        """Return the browser's screen."""
        catalogue = Catalogue(
            self._profile, whole=not self._loading.in_part, correction=self._correction
        )
        self._browser = BrowserScreen(
            self, catalogue, self._config.sort, self._loading.origin.path, self._loading.as_of
        )
        self._browser.search.in_texts = catalogue.in_texts = self._config.search_texts
        return self._browser

    # Start and end

    def exit(
        self,
        result: int | None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Note where the user is, and leave; `finish` writes it down when the screen is gone."""
        if not self.is_leaving:  # else the screen may be gone
            self._remembering.look()
            if monotonic() - self._failure[0] > _UNREAD:
                self._failure = (0.0, "")
        super().exit(result, return_code, message)

    @property
    def last_words(self) -> str:
        """Sentences about what the user asked for and has not seen the end of; "" for none."""
        tasks = (task.outcome or f"stopped {task.sentence}" for task in self._tasks)
        return "; ".join(dict.fromkeys(filter(None, (self._failure[1], *tasks))))

    def save(self) -> None:
        """Write down where the user is."""
        self._remembering.write()

    def finish(self) -> str:
        """Write down where the user was; return a sentence to print about the end, or ""."""
        self.save()
        return "; ".join(filter(None, (self.last_words, self.crash_sentence)))

    def on_mount(self) -> None:
        """Do after the first picture all that it does not need."""
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        gc.freeze()
        gc.enable()
        if self.is_running:
            self.theme_changed_signal.subscribe(self, self._keep_theme)
        self.show_lasting()
        if self._problems:
            more = len(self._problems) - 1
            rest = f" (and {more} more: `paperbrowser doctor` lists them)" if more else ""
            self.browser.say(self._problems[0] + rest, error=True)
        if self._loading.in_part:
            self._loading.load(self._loading.origin, same=True)
        else:
            self._remembering.search()
            if self._reading is not None:
                snapshot = partial(
                    store.make_snapshot,
                    self._loading.origin.path,
                    self._reading,
                    self._loading.as_of,
                )
                self.run_worker(snapshot, thread=True, group="snapshot")
                self._reading = None

    def on_profile_opened(self) -> None:
        """Restore the user's place, before the first picture."""
        if not self._loading.in_part:
            self._remembering.follow(self.browser, self._loading.origin.path, self._place)

    def library_asked(self) -> None:
        """Say what has come to a library since."""
        self._loading.say_come()

    def post_display_hook(self) -> None:
        """Note where the user is, which may have changed with what is shown."""
        if not self.is_leaving:
            self._remembering.look()

    # Loading

    def action_reload(self) -> None:
        """Read the file again, keeping selection, search and order."""
        self._loading.again()

    def action_edit(self) -> None:
        """Let the user edit the profile's file, and read it again."""
        from paperbrowser.tui.work.editor import edit_profile

        edit_profile(self, self._loading)

    def edit_text(self, text: str, title: str) -> str:
        """Let the user edit a text in their editor, and return it.

        The text lies in the state folder until the next one, so that nothing is lost if it cannot be kept.

        Raises:
            EditorError: there is no editor, it failed, or the file cannot be written.
        """
        from textual.app import SuspendNotSupported

        from paperbrowser.tui.work.editor import EditorError, edit_text

        try:
            return edit_text(self, text, title)
        except SuspendNotSupported:
            raise EditorError("an editor needs a terminal of its own") from None

    def on_unmount(self) -> None:
        """Stop background work before exit."""
        self._loading.close()
        if self._jobs is not None:
            self._jobs.stop_all()

    # Messages

    def say(self, sentence: str, *, error: bool = False) -> None:
        """Show a message until the next key, on the screen in front if it has a place for one."""
        if error and not self.is_leaving:
            self._failure = (monotonic(), sentence)
        front = self.screen if self.is_running else self.browser
        screen = front if isinstance(front, ShowsMessages) else self.browser
        if front.is_mounted:
            screen.say(sentence, error=error)
        else:  # once it has a place for it
            front.call_later(partial(screen.say, sentence, error=error))

    def explain_key(self, char: str) -> bool:
        """Say that a letter of another alphabet has no action; return whether that was said."""
        if self.screen is not self.browser:
            return False
        if unicodedata.category(char).startswith("M"):
            char = f"\u25cc{char}"  # a mark needs a place to stand on
        self.say(f"{char} has no action; is the keyboard set to Latin letters?")
        return True

    def copy_to_clipboard(self, text: str) -> None:
        """Copy for the widgets of Textual, without a message."""
        self.outside.copy(text)
