"""Full names taken apart into given and family name, as bibliographies want them. Pure functions.

The last word is the family name, with the particles before it ("van", "de la") and without a suffix ("Jr.",
"III"). What is no person's name, or is written with the family name first in a script that does so, stays in
one piece. What is guessed wrong is still put together again by `formats.person_names.in_order`.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from paperbrowser.papers.person_names import is_suffix

# Words that begin a family name however they are written; those in small letters do so by that alone.
_PARTICLES = frozenset(
    ("van", "von", "de", "del", "della", "di", "du", "dos", "la", "le", "el", "al", "ter", "ten", "zu", "st.")
)  # fmt: skip
_SMALL_BUT_GIVEN = frozenset(("y", "e"))  # between two family names, "Ramón y Cajal"
_GROUP = re.compile(
    r"\b(?:collaborations?|consortium|consortia)\b|\b(?:team|group|project|institute|university|committee"
    r"|society|foundation|network|survey|mission)$|^the\b|\band\b|&|^(?:others|et al\.?)$",
    re.IGNORECASE,
)
_FAMILY_FIRST = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]")
_GLUED = re.compile(r"\\[A-Za-z]+ ")  # a LaTeX command and its letter: J\o rgensen


class Name(NamedTuple):
    """A name in parts. One in a single piece has it as `family`, and nothing else.

    Attributes:
        given: the given names and initials.
        family: the family name, with its particles.
        suffix: "Jr.", "III".
        person: whether it is the name of a person rather than of a group.
    """

    given: str
    family: str
    suffix: str = ""
    person: bool = True


@lru_cache(maxsize=1 << 14)  # the same people write many papers
def parts_of(name: str) -> Name:
    """Take a name apart that is written given names first, or with a comma as in "Ho, Shirley".

    >>> parts_of("Ludwig van Beethoven"), parts_of("Planck Collaboration")
    (Name(given='Ludwig', family='van Beethoven', suffix='', person=True), \
Name(given='', family='Planck Collaboration', suffix='', person=False))
    """
    name = " ".join(name.split())
    if _GROUP.search(name):
        return Name("", name, person=False)
    if "," in name:
        return _of_inverted(name)
    if _FAMILY_FIRST.search(name) or _GLUED.search(name):
        return Name("", name)
    words = _words(name)
    suffix = words.pop() if len(words) > 2 and is_suffix(words[-1]) else ""
    at = _family_at(words)
    return Name(" ".join(words[:at]), " ".join(words[at:]), suffix)


def inverted(name: str) -> str:
    """The name with the family name first: "Beethoven, Ludwig van" is "van Beethoven, Ludwig".

    >>> inverted("Martin Luther King Jr."), inverted("Aristotle")
    ('King, Martin Luther, Jr.', 'Aristotle')
    """
    parts = parts_of(name)
    return ", ".join(part for part in (parts.family, parts.given, parts.suffix) if part)


def _of_inverted(name: str) -> Name:
    pieces = [piece for piece in (piece.strip() for piece in name.split(",")) if piece]
    match pieces:
        case [last, suffix] if is_suffix(suffix):
            bare = parts_of(last)
            return Name(bare.given, bare.family, suffix)
        case [last, given]:
            return Name(given, last)
        case [last, given, suffix] if is_suffix(suffix):
            return Name(given, last, suffix)
        case [last, suffix, given] if is_suffix(suffix):
            return Name(given, last, suffix)
    return Name("", name, person=False)


def _words(name: str) -> list[str]:
    """The words; blanks within braces part none."""
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
    """Which word the family name begins with. The first is a given name if there are two."""
    last = len(words) - 1
    at = last
    for place in range(last - 1, 0, -1):
        word = words[place]
        if word in _SMALL_BUT_GIVEN and place > 1:
            at = place - 1
        elif word.lower() in _PARTICLES or (word.islower() and word not in _SMALL_BUT_GIVEN):
            at = place
        elif place < at:
            break
    return at
