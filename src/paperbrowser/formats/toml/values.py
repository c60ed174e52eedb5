"""The values that the keys of a profile's TOML may have, by the type of the field that a key fills."""

import datetime
import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from paperbrowser.formats.own_keys import NAMES, keys_of
from paperbrowser.papers import identifiers
from paperbrowser.papers.dates import PartialDate
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
from paperbrowser.papers.names import from_written
from paperbrowser.papers.text import clean, clean_line

_MOST = 10**12  # citations; more than there are of all papers together


class Value(NamedTuple):
    """The values that a key may have.

    Attributes:
        read: a value of TOML as one of the field; None if the key may not have it.
        expected: what the key may have, for remarks.
    """

    read: Callable[[Any], Any]
    expected: str


def _text(value: Any) -> str | None:
    return clean_line(value) if isinstance(value, str) else None


def _paragraphs(value: Any) -> str | None:
    return clean(value) if isinstance(value, str) else None


def _texts(value: Any) -> tuple[str, ...] | None:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(clean_line(one) for one in value)
    return None


def _names(value: Any) -> tuple[str, ...] | None:
    texts = _texts(value)
    return None if texts is None else tuple(map(from_written, texts))


def _pairs(value: Any) -> tuple[tuple[str, str], ...] | None:
    if not isinstance(value, Mapping):
        return None
    if not all(isinstance(one, str) for one in value.values()):
        return None
    return tuple((clean_line(name), clean(one)) for name, one in value.items())


def _versions(value: Any) -> tuple[WorkVersion, ...] | None:
    """Return the versions; None if one of them has a key or a value that it may not have."""
    if not isinstance(value, list):
        return None
    versions = []
    for table in value:
        if not isinstance(table, Mapping) or not table.keys() <= VERSION_KEYS.keys():
            return None
        facts = {key: VERSION_KEYS[key].read(one) for key, one in table.items()}
        if None in facts.values():
            return None
        versions.append(WorkVersion(**facts))
    return tuple(versions)


def _switch(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _integer(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _count(value: Any) -> int | None:
    count = _integer(value)
    return count if count is not None and 0 <= count < _MOST else None


def _number(value: Any) -> Number | None:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return _integer(value)


def _score(value: Any) -> float | None:
    number = _number(value)
    return None if number is None else float(number)


def _day(value: Any) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    return value if isinstance(value, datetime.date) else None


def _date(value: Any) -> PartialDate | None:
    if (day := _day(value)) is not None:
        return PartialDate.of(day)
    if (year := _integer(value)) is not None:
        return PartialDate.parse(f"{year:04}") if 0 < year <= datetime.MAXYEAR else None
    return PartialDate.parse(value) if isinstance(value, str) else None


def _kind(value: Any) -> str | None:
    return value if isinstance(value, str) and value in KINDS else None


def _retraction(value: Any) -> str | None:
    return value if isinstance(value, str) and value in RETRACTIONS else None


def _doi(value: Any) -> str | None:
    return identifiers.doi_of(value) if isinstance(value, str) else None


def _arxiv(value: Any) -> str | None:
    return identifiers.arxiv_of(value) if isinstance(value, str) else None


_TEXT = Value(_text, "a text in quotes")
_WHOLE = Value(_integer, "a whole number")
_BY_TYPE: dict[object, Value] = {
    str: _TEXT,
    str | None: _TEXT,
    int | None: _WHOLE,
    float | None: Value(_score, "a number"),
    Number | None: Value(_number, "a number"),
    bool: Value(_switch, "true or false"),
    tuple[str, ...]: Value(_texts, "a list of texts"),
    datetime.date | None: Value(_day, "a day such as 2024-05-31"),
    Kind | None: Value(_kind, f"one of {', '.join(KINDS)}"),
    Retraction | None: Value(_retraction, " or ".join(RETRACTIONS)),
    tuple[tuple[str, str], ...]: Value(_pairs, "a table of texts"),
    tuple[WorkVersion, ...]: Value(_versions, "tables of venue, date, url and the like"),
}
_OF_PAPERS = {
    "date": Value(_date, 'a date such as 2024-05-31, "2024-05" or 2024'),
    "citations": Value(_count, "a whole number, 0 or more"),
    **dict.fromkeys(("abstract", "note"), Value(_paragraphs, "a text in quotes")),
    **dict.fromkeys(NAMES, Value(_names, "a list of names")),
    "doi": Value(_doi, "a DOI such as 10.1093/mind/lix.236.433"),
    "arxiv": Value(_arxiv, "an arXiv id such as 1605.08386"),
}
# In the order in which they are written.
PROFILE_KEYS = {
    key: _BY_TYPE[type_]
    for key, type_ in keys_of(Profile, first=("name", "field", "h_index", "papers")).items()
}
PAPER_KEYS = {
    key: _OF_PAPERS[key] if key in _OF_PAPERS else _BY_TYPE[type_]
    for key, type_ in keys_of(
        Paper,
        first=("title", "date", "year_inferred", "score", "citations"),
        last=(
            *("authors", "et_al", "editors", "translators", "collaboration", "affiliations"),
            *(
                "url",
                "pdf",
                "doi",
                "arxiv",
                "added",
                "published",
                "key",
                "id",
                "keywords",
                "abstract",
            ),
            *("bibtex", "versions"),  # tables, which must be last
        ),
    ).items()
}
VERSION_KEYS = {
    key: _OF_PAPERS[key] if key in _OF_PAPERS else _BY_TYPE[type_]
    for key, type_ in keys_of(WorkVersion).items()
}
