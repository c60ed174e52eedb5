"""The date of a publication in the fields of BibTeX (`year`, `month`) and biblatex (`date`). Pure functions.

`date` is ISO 8601-2, "Extended Date/Time Format" level 1 (https://www.loc.gov/standards/datetime/): ranges,
of which the beginning is read, "2004?", "2010-21" for a season. `month` is a number, a name, "10~January".
"""

import re
from functools import lru_cache

from paperbrowser.papers.dates import PartialDate, month_number

_ISO = re.compile(r"(\d{4})[?~%]?(?:([-/.])(\d{1,2})(?!\d)[?~%]?(?:\2(\d{1,2})(?!\d))?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
_YEAR = re.compile(r"(?<![\d.])(?:1\d{3}|20\d{2})(?!\d)")
_WORD = re.compile(r"[^\W\d_]{3,}")
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")


@lru_cache(maxsize=1 << 12)
def date_of(date: str, year: str, month: str, day: str) -> PartialDate | None:
    """Return the date in the texts of four fields, each of which may be empty.

    Args:
        date: of biblatex; if it has a date, the others are not read.
        year: in four digits, with any text around it.
        month: a number or a name, perhaps with the day.
        day: a number.

    Returns:
        As much of the date as can be read, None without a year.
    """
    if date and (found := _of_date(date)) is not None:
        return found
    year_found = _YEAR.search(year)
    if year_found is None:
        return None
    return PartialDate.known(int(year_found[0]), *_month_and_day(month, day))


def _of_date(text: str) -> PartialDate | None:
    text = text.strip().lstrip("/.")
    found = _ISO.match(text)
    if found is not None and not text[found.end() : found.end() + 1].isdigit():
        return PartialDate.known(int(found[1]), int(found[3] or 0), int(found[4] or 0))
    if (found := _DAY_FIRST.match(text)) is not None:
        return PartialDate.known(int(found[3]), int(found[2]), int(found[1]))
    year = _YEAR.search(text)
    if year is None:
        return None
    rest = text[: year.start()] + " " + text[year.end() :]
    return PartialDate.known(int(year[0]), *_month_and_day(rest, ""))


def _month_and_day(month: str, day: str) -> tuple[int, int]:
    """Return month and day as numbers, 0 if unknown."""
    month = month.strip()
    number = 0
    word = _WORD.search(month)
    if word is not None:
        number = month_number(word[0]) or 0
    elif (digits := _DAY.match(month)) is not None:
        return int(digits[1]), int(day) if day.strip().isascii() and day.strip().isdigit() else 0
    written = _DAY.search(day) or (_DAY.search(month) if number else None)
    return number, int(written[1]) if written else 0
