"""The app around the browser screen: theme, wire, signals, loading, other screens."""

import datetime
import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.color import ColorSystem
from rich.console import RenderableType
from textual import events, work
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.filter import Monochrome, NoColor
from textual.screen import Screen
from textual.worker import get_current_worker

from paperbrowser.formats.result import ReadError, ReadResult, StoppedError
from paperbrowser.library import store
from paperbrowser.library.session import Place
from paperbrowser.library.store import Origin
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Profile
from paperbrowser.search.view import Catalogue
from paperbrowser.settings.config import Config
from paperbrowser.system.gc import uncollected
from paperbrowser.system.terminal import Terminal
from paperbrowser.tui import keys
from paperbrowser.tui.screens.browser import BrowserScreen
from paperbrowser.tui.terminal.charset import spelled
from paperbrowser.tui.terminal.key_queue import TypedAhead
from paperbrowser.tui.terminal.outside import Outside
from paperbrowser.tui.terminal.renderer import Wire, terminal_size
from paperbrowser.tui.terminal.shutdown import Leaving
from paperbrowser.tui.theme import TERMINAL
from paperbrowser.tui.work.progress import note_for, progress
from paperbrowser.tui.work.restore import PlaceKeeper

if TYPE_CHECKING:
    from paperbrowser.tui.menus.profiles import Purpose
    from paperbrowser.tui.work.jobs import Jobs

_DEPTHS: dict[int | None, ColorSystem] = {
    0: ColorSystem.STANDARD,
    16: ColorSystem.STANDARD,
    256: ColorSystem.EIGHT_BIT,
}
_AT_ONCE = 200  # characters; so few arrive together without being asked to


def _palette() -> type[Provider]:
    """Return the provider of the command palette, imported when that is first opened."""
    from paperbrowser.tui.menus.palette import Commands

    return Commands


