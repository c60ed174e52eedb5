"""Write papers as CSV (RFC 4180: commas, CR LF, quotes doubled), in UTF-8 without a byte order mark.

    Authors,Title,Publication,Volume,Number,Pages,Year,Publisher,Date,DOI,arXiv,URL,…
    "Example, Ada; Other, Bo; ",On Machines,Journal of Machines,12,3,45-67,2017,Publisher,2017-03-05,…

The columns of Google Scholar's own export come first, written as it does; "et al." at the end of the
authors stands for further ones. `Date` is as much as is known (2017, 2017-03), `Type` is one of
`model.KINDS`. Columns of `MORE` follow where a paper has something for them.

A cell that a spreadsheet would run as a formula gets an apostrophe, which our reader takes off again;
`write_raw` leaves all cells as they are, for programs that would take it for part of the title.
"""

from collections.abc import Callable, Iterable, Iterator

from paperbrowser.formats.csv.formulas import defused
from paperbrowser.papers import display
from paperbrowser.papers.links import own_link
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.names import family_first


def _people(names: Iterable[str]) -> str:
    return "; ".join(
        family_first(name).replace(";", ",") for name in map(display.name, names) if name
    )


def _authors(paper: Paper) -> str:
    """Return the names as Google Scholar writes them: "Example, Ada; Other, Bo; "."""
    names = [
        family_first(name).replace(";", ",") for name in map(display.name, paper.authors) if name
    ]
    return "".join(f"{name}; " for name in names) + "et al." * paper.et_al


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


COLUMNS: dict[str, Callable[[Paper], str]] = {
    "Authors": _authors,
    "Title": display.title,
    "Publication": lambda paper: display.line(paper.venue or ""),
    "Volume": lambda paper: paper.volume or "",
    "Number": lambda paper: paper.number or "",
    "Pages": lambda paper: paper.pages or "",
    "Year": lambda paper: f"{paper.date.year:04}" if paper.date else "",
    "Publisher": lambda paper: display.line(paper.publisher or ""),
    "Date": lambda paper: paper.date_text,
    "DOI": lambda paper: paper.doi or "",
    "arXiv": lambda paper: paper.arxiv or "",
    "URL": lambda paper: own_link(paper) or "",
    "Abstract": display.abstract,
    "Type": lambda paper: paper.kind or "",
    "Citations": lambda paper: _number(paper.citations),
    "Score": lambda paper: _number(paper.score),
    "Category": lambda paper: paper.category or "",
    "Affiliations": lambda paper: "; ".join(map(display.line, paper.affiliations)),
    "Code": lambda paper: "yes" * paper.code,
    "ID": lambda paper: paper.id,
}

# Columns of what few papers have; they are there if one of the papers has it.
MORE: dict[str, Callable[[Paper], str]] = {
    "Editors": lambda paper: _people(paper.editors),
    "Translators": lambda paper: _people(paper.translators),
    "Series": lambda paper: display.line(paper.series or ""),
    "Edition": lambda paper: paper.edition or "",
    "Place": lambda paper: paper.place or "",
    "ISBN": lambda paper: paper.isbn or "",
    "ISSN": lambda paper: paper.issn or "",
    "Keywords": lambda paper: "; ".join(map(display.line, paper.keywords)),
    "Note": lambda paper: paper.note or "",
    "PDF": lambda paper: paper.pdf or "",
    "Retracted": lambda paper: paper.retracted or "",
}
_NUMBERS = frozenset(["Citations", "Score"])  # these may be negative


def write(profile: Profile, papers: Iterable[Paper]) -> Iterator[str]:
    """Return the line of names, then a row for each paper, with no cell that a spreadsheet would run."""
    return _rows(papers, defused)


def write_raw(profile: Profile, papers: Iterable[Paper]) -> Iterator[str]:
    """Return the same with all cells as they are."""
    return _rows(papers, str)


def _rows(papers: Iterable[Paper], safe: Callable[[str], str]) -> Iterator[str]:
    import csv
    from io import StringIO

    line = StringIO(newline="")
    writer = csv.writer(line, lineterminator="\r\n", strict=True)

    def written(cells: Iterable[str]) -> str:
        line.seek(0)
        line.truncate()
        writer.writerow(cells)
        return line.getvalue()

    papers = list(papers)
    more = {name: cell for name, cell in MORE.items() if any(map(cell, papers))}
    columns = COLUMNS | more
    yield written(columns)
    for paper in papers:
        yield written(
            cell(paper) if name in _NUMBERS else safe(cell(paper)) for name, cell in columns.items()
        )
