"""The app around the browser screen: opens profiles and the other screens, keeps theme and settings."""

import datetime
import gc
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from rich.console import RenderableType
from textual import events, work
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.screen import Screen
from textual.worker import get_current_worker

from paperbrowser.formats.result import ReadError, ReadResult, StoppedError
from paperbrowser.library import store
from paperbrowser.library.locate import Origin
from paperbrowser.library.session import SessionPlace
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.search.view import Catalogue
from paperbrowser.settings.config import VIEWS, Config
from paperbrowser.settings.keys import in_force
from paperbrowser.system.gc import no_gc
from paperbrowser.system.terminal import is_served
from paperbrowser.tui import keys
from paperbrowser.tui.host import ShowsMessages, Task
from paperbrowser.tui.screens.browser import BrowserScreen
from paperbrowser.tui.terminal.charset import spelled
from paperbrowser.tui.terminal.clipboard import Clipboard
from paperbrowser.tui.terminal.patched_app import TerminalApp
from paperbrowser.tui.theme import TERMINAL, THEMES, keep, kept, problem_with
from paperbrowser.tui.work.progress import note_for, progress
from paperbrowser.tui.work.restore import PlaceKeeper

if TYPE_CHECKING:
    from textual.theme import Theme

    from paperbrowser.library.former import ProfileChange
    from paperbrowser.sources.citations.answer import Direction
    from paperbrowser.tui.menus.profiles import Purpose
    from paperbrowser.tui.screens.citations import CitationScreen
    from paperbrowser.tui.work.jobs import Jobs


_HIGH = 12  # rows; in fewer, lists over the browser leave out margins and frames
_UNREAD = 1.0  # seconds in which a message can hardly have been read


_NEWS = "is:new"


def _palette() -> type[Provider]:
    """Return the provider of the command palette, imported when that is first opened."""
    from paperbrowser.tui.menus.palette import Commands

    return Commands


