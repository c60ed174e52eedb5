"""ORCID: records that researchers keep of themselves (https://info.orcid.org/documentation/api-tutorials)."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from paperbrowser.formats.json import orcid
from paperbrowser.papers.model import Profile
from paperbrowser.papers.names import given_first
from paperbrowser.papers.names import person as person_name
from paperbrowser.papers.text import one_line
from paperbrowser.sources import answers
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.http import Client, part
from paperbrowser.sources.protocol import Candidate, People, WorksPage

_SOURCE = "orcid"
_PEOPLE = 25
_WORKS = 100  # of one question
_PLACES = 3  # of a person who is found by name


def find(client: Client, name: str) -> People:
    """Implement `protocol.Source.find`."""
    query = _query(name)
    if not query:
        return People([])
    answer = client.json(
        _SOURCE, "/expanded-search/", {"q": query, "rows": _PEOPLE}, what=f"person {name}"
    )
    found = []
    for row in answers.rows(answer, "expanded-result"):
        id_ = answers.text(row, "orcid-id")
        parts = answers.text(row, "family-names"), answers.text(row, "given-names")
        called = given_first(answers.text(row, "credit-name")) or person_name(*parts)
        if not (id_ and called):
            continue
        # Past and present ones, sorted by letter.
        places = [place for place in map(one_line, _texts(row, "institution-name")) if place]
        place = "; ".join(places[:_PLACES])
        found.append(
            Candidate(_SOURCE, id_, called, place or None, None, f"https://orcid.org/{id_}")
        )
    return People(found, answers.count(answer, "num-found"))


def _texts(row: dict[str, Any], key: str) -> list[str]:
    given = row.get(key)
    return [one for one in (given if isinstance(given, list) else [given]) if isinstance(one, str)]


def _query(name: str) -> str:
    """Return the words of a name as a Solr query: all in one of the fields that hold whole names.

    A record may have more or fewer given names, and letters for some; so letters are left out.
    """
    words = [word for word in _SEPARATORS.split(name) if _LETTER.search(word)]
    telling = [word for word in words if _LETTERS.search(word) or _is_whole(word)] or words
    terms = " AND ".join(f'"{word}"' for word in telling)
    return " OR ".join(f"{field}:({terms})" for field in _NAMES) if terms else ""


def _is_whole(letter: str) -> bool:
    """Return whether a single letter may be a whole name, as in Chinese: it has no capital."""
    return letter.lower() == letter.upper()


_NAMES = ("given-and-family-names", "credit-name", "other-names")
_SEPARATORS = re.compile(r'[\s,;"\\()]+')
_LETTER = re.compile(r"[^\W\d_]")
_LETTERS = re.compile(r"[^\W\d_]{2}")


def person(client: Client, id_: str) -> Profile:
    """Implement `protocol.Source.person`."""
    answer = client.json(_SOURCE, f"/{part(id_)}/record", {}, what=f"person {id_}")
    # A record that was closed in favour of another redirects to that.
    today = orcid.id_of(answer)
    profile = orcid.profile_of(answer) or Profile(name=today or id_, orcid=today)
    return replace(profile, source_id=today or id_, papers=())


def works(
    client: Client,
    id_: str,
    *,
    since: datetime.date | None,
    cursor: str | None = None,
) -> Iterator[WorksPage]:
    """Implement `protocol.Source.works`."""
    groups = _groups(client, id_)
    start = int(cursor or "0")
    while True:
        end, codes = start, list[str]()
        while end < len(groups):
            more = orcid.put_codes(groups[end])[:_WORKS]
            if len(codes) + len(more) > _WORKS:
                break
            codes += more
            end += 1
        whole = _whole(client, id_, codes)
        complete = (orcid.completed(group, whole) for group in groups[start:end])
        further = str(end) if end < len(groups) else None
        yield WorksPage(answers.papers(complete, orcid.paper_of), len(groups), further)
        if further is None:
            return
        start = end


def _groups(client: Client, id_: str) -> list[dict[str, Any]]:
    """Return the works of a person, each with the summaries of its versions."""
    answer = client.json(_SOURCE, f"/{part(id_)}/works", {}, what=f"person {id_}")
    return answers.rows(answer, "group")


def _whole(client: Client, id_: str, codes: list[str]) -> dict[str, dict[str, Any]]:
    """Return works by their numbers, with contributors and citation, which summaries leave out."""
    if not codes:
        return {}
    path = f"/{part(id_)}/works/{','.join(codes)}"
    try:
        answer = client.json(_SOURCE, path, {}, what=f"works of {id_}")
    except FetchError as error:
        if error.code == "not-found":  # removed since; the others are in the list
            return {}
        raise
    found = (answers.rows(row, "work") for row in answers.rows(answer, "bulk"))
    return {answers.text(work, "put-code"): work for works in found for work in works}
