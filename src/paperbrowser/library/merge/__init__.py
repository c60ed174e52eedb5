"""Merge two lists of papers: what is the same work becomes one paper, and no paper is lost.

Papers that the incoming list has twice are made one (`deduplicate`), each of its papers is compared with
those that are there (`decide`), then the decisions are carried out (`apply`). `same_work` compares two
papers, `combine` makes one of them. Pure functions; all papers must have ids.
"""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from paperbrowser.library.merge.candidates import CandidateIndex
from paperbrowser.library.merge.combine import changed_fields, combined, combined_facts
from paperbrowser.library.merge.decide import Decision, Doubtful, Incoming, Same, decide
from paperbrowser.library.merge.versions import stated_key
from paperbrowser.library.merge.work import content_key, is_preprint, is_published, work_of
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.model import FACTS, Paper, Profile, with_fields
from paperbrowser.system.gc import no_gc

__all__ = ["Merged", "Update", "apply", "deduplicate", "merge", "without_merging"]

_PASSES = 4

_Pairs = tuple[tuple[Paper, Paper], ...]


@dataclass(frozen=True, slots=True)
class Update:
    """A paper before and after, and the names of the fields that changed."""

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
        unchanged: the number of papers that are as they were, whether the new list has them or not.
        joined: pairs of papers of the new list that are one work: the one kept, the other.
        doubtful: pairs that may be one work; both are kept.
        facts: the names of the fields of the profile itself that changed.
    """

    profile: Profile
    added: tuple[Paper, ...] = ()
    updated: tuple[Update, ...] = ()
    unchanged: int = 0
    joined: _Pairs = ()
    doubtful: _Pairs = ()
    facts: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the profile is not as it was."""
        return bool(self.added or self.updated or self.facts)


def merge(old: Profile, new: Profile, *, day: date | None, curated: bool = False) -> Merged:
    """Bring `old` up to date with `new`.

    Args:
        old: the profile that is there. Its name and the ids of its papers stay.
        new: the same person or collection as a source has it now. It need not be complete: papers that it
            does not list stay.
        day: kept as `Paper.added` of papers that were not there, and as `Paper.published` of preprints
            that became publications.
        curated: a person put `new` together (see `ReadResult`).

    Returns:
        the merged profile and what became of its papers.
    """
    with no_gc():
        equal = _equal_papers(old.papers, new.papers)
        once = Merged(profile=new)
        if len(equal) < len(new.papers):
            once = without_merging(new) if curated else deduplicate(new)
        decisions = decide(old.papers, _incoming(once, equal), curated=curated)
        merged = apply(old, decisions, day=day)
        profile = combined_facts(old, new)
        added = (one.paper.id for one in decisions if not isinstance(one.outcome, Same))
        final = dict(zip(added, merged.added, strict=True))
        return replace(
            merged,
            profile=replace(profile, papers=merged.profile.papers),
            facts=tuple(name for name in FACTS if getattr(profile, name) != getattr(old, name)),
            joined=_news(once.joined, equal),
            doubtful=(
                *merged.doubtful,
                *(
                    (final.get(one.id, one), final.get(other.id, other))
                    for one, other in _news(once.doubtful, equal)
                ),
            ),
        )


def apply(old: Profile, decisions: Sequence[Decision], *, day: date | None) -> Merged:
    """Carry out decisions of `decide` on the papers of `old`.

    Args:
        old: the profile that was decided on.
        decisions: one for each incoming paper.
        day: kept as `Paper.added` of papers that were not there, and as `Paper.published` of preprints
            that became publications.

    Returns:
        the profile with the papers updated and added, and what became of them.
    """
    papers = [*old.papers]
    new: list[Paper] = []
    doubts: list[tuple[int, int]] = []
    changed: set[int] = set()
    for paper, outcome in decisions:
        if not isinstance(outcome, Same):
            if isinstance(outcome, Doubtful):
                doubts += [(len(new), place) for place in outcome.indexes]
            new.append(paper)
        elif outcome.after is not None:
            papers[outcome.index] = outcome.after
            changed.add(outcome.index)
    for index in changed:
        if day is not None and is_preprint(old.papers[index]) and is_published(papers[index]):
            papers[index] = replace(papers[index], published=day)
    added = _added(new, papers, day)
    updated = tuple(
        Update(before, after, changed_fields(before, after))
        for before, after in zip(old.papers, papers, strict=True)
        if before is not after and content_key(before) != content_key(after)
    )
    return Merged(
        profile=replace(old, papers=(*added, *papers)),
        added=added,
        updated=updated,
        unchanged=len(papers) - len(updated),
        doubtful=tuple((added[at], papers[place]) for at, place in doubts),
    )


