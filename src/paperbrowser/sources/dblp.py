"""dblp: people and papers of computer science (https://dblp.org/faq/13501473.html)."""

import datetime
from collections.abc import Iterator
from dataclasses import replace

from paperbrowser.papers.model import Profile
from paperbrowser.sources import json_answer
from paperbrowser.sources.answers import profile_in
from paperbrowser.sources.http import Client, part
from paperbrowser.sources.protocol import Candidate, Page

NEWEST_FIRST = False
_SOURCE = "dblp"
_PEOPLE = 25


def find(client: Client, name: str) -> list[Candidate]:
    """See `Source.find`."""
    answer = client.json(
        _SOURCE,
        "/search/author/api",
        {"q": name, "format": "json", "h": _PEOPLE, "c": 0},
        what=f"author {name}",
    )
    found = []
    for row in json_answer.rows(answer, "result", "hits", "hit"):
        url = json_answer.link(row, "info", "url")
        called = json_answer.text(row, "info", "author")
        if not (url and called and "/pid/" in url):
            continue
        places = [
            json_answer.text(note, "text")
            for note in json_answer.rows(row, "info", "notes", "note")
            if note.get("@type") == "affiliation"
        ]
        id_ = url.partition("/pid/")[2].removesuffix(".html")
        found.append(Candidate(_SOURCE, id_, called, next(iter(places), None), None, url))
    return found


def person(client: Client, id_: str) -> Profile:
    """See `Source.person`: all works are among it."""
    path = "/".join(map(part, id_.split("/")))
    body = client.xml(_SOURCE, f"/pid/{path}.xml", {}, what=f"person {id_}")
    profile = profile_in(_SOURCE, body)
    return replace(profile, name=profile.name or id_, source_id=id_)


def works(
    client: Client,
    id_: str,
    *,
    since: datetime.date | None,
    cursor: str | None = None,
) -> Iterator[Page]:
    """See `Source.works`."""
    papers = person(client, id_).papers
    yield Page(papers, len(papers))
