"""References and citing papers of Semantic Scholar (https://api.semanticscholar.org/api-docs/graph)."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from paperbrowser.formats.json import semantic_scholar
from paperbrowser.papers.model import Paper
from paperbrowser.sources import answers, errors
from paperbrowser.sources.citations.answer import (
    AskedWork,
    Direction,
    KnownWork,
    LinkedPage,
    LinkedWork,
)
from paperbrowser.sources.citations.likeness import is_same, title_words
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.http import Client
from paperbrowser.sources.semantic_scholar import WORK, adapted

_SOURCE = "semanticscholar"
_PAGE = 100  # of at most 1,000: an answer may have 10 MB
_FACTS = "title,year,authors,referenceCount,citationCount"
_ID = re.compile(r"[0-9a-f]{40}")


def look_up(client: Client, asked: AskedWork) -> KnownWork | None:
    """Implement `CitationSource.look_up`: by id, DOI or arXiv id, else by title."""
    for name in _names(asked):
        try:
            return _known(_paper(client, name))
        except FetchError as error:
            if error.code != "not-found":
                raise
    if not (words := title_words(asked.paper)):
        return None
    try:
        answer = client.json(
            _SOURCE,
            "/paper/search/match",
            {"query": words, "fields": _FACTS},
            what="paper of this title",
        )
    except FetchError as error:
        if error.code != "not-found":
            raise
        return None
    for row in answers.rows(answer, "data"):
        found = answers.papers([row], semantic_scholar.paper_of)
        if found and is_same(asked.paper, found[0]):
            return _known(row)
    return None


def pages(
    client: Client, known: KnownWork, direction: Direction, cursor: str | None
) -> Iterator[LinkedPage]:
    """Implement `CitationSource.pages`."""
    path = (
        f"/paper/{_quoted(known.ids[0])}/{'citations' if direction == 'citing' else 'references'}"
    )
    asked: dict[str, str | int] = {"fields": WORK, "limit": _PAGE}
    total = known.citing if direction == "citing" else known.references
    while True:
        asked["offset"] = cursor or "0"
        answer = adapted(client, path, asked, what=f"paper {known.ids[0]}")
        if answers.at(answer, "data") is not None:
            rows = answers.rows(answer, "data")
        elif "data" in answer or "offset" in answer:
            rows = []
        else:
            raise errors.damaged(_SOURCE, "it has no list of papers")
        works = tuple(
            LinkedWork(paper, _id(row))
            for row in rows
            for paper in answers.papers([row], semantic_scholar.paper_of)
        )
        further = answers.count(answer, "next") if rows else None
        cursor = str(further) if further else None
        # null, with a notice on "fields that have been elided by the publisher"
        withheld = answer.get("data", ()) is None
        yield LinkedPage(works, total, cursor, len(rows) - len(works), withheld)
        if cursor is None:
            return


def _names(asked: AskedWork) -> Iterator[str]:
    if asked.source == _SOURCE and _ID.fullmatch(asked.id):
        yield asked.id
    names: dict[str, None] = {}
    every: tuple[Any, ...] = (asked.paper, *asked.paper.versions)
    for one in every:
        if one.doi and one.doi.startswith("10."):
            names[f"DOI:{one.doi}"] = None
    for one in every:
        if one.arxiv:
            names[f"ARXIV:{one.arxiv}"] = None
    if id_ := _of_page(asked.paper):
        names[id_] = None
    yield from names


def _of_page(paper: Paper) -> str:
    """Return the id in the address of a page of the service."""
    url = paper.url or ""
    found = _ID.search(url) if "semanticscholar.org/" in url else None
    return found[0] if found else ""


def _paper(client: Client, name: str) -> dict[str, Any]:
    path = f"/paper/{_quoted(name)}"
    return client.json(_SOURCE, path, {"fields": _FACTS}, what=f"paper {name}")


def _known(row: dict[str, Any]) -> KnownWork:
    if not (id_ := answers.text(row, "paperId")):
        raise errors.damaged(_SOURCE, "a paper without an id")
    return KnownWork(
        (id_,),
        answers.count(row, "referenceCount"),
        answers.count(row, "citationCount"),
    )


def _id(row: dict[str, Any]) -> str:
    return answers.text(row, "citedPaper", "paperId") or answers.text(row, "citingPaper", "paperId")


def _quoted(name: str) -> str:
    """Return an id as a part of a path; the slash of a DOI stays, as the service has it."""
    return quote(name, safe="/:()")