class PaperBrowser(App[int]):
    """Opens one profile at a time in a `BrowserScreen`.

    Attributes:
        keys_pressed: how many keys, clicks and turns of the wheel there were.
    """

    TITLE = "paperbrowser"
    CSS_PATH = "app.tcss"
    COMMANDS = {_palette}
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [*keys.OF_APP]
    ESCAPE_TO_MINIMIZE = False
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
        place: Place | None = None,
    ) -> None:
        """Open with `profile`, read from `origin`; `partial` when the file is still to be read whole.

        `place` is where the reader was in it.
        """
        super().__init__()
        self._origin = origin
        self._profile = profile
        self._config = config
        self._note = note
        self._problems = problems
        self._partial = partial
        self._as_of = as_of
        self._place = place
        self._jobs: Jobs | None = None
        self.keys_pressed = 0
        self._remembering = PlaceKeeper(self, active=config.restore, opening=config.sort)
        self._typed_ahead = TypedAhead(self, super().on_event)
        self._leaving = Leaving(self, self._remembering)
        # Textual turns the terminal's own colours to black on black when there is to be no colour.
        self._filters = [one for one in self._filters if not isinstance(one, Monochrome | NoColor)]
        self.draw_on(Terminal())
        self.outside = Outside(self, self.say)
        self.animation_level = "none"
        self._choose_theme()
        if config.keys:
            self.set_keymap(keys.keymap(config.keys))

    def draw_on(self, terminal: Terminal) -> None:
        """Send only what `terminal` has: characters, colours, links."""
        self.terminal = terminal
        colored = not self.no_color and terminal.colors != 0
        self._wire = Wire(colored=colored, charset=terminal.charset, links=terminal.links)

    def _choose_theme(self) -> None:
        self.register_theme(TERMINAL)
        wanted = self._config.theme or TERMINAL.name
        if wanted in self.available_themes:
            self.theme = wanted
        else:
            self.theme = TERMINAL.name
            self._problems += (
                f"config.toml: there is no theme “{wanted}”; the palette lists them",
            )

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colour of rules: of the terminal's palette, or muted in a theme of full colour."""
        return {"rule": "ansi_bright_black" if self.current_theme.ansi else "gray"}

    def get_key_display(self, binding: Binding) -> str:
        """The keys of an action as they are in force, by name where the terminal lacks their signs."""
        chosen = keys.display(binding.id, self._config.keys) or super().get_key_display(binding)
        return spelled(chosen, self.terminal.charset)

    def get_default_screen(self) -> Screen[None]:
        """The browser itself."""
        catalogue = Catalogue(self._profile, whole=not self._partial)
        return BrowserScreen(self, catalogue, self._config.sort, self._origin.path, self._as_of)

    @property
    def _browser(self) -> BrowserScreen:
        screen = self.screen_stack[0]
        assert isinstance(screen, BrowserScreen)  # noqa: S101 - see get_default_screen
        return screen

    # Start and end

    def on_load(self) -> None:
        """Leave the terminal as it was, whatever ends the app."""
        self._leaving.watch()

    def exit(
        self,
        result: int | None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Leave; where the reader is will be written when the screen is gone."""
        self._remembering.look()
        super().exit(result, return_code, message)

    def _fatal_error(self) -> None:
        if self._exception is None or self.is_headless:
            super()._fatal_error()
        else:
            self._leaving.report(self._exception)
            self._close_messages_no_wait()

    def left(self) -> str:
        """Write down where the reader was; what there is to say about the end."""
        self._remembering.write()
        return self._leaving.sentence

    def on_mount(self) -> None:
        """Everything that the first picture does not need."""
        self.app_resume_signal.subscribe(self, self._resumed)
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        gc.freeze()
        gc.enable()
        self.show_lasting()
        if self._problems:
            more = len(self._problems) - 1
            rest = f" (and {more} more: `paperbrowser doctor` lists them)" if more else ""
            self._browser.say(self._problems[0] + rest, error=True)
        if self._partial:
            self._load(self._origin, same=True)
        else:
            self._remembering.search()

    def on_profile_opened(self) -> None:
        """Restore the user's place, before the first picture."""
        if not self._partial:
            self._remembering.follow(self._browser, self._origin.path, self._place)

    def post_display_hook(self) -> None:
        """What the reader sees has changed: perhaps where they are has, too."""
        self._remembering.look()

    async def on_event(self, event: events.Event) -> None:
        """Let a key wait for what the one before it did."""
        if isinstance(event, events.InputEvent) and not event.is_forwarded:
            self.keys_pressed += not isinstance(event, events.MouseMove)
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._typed_ahead.take(event)
        else:
            await super().on_event(event)

    def _resumed(self, _app: App[int]) -> None:
        self._wire.forget()
        self.screen.refresh(layout=True)

    def on_resize(self, event: events.Resize) -> None:
        """What a terminal shows after a resize, or after one there and back, is anybody's guess."""
        # A size told in band is told at start, too, and each one of them arrives.
        if self._wire.started and (event.size != self._wire.size or event.pixel_size is None):
            self._wire.forget()
            self.screen.refresh()

    def _fits(self, screen: Screen[object]) -> bool:
        """Whether `screen` is laid out for the terminal; if not, it will be, and must be sent whole."""
        actual = terminal_size() or self.size
        if actual != self.size:  # signals that come together can tell of their sizes in any order
            self.post_message(events.Resize(actual, actual))
        elif screen._compositor.size == actual:
            return True
        self._wire.forget()
        return False

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Send what changed on the screen, in place of Textual's own way (see `wire`)."""
        driver = self._driver
        if (
            driver is None
            or self.is_headless
            or driver.is_inline
            or not isinstance(renderable, LayoutUpdate | ChopsUpdate)
        ):
            super()._display(screen, renderable)
            return
        if self._running and not self._closed and not self._batch_count and self._fits(screen):
            if self._wire.size != self.size:
                renderable = screen._compositor.render_full_update()
            colors = self.console._color_system or ColorSystem.TRUECOLOR
            colors = min(colors, _DEPTHS.get(self.terminal.colors, colors))
            if output := self._wire.encode(renderable, self.size, colors):
                together = len(output) > _AT_ONCE
                if together:
                    self._begin_update()
                driver.write(output)
                if together:
                    self._end_update()
                driver.flush()
        self.post_display_hook()

    # Loading

    @work(thread=True, exclusive=True, group="load")
    def _load(self, origin: Origin, *, same: bool, said: Callable[[], None] | None = None) -> None:
        worker = get_current_worker()

        def tell(part: float) -> None:
            self._browser.remark(f"reading {origin.path.name}: {part:.0%}")

        try:
            with uncollected():
                reading = store.read(origin, progress=progress(self, tell), as_of=self._as_of)
                catalogue = Catalogue(reading.profile)
                catalogue.prepare()
        except StoppedError:
            return
        except ReadError as error:
            error.path = Path(origin.path.name)  # which folder it is in is known, the line is news
            self.call_from_thread(self._not_loaded, str(error))
            return
        if not worker.is_cancelled:
            place = None if same and not self._partial else self._remembering.place_in(origin.path)
            self.call_from_thread(
                self._loaded, origin, reading, catalogue, same=same, place=place, said=said
            )
            store.keep(origin, reading, self._as_of)

    def _loaded(
        self,
        origin: Origin,
        reading: ReadResult,
        catalogue: Catalogue,
        *,
        same: bool,
        place: Place | None,
        said: Callable[[], None] | None,
    ) -> None:
        if not same:
            self._remembering.pause()
        self._origin = origin
        self._note = note_for(origin, reading)
        self._browser.show(catalogue, origin.path, same=same)
        if not same or self._partial:
            self._remembering.follow(self._browser, origin.path, place)
            self._remembering.search()
        self.show_lasting()
        if said is not None:
            said()
        elif not self._partial:
            count = count_of_papers(len(reading.profile.papers))
            self._browser.say(
                f"read {origin.path.name}: {count}" if same else f"{reading.profile.name}: {count}"
            )
        self._partial = False

    def _not_loaded(self, sentence: str) -> None:
        self.show_lasting()
        self._browser.say(sentence, error=True)

    def action_reload(self) -> None:
        """Read the file again, keeping selection, search and order."""
        self._load(self._origin, same=True)

    # Screens that are loaded when first asked for

    def action_list_keys(self) -> None:
        """Every key, with search; Enter does what the chosen line says."""
        from paperbrowser.tui.menus.lists import list_keys

        list_keys(self, self._browser.run_action)

    def action_pick_profile(self, purpose: "Purpose" = "open", typed: str = "") -> None:
        """Choose among the profiles in the library, or what to add to it."""
        from paperbrowser.tui.menus.profiles import pick_profile

        pick_profile(self, self.jobs, purpose, typed)

    def action_export(self) -> None:
        """Choose a format to write the papers shown in."""
        if self._partial:
            self.say("the file is still being read: export when all its papers are here")
            return
        from paperbrowser.tui.menus.export import choose_format

        choose_format(self, self._browser.view)

    def on_paste(self, event: events.Paste) -> None:
        """A file that is dropped where nothing is typed is to be imported."""
        if self.screen is self._browser:
            from paperbrowser.tui.menus.file_paths import files_in, written

            if paths := files_in(event.text):
                self.action_pick_profile(typed=written(paths))

    # Imports and fetches

    @property
    def jobs(self) -> "Jobs":
        """The import and the fetch that run."""
        if self._jobs is None:
            from paperbrowser.tui.work.jobs import Jobs

            self._jobs = Jobs(self)
        return self._jobs

    @property
    def origin(self) -> Origin:
        """What is open."""
        return self._origin

    @property
    def profile(self) -> Profile:
        """What is read."""
        return self._browser.view.catalogue.profile

    def open(self, origin: Origin, said: Callable[[], None] | None = None) -> None:
        """Go to another profile; or to one that changed, of which there is something to be `said`."""
        same = said is not None and origin.path == self._origin.path
        self._load(origin, same=same, said=said)

    def action_update_profile(self) -> None:
        """Fetch what is new of this profile."""
        self.jobs.update(self._origin, self.profile)

    def on_unmount(self) -> None:
        """Keep nobody waiting for what nobody will see."""
        if self._jobs is not None:
            self._jobs.stop_all()

    # The world outside

    def say(self, sentence: str, *, error: bool = False) -> None:
        """Tell the reader something until the next key."""
        self._browser.say(sentence, error=error)

    def show_lasting(self) -> None:
        """Show the progress of the jobs, or else the note on the file, below the messages."""
        self._browser.remark((self._jobs and self._jobs.text) or self._note)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy for the widgets of Textual, which say nothing of it."""
        self.outside.copy(text)
