"""A paper as others want it: a line to paste, a link to open, what can be copied. Pure functions."""

from urllib.parse import quote_plus

from paperbrowser import shown
from paperbrowser.exporting import bibtex
from paperbrowser.latex import to_text
from paperbrowser.links import links
from paperbrowser.model import Paper
from paperbrowser.text import is_web_link

_MANY = 10  # authors; beyond, the line names the first three, as the sources do
_LONGEST_QUERY = 200  # characters of a title; search engines read no more


def citation(paper: Paper) -> str:
    """One plain line: authors, year, title, venue, link. What is not known is left out."""
    title = shown.title(paper)
    year = f" ({paper.date.year})" if paper.date else ""
    authors = _authors_line(paper)
    parts = [_ended(authors + year), _ended(title)] if authors else [_ended(title + year)]
    if paper.venue:
        parts.append(_ended(shown.line(paper.venue)))
    if paper.url and is_web_link(paper.url):
        parts.append(paper.url)
    return " ".join(parts)


def _authors_line(paper: Paper) -> str:
    names = [" ".join(to_text(name).split()) for name in paper.authors]
    cut = paper.et_al
    if len(names) > _MANY:
        names, cut = names[:3], True
    return ", ".join(names) + (" et al." if names and cut else "")


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!", "…")) else f"{sentence}."


def link(paper: Paper) -> str:
    """Where to read the paper: the best of its links, else a web search for its exact title."""
    if known := links(paper):
        return known[0]
    title = " ".join(shown.title(paper).replace('"', " ").split())
    if len(title) > _LONGEST_QUERY:
        title = title[:_LONGEST_QUERY].rsplit(" ", 1)[0]
    return "https://scholar.google.com/scholar?q=" + quote_plus(f'"{title}"')


def copied(paper: Paper, what: str, *, source: bool = False) -> str:
    """What a reader copies of a paper: "title", "abstract", "link", "citation" or "bibtex".

    Title and abstract are as shown, or with their LaTeX if the `source` is wanted.
    """
    match what:
        case "title":
            return paper.title if source else shown.title(paper)
        case "abstract":
            return paper.abstract if source else to_text(paper.abstract)
        case "link":
            return link(paper)
        case "citation":
            return citation(paper)
        case "bibtex":
            return bibtex.entry(paper)
    raise ValueError(f"nothing of a paper is called {what!r}")
