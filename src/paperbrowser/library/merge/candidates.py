"""Finds the papers of one list that are works of another, without comparing each with each.

Only papers that share an identifier, a title, a main title, or a third of a title's words are compared, and
no more than a few of those that share it: the time grows with the number of papers.
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
from paperbrowser.library.merge.work import Work

_SEEN = 24  # papers that share one thing, of which each is compared
_WORDS = 4  # words of a title in which typos are looked for
_Key = tuple[str, str]
_Judge = Callable[[Work, Work], Verdict]


class Found(NamedTuple):
    """Which paper is the same work, and which may be."""

    same: int | None
    doubtful: tuple[int, ...]


class Shelf:
    """Works in their places, found by what they share with another.

    Args:
        typos: also look for titles that may differ by a typo (at most doubtful).
        within: the works are of one source, which writes a venue in one way.
    """

    def __init__(self, *, typos: bool = False, within: bool = False) -> None:
        self._works: dict[int, Work] = {}
        self._typos = typos
        self._within = within
        self._by: dict[_Key, list[int]] = {}

    def put(self, place: int, work: Work) -> None:
        """Put a work in a place, where one may stand that had less to share."""
        before = self._works.get(place)
        known = set(self._keys(before)) if before is not None else set()
        self._works[place] = work
        for key in self._keys(work):
            if key not in known:
                self._by.setdefault(key, []).append(place)

    def find(self, work: Work, *, without: Collection[int] = ()) -> Found:
        """What is the same as `work`: of one identifier, or else of one title.

        Places in `without` are passed over.
        """
        doubtful: dict[int, None] = {}
        tried: set[int] = set()
        for keys, judge in self._ways(work):
            for place in self._places(keys):
                if place in tried or place in without:
                    continue
                tried.add(place)
                verdict = judge(work, self._works[place])
                if verdict == "same" and self._within and judge is by_title:
                    verdict = within_one_source(work, self._works[place])
                if verdict == "same":
                    return Found(place, ())
                if verdict == "doubtful":
                    doubtful[place] = None
        return Found(None, tuple(doubtful))

    def _places(self, keys: list[_Key]) -> Iterator[int]:
        for key in keys:
            yield from self._by.get(key, ())[:_SEEN]

    def _ways(self, work: Work) -> Iterator[tuple[list[_Key], _Judge]]:
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
    if work.doi:
        yield "doi", work.doi
    if work.arxiv:
        yield "arxiv", work.arxiv


def _titles(work: Work) -> Iterator[_Key]:
    """Its title, and what stands before the subtitle."""
    if work.generic:
        paper = work.paper
        if work.title and paper.volume and paper.pages:
            yield f"title {paper.volume} {paper.pages}", work.title
    elif work.title:
        yield "title", work.title
        if work.main:
            yield "main", work.main


def _with_or_without_subtitle(work: Work) -> Iterator[_Key]:
    """What others have whose title is this one with a subtitle, or without its own."""
    if work.title and not work.generic:
        yield "main", work.title
        if work.main:
            yield "title", work.main


def _thirds(work: Work) -> Iterator[_Key]:
    """Three parts of the title, two of which a typo leaves as they are."""
    tokens = work.tokens
    if len(tokens) >= _WORDS:
        third = len(tokens) // 3
        yield "begin", " ".join(tokens[:third])
        yield "middle", " ".join(tokens[third:-third])
        yield "end", " ".join(tokens[-third:])