class PaperBrowser(TerminalApp):
    """Opens one profile at a time in a `BrowserScreen`.

    Attributes:
        outside: copies texts and opens links.
        reader_column: the width of the text of a paper, in cells.
    """

    TITLE = "paperbrowser"
    CSS_PATH = "app.tcss"
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
        """
        super().__init__(own_renderer=config.renderer == "own")
        self._origin = origin
        self._profile = profile
        self._config = config
        self._note = note
        self._problems = problems
        self._partial = partial
        self._as_of = as_of
        self._place = place
        self._reading = reading
        self._jobs: Jobs | None = None
        self._picture = [0, 1 << 30]  # the picture and the bar shown last; at first the newest year
        self._person: list[str] = []  # the key of the person shown last
        self._tasks: list[Task] = []
        self._failure = (0.0, "")  # the last message about one, and when it was shown
        self._remembering = PlaceKeeper(self, active=config.restore, opening=config.sort)
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
        catalogue = Catalogue(self._profile, whole=not self._partial)
        return BrowserScreen(self, catalogue, self._config.sort, self._origin.path, self._as_of)

    @property
    def _browser(self) -> BrowserScreen:
        screen = self.screen_stack[0]
        assert isinstance(screen, BrowserScreen)  # noqa: S101 - see get_default_screen
        return screen

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
            self._browser.say(self._problems[0] + rest, error=True)
        if self._partial:
            self._load(self._origin, same=True)
        else:
            self._remembering.search()
            if self._reading is not None:
                snapshot = partial(
                    store.make_snapshot, self._origin.path, self._reading, self._as_of
                )
                self.run_worker(snapshot, thread=True, group="snapshot")
                self._reading = None

    def on_profile_opened(self) -> None:
        """Restore the user's place, before the first picture."""
        if not self._partial:
            self._remembering.follow(self._browser, self._origin.path, self._place)

    def post_display_hook(self) -> None:
        """Note where the user is, which may have changed with what is shown."""
        if not self.is_leaving:
            self._remembering.look()

    # Loading

    @work(thread=True, exclusive=True, group="load")
    def _load(self, origin: Origin, *, same: bool, said: Callable[[], None] | None = None) -> None:
        from paperbrowser.library import gather

        worker = get_current_worker()

        def tell(part: float) -> None:
            self._browser.remark(f"reading {origin.path.name}: {part:.0%}")

        try:
            with no_gc():
                reading = gather.read(origin, progress=progress(self, tell), as_of=self._as_of)
                catalogue = Catalogue(reading.profile, members=reading.members)
                catalogue.prepare()
        except StoppedError:
            return
        except ReadError as error:
            error.path = Path(origin.path.name)  # the folder is known, and long
            self.call_from_thread(self._not_loaded, str(error))
            return
        if not worker.is_cancelled:
            place = None if same and not self._partial else self._remembering.place_in(origin.path)
            self.call_from_thread(
                self._loaded, origin, reading, catalogue, same=same, place=place, said=said
            )
            if not origin.members:
                store.make_snapshot(origin.path, reading, self._as_of)

    def _loaded(
        self,
        origin: Origin,
        reading: ReadResult,
        catalogue: Catalogue,
        *,
        same: bool,
        place: SessionPlace | None,
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

    def action_edit(self) -> None:
        """Let the user edit the profile's file, and read it again."""
        from textual.app import SuspendNotSupported

        from paperbrowser.tui.work.editor import EditorError, edit

        failed = ""
        if is_served():
            self.say("no editor opens on the web page: edit the file in a terminal", error=True)
            return
        if self._origin.members:
            self.say("several profiles are open: open one of them to edit its file")
            return
        if self._origin.kind == "sample":
            key = keys.named(self, "read.import")
            self.say(f"the sample cannot be edited; {key} imports a file of yours")
            return
        try:
            edit(self, self._origin.path)
        except SuspendNotSupported:
            self.say("an editor needs a terminal of its own: edit the file there", error=True)
            return
        except EditorError as error:
            failed = str(error)

        def say() -> None:
            self.say(failed, error=True)

        self._load(self._origin, same=True, said=say if failed else None)

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

    # Every day

    @property
    def views(self) -> Mapping[str, str]:
        """Queries by the names of their views."""
        return self._config.views

    def action_views(self) -> None:
        """Ask for a view, and show it."""
        from paperbrowser.tui.widgets.key_line import view_choices

        self._browser.ask("view", view_choices(self.views, self.show_view))

    def show_view(self, query: str) -> None:
        """Show the papers of a query; the queue in its own order."""
        self._browser.search_for(query)
        if query == VIEWS["queue"]:
            self._browser.put_view(self._browser.view.sorted(Order(SortKey.QUEUE)), None)

    def action_news(self) -> None:
        """Show what is new from everyone, newest first."""
        from paperbrowser.library import locate

        def show() -> None:
            self._browser.search_for(_NEWS)
            self._browser.put_view(self._browser.view.sorted(Order(SortKey.DATE)), None)

        if self._origin.members or len(store.files()) < 2:
            show()
        else:
            self._load(locate.everyone(), same=False, said=show)

    def action_triage(self) -> None:
        """Decide about the unread papers that are shown, one at a time."""
        from paperbrowser.tui.screens.triage import TriageScreen

        browser = self._browser

        def begin(_: object) -> None:
            view = browser.view
            rows = [at for at in view.rows() if not view.catalogue.marks_at(at).read]
            if rows:
                papers = [view.catalogue.papers[at] for at in rows]
                self.push_screen(TriageScreen(papers, browser.marks))
            elif not view.catalogue.whole:
                self.say("the papers are being read; try again in a moment")
            else:
                self.say("no unread paper is shown")

        browser.marks.with_marking(begin)

    # Screens that are loaded when first asked for

    def action_facets(self) -> None:
        """Show the facets of the papers found, beside the list where it is wide; again closes them."""
        screen = self._browser
        if not screen.facets.toggle():
            from paperbrowser.tui.menus.facets import pick_facet

            pick_facet(self, screen.facets, screen.search_text, search_for=screen.search_for)

    def action_pictures(self) -> None:
        """Show pictures of the papers shown; a chosen bar narrows down to its papers."""
        from paperbrowser.tui.menus.pictures import show_pictures

        screen = self._browser
        show_pictures(self, screen, self._picture, lambda: screen.marks.operations)

    def action_people(self) -> None:
        """Show the people of the papers shown; a chosen one narrows down to their papers."""
        from paperbrowser.tui.work.people import show_people

        show_people(self, self._browser, self.jobs, self._person)

    def action_compare(self) -> None:
        """Compare the profile with another, or those that are open as one with each other."""
        from paperbrowser.tui.menus.compare import pick_comparison
        from paperbrowser.tui.terminal.charset import has

        pick_comparison(self, ascii_only=not has("█▏", self.terminal.charset))

    def action_similar(self) -> None:
        """List the papers near the one under the cursor."""
        from paperbrowser.tui.menus.facets import pick_similar

        screen = self._browser
        if (paper := screen.panes.list.paper) is not None:
            pick_similar(self, screen.search, screen.catalogue, paper, self._go_to)

    def action_citations(self, direction: "Direction") -> None:
        """Show the references of the paper under the cursor, or the papers citing it."""
        from paperbrowser.tui.screens.citations import CitationScreen

        screen = self._browser
        if (paper := screen.panes.list.paper) is None:
            self.say("no paper is selected")
            return
        own = {self._origin.path: screen.catalogue.profile}
        self.push_screen(CitationScreen(self, paper, direction, own))

    def action_read_text(self) -> None:
        """Open the text of the paper under the cursor, or fetch it."""
        from paperbrowser.tui.work.full_text import PaperTexts

        PaperTexts(self, self._browser, keeps_place=self._config.restore).read()

    def new_clipboard(self, screen: "CitationScreen") -> Clipboard:
        """Return what copies and opens links, with its messages on a screen."""
        return Clipboard(self, screen.say)

    def show_paper(self, path: Path, paper: str) -> None:
        """Put the cursor on a paper of a profile, which is opened if it is another one."""

        def go() -> None:
            catalogue = self._browser.catalogue
            if (position := catalogue.position(paper)) is not None:
                self._go_to(catalogue.papers[position])

        if path == self._origin.path:
            go()
        else:
            self.open(Origin(path, "library"), go)

    def _go_to(self, paper: Paper) -> None:
        """Put the cursor on a paper, of all papers if the search has not found it."""
        screen = self._browser
        if screen.catalogue.position(paper.id) not in screen.view.rows():
            screen.action_clear_search()
        screen.put_view(screen.view, paper)

    def action_list_keys(self) -> None:
        """List all keys; Enter does what the chosen line says."""
        from paperbrowser.tui.menus.lists import list_keys

        list_keys(self, self._browser.run_action)

    def action_pick_profile(self, purpose: "Purpose" = "open", typed: str = "") -> None:
        """Choose a profile of the library, or a file or person to add to it."""
        from paperbrowser.tui.menus.profiles import pick_profile

        pick_profile(self, self.jobs, purpose, typed)

    def action_export(self) -> None:
        """Choose a format, and write the papers shown in it."""
        if self._partial:
            self.say("the file is still being read: export when all its papers are here")
            return
        from paperbrowser.tui.menus.export import choose_format

        choose_format(self, self._browser.view, self._browser.selected_papers)

    def on_paste(self, event: events.Paste) -> None:
        """Offer to import files that are dropped onto the browser."""
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
        """The file of the profile that is open."""
        return self._origin

    @property
    def profile(self) -> Profile:
        """The profile that is open."""
        return self._browser.view.catalogue.profile

    @property
    def groups(self) -> Mapping[str, Sequence[str]]:
        """The groups of profiles of the settings, by their names."""
        return self._config.groups

    def unread(self, papers: Sequence[Paper]) -> int | None:
        """Return how many papers the user has not read; None while the marks are not known."""
        return self._browser.marks.unread(papers)

    def profile_changed(self, change: "ProfileChange", said: str) -> None:
        """Keep what an import or update did to a profile, so that the user can undo it."""
        self._browser.marks.profile_changed(change, said)

    def open(self, origin: Origin, said: Callable[[], None] | None = None) -> None:
        """Open a profile.

        Args:
            origin: the profile's file.
            said: shows a message after loading; the profile may be the one that is open, changed on disk.
        """
        same = said is not None and origin.path == self._origin.path
        self._load(origin, same=same, said=said)

    def action_update_profile(self) -> None:
        """Fetch what is new of the open profile."""
        self.jobs.update(self._origin, self.profile)

    def on_unmount(self) -> None:
        """Stop background work before exit."""
        if self._jobs is not None:
            self._jobs.stop_all()

    def begin_task(self, task: Task) -> None:
        """Keep work that the user asked for, until it has ended."""
        self._tasks.append(task)

    def end_task(self, task: Task) -> None:
        """Forget work whose outcome is shown, unless the screen has gone."""
        if not self.is_leaving:
            self._tasks.remove(task)

    # Messages

    def say(self, sentence: str, *, error: bool = False) -> None:
        """Show a message until the next key, on the screen in front if it has a place for one."""
        if error and not self.is_leaving:
            self._failure = (monotonic(), sentence)
        front = self.screen if self.is_running else self._browser
        screen = front if isinstance(front, ShowsMessages) else self._browser
        screen.say(sentence, error=error)

    def show_lasting(self) -> None:
        """Show the progress of the jobs, or else the note on the file, below the messages."""
        self._browser.remark((self._jobs and self._jobs.text) or self._note)

    def explain_key(self, char: str) -> bool:
        """Say that a letter of another alphabet has no action; return whether that was said."""
        if self.screen is not self._browser:
            return False
        if unicodedata.category(char).startswith("M"):
            char = f"\u25cc{char}"  # a mark needs a place to stand on
        self.say(f"{char} has no action; is the keyboard set to Latin letters?")
        return True

    def copy_to_clipboard(self, text: str) -> None:
        """Copy for the widgets of Textual, without a message."""
        self.outside.copy(text)
