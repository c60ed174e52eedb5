"""Web of Science's tagged text ("Plain Text File", once of ISI): two letters, three blanks where lines go on.

    FN Clarivate Analytics Web of Science
    VR 1.0
    PT J
    AU Example, A
       Other, B
    TI On machines that wrap
       their titles
    ER

The tags: https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html
"""

import re
from collections.abc import Iterable

from paperbrowser.formats.entries import build, page_range
from paperbrowser.formats.result import OnRemark
from paperbrowser.formats.tagged.entries import TaggedDialect, TaggedEntry, tagged
from paperbrowser.formats.text import dates, markup
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.links import links_of
from paperbrowser.papers.model import Kind, Paper
from paperbrowser.papers.names import given_first, literal
from paperbrowser.papers.text import one_line

_LINE = re.compile(r"([A-Z][A-Z0-9])(?:[ \t](.*))?", re.DOTALL)
_START = re.compile(
    r"[\s\ufeff]*(?:FN [^\n\r]{1,200}[\r\n]+VR [\d.]+|PT [JBSPC][ \t]*[\r\n]+(?:AU|AF|CA|BA|TI|ED|BE|GP) )"
)
# By the type of publication (PT).
_KINDS: dict[str, Kind] = {
    "J": "article", "B": "book", "S": "chapter", "P": "patent", "C": "conference",
}  # fmt: skip
# By words in the type of document (DT), the stronger first: "Article; Proceedings Paper" is an article.
_DOCUMENTS: tuple[tuple[str, Kind], ...] = (
    ("preprint", "preprint"), ("book chapter", "chapter"), ("data set", "dataset"),
    ("data study", "dataset"), ("software", "software"), ("dissertation", "thesis"),
    ("article", "article"), ("proceedings paper", "conference"), ("meeting abstract", "conference"),
    ("book review", "article"), ("book", "book"),
)  # fmt: skip
_ADDRESS = re.compile(r"\s*+\([^()\s@]{1,64}@[^()\s]{1,100}\)")  # Zoological Record
_ANONYMOUS = re.compile(r"\[?anon(?:ymous)?\.?\]?", re.IGNORECASE)


def sniff(head: str) -> bool:
    """Return whether a text begins with the file's name and version, or with an entry."""
    return _START.match(head) is not None


def _paper(entry: TaggedEntry, on_remark: OnRemark) -> Paper | None:
    if not entry.has("TI", "AU", "AF", "DI", "UT"):
        return None
    id_ = one_line(entry.first("UT"))
    links = links_of([], doi=entry.first("DI"))
    return build(
        on_remark,
        title=markup.line_of(entry.first("TI")),
        keys=(id_, links.doi),
        authors=_authors(entry),
        editors=tuple(map(given_first, _people(entry, "BE", "ED"))),
        series=markup.line_of(entry.first("SE")),
        place=entry.line_of("PI"),
        isbn=entry.line_of("BN"),
        issn=entry.line_of("SN", "EI"),
        keywords=tuple(
            dict.fromkeys(
                word
                for text in entry.all("DE")
                for part in text.split(";")
                if (word := one_line(part))
            )
        ),
        retracted="retracted" if "retracted" in entry.first("DT").lower() else None,
        venue=markup.line_of(entry.first("SO", "JI", "J9")),
        kind=_kind(entry),
        volume=entry.line_of("VL"),
        number=entry.line_of("IS"),
        pages=page_range(entry.line_of("BP"), entry.line_of("EP")) or entry.line_of("AR"),
        publisher=entry.line_of("PU"),
        date=_date(entry),
        citations=_count(entry.first("TC", "Z9")),
        abstract=markup.paragraphs_of(entry.first("AB")),
        links=links,
        id_=id_,
    )


def _authors(entry: TaggedEntry) -> Iterable[str]:
    """Return full names if all authors have one, else short names; then the groups."""
    short, full = _people(entry, "AU", "BA"), _people(entry, "AF", "BF")
    people = full if len(full) >= len(short) else short
    names = [given_first(_ADDRESS.sub("", name)) for name in people]
    names += [literal(name) for name in entry.lines_of("CA")]
    return (name for name in names if not _ANONYMOUS.fullmatch(name))


def _people(entry: TaggedEntry, *tags: str) -> list[str]:
    """Return the names, one a line; some databases have all in one line with semicolons between."""
    return [name for line in entry.lines_of(*tags) for name in line.split(";") if name.strip()]


def _date(entry: TaggedEntry) -> PartialDate | None:
    year, day = entry.first("PY"), entry.first("PD")
    if not year:
        return dates.date_of(day or entry.first("EA"))
    return dates.best(f"{day} {year}", year)


def _kind(entry: TaggedEntry) -> Kind | None:
    kind = _KINDS.get(entry.first("PT").upper())
    if kind in {"conference", "patent"}:
        return kind
    stated = entry.first("DT").lower()
    return next((found for words, found in _DOCUMENTS if words in stated), kind)


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


_DIALECT = TaggedDialect(
    name="Web of Science file",
    tag_of=tagged(_LINE),
    paper_of=_paper,
    begins=frozenset({"PT"}),
    ends=frozenset({"ER", "EF"}),
    outside=frozenset({"FN", "VR"}),
)
READER = _DIALECT.reader(sniff)
