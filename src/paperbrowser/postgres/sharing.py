"""Sharing tags and notes with the reader's teams: each change is kept on the disk, shown, then sent.

A change that was undone is followed by its opposite, as others may have seen it.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.marks import Marks, SharedMark
from paperbrowser.papers.model import Paper
from paperbrowser.papers.text import clean_line
from paperbrowser.postgres.address import ServerError
from paperbrowser.postgres.server_engine import ServerEngine
from paperbrowser.postgres.shared import Kind, SharedChange
from paperbrowser.postgres.shared_layer import names_in_library
from paperbrowser.postgres.unsent import Sending, Unsent
from paperbrowser.reading.fold import clean_tag, folded_tag


@dataclass(frozen=True, slots=True)
class SharedStep:
    """A change that can be undone.

    Attributes:
        change: the change.
        before: the text of the note that it replaced.
    """

    change: SharedChange
    before: str = ""

    @property
    def opposite(self) -> "SharedStep":
        """The step that undoes this one."""
        change = self.change
        if change.kind == "note":
            back = replace(change, id=_new_id(), text=self.before, replaces=(change.id,))
            return SharedStep(back, change.text)
        if change.kind == "tag":  # one that another member has put on meanwhile stays
            return SharedStep(replace(change, id=_new_id(), kind="untag", own=True))
        return SharedStep(replace(change, id=_new_id(), kind="tag", own=False))

    @property
    def words(self) -> str:
        """The step in words: "tagged method for lab: 2 papers"."""
        change = self.change
        tag, team = clean_line(change.text), clean_line(change.team)
        done = {
            "tag": f"tagged {tag}",
            "untag": f"tag {tag} taken off",
            "note": "note written" if change.text else "note deleted",
        }[change.kind]
        return f"{done} for {team}: {count_of_papers(len(change.works))}"


class Sharing:
    """The reader's own changes to what teams share in a library."""

    def __init__(self, engine: ServerEngine) -> None:
        """Share papers that an engine has found, which has asked the library before."""
        self._engine = engine
        self._layer = engine.shared
        self._taking = Lock()  # the changes that wait, out of their file
        self._unsent = Unsent(engine.library)
        self._layer.unsent = self._unsent.changes()

    @property
    def teams(self) -> Sequence[str]:
        """The teams that the reader can share with."""
        return self._layer.teams

    @property
    def waits(self) -> bool:
        """Whether changes are to be sent."""
        return bool(self._layer.unsent)

    def marks_of(self, paper: Paper) -> Marks:
        """Return what is shared of a paper."""
        return self._layer.marked([paper], [Marks()])[0]

    def tags_of(self, team: str) -> dict[str, int]:
        """Return the tags of a team, each with the number of works that have it, the most used first."""
        name = clean_line(team)
        found = {tag: count for (one, tag), count in self._layer.tags.items() if one == name}
        known = {folded_tag(tag) for tag in found}
        for change in self._layer.unsent:
            if (
                change.kind == "tag"
                and change.team == team
                and folded_tag(change.text) not in known
            ):
                found[change.text] = len(change.works)
        return found

    def notes_of(self, paper: Paper, team: str) -> list[SharedMark]:
        """Return the reader's own notes on a paper that a team can read."""
        name = clean_line(team)
        return [one for one in self.marks_of(paper).shared_notes if one.mine and one.team == name]

    def has_tag(self, paper: Paper, team: str, tag: str) -> bool:
        """Return whether a paper has a tag of a team."""
        name, key = clean_line(team), folded_tag(tag)
        tags = self.marks_of(paper).shared_tags
        return any(one.team == name and folded_tag(one.text) == key for one in tags)

    # Changing

    def tag(self, papers: Sequence[Paper], team: str, tag: str, *, on: bool) -> SharedStep:
        """Share a tag of papers with a team, or take it off.

        Raises:
            ValueError: the tag has no letters.
            OSError: it could not be kept on the disk, and nothing is changed.
        """
        if not folded_tag(tag):
            raise ValueError("a tag needs at least one letter or digit")
        changed = [paper for paper in papers if self.has_tag(paper, team, tag) is not on]
        works = tuple(map(names_in_library, changed))
        kind: Kind = "tag" if on else "untag"
        return self.do(SharedStep(SharedChange(_new_id(), team, works, kind, clean_tag(tag))))

    def note(
        self, paper: Paper, team: str, text: str, replaced: Iterable[SharedMark]
    ) -> SharedStep:
        """Share a note on a paper with a team.

        Args:
            paper: the paper.
            team: the team.
            text: the note; empty for none.
            replaced: the reader's notes that it takes the place of.

        Raises:
            OSError: it could not be kept on the disk, and nothing is changed.
        """
        known = [*replaced]
        before = "\n\n".join(one.text for one in known)
        replaces = tuple(one.id for one in known)
        works = (names_in_library(paper),)
        change = SharedChange(_new_id(), team, works, "note", text.strip(), replaces)
        return self.do(SharedStep(change, before))

    def do(self, step: SharedStep) -> SharedStep:
        """Keep a step on the disk, and show it; it is sent by `send`.

        Raises:
            OSError: it could not be kept, and nothing is changed.
        """
        with self._taking:
            self._unsent.add(step.change)
            self._layer.unsent = self._unsent.changes()
        return step

    def send(self) -> Sending:
        """Send what is not sent yet, and ask for what the servers have then. To be called in a thread.

        Raises:
            OSError: the file of changes cannot be written.
        """
        done = self._unsent.send(self._engine.addresses)
        if done.sent or done.refused:
            try:
                self._engine.ask_for_shared()
            except ServerError as error:
                done = replace(done, away=str(error))
        with self._taking:
            self._layer.unsent = self._unsent.changes()
        return done


def _new_id() -> str:
    return str(uuid.uuid4())
