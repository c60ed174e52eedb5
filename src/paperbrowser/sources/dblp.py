"""dblp: people and papers of computer science (https://dblp.org/faq/13501473.html)."""

import datetime
from collections.abc import Iterator
from dataclasses import replace

from paperbrowser.papers.model import Profile
from paperbrowser.sources import answers
from paperbrowser.sources.http import Client, part
from paperbrowser.sources.protocol import Candidate, People, WorksPage

_SOURCE = "dblp"
_PEOPLE = 25


def find(client: Client, name: str) -> People:
    """Implement `protocol.Source.find`."""
    answer = client.json(
        _SOURCE,
        "/search/author/api",
        {"q": name, "format": "json", "h": _PEOPLE, "c": 0},
        what=f"author {name}",
    )
    found = []
    for row in answers.rows(answer, "result", "hits", "hit"):
        url = answers.link(row, "info", "url")
        called = answers.text(row, "info", "author")
        if not (url and called and "/pid/" in url):
            continue
        places = [
            answers.text(note, "text")
            for note in answers.rows(row, "info", "notes", "note")
            if note.get("@type") == "affiliation"
        ]
        id_ = url.partition("/pid/")[2].removesuffix(".html")
        found.append(Candidate(_SOURCE, id_, called, next(iter(places), None), None, url))
    return People(found, answers.count(answer, "result", "hits", "@total"))


def person(client: Client, id_: str) -> Profile:
    """Implement `protocol.Source.person`; dblp answers with all works at once."""
    path = "/".join(map(part, id_.split("/")))
    body = client.xml(_SOURCE, f"/pid/{path}.xml", {}, what=f"person {id_}")
    profile = answers.xml_profile(_SOURCE, body)
    return replace(profile, name=profile.name or id_, source_id=id_)


def works(
    client: Client,
    id_: str,
    *,
    since: datetime.date | None,
    cursor: str | None = None,
) -> Iterator[WorksPage]:
    """Implement `protocol.Source.works`."""
    papers = person(client, id_).papers
    yield WorksPage(papers, len(papers))
