"""Dates of which only the year, or year and month, may be known: "2017", "2017-03", "2017-03-05".

Such a date is a `datetime.date` (the first day of its year or month, so that it sorts) and a `Precision`
that tells how much of it is true: a `Partial`. How each format writes dates is its reader's business. Pure
functions; imports nothing of the program.
"""

import datetime
import re
from typing import Literal

Precision = Literal["year", "month", "day"]
Partial = tuple[datetime.date, Precision]

UNKNOWN: tuple[None, Precision] = (None, "day")  # what stands for a `Partial` that there is not
EARLIEST_YEAR = 1000  # of a publication; what is before is a number of another sort
# Calendars of the standard library name them in the language of the machine.
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
SHORT_MONTHS = tuple(month[:3] for month in MONTHS)

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
_LENGTH: dict[Precision, int] = {"year": 4, "month": 7, "day": 10}


def spoken(day: datetime.date, beside: datetime.date | None) -> str:
    """A day as it is said, "12 Oct"; with its year unless it is that of `beside`."""
    year = "" if beside is not None and beside.year == day.year else f" {day.year}"
    return f"{day.day} {SHORT_MONTHS[day.month - 1]}{year}"


def first_day(date: datetime.date, precision: Precision) -> datetime.date:
    """The day that stands for the year, month or day that `date` is of."""
    if precision == "year":
        return date.replace(month=1, day=1)
    return date.replace(day=1) if precision == "month" else date


def text_of(date: datetime.date, precision: Precision) -> str:
    """What is known of a date and no more, as ISO 8601 writes it."""
    return date.isoformat()[: _LENGTH[precision]]


def as_known(year: int, month: int, day: int) -> Partial | None:
    """As much as makes a date of numbers of which any may be wrong, month and day also 0; None for no year.

    >>> as_known(2014, 2, 30), as_known(2014, 21, 0), as_known(14, 2, 3)
    ((datetime.date(2014, 2, 1), 'month'), (datetime.date(2014, 1, 1), 'year'), None)
    """
    if not EARLIEST_YEAR <= year <= datetime.MAXYEAR:
        return None
    if not 1 <= month <= len(MONTHS):  # 21 to 41 are seasons
        return datetime.date(year, 1, 1), "year"
    try:
        return datetime.date(year, month, day), "day"
    except ValueError:
        return datetime.date(year, month, 1), "month"


def parse(text: str) -> Partial | None:
    """The reverse of `text_of`; None for what is no such date."""
    try:
        if len(text) > _LENGTH["month"]:
            return datetime.date.fromisoformat(text), "day"
        if (found := _PARTIAL.fullmatch(text)) is not None:
            year, month = found.groups()
            return datetime.date(int(year), int(month or 1), 1), "month" if month else "year"
    except ValueError:
        pass
    return None
