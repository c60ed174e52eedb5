"""The state that the operations of a journal amount to. Pure functions.

Operations count in the order of (time, device, number), whatever the order in which they were read. Of each
mark the last one wins; each tag is a mark of its own; a note that was written without knowledge of another
stands beside it, as highlights do. A renamed tag renames what was written before, also where that arrives
later. An operation that was undone counts as never written.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from operator import eq, itemgetter
from typing import Any

from paperbrowser.papers import words
from paperbrowser.papers.marks import MOST_STARS, NO_MARKS, Highlight, Marks, within
from paperbrowser.papers.text import clean_line, one_line, paragraphs
from paperbrowser.reading import authorship, persons
from paperbrowser.reading.journal import Names, Operation
from paperbrowser.reading.works import TITLE

_LONGEST_TAG = 100  # characters
_ORDER = itemgetter(0, 1, 2)  # time, device, number
_LONGEST_QUOTE = 20_000  # characters of a highlighted passage
_MOST_PAGES = 1_000_000
_MOST_TAGS = 4_096  # remembered; a tag is folded once for all the works that have it

_Passage = tuple[str, str, int | None, str]  # quote, note, page, section
Packed = tuple[Any, ...]  # a state as plain data, see `State.packed`


@lru_cache(_MOST_TAGS)
def folded_tag(tag: str) -> str:
    """Return a tag as tags are compared: without case, accents and blanks around its parts."""
    return "/".join(filter(None, (" ".join(part.split()) for part in words.fold(tag).split("/"))))


@lru_cache(_MOST_TAGS)
def clean_tag(tag: str) -> str:
    """Return a tag as it is kept: on one line, its parts without blanks around them."""
    line = clean_line(tag)[:_LONGEST_TAG]
    return "/".join(filter(None, (" ".join(part.split()) for part in line.split("/"))))


@dataclass(slots=True)
class _FoldedWork:
    """The marks of a work while they are folded.

    Tags are there by their folded form, notes and highlights by their operation.
    """

    values: dict[str, Any] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    highlights: dict[str, "_Passage"] = field(default_factory=dict)

    def marks(self) -> Marks:
        get = self.values.get
        return Marks(
            starred=get("star") is True,
            read=get("read") is True,
            queued=get("queue"),
            tags=tuple(sorted(self.tags.values(), key=folded_tag)),
            rating=get("rating"),
            notes=tuple(self.notes.values()),
            hidden=get("hide") is True,
            highlights=tuple(Highlight(*one) for one in self.highlights.values()),
        )


class State:
    """The marks of all works, by the names that the works are known by.

    Names that an operation gives together are of one work. A title is no sure name: it leads to the only work
    that has it and no other DOI.

    Attributes:
        undone: the ids of operations that count as never written.
        latest: time, device and number of the last operation.
        persons: words on the names of people, in their order.
        judgements: words on whose papers are, in their order.
    """

    def __init__(self, operations: Iterable[Operation] = ()) -> None:
        """Fold operations, given in any order, and some of them twice."""
        ordered = sorted(operations, key=_ORDER)
        if any(map(eq, map(_ORDER, ordered), islice(map(_ORDER, ordered), 1, None))):
            ordered = [*{_ORDER(one): one for one in ordered}.values()]
        self.undone = _undone(ordered)
        self.latest: tuple[int, str, int] = _ORDER(ordered[-1]) if ordered else (-1, "", 0)
        self._group: dict[str, int] = {}  # of each name
        self._titled: dict[str, set[int]] = {}  # groups of works with this title
        self._works: dict[int, _FoldedWork] = {}
        self._names: dict[int, list[str]] = {}  # the sure names of each group
        self._marks: dict[int, Marks] = {}  # those that were asked for
        self._groups_made = 0
        self._years: frozenset[str] | None = None
        self.persons: list[persons.Said] = []
        self.judgements: list[authorship.Judgement] = []
        groups = self._unite(ordered)
        for operation in ordered:
            if not self.undone or operation.id not in self.undone:
                self._apply(operation, groups)

    # As plain data

    def packed(self) -> Packed:
        """Return the state as plain data, which `restored` makes a state of again."""
        works = {
            group: (work.values, work.tags, work.notes, work.highlights)
            for group, work in self._works.items()
        }
        named = self._group, self._titled, self._names
        said = [(one.names, one.others, one.within) for one in self.persons]
        judged = [(one.of, one.name, one.theirs, one.works, one.papers) for one in self.judgements]
        return self.undone, self.latest, self._groups_made, *named, (said, judged), works

    @classmethod
    def restored(cls, packed: Packed) -> "State":
        """Return the state that was packed."""
        state = cls()
        state.undone, state.latest, state._groups_made, *named, (said, judged), works = packed
        state.persons = [persons.Said(*one) for one in said]
        state.judgements = [authorship.Judgement(*one) for one in judged]
        state._group, state._titled, state._names = named
        state._works = {group: _FoldedWork(*parts) for group, parts in works.items()}
        return state

    # Asking

    def marks_of(self, names: Names) -> Marks:
        """Return the marks of a work, given all its names."""
        groups = [group for group in self._groups_of(names) if group in self._works]
        if not groups:
            return NO_MARKS
        if len(groups) > 1:  # nothing has said yet that they are one work
            return _united([self._works[group] for group in groups]).marks()
        group = groups[0]
        if group not in self._marks:
            self._marks[group] = self._works[group].marks()
        return self._marks[group]

    def notes_of(self, names: Names) -> dict[str, str]:
        """Return the notes of a work by the ids of the operations that wrote them."""
        groups = [group for group in self._groups_of(names) if group in self._works]
        return {id_: note for group in groups for id_, note in self._works[group].notes.items()}

    def highlights_of(self, names: Names) -> dict[str, Highlight]:
        """Return the highlights of a work by the ids of the operations that wrote them."""
        groups = [group for group in self._groups_of(names) if group in self._works]
        return {
            id_: Highlight(*one)
            for group in groups
            for id_, one in self._works[group].highlights.items()
        }

    @property
    def marked(self) -> bool:
        """Whether there is any mark."""
        return bool(self._works)

    @property
    def titled_years(self) -> frozenset[str]:
        """The years of the works that are known by their titles; "" is for those without a year."""
        if self._years is None:
            self._years = frozenset(
                title.rsplit("|", 2)[-2] for title in self._titled if "|" in title
            )
        return self._years

    def works(self) -> Iterator[tuple[Names, Marks]]:
        """Yield the names and marks of all works that have marks."""
        titles: dict[int, list[str]] = {}
        for title, groups in self._titled.items():
            for group in groups:
                titles.setdefault(group, []).append(title)
        for group, work in self._works.items():
            if (marks := work.marks()) != NO_MARKS:
                yield (*self._names.get(group, ()), *titles.get(group, ())), marks

    def _groups_of(self, names: Names) -> list[int]:
        """Return the groups that a work belongs to."""
        found = dict.fromkeys(self._group[name] for name in names if name in self._group)
        dois = {name for name in names if name.startswith("doi:")}
        for name in names:
            groups = self._titled.get(name, ()) if name.startswith(TITLE) else ()
            fit = [one for one in groups if one not in found and not self._conflict(one, dois)]
            if len(fit) == 1:  # of several works with this title it may be any
                found[fit[0]] = None
        return list(found)

    def _conflict(self, group: int, dois: set[str]) -> bool:
        """Return whether a group is of a work with other DOIs."""
        theirs = {name for name in self._names.get(group, ()) if name.startswith("doi:")}
        return bool(theirs and dois and not theirs & dois)

    # Adding

    def take(self, operation: Operation) -> bool:
        """Carry out an operation that is later than all others, if that is possible without folding anew.

        Returns:
            False if nothing was done: fold all operations again.
        """
        if operation.field in {"undo", "redo"} or _ORDER(operation) <= self.latest:
            return False
        new: dict[Names, list[str]] = {}
        taken: set[str] = set()
        for names in dict.fromkeys(operation.works):
            sure = [name for name in names if not name.startswith(TITLE)]
            titles = [name for name in names if name.startswith(TITLE)]
            groups = {self._group.get(name) for name in sure or names}
            is_new = groups == {None}
            # It unites works, or adds names to one.
            if len(groups) > 1 or (is_new and not taken.isdisjoint(names)):
                return False
            if any((title in self._titled) is is_new for title in titles):
                return False
            if is_new:
                new[names] = sure
                taken.update(names)
        for names, sure in new.items():
            self._new_group(names, sure)
        self._apply(operation, {names: self._own_group(names) for names in operation.works})
        self.latest = _ORDER(operation)
        return True

    def _new_group(self, names: Names, sure: Sequence[str]) -> None:
        group = self._groups_made
        self._groups_made += 1
        for name in sure or names:
            self._group[name] = group
        self._names[group] = list(sure)
        for name in names:
            if name.startswith(TITLE):
                self._titled.setdefault(name, set()).add(group)
        self._years = None

    def _apply(self, operation: Operation, groups: Mapping[Names, int | None]) -> None:
        """Carry out an operation, given the groups of its works."""
        name, value = operation.field, operation.value
        check = _CHECKED.get(name)
        if check is None or not check(value):  # else of a later version, or damaged
            if name == "rename-tag":
                self._rename_tag(operation.was, value)
            elif name in persons.FIELDS and (said := persons.said_by(operation)) is not None:
                self.persons.append(said)
            elif name == authorship.FIELD and (word := authorship.said_by(operation)) is not None:
                self.judgements.append(word)
            return
        works = self._works
        for place, names in enumerate(operation.works):
            group = groups[names]
            if group is None:
                continue
            work = works.get(group)
            if work is None:
                work = works[group] = _FoldedWork()
            elif self._marks:
                self._marks.pop(group, None)
            if name in _PLAIN:
                work.values[name] = value
            else:
                _set(work, operation, place)

    def _own_group(self, names: Names) -> int | None:
        """Return the group of an operation's work."""
        titles = []
        for name in names:
            if name.startswith(TITLE):
                titles.append(name)
            elif (group := self._group.get(name)) is not None:
                return group
        for title in titles:
            if (group := self._group.get(title)) is not None:
                return group
        return next((min(self._titled[title]) for title in titles if self._titled.get(title)), None)

    def _rename_tag(self, old: Any, new: Any) -> None:
        """Rename a tag and those within it; an empty name takes it off."""
        if not isinstance(old, str) or not isinstance(new, str) or not folded_tag(old):
            return
        old_key, new_shown = folded_tag(old), clean_tag(new)
        depth = old_key.count("/") + 1
        for group, work in self._works.items():
            # All go before any comes: with a renamed to a/b, a and a/b are a/b and a/b/b.
            inner = [key for key in work.tags if within(key, old_key)]
            if inner:
                self._marks.pop(group, None)
            rests = [work.tags.pop(key).split("/")[depth:] for key in inner]
            for rest in rests if new_shown else ():
                renamed = clean_tag("/".join([new_shown, *rest]))
                if key := folded_tag(renamed):
                    work.tags.setdefault(key, renamed)

    def _unite(self, ordered: Iterable[Operation]) -> Mapping[Names, int | None]:
        """Put the sure names that any operation gives together into one group, then add the titles.

        Returns:
            the group of each work, given as in the operations.
        """
        every = dict.fromkeys(names for operation in ordered for names in operation.works)
        sets = _Sets()
        found: dict[Names, int | None] = {}
        titled: list[tuple[str, int | None]] = []  # each with a set of its work
        for names in every:
            sure = [name for name in names if not name.startswith(TITLE)]
            found[names] = first = sets.unite(sure)
            if len(sure) < len(names):
                titled += [(name, first) for name in names if name.startswith(TITLE)]
        self._groups_made = len(sets.parent)
        for name, one in sets.of.items():
            group = sets.root(one)
            self._group[name] = group
            self._names.setdefault(group, []).append(name)
        alone: dict[str, None] = {}
        for title, one_of in titled:
            if one_of is None:
                alone[title] = None
            else:
                self._titled.setdefault(title, set()).add(sets.root(one_of))
        for title in alone:
            if len(self._titled.get(title, ())) != 1:  # no work has this title, or it may be any
                self._new_group((title,), ())
        for names, first in found.items():
            found[names] = self._own_group(names) if first is None else sets.root(first)
        return found


