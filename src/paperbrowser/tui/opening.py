"""The app's actions that open profiles, and screens and lists over the browser."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events

from paperbrowser.library.locate import Origin
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.settings.config import Config
from paperbrowser.tui.host import Task
from paperbrowser.tui.screens.browser import BrowserScreen
from paperbrowser.tui.terminal.clipboard import Clipboard
from paperbrowser.tui.terminal.patched_app import TerminalApp
from paperbrowser.tui.work.loading import Loading

if TYPE_CHECKING:
    from paperbrowser.library.former import ProfileChange
    from paperbrowser.reading.persons import Said
    from paperbrowser.sources.citations.answer import Direction
    from paperbrowser.tui.menus.profiles import Purpose
    from paperbrowser.tui.screens.citations import CitationScreen
    from paperbrowser.tui.work.jobs import Jobs


class ScreenOpener(TerminalApp):
    """Opens profiles in its browser screen, and the other screens over that.

    Attributes:
        outside: copies texts and opens links.
        reader_column: the width of the text of a paper, in cells.
    """

    outside: Clipboard
    reader_column: int
    _config: Config
    _loading: Loading
    _browser: BrowserScreen  # made as the default screen

    def __init__(self, *, own_renderer: bool) -> None:
        """Open nothing yet.

        Args:
            own_renderer: whether the program's own renderer draws.
        """
        super().__init__(own_renderer=own_renderer)
        self._jobs: Jobs | None = None
        self._tasks: list[Task] = []
        self._picture = [0, 1 << 30]  # the picture and the bar shown last; at first the newest year
        self._person: list[str] = []  # the key of the person shown last

    @property
    def browser(self) -> BrowserScreen:
        """The screen of the open profile, below all others; threads may ask for it when it has gone."""
        return self._browser

    @property
    def origin(self) -> Origin:
        """The file of the profile that is open."""
        return self._loading.origin

    @property
    def profile(self) -> Profile:
        """The profile that is open."""
        return self.browser.view.catalogue.profile

    def say(self, sentence: str, *, error: bool = False) -> None:
        """Show a message until the next key."""
        raise NotImplementedError

    @property
    def groups(self) -> Mapping[str, Sequence[str]]:
        """The groups of profiles of the settings, by their names."""
        return self._config.groups

    @property
    def persons(self) -> "Sequence[Said]":
        """The user's words on the names of people; none while they are not read."""
        return self.browser.marks.persons

    def unread(self, papers: Sequence[Paper]) -> int | None:
        """Return how many papers the user has not read; None while the marks are not known."""
        return self.browser.marks.unread(papers)

    def profile_changed(self, change: "ProfileChange", said: str) -> None:
        """Keep what an import or update did to a profile, so that the user can undo it."""
        self.browser.marks.profile_changed(change, said)

    def show_lasting(self) -> None:
        """Show the progress of the jobs, or else the note on the file, below the messages."""
        self.browser.remark((self._jobs and self._jobs.text) or self._loading.note)

    # Profiles

    def open(self, origin: Origin, said: Callable[[], None] | None = None) -> None:
        """Open a profile.

        Args:
            origin: the profile's file.
            said: shows a message after loading; the profile may be the one that is open, changed on disk.
        """
        same = said is not None and origin.path == self._loading.origin.path
        self._loading.load(origin, same=same, said=said)

    @property
    def jobs(self) -> "Jobs":
        """The import and the fetch that run."""
        if self._jobs is None:
            from paperbrowser.tui.work.jobs import Jobs

            self._jobs = Jobs(self)
        return self._jobs

    def begin_task(self, task: Task) -> None:
        """Keep work that the user asked for, until it has ended."""
        self._tasks.append(task)

    def end_task(self, task: Task) -> None:
        """Forget work whose outcome is shown, unless the screen has gone."""
        if not self.is_leaving:
            self._tasks.remove(task)

    def action_update_profile(self) -> None:
        """Fetch what is new of the open profile."""
        self.jobs.update(self._loading.origin, self.profile)

    # Every day

    @property
    def views(self) -> Mapping[str, str]:
        """Queries by the names of their views."""
        return self._config.views

    @property
    def searches_texts(self) -> bool:
        """Whether a plain search looks in the full texts of papers as well."""
        return self.browser.search.in_texts

    def search_texts(self, on: bool) -> None:
        """Let a plain search look in the full texts as well, or no more."""
        if on and self.browser.view.catalogue.served:
            self.say("of a library only `text:` looks in texts, in those on this disk")
            return
        self.browser.search.look_in_texts(on)
        self.say(
            "a search looks in texts too, after the rest; search_texts = true in config.toml keeps that"
            if on
            else "a search looks in titles, authors, abstracts; text: looks in texts"
        )

    def action_views(self) -> None:
        """Ask for a view, and show it."""
        from paperbrowser.tui.widgets.key_line import view_choices

        self.browser.ask("view", view_choices(self.views, self.show_view))

    def show_view(self, query: str) -> None:
        """Show the papers of a query; the queue in its own order."""
        from paperbrowser.tui.menus.views import show_view

        show_view(self.browser, query)

    def action_news(self) -> None:
        """Show what is new from everyone, newest first."""
        from paperbrowser.tui.menus.views import show_news

        show_news(self.browser, self._loading)

    def action_triage(self) -> None:
        """Decide about the unread papers that are shown, one at a time."""
        from paperbrowser.tui.menus.views import begin_triage

        begin_triage(self, self.browser)

    # Screens that are loaded when first asked for

    def action_facets(self) -> None:
        """Show the facets of the papers found, beside the list where it is wide; again closes them."""
        screen = self.browser
        if not screen.facets.toggle():
            from paperbrowser.tui.menus.facets import pick_facet

            pick_facet(self, screen.facets, screen.search_text, search_for=screen.search_for)

    def action_pictures(self) -> None:
        """Show pictures of the papers shown; a chosen bar narrows down to its papers."""
        from paperbrowser.tui.menus.pictures import show_pictures

        screen = self.browser
        show_pictures(self, screen, self._picture, lambda: screen.marks.operations)

    def action_people(self) -> None:
        """Show the people of the papers shown; a chosen one narrows down to their papers."""
        from paperbrowser.tui.work.people import show_people

        show_people(self, self.browser, self.jobs, self._person)

    def action_compare(self) -> None:
        """Compare the profile with another, or those that are open as one with each other."""
        from paperbrowser.tui.menus.compare import pick_comparison
        from paperbrowser.tui.terminal.charset import has

        pick_comparison(self, ascii_only=not has("█▏", self.terminal.charset))

    def compare(self, paths: Sequence[Path]) -> None:
        """Compare profiles side by side; a single one with the open profile."""
        from paperbrowser.tui.menus.compare import compare
        from paperbrowser.tui.terminal.charset import has

        compare(self, paths, ascii_only=not has("█▏", self.terminal.charset))

    def action_similar(self) -> None:
        """List the papers near the one under the cursor."""
        from paperbrowser.tui.menus.facets import pick_similar

        screen = self.browser
        if (paper := screen.panes.list.paper) is not None:
            pick_similar(self, screen.search, screen.catalogue, paper, self._go_to)

    def action_citations(self, direction: "Direction") -> None:
        """Show the references of the paper under the cursor, or the papers citing it."""
        from paperbrowser.tui.screens.citations import CitationScreen

        screen = self.browser
        if (paper := screen.panes.list.paper) is None:
            self.say("no paper is selected")
            return
        own = {self._loading.origin.path: screen.catalogue.profile}
        self.push_screen(CitationScreen(self, paper, direction, own))

    def action_read_text(self) -> None:
        """Open the text of the paper under the cursor, or fetch it."""
        from paperbrowser.tui.work.full_text import PaperTexts

        PaperTexts(self, self.browser, keeps_place=self._config.restore).read()

    def undo(self) -> None:
        """Undo the user's last step: a mark, or what an import, an update or an addition did to a profile."""
        self.browser.marks.undo()

    def new_clipboard(self, screen: "CitationScreen") -> Clipboard:
        """Return what copies and opens links, with its messages on a screen."""
        return Clipboard(self, screen.say)

    def ask_whose(self, papers: Sequence[Paper]) -> None:
        """Let the user say whose papers are that are not those of the list."""
        self.browser.marks.ask_whose(papers)

    def show_paper(self, path: Path, paper: str) -> None:
        """Put the cursor on a paper of a profile, which is opened if it is another one."""

        def go() -> None:
            catalogue = self.browser.catalogue
            if (position := catalogue.position(paper)) is not None:
                self._go_to(catalogue.papers[position])

        if path == self._loading.origin.path:
            go()
        else:
            self.open(Origin(path, "library"), go)

    def _go_to(self, paper: Paper) -> None:
        """Put the cursor on a paper, of all papers if the search has not found it."""
        screen = self.browser
        if screen.catalogue.position(paper.id) not in screen.view.rows():
            screen.action_clear_search()
        screen.beyond.go_to(paper)

    def action_list_keys(self) -> None:
        """List all keys; Enter does what the chosen line says."""
        from paperbrowser.tui.menus.lists import list_keys

        list_keys(self, self.browser.run_action)

    def action_pick_profile(self, purpose: "Purpose" = "open", typed: str = "") -> None:
        """Choose a profile of the library, or a file or person to add to it."""
        from paperbrowser.tui.menus.profiles import pick_profile

        pick_profile(self, self.jobs, purpose, typed)

    def action_export(self) -> None:
        """Choose a format, and write the papers shown in it."""
        if self._loading.in_part:
            self.say("the file is still being read: export when all its papers are here")
            return
        from paperbrowser.tui.menus.export import choose_format

        choose_format(self, self.browser.view, self.browser.selected_papers)

    def on_paste(self, event: events.Paste) -> None:
        """Take PDFs that are dropped onto the browser as texts of its papers; offer to import other files."""
        if self.screen is not self.browser:
            return
        from paperbrowser.tui.menus.file_paths import files_in, written

        if paths := files_in(event.text):
            offer = partial(self.action_pick_profile, typed=written(paths))
            from paperbrowser.tui.work.dropped_texts import DroppedTexts, may_be_texts

            if may_be_texts(paths):
                catalogue, under_cursor = self.browser.catalogue, self.browser.panes.list.paper
                DroppedTexts(self, catalogue, under_cursor).take(paths, offer)
            else:
                offer()
