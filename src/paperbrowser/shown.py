"""A paper's text as a reader sees it: LaTeX turned into text. Lists, copies and the search agree on it."""

from paperbrowser.latex import to_text
from paperbrowser.model import Paper

_PERIODICAL = (None, "article", "preprint", "conference")  # known by their names alone


def title(paper: Paper) -> str:
    """The title on one line, never empty."""
    return line(paper.title) or "(untitled)"


def line(source: str) -> str:
    """Text that may have LaTeX in it, on one line."""
    return " ".join(to_text(source).split())


def authors(paper: Paper) -> str:
    """The names, "et al." where the source cut them short; empty when it names nobody."""
    names = ", ".join(filter(None, paper.authors))
    if paper.et_al:
        return f"{names} et al." if names else "et al."
    return names


def venue(paper: Paper) -> str:
    """Where it appeared, as one would cite it: "Mind 59(236), 433-460"; empty when nothing is known.

    The publisher stands in where there is no venue, and behind the title of a book or the like.
    """
    number = f"({paper.number})" if paper.number else ""
    parts = [line(paper.venue) if paper.venue else "", f"{paper.volume or ''}{number}"]
    if not paper.venue and paper.volume:
        parts[1] = f"vol. {parts[1]}"
    where = " ".join(filter(None, parts))
    publisher = paper.publisher if not paper.venue or paper.kind not in _PERIODICAL else None
    pages = paper.pages
    if pages and not where:
        pages = f"pages {pages}"
    return ", ".join(filter(None, (where, pages, publisher)))


def abstract(paper: Paper) -> str:
    """The abstract; paragraphs are separated by an empty line."""
    return to_text(paper.abstract)
