"""Our own JSON: papers and profiles as objects with the names of their fields, read and written.

    {"id": "icml2017-1", "title": "On Machines", "authors": ["Ada Example"], "date": "2017-03"}

Other programs may write it by hand: `year` stands for `date` as well, names may stand in one text. Other
names are passed over; a known one with a value that cannot be is left unset, with a remark.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from paperbrowser.formats.entries import title_or_key
from paperbrowser.formats.json.values import Json, JsonObject, count, inner, text, written
from paperbrowser.formats.own_keys import field_of, keys_of
from paperbrowser.formats.result import OnRemark
from paperbrowser.formats.text.authors import whole_group
from paperbrowser.papers import identifiers
from paperbrowser.papers.dates import EARLIEST_YEAR, PartialDate
from paperbrowser.papers.links import is_web_link
from paperbrowser.papers.model import (
    KINDS,
    RETRACTIONS,
    Kind,
    Number,
    Paper,
    Profile,
    Retraction,
    WorkVersion,
)
from paperbrowser.papers.names import Name, from_written, given_first, literal, stands_for_others
from paperbrowser.papers.names import written as as_written
from paperbrowser.papers.text import clean, newlines, paragraphs

_AND = re.compile(r",? (?:and|&) ")
_CUT_SHORT_AFTER = re.compile(r" et al\.?$")
_LISTS = ("papers", "publications")
_KEYS_OF_A_PAPER = ("title", "abstract", "authors")
# A value of a field; None leaves it unset.
_Read = Callable[[Json, OnRemark], object]


def profile_of(value: JsonObject) -> Profile | None:
    """Return the profile that `paperbrowser list --json` writes, or one of a name beside `papers`."""
    fields = inner(value, "profile")
    if not fields and not any(isinstance(value.get(key), list) for key in _LISTS):
        return None
    name = text((fields or value).get("name"))
    if not name:
        return None
    facts = _facts(fields, _PROFILE, lambda message: None)  # noqa: ARG005
    return Profile(**{**facts, "name": name})


def fits(fields: JsonObject) -> bool:
    """Whether an object is a paper as we write it, or has only names of fields that we write."""
    if not text(fields.get("title")) and fields.get(_WRITTEN) is None:
        return False
    return bool(fields.keys() & _OURS) or fields.keys() <= _KNOWN


def is_whole(fields: JsonObject, paper: Paper) -> bool:
    """Whether nothing in a record that `fits` is left that another reader might understand."""
    if not fields.keys() <= _KNOWN:
        return False
    has_authors = paper.authors or not fields.get("authors")
    has_date = paper.date or not any(map(fields.get, ("date", "year", "published")))
    return bool(has_authors and has_date)


def paper_of(fields: JsonObject, on_remark: OnRemark) -> Paper | None:
    """Return the paper of an object, or None if it has nothing of a paper.

    Args:
        fields: the object, as parsed.
        on_remark: called with a sentence for each value that cannot be.
    """
    title = text(fields.get("title"))
    is_ours = _WRITTEN in fields
    if not title and not (is_ours and "title" in fields):
        if not any(isinstance(fields.get(key), str | list) for key in _KEYS_OF_A_PAPER):
            return None
        title = title_or_key(title, (text(fields.get("id")),), on_remark)
    names, cut_short = _authors(fields.get("authors"), as_shown=is_ours)
    date = _date(fields, on_remark)
    facts = _facts(fields, _PAPER, on_remark)
    facts.update(title=title, authors=names)
    for role, key in _STATED.items():
        if role in facts:
            facts[role] = _with_parts(facts[role], fields.get(key))
    if not is_ours:
        facts.pop("published", None)  # others write the date of the paper so
    elif isinstance(abstract := fields.get("abstract"), str):
        facts["abstract"] = clean(newlines(abstract))  # whose lines are not those of a width
    if cut_short:
        facts["et_al"] = True
    if date is not None:
        facts["date"] = date
    return Paper(**facts)


def _facts(fields: JsonObject, readers: dict[str, _Read], on_remark: OnRemark) -> dict[str, Any]:
    facts = {}
    for key, value in fields.items():
        read = readers.get(key)
        if read is not None and value is not None and (fact := read(value, on_remark)) is not None:
            facts[field_of(key)] = fact
    return facts


# Values


def _first(value: Json) -> str | None:
    """Return a text, or the first of a list of texts."""
    return text(value[0] if isinstance(value, list) and value else value) or None


def _score(value: Json, on_remark: OnRemark) -> float | None:
    number = _percent(value)
    if number is None:
        on_remark("score is not a number from 0 to 100")
    return None if number is None else float(number)


def _percent(value: Json) -> Number | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100:
        return value
    return None


def _kind(value: Json) -> Kind | None:
    return next((kind for kind in KINDS if kind == value), None)


def _day(value: Json) -> datetime.date | None:
    found = _parsed(value) if isinstance(value, str) else None
    return found.first_day if found is not None and found.day is not None else None


def _has_code(value: Json) -> bool:
    """Whether there is code: said so, or by a link to it."""
    return value is True or (isinstance(value, str) and is_web_link(value.strip()))


def _url(value: Json, on_remark: OnRemark) -> str | None:
    url = text(value)
    if is_web_link(url):
        return url
    if value != "":
        on_remark("url is not a link that starts with http")
    return None


def _date(fields: JsonObject, on_remark: OnRemark) -> PartialDate | None:
    for key in ("date", "year"):
        value = fields.get(key)
        if value is None or value == "":
            continue
        found = _parsed(value) if isinstance(value, str | int | float) else None
        if found is not None and found.year >= EARLIEST_YEAR:
            return found
        on_remark(f"{key} is not a {key} such as {'2024-05-31' if key == 'date' else '2024'}")
    return None


@lru_cache(maxsize=1 << 12)
def _parsed(value: str | float) -> PartialDate | None:
    if isinstance(value, str):
        text = value.strip()
        # Of a time, the day: 2024-05-31T10:00:00Z.
        return PartialDate.parse(text[:10] if text[10:11] in {"T", " "} else text)
    return (
        PartialDate.parse(f"{int(value):04}")
        if 0 < value < 10_000 and value == int(value)
        else None
    )


# Names


def _authors(value: Json, *, as_shown: bool) -> tuple[tuple[str, ...], bool]:
    """Return the names, and whether the list says that it is cut short.

    Args:
        value: the list or text.
        as_shown: a comma in a name is not one between family and given name.
    """
    names = list(_names(value) if as_shown else map(given_first, _names(value)))
    cut_short = False
    while names and stands_for_others(names[-1]):
        names.pop()
        cut_short = True
    if names and (found := _CUT_SHORT_AFTER.search(names[-1])):
        names[-1] = names[-1][: found.start()]
        cut_short = True
    return tuple(filter(None, names)), cut_short


def _names(value: Json) -> Iterator[str]:
    """Return names in a list, as texts or as objects with a `name`, or in one text."""
    if isinstance(value, list):
        for one in value:
            name = one.get("name") if isinstance(one, dict) else one
            if isinstance(name, str) and (name := _name(name)):
                yield name
    elif names := text(value):
        yield from filter(None, _split(names))


@lru_cache(maxsize=1 << 16)  # the same people write many papers
def _name(name: str) -> str:
    return text(name)


def _split(text: str) -> list[str]:
    """Return the names in a text: between semicolons, or else `and`, or else commas.

    "Ho, Shirley and Villar, Ashley" has its commas within the names.
    """
    if whole_group(text):
        return [literal(text)]
    if ";" in text:
        return [given_first(part) for part in text.split(";")]
    parts = _AND.split(text)
    if all(part.count(",") == 1 for part in parts) and (len(parts) > 1 or _is_one_name(text)):
        return [given_first(part) for part in parts]
    return [name.strip() for part in parts for name in part.split(",")]


def _is_one_name(text: str) -> bool:
    last, _, first = text.partition(",")
    return " " not in last.strip() and " " not in first.strip()


def _with_parts(names: tuple[str, ...], stated: Json) -> tuple[str, ...]:
    """Return names with the parts that a second list of the same names states."""
    if not isinstance(stated, list) or len(stated) != len(names):
        return names
    written = map(from_written, map(text, stated))
    return tuple(one if one == name else name for name, one in zip(names, written, strict=True))


def _pairs(value: Json) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        return ()
    return tuple(
        (text(name), paragraphs(one)) for name, one in value.items() if isinstance(one, str)
    )


def _versions(value: Json, on_remark: OnRemark) -> tuple[WorkVersion, ...]:
    found = []
    for one in value if isinstance(value, list) else ():
        if not isinstance(one, dict):
            on_remark("versions is not a list of objects with venue, date, url and the like")
            continue
        version = WorkVersion(**_facts(one, _VERSION, on_remark), date=_date(one, on_remark))
        if version != WorkVersion():
            found.append(version)
    return tuple(found)


# Keys: how a value is read follows from the type of the field, but for some

_BY_TYPE: dict[object, _Read] = {
    str: lambda value, _: text(value),
    str | None: lambda value, _: text(value) or None,
    int | None: lambda value, _: count(value),
    Number | None: lambda value, _: _percent(value),
    bool: lambda value, _: value is True,
    tuple[str, ...]: lambda value, _: tuple(_names(value)),
    datetime.date | None: lambda value, _: _day(value),
    Kind | None: lambda value, _: _kind(value),
    Retraction | None: lambda value, _: next((one for one in RETRACTIONS if one == value), None),
    tuple[tuple[str, str], ...]: lambda value, _: _pairs(value),
    tuple[WorkVersion, ...]: _versions,
}
_BY_KEY: dict[str, _Read] = {
    "abstract": lambda value, _: paragraphs(value) if isinstance(value, str) else "",
    "arxiv": lambda value, _: identifiers.arxiv_of(text(value)),
    "category": lambda value, _: _first(value),
    "code": lambda value, _: _has_code(value),
    "doi": lambda value, _: identifiers.doi_of(text(value)),
    "followed": lambda value, _: value is not False,
    "note": lambda value, _: paragraphs(value) if isinstance(value, str) else None,
    "number": lambda value, _: written(value),
    "orcid": lambda value, _: identifiers.orcid_of(text(value)),
    "pages": lambda value, _: written(value),
    "score": _score,
    "url": _url,
    "volume": lambda value, _: written(value),
}
# In the order in which they are written.
_PROFILE_KEYS = keys_of(Profile, first=("name", "field", "h_index", "papers"))
_PAPER_KEYS = keys_of(
    Paper,
    first=(
        "title",
        "authors",
        "et_al",
        "affiliations",
        "date",
        "year_inferred",
        "score",
        "citations",
    ),
    last=("url", "doi", "arxiv", "added", "id", "abstract"),
)


def _readers(keys: dict[str, object], *others: str) -> dict[str, _Read]:
    """Return how each key is read, but for `others`."""
    return {
        key: _BY_KEY[key] if key in _BY_KEY else _BY_TYPE[type_]
        for key, type_ in keys.items()
        if key not in others
    }


_PROFILE = _readers(_PROFILE_KEYS, "name")
_PAPER = _readers(_PAPER_KEYS, "title", "authors", "date")
# A paper that we wrote has this, whatever it is.
_WRITTEN = "et_al"
# Fields that no other program has.
_OURS = frozenset((_WRITTEN, "year_inferred", "added", "code_url", "versions", "people"))
# The second lists of names, with the parts that their sources stated.
_STATED = {"authors": "names", "editors": "editor_names", "translators": "translator_names"}
_KNOWN = frozenset((*_PAPER, "title", "authors", "date", "year", *_STATED.values()))
_VERSION = _readers(keys_of(WorkVersion), "date")


# Writing

_RARE = frozenset(
    (
        *("editors", "translators", "collaboration", "place", "series", "edition", "isbn", "issn"),
        *(
            "retracted",
            "code_url",
            "keywords",
            "note",
            "summary",
            "pdf",
            "key",
            "bibtex",
            "versions",
            "people",
            "published",
        ),
    )
)


def facts_of(profile: Profile) -> dict[str, Any]:
    """Return a profile without its papers, ready for JSON; `profile_of` makes the same of it again."""
    facts = {key: _json(getattr(profile, field_of(key))) for key in _PROFILE_KEYS}
    if profile.followed:  # as most are
        del facts["followed"]
    return facts


def fields_of(paper: Paper) -> dict[str, Any]:
    """Return a paper, ready for JSON; `paper_of` makes the same of it again.

    Unset fields are None, but those that few papers have are left out.
    """
    fields = {
        key: _json(value)
        for key in _PAPER_KEYS
        if (value := getattr(paper, key)) or key not in _RARE
    }
    if paper.bibtex:
        fields["bibtex"] = dict(paper.bibtex)
    for role, key in _STATED.items():
        people: tuple[str, ...] = getattr(paper, role)
        if any(isinstance(name, Name) for name in people):
            fields[key] = [as_written(name) for name in people]
    return fields


def _json(value: object) -> object:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, WorkVersion):
        keys = keys_of(WorkVersion)
        return {key: _json(one) for key in keys if (one := getattr(value, key)) is not None}
    return list(map(_json, value)) if isinstance(value, tuple) else value


def write(profile: Profile, papers: Iterable[Paper]) -> Iterator[str]:
    """Return JSON lines: an object for each paper."""
    import json

    for paper in papers:
        yield json.dumps(fields_of(paper), ensure_ascii=False, allow_nan=False) + "\n"
