"""Dates of which the day, or month and day, may be unknown: "2017-03-05", "2017-03", "2017".

`PartialDate` is the date of a paper. The names of months stand here too, because the standard library gives
them in the language of the machine. How each format writes dates is in its own module. Pure.
"""

import datetime
import re
from dataclasses import dataclass
from functools import total_ordering
from typing import Literal

from paperbrowser.papers.patterns import pattern

Precision = Literal["year", "month", "day"]

EARLIEST_YEAR = 1000  # of a publication; a smaller number is not a year
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
SHORT_MONTHS = tuple(month[:3] for month in MONTHS)

# The number of a month by its name, whole or short, in small letters.
MONTH_NUMBERS = {
    name.lower(): number for names in (MONTHS, SHORT_MONTHS) for number, name in enumerate(names, 1)
} | {"sept": 9, "febr": 2}
# The first letters of months in English, French, German, Italian, Portuguese and Spanish.
_STARTS = (
    "jan ene gen", "feb fév fev", "mar mär mae", "apr avr abr", "may mai mag", "jun juin giu", "jul juil lug",
    "aug aoû aou ago", "sep set", "oct okt ott out", "nov", "dec dez déc dic",
)  # fmt: skip
_MONTH_BY_START = {
    start: number for number, starts in enumerate(_STARTS, 1) for start in starts.split()
}

_YEAR_AND_MONTH = pattern(r"(\d{4})(?:-(\d{2}))?", re.ASCII)


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, perhaps with its month, perhaps with its day.

    Dates sort by time; of two that begin alike, the one of which less is known comes first.

    >>> PartialDate(2017), str(PartialDate(2017, 3)), PartialDate(2017) < PartialDate(2017, 1, 1)
    (PartialDate(year=2017, month=None, day=None), '2017-03', True)

    Raises:
        ValueError: there is no such day, or a day without a month.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day without a month")
        datetime.date(self.year, self.month or 1, self.day or 1)
        if self.month == 0 or self.day == 0:
            raise ValueError("months and days count from 1")

    @classmethod
    def of(cls, day: datetime.date) -> "PartialDate":
        """Return a day of the calendar as a date of which all is known."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def known(cls, year: int, month: int = 0, day: int = 0) -> "PartialDate | None":
        """Return as much as makes a date of numbers of which any may be wrong; None without a year.

        Args:
            year: in full; None is returned for one before `EARLIEST_YEAR`.
            month: 1 to 12; any other is unknown (21 to 41 are seasons).
            day: of the month; one that the month does not have is unknown.

        >>> str(PartialDate.known(2014, 2, 30)), str(PartialDate.known(2014, 21, 0))
        ('2014-02', '2014')
        """
        if not EARLIEST_YEAR <= year <= datetime.MAXYEAR:
            return None
        if not 1 <= month <= len(MONTHS):
            return cls(year)
        try:
            return cls(year, month, day)
        except ValueError:
            return cls(year, month)

    @classmethod
    def parse(cls, text: str) -> "PartialDate | None":
        """Return the date that `str` gives as `text`; None for any other text."""
        try:
            if len(text) > len("2017-03"):
                return cls.of(datetime.date.fromisoformat(text))
            if (found := _YEAR_AND_MONTH.fullmatch(text)) is not None:
                return cls(int(found[1]), int(found[2]) if found[2] else None)
        except ValueError:
            pass
        return None

    @property
    def precision(self) -> Precision:
        """The smallest part that is known."""
        if self.day is not None:
            return "day"
        return "year" if self.month is None else "month"

    @property
    def first_day(self) -> datetime.date:
        """The first day of the year or month, or the day itself."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def words(self) -> str:
        """The parts that are known, as one would say them: "5 Mar 2017", "Mar 2017", "2017"."""
        month = f"{SHORT_MONTHS[self.month - 1]} " if self.month is not None else ""
        return f"{'' if self.day is None else f'{self.day} '}{month}{self.year}"

    def __str__(self) -> str:
        """The parts that are known, as ISO 8601 writes them."""
        if self.month is None:
            return f"{self.year:04}"
        if self.day is None:
            return f"{self.year:04}-{self.month:02}"
        return f"{self.year:04}-{self.month:02}-{self.day:02}"

    def __lt__(self, other: "PartialDate") -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._order() < other._order()

    def _order(self) -> tuple[int, int, int]:
        return self.year, self.month or 0, self.day or 0


def month_number(word: str) -> int | None:
    """Return the number of a month by its name or an abbreviation in one of six languages.

    >>> month_number("Sept"), month_number("juillet"), month_number("März"), month_number("x")
    (9, 7, 3, None)
    """
    name = word.lower()
    return _MONTH_BY_START.get(name[:4]) or _MONTH_BY_START.get(name[:3])


def short_day(day: datetime.date, today: datetime.date | None) -> str:
    """Return a day in a few characters, with its year unless it is that of `today`.

    >>> short_day(datetime.date(2017, 10, 12), datetime.date(2017, 12, 1))
    '12 Oct'
    """
    year = "" if today is not None and today.year == day.year else f" {day.year}"
    return f"{day.day} {SHORT_MONTHS[day.month - 1]}{year}"
