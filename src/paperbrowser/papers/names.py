"""Person names: given and family names, suffixes, particles, and names of groups. Pure functions.

A name is a text as people read it, "Shirley Ho". `parts_of` takes such a text apart; where it would not find
the parts that the source stated, the text is a `Name`, which has them: `person`, `literal` and `given_first`
make one where it is needed. The tables of suffixes, particles and words for groups are here only.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from paperbrowser.papers.patterns import pattern
from paperbrowser.papers.text import one_line

# Words in a name's last place that are not a family name, as `words.fold` and `words.split` write them.
SUFFIX_WORDS = frozenset(("jr", "sr", "ii", "iii", "iv"))
GROUP_WORDS = frozenset(("collaboration", "collaborations", "consortium", "team", "group"))
# Words that make a name that of a group wherever they stand in it, as a regular expression.
GROUP_WORD = r"\b(?:collaborations?|consorti(?:um|a)|team|group)\b"

# The names "Chen, Xi" and "Newton, I." have no suffix.
_SUFFIX = pattern(r"(?:[Jj][Rr]|[Ss][Rr]|I{2,3}|I[VX]|VI{1,3}|\d(?:st|nd|rd|th))\.?")
# What follows the only comma of a name: "White, JR" and "Buynevich, IV" are initials.
_SURE_SUFFIX = pattern(r"(?:[JjSs]r|\d(?:st|nd|rd|th))\.?")
_BETWEEN_COMMAS = pattern(
    r"(?:jr|sr|[IVX]{1,4}|\d(?:st|nd|rd|th)|ph\.?\s?d|m\.?d)\.?", re.IGNORECASE
)
_DOCTOR = pattern(r"(?:M\.?D|Ph\.? ?D)\.?")
_OTHER_DEGREE = pattern(r"(?:D\.?Phil|D\.?Sc|M\.?Sc|M\.?P\.?H|R\.?N|Esq)\.?")
_OTHERS = pattern(r"(?:,?\s*and\s+)?(?:et\.?\s*al\.?|others)\.?", re.IGNORECASE)
_NUMBER = pattern(r" \d{4}$")  # dblp.org numbers people of one name: "Wei Wang 0001"
# Words that begin a family name however they are written; any other in small letters does so too.
_PARTICLES = frozenset(
    ("van", "von", "de", "del", "della", "di", "du", "dos", "la", "le", "el", "al", "ter", "ten", "zu", "st.")
)  # fmt: skip
_BETWEEN_FAMILY_NAMES = frozenset(("y", "e"))  # "Ramón y Cajal"
_GROUP = pattern(
    rf"{GROUP_WORD}|\b(?:project|institute|university|committee|society|foundation|network|survey|mission|company"
    r"|inc|ltd|llc|gmbh)\.?$|\b(?:organi[sz]ation|commission|association|ministry|council|agency|corporation"
    r"|federation|(?:bureau|department|office|academy|institute|university|society) of"
    r"|cent(?:er|re)s? (?:for|of)"
    r"|united nations|working party|task force)\b|^the\b|\band\b|&|^(?:others|et al\.?)$",
    re.IGNORECASE,
)
_FAMILY_FIRST = pattern("[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]")
# "{Whole Name}", "Family, Given" or "Family, Suffix, Given"; braces keep a part with a comma together.
_BRACED_OR_BARE = r"(?:\{[^{}]*+\}|[^{},]++)"
_WRITTEN = pattern(
    rf"\{{(?P<whole>[^{{}}]*+)\}}|(?P<last>{_BRACED_OR_BARE}),\s*+(?:(?P<suffix>{_BRACED_OR_BARE}),\s*+)?"
    rf"(?P<first>{_BRACED_OR_BARE})"
)
_OUTER_COMMA = pattern(r",(?![^{}]*\})")
_LATEX_LETTER = pattern(r"\\[A-Za-z]+ ")  # a blank that parts no words: J\o rgensen


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


class Name(str):
    """A name as people read it, with the parts that its source stated.

    It is equal to the plain text, and sorts and folds like it.

    Attributes:
        written: the name with its parts, as profile files write it: "Martínez López, Clara",
            "King, Jr., Martin Luther", "{World Health Organization}".
    """

    __slots__ = ("written",)
    written: str

    def __new__(cls, shown: str, written: str) -> "Name":
        """Return the name that is shown and written so."""
        name = super().__new__(cls, shown)
        name.written = written
        return name

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """Return the arguments for copies and pickles."""
        return str(self), self.written


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
    """Return a name with the given names first, clean and on one line; the parts around a comma are kept.

    >>> given_first("de la Cruz, Juan"), given_first("King, Jr., Martin Luther"), given_first("Wei Wang 0001")
    ('Juan de la Cruz', 'Martin Luther King Jr.', 'Wei Wang')
    >>> parts_of(given_first("Mac Lane, S.")).family, given_first("White, JR")
    ('Mac Lane', 'JR White')
    """
    line = one_line(name)
    if "{" in line and "\\" not in line:  # left over from BibTeX
        line = " ".join(line.replace("{", "").replace("}", "").split())
    parts = [part for part in (part.strip() for part in line.split(",")) if part]
    if len(parts) > 1:
        parts[-1] = _NUMBER.sub("", parts[-1])
    match parts:
        case [whole_name] if (
            line.endswith(",") and " " in whole_name
        ):  # as EndNote has organisations
            return literal(whole_name)
        case [last, suffix] if _SURE_SUFFIX.fullmatch(suffix):  # "Martin Luther King, Jr."
            whole = parts_of(last)
            return person(whole.family, whole.given, suffix) if whole.given else f"{last} {suffix}"
        case [last, first]:
            return person(last, first)
        case [last, suffix, first] if is_suffix(suffix):
            return person(last, first, suffix)
        case [last, first, suffix] if _follows(suffix) or suffix.islower():  # "père"
            return person(last, first, suffix)
    return _NUMBER.sub("", ", ".join(parts))


@lru_cache(maxsize=1 << 16)
def person(family: str, given: str = "", suffix: str = "") -> str:
    """Return the name of a person whose parts are known, clean; empty if there is none.

    Args:
        family: the family name, with its particles: "van Beethoven".
        given: given names and initials.
        suffix: "Jr.", "III".

    Returns:
        The name as shown: given names first, but not in the scripts of China, Japan and Korea.

    >>> person("Ho", "Shirley"), person("Martínez López", "Clara").written
    ('Shirley Ho', 'Martínez López, Clara')
    """
    family, given, suffix = _part(family), _part(given), _part(suffix)
    if suffix and not (family and given):
        return f"{given or family} {suffix}".strip()
    if not family or not given:
        return literal(given or family)
    east = _FAMILY_FIRST.search(family) and _FAMILY_FIRST.search(given)
    ordered = (family, given) if east else (given, family)
    shown = " ".join(filter(None, (*ordered, suffix)))
    if _taken_apart(shown) == (given, family, suffix, True):
        return shown
    # A suffix that is none by its look ("père") has braces: "A, B, C" may be a group of three.
    between = suffix if may_be_suffix(suffix) else f"{{{suffix}}}" if suffix else ""
    stated = (_guarded(family), between, _guarded(given))
    return Name(shown, ", ".join(filter(None, stated)))


@lru_cache(maxsize=1 << 14)
def literal(name: str) -> str:
    """Return a name that has no parts, clean: an organisation, a group, a person with a single name.

    >>> parts_of(literal("World Health Press")).person, parts_of(literal("Shinta")).family
    (False, 'Shinta')
    """
    shown = _part(name)
    if not shown or _taken_apart(shown) == ("", shown, "", False):
        return shown
    return Name(shown, f"{{{shown}}}")


def written(name: str) -> str:
    """Return a name as profile files write it; `from_written` gives it back.

    >>> [written(name) for name in ("Ada Example", literal("Jo Press"), given_first("Mac Lane, S."))]
    ['Ada Example', '{Jo Press}', 'Mac Lane, S.']
    """
    if isinstance(name, Name):
        return name.written
    if "," not in name and not name.startswith("{"):
        return name
    return name if from_written(name) == name else f"{{{_part(name)}}}"


def from_written(text: str) -> str:
    """Return the name that a profile file has: "Ada Example", "Example, Ada", "{Example Press}".

    A text with other commas or braces is the whole name.
    """
    if "," not in text and not text.startswith("{"):
        return text
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return text
    if found["whole"] is not None:
        return literal(found["whole"]) or text
    last, suffix, first = (found[part] or "" for part in ("last", "suffix", "first"))
    if _SURE_SUFFIX.fullmatch(first) and not suffix:
        return given_first(f"{_bare(last)}, {first}")
    if suffix and not suffix.startswith("{") and not may_be_suffix(suffix):
        return text
    return person(_bare(last), _bare(first), _bare(suffix)) or text


def parts_of(name: str) -> NameParts:
    """Return the parts of a name, those that its source stated or else those that its words suggest.

    The last word is the family name, with the particles before it and without a suffix. The name of a group,
    and one in a script that writes the family name first, stays in one piece. So does what has a comma, but
    for "Ho, Shirley".

    >>> parts_of("Ludwig van Beethoven")
    NameParts(given='Ludwig', family='van Beethoven', suffix='', person=True)
    >>> parts_of("Planck Collaboration")
    NameParts(given='', family='Planck Collaboration', suffix='', person=False)
    """
    return _stated(name.written) if isinstance(name, Name) else _taken_apart(name)


@lru_cache(maxsize=1 << 14)
def _stated(text: str) -> NameParts:
    if text.startswith("{") and len(_OUTER_COMMA.split(text)) == 1:
        return NameParts("", text[1:-1], person=False)
    family, *suffix, given = map(_bare, _OUTER_COMMA.split(text))
    return NameParts(given, family, "".join(suffix))


@lru_cache(maxsize=1 << 14)  # the same people write many papers
def _taken_apart(name: str) -> NameParts:
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


def _part(text: str) -> str:
    """Return a part of a name on one line, without the braces that `written` needs."""
    return one_line(text).replace("{", "").replace("}", "").strip(" ,")


def _guarded(part: str) -> str:
    """Return a part in braces if it has a comma."""
    return f"{{{part}}}" if "," in part else part


def _bare(part: str) -> str:
    part = part.strip()
    return part[1:-1] if part.startswith("{") and part.endswith("}") else part


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
    words: list[list[str]] = []
    depth = 0
    for word in name.split(" "):
        if depth > 0:
            words[-1].append(word)
        else:
            words.append([word])
        depth += word.count("{") - word.count("}")
    return [" ".join(parts) for parts in words]


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
