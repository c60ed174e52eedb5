"""Where a list of records goes on behind a damaged one: what follows a missing quote or comma is not lost.

Mostly the brackets of the damaged record tell where it ends. Where they do not (a text without its end turns
all that follows inside out), the next object counts that begins like the records before, has most of their
fields and is a paper; so an author or a reference within the damaged record is not taken for one. All of it
is limited, so that a file of nothing but damages takes linear time.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from paperbrowser.formats.json.records import is_paper
from paperbrowser.formats.json.values import Fields

# A text ends with its line at the latest, as all that programs write does.
_TOKEN = re.compile(r'"(?:[^"\\\n]++|\\.)*+(?P<quote>"?)|[][{}]', re.DOTALL)
_OPENING = re.compile(r'\{\s{0,99}"(?:[^"\\\n]{1,99}"\s{0,9}:)?')
_BEHIND = re.compile(r"\s*+(?:(?P<last>\])|,\s*+(?=[\[{n]))")
_TRIES = 1_000  # damages, and objects that may be the next record
_SAMPLE = 10  # papers that show which fields records have, if the first is damaged
_TIMES = 10  # so often all of the text may be looked through
_BLANKS = 200  # characters before an object, in which a colon may stand


class Continuation:
    """Finds where to go on in a text.

    Args:
        text: the whole document.
        decode: reads the value at a position, like `json.JSONDecoder.raw_decode`.
    """

    def __init__(self, text: str, decode: Callable[[str, int], tuple[Any, int]]) -> None:
        self._text = text
        self._decode = decode
        self._tries = _TRIES
        self._left = _TIMES * len(text)  # characters
        self._opening = ""  # of the last record: `{"id":`
        self._fields: Fields = {}

    def good(self, at: int, record: Fields) -> None:
        """Take note of a record that reads, at `at`."""
        found = _OPENING.match(self._text, at)
        self._opening, self._fields = found[0] if found else "", record

    def behind(self, start: int, damage: int) -> int | None:
        """Where the next record begins, or the `]` of the list stands; None if there is neither.

        Args:
            start: of the damaged record.
            damage: the position from which it does not read.
        """
        self._tries -= 1
        if self._tries > 0 and self._text[start : start + 1] in {"{", "["}:
            end, torn = self._end_of(start)
            if end is not None and end > damage and (found := _BEHIND.match(self._text, end)):
                return found.start("last") if found["last"] else found.end()
            damage = min(damage, torn or damage)
        return self._next(start, damage)

    def record_behind(self, damage: int) -> int | None:
        """Where a record begins that is like those before; None if there is none, or was none before."""
        return self._next(0, damage) if self._fields else None

    def _end_of(self, start: int) -> tuple[int | None, int | None]:
        """Where the brackets close that open at `start`, and before that the first line with half a text."""
        depth = 0
        end = torn = None
        for found in _TOKEN.finditer(self._text, start, start + max(0, self._left)):
            sign = found[0]
            if sign in {"{", "["}:
                depth += 1
            elif sign in {"}", "]"}:
                depth -= 1
                if depth == 0:
                    end = found.end()
                    break
            elif torn is None and not found["quote"]:
                torn = found.end()
        self._left -= (end or len(self._text)) - start
        return end, torn

    def _next(self, start: int, damage: int) -> int | None:
        """The next object that must be a record."""
        own = _OPENING.match(self._text, start)
        opening = self._opening or (own[0] if own else "{")
        # What is found wrong is often the first name of the next record, behind half a text.
        begin = max(start, damage - len(opening))
        if not self._fields:
            some = islice(self._papers(opening, begin), _SAMPLE)
            self._fields = max((paper for _, paper in some), key=len, default={})
        usual = self._fields.keys()
        for at, paper in self._papers(opening, begin):
            if 2 * len(usual & paper.keys()) >= len(usual):
                return at
        return None

    def _papers(self, opening: str, at: int) -> Iterator[tuple[int, Fields]]:
        """The papers that begin like that, and where."""
        at = self._text.find(opening, at)
        while at >= 0 and self._tries > 0 and self._left > 0:
            self._tries -= 1
            if self._text[max(0, at - _BLANKS) : at].rstrip()[-1:] != ":":
                value = self._object(at)
                if value is not None and is_paper(value):
                    yield at, value
            at = self._text.find(opening, at + 1)

    def _object(self, at: int) -> Fields | None:
        try:
            value, end = self._decode(self._text, at)
        except (ValueError, RecursionError) as error:
            self._left -= getattr(error, "pos", len(self._text)) - at
            return None
        self._left -= end - at
        return value if isinstance(value, dict) else None
