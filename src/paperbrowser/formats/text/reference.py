"""What is told of a paper beside its title, for several formats. Pure functions."""

from collections.abc import Iterator
from typing import NamedTuple

from paperbrowser.papers import display, identifiers
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.links import host, own_link, target
from paperbrowser.papers.model import Kind, Paper, Profile

_MANY = 20  # authors; of longer lists the page names so many


class Link(NamedTuple):
    """What it is called, and where it leads."""

    text: str
    url: str


def authors(paper: Paper, *, most: int = _MANY, named: int = _MANY) -> str:
    """The names as shown, "et al." where there are more; empty when nobody is named.

    Of a list longer than `most`, the first `named` stand for all.
    """
    names = [*filter(None, map(display.line, paper.authors))]
    many = len(names) > most
    cut = " et al." if names and (paper.et_al or many) else ""
    return ", ".join(names[:named] if many else names) + cut


def kind(paper: Paper) -> Kind | None:
    """What sort of publication it is; one of no sort that is told is an article if its venue has volumes."""
    return paper.kind or ("article" if paper.venue and paper.volume else None)


def date(paper: Paper) -> str:
    """As much of the date as is known, and whether its year is."""
    return paper.date_text + " (year inferred)" * (bool(paper.date) and paper.year_inferred)


def links(paper: Paper) -> Iterator[Link]:
    """Where to read it; nothing twice."""
    found = []
    if paper.doi:
        found.append(Link(f"doi:{paper.doi}", identifiers.doi_link(paper.doi)))
    if paper.arxiv:
        found.append(Link(f"arXiv:{paper.arxiv}", identifiers.arxiv_link(paper.arxiv)))
    yield from found
    known = {target(link.url) for link in found}
    if (url := own_link(paper)) and target(url) not in known:
        yield Link(host(url), url)


def facts(paper: Paper) -> Iterator[str]:
    """Numbers and the like, one at a time."""
    if paper.category:
        yield paper.category
    if paper.citations is not None:
        yield "1 citation" if paper.citations == 1 else f"{paper.citations:,} citations"
    if paper.score is not None:
        yield f"score {paper.score:g}"
    if paper.code:
        yield "code"


def about(profile: Profile, count: int) -> str:
    """Below the profile's name: where the researcher works, and how many papers follow."""
    total = len(profile.papers)
    many = count_of_papers(count) if count == total else f"{count:,} of {count_of_papers(total)}"
    return ", ".join(filter(None, (display.line(profile.affiliation or ""), many)))
