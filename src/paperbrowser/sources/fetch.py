"""Find people at a web service, and fetch a person's papers: all of them, or the new ones.

Nothing here prints or writes profiles; `library.importing` does the latter. A fetch may run in a thread of
its own, reports its progress and can be cancelled; the next one on that day goes on from its last page.
"""

import datetime
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.identifiers import doi_key
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.model import Paper, Profile, WorkVersion, with_fields
from paperbrowser.papers.names import given_first
from paperbrowser.papers.words import fold, split, title_key
from paperbrowser.sources import SOURCES, errors, searched
from paperbrowser.sources.http import Client
from paperbrowser.sources.protocol import Candidate, Source, WorksPage
from paperbrowser.sources.resume import KeptPages, remove_old
from paperbrowser.sources.services import source_named

# Called with the number of papers so far, the total if known, and a sentence about the progress.
FetchProgress = Callable[[int, int | None, str], None]

_MOST_PAGES = 2_000
_IDLE_PAGES = 3  # in a row without a new paper: the service repeats itself


class Namesakes(NamedTuple):
    """The people of one name at a service.

    Attributes:
        name: the name that was looked for.
        source: the name of the service.
        people: at least one, the likeliest first.
        total: how many the service has; those beyond `people` are not known.
    """

    name: str
    source: str
    people: list[Candidate]
    total: int = 0

    @property
    def sentence(self) -> str:
        """How many they are: "3 people named “Wei Wang” at OpenAlex"."""
        shown = len(self.people)
        many = f"{shown} people"
        if self.total > shown:
            many = f"the first {shown} of {self.total:,} people"
        return f"{many} named “{self.name}” at {SOURCES[self.source].label}"


def find(source: str, name: str, *, client: Client) -> Namesakes:
    """Return the people of a name at a service.

    Args:
        source: the name of the service.
        name: the person's name, or an address that looks for it at a service, which is asked then.
        client: asks the service.

    Raises:
        FetchError: the service finds no such person, or gives no usable answer.
        StoppedError: it was cancelled.
    """
    source, name = searched(name) or (source, name)
    people, total = source_named(source).find(client, name)
    if not people:
        raise errors.not_found(source, name)
    # Services find by parts of names, and list the famous first.
    wanted = _words_of(name)
    people = sorted(people, key=lambda one: _words_of(one.name) != wanted)
    return Namesakes(name, source, people, total or len(people))


def _words_of(name: str) -> list[str]:
    """Return the words of a name, for comparing, whether "Ho, Shirley" or "Shirley Ho"."""
    return split(fold(given_first(name)))


def fetch(
    source: str,
    id_: str,
    *,
    client: Client,
    progress: FetchProgress | None = None,
    cancelled: threading.Event | None = None,
    known: Profile | None = None,
    today: datetime.date | None = None,
) -> Profile:
    """Return the profile of a person as a service has it today.

    Args:
        source: the name of the service.
        id_: the person's id there.
        client: asks the service.
        progress: called at each step, in this thread.
        cancelled: ends the fetch when it is set.
        known: the profile to update, if only new papers are needed. A service that lists the newest
            first is then asked up to the first page of known papers.
        today: for `Profile.updated`; by default the current day.

    Raises:
        FetchError: the service cannot be asked, or gives no usable answer.
        StoppedError: `cancelled` was set. The next fetch on that day goes on from there.
    """
    today = today or datetime.date.today()
    module = source_named(source)
    since = known.updated if known is not None else None
    kept = KeptPages(source, id_, since, today)
    remove_old(today)
    steps = _Steps(progress)
    with client.watched(cancelled, steps.report):
        client.check()
        person = kept.person()
        if person is None:
            steps.report(f"asking {SOURCES[source].label}")
            person = module.person(client, id_)
            kept.keep_person(person)
        steps.name = person.name
        papers, total = person.papers, None
        if not papers and not SOURCES[source].works_with_person:
            by_orcid = person.orcid if SOURCES[source].works_by_orcid else None
            works_of = by_orcid or person.source_id or id_
            pages = _pages(module, client, works_of, since, kept)
            papers, total = _gathered(pages, steps, known_keys(source, known), source)
            if by_orcid and not papers and known is None and person.claimed:
                # The service has the iD of the person, but not yet with the works.
                pages = module.works(client, person.source_id or id_, since=None)
                papers, total = _gathered(pages, steps, None, source)
    kept.remove()
    claimed = person.claimed
    if known is None and total is not None:
        # Of several ids of one person, the service counts the papers of each alone.
        claimed = max(claimed or 0, total)
    return replace(
        person,
        source=source,
        source_id=person.source_id or id_,
        claimed=claimed,
        updated=today,
        since=None,
        papers=with_ids(with_fields(paper, id="") for paper in papers),
    )


