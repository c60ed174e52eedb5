"""Profile and Paper: the data that all other modules pass around.

Text in these classes is clean (see `paperbrowser.papers.text.clean`), with LaTeX as in the source. A fact
that the source does not give is None, or empty for text and sequences; never 0.
"""

import datetime
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, Literal, get_args

from paperbrowser.papers.dates import PartialDate

Number = int | float
Kind = Literal[
    "article", "preprint", "conference", "chapter", "book", "proceedings", "thesis", "report",
    "dataset", "software", "patent", "webpage", "other",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
Retraction = Literal["retracted", "withdrawn"]
RETRACTIONS: tuple[Retraction, ...] = get_args(Retraction)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkVersion:
    """Another version of a work: the talk before the article, the preprint before the publication.

    Attributes:
        kind: the kind of publication; all attributes are as in `Paper`.
        venue: journal, conference or the like.
        volume: of the journal or series.
        number: the issue.
        pages: "1-14", "e123".
        publisher: as the source writes it.
        date: of this version.
        url: the source's link to it.
        doi: its own DOI.
        arxiv: its arXiv id.
        key: the key to cite it by.
    """

    kind: Kind | None = None
    venue: str | None = None
    volume: str | None = None
    number: str | None = None
    pages: str | None = None
    publisher: str | None = None
    date: PartialDate | None = None
    url: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper.

    Attributes:
        title: as in the source, LaTeX included.
        authors: full names, in the order of the paper, incomplete when `et_al` is set. A name is a text as
            shown; one whose parts the text does not give is a `names.Name`. So are editors and translators.
        et_al: the source cut the list of authors short.
        editors: of the book or proceedings; of an edited book they stand in for authors.
        translators: as in the source.
        collaboration: the group that the authors write for ("ATLAS"), where the source has it apart.
        affiliations: as the source writes them, usually short ("cambridge").
        category: of arXiv, with or without its archive ("CO", "astro-ph.CO").
        venue: journal, conference or the like, as the source writes it ("icml2017").
        kind: the kind of publication.
        volume: of the journal or series.
        number: the issue.
        pages: "1-14", "e123".
        publisher: as the source writes it.
        place: the place of the publisher.
        series: the series of a book.
        edition: as the source writes it: "2", "Second".
        isbn: as the source writes it; several with commas between them.
        issn: likewise.
        date: of publication, as far as the source has it.
        year_inferred: the source gave month and day only; the year of `date` is deduced.
        score: the source's score, 0 to 100.
        citations: the number of citations, as the source counts.
        retracted: the source says that the paper was retracted by its journal, or withdrawn by its authors.
        code: there is published code, according to the source.
        code_url: the address of the code.
        keywords: keywords and topics, as the source writes them.
        note: a remark on the publication, of the source.
        summary: the source's one-sentence summary.
        abstract: paragraphs are separated by an empty line.
        url: the source's link to it.
        pdf: the address of a PDF that anyone may read.
        doi: as `identifiers.doi_of` gives it: "10.1093/mind/lix.236.433", in the case of the source.
        arxiv: as `identifiers.arxiv_of` gives it, without version: "1605.08386", "hep-th/9901001".
        key: the key to cite it by in the source's file, where it is not `id`.
        bibtex: fields of a BibTeX entry that nothing else here carries: names, and values in LaTeX.
        versions: other versions of the same work.
        people: the researchers whose profiles list it, where several profiles are shown as one.
        added: the day it joined a profile that was there before; None for papers there from the start.
        published: the day its publication became known, where a profile had its preprint before.
        id: unique within its profile; see `paperbrowser.papers.ids`.
    """

    title: str
    authors: tuple[str, ...] = ()
    et_al: bool = False
    editors: tuple[str, ...] = ()
    translators: tuple[str, ...] = ()
    collaboration: str | None = None
    affiliations: tuple[str, ...] = ()
    category: str | None = None
    venue: str | None = None
    kind: Kind | None = None
    volume: str | None = None
    number: str | None = None
    pages: str | None = None
    publisher: str | None = None
    place: str | None = None
    series: str | None = None
    edition: str | None = None
    isbn: str | None = None
    issn: str | None = None
    date: PartialDate | None = None
    year_inferred: bool = False
    score: float | None = None
    citations: int | None = None
    retracted: Retraction | None = None
    code: bool = False
    code_url: str | None = None
    keywords: tuple[str, ...] = ()
    note: str | None = None
    summary: str | None = None
    abstract: str = ""
    url: str | None = None
    pdf: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    key: str | None = None
    bibtex: tuple[tuple[str, str], ...] = ()
    versions: tuple[WorkVersion, ...] = ()
    people: tuple[str, ...] = ()
    added: datetime.date | None = None
    published: datetime.date | None = None
    id: str = ""

    @property
    def date_text(self) -> str:
        """The parts of the date that are known: "2024-05-31", "2024-05" or "2024"; empty without one."""
        return "" if self.date is None else str(self.date)


_FIELDS = tuple(field.name for field in fields(Paper))
_values_of = attrgetter(*_FIELDS)


def with_fields(paper: Paper, **changes: Any) -> Paper:
    """Return a paper with some fields changed; like `dataclasses.replace`, several times faster."""
    return Paper(**{**dict(zip(_FIELDS, _values_of(paper), strict=True)), **changes})


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A researcher and their papers, in the order of the source.

    Attributes:
        name: the researcher's name, or the name of a collection.
        field: main category, as in `Paper.category`.
        claimed: the number of papers according to the source, which often lists fewer.
        h_index: as the source states it.
        citations: as the source states it.
        novelty: percent, 0 to 100.
        ai_score: 0 to 100.
        affiliation: as the source states it.
        orcid: "0000-0002-1825-0097".
        source: the name in `sources` of the service that it was fetched from; None for files.
        source_id: the researcher's id at that service.
        updated: the day it was fetched last.
        since: the day it was fetched before that; papers with a later `added` are new.
        followed: `update --all` fetches new papers, if it has a source and an id there.
        papers: those that the source lists.
    """

    name: str
    field: str | None = None
    claimed: int | None = None
    h_index: int | None = None
    citations: int | None = None
    novelty: Number | None = None
    ai_score: Number | None = None
    affiliation: str | None = None
    orcid: str | None = None
    source: str | None = None
    source_id: str | None = None
    updated: datetime.date | None = None
    since: datetime.date | None = None
    followed: bool = True
    papers: tuple[Paper, ...] = ()

    @property
    def is_followed(self) -> bool:
        """Whether `update --all` fetches its new papers."""
        return self.followed and None not in {self.source, self.source_id}


# The fields of a profile that are about the researcher.
FACTS = tuple(field.name for field in fields(Profile) if field.name != "papers")
