"""Conditions on papers, read from the value of a search field: `year:2020..2023`, `cat:CO`.

Pure functions. A reader takes the value, folded, and whether the user is still typing it; it returns None for
a text that is no value of the field.
"""

import datetime
import math
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from paperbrowser.papers import categories, words
from paperbrowser.papers.marks import within

QUOTES = '"“”„‟«»'  # any of them opens, any of them closes: keyboards disagree about which is which

_LONGEST_IDENTIFIER = 250  # characters that count
ET_AL = "et al"  # the label of papers whose list of authors was cut short
_LONGEST_NAME = 6  # words of a name that initials are taken of
_LONGEST_CITED = 60  # characters
_SIGNS = {">": (1, False), ">=": (1, True), "=>": (1, True), "≥": (1, True),
          "<": (-1, False), "<=": (-1, True), "=<": (-1, True), "≤": (-1, True)}  # fmt: skip


class Bounds(NamedTuple):
    """Numbers from `low` to `high`.

    Attributes:
        low: the least number.
        high: the greatest number.
        low_counts: `low` itself is within.
        high_counts: `high` itself is within.
    """

    low: float = -math.inf
    high: float = math.inf
    low_counts: bool = True
    high_counts: bool = True

    def holds(self, number: float) -> bool:
        """Return whether `number` lies within."""
        return (number >= self.low if self.low_counts else number > self.low) and (
            number <= self.high if self.high_counts else number < self.high
        )


class OneOf(NamedTuple):
    """Any of some values.

    Attributes:
        values: folded.
        begun: the user is still typing the last one, so it may be the beginning of a value.
    """

    values: tuple[str, ...]
    begun: bool = False


class AnyBounds(NamedTuple):
    """Numbers within any of some bounds, as in `year:2019,2021..2023`.

    Attributes:
        ranges: the bounds, at least two.
    """

    ranges: tuple[Bounds, ...]

    def holds(self, number: float) -> bool:
        """Return whether `number` lies within any of them."""
        return any(one.holds(number) for one in self.ranges)


Condition = Bounds | AnyBounds | OneOf
Reader = Callable[[str, bool], Condition | None]


# Whether a value means a label


def equal(value: str, label: str, _begun: bool) -> bool:
    """Return whether a value is a label, for fields where it must be the whole label.

    Args:
        value: folded.
        label: a paper's label.
        _begun: ignored, because the beginning of a label does not count.
    """
    return value == label


def equal_or_begun(value: str, label: str, begun: bool) -> bool:
    """Return whether a value is a label, or its beginning if it is begun."""
    return label.startswith(value) if begun else value == label


def within_or_begun(value: str, label: str, begun: bool) -> bool:
    """Return whether a tag is the value or within it; if the value is begun, whether it begins so."""
    return within(label, value) or (begun and label.startswith(value))


@lru_cache(maxsize=4096)  # a profile has few categories, and each key asks for all of them
def same_category(value: str, label: str, begun: bool) -> bool:
    """Return whether `value` means the category `label`: by its code, its archive, or a word of its name.

    A code without archive, in the value or in the source, stands for that code in any archive.

    >>> same_category("co", "astro-ph.CO", False), same_category("cosmology", "astro-ph.CO", False)
    (True, True)

    Args:
        value: folded.
        label: as the source writes it.
        begun: `value` may be the beginning of a code or word.
    """
    label = label.strip().lower()
    code = categories.short(label)
    if value in {label, code} or (code == label == categories.short(value)):
        return True
    called = categories.name(label)
    if categories.name(value) is not None:  # a code or an archive: it means that and nothing else
        within = categories.name(f"{value}.{label}")
        return label.startswith(f"{value}.") or (within is not None and within == called)
    if label.startswith(f"{value}-") or (
        begun and (label.startswith(value) or code.startswith(value))
    ):
        return True  # "hep" is no archive; hep-th and hep-ph are
    asked = words.split(value)
    if not called or not asked:
        return False
    has = words.split(words.fold(called))
    *whole, last = asked
    return all(word in has for word in whole) and (
        any(word.startswith(last) for word in has) if begun else last in has
    )


# Readers