class _Sets:
    """Disjoint sets of names (https://en.wikipedia.org/wiki/Disjoint-set_data_structure)."""

    def __init__(self) -> None:
        self.parent: list[int] = []
        self.of: dict[str, int] = {}

    def root(self, one: int) -> int:
        parent = self.parent
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    def unite(self, names: Sequence[str]) -> int | None:
        """Put names into one set; return one that leads to it, None for no names."""
        if not names:
            return None
        known = {self.of[name] for name in names if name in self.of}
        if not known:
            whole = len(self.parent)
            self.parent.append(whole)
        elif len(known) == 1:
            (whole,) = known
        else:
            roots = [*map(self.root, known)]
            whole = min(roots)
            for root in roots:
                self.parent[root] = whole
        for name in names:
            self.of.setdefault(name, whole)
        return whole


def _united(works: Iterable[_FoldedWork]) -> _FoldedWork:
    """Return one work with the marks of several; of two values the one that says more wins."""
    whole = _FoldedWork()
    for work in works:
        for name, value in work.values.items():
            if whole.values.get(name) in {None, False}:
                whole.values[name] = value
        whole.tags = {**work.tags, **whole.tags}
        whole.notes.update(work.notes)
        whole.highlights.update(work.highlights)
    return whole


def _set(work: _FoldedWork, operation: Operation, place: int) -> None:
    """Set a mark of a work, the one at `place` among the works of the operation."""
    name, value = operation.field, operation.value
    if name == "tag":
        if key := folded_tag(value):
            work.tags.setdefault(key, clean_tag(value))
    elif name == "untag":
        work.tags.pop(folded_tag(value), None)
    elif name in {"note", "highlight"}:
        _write_text(work, operation)
    elif name == "set":
        for one, its in value.items():
            if one in _SETTABLE and _CHECKED[one](its):
                shifted = one == "queue" and its is not None
                work.values[one] = its + place * 1e-6 if shifted else its
    elif name == "queue" and value is not None:
        work.values[name] = value + place * 1e-6
    else:
        work.values[name] = value


