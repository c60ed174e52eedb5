"""Texts, counts, dates, objects and links out of JSON of unknown origin.

Services leave fields out, set them to null, and change a text to a list from one year to the next. None of
these functions raises: a value of another shape than expected counts as not there. Texts come out clean.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from paperbrowser.formats.text.markup import line_of, paragraphs_of
from paperbrowser.papers.dates import EARLIEST_YEAR, PartialDate
from paperbrowser.papers.links import is_web_link
from paperbrowser.papers.text import one_line

Json: TypeAlias = "bool | int | float | str | list[Json] | Mapping[str, Json] | None"
JsonObject = Mapping[str, Json]  # of an object

_MOST = 10**12  # of a count; more than there are citations of all papers together
_LARGEST = 1 << 63  # of a number that is shown as text; no volume is larger


def text(value: Json) -> str:
    """Return a text on one line, with single blanks; empty for anything else."""
    return one_line(value) if isinstance(value, str) else ""


def first_text(value: Json) -> str:
    """Return a text, or the first of a list of texts; empty if there is none."""
    if isinstance(value, list):
        return next(filter(None, map(text, value)), "")
    return text(value)


def title(value: Json) -> str:
    """Return a text, or the first of a list, on one line and without tags and entities."""
    if isinstance(value, list):
        return next(filter(None, map(title, value[:1])), "")
    return line_of(value) if isinstance(value, str) else ""


def prose(value: Json) -> str:
    """Return a text in paragraphs, without tags and entities."""
    return paragraphs_of(value) if isinstance(value, str) else ""


def written(value: Json) -> str | None:
    """Return a text, or a whole number as text: volumes are both."""
    whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST
    return str(value) if whole else text(value) or None


def count(value: Json) -> int | None:
    """Return a count: a whole number from 0 on, which may be written as a text."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 12:
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST:
        return value
    return None


def inner(value: Json, *keys: str) -> JsonObject:
    """Return the object at `keys`, one within the other; empty if there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def listed(value: Json, key: str) -> list[Json]:
    """Return the list in an object; empty if there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def objects(value: Json, key: str) -> Iterator[dict[str, Json]]:
    """Return the objects in a list in an object."""
    return (one for one in listed(value, key) if isinstance(one, dict))


def link(*values: Json) -> str | None:
    """Return the first web link."""
    return next((url for url in map(text, values) if is_web_link(url)), None)


def year(value: Json) -> PartialDate | None:
    """Return the date of a year, which is a number or text."""
    number = count(value)
    return None if number is None else date(f"{number:04}")


def date(value: Json) -> PartialDate | None:
    """Return the date at the beginning of a text as ISO 8601 writes it, or a part of one."""
    return _date(value) if isinstance(value, str) else None


@lru_cache(maxsize=1 << 12)
def _date(value: str) -> PartialDate | None:
    day = value.strip()
    # Of a time, the day: 2024-05-31T10:00:00Z.
    found = PartialDate.parse(day[:10] if day[10:11] in {"T", " "} else day)
    return found if found is not None and found.year >= EARLIEST_YEAR else None


def year_alone(found: PartialDate | None) -> PartialDate | None:
    """Return January 1st as the year alone: some services write it when they know no more."""
    if found is not None and (found.month, found.day) == (1, 1):
        return PartialDate(found.year)
    return found


def parts_of_date(*parts: Json) -> PartialDate | None:
    """Return a date of year, month and day, each a number or text; as much of it as makes one."""
    numbers = [count(part) for part in parts[:3]]
    known = numbers[: numbers.index(None)] if None in numbers else numbers
    while known:
        written_out = "-".join([f"{known[0]:04}", *(f"{part:02}" for part in known[1:])])
        if len(written_out) <= 10 and (found := date(written_out)) is not None:
            return found
        known.pop()
    return None
