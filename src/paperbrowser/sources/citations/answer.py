"""Answers of services about references and citing papers: how many there are, and why no more.

A service that knows of none, one that does not have the paper and one that could not be asked are three
different things, and so is a list that is cut.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from paperbrowser.papers.display import counted
from paperbrowser.papers.model import Paper
from paperbrowser.sources import SOURCES
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.http import Client

Direction = Literal["references", "citing"]
# A service has listed some, knows of none, counts some and lists none, does not have the paper, or failed.
Outcome = Literal["listed", "none", "withheld", "unknown", "failed"]


class LinkedWork(NamedTuple):
    """A reference or a citing paper, and its id at the service; the id may be empty."""

    paper: Paper
    id: str = ""


@dataclass(frozen=True, slots=True)
class AskedWork:
    """The paper that is asked about.

    Attributes:
        paper: its DOIs, arXiv ids and title are asked for.
        source: the name of a service that has given its id, if one has.
        id: its id there.
    """

    paper: Paper
    source: str = ""
    id: str = ""


class KnownWork(NamedTuple):
    """A paper as a service has it.

    Attributes:
        ids: its ids there, of preprint and publication for example; at least one.
        references: how many it has, if the service says so.
        citing: how many papers cite it, if the service says so.
    """

    ids: tuple[str, ...]
    references: int | None = None
    citing: int | None = None


class LinkedPage(NamedTuple):
    """Some references or citing papers.

    Attributes:
        works: the papers.
        total: how many there are in all, if the service says so.
        cursor: the place after this page; None after the last.
        missing: how many of this page have neither title nor id, or are not at the service any more.
        withheld: the service has a list and does not show it, as a publisher wants.
    """

    works: tuple[LinkedWork, ...]
    total: int | None = None
    cursor: str | None = None
    missing: int = 0
    withheld: bool = False


class CitationSource(Protocol):
    """The module of a service that knows what papers cite. It raises FetchError and StoppedError."""

    def look_up(self, client: Client, asked: AskedWork) -> KnownWork | None:
        """Return the paper as the service has it; None if it does not have it."""
        ...

    def pages(
        self, client: Client, known: KnownWork, direction: Direction, cursor: str | None
    ) -> Iterator[LinkedPage]:
        """Yield references or citing papers, page by page.

        Args:
            client: asks the service.
            known: the paper.
            direction: which of the two.
            cursor: the place to go on from, as an earlier page has it; None for the first page.
        """
        ...


@dataclass(frozen=True, slots=True)
class ServiceReport:
    """The outcome of asking one service.

    Attributes:
        source: its name.
        outcome: what it has.
        why: of a failure, the sentence.
        code: of a failure, that of the FetchError.
        total: how many it counts, if it does.
    """

    source: str
    outcome: Outcome
    why: str = ""
    code: str = ""
    total: int | None = None

    @classmethod
    def of_error(cls, source: str, error: FetchError) -> "ServiceReport":
        """Return the report of a service that could not be asked, or not to the end."""
        # The other service is asked anyway, so that this is no advice.
        why = "; ".join(filter(None, (error.what, error.advice)))
        return cls(source, "failed", why, error.code)

    def sentence(self, direction: Direction) -> str:
        """Say what the service has; of one that has listed papers, nothing."""
        label = SOURCES[self.source].label
        what = (
            "references of this paper" if direction == "references" else "papers that cite this one"
        )
        match self.outcome:
            case "none":
                return f"{label} knows no {what}"
            case "withheld" if not self.total:
                return f"{label} does not show the {what}: a publisher keeps them back"
            case "withheld":
                return f"{label} counts {self.total or 0:,} {what}, and lists none of them"
            case "unknown":
                return f"{label} does not have this paper"
            case "failed":
                return self.why
            case _:
                return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationAnswer:
    """The references of a paper or the papers citing it, as far as they are known.

    Attributes:
        direction: which of the two.
        source: the name of the service that the papers are from; empty if none has any.
        works: the papers, in the order of the service.
        total: how many the service counts, if it does.
        missing: how many the service counts and has no facts of.
        known: the paper at that service, to go on.
        cursor: the place to go on from; None if the service has no more.
        reports: what became of asking each service, in the order they were asked.
        day: on which they were asked.
    """

    direction: Direction
    source: str = ""
    works: tuple[LinkedWork, ...] = ()
    total: int | None = None
    missing: int = 0
    known: KnownWork | None = None
    cursor: str | None = None
    reports: tuple[ServiceReport, ...] = ()
    day: datetime.date

    @property
    def failure(self) -> ServiceReport | None:
        """The failure that kept more from being listed; None where nothing did."""
        failed = [one for one in self.reports if one.outcome == "failed"]
        if self.works:
            failed = [one for one in failed if one.source == self.source]
        return failed[-1] if failed else None

    @property
    def complete(self) -> bool:
        """Whether these are all that the services have."""
        return self.cursor is None and self.failure is None

    @property
    def count(self) -> str:
        """How many are listed, of how many: "400 of 3,120 citing papers"."""
        listed, total = len(self.works), self.total
        all_of_them = total if total is not None and total > listed else listed
        thing = "reference" if self.direction == "references" else "citing paper"
        noun = counted(all_of_them, thing)
        return f"{listed:,} of {noun}" if all_of_them > listed else noun

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say from where the papers are, what is missing and why; one sentence at least."""
        said = [one.sentence(self.direction) for one in self.reports if one.source != self.source]
        if self.source:
            said.insert(0, self._of_source())
        return tuple(filter(None, said))

    def _of_source(self) -> str:
        label = SOURCES[self.source].label
        if (failure := self.failure) is not None:
            return f"{label} stopped after {self.count}: {failure.why}"
        if self.cursor is not None:
            more = "" if self.total else "; there are more"
            return f"{self.count}, from {label}{more}"
        gone = ""
        if self.missing:
            gone = f"; {label} has no facts of {self.missing:,} more"
        return f"{self.count}, from {label}{gone}"
