"""Tables of papers as CSV: of Google Scholar, Scopus, Web of Science, Zotero, PubMed and spreadsheets.

    Authors,Title,Publication,Volume,Number,Pages,Year,Publisher
    "Example, Ada; Other, Bo; ",On Machines,Journal of Machines,12,3,45-67,2017,Publisher

The first line names the columns, in any order, by the names in `columns.py`; a title must be among them.
Commas, semicolons or tabs stand between cells.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice

from paperbrowser.formats.csv import people
from paperbrowser.formats.csv.columns import folded, is_tagged, kind_of, places_of
from paperbrowser.formats.csv.formulas import restored
from paperbrowser.formats.csv.rows import Row, rows_of, table_lines
from paperbrowser.formats.entries import (
    NO_LINKS,
    Lacking,
    beginning,
    build,
    gather,
    page_range,
    result_of,
    whole_lines,
)
from paperbrowser.formats.input import FormatReader, Input, begins_with_entry
from paperbrowser.formats.result import OnRemark, ReadError, ReadResult, Remarks
from paperbrowser.formats.text import arxiv as arxiv_texts
from paperbrowser.formats.text import dates, markup
from paperbrowser.papers import categories
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.links import WorkLinks, is_web_link, links_of
from paperbrowser.papers.model import Paper, Profile, Retraction
from paperbrowser.papers.names import literal
from paperbrowser.papers.text import one_line

_SEPARATORS = ",;\t"
_PREAMBLES = ("about the data", "sep=")  # Dimensions, Excel
# Lines at most before the one with the names: SciVal and the citation report of Web of Science have many.
_PREAMBLE = 40
_SURE = 4  # fields that such a line names, so that it is no sentence
_SAMPLE = 100  # rows from which the way of writing names is recognised
_LONGEST_HEADER = 10_000  # characters, without the empty columns at the end of a spreadsheet
_TITLE_OF_GLUED = "itemtitle"
# Columns that no other program has together.
_OWN = frozenset(["title", "arxiv", "score", "category", "affiliations", "code"])
_OF_JABREF = "bibliographytype"
_WHOLE = re.compile(r"(\d{1,9})(?:\.0+)?")
_NOTHING = frozenset(["nan", "none", "null", "n/a", "<na>", "nat"])
_YES = frozenset(["true", "yes", "1", "1.0", "retracted"])
_ARXIV_ID = re.compile(r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?")
_OPENALEX = re.compile(r"https?://(?:api\.)?openalex\.org/(?:works/)?(W\d+)", re.IGNORECASE)
# Embase: "J Mach (2019) 54:3 (83-86). Date of Publication: 1 Jan 2019".
_EMBASE = re.compile(
    r"(?P<venue>[^()]{1,300}(?:\([^()]{1,60}\)[^()]{0,100})?) \((?P<year>\d{4})\)"
    r"(?: (?P<volume>[^\s:().]{1,20}))?(?::(?P<number>[^\s()]{1,20}))?(?: \((?P<pages>[^()]{1,40})\))?"
    r"(?:\.? Article Number: (?P<article>[^\s.]{1,30}))?"
    r"(?:\..{0,400}?Date of Publication: (?P<date>[^.]{4,40}))?.{0,500}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _TableHeader:
    """The line with the names of the columns.

    Attributes:
        names: of all columns.
        columns: the number of each known column and its field; of those of a field the better first.
        known: the number of fields.
        separator: the character between cells.
        line: counted from 0.
        glued: nothing stands between the names of authors.
        own: it is a table of ours, in which formulas are defused.
        latex: texts are in LaTeX.
        tagged: the names are Web of Science's two letters; quotes are characters.
    """

    names: tuple[str, ...]
    columns: tuple[tuple[int, str], ...]
    known: int
    separator: str
    line: int
    glued: bool
    own: bool
    latex: bool
    tagged: bool


def sniff(head: str) -> bool:
    """Return whether the first line names columns, a title among them."""
    return not begins_with_entry(head) and _header_of(table_lines(head[:40_000])) is not None


def read(content: Input) -> ReadResult:
    """Read a whole text. The profile has no name: the file has one.

    Raises:
        ReadError: no column has titles (code "csv"), or no row is a paper (code "no-entries").
    """
    lines = table_lines(content.text())
    header = _header_of(lines)
    if header is None:
        raise ReadError(
            "no column of this table is called Title",
            code="csv",
            line=1,
            advice='its first line should be like "Authors,Title,Publication,Year"',
        )
    remarks = Remarks("row")
    return result_of(
        Profile(name=""),
        gather(_papers(lines, header, remarks), len(lines), content.progress),
        remarks,
        lacking="no row of this table is a paper",
        advice="export the papers again and read that",
        progress=content.progress,
    )


def preview(head: str) -> Profile | None:
    """Return the papers of the beginning of a file without its last line, which may be cut."""
    return beginning(read, whole_lines(head))


READER = FormatReader(sniff, read, preview)


def _header_of(lines: list[str]) -> _TableHeader | None:
    first = True
    for number, line in enumerate(lines[:_PREAMBLE]):
        if not line.strip() or line.strip('" \ufeff').lower().startswith(_PREAMBLES):
            continue
        if len(line.rstrip(f"{_SEPARATORS}\r\n")) <= _LONGEST_HEADER:
            found = [_named(lines, number, separator) for separator in _SEPARATORS]
            likely = max(filter(None, found), key=lambda header: header.known, default=None)
            if likely is not None and (first or likely.known >= _SURE):
                return likely
        first = False
    return None


def _named(lines: list[str], number: int, separator: str) -> _TableHeader | None:
    """Return a line as the header of a table with this separator; None if it is none."""
    if separator not in lines[number]:
        return None
    row = next(rows_of(lines[number : number + 1], separator), None)
    names = list(map(one_line, row.cells)) if row else []
    places = places_of(names) if len(names) > 1 else {}
    # A title and nothing else known is a sentence with a comma in it.
    if len(places) < 2:
        return None
    keys = list(map(folded, names))
    return _TableHeader(
        names=tuple(names),
        columns=tuple((at, field) for field, ats in places.items() for at in ats),
        known=len(places),
        separator=separator,
        line=number,
        glued=_TITLE_OF_GLUED in keys,
        own=_OWN.issubset(keys),
        latex=_OF_JABREF in keys,
        tagged=is_tagged(names),
    )


def _papers(
    lines: list[str], header: _TableHeader, remarks: Remarks
) -> Iterator[tuple[int, Paper]]:
    rows = rows_of(
        lines,
        header.separator,
        start=header.line + 1,
        width=len(header.names),
        quoted=not header.tagged,
        left_out=remarks.left_out,
    )
    first = list(islice(rows, _SAMPLE))
    names_of = _reader_of_names(header, first)
    lacking = Lacking()
    for row in chain(first, rows):
        cells = _Cells(row, header)
        on_remark = remarks.at(row.line)
        paper = _paper(cells, names_of, on_remark)
        if paper is None:
            remarks.left_out(row.line, "a row without title, authors and DOI")
            continue
        if cells.has_more:
            on_remark("a row with more cells than columns, whose values may be in wrong columns")
        if not (header.own or paper.authors or paper.editors or paper.date):
            lacking.remark(cells.others(), on_remark)
        yield row.line, paper


def _reader_of_names(header: _TableHeader, rows: list[Row]) -> Callable[[str], tuple[str, ...]]:
    """Return the function that takes the lists of authors apart, by how the first rows write them."""
    if header.glued:
        return people.glued
    lists = [text for row in rows if (text := _Cells(row, header).raw("authors"))]
    if people.is_medline(lists):
        return people.medline
    return partial(people.listed, family_first=any(";" in text for text in lists))


class _Cells:
    """The cells of a row by their fields.

    Args:
        row: the row.
        header: the names of its columns.
    """

    def __init__(self, row: Row, header: _TableHeader) -> None:
        cells = list(map(restored, row.cells)) if header.own else row.cells
        width = len(cells)
        self._header = header
        self._cells = cells
        self._texts: dict[str, list[str]] = {}
        # A row may have two characters: the less is done for a field that is not there.
        for at, field in header.columns:
            if at < width and (text := cells[at]) and not text.isspace():
                if text.strip().lower() in _NOTHING and field != "title":
                    continue
                self._texts.setdefault(field, []).append(text)

    @property
    def has_more(self) -> bool:
        """Whether there is text behind the last column that has a name."""
        return any(map(str.strip, self._cells[len(self._header.names) :]))

    def others(self) -> list[str]:
        """Return the names of the columns in which there is something but the title."""
        titles = {at for at, field in self._header.columns if field == "title"}
        return [
            name
            for at, (name, text) in enumerate(zip(self._header.names, self._cells, strict=False))
            if name and at not in titles and text.strip() and text.strip().lower() not in _NOTHING
        ]

    def all(self, field: str) -> list[str]:
        """Return the texts of all columns of a field that are not empty, the better first."""
        return self._texts.get(field, [])

    def raw(self, field: str) -> str:
        """Return the text of the best column of a field that is not empty; empty if all are."""
        texts = self._texts.get(field)
        return texts[0] if texts else ""

    def line(self, field: str) -> str:
        """Return the text on one line, as prose."""
        text = self.raw(field)
        return self.prose(text) if text else ""

    def prose(self, text: str) -> str:
        """Return a text on one line, without the markup of its table."""
        return arxiv_texts.line(text) if self._header.latex else markup.line_of(text)

    def known(self, field: str) -> str:
        """Return the text on one line; Publish or Perish has 0 for nothing, pandas 3.0 for 3."""
        text = self.raw(field)
        line = one_line(text).replace("--", "-") if text else ""
        whole = _WHOLE.fullmatch(line) if line.endswith("0") else None
        line = whole[1] if whole else line
        return "" if line == "0" else line

    def items(self, field: str) -> tuple[str, ...]:
        """Return the texts of a list in a cell, each once."""
        text = self.raw(field).strip()
        if not text:
            return ()
        if text.startswith("["):
            items: Iterable[str] = people.strings(text) or text.strip("[]").split(",")
        else:
            items = text.split(next((sign for sign in "|;\n" if sign in text), ","))
        return tuple(dict.fromkeys(line for item in items if (line := self.prose(item))))


def _paper(
    cells: _Cells, names_of: Callable[[str], tuple[str, ...]], on_remark: OnRemark
) -> Paper | None:
    raw, known = cells.raw, cells.known
    title = cells.line("title")
    names = raw("authors")
    id_ = cells.line("id")
    links, pdf = _links(cells, id_)
    if not title and not names and not links.doi:
        return None
    if found := _OPENALEX.fullmatch(id_):
        id_ = found[1]
    elif id_.startswith("http") and links.arxiv:
        id_ = links.arxiv
    category = cells.line("category").partition(" ")[0]  # others have other things in such a column
    source = _of_embase(cells.line("venue"))
    others = partial(people.listed, family_first=True)
    kind = raw("kind")
    return build(
        on_remark,
        title=title,
        keys=(id_, links.doi),
        authors=(*(names_of(names) if names else ()), *_groups(raw("groups"))),
        et_al=bool(names) and people.is_cut_short(names),
        editors=others(raw("editors")),
        translators=others(raw("translators")),
        affiliations=cells.items("affiliations"),
        category=category if category and categories.is_whole(category) else None,
        venue=source.get("venue") or cells.line("venue"),
        kind=kind_of(cells.all("kind")) if kind else None,
        volume=known("volume") or source.get("volume"),
        number=known("number") or source.get("number"),
        # Scopus has first and last page beside a column for article numbers.
        pages=page_range(known("first page"), known("last page"), known("pages"))
        or source.get("pages")
        or source.get("article"),
        publisher=cells.line("publisher"),
        place=cells.line("place"),
        series=cells.line("series"),
        edition=known("edition"),
        isbn=", ".join(cells.items("isbn")),
        issn=", ".join(cells.items("issn")),
        date=_date(cells.all("date"), known("year"))
        or dates.best(source.get("date", ""), source.get("year", "")),
        citations=_count(raw("citations")),
        retracted=_retraction(raw("retracted"), kind),
        note=cells.line("note"),
        keywords=cells.items("keywords"),
        abstract=_abstract(raw("abstract")),
        links=links,
        pdf=pdf,
        id_=id_,
    )


def _retraction(stated: str, kind: str) -> Retraction | None:
    word = stated.strip().lower()
    if word == "withdrawn":
        return "withdrawn"
    return "retracted" if word in _YES or "retracted" in kind.lower() else None


def _of_embase(venue: str) -> dict[str, str]:
    """Return the parts of a citation as Embase writes it in the place of a venue; else nothing."""
    found = _EMBASE.fullmatch(venue) if venue else None
    parts = found.groupdict("") if found else {}
    return parts if any(parts.get(name) for name in ("pages", "article", "date")) else {}


def _links(cells: _Cells, id_: str) -> tuple[WorkLinks, str]:
    """Return the links of a row, and the address of a PDF or nothing."""
    doi, urls, arxiv = cells.raw("doi"), cells.all("url"), cells.raw("arxiv")
    pdf = one_line(cells.raw("pdf"))
    pdf = pdf if is_web_link(pdf) else ""
    if not arxiv and (cells.raw("category") or not doi) and _ARXIV_ID.fullmatch(id_):
        arxiv = id_
    addresses = [*urls, *([id_] if id_.startswith("http") else []), *([pdf] if pdf else [])]
    if not (doi or arxiv or addresses):
        return NO_LINKS, ""
    return links_of(addresses, doi=doi, arxiv=arxiv), pdf


def _groups(text: str) -> Iterator[str]:
    for name in text.split(";") if text else ():
        yield literal(name)


def _date(stated: list[str], year: str) -> PartialDate | None:
    """Return the best date of the cells about it; Web of Science has "MAR 5" beside the year."""
    texts = [
        text if not year or dates.date_of(text) else f"{one_line(text)} {year}" for text in stated
    ]
    return dates.best(*texts, year)


def _abstract(text: str) -> str:
    bare = text.strip().lower()
    return "" if bare in {"", "[no abstract available]"} else markup.paragraphs_of(text)


def _count(text: str) -> int | None:
    found = _WHOLE.fullmatch(text.strip().replace(",", ""))
    return int(found[1]) if found and found[1].isascii() else None
