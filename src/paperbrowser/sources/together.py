"""Fetch the new papers of many people with few requests, where a service can be asked for several at once.

Each work is given to the profiles of its authors. As in `fetch`, the newest works come first, and a page on
which each work is known to all of them is the last, though two pages are read. A person's facts, such as the
h-index, are not asked for.
"""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from paperbrowser.papers.display import counted
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.sources import SOURCES
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.fetch import is_known_paper, known_keys
from paperbrowser.sources.http import Client
from paperbrowser.sources.protocol import SharedSource, SharedWork
from paperbrowser.sources.services import shared_source

# A hundred people publish a page in a month or so, and services list many papers weeks later.
_LEAST_PAGES = 2
_MOST_PAGES = 50  # 5,000 works of a hundred people; beyond, each is asked alone
_MOST_ASKED_ALONE = 20  # works of so many authors that the list does not name all
# The service does not like this question; it may like those for each person.
_OF_THE_QUESTION = frozenset(("request", "not-found", "withheld", "too-large"))


class Together(NamedTuple):
    """The outcome for some people who were asked for together.

    Attributes:
        people: the places of these people in the list that was given.
        fetched: their new papers, by place: those who are missing are to be asked for alone.
        error: why none was fetched; it makes no sense to ask for them alone.
    """

    people: tuple[int, ...]
    fetched: dict[int, Profile]
    error: FetchError | None = None


class _AloneError(Exception):
    """These people are to be asked for one by one."""


def is_shared(profile: Profile) -> bool:
    """Return whether the person of a profile can be asked for together with others."""
    info = SOURCES.get(profile.source or "")
    if info is None or info.together < 2 or profile.source_id is None or profile.updated is None:
        return False
    return shared_source(info.name).is_person(profile.source_id)


def fetch_together(
    source: str,
    known: Sequence[Profile],
    *,
    client: Client,
    progress: Callable[[str], None] = lambda _: None,
    today: datetime.date | None = None,
) -> Iterator[Together]:
    """Yield the new papers of people, of as many at a time as the service allows.

    Args:
        source: the name of the service.
        known: the profiles to update, with all their papers; `is_shared` holds for each.
        client: asks the service.
        progress: called with a sentence at each step.
        today: for `Profile.updated`; by default the current day.

    Raises:
        StoppedError: it was cancelled.
    """
    today = today or datetime.date.today()
    most = SOURCES[source].together
    # Those of one group were fetched at about the same time.
    places = sorted(range(len(known)), key=lambda place: known[place].updated or today)
    for start in range(0, len(places), most):
        group = tuple(places[start : start + most])
        people = [known[place] for place in group]
        try:
            found = _fetched(source, people, client, progress, today)
        except _AloneError:
            yield Together(group, {})
        except FetchError as error:
            gives_up = error.code not in _OF_THE_QUESTION
            yield Together(group, {}, error if gives_up else None)
        else:
            yield Together(
                group,
                {place: one for place, one in zip(group, found, strict=True) if one is not None},
            )


def _fetched(
    source: str,
    people: Sequence[Profile],
    client: Client,
    progress: Callable[[str], None],
    today: datetime.date,
) -> list[Profile | None]:
    """Return the new papers of each of a group; None for a person who is to be asked for alone."""
    module = shared_source(source)
    group = _Group(source, people, module, client)
    ids = list(dict.fromkeys(one.source_id or "" for one in people))
    since = min(one.updated or today for one in people)
    cursors: set[str] = set()
    count = 0
    label = f"{SOURCES[source].label}: {len(people)} people"
    progress(label)
    for number, page in enumerate(module.shared_works(client, ids, since=since), 1):
        news = [group.take(work) for work in page.works]
        count += len(page.works)
        progress(f"{label}, {counted(count, 'paper')}")
        if page.cursor is None:
            group.seen_from = since - module.MARGIN
            break
        if not any(news) and number >= _LEAST_PAGES:
            break
        if page.cursor in cursors or number >= _MOST_PAGES:
            raise _AloneError
        cursors.add(page.cursor)
    return [
        None if group.lacks_all_of(place, today) else group.profile(place, today)
        for place in range(len(people))
    ]


class _Group:
    """The people of one question, and the works that were found of each."""

    def __init__(
        self, source: str, people: Sequence[Profile], module: SharedSource, client: Client
    ) -> None:
        self._source, self._people, self._module, self._client = source, people, module, client
        self._known = [known_keys(source, one) or set() for one in people]
        self._found: list[dict[Paper, None]] = [{} for _ in people]
        self._asked_alone = 0
        self.seen_from = datetime.date.max  # the day after which all works were seen

    def take(self, work: SharedWork) -> bool:
        """Give a work to its authors; return whether it is new for one of them."""
        if work.paper.date is not None:
            self.seen_from = min(self.seen_from, work.paper.date.first_day)
        authors = work.authors
        if not work.all_authors and not any(
            is_known_paper(work.paper, known) for known in self._known
        ):
            self._asked_alone += 1
            if self._asked_alone > _MOST_ASKED_ALONE:
                raise _AloneError
            authors = self._module.authors_of(self._client, work.id)
        new = False
        for place, person in enumerate(self._people):
            if person.source_id in authors:
                known = is_known_paper(work.paper, self._known[place])
                if known or not self._is_too_old(work.paper, person):
                    self._found[place][work.paper] = None
                    new = new or not known
        return new

    def _is_too_old(self, paper: Paper, person: Profile) -> bool:
        """Whether the person alone would not be asked for a paper of this age."""
        if paper.date is None or person.updated is None:
            return False
        return paper.date.first_day < person.updated - self._module.MARGIN

    def lacks_all_of(self, place: int, today: datetime.date) -> bool:
        """Whether the service has nothing of a person of whom papers of these days are known.

        Their id may have been given up for another one, which only the service can say.
        """
        if self._found[place]:
            return False
        return any(
            paper.date is not None
            and paper.date.precision == "day"
            and self.seen_from < paper.date.first_day <= today
            for paper in self._people[place].papers
        )

    def profile(self, place: int, today: datetime.date) -> Profile:
        """Return what was found of a person."""
        person = self._people[place]
        papers = (replace(paper, id="") for paper in self._found[place])
        return Profile(
            name=person.name,
            source=self._source,
            source_id=person.source_id,
            updated=today,
            papers=with_ids(papers),
        )
