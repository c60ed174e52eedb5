"""The tags and notes that the reader's teams share, of the papers found so far, with those not sent yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from paperbrowser.papers.marks import NO_MARKS, Marks, SharedMark
from paperbrowser.papers.model import Paper
from paperbrowser.papers.text import clean_line, paragraphs
from paperbrowser.postgres import shared
from paperbrowser.postgres.tokens import identity, plain
from paperbrowser.reading.fold import clean_tag, folded_tag
from paperbrowser.reading.works import names_of

if TYPE_CHECKING:
    import psycopg

    from paperbrowser.postgres.servers import Servers
    from paperbrowser.postgres.shared import SharedChange, SharedRow

_AT_ONCE = 5_000  # names that are asked for
_MOST_KNOWN = 8_000  # papers


def names_in_library(paper: Paper) -> tuple[str, ...]:
    """Return the names of a work, of which the first is its id in a library."""
    others = (
        name for name in names_of(paper) if not name.startswith("id:")
    )  # those are of profiles
    return tuple(dict.fromkeys((identity(paper), *map(plain, others))))


class SharedLayer:
    """The tags and notes of the reader's teams, by the names of works.

    Attributes:
        teams: of the reader, that share tags and notes in the library.
        user: the name under which the reader writes.
        tags: the number of works that have each tag of a team, by team and tag, the most used first.
        unsent: changes that no server has yet, in their order.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self.teams: Sequence[str] = ()
        self.user = ""
        self.tags: Mapping[tuple[str, str], int] = {}
        self.unsent: Sequence[SharedChange] = ()
        self._begun = False
        self._rows: dict[str, list[SharedRow]] = {}
        # The papers that were asked for by their ids, with their names.
        self._known: dict[str, tuple[Paper, tuple[str, ...]]] = {}

    # Asking the servers

    def begin(self, servers: "Servers") -> None:
        """Ask for the reader's teams, once."""
        if self._begun:
            return
        each = servers.run(lambda connection, _at: shared.teams(connection))
        self.teams = sorted({*each[0]}.intersection(*each))
        if self.teams:
            self.user = servers.run(lambda connection, _at: shared.user(connection), [0])[0]
            self.tags = _tags(servers)
        self._begun = True

    def look_up(self, servers: "Servers", papers: Iterable[Paper]) -> None:
        """Ask for what is shared of papers that are shown nowhere, such as those that are exported."""
        if not self.teams:
            return
        if len(self._rows) > _MOST_KNOWN:
            self._forget_others()
        self._rows = self._rows | _read(servers, [names_in_library(paper) for paper in papers])

    def _forget_others(self) -> None:
        names = {name for _, its in self._known.values() for name in its}
        self._rows = {name: rows for name, rows in self._rows.items() if name in names}

    def ask(self, servers: "Servers", papers: Iterable[Paper], kept: Iterable[Paper] = ()) -> None:
        """Ask for what is shared of papers that were not asked for yet.

        Args:
            servers: of the library.
            papers: the papers.
            kept: those that are still in use when there are so many that others are forgotten.
        """
        if not self.teams:
            return
        new = [paper for paper in papers if not self._is_known(paper)]
        if not new:
            return
        if len(self._known) > _MOST_KNOWN:
            self._known = {one.id: self._known[one.id] for one in kept if self._is_known(one)}
            self._forget_others()
        known = {paper.id: (paper, names_in_library(paper)) for paper in new}
        self._rows = self._rows | _read(servers, [names for _, names in known.values()])
        self._known |= known

    def _is_known(self, paper: Paper) -> bool:
        """Return whether a paper was asked for; another may have had its id."""
        known = self._known.get(paper.id)
        return known is not None and known[0] is paper

    def ask_again(self, servers: "Servers") -> bool:
        """Ask for all that is known anew; return whether it has changed."""
        self._begun = False
        teams = self.teams
        self.begin(servers)
        names = [names for _, names in self._known.values()]
        rows = _read(servers, names) if self.teams else {}
        changed = teams != self.teams or rows != self._rows
        self._rows = rows
        return changed

    # Marks

    def marked(self, papers: Sequence[Paper], marks: Sequence[Marks]) -> Sequence[Marks]:
        """Return the marks of papers with what is shared of them.

        Args:
            papers: the papers.
            marks: the reader's own; empty for none.
        """
        changes: dict[str, list[SharedChange]] = {}
        for change in self.unsent:
            for names in change.works:
                for name in names:
                    changes.setdefault(name, []).append(change)
        if not self._rows and not changes and not any(map(_is_shared, marks)):
            return marks
        own = marks or [NO_MARKS] * len(papers)
        return [
            self._with_shared(its, self._known_names(paper), changes)
            for paper, its in zip(papers, own, strict=True)
        ]

    def _known_names(self, paper: Paper) -> tuple[str, ...]:
        known = self._known.get(paper.id)
        return known[1] if known is not None and known[0] is paper else names_in_library(paper)

    def _with_shared(
        self, marks: Marks, names: Sequence[str], changes: Mapping[str, Sequence["SharedChange"]]
    ) -> Marks:
        rows = [row for name in names for row in self._rows.get(name, ())]
        waiting = {id(one): one for name in names for one in changes.get(name, ())}
        if not rows and not waiting:
            return replace(marks, shared_tags=(), shared_notes=()) if _is_shared(marks) else marks
        tags: dict[tuple[str, str], SharedMark] = {}
        notes: dict[str, SharedMark] = {}
        for row in sorted(rows, key=lambda row: row.at):
            _put(_mark(row), tags, notes)
        for change in self.unsent:  # in their order
            if id(change) in waiting:
                _change(change, self.user, tags, notes)
        return replace(
            marks,
            shared_tags=tuple(tags[key] for key in sorted(tags)),
            shared_notes=tuple(notes.values()),
        )


