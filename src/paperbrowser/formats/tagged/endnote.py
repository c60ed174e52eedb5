"""EndNote's tagged text (`.enw`, once of refer): a percent sign and a letter.

    %0 Journal Article
    %A Example, Ada
    %T On Machines
    %D 2017

The tags: https://en.wikipedia.org/wiki/EndNote#Tags_and_fields
"""

import re
from dataclasses import replace

from paperbrowser.formats.entries import build, standard_numbers
from paperbrowser.formats.input import FormatReader, Input
from paperbrowser.formats.kinds import BOOKS
from paperbrowser.formats.result import OnRemark, ReadResult
from paperbrowser.formats.tagged.entries import TaggedDialect, TaggedEntry, tagged
from paperbrowser.formats.text import dates, markup
from paperbrowser.papers.links import links_of
from paperbrowser.papers.model import Kind, Paper, Profile
from paperbrowser.papers.names import given_first
from paperbrowser.papers.text import lines_of, one_line

_LINE = re.compile(r"%([A-Z0-9@!#$&()*+<>=?\[\]^~|,;:-])(?:[ \t](.*))?", re.DOTALL)
_START = re.compile(r"[\s\ufeff]*%0[ \t]+[A-Z][A-Za-z /-]{2,40}[ \t]*(?:[\r\n]|$)")
_FIRST_TAGS = 60  # lines
KINDS: dict[str, Kind] = {
    "journal article": "article", "electronic article": "article", "magazine article": "article",
    "newspaper article": "article", "conference paper": "conference",
    "conference proceedings": "conference", "book section": "chapter",
    "electronic book section": "chapter", "book": "book", "edited book": "book",
    "electronic book": "book", "thesis": "thesis", "report": "report", "dataset": "dataset",
    "patent": "patent", "computer program": "software", "web page": "webpage", "blog": "webpage",
    "preprint": "preprint",
}  # fmt: skip


def sniff(head: str) -> bool:
    """Return whether a text begins with an entry; %0, the type, may stand anywhere in it, or be missing."""
    if _START.match(head) is not None:
        return True
    lines = [line for line in lines_of(head[:20_000].removeprefix("\ufeff")) if line.strip()]
    found = [match and match[1] for match in map(_LINE.fullmatch, lines[:_FIRST_TAGS])]
    return (
        bool(found) and found[0] is not None and "T" in found and bool({"A", "0", "D"} & {*found})
    )


def _paper(entry: TaggedEntry, on_remark: OnRemark) -> Paper | None:
    if not entry.has("T", "A", "R"):
        return None
    id_ = one_line(entry.first("F", "M"))
    links = links_of([*entry.all("U"), *entry.all(">")], doi=entry.first("R"))
    year, day = entry.first("D"), entry.first("8")
    kind = KINDS.get(entry.first("0").lower(), "other") if entry.has("0") else None
    numbers = map(one_line, entry.lines_of("@"))
    isbn, issn = standard_numbers(numbers, book=kind in BOOKS)
    return build(
        on_remark,
        title=markup.line_of(entry.first("T")),
        keys=(id_, links.doi),
        authors=map(given_first, entry.lines_of("A")),
        editors=tuple(map(given_first, entry.lines_of("E"))),
        translators=tuple(map(given_first, entry.lines_of("?"))),
        series=entry.line_of("S"),
        edition=entry.line_of("7"),
        place=entry.line_of("C"),
        isbn=isbn,
        issn=issn,
        keywords=tuple(filter(None, map(one_line, entry.lines_of("K")))),
        note=entry.line_of("Z"),
        venue=markup.line_of(entry.first("J", "B")),
        kind=kind,
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
# As libraries' servers write it: the title first, an empty line between two entries.
_REFER = replace(_DIALECT, begins=frozenset(), blank_ends=True)


def read(content: Input) -> ReadResult:
    """Read a whole text, see `TaggedDialect.read`."""
    return (_DIALECT if _START.match(content.head) else _REFER).read(content)


def preview(head: str) -> Profile | None:
    """Return the papers of the beginning of a file, see `TaggedDialect.preview`."""
    return (_DIALECT if _START.match(head) else _REFER).preview(head)


READER = FormatReader(sniff, read, preview)
