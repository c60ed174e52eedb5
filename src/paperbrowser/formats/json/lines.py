"""Papers as JSON lines: one object a line, with `title` and what else is known of the paper.

    {"id": "icml2017-1", "title": "On Machines", "authors": ["Ada Example"], "year": 2017, "abstract": "…"}

This module takes the lines one after the other, from a file of any length, and says which of them do not
read; what an object means, ours or a service's, is the business of `records`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, BinaryIO

from paperbrowser.formats.encoding import decode_line
from paperbrowser.formats.entries import beginning, no_entries, whole_lines
from paperbrowser.formats.json.records import Records
from paperbrowser.formats.result import Progress, Reading, Remark
from paperbrowser.papers.model import Profile
from paperbrowser.system.gc import uncollected

NAME = "JSON lines"

_START = re.compile(r'[\s\ufeff]*\{\s*["}]')
_SNIFFED = 20  # lines
_LONGEST = 10_000_000  # bytes of a line; see `first_line`
_LINE_ENDS = ("\n", "\r\n", "")
_SLICE = 500  # lines between two reports of progress
_LINES = 0.95  # share of the time that reading the lines takes; the rest is naming the papers
_HOPELESS = 1_000  # lines without a paper, after which none is expected


def sniff(head: str) -> bool:
    """Whether a text begins like JSON, or has a paper as JSON on one of its first lines."""
    if _START.match(head):
        return True
    lines = head.split("\n", _SNIFFED)[:_SNIFFED]
    return any(_START.match(line) and '"title"' in line and is_object(line) for line in lines)


def is_object(line: str) -> bool:
    """Whether a line is a whole JSON object."""
    try:
        return isinstance(_decoder()(line.removeprefix("\ufeff")), dict)
    except (ValueError, RecursionError):
        return False


def read(text: str, *, progress: Progress | None = None) -> Reading:
    """Read a whole text, see `read_lines`."""
    return _read(_lines_of(text), len(text), progress)


def first_line(file: BinaryIO) -> tuple[bytes, bool]:
    """The first line of a file, as far as lines may be long, and whether it is a whole JSON object."""
    first = file.readline(_LONGEST + 1)
    return first, first.endswith(b"\n") and is_object(decode_line(first)[0])


def read_lines(
    file: BinaryIO, *, size: int | None, progress: Progress | None = None, first: bytes = b""
) -> Reading:
    """Read a file line by line. The profile has no name, unless a line is the author's: the file has one.

    Args:
        file: open at its beginning, or behind its first line.
        first: that line, if it was taken from the file.
        size: its bytes, if known, to tell the progress.
        progress: called now and then with the share that is done, 0 to 1; it may raise to cancel.

    Raises:
        ReadError: no line is a paper (code "no-entries").
    """
    return _read(_lines_from(file, first), size, progress)


def preview(head: str) -> Profile | None:
    """The papers of the beginning of a file; its last line, which may be cut, is left out."""
    return beginning(read, whole_lines(head))


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


def _lines_from(file: BinaryIO, first: bytes) -> Iterator[_Line]:
    raw = first or file.readline(_LONGEST + 1)
    while raw:
        length = len(raw)
        if length <= _LONGEST or raw.endswith(b"\n"):
            try:
                yield length, raw.decode(), None
            except UnicodeDecodeError:
                yield length, *decode_line(raw)
        else:
            while not raw.endswith(b"\n") and (raw := file.readline(1 << 20)):
                length += len(raw)
            yield length, None, None
        raw = file.readline(_LONGEST + 1)


def _read(lines: Iterable[_Line], size: int | None, progress: Progress | None) -> Reading:
    records = Records("line")
    with uncollected():
        _take(lines, records, size, progress)
        if not records.any:
            raise no_entries(
                "no line is a paper in JSON",
                records.remarks.first_left_out,
                joint=": this one is ",
                advice='each line should be like {"title": "…", "authors": ["…"], "year": 2024}',
            )
        reading = records.reading()
    if progress is not None:
        progress(1.0)
    return reading


def _take(
    lines: Iterable[_Line], records: Records, size: int | None, progress: Progress | None
) -> None:
    """Give each line's object to `records`."""
    remarks, decode = records.remarks, _decoder()
    done = 0
    for number, (length, line, remark) in enumerate(lines, 1):
        if progress is not None and number % _SLICE == 1:
            progress(_LINES * done / size if size else 0.0)
        done += length
        if remark is not None:
            remarks.at(number, remark.code)(remark.message)
        if line is None:
            remarks.left_out(number, _TOO_LONG)
        else:
            try:
                value = decode(line if number > 1 else line.removeprefix("\ufeff"))
            except ValueError as error:
                if line.strip("\ufeff \t\r\n"):
                    remarks.left_out(number, f"not JSON ({reason(error)})")
            except RecursionError:
                remarks.left_out(number, "nested too deeply")
            else:
                records.take(value, number)
        if remarks.count_left_out >= _HOPELESS and not records.any:
            break


@cache
def _decoder() -> Callable[[str], Any]:
    import json

    decoder = json.JSONDecoder(strict=False)  # control characters are dropped, not an error
    decode = decoder.decode
    scan: Callable[[str, int], tuple[Any, int]] = vars(decoder)["scan_once"]

    def value(line: str) -> Any:
        try:
            found, end = scan(line, 0)
        except StopIteration:
            return decode(line)
        # `decode` looks for blanks before and behind with patterns; it is left to it to say what is wrong.
        return found if line[end:] in _LINE_ENDS else decode(line)

    return value


def reason(error: ValueError) -> str:
    """What Python's parser says, without the place, which counts within the line."""
    what = getattr(error, "msg", "a number is too long")
    return f"{what[:1].lower()}{what[1:]}"
