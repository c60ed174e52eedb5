"""Large profiles kept ready to open: what was parsed once, as JSON lines in the cache folder.

A snapshot belongs to one version of one file (its path, size and time of change) and is ignored when anything
does not fit. Deleting it loses nothing but time.
"""

import contextlib
import datetime
from collections.abc import Iterator
from dataclasses import fields
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import Any

from paperbrowser.formats.result import ReadResult, Remark
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import FACTS, Paper, Profile
from paperbrowser.system import files
from paperbrowser.system.cache_files import CacheFiles
from paperbrowser.system.progress import Progress

LARGE = 200_000  # bytes; a smaller file is parsed as quickly
_FILES = CacheFiles("snapshots", "jsonl", version=3, kept=20)
_SLICE = 500  # papers between two reports of progress
_DAYS = ("updated", "since")

# What a file that is torn, foreign or not there can raise: it counts as not there.
_distrust = contextlib.suppress(
    OSError, ValueError, TypeError, KeyError, IndexError, AttributeError
)


def save(path: Path, reading: ReadResult, as_of: datetime.date | None = None) -> None:
    """Keep `reading` of `path` for later, if it is large. Does nothing where that is not possible."""
    import json

    if not _is_large(path):
        return
    papers = reading.profile.papers
    newest_first = sorted(
        range(len(papers)),
        key=lambda at: papers[at].date_text,
        reverse=True,
    )

    def line(value: object) -> bytes:
        return f"{json.dumps(value, ensure_ascii=False, default=str)}\n".encode()

    try:
        header = {
            "key": _FILES.key(path, as_of),
            "profile": {fact: getattr(reading.profile, fact) for fact in FACTS},
            "papers": len(papers),
            "remarks": [[remark.code, remark.message, remark.line] for remark in reading.remarks],
        }
        lines = (line(_packed(at, papers[at])) for at in newest_first)
        files.write(_FILES.path(path), chain([line(header)], lines))
        _FILES.prune()
    except OSError:
        return


def load(
    path: Path, as_of: datetime.date | None = None, progress: Progress | None = None
) -> ReadResult | None:
    """What was kept of `path`, if it is of the file as it is now."""
    if not _is_large(path):
        return None
    import json

    with _distrust, _FILES.path(path).open(encoding="utf-8") as lines:
        header = _header(lines, path, as_of)
        if header is None:
            return None
        total = header["papers"]
        papers: list[Paper | None] = [None] * total
        for done, line in enumerate(lines):
            position, paper = _unpacked(json.loads(line))
            papers[position] = paper
            if progress is not None and done % _SLICE == 0:
                progress(done / total)
        whole = tuple(paper for paper in papers if paper is not None)
        if len(whole) == total:
            remarks = tuple(Remark(*remark) for remark in header["remarks"])
            return ReadResult(Profile(**header["profile"], papers=whole), remarks)
    return None


def preview(
    path: Path, as_of: datetime.date | None = None, limit: int = 200
) -> tuple[Profile, int] | None:
    """The newest papers of what was kept, and how many there are in all."""
    if not _is_large(path):
        return None
    import json

    with _distrust, _FILES.path(path).open(encoding="utf-8") as lines:
        if (header := _header(lines, path, as_of)) is not None:
            papers = [_unpacked(json.loads(line))[1] for line in islice(lines, limit)]
            return Profile(**header["profile"], papers=tuple(papers)), header["papers"]
    return None


def _is_large(path: Path) -> bool:
    try:
        return path.stat().st_size >= LARGE
    except (OSError, ValueError):
        return False


def _header(lines: Iterator[str], path: Path, as_of: datetime.date | None) -> dict[str, Any] | None:
    import json

    header = json.loads(next(lines, "null"))
    if not isinstance(header, dict) or header.get("key") != _FILES.key(path, as_of):
        return None
    for fact in _DAYS:
        day = header["profile"][fact]
        header["profile"][fact] = day and datetime.date.fromisoformat(day)
    return header


# A paper as a list in this order; its dates as texts.
_PACKED = tuple(field.name for field in fields(Paper) if field.name not in {"date", "added"})
_plain = attrgetter(*_PACKED)
_TUPLES = ("authors", "affiliations")


def _packed(position: int, paper: Paper) -> list[Any]:
    added = paper.added.isoformat() if paper.added else None
    return [position, paper.date_text, added, *_plain(paper)]


def _unpacked(packed: list[Any]) -> tuple[int, Paper]:
    at, day, added, *plain = packed
    facts = dict(zip(_PACKED, plain, strict=True))
    for name in _TUPLES:
        facts[name] = tuple(facts[name])
    return at, Paper(
        **facts,
        date=PartialDate.parse(day),
        added=datetime.date.fromisoformat(added) if added else None,
    )
