"""Snapshots of large profiles: papers that were parsed once, as JSON lines in the cache folder.

A snapshot belongs to one version of one file (its path, size and times of change) and is ignored when it does
not fit or is damaged. Deleting it costs only time. Each line begins with the checksum of the content so far,
as eight hexadecimal digits, so that a part of it can be trusted without the rest.
"""

import contextlib
import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import Any
from zlib import crc32

from paperbrowser.formats.result import ReadResult, Remark
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import FACTS, Paper, Profile, WorkVersion
from paperbrowser.papers.names import Name
from paperbrowser.system import files
from paperbrowser.system.cache_files import CacheFiles
from paperbrowser.system.progress import Progress

LARGE = 20_000  # bytes; a smaller file is parsed as quickly
# Hundreds of profiles that are opened as one, or the largest few.
_FILES = CacheFiles("snapshots", "jsonl", version=7, kept=20, most_bytes=300_000_000)
_DIGITS = 8  # of a checksum
_SLICE = 100  # papers of a line

# The errors that a snapshot raises if it is torn, foreign or missing; it is then ignored.
_ignore_damage = contextlib.suppress(
    OSError, ValueError, TypeError, KeyError, IndexError, AttributeError
)


# Fields whose values JSON does not have, by their types; they are written as texts or lists.
def _texts(values: list[Any]) -> tuple[str, ...]:
    """Return texts; a list of two is a `Name`."""
    if list not in set(map(type, values)):
        return tuple(values)
    return tuple(one if isinstance(one, str) else Name(*one) for one in values)


def _versions(values: list[Any]) -> tuple[WorkVersion, ...]:
    return tuple(WorkVersion(**_restored(facts, _OF_VERSIONS)) for facts in values)


_BY_TYPE: dict[object, Callable[[Any], object]] = {
    PartialDate | None: PartialDate.parse,
    datetime.date | None: datetime.date.fromisoformat,
    tuple[str, ...]: _texts,
    tuple[tuple[str, str], ...]: lambda values: tuple(map(tuple, values)),
    tuple[WorkVersion, ...]: _versions,
}


def _converters(model: type[Paper | Profile | WorkVersion]) -> dict[str, Callable[[Any], object]]:
    return {one.name: _BY_TYPE[one.type] for one in fields(model) if one.type in _BY_TYPE}


_OF_PROFILES = _converters(Profile)
_OF_PAPERS = _converters(Paper)
_OF_VERSIONS = _converters(WorkVersion)
_VERSION_FIELDS = tuple(field.name for field in fields(WorkVersion))
_PAPER_FIELDS = tuple(field.name for field in fields(Paper))
_attributes = attrgetter(*_PAPER_FIELDS)


def _values(paper: Paper) -> list[object]:
    """Return the fields of a paper in order, as JSON has them or as `str` writes them."""
    return [_packed(value) if type(value) is tuple else value for value in _attributes(paper)]


def _packed(values: tuple[Any, ...]) -> list[object]:
    packed: list[object] = []
    for one in values:
        if isinstance(one, Name):
            packed.append([str(one), one.written])
        elif isinstance(one, WorkVersion):
            packed.append({name: getattr(one, name) for name in _VERSION_FIELDS})
        else:
            packed.append(one)
    return packed


def save(path: Path, result: ReadResult, as_of: datetime.date | None = None) -> None:
    """Write a snapshot of a file if it is large; do nothing if that fails.

    Args:
        path: the file.
        result: what it was read as.
        as_of: the day for dates without a year that it was read with.
    """
    import json

    if not _is_large(path):
        return
    papers = result.profile.papers
    newest_first = sorted(
        range(len(papers)),
        key=lambda at: papers[at].date_text,
        reverse=True,
    )

    checksum = 0

    def line(value: object) -> bytes:
        nonlocal checksum
        content = f"{json.dumps(value, ensure_ascii=False, default=str)}\n".encode()
        checksum = crc32(content, checksum)
        return b"%08x%b" % (checksum, content)

    try:
        header = {
            "key": _FILES.key(path, as_of),
            "profile": {fact: getattr(result.profile, fact) for fact in FACTS},
            "papers": len(papers),
            "remarks": [[remark.code, remark.message, remark.line] for remark in result.remarks],
        }
        packed = [[at, *_values(papers[at])] for at in newest_first]
        lines = (line(packed[at : at + _SLICE]) for at in range(0, len(packed), _SLICE))
        files.write(_FILES.path(path), chain([line(header)], lines))
        _FILES.prune()
    except OSError:
        return


