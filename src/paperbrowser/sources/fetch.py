"""Fetching a person's papers from a source: all of them or what is new, in one piece or in several goes.

Nothing here prints or asks. `fetch` may run in a thread of its own, tells how far it is, and ends soon
after it is told to; the pages that it has got by then are gone on from. The library is brought up to date by
`library.importing`.
"""

import datetime
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.sources import LABELS, Page, Source, source_named
from paperbrowser.sources.errors import StoppedError
from paperbrowser.sources.http import Client, FetchError
from paperbrowser.sources.resume import KeptPages, remove_old

__all__ = ["FetchError", "StoppedError", "fetch"]

# How many papers are there, of how many if that is known, and a sentence that says so or what is waited for.
Progress = Callable[[int, int | None, str], None]

_MOST_PAGES = 2_000
_IDLE_PAGES = 3  # in a row that bring nothing which was not there: a source that turns in a circle


def fetch(
    source: str,
    id_: str,
    *,
    client: Client,
    progress: Progress | None = None,
    cancelled: threading.Event | None = None,
    known: Profile | None = None,
    today: datetime.date | None = None,
) -> Profile:
    """The profile of a person as a source tells it today.

    Args:
        source: a name of `sources.NAMES`.
        id_: what the source calls the person.
        client: asks; see `sources.http`.
        progress: called at each step, in this thread.
        cancelled: ends the fetch as soon as it is set.
        known: the profile as it is, if only what is new matters. Then the papers are not all: from
            sources that tell the newest first, those up to a page of known ones.
        today: for `Profile.updated`; by default the day it is.

    Raises:
        FetchError: the source cannot be asked, or gives no usable answer.
        StoppedError: `cancelled` was set. What was got is gone on from, on the same day.
    """
    today = today or datetime.date.today()
    module = source_named(source)
    since = known.updated if known is not None else None
    kept = KeptPages(source, id_, since, today)
    remove_old(today)
    steps = _Steps(progress)
    with client.watched(cancelled, steps.tell):
        client.check()
        person = kept.person()
        if person is None:
            steps.tell(f"asking {LABELS[source]}")
            person = module.person(client, id_)
            kept.keep_person(person)
        steps.name = person.name
        papers, total = person.papers, None
        if not papers:
            pages = _pages(module, client, person.source_id or id_, since, kept)
            papers, total = _gathered(pages, steps, _known(module, known), source)
    kept.remove()
    return replace(
        person,
        source=source,
        source_id=person.source_id or id_,
        claimed=_claimed(person.claimed, total if known is None else None),
        updated=today,
        since=None,
        papers=with_ids(replace(paper, id="") for paper in papers),
    )


class _Steps:
    """How far a fetch is, told to whoever watches."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self.name = ""
        self.done = 0
        self.total: int | None = None

    def tell(self, sentence: str) -> None:
        if self._progress is not None:
            self._progress(self.done, self.total, sentence)

    def at(self, done: int, total: int | None) -> None:
        self.done, self.total = done, None if total is None else max(done, total)
        of_all = "" if self.total is None else f"{done:,} of "
        self.tell(f"{self.name}: {of_all}{count_of_papers(self.total or done)}")


def _pages(
    module: Source,
    client: Client,
    id_: str,
    since: datetime.date | None,
    kept: KeptPages,
) -> Iterator[Page]:
    """The pages that were kept, then the others."""
    cursor = None
    for page in kept.pages():
        yield page
        if (cursor := page.cursor) is None:
            return
    for page in module.works(client, id_, since=since, cursor=cursor):
        kept.keep_page(page)
        yield page


def _gathered(
    pages: Iterable[Page], steps: _Steps, known: set[str] | None, source: str
) -> tuple[tuple[Paper, ...], int | None]:
    """The papers of all pages, each once, and how many the source says there are.

    `known` names the papers that are there: a page with none but those is the last.

    Raises:
        FetchError: there is no end.
    """
    found: dict[Paper, None] = {}  # as a set, in order
    cursors: set[str] = set()
    total, idle = None, 0
    for number, page in enumerate(pages, 1):
        before = len(found)
        found.update(dict.fromkeys(page.papers))
        total = page.total if page.total is not None else total
        steps.at(len(found), total)
        if page.cursor is None:
            break
        if known is not None and all(_is_known(paper, known) for paper in page.papers):
            break
        idle = 0 if len(found) > before else idle + 1
        if page.cursor in cursors or idle >= _IDLE_PAGES or number >= _MOST_PAGES:
            if total is not None and len(found) >= total:
                break
            raise FetchError(
                f"{LABELS[source]} sends the same page again and again; try again later, or "
                "--source another",
                "endless",
            )
        cursors.add(page.cursor)
    return tuple(found), total


def _known(module: Source, known: Profile | None) -> set[str] | None:
    if known is None or not module.NEWEST_FIRST:
        return None
    return {name for paper in known.papers for name in _names(paper)}


def _names(paper: Paper) -> set[str]:
    """What tells that a paper is there already: identifiers, and the letters of the title."""
    return {name for name in (paper.doi, paper.arxiv, _letters(paper)) if name}


def _is_known(paper: Paper, known: set[str]) -> bool:
    """Whether a paper is there. With an identifier of its own a title that is there is another's."""
    identifiers = {name for name in (paper.doi, paper.arxiv) if name}
    return bool((identifiers or {_letters(paper)}) & known)


def _letters(paper: Paper) -> str:
    return "".join(char for char in paper.title.casefold() if char.isalnum())


def _claimed(claimed: int | None, total: int | None) -> int | None:
    return claimed if claimed is not None else total
