"""A JSON document of a service or reference manager: records in a list or page, an author, one record.

    {"meta": {…}, "results": [{…}, {…}]}

The document is read record by record, so that each has its line, and so that the records before a syntax
error (a download that was cut off) are read; the rest is left out. Several documents may follow each other.
`records` makes papers of the records. A document whose first line is a whole object with others behind it
is one of JSON lines.
"""

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from paperbrowser.formats.input import FormatReader, Input
from paperbrowser.formats.json import lines as json_lines
from paperbrowser.formats.json.records import CONTAINERS, DEEPEST, Records
from paperbrowser.formats.result import ReadError, ReadResult, Remark
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Profile
from paperbrowser.system.progress import Progress

if TYPE_CHECKING:
    import json

_START = re.compile(r'[\s\ufeff]*(?:\[\s*[\[\]{n]|\{\s*["}])')
_BLANK = re.compile(r"[ \t\r\n\ufeff]*")
_LARGEST = 500_000_000  # characters
_DIGITS = 4000  # of a number; Python refuses to make an integer of more than 4300
_SLICE = 200  # records between two reports of progress
_READ = 0.95  # share of the time that reading takes; the rest is naming the papers


def sniff(head: str) -> bool:
    """Whether a text begins like a list or an object."""
    return _START.match(head) is not None


def read(content: Input) -> ReadResult:
    """Read a whole document; as JSON lines if its first line is an object and others follow.

    Raises:
        ReadError: no record in it is a paper or an author (code "no-entries"), or it is too large.
    """
    first = content.first_line()
    if first.endswith("\n") and json_lines.is_object(first):
        return json_lines.read(content)
    text = content.text()
    if len(text) > _LARGEST:
        raise ReadError(
            f"the JSON document is longer than {_LARGEST // 1_000_000} MB",
            code="too-large",
            advice="cut it into files of one record a line",
        )
    document = _Document(text, content.progress)
    document.read()
    if document.damage is not None and first.endswith("\n"):
        # Of JSON lines whose first one is damaged, nothing or nearly nothing reads as a document.
        try:
            lines = json_lines.read(content)
        except ReadError:
            if not document.records.any:
                raise
        else:
            if len(lines.profile.papers) > len(document.records.papers):
                return lines
    result = document.result()
    content.progress(1.0)
    return result


def preview(head: str) -> Profile | None:
    """Return the profile in the beginning of a document, None if there is none."""
    try:
        return read(Input.of_text(head)).profile
    except ReadError:
        return None


READER = FormatReader(sniff, read, preview)


class _DamageError(Exception):
    """The text is not JSON from `at` on."""

    def __init__(self, what: str, at: int) -> None:
        super().__init__(what)
        self.what = what
        self.at = at


class _Document:
    """Walks through the text: into the lists of pages, over everything else."""

    def __init__(self, text: str, progress: Progress) -> None:
        self._text = text
        self._progress = progress
        self._decoder = _decoder()
        self._line = 1
        self._counted = 0  # characters whose lines are counted
        self._taken = 0  # values
        self.records = Records("entry")
        self.damage: Remark | None = None

    def read(self) -> None:
        """Take the records up to the end, or to the first syntax error."""
        at = self._over_blanks(0)
        try:
            while at < len(self._text):
                at = self._over_blanks(self._top(at))
                if self._text[at : at + 1] == ",":  # between objects that were never in a list
                    at = self._over_blanks(at + 1)
        except _DamageError as error:
            count = count_of_papers(len(self.records.papers))
            what = f"the file is cut off or damaged here ({error.what}); {count} before it"
            self.damage = Remark(
                "truncated", f"{what}, the rest is left out", self._line_of(error.at)
            )

    def result(self) -> ReadResult:
        """Return the profile of the records that were taken.

        Raises:
            ReadError: none is a paper or an author (code "no-entries").
        """
        if self.records.any:
            if self.damage is not None:
                count = count_of_papers(len(self.records.papers))
                what = f"{self.damage.message}; {count} before it, the rest is left out"
                self.records.remarks.add(replace(self.damage, message=what))
            return self.records.result()
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
            # Of a record that is cut, the fields that are left say too little.
            if len(self.records.papers) > before:
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
        text = self._text
        at = self._over_blanks(at + 1)
        while text[at : at + 1] != "]":
            nested = text[at : at + 1] == "[" and depth < DEEPEST
            at = self._over_blanks(self._list(at, depth + 1) if nested else self._take(at))
            if text[at : at + 1] != "]":
                at = self._over_blanks(self._expected(",", at))
        return at + 1

    def _take(self, at: int) -> int:
        """Take one record."""
        line = self._line_of(at)
        value, end = self._value(at)
        if self._taken % _SLICE == 0:
            self._progress(_READ * at / len(self._text))
        self._taken += 1
        if value is not None:  # Semantic Scholar has null in the place of a paper it does not know
            self.records.take(value, line)
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
        found = _BLANK.match(self._text, at)
        return found.end() if found is not None else at

    def _line_of(self, at: int) -> int:
        """Return the line of a place; places are asked for from the first to the last, more or less."""
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
