"""The actions of the screen of people on the app: search, open or fetch a profile, keep words on names."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from paperbrowser.insight.people import key_of
from paperbrowser.library import store
from paperbrowser.library.locate import Origin
from paperbrowser.reading.persons import Said
from paperbrowser.search.view import Catalogue, View
from paperbrowser.tui.host import Host
from paperbrowser.tui.work.marks import PaperMarks

if TYPE_CHECKING:
    from paperbrowser.tui.work.jobs import Jobs


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

    papers = [screen.catalogue.papers[at] for at in screen.view.rows()]
    if not papers:
        host.say("no paper is shown whose people could be listed")
        return
    actions = PeopleActions(host, screen, jobs)
    owner, query = screen.catalogue.profile, screen.search_text

    def show(_: object) -> None:  # the marks are read: the words on names are known
        host.push_screen(PeopleScreen(actions, papers, owner, query, place))

    screen.marks.with_marking(show)


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
