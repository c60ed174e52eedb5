"""A paper's text as a reader sees it: LaTeX turned into text. Lists, copies and the search agree on it."""

from paperbrowser.papers.latex import to_text
from paperbrowser.papers.model import Paper

_PERIODICAL = (None, "article", "preprint", "conference")  # known by their names alone


def title(paper: Paper) -> str:
    """The title on one line, never empty."""
    return line(paper.title) or "(untitled)"


def line(source: str) -> str:
    """Text that may have LaTeX in it, on one line."""
    return " ".join(to_text(source).split())


def counted(count: int, thing: str) -> str:
    """How many there are of a thing that is named in the singular: "1 paper", "1,234 entries"."""
    return f"1 {thing}" if count == 1 else f"{count:,} {_PLURALS.get(thing, f'{thing}s')}"


def count_of_papers(count: int) -> str:
    """`count` in words: "1 paper", "1,234 papers"."""
    return counted(count, "paper")


_PLURALS = {"entry": "entries"}


def authors(paper: Paper, most: int | None = None) -> str:
    """The names, "et al." where the source cut them short; empty when it names nobody.

    Of more than `most`, the first ones, and how many more there are.
    """
    known = [name for name in paper.authors if name]
    if most is not None and len(known) > most:
        more = f"{len(known) - most + 1:,}{' or more' if paper.et_al else ''}"
        return f"{', '.join(known[: most - 1])} and {more} others"
    names = ", ".join(known)
    if paper.et_al:
        return f"{names} et al." if names else "et al."
    return names


def venue(paper: Paper) -> str:
    """Where it appeared, as one would cite it: "Mind 59(236), 433-460"; empty when nothing is known.

    The publisher stands in where there is no venue, and behind the title of a book or the like.
    """
    number = f"({paper.number})" if paper.number else ""
    parts = [line(paper.venue or ""), f"{paper.volume or ''}{number}"]
    if not paper.venue and paper.volume:
        parts[1] = f"vol. {parts[1]}"
    where = " ".join(filter(None, parts))
    publisher = (
        line(paper.publisher or "") if not paper.venue or paper.kind not in _PERIODICAL else None
    )
    pages = line(paper.pages or "")
    if pages and not where:
        pages = f"pages {pages}"
    return ", ".join(filter(None, (where, pages, publisher)))


def abstract(paper: Paper) -> str:
    """The abstract; paragraphs are separated by an empty line."""
    return to_text(paper.abstract)
