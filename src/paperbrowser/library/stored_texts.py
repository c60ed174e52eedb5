"""Full texts of papers as they came, in the folder `texts` of the data folder, each with a record beside it.

A text belongs to a work, known by its names (see `reading.works`), not to a paper of a profile.
"""

import contextlib
import datetime
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from paperbrowser.papers.article import ARTICLE_SOURCES, ArticleSource
from paperbrowser.papers.text import clean_line
from paperbrowser.system import files, locks, paths

_LARGEST_RECORD = 100_000  # bytes
_PATIENCE = 5.0  # seconds that another session is waited for which stores the same text
_ENDINGS: dict[ArticleSource, str] = {"html": ".html", "pdf": ".pdf"}


@dataclass(frozen=True, slots=True)
class StoredText:
    """A text that was fetched.

    Attributes:
        path: of the file, as it came.
        source: "html" for a web page, "pdf" for a PDF.
        url: where it came from; empty for a file of the user.
        day: when it was fetched or copied; None if that is not known.
        origin: the file of the user that it is a copy of, with its size and time of change; empty for others.
        name: the name of the work that it is stored by.
    """

    path: Path
    source: ArticleSource
    url: str = ""
    day: datetime.date | None = None
    origin: str = ""
    name: str = ""


def folder() -> Path:
    """Return the folder of the texts."""
    return paths.data() / "texts"


def find(names: Iterable[str]) -> StoredText | None:
    """Return the text of a work, given the names it is known by; None if there is none that can be read."""
    for name in names:
        if (found := _read(_record(name))) is not None:
            return found
    return None


def every() -> Iterator[StoredText]:
    """Yield all texts that can be read."""
    with contextlib.suppress(OSError):
        for record in sorted(folder().glob("*.json")):
            if (found := _read(record)) is not None:
                yield found


def _read(record: Path) -> StoredText | None:
    with contextlib.suppress(OSError, ValueError, RecursionError):
        with record.open("rb") as file:
            table = json.loads(file.read(_LARGEST_RECORD))
        if isinstance(table, dict) and table.get("source") in ARTICLE_SOURCES:
            source: ArticleSource = table["source"]
            path = record.with_suffix(_ENDINGS[source])
            if path.is_file():
                names = table.get("names")
                name = names[0] if isinstance(names, list) and names else ""
                return StoredText(
                    path,
                    source,
                    _line(table.get("url")),
                    _day(table.get("day")),
                    _line(table.get("origin")),
                    name if isinstance(name, str) else "",
                )
    return None


def _line(value: object) -> str:
    return clean_line(value) if isinstance(value, str) else ""


def keep(
    names: Sequence[str],
    data: bytes,
    source: ArticleSource,
    url: str,
    day: datetime.date,
    *,
    origin: str = "",
) -> StoredText:
    """Store a text in the place of the one that the work had.

    Args:
        names: of the work; the first one gives the file its name.
        data: the file as it came, which was found to be the text of a paper.
        source: what it is.
        url: where it came from.
        day: today.
        origin: see `StoredText`.

    Raises:
        OSError: it cannot be written; the former one stays.
    """
    record = _record(names[0])
    record.parent.mkdir(parents=True, exist_ok=True)
    path = record.with_suffix(_ENDINGS[source])
    table = {
        "names": [*names],
        "source": source,
        "url": url,
        "day": day.isoformat(),
        "origin": origin,
    }
    with locks.locked(record, _PATIENCE):
        files.write(path, data)
        files.write(record, f"{json.dumps(table, indent=1)}\n".encode())
        for other in _ENDINGS.values():  # the text that this one replaces
            if other != path.suffix:
                record.with_suffix(other).unlink(missing_ok=True)
    return StoredText(path, source, url, day, origin, names[0])


def _record(name: str) -> Path:
    return folder() / f"{sha256(name.encode(errors='replace')).hexdigest()[:20]}.json"


def _day(value: object) -> datetime.date | None:
    with contextlib.suppress(ValueError):
        return datetime.date.fromisoformat(value) if isinstance(value, str) else None
    return None
