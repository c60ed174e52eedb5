"""Semantic Scholar: authors and papers of all fields (https://api.semanticscholar.org/api-docs/graph)."""

import datetime
from collections.abc import Iterator
from dataclasses import replace

from paperbrowser.formats.json import semantic_scholar
from paperbrowser.papers.model import Profile
from paperbrowser.sources import answers
from paperbrowser.sources.http import Client, part
from paperbrowser.sources.protocol import Candidate, People, WorksPage

_SOURCE = "semanticscholar"
_PEOPLE = 25
_PAGE = 100  # of at most 1,000: an answer may have 10 MB, which fewer papers of large groups fill
_PERSON = "name,affiliations,homepage,paperCount,citationCount,hIndex,externalIds,url"
_WORK = (
    "title,abstract,authors,year,publicationDate,venue,publicationVenue,journal,externalIds,url,"
    "citationCount,publicationTypes,fieldsOfStudy,s2FieldsOfStudy,openAccessPdf"
)


def find(client: Client, name: str) -> People:
    """Implement `protocol.Source.find`."""
    answer = client.json(
        _SOURCE,
        "/author/search",
        {"query": name.replace("-", " "), "fields": _PERSON, "limit": _PEOPLE},
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
            )
        )
    return People(found, answers.count(answer, "total"))


def person(client: Client, id_: str) -> Profile:
    """Implement `protocol.Source.person`."""
    answer = client.json(_SOURCE, f"/author/{part(id_)}", {"fields": _PERSON}, what=f"author {id_}")
    profile = semantic_scholar.profile_of(answer) or Profile(name=id_)
    return replace(profile, source_id=id_, papers=())


def works(
    client: Client,
    id_: str,
    *,
    since: datetime.date | None,
    cursor: str | None = None,
) -> Iterator[WorksPage]:
    """Implement `protocol.Source.works`."""
    while True:
        answer = client.json(
            _SOURCE,
            f"/author/{part(id_)}/papers",
            {"fields": _WORK, "offset": cursor or "0", "limit": _PAGE},
            what=f"author {id_}",
        )
        found = answers.rows(answer, "data")
        further = answers.count(answer, "next") if found else None
        cursor = str(further) if further else None
        yield WorksPage(answers.papers(found, semantic_scholar.paper_of), None, cursor)
        if cursor is None:
            return
