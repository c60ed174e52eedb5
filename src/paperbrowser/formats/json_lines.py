"""Papers as JSON lines: one object a line, with `title` and what else is known of the paper.

    {"id": "icml2017-1", "title": "On Machines", "authors": ["Ada Example"], "year": 2017, "abstract": "…"}

This module takes the lines one after the other, from a file of any length, and says which of them do not
read; what the fields of one mean is the business of `json_paper`.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, BinaryIO

from paperbrowser.formats.encoding import decode_line
from paperbrowser.formats.json_paper import paper_of
from paperbrowser.formats.reading import ReadError, Reading, Remark
from paperbrowser.formats.remarks import Remarks
from paperbrowser.model import Paper, Profile
from paperbrowser.paper_id import with_ids

NAME = "file of JSON lines"

Progress = Callable[[float], None]

_START = re.compile(r'[\s\ufeff]*\{\s*["}]')
_SNIFFED = 20  # lines
_LONGEST = 10_000_000  # bytes of a line
_SLICE = 500  # lines between two reports of progress
_LINES = 0.95  # share of the time that reading the lines takes; the rest is naming the papers
_HOPELESS = 1_000  # lines without a paper, after which none is expected


def sniff(head: str) -> bool:
    """Whether a text begins like JSON, or has a paper as JSON on one of its first lines."""
    if _START.match(head):
        return True
    lines = head.split("\n", _SNIFFED)[:_SNIFFED]
    return any(_START.match(line) and '"title"' in line and _is_object(line) for line in lines)


def _is_object(line: str) -> bool:
    try:
        return isinstance(_decoder()(line), dict)
    except (ValueError, RecursionError):
        return False


def read(
    text: str,
    *,
    as_of: datetime.date | None = None,  # noqa: ARG001 - dates have their years here
    file_date: datetime.date | None = None,  # noqa: ARG001
    progress: Progress | None = None,
) -> Reading:
    """Read a whole text, see `read_lines`."""
    return _read(_lines_of(text), len(text), progress)


def read_lines(file: BinaryIO, *, size: int | None, progress: Progress | None = None) -> Reading:
    """Read a file line by line. The profile has no name: the file has one.

    Args:
        file: open at its beginning.
        size: its bytes, if known, to tell the progress.
        progress: called now and then with the share that is done, 0 to 1; it may raise to cancel.

    Raises:
        ReadError: no line is a paper (code "no-entries").
    """
    return _read(_lines_from(file), size, progress)


def preview(head: str) -> Profile | None:
    """The papers of the beginning of a file; its last line, which may be cut, is left out."""
    try:
        return read(head[: head.rfind("\n") + 1]).profile
    except ReadError:
        return None


_TOO_LONG = f"longer than {_LONGEST // 1_000_000} MB"
# The length of a line, its text, and what is to be told of it. One that is too long has no text.
_Line = tuple[int, str | None, Remark | None]


def _lines_of(text: str) -> Iterator[_Line]:
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        length = end - start
        yield (length, text[start:end], None) if length <= _LONGEST else (length, None, None)
        start = end


def _lines_from(file: BinaryIO) -> Iterator[_Line]:
    while raw := file.readline(_LONGEST + 1):
        if len(raw) <= _LONGEST or raw.endswith(b"\n"):
            yield len(raw), *decode_line(raw)
            continue
        length = len(raw)
        while not raw.endswith(b"\n") and (raw := file.readline(1 << 20)):
            length += len(raw)
        yield length, None, None


def _read(lines: Iterable[_Line], size: int | None, progress: Progress | None) -> Reading:
    papers: list[Paper] = []
    remarks = Remarks("line")
    done = 0
    for number, (length, line, remark) in enumerate(lines, 1):
        if progress is not None and number % _SLICE == 1:
            progress(_LINES * done / size if size else 0.0)
        done += length
        if remark is not None:
            remarks.at(number, remark.code)(remark.message)
        if line is None:
            remarks.left_out(number, _TOO_LONG)
        elif (paper := _paper(line, number, remarks)) is not None:
            papers.append(paper)
        if not papers and remarks.count_left_out >= _HOPELESS:
            break
    if not papers:
        raise _no_papers(remarks)
    named = with_ids(papers)
    _remark_ids(papers, named, remarks)
    if progress is not None:
        progress(1.0)
    return Reading(Profile(name="", papers=named), remarks.all())


def _paper(line: str, number: int, remarks: Remarks) -> Paper | None:
    try:
        value = _decoder()(line.removeprefix("\ufeff") if number == 1 else line)
    except ValueError as error:
        if line.strip("\ufeff \t\r\n"):
            remarks.left_out(number, f"not JSON ({_reason(error)})")
        return None
    except RecursionError:
        remarks.left_out(number, "nested too deeply")
        return None
    paper = paper_of(value, remarks.at(number)) if isinstance(value, dict) else None
    if paper is None:
        remarks.left_out(number, "not an object with the title of a paper")
    return paper


@cache
def _decoder() -> Callable[[str], Any]:
    import json  # noqa: PLC0415 - not needed for files of other formats

    return json.JSONDecoder(strict=False).decode  # control characters are dropped, not an error


def _reason(error: ValueError) -> str:
    """What Python's parser says, without the place, which counts within the line."""
    what = getattr(error, "msg", "a number is too long")
    return f"{what[:1].lower()}{what[1:]}"


def _no_papers(remarks: Remarks) -> ReadError:
    first = remarks.first_left_out
    return ReadError(
        "no line is a paper in JSON" + (f": this one is {first.message}" if first else ""),
        code="no-entries",
        line=first.line if first else None,
        advice='each line should be like {"title": "…", "authors": ["…"], "year": 2024}',
    )


def _remark_ids(papers: list[Paper], named: tuple[Paper, ...], remarks: Remarks) -> None:
    changed = sum(
        bool(given.id) and given.id != kept.id for given, kept in zip(papers, named, strict=True)
    )
    if changed:
        what = "a paper has" if changed == 1 else f"{changed:,} papers have"
        remarks.add(Remark("duplicate", f"{what} the id of another, and got a new one"))
