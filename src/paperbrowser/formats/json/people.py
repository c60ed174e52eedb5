"""The people of a JSON record, however it writes them: texts, lists, objects with parts of names.

    "Example, Ada and Other, Bo"    "Example A, Other B."    [{"first": "Ada", "last": "Example"}]

Pure functions; linear time.
"""

import re
from collections.abc import Iterator, Sequence

from paperbrowser.formats.csv import people as lists
from paperbrowser.formats.csv.columns import folded
from paperbrowser.formats.json.values import Json, JsonObject, text
from paperbrowser.formats.text.authors import readable, whole_group
from paperbrowser.papers.names import given_first, literal, person, stands_for_others

_FAMILY = ("familyname", "lastname", "family", "last", "surname", "authlastname", "lname")
_GIVEN = (
    "givenname", "givennames", "firstname", "forename", "given", "first", "fname", "authfirstname",
    "initials",
)  # fmt: skip
_MIDDLE = ("middlename", "middle")
_WHOLE = (
    "fullname", "displayname", "name", "literal", "text", "creator", "author", "authname", "creatorname",
    "collectivename", "value", "label", "cefullname", "indexedname", "rawname",
)  # fmt: skip
_ROLES = ("creatortype", "role", "contributortype", "authtype")
_GROUPS = frozenset(("organizational", "organization", "corporate", "collectivename", "group"))
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_MOST = 20_000  # people of a paper
_DEEPEST = 3  # lists and objects around the people


def by_role(values: Sequence[Json]) -> tuple[dict[str, tuple[str, ...]], bool]:
    """Return the people of the first value with any by what they did, and whether there are more."""
    for value in values:
        people: dict[str, list[str]] = {}
        cut_short = False
        for role, name in _people(value, 0):
            if stands_for_others(name):
                cut_short = True
            elif name:
                people.setdefault(role, []).append(name)
        if people:
            return {role: tuple(names) for role, names in people.items()}, cut_short
    return {}, False


def _people(value: Json, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield from (("author", name) for name in of_text(value))
    elif isinstance(value, dict):
        within = next((one for one in value.values() if isinstance(one, list)), None)
        if within is not None and depth < _DEEPEST and not _person(value)[1]:
            yield from _people(within, depth + 1)
        else:
            yield _person(value)
    elif isinstance(value, list):
        for one in value[:_MOST]:
            if isinstance(one, str):
                yield "author", _one(one)
            elif isinstance(one, dict):
                yield _person(one)


def of_text(value: str) -> Iterator[str]:
    """Return the names in a text."""
    line = value.strip()
    if lists.is_cut_short(line):
        yield "others"
    if "{" in line or (_AND.search(line) and ";" not in line and "," in line and _is_bibtex(line)):
        yield from map(_one, _parted(line))
    elif whole_group(line):
        yield literal(line)
    elif lists.is_medline([line]) and ("," in line or not line.endswith(".")):
        yield from lists.medline(line)
    else:
        yield from lists.listed(line, family_first=False)


def _is_bibtex(line: str) -> bool:
    """Whether the parts between `and` are names with at most a comma each, and mostly one."""
    parts = _AND.split(line)
    commas = [part.count(",") for part in parts]
    return max(commas) == 1 and sum(commas) * 2 > len(parts)


def _parted(line: str) -> Iterator[str]:
    """Return the parts between `and`, but for one within braces."""
    start = depth = 0
    for sign in re.finditer(r"[{}]|\s+and\s+", line):
        if sign[0] == "{":
            depth += 1
        elif sign[0] == "}":
            depth = max(0, depth - 1)
        elif not depth:
            yield line[start : sign.start()]
            start = sign.end()
    yield line[start:]


def _one(name: str) -> str:
    name = name.strip()
    if name.startswith("{") and name.endswith("}") and name.count("{") == 1:
        return literal(readable(name[1:-1]))
    return given_first(readable(name))


def _person(value: JsonObject) -> tuple[str, str]:
    """Return what a person did, and the name."""
    parts = {folded(key.rpartition(":")[2]): _words(one) for key, one in value.items()}
    role = next(filter(None, map(parts.get, _ROLES)), "author").casefold()
    family = next(filter(None, map(parts.get, _FAMILY)), "")
    given = next(filter(None, map(parts.get, _GIVEN)), "")
    middle = next(filter(None, map(parts.get, _MIDDLE)), "")
    if family:
        given = " ".join(filter(None, (given, middle)))
        return _role(role), person(family, given, parts.get("suffix", ""))
    whole = next(filter(None, map(parts.get, _WHOLE)), "") or given
    single = "creatortype" in parts or "literal" in parts
    kinds = (parts.get("nametype", ""), parts.get("type", ""), parts.get("authtype", ""))
    if single or "collectivename" in parts or any(kind.casefold() in _GROUPS for kind in kinds):
        return _role(role), literal(whole)
    if lists.is_medline([whole]):  # "Example AB"
        return _role(role), next(iter(lists.medline(whole)), "")
    return _role(role), given_first(readable(whole))


def _role(role: str) -> str:
    return next((one for one in ("editor", "translator") if one in role), "author")


def _words(value: Json) -> str:
    """Return a text; the words of a list are joined: `"middle": ["B.", "C."]`."""
    if isinstance(value, list):
        return " ".join(filter(None, map(text, value[:20])))
    return text(value)
