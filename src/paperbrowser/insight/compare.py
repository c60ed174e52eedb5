"""Comparison of two or more people: when they work, on what, where, and with whom in common. Pure functions.

Nothing ranks people: the numbers stand side by side, in the order in which the people were named.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from paperbrowser.insight import people, statistics
from paperbrowser.library.gather import gathered
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.reading.persons import Said, within
from paperbrowser.search import venues
from paperbrowser.search.summary import Tally


@dataclass(frozen=True, slots=True)
class Career:
    """Work of one of the people compared.

    Attributes:
        name: of the profile.
        papers: how many works the profile lists.
        first: the first year of publication; None if no paper has a date.
        last: the last one.
        active: the years with a paper.
        years: papers by year.
    """

    name: str
    papers: int
    first: int | None
    last: int | None
    active: int
    years: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """People side by side.

    Attributes:
        people: in the order of the profiles.
        together: positions in `papers` of the works that all of them list.
        papers: all works, each once, with the people who list it.
        coauthors: names with whom each of them wrote, other than each other; the papers of each person.
        venues: likewise the venues that all of them have.
        categories: likewise the categories.
        topics: likewise the topics.
    """

    people: tuple[Career, ...]
    together: tuple[int, ...]
    papers: tuple[Paper, ...]
    coauthors: Mapping[str, tuple[int, ...]]
    venues: Mapping[str, tuple[int, ...]]
    categories: Mapping[str, tuple[int, ...]]
    topics: Mapping[str, tuple[int, ...]]


def compared(profiles: Sequence[Profile], heads: Mapping[str, str] | None = None) -> Comparison:
    """Compare people by their profiles; a work that several list, in any version, is one.

    Args:
        profiles: at least two, of different names.
        heads: by each name of a co-author who has several the one that they go by.
    """
    names = [profile.name for profile in profiles]
    places = {Path(f"{at}"): profile for at, profile in enumerate(profiles)}
    papers = gathered(places, ", ".join(names))[0].papers
    each = [[paper for paper in papers if name in paper.people] for name in names]
    everyone = {*names}
    return Comparison(
        people=tuple(map(_career, names, each)),
        together=tuple(at for at, paper in enumerate(papers) if everyone <= {*paper.people}),
        papers=papers,
        coauthors=_common(
            [_coauthors(name, names, own, heads) for name, own in zip(names, each, strict=True)],
            heads,
        ),
        venues=_common([statistics.by_venue(own) for own in each]),
        categories=_common([statistics.by_category(own) for own in each]),
        topics=_common([statistics.by_topic(own) for own in each]),
    )


def heads_of(profiles: Sequence[Profile], said: Sequence[Said]) -> Mapping[str, str]:
    """Return the names that co-authors go by: what the reader said of one profile holds for all of them.

    Args:
        profiles: those to compare.
        said: the reader's words on names.
    """
    return people.folded(said, chain.from_iterable(map(within, profiles))).heads if said else {}


def _career(name: str, papers: Sequence[Paper]) -> Career:
    years = statistics.by_year(papers).counts
    dated = [int(year) for year in years]
    return Career(
        name=name,
        papers=len(papers),
        first=min(dated, default=None),
        last=max(dated, default=None),
        active=len(dated),
        years=years,
    )


def _coauthors(
    owner: str, people: Sequence[str], papers: Sequence[Paper], heads: Mapping[str, str] | None
) -> Tally:
    """Count the co-authors of a person, without the people compared."""
    compared_with = tuple(dict.fromkeys((owner, *people)))
    without = (replace(one, people=compared_with) for one in papers)
    return statistics.by_coauthor(without, owner, heads)


def _common(
    tallies: Sequence[Tally], heads: Mapping[str, str] | None = None
) -> Mapping[str, tuple[int, ...]]:
    """Return the values that all have, with the counts of each; the best shared first."""

    def key_of(name: str) -> str:
        plain = venues.plain(name)
        return heads.get(plain, plain) if heads else plain

    keyed = [{key_of(name): count for name, count in one.counts.items()} for one in tallies]
    shown: dict[str, str] = {}
    for name in (name for one in reversed(tallies) for name in one.counts):
        key = key_of(name)
        if not (
            heads
            and key in heads
            and len(venues.plain(name)) < len(venues.plain(shown.get(key, "")))
        ):
            shown[key] = name
    found = {
        key: tuple(each[key] for each in keyed)
        for key in shown
        if all(key in each for each in keyed)
    }
    ranked = sorted(found.items(), key=lambda one: (-min(one[1]), -sum(one[1]), one[0]))
    return {shown[key]: counts for key, counts in ranked}
