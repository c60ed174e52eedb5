"""BibTeX, as LaTeX documents and reference managers read it (http://www.bibtex.org/Format).

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
`others` says that there are more authors. A remark above an entry, which BibTeX skips, tells of an inferred
year.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from paperbrowser.formats.bibtex import escape as tex
from paperbrowser.formats.text import reference
from paperbrowser.papers import categories
from paperbrowser.papers.dates import SHORT_MONTHS
from paperbrowser.papers.links import own_link
from paperbrowser.papers.model import Kind, Paper, Profile

Field = tuple[str, str]  # name, and value with its braces

_MONTHS = tuple(map(str.lower, SHORT_MONTHS))
_INFERRED = "% The year is inferred: the source names month and day only.\n"


class Dialect(NamedTuple):
    """What BibTeX and BibLaTeX do not share.

    Attributes:
        types: the entry's type for each kind of publication.
        places: in which field each type of entry names where it appeared.
        elsewhere: that field for all other types.
        date: the fields of a date.
        eprint: the names of the fields for arXiv and for its category.
    """

    types: Mapping[Kind | None, str]
    places: Mapping[str, str]
    elsewhere: str
    date: Callable[[Paper], Iterator[Field]]
    eprint: tuple[str, str]


def braced(text: str) -> str:
    """A value in its braces."""
    return f"{{{text}}}"


def _date(paper: Paper) -> Iterator[Field]:
    if paper.date is None:
        return
    yield "year", braced(f"{paper.date.year:04}")
    if paper.date_precision != "year":
        yield "month", _MONTHS[paper.date.month - 1]
    if paper.date_precision == "day":
        yield "day", braced(str(paper.date.day))


BIBTEX = Dialect(
    types={
        "article": "article",
        "conference": "inproceedings",
        "chapter": "incollection",
        "book": "book",
        "proceedings": "proceedings",
        "thesis": "phdthesis",
        "report": "techreport",
    },
    places={
        "article": "journal",
        "inproceedings": "booktitle",
        "incollection": "booktitle",
        "book": "series",
        "proceedings": "series",
        "phdthesis": "school",
        "techreport": "institution",
    },
    elsewhere="howpublished",
    date=_date,
    eprint=("archivePrefix", "primaryClass"),
)


def write(profile: Profile, papers: Iterable[Paper]) -> Iterator[str]:
    """Each paper's entry."""
    return entries(profile, papers, BIBTEX)


def entries(profile: Profile, papers: Iterable[Paper], dialect: Dialect) -> Iterator[str]:
    """Each paper's entry, an empty line between two, keys unique within the profile."""
    papers = list(papers)
    keys = tex.keys_of((*profile.papers, *papers))
    for number, paper in enumerate(papers):
        yield "\n" * (number > 0) + entry(paper, keys[paper.id], dialect)


def entry(paper: Paper, key: str | None = None, dialect: Dialect = BIBTEX) -> str:
    """A paper's entry, ready to paste; the key is made of its id unless it is given."""
    kind = dialect.types.get(reference.kind(paper), "misc")
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(paper, kind, dialect))
    inferred = paper.date is not None and paper.year_inferred
    return f"{_INFERRED if inferred else ''}@{kind}{{{key or tex.key(paper)},\n{fields}}}\n"


def _fields(paper: Paper, kind: str, dialect: Dialect) -> Iterator[Field]:
    # The second pair of braces keeps the capitals of the title.
    yield "title", braced(braced(tex.escaped(paper.title) or "Untitled"))
    authors = [tex.name(name) for name in paper.authors if name.strip()]
    if authors:
        yield "author", braced(" and ".join([*authors, *["others"] * paper.et_al]))
    yield from dialect.date(paper)
    if paper.venue:
        place = dialect.places.get(kind, dialect.elsewhere)
        yield place, braced(tex.escaped(paper.venue))
    if kind in _UNSAID:
        yield "type", braced(_UNSAID[kind])
    for name in ("volume", "number", "publisher"):
        if value := getattr(paper, name):
            yield name, braced(tex.escaped(value))
    if paper.pages:
        yield "pages", braced(tex.pages(paper.pages))
    if paper.doi:
        yield "doi", braced(tex.verbatim(paper.doi))
    if paper.arxiv:
        archive, category = dialect.eprint
        yield "eprint", braced(tex.verbatim(paper.arxiv))
        yield archive, braced("arXiv")
        if paper.category and categories.is_whole(paper.category):
            yield category, braced(paper.category.strip())
    if url := own_link(paper):
        yield "url", braced(tex.verbatim(url))
    if abstract := tex.escaped_paragraphs(paper.abstract):
        yield "abstract", braced(abstract)


_UNSAID = {"thesis": "Thesis", "report": "Report"}  # BibLaTeX wants to be told of what type