def without_merging(profile: Profile) -> Merged:
    """Return `profile` with all its papers; those that look like one work are doubtful, and stay two."""
    alike = deduplicate(profile)
    return Merged(
        profile=profile,
        unchanged=len(profile.papers),
        doubtful=(*alike.joined, *alike.doubtful),
    )


def deduplicate(profile: Profile) -> Merged:
    """Make papers that `profile` lists twice, as preprint and as article, one.

    The one that stands first keeps its place and its id.
    """
    papers = [*profile.papers]
    joined: list[tuple[Paper, Paper]] = []
    doubtful: list[tuple[Paper, Paper]] = []
    before = {paper.id: paper for paper in papers}
    for _ in range(_PASSES):  # a paper that gained an identifier may be the same as another
        count = len(papers)
        with no_gc():
            papers, found, doubtful = _deduplicated(papers)
        joined += found
        if len(papers) == count:
            break
    if not joined:
        return Merged(profile=profile, unchanged=len(papers), doubtful=tuple(doubtful))
    updated = [
        Update(before[paper.id], paper, names)
        for paper in papers
        if (names := changed_fields(before[paper.id], paper))
    ]
    return Merged(
        profile=replace(profile, papers=tuple(papers)),
        updated=tuple(updated),
        unchanged=len(papers) - len(updated),
        joined=tuple(joined),
        doubtful=tuple(doubtful),
    )


def _deduplicated(
    papers: list[Paper],
) -> tuple[list[Paper], list[tuple[Paper, Paper]], list[tuple[Paper, Paper]]]:
    """Return the papers, the pairs that were joined, the pairs that may be one work."""
    index = CandidateIndex(within=True)
    kept: list[Paper] = []
    joined: list[tuple[Paper, Paper]] = []
    doubtful: list[tuple[int, Paper]] = []
    for paper in papers:
        work = work_of(paper)
        found = index.find(work)
        if found.same is None:
            doubtful += [(place, paper) for place in found.doubtful]
            index.add(len(kept), work)
            kept.append(paper)
        else:
            first = kept[found.same]
            kept[found.same] = combined(first, paper, fills=True)
            index.add(found.same, work_of(kept[found.same]))
            joined.append((first, paper))
    return kept, joined, [(kept[place], paper) for place, paper in doubtful]


def _equal_papers(old: Sequence[Paper], new: Sequence[Paper]) -> dict[str, int]:
    """Return the places in `old` of papers of `new` that are there in all their fields, by their ids.

    They are most when a source is read again. One with a key that is not there is not among them.
    """
    places: defaultdict[object, deque[int]] = defaultdict(deque)
    for place, paper in enumerate(old):
        places[content_key(paper)].append(place)
    return {
        paper.id: equal.popleft()
        for paper in new
        if (equal := places.get(content_key(paper))) and _has_key(old[equal[0]], paper)
    }


def _has_key(old: Paper, new: Paper) -> bool:
    return new.id == old.id or stated_key(new) in {
        None,
        old.key,
        *(one.key for one in old.versions),
    }


def _incoming(once: Merged, equal: dict[str, int]) -> list[Incoming]:
    """Return the papers of a deduplicated list with the places of the equal old ones.

    A paper that is made of several has such places only if all of those have.
    """
    made_of = {paper.id: {paper.id} for paper in once.profile.papers}
    for kept, other in once.joined:
        made_of.setdefault(kept.id, {kept.id}).update(made_of.get(other.id, {other.id}))
    return [
        Incoming(
            paper,
            tuple(equal[id_] for id_ in ids) if (ids := made_of[paper.id]) <= equal.keys() else (),
        )
        for paper in once.profile.papers
    ]


def _news(pairs: _Pairs, equal: dict[str, int]) -> _Pairs:
    """Return the pairs of papers of the new list of which not both were there."""
    return tuple((one, other) for one, other in pairs if not {one.id, other.id} <= equal.keys())


def _added(new: list[Paper], papers: list[Paper], day: date | None) -> tuple[Paper, ...]:
    """Return new papers with the day and with ids that none of the others has."""
    ids = {paper.id for paper in papers}
    dated = [
        with_fields(paper, id="" if paper.id in ids else paper.id, added=day or paper.added)
        for paper in new
    ]
    return with_ids([*dated, *papers])[: len(dated)]
