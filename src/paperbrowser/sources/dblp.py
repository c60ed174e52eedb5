"""dblp: people and papers of computer science (https://dblp.org/faq/13501473.html)."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import quote

from paperbrowser.formats.encoding import decode
from paperbrowser.formats.xml import dblp
from paperbrowser.papers.model import Profile
from paperbrowser.papers.text import cut
from paperbrowser.sources import answers, errors
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.http import Client, part
from paperbrowser.sources.protocol import Candidate, People, WorksPage

_SOURCE = "dblp"
_PEOPLE = 25
_SITE = "https://dblp.org"  # for web browsers, whatever address is asked
_LONGEST = 60  # characters of an affiliation in a sentence


def find(client: Client, name: str) -> People:
    """Implement `protocol.Source.find`."""
    page = f"{_SITE}/search/author?q={quote(name)}"
    with _by_hand(f"open {page} in a web browser, save the person's page as XML"):
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
        places = (
            answers.text(note, "text")
            for note in answers.rows(row, "info", "notes", "note")
            if note.get("@type") == "affiliation" and note.get("@label") != "former"
        )
        place = next(filter(None, places), None)
        id_ = url.partition("/pid/")[2].removesuffix(".html")
        found.append(Candidate(_SOURCE, id_, called, place, None, url))
    # Where there is a person X-1, the page X is not of one person.
    shared = {one.id.rpartition("-")[0] for one in found if one.id[-1:].isdecimal()}
    found.sort(key=lambda one: one.id in shared)
    return People(found, answers.count(answer, "result", "hits", "@total"))


def person(client: Client, id_: str) -> Profile:
    """Implement `protocol.Source.person`; dblp answers with all works at once."""
    path = "/".join(map(part, id_.split("/")))
    what = f"person {id_}"
    with _by_hand(f"open {_SITE}/pid/{path}.xml in a web browser, save it"):
        body = client.xml(_SOURCE, f"/pid/{path}.xml", {}, what=what)
    profile = answers.xml_profile(_SOURCE, body)
    page = dblp.page_of(decode(body).text)
    if page.of_several:
        people = [
            f"{namesake} ({', '.join(filter(None, (name, place and cut(place, _LONGEST))))})"
            for namesake, name, place in page.namesakes
        ]
        raise errors.several_people(_SOURCE, id_, page.person.name or id_, people)
    if not profile.papers:
        profile = page.person
    if not (profile.name or profile.papers):
        raise errors.no_such(_SOURCE, what)
    return replace(
        profile,
        name=profile.name or id_,
        source_id=profile.source_id or id_,
        papers=tuple(replace(paper, key=paper.id or None) for paper in profile.papers),
    )


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


@contextmanager
def _by_hand(steps: str) -> Iterator[None]:
    """Advise the steps in a web browser that work where a guard keeps programs out."""
    try:
        yield
    except FetchError as error:
        if error.code == "guarded":
            error.advice = f"{steps}, and `paperbrowser import` it"
        raise
