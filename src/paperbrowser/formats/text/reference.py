"""Facts of a paper beside its title, as reading lists and other written formats show them. Pure functions."""

from collections.abc import Iterator
from typing import NamedTuple

from paperbrowser.papers import display, identifiers
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.links import host, own_link, target
from paperbrowser.papers.model import Kind, Paper, Profile

_MANY = 20  # authors that are named of a longer list


class NamedLink(NamedTuple):
    """The text of a link, and its address."""

    text: str
    url: str


def authors(paper: Paper, *, most: int = _MANY, named: int = _MANY) -> str:
    """Return the names as shown, with "et al." if there are more; empty if none is known.

    Args:
        paper: the paper.
        most: authors that are all named.
        named: authors that are named of a longer list.

    Returns:
        The names with commas between them.
    """
    names = [*filter(None, map(display.name, display.credited(paper)))]
    many = len(names) > most
    cut = " et al." if names and (paper.et_al or many) else ""
    return ", ".join(names[:named] if many else names) + cut + display.role(paper)


def kind(paper: Paper) -> Kind | None:
    """Return the kind of publication; if it is unknown, a paper in a venue with volumes is an article."""
    return paper.kind or ("article" if paper.venue and paper.volume else None)


def note(paper: Paper) -> str:
    """Return the note, which says first that a paper was retracted or withdrawn; empty without one."""
    said = f"{paper.retracted.capitalize()}." if paper.retracted else ""
    if said and (paper.note or "").lower().startswith(paper.retracted or ""):
        said = ""
    return "\n\n".join(filter(None, (said, paper.note)))


def date(paper: Paper) -> str:
    """Return as much of the date as is known, and whether its year is inferred."""
    return paper.date_text + " (year inferred)" * (bool(paper.date) and paper.year_inferred)


def links(paper: Paper) -> Iterator[NamedLink]:
    """Return the links where the paper can be read, each page once."""
    found = []
    if paper.doi:
        found.append(NamedLink(f"doi:{paper.doi}", identifiers.doi_link(paper.doi)))
    if paper.arxiv:
        found.append(NamedLink(f"arXiv:{paper.arxiv}", identifiers.arxiv_link(paper.arxiv)))
    yield from found
    known = {target(link.url) for link in found}
    if (url := own_link(paper)) and target(url) not in known:
        yield NamedLink(host(url), url)


def facts(paper: Paper) -> Iterator[str]:
    """Return retraction, edition, series, category, citations, score and code, as far as known."""
    if gone := display.retraction(paper):
        yield gone
    if edition := display.edition(paper):
        yield edition
    if paper.series:
        yield display.line(paper.series)
    if paper.category:
        yield paper.category
    if paper.citations is not None:
        yield display.counted(paper.citations, "citation")
    if paper.score is not None:
        yield f"score {paper.score:g}"
    if paper.code:
        yield "code"


def about(profile: Profile, count: int) -> str:
    """Return the line below the profile's name: affiliation, and the number of papers that follow."""
    total = len(profile.papers)
    many = count_of_papers(count) if count == total else f"{count:,} of {count_of_papers(total)}"
    return ", ".join(filter(None, (display.line(profile.affiliation or ""), many)))
