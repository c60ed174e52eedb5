"""The actions of the screen of people on the app: search, open or fetch a profile, keep words on names."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from textual.worker import get_current_worker

from paperbrowser.formats.result import ReadError
from paperbrowser.insight.people import key_of
from paperbrowser.library import store
from paperbrowser.library.locate import Origin
from paperbrowser.papers.model import Paper
from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.reading.persons import Said
from paperbrowser.search.query import parse
from paperbrowser.search.view import Catalogue, View
from paperbrowser.tui.host import Host
from paperbrowser.tui.work.marks import PaperMarks

if TYPE_CHECKING:
    from paperbrowser.search.engine import ListEngine
    from paperbrowser.tui.work.jobs import Jobs

_MOST_SERVED = 5_000  # papers of a library whose people are counted


class SearchedScreen(Protocol):
    """The browser screen, with its search and its marks."""

    marks: PaperMarks

    @property
    def catalogue(self) -> Catalogue:
        """The papers of the profile."""

    @property
    def view(self) -> View:
        """The papers shown, and their order."""

    @property
    def search_text(self) -> str:
        """The text of the search line."""

    def search_for(self, words: str) -> None:
        """Search for `words` as if they had been typed."""


def show_people(host: Host, screen: SearchedScreen, jobs: "Jobs", place: list[str]) -> None:
    """Show the people of the papers shown.

    Args:
        host: the app.
        screen: the browser.
        jobs: fetch people.
        place: the key of the person shown last, kept up to date.
    """
    from paperbrowser.tui.screens.people import PeopleScreen

    actions = PeopleActions(host, screen, jobs)
    catalogue, query = screen.catalogue, screen.search_text

    def show(papers: Sequence[Paper], remark: str = "") -> None:
        if not papers:
            host.say("no paper is shown whose people could be listed")
        elif screen.catalogue is catalogue:
            people = PeopleScreen(actions, papers, catalogue.profile, query, place, remark=remark)

            def push(_: object) -> None:  # the marks are read: the words on names are known
                host.push_screen(people)

            screen.marks.with_marking(push)

    engine = catalogue.engine
    if engine is None:
        show([catalogue.papers[at] for at in screen.view.rows()])
        return

    def work() -> None:
        try:
            papers, remark = _newest(engine, query)
        except ReadError as error:
            host.call_from_thread(partial(host.say, str(error), error=True))
            return
        if not get_current_worker().is_cancelled:
            host.call_from_thread(show, papers, remark)

    host.say("reading who wrote the papers…")
    host.run_worker(work, group="people", exclusive=True, thread=True)


def _newest(engine: "ListEngine", query: str) -> tuple[list[Paper], str]:
    """Return the newest papers of a query that a server has, and a remark if there are more."""
    found = engine.find(parse(query), 1, order=Order(SortKey.DATE))
    if found.window is None:
        return [], ""
    papers = [paper for page in engine.walk(found.window, _MOST_SERVED) for paper in page]
    if found.total <= len(papers):
        return papers, ""
    about = "" if found.exact else "about "
    return papers, f"of the newest {len(papers):,} of {about}{found.total:,} papers"


class PeopleActions:
    """The app as the screen of people needs it."""

    def __init__(self, host: Host, screen: SearchedScreen, jobs: "Jobs") -> None:
        """Act on an app.

        Args:
            host: opens profiles and shows lists.
            screen: the browser.
            jobs: fetch people.
        """
        self._host = host
        self._screen = screen
        self._jobs = jobs

    def search_for(self, query: str) -> None:
        """Show the papers of a query."""
        self._screen.search_for(query)

    def open_person(self, names: Sequence[str]) -> None:
        """Open the profile that has one of a person's names; if there is none, offer to fetch it.

        Args:
            names: the fullest first.
        """
        from paperbrowser.tui.menus.profiles import pick_profile

        wanted = {key_of(name) for name in names}
        found = [
            entry for entry in store.profiles() if not entry.error and key_of(entry.name) in wanted
        ]
        if len(found) == 1:
            self._host.open(Origin(found[0].path, "library"))
        else:
            pick_profile(self._host, self._jobs, "open" if found else "fetch", str(names[0]))

    @property
    def persons(self) -> Sequence[Said]:
        """The user's words on names."""
        return self._screen.marks.persons

    def say_of_people(self, said: Said) -> str:
        """Keep what the user says of names, and return what was done."""
        return self._screen.marks.say_of_people(said)

    def undo_quietly(self, *, redo: bool = False) -> str:
        """Undo the last step, or do it again, and return what it was."""
        return self._screen.marks.undo_quietly(redo=redo)
