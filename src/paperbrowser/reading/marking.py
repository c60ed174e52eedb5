"""Reading and setting marks, undo and redo: what the screen and the command line use.

Each call is one operation of the journal and one step of the undo, for however many papers.
"""

import contextlib
import dataclasses
import threading
import time
from collections.abc import Callable, Iterable, Sequence

from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.marks import NO_MARKS, Highlight, Marks
from paperbrowser.papers.model import Paper
from paperbrowser.papers.text import clean_line
from paperbrowser.reading import authorship, journal, persons, snapshot
from paperbrowser.reading.authorship import Corrections, Judgement, SaidOfPaper
from paperbrowser.reading.fold import State, clean_tag, folded_tag
from paperbrowser.reading.journal import Change, Journal, Names, Operation
from paperbrowser.reading.works import names_of, sure_names
from paperbrowser.system import locks
from paperbrowser.system.gc import no_gc

PutBack = Callable[[str, str, str], str]
"""Called with the name of a profile's file, the checksum of its content, and that of the one to put back.

It returns why that is not possible, or an empty text; it raises OSError if it was not possible this time.
"""

_FEW = 1_000  # operations that are rather added one by one than folded with all others
_PROFILE = "profile"  # the field of a change of a profile

# What an operation did, and what its undo did.
_WORDS: dict[tuple[str, object], tuple[str, str]] = {
    ("star", True): ("starred", "no star again"),
    ("star", False): ("no star", "starred again"),
    ("read", True): ("read", "unread again"),
    ("read", False): ("unread", "read again"),
    ("hide", True): ("hidden", "shown again"),
    ("hide", False): ("shown", "hidden again"),
}