def bounds(number: str) -> Callable[[str, bool], Bounds | AnyBounds | None]:
    """Return the reader of a field of numbers or ranges, separated by commas.

    Args:
        number: a number as a regular expression.
    """
    compared = f"([<>≤≥=]{{0,2}})({number})"
    between = rf"({number})?\.{{2,3}}({number})?|({number})-({number})"
    begun_range = rf"({number})(?:\.{{1,3}}|-)[0-9]{{0,3}}"

    def read_one(value: str, begun: bool) -> Bounds | None:
        # Compiled when first used (and kept by `re`): few sessions ask for each field.
        if found := re.fullmatch(compared, value):
            return _compared(found[1], float(found[2]))
        if found := re.fullmatch(between, value):
            return _between(found[1] or found[3] or "", found[2] or found[4] or "", begun)
        if begun and (found := re.fullmatch(begun_range, value)):
            return Bounds(float(found[1]))
        return None

    def read(value: str, begun: bool) -> Bounds | AnyBounds | None:
        *whole, last = [part.strip() for part in value.split(",")]
        ranges = [read_one(part, False) for part in whole]
        if last or not (begun and whole):  # "2019," is on its way to "2019,2021"
            ranges.append(read_one(last, begun))
        known = tuple(one for one in ranges if one is not None)
        if len(known) < len(ranges):
            return None
        return known[0] if len(known) == 1 else AnyBounds(known)

    return read


def _compared(sign: str, edge: float) -> Bounds | None:
    if sign in {"", "="}:
        return Bounds(edge, edge)
    if sign not in _SIGNS:
        return None
    side, counts = _SIGNS[sign]
    if side > 0:
        return Bounds(low=edge, low_counts=counts)
    return Bounds(high=edge, high_counts=counts)


def _between(low: str, high: str, begun: bool) -> Bounds | None:
    if not low and not high:
        return None
    ends = Bounds(float(low or "-inf"), float(high or "inf"))
    if ends.low <= ends.high:
        return ends
    if begun and len(high) < len(low):
        return Bounds(ends.low)  # "80..9" is on its way to "80..90"
    return Bounds(ends.high, ends.low)  # written the other way round


read_year = bounds("[0-9]{4}")


def some(plain: Callable[[str], str]) -> Reader:
    """Return the reader of a field whose values may be several, separated by commas, each made `plain`."""

    def read(value: str, begun: bool) -> OneOf | None:
        values = tuple(name for part in value.split(",") if (name := plain(part)))
        return OneOf(values, begun and not value.endswith(",")) if values else None

    return read


def choice(choices: Iterable[str], other_names: Mapping[str, str] | None = None) -> Reader:
    """Return the reader of a field whose values are some of `choices`, by these names or others."""
    known, others = frozenset(choices), other_names or {}

    def read(value: str, _begun: bool) -> OneOf | None:
        values = tuple(others.get(part, part) for part in value.split(",") if part)
        return OneOf(values) if values and known.issuperset(values) else None

    return read


def identifier(of: Callable[[str], str | None]) -> Reader:
    """Return the reader of a field whose value is an identifier, in any spelling that `of` reads."""

    def read(value: str, _begun: bool) -> OneOf | None:
        known = of(value)
        return None if known is None else OneOf((identifier_label(known),))

    return read


@lru_cache(maxsize=65536)  # the same people write many papers
def names_cited(name: str) -> tuple[str, ...]:
    """Return the ways in which a name is cited with initials.

    >>> names_cited("Drew M. Jamieson")
    ('d m', 'd jamieson', 'm jamieson', 'dm jamieson')
    """
    written = words.split(words.fold(name))[:_LONGEST_NAME]
    cited: dict[str, None] = {}
    for at, surname in enumerate(written[1:], 1):
        letters = [part[0] for given in written[:at] for part in words.parts(given)]
        for some_letters in (*letters, "".join(letters[:2]), "".join(letters)):
            cited[f"{some_letters} {surname}"[:_LONGEST_CITED]] = None
    return tuple(cited)


def identifier_label(known: str) -> str:
    """Return the part of an identifier that counts."""
    return known[:_LONGEST_IDENTIFIER]


def added_after(since: datetime.date) -> Bounds:
    """Return the condition of `is:new` in a profile that was fetched before on the day `since`."""
    return Bounds(low=since.toordinal(), low_counts=False)
