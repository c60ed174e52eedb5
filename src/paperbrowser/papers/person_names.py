"""The names of people, as bibliographies write them, made what a reader would write. Pure functions."""

import re
from functools import lru_cache

from paperbrowser.papers.wrapped import one_line

_NUMBER = re.compile(r" \d{4}$")  # dblp.org tells people of one name apart: "Wei Wang 0001"
# Neither "Chen, Xi" nor "Newton, I." has one.
_SUFFIX = re.compile(r"(?:[Jj][Rr]|[Ss][Rr]|I{2,3}|I[VX]|VI{1,3}|\d(?:st|nd|rd|th))\.?")
_DEGREE = re.compile(r"(?:M\.?D|Ph\.? ?D|D\.?Phil|D\.?Sc|M\.?Sc|M\.?P\.?H|R\.?N|Esq)\.?")
_OTHERS = re.compile(r"(?:,?\s?and )?(?:et\.? al\.?|others)\.?", re.IGNORECASE)


def is_suffix(part: str) -> bool:
    """Whether a part of a name follows it: "Jr.", "III"."""
    return _SUFFIX.fullmatch(part) is not None


def says_more(name: str) -> bool:
    """Whether what stands in the place of a last author says that there are others."""
    return _OTHERS.fullmatch(name) is not None


@lru_cache(maxsize=1 << 16)  # the same people write many papers
def in_order(name: str) -> str:
    """A name with the given names first, clean and on one line.

    >>> in_order("de la Cruz, Juan"), in_order("King, Jr., Martin Luther"), in_order("Wei Wang 0001")
    ('Juan de la Cruz', 'Martin Luther King Jr.', 'Wei Wang')
    """
    parts = [part for part in (part.strip() for part in one_line(name).split(",")) if part]
    match parts:
        case [last, first] if is_suffix(first):  # "Martin Luther King, Jr."
            ordered = f"{last} {first}"
        case [last, first]:
            ordered = f"{first} {last}"
        case [last, suffix, first] if is_suffix(suffix):
            ordered = f"{first} {last} {suffix}"
        case [last, first, suffix] if is_suffix(suffix) or _DEGREE.fullmatch(suffix):
            ordered = f"{first} {last} {suffix}"
        case _:
            ordered = ", ".join(parts)
    return _NUMBER.sub("", ordered)
