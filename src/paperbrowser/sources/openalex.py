"""OpenAlex: authors and works of all fields (https://developers.openalex.org)."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from paperbrowser.formats.json import openalex
from paperbrowser.papers.identifiers import orcid_of
from paperbrowser.papers.model import Profile
from paperbrowser.sources import answers, errors
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.http import Client, part
from paperbrowser.sources.protocol import (
    Candidate,
    People,
    SharedPage,
    SharedWork,
    WorksPage,
)

_SOURCE = "openalex"
_PEOPLE = 25  # of one name
_PAGE = 100  # works, the most that OpenAlex answers with
_START = "*"
_MOST_AUTHORS = 100  # of a work in a list
_PERSON = re.compile(r"A\d{4,12}", re.ASCII)
# Works are listed up to months after their publication; only paying users may ask for works by the day
# they were listed.
MARGIN = datetime.timedelta(days=400)


def find(client: Client, name: str) -> People:
    """Implement `protocol.Source.find`."""
    answer = client.json(
        _SOURCE, "/authors", {"search": name, "per_page": _PEOPLE}, what=f"author {name}"
    )
    found = []
    for row in answers.rows(answer, "results"):
        id_ = _id(answers.text(row, "id"))
        name = answers.text(row, "display_name")
        if not (id_ and name) or id_ in openalex.NOBODY:
            continue
        places = answers.rows(row, "last_known_institutions")
        found.append(
            Candidate(
                _SOURCE,
                id_,
                name,
                answers.text(places[0], "display_name") or None if places else None,
                answers.count(row, "works_count"),
                f"https://openalex.org/{id_}",
                orcid_of(answers.text(row, "orcid")),
            )
        )
    return People(found, answers.count(answer, "meta", "count"))


def person(client: Client, id_: str) -> Profile:
    """Implement `protocol.Source.person`; `id_` is an OpenAlex id or an ORCID iD."""
    by_orcid = "-" in id_
    path = f"/authors/{'orcid:' if by_orcid else ''}{part(id_)}"
    what = f"author {id_}"
    try:
        answer = client.json(_SOURCE, path, {}, what=what)
    except FetchError as error:
        if by_orcid and error.code == "not-found":
            # It knows only the iDs that publishers send along with papers.
            error.advice = "fetch it from ORCID (--source orcid), or search by name"
        raise
    found = _id(answers.text(answer, "id")) or id_
    if found.upper() in openalex.NOBODY:
        raise errors.no_such(_SOURCE, what)
    profile = openalex.profile_of(answer) or Profile(name=id_)
    return replace(profile, source_id=found, papers=())


def works(
    client: Client, id_: str, *, since: datetime.date | None, cursor: str | None = None
) -> Iterator[WorksPage]:
    """Implement `protocol.Source.works`; `id_` is an OpenAlex id or an ORCID iD."""
    asked = f"authorships.author.orcid:{id_}" if "-" in id_ else f"author.id:{id_}"
    for page in _pages(client, asked, since, cursor, what=f"works of {id_}"):
        yield WorksPage(answers.papers(page.rows, openalex.paper_of), page.total, page.cursor)


def is_person(id_: str) -> bool:
    """Implement `protocol.SharedSource.is_person`."""
    return _PERSON.fullmatch(id_) is not None


def shared_works(
    client: Client, ids: Sequence[str], *, since: datetime.date
) -> Iterator[SharedPage]:
    """Implement `protocol.SharedSource.shared_works`."""
    asked = f"author.id:{'|'.join(ids)}"
    for page in _pages(client, asked, since, None, what=f"works of {len(ids)} people"):
        works = [
            SharedWork(paper, _id(answers.text(row, "id")), _authors(row), _has_all_authors(row))
            for row in page.rows
            for paper in answers.papers([row], openalex.paper_of)
        ]
        yield SharedPage(tuple(works), page.cursor)


def authors_of(client: Client, work: str) -> frozenset[str]:
    """Implement `protocol.SharedSource.authors_of`."""
    # Asked for alone, a work has all of them.
    asked = {"select": "id,authorships"}
    return _authors(client.json(_SOURCE, f"/works/{part(work)}", asked, what=f"work {work}"))


class _Page(NamedTuple):
    rows: list[dict[str, Any]]
    total: int | None
    cursor: str | None


def _pages(
    client: Client, asked: str, since: datetime.date | None, cursor: str | None, *, what: str
) -> Iterator[_Page]:
    """Yield the works that a filter finds, page by page, the newest first."""
    if since is not None:
        asked += f",from_publication_date:{since - MARGIN}"
    cursor = cursor or _START
    while cursor:
        answer = client.json(
            _SOURCE,
            "/works",
            {
                "filter": asked,
                "sort": "publication_date:desc",
                "per_page": _PAGE,
                "cursor": cursor,
            },
            what=what,
        )
        found = answers.rows(answer, "results")
        cursor = answers.text(answer, "meta", "next_cursor") if found else ""
        yield _Page(found, answers.count(answer, "meta", "count"), cursor or None)


def _authors(work: dict[str, Any]) -> frozenset[str]:
    return frozenset(
        _id(answers.text(one, "author", "id")) for one in answers.rows(work, "authorships")
    )


def _has_all_authors(work: dict[str, Any]) -> bool:
    """Whether a work of a list has all its authors; OpenAlex does not always say so."""
    cut = answers.at(work, "is_authors_truncated") is True
    return not cut and len(answers.rows(work, "authorships")) < _MOST_AUTHORS


def _id(url: str) -> str:
    return url.rpartition("/")[2].upper()
