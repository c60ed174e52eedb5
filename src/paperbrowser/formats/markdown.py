"""A reading list as Markdown (CommonMark, https://spec.commonmark.org): write.

Each paper has a heading, its facts, its abstract, and its notes as a quotation. Formulas are text, as on the
screen. Nothing in a title or abstract acts as markup, nor as one of the usual extensions (links by
themselves, tables, formulas between dollars).
"""

import re
from collections.abc import Iterable, Iterator

from paperbrowser.formats.text import reference
from paperbrowser.papers.display import abstract, line, title, venue
from paperbrowser.papers.latex import to_text
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.text import clean_line

_ACTIVE = re.compile(r"[\\`*_\[\]<>&~|$#^@={}]|:(?=//)|(?<=\w)\.(?=[^\W\d])")
_NUMBERED = re.compile(r"(\d{1,9})([.)])")
_IN_ADDRESS = {"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "[": "%5B", "]": "%5D"}


def write(profile: Profile, papers: Iterable[Paper]) -> Iterator[str]:
    """Return a heading for the profile, then one for each paper with its facts and abstract."""
    papers = list(papers)
    yield f"# {escaped(line(profile.name))}\n\n{escaped(reference.about(profile, len(papers)))}\n"
    for paper in papers:
        yield "".join(f"\n{block}\n" for block in _blocks(paper) if block)


def _blocks(paper: Paper) -> Iterator[str]:
    yield f"## {escaped(title(paper))}"
    yield escaped(reference.authors(paper))
    yield " · ".join(
        [
            *map(escaped, filter(None, (venue(paper), reference.date(paper)))),
            *map(escaped, reference.facts(paper)),
            *(f"[{escaped(link.text)}]({address(link.url)})" for link in reference.links(paper)),
        ]
    )
    yield from (escaped(paragraph) for paragraph in abstract(paper).split("\n"))
    notes = filter(str.strip, to_text(paper.note or "").split("\n"))
    yield "\n>\n".join(f"> {escaped(one)}" for one in notes)


def escaped(text: str) -> str:
    """Return a text on one line, with all that would act as markup escaped."""
    text = _ACTIVE.sub(r"\\\g<0>", clean_line(" ".join(text.split())))
    if numbered := _NUMBERED.match(text):  # no list
        return f"{numbered[1]}\\{text[numbered.end(1) :]}"
    return f"\\{text}" if text[:1] in {"-", "+", ":", "!"} else text


def address(url: str) -> str:
    """Return the address of a link, with all that would end it quoted."""
    return "".join(_IN_ADDRESS.get(char, char) for char in url).replace("&", "&amp;")
