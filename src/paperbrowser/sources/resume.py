"""Pages of an unfinished fetch, kept in the cache folder to resume it on the same day.

A folder a fetch holds `person.toml` and `page-0001.json` and so on:
{"cursor": …, "total": …, "papers": a profile in TOML}, each after a line with its checksum. Pages that cannot
be read or are damaged are fetched again; where nothing can be written, the fetch works without them.
"""

import contextlib
import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from paperbrowser import __version__
from paperbrowser.formats import toml
from paperbrowser.formats.input import Input
from paperbrowser.formats.result import ReadError
from paperbrowser.papers.model import Profile
from paperbrowser.sources.protocol import WorksPage
from paperbrowser.system import paths
from paperbrowser.system.cache_files import read_checked, write_checked

_PERSON = "person.toml"


class KeptPages:
    """The pages of one fetch.

    Args:
        source: the name of the service.
        id_: the person's id there.
        since: the day that was given to `Source.works`.
        day: the day of the fetch.
    """

    def __init__(
        self, source: str, id_: str, since: datetime.date | None, day: datetime.date
    ) -> None:
        key = "\n".join((__version__, source, id_, str(since)))
        self._folder = _all() / f"{day}-{source}-{sha256(key.encode()).hexdigest()[:16]}"
        self._count = 0

    def person(self) -> Profile | None:
        """Return the person's facts, if they were kept."""
        with contextlib.suppress(OSError, ValueError, ReadError):
            text = read_checked(self._folder / _PERSON)
            return _without_ids(toml.read(Input.of_text(text)).profile)
        return None

    def pages(self) -> Iterator[WorksPage]:
        """Yield the pages that were kept, from the first one on."""
        self._count = 0
        while True:
            try:
                table = json.loads(read_checked(self._path(self._count + 1)))
                papers = _without_ids(toml.read(Input.of_text(table["papers"])).profile).papers
                page = WorksPage(papers, table["total"], table["cursor"])
            except (OSError, ValueError, KeyError, TypeError, RecursionError, ReadError):
                return
            self._count += 1
            yield page
            if page.cursor is None:
                return

    def keep_person(self, person: Profile) -> None:
        """Keep the person's facts."""
        write_checked(self._folder / _PERSON, toml.dumps(person))

    def keep_page(self, page: WorksPage) -> None:
        """Keep the next page."""
        self._count += 1
        papers = toml.dumps(Profile(name="Papers", papers=page.papers))
        table = {"cursor": page.cursor, "total": page.total, "papers": papers}
        write_checked(self._path(self._count), json.dumps(table))

    def remove(self) -> None:
        """Delete the pages."""
        _remove(self._folder)

    def _path(self, number: int) -> Path:
        return self._folder / f"page-{number:04}.json"


def remove_old(day: datetime.date) -> None:
    """Delete the pages of fetches before yesterday; one may have begun before midnight."""
    try:
        found = list(_all().iterdir())
    except OSError:
        return
    for folder in found:
        if (started := re.match(r"\d{4}-\d\d-\d\d", folder.name)) is not None:
            with contextlib.suppress(ValueError):
                if (day - datetime.date.fromisoformat(started[0])).days > 1:
                    _remove(folder)


def _all() -> Path:
    return paths.cache() / "fetch"


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):
        folder.parent.rmdir()  # unless another fetch is in it


def _without_ids(profile: Profile) -> Profile:
    """Return the profile as it was fetched; ids are assigned later, within the whole profile."""
    return replace(profile, papers=tuple(replace(paper, id="") for paper in profile.papers))
