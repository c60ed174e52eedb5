"""ORCID: what researchers say of themselves (https://info.orcid.org/documentation/api-tutorials)."""

import datetime
from collections.abc import Iterator
from dataclasses import replace

from paperbrowser.formats.json import orcid
from paperbrowser.papers.model import Profile
from paperbrowser.sources import json_answer
from paperbrowser.sources.http import Client, part
from paperbrowser.sources.protocol import Candidate, Page

NEWEST_FIRST = False
_SOURCE = "orcid"
_PEOPLE = 25


def find(client: Client, name: str) -> list[Candidate]:
    """See `Source.find`."""
    answer = client.json(
        _SOURCE, "/expanded-search/", {"q": _query(name), "rows": _PEOPLE}, what=f"person {name}"
    )
    found = []
    for row in json_answer.rows(answer, "expanded-result"):
        id_ = json_answer.text(row, "orcid-id")
        given, family = json_answer.text(row, "given-names"), json_answer.text(row, "family-names")
        called = json_answer.text(row, "credit-name") or f"{given} {family}".strip()
        if not (id_ and called):
            continue
        place = json_answer.first_text(row, "institution-name")
        found.append(
            Candidate(_SOURCE, id_, called, place or None, None, f"https://orcid.org/{id_}")
        )
    return found


def _query(name: str) -> str:
    """In the language of Solr: the last word is the family's, unless a comma says otherwise."""
    name = name.translate(_UNQUOTED)
    family, comma, given = name.partition(",")
    words = name.split()
    if not comma:
        given, family = " ".join(words[:-1]), words[-1] if words else ""
    terms = (("given-names", given), ("family-name", family))
    return " AND ".join(f'{field}:"{term.strip()}"' for field, term in terms if term.strip())


_UNQUOTED = str.maketrans({'"': " ", "\\": " "})


def person(client: Client, id_: str) -> Profile:
    """See `Source.person`."""
    answer = client.json(_SOURCE, f"/{part(id_)}/record", {}, what=f"person {id_}")
    profile = orcid.profile_of(answer) or Profile(name=id_)
    return replace(profile, source_id=id_, papers=())


def works(
    client: Client,
    id_: str,
    *,
    since: datetime.date | None,
    cursor: str | None = None,
) -> Iterator[Page]:
    """See `Source.works`."""
    answer = client.json(_SOURCE, f"/{part(id_)}/works", {}, what=f"person {id_}")
    papers = json_answer.papers(json_answer.rows(answer, "group"), orcid.paper_of)
    yield Page(papers, len(papers))
