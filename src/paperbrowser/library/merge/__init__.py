"""Importing again updates: one profile of the one that is there and the one that a source tells now.

Papers that are the same work become one (see `judging` for when they are, `combining` for what of each is
kept); the others stay, those of the old profile and those of the new. Pure functions; nothing is read or
written here.
"""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from paperbrowser.library.merge.candidates import Shelf
from paperbrowser.library.merge.combine import changed_fields, combined, combined_facts
from paperbrowser.library.merge.same_work import may_be_one
from paperbrowser.library.merge.work import all_told, work_of
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.model import FACTS, Paper, Profile
from paperbrowser.system.gc import no_gc

__all__ = ["Merged", "Update", "as_it_is", "deduplicate", "merge"]

_PASSES = 4


@dataclass(frozen=True, slots=True)
class Update:
    """A paper before and after, and the names of what changed."""

    before: Paper
    after: Paper
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A profile, and what became of its papers.

    Attributes:
        profile: all papers, new ones first in their own order, then the old ones in theirs.
        added: papers that were not there.
        updated: papers that were there, of which something changed.
        unchanged: how many papers are as they were, those among them that the new source does not list.
        joined: pairs that the new source lists apart though they are one work: the one kept, the other.
        doubtful: pairs that may be one work; both are kept.
        facts: the names of what changed of the profile itself.
    """

    profile: Profile
    added: tuple[Paper, ...] = ()
    updated: tuple[Update, ...] = ()
    unchanged: int = 0
    joined: tuple[tuple[Paper, Paper], ...] = ()
    doubtful: tuple[tuple[Paper, Paper], ...] = ()
    facts: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the profile is another than it was."""
        return bool(self.added or self.updated or self.facts)


def as_it_is(profile: Profile) -> Merged:
    """`profile` with all its papers; those that look like one work are in doubt, and stay two."""
    papers = with_ids(profile.papers)
    alike = deduplicate(profile)
    return Merged(
        profile=replace(profile, papers=papers),
        unchanged=len(papers),
        doubtful=(*alike.joined, *alike.doubtful),
    )


def merge(old: Profile, new: Profile, *, day: date | None, curated: bool = False) -> Merged:
    """`old` brought up to date with `new`.

    Args:
        old: the profile that is there. The ids of its papers stay, and its name.
        new: what a source tells now, of the same person or for the same collection. It need not be whole:
            what it does not list stays.
        day: when, to be kept as `Paper.added` of papers that were not there.
        curated: `new` is a list that someone put together (see `ReadResult`): two of its papers are never
            one, and an id that both profiles have is of one paper.
    """
    with no_gc():
        papers = [*with_ids(old.papers)]
        facts = combined_facts(old, new)
        listed = with_ids(new.papers)
        there = _there(papers, listed)
        if len(there) == len(listed):
            return _merged(old, facts, papers)
        listing = replace(new, papers=listed)
        once = as_it_is(listing) if curated else deduplicate(listing)
        brought, told_of = _not_all_there(once, there)
        shelf = Shelf(typos=True)
        for place, paper in enumerate(papers):
            shelf.put(place, work_of(paper))
        added, doubtful = _brought_in(brought, papers, shelf, told_of, curated=curated)
        named = _named(added, papers, day)
        final = {paper.id: one for paper, one in zip(added, named, strict=False)}
        told = [(final[one.id], papers[place]) for one, place in doubtful]
        told += [
            (final.get(one.id, one), final.get(other.id, other))
            for one, other in once.doubtful
            if not {one.id, other.id} <= there.keys()
        ]
        return _merged(
            old,
            facts,
            papers,
            added=named,
            joined=tuple(
                (one, other) for one, other in once.joined if not {one.id, other.id} <= there.keys()
            ),
            doubtful=tuple(told),
        )


def deduplicate(profile: Profile) -> Merged:
    """`profile` with papers that it lists twice, as preprint and as article, made one.

    The one that stands first keeps its place and its id.
    """
    papers = [*with_ids(profile.papers)]
    joined: list[tuple[Paper, Paper]] = []
    doubtful: list[tuple[Paper, Paper]] = []
    before = {paper.id: paper for paper in papers}
    for _ in range(_PASSES):  # a paper that learnt an identifier may be the same as another
        count = len(papers)
        with no_gc():
            papers, found, doubtful = _deduplicated(papers)
        joined += found
        if len(papers) == count:
            break
    if not joined:
        return Merged(profile=profile, unchanged=len(papers), doubtful=tuple(doubtful))
    updated = [
        Update(before[paper.id], paper, what)
        for paper in papers
        if (what := changed_fields(before[paper.id], paper))
    ]
    return Merged(
        profile=replace(profile, papers=tuple(papers)),
        updated=tuple(updated),
        unchanged=len(papers) - len(updated),
        joined=tuple(joined),
        doubtful=tuple(doubtful),
    )


