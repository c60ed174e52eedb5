"""Compare two lists of authors by surnames and initials.

"Shirley Ho" is "S. Ho" and "Ho Shirley"; one list may be cut short; collaborations are left out.
"""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from paperbrowser.papers import words
from paperbrowser.papers.model import Paper
from paperbrowser.papers.names import GROUP_WORD, SUFFIX_WORDS

Agreement = Literal["agree", "unknown", "partly", "disagree"]

_COMPARED = 30  # names of a list; collaborations have thousands
_FEW = 3
_INITIALS = 2
_ENOUGH = 0.8  # share of the shorter list that must be in the other
_HALF = 0.5
_SPELT_ALIKE = 85.0  # percent: "Müller" and "Mueller", "Dostoevsky" and "Dostoyevsky"
_SHORT = 4  # letters of a surname that must be equal to the letter
_WORD = re.compile(r"[^\W\d_]+")
_NOT_NAMES = SUFFIX_WORDS | {"dr", "prof"}
_GROUP = re.compile(rf"{GROUP_WORD}|\bmembers?\b", re.IGNORECASE)


class _ComparedName(NamedTuple):
    surname: str
    given: tuple[str, ...]

    @property
    def all(self) -> frozenset[str]:
        return frozenset((self.surname, *self.given))


def compare(one: Paper, other: Paper) -> Agreement:
    """Compare the authors of two papers; "partly" if only some are common."""
    short, long = sorted(([*_names(one.authors)], [*_names(other.authors)]), key=len)
    if not short:
        return "unknown"
    if short == long:
        return "agree"
    free = set(range(len(long)))
    found = 0
    for name in short:
        at = next((at for at in sorted(free) if _fit(name, long[at])), None)
        if at is not None:
            free.discard(at)
            found += 1
    if not found:
        return "disagree"
    # Of two lists that are cut short, each may have names that the other leaves out.
    cut = (one.et_al and other.et_al) or len(long) >= _COMPARED
    if found < (_HALF if cut else _ENOUGH) * len(short) or not _fit_first(short, long):
        return "partly"
    # One name of many though none was cut off: a talk on the work, or another paper.
    whole = not one.et_al and not other.et_al
    return "partly" if whole and len(short) < len(long) // _FEW else "agree"


def _fit_first(short: list[_ComparedName], long: list[_ComparedName]) -> bool:
    """Whether the first author of each list is in the other."""
    return any(_fit(short[0], name) for name in long) and any(_fit(long[0], name) for name in short)


def _names(authors: tuple[str, ...]) -> list[_ComparedName]:
    return [name for name in map(_name, authors[:_COMPARED]) if name is not None]


@lru_cache(maxsize=1 << 16)  # the same people write many papers
def _name(text: str) -> _ComparedName | None:
    """Return the parts of a name; None for a group of people, or a text without letters."""
    if _GROUP.search(text):
        return None
    raw = _WORD.findall(text[:200])
    found = [part for part in _WORD.findall(words.fold(text[:200]).replace("-", " ")) if part]
    if len(found) > 1 and found[-1] in _NOT_NAMES:
        found.pop()
        raw = raw[: len(found)]
    if not found:
        return None
    last = raw[-1] if raw else ""
    if len(found) > 1 and len(last) <= _INITIALS and last.isupper() and last.isascii():  # "Ho S"
        return _ComparedName(found[0], (found[-1], *found[1:-1]))
    return _ComparedName(found[-1], tuple(found[:-1]))


@lru_cache(maxsize=1 << 16)
def _fit(one: _ComparedName, other: _ComparedName) -> bool:
    if one == other:
        return True
    if not _surnames_fit(one, other):
        return one.all == other.all  # the surname first
    if not one.given or not other.given or one.all == other.all:
        return True
    return one.given[0][0] == other.given[0][0]


def _surnames_fit(one: _ComparedName, other: _ComparedName) -> bool:
    if one.surname == other.surname:
        return True
    if (
        one.surname in other.given or other.surname in one.given
    ):  # "Ana García Márquez", "Ana García"
        return min(len(one.surname), len(other.surname)) > 1
    return min(len(one.surname), len(other.surname)) > _SHORT and _alike(one.surname, other.surname)


def _alike(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    return fuzz.ratio(one, other) >= _SPELT_ALIKE
