"""What is told of a paper beside its title, in texts that pages of any markup are made of. Pure functions."""

from collections.abc import Iterator
from typing import NamedTuple

from paperbrowser import identifiers, shown
from paperbrowser.model import Paper, Profile
from paperbrowser.text import is_web_link
from paperbrowser.view import count_of_papers

_MANY = 20  # authors; of longer lists the page names so many


class Link(NamedTuple):
    """What it is called, and where it leads."""

    text: str
    url: str


def authors(paper: Paper) -> str:
    """The names as shown, "et al." where there are more; empty when nobody is named."""
    names = [*filter(None, map(shown.line, paper.authors))]
    cut = paper.et_al or len(names) > _MANY
    return ", ".join(names[:_MANY]) + (" et al." if names and cut else "")


def place(paper: Paper) -> str:
    """Where it appeared: "Journal of Machines 12(3), 45–67"."""
    number = f"({paper.number})" if paper.number else ""
    numbered = f"{paper.volume or ''}{number}"
    whole = " ".join(filter(None, (shown.line(paper.venue or ""), numbered)))
    return ", ".join(filter(None, (whole, shown.line(paper.pages or ""))))


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
    known = {link.url.lower() for link in found}
    if paper.url and is_web_link(paper.url) and paper.url.lower() not in known:
        yield Link(paper.url.partition("//")[2].partition("/")[0], paper.url)


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
    return ", ".join(filter(None, (shown.line(profile.affiliation or ""), many)))
