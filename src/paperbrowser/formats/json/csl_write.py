"""CSL JSON for citation processors (https://docs.citationstyles.org, schema csl-data.json): write.

    [
    {"id": "example2017-machines", "type": "article-journal", "title": "On Machines",
     "author": [{"family": "Example", "given": "Ada"}], "issued": {"date-parts": [[2017, 3, 5]]}, …}
    ]

One item a line. A group is a `literal` name; a last author "others" says that there are more, as pandoc has
it. Particles that a family name begins with are `non-dropping-particle`. `container-title` is where it
appeared; of a thesis or report without a publisher, that is its institution, `publisher`. The number of what
has no issues is `number`, that within a series `collection-number`. An arXiv id is `archive` "arXiv" with
`archive_location`, and the `URL` where there is no other. `categories` has the category.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from paperbrowser.formats.json.csl import CSL_KINDS
from paperbrowser.formats.text import reference
from paperbrowser.papers import display, identifiers
from paperbrowser.papers.links import own_link
from paperbrowser.papers.model import Kind, Paper, Profile
from paperbrowser.papers.names import parts_of

_OTHER = "document"
_PROSE = frozenset(
    ("container-title", "publisher", "collection-title", "edition", "publisher-place", "note")
)
_NUMBERED = frozenset(("report", "patent", "dataset", "software", "webpage", "other"))
_IN_SERIES = frozenset(("book", "chapter", "proceedings", "conference"))
# Small words before the family name: "van der", "de la", "d'".
_PARTICLE = re.compile(r"((?:(?!\d)[^\W\d_]+\.? )+|[^\W\d_]{1,3}['’])(?=[^\W\d_a-z])")
_TYPES: dict[Kind | None, str] = {
    **{kind: type_ for type_, kind in reversed(CSL_KINDS.items())},
    "proceedings": "book",
    "other": _OTHER,
}


def write(profile: Profile, papers: Iterable[Paper]) -> Iterator[str]:
    """Return one JSON array, an item a line."""
    import json

    before = "[\n"
    for paper in papers:
        yield before + json.dumps(dict(_fields(paper)), ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _fields(paper: Paper) -> Iterator[tuple[str, Any]]:
    yield "id", paper.id or "paper"
    yield "type", _TYPES.get(reference.kind(paper), _OTHER)
    yield "title", display.title(paper)
    yield from _people(paper)
    if paper.date is not None:
        yield "issued", {"date-parts": [[int(part) for part in paper.date_text.split("-")]]}
    for name, text in _texts(paper).items():
        if text:
            yield name, display.line(text) if name in _PROSE else text
    if paper.arxiv:
        yield "archive", "arXiv"
        yield "archive_location", paper.arxiv
    if url := own_link(paper):
        yield "URL", url
    elif paper.arxiv and not paper.doi:
        yield "URL", identifiers.arxiv_link(paper.arxiv)
    if paper.category:
        yield "categories", [paper.category]
    if paper.abstract:
        yield "abstract", display.abstract(paper)


def _people(paper: Paper) -> Iterator[tuple[str, list[dict[str, str]]]]:
    for role, people in (
        ("author", paper.authors),
        ("editor", paper.editors),
        ("translator", paper.translators),
    ):
        names = [_name(name) for name in map(display.name, people) if name]
        if role == "author" and not names and paper.collaboration:
            names.append({"literal": display.line(paper.collaboration)})
        if role == "author" and paper.et_al:
            names.append({"literal": "others"})
        if names:
            yield role, names


def _texts(paper: Paper) -> dict[str, str | None]:
    institution = paper.kind in {"thesis", "report"} and not paper.publisher
    keywords = list(map(display.line, paper.keywords))
    number = "number" if paper.kind in _NUMBERED else "issue"
    if paper.series and paper.kind in _IN_SERIES:
        number = "collection-number"
    return {
        "container-title": None if institution else paper.venue,
        "publisher": paper.venue if institution else paper.publisher,
        "volume": paper.volume,
        number: paper.number,
        "page": paper.pages,
        "DOI": paper.doi,
        "collection-title": paper.series,
        "edition": paper.edition,
        "publisher-place": paper.place,
        "ISBN": paper.isbn,
        "ISSN": paper.issn,
        "keyword": ("; " if any("," in word for word in keywords) else ", ").join(keywords),
        "note": reference.note(paper),
    }


def _name(full: str) -> dict[str, str]:
    name = parts_of(full)
    if not name.person or not name.given:
        return {"literal" if " " in name.family or not name.person else "family": name.family}
    found = _PARTICLE.match(name.family)
    particle = found[1] if found and found[1].islower() else ""
    parts = {
        "family": name.family[len(particle) :],
        "given": name.given,
        "non-dropping-particle": particle.strip(),
        "suffix": name.suffix,
    }
    return {part: text for part, text in parts.items() if text}
