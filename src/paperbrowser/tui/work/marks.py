"""The user's marks on the papers of the browser screen: loaded in a thread, set by the keys, undone."""

import contextlib
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from paperbrowser.papers import display
from paperbrowser.papers.marks import NO_MARKS, Highlight, Marks
from paperbrowser.papers.model import Paper
from paperbrowser.papers.patterns import pattern
from paperbrowser.papers.text import clean_line, cut
from paperbrowser.search.view import Catalogue
from paperbrowser.system.terminal import is_served
from paperbrowser.tui import keys
from paperbrowser.tui.host import Host
from paperbrowser.tui.work.editor import EditorError
from paperbrowser.tui.work.shared_marks import SharedMarks

if TYPE_CHECKING:
    from paperbrowser.library.former import ProfileChange
    from paperbrowser.reading.journal import Operation
    from paperbrowser.reading.marking import Marking
    from paperbrowser.reading.persons import Said

_PATIENCE = 0.5  # seconds that a key waits for another session that writes marks
_NO_LETTER = pattern(r"[\W_]+")
_LONGEST_TITLE = 150  # cells of a quotation above the note on it


class MarkHost(Host, Protocol):
    """The app, with the user's editor."""

    def edit_text(self, text: str, title: str) -> str:
        """Let the user edit a text in their editor, and return it."""


class MarkedScreen(Protocol):
    """The browser screen: which papers are marked, and what shows the marks."""

    @property
    def catalogue(self) -> Catalogue:
        """The papers."""

    def chosen(self) -> Sequence[Paper]:
        """Return the selected papers, or else the one under the cursor."""

    def show_marks(self, papers: Sequence[Paper] | None) -> None:
        """Show the marks of the catalogue, which changed for some papers; None for all."""

    def show_names(self) -> None:
        """Search again, because names are of one person that were not, or not any more."""


