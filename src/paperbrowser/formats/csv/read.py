"""Tables of papers as CSV: of Google Scholar, Scopus, Zotero, Dimensions, PubMed and spreadsheets.

    Authors,Title,Publication,Volume,Number,Pages,Year,Publisher
    "Example, Ada; Other, Bo; ",On Machines,Journal of Machines,12,3,45-67,2017,Publisher

The first line names the columns, in any order, by any of the names in `_COLUMNS`; a title must be among them.
Commas, semicolons or tabs stand between cells.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice

from paperbrowser.formats.csv.formulas import restored
from paperbrowser.formats.csv.rows import Row, rows_of, table_lines
from paperbrowser.formats.entries import (
    NO_LINKS,
    beginning,
    build,
    gather,
    page_range,
    result_of,
    whole_lines,
)
from paperbrowser.formats.input import FormatReader, Input
from paperbrowser.formats.result import OnRemark, ReadError, ReadResult, Remarks
from paperbrowser.formats.text import authors as author_lists
from paperbrowser.formats.text import dates, markup
from paperbrowser.papers import categories
from paperbrowser.papers.links import links_of
from paperbrowser.papers.model import Kind, Paper, Profile
from paperbrowser.papers.names import given_first
from paperbrowser.papers.text import one_line

# The names of each column, the better first.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "title": (
        "title", "article title", "document title", "paper title", "item title", "publication title (work)",
    ),
    "authors": (
        "author full names", "author full name", "authors", "author", "author(s)", "author names", "creators",
    ),
    "venue": (
        "publication", "source title", "source title/anthology title", "journal/book", "publication title",
        "journal", "journal title", "journal name", "publication name", "venue", "conference title",
        "book title", "booktitle", "container title", "source", "conference",
    ),
    "volume": ("volume", "vol", "vol.", "journal volume"),
    "number": ("number", "issue", "issue number", "journal issue"),
    "pages": ("pages", "page range", "pagination", "article number", "art. no."),
    "first page": ("page start", "start page", "startpage", "first page"),
    "last page": ("page end", "end page", "endpage", "last page"),
    "year": ("year", "publication year", "pubyear", "pub_year", "year of publication", "py"),
    "date": ("date", "publication date", "date published", "published", "publication date (print)"),
    "publisher": ("publisher",),
    "citations": (
        "cited by", "times cited", "citations", "citation count", "cites", "num_citations", "cited by count",
        "article citation count", "times cited, all databases", "times cited, wos core",
    ),
    "doi": ("doi", "item doi", "doi link"),
    "url": (
        "url", "link", "articleurl", "article url", "source linkout", "source url", "dimensions url",
        "doi link",
    ),
    "arxiv": ("arxiv", "arxiv id", "arxiv_id", "arxivid"),
    "abstract": ("abstract", "abstract note", "abstract text", "summary"),
    "kind": ("document type", "item type", "publication type", "type", "content type"),
    "id": (
        "key", "id", "eid", "publication id", "ut (unique wos id)", "unique-id", "pmid", "citation key",
        "citekey",
    ),
    "category": ("category",),
}  # fmt: skip
# The names of `model.Kind`, which we write, and those of Scopus, Zotero, Dimensions and others.
_KINDS: dict[str, Kind] = {
    "article": "article", "journalarticle": "article", "journal article": "article", "review": "article",
    "letter": "article", "editorial": "article", "note": "article", "short survey": "article",
    "data paper": "article", "magazinearticle": "article", "newspaperarticle": "article",
    "conference": "conference", "conference paper": "conference", "conferencepaper": "conference",
    "proceedings paper": "conference", "proceeding": "conference",
    "chapter": "chapter", "booksection": "chapter", "book chapter": "chapter",
    "book": "book", "edited book": "book", "monograph": "book",
    "proceedings": "proceedings", "conference review": "proceedings",
    "thesis": "thesis", "dissertation": "thesis", "report": "report", "preprint": "preprint",
    "dataset": "dataset", "data set": "dataset", "software": "software", "computerprogram": "software",
    "patent": "patent", "webpage": "webpage", "blogpost": "webpage", "other": "other",
}  # fmt: skip
_SEPARATORS = ",;\t"
_PREAMBLES = ("about the data", "sep=")  # Dimensions, Excel
_PREAMBLE = 3  # lines at most before the one with the names
_SAMPLE = 100  # rows from which the way of writing names is recognised
_LONGEST_HEADER = 10_000  # characters
_SCOPUS_ID = re.compile(r"\(\d{5,12}\)")
_ANONYMOUS = re.compile(r"\[?no author.{0,30}", re.IGNORECASE)
# SpringerLink writes nothing between names: "Ada ExampleBo McOther".
_TITLE_OF_GLUED = "item title"
_GLUED = re.compile(
    r"(?<=[a-zß-öø-ÿ])(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bDi)(?<!\bDu)(?<!\bLa)(?<!\bLe)(?<!\bFitz)(?=[A-ZÀ-ÖØ-Þ])"
)
# Columns that no other program has together.
_OWN = frozenset(["title", "arxiv", "score", "category", "affiliations", "code"])
_WHOLE = re.compile(r"(\d{1,9})(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class _TableHeader:
    """The line with the names of the columns.

    Attributes:
        columns: the number of each known column and its field; of those of a field the better first.
        width: the number of columns.
        separator: the character between cells.
        line: counted from 0.
        glued: nothing stands between the names of authors.
        own: it is a table of ours, in which formulas are defused.
    """

    columns: tuple[tuple[int, str], ...]
    width: int
    separator: str
    line: int
    glued: bool
    own: bool


def sniff(head: str) -> bool:
    """Return whether the first line names columns, a title among them."""
    return _header_of(table_lines(head[:40_000])) is not None


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
    for number, line in enumerate(lines[:_PREAMBLE]):
        if not line.strip() or line.strip('" \ufeff').lower().startswith(_PREAMBLES):
            continue
        if len(line) > _LONGEST_HEADER or not re.search("title", line, re.IGNORECASE):
            return None
        found = [_named(lines, number, separator) for separator in _SEPARATORS]
        return max(filter(None, found), key=lambda header: len(header.columns), default=None)
    return None


def _named(lines: list[str], number: int, separator: str) -> _TableHeader | None:
    """Return a line as the header of a table with this separator; None if it is none."""
    if separator not in lines[number]:
        return None
    row = next(rows_of(lines[number : number + 1], separator), None)
    names = [one_line(cell).lower() for cell in row.cells] if row else []
    if len(names) < 2:
        return None
    places = {
        field: tuple(names.index(name) for name in known if name in names)
        for field, known in _COLUMNS.items()
    }
    # A title and nothing else known is a sentence with a comma in it.
    if not places["title"] or sum(map(bool, places.values())) < 2:
        return None
    columns = tuple((at, field) for field, ats in places.items() for at in ats)
    glued, own = _TITLE_OF_GLUED in names, _OWN.issubset(names)
    return _TableHeader(columns, len(names), separator, number, glued, own)


def _papers(
    lines: list[str], header: _TableHeader, remarks: Remarks
) -> Iterator[tuple[int, Paper]]:
    rows = rows_of(
        lines,
        header.separator,
        start=header.line + 1,
        width=header.width,
        left_out=remarks.left_out,
    )
    first = list(islice(rows, _SAMPLE))
    names_of = _reader_of_names(header, first)
    for row in chain(first, rows):
        paper = _paper(_Cells(row, header), names_of, remarks.at(row.line))
        if paper is None:
            remarks.left_out(row.line, "a row without title, authors and DOI")
        else:
            yield row.line, paper


def _reader_of_names(header: _TableHeader, rows: list[Row]) -> Callable[[str], tuple[str, ...]]:
    """Return the function that takes the lists of authors apart, by how the first rows write them."""
    if header.glued:
        return _glued
    lists = [text for row in rows if (text := _Cells(row, header).raw("authors"))]
    if lists and all(map(author_lists.is_pubmed, lists)):
        return author_lists.pubmed
    return partial(_authors, family_first=any(";" in text for text in lists))


class _Cells:
    """The cells of a row by their fields.

    Args:
        row: the row.
        header: the names of its columns.
    """

    def __init__(self, row: Row, header: _TableHeader) -> None:
        cells = list(map(restored, row.cells)) if header.own else row.cells
        width = len(cells)
        # A row may have two characters: the less is done for a field that is not there.
        self._texts = {
            field: cells[at]
            for at, field in reversed(header.columns)
            if at < width and cells[at] and not cells[at].isspace()
        }

    def raw(self, field: str) -> str:
        """Return the text of the best column of a field that is not empty; empty if all are."""
        return self._texts.get(field, "")

    def line(self, field: str) -> str:
        """Return the text on one line."""
        text = self.raw(field)
        return one_line(text) if text else ""

    def known(self, field: str) -> str:
        """Return the text on one line; Publish or Perish has 0 for nothing."""
        line = self.line(field)
        return "" if line == "0" else line


def _paper(
    cells: _Cells, names_of: Callable[[str], tuple[str, ...]], on_remark: OnRemark
) -> Paper | None:
    raw, known = cells.raw, cells.known
    title = markup.line_of(raw("title"))
    names = raw("authors")
    url, doi, arxiv = raw("url"), raw("doi"), raw("arxiv")
    if not title and not names and not doi:
        return None
    links = links_of([url], doi=doi, arxiv=arxiv) if url or doi or arxiv else NO_LINKS
    id_ = cells.line("id")
    category = cells.line("category")  # other programs have other things in a column of this name
    return build(
        on_remark,
        title=title,
        keys=(id_, links.doi),
        authors=names_of(names) if names else (),
        et_al=bool(names) and author_lists.is_cut_short(names),
        category=category if category and categories.is_whole(category) else None,
        venue=markup.line_of(raw("venue")),
        kind=_kind(raw("kind")),
        volume=known("volume"),
        number=known("number"),
        # Scopus has first and last page beside a column for article numbers.
        pages=page_range(known("first page"), known("last page"), known("pages")),
        publisher=cells.line("publisher"),
        date=dates.best(raw("date"), raw("year").strip().removesuffix(".0")),
        citations=_count(raw("citations")),
        abstract=markup.paragraphs_of(_abstract(raw("abstract"))),
        links=links,
        id_=id_,
    )


def _authors(text: str, *, family_first: bool) -> tuple[str, ...]:
    """Return the names of a list.

    Args:
        text: the list.
        family_first: other lists of the column have semicolons, so that a comma is within a name.
    """
    text = _SCOPUS_ID.sub("", text)
    if family_first and ";" not in text and text.count(",") == 1:
        text += ";"
    if _ANONYMOUS.fullmatch(one_line(text)):
        return ()
    if ";" not in text and text.count("\n"):
        text = text.replace("\n", ";")
    elif text.count(" and ") and all(part.count(",") == 1 for part in text.split(" and ")):
        return tuple(map(given_first, text.split(" and ")))
    return tuple(map(author_lists.initials_first, author_lists.split(text)))


def _glued(text: str) -> tuple[str, ...]:
    """Return names with nothing between them."""
    return author_lists.split(_GLUED.sub("; ", one_line(text)))


def _kind(text: str) -> Kind | None:
    stated = one_line(text).lower()
    return _KINDS.get(stated) or _KINDS.get(stated.partition(";")[0])


def _abstract(text: str) -> str:
    return "" if text.strip().lower() == "[no abstract available]" else text


def _count(text: str) -> int | None:
    found = _WHOLE.fullmatch(text.strip().replace(",", ""))
    return int(found[1]) if found and found[1].isascii() else None
