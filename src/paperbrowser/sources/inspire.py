"""INSPIRE: people and literature of high-energy physics (https://github.com/inspirehep/rest-api-doc)."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from paperbrowser.formats.json import inspire
from paperbrowser.papers.model import Profile
from paperbrowser.papers.names import given_first
from paperbrowser.sources import answers, errors
from paperbrowser.sources.http import Client, Parameters, part
from paperbrowser.sources.protocol import Candidate, People, WorksPage

_SOURCE = "inspire"
_PEOPLE = 25
_PAGE = 100  # of at most 1,000: a paper may have thousands of authors
_REACHED = 10_000  # works; INSPIRE answers with no more
_WORK = (
    "titles,abstracts,authors.full_name,authors.affiliations.value,authors.inspire_roles,collaborations,"
    "corporate_author,dois,arxiv_eprints,primary_arxiv_category,document_type,publication_info,imprints,isbns,"
    "thesis_info,citation_count,earliest_date,preprint_date,control_number,inspire_categories,keywords,"
    "public_notes,texkeys,urls,documents,withdrawn"
)


def find(client: Client, name: str) -> People:
    """Implement `protocol.Source.find`."""
    answer = client.json(_SOURCE, "/authors", {"q": name, "size": _PEOPLE}, what=f"author {name}")
    found = map(_candidate, answers.rows(answer, "hits", "hits"))
    people = [candidate for candidate in found if candidate is not None]
    return People(people, answers.count(answer, "hits", "total"))


def _candidate(row: dict[str, Any]) -> Candidate | None:
    number = answers.text(row, "metadata", "control_number")
    name = answers.text(row, "metadata", "name", "preferred_name") or given_first(
        answers.text(row, "metadata", "name", "value")
    )
    if not (number and name):
        return None
    positions = answers.rows(row, "metadata", "positions")
    now = [one for one in positions if one.get("current") is True]
    place = answers.text(now[0], "institution") if now else ""
    url = f"https://inspirehep.net/authors/{number}"
    return Candidate(_SOURCE, _bai(row) or number, name, place or None, None, url)


def person(client: Client, id_: str) -> Profile:
    """Implement `protocol.Source.person`; `id_` is a BAI, a control number or an ORCID iD."""
    what = f"author {id_}"
    if "." in id_:
        answer = client.json(
            _SOURCE, "/authors", {"q": f'ids.value:"{id_}"', "size": 10}, what=what
        )
        found = [row for row in answers.rows(answer, "hits", "hits") if _bai(row) == id_]
        record = found[0] if found else {}
        if not record and not _has_works(client, id_):
            raise errors.no_such(_SOURCE, what)
    else:
        kind = "orcid" if "-" in id_ else "authors"
        record = client.json(_SOURCE, f"/{kind}/{part(id_)}", {}, what=what)
    # Some people have works, but no record of their own.
    candidate = _candidate(record)
    known = inspire.profile_of(record) if record else None
    profile = known or Profile(name=candidate.name if candidate else _name(id_))
    return replace(profile, source_id=candidate.id if candidate else id_, papers=())


def works(
    client: Client,
    id_: str,
    *,
    since: datetime.date | None,
    cursor: str | None = None,
) -> Iterator[WorksPage]:
    """Implement `protocol.Source.works`."""
    number = int(cursor or "1")
    asked = _works_of(id_)
    while True:
        answer = client.json(
            _SOURCE,
            "/literature",
            {
                "q": asked,
                "sort": "mostrecent",
                "size": _PAGE,
                "page": number,
                "fields": _WORK,
            },
            what=f"works of {id_}",
        )
        found = answers.rows(answer, "hits", "hits")
        total = answers.count(answer, "hits", "total")
        number += 1
        more = bool(answers.text(answer, "links", "next")) and number * _PAGE <= _REACHED
        more = more and bool(found)
        papers = answers.papers(found, inspire.paper_of)
        yield WorksPage(papers, total, str(number) if more else None)
        if not more:
            return


def _works_of(id_: str) -> str:
    return f"a {id_}" if "." in id_ else f"authors.recid:{id_}"


def _has_works(client: Client, id_: str) -> bool:
    """Return whether there are works of an author, or it is not said."""
    parameters: Parameters = {"q": _works_of(id_), "size": 1, "fields": "control_number"}
    answer = client.json(_SOURCE, "/literature", parameters, what=f"works of {id_}")
    return answers.count(answer, "hits", "total") != 0


def _bai(row: dict[str, Any]) -> str:
    for one in answers.rows(row, "metadata", "ids"):
        if one.get("schema") == "INSPIRE BAI":
            return answers.text(one, "value")
    return ""


def _name(bai: str) -> str:
    """Return the name in a BAI: "Juan.M.Maldacena.1"."""
    return " ".join(bai.split(".")[:-1]) or bai
