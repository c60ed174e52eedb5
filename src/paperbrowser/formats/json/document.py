"""A JSON document of a service or reference manager: records in a list or page, an author, one record.

    {"meta": {…}, "results": [{…}, {…}]}

The document is read record by record, so that each has its line, and so that what comes before a damage (a
download that was cut off) and behind it (`damage` says where) is read. Several documents may follow each
other. What a record means is the business of `records`. A document whose first line is a whole object
with others behind it is one of JSON lines.
"""

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from paperbrowser.formats.json import lines as json_lines
from paperbrowser.formats.json.damage import Continuation
from paperbrowser.formats.json.records import CONTAINERS, DEEPEST, Records
from paperbrowser.formats.result import Progress, ReadError, Reading, Remark
from paperbrowser.papers.model import Profile

if TYPE_CHECKING:
    import json

NAME = "JSON of a known service"

_START = re.compile(r'[\s\ufeff]*(?:\[\s*[\[\]{n]|\{\s*["}])')
_BLANK = re.compile(r"[ \t\r\n\ufeff]*")
_CLOSED = re.compile(r"[ \t\r\n\]},]*")
_LARGEST = 500_000_000  # characters
_DIGITS = 4000  # of a number; Python refuses to make an integer of more than 4300
_SLICE = 200  # records between two reports of progress
_READ = 0.95  # share of the time that reading takes; the rest is naming the papers


def sniff(head: str) -> bool:
    """Whether a text begins like a list or an object."""
    return _START.match(head) is not None


def read(text: str, *, progress: Progress | None = None) -> Reading:
    """Read a whole text; as JSON lines if its first line is an object and others follow.

    Raises:
        ReadError: no record in it is a paper or an author (code "no-entries"), or it is too large.
    """
    first, newline, _ = text.partition("\n")
    if newline and json_lines.is_object(first):
        return json_lines.read(text, progress=progress)
    if len(text) > _LARGEST:
        raise ReadError(
            f"the JSON document is longer than {_LARGEST // 1_000_000} MB",
            code="too-large",
            advice="cut it into files of one record a line",
        )
    document = _Document(text, progress)
    document.read()
    if document.damage is not None and newline:
        # Of JSON lines whose first one is damaged, nothing or nearly nothing reads as a document.
        try:
            lines = json_lines.read(text, progress=progress)
        except ReadError:
            if not document.records.any:
                raise
        else:
            if len(lines.profile.papers) > len(document.records.papers):
                return lines
    reading = document.reading()
    if progress is not None:
        progress(1.0)
    return reading


def preview(head: str) -> Profile | None:
    """What the beginning of a document shows."""
    first, newline, _ = head.partition("\n")
    if newline and json_lines.is_object(first):
        return json_lines.preview(head)
    document = _Document(head, None)
    document.read()
    try:
        return document.reading().profile
    except ReadError:
        return None


class _DamageError(Exception):
    """The text is not JSON from `at` on."""

    def __init__(self, what: str, at: int) -> None:
        super().__init__(what)
        self.what = what
        self.at = at


