"""RIS, which reference managers and publishers exchange (https://en.wikipedia.org/wiki/RIS_(file_format)).

    TY  - JOUR
    AU  - Example, Ada
    TI  - On Machines
    PY  - 2017
    ER  -

Real files have entries that begin with any tag and never say TY (Scopus), one blank too few or too many, text
between entries, no last ER. Tags with two meanings are taken as most programs write them.
"""

import re

from paperbrowser.formats.entries import title_or_key
from paperbrowser.formats.result import OnRemark
from paperbrowser.formats.tagged.entries import Dialect, Entry
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
_SMALL = re.compile(
    r"([a-z][a-z0-9])  -(?:[ \t\xa0](.*))?", re.DOTALL
)  # as some write them by hand
_TAGS = (
    "TY ER TI T1 CT BT T2 T3 ST JO JF JA J1 J2 AU A1 A2 A3 A4 ED AB N1 N2 PY Y1 Y2 DA DO UR L1 L2 L3 L4 LK",
    "SP EP VL IS PB CY SN ID AN KW M1 M2 M3 M4 AD LA DB DP C1 C2 C3 C4 C5 C6 C7 C8 CN CP ET NV OP RI RN RP",
    "SE SV TA TT U1 U2 U3 U4 U5 AV PP LB H1 H2 WT WV WP",
)
_KNOWN = frozenset(tag for line in _TAGS for tag in line.split(" "))
_KINDS: dict[str, Kind] = {
    "JOUR": "article",
    "JFULL": "article",
    "EJOUR": "article",
    "MGZN": "article",
    "NEWS": "article",
    "INPR": "article",
    "ABST": "article",
    "CONF": "conference",
    "CPAPER": "conference",
    "CHAP": "chapter",
    "ECHAP": "chapter",
    "ENCYC": "chapter",
    "DICT": "chapter",
    "BOOK": "book",
    "EBOOK": "book",
    "EDBOOK": "book",
    "WHOLE": "book",
    "SER": "book",
    "THES": "thesis",
    "RPRT": "report",
    "DATA": "dataset",
    "DBASE": "dataset",
    "COMP": "software",
    "PAT": "patent",
    "ELEC": "webpage",
    "BLOG": "webpage",
    "WEB": "webpage",
    "PRPR": "preprint",
    "UNPB": "preprint",
}
_WITH_TITLE = ("TI", "T1", "CT")
_CITED = re.compile(r"Cited By\s?:\s?(\d{1,7})\b", re.IGNORECASE)  # Scopus
_PAGES_SAID = re.compile(r"pp?\.?\s+(?=\S*\d)", re.IGNORECASE)
# That of a mailbox, which Scopus has behind some names.
_ADDRESS = re.compile(r",? ?[\w.+-]{1,64}@[\w.-]{1,100}")
_TYPE = re.compile(r"[\s\ufeff]*TY[ \t]{0,4}-[ \t]*[A-Z]{2,8}[ \t]*(?:[\r\n]|$)", re.IGNORECASE)


def sniff(head: str) -> bool:
    """Whether a text has an entry's first line, or fields that an ER ends, before much else."""
    lines = lines_of(head[:20_000])
    tags = [found[0] for line in lines if (found := _tag_of(line))]
    if not tags or any(line.startswith("PMID-") for line in lines[:50]):
        return False
    # A text about something else has none of that; services write a few lines of their own before it.
    if "TY" in tags and any(_TYPE.match(line) for line in lines[:200]):
        return True
    first = next((number for number, line in enumerate(lines) if line.strip("\ufeff \t")), 0)
    opens = _tag_of(lines[first])
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
    # A line of an abstract may begin like what is not as the specification has it.
    if not exact and (tag not in _KNOWN or (joined is not None and gap != "  ")):
        return None
    return tag, value if value is not None else joined or ""


def _paper(entry: Entry, tell: OnRemark) -> Paper | None:
    if not entry.has(*_KNOWN):
        return None
    given = entry.first("TY").upper()
    kind: Kind | None = (_KINDS.get(given) or "other") if given else None
    book = kind in {"book", "thesis", "report"}
    own_title = (*_WITH_TITLE, "BT", "ST") if book else (*_WITH_TITLE, "ST")
    venue = entry.line_of("JF", "T2", "JO", "JA", "J2", "J1", *(() if book else ("BT",)))
    links = links_of(
        [*entry.all("UR"), *entry.all("L2"), *entry.all("L1"), *entry.all("LK")],
        doi=entry.first("DO"),
        arxiv=_arxiv(entry, venue),
    )
    if (
        links.arxiv
        and kind in {None, "article", "other"}
        and (not venue or "arxiv" in venue.lower())
    ):
        kind = "preprint"
    authors, cut_short = _authors(entry)
    date = _date(entry, tell)
    id_ = one_line(entry.first("ID"))
    cited = next(filter(None, map(_CITED.search, entry.all("N1"))), None)
    title = markup.line_of(entry.first(*own_title))
    return Paper(
        title=title_or_key(title, (id_, links.doi), tell),
        authors=authors,
        et_al=cut_short,
        category=next(filter(categories.is_whole, map(one_line, entry.all("KW"))), None),
        venue=markup.line_of(venue) or None if venue else None,
        kind=kind,
        volume=entry.line_of("VL"),
        number=entry.line_of("IS"),
        pages=_pages(entry, book=book),
        publisher=entry.line_of("PB"),
        date=date,
        citations=int(cited[1]) if cited else None,
        abstract=max(
            (markup.paragraphs_of(text) for text in entry.all("AB", "N2")), key=len, default=""
        ),
        url=links.url,
        doi=links.doi,
        arxiv=links.arxiv,
        id=id_,
    )


def _arxiv(entry: Entry, venue: str | None) -> str:
    """What may hold an arXiv id: the accession number of that database, or the venue."""
    number = entry.first("AN")
    if number and "arxiv" in f"{entry.first('DB')} {number}".lower():
        return number
    return venue if venue and venue.lower().startswith("arxiv") else ""


def _authors(entry: Entry) -> tuple[tuple[str, ...], bool]:
    """The names, and whether there are more. A2 to A4 and ED are editors, translators and the like."""
    names: list[str] = []
    cut_short = False
    for text in entry.all("AU", "A1"):
        for part in text.replace("\n", ";").split(";"):
            name = _ADDRESS.sub("", one_line(part))
            if stands_for_others(name):
                cut_short = True
            elif name:
                names.append(initials_first(given_first(name)))
    return tuple(filter(None, names)), cut_short


def _date(entry: Entry, tell: OnRemark) -> PartialDate | None:
    """DA is the day, PY the year; Y1 is what older programs wrote for both."""
    day, year = entry.first("DA"), entry.first("PY")
    old = entry.first("Y1")
    found = dates.best(day, f"{day} {year}" if day and year else "", year, old)
    if found is None and any(char.isdigit() for char in day + year + old):
        tell(f"{one_line(day or year or old)[:30]} is not a date")
    return found


def _pages(entry: Entry, *, book: bool) -> str | None:
    first, last = (_PAGES_SAID.sub("", entry.line_of(tag) or "") or None for tag in ("SP", "EP"))
    if first and last and first != last and not {"-", "–"} & {*first, *last}:
        return f"{first}-{last}"
    if book and not last:
        return None  # how many the book has
    return last if last and "-" in last else first or last


_DIALECT = Dialect(
    name="RIS file",
    tag_of=_tag_of,
    paper_of=_paper,
    begins=frozenset({"TY"}),
    ends=frozenset({"ER"}),
    curated=True,
)
READER = _DIALECT.reader(sniff)
