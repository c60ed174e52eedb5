"""INSPIRE: people and literature of high-energy physics (https://github.com/inspirehep/rest-api-doc)."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from paperbrowser.formats.json import inspire
from paperbrowser.papers.model import Profile
from paperbrowser.papers.person_names import in_order
from paperbrowser.sources import json_answer
from paperbrowser.sources.http import Client, part
from paperbrowser.sources.protocol import Candidate, Page

NEWEST_FIRST = True
_SOURCE = "inspire"
_PEOPLE = 25
_PAGE = 100  # of at most 1,000: a paper may have thousands of authors
_REACHED = 10_000  # works; further ones are never answered
_WORK = (
    "titles,abstracts,authors.full_name,collaborations,corporate_author,dois,arxiv_eprints,document_type,"
    "publication_info,imprints,thesis_info,report_numbers,number_of_pages,citation_count,"
    "earliest_date,preprint_date,control_number,inspire_categories,urls,author_count"
)


def find(client: Client, name: str) -> list[Candidate]:
    """See `Source.find`."""
    answer = client.json(_SOURCE, "/authors", {"q": name, "size": _PEOPLE}, what=f"author {name}")
    return [
        candidate
        for row in json_answer.rows(answer, "hits", "hits")
        if (candidate := _candidate(row)) is not None
    ]


def _candidate(row: dict[str, Any]) -> Candidate | None:
    number = json_answer.text(row, "metadata", "control_number")
    name = json_answer.text(row, "metadata", "name", "preferred_name") or in_order(
        json_answer.text(row, "metadata", "name", "value")
    )
    if not (number and name):
        return None
    positions = json_answer.rows(row, "metadata", "positions")
    now = [one for one in positions if one.get("current") is True]
    place = json_answer.text(now[0], "institution") if now else ""
    url = f"https://inspirehep.net/authors/{number}"
    return Candidate(_SOURCE, _bai(row) or number, name, place or None, None, url)


def person(client: Client, id_: str) -> Profile:
    """See `Source.person`; `id_` is a BAI, a control number or an ORCID iD."""
    what = f"author {id_}"
    if "." in id_:
        answer = client.json(
            _SOURCE, "/authors", {"q": f'ids.value:"{id_}"', "size": 10}, what=what
        )
        found = [row for row in json_answer.rows(answer, "hits", "hits") if _bai(row) == id_]
        record = found[0] if found else {}
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
) -> Iterator[Page]:
    """See `Source.works`."""
    number = int(cursor or "1")
    while True:
        answer = client.json(
            _SOURCE,
            "/literature",
            {
                "q": f"a {id_}" if "." in id_ else f"authors.recid:{id_}",
                "sort": "mostrecent",
                "size": _PAGE,
                "page": number,
                "fields": _WORK,
            },
            what=f"works of {id_}",
        )
        found = json_answer.rows(answer, "hits", "hits")
        total = json_answer.count(answer, "hits", "total")
        number += 1
        more = bool(json_answer.text(answer, "links", "next")) and number * _PAGE <= _REACHED
        more = more and bool(found)
        papers = json_answer.papers(found, inspire.paper_of)
        yield Page(papers, total, str(number) if more else None)
        if not more:
            return


def _bai(row: dict[str, Any]) -> str:
    for one in json_answer.rows(row, "metadata", "ids"):
        if one.get("schema") == "INSPIRE BAI":
            return json_answer.text(one, "value")
    return ""


def _name(bai: str) -> str:
    """A name from a BAI: "Juan.M.Maldacena.1"."""
    return " ".join(bai.split(".")[:-1]) or bai
