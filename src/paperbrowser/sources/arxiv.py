"""arXiv: preprints (https://info.arxiv.org/help/api/user-manual.html).

arXiv has names, not people: `au:"Shirley Ho"` finds the papers of everybody of that name. People with an
author id (https://info.arxiv.org/help/author_identifiers.html) have a list of their own, in one answer.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterator

from paperbrowser.formats.text.markup import line_of
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.names import given_first
from paperbrowser.sources import errors
from paperbrowser.sources.answers import xml_profile
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.http import Client, part
from paperbrowser.sources.protocol import Candidate, People, WorksPage
from paperbrowser.sources.said import sentence

_SOURCE = "arxiv"
_PAGE = 100
_TRIES = 3  # of a page that comes empty although there should be more
_TOTAL = re.compile(rb"<(?:opensearch:)?totalResults[^>]*>\s*(\d{1,9})\s*<")
_ERROR = b"arxiv.org/api/errors"
_OWNER = re.compile(
    rb"<title[^>]*>([^<]{1,200})(?:'|&#39;|&apos;|\xe2\x80\x99)s articles on arXiv</title>"
)


def find(client: Client, name: str) -> People:
    """Implement `protocol.Source.find`: one candidate, who is everybody of that name, or none."""
    query = f'au:"{given_first(name.replace(chr(34), " ").strip())}"'
    body = _asked(client, query, 0, 1)
    total = _total(body)
    if not total:
        return People([])
    return People([Candidate(_SOURCE, query, _name(query), None, total, None)])


def person(client: Client, id_: str) -> Profile:
    """Implement `protocol.Source.person`.

    A query (au:"Shirley Ho") gives the name alone; an author id (ho_s_1) or an ORCID iD gives all papers.
    """
    if id_.startswith("au:"):
        return Profile(name=_name(id_), source_id=id_)
    what = f"author id {id_}"
    try:
        # Not .atom2, in which the authors of a paper are one text.
        body = client.xml(_SOURCE, f"/a/{part(id_)}.atom", {}, what=what, of_pages=True)
    except FetchError as error:
        if error.code == "request":  # arXiv calls an id that it does not know a bad request
            raise errors.no_such(_SOURCE, what) from None
        raise
    papers = xml_profile(_SOURCE, body).papers
    return Profile(name=_owner(body, papers) or id_, source_id=id_, papers=papers)


def _owner(body: bytes, papers: tuple[Paper, ...]) -> str:
    """Return the person of a list: from its title, or else the most frequent author."""
    if found := _OWNER.search(body[:5000]):
        return line_of(found[1].decode("utf-8", "replace"))
    wrote = Counter(author for paper in papers for author in paper.authors)
    return next((author for author, _ in wrote.most_common(1)), "")


def works(
    client: Client,
    id_: str,
    *,
    since: datetime.date | None,
    cursor: str | None = None,
) -> Iterator[WorksPage]:
    """Implement `protocol.Source.works`."""
    if not id_.startswith("au:"):
        papers = person(client, id_).papers
        yield WorksPage(papers, len(papers))
        return
    start = int(cursor or "0")
    while True:
        body, total = _page(client, id_, start)
        papers = xml_profile(_SOURCE, body).papers if b"<entry" in body else ()
        start += _PAGE
        cursor = str(start) if start < total else None
        yield WorksPage(papers, total, cursor)
        if cursor is None:
            return


def _page(client: Client, query: str, start: int) -> tuple[bytes, int]:
    for _ in range(_TRIES):
        body = _asked(client, query, start, _PAGE)
        total = _total(body)
        if b"<entry" in body or start >= total:
            return body, total
    raise errors.damaged(_SOURCE, "a page without papers")


def _asked(client: Client, query: str, start: int, most: int) -> bytes:
    body = client.xml(
        _SOURCE,
        "/api/query",
        {
            "search_query": query,
            "sortBy": "submittedDate",
            "sortOrder": "descending",
            "start": start,
            "max_results": most,
        },
        what=f"papers for {query}",
    )
    if _ERROR in body[:5000]:  # arXiv sends errors as entries of a feed
        raise errors.of_status(_SOURCE, 400, query, said=sentence(body))
    return body


def _total(body: bytes) -> int:
    found = _TOTAL.search(body)
    if found is None:
        raise errors.damaged(_SOURCE, "it does not say how many papers there are")
    return int(found[1])


def _name(query: str) -> str:
    return given_first(query.removeprefix("au:").replace('"', " ").replace("_", " ")) or query
