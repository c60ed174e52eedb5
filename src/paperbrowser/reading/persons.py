"""Words of the reader on names of people: who is one person, and who is not. Pure functions.

They are operations of the journal like marks, for no work: `same-person` and `other-person`. Each is about
names of co-authors within some profiles, known by ORCID iD, by the id at the source and by name, so that it
survives an update. `insight.people` folds them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from paperbrowser.papers import words
from paperbrowser.papers.model import Profile
from paperbrowser.papers.text import clean_line
from paperbrowser.reading.journal import Change, Operation

EVERYWHERE = "*"
SAME, OTHER = "same-person", "other-person"
FIELDS = frozenset((SAME, OTHER))

_LONGEST = 200  # characters of a name
_MOST = 1_000  # names


@dataclass(frozen=True, slots=True)
class Said:
    """A word of the reader on names.

    Attributes:
        names: those of one person.
        others: those of somebody else; empty for a word that names are of one person.
        within: the profiles that it holds for, see `within`.
    """

    names: tuple[str, ...]
    others: tuple[str, ...] = ()
    within: tuple[str, ...] = (EVERYWHERE,)


def within(profile: Profile, *, several: bool = False) -> tuple[str, ...]:
    """Return the names by which a profile is known.

    Args:
        profile: the profile.
        several: it stands for several profiles, so that what is said holds everywhere.
    """
    if several:
        return (EVERYWHERE,)
    known = []
    if profile.orcid:
        known.append(f"orcid:{profile.orcid}")
    if profile.source and profile.source_id:
        known.append(f"{profile.source}:{profile.source_id}")
    return (*known, called(profile.name))


def called(name: str) -> str:
    """Return the name by which a profile is known where nothing else is."""
    return f"name:{' '.join(words.fold(name).split())}"[:_LONGEST]


def change(said: Said) -> Change:
    """Return the operation that keeps a word."""
    value = {"names": list(said.names), "of": list(said.within)}
    if said.others:
        return Change((), OTHER, value | {"others": list(said.others)})
    return Change((), SAME, value)


def said_by(operation: Operation) -> Said | None:
    """Return the word that an operation keeps; None for one that is damaged."""
    value = operation.value
    if not isinstance(value, dict):
        return None
    names, others, where = (texts_of(value.get(part)) for part in ("names", "others", "of"))
    if not where or not names or not (others if operation.field == OTHER else names[1:]):
        return None
    return Said(names, others if operation.field == OTHER else (), where)


def texts_of(value: Any) -> tuple[str, ...]:
    """Return the texts of a list out of the journal, clean and each once."""
    found = value if isinstance(value, list) else []
    texts = [clean_line(one)[:_LONGEST] for one in found[:_MOST] if isinstance(one, str)]
    return tuple(dict.fromkeys(filter(None, texts)))


def described(operation: Operation, *, undone: bool) -> str:
    """Return what an operation on names did, or what its undo did."""
    said = said_by(operation)
    if said is None:
        return f"{operation.field}{' undone' if undone else ''}"
    names = _listed(said.names)
    if said.others:
        word = "as before" if undone else "not the same person"
        return f"{word}: {names} and {_listed(said.others)}"
    return f"{'as before' if undone else 'one person'}: {names}"


def _listed(names: Sequence[str], most: int = 3) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
