"""The lines of a text, which may be 20 MB of blank lines or one line of 20 MB. Pure; linear time.

Lines end at a newline and nowhere else: the separators that `str.splitlines` also knows (U+2028 and
others) do occur inside titles and abstracts.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Characters that a page shows; a line without any is blank.
VISIBLE = re.compile("[^\\s\u200b\u200e\u200f\u2060\ufeff]")


class PageLine(NamedTuple):
    """A line that is not blank.

    Attributes:
        text: without the blanks at its ends.
        after_blank: it is the first of its paragraph.
        start: where in the text its first visible character is.
    """

    text: str
    after_blank: bool
    start: int


def filled_lines(text: str, start: int = 0, end: int | None = None) -> Iterator[PageLine]:
    """Return the lines of a part of a text that are not blank, in order.

    Args:
        text: the whole text.
        start: where the part begins.
        end: where it ends; by default at the end of the text.

    Returns:
        The lines, each searched for when it is asked for.
    """
    end = len(text) if end is None else end
    after_blank = True
    while (found := VISIBLE.search(text, start, end)) is not None:
        first = found.start()
        if not after_blank:
            after_blank = text.find("\n", start, first) >= 0
        stop = text.find("\n", first, end)
        stop = end if stop < 0 else stop
        yield PageLine(text[first:stop].strip(), after_blank, first)
        after_blank = False
        start = stop + 1


def number_of(text: str, place: int) -> int:
    """Return the number of the line that a place is in, counted from 1."""
    return text.count("\n", 0, place) + 1
