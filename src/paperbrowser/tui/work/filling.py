"""Fills the library while the reader reads on: imports files, finds people at the sources, fetches them.

Each runs in a thread that the screen looks after: how far it is stands in the status line, and it ends
soon after it is told to. There is one import and one fetch at a time.
"""

import datetime
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual.worker import get_current_worker

from paperbrowser.formats.result import ReadError
from paperbrowser.library import store
from paperbrowser.library.store import Imported, Origin, SaveError
from paperbrowser.papers import dates
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Profile
from paperbrowser.system.gc import uncollected
from paperbrowser.tui import keys
from paperbrowser.tui.screens.pick import Item, PickScreen
from paperbrowser.tui.work.jobs import Job, Step
from paperbrowser.tui.work.progress import Stopped

if TYPE_CHECKING:
    from textual.timer import Timer

    from paperbrowser.sources import Candidate
    from paperbrowser.sources.http import Client
    from paperbrowser.tui.app import PaperBrowser

_EVERY = 0.2  # seconds between two looks at how far it is
_BESIDE = 16  # cells of the status line for what stands there besides


class Found(NamedTuple):
    """The people that a source knows by a name, to be chosen from."""

    name: str
    source: str
    people: "Sequence[Candidate]"

    @property
    def sentence(self) -> str:
        """How many there are."""
        return f"{self.source} knows {len(self.people)} people by the name “{self.name}”"


