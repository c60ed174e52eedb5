"""Tags and notes that the user shares with teams of a library: kept and shown at once, sent in a thread."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from paperbrowser.formats.result import ReadError
from paperbrowser.papers.display import counted
from paperbrowser.papers.model import Paper
from paperbrowser.papers.text import clean_line
from paperbrowser.search.view import Catalogue

if TYPE_CHECKING:
    from textual.timer import Timer

    from paperbrowser.papers.marks import SharedMark
    from paperbrowser.postgres.library_catalogue import LibraryCatalogue
    from paperbrowser.postgres.sharing import SharedStep
    from paperbrowser.postgres.unsent import Sending
    from paperbrowser.tui.host import Host

_AGAIN = 5.0  # seconds until what could not be sent is sent again
_PAUSE = 1.0  # seconds between two questions for what teams share

OwnSteps = tuple[str, str]
"""The user's own step that would be undone next, and the one that would be done again."""


class SharingScreen(Protocol):
    """The browser screen, as far as sharing needs it."""

    @property
    def catalogue(self) -> Catalogue:
        """The papers."""


class SharedMarks:
    """Shares tags and notes of the papers on a screen, and undoes that."""

    def __init__(
        self,
        host: "Host",
        screen: SharingScreen,
        show: Callable[[Sequence[Paper] | None], None],
    ) -> None:
        """Share papers of a screen.

        Args:
            host: the app.
            screen: the browser screen.
            show: shows the marks of some papers anew; None for all.
        """
        self._host = host
        self._screen = screen
        self._show = show
        self._sending = False
        self._asking = False
        self._outdated = False  # something may have changed since it was asked for
        self._kept = False  # it was said that changes are kept
        self._again: Timer | None = None
        self._library = ""  # of which the steps are
        self._done: list[tuple[SharedStep, OwnSteps]] = []
        self._undone: list[tuple[SharedStep, OwnSteps]] = []

    @property
    def _catalogue(self) -> "LibraryCatalogue | None":
        if not self._screen.catalogue.served:
            return None
        from paperbrowser.postgres.library_catalogue import LibraryCatalogue

        catalogue = self._screen.catalogue
        return catalogue if isinstance(catalogue, LibraryCatalogue) else None

    @property
    def teams(self) -> Sequence[str]:
        """The teams that the user can share with; none on a profile."""
        catalogue = self._catalogue
        return () if catalogue is None else catalogue.sharing.teams

    def tags_of(self, team: str) -> dict[str, int]:
        """Return the tags of a team, each with the number of its papers."""
        catalogue = self._catalogue
        return {} if catalogue is None else catalogue.sharing.tags_of(team)

    def tags_on(self, paper: Paper, team: str) -> set[str]:
        """Return the tags of a team on a paper, folded."""
        from paperbrowser.reading.fold import folded_tag

        catalogue, name = self._catalogue, clean_line(team)
        tags = () if catalogue is None else catalogue.sharing.marks_of(paper).shared_tags
        return {folded_tag(one.text) for one in tags if one.team == name}

    def notes_on(self, paper: Paper, team: str) -> "Sequence[SharedMark]":
        """Return the user's notes for a team on a paper."""
        catalogue = self._catalogue
        return () if catalogue is None else catalogue.sharing.notes_of(paper, team)

    # Changing

    def tag(self, papers: Sequence[Paper], team: str, tag: str, own: OwnSteps, *, on: bool) -> None:
        """Share a tag of papers, or take it off; `own` as in `OwnSteps`."""
        catalogue = self._catalogue
        if catalogue is not None:
            sharing = catalogue.sharing
            self._do(papers, own, lambda: sharing.tag(papers, team, tag, on=on))

    def note(
        self,
        paper: Paper,
        team: str,
        text: str,
        replaced: "Sequence[SharedMark]",
        own: OwnSteps,
    ) -> None:
        """Share a note on a paper, in place of others; `own` as in `OwnSteps`."""
        catalogue = self._catalogue
        if catalogue is not None:
            sharing = catalogue.sharing
            self._do([paper], own, lambda: sharing.note(paper, team, text, replaced))

    def _do(
        self, papers: Sequence[Paper], own: OwnSteps, change: "Callable[[], SharedStep]"
    ) -> None:
        if (step := self._changed(papers, change)) is not None:
            self._done.append((step, own))
            self._undone.clear()

    def _changed(
        self, papers: Sequence[Paper] | None, change: "Callable[[], SharedStep]"
    ) -> "SharedStep | None":
        self._begin()
        try:
            step = change()
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            self._host.say(f"not shared: {reason}", error=True)
            return None
        self._show(papers)
        self._host.say(step.words)
        self.send()
        return step

    def _begin(self) -> None:
        """Forget the steps in another library."""
        catalogue = self._catalogue
        library = "" if catalogue is None else catalogue.engine.library
        if library != self._library:
            self._library = library
            self._done.clear()
            self._undone.clear()

    def undo(self, next_steps: Callable[[], OwnSteps], *, redo: bool = False) -> bool:
        """Undo the last step if that was shared, or do it again; return whether it was.

        Args:
            next_steps: returns the user's own steps; one after the shared step is undone before it.
            redo: do again what was undone.
        """
        self._begin()
        catalogue = self._catalogue
        steps, others = (self._undone, self._done) if redo else (self._done, self._undone)
        if catalogue is None or not steps:
            return False
        step, before = steps[-1]
        own = next_steps()
        if before != own if redo else before[0] != own[0]:
            return False
        sharing = catalogue.sharing
        back = self._changed(None, lambda: sharing.do(step.opposite))
        if back is not None:
            steps.pop()
            others.append((back, own))
        return True

    # Sending, and what others share

    def send(self) -> None:
        """Send in a thread what is not sent yet."""
        catalogue = self._catalogue
        if self._again is not None:
            self._again.stop()
            self._again = None
        if catalogue is not None and catalogue.sharing.waits and not self._sending:
            self._sending = True
            work = partial(self._send, catalogue)
            self._host.run_worker(work, thread=True, group="sharing")

    def _send(self, catalogue: "LibraryCatalogue") -> None:
        from paperbrowser.postgres.unsent import Sending

        try:
            done = catalogue.sharing.send()
        except (OSError, ReadError) as error:
            done = Sending(away=str(error))
        self._host.call_from_thread(self._sent, catalogue, done)

    def _sent(self, catalogue: "LibraryCatalogue", done: "Sending") -> None:
        self._sending = False
        if catalogue is self._catalogue:
            self._show(None)
        if done.refused:
            self._host.say(done.refused[0], error=True)
        elif done.away and not self._kept:
            self._host.say(f"kept here, and shared when that works again: {done.away}", error=True)
        elif done.sent and self._kept:
            self._host.say(f"shared {counted(done.sent, 'change')} that could not be sent before")
        self._kept = bool(done.away)
        if done.away or not (done.sent or done.refused):  # another session may be sending
            self._again = self._host.set_timer(_AGAIN, self.send)
        else:
            self.send()

    def ask(self) -> None:
        """Ask in a thread for what teams share now; of what changes meanwhile a second later."""
        catalogue = self._catalogue
        if self._asking:
            self._outdated = True
        elif catalogue is not None:
            self._asking, self._outdated = True, False
            work = partial(self._ask, catalogue)
            self._host.run_worker(work, thread=True, group="shared marks")

    def _ask(self, catalogue: "LibraryCatalogue") -> None:
        try:
            changed = catalogue.engine.ask_for_shared()
        except ReadError:  # it is away, or the answer was given up for that to a query
            changed, self._outdated = None, True
        self._host.call_from_thread(self._asked, catalogue, changed)

    def _asked(self, catalogue: "LibraryCatalogue", changed: bool | None) -> None:
        if catalogue is self._catalogue and changed:
            self._show(None)
        pause = _AGAIN if changed is None else _PAUSE
        self._host.set_timer(pause, self._rested)

    def _rested(self) -> None:
        self._asking = False
        if self._outdated:
            self.ask()
