"""The functions that the module of a web service has, and the people and pages that they return."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.sources.http import Client


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person whom a service found by a name.

    Attributes:
        source: the name of the service.
        id: the person's id there.
        name: the person's name there.
        affiliation: where they work, if known.
        papers: how many papers the service has of them, if known.
        url: the person's page there.
        orcid: the person's ORCID iD, if the service says it with the name.
    """

    source: str
    id: str
    name: str
    affiliation: str | None = None
    papers: int | None = None
    url: str | None = None
    orcid: str | None = None

    @property
    def about(self) -> str:
        """Affiliation, number of papers, ORCID iD: "Institute of Examples, 5 papers"; may be empty."""
        count = None if self.papers is None else count_of_papers(self.papers)
        orcid = self.orcid and f"ORCID {self.orcid}"
        return ", ".join(filter(None, (self.affiliation, count, orcid)))

    @property
    def description(self) -> str:
        """Name and what is known about the person."""
        return ", ".join(filter(None, (self.name, self.about)))


class People(NamedTuple):
    """The people whom a service found by a name.

    Attributes:
        people: the likeliest first; of many, the first ones only.
        total: how many the service found in all, if it says so.
    """

    people: list[Candidate]
    total: int | None = None


@dataclass(frozen=True, slots=True)
class WorksPage:
    """Some of a person's works.

    Attributes:
        papers: the works; ids of the library are assigned later.
        total: how many works there are in all, if the service says so.
        cursor: the place after this page, for `Source.works`; None after the last page.
    """

    papers: tuple[Paper, ...]
    total: int | None = None
    cursor: str | None = None


class SharedWork(NamedTuple):
    """A work of one or more of several people.

    Attributes:
        paper: the work.
        id: the id of the work at the service.
        authors: the ids of its authors.
        all_authors: whether those are all; services cut long lists short.
    """

    paper: Paper
    id: str
    authors: frozenset[str]
    all_authors: bool = True


class SharedPage(NamedTuple):
    """Some works of several people; `cursor` is None after the last page."""

    works: tuple[SharedWork, ...]
    cursor: str | None = None


class Source(Protocol):
    """The module of a service. Its functions raise FetchError, and StoppedError when cancelled."""

    def find(self, client: Client, name: str) -> People:
        """Return the people of a name, the likeliest first."""
        ...

    def person(self, client: Client, id_: str) -> Profile:
        """Return a person's facts, with the service's id of them as `source_id`.

        Papers are among them only where the service answers with all at once.
        """
        ...

    def works(
        self, client: Client, id_: str, *, since: datetime.date | None, cursor: str | None = None
    ) -> Iterator[WorksPage]:
        """Yield the works of a person, page by page.

        Args:
            client: asks the service.
            id_: the person's id, or ORCID iD where `SourceInfo.works_by_orcid` says so.
            since: works that were published long before this day may be left out.
            cursor: the place to go on from, as an earlier page has it.
        """
        ...


class SharedSource(Protocol):
    """Further functions of a service's module, if one request may ask for the works of several people."""

    MARGIN: datetime.timedelta
    """Works that were published longer than this before the day of the last fetch are left out."""

    def is_person(self, id_: str) -> bool:
        """Return whether an id may be asked for together with others."""
        ...

    def shared_works(
        self, client: Client, ids: Sequence[str], *, since: datetime.date
    ) -> Iterator[SharedPage]:
        """Yield the works of several people, page by page, the newest first.

        Args:
            client: asks the service.
            ids: the ids of the people, not more than `SourceInfo.together`.
            since: works that were published long before this day are left out.
        """
        ...

    def authors_of(self, client: Client, work: str) -> frozenset[str]:
        """Return the ids of all authors of a work."""
        ...