class _Steps:
    """Reports the progress of a fetch."""

    def __init__(self, progress: FetchProgress | None) -> None:
        self._progress = progress
        self.name = ""
        self.done = 0
        self.total: int | None = None

    def report(self, sentence: str) -> None:
        if self._progress is not None:
            self._progress(self.done, self.total, sentence)

    def at(self, done: int, total: int | None) -> None:
        self.done, self.total = done, None if total is None else max(done, total)
        of_all = "" if self.total is None else f"{done:,} of "
        self.report(f"{self.name}: {of_all}{count_of_papers(self.total or done)}")


def _pages(
    module: Source,
    client: Client,
    id_: str,
    since: datetime.date | None,
    kept: KeptPages,
) -> Iterator[WorksPage]:
    """Yield the pages of an earlier fetch, then the others."""
    cursor = None
    for page in kept.pages():
        yield page
        if (cursor := page.cursor) is None:
            return
    for page in module.works(client, id_, since=since, cursor=cursor):
        kept.keep_page(page)
        yield page


def _gathered(
    pages: Iterable[WorksPage], steps: _Steps, known: set[str] | None, source: str
) -> tuple[tuple[Paper, ...], int | None]:
    """Return the papers of all pages, each once, and how many the service says there are.

    Args:
        pages: from the first page on.
        steps: reports the progress.
        known: keys of the known papers, see `known_keys`: a page with no others is the last.
        source: the name of the service.

    Raises:
        FetchError: the pages have no end.
    """
    found: dict[Paper, None] = {}  # an ordered set
    cursors: set[str] = set()
    total, idle = None, 0
    for number, page in enumerate(pages, 1):
        before = len(found)
        found.update(dict.fromkeys(page.papers))
        total = page.total if page.total is not None else total
        steps.at(len(found), total)
        if page.cursor is None:
            break
        if known is not None and all(is_known_paper(paper, known) for paper in page.papers):
            break
        idle = 0 if len(found) > before else idle + 1
        if page.cursor in cursors or idle >= _IDLE_PAGES or number >= _MOST_PAGES:
            if total is not None and len(found) >= total:
                break
            raise errors.endless(source)
        cursors.add(page.cursor)
    return tuple(found), total


def known_keys(source: str, known: Profile | None) -> set[str] | None:
    """Return the keys of the known papers, for `is_known_paper`; None where works come in any order.

    Args:
        source: the name of the service.
        known: the profile to update; None if all papers are wanted.
    """
    if known is None or not SOURCES[source].newest_first:
        return None
    keys = {key for paper in known.papers for key in _keys(paper)}
    # A work may be listed as preprint and as publication, which are one paper in the profile.
    return keys.union(
        *(_identifiers(one) for paper in known.papers for one in paper.versions),
    )


def _identifiers(paper: Paper | WorkVersion) -> set[str]:
    return {key for key in (paper.doi and doi_key(paper.doi), paper.arxiv) if key}


def _keys(paper: Paper) -> set[str]:
    """Return the identifiers of a paper, and the key of its title."""
    return {*_identifiers(paper), *filter(None, (title_key(paper.title),))}


def is_known_paper(paper: Paper, known: set[str]) -> bool:
    """Return whether a paper is known; one with an identifier is not known by its title alone."""
    identifiers = _identifiers(paper)
    return bool((identifiers or {title_key(paper.title)}) & known)
