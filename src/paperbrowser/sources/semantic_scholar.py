"""Semantic Scholar: authors and papers of all fields (https://api.semanticscholar.org/api-docs/graph)."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from paperbrowser.formats.json import semantic_scholar
from paperbrowser.papers.model import Profile
from paperbrowser.sources import answers, errors
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.http import Client, Parameters, part
from paperbrowser.sources.protocol import Candidate, People, WorksPage

_SOURCE = "semanticscholar"
_PEOPLE = 25
_PAGE = 100  # of at most 1,000: an answer may have 10 MB, which fewer papers of large groups fill
_FOUND = "name,affiliations,paperCount,externalIds,url"
_PERSON = "name,affiliations,paperCount,citationCount,hIndex,externalIds"
WORK = (  # the fields of a paper that are asked for
    "title,abstract,authors,year,publicationDate,venue,publicationVenue,journal,externalIds,url,"
    "citationCount,publicationTypes,s2FieldsOfStudy,openAccessPdf,tldr"
)
# Works come in months after their publication.
_MARGIN = datetime.timedelta(days=400)
_UNKNOWN_FIELDS = re.compile(r"unsupported fields: \[([^\]]*)\]", re.IGNORECASE)


def find(client: Client, name: str) -> People:
    """Implement `protocol.Source.find`."""
    answer = client.json(
        _SOURCE,
        "/author/search",
        {"query": name.replace("-", " "), "fields": _FOUND, "limit": _PEOPLE},
        what=f"author {name}",
    )
    found = []
    for row in answers.rows(answer, "data"):
        id_, name = answers.text(row, "authorId"), answers.text(row, "name")
        if not (id_ and name):
            continue
        place = answers.first_text(row, "affiliations")
        found.append(
            Candidate(
                _SOURCE,
                id_,
                name,
                place or None,
                answers.count(row, "paperCount"),
                answers.link(row, "url"),
                semantic_scholar.orcid_in(row),
            )
        )
    return People(found, answers.count(answer, "total"))


def person(client: Client, id_: str) -> Profile:
    """Implement `protocol.Source.person`."""
    what = f"author {id_}"
    answer = client.json(_SOURCE, f"/author/{part(id_)}", {"fields": _PERSON}, what=what)
    profile = semantic_scholar.profile_of(answer)
    if profile is None and _has_no_works(client, id_):
        raise errors.no_such(_SOURCE, what)
    profile = profile or Profile(name=id_)
    return replace(profile, source_id=profile.source_id or id_, papers=())


def works(
    client: Client,
    id_: str,
    *,
    since: datetime.date | None,
    cursor: str | None = None,
) -> Iterator[WorksPage]:
    """Implement `protocol.Source.works`."""
    asked: dict[str, str | int] = {"fields": WORK, "limit": _PAGE}
    if since is not None:
        asked["publicationDateOrYear"] = f"{since - _MARGIN}:"
    while True:
        asked["offset"] = cursor or "0"
        answer = adapted(client, _papers_of(id_), asked, what=f"author {id_}")
        found = answers.rows(answer, "data")
        further = answers.count(answer, "next") if found else None
        cursor = str(further) if further else None
        yield WorksPage(answers.papers(found, semantic_scholar.paper_of), None, cursor)
        if cursor is None:
            return


def adapted(client: Client, path: str, asked: dict[str, str | int], *, what: str) -> dict[str, Any]:
    """Return a page of papers; `asked` gets what the service answers to, also for the pages after it.

    Args:
        client: asks the service.
        path: below the address of the service.
        asked: the parameters, "fields" and "limit" among them.
        what: what is asked for, for errors.
    """
    while True:
        try:
            return client.json(_SOURCE, path, asked, what=what)
        except FetchError as error:
            if error.code not in {"request", "too-large"}:
                raise
            fields, limit = str(asked["fields"]).split(","), int(asked["limit"])
            if (unknown := _UNKNOWN_FIELDS.search(error.what)) is not None:
                refused = {name.strip() for name in unknown[1].split(",")}
                left = [name for name in fields if name not in refused]
                if len(left) in {0, len(fields)}:
                    raise
                asked["fields"] = ",".join(left)
            elif limit > 1:  # more than 10 MB, of papers with thousands of authors
                asked["limit"] = limit // 2
            else:
                raise


def _papers_of(id_: str) -> str:
    return f"/author/{part(id_)}/papers"


def _has_no_works(client: Client, id_: str) -> bool:
    """Return whether the service says that there are no works of an author."""
    asked: Parameters = {"fields": "title", "limit": 1}
    answer = client.json(_SOURCE, _papers_of(id_), asked, what=f"author {id_}")
    return answers.at(answer, "data") == [] or answers.count(answer, "total") == 0
