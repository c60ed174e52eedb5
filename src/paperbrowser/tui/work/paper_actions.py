"""Open the links of papers, and copy parts of them, for the keys of the browser."""

from collections.abc import Sequence

from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.links import links
from paperbrowser.papers.model import Paper
from paperbrowser.tui.terminal.clipboard import Clipboard

_MOST_OPENED = 10  # papers, each in a page of the web browser


def open_links(outside: Clipboard, papers: Sequence[Paper]) -> str:
    """Open the link of each paper, or a web search for its title.

    Returns:
        why none is opened; empty if they are.
    """
    from paperbrowser.formats.citation import link

    if len(papers) > _MOST_OPENED:
        return f"{count_of_papers(len(papers))} selected; at most {_MOST_OPENED} are opened at once"
    for paper in papers:
        what = "the paper" if links(paper) else "a search for its title"
        outside.open_link(link(paper), what)
    return ""


def copy(outside: Clipboard, papers: Sequence[Paper], what: str, *, source: bool) -> None:
    """Copy a part of papers, one below the other.

    Args:
        outside: copies.
        papers: the papers.
        what: the part, see `citation.copied`.
        source: with LaTeX as written.
    """
    from paperbrowser.formats.citation import copied

    if not papers:
        return
    name = "BibTeX" if what == "bibtex" else what
    if len(papers) > 1:
        name += f" of {count_of_papers(len(papers))}"
    outside.copy("\n".join(copied(paper, what, source=source) for paper in papers), name)
