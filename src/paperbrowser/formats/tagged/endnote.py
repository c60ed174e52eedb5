"""EndNote's tagged text (`.enw`, once of refer): a percent sign and a letter.

    %0 Journal Article
    %A Example, Ada
    %T On Machines
    %D 2017

The tags: https://en.wikipedia.org/wiki/EndNote#Tags_and_fields
"""

import re

from paperbrowser.formats.entries import build
from paperbrowser.formats.result import OnRemark
from paperbrowser.formats.tagged.entries import TaggedDialect, TaggedEntry, tagged
from paperbrowser.formats.text import dates, markup
from paperbrowser.papers.links import links_of
from paperbrowser.papers.model import Kind, Paper
from paperbrowser.papers.names import given_first
from paperbrowser.papers.text import one_line

_LINE = re.compile(r"%([A-Z0-9@!#$&()*+<>=?\[\]^~|,;:-])(?:[ \t](.*))?", re.DOTALL)
_START = re.compile(r"[\s\ufeff]*%0[ \t]+[A-Z][A-Za-z /-]{2,40}[ \t]*[\r\n]")
_KINDS: dict[str, Kind] = {
    "journal article": "article", "electronic article": "article", "magazine article": "article",
    "newspaper article": "article", "conference paper": "conference",
    "conference proceedings": "conference", "book section": "chapter",
    "electronic book section": "chapter", "book": "book", "edited book": "book",
    "electronic book": "book", "thesis": "thesis", "report": "report", "dataset": "dataset",
    "patent": "patent", "computer program": "software", "web page": "webpage", "blog": "webpage",
    "preprint": "preprint",
}  # fmt: skip


def sniff(head: str) -> bool:
    """Return whether a text begins with an entry."""
    return _START.match(head) is not None


def _paper(entry: TaggedEntry, on_remark: OnRemark) -> Paper | None:
    if not entry.has("T", "A", "R"):
        return None
    id_ = one_line(entry.first("F", "M"))
    links = links_of([*entry.all("U"), *entry.all(">")], doi=entry.first("R"))
    year, day = entry.first("D"), entry.first("8")
    return build(
        on_remark,
        title=markup.line_of(entry.first("T")),
        keys=(id_, links.doi),
        authors=map(given_first, entry.lines_of("A")),
        venue=markup.line_of(entry.first("J", "B")),
        kind=_KINDS.get(entry.first("0").lower(), "other") if entry.has("0") else None,
        volume=entry.line_of("V"),
        number=entry.line_of("N"),
        pages=entry.line_of("P"),
        publisher=entry.line_of("I"),
        date=dates.best(day, f"{day} {year}" if day and year else "", year),
        abstract=markup.paragraphs_of(entry.first("X")),
        links=links,
        id_=id_,
    )


_DIALECT = TaggedDialect(
    name="EndNote file",
    tag_of=tagged(_LINE),
    paper_of=_paper,
    begins=frozenset({"0"}),
    curated=True,
)
READER = _DIALECT.reader(sniff)
