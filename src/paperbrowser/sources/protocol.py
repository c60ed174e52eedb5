"""What the sources have in common: people they may mean by a name, and their works, page by page."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from paperbrowser.papers.model import Paper, Profile
from paperbrowser.sources.http import Client


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the people that a source knows by a name.

    Attributes:
        source: a name of `sources.NAMES`.
        id: what the source calls the person.
        papers: how many the source says there are.
        url: the person's page at the source, for the reader.
    """

    source: str
    id: str
    name: str
    affiliation: str | None = None
    papers: int | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a person's works.

    Attributes:
        total: how many there are in all, if the source tells.
        cursor: what `works` goes on from after this page; None after the last one.
    """

    papers: tuple[Paper, ...]
    total: int | None = None
    cursor: str | None = None


class Source(Protocol):
    """What the module of a source has. All of it raises `http.FetchError`."""

    NEWEST_FIRST: bool
    """Whether `works` brings the newest first, so that a page of known ones ends an update."""

    def find(self, client: Client, name: str) -> list[Candidate]:
        """The people that the source knows by a name, the likeliest first."""
        ...

    def person(self, client: Client, id_: str) -> Profile:
        """What the source tells of a person, with `source_id` as it calls them.

        Papers are among it only where the source tells all in one answer: then they are all.
        """
        ...

    def works(
        self, client: Client, id_: str, *, since: datetime.date | None, cursor: str | None = None
    ) -> Iterator[Page]:
        """The works of a person, from `cursor` on; those before `since` may be left out."""
        ...
