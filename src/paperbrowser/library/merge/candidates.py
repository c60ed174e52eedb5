"""Find the papers of one list that are in another, without comparing each with each.

Only papers that share an identifier, a title, a main title, or a third of a title's words are compared, and
only the first few that share it, so that the time grows with the number of papers and not with its square.
"""

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from paperbrowser.library.merge.same_work import (
    Verdict,
    by_identifier,
    by_title,
    misspelt,
    within_one_source,
)
from paperbrowser.library.merge.versions import is_known
from paperbrowser.library.merge.work import Work

_MOST_COMPARED = 24  # papers that share one key
_FEWEST_WORDS = 4  # of a title in which typos are looked for
_Key = tuple[str, str]
_Compare = Callable[[Work, Work], Verdict]


class CandidateMatch(NamedTuple):
    """The place of the paper that is the same work, or else of those that may be."""

    same: int | None
    doubtful: tuple[int, ...]


class CandidateIndex:
    """An index of works by their identifiers and titles, to compare another with the likely ones.

    Args:
        typos: also look for titles that may differ by a typo (at most doubtful).
        within: the works are of one source, which writes a venue in one way.
    """

    def __init__(self, *, typos: bool = False, within: bool = False) -> None:
        self._works: dict[int, Work] = {}
        self._typos = typos
        self._within = within
        self._by: dict[_Key, list[int]] = {}

    def add(self, place: int, work: Work) -> None:
        """Add a work at a place, or replace the one there by one with more keys."""
        before = self._works.get(place)
        known = set(self._keys(before)) if before is not None else set()
        self._works[place] = work
        for key in self._keys(work):
            if key not in known:
                self._by.setdefault(key, []).append(place)

    def find(self, work: Work, *, without: Collection[int] = ()) -> CandidateMatch:
        """Find the work that is the same as this one, by an identifier or else by the title.

        Args:
            work: of the paper to look for.
            without: places that are passed over.
        """
        doubtful: dict[int, None] = {}
        tried: set[int] = set()
        for keys, compare in self._ways(work):
            same: int | None = None
            for place in self._places(keys):
                if place in tried or place in without:
                    continue
                tried.add(place)
                verdict = compare(work, self._works[place])
                if verdict == "same" and self._within and compare is by_title:
                    verdict = within_one_source(work, self._works[place])
                if verdict == "same":
                    # Of a talk and its article that are both there, the one that this is.
                    if work.paper.kind == self._works[place].paper.kind and is_known(
                        work.paper, self._works[place].paper
                    ):
                        return CandidateMatch(place, ())
                    same = place if same is None else same
                if verdict == "doubtful":
                    doubtful[place] = None
            if same is not None:
                return CandidateMatch(same, ())
        return CandidateMatch(None, tuple(doubtful))

    def _places(self, keys: list[_Key]) -> Iterator[int]:
        for key in keys:
            yield from self._by.get(key, ())[:_MOST_COMPARED]

    def _ways(self, work: Work) -> Iterator[tuple[list[_Key], _Compare]]:
        """Return the keys to look up and how to compare what they find, the surest first."""
        yield [*_identifiers(work)], by_identifier
        yield [key for key in _titles(work) if key[0] != "main"], by_title
        yield [*_with_or_without_subtitle(work)], by_title
        if self._typos:
            yield [*_thirds(work)], misspelt

    def _keys(self, work: Work) -> Iterator[_Key]:
        yield from _identifiers(work)
        yield from _titles(work)
        if self._typos:
            yield from _thirds(work)


def _identifiers(work: Work) -> Iterator[_Key]:
    for doi in work.dois:
        yield "doi", doi
    for arxiv in work.arxivs:
        yield "arxiv", arxiv


def _titles(work: Work) -> Iterator[_Key]:
    """Return the keys of the title and of the title without its subtitle."""
    if work.generic:
        paper = work.paper
        if work.title and paper.volume and paper.pages:
            yield f"title {paper.volume} {paper.pages}", work.title
    elif work.title:
        yield "title", work.title
        if work.main:
            yield "main", work.main


def _with_or_without_subtitle(work: Work) -> Iterator[_Key]:
    """Return the keys of works whose title is this one with a subtitle, or without its own."""
    if work.title and not work.generic:
        yield "main", work.title
        if work.main:
            yield "title", work.main


def _thirds(work: Work) -> Iterator[_Key]:
    """Return the keys of three parts of the title; a typo changes only one of them."""
    tokens = work.tokens
    if len(tokens) >= _FEWEST_WORDS:
        third = len(tokens) // 3
        yield "begin", " ".join(tokens[:third])
        yield "middle", " ".join(tokens[third:-third])
        yield "end", " ".join(tokens[-third:])
