"""Citation line, link and copyable fields of a paper."""

from urllib.parse import quote_plus

from paperbrowser.formats.bibtex import write
from paperbrowser.formats.text import reference
from paperbrowser.papers import display
from paperbrowser.papers.latex import to_text
from paperbrowser.papers.links import links, own_link
from paperbrowser.papers.model import Paper

_MANY = 10  # authors; of longer lists the line names the first, as the sources do
_NAMED = 3
_LONGEST_QUERY = 200  # characters of a title; search engines read no more


def citation(paper: Paper) -> str:
    """Return authors, year, title, venue and link in one plain line; unknown parts are left out."""
    title = display.title(paper)
    year = f" ({paper.date.year})" if paper.date else ""
    authors = reference.authors(paper, most=_MANY, named=_NAMED)
    parts = [_ended(authors + year), _ended(title)] if authors else [_ended(title + year)]
    if paper.venue:
        parts.append(_ended(display.line(paper.venue)))
    if url := own_link(paper):
        parts.append(url)
    return " ".join(parts)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!", "…")) else f"{sentence}."


def link(paper: Paper) -> str:
    """Return the best link of a paper, else a web search for its exact title."""
    if known := links(paper):
        return known[0]
    title = " ".join(display.title(paper).replace('"', " ").split())
    if len(title) > _LONGEST_QUERY:
        title = title[:_LONGEST_QUERY].rsplit(" ", 1)[0]
    return "https://scholar.google.com/scholar?q=" + quote_plus(f'"{title}"')


def copied(paper: Paper, what: str, *, source: bool = False) -> str:
    """Return a part of a paper as it is copied.

    Args:
        paper: the paper.
        what: "title", "abstract", "link", "citation" or "bibtex".
        source: title and abstract with their LaTeX, rather than as shown.

    Returns:
        The text to copy; a BibTeX entry has several lines.

    Raises:
        ValueError: there is no such part.
    """
    match what:
        case "title":
            return paper.title if source else display.title(paper)
        case "abstract":
            return paper.abstract if source else to_text(paper.abstract)
        case "link":
            return link(paper)
        case "citation":
            return citation(paper)
        case "bibtex":
            return write.entry(paper)
    raise ValueError(f"a paper has no part {what!r}")
