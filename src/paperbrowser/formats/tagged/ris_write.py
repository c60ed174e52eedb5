"""Write papers as RIS (https://en.wikipedia.org/wiki/RIS_(file_format)).

    TY  - JOUR
    ID  - example2017-machines
    TI  - On Machines
    AU  - Example, Ada
    PY  - 2017
    DA  - 2017/03/05/
    ER  -

A field is one line, so an abstract is one paragraph. `T2` is the venue; that of a thesis or report without
a publisher is its institution, `PB`. An arXiv id is the accession number of a database (`DB` arXiv, `AN`
arXiv:1703.01234), and the address (`UR`) if there is no other. "et al." as the last author stands for
further ones. `N1` has the note, and the citations as Scopus writes them ("Cited By: 12"); `KW` has the
category and the keywords.
"""

import re
from collections.abc import Iterable, Iterator

from paperbrowser.formats.kinds import BOOKS, RIS_TYPES
from paperbrowser.formats.text import reference
from paperbrowser.papers import display, identifiers
from paperbrowser.papers.links import own_link
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.names import Name, family_first, parts_of
from paperbrowser.papers.text import clean_line

_RANGE = re.compile(r"(\w+)\s?[-\u2010-\u2015]{1,3}\s?(\w+)")


def write(profile: Profile, papers: Iterable[Paper]) -> Iterator[str]:
    """Return the entry of each paper; lines end in CR LF."""
    for paper in papers:
        lines = (f"{tag}  - {text}\r\n" for tag, value in _fields(paper) if (text := _line(value)))
        yield f"TY  - {RIS_TYPES.get(reference.kind(paper), 'GEN')}\r\n{''.join(lines)}ER  - \r\n\r\n"


def _line(value: str | None) -> str:
    return clean_line(" ".join(value.split())) if value else ""


def _person(name: str) -> str:
    """Return a name with the family name first; a comma behind one without parts keeps it whole."""
    shown = display.name(name)
    parts = parts_of(shown)
    whole = isinstance(shown, Name) and not parts.person and "," not in parts.family
    return f"{parts.family}," if whole else family_first(shown)


def _fields(paper: Paper) -> Iterator[tuple[str, str | None]]:
    yield "ID", paper.id
    yield "TI", display.title(paper)
    for name in paper.authors:
        yield "AU", _person(name)
    if paper.et_al:
        yield "AU", "et al."
    for affiliation in paper.affiliations:
        yield "AD", display.line(affiliation)
    institution = paper.kind in {"thesis", "report"} and not paper.publisher
    venue = display.line(paper.venue or "")
    for name in paper.editors:
        yield "ED", _person(name)
    for name in paper.translators:
        yield "A4" if paper.kind in BOOKS else "TA", _person(name)
    yield "PB" if institution else "T2", venue
    yield "T3", display.line(paper.series or "")
    yield "ET", paper.edition
    yield "CY", paper.place
    yield "SN", paper.isbn
    yield "SN", paper.issn
    if paper.date is not None:
        yield "PY", f"{paper.date.year:04}"
        if paper.date.month is not None:
            year, month, day = [*paper.date_text.split("-"), ""][:3]
            yield "DA", f"{year}/{month}/{day}/"
    yield "VL", paper.volume
    yield "IS", paper.number
    yield from _pages(paper.pages or "")
    yield "PB", display.line(paper.publisher or "")
    yield "DO", paper.doi
    if paper.arxiv:
        yield "DB", "arXiv"
        yield "AN", f"arXiv:{paper.arxiv}"
    if url := own_link(paper):
        yield "UR", url
    elif paper.arxiv and not paper.doi:
        yield "UR", identifiers.arxiv_link(paper.arxiv)
    yield "KW", paper.category
    for word in paper.keywords:
        yield "KW", word
    yield "N1", reference.note(paper)
    if paper.citations is not None:
        yield "N1", f"Cited By: {paper.citations}"
    yield "AB", display.abstract(paper)


def _pages(pages: str) -> Iterator[tuple[str, str]]:
    found = _RANGE.fullmatch(pages.strip())
    yield "SP", found[1] if found else pages
    if found:
        yield "EP", found[2]
