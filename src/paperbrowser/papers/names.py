"""Person names: given and family names, suffixes, particles, and names of groups. Pure functions.

`given_first` reads a name as bibliographies write it, "Ho, Shirley"; `parts_of` takes a name apart again. The
tables of suffixes, particles and words for groups are here only.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from paperbrowser.papers.text import one_line

# Words in a name's last place that are not a family name, as `words.fold` and `words.split` write them.
SUFFIX_WORDS = frozenset(("jr", "sr", "ii", "iii", "iv"))
GROUP_WORDS = frozenset(("collaboration", "collaborations", "consortium", "team", "group"))
# Words that make a name that of a group wherever they stand in it, as a regular expression.
GROUP_WORD = r"\b(?:collaborations?|consorti(?:um|a)|team|group)\b"

# The names "Chen, Xi" and "Newton, I." have no suffix.
_SUFFIX = re.compile(r"(?:[Jj][Rr]|[Ss][Rr]|I{2,3}|I[VX]|VI{1,3}|\d(?:st|nd|rd|th))\.?")
_BETWEEN_COMMAS = re.compile(
    r"(?:jr|sr|[IVX]{1,4}|\d(?:st|nd|rd|th)|ph\.?\s?d|m\.?d)\.?", re.IGNORECASE
)
_DOCTOR = re.compile(r"(?:M\.?D|Ph\.? ?D)\.?")
_OTHER_DEGREE = re.compile(r"(?:D\.?Phil|D\.?Sc|M\.?Sc|M\.?P\.?H|R\.?N|Esq)\.?")
_OTHERS = re.compile(r"(?:,?\s*and\s+)?(?:et\.?\s*al\.?|others)\.?", re.IGNORECASE)
_NUMBER = re.compile(r" \d{4}$")  # dblp.org numbers people of one name: "Wei Wang 0001"
# Words that begin a family name however they are written; any other in small letters does so too.
_PARTICLES = frozenset(
    ("van", "von", "de", "del", "della", "di", "du", "dos", "la", "le", "el", "al", "ter", "ten", "zu", "st.")
)  # fmt: skip
_BETWEEN_FAMILY_NAMES = frozenset(("y", "e"))  # "Ramón y Cajal"
_GROUP = re.compile(
    rf"{GROUP_WORD}|\b(?:project|institute|university|committee|society|foundation|network|survey|mission)$"
    r"|^the\b|\band\b|&|^(?:others|et al\.?)$",
    re.IGNORECASE,
)
_FAMILY_FIRST = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]")
_LATEX_LETTER = re.compile(r"\\[A-Za-z]+ ")  # a blank that parts no words: J\o rgensen


class NameParts(NamedTuple):
    """The parts of a name. A name in a single piece is all `family`.

    Attributes:
        given: the given names and initials.
        family: the family name, with its particles.
        suffix: "Jr.", "III".
        person: False for the name of a group.
    """

    given: str
    family: str
    suffix: str = ""
    person: bool = True


def is_suffix(part: str) -> bool:
    """Return whether a part of a name is a suffix.

    >>> is_suffix("Jr."), is_suffix("III"), is_suffix("V.")
    (True, True, False)
    """
    return _SUFFIX.fullmatch(part) is not None


def may_be_suffix(part: str) -> bool:
    """Return whether a part of a name between commas may be a suffix or a doctor's degree.

    >>> may_be_suffix("jr"), may_be_suffix("V"), may_be_suffix("Juan")
    (True, True, False)
    """
    return _BETWEEN_COMMAS.fullmatch(part) is not None


def is_doctor(part: str) -> bool:
    """Return whether a part of a name is a doctor's degree: "Ph.D.", "MD"."""
    return _DOCTOR.fullmatch(part) is not None


def stands_for_others(name: str) -> bool:
    """Return whether the last of a list of names stands for authors that are left out: "et al.", "others"."""
    return _OTHERS.fullmatch(name) is not None


