"""Ask for references and citing papers in a thread, and add one of them to a profile."""

import datetime
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Protocol

from textual.worker import get_current_worker

from paperbrowser.formats.result import ReadError, ReadResult, StoppedError
from paperbrowser.library import importing, store
from paperbrowser.library.held import HeldPaper, held_papers
from paperbrowser.library.store import SaveError
from paperbrowser.papers import display
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.text import clean_line
from paperbrowser.reading import corrections
from paperbrowser.sources.citations import kept
from paperbrowser.sources.citations.answer import AskedWork, CitationAnswer, Direction
from paperbrowser.sources.citations.ask import STEP, ask
from paperbrowser.tui import keys
from paperbrowser.tui.host import Host
from paperbrowser.tui.screens.pick import Item, PickScreen
from paperbrowser.tui.work.progress import Writing

if TYPE_CHECKING:
    from paperbrowser.library.importing import Imported

_NEW = "\0"  # before the name of a profile that is not there yet


class Asker(Protocol):
    """The screen that shows an answer. All functions are called in the app's thread."""

    def show_step(self, question: "CitationQuestion", sentence: str) -> None:
        """Show the progress."""

    def show_answer(
        self, question: "CitationQuestion", answer: CitationAnswer | None, *, stopped: bool
    ) -> None:
        """Show an answer, or of one that was stopped what has come; None if nothing has."""

    def show_held(self, question: "CitationQuestion", held: Mapping[int, HeldPaper]) -> None:
        """Show which papers the library has."""


class CitationQuestion:
    """One question, asked in a thread.

    Attributes:
        asked: the paper.
        direction: references or citing papers.
    """

    def __init__(
        self,
        host: Host,
        asker: Asker,
        asked: AskedWork,
        direction: Direction,
        own: Mapping[Path, Profile],
    ) -> None:
        """Prepare a question.

        Args:
            host: runs the thread.
            asker: shows what comes.
            asked: the paper.
            direction: references or citing papers.
            own: the open profile, by its file, where papers are looked for first.
        """
        self.asked = asked
        self.direction = direction
        self._host = host
        self._asker = asker
        self._own = own
        self._cancelled = Event()

    def start(self, limit: int = STEP, *, again: bool = False) -> None:
        """Ask for up to `limit` papers; `again`: even if an answer is kept."""
        self._cancelled = Event()

        def work() -> None:
            self._work(self._cancelled, limit, again=again)

        self._host.run_worker(work, thread=True, group="citations")

    def stop(self) -> None:
        """End the question; what has come is shown, and kept."""
        self._cancelled.set()

    def _work(self, cancelled: Event, limit: int, *, again: bool) -> None:
        from paperbrowser.sources import settings as source_settings
        from paperbrowser.sources.http import Client

        settings, _ = source_settings.load()
        worker = get_current_worker()

        def tell(function: Callable[..., None], *arguments: object, **options: object) -> None:
            if not worker.is_cancelled and self._cancelled is cancelled:  # not asked again since
                self._host.call_from_thread(lambda: function(self, *arguments, **options))

        def progress(_: int, __: int | None, sentence: str) -> None:
            if not cancelled.is_set():
                tell(self._asker.show_step, sentence)

        def check() -> None:
            if cancelled.is_set() or worker.is_cancelled:
                raise StoppedError

        stopped = False
        answer: CitationAnswer | None
        try:
            with Client(settings) as client:
                answer = ask(
                    self.asked,
                    self.direction,
                    client=client,
                    limit=limit,
                    again=again,
                    progress=progress,
                    cancelled=cancelled,
                )
        except StoppedError:
            stopped = True
            answer = kept.load(self.asked, self.direction, datetime.date.today())
        tell(self._asker.show_answer, answer, stopped=stopped)
        if answer is None or not answer.works:
            return
        try:
            check()
            papers = [one.paper for one in answer.works]
            held = held_papers(papers, self._own, check, correct=corrections.load())
        except StoppedError:
            if not stopped:
                return
            held = held_papers([one.paper for one in answer.works], self._own, files=())
        tell(self._asker.show_held, held)


def add_to_profile(
    host: Host,
    paper: Paper,
    added: Callable[[HeldPaper, str], None],
    failed: Callable[[str], None],
) -> None:
    """Ask which profile a paper is to join, and add it there; what was there is kept, to be undone.

    Args:
        host: shows the list of profiles and runs the thread.
        paper: the paper.
        added: is called with the paper as the profile has it, and a sentence.
        failed: is called with a sentence if that could not be done.
    """
    entries = {str(entry.path): entry for entry in store.profiles() if entry.error is None}
    open_one = str(host.origin.path)
    items = [
        Item(entry.name, _about(entry.listed, is_open=path == open_one), path)
        for path, entry in entries.items()
    ]
    items.sort(key=lambda item: item.value != open_one)

    def offers(typed: str) -> list[Item]:
        name = clean_line(typed)
        return [Item(f"New profile “{name}”", "", f"{_NEW}{name}")] if name else []

    def chosen(value: str | None) -> None:
        if value is None:
            return
        is_new = value.startswith(_NEW)
        name = value.removeprefix(_NEW) if is_new else entries[value].name
        into = name if is_new else Path(value).stem

        task = Writing(f"adding “{display.title(paper)}” to {name}")
        host.begin_task(task)

        def finish(then: Callable[[], None]) -> None:
            host.end_task(task)
            then()

        def work() -> None:
            one = with_ids((paper,))
            result = ReadResult(Profile(name=name, papers=one))
            try:
                done = importing.import_result(result, into=into, undoable=True)
            except (ReadError, SaveError) as error:
                task.outcome = str(error)
                _finish(host, lambda: finish(lambda: failed(task.outcome)))
            else:
                task.outcome = f"{task.sentence}: done"
                _finish(host, lambda: finish(lambda: _added(host, done, paper, added)))

        host.run_worker(work, thread=True, group="add to a profile")

    title = f"Add “{display.title(paper)}” to which profile?"
    host.push_screen(
        PickScreen(
            title,
            items,
            hint="{choose} adds it there · {close} closes",
            offers=offers,
            about_typing="type to search, or the name of a new profile",
        ),
        chosen,
    )


def _finish(host: Host, then: Callable[[], None]) -> None:
    if not get_current_worker().is_cancelled:
        host.call_from_thread(then)


def _added(
    host: Host, done: "Imported", paper: Paper, added: Callable[[HeldPaper, str], None]
) -> None:
    merged = done.merged
    profile = merged.profile
    sentence = f"{profile.name} has it already"
    if merged.added:
        sentence = f"added to {profile.name}"
    elif merged.updated:
        sentence = f"{profile.name} has it already, with less said of it: that was filled in"
    if done.is_new:
        sentence = f"added to the new profile {profile.name}"
    if done.change is not None:
        host.profile_changed(done.change, sentence)
        sentence += f"; {keys.named(host, 'citation.undo')} undoes it"
    shown, _ = corrections.load()(profile, done.path)
    found = held_papers([paper], {done.path: shown}, files=())
    if not found:
        key = keys.named(host, "mark.whose")
        sentence = f"{profile.name} has it out of sight: you said not theirs; {key} takes that back"
    held = found.get(0) or HeldPaper(done.path, profile.name, profile.papers[0].id)
    added(held, sentence)


def _about(listed: int, *, is_open: bool) -> str:
    count = count_of_papers(listed)
    return f"open now · {count}" if is_open else count
