"""Tables of papers: what Google Scholar, Scopus, Zotero, Dimensions, PubMed and spreadsheets export as CSV.

    Authors,Title,Publication,Volume,Number,Pages,Year,Publisher
    "Example, Ada; Other, Bo; ",On Machines,Journal of Machines,12,3,45-67,2017,Publisher

The first line names the columns, in any order, by any of the names in `_COLUMNS`; a title is the one that
must be there. Commas, semicolons or tabs stand between cells.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice

from paperbrowser.formats.csv.rows import Row, rows_of, table_lines
from paperbrowser.formats.entries import beginning, gather, result_of, title_or_key, whole_lines
from paperbrowser.formats.input import FormatReader, Input
from paperbrowser.formats.result import OnRemark, ReadError, ReadResult, Remarks
from paperbrowser.formats.text import authors as author_strings
from paperbrowser.formats.text import dates, markup
from paperbrowser.papers import categories
from paperbrowser.papers.links import links_of
from paperbrowser.papers.model import Kind, Paper, Profile
from paperbrowser.papers.names import given_first
from paperbrowser.papers.text import one_line

# What each field is called, the better name first.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "title": (
        "title",
        "article title",
        "document title",
        "paper title",
        "item title",  # SpringerLink
        "publication title (work)",
    ),
    "authors": (
        "author full names",
        "author full name",
        "authors",
        "author",
        "author(s)",
        "author names",
        "creators",
    ),
    "venue": (
        "publication",
        "source title",
        "source title/anthology title",
        "journal/book",
        "publication title",
        "journal",
        "journal title",
        "journal name",
        "publication name",
        "venue",
        "conference title",
        "book title",
        "booktitle",
        "container title",
        "source",
        "conference",
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
        "cited by",
        "times cited",
        "citations",
        "citation count",
        "cites",
        "num_citations",  # scholarly, a library
        "cited by count",
        "article citation count",  # IEEE Xplore
        "times cited, all databases",
        "times cited, wos core",
    ),
    "doi": ("doi", "item doi", "doi link"),
    "url": (
        "url",
        "link",
        "articleurl",
        "article url",
        "source linkout",
        "source url",
        "dimensions url",
        "doi link",
    ),
    "arxiv": ("arxiv", "arxiv id", "arxiv_id", "arxivid"),
    "abstract": ("abstract", "abstract note", "abstract text", "summary"),
    "kind": ("document type", "item type", "publication type", "type", "content type"),
    "id": (
        "key",
        "id",
        "eid",
        "publication id",
        "ut (unique wos id)",
        "unique-id",
        "pmid",
        "citation key",
        "citekey",
    ),
    "category": ("category",),
}
_KINDS: dict[str, Kind] = {
    "article": "article",
    "journalarticle": "article",
    "journal article": "article",
    "review": "article",
    "letter": "article",
    "editorial": "article",
    "note": "article",
    "short survey": "article",
    "data paper": "article",
    "magazinearticle": "article",
    "newspaperarticle": "article",
    "conference paper": "conference",
    "conferencepaper": "conference",
    "proceedings paper": "conference",
    "proceeding": "conference",
    "conference": "conference",
    "booksection": "chapter",
    "book chapter": "chapter",
    "chapter": "chapter",
    "book": "book",
    "edited book": "book",
    "monograph": "book",
    "conference review": "proceedings",
    "thesis": "thesis",
    "dissertation": "thesis",
    "report": "report",
    "preprint": "preprint",
    "dataset": "dataset",
    "data set": "dataset",
    "computerprogram": "software",
    "software": "software",
    "patent": "patent",
    "webpage": "webpage",
    "blogpost": "webpage",
}
_SEPARATORS = ",;\t"
_PREAMBLES = ("about the data", "sep=")  # Dimensions, Excel
_PREAMBLE = 3  # lines at most before that with the names
_TELLING = 100  # rows that tell how names are written
_LONGEST_HEADER = 10_000  # characters
_SCOPUS_ID = re.compile(r"\(\d{5,12}\)")
_NOBODY = re.compile(r"\[?no author.{0,30}", re.IGNORECASE)
# SpringerLink writes nothing between names: "Ada ExampleBo McOther".
_GLUED_TITLE = "item title"
_GLUED = re.compile(
    r"(?<=[a-zß-öø-ÿ])(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bDi)(?<!\bDu)(?<!\bLa)(?<!\bLe)(?<!\bFitz)(?=[A-ZÀ-ÖØ-Þ])"
)
_WHOLE = re.compile(r"(\d{1,9})(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class _Header:
    """Which column each field is in, what stands between columns, and how many lines these names are down.

    `glued` tells that nothing stands between the names of authors.
    """

    places: dict[str, tuple[int, ...]]
    width: int
    separator: str
    line: int
    glued: bool


def sniff(head: str) -> bool:
    """Whether the first line names columns, a title among them."""
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
    """The papers of the beginning of a file; its last line, which may be cut, is left out."""
    return beginning(read, whole_lines(head))


READER = FormatReader(sniff, read, preview)


def _header_of(lines: list[str]) -> _Header | None:
    for number, line in enumerate(lines[:_PREAMBLE]):
        if not line.strip() or line.strip('" \ufeff').lower().startswith(_PREAMBLES):
            continue
        if len(line) > _LONGEST_HEADER or not re.search("title", line, re.IGNORECASE):
            return None
        found = [_named(lines, number, separator) for separator in _SEPARATORS]
        return max(filter(None, found), key=lambda header: len(header.places), default=None)
    return None


def _named(lines: list[str], number: int, separator: str) -> _Header | None:
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
    return _Header(places, len(names), separator, number, _GLUED_TITLE in names)


def _papers(lines: list[str], header: _Header, remarks: Remarks) -> Iterator[tuple[int, Paper]]:
    rows = rows_of(
        lines,
        header.separator,
        start=header.line + 1,
        width=header.width,
        give_up=remarks.left_out,
    )
    first = list(islice(rows, _TELLING))
    lists = [text for row in first if (text := _raw(row, header, "authors"))]
    names_of = author_strings.medline
    if header.glued:
        names_of = _glued
    elif not lists or not all(map(author_strings.is_medline, lists)):
        names_of = partial(_authors, inverted=any(";" in text for text in lists))
    for row in chain(first, rows):
        paper = _paper(row, header, remarks.at(row.line), names_of)
        if paper is None:
            remarks.left_out(row.line, "a row without title, authors and DOI")
        else:
            yield row.line, paper


def _raw(row: Row, header: _Header, field: str) -> str:
    """What the best column for a field that has anything says; empty if none has."""
    texts = (row.cells[at] for at in header.places[field] if at < len(row.cells))
    return next((text for text in texts if text.strip()), "")


def _paper(
    row: Row,
    header: _Header,
    tell: OnRemark,
    names_of: Callable[[str], tuple[str, ...]],
) -> Paper | None:
    def raw(field: str) -> str:
        return _raw(row, header, field)

    def cell(field: str) -> str | None:
        return one_line(raw(field)) or None

    def known(field: str) -> str | None:
        """What the cell says; Publish or Perish has 0 where it knows nothing."""
        said = cell(field)
        return None if said == "0" else said

    title = markup.line_of(raw("title"))
    if not title and not raw("authors").strip() and not raw("doi").strip():
        return None
    names = raw("authors")
    links = links_of([raw("url")], doi=raw("doi"), arxiv=raw("arxiv"))
    date = dates.best(raw("date"), raw("year").strip().removesuffix(".0"))
    id_ = one_line(raw("id"))
    category = one_line(raw("category"))  # other programs call other things so
    return Paper(
        title=title_or_key(title, (id_, links.doi), tell),
        authors=names_of(names),
        et_al=author_strings.is_cut_short(names),
        category=category if categories.is_whole(category) else None,
        venue=markup.line_of(raw("venue")) or None,
        kind=_kind(raw("kind")),
        volume=known("volume"),
        number=known("number"),
        pages=_pages(known("pages"), known("first page"), known("last page")),
        publisher=cell("publisher"),
        date=date,
        citations=_count(raw("citations")),
        abstract=markup.paragraphs_of(_abstract(raw("abstract"))),
        url=links.url,
        doi=links.doi,
        arxiv=links.arxiv,
        id=id_,
    )


def _authors(text: str, *, inverted: bool) -> tuple[str, ...]:
    """The names; where others in the column stand between semicolons, a comma is within a name."""
    text = _SCOPUS_ID.sub("", text)
    if inverted and ";" not in text and text.count(",") == 1:
        text += ";"
    if _NOBODY.fullmatch(one_line(text)):
        return ()
    if ";" not in text and text.count("\n"):
        text = text.replace("\n", ";")
    elif text.count(" and ") and all(part.count(",") == 1 for part in text.split(" and ")):
        return tuple(filter(None, map(given_first, text.split(" and "))))
    return tuple(map(author_strings.initials_first, author_strings.split(text)))


def _glued(text: str) -> tuple[str, ...]:
    """Names with nothing between."""
    return author_strings.split(_GLUED.sub("; ", one_line(text)))


def _pages(both: str | None, first: str | None, last: str | None) -> str | None:
    """Scopus has first and last page in columns of their own, beside one for article numbers."""
    if first and last and first != last:
        return f"{first}-{last}"
    return first or both or last


def _kind(text: str) -> Kind | None:
    said = one_line(text).lower()
    return _KINDS.get(said) or _KINDS.get(said.partition(";")[0])


def _abstract(text: str) -> str:
    return "" if text.strip().lower() == "[no abstract available]" else text


def _count(text: str) -> int | None:
    found = _WHOLE.fullmatch(text.strip().replace(",", ""))
    return int(found[1]) if found and found[1].isascii() else None
