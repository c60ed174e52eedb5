"""Decide for each incoming paper whether it is one that is there, may be one, or is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from paperbrowser.library.merge.candidates import CandidateIndex
from paperbrowser.library.merge.combine import combined
from paperbrowser.library.merge.same_work import possibly_same
from paperbrowser.library.merge.versions import is_known, own_version, same_version
from paperbrowser.library.merge.work import work_of
from paperbrowser.papers.model import Paper


@dataclass(frozen=True, slots=True)
class Same:
    """The paper is the same work as an old one.

    Attributes:
        index: position of the old paper.
        after: the old paper as this one and those before it update it; None if the two are equal.
    """

    index: int
    after: Paper | None = None


@dataclass(frozen=True, slots=True)
class Doubtful:
    """The paper is added, though it may be the same work as some old ones.

    Attributes:
        indexes: positions of those.
    """

    indexes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class New:
    """The paper is added: no old one is like it."""


class Incoming(NamedTuple):
    """A paper to be merged.

    Attributes:
        paper: as a source lists it, or made of several that are one work.
        equal_to: positions of old papers that it, or all that it is made of, are equal to.
    """

    paper: Paper
    equal_to: tuple[int, ...] = ()


class Decision(NamedTuple):
    """An incoming paper and what is to become of it."""

    paper: Paper
    outcome: Same | Doubtful | New


def decide(
    old: Sequence[Paper], new: Sequence[Incoming], *, curated: bool = False
) -> list[Decision]:
    """Compare incoming papers with those that are there.

    A match counts for the papers after it: they are compared with the old paper as it is updated by then.

    Args:
        old: the papers that are there.
        new: the incoming ones, none of them twice.
        curated: a person put the new list together: two of its papers are never one, and an id that
            both lists have is of one paper.

    Returns:
        a decision for each of `new`, in its order.
    """
    if all(equal_to for _, equal_to in new):
        return [Decision(paper, Same(equal_to[0])) for paper, equal_to in new]
    papers = [*old]
    index = CandidateIndex(typos=True)
    for place, paper in enumerate(papers):
        index.add(place, work_of(paper))
    matched = {place for one in new for place in one.equal_to}
    # The versions that entries of a curated list are, by the places of their works.
    claimed: dict[int, list[Paper]] = {}
    by_id = _by_id(new, papers, matched) if curated else {}
    matched.update(by_id.values())
    found: list[Same | None] = []
    for paper, equal_to in new:
        if equal_to:
            found.append(Same(equal_to[0]))
            continue
        match = by_id.get(paper.id)
        if match is None:
            match = index.find(work_of(paper), without=matched if curated else ()).same
        if match is None and curated and matched:
            match = _other_version(paper, index, papers, claimed)
        if match is None:
            found.append(None)
            continue
        if curated:
            claimed.setdefault(match, []).append(paper)
        # Of two incoming papers that are one work, the second only fills empty fields.
        after = combined(papers[match], paper, fills=match in matched and not curated)
        found.append(Same(match, after))
        matched.add(match)
        if after != papers[match]:
            papers[match] = after
            index.add(match, work_of(after))
    return [
        Decision(paper, same or _added(paper, index))
        for (paper, _), same in zip(new, found, strict=True)
    ]


def _other_version(
    paper: Paper, index: CandidateIndex, papers: Sequence[Paper], claimed: dict[int, list[Paper]]
) -> int | None:
    """Return the place of a work that has this version, where another entry was of another version of it."""
    place = index.find(work_of(paper)).same
    if place is None or not papers[place].versions or not is_known(paper, papers[place]):
        return None
    version = own_version(paper)
    taken = (own_version(one) for one in claimed.get(place, ()))
    return None if any(same_version(one, version) for one in taken) else place


def _added(paper: Paper, index: CandidateIndex) -> Doubtful | New:
    doubtful = index.find(work_of(paper)).doubtful
    return Doubtful(doubtful) if doubtful else New()


def _by_id(new: Sequence[Incoming], papers: Sequence[Paper], matched: set[int]) -> dict[str, int]:
    """Return the places of old papers by the ids of new ones that have the same id and title or the like."""
    places: dict[str, int] = {}
    for at, paper in enumerate(papers):
        if at not in matched:
            for key in (paper.key, *(version.key for version in paper.versions)):
                if key:
                    places.setdefault(key, at)
    places |= {paper.id: place for place, paper in enumerate(papers) if place not in matched}
    return {
        paper.id: place
        for paper, equal_to in new
        if not equal_to
        and (place := places.get(paper.id)) is not None
        and possibly_same(paper, papers[place])
    }
