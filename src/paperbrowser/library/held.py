"""Papers of a list that the library has: by identifiers, or by title, year and authors, as imports do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from paperbrowser.formats.result import ReadError
from paperbrowser.library import store
from paperbrowser.library.merge.candidates import CandidateIndex
from paperbrowser.library.merge.work import arxiv_in, doi_in, work_of
from paperbrowser.papers.members import Correct
from paperbrowser.papers.model import Paper, Profile, WorkVersion
from paperbrowser.papers.patterns import pattern

_BEGINNING = 12  # letters of a title
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


class HeldPapers:
    """The papers of a list that some profiles have."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        """Prepare to look for papers.

        Args:
            papers: the list; the places in it are those of the answers.
        """
        self._index = CandidateIndex()
        self._places: dict[str, int] = {}  # by identifier
        self._beginnings: set[str] = set()  # of the titles, and whole ones that are shorter
        self._shorter: set[str] = set()  # beginnings of the titles of every length
        self.found: dict[int, HeldPaper] = {}
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

    def look(self, path: Path, profile: Profile) -> None:
        """Look through a profile; a paper that an earlier one has stays as that has it."""
        for paper in profile.papers:
            place = self._by_identifier(paper)
            if place is None and self._may_have_title(paper):
                place = self._index.find(work_of(paper)).same
            if place is not None:
                self.found.setdefault(place, HeldPaper(path, profile.name, paper.id))

    def _by_identifier(self, paper: Paper) -> int | None:
        every: tuple[Paper | WorkVersion, ...] = (paper, *paper.versions)
        for one in every:
            for known in ((doi_in(one) or "").lower(), arxiv_in(one)):
                if known and known in self._places:
                    return self._places[known]
        return None

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
    held = HeldPapers(papers)
    for path, profile in first.items():
        held.look(path, profile)
    for path in store.files() if files is None else files:
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
