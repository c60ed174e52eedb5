"""PubMed's tagged text (MEDLINE, `.nbib`): a tag in four places, a hyphen, six blanks where lines go on.

    PMID- 17170002
    TI  - On machines that wrap their
          titles.
    FAU - Example, Ada
    DP  - 2007 Jan 5

The tags: https://www.nlm.nih.gov/bsd/mms/medlineelements.html
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from paperbrowser.formats.entries import title_or_key
from paperbrowser.formats.input import FormatReader, Input
from paperbrowser.formats.result import OnRemark, ReadResult
from paperbrowser.formats.tagged.entries import Dialect, Entry, tagged
from paperbrowser.formats.text import dates, markup
from paperbrowser.papers.links import links_of
from paperbrowser.papers.model import Kind, Paper, Profile
from paperbrowser.papers.names import given_first
from paperbrowser.papers.text import one_line

_LINE = re.compile(r"([A-Z]{2,4}) {0,2}- (.*)", re.DOTALL)
_START = re.compile(r"[\s\ufeff]*(?:PMID ?- ?\d{1,9}\s|OWN - ERIC\s)")
_OF_ERIC = re.compile(r"[\s\ufeff]*OWN - ERIC\s")
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("preprint", "preprint"),
    ("dataset", "dataset"),
    ("book", "book"),
    ("journal article", "article"),
    ("review", "article"),
    ("letter", "article"),
    ("editorial", "article"),
)
# Lines end behind hyphens too: "re-" and "opening"; but in "pre- and post-war" two words meet.
_WITHIN_WORD = re.compile(r"(?<=[^\W_]-)\n(?!(?:and|or|to|but|as|versus|vs|&)\b)(?=\S)")
_SHORT_NAME = re.compile(r"(.+) ([A-Z]{1,4})")  # AU: "Example AB"


def sniff(head: str) -> bool:
    """Whether a text begins with an entry."""
    return _START.match(head) is not None


def _paper(entry: Entry, tell: OnRemark) -> Paper | None:
    if not entry.has("TI", "BTI", "FAU", "AU", "PMID"):
        return None
    number = one_line(entry.first("PMID"))
    id_ = f"pmid:{number}" if number else one_line(entry.first("OID"))
    dois = [text for text in entry.all("LID", "AID") if "[doi]" in text or "doi.org/" in text]
    links = links_of(entry.all("LID"), doi=dois[0].replace("[doi]", " ") if dois else "")
    date = dates.best(entry.first("DP"), entry.first("DEP"))
    title = markup.line_of(_unwrapped(entry.first("TI", "BTI", "TT"))).removesuffix(".")
    return Paper(
        title=title_or_key(title, (id_, links.doi), tell),
        authors=_authors(entry),
        venue=markup.line_of(entry.first("JT", "TA")) or None,
        kind=kind_of(entry.all("PT")),
        volume=entry.line_of("VI"),
        number=entry.line_of("IP"),
        pages=entry.line_of("PG"),
        publisher=entry.line_of("PB"),
        date=date,
        abstract=markup.paragraphs_of(_unwrapped(entry.first("AB"))),
        url=links.url,
        doi=links.doi,
        arxiv=links.arxiv,
        id=id_,
    )


def kind_of(types: Iterable[str]) -> Kind | None:
    """What PubMed's types of a publication, of which it has several, say that it is."""
    said = "; ".join(types).lower()
    return next((kind for words, kind in _KINDS if words in said), None)


def _unwrapped(text: str) -> str:
    """A text without the line ends that are within words."""
    return _WITHIN_WORD.sub("", text)


def _authors(entry: Entry) -> tuple[str, ...]:
    """Full names where there are such, and groups where they stand."""
    if entry.has("FAU"):
        return tuple(filter(None, map(given_first, entry.all("FAU", "CN"))))
    return tuple(filter(None, map(_short_in_order, entry.all("AU", "CN"))))


def _short_in_order(name: str) -> str:
    found = _SHORT_NAME.fullmatch(one_line(name))
    return f"{found[2]} {found[1]}" if found else given_first(name)


_DIALECT = Dialect(
    name="PubMed file",
    tag_of=tagged(_LINE),
    paper_of=_paper,
    begins=frozenset({"PMID"}),
)
# https://eric.ed.gov has numbers of its own.
_ERIC = replace(_DIALECT, begins=frozenset({"OWN"}))


def read(content: Input) -> ReadResult:
    """Read a whole text, see `Dialect.read`."""
    return (_ERIC if _OF_ERIC.match(content.head) else _DIALECT).read(content)


def preview(head: str) -> Profile | None:
    """The papers of the beginning of a file, see `Dialect.preview`."""
    return (_ERIC if _OF_ERIC.match(head) else _DIALECT).preview(head)


READER = FormatReader(sniff, read, preview)
