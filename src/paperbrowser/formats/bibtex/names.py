"""The names in a BibTeX field: a list with `and`, each "First von Last" or "von Last, Jr, First".

Braces keep the name of an organisation together; biblatex also has "given=Jean, family=Este, prefix=d'". The
rules are those of BibTeX (Patashnik, "BibTeXing", 1988) and of the biblatex manual. Lists with semicolons or
commas alone are read too where they are not ambiguous.
"""

import re
from functools import lru_cache

from paperbrowser.papers.latex import field_to_prose
from paperbrowser.papers.names import given_first, may_be_suffix, stands_for_others
from paperbrowser.papers.text import one_line

# Blanks are looked at once: not from each of them, and not backwards.
_AND = re.compile(r"(?<!\s)\s++and\s++", re.IGNORECASE)
_PARTS = re.compile(r"\\.|[{},;]|\sand(?=\s)", re.DOTALL | re.IGNORECASE)
_ET_AL = re.compile(r"(?<![\s,])[\s,]++et\.?\s++al\.?$", re.IGNORECASE)
_NAMED = re.compile(r"\s*(family|given|prefix|suffix|[a-z-]+)\s*=(.*)", re.DOTALL)
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.?[\s~-]*){1,4}")
_FEWEST = 2  # words of a whole name


def names_of(value: str) -> tuple[tuple[str, ...], bool]:
    """Return the names in a value, given names first, and whether the list is cut short ("and others")."""
    parts = _people(value)
    cut_short = False
    while parts and _is_rest(parts[-1]):
        parts.pop()
        cut_short = True
    if parts and (found := _ET_AL.search(parts[-1])):
        parts[-1] = parts[-1][: found.start()]
        cut_short = True
    return tuple(filter(None, map(_name, parts))), cut_short


def _is_rest(written: str) -> bool:
    """Return whether this stands for authors that are left out; Google Scholar writes dots."""
    word = written.strip(" \t\n{},")
    return word in {"...", "…", "\\ldots", "\\dots"} or stands_for_others(word.strip("."))


def _people(value: str) -> list[str]:
    """Return the names as they are written."""
    if "{" not in value and "\\" not in value and ";" not in value:
        return _commas(_AND.split(value.strip()))
    inner = _unwrapped(value.strip())
    if inner is not None and _AND.search(inner):
        # Some services put the whole list in braces; the name of an organisation has no such commas.
        people = _AND.split(inner)
        is_list = "{" not in inner and all(part.count(",") == 1 for part in people)
        return people if is_list else [value]
    people = _AND.split(value.strip())
    if not all(part.count("{") == part.count("}") for part in people):
        people = _split(value, "and")
    if len(people) == 1 and ";" in value:
        parts = _split(value, ";")
        if len(parts) > 1:
            return [part for part in parts if part]
    return _commas(people)


def _commas(people: list[str]) -> list[str]:
    """Return names with commas alone between them: "Smith, J., Doe, A., Roe, B." or "Jo Smith, Al Doe"."""
    if len(people) != 1 or people[0].count(",") < _FEWEST or "=" in people[0]:
        return people
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
    if "{" in written and _unwrapped(written) is not None:
        return _text(written)
    if "," not in written:
        parts = [written]
    elif "{" in written:
        parts = [part for part in _split(written, ",") if part]
    else:
        parts = [part for part in written.split(",") if part.strip()]
    named = _by_parts(parts) if "=" in written else ""
    if named:
        return named
    texts = [text for text in map(_text, parts) if text]
    match texts:
        case [last, suffix, first] if not may_be_suffix(first):
            return given_first(f"{first} {last}") + (f" {suffix}" if suffix else "")
        case [last, first] if "," not in last + first:
            return given_first(f"{last}, {first}")
        case [name] if "," not in name:
            return given_first(name)
    return given_first(", ".join(texts))


def _by_parts(parts: list[str]) -> str:
    """Return a name whose parts have names, as in biblatex; empty if it is not written so."""
    named: dict[str, str] = {}
    for part in parts:
        found = _NAMED.fullmatch(part)
        if found is None:
            return ""
        value = found[2].strip().strip('"')
        named[found[1]] = _text(value)
    if not named.get("family"):
        return named.get("given", "")
    prefix = named.get("prefix", "")
    gap = "" if prefix.endswith(("'", "’", "-")) else " "
    last = f"{prefix}{gap}{named['family']}" if prefix else named["family"]
    return one_line(" ".join((named.get("given", ""), last, named.get("suffix", ""))))


def _text(part: str) -> str:
    return one_line(field_to_prose(part))
