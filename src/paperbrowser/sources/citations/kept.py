"""Answers about references and citing papers, kept in the cache folder for seven days.

A file has a checksum, the day, where the service went on, and the papers as a profile in TOML. One that is
damaged or too old is as good as none.
"""

import contextlib
import datetime
import json
from collections.abc import Iterator
from typing import Any

from paperbrowser.formats import toml
from paperbrowser.formats.input import Input
from paperbrowser.formats.result import ReadError
from paperbrowser.papers import display
from paperbrowser.papers.model import Paper, Profile, with_fields
from paperbrowser.papers.words import title_key
from paperbrowser.sources import SOURCES
from paperbrowser.sources.citations.answer import (
    AskedWork,
    CitationAnswer,
    Direction,
    KnownWork,
    LinkedWork,
    ServiceReport,
)
from paperbrowser.system.cache_files import CacheFiles, read_checked, write_checked

_DAYS = 7
_FILES = CacheFiles("citations", "json", version=1, kept=200, most_bytes=100_000_000)
_OUTCOMES = ("listed", "none", "withheld", "unknown", "failed")


def load(asked: AskedWork, direction: Direction, today: datetime.date) -> CitationAnswer | None:
    """Return what is kept of an answer; None if nothing is, or it is too old or damaged."""
    for name in _names(asked):
        with contextlib.suppress(
            OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, ReadError
        ):
            table = json.loads(read_checked(_FILES.named(f"{_FILES.version} {direction} {name}")))
            day = datetime.date.fromisoformat(table["day"])
            if 0 <= (today - day).days < _DAYS:
                return _answer(table, direction, day)
    return None


def keep(asked: AskedWork, answer: CitationAnswer) -> None:
    """Keep an answer, unless no service could be asked; where nothing can be written, nothing is kept."""
    if not answer.works and answer.failure is not None:
        return
    papers = toml.dumps(Profile(name="Papers", papers=tuple(one.paper for one in answer.works)))
    table = {
        "day": answer.day.isoformat(),
        "source": answer.source,
        "total": answer.total,
        "missing": answer.missing,
        "known": answer.known,
        "cursor": answer.cursor,
        "reports": [
            [one.source, one.outcome, one.why, one.code, one.total] for one in answer.reports
        ],
        "ids": [one.id for one in answer.works],
        "papers": papers,
    }
    name = next(iter(_names(asked)))
    write_checked(_FILES.named(f"{_FILES.version} {answer.direction} {name}"), json.dumps(table))
    with contextlib.suppress(OSError):
        _FILES.prune()


def _answer(table: dict[str, Any], direction: Direction, day: datetime.date) -> CitationAnswer:
    """Return the answer of a table; one whose parts do not fit together raises."""
    read = toml.read(Input.of_text(table["papers"])).profile.papers if table["ids"] else ()
    works = tuple(
        LinkedWork(with_fields(paper, id=""), id_)
        for paper, id_ in zip(read, table["ids"], strict=True)
    )
    reports = tuple(ServiceReport(*one) for one in table["reports"])
    if any(one.source not in SOURCES or one.outcome not in _OUTCOMES for one in reports):
        raise ValueError("of another version")
    known = table["known"]
    return CitationAnswer(
        direction=direction,
        source=table["source"],
        works=works,
        total=table["total"],
        missing=table["missing"],
        known=None if known is None else KnownWork(tuple(known[0]), *known[1:]),
        cursor=table["cursor"],
        reports=reports,
        day=day,
    )


def _names(asked: AskedWork) -> Iterator[str]:
    """Yield the names that a work may be kept by, the surest first."""
    paper: Paper = asked.paper
    if paper.doi:
        yield f"doi:{paper.doi.lower()}"
    if paper.arxiv:
        yield f"arxiv:{paper.arxiv.lower()}"
    if asked.id:
        yield f"{asked.source}:{asked.id}"
    if not (paper.doi or paper.arxiv or asked.id):
        year = paper.date.year if paper.date else ""
        author = paper.authors[0] if paper.authors else ""
        yield f"title:{title_key(display.line(paper.title))}|{year}|{author}|{paper.url}"
