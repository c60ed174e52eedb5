"""The kinds of JSON records, one row each; an object as a paper, an author, or a page with more objects.

The kinds are told apart by their structure. A page has its records in a list under one of a few names.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from paperbrowser.formats.entries import Lacking, identified
from paperbrowser.formats.json import (
    arxiv_dump,
    csl,
    foreign,
    inspire,
    openalex,
    orcid,
    own,
    semantic_scholar,
)
from paperbrowser.formats.json.values import JsonObject
from paperbrowser.formats.result import OnRemark, ReadError, ReadResult, Remark, Remarks
from paperbrowser.papers.model import Paper, Profile

NOT_A_PAPER = "not an object with the title of a paper"

# Where pages and authors have their records: those of the services, and ours.
CONTAINERS = frozenset(
    ("results", "data", "hits", "papers", "recommendedPapers", "items", "message", "group", "works", "bulk",
     "activities-summary", "response", "docs", "resultList", "result", "hit", "records", "entries",
     "notes", "articles", "search-results", "entry", "collection", "publications", "bibliography",
     "references")
)  # fmt: skip
DEEPEST = 4  # containers in each other


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of records.

    Attributes:
        fits: whether an object is a record of this kind.
        paper_of: the paper of a record, None if it is none; remarks on values that cannot be.
        profile_of: the author that a record describes, None if it describes none.
        curated: as in `ReadResult`.
    """

    fits: Callable[[JsonObject], bool]
    paper_of: Callable[[JsonObject, OnRemark], Paper | None]
    profile_of: Callable[[JsonObject], Profile | None] = lambda value: None  # noqa: ARG005
    curated: bool = False


# The stricter, the earlier; the last takes what no other does.
KINDS = (
    RecordKind(arxiv_dump.fits, arxiv_dump.paper_of),
    RecordKind(openalex.fits, openalex.paper_of, openalex.profile_of),
    RecordKind(semantic_scholar.fits, semantic_scholar.paper_of, semantic_scholar.profile_of),
    RecordKind(inspire.fits, inspire.paper_of, inspire.profile_of),
    RecordKind(orcid.fits, orcid.paper_of, orcid.profile_of),
    RecordKind(csl.fits, csl.paper_of, curated=True),
    RecordKind(lambda value: True, foreign.paper_of, own.profile_of),  # noqa: ARG005
)


def kind_of(value: JsonObject) -> RecordKind:
    """Return the kind of records that an object is of."""
    for kind in KINDS[:-1]:
        if kind.fits(value):
            return kind
    return KINDS[-1]


class Records:
    """Collector of the papers and authors in parsed values.

    Args:
        thing: what a value is called in remarks: "line", "entry".
    """

    def __init__(self, thing: str) -> None:
        self.remarks = Remarks(thing)
        self.papers: list[Paper] = []
        self._authors: list[Profile] = []
        self._curated = False
        self._line = 0
        self._lacking = Lacking()
        self._remarked = False  # on the record that is taken

    def _remark(self, message: str) -> None:
        self._remarked = True
        self.remarks.at(self._line)(message)

    @property
    def any(self) -> bool:
        """Whether there is any paper or author."""
        return bool(self.papers or self._authors)

    def take(self, value: Any, line: int) -> None:
        """Take the papers and authors of a value; `line` is where it starts."""
        if not isinstance(value, dict) or not value:
            self.remarks.left_out(line, NOT_A_PAPER)
            return
        self._line = line
        self._curated |= kind_of(value).curated
        self._take_at(value, line, 0)

    def take_author(self, value: JsonObject) -> bool:
        """Take the author that an object describes, and return whether it describes one."""
        profile = kind_of(value).profile_of(value)
        if profile is not None:
            self._authors.append(profile)
        return profile is not None

    def _take_inner(self, value: Mapping[str, Any], line: int, depth: int) -> bool:
        """Take the records in the lists of a page, and return whether there was any."""
        found = False
        for key in [key for key in value if key in CONTAINERS]:
            inside = value[key]
            if isinstance(inside, list):
                for one in inside:
                    if depth < DEEPEST and isinstance(one, dict):
                        found = True
                        self._take_at(one, line, depth)
            elif isinstance(inside, dict) and depth < DEEPEST:
                found |= self._take_page(inside, line, depth + 1)
        return found or self._take_named(value, line, depth)

    def _take_named(self, value: Mapping[str, Any], line: int, depth: int) -> bool:
        """Take the records that stand under their ids, as in PubMed's summaries."""
        records = [one for one in value.values() if isinstance(one, dict) and "title" in one]
        if depth >= DEEPEST or not records or len(records) * 2 < len(value):
            return False
        for one in records:
            self._take_at(one, line, DEEPEST)
        return True

    def _take_page(self, page: dict[str, Any], line: int, depth: int) -> bool:
        """Take a page within a page, or the one record that stands in its place (Crossref)."""
        return self._take_inner(page, line, depth) or self._take_paper(page)

    def _take_at(self, value: dict[str, Any], line: int, depth: int) -> None:
        if self._take_paper(value):
            return
        if not self.take_author(value) | self._take_inner(value, line, depth + 1):
            self.remarks.left_out(line, NOT_A_PAPER)

    def _take_paper(self, value: dict[str, Any]) -> bool:
        """Take the paper of a record, and return whether it is one."""
        self._remarked = False
        paper = kind_of(value).paper_of(value, self._remark)
        if paper is None:
            return False
        self.papers.append(paper)
        if not (
            self._remarked or paper.authors or paper.editors or paper.collaboration or paper.date
        ):
            self._lacking.remark(foreign.names_of(value), self._remark)
        return True

    def result(self) -> ReadResult:
        """Return the profile with all papers; it has no name if the records are not those of one author.

        Raises:
            ReadError: several authors and no paper (code "no-entries").
        """
        authors = {(one.source, one.source_id, one.name): one for one in self._authors}
        if len(authors) > 1 and not self.papers:
            raise ReadError(
                f"there are {len(authors):,} authors here and no papers",
                code="no-entries",
                advice="take the record of one author, or the papers",
            )
        named = identified(self.papers, self.remarks)
        if len(authors) > 1:
            sentence = (
                f"the papers are those of {len(authors):,} authors, whose figures are left out"
            )
            self.remarks.add(Remark("bad-entry", sentence))
        profile = next(iter(authors.values())) if len(authors) == 1 else Profile(name="")
        return ReadResult(replace(profile, papers=named), self.remarks.all(), self._curated)
