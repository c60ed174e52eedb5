"""A paper as others want it: a line to paste, a link to open, what can be copied. Pure functions."""

from urllib.parse import quote_plus

from paperbrowser.formats.bibtex import write
from paperbrowser.formats.text import reference
from paperbrowser.papers import display
from paperbrowser.papers.latex import to_text
from paperbrowser.papers.links import links, own
from paperbrowser.papers.model import Paper

_MANY = 10  # authors; of longer lists the line names the first, as the sources do
_NAMED = 3
_LONGEST_QUERY = 200  # characters of a title; search engines read no more


def citation(paper: Paper) -> str:
    """One plain line: authors, year, title, venue, link. What is not known is left out."""
    title = display.title(paper)
    year = f" ({paper.date.year})" if paper.date else ""
    authors = reference.authors(paper, most=_MANY, named=_NAMED)
    parts = [_ended(authors + year), _ended(title)] if authors else [_ended(title + year)]
    if paper.venue:
        parts.append(_ended(display.line(paper.venue)))
    if url := own(paper):
        parts.append(url)
    return " ".join(parts)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!", "…")) else f"{sentence}."


def link(paper: Paper) -> str:
    """Where to read the paper: the best of its links, else a web search for its exact title."""
    if known := links(paper):
        return known[0]
    title = " ".join(display.title(paper).replace('"', " ").split())
    if len(title) > _LONGEST_QUERY:
        title = title[:_LONGEST_QUERY].rsplit(" ", 1)[0]
    return "https://scholar.google.com/scholar?q=" + quote_plus(f'"{title}"')


def copied(paper: Paper, what: str, *, source: bool = False) -> str:
    """What a reader copies of a paper: "title", "abstract", "link", "citation" or "bibtex".

    Title and abstract are as shown, or with their LaTeX if the `source` is wanted.
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
    raise ValueError(f"nothing of a paper is called {what!r}")