class PaperMarks:
    """The marks of the papers on a screen.

    Attributes:
        shared: those that the user shares with teams.
    """

    def __init__(self, host: MarkHost, screen: MarkedScreen) -> None:
        """Mark papers of `screen`."""
        self._host = host
        self._screen = screen
        self._marking: Marking | None = None
        self._reading = threading.Lock()
        self._read: Marking | None = None  # by a thread, and perhaps not shown yet
        self._doubles: tuple[Catalogue | None, dict[int, list[int]]] = (None, {})
        self._waiting: list[Callable[[Marking], None]] = []
        self.shared = SharedMarks(host, screen, self._show)

    # Loading

    def load(self) -> None:
        """Read the journal in a thread, or what it gained since, and show the marks."""
        self._host.run_worker(self._load, group="marks", exclusive=True, thread=True)

    def _load(self) -> None:
        from paperbrowser.reading.marking import Marking

        catalogue = self._screen.catalogue
        with (
            self._reading
        ):  # a second thread, for a profile opened meanwhile, reads no second journal
            if (marking := self._read) is None:
                marking = self._read = Marking(patience=_PATIENCE)
            else:
                marking.refresh()
        before = marking.changes
        marks = marking.marks_of_all(catalogue.papers)
        self._host.call_from_thread(self._loaded, marking, catalogue, marks, before)
        marking.save_snapshot()
        doubles = {} if catalogue.served else _doubles(catalogue.papers)
        if doubles:
            self._host.call_from_thread(setattr, self, "_doubles", (catalogue, doubles))

    def _loaded(
        self, marking: "Marking", catalogue: Catalogue, marks: Sequence[Marks], changes: int
    ) -> None:
        self._marking = marking
        if catalogue is self._screen.catalogue:
            # The user marked papers while the thread looked, or others came from a server.
            if marking.changes != changes or catalogue.served:
                marks = marking.marks_of_all(catalogue.papers)
            catalogue.put_marks(marks)
            self._tell(marking)
            if catalogue.marks or marking.state.marked:
                self._screen.show_marks(None)
        self._fold_names()
        self.shared.send()
        waiting, self._waiting = self._waiting, []
        for action in waiting:
            action(marking)
        if problems := marking.problems:  # a thread may read the files anew meanwhile
            self._host.say(f"marks: {problems[0]}", error=True)

    def mark_new(self) -> None:
        """Put the marks of papers that a server found."""
        if self._marking is not None:
            self._screen.catalogue.mark_new(self._marking.marks_of_all)

    def _tell(self, marking: "Marking") -> None:
        """Let a server know the marks."""
        catalogue = self._screen.catalogue
        if catalogue.served:
            catalogue.know_marks(marking.marks_of_all, [*marking.state.works()])

    @property
    def loaded(self) -> bool:
        """Whether the marks have been read."""
        return self._marking is not None

    def unread(self, papers: Sequence[Paper]) -> int | None:
        """Return how many papers are not read and not hidden; None where there are no marks, or not yet."""
        marking = self._marking
        if marking is None or not marking.state.marked:
            return None
        marks = map(marking.marks_of, papers)
        return sum(not one.read and not one.hidden for one in marks)

    def with_marking(self, action: "Callable[[Marking], None]") -> None:
        """Do something with the marks, as soon as they are read."""
        if self._marking is None:
            self._waiting.append(action)
        else:
            action(self._marking)

    # Marking

    def toggle(self, field: str) -> None:
        """Set a mark on the chosen papers, or take it off where all of them have it.

        Args:
            field: "star", "read", "queue" or "hide".
        """
        papers = self._screen.chosen()
        if not papers:
            return

        def do(marking: "Marking") -> None:
            on = not all(_HAS[field](marking.marks_of(paper)) for paper in papers)
            advice = ""
            if field == "hide" and on:  # what is hidden is out of sight: say the ways back
                advice = f"; {keys.named(self._host, 'mark.undo')} undoes it, is:hidden finds it"
            self._do(papers, lambda: getattr(marking, field)(papers, on=on) + advice)

        self.with_marking(do)

    def move_in_queue(self, steps: int) -> None:
        """Put the chosen papers earlier or later in the queue."""
        papers = self._screen.chosen()

        def do(marking: "Marking") -> None:
            if not all(marking.marks_of(paper).queued is not None for paper in papers):
                key = keys.named(self._host, "mark.queue")
                self._host.say(f"not in the queue; {key} puts it there")
            elif papers:
                self._do(papers, lambda: marking.move_in_queue(papers, steps))

        self.with_marking(do)

    def decide(self, paper: Paper, fields: Sequence[str]) -> bool:
        """Set marks on a paper; return whether that succeeded."""
        marking = self._marking
        if marking is None:
            return False
        return self._do([paper], lambda: marking.decide([paper], fields))

    def undo_quietly(self, *, redo: bool = False) -> str:
        """Undo the last step, or do it again, unless that is of a profile, and return what it was."""
        said = ""

        def do(marking: "Marking") -> None:
            nonlocal said
            nothing = "nothing to do again" if redo else "nothing to undo"
            judged = marking.judgements
            try:
                said = (marking.redo() if redo else marking.undo()) or nothing
            except OSError as error:
                said = f"not undone: {error.strerror or error}"
            self._show(None)
            if marking.judgements != judged:
                self._host.open(self._host.origin, lambda: None)

        self.with_marking(do)
        return said

    @property
    def operations(self) -> "Sequence[Operation]":
        """The operations of the journal, in their order; none while they are not read."""
        return () if self._marking is None else self._marking.operations

    @property
    def persons(self) -> "Sequence[Said]":
        """The user's words on the names of people."""
        return () if self._marking is None else self._marking.persons

    def say_of_people(self, said: "Said") -> str:
        """Keep what the user says of names; return what was done, or why it was not, in words."""
        if self._marking is None:
            return "the marks are being read; try again in a moment"
        try:
            done = self._marking.say_of_people(said)
        except OSError as error:
            return f"not kept: {error.strerror or error}"
        self._fold_names()
        return done

    def _fold_names(self) -> None:
        """Take over which names are of one person."""
        catalogue, said = self._screen.catalogue, self.persons
        if not said and not catalogue.heads:
            return
        from paperbrowser.insight.people import heads_within

        heads = heads_within(said, catalogue.profile, catalogue.papers)
        if heads != catalogue.heads:
            catalogue.heads = heads
            self._screen.show_names()

    def marks_of(self, paper: Paper) -> Marks:
        """Return the marks of a paper."""
        return NO_MARKS if self._marking is None else self._marking.marks_of(paper)

    def rate(self, rating: int | None) -> None:
        """Rate the chosen papers from 1 to 5; None takes the rating off."""
        papers = self._screen.chosen()
        if not papers:
            return

        def do(marking: "Marking") -> None:
            self._do(papers, lambda: marking.rate(papers, rating))

        self.with_marking(do)

    def tags(self) -> None:
        """List the tags there are, with those of the chosen papers first; a new one can be typed."""
        papers = self._screen.chosen()
        if papers:
            self.with_marking(lambda marking: self._pick_tag(marking, papers))

    def _pick_tag(self, marking: "Marking", papers: Sequence[Paper]) -> None:
        from paperbrowser.reading.fold import folded_tag
        from paperbrowser.tui.work.tags import TagSet, pick_tag

        shared = self.shared

        def put(tag: str, on: bool) -> None:
            self._do(papers, lambda: marking.tag(papers, tag, on=on))

        def of_team(team: str) -> TagSet:
            return TagSet(
                team,
                lambda: shared.tags_of(team),
                lambda paper: shared.tags_on(paper, team),
                lambda tag, on: shared.tag(papers, team, tag, marking.next_steps, on=on),
            )

        own = TagSet(
            "",
            marking.tags,
            lambda paper: {folded_tag(tag) for tag in marking.marks_of(paper).tags},
            put,
        )
        pick_tag(self._host, papers, [own, *map(of_team, shared.teams)])

    # Whose papers are

    def ask_whose(self, papers: Sequence[Paper] | None = None) -> None:
        """Let the user say whose papers are, by default the chosen ones, and read the profile again."""
        from paperbrowser.tui.work.whose import ask_whose

        asked = self._screen.chosen() if papers is None else papers

        def judged(said: str) -> None:
            self._host.open(self._host.origin, lambda: self._host.say(said))

        self.with_marking(
            lambda marking: ask_whose(self._host, marking, asked, judged, listed=papers is None)
        )

    # Undo

    def undo(self, *, redo: bool = False) -> None:
        """Undo the last step, or do again what was undone."""
        restored: list[Path] = []

        def put_back(file: str, now: str, before: str) -> str:
            from paperbrowser.library import former, store

            if not (why := former.put_back(file, now, before)):
                restored.append(store.folder() / file)
            return why

        def do(marking: "Marking") -> None:
            if self.shared.undo(lambda: marking.next_steps, redo=redo):
                return
            nothing = "nothing to do again" if redo else "nothing to undo"
            step = marking.redo if redo else marking.undo
            said = ""

            def stepped() -> str:
                nonlocal said
                said = step(put_back) or nothing
                return said

            origin, judged = self._host.origin, marking.judgements
            if self._do(None, stepped) and (
                {origin.path, *origin.members} & {*restored} or marking.judgements != judged
            ):
                self._host.open(origin, lambda: self._host.say(said))

        self.with_marking(do)

    def profile_changed(self, change: "ProfileChange", said: str) -> None:
        """Keep what an import or update did to a profile, so that it can be undone."""

        def do(marking: "Marking") -> None:
            with contextlib.suppress(OSError):  # then it cannot be undone; marking says why
                marking.profile_changed(change.file, change.before, change.after, said)

        self.with_marking(do)

    def note(self, paper: Paper) -> None:
        """Let the user write a note, in their editor or else in a small one."""
        self.with_marking(lambda marking: self._edit_note(marking, paper))

    def _edit_note(self, marking: "Marking", paper: Paper) -> None:
        notes, title = marking.notes_of(paper), display.title(paper)
        before = "\n\n".join(notes.values())
        shared = {team: self.shared.notes_on(paper, team) for team in self.shared.teams}

        def keep(written: str) -> None:
            self._do([paper], lambda: marking.note(paper, written, notes))

        def keep_for(team: str, written: str) -> None:
            self.shared.note(paper, team, written, shared[team], marking.next_steps)

        if not shared:
            self._edit(before, title, keep)
            return
        texts = {team: "\n\n".join(one.text for one in its) for team, its in shared.items()}
        if not has_editor():
            from paperbrowser.tui.screens.note import NoteScreen

            screen = NoteScreen(title, before, texts)

            def finish(written: str | None) -> None:
                if written is None:
                    return
                if written.strip() != before.strip():
                    keep(written)
                for team, text in texts.items():
                    if screen.texts[team].strip() != text.strip():
                        keep_for(team, screen.texts[team])

            self._host.push_screen(screen, finish)
            self._host.hold_keys(screen.ready)
            return
        from paperbrowser.tui.screens.pick import Item, PickScreen

        def chosen(team: str | None) -> None:
            if team:
                self._edit(texts[team], title, lambda written: keep_for(team, written))
            elif team is not None:
                self._edit(before, title, keep)

        items = [Item("you alone", cut(before, _LONGEST_TITLE), "")]
        items += [
            Item(clean_line(team), cut(text, _LONGEST_TITLE), team) for team, text in texts.items()
        ]
        hint = "{choose} writes it · {close} closes"
        self._host.push_screen(PickScreen("Note for", items, hint=hint), chosen)

    def _edit(self, text: str, title: str, keep: Callable[[str], None]) -> None:
        """Let the user edit a text, and keep it if it was changed."""
        from paperbrowser.tui.screens.note import NoteScreen

        def finish(written: str | None) -> None:
            if written is not None and written.strip() != text.strip():
                keep(written)

        if not has_editor():
            screen = NoteScreen(title, text)
            self._host.push_screen(screen, finish)
            self._host.hold_keys(screen.ready)  # what is typed at once is meant for the note
            return
        try:
            written = self._host.edit_text(text, title)
        except EditorError as error:
            self._host.say(str(error), error=True)
        else:
            finish(written)

    # Highlights

    def highlights_of(self, paper: Paper) -> dict[str, Highlight]:
        """Return the highlights of a paper by their ids; none until the marks are read."""
        return {} if self._marking is None else self._marking.highlights_of(paper)

    def highlight(
        self,
        paper: Paper,
        passage: Highlight | None,
        replaced: Sequence[str],
        then: Callable[[], None],
    ) -> None:
        """Highlight a passage of a paper.

        Args:
            paper: the paper.
            passage: the passage; None takes off what it replaces.
            replaced: ids of highlights that it stands for from now on.
            then: called when that is done.
        """

        def do(marking: "Marking") -> None:
            self._do([paper], lambda: marking.highlight(paper, passage, replaced))
            then()

        self.with_marking(do)

    def annotate(
        self, paper: Paper, passage: Highlight, replaced: Sequence[str], then: Callable[[], None]
    ) -> None:
        """Let the user write a note on a passage, and highlight it; the arguments are as in `highlight`."""

        def keep(written: str) -> None:
            self.highlight(paper, replace(passage, note=written), replaced, then)

        self._edit(passage.note, f"“{cut(passage.quote, _LONGEST_TITLE)}”", keep)

    def _do(self, papers: Sequence[Paper] | None, step: Callable[[], str]) -> bool:
        before = self._marking.changes if self._marking is not None else 0
        try:
            said = step()
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            self._host.say(f"not marked: {reason}", error=True)
            return False
        if self._marking is not None and self._marking.changes != before + 1:
            papers = None  # what others wrote was read as well, or works turned out to be one
        self._show(papers)
        self._host.say(said)
        return True

    def _show(self, papers: Sequence[Paper] | None) -> None:
        marking, catalogue = self._marking, self._screen.catalogue
        if marking is None:
            return
        if papers is None:
            catalogue.put_marks(marking.marks_of_all(catalogue.papers))
            self._fold_names()
        else:
            doubles = self._doubles[1] if self._doubles[0] is catalogue else {}
            found = [at for paper in papers if (at := catalogue.position(paper.id)) is not None]
            groups = {id(doubles[at]): doubles[at] for at in found if at in doubles}
            positions = dict.fromkeys([*found, *chain.from_iterable(groups.values())])
            marks = [*catalogue.marks] or [NO_MARKS] * len(catalogue)
            for position in positions:
                marks[position] = marking.marks_of(catalogue.papers[position])
            catalogue.put_marks(marks)
            papers = [catalogue.papers[position] for position in positions]
        self._tell(marking)
        self._screen.show_marks(papers)


_HAS: dict[str, Callable[[Marks], bool]] = {
    "star": lambda marks: marks.starred,
    "read": lambda marks: marks.read,
    "queue": lambda marks: marks.queued is not None,
    "hide": lambda marks: marks.hidden,
}


def _doubles(papers: Sequence[Paper]) -> dict[int, list[int]]:
    """Return the positions that show one work, by each of them; a list may have a work twice."""
    from paperbrowser.reading.works import sure_names

    by_name: dict[str, list[int]] = {}
    for position, paper in enumerate(papers):
        names = [*sure_names(paper), _NO_LETTER.sub("", paper.title).casefold() or paper.id]
        positions = next((by_name[name] for name in names if name in by_name), [])
        positions.append(position)
        for name in names:
            by_name.setdefault(name, positions)
    return {one: every for every in by_name.values() if len(every) > 1 for one in every}


def has_editor() -> bool:
    """Return whether the user has named an editor that can be opened here."""
    return bool(os.environ.get("VISUAL") or os.environ.get("EDITOR")) and not is_served()