def load(
    path: Path, as_of: datetime.date | None = None, progress: Progress | None = None
) -> ReadResult | None:
    """Read the snapshot of a file.

    Args:
        path: the file.
        as_of: the day for dates without a year to read it with.
        progress: called with the share that is done, 0 to 1; it may raise to cancel.

    Returns:
        the file as it was read; None if there is no snapshot of its present version.
    """
    if not _is_large(path):
        return None
    import json

    with _ignore_damage, _FILES.path(path).open("rb") as file:
        lines = _sound(file)
        header = _header(lines, path, as_of)
        if header is None:
            return None
        total = header["papers"]
        papers: list[Paper | None] = [None] * total
        for done, line in enumerate(lines):
            if progress is not None:
                progress(done * _SLICE / total)
            for packed in json.loads(line):
                position, paper = _unpacked(packed)
                papers[position] = paper
        whole = tuple(paper for paper in papers if paper is not None)
        if len(whole) == total:
            remarks = tuple(Remark(*remark) for remark in header["remarks"])
            return ReadResult(Profile(**header["profile"], papers=whole), remarks)
    with contextlib.suppress(OSError):  # damaged; `save` writes another
        _FILES.path(path).unlink()
    return None


def preview(
    path: Path, as_of: datetime.date | None = None, limit: int = 200
) -> tuple[Profile, int] | None:
    """Read the beginning of the snapshot of a file.

    Args:
        path: the file.
        as_of: as for `load`.
        limit: the most papers.

    Returns:
        the profile with its newest papers only, and the number of all; None as for `load`.
    """
    if not _is_large(path):
        return None
    import json

    with _ignore_damage, _FILES.path(path).open("rb") as file:
        lines = _sound(file)
        if (header := _header(lines, path, as_of)) is not None:
            some = islice(lines, -(-limit // _SLICE))
            packed = [one for line in some for one in json.loads(line)][:limit]
            papers = tuple(_unpacked(one)[1] for one in packed)
            return Profile(**header["profile"], papers=papers), header["papers"]
    return None


def _is_large(path: Path) -> bool:
    try:
        return path.stat().st_size >= LARGE
    except (OSError, ValueError):
        return False


def _sound(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines without their checksums.

    Raises:
        ValueError: a line is damaged, or one before it is missing.
    """
    checksum = 0
    for line in lines:
        content = line[_DIGITS:]
        checksum = crc32(content, checksum)
        if int(line[:_DIGITS], 16) != checksum:
            raise ValueError("damaged")
        yield content


def _header(
    lines: Iterator[bytes], path: Path, as_of: datetime.date | None
) -> dict[str, Any] | None:
    import json

    header = json.loads(next(lines, b"null"))
    if not isinstance(header, dict) or header.get("key") != _FILES.key(path, as_of):
        return None
    _restored(header["profile"], _OF_PROFILES)
    return header


def _restored(
    facts: dict[str, Any], converters: dict[str, Callable[[Any], object]]
) -> dict[str, Any]:
    """Convert the values of `facts` that JSON does not have, in place, and return it."""
    for name, convert in converters.items():
        if facts[name] is not None:
            facts[name] = convert(facts[name])
    return facts


def _unpacked(packed: list[Any]) -> tuple[int, Paper]:
    """Return a paper and its position in the profile from a list: the position, then the fields in order."""
    facts = dict(zip(_PAPER_FIELDS, packed[1:], strict=True))
    return packed[0], Paper(**_restored(facts, _OF_PAPERS))
