"""Works among the references of a text that the user has, in the open profile or another of the library."""

import contextlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from paperbrowser.formats.result import ReadError
from paperbrowser.library import store
from paperbrowser.library.held import HeldPaper
from paperbrowser.papers import display, words
from paperbrowser.papers.article import Reference
from paperbrowser.papers.identifiers import arxiv_of_doi
from paperbrowser.papers.model import Paper
from paperbrowser.reading import corrections

_SHORTEST_TITLE = 20  # letters; a shorter one may be part of another title


class _References:
    """The references that are still looked for, by what names them."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self.by_id: dict[str, int] = {}
        texts = []
        self.ends: list[int] = []
        end = 0
        for at, one in enumerate(references):
            for name in filter(None, (one.doi, one.arxiv)):
                self.by_id.setdefault(name.lower(), at)
            texts.append(f" {words.title_key(one.text)} \n")
            end += len(texts[-1])
            self.ends.append(end)
        self.text = "".join(texts)

    def place(self, paper: Paper) -> int | None:
        """Return which reference is to a paper."""
        arxiv = paper.arxiv or arxiv_of_doi(paper.doi)
        for name in filter(None, (paper.doi, arxiv)):
            if (at := self.by_id.get(name.lower())) is not None:
                return at
        title = words.title_key(display.line(paper.title))
        if len(title) < _SHORTEST_TITLE:
            return None
        found = self.text.find(f" {title} ")
        if found < 0:
            return None
        return bisect_right(self.ends, found)


def held_works(
    references: Sequence[Reference], open_profile: tuple[str, Path, Iterable[Paper]]
) -> Mapping[int, HeldPaper]:
    """Return the works that the user has by their places among the references.

    Args:
        references: of a text.
        open_profile: name, file and papers of the profile that is open; it is looked at first.
    """
    wanted = _References(references)
    found: dict[int, HeldPaper] = {}
    name, file, papers = open_profile
    _look(wanted, found, name, file, papers)
    correct = corrections.load()
    for entry in store.profiles():
        if entry.error is None and entry.path != file and len(found) < len(references):
            with contextlib.suppress(ReadError):
                profile, _ = correct(store.read(entry.path).profile, entry.path)
                _look(wanted, found, profile.name, entry.path, profile.papers)
    return found


def _look(
    wanted: _References, found: dict[int, HeldPaper], name: str, file: Path, papers: Iterable[Paper]
) -> None:
    for paper in papers:
        at = wanted.place(paper)
        if at is not None:
            found.setdefault(at, HeldPaper(file, name, paper.id))
