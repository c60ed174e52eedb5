"""ORCID: records that researchers keep of themselves (https://info.orcid.org/documentation/api-tutorials)."""

import datetime
from collections.abc import Iterator
from dataclasses import replace

from paperbrowser.formats.json import orcid
from paperbrowser.papers.model import Profile
from paperbrowser.sources import answers
from paperbrowser.sources.http import Client, part
from paperbrowser.sources.protocol import Candidate, People, WorksPage

_SOURCE = "orcid"
_PEOPLE = 25


def find(client: Client, name: str) -> People:
    """Implement `protocol.Source.find`."""
    answer = client.json(
        _SOURCE, "/expanded-search/", {"q": _query(name), "rows": _PEOPLE}, what=f"person {name}"
    )
    found = []
    for row in answers.rows(answer, "expanded-result"):
        id_ = answers.text(row, "orcid-id")
        given, family = answers.text(row, "given-names"), answers.text(row, "family-names")
        called = answers.text(row, "credit-name") or f"{given} {family}".strip()
        if not (id_ and called):
            continue
        place = answers.first_text(row, "institution-name")
        found.append(
            Candidate(_SOURCE, id_, called, place or None, None, f"https://orcid.org/{id_}")
        )
    return People(found, answers.count(answer, "num-found"))


def _query(name: str) -> str:
    """Return the name as a Solr query; the last word is the family name, unless there is a comma."""
    name = name.translate(_UNQUOTED)
    family, comma, given = name.partition(",")
    words = name.split()
    if not comma:
        given, family = " ".join(words[:-1]), words[-1] if words else ""
    terms = (("given-names", given), ("family-name", family))
    return " AND ".join(f'{field}:"{term.strip()}"' for field, term in terms if term.strip())


_UNQUOTED = str.maketrans({'"': " ", "\\": " "})


def person(client: Client, id_: str) -> Profile:
    """Implement `protocol.Source.person`."""
    answer = client.json(_SOURCE, f"/{part(id_)}/record", {}, what=f"person {id_}")
    profile = orcid.profile_of(answer) or Profile(name=id_)
    return replace(profile, source_id=id_, papers=())


def works(
    client: Client,
    id_: str,
    *,
    since: datetime.date | None,
    cursor: str | None = None,
) -> Iterator[WorksPage]:
    """Implement `protocol.Source.works`."""
    answer = client.json(_SOURCE, f"/{part(id_)}/works", {}, what=f"person {id_}")
    papers = answers.papers(answers.rows(answer, "group"), orcid.paper_of)
    yield WorksPage(papers, len(papers))
