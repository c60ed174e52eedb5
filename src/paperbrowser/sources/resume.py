"""What is fetched of a person until all of it is: page by page in the cache folder.

Whoever is interrupted goes on from the last page on the same day. A folder holds `person.toml` and
`page-0001.json` and so on: {"cursor": …, "total": …, "papers": a profile in TOML}. What does not read is
asked for again, and so is everything where nothing can be written.
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
from paperbrowser.sources import Page
from paperbrowser.system import files, paths

_PERSON = "person.toml"
_LARGEST = 60_000_000  # bytes of a page


class KeptPages:
    """The pages of one fetch.

    Args:
        source: whom they are from, and `id_` whom they are of.
        since: the day from which on works were asked for, if that was asked.
        day: on which they are fetched.
    """

    def __init__(
        self, source: str, id_: str, since: datetime.date | None, day: datetime.date
    ) -> None:
        key = "\n".join((__version__, source, id_, str(since)))
        self._folder = _all() / f"{day}-{source}-{sha256(key.encode()).hexdigest()[:16]}"
        self._count = 0

    def person(self) -> Profile | None:
        """The person, if that was kept."""
        with contextlib.suppress(OSError, ValueError, ReadError):
            text = (self._folder / _PERSON).read_text(encoding="utf-8")
            return _without_ids(toml.read(Input.of_text(text)).profile)
        return None

    def pages(self) -> Iterator[Page]:
        """The pages from the first one on, as far as they were kept."""
        self._count = 0
        while True:
            try:
                with self._path(self._count + 1).open(encoding="utf-8") as file:
                    table = json.loads(file.read(_LARGEST))
                papers = _without_ids(toml.read(Input.of_text(table["papers"])).profile).papers
                page = Page(papers, table["total"], table["cursor"])
            except (OSError, ValueError, KeyError, TypeError, RecursionError, ReadError):
                return
            self._count += 1
            yield page
            if page.cursor is None:
                return

    def keep_person(self, person: Profile) -> None:
        """Keep what the source tells of the person."""
        self._write(self._folder / _PERSON, toml.dumps(person))

    def keep_page(self, page: Page) -> None:
        """Keep one page more."""
        self._count += 1
        papers = toml.dumps(Profile(name="Papers", papers=page.papers))
        table = {"cursor": page.cursor, "total": page.total, "papers": papers}
        self._write(self._path(self._count), json.dumps(table))

    def remove(self) -> None:
        """Forget them."""
        _remove(self._folder)

    def _path(self, number: int) -> Path:
        return self._folder / f"page-{number:04}.json"

    def _write(self, path: Path, text: str) -> None:
        # Who cannot keep a page can still fetch.
        with contextlib.suppress(OSError):
            files.write(path, text.encode("utf-8", "replace"))


def remove_old(day: datetime.date) -> None:
    """Forget what was fetched before yesterday (another fetch may run over midnight)."""
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
    """As they came: a paper gets its id among all papers of the profile."""
    return replace(profile, papers=tuple(replace(paper, id="") for paper in profile.papers))
