"""Where a paper can be read: its own link, its DOI, its arXiv page. Pure."""

import re

from paperbrowser.identifiers import arxiv_link, arxiv_of, doi_link, doi_of
from paperbrowser.model import Paper
from paperbrowser.text import is_web_link

_RESOLVER = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
_ARXIV = re.compile(r"https?://(?:[a-z]+\.)?arxiv\.org/", re.IGNORECASE)
_HOST = re.compile(r"https?://(?:[^/?#@]*@)?(?:www\.)?([^/?#]+)", re.IGNORECASE)
_ARXIV_DOI = "10.48550/arxiv."  # DataCite's prefix; such a DOI leads to the arXiv page


def links(paper: Paper) -> tuple[str, ...]:
    """The paper's links, the best first: its url, its DOI, its arXiv page. Only http and https.

    What leads to the same page is given once, as the source writes it if it does:

    >>> links(Paper(title="", url="https://arxiv.org/pdf/1605.08386v2", arxiv="1605.08386"))
    ('https://arxiv.org/pdf/1605.08386v2',)
    """
    known: dict[str, str] = {}
    if paper.url:
        known[_page(paper.url)] = paper.url
    if paper.doi:
        known.setdefault(_page_of_doi(paper.doi), doi_link(paper.doi))
    if paper.arxiv:
        known.setdefault(_page_of_arxiv(paper.arxiv), arxiv_link(paper.arxiv))
    return tuple(link for link in known.values() if is_web_link(link))


def host(link: str) -> str:
    """Whose page a link leads to, to tell links apart in a word: "doi.org"."""
    found = _HOST.match(link)
    return found[1].lower() if found else link


def _page(url: str) -> str:
    if _RESOLVER.match(url) and (doi := doi_of(url)):
        return _page_of_doi(doi)
    if _ARXIV.match(url) and (arxiv := arxiv_of(url)):
        return _page_of_arxiv(arxiv)
    return url


def _page_of_doi(doi: str) -> str:
    if doi.startswith(_ARXIV_DOI) and (arxiv := arxiv_of(doi)):
        return _page_of_arxiv(arxiv)
    return f"doi:{doi}"


def _page_of_arxiv(arxiv: str) -> str:
    return f"arxiv:{arxiv}"
