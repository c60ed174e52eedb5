"""EndNote's tagged text (`.enw`, once refer's): a percent sign and a letter.

    %0 Journal Article
    %A Example, Ada
    %T On Machines
    %D 2017

The tags: https://en.wikipedia.org/wiki/EndNote#Tags_and_fields
"""

import re

from paperbrowser.formats.entries import title_or_key
from paperbrowser.formats.result import OnRemark
from paperbrowser.formats.tagged.entries import Dialect, Entry, tagged
from paperbrowser.formats.text import dates, markup
from paperbrowser.papers.links import links_of
from paperbrowser.papers.model import Kind, Paper
from paperbrowser.papers.names import given_first
from paperbrowser.papers.text import one_line

_LINE = re.compile(r"%([A-Z0-9@!#$&()*+<>=?\[\]^~|,;:-])(?:[ \t](.*))?", re.DOTALL)
_START = re.compile(r"[\s\ufeff]*%0[ \t]+[A-Z][A-Za-z /-]{2,40}[ \t]*[\r\n]")
_KINDS: dict[str, Kind] = {
    "journal article": "article",
    "electronic article": "article",
    "magazine article": "article",
    "newspaper article": "article",
    "conference paper": "conference",
    "conference proceedings": "conference",
    "book section": "chapter",
    "electronic book section": "chapter",
    "book": "book",
    "edited book": "book",
    "electronic book": "book",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
    "patent": "patent",
    "computer program": "software",
    "web page": "webpage",
    "blog": "webpage",
    "preprint": "preprint",
}


def sniff(head: str) -> bool:
    """Whether a text begins with an entry."""
    return _START.match(head) is not None


def _paper(entry: Entry, tell: OnRemark) -> Paper | None:
    if not entry.has("T", "A", "R"):
        return None
    id_ = one_line(entry.first("F", "M"))
    links = links_of([*entry.all("U"), *entry.all(">")], doi=entry.first("R"))
    year, day = entry.first("D"), entry.first("8")
    date = dates.best(day, f"{day} {year}" if day and year else "", year)
    return Paper(
        title=title_or_key(markup.line_of(entry.first("T")), (id_, links.doi), tell),
        authors=tuple(filter(None, map(given_first, entry.lines_of("A")))),
        venue=markup.line_of(entry.first("J", "B")) or None,
        kind=_KINDS.get(entry.first("0").lower(), "other") if entry.has("0") else None,
        volume=entry.line_of("V"),
        number=entry.line_of("N"),
        pages=entry.line_of("P"),
        publisher=entry.line_of("I"),
        date=date,
        abstract=markup.paragraphs_of(entry.first("X")),
        url=links.url,
        doi=links.doi,
        arxiv=links.arxiv,
        id=id_,
    )


_DIALECT = Dialect(
    name="EndNote file",
    tag_of=tagged(_LINE),
    paper_of=_paper,
    begins=frozenset({"0"}),
    curated=True,
)
READER = _DIALECT.reader(sniff)
