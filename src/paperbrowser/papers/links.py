"""Links of papers: among the addresses that a source gives, and of a `Paper` that was read. Pure functions.

`links_of` finds a work's link and identifiers among its source's addresses; `links` gives the pages where a
paper can be read. A link is http or https and nothing else.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from paperbrowser.papers.identifiers import (
    arxiv_link,
    arxiv_of,
    arxiv_of_doi,
    doi_key,
    doi_link,
    doi_of,
)
from paperbrowser.papers.model import Paper, WorkVersion
from paperbrowser.papers.patterns import pattern
from paperbrowser.papers.text import clean, one_line

_WEB_LINK = pattern(r"https?://[^\s/?#\\][^\s\\]*", re.IGNORECASE)
_DOI_LINK = pattern(r"https?://(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
_ARXIV_LINK = pattern(r"https?://(?:[a-z]+\.)?arxiv\.org/", re.IGNORECASE)
_HOST = pattern(r"https?://(?:[^/?#@]*@)?(?:www\.)?([^/?#]+)", re.IGNORECASE)
_MANY = 50  # addresses of one work; a damaged file may have any number


class WorkLinks(NamedTuple):
    """The identifiers of a work, and the address to open."""

    url: str | None
    doi: str | None
    arxiv: str | None


def is_web_link(url: str) -> bool:
    """Return whether a browser may be asked to open `url`: http or https, no blanks, no controls.

    >>> is_web_link("https://arxiv.org/abs/1"), is_web_link("file:///etc/passwd")
    (True, False)
    """
    return _WEB_LINK.fullmatch(url) is not None and clean(url) == url


def links_of(addresses: Iterable[str], *, doi: str = "", arxiv: str = "") -> WorkLinks:
    """Find the link, the DOI and the arXiv id of a work among the addresses that a source gives.

    Args:
        addresses: in the source's order, several in one text or none; all but web links are skipped.
        doi: the source's own field for it; without a DOI in it, a link to doi.org counts.
        arxiv: likewise, and a link to arxiv.org.

    Returns:
        The first link to doi.org, or else the first link; DOI and arXiv id in the spelling of `identifiers`.

    >>> links_of(["https://x.org/a; https://doi.org/10.1093/MIND/LIX.236.433"])
    WorkLinks(url='https://doi.org/10.1093/MIND/LIX.236.433', doi='10.1093/MIND/LIX.236.433', arxiv=None)
    """
    urls = [
        url
        for text in list(addresses)[:_MANY]
        for part in one_line(text).replace(";http", " http").split(" ")[:_MANY]
        if is_web_link(url := part.strip("<>;,"))
    ]
    doi_links = [url for url in urls if _DOI_LINK.match(url)]
    found = doi_of(doi) or next(filter(None, map(doi_of, doi_links)), None)
    eprint = arxiv_of(arxiv) or next(
        filter(None, (arxiv_of(url) for url in urls if _ARXIV_LINK.match(url))), None
    )
    eprint = eprint or arxiv_of_doi(found)
    return WorkLinks(next(iter(doi_links or urls), None), found, eprint)


def identifier_links(doi: str | None, arxiv: str | None) -> tuple[str, ...]:
    """Return the links that identifiers make: to the publisher, to arXiv."""
    found = (doi and doi_link(doi), arxiv and arxiv_link(arxiv))
    return tuple(link for link in found if link)


def links(paper: Paper) -> tuple[str, ...]:
    """Return the paper's links, the best first: its url, its DOI, its arXiv page, a PDF, its code.

    Of links to the same page only the first is given:

    >>> links(Paper(title="", url="https://arxiv.org/pdf/1605.08386v2", arxiv="1605.08386"))
    ('https://arxiv.org/pdf/1605.08386v2',)
    """
    known: dict[str, str] = {}
    if paper.url:
        known[target(paper.url)] = paper.url
    more = (one for one in (paper.pdf, paper.code_url) if one)
    for link in (*identifier_links(paper.doi, paper.arxiv), *more):
        known.setdefault(target(link), link)
    return tuple(link for link in known.values() if is_web_link(link))


def version_link(version: WorkVersion) -> str | None:
    """Return the best link of another version of a work: its url, its DOI, its arXiv page."""
    every = (version.url, *identifier_links(version.doi, version.arxiv))
    return next((link for link in every if link and is_web_link(link)), None)


def own_link(paper: Paper) -> str | None:
    """Return the link that the source gives, if a browser may be asked to open it."""
    return paper.url if paper.url and is_web_link(paper.url) else None


def host(link: str) -> str:
    """Return the site of a link: "doi.org"."""
    found = _HOST.match(link)
    return found[1].lower() if found else link


def target(url: str) -> str:
    """Return the page or work that a link leads to, the same for all ways of writing the link.

    >>> target("http://arxiv.org/pdf/1605.08386v2"), target("https://doi.org/10.48550/arXiv.1605.08386")
    ('arxiv:1605.08386', 'arxiv:1605.08386')
    """
    if _DOI_LINK.match(url) and (doi := doi_of(url)):
        arxiv = arxiv_of_doi(doi)
        return f"arxiv:{arxiv}" if arxiv else f"doi:{doi_key(doi)}"
    if _ARXIV_LINK.match(url) and (arxiv := arxiv_of(url)):
        return f"arxiv:{arxiv}"
    return url
