"""RIS of reference managers and publishers (https://en.wikipedia.org/wiki/RIS_(file_format)): read.

    TY  - JOUR
    AU  - Example, Ada
    TI  - On Machines
    PY  - 2017
    ER  -

Real files have entries that begin with any tag and never have TY (Scopus), one blank too few or too many,
text between entries, no last ER. Tags with two meanings are taken as most programs write them.
"""

import re

from paperbrowser.formats.entries import build, standard_numbers
from paperbrowser.formats.input import begins_with_entry
from paperbrowser.formats.kinds import BOOKS, RIS_KINDS
from paperbrowser.formats.result import OnRemark
from paperbrowser.formats.tagged.entries import TaggedDialect, TaggedEntry
from paperbrowser.formats.text import dates, markup
from paperbrowser.formats.text.authors import initials_first
from paperbrowser.papers import categories
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.links import links_of
from paperbrowser.papers.model import Kind, Paper
from paperbrowser.papers.names import given_first, stands_for_others
from paperbrowser.papers.text import lines_of, one_line

_LINE = re.compile(
    r"([ \t]{0,4})([A-Z][A-Z0-9])([ \t\xa0]{0,4})-(?:[ \t\xa0](.*)|(.+))?", re.DOTALL
)
_SMALL = re.compile(r"([a-z][a-z0-9])  -(?:[ \t\xa0](.*))?", re.DOTALL)  # as in files kept by hand
_TAGS = (
    "TY ER TI T1 CT BT T2 T3 ST JO JF JA J1 J2 AU A1 A2 A3 A4 ED AB N1 N2 PY Y1 Y2 DA DO UR L1 L2 L3 L4 LK",
    "SP EP VL IS PB CY SN ID AN KW M1 M2 M3 M4 AD LA DB DP C1 C2 C3 C4 C5 C6 C7 C8 CN CP ET NV OP RI RN RP",
    "SE SV TA TT U1 U2 U3 U4 U5 AV PP LB H1 H2 WT WV WP",
)
_KNOWN = frozenset(tag for line in _TAGS for tag in line.split(" "))
_TITLES = ("TI", "T1", "CT")
_VENUES = ("JF", "T2", "JO", "JA", "J2", "J1")
_CITED = re.compile(r"Cited By\s?:\s?(\d{1,7})\b", re.IGNORECASE)  # Scopus
_PAGE_WORD = re.compile(r"pp?\.?\s+(?=\S*\d)", re.IGNORECASE)
_ANONYMOUS = re.compile(r"\[?anonymous\]?", re.IGNORECASE)
_DANGLING = re.compile(r",?\s+(?:and|&)$", re.IGNORECASE)
_JOURNALS: frozenset[Kind | None] = frozenset(["article", "preprint"])
_ADDRESS = re.compile(r",? ?[\w.+-]{1,64}@[\w.-]{1,100}")  # Scopus has one behind some names
_TYPE = re.compile(r"[\s\ufeff]*TY[ \t]{0,4}-[ \t]*[A-Z]{2,8}[ \t]*(?:[\r\n]|$)", re.IGNORECASE)
_MAY_BE_PREPRINT: frozenset[Kind | None] = frozenset([None, "article", "other"])


def sniff(head: str) -> bool:
    """Return whether a text has the first line of an entry, or begins with fields of one."""
    lines = lines_of(head[:20_000])
    tags = [found[0] for line in lines if (found := _tag_of(line))]
    first = next((number for number, line in enumerate(lines) if line.strip("\ufeff \t")), 0)
    opens = _tag_of(lines[first])
    if not tags or lines[first].startswith(("PMID-", "\ufeffPMID-")):
        return False
    if opens is None and begins_with_entry(head):  # of another format, that quotes this one
        return False
    # Services write a few lines of their own before the first entry.
    if "TY" in tags and any(_TYPE.match(line) for line in lines[:200]):
        return True
    return opens is not None and opens[0] in _KNOWN and len(tags) >= min(3, len(lines))


def _tag_of(line: str) -> tuple[str, str] | None:
    line = line.lstrip("\ufeff")
    found = _LINE.fullmatch(line)
    if found is None:
        found = _SMALL.fullmatch(line)
        known = found is not None and found[1].upper() in _KNOWN
        return (found[1].upper(), found[2] or "") if found and known else None
    indent, tag, gap, value, joined = found.groups()
    exact = gap == "  " and not indent and joined is None
    # A line of an abstract may look like a field that does not follow the specification.
    if not exact and (tag not in _KNOWN or (joined is not None and gap != "  ")):
        return None
    return tag, value if value is not None else joined or ""


