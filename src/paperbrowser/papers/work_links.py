"""Where a work is read: which of the addresses and identifiers of a source are its own. Pure functions."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from paperbrowser.papers import identifiers
from paperbrowser.papers.text import is_web_link
from paperbrowser.papers.wrapped import one_line

_DOI_LINK = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
_ARXIV_LINK = re.compile(r"https?://(?:www\.|export\.)?arxiv\.org/", re.IGNORECASE)
_MANY = 50  # addresses of one work


class Links(NamedTuple):
    """What identifies a work, and the address to open."""

    url: str | None
    doi: str | None
    arxiv: str | None


def links_of(addresses: Iterable[str], *, doi: str = "", arxiv: str = "") -> Links:
    """Sort out the addresses of one work.

    Args:
        addresses: in the source's order, several in one text or none; what is no web link is passed over.
        doi: what the source's field for it says; else a link to doi.org tells.
        arxiv: likewise.
    """
    urls = [
        url
        for text in list(addresses)[:_MANY]
        for part in one_line(text).replace(";http", " http").split(" ")[:_MANY]
        if is_web_link(url := part.strip("<>;,"))
    ]
    doi_links = [url for url in urls if _DOI_LINK.match(url)]
    found = identifiers.doi_of(doi) or next(filter(None, map(identifiers.doi_of, doi_links)), None)
    eprint = identifiers.arxiv_of(arxiv) or next(
        filter(None, (identifiers.arxiv_of(url) for url in urls if _ARXIV_LINK.match(url))), None
    )
    eprint = eprint or identifiers.arxiv_of_doi(found)
    return Links(next(iter(doi_links or urls), None), found, eprint)


def pages_of(doi: str | None, arxiv: str | None) -> tuple[str, ...]:
    """Where the identifiers of a work lead: to its publisher, to arXiv."""
    links = (doi and identifiers.doi_link(doi), arxiv and identifiers.arxiv_link(arxiv))
    return tuple(link for link in links if link)
