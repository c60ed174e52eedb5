"""Dates as bibliographies write them: "1998/03//", "MAR-APR 2019", "Fri, 6 Apr 2007", "2001/05/06/spring".

An ambiguous part stays unknown: "03/05/2014" may be in March or in May, and gives the year. Pure functions.
"""

import re
from functools import lru_cache

from paperbrowser.papers.dates import MONTH_NUMBERS, PartialDate

_LONGEST = 100  # characters; no date is longer
_YEAR_FIRST = re.compile(
    r"(\d{4})\s?[-/.]\s?(\d{1,2})(?!\d)(?:\s?[-/.]\s?(\d{1,2})(?!\d))?", re.ASCII
)
_YEAR_LAST = re.compile(r"(?:(\d{1,2})\s?[-/.]\s?)?(\d{1,2})\s?[-/.]\s?(\d{4})(?!\d)", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_COMPACT_WITHIN = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])([0-3]\d)", re.ASCII)
_PART = re.compile(r"\d+|[^\W\d_]+")


@lru_cache(maxsize=1 << 12)  # the papers of a file share their years
def date_of(text: str) -> PartialDate | None:
    """Return the day, month or year in a text, or None.

    >>> date_of("1998/03//"), date_of("MAR 5 2001")
    (PartialDate(year=1998, month=3, day=None), PartialDate(year=2001, month=3, day=5))
    """
    text = text.strip()[:_LONGEST]
    if found := _YEAR_FIRST.match(text):
        return _date(found[1], int(found[2]), found[3])
    if found := _YEAR_LAST.match(text):
        return _of_numbers(found[1], found[2], found[3])
    if found := _COMPACT.fullmatch(text):
        return _date(found[1], int(found[2]), found[3])
    return _of_words(_PART.findall(text))


def best(*texts: str) -> PartialDate | None:
    """Return the date of the first text that has one; after a mere year, that of a text with more of it."""
    found: PartialDate | None = None
    for text in texts:
        date = date_of(text) if text else None
        if date is None:
            continue
        if found is None or (found.precision == "year" and date.year == found.year):
            found = date
    return found


def of_parts(year: str, month: str = "", day: str = "") -> PartialDate | None:
    """Return the date of these parts, of which month and day may be empty.

    Args:
        year: in four digits.
        month: a number or a name in English.
        day: a number.

    Returns:
        As much of the date as can be, None without a year.
    """
    number = int(month) if month.strip().isdecimal() and len(month) < 4 else None
    if number is None:
        number = MONTH_NUMBERS.get(month.strip().rstrip(".").lower())
    return _date(year.strip(), number, day.strip()) if year.strip().isdecimal() else None


def _of_numbers(one: str | None, two: str, year: str) -> PartialDate | None:
    first, second = int(one or 0), int(two)
    if one is None:
        return _date(year, second, None)
    if first > 12 >= second or first == second:
        return _date(year, second, one)
    return _date(year, first, two) if second > 12 >= first else _date(year, None, None)


def _of_words(parts: list[str]) -> PartialDate | None:
    compact = next(filter(None, map(_COMPACT_WITHIN.fullmatch, parts)), None)
    if compact is not None:  # "Start date: 20170812"
        return _date(compact[1], int(compact[2]), compact[3])
    year = next((part for part in parts if part.isdecimal() and len(part) == 4), None)
    if year is None:
        return None
    at = next((place for place, part in enumerate(parts) if part.lower() in MONTH_NUMBERS), None)
    if at is None:
        return _date(year, None, None)
    # "5 March 2014" and "March 5, 2014"; of "JAN-FEB 2014" the first.
    beside = (parts[at + 1 : at + 2] or [""])[0], parts[at - 1] if at else ""
    day = next((part for part in beside if part.isdecimal() and len(part) <= 2), None)
    return _date(year, MONTH_NUMBERS[parts[at].lower()], day)


def _date(year: str, month: int | None, day: str | None) -> PartialDate | None:
    if len(year) != 4:
        return None
    known = int(day) if day and day.isdecimal() and len(day) < 4 else 0
    return PartialDate.known(int(year), month or 0, known)
