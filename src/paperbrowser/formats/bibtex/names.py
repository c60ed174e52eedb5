r"""The names in a BibTeX field: a list with `and`, each "First von Last" or "von Last, Jr, First".

Braces keep the name of an organisation together; biblatex also has "given=Jean, family=Este, prefix=d'". The
rules are those of BibTeX (Patashnik, "BibTeXing", 1988, and `name_scan` in bibtex.web) and of the biblatex
manual. Lists with semicolons, commas or `&` alone are read too where they are not ambiguous.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from paperbrowser.papers.latex import field_to_prose
from paperbrowser.papers.latex.modes import in_one_mode
from paperbrowser.papers.names import (
    GROUP_WORD,
    given_first,
    is_suffix,
    literal,
    may_be_suffix,
    person,
    stands_for_others,
)
from paperbrowser.papers.text import one_line

# Blanks are looked at once: not from each of them, and not backwards.
_AND = re.compile(r"(?<!\s)\s++and\s++", re.IGNORECASE)
_LOOSE_AND = re.compile(r"(?:\s*+and\s++)++", re.IGNORECASE)
_PARTS = re.compile(r"\\.|[{},;]|\sand(?=\s)", re.DOTALL | re.IGNORECASE)
_AMPERSAND = re.compile(r"(?<!\s)\s++\\?&\s++")
_ET_AL = re.compile(r"(?<![\s,])[\s,]++et\.?\s++al\.?$", re.IGNORECASE)
_NAMED = re.compile(r"\s*(family|given|prefix|suffix|[a-z-]+)\s*=(.*)", re.DOTALL)
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.?[\s~-]*){1,4}")
_GROUP = re.compile(GROUP_WORD, re.IGNORECASE)
_NUMBERED = re.compile(r"\s\d{4}$")  # dblp.org numbers people of one name: "Wei Wang 0001"
# Words of a name; the blank behind a command ends only the command.
_WORD = re.compile(r"(?:\\[A-Za-z]+\s++(?=[^\W\d_])|\\.|[^\s~{}\\]|[{}])++", re.DOTALL)
_SPECIAL_LETTER = re.compile(r"\\(?:(oe|ae|aa|o|l|i|j|ss)|(OE|AE|AA|O|L))(?![A-Za-z])")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
_FEWEST = 2  # words of a whole name


class NamesRead(NamedTuple):
    """The names in a value.

    Attributes:
        names: as they are shown.
        cut_short: the list ends with "and others" or the like.
        as_bibtex: BibTeX reads the value so, and LaTeX writes no part of it otherwise.
    """

    names: tuple[str, ...]
    cut_short: bool
    as_bibtex: bool


def names_of(value: str) -> NamesRead:
    """Return the names in a value."""
    parts, as_bibtex = _people(in_one_mode(value) if "\\ifmmode" in value else value)
    cut_short = False
    while parts and _is_rest(parts[-1]):
        parts.pop()
        cut_short = True
    if parts and (found := _ET_AL.search(parts[-1])):
        parts[-1] = parts[-1][: found.start()]
        cut_short = True
    names = tuple(filter(None, map(_name, parts)))
    return NamesRead(names, cut_short, as_bibtex)


def _is_rest(written: str) -> bool:
    """Return whether this stands for authors that are left out; Google Scholar writes dots."""
    word = written.strip(" \t\n{},")
    return word in {"...", "…", "\\ldots", "\\dots"} or stands_for_others(word.strip("."))


def _people(value: str) -> tuple[list[str], bool]:
    """Return the names as they are written, and whether BibTeX reads them so."""
    value = _without_loose_and(value.strip())
    if "{" not in value and "\\" not in value and ";" not in value:
        people = _AND.split(value)
        listed = _listed(people)
        return listed, listed is people and not _is_guessed(value)
    inner = _unwrapped(value)
    if inner is not None and _AND.search(inner):
        # Some services put the whole list in braces; the name of an organisation has no such commas.
        people = _AND.split(inner)
        is_list = "{" not in inner and all(part.count(",") == 1 for part in people)
        return people if is_list else [value], False
    people = _AND.split(value)
    if not all(part.count("{") == part.count("}") for part in people):
        people = _split(value, "and")
    if len(people) == 1 and ";" in value:
        parts = _split(value, ";")
        if len(parts) > 1:
            return [part for part in parts if part], False
    return _listed(people), False


def _is_guessed(value: str) -> bool:
    """Return whether a name may have what BibTeX does not know: a suffix without a comma, a group."""
    # Many times as fast as a pattern, and most values have none of these.
    return (
        " Jr" in value
        or " Sr" in value
        or " II" in value
        or " IV" in value
        or " 0" in value
        or "ollaboration" in value
        or "onsorti" in value
        or "eam" in value
        or "roup" in value
        or "=" in value
    )


def _without_loose_and(value: str) -> str:
    """Return a list without an `and` that no name follows or precedes, the blanks around it taken off."""
    if found := _LOOSE_AND.match(value):
        value = value[found.end() :]
    end = len(value)
    while value[end - 3 : end].lower() == "and" and value[max(end - 4, 0)].isspace():
        end -= 3
        while end and value[end - 1].isspace():
            end -= 1
    return value[:end]


def _listed(people: list[str]) -> list[str]:
    """Return the names of a list in which some have commas or `&` alone between them, or the same list."""
    first = people[0]
    if len(people) == 1 and "&" in first and (parts := _pair(first)):
        return parts
    if "," not in first or len(people) > 2 or (len(people) == 1 and first.count(",") < 2):
        return people
    if "=" in first or (len(people) == 2 and "," in people[1]):
        return people
    if len(people) == 1:
        return _commas(people)
    # "John Smith, Jane Doe and Bob Roe"
    names = [*_split(first, ","), people[1]]
    if all(_is_whole(name) for name in names):
        return names
    return people


def _pair(text: str) -> list[str]:
    """Return the two names of "A. Smith & B. Doe"; empty if it is no such text."""
    parts = [part.strip() for part in _AMPERSAND.split(text)]
    return parts if len(parts) == 2 and all(map(_is_whole, parts)) and "{" not in text else []


def _is_whole(name: str) -> bool:
    """Return whether a text is a name of two words or three, and not that of an organisation."""
    words = name.split()
    return (
        2 <= len(words) <= 3
        and "," not in name
        and "{" not in name
        and not any(word.islower() or may_be_suffix(word) for word in words)
        and _GROUP.search(name) is None
    )


def _commas(people: list[str]) -> list[str]:
    """Return names with commas alone between them: "Smith, J., Doe, A., Roe, B." or "Jo Smith, Al Doe"."""
    parts = _split(people[0], ",")
    if any(map(may_be_suffix, parts)) or not all(parts):
        return people
    if len(parts) % 2 == 0 and all(_INITIALS.fullmatch(part) for part in parts[1::2]):
        return [f"{last}, {first}" for last, first in zip(parts[::2], parts[1::2], strict=True)]
    if all(len(part.split()) >= _FEWEST for part in parts):
        return parts
    return people


def _split(text: str, at: str) -> list[str]:
    """Return the parts of a text between commas, semicolons or `and`s that are outside of braces."""
    parts: list[str] = []
    depth = start = 0
    for found in _PARTS.finditer(text):
        part_end = found[0]
        if part_end == "{":
            depth += 1
        elif part_end == "}":
            depth = max(0, depth - 1)
        elif depth == 0 and part_end.strip().lower() == at:
            parts.append(text[start : found.start()].strip())
            start = found.end()
    parts.append(text[start:].strip())
    return parts


def _unwrapped(name: str) -> str | None:
    """Return a name without the braces around all of it; None if there are none."""
    if not (name.startswith("{") and name.endswith("}")):
        return None
    depth = 0
    for found in _PARTS.finditer(name):
        depth += (found[0] == "{") - (found[0] == "}")
        if depth == 0:
            return name[1:-1] if found.end() == len(name) else None
    return None


@lru_cache(maxsize=1 << 16)  # the same people write many papers
def _name(written: str) -> str:
    written = written.strip("~ \t\n")
    if "{" in written and (inner := _unwrapped(written)) is not None and inner[:1] != "\\":
        return literal(_text(written))
    if "," not in written:
        return _given_first(written)
    if "{" in written:
        parts = [part for part in _split(written, ",") if part]
    else:
        parts = [part for part in written.split(",") if part.strip()]
    if "=" in written and (named := _by_parts(parts)):
        return named
    texts = [text for text in map(_text, parts) if text]
    match texts:
        case [last, suffix, first] if not may_be_suffix(first):
            return person(last, first, suffix)
        case [last, first] if "," not in last + first:
            return given_first(f"{last}, {first}")
        case [last, first]:
            return person(last, first)
        case [_] if len(parts) == 1:
            return _given_first(parts[0])
    return given_first(", ".join(texts))


def _given_first(written: str) -> str:
    """Return a name without a comma: the first word in small letters begins the family name, or the last."""
    words = _words(_NUMBERED.sub("", written))
    if len(words) < _FEWEST or _GROUP.search(written):
        return literal(_text(written)) if "{" in written else given_first(_text(written))
    suffix = _text(words.pop()) if len(words) > _FEWEST and is_suffix(words[-1]) else ""
    at = next((at for at, word in enumerate(words[:-1]) if _is_small(word)), len(words) - 1)
    return person(_text(" ".join(words[at:])), _text(" ".join(words[:at])), suffix)


def _words(name: str) -> list[str]:
    """Return the words of a name; blanks within braces part none."""
    if "{" not in name and "\\" not in name:
        return name.replace("~", " ").split()
    words: list[str] = []
    depth = 0
    for found in _WORD.finditer(name):
        if depth > 0:
            words[-1] += f" {found[0]}"
        else:
            words.append(found[0])
        depth += found[0].count("{") - found[0].count("}")
    return words


def _is_small(word: str) -> bool:
    r"""Return whether a word begins with a small letter, as BibTeX sees it: `von`, `d'Une`, `{\"o}zil`.

    Letters within braces do not count, but for those of an accent that is written with a command.
    """
    if "{" not in word and "\\" not in word:
        first = next(filter(str.isalpha, word), "")
        return first.islower()
    at = depth = 0
    while at < len(word):
        char = word[at]
        if char == "{":
            if depth == 0 and word.startswith("\\", at + 1):
                return _is_small_special(word, at + 1)
            depth += 1
        elif char == "}":
            depth -= 1
        elif char == "\\" and depth == 0:
            return _is_small_special(word, at)
        elif depth <= 0 and char.isalpha():
            return char.islower()
        at += 1
    return False


def _is_small_special(word: str, at: int) -> bool:
    """Return the same of an accented or special letter that is written with a command at `at`."""
    if (letter := _SPECIAL_LETTER.match(word, at)) is not None:
        return letter[1] is not None
    while (command := _COMMAND.match(word, at)) is not None:
        at = command.end()
        while at < len(word) and not word[at].isalpha() and word[at] != "\\":
            at += 1
        if (letter := _SPECIAL_LETTER.match(word, at)) is not None:
            return letter[1] is not None
    return word[at : at + 1].islower()


def _by_parts(parts: list[str]) -> str:
    """Return a name whose parts have names, as in biblatex; empty if it is not written so."""
    named: dict[str, str] = {}
    for part in parts:
        found = _NAMED.fullmatch(part)
        if found is None:
            return ""
        value = found[2].strip().strip('"')
        named[found[1]] = _text(value)
    family, prefix = named.get("family", ""), named.get("prefix", "")
    gap = "" if prefix.endswith(("'", "’", "-")) else " "
    return person(f"{prefix}{gap}{family}".strip(), named.get("given", ""), named.get("suffix", ""))


def _text(part: str) -> str:
    return one_line(field_to_prose(part))
