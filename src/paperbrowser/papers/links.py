"""Where a paper can be read: its own link, its DOI, its arXiv page. Pure."""

import re

from paperbrowser.papers.identifiers import arxiv_link, arxiv_of, arxiv_of_doi, doi_link, doi_of
from paperbrowser.papers.model import Paper
from paperbrowser.papers.text import is_web_link

_RESOLVER = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
_ARXIV = re.compile(r"https?://(?:[a-z]+\.)?arxiv\.org/", re.IGNORECASE)
_HOST = re.compile(r"https?://(?:[^/?#@]*@)?(?:www\.)?([^/?#]+)", re.IGNORECASE)


def links(paper: Paper) -> tuple[str, ...]:
    """The paper's links, the best first: its url, its DOI, its arXiv page. Only http and https.

    What leads to the same page is given once, as the source writes it if it does:

    >>> links(Paper(title="", url="https://arxiv.org/pdf/1605.08386v2", arxiv="1605.08386"))
    ('https://arxiv.org/pdf/1605.08386v2',)
    """
    known: dict[str, str] = {}
    if paper.url:
        known[page(paper.url)] = paper.url
    if paper.doi:
        known.setdefault(_page_of_doi(paper.doi), doi_link(paper.doi))
    if paper.arxiv:
        known.setdefault(_page_of_arxiv(paper.arxiv), arxiv_link(paper.arxiv))
    return tuple(link for link in known.values() if is_web_link(link))


def own(paper: Paper) -> str | None:
    """The link that the source gives, if a browser may be asked to open it."""
    return paper.url if paper.url and is_web_link(paper.url) else None


def host(link: str) -> str:
    """Whose page a link leads to, to tell links apart in a word: "doi.org"."""
    found = _HOST.match(link)
    return found[1].lower() if found else link


def page(url: str) -> str:
    """What a link leads to: the same for all ways of writing it."""
    if _RESOLVER.match(url) and (doi := doi_of(url)):
        return _page_of_doi(doi)
    if _ARXIV.match(url) and (arxiv := arxiv_of(url)):
        return _page_of_arxiv(arxiv)
    return url


def _page_of_doi(doi: str) -> str:
    if arxiv := arxiv_of_doi(doi):
        return _page_of_arxiv(arxiv)
    return f"doi:{doi}"


def _page_of_arxiv(arxiv: str) -> str:
    return f"arxiv:{arxiv}"
