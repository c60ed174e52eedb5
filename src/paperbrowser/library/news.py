"""Find what is new in several profiles, each work once."""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from paperbrowser.library.merge import deduplicate
from paperbrowser.library.merge.combine import combined
from paperbrowser.papers.identifiers import arxiv_of_doi, doi_key
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.model import Paper, Profile, WorkVersion
from paperbrowser.papers.news import News


def news_of(profiles: Sequence[Profile], since: datetime.date | None) -> list[News]:
    """Return the works that became known, and the preprints that were published, the newest first.

    Args:
        profiles: the profiles.
        since: the first day that counts; None for all that joined a profile which was there before.
    """
    profile = Profile(name="News", papers=with_ids(_works(profiles)))
    found = {
        paper.id: news for paper in profile.papers if (news := _news(paper, since)) is not None
    }
    listed = replace(profile, papers=tuple(news.paper for news in found.values()))
    # Profiles may have one work under different identifiers.
    once = deduplicate(listed)
    for kept, other in once.joined:
        if other.id in found:
            found[kept.id] = _joined(found[kept.id], found.pop(other.id))
    papers = {paper.id: paper for paper in once.profile.papers}
    whole = [
        replace(one, paper=replace(papers[id_], people=one.paper.people))
        for id_, one in found.items()
    ]
    return sorted(whole, key=_order)


def _works(profiles: Sequence[Profile]) -> list[Paper]:
    """Return the works of all profiles with the people who have them and the earliest days.

    A publication of which one of the profiles had the preprint from the start has no `added`.
    """
    papers: dict[int, Paper] = {}
    places: dict[str, int] = {}
    moved: dict[int, int] = {}  # of two works that turned out to be one, the second to the first
    from_the_start: set[int] = set()  # preprints that were published since
    for profile in profiles:
        for paper in profile.papers:
            one = replace(paper, people=(profile.name,))
            names = _identifiers(paper)
            found = sorted({_place(places[name], moved) for name in names if name in places})
            place = found[0] if found else len(papers) + len(moved)
            for other in found[1:]:
                papers[place] = _one_work(papers[place], papers.pop(other))
                moved[other] = place
            papers[place] = _one_work(papers[place], one) if found else one
            if paper.published is not None and paper.added is None:
                from_the_start.add(place)
            for name in names:
                places.setdefault(name, place)
    for place in {_place(one, moved) for one in from_the_start}:
        papers[place] = replace(papers[place], added=None)
    return [*papers.values()]


def _place(place: int, moved: dict[int, int]) -> int:
    while place in moved:
        place = moved[place]
    return place


def _one_work(first: Paper, other: Paper) -> Paper:
    return replace(
        combined(first, other, fills=True),
        added=_earliest(first.added, other.added),
        published=_earliest(first.published, other.published),
        people=tuple(dict.fromkeys((*first.people, *other.people))),
    )


def _earliest(*days: datetime.date | None) -> datetime.date | None:
    return min((day for day in days if day is not None), default=None)


def _identifiers(paper: Paper) -> set[str]:
    names = set()
    every: tuple[Paper | WorkVersion, ...] = (paper, *paper.versions)
    for one in every:
        if one.doi:
            names.add(f"doi:{doi_key(one.doi)}")
        if arxiv := one.arxiv or arxiv_of_doi(one.doi):
            names.add(f"arxiv:{arxiv}")
    return names


def _news(paper: Paper, since: datetime.date | None) -> News | None:
    first = since or datetime.date.min
    if paper.added is not None and paper.added >= first:
        return News(paper, paper.added)
    if paper.published is not None and paper.published >= first:
        return News(paper, paper.published, published=True)
    return None


def _joined(one: News, other: News) -> News:
    """Return the news of one work of which there were two."""
    people = tuple(dict.fromkeys((*one.paper.people, *other.paper.people)))
    return News(
        replace(one.paper, people=people),
        min(one.day, other.day),
        one.published or other.published,
    )


def _order(news: News) -> tuple[int, int, str]:
    date = news.paper.date
    published = date.first_day.toordinal() if date is not None else 0
    return -news.day.toordinal(), -published, news.paper.title.casefold()