class _Document:
    """Walks through the text: into the lists of pages, over everything else."""

    def __init__(self, text: str, progress: Progress | None) -> None:
        self._text = text
        self._progress = progress
        self._decoder = _decoder()
        self._line = 1
        self._counted = 0  # characters whose lines are counted
        self._taken = 0  # values
        self._continuation = Continuation(text, self._decoder.raw_decode)
        self.records = Records("entry")
        self.damage: Remark | None = None

    def read(self) -> None:
        """Take the records up to the end, or to a damage behind which there is none."""
        at = self._over_blanks(0)
        while at < len(self._text):
            try:
                at = self._over_blanks(self._top(at))
                if self._text[at : at + 1] == ",":  # between objects that were never in a list
                    at = self._over_blanks(at + 1)
            except _DamageError as error:
                at = self._far_behind(error)

    def _far_behind(self, damage: _DamageError) -> int:
        """Take the records behind a damage in what is around them, and return where they end."""
        while (following := self._continuation.record_behind(damage.at)) is not None:
            self.records.remarks.left_out(self._line_of(damage.at), f"not JSON ({damage.what})")
            try:
                # The brackets around them were opened before the damage.
                return self._over(_CLOSED, self._elements(following, 0))
            except _DamageError as another:
                damage = another
        self._end(damage)
        return len(self._text)

    def _end(self, error: _DamageError) -> None:
        cut = self._over_blanks(error.at) >= len(self._text)
        count = len(self.records.papers)
        papers = f"{count:,} paper{'s' if count != 1 else ''} before it"
        what = f"the file is cut off or damaged here ({error.what}); {papers}"
        code = "truncated" if cut else "bad-entry"
        self.damage = Remark(code, what, self._line_of(error.at))

    def reading(self) -> Reading:
        """What was taken."""
        if self.records.any:
            if self.damage is not None:
                self.records.remarks.add(self.damage)
            return self.records.reading()
        first = self.records.remarks.first_left_out or self.damage
        raise ReadError(
            "no record in this JSON is a paper" + (f": {first.message}" if first else ""),
            code="no-entries",
            line=first.line if first and first.line else 1,
            advice="save that of OpenAlex, Semantic Scholar, INSPIRE, ORCID or a reference manager",
        )

    def _top(self, at: int) -> int:
        """Take one document."""
        line = self._line_of(at)
        if self._text[at] == "[":
            return self._list(at, 0)
        if self._text[at] != "{":
            return self._take(at)
        head: dict[str, Any] = {}
        before = len(self.records.papers)
        try:
            at = self._object(at, head, 0)
        except _DamageError:
            if (
                len(self.records.papers) > before
            ):  # of a record that is cut, the fields that are left say too little
                self.records.take_author(head)
            raise
        if len(self.records.papers) > before:
            self.records.take_author(head)
        else:
            self.records.take(head, line)
        return at

    def _object(self, at: int, found: dict[str, Any], depth: int) -> int:
        """Read an object into `found`, and take what is in its lists of records."""
        text = self._text
        at = self._over_blanks(at + 1)
        if text[at : at + 1] == "}":
            return at + 1
        while True:
            if text[at : at + 1] != '"':
                raise _DamageError("expecting a name in quotes", at)
            key, at = self._value(at)
            at = self._over_blanks(self._expected(":", self._over_blanks(at)))
            start = text[at : at + 1]
            if key in CONTAINERS and depth < DEEPEST and start in {"[", "{"}:
                inside: dict[str, Any] = {}
                found[key] = inside if start == "{" else []
                at = self._object(at, inside, depth + 1) if start == "{" else self._list(at, depth)
            else:
                found[key], at = self._value(at)
            at = self._over_blanks(at)
            if text[at : at + 1] == "}":
                return at + 1
            at = self._over_blanks(self._expected(",", at))

    def _list(self, at: int, depth: int) -> int:
        """Take the records of a list."""
        return self._elements(self._over_blanks(at + 1), depth)

    def _elements(self, at: int, depth: int) -> int:
        """Take the records of a list from the one at `at` on; that is the end if it is a `]`."""
        text = self._text
        while text[at : at + 1] != "]":
            start = at
            try:
                nested = text[at : at + 1] == "[" and depth < DEEPEST
                at = self._over_blanks(self._list(at, depth + 1) if nested else self._take(at))
                if text[at : at + 1] != "]":
                    at = self._over_blanks(self._expected(",", at))
            except _DamageError as error:
                at = self._behind(error, start, at)
        return at + 1

    def _behind(self, error: _DamageError, start: int, at: int) -> int:
        """Where a list goes on behind a damage, which is told.

        Args:
            error: the damage.
            start: of the last value.
            at: behind that value, or also its start if it is damaged itself.
        """
        if at > start and self._text[at : at + 1] in {"{", "["}:
            self.records.remarks.at(self._line_of(at))("a comma is missing before this")
            return at
        following = self._continuation.behind(at, error.at)
        if following is None:
            raise error
        self.records.remarks.left_out(self._line_of(at), f"not JSON ({error.what})")
        return following

    def _take(self, at: int) -> int:
        """Take one record."""
        line = self._line_of(at)
        value, end = self._value(at)
        if self._progress is not None and self._taken % _SLICE == 0:
            self._progress(_READ * at / len(self._text))
        self._taken += 1
        if value is not None:  # Semantic Scholar has null in the place of a paper it does not know
            papers = len(self.records.papers)
            self.records.take(value, line)
            if len(self.records.papers) > papers:
                self._continuation.good(at, value)
        return end

    def _value(self, at: int) -> tuple[Any, int]:
        try:
            return self._decoder.raw_decode(self._text, at)
        except RecursionError:
            raise _DamageError("nested too deeply", at) from None
        except ValueError as error:
            raise _DamageError(json_lines.reason(error), getattr(error, "pos", at)) from None

    def _expected(self, sign: str, at: int) -> int:
        if self._text[at : at + 1] != sign:
            raise _DamageError(f"expecting {'a colon' if sign == ':' else 'a comma'}", at)
        return at + 1

    def _over_blanks(self, at: int) -> int:
        return self._over(_BLANK, at)

    def _over(self, pattern: re.Pattern[str], at: int) -> int:
        found = pattern.match(self._text, at)
        return found.end() if found is not None else at

    def _line_of(self, at: int) -> int:
        """The line of a place; places are asked for from the first to the last, more or less."""
        if at < self._counted:
            return self._line - self._text.count("\n", at, self._counted)
        self._line += self._text.count("\n", self._counted, at)
        self._counted = at
        return self._line


@cache
def _decoder() -> "json.JSONDecoder":
    import json

    # Control characters are dropped later, not an error.
    return json.JSONDecoder(strict=False, parse_int=_whole)


def _whole(digits: str) -> int | None:
    return int(digits) if len(digits) <= _DIGITS else None