class Marking:
    """The marks of all papers, and the journal that keeps them."""

    def __init__(
        self,
        kept: Journal | None = None,
        *,
        patience: float = journal.PATIENCE,
        waiting: locks.Waiting | None = None,
    ) -> None:
        """Read the journal.

        Where this device has no name, as the state folder cannot be written, nothing can be marked.

        Args:
            kept: the journal, by default that of the data folder.
            patience: the most seconds that a mark waits for another session that writes.
            waiting: called meanwhile; see `locks.Waiting`.
        """
        self._lock = threading.RLock()
        self._unwritable: OSError | None = None
        if kept is None:
            try:
                device = journal.device()
            except OSError as error:
                self._unwritable, device = error, ""
            kept = Journal(journal.folder(), device)
        self._journal = kept
        self._patience = patience
        self._waiting = waiting
        self._changes = 0
        with no_gc():
            known = snapshot.load(kept)
            self._folded = known is None  # since the last snapshot
            self._state = known or State()
            self._follow(kept.refresh())

    @property
    def problems(self) -> tuple[str, ...]:
        """A sentence for each file that could not be read, or if nothing can be marked."""
        found = [f"{path.name}: {why}" for path, why in self._journal.unreadable]
        if self._unwritable is not None:
            found.append(f"nothing can be marked: {_reason(self._unwritable)}")
        return tuple(found)

    @property
    def state(self) -> State:
        """The marks as they are."""
        return self._state

    @property
    def changes(self) -> int:
        """A number that grows when the marks change: by 1 for a step, by more if others changed them."""
        return self._changes

    @property
    def operations(self) -> Sequence[Operation]:
        """All operations, in the order in which they count."""
        with self._lock:
            return sorted(self._whole(), key=lambda one: one[:3])

    def take_in(self, operations: Iterable[Operation]) -> int:
        """Keep operations of other journals, in a file of their own; return how many were not known.

        Raises:
            OSError: the file cannot be written.
        """
        with self._lock:
            new = self._journal.take_in(operations)
            self._fold()
        return len(new)

    def refresh(self) -> bool:
        """Read what other sessions and devices wrote; return whether there was something."""
        with self._lock:
            return self._follow(self._journal.refresh())

    def save_snapshot(self) -> None:
        """Keep the marks in the cache folder, if there are many, so that the next session starts quickly.

        Nothing is lost if that fails.
        """
        with self._lock:
            if self._folded:  # a mark that failed may have left operations that do not count yet
                self._follow(self._journal.refresh())
            packed = snapshot.content(self._journal, self._state) if self._folded else None
            self._folded = False
        if packed is not None:
            with contextlib.suppress(OSError):
                snapshot.write(self._journal, packed)

    def _follow(self, gained: Sequence[Operation]) -> bool:
        """Bring the marks up to date with operations that were read; return whether there were any."""
        if not gained:
            return False
        self._changes += len(gained)
        late = len(gained) <= _FEW and all(map(self._state.take, sorted(gained)))
        if not late:
            self._fold()
        return True

    def _fold(self) -> None:
        self._state = State(self._journal.operations)
        self._changes += 1
        self._folded = True

    def _whole(self) -> Sequence[Operation]:
        """Return all operations; the marks are those that they amount to."""
        if self._journal.is_deferred:
            self._fold()
        return self._journal.operations

    def marks_of(self, paper: Paper) -> Marks:
        """Return the marks of a paper."""
        with self._lock:
            if not self._state.marked:
                return NO_MARKS
            year = str(paper.date.year) if paper.date else ""
            names = names_of(paper) if year in self._state.titled_years else sure_names(paper)
            return self._state.marks_of(names or names_of(paper))

    def marks_of_all(self, papers: Sequence[Paper]) -> Sequence[Marks]:
        """Return the marks of each paper; none where nothing is marked."""
        return [self.marks_of(paper) for paper in papers] if self._state.marked else ()

    def tags(self) -> dict[str, int]:
        """Return all tags, each with the number of works that have it, the most used first."""
        counts: dict[str, int] = {}
        shown: dict[str, str] = {}
        for _, marks in self._works():
            for tag in marks.tags:
                key = folded_tag(tag)
                shown.setdefault(key, tag)
                counts[key] = counts.get(key, 0) + 1
        ordered = sorted(counts, key=lambda key: (-counts[key], key))
        return {shown[key]: counts[key] for key in ordered}

    def _works(self) -> Sequence[tuple[Names, Marks]]:
        with self._lock:
            return [*self._state.works()]

    # Marking

    def star(self, papers: Sequence[Paper], *, on: bool) -> str:
        """Give papers a star, or take it; return what was done, in words. So do all that follow.

        Raises:
            OSError: nothing could be written, and nothing was marked.
            TimeoutError: another session has been writing for too long.
        """
        return self._write(papers, "star", on)

    def read(self, papers: Sequence[Paper], *, on: bool) -> str:
        """Mark papers as read, or as unread."""
        return self._write(papers, "read", on)

    def hide(self, papers: Sequence[Paper], *, on: bool) -> str:
        """Hide papers, or show them again."""
        return self._write(papers, "hide", on)

    def queue(self, papers: Sequence[Paper], *, on: bool) -> str:
        """Put papers at the end of the queue, or take them out."""
        last = max((marks.queued or 0.0 for _, marks in self._works()), default=0.0)
        return self._write(papers, "queue", float(int(last) + 1) if on else None)

    def queue_at(self, papers: Sequence[Paper], place: float) -> str:
        """Put papers at a place in the queue."""
        return self._write(papers, "queue", place)

    def move_in_queue(self, papers: Sequence[Paper], steps: int) -> str:
        """Put papers earlier (negative) or later in the queue; they stay together."""
        moved = {self.marks_of(paper).queued for paper in papers}
        others = sorted(
            marks.queued
            for _, marks in self._works()
            if marks.queued is not None and marks.queued not in moved
        )
        first = min((place for place in moved if place is not None), default=0.0)
        at = sum(place < first for place in others) + steps
        at = max(0, min(at, len(others)))
        low = others[at - 1] if at else others[0] - 2.0 if others else 0.0
        high = others[at] if at < len(others) else low + 2.0
        return self._write(papers, "queue", (low + high) / 2, was=first)

    def decide(self, papers: Sequence[Paper], fields: Sequence[str]) -> str:
        """Set several marks as one step: "star", "read", "queue", "hide"."""
        last = max((marks.queued or 0.0 for _, marks in self._works()), default=0.0)
        end = float(int(last) + 1)
        values = {field: end if field == "queue" else True for field in fields}
        return self._write(papers, "set", values)

    def rate(self, papers: Sequence[Paper], rating: int | None) -> str:
        """Give papers a rating of 1 to 5, or none."""
        return self._write(papers, "rating", rating)

    def tag(self, papers: Sequence[Paper], tag: str, *, on: bool) -> str:
        """Give papers a tag, or take it off.

        Raises:
            ValueError: the tag has no letters.
        """
        if not folded_tag(tag):
            raise ValueError("a tag needs at least one letter or digit")
        return self._write(papers, "tag" if on else "untag", clean_tag(tag))

    def note(self, paper: Paper, text: str, seen: Iterable[str]) -> str:
        """Write the note of a paper.

        Args:
            paper: the paper.
            text: the note; empty for none.
            seen: the ids of the notes that it replaces, see `notes_of`; all others stay.
        """
        return self._write([paper], "note", text, [*seen])

    def notes_of(self, paper: Paper) -> dict[str, str]:
        """Return the notes of a paper by their ids."""
        with self._lock:
            return self._state.notes_of(names_of(paper))

    def highlight(
        self, paper: Paper, passage: Highlight | None, replaced: Iterable[str] = ()
    ) -> str:
        """Highlight a passage of a paper's text.

        Args:
            paper: the paper.
            passage: the passage, its note and its place; None only takes off what it replaces.
            replaced: the ids of the highlights that it stands for from now on, see `highlights_of`.
        """
        value = None if passage is None else dataclasses.asdict(passage)
        return self._write([paper], "highlight", value, [*replaced])

    def highlights_of(self, paper: Paper) -> dict[str, Highlight]:
        """Return the highlights of a paper by their ids."""
        with self._lock:
            return self._state.highlights_of(names_of(paper))

    def rename_tag(self, old: str, new: str) -> str:
        """Rename a tag and those within it, everywhere; an empty new name takes it off."""
        tagged = sum(
            any(
                folded_tag(tag) == folded_tag(old)
                or folded_tag(tag).startswith(f"{folded_tag(old)}/")
                for tag in marks.tags
            )
            for _, marks in self._works()
        )
        self._append(Change((), "rename-tag", clean_tag(new), clean_tag(old)))
        return f"renamed {clean_tag(old)} to {clean_tag(new)}: {count_of_papers(tagged)}"

    def say_of_people(self, said: persons.Said) -> str:
        """Keep that names are of one person, or not."""
        return described(self._append(persons.change(said)), undone=False)

    @property
    def persons(self) -> Sequence[persons.Said]:
        """The words on the names of people, in their order."""
        with self._lock:
            return tuple(self._state.persons)

    def judge(
        self, papers: Sequence[Paper], of: Sequence[str], name: str, *, theirs: bool | None
    ) -> str:
        """Keep whether papers are by a person.

        Args:
            papers: the papers.
            of: the names of the person's profile, see `authorship.profile_names`.
            name: of the person.
            theirs: whether they are; None takes back what was said.
        """
        change = authorship.change(papers, of, name, theirs=theirs)
        return described(self._append(change), undone=False)

    def take_back(self, said: SaidOfPaper) -> str:
        """Take back what was said of a paper and a person."""
        return described(self._append(authorship.taken_back(said)), undone=False)

    @property
    def judgements(self) -> Sequence[Judgement]:
        """The words on whose papers are, in their order."""
        with self._lock:
            return tuple(self._state.judgements)

    @property
    def corrections(self) -> Corrections:
        """The same, ready to be carried out."""
        return Corrections(self.judgements)

    # Undo

    def profile_changed(self, file: str, before: str, after: str, said: str) -> None:
        """Keep as a step that an import or update changed a profile.

        Args:
            file: the name of the profile's file.
            before: the checksum of its former content.
            after: that of its content since.
            said: what changed, in words.

        Raises:
            OSError: it could not be written; the change cannot be undone then.
        """
        self._append(Change((), _PROFILE, {"file": file, "after": after, "said": said}, before))

    @property
    def next_steps(self) -> tuple[str, str]:
        """The ids of the steps that `undo` and `redo` would take; empty for none."""
        with self._lock:
            done, undone = self._steps()
        return done[-1].id if done else "", undone[-1].id if undone else ""

    def undo(self, put_back: PutBack | None = None) -> str | None:
        """Undo the last step of this device; return what that was, or None where there is none.

        Args:
            put_back: undoes an import or update; without it such a step is left alone.
        """
        with self._lock:
            self.refresh()  # another session of this device may have undone steps
            return self._step_back("undo", self._steps()[0], put_back)

    def redo(self, put_back: PutBack | None = None) -> str | None:
        """Do again what was undone last; return what that was, or None where there is none."""
        with self._lock:
            self.refresh()
            return self._step_back("redo", self._steps()[1], put_back)

    def _step_back(
        self, field: str, steps: Sequence[Operation], put_back: PutBack | None
    ) -> str | None:
        if not steps:
            return None
        step, why = steps[-1], ""
        if step.field == _PROFILE:
            if put_back is None:
                return None
            contents = str(step.value["after"]), str(step.was)
            why = put_back(str(step.value["file"]), *contents[:: 1 if field == "undo" else -1])
        # A step that cannot be undone any more counts as undone, so that those before it can be.
        self._append(Change((), field, [step.id]))
        said = described(step, undone=field == "undo")
        return f"cannot {field}: {clean_line(step.value['said'])}: {why}" if why else said

    def _steps(self) -> tuple[list[Operation], list[Operation]]:
        """Return the steps of this device that can be undone, and those that can be done again."""
        own = [one for one in self._whole() if one.device == self._journal.device]
        done: list[Operation] = []
        undone: list[Operation] = []
        for operation in sorted(own, key=lambda one: one[:3]):
            if operation.field == "undo" and done:
                undone.append(done.pop())
            elif operation.field == "redo" and undone:
                done.append(undone.pop())
            elif operation.field not in {"undo", "redo"} and _is_step(operation):
                done.append(operation)
                undone.clear()
        return done, undone

    def _write(self, papers: Sequence[Paper], field: str, value: object, was: object = None) -> str:
        works: tuple[Names, ...] = tuple(names_of(paper) for paper in papers)
        return described(self._append(Change(works, field, value, was)), undone=False)

    def _append(self, change: Change) -> Operation:
        if self._unwritable is not None:
            raise self._unwritable
        now = time.time_ns() // 1_000_000
        with self._lock:
            gained = self._journal.append(
                [change], now, patience=self._patience, waiting=self._waiting
            )
            self._follow(gained)
        return gained[-1]


