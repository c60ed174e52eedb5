"""PubMed's tagged text (MEDLINE, `.nbib`): a tag in four places, a hyphen, six blanks where lines go on.

    PMID- 17170002
    TI  - On machines that wrap their
          titles.
    FAU - Example, Ada
    DP  - 2007 Jan 5

The tags: https://www.nlm.nih.gov/bsd/mms/medlineelements.html
"""

import datetime
import re
from collections.abc import Callable

from paperbrowser.formats import markup, written_dates
from paperbrowser.formats.collection import Progress, title_or_key
from paperbrowser.formats.person_names import in_order
from paperbrowser.formats.reading import Reading
from paperbrowser.formats.tagged_lines import Dialect, Entry, preview_tagged, read_tagged
from paperbrowser.formats.work_links import links_of
from paperbrowser.formats.wrapped import one_line
from paperbrowser.model import Kind, Paper, Profile

NAME = "PubMed file"

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


def read(
    text: str,
    *,
    as_of: datetime.date | None = None,  # noqa: ARG001 - dates have their years here
    file_date: datetime.date | None = None,  # noqa: ARG001
    progress: Progress | None = None,
) -> Reading:
    """Read a whole text. The profile has no name: the file has one.

    Raises:
        ReadError: no entry is a paper (code "no-entries").
    """
    dialect = _ERIC if _OF_ERIC.match(text) else _DIALECT
    return read_tagged(text, dialect, _paper, name=NAME, progress=progress)


def preview(head: str) -> Profile | None:
    """The papers of the beginning of a file."""
    return preview_tagged(read, head)


def _tag_of(line: str) -> tuple[str, str] | None:
    found = _LINE.fullmatch(line)
    return (found[1], found[2]) if found else None


_DIALECT = Dialect(_tag_of, begins=frozenset({"PMID"}))
_ERIC = Dialect(_tag_of, begins=frozenset({"OWN"}))  # https://eric.ed.gov has numbers of its own


def _paper(entry: Entry, tell: Callable[[str], None]) -> Paper | None:
    if not entry.has("TI", "BTI", "FAU", "AU", "PMID"):
        return None
    number = one_line(entry.first("PMID"))
    id_ = f"pmid:{number}" if number else one_line(entry.first("OID"))
    dois = [text for text in entry.all("LID", "AID") if "[doi]" in text or "doi.org/" in text]
    links = links_of(entry.all("LID"), doi=dois[0].replace("[doi]", " ") if dois else "")
    date = written_dates.best(entry.first("DP"), entry.first("DEP"))
    title = markup.line_of(_unwrapped(entry.first("TI", "BTI", "TT"))).removesuffix(".")
    kinds = "; ".join(entry.all("PT")).lower()
    return Paper(
        title=title_or_key(title, (id_, links.doi), tell),
        authors=_authors(entry),
        venue=markup.line_of(entry.first("JT", "TA")) or None,
        kind=next((kind for words, kind in _KINDS if words in kinds), None),
        volume=entry.line_of("VI"),
        number=entry.line_of("IP"),
        pages=entry.line_of("PG"),
        publisher=entry.line_of("PB"),
        date=date[0] if date else None,
        date_precision=date[1] if date else "day",
        abstract=markup.paragraphs_of(_unwrapped(entry.first("AB"))),
        url=links.url,
        doi=links.doi,
        arxiv=links.arxiv,
        id=id_,
    )


def _unwrapped(text: str) -> str:
    """A text without the line ends that are within words."""
    return _WITHIN_WORD.sub("", text)


def _authors(entry: Entry) -> tuple[str, ...]:
    """Full names where there are such, and groups where they stand."""
    if entry.has("FAU"):
        return tuple(filter(None, map(in_order, entry.all("FAU", "CN"))))
    return tuple(filter(None, map(_short_in_order, entry.all("AU", "CN"))))


def _short_in_order(name: str) -> str:
    found = _SHORT_NAME.fullmatch(one_line(name))
    return f"{found[2]} {found[1]}" if found else in_order(name)