@lru_cache(maxsize=1 << 16)  # the same people write many papers
def given_first(name: str) -> str:
    """Return a name with the given names first, clean and on one line.

    >>> given_first("de la Cruz, Juan"), given_first("King, Jr., Martin Luther"), given_first("Wei Wang 0001")
    ('Juan de la Cruz', 'Martin Luther King Jr.', 'Wei Wang')
    """
    parts = [part for part in (part.strip() for part in one_line(name).split(",")) if part]
    match parts:
        case [last, first] if is_suffix(first):  # "Martin Luther King, Jr."
            ordered = f"{last} {first}"
        case [last, first]:
            ordered = f"{first} {last}"
        case [last, suffix, first] if is_suffix(suffix):
            ordered = f"{first} {last} {suffix}"
        case [last, first, suffix] if _follows(suffix):
            ordered = f"{first} {last} {suffix}"
        case _:
            ordered = ", ".join(parts)
    return _NUMBER.sub("", ordered)


@lru_cache(maxsize=1 << 14)  # the same people write many papers
def parts_of(name: str) -> NameParts:
    """Take a name apart that is written given names first, or with a comma as in "Ho, Shirley".

    The last word is the family name, with the particles before it and without a suffix. The name of a group,
    and one in a script that writes the family name first, stays in one piece. A family name that is guessed
    wrong does no lasting harm: `given_first` puts the parts together again.

    >>> parts_of("Ludwig van Beethoven")
    NameParts(given='Ludwig', family='van Beethoven', suffix='', person=True)
    >>> parts_of("Planck Collaboration")
    NameParts(given='', family='Planck Collaboration', suffix='', person=False)
    """
    name = " ".join(name.split())
    if _GROUP.search(name):
        return NameParts("", name, person=False)
    if "," in name:
        return _of_family_first(name)
    if _FAMILY_FIRST.search(name) or _LATEX_LETTER.search(name):
        return NameParts("", name)
    words = _words(name)
    suffix = words.pop() if len(words) > 2 and is_suffix(words[-1]) else ""
    at = _family_at(words)
    return NameParts(" ".join(words[:at]), " ".join(words[at:]), suffix)


def family_first(name: str) -> str:
    """Return a name with the family name first, as bibliographies sort.

    >>> family_first("Ludwig van Beethoven"), family_first("Martin Luther King Jr.")
    ('van Beethoven, Ludwig', 'King, Martin Luther, Jr.')
    """
    parts = parts_of(name)
    return ", ".join(part for part in (parts.family, parts.given, parts.suffix) if part)


def _follows(part: str) -> bool:
    return is_suffix(part) or is_doctor(part) or _OTHER_DEGREE.fullmatch(part) is not None


def _of_family_first(name: str) -> NameParts:
    pieces = [piece for piece in (piece.strip() for piece in name.split(",")) if piece]
    match pieces:
        case [last, suffix] if is_suffix(suffix):
            bare = parts_of(last)
            return NameParts(bare.given, bare.family, suffix)
        case [last, given]:
            return NameParts(given, last)
        case [last, given, suffix] if is_suffix(suffix):
            return NameParts(given, last, suffix)
        case [last, suffix, given] if is_suffix(suffix):
            return NameParts(given, last, suffix)
    return NameParts("", name, person=False)


def _words(name: str) -> list[str]:
    """Return the words; blanks within braces part none."""
    words: list[str] = []
    depth = 0
    for word in name.split(" "):
        if depth > 0:
            words[-1] += f" {word}"
        else:
            words.append(word)
        depth += word.count("{") - word.count("}")
    return words


def _family_at(words: list[str]) -> int:
    """Return the index of the word that begins the family name; never 0 if there are two words."""
    last = len(words) - 1
    at = last
    for place in range(last - 1, 0, -1):
        word = words[place]
        if word in _BETWEEN_FAMILY_NAMES and place > 1:
            at = place - 1
        elif word.lower() in _PARTICLES or (word.islower() and word not in _BETWEEN_FAMILY_NAMES):
            at = place
        elif place < at:
            break
    return at
