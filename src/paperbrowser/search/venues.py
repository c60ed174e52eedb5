"""Names of venues made comparable: a venue is found by a word of its name or by initials. Pure functions."""

import re
from functools import lru_cache

from paperbrowser.papers.words import FUNCTION_WORDS, fold, split

_LONGEST = 120  # characters of a name that count
_FEWEST_INITIALS = 3
_LETTER_BEFORE_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)")


@lru_cache(maxsize=65_536)  # far more papers than places, and each index asks for all
def labels(venue: str) -> tuple[str, ...]:
    """Return the names of a venue, folded: its words and, of three or more, their initials.

    >>> labels("Monthly Notices of the Royal Astronomical Society")
    ('monthly notices of the royal astronomical society', 'mnras')
    """
    words = plain(venue).split()
    if not words:
        return ()
    initials = "".join(word[0] for word in words if word not in FUNCTION_WORDS and word.isalpha())
    name = " ".join(words)
    return (name, initials) if len(initials) >= _FEWEST_INITIALS else (name,)


@lru_cache(maxsize=65_536)  # the same people write many papers
def plain(name: str) -> str:
    """Return the folded words of `name`, with single blanks between them; "icml2017" is two."""
    joined = " ".join(split(fold(name[:_LONGEST])))
    return _LETTER_BEFORE_DIGIT.sub(" ", joined.replace("-", " "))[:_LONGEST].rstrip()


def same(value: str, label: str, begun: bool) -> bool:
    """Return whether the words of a value stand side by side in a label.

    Args:
        value: `plain`.
        label: one of `labels`.
        begun: the last word of `value` may be the beginning of one.
    """
    return (f" {value}" if begun else f" {value} ") in f" {label} "