def _reason(error: OSError) -> str:
    where = f"{clean_line(str(error.filename))}: " if error.filename else ""
    return f"{where}{error.strerror or error}"


def _is_step(operation: Operation) -> bool:
    """Return whether an operation can be undone; a damaged one cannot."""
    if operation.field != _PROFILE:
        return True
    value = operation.value
    return isinstance(value, dict) and all(
        isinstance(one, str) for one in (operation.was, *map(value.get, ("file", "after", "said")))
    )


def _queue_words(operation: Operation) -> tuple[str, str]:
    if operation.value is None:
        return "no longer queued", "queued again"
    if operation.was is not None:  # the place that it was moved from
        return "moved in the queue", "back in the queue"
    return "queued", "no longer queued"


def _highlight_words(operation: Operation) -> tuple[str, str]:
    if operation.value is None:
        return "highlight taken off", "highlighted again"
    if operation.was:
        return "note on the highlight written", "highlight as before"
    return "highlighted", "no highlight again"


def described(operation: Operation, *, undone: bool) -> str:
    """Return what an operation did, or what its undo did: "starred: 2 papers", "unread again: 12 papers"."""
    name, value = operation.field, operation.value
    if name in persons.FIELDS:
        return persons.described(operation, undone=undone)
    if name == authorship.FIELD:
        return authorship.described(operation, undone=undone)
    if name == "rename-tag":
        old, new = str(operation.was), str(value)
        return f"renamed {new} back to {old}" if undone else f"renamed {old} to {new}"
    if name == _PROFILE:
        said = clean_line(value["said"])
        return f"as before: {said}" if undone else f"as after: {said}"
    words = _WORDS.get((name, value)) if isinstance(value, bool) else None
    if words is None:
        words = {
            "set": ("decided", "undecided again"),
            "queue": _queue_words(operation),
            "rating": (f"rated {value}" if value else "no rating", "rating as before"),
            "tag": (f"tagged {value}", f"tag {value} taken off"),
            "untag": (f"tag {value} taken off", f"tagged {value} again"),
            "note": ("note written" if value else "note deleted", "note as before"),
            "highlight": _highlight_words(operation),
        }.get(name, (name, f"{name} undone"))
    return f"{words[undone]}: {count_of_papers(len(operation.works))}"
