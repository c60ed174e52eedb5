"""Write papers as BibTeX (http://www.bibtex.org/Format) or BibLaTeX (https://ctan.org/pkg/biblatex).

    @article{example2017-machines,
      title = {{On Machines}},
      author = {Example, Ada and others},
      journal = {Journal of Machines},
      year = {2017},
      month = mar,
      day = {5},
      eprint = {1703.01234},
      archivePrefix = {arXiv},
      primaryClass = {cs.LG},
    }

An arXiv id is `eprint`, as arXiv itself gives it. The day of a date is `day`, which styles pass over.
`others` stands for further authors. An inferred year has a comment above the entry.

BibLaTeX has more types of entries, `date = {2017-03}` with as much of the date as is known, and `eprinttype`
and `eprintclass` for arXiv.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from paperbrowser.formats.bibtex import escape as tex
from paperbrowser.formats.bibtex.kinds import BIBLATEX_TYPES, BIBTEX_TYPES, MISC, EntryType
from paperbrowser.formats.text import reference
from paperbrowser.papers import categories
from paperbrowser.papers.dates import SHORT_MONTHS
from paperbrowser.papers.links import own_link
from paperbrowser.papers.model import Kind, Paper, Profile

_Value = tuple[str, str]  # the name of a field, and its value with braces

_INFERRED = "% The year is inferred: the source names month and day only.\n"
_TYPE_FIELDS = {"thesis": "Thesis", "report": "Report"}  # BibLaTeX requires `type` in these


class TexDialect(NamedTuple):
    """The differences between BibTeX and BibLaTeX.

    Attributes:
        types: the type of entry for each kind of publication; `misc` for all others.
        date: returns the fields of a date.
        eprint: the names of the fields for arXiv and for its category.
    """

    types: Mapping[Kind | None, EntryType]
    date: Callable[[Paper], Iterator[_Value]]
    eprint: tuple[str, str]


def _braced(text: str) -> str:
    return f"{{{text}}}"


def _year_month_day(paper: Paper) -> Iterator[_Value]:
    if paper.date is None:
        return
    yield "year", _braced(f"{paper.date.year:04}")
    if paper.date.month is not None:
        yield "month", SHORT_MONTHS[paper.date.month - 1].lower()
    if paper.date.day is not None:
        yield "day", _braced(str(paper.date.day))


def _iso_date(paper: Paper) -> Iterator[_Value]:
    if paper.date is not None:
        yield "date", _braced(paper.date_text)


BIBTEX = TexDialect(BIBTEX_TYPES, _year_month_day, ("archivePrefix", "primaryClass"))
BIBLATEX = TexDialect(BIBLATEX_TYPES, _iso_date, ("eprinttype", "eprintclass"))


def write_bibtex(profile: Profile, papers: Iterable[Paper]) -> Iterator[str]:
    """Return the entry of each paper in BibTeX."""
    return _entries(profile, papers, BIBTEX)


def write_biblatex(profile: Profile, papers: Iterable[Paper]) -> Iterator[str]:
    """Return the entry of each paper in BibLaTeX."""
    return _entries(profile, papers, BIBLATEX)


def _entries(profile: Profile, papers: Iterable[Paper], dialect: TexDialect) -> Iterator[str]:
    """Return the entries with an empty line between two; keys are unique within the profile."""
    papers = list(papers)
    keys = tex.keys_of((*profile.papers, *papers))
    for number, paper in enumerate(papers):
        yield "\n" * (number > 0) + entry(paper, keys[paper.id], dialect)


def entry(paper: Paper, key: str | None = None, dialect: TexDialect = BIBTEX) -> str:
    """Return a paper's entry, ready to paste.

    Args:
        paper: the paper.
        key: the key to cite it by; by default it is made of the paper's id.
        dialect: BibTeX or BibLaTeX.

    Returns:
        The entry, with a newline at its end.
    """
    type_ = dialect.types.get(reference.kind(paper), MISC)
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(paper, type_, dialect))
    inferred = paper.date is not None and paper.year_inferred
    start = _INFERRED if inferred else ""
    return f"{start}@{type_.name}{{{key or tex.key(paper)},\n{fields}}}\n"


def _fields(paper: Paper, type_: EntryType, dialect: TexDialect) -> Iterator[_Value]:
    # The second pair of braces keeps the capitals of the title.
    yield "title", _braced(_braced(tex.escaped(paper.title) or "Untitled"))
    authors = [tex.name(name) for name in paper.authors if name.strip()]
    if authors:
        yield "author", _braced(" and ".join([*authors, *["others"] * paper.et_al]))
    yield from dialect.date(paper)
    if paper.venue:
        yield type_.venue, _braced(tex.escaped(paper.venue))
    if type_.name in _TYPE_FIELDS:
        yield "type", _braced(_TYPE_FIELDS[type_.name])
    for name in ("volume", "number", "publisher"):
        if value := getattr(paper, name):
            yield name, _braced(tex.escaped(value))
    if paper.pages:
        yield "pages", _braced(tex.pages(paper.pages))
    if paper.doi:
        yield "doi", _braced(tex.verbatim(paper.doi))
    if paper.arxiv:
        archive, category = dialect.eprint
        yield "eprint", _braced(tex.verbatim(paper.arxiv))
        yield archive, _braced("arXiv")
        if paper.category and categories.is_whole(paper.category):
            yield category, _braced(paper.category.strip())
    if url := own_link(paper):
        yield "url", _braced(tex.verbatim(url))
    if abstract := tex.escaped_paragraphs(paper.abstract):
        yield "abstract", _braced(abstract)
