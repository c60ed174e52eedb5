"""The names by which a work is known, so that marks stay with it wherever it appears. Pure functions.

A work is known by its DOIs, arXiv ids and links, those of its other versions too, and less surely by its
title with year and first author.
"""

from collections.abc import Iterator

from paperbrowser.papers import display, words
from paperbrowser.papers.identifiers import arxiv_of_doi
from paperbrowser.papers.links import target
from paperbrowser.papers.model import Paper, WorkVersion
from paperbrowser.papers.names import parts_of

TITLE = "title:"  # how a name begins that is not sure
_SHORTEST_TITLE = 12  # letters; thousands of works are called "Introduction"
_LONGEST = 300  # characters of a name


def sure_names(paper: Paper) -> tuple[str, ...]:
    """Return the names that only this work has: "doi:10.1093/…", "arxiv:1605.08386", "link:https://…".

    Those of its other versions follow its own.
    """
    return tuple(dict.fromkeys(name[:_LONGEST] for name in _sure_names(paper)))


def _sure_names(paper: Paper) -> Iterator[str]:
    every: tuple[Paper | WorkVersion, ...] = (paper, *paper.versions)
    for one in every:
        arxiv = one.arxiv or arxiv_of_doi(one.doi)
        if one.doi and not arxiv_of_doi(one.doi):
            yield f"doi:{one.doi.lower()}"
        if arxiv:
            yield f"arxiv:{arxiv.lower()}"
        if one.url:
            page = target(one.url)
            yield page.lower() if page.startswith(("doi:", "arxiv:")) else f"link:{page}"


def title_name(paper: Paper) -> str | None:
    """Return the name that the title gives, with year and first author; None for a title that many have."""
    title = words.title_key(display.line(paper.title)).replace(" ", "")
    if len(title) < _SHORTEST_TITLE:
        return None
    year = paper.date.year if paper.date else ""
    author = words.fold(parts_of(paper.authors[0]).family) if paper.authors else ""
    return f"{TITLE}{title}|{year}|{author}"[:_LONGEST]


def names_of(paper: Paper) -> tuple[str, ...]:
    """Return all names of a work, the surest first; a paper without any has its id's."""
    title = title_name(paper)
    names = (*sure_names(paper), *([title] if title else []))
    return names or (f"id:{paper.id}",)
