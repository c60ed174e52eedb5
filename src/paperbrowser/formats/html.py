"""A web page of papers (https://html.spec.whatwg.org): write.

No scripts, nothing loaded, light or dark as the user's system is. Formulas are text, as on the screen;
abstracts open with a click.
"""

from collections.abc import Iterable, Iterator
from html import escape

from paperbrowser.formats.text import reference
from paperbrowser.papers.display import abstract, line, title, venue
from paperbrowser.papers.latex import to_text
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.text import clean

_STYLE = """\
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { margin-bottom: 0; line-height: 1.2; }
h2 { font-size: 1.1rem; margin: 0; line-height: 1.3; }
article { margin: 1.5rem 0; overflow-wrap: anywhere; }
article p { margin: 0.2rem 0; }
.facts, header p { opacity: 0.75; }
summary { cursor: pointer; }
"""
END = "</main>\n</body>\n</html>\n"


def head(title: str, about: str) -> str:
    """Return the beginning of a page, up to its content, which `END` follows.

    Args:
        title: its title, plain text.
        about: a line below the title, plain text; it may be empty.
    """
    name, line_below = escaped(title), f"<p>{escaped(about)}</p>\n" if about else ""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{name}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n"
        f"<header>\n<h1>{name}</h1>\n{line_below}</header>\n<main>\n"
    )


def write(profile: Profile, papers: Iterable[Paper]) -> Iterator[str]:
    """Return the page: its head, each paper, its end."""
    papers = list(papers)
    name = line(profile.name) or "Papers"
    yield head(name, reference.about(profile, len(papers)))
    for paper in papers:
        yield "\n".join(["<article>", *_parts(paper), "</article>\n"])
    yield END


def _parts(paper: Paper) -> Iterator[str]:
    yield f'<h2 dir="auto">{escaped(title(paper))}</h2>'
    if names := reference.authors(paper):
        yield f'<p dir="auto">{escaped(names)}</p>'
    facts = [
        *map(escaped, filter(None, (venue(paper), reference.date(paper)))),
        *map(escaped, reference.facts(paper)),
        *(
            f'<a href="{escaped(link.url)}" rel="noopener">{escaped(link.text)}</a>'
            for link in reference.links(paper)
        ),
    ]
    if facts:
        yield f'<p class="facts">{" · ".join(facts)}</p>'
    paragraphs = [part for part in abstract(paper).split("\n") if part.strip()]
    if paragraphs:
        text = "".join(f'<p dir="auto">{escaped(part)}</p>' for part in paragraphs)
        yield f"<details><summary>Abstract</summary>{text}</details>"
    notes = [part for part in to_text(paper.note or "").split("\n") if part.strip()]
    if notes:
        text = "".join(f'<p dir="auto">{escaped(part)}</p>' for part in notes)
        yield f"<blockquote>{text}</blockquote>"


def escaped(text: str) -> str:
    """Return a text of which nothing acts as markup."""
    return escape(clean(text))
