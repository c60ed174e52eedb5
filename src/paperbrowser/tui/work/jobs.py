"""Imports and fetches in threads, with their progress in the status line.

One import and one fetch run at a time; both stop soon after they are cancelled.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual.worker import get_current_worker

from paperbrowser.formats.result import ReadError, StoppedError
from paperbrowser.library import importing, store
from paperbrowser.library.importing import Imported
from paperbrowser.library.locate import Origin
from paperbrowser.library.store import SaveError
from paperbrowser.papers.display import news, received
from paperbrowser.papers.model import Profile
from paperbrowser.system.gc import no_gc
from paperbrowser.tui import keys
from paperbrowser.tui.host import Host
from paperbrowser.tui.screens.pick import Item, PickScreen
from paperbrowser.tui.widgets.cells import cut

if TYPE_CHECKING:
    from textual.timer import Timer

    from paperbrowser.sources.fetch import Namesakes
    from paperbrowser.sources.http import Client
    from paperbrowser.sources.protocol import Candidate

_EVERY = 0.2  # seconds between two updates of the status line
_OTHER_CELLS = 16  # of the status line, for the place in the list
_BAR_CELLS = 10
_LEAST_NAME = 12  # cells


class Step(NamedTuple):
    """Progress of a job: the part that is done, 0 to 1, if known, and words for it."""

    part: float | None = None
    words: str = ""


@dataclass(eq=False)
class Job:
    """An import, a fetch or a search for a person. Its thread sets `name` and `step`.

    Attributes:
        doing: "fetching".
        name: the person's, or the file's.
        began: `Host.keys_pressed` when it began.
        cancelled: set to stop it.
        step: its progress; replaced, never changed.
        outcome: a sentence about how it ended; "" while it goes on.
    """

    doing: str
    name: str
    began: int
    cancelled: Event = field(default_factory=Event)
    step: Step = field(default_factory=Step)
    outcome: str = ""

    def progress(self, part: float) -> None:
        """Set the progress of an import.

        Raises:
            StoppedError: it was cancelled.
        """
        if self.cancelled.is_set():
            raise StoppedError
        self.step = Step(part, f"{part:.0%}")

    def received(self, came: int, total: int | None) -> None:
        """Set the progress of a download, in bytes."""
        self.step = Step(came / total if total else None, received(came, total))

    def waiting(self, sentence: str) -> None:
        """Show that it waits for another session, and for which.

        Raises:
            StoppedError: it was cancelled.
        """
        if self.cancelled.is_set():
            raise StoppedError
        self.step = Step(None, sentence)

    def line(self, room: int) -> str:
        """Return the job and its progress, the name cut to make all fit into `room` cells."""
        part, words = self.step
        if words.startswith("waiting "):
            return cut(words, room)
        rest = f": {words}" if words else ""
        if part is not None:
            rest = f" {bar(part)} {words}"
        left = room - cell_len(self.doing) - 1 - cell_len(rest)
        return f"{self.doing} {cut(self.name, max(left, _LEAST_NAME))}{rest}"

    @property
    def sentence(self) -> str:
        """The job and its progress in words: "fetching Shirley Ho (400 of 612)"."""
        words = f" ({self.step.words})" if self.step.words else ""
        return f"{self.doing} {self.name}{words}"

    def fetched(self, papers: int, total: int | None, sentence: str) -> None:
        """Set the progress of a fetch.

        Args:
            papers: number of papers so far.
            total: number of all papers, if known.
            sentence: the name and these numbers, or the reason for a wait.
        """
        of_all = f"{papers:,} of {total:,}" if total else f"{papers:,} papers" if papers else ""
        name, colon, _ = sentence.rpartition(": ")
        if colon and sentence.endswith((" paper", " papers")):
            self.name, sentence = name, ""
        words = ", ".join(filter(None, (of_all, sentence)))
        self.step = Step(papers / total if total else None, words)


def bar(part: float) -> str:
    """Return a progress bar for a part from 0 to 1."""
    filled = min(max(int(part * _BAR_CELLS), 0), _BAR_CELLS)
    return "━" * filled + "╌" * (_BAR_CELLS - filled)


class Jobs:
    """The import and the fetch that run.

    Attributes:
        importing: the import.
        fetching: the fetch, or the search for a person to fetch.
        found: people from whom the user has not chosen yet.
    """

    def __init__(self, host: Host) -> None:
        self.importing: Job | None = None
        self.fetching: Job | None = None
        self.found: Namesakes | None = None
        self._host = host
        self._ended: Job | None = None
        self._timer: Timer | None = None
        self._shown = ""

    @property
    def running(self) -> list[Job]:
        """The jobs that run."""
        return [job for job in (self.importing, self.fetching) if job is not None]

    @property
    def text(self) -> str:
        """The progress of all jobs, for the status line."""
        jobs = self.running
        room = (self._host.size.width - _OTHER_CELLS) // max(len(jobs), 1)
        return " · ".join(job.line(room) for job in jobs)

    def stop(self, job: Job) -> None:
        """Cancel `job`; it shows a message when it has ended."""
        job.cancelled.set()

    # Threads

    def _start(self, job: Job, work: Callable[[], None]) -> None:
        self._host.begin_task(job)
        if self._timer is None:
            self._timer = self._host.set_interval(_EVERY, self._look)
        self._host.run_worker(work, thread=True, group="jobs")
        self._look()

    def _look(self) -> None:
        """Show the progress if it has changed."""
        if (text := self.text) != self._shown:
            self._shown = text
            self._host.show_lasting()

    def stop_all(self) -> None:
        """Cancel all jobs, because the app ends."""
        for job in self.running:
            self.stop(job)

    def _end(self, job: Job) -> None:
        self._host.end_task(job)
        self._ended = job
        if self.importing is job:
            self.importing = None
        elif self.fetching is job:
            self.fetching = None
        if not self.running and self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._look()

    def _hand_over(self, job: Job, then: Callable[[], None]) -> None:
        """End `job`, whose thread this is, and call `then` in the app's thread."""

        def finish() -> None:
            self._end(job)
            then()

        if not get_current_worker().is_cancelled:
            self._host.call_from_thread(finish)

    def _say(self, sentence: str, *, error: bool = False) -> Callable[[], None]:
        return partial(self._host.say, sentence, error=error)

    # Importing

    def import_files(self, paths: Sequence[Path]) -> None:
        """Import files one after the other, and open the profile of the last one."""
        if self.importing is not None:
            self._host.say(f"{self.importing.sentence}: the next files when that is done")
            return
        self.importing = Job("importing", paths[0].name, self._host.keys_pressed)
        self._start(self.importing, partial(self._import, self.importing, tuple(paths)))

    def _import(self, job: Job, paths: Sequence[Path]) -> None:
        done: list[Imported] = []
        errors: list[str] = []

        for path in paths:
            job.name, job.step = path.name, Step()
            try:
                with no_gc():
                    imported = importing.import_file(
                        path, progress=job.progress, waiting=job.waiting, undoable=True
                    )
                    importing.make_snapshot(imported)
            except StoppedError:
                break
            except (ReadError, SaveError) as error:
                if isinstance(error, ReadError) and error.path == path:
                    error.path = Path(path.name)  # the user knows the folder
                errors.append(str(error))
            else:
                done.append(imported)
            if job.cancelled.is_set():
                break
        of_all = f"{len(done)} of {len(paths)} files imported"
        if errors:
            more = f" ({of_all})" if len(paths) > 1 else ""
            job.outcome = f"{errors[0]}{more}"
        elif job.cancelled.is_set() and len(done) < len(paths):
            job.outcome = f"stopped importing {job.name}; "
            job.outcome += of_all if done else "nothing was changed"
        else:
            job.outcome = f"{len(done)} files imported; " if len(done) > 1 else ""
            job.outcome += _became(done[-1])
        self._hand_over(job, partial(self._imported, job, done, failed=bool(errors)))

    def _imported(self, job: Job, done: Sequence[Imported], *, failed: bool) -> None:
        for one in done:
            self._keep_change(one)
        say = self._say(job.outcome, error=failed)
        if done:
            self._host.open(Origin(done[-1].path, "library"), say)
        else:
            say()

    def _keep_change(self, done: Imported) -> None:
        if done.change is not None:
            self._host.profile_changed(done.change, _became(done))

    # Fetching

    def find(self, name: str, source: str) -> None:
        """Search a source for a name, and fetch the person or let the user choose one."""
        if not self._is_fetching():
            self.found = None
            self.fetching = Job("looking for", name, self._host.keys_pressed)
            self._start(self.fetching, partial(self._find, self.fetching, name, source))

    def fetch(self, name: str, source: str, id_: str, known: Origin | None = None) -> None:
        """Fetch a person.

        Args:
            name: shown until the source gives one.
            source: the name of a service in `sources.SOURCES`.
            id_: the person's id at the source.
            known: the profile to update, if there is one.
        """
        if not self._is_fetching():
            self.found = None
            doing = "fetching" if known is None else "updating"
            self.fetching = Job(doing, name, self._host.keys_pressed)
            work = partial(self._fetch, self.fetching, source, id_, known)
            self._start(self.fetching, work)

    def update(self, origin: Origin, profile: Profile) -> None:
        """Fetch the new papers of an open profile."""
        from paperbrowser.sources import SOURCES

        if origin.kind == "library" and profile.source in SOURCES and profile.source_id:
            self.fetch(profile.name, profile.source, profile.source_id, origin)
            return
        fetch = keys.named(self._host, "read.fetch")
        if origin.members:
            self._host.say("`paperbrowser update --all` updates several profiles; here, open one")
            return
        if origin.kind == "server":
            self._host.say("`paperbrowser library update` brings a library up to date")
        elif origin.kind == "sample":
            self._host.say(
                f"the sample has no source to be updated from; {fetch} fetches a profile"
            )
        elif profile.source:
            self._host.say(f"no source “{profile.source}” is known here; {fetch} asks one that is")
        else:
            again = keys.named(self._host, "read.import")
            self._host.say(
                f"made of files, so no source has more: {again} imports a newer file, {fetch} asks a source"
            )

    def _is_fetching(self) -> bool:
        if self.fetching is not None:
            self._host.say(f"{self.fetching.sentence}: one at a time")
        return self.fetching is not None

    def _find(self, job: Job, name: str, source: str) -> None:
        from paperbrowser.sources import SOURCES
        from paperbrowser.sources import fetch as fetching

        job.step = Step(None, f"asking {SOURCES[source].label}")

        def ask(client: "Client") -> Callable[[], None]:
            return partial(self._found, job, fetching.find(source, name, client=client))

        self._ask(job, ask)

    def _found(self, job: Job, found: "Namesakes") -> None:
        if len(found.people) == 1:
            self._fetch_person(found.people[0], job.began)
        else:
            self.found = found
            if self._user_waits(job):
                self.choose()
            else:
                key = keys.named(self._host, "read.profiles")
                self._host.say(f"{found.sentence}; {key} chooses one")

    def choose(self) -> None:
        """Let the user choose one of the people found."""
        found, self.found = self.found, None
        if found is None:
            return
        items = [Item(person.name, person.about, str(at)) for at, person in enumerate(found.people)]

        def chosen(value: str | None) -> None:
            if value is not None:
                self._fetch_person(found.people[int(value)], self._host.keys_pressed)

        hint = "{choose} fetches · {close} closes"
        self._host.push_screen(PickScreen(found.sentence, items, hint=hint), chosen)

    def _fetch_person(self, person: "Candidate", began: int) -> None:
        self.fetch(person.name, person.source, person.id)
        if self.fetching is not None:
            self.fetching.began = began

    def _user_waits(self, job: Job) -> bool:
        """Whether the user has pressed no key since `job` began."""
        return job.began == self._host.keys_pressed

    def _fetch(self, job: Job, source: str, id_: str, known: Origin | None) -> None:
        from paperbrowser.sources import SOURCES
        from paperbrowser.sources import fetch as fetching

        def ask(client: "Client") -> Callable[[], None]:
            profile = fetching.fetch(
                source,
                id_,
                client=client,
                progress=job.fetched,
                cancelled=job.cancelled,
                known=None if known is None else store.read(known.path).profile,
            )
            label = SOURCES[source].label
            path = None if known is None else known.path
            done = importing.import_fetched(
                profile, label, path=path, waiting=job.waiting, undoable=True
            )
            return partial(self._fetched, job, done, known)

        self._ask(job, ask)

    def _fetched(self, job: Job, done: Imported, known: Origin | None) -> None:
        self._keep_change(done)
        profile = done.merged.profile
        if known is not None:
            new = news(len(done.merged.added), profile.since, datetime.date.today())
            sentence = f"{profile.name}: {new}"
        else:
            sentence = _became(done)
        if done.path == self._host.origin.path or self._user_waits(job):
            self._host.open(Origin(done.path, "library"), self._say(sentence))
        else:
            key = keys.named(self._host, "read.profiles")
            verb = "fetched " if known is None else ""
            self._host.say(f"{verb}{sentence}; {key} opens it")

    @property
    def is_awaited(self) -> bool:
        """Whether the user has pressed no key since the fetch that ended last began."""
        return self._ended is not None and self._user_waits(self._ended)

    def ask_for(self, doing: str, name: str, ask: "Callable[[Client], Callable[[], None]]") -> None:
        """Ask a service for something in a thread, with its progress in the status line.

        Args:
            doing: the job, as in "fetching".
            name: of what is fetched.
            ask: uses the network, and returns what is then called in the app's thread.
        """
        if not self._is_fetching():
            self.fetching = job = Job(doing, name, self._host.keys_pressed)
            self._start(job, partial(self._ask, job, ask))

    def _ask(self, job: Job, ask: "Callable[[Client], Callable[[], None]]") -> None:
        """Let `ask` use the network in this thread, and call the function that it returns in the app's."""
        from paperbrowser.sources import settings as source_settings
        from paperbrowser.sources.errors import FetchError
        from paperbrowser.sources.http import Client

        def wait(sentence: str) -> None:
            job.step = Step(None, sentence)

        settings, problems = source_settings.load()
        if problems and not get_current_worker().is_cancelled:
            self._host.call_from_thread(self._say(problems[0], error=True))
        try:
            with Client(settings) as client, client.watched(job.cancelled, wait):
                then = ask(client)
        except StoppedError:
            going_on = "; the next fetch resumes there" if job.step.part else ""
            job.outcome = f"stopped {job.sentence}{going_on}"
            then = self._say(job.outcome)
        except (FetchError, ReadError, SaveError, OSError) as error:
            job.outcome = str(error)
            then = self._say(job.outcome, error=True)
        else:
            job.outcome = f"{job.doing} {job.name}: done"
        self._hand_over(job, then)


def _became(done: Imported) -> str:
    """Return the name and the number of papers added, updated and unchanged."""
    return f"{done.merged.profile.name}: {importing.summary(done)}"