def _paper(entry: TaggedEntry, on_remark: OnRemark) -> Paper | None:
    if not entry.has(*_KNOWN):
        return None
    type_ = entry.first("TY").upper()
    kind: Kind | None = RIS_KINDS.get(type_, "other") if type_ else None
    book = kind in {"book", "thesis", "report"}
    if book:
        title = entry.first(*_TITLES, "BT", "ST")
        venue = entry.line_of(*_VENUES) or ""
    else:
        title = entry.first(*_TITLES, "ST")
        venue = entry.line_of(*_VENUES, "BT", *(["C3"] if kind == "conference" else [])) or ""
    links = links_of(
        [*entry.all("UR"), *entry.all("L2"), *entry.all("L1"), *entry.all("LK")],
        doi=entry.first("DO"),
        arxiv=_arxiv(entry, venue),
    )
    if links.arxiv and kind in _MAY_BE_PREPRINT and (not venue or "arxiv" in venue.lower()):
        kind = "preprint"
    authors, cut_short = _authors(entry)
    id_ = one_line(entry.first("ID"))
    cited = next(filter(None, map(_CITED.search, entry.all("N1"))), None)
    notes = [one_line(note) for note in entry.all("N1") if not _CITED.search(note)]
    numbers = map(one_line, entry.lines_of("SN"))
    isbn, issn = standard_numbers(numbers, book=kind in BOOKS)
    keywords = [one_line(word) for word in entry.lines_of("KW")]
    abstracts = map(markup.paragraphs_of, entry.all("AB", "N2"))
    return build(
        on_remark,
        title=markup.line_of(title),
        keys=(id_, links.doi),
        authors=authors,
        et_al=cut_short,
        editors=_people(entry, "ED", "A2") if kind not in _JOURNALS else _people(entry, "ED"),
        translators=_people(entry, "TA", *(["A4"] if kind in BOOKS else [])),
        series=markup.line_of(entry.first("T3")),
        edition=entry.line_of("ET"),
        place=entry.line_of("CY"),
        isbn=isbn,
        issn=issn,
        keywords=tuple(word for word in keywords if word and not categories.is_whole(word)),
        note="\n\n".join(filter(None, notes)),
        category=next(filter(categories.is_whole, keywords), None),
        venue=markup.line_of(venue),
        kind=kind,
        volume=entry.line_of("VL"),
        number=entry.line_of("IS"),
        pages=_pages(entry, book=book),
        publisher=entry.line_of("PB"),
        date=_date(entry, on_remark),
        citations=int(cited[1]) if cited else None,
        abstract=max(abstracts, key=len, default=""),
        links=links,
        id_=id_,
    )


def _arxiv(entry: TaggedEntry, venue: str) -> str:
    """Return a text that may have an arXiv id: the accession number of that database, or the venue."""
    number = entry.first("AN")
    if number and "arxiv" in f"{entry.first('DB')} {number}".lower():
        return number
    return venue if venue.lower().startswith("arxiv") else ""


def _authors(entry: TaggedEntry) -> tuple[list[str], bool]:
    """Return the names, and whether there are more. A2 to A4 and ED are editors, translators and the like."""
    names: list[str] = []
    cut_short = False
    for text in entry.all("AU", "A1"):
        for part in text.replace("\n", ";").split(";"):
            name = _DANGLING.sub("", _ADDRESS.sub("", one_line(part)))
            if _ANONYMOUS.fullmatch(name):
                continue
            if stands_for_others(name):
                cut_short = True
            elif name:
                named = given_first(name)
                names.append(named if "," in name else initials_first(named))
    return names, cut_short


def _people(entry: TaggedEntry, *tags: str) -> tuple[str, ...]:
    return tuple(given_first(one_line(name)) for name in entry.lines_of(*tags) if one_line(name))


def _date(entry: TaggedEntry, on_remark: OnRemark) -> PartialDate | None:
    """Return the date: DA is the day, PY the year; Y1 is what older programs wrote for both."""
    day, year = entry.first("DA"), entry.first("PY")
    old = entry.first("Y1")
    found = dates.best(day, f"{day} {year}" if day and year else "", year, old)
    if found is None and any(char.isdigit() for char in day + year + old):
        on_remark(f"{one_line(day or year or old)[:30]} is not a date")
    return found


def _pages(entry: TaggedEntry, *, book: bool) -> str | None:
    first, last = (_PAGE_WORD.sub("", entry.line_of(tag) or "") for tag in ("SP", "EP"))
    if first and last and first != last and not {"-", "–"} & {*first, *last}:
        return f"{first}-{last}"
    if book and not last:
        return None  # SP is then the number of pages
    return last if "-" in last else first or last or entry.line_of("C7")


_DIALECT = TaggedDialect(
    name="RIS file",
    tag_of=_tag_of,
    paper_of=_paper,
    begins=frozenset({"TY"}),
    ends=frozenset({"ER"}),
    curated=True,
)
READER = _DIALECT.reader(sniff)
