"""Several profiles as one: each work once, with the people whose profiles list it."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from paperbrowser.formats.result import ReadError, ReadResult, Remark
from paperbrowser.library import store
from paperbrowser.library.locate import Origin
from paperbrowser.papers.identifiers import arxiv_of_doi
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.model import Paper, Profile, WorkVersion
from paperbrowser.system.progress import Progress


def read(
    origin: Origin, *, progress: Progress | None = None, as_of: datetime.date | None = None
) -> ReadResult:
    """Read what an origin names: one file, or several profiles as one.

    A profile of several that cannot be read is left out, with a remark.

    Args:
        origin: the file or the profiles.
        progress: called now and then with the share that is done; it may raise to cancel.
        as_of: as for `store.read`.

    Raises:
        ReadError: the file cannot be read, or none of the profiles.
    """
    if not origin.members:
        return store.read(origin.path, progress=progress, as_of=as_of)
    profiles: list[Profile] = []
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
        profiles.append(reading.profile)
        store.make_snapshot(path, reading, as_of)
    if not profiles:
        raise ReadError(
            f"none of its {len(origin.members)} profiles can be read",
            code="unreadable",
            advice="`paperbrowser doctor` says why",
        )
    return ReadResult(gathered(profiles, origin.title), tuple(remarks))


def gathered(profiles: Sequence[Profile], name: str) -> Profile:
    """Return one profile with the papers of several, each work once.

    Its `since` is a day before which none of its papers is new: papers that are not new in their own
    profile have no `added`.

    Args:
        profiles: the profiles; of a work that several have, the first gives the facts, others fill gaps.
        name: the name of the whole.
    """
    # Not needed for a single file, with which most sessions begin.
    from paperbrowser.library.merge.combine import combined

    papers: list[Paper] = []
    places: dict[str, int] = {}
    for profile in profiles:
        for paper in profile.papers:
            since = profile.since
            new = since is not None and paper.added is not None and paper.added > since
            added = paper.added if new else None
            names = [*_names(paper)]
            place = next((places[one] for one in names if one in places), None)
            if place is None:
                place = len(papers)
                papers.append(replace(paper, added=added, people=(profile.name,)))
            else:
                first = papers[place]
                people = tuple(dict.fromkeys((*first.people, profile.name)))
                whole = combined(first, paper, fills=True)
                papers[place] = replace(whole, added=first.added or added, people=people)
            for one in names:
                places.setdefault(one, place)
    days = [profile.since for profile in profiles if profile.since is not None]
    fetched = [profile.updated for profile in profiles if profile.updated is not None]
    return Profile(
        name=name,
        since=min(days, default=None),
        updated=max(fetched, default=None),
        papers=with_ids(papers),
    )


def _names(paper: Paper) -> Iterable[str]:
    """Yield what only this work has: identifiers, or else title, year and first author."""
    sure = False
    every: tuple[Paper | WorkVersion, ...] = (paper, *paper.versions)
    for one in every:
        if one.doi:
            sure = True
            yield f"doi:{one.doi.lower()}"
        if arxiv := one.arxiv or arxiv_of_doi(one.doi):
            sure = True
            yield f"arxiv:{arxiv}"
    if not sure:
        from paperbrowser.papers.words import title_key

        author = paper.authors[0].casefold() if paper.authors else ""
        yield f"title:{title_key(paper.title)}|{paper.date.year if paper.date else ''}|{author}"
