"""PubMed's tagged text (MEDLINE, `.nbib`): a tag in four places, a hyphen, six blanks where lines go on.

    PMID- 17170002
    TI  - On machines that wrap their
          titles.
    FAU - Example, Ada
    DP  - 2007 Jan 5

The tags: https://www.nlm.nih.gov/bsd/mms/medlineelements.html
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from paperbrowser.formats.entries import build
from paperbrowser.formats.input import FormatReader, Input
from paperbrowser.formats.kinds import pubmed_kind
from paperbrowser.formats.result import OnRemark, ReadResult
from paperbrowser.formats.tagged.entries import TaggedDialect, TaggedEntry, tagged
from paperbrowser.formats.text import dates, markup
from paperbrowser.papers.links import links_of
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.names import given_first, literal, person
from paperbrowser.papers.text import one_line

_LINE = re.compile(r"([A-Z]{2,4}) {0,2}- (.*)", re.DOTALL)
_START = re.compile(r"[\s\ufeff]*(?:PMID ?- ?\d{1,9}\s|OWN - ERIC\s)")
_NUMBER = re.compile(r"[A-Za-z]{0,3}\d{1,9}")
_OF_ERIC = re.compile(r"[\s\ufeff]*OWN - ERIC\s")
# Lines end behind hyphens too: "re-" and "opening"; in "pre- and post-war" a blank follows the hyphen.
_WITHIN_WORD = re.compile(r"(?<=[^\W_]-)\n(?!(?:and|or|to|but|as|versus|vs|&)\b)(?=\S)")
# AU: "Example AB", "Brown WC 4th", "Novikov IuM"
_SHORT_NAME = re.compile(r"(.+) ([A-Z](?:[A-Z]|[a-z][A-Z]){0,3})(?: (Jr|Sr|\d(?:st|nd|rd|th)))?")


def sniff(head: str) -> bool:
    """Return whether a text begins with an entry."""
    return _START.match(head) is not None


def _paper(entry: TaggedEntry, on_remark: OnRemark) -> Paper | None:
    if not entry.has("TI", "BTI", "FAU", "AU", "PMID"):
        return None
    number = one_line(entry.first("PMID"))
    id_ = f"pmid:{number}" if number else one_line(entry.first("OID"))
    dois = [text for text in entry.all("LID", "AID") if "[doi]" in text or "doi.org/" in text]
    links = links_of(entry.all("LID"), doi=dois[0].replace("[doi]", " ") if dois else "")
    return build(
        on_remark,
        title=markup.line_of(_unwrapped(entry.first("TI", "BTI", "TT"))).removesuffix("."),
        keys=(id_, links.doi),
        authors=_authors(entry),
        editors=tuple(_names(entry, "FED", given_first)) if entry.has("FED") else (),
        isbn=entry.line_of("ISBN"),
        issn=next((one.split(" ")[0] for one in entry.all("IS")), None),
        keywords=tuple(dict.fromkeys(one_line(word).lstrip("*") for word in entry.all("OT"))),
        retracted="retracted" if "Retracted Publication" in entry.all("PT") else None,
        venue=markup.line_of(entry.first("JT", "TA")),
        kind=pubmed_kind(entry.all("PT")),
        volume=entry.line_of("VI"),
        number=entry.line_of("IP"),
        pages=entry.line_of("PG")
        or next(filter(None, map(_article_number, entry.all("LID"))), None),
        publisher=entry.line_of("PB"),
        date=dates.best(entry.first("DP"), entry.first("DEP")),
        abstract=markup.paragraphs_of(_unwrapped(entry.first("AB"))),
        links=links,
        id_=id_,
    )


def _article_number(text: str) -> str | None:
    """Return the number in "e123 [pii]", if it is one and no other identifier."""
    number = one_line(text.removesuffix("[pii]"))
    return number if text.endswith("[pii]") and _NUMBER.fullmatch(number) else None


def _unwrapped(text: str) -> str:
    """Return a text without the line ends that are within words."""
    return _WITHIN_WORD.sub("", text)


def _authors(entry: TaggedEntry) -> Iterable[str]:
    """Return full names if there are any, else short ones, with the groups in their places."""
    if entry.has("FAU"):
        return _names(entry, "FAU", given_first)
    return _names(entry, "AU", _initials_first)


def _names(entry: TaggedEntry, tag: str, name_of: Callable[[str], str]) -> Iterable[str]:
    """Return people, and groups (CN) in their places."""
    for field in entry.fields:
        name = one_line(" ".join(field.lines))
        if field.tag in {tag, "CN"} and name:
            yield literal(name) if field.tag == "CN" else name_of(name)


def _initials_first(name: str) -> str:
    found = _SHORT_NAME.fullmatch(one_line(name))
    return person(found[1], found[2], found[3] or "") if found else given_first(name)


_DIALECT = TaggedDialect(
    name="PubMed file",
    tag_of=tagged(_LINE),
    paper_of=_paper,
    begins=frozenset({"PMID"}),
)
# https://eric.ed.gov has numbers of its own.
_ERIC = replace(_DIALECT, begins=frozenset({"OWN"}))


def read(content: Input) -> ReadResult:
    """Read a whole text, see `TaggedDialect.read`."""
    return (_ERIC if _OF_ERIC.match(content.head) else _DIALECT).read(content)


def preview(head: str) -> Profile | None:
    """Return the papers of the beginning of a file, see `TaggedDialect.preview`."""
    return (_ERIC if _OF_ERIC.match(head) else _DIALECT).preview(head)


READER = FormatReader(sniff, read, preview)
