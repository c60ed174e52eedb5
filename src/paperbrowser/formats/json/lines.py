"""Papers as JSON lines: one object a line, with `title` and what else is known of the paper.

    {"id": "icml2017-1", "title": "On Machines", "authors": ["Ada Example"], "year": 2017, "abstract": "…"}

The lines of a file of any length are read one after the other; `records` makes papers of the objects.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from paperbrowser.formats.entries import beginning, no_entries, whole_lines
from paperbrowser.formats.input import LONGEST_LINE, FormatReader, Input, begins_with_entry
from paperbrowser.formats.json.records import Records
from paperbrowser.formats.result import ReadResult
from paperbrowser.papers.model import Profile
from paperbrowser.system.gc import no_gc

_START = re.compile(r'[\s\ufeff]*\{\s*["}]')
_SNIFFED = 20  # lines
_LINE_ENDS = ("\n", "\r\n", "")
_HOPELESS = 1_000  # lines without a paper, after which none is expected


def sniff(head: str) -> bool:
    """Whether a text begins like JSON, or has a paper as JSON on one of its first lines."""
    if _START.match(head):
        return True
    if begins_with_entry(head):
        return False
    lines = head.split("\n", _SNIFFED)[:_SNIFFED]
    return any(_START.match(line) and '"title"' in line and is_object(line) for line in lines)


def is_object(line: str) -> bool:
    """Whether a line is a whole JSON object."""
    try:
        return isinstance(_decoder()(line.removeprefix("\ufeff")), dict)
    except (ValueError, RecursionError):
        return False


def read(content: Input) -> ReadResult:
    """Read a file line by line. The profile has no name, unless a line is the author's: the file has one.

    Raises:
        ReadError: no line is a paper (code "no-entries").
    """
    records = Records("line")
    with no_gc():
        _take(content, records)
        if not records.any:
            raise no_entries(
                "no line is a paper in JSON",
                records.remarks.first_left_out,
                joint=": this one is ",
                advice='each line should be like {"title": "…", "authors": ["…"], "year": 2024}',
            )
        result = records.result()
    content.progress(1.0)
    return result


def preview(head: str) -> Profile | None:
    """Return the papers of the beginning of a file, without its last line, which may be cut."""
    return beginning(read, whole_lines(head))


READER = FormatReader(sniff, read, preview)


def _take(content: Input, records: Records) -> None:
    """Give the object of each line to `records`."""
    remarks, decode = records.remarks, _decoder()
    for number, (line, remark) in enumerate(content.lines(), 1):
        if remark is not None:
            remarks.at(number, remark.code)(remark.message)
        if line in _LINE_ENDS:
            pass
        elif line is None:
            remarks.left_out(number, f"longer than {LONGEST_LINE // 1_000_000} MB")
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
        # `decode` looks for blanks before and behind with patterns, and says what is wrong.
        return found if line[end:] in _LINE_ENDS else decode(line)

    return value


def reason(error: ValueError) -> str:
    """Return the reason that Python's parser gives, without the place, which counts within the line."""
    what = getattr(error, "msg", "a number is too long")
    return f"{what[:1].lower()}{what[1:]}"
