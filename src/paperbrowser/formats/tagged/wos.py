"""Web of Science's tagged text ("Plain Text File", once ISI's), two letters and three blanks.

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

from paperbrowser.formats.entries import title_or_key
from paperbrowser.formats.result import OnRemark
from paperbrowser.formats.tagged.entries import Dialect, Entry, tagged
from paperbrowser.formats.text import dates, markup
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.links import links_of
from paperbrowser.papers.model import Kind, Paper
from paperbrowser.papers.names import given_first
from paperbrowser.papers.text import one_line

_LINE = re.compile(r"([A-Z][A-Z0-9])(?:[ \t](.*))?", re.DOTALL)
_START = re.compile(
    r"[\s\ufeff]*(?:FN [^\n\r]{1,200}[\r\n]+VR [\d.]+|PT [JBSPC][ \t]*[\r\n]+(?:AU|AF|CA|BA|TI|ED|BE|GP) )"
)
_KINDS: dict[str, Kind] = {
    "J": "article",
    "B": "book",
    "S": "chapter",
    "P": "patent",
    "C": "conference",
}
# Whatever "Article; Proceedings Paper" says, what a journal prints is an article.
_DOCUMENTS: tuple[tuple[str, Kind], ...] = (
    ("preprint", "preprint"),
    ("book chapter", "chapter"),
    ("data set", "dataset"),
    ("data study", "dataset"),
    ("software", "software"),
    ("dissertation", "thesis"),
    ("article", "article"),
    ("proceedings paper", "conference"),
    ("meeting abstract", "conference"),
    ("book review", "article"),
    ("book", "book"),
)
_NOBODY = re.compile(r"\[?anon(?:ymous)?\.?\]?", re.IGNORECASE)


def sniff(head: str) -> bool:
    """Whether a text begins with the file's name and version, or with an entry."""
    return _START.match(head) is not None


def _paper(entry: Entry, tell: OnRemark) -> Paper | None:
    if not entry.has("TI", "AU", "AF", "DI", "UT"):
        return None
    id_ = one_line(entry.first("UT"))
    links = links_of([], doi=entry.first("DI"))
    date = _date(entry)
    return Paper(
        title=title_or_key(markup.line_of(entry.first("TI")), (id_, links.doi), tell),
        authors=_authors(entry),
        venue=markup.line_of(entry.first("SO", "JI", "J9")) or None,
        kind=_kind(entry),
        volume=entry.line_of("VL"),
        number=entry.line_of("IS"),
        pages=_pages(entry),
        publisher=entry.line_of("PU"),
        date=date,
        citations=_count(entry.first("TC", "Z9")),
        abstract=markup.paragraphs_of(entry.first("AB")),
        doi=links.doi,
        arxiv=links.arxiv,
        id=id_,
    )


def _authors(entry: Entry) -> tuple[str, ...]:
    """Full names where there are such, else the short ones; then the groups."""
    short, full = _people(entry, "AU", "BA"), _people(entry, "AF", "BF")
    people = full if len(full) >= len(short) else short
    names = (given_first(name) for name in [*people, *entry.lines_of("CA")])
    return tuple(name for name in names if name and not _NOBODY.fullmatch(name))


def _people(entry: Entry, *tags: str) -> list[str]:
    """The names, each on a line; some databases have all of them on one, with semicolons between."""
    return [name for line in entry.lines_of(*tags) for name in line.split(";") if name.strip()]


def _date(entry: Entry) -> PartialDate | None:
    year, day = entry.first("PY"), entry.first("PD")
    if not year:
        return dates.date_of(day or entry.first("EA"))
    return dates.best(f"{day} {year}", year)


def _kind(entry: Entry) -> Kind | None:
    given = entry.first("PT").upper()
    kind = _KINDS.get(given)
    if kind in {"conference", "patent"}:
        return kind
    said = entry.first("DT").lower()
    found = next((meant for words, meant in _DOCUMENTS if words in said), None)
    return found or kind


def _pages(entry: Entry) -> str | None:
    first, last = entry.line_of("BP"), entry.line_of("EP")
    if first and last and first != last:
        return f"{first}-{last}"
    return first or last or entry.line_of("AR")


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


_DIALECT = Dialect(
    name="Web of Science file",
    tag_of=tagged(_LINE),
    paper_of=_paper,
    begins=frozenset({"PT"}),
    ends=frozenset({"ER", "EF"}),
    outside=frozenset({"FN", "VR"}),
)
READER = _DIALECT.reader(sniff)
