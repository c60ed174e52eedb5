"""Several profiles as one: each work once, with the people whose profiles list it."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from pathlib import Path

from paperbrowser.formats.result import ReadError, ReadResult, Remark
from paperbrowser.library import store
from paperbrowser.library.locate import Origin
from paperbrowser.papers.identifiers import arxiv_of_doi
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.members import Correct, MemberProfile
from paperbrowser.papers.model import Paper, Profile, WorkVersion
from paperbrowser.system.progress import Progress

_OF_THE_WHOLE = ("people", "added")
_OWN = tuple(one.name for one in fields(Paper) if one.name not in _OF_THE_WHOLE)
_PUT = tuple(getattr(Paper, name).__set__ for name in (*_OWN, *_OF_THE_WHOLE))
_values = attrgetter(*_OWN)
_texts = attrgetter("title", "authors", "editors", "collaboration", "abstract")


@dataclass(frozen=True, slots=True)
class GatheredResult(ReadResult):
    """The profile that an origin was read as.

    Attributes:
        members: of several profiles that are open as one, those that could be read.
        correction: a digest of what was corrected of one file; empty for nothing.
        as_read: the one file as it is, which a snapshot is made of; None for several.
    """

    members: tuple[MemberProfile, ...] = ()
    correction: str = ""
    as_read: ReadResult | None = None


def read(
    origin: Origin,
    *,
    progress: Progress | None = None,
    as_of: datetime.date | None = None,
    correct: Correct | None = None,
) -> GatheredResult:
    """Read what an origin names: one file, or several profiles as one.

    A profile of several that cannot be read is left out, with a remark.

    Args:
        origin: the file or the profiles.
        progress: called now and then with the share that is done; it may raise to cancel.
        as_of: as for `store.read`.
        correct: given a profile and its file, returns it as it is to be shown, and a digest of the change.

    Raises:
        ReadError: the file cannot be read, or none of the profiles.
    """
    if not origin.members:
        one = store.read(origin.path, progress=progress, as_of=as_of)
        profile, correction = correct(one.profile, origin.path) if correct else (one.profile, "")
        return GatheredResult(profile, one.remarks, one.curated, correction=correction, as_read=one)
    profiles: dict[Path, Profile] = {}
    corrections: dict[Path, str] = {}
    remarks: list[Remark] = []
    for done, path in enumerate(origin.members):
        if progress is not None:
            progress(done / len(origin.members))
        try:
            reading = store.read(path, as_of=as_of)
        except ReadError as error:
            error.path = Path(path.name)
            remarks.append(Remark("left-out", str(error)))
            continue
        profile, corrections[path] = (
            correct(reading.profile, path) if correct else (reading.profile, "")
        )
        profiles[path] = profile
        store.make_snapshot(path, reading, as_of)
    if not profiles:
        raise ReadError(
            f"none of its {len(origin.members)} profiles can be read",
            code="unreadable",
            advice="`paperbrowser doctor` says why",
        )
    whole, members = gathered(profiles, origin.title)
    members = tuple(one._replace(correction=corrections[one.path]) for one in members)
    return GatheredResult(whole, tuple(remarks), members=members)


def listed(correct: Correct) -> list[store.StoredProfile]:
    """Return all profiles of the library as `store.profiles` does, each as it is to be shown."""
    return [_corrected(entry, correct) for entry in store.profiles()]


def _corrected(entry: store.StoredProfile, correct: Correct) -> store.StoredProfile:
    profile, digest = correct(entry.profile, entry.path)
    if not digest or entry.error is not None:
        return entry
    if len(entry.profile.papers) == entry.listed:
        return entry._replace(profile=profile, listed=len(profile.papers))
    whole, _ = correct(store.read(entry.path).profile, entry.path)
    return entry._replace(listed=len(whole.papers))


def gathered(
    profiles: Mapping[Path, Profile], name: str
) -> tuple[Profile, tuple[MemberProfile, ...]]:
    """Return one profile with the papers of several, each work once, and where each paper came from.

    Its `since` is a day before which none of its papers is new: papers that are not new in their own
    profile have no `added`.

    Args:
        profiles: by their files; of a work that several have, the first gives the facts, others fill gaps.
        name: the name of the whole.
    """
    # Not needed for a single file, with which most sessions begin.
    from paperbrowser.library.merge.combine import combined

    papers: list[Paper] = []
    places: dict[str, int] = {}
    reworded: set[int] = set()
    changed: set[int] = set()
    came: list[list[int]] = []
    names = iter(_names([paper for profile in profiles.values() for paper in profile.papers]))
    for profile in profiles.values():
        since, people = profile.since, (profile.name,)
        came.append([])
        for paper in profile.papers:
            new = since is not None and paper.added is not None and paper.added > since
            added = paper.added if new else None
            known = next(names)
            place = None
            if not places.keys().isdisjoint(known):
                place = next(places[one] for one in known if one in places)
            came[-1].append(len(papers) if place is None else -1)
            if place is None:
                place = len(papers)
                papers.append(_as_one_of_several(paper, people, added))
            else:
                first = papers[place]
                whole = combined(first, paper, fills=True)
                if whole != first:
                    changed.add(place)
                    if _texts(whole) != _texts(first):
                        reworded.add(place)
                both = tuple(dict.fromkeys((*first.people, *people)))
                papers[place] = replace(whole, added=first.added or added, people=both)
            for one in known:
                places.setdefault(one, place)
    days = [profile.since for profile in profiles.values() if profile.since is not None]
    fetched = [profile.updated for profile in profiles.values() if profile.updated is not None]
    whole_profile = Profile(
        name=name,
        since=min(days, default=None),
        updated=max(fetched, default=None),
        papers=with_ids(papers),
    )
    members = tuple(
        MemberProfile(path, profile.papers, _without(to, reworded), _without(to, changed))
        for (path, profile), to in zip(profiles.items(), came, strict=True)
    )
    return whole_profile, members


def _as_one_of_several(paper: Paper, people: tuple[str, ...], added: datetime.date | None) -> Paper:
    """Return a paper with other people and another day, as `replace` does, at a fifth of its time."""
    copy = object.__new__(Paper)
    for put, value in zip(_PUT, (*_values(paper), people, added), strict=True):
        put(copy, value)
    return copy


def _without(places: list[int], left_out: set[int]) -> list[int]:
    """Return places with -1 for those that are left out."""
    if left_out.isdisjoint(places):
        return places
    return [-1 if place in left_out else place for place in places]


def _names(papers: Sequence[Paper]) -> list[list[str]]:
    """Return for each paper what only this work has: identifiers, or else title, year and first author.

    A paper that no other can be has no names at all.
    """
    names = [_identifiers(paper) for paper in papers]
    unsure = [at for at, known in enumerate(names) if not known]
    rest = [_year_and_author(papers[at]) for at in unsure]
    alike = Counter(rest)
    for at, one in zip(unsure, rest, strict=True):
        if alike[one] > 1:  # it takes long to compare titles
            from paperbrowser.papers.words import title_key

            names[at].append(f"title:{title_key(papers[at].title)}|{one}")
    return names


def _year_and_author(paper: Paper) -> str:
    year = paper.date.year if paper.date else ""
    author = paper.authors[0].casefold() if paper.authors else ""
    return f"{year}|{author}"


def _identifiers(paper: Paper) -> list[str]:
    names: list[str] = []
    every: tuple[Paper | WorkVersion, ...] = (
        (paper, *paper.versions) if paper.versions else (paper,)
    )
    for one in every:
        if one.doi:
            names.append(f"doi:{one.doi.lower()}")
        if arxiv := one.arxiv or (arxiv_of_doi(one.doi) if one.doi else None):
            names.append(f"arxiv:{arxiv}")
    return names
