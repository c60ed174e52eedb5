"""Dates of which only the year, or year and month, may be known: "2017", "2017-03", "2017-03-05".

Such a date is a `datetime.date` (the first day of its year or month, so that it sorts) and a `Precision`
that tells how much of it is true. Pure functions; imports nothing of the program.
"""

import datetime
import re
from typing import Literal

Precision = Literal["year", "month", "day"]

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
_LENGTH: dict[Precision, int] = {"year": 4, "month": 7, "day": 10}


def first_day(date: datetime.date, precision: Precision) -> datetime.date:
    """The day that stands for the year, month or day that `date` is of."""
    if precision == "year":
        return date.replace(month=1, day=1)
    return date.replace(day=1) if precision == "month" else date


def text_of(date: datetime.date, precision: Precision) -> str:
    """What is known of a date and no more, as ISO 8601 writes it."""
    return date.isoformat()[: _LENGTH[precision]]


def parse(text: str) -> tuple[datetime.date, Precision] | None:
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
