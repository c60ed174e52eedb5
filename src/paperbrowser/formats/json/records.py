"""What a JSON object tells, of whichever service: a paper, an author, or a page with more objects.

The kinds of records are modules with `fits`, `paper_of` and `profile_of` (like `openalex`), told apart by
their structure. A page has its records in a list under one of a few names.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol, cast

from paperbrowser.formats.entries import WITHOUT_TITLE, identified
from paperbrowser.formats.json import arxiv_dump, csl, inspire, openalex, orcid, semantic_scholar
from paperbrowser.formats.json import own as json_paper
from paperbrowser.formats.json.values import Fields
from paperbrowser.formats.remarks import Remarks, Tell
from paperbrowser.formats.result import ReadError, Reading, Remark
from paperbrowser.papers.model import Paper, Profile

NOT_A_PAPER = "not an object with the title of a paper"

# Where pages and authors have their records: those of the services, and ours.
CONTAINERS = frozenset(
    ("results", "data", "hits", "papers", "recommendedPapers", "items", "message", "group", "works", "bulk",
     "activities-summary")
)  # fmt: skip
DEEPEST = 4  # containers in each other


class _Kind(Protocol):
    """What the module of a kind of records has."""

    def fits(self, value: Fields) -> bool: ...

    def paper_of(self, value: Fields, tell: Tell) -> Paper | None: ...

    def profile_of(self, value: Fields) -> Profile | None: ...


# The stricter, the earlier; the last takes what no other does.
_KINDS = cast(
    "tuple[_Kind, ...]",
    (arxiv_dump, openalex, semantic_scholar, inspire, orcid, csl, json_paper),
)
_READERS = [(kind.fits, kind.paper_of) for kind in _KINDS]


def kind_of(value: Fields) -> _Kind:
    """The module that reads an object."""
    return next(kind for kind in _KINDS if kind.fits(value))


def is_paper(value: Fields) -> bool:
    """Whether an object is a paper with a title."""
    told: list[str] = []
    paper = kind_of(value).paper_of(value, told.append)
    return paper is not None and WITHOUT_TITLE not in told


class Records:
    """Takes parsed values one after the other, and makes a reading of them.

    Args:
        thing: what a value is called in remarks: "line", "entry".
    """

    def __init__(self, thing: str) -> None:
        self.remarks = Remarks(thing)
        self.papers: list[Paper] = []
        self._authors: list[Profile] = []
        self._compiled = False
        self._line = 0

    def _tell(self, message: str) -> None:
        self.remarks.at(self._line)(message)

    @property
    def any(self) -> bool:
        """Whether anything was found in what was taken."""
        return bool(self.papers or self._authors)

    def take(self, value: Any, line: int) -> None:
        """Take what a value tells; `line` is where it starts."""
        if not isinstance(value, dict):
            self.remarks.left_out(line, NOT_A_PAPER)
            return
        self._line = line
        for fits, paper_of in _READERS:
            if fits(value):
                paper = paper_of(value, self._tell)
                self._compiled |= fits is csl.fits  # what reference managers write
                break
        if paper is not None:
            self.papers.append(paper)
        elif not self.take_author(value) | self._take_inner(value, line, 1):
            self.remarks.left_out(line, NOT_A_PAPER)

    def take_author(self, value: Fields) -> bool:
        """Take the author that an object describes, if it does."""
        profile = kind_of(value).profile_of(value)
        if profile is not None:
            self._authors.append(profile)
        return profile is not None

    def _take_inner(self, value: Mapping[str, Any], line: int, depth: int) -> bool:
        """Take what is in the lists of a page; whether there was one with something in it."""
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
        return found

    def _take_page(self, page: dict[str, Any], line: int, depth: int) -> bool:
        """Take a page within a page, or the one record that stands in its place (Crossref)."""
        if self._take_inner(page, line, depth):
            return True
        paper = kind_of(page).paper_of(page, self._tell)
        if paper is not None:
            self.papers.append(paper)
        return paper is not None

    def _take_at(self, value: dict[str, Any], line: int, depth: int) -> None:
        paper = kind_of(value).paper_of(value, self._tell)
        if paper is not None:
            self.papers.append(paper)
        elif not self.take_author(value) | self._take_inner(value, line, depth + 1):
            self.remarks.left_out(line, NOT_A_PAPER)

    def reading(self) -> Reading:
        """All that was taken. The profile has no name where the records are not those of one author.

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
        return Reading(replace(profile, papers=named), self.remarks.all(), self._compiled)
