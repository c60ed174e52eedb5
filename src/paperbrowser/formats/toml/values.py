"""The keys of a profile's TOML, and what each may hold.

A key is named like the attribute of `Paper` or `Profile` that it fills (`papers` fills `Profile.claimed`).
"""

import datetime
import math
from collections.abc import Callable
from typing import Any, NamedTuple

from paperbrowser.papers import dates, identifiers
from paperbrowser.papers.model import KINDS, Number
from paperbrowser.papers.text import clean, clean_line

_MOST = 10**12  # citations; more than there are of all papers together


class Value(NamedTuple):
    """What a key may hold: how it is read (None for what it may not hold), and how that is called."""

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


def _date(value: Any) -> dates.Partial | None:
    if (day := _day(value)) is not None:
        return day, "day"
    if (year := _integer(value)) is not None:
        return dates.parse(f"{year:04}") if 0 < year <= datetime.MAXYEAR else None
    return dates.parse(value) if isinstance(value, str) else None


def _kind(value: Any) -> str | None:
    return value if value in KINDS else None


def _doi(value: Any) -> str | None:
    return identifiers.doi_of(value) if isinstance(value, str) else None


def _arxiv(value: Any) -> str | None:
    return identifiers.arxiv_of(value) if isinstance(value, str) else None


_TEXT = Value(_text, "a text in quotes")
_WHOLE = Value(_integer, "a whole number")
_COUNT = Value(_count, "a whole number, 0 or more")
_NUMBER = Value(_number, "a number")
_SWITCH = Value(_switch, "true or false")
_TEXTS = Value(_texts, "a list of texts")
_DAY = Value(_day, "a day such as 2024-05-31")
PROFILE_KEYS = {
    "name": _TEXT, "field": _TEXT, "h_index": _WHOLE, "papers": _WHOLE, "citations": _WHOLE,
    "novelty": _NUMBER, "ai_score": _NUMBER, "affiliation": _TEXT, "orcid": _TEXT,
    "source": _TEXT, "source_id": _TEXT, "updated": _DAY, "since": _DAY,
}  # fmt: skip
PAPER_KEYS = {
    "title": _TEXT,
    "date": Value(_date, 'a date such as 2024-05-31, "2024-05" or 2024'),
    "year_inferred": _SWITCH, "score": Value(_score, "a number"), "citations": _COUNT, "category": _TEXT,
    "venue": _TEXT, "kind": Value(_kind, f"one of {', '.join(KINDS)}"),
    "volume": _TEXT, "number": _TEXT, "pages": _TEXT, "publisher": _TEXT,
    "code": _SWITCH, "authors": _TEXTS, "et_al": _SWITCH, "affiliations": _TEXTS, "url": _TEXT,
    "doi": Value(_doi, "a DOI such as 10.1093/mind/lix.236.433"),
    "arxiv": Value(_arxiv, "an arXiv id such as 1605.08386"),
    "added": _DAY, "id": _TEXT, "abstract": Value(_paragraphs, "a text in quotes"),
}  # fmt: skip
