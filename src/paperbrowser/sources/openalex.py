"""OpenAlex: authors and works of all fields (https://developers.openalex.org)."""

import datetime
from collections.abc import Iterator
from dataclasses import replace

from paperbrowser.formats.json import openalex
from paperbrowser.papers.identifiers import orcid_of
from paperbrowser.papers.model import Profile
from paperbrowser.sources import answers, errors
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.http import Client, part
from paperbrowser.sources.protocol import Candidate, People, WorksPage

_SOURCE = "openalex"
_PEOPLE = 25  # of one name
_PAGE = 100  # works, the most that OpenAlex answers with
_START = "*"
# Works are listed up to months after their publication; only paying users may ask for works by the day
# they were listed.
_MARGIN = datetime.timedelta(days=400)


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
    if since is not None:
        asked += f",from_publication_date:{since - _MARGIN}"
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
            what=f"works of {id_}",
        )
        found = answers.rows(answer, "results")
        cursor = answers.text(answer, "meta", "next_cursor") if found else ""
        yield WorksPage(
            answers.papers(found, openalex.paper_of),
            answers.count(answer, "meta", "count"),
            cursor or None,
        )


def _id(url: str) -> str:
    return url.rpartition("/")[2].upper()