def _tags(servers: "Servers") -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    shown: dict[tuple[str, str], tuple[str, str]] = {}
    for rows in servers.run(lambda connection, _at: shared.tags(connection)):
        for team, tag, count in rows:
            key = team, folded_tag(tag)
            shown.setdefault(key, (clean_line(team), clean_tag(tag)))
            counts[key] = counts.get(key, 0) + count
    ordered = sorted(counts, key=lambda key: (-counts[key], key))
    return {shown[key]: counts[key] for key in ordered if folded_tag(shown[key][1])}


def _read(servers: "Servers", works: Iterable[Sequence[str]]) -> "dict[str, list[SharedRow]]":
    """Return what is shared of works, by the name that each row has."""
    names = [*dict.fromkeys(name for one in works for name in one)]
    found: dict[str, list[SharedRow]] = {}

    def read(connection: "psycopg.Connection", _at: int) -> "list[SharedRow]":
        some = (names[at : at + _AT_ONCE] for at in range(0, len(names), _AT_ONCE))
        return [row for each in some for row in shared.read(connection, each)]

    # All parts are asked for all: a work that got a DOI may have moved to another.
    for rows in servers.run(read) if names else ():
        for row in rows:
            found.setdefault(row.work, []).append(row)
    return found


def _is_shared(marks: Marks) -> bool:
    return bool(marks.shared_tags or marks.shared_notes)


def _mark(row: "SharedRow") -> SharedMark:
    """Return a row without anything that acts on the terminal; any member may have put that there."""
    is_tag = row.id is None
    return SharedMark(
        team=clean_line(row.team),
        text=clean_tag(row.text) if is_tag else paragraphs(row.text),
        by=clean_line(row.by),
        mine=row.mine,
        at=row.at,
        id=row.id or "",
    )


def _put(
    one: SharedMark, tags: dict[tuple[str, str], SharedMark], notes: dict[str, SharedMark]
) -> None:
    if one.id:
        if one.text:
            notes[one.id] = one
    elif key := folded_tag(one.text):
        tags.setdefault((one.team, key), one)


def _change(
    change: "SharedChange",
    user: str,
    tags: dict[tuple[str, str], SharedMark],
    notes: dict[str, SharedMark],
) -> None:
    """Do with what is shared of a work what a change will do."""
    team = clean_line(change.team)
    for id_ in change.replaces:
        notes.pop(id_, None)
    if change.kind == "untag":
        key = team, folded_tag(change.text)
        if key in tags and (tags[key].mine or not change.own):
            del tags[key]
    else:
        id_ = change.id if change.kind == "note" else ""
        _put(SharedMark(team, change.text, clean_line(user), mine=True, id=id_), tags, notes)
