"""What a value in JSON of unknown origin can be taken for: a text, a count, a date, a list of objects.

Services leave fields out, set them to null, and change a text to a list from one year to the next. None of
these functions raises: what is not of the expected shape counts as not there. Texts come out clean.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from paperbrowser.formats.text.markup import line_of, paragraphs_of
from paperbrowser.papers import dates
from paperbrowser.papers.dates import EARLIEST_YEAR, Partial
from paperbrowser.papers.text import is_web_link
from paperbrowser.papers.wrapped import one_line

Fields = Mapping[str, Any]

_MOST = 10**12  # of anything counted; more than there are citations of all papers together
_LARGEST = 1 << 63  # no volume is larger


def text(value: Any) -> str:
    """A text on one line, with single blanks; empty for anything else."""
    return one_line(value) if isinstance(value, str) else ""


def first_text(value: Any) -> str:
    """A text, or the first of a list of texts."""
    if isinstance(value, list):
        return next(filter(None, map(text, value)), "")
    return text(value)


def title(value: Any) -> str:
    """A text, or the first of a list, on one line and without tags and entities."""
    if isinstance(value, list):
        return next(filter(None, map(title, value[:1])), "")
    return line_of(value) if isinstance(value, str) else ""


def prose(value: Any) -> str:
    """A text in paragraphs, without tags and entities."""
    return paragraphs_of(value) if isinstance(value, str) else ""


def written(value: Any) -> str | None:
    """A text, or a number as text: volumes are both."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if whole and abs(value) < _LARGEST else text(value) or None


def count(value: Any) -> int | None:
    """A whole number that can be counted to; also as a text."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 12:
        return int(value)
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and 0 <= value < _MOST else None


def inner(value: Any, *keys: str) -> Fields:
    """The object in the object at `keys`, one within the other; empty if there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def listed(value: Any, key: str) -> list[Any]:
    """The list in an object; empty if there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def objects(value: Any, key: str) -> Iterator[dict[str, Any]]:
    """The objects in a list in an object."""
    return (one for one in listed(value, key) if isinstance(one, dict))


def link(*values: Any) -> str | None:
    """The first that may be opened."""
    return next((url for url in map(text, values) if is_web_link(url)), None)


def year(value: Any) -> Partial | None:
    """A year, as a number or text."""
    number = count(value)
    return None if number is None else date(f"{number:04}")


def date(value: Any) -> Partial | None:
    """The date at the beginning of a text as ISO 8601 writes it, or a part of one."""
    return _date(value) if isinstance(value, str) else None


@lru_cache(maxsize=1 << 12)
def _date(value: str) -> Partial | None:
    day = value.strip()
    # Of a time, the day: 2024-05-31T10:00:00Z.
    found = dates.parse(day[:10] if day[10:11] in {"T", " "} else day)
    return found if found is not None and found[0].year >= EARLIEST_YEAR else None


def year_alone(found: Partial | None) -> Partial | None:
    """January 1st, which some services write when they know the year only, as that year."""
    if found is not None and found[1] == "day" and (found[0].month, found[0].day) == (1, 1):
        return found[0], "year"
    return found


def parts_of_date(*parts: Any) -> Partial | None:
    """A date of year, month and day, each a number or text; as much of it as makes one."""
    numbers = [count(part) for part in parts[:3]]
    known = numbers[: numbers.index(None)] if None in numbers else numbers
    while known:
        written_out = "-".join([f"{known[0]:04}", *(f"{part:02}" for part in known[1:])])
        if len(written_out) <= 10 and (found := date(written_out)) is not None:
            return found
        known.pop()
    return None


def page_range(start: Any, end: Any) -> str | None:
    """Pages as "1-14", of which the last may be unknown or the same."""
    first, last = written(start), written(end)
    return f"{first}-{last}" if first and last and first != last else first or last
