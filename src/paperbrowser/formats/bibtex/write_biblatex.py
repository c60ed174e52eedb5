"""BibLaTeX, for LaTeX documents that use biber: BibTeX with more types of entries and dates of one field.

As documented in the manual of the package, https://ctan.org/pkg/biblatex. What differs from `bibtex`: the
date is `date = {2017-03}`, as much of it as is known; preprints and pages are `@online`, and there are
`@thesis`, `@report`, `@dataset`, `@software` and `@patent`; an arXiv id is of the `eprinttype` arXiv, its
category `eprintclass`.
"""

from collections.abc import Iterable, Iterator

from paperbrowser.formats.bibtex.write import Dialect, Field, braced, entries
from paperbrowser.papers.model import Paper, Profile


def _date(paper: Paper) -> Iterator[Field]:
    if paper.date is not None:
        yield "date", braced(paper.date_text)


BIBLATEX = Dialect(
    types={
        "article": "article",
        "preprint": "online",
        "conference": "inproceedings",
        "chapter": "incollection",
        "book": "book",
        "proceedings": "proceedings",
        "thesis": "thesis",
        "report": "report",
        "dataset": "dataset",
        "software": "software",
        "patent": "patent",
        "webpage": "online",
    },
    places={
        "article": "journaltitle",
        "inproceedings": "booktitle",
        "incollection": "booktitle",
        "book": "series",
        "proceedings": "series",
        "thesis": "institution",
        "report": "institution",
        "online": "organization",
        "dataset": "organization",
    },
    elsewhere="howpublished",
    date=_date,
    eprint=("eprinttype", "eprintclass"),
)


def write(profile: Profile, papers: Iterable[Paper]) -> Iterator[str]:
    """Each paper's entry."""
    return entries(profile, papers, BIBLATEX)
