"""RefWorks' tagged text, which ProQuest and Chinese databases write too: two letters and a blank.

    RT Journal Article
    A1 Example, Ada
    T1 On Machines
    JF Journal of Machines
    YR 2017

The tags: https://www.refworks.com/refworks/help/RefWorks_Tagged_Format.htm
"""

import re

from paperbrowser.formats.entries import build, page_range, standard_numbers
from paperbrowser.formats.kinds import BOOKS
from paperbrowser.formats.result import OnRemark
from paperbrowser.formats.tagged.entries import TaggedDialect, TaggedEntry, tagged
from paperbrowser.formats.text import dates, markup
from paperbrowser.papers.links import links_of
from paperbrowser.papers.model import Kind, Paper
from paperbrowser.papers.names import given_first
from paperbrowser.papers.text import one_line

_LINE = re.compile(r"([A-Z][A-Z0-9])(?:[ \t]+(.*))?", re.DOTALL)
_START = re.compile(r"[\s\ufeff]*RT [A-Z][A-Za-z ,()/-]{2,60}\r?\n")
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("journal", "article"), ("magazine", "article"), ("newspaper", "article"),
    ("conference", "conference"), ("book, section", "chapter"), ("book section", "chapter"),
    ("chapter", "chapter"), ("book", "book"), ("dissertation", "thesis"), ("thesis", "thesis"),
    ("report", "report"), ("patent", "patent"), ("web", "webpage"), ("computer", "software"),
    ("unpublished", "preprint"),
)  # fmt: skip


def sniff(head: str) -> bool:
    """Return whether a text begins with an entry."""
    return _START.match(head) is not None


def _paper(entry: TaggedEntry, on_remark: OnRemark) -> Paper | None:
    if not entry.has("T1", "A1", "DO"):
        return None
    type_ = entry.first("RT").lower()
    found = next((kind for words, kind in _KINDS if words in type_), None)
    kind: Kind | None = found or ("other" if type_ else None)
    numbers = map(one_line, entry.lines_of("SN"))
    isbn, issn = standard_numbers(numbers, book=kind in BOOKS)
    links = links_of([*entry.all("LK"), *entry.all("UL")], doi=entry.first("DO"))
    return build(
        on_remark,
        title=markup.line_of(entry.first("T1")),
        keys=(links.doi,),
        authors=_people(entry, "A1"),
        editors=_people(entry, "A2"),
        translators=_people(entry, "A4"),
        venue=markup.line_of(entry.first("JF", "JO", "T2")),
        series=markup.line_of(entry.first("T3")),
        kind=kind,
        volume=entry.line_of("VO"),
        number=entry.line_of("IS"),
        pages=page_range(entry.line_of("SP"), entry.line_of("OP")),
        publisher=entry.line_of("PB"),
        place=entry.line_of("PP"),
        edition=entry.line_of("ED"),
        isbn=isbn,
        issn=issn,
        date=dates.best(
            entry.first("FD"), f"{entry.first('FD')} {entry.first('YR')}", entry.first("YR")
        ),
        keywords=tuple(filter(None, map(one_line, entry.lines_of("K1")))),
        note=entry.line_of("NO"),
        abstract=markup.paragraphs_of(entry.first("AB")),
        links=links,
    )


def _people(entry: TaggedEntry, tag: str) -> tuple[str, ...]:
    names = (part for line in entry.lines_of(tag) for part in line.split(";"))
    return tuple(given_first(name) for name in names if name.strip())


_DIALECT = TaggedDialect(
    name="RefWorks file",
    tag_of=tagged(_LINE),
    paper_of=_paper,
    begins=frozenset({"RT"}),
    ends=frozenset({"ER"}),
    curated=True,
)
READER = _DIALECT.reader(sniff)
