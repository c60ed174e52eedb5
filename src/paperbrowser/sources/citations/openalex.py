"""References and citing papers of OpenAlex (https://developers.openalex.org).

A work lists the ids of its references, which are asked for a hundred at a time; the filter `cites` finds the
papers citing it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import quote

from paperbrowser.formats.json import openalex
from paperbrowser.papers.identifiers import arxiv_of_doi
from paperbrowser.papers.model import Paper, WorkVersion
from paperbrowser.sources import answers, errors
from paperbrowser.sources.citations.answer import (
    AskedWork,
    Direction,
    KnownWork,
    LinkedPage,
    LinkedWork,
)
from paperbrowser.sources.citations.likeness import is_alike, is_same, title_words
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.http import Client, part

_SOURCE = "openalex"
_PAGE = 100  # works of an answer, and values of a filter
_FOUND = 10  # works of one title
_START = "*"
_WORK = re.compile(r"W\d{1,15}", re.ASCII)
_FACTS = "id,title,display_name,publication_year,publication_date,authorships,cited_by_count"
_WHOLE = (
    f"{_FACTS},doi,ids,type,is_retracted,primary_location,locations,best_oa_location,open_access,biblio,"
    "primary_topic,keywords,abstract_inverted_index"
)


def look_up(client: Client, asked: AskedWork) -> KnownWork | None:
    """Implement `CitationSource.look_up`: by id, DOI or arXiv id, else by title."""
    paper = asked.paper
    if asked.source == _SOURCE and _WORK.fullmatch(asked.id):
        return KnownWork((asked.id,))
    found = []
    if id_ := _id({"id": paper.url or ""}):  # which may have been merged into another since
        found = _alone(client, part(id_))
    if not found:
        found = _by_doi(client, _dois(paper))
    arxivs = dict.fromkeys(filter(None, (one.arxiv for one in _versions(paper))))
    if not found and arxivs:
        pages = (
            f"{scheme}://arxiv.org/abs/{one}" for one in arxivs for scheme in ("http", "https")
        )
        of_pages = _list(client, f"locations.landing_page_url:{'|'.join(pages)}", _FOUND)
        found = [row for row in of_pages if _agrees(row, paper, sure=True)]
    if not found and (words := title_words(paper)):
        of_title = _list(client, f"title.search:{words}", _FOUND)
        found = [row for row in of_title if _agrees(row, paper, sure=False)]
    ids = tuple(dict.fromkeys(filter(None, map(_id, found))))
    if not found:
        return None
    if not ids:
        raise errors.damaged(_SOURCE, "a work without an id")
    cited = [answers.count(row, "cited_by_count") for row in found]
    return KnownWork(ids, citing=sum(filter(None, cited)) if None not in cited else None)


def pages(
    client: Client, known: KnownWork, direction: Direction, cursor: str | None
) -> Iterator[LinkedPage]:
    """Implement `CitationSource.pages`; citing papers come with the most cited first."""
    if direction == "citing":
        yield from _citing(client, known, cursor)
        return
    listed = _references(client, known)
    start = int(cursor) if cursor and cursor.isdecimal() else 0
    for at in range(start, len(listed), _PAGE):
        ids = listed[at : at + _PAGE]
        rows = _list(client, f"openalex:{'|'.join(ids)}", _PAGE, _WHOLE)
        by_id = {work.id: work for work in _works(rows)}
        works = [by_id[id_] for id_ in ids if id_ in by_id]
        # An id that was merged into another comes under that.
        works += [work for id_, work in by_id.items() if id_ not in ids]
        after = at + _PAGE
        yield LinkedPage(
            tuple(works),
            len(listed),
            str(after) if after < len(listed) else None,
            max(len(ids) - len(works), 0),
        )
    if start >= len(listed):
        yield LinkedPage((), len(listed))


def _citing(client: Client, known: KnownWork, cursor: str | None) -> Iterator[LinkedPage]:
    cursor = cursor or _START
    while cursor:
        answer = client.json(
            _SOURCE,
            "/works",
            {
                "filter": f"cites:{'|'.join(known.ids[:_PAGE])}",
                "sort": "cited_by_count:desc",
                "per_page": _PAGE,
                "select": _WHOLE,
                "cursor": cursor,
            },
            what=f"papers citing {known.ids[0]}",
        )
        rows = _results(answer)
        works = _works(rows)
        cursor = answers.text(answer, "meta", "next_cursor") if rows else ""
        total = answers.count(answer, "meta", "count")
        yield LinkedPage(works, total, cursor or None, len(rows) - len(works))


def _references(client: Client, known: KnownWork) -> Sequence[str]:
    """Return the ids of the references of a work, of all its ids."""
    found: dict[str, None] = {}
    for id_ in known.ids:
        asked = {"select": "id,referenced_works"}
        answer = client.json(_SOURCE, f"/works/{part(id_)}", asked, what=f"work {id_}")
        listed = answers.at(answer, "referenced_works")
        if not isinstance(listed, list):
            raise errors.damaged(_SOURCE, "it has no list of references")
        ids = (_id({"id": one}) for one in listed if isinstance(one, str))
        found.update(dict.fromkeys(filter(None, ids)))
    return [*found]


def _by_doi(client: Client, dois: Iterable[str]) -> list[dict[str, Any]]:
    # A comma ends the value of a filter.
    several = [doi for doi in dois if "," not in doi and "|" not in doi][:_PAGE]
    found = _list(client, f"doi:{'|'.join(several)}", _PAGE) if several else []
    for doi in dois:
        if doi not in several:
            found += _alone(client, f"doi:{quote(doi, safe='/:;(),')}")
    return found


def _alone(client: Client, name: str) -> list[dict[str, Any]]:
    """Return the one work of a name, as its path has it; none if there is no such work."""
    try:
        return [client.json(_SOURCE, f"/works/{name}", {"select": _FACTS}, what="work")]
    except FetchError as error:
        if error.code != "not-found":
            raise
    return []


def _dois(paper: Paper) -> list[str]:
    """Return the DOIs of a work, of all its versions, that of its arXiv paper among them."""
    found: dict[str, None] = {}
    for one in _versions(paper):
        if one.doi and one.doi.startswith("10."):
            found[one.doi.lower()] = None
        if one.arxiv and not arxiv_of_doi(one.doi):
            found[f"10.48550/arxiv.{one.arxiv.lower()}"] = None
    return [*found]


def _versions(paper: Paper) -> tuple[Paper | WorkVersion, ...]:
    return (paper, *paper.versions)


def _list(client: Client, asked: str, most: int, select: str = _FACTS) -> list[dict[str, Any]]:
    answer = client.json(
        _SOURCE,
        "/works",
        {"filter": asked, "per_page": most, "select": select},
        what="works",
    )
    return _results(answer)


def _results(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the works of an answer; one without a list is damaged, not empty."""
    if not isinstance(answers.at(answer, "results"), list):
        raise errors.damaged(_SOURCE, "it has no list of works")
    return answers.rows(answer, "results")


def _agrees(row: dict[str, Any], paper: Paper, *, sure: bool) -> bool:
    """Whether a row is the paper; `sure`: it was found by an identifier."""
    (found,) = answers.papers([row], openalex.paper_of) or (None,)
    return found is not None and (is_alike if sure else is_same)(paper, found)


def _works(rows: Iterable[dict[str, Any]]) -> tuple[LinkedWork, ...]:
    return tuple(
        LinkedWork(paper, _id(row))
        for row in rows
        for paper in answers.papers([row], openalex.paper_of)
    )


def _id(row: dict[str, Any]) -> str:
    """Return the id of a work, without the address of OpenAlex; empty for anything else."""
    text = answers.text(row, "id")
    if "/" in text and "openalex.org/" not in text:
        return ""
    found = _WORK.fullmatch(text.rpartition("/")[2].upper())
    return found[0] if found else ""
