"""Entries of a list of references: their sign, their identifiers. Pure functions."""

import re

from paperbrowser.papers.article import Reference
from paperbrowser.papers.identifiers import arxiv_of, arxiv_of_doi, doi_of
from paperbrowser.papers.links import is_web_link
from paperbrowser.papers.text import one_line

_LONGEST = 5_000  # characters of an entry
_LABEL = re.compile(r"\s*(\[[^\[\]]{1,40}\]|\(\d{1,4}\)|\d{1,4}\.(?=\s|\D)|\d{1,4}(?=\s+[A-Z]))\s*")
_URL = re.compile(r"https?://[^\s<>\"'“”]{4,500}")
_URL_END = ".,;:)]}›>"
# As BibTeX styles write it: "CoRR, abs/1412.6980".
_CORR = re.compile(r"\babs/(\d{4}\.\d{4,5})(?!\d)")
_ARXIV_NUMBER = re.compile(r"\barxiv[^\d]{0,20}(\d{4}\.\d{4,5})(?!\d)", re.IGNORECASE)
_HEADING = re.compile(
    r"(?:\W*(?:\d{1,2}|[IVX]{1,5}|[A-Z])\b\W*)?"
    r"(?:references?(?: and (?:notes|links)| cited)?|bibliography|literature(?: cited)?|works cited"
    r"|(?:notes and|list of|cited) references|reference list|cited literature|bibliographie"
    r"|literatur(?:verzeichnis)?|références|referencias|bibliografía|参考文献)\W*",
    re.IGNORECASE,
)


def is_heading(text: str) -> bool:
    """Return whether a line is the heading of a list of references.

    >>> is_heading("7. References"), is_heading("References to earlier work")
    (True, False)
    """
    return len(text) < 60 and _HEADING.fullmatch(text) is not None


def reference(
    text: str, *, label: str = "", links: tuple[str, ...] = (), page: int | None = None
) -> Reference:
    """Return an entry with what identifies the work.

    Args:
        text: as the paper has it; a sign at its beginning becomes the label if none is given.
        label: the sign before it.
        links: those that the page has behind it.
        page: the page it begins on.
    """
    text = one_line(text)[:_LONGEST]
    label = one_line(label)
    if not label and (found := _LABEL.match(text)) is not None and found.end() < len(text):
        label, text = found[1], text[found.end() :]
    doi = arxiv = url = None
    for place in (text, *links):
        doi = doi or doi_of(place)
        arxiv = arxiv or _arxiv_in(place)
        for found_link in _URL.findall(place):
            link = found_link.rstrip(_URL_END)
            if url is None and is_web_link(link) and not (doi_of(link) or _arxiv_in(link)):
                url = link
    if doi and (of_doi := arxiv_of_doi(doi)):
        arxiv, doi = arxiv or of_doi, None
    return Reference(text, label, doi, arxiv, url, page)


def _arxiv_in(text: str) -> str | None:
    lower = text.lower()
    if "arxiv" in lower:
        number = _ARXIV_NUMBER.search(text)
        return number[1] if number else arxiv_of(text[max(lower.find("arxiv"), 0) :])
    found = _CORR.search(text)
    return found[1] if found else None