def _write_text(work: _FoldedWork, operation: Operation) -> None:
    """Put a note or highlight in the place of those that the operation replaces."""
    for replaced in operation.was if isinstance(operation.was, list) else ():
        if isinstance(replaced, str):
            work.notes.pop(replaced, None)
            work.highlights.pop(replaced, None)
    if operation.field == "note":
        if text := paragraphs(operation.value):
            work.notes[operation.id] = text
    elif operation.value is not None and (passage := _passage(operation.value)) is not None:
        work.highlights[operation.id] = passage


def _passage(value: Mapping[str, Any]) -> _Passage | None:
    """Return a highlight as it is kept; None where there is no quote."""
    quote, note, page, section = map(value.get, ("quote", "note", "page", "section"))
    text = one_line(quote)[:_LONGEST_QUOTE] if isinstance(quote, str) else ""
    if not text:
        return None
    return (
        text,
        paragraphs(note) if isinstance(note, str) else "",
        page if type(page) is int and 0 < page < _MOST_PAGES else None,
        one_line(section) if isinstance(section, str) else "",
    )


def _is_number(value: Any) -> bool:
    return type(value) in {int, float} and abs(value) < 1e15


def _is_switch(value: Any) -> bool:
    return type(value) is bool


def _is_text(value: Any) -> bool:
    return type(value) is str


_PLAIN = frozenset({"star", "read", "hide", "rating"})  # kept as they are written

_CHECKED: dict[str, Callable[[Any], bool]] = {
    "star": _is_switch,
    "read": _is_switch,
    "hide": _is_switch,
    "queue": lambda value: value is None or _is_number(value),
    "rating": lambda value: value is None or (type(value) is int and 1 <= value <= MOST_STARS),
    "tag": _is_text,
    "untag": _is_text,
    "note": _is_text,
    "highlight": lambda value: value is None or isinstance(value, dict),
    "set": lambda value: isinstance(value, dict),
}
_SETTABLE = {"star", "read", "queue", "hide"}


def _undone(ordered: Sequence[Operation]) -> frozenset[str]:
    """Return the ids of operations that count as never written: undone, and not done again.

    `undo` and `redo` name operations in their value; the last word on each counts.
    """
    undone: dict[str, bool] = {}
    for operation in ordered:
        if operation.field in {"undo", "redo"} and isinstance(operation.value, list):
            for id_ in operation.value:
                if isinstance(id_, str):
                    undone[id_] = operation.field == "undo"
    return frozenset(id_ for id_, is_undone in undone.items() if is_undone)
