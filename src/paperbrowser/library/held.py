"""Papers that the library has of a list: of papers, or of the references of a text.

A paper is found by its identifiers or those of a version, else by title, year and authors, as imports do;
a reference, whose parts are not known, by a title within its text.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from paperbrowser.formats.result import ReadError
from paperbrowser.library import store
from paperbrowser.library.merge.candidates import CandidateIndex
from paperbrowser.library.merge.work import arxiv_in, doi_in, work_of
from paperbrowser.papers import display, words
from paperbrowser.papers.article import Reference
from paperbrowser.papers.identifiers import arxiv_of_doi
from paperbrowser.papers.members import Correct
from paperbrowser.papers.model import Paper, Profile, WorkVersion
from paperbrowser.papers.patterns import pattern

_BEGINNING = 12  # letters of a title
_SHORTEST_TITLE = 20  # letters; a shorter one may be part of another title in a reference
_ARTICLES = pattern(r"^\W*an?\b|\bthe\b")  # which do not count in titles


class HeldPaper(NamedTuple):
    """A paper of a profile.

    Attributes:
        path: the profile's file.
        name: the name of its person or collection.
        paper: the id of the paper in that profile.
    """

    path: Path
    name: str
    paper: str


class _HeldOnes:
    """The places of a list that some profiles have papers for, looked for by identifiers.

    Attributes:
        found: what was found, by place.
        wanted: how many places there are.
    """

    def __init__(self, wanted: int) -> None:
        self.wanted = wanted
        self._places: dict[str, int] = {}  # by identifier
        self.found: dict[int, HeldPaper] = {}

    def look(self, path: Path, profile: Profile) -> None:
        """Look through a profile; a paper that an earlier one has stays as that has it."""
        for paper in profile.papers:
            place = self._by_identifier(paper)
            if place is None:
                place = self._by_title(paper)
            if place is not None:
                self.found.setdefault(place, HeldPaper(path, profile.name, paper.id))

    def _by_identifier(self, paper: Paper) -> int | None:
        every: tuple[Paper | WorkVersion, ...] = (paper, *paper.versions)
        for one in every:
            for known in ((doi_in(one) or "").lower(), arxiv_in(one)):
                if known and known in self._places:
                    return self._places[known]
        return None

    def _by_title(self, paper: Paper) -> int | None:
        """Return the place of a paper that no identifier tells."""
        raise NotImplementedError


class HeldPapers(_HeldOnes):
    """The papers of a list that some profiles have."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        """Prepare to look for papers.

        Args:
            papers: the list; the places in it are those of the answers.
        """
        super().__init__(len(papers))
        self._index = CandidateIndex()
        self._beginnings: set[str] = set()  # of the titles, and whole ones that are shorter
        self._shorter: set[str] = set()  # beginnings of the titles of every length
        for place, paper in enumerate(papers):
            work = work_of(paper)
            self._index.add(place, work)
            for known in (*work.dois, *work.arxivs):
                self._places.setdefault(known, place)
            for title in (work.title, work.main):
                begins = "".join(filter(str.isalpha, title))[:_BEGINNING]
                self._beginnings.add(begins)
                self._shorter.update(begins[:end] for end in range(1, _BEGINNING))

        self._lengths = {len(begins) for begins in self._beginnings}

    def _by_title(self, paper: Paper) -> int | None:
        return self._index.find(work_of(paper)).same if self._may_have_title(paper) else None

    def _may_have_title(self, paper: Paper) -> bool:
        """Whether the list may have the title of a paper; comparing all of them takes too long."""
        title = paper.title[:60].casefold()
        if not title.isascii() or {*title} & {*"\\${"}:  # its letters as compared are others
            return True
        begins = "".join(filter(str.isalpha, _ARTICLES.sub("", title)))[:_BEGINNING]
        if len(begins) < _BEGINNING:
            return begins in self._shorter or begins in self._beginnings
        # The title of the list may be this one without its subtitle.
        return any(begins[:end] in self._beginnings for end in self._lengths)


class HeldReferences(_HeldOnes):
    """The references of a text that some profiles have papers for."""

    def __init__(self, references: Sequence[Reference]) -> None:
        """Prepare to look for references.

        Args:
            references: the list; the places in it are those of the answers.
        """
        super().__init__(len(references))
        texts: list[str] = []
        self._ends: list[int] = []  # of the references in the text of all
        end = 0
        for place, one in enumerate(references):
            for known in _identifiers(one):
                self._places.setdefault(known, place)
            texts.append(f" {words.title_key(one.text)} \n")
            end += len(texts[-1])
            self._ends.append(end)
        self._text = "".join(texts)

    def _by_title(self, paper: Paper) -> int | None:
        title = words.title_key(display.line(paper.title))
        if len(title) < _SHORTEST_TITLE:
            return None
        at = self._text.find(f" {title} ")
        return None if at < 0 else bisect_right(self._ends, at)


def _identifiers(reference: Reference) -> Iterator[str]:
    if reference.doi:
        yield reference.doi.lower()
    if arxiv := reference.arxiv or arxiv_of_doi(reference.doi):
        yield arxiv


def held_references(
    references: Sequence[Reference], first: Mapping[Path, Profile], correct: Correct | None = None
) -> dict[int, HeldPaper]:
    """Return the papers that the library has of the references of a text, by their places.

    Args:
        references: the references.
        first: profiles that are read already, by their files.
        correct: as for `gather.read`, for the other profiles.
    """
    return _held(HeldReferences(references), first, correct=correct)


def held_papers(
    papers: Sequence[Paper],
    first: Mapping[Path, Profile],
    check: Callable[[], None] | None = None,
    files: Iterable[Path] | None = None,
    correct: Correct | None = None,
) -> dict[int, HeldPaper]:
    """Return the papers of a list that the library has, by their places in the list.

    Args:
        papers: the list.
        first: profiles that are read already, of the library or not, by their files.
        check: is called before each further profile; it may raise to cancel.
        files: the other profiles, by default all of the library; those that do not read have none.
        correct: as for `gather.read`, for the other profiles.
    """
    return _held(HeldPapers(papers), first, check, files, correct)


def _held(
    held: _HeldOnes,
    first: Mapping[Path, Profile],
    check: Callable[[], None] | None = None,
    files: Iterable[Path] | None = None,
    correct: Correct | None = None,
) -> dict[int, HeldPaper]:
    for path, profile in first.items():
        held.look(path, profile)
    for path in store.files() if files is None else files:
        if len(held.found) == held.wanted:
            break
        if path in first:
            continue
        if check is not None:
            check()
        try:
            profile = store.read(path).profile
        except ReadError:
            continue
        held.look(path, correct(profile, path)[0] if correct else profile)
    return held.found
