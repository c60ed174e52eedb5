"""A paper's text as a reader sees it: LaTeX turned into text. Lists, copies and the search agree on it."""

from paperbrowser.latex import to_text
from paperbrowser.model import Paper


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


def abstract(paper: Paper) -> str:
    """The abstract; paragraphs are separated by an empty line."""
    return to_text(paper.abstract)