class Filling:
    """What is imported and fetched in `app`.

    Attributes:
        importing: the import that runs.
        fetching: the fetch that runs, or the search for whom to fetch.
        found: people whom the reader has not chosen from yet.
    """

    def __init__(self, app: "PaperBrowser") -> None:
        self.importing: Job | None = None
        self.fetching: Job | None = None
        self.found: Found | None = None
        self._app = app
        self._timer: Timer | None = None
        self._shown = ""

    @property
    def jobs(self) -> list[Job]:
        """Everything that runs."""
        return [job for job in (self.importing, self.fetching) if job is not None]

    @property
    def text(self) -> str:
        """How far everything is, for the status line."""
        jobs = self.jobs
        room = (self._app.size.width - _BESIDE) // max(len(jobs), 1)
        return " · ".join(job.line(room) for job in jobs)

    def stop(self, job: Job) -> None:
        """Tell `job` that nobody wants it any more; it says so itself when it has ended."""
        job.cancelled.set()

    # Work in threads

    def _start(self, work: Callable[[], None]) -> None:
        if self._timer is None:
            self._timer = self._app.set_interval(_EVERY, self._look)
        self._app.run_worker(work, thread=True, group="filling")
        self._look()

    def _look(self) -> None:
        """Show how far everything is, if that has changed."""
        if (text := self.text) != self._shown:
            self._shown = text
            self._app.stand()

    def stop_all(self) -> None:
        """The reader leaves."""
        for job in self.jobs:
            self.stop(job)

    def _end(self, job: Job) -> None:
        if self.importing is job:
            self.importing = None
        elif self.fetching is job:
            self.fetching = None
        if not self.jobs and self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._look()

    def _hand_over(self, job: Job, then: Callable[[], None]) -> None:
        """End `job`, whose thread this is, and go on in the app."""

        def go_on() -> None:
            self._end(job)
            then()

        if not get_current_worker().is_cancelled:
            self._app.call_from_thread(go_on)

    def _say(self, sentence: str, *, error: bool = False) -> Callable[[], None]:
        return partial(self._app.say, sentence, error=error)

    # Importing

    def import_files(self, paths: Sequence[Path]) -> None:
        """Import the files, one after the other, and open the last profile that comes of them."""
        if self.importing is not None:
            self._app.say(f"{self.importing.sentence}: the next files when that is done")
            return
        self.importing = Job("importing", paths[0].name, self._app.keys_pressed)
        self._start(partial(self._import, self.importing, tuple(paths)))

    def _import(self, job: Job, paths: Sequence[Path]) -> None:
        done: list[Imported] = []
        errors: list[str] = []

        def progress(part: float) -> None:
            if job.cancelled.is_set():
                raise Stopped
            job.step = Step(part, f"{part:.0%}")

        for path in paths:
            job.name, job.step = path.name, Step()
            try:
                with uncollected():
                    imported = store.import_file(path, progress=progress)
                    store.keep_imported(imported)
            except Stopped:
                break
            except (ReadError, SaveError) as error:
                if isinstance(error, ReadError) and error.path == path:
                    error.path = Path(path.name)  # the folder is known, the line is news
                errors.append(str(error))
            else:
                done.append(imported)
            if job.cancelled.is_set():
                break
        self._hand_over(job, partial(self._imported, job, paths, done, errors))

    def _imported(
        self, job: Job, paths: Sequence[Path], done: Sequence[Imported], errors: Sequence[str]
    ) -> None:
        of_all = f"{len(done)} of {len(paths)} files imported"
        if errors:
            more = f" ({of_all})" if len(paths) > 1 else ""
            sentence = f"{errors[0]}{more}"
        elif job.cancelled.is_set() and len(done) < len(paths):
            sentence = f"stopped importing {job.name}; "
            sentence += of_all if done else "nothing was changed"
        else:
            sentence = f"{len(done)} files imported; " if len(done) > 1 else ""
            sentence += _became(done[-1])
        say = self._say(sentence, error=bool(errors))
        if done:
            self._app.open(Origin(done[-1].path, "cached"), say)
        else:
            say()

    # Fetching

    def find(self, name: str, source: str) -> None:
        """Look for a person at a source, and fetch whom the reader means."""
        if not self._is_fetching():
            self.found = None
            self.fetching = Job("looking for", name, self._app.keys_pressed)
            self._start(partial(self._find, self.fetching, name, source))

    def fetch(self, name: str, source: str, id_: str, known: Origin | None = None) -> None:
        """Fetch a person, by what `source` calls them; `known` is the profile to bring up to date."""
        if not self._is_fetching():
            self.found = None
            doing = "fetching" if known is None else "updating"
            self.fetching = Job(doing, name, self._app.keys_pressed)
            work = partial(self._fetch, self.fetching, source, id_, known)
            self._start(work)

    def update(self, origin: Origin, profile: Profile) -> None:
        """Fetch what is new of an open profile."""
        from paperbrowser.sources import LABELS

        if origin.kind == "cached" and profile.source in LABELS and profile.source_id:
            self.fetch(profile.name, profile.source, profile.source_id, origin)
        else:
            key = keys.named(self._app, "read.fetch")
            self._app.say(f"not fetched from a source, so nothing to update; {key} fetches one")

    def _is_fetching(self) -> bool:
        if self.fetching is not None:
            self._app.say(f"{self.fetching.sentence}: one at a time")
        return self.fetching is not None

    def _find(self, job: Job, name: str, source: str) -> None:
        from paperbrowser.sources import LABELS, source_named

        job.step = Step(None, f"asking {LABELS[source]}")

        def ask(client: "Client") -> Callable[[], None]:
            people = source_named(source).find(client, name)
            return partial(self._found, job, Found(name, LABELS[source], people))

        self._ask(job, ask)

    def _found(self, job: Job, found: Found) -> None:
        if not found.people:
            sentence = f"{found.source} knows nobody of the name {found.name}; check the spelling, "
            self._app.say(f"{sentence}or try another source", error=True)
        elif len(found.people) == 1:
            self._fetch_person(found.people[0], job.began)
        else:
            self.found = found
            if self._is_waited_for(job):
                self.choose()
            else:
                key = keys.named(self._app, "read.profiles")
                self._app.say(f"{found.sentence}; {key} chooses one")

    def choose(self) -> None:
        """Ask which of the people who were found is meant."""
        found, self.found = self.found, None
        if found is None:
            return
        items = [
            Item(person.name, _about(person), str(at)) for at, person in enumerate(found.people)
        ]

        def chosen(value: str | None) -> None:
            if value is not None:
                self._fetch_person(found.people[int(value)], self._app.keys_pressed)

        hint = "{choose} fetches · {close} closes"
        self._app.push_screen(PickScreen(found.sentence, items, hint=hint), chosen)

    def _fetch_person(self, person: "Candidate", began: int) -> None:
        self.fetch(person.name, person.source, person.id)
        if self.fetching is not None:
            self.fetching.began = began

    def _is_waited_for(self, job: Job) -> bool:
        """Whether the reader has done nothing since `job` began."""
        return job.began == self._app.keys_pressed

    def _fetch(self, job: Job, source: str, id_: str, known: Origin | None) -> None:
        from paperbrowser.library import importing
        from paperbrowser.sources import LABELS
        from paperbrowser.sources import fetch as fetching

        def ask(client: "Client") -> Callable[[], None]:
            profile = fetching.fetch(
                source,
                id_,
                client=client,
                progress=job.fetched,
                cancelled=job.cancelled,
                known=None if known is None else store.read(known).profile,
            )
            return partial(self._fetched, job, importing.keep(profile, LABELS[source]), known)

        self._ask(job, ask)

    def _fetched(self, job: Job, done: Imported, known: Origin | None) -> None:
        profile = done.merged.profile
        if known is not None:
            new = len(done.merged.added)
            since = (
                f" since {dates.spoken(profile.since, datetime.date.today())}"
                if profile.since
                else ""
            )
            sentence = f"{profile.name}: {f'{new:,}' if new else 'nothing'} new{since}"
        else:
            sentence = _became(done)
        if done.path == self._app.origin.path or self._is_waited_for(job):
            self._app.open(Origin(done.path, "cached"), self._say(sentence))
        else:
            key = keys.named(self._app, "read.profiles")
            verb = "fetched " if known is None else ""
            self._app.say(f"{verb}{sentence}; {key} opens it")

    def _ask(self, job: Job, ask: "Callable[[Client], Callable[[], None]]") -> None:
        """Let `ask` ask the sources, in this thread; what it gives back is done in the app."""
        from paperbrowser.sources import settings as source_settings
        from paperbrowser.sources.http import Client, FetchError, StoppedError

        def wait(sentence: str) -> None:
            job.step = Step(None, sentence)

        settings, problems = source_settings.load()
        if problems and not get_current_worker().is_cancelled:
            self._app.call_from_thread(self._say(problems[0], error=True))
        try:
            with Client(settings) as client, client.watched(job.cancelled, wait):
                then = ask(client)
        except StoppedError:
            going_on = "; the next time goes on there" if job.step.part else ""
            then = self._say(f"stopped {job.sentence}{going_on}")
        except (FetchError, ReadError, SaveError) as error:
            # What is an option on the command line is a line of the list here.
            sentence = str(error).replace("--source another", "another source")
            then = self._say(sentence, error=True)
        self._hand_over(job, then)


def _about(person: "Candidate") -> str:
    count = None if person.papers is None else count_of_papers(person.papers)
    return ", ".join(filter(None, (person.affiliation, count)))


def _became(done: Imported) -> str:
    """What became of whose papers."""
    from paperbrowser.library.importing import became

    return f"{done.merged.profile.name}: {became(done)}"