_Pairs = list[tuple[Paper, Paper]]


def _deduplicated(papers: list[Paper]) -> tuple[list[Paper], _Pairs, _Pairs]:
    """The papers, the pairs that were joined, the pairs that may be one work."""
    shelf = Shelf(within=True)
    kept: list[Paper] = []
    joined: _Pairs = []
    doubtful: list[tuple[int, Paper]] = []
    for paper in papers:
        work = work_of(paper)
        found = shelf.find(work)
        if found.same is None:
            doubtful += [(place, paper) for place in found.doubtful]
            shelf.put(len(kept), work)
            kept.append(paper)
        else:
            first = kept[found.same]
            kept[found.same] = combined(first, paper, fills=True)
            shelf.put(found.same, work_of(kept[found.same]))
            joined.append((first, paper))
    return kept, joined, [(kept[place], paper) for place, paper in doubtful]


def _there(old: Sequence[Paper], new: Sequence[Paper]) -> dict[str, int]:
    """Those of `new` that a paper of `old` is equal to, most when a source is read again.

    By their ids the places in `old`.
    """
    places: defaultdict[object, deque[int]] = defaultdict(deque)
    for place, paper in enumerate(old):
        places[all_told(paper)].append(place)
    return {paper.id: equal.popleft() for paper in new if (equal := places.get(all_told(paper)))}


def _not_all_there(once: Merged, there: dict[str, int]) -> tuple[list[Paper], set[int]]:
    """Those papers of a list made short that bring something: not all that they are made of is there.

    Also the places of the others.
    """
    made_of = {paper.id: {paper.id} for paper in once.profile.papers}
    for kept, other in once.joined:
        made_of.setdefault(kept.id, {kept.id}).update(made_of.get(other.id, {other.id}))
    brought = []
    told_of: set[int] = set()
    for paper in once.profile.papers:
        if made_of[paper.id] <= there.keys():
            told_of.update(there[id_] for id_ in made_of[paper.id])
        else:
            brought.append(paper)
    return brought, told_of


def _named(added: list[Paper], papers: list[Paper], day: date | None) -> tuple[Paper, ...]:
    """Papers that come to others, with the day and with ids that none of those has."""
    ids = {paper.id for paper in papers}
    dated = [
        replace(paper, id="" if paper.id in ids else paper.id, added=day or paper.added)
        for paper in added
    ]
    return with_ids([*dated, *papers])[: len(added)]


def _brought_in(
    new: Sequence[Paper], papers: list[Paper], shelf: Shelf, told_of: set[int], *, curated: bool
) -> tuple[list[Paper], list[tuple[Paper, int]]]:
    """Bring `papers` up to date with what `new` tells of them; what is told of already is only filled in.

    Returns:
        the new papers that are none of them; those that may be, each with the place of the other.
    """
    added = []
    by_id = _by_id(new, papers, told_of) if curated else {}
    told_of.update(by_id.values())
    for paper in new:
        place = by_id.get(paper.id)
        if place is None:
            place = shelf.find(work_of(paper), without=told_of if curated else ()).same
        if place is None:
            added.append(paper)
            continue
        fills = place in told_of and not curated
        after = combined(papers[place], paper, fills=fills)
        told_of.add(place)
        if after != papers[place]:
            papers[place] = after
            shelf.put(place, work_of(after))
    doubtful = [(paper, place) for paper in added for place in shelf.find(work_of(paper)).doubtful]
    return added, doubtful


def _by_id(new: Sequence[Paper], papers: list[Paper], told_of: set[int]) -> dict[str, int]:
    """By their ids, the places of papers that have the same id and may be the same work."""
    places = {paper.id: place for place, paper in enumerate(papers) if place not in told_of}
    return {
        paper.id: place
        for paper in new
        if (place := places.get(paper.id)) is not None and may_be_one(paper, papers[place])
    }


def _merged(
    old: Profile,
    facts: Profile,
    papers: Sequence[Paper],
    *,
    added: tuple[Paper, ...] = (),
    joined: tuple[tuple[Paper, Paper], ...] = (),
    doubtful: tuple[tuple[Paper, Paper], ...] = (),
) -> Merged:
    updated = tuple(
        Update(before, after, changed_fields(before, after))
        for before, after in zip(old.papers, papers, strict=True)
        if before is not after and all_told(before) != all_told(after)
    )
    differing = (name for name in FACTS if getattr(facts, name) != getattr(old, name))
    return Merged(
        profile=replace(facts, papers=(*added, *papers)),
        added=added,
        updated=updated,
        unchanged=len(papers) - len(updated),
        joined=joined,
        doubtful=doubtful,
        facts=tuple(differing),
    )
