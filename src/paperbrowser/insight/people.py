"""Co-authors: how many papers, since when, under which names, and who writes with whom. Pure functions.

Two ways of writing a name are one person only where they differ in case, accents and punctuation alone, or
where the reader has said so; a likeness is shown, and never decides.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Literal

from paperbrowser.insight import statistics
from paperbrowser.papers import display
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.names import parts_of
from paperbrowser.reading import persons
from paperbrowser.reading.persons import EVERYWHERE, Said
from paperbrowser.search import venues

Order = Literal["papers", "latest", "first", "name"]
ORDERS: tuple[Order, ...] = ("papers", "latest", "first", "name")
MOST_AUTHORS = 50  # of a paper whose pairs of co-authors are counted
_MOST_LIKE = 200  # people of one family name who are compared


@dataclass(frozen=True, slots=True)
class SaidFolded:
    """The persons that the reader's words amount to.

    Attributes:
        heads: for each name that is one of several of a person, the fullest of these.
        apart: pairs of names that are not of one person.
    """

    heads: Mapping[str, str]
    apart: frozenset[frozenset[str]]

    def head(self, key: str) -> str:
        """Return the name that a person goes by, given any of theirs."""
        return self.heads.get(key, key)


@dataclass(frozen=True, slots=True)
class Coauthor:
    """A person who wrote papers with the researcher.

    Attributes:
        name: the fullest of their names, as most papers write it.
        names: all of their names, each as most papers write it, the most used first.
        keys: the names as they are compared, in the same order.
        counts: the number of papers under each name.
        papers: positions of the papers.
        years: papers by year, the first year first.
    """

    name: str
    names: tuple[str, ...]
    keys: tuple[str, ...]
    counts: tuple[int, ...]
    papers: tuple[int, ...]
    years: Mapping[int, int]

    @property
    def key(self) -> str:
        """The name they go by, as it is compared."""
        return fullest(self.keys)

    @property
    def first(self) -> int | None:
        """The first year; None where no paper has a date."""
        return next(iter(self.years), None)

    @property
    def last(self) -> int | None:
        """The last year."""
        return next(reversed([*self.years]), None)


@dataclass(frozen=True, slots=True)
class Coauthors:
    """The people of papers.

    Attributes:
        people: those with the most papers first.
        papers: how many papers there are.
        cut_short: those whose lists of authors the source cut short.
        years: the first and the last year of all the papers; None where none has a date.
        owner: further names that count as the researcher's own by the reader's word.
    """

    people: tuple[Coauthor, ...]
    papers: int
    cut_short: int
    years: tuple[int, int] | None
    owner: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two people who wrote papers together; `papers` are positions."""

    one: Coauthor
    other: Coauthor
    papers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Who writes with whom.

    Attributes:
        pairs: those with the most papers first.
        left_out: papers of more than `MOST_AUTHORS` people, whose pairs say little and are many.
    """

    pairs: tuple[Pair, ...]
    left_out: int


def key_of(name: str) -> str:
    """Return a name as it is compared: without case, accents and punctuation."""
    return _key(display.line(name))


@lru_cache(maxsize=1 << 16)  # the same people write many papers
def _key(name: str) -> str:
    return venues.plain(name)


def fullest(keys: Iterable[str]) -> str:
    """Return the name that says the most: the longest, of several the first by the alphabet."""
    return min(keys, key=lambda key: (-len(key), key))


# The reader's words


def folded(said: Iterable[Said], within: Iterable[str]) -> SaidFolded:
    """Fold what the reader said of names, for a profile. The last word counts.

    Args:
        said: in the order in which it was said.
        within: the names by which the profile is known; what was said everywhere holds too.
    """
    places = {*within, EVERYWHERE}
    together: dict[str, frozenset[str]] = {}
    apart: set[frozenset[str]] = set()
    for one in said:
        if places.isdisjoint(one.within):
            continue
        names = {key for name in one.names if (key := key_of(name))}
        others = {key for name in one.others if (key := key_of(name))} - names
        if not one.others:
            whole = frozenset().union(*(together.get(key, {key}) for key in names))
            apart -= {pair for pair in apart if pair <= whole}
            together |= dict.fromkeys(whole, whole)
            continue
        apart |= {frozenset((name, other)) for name in names for other in others}
        for group in {together[key] for key in names if key in together}:
            if not group.isdisjoint(others):
                for part in (group & names, group - names):
                    together |= dict.fromkeys(part, frozenset(part))
    heads = {key: fullest(group) for key, group in together.items() if len(group) > 1}
    return SaidFolded(heads, frozenset(apart))


def heads_within(
    said: Sequence[Said], profile: Profile, papers: Iterable[Paper] = ()
) -> Mapping[str, str]:
    """Return, by each name of a co-author who has several, the one that they go by.

    Args:
        said: what the reader said of names.
        profile: whose papers they are of.
        papers: of several profiles shown as one; what was said of any of their people holds.
    """
    if not said:
        return {}
    people = dict.fromkeys(name for paper in papers for name in paper.people)
    within = map(persons.called, people) if people else persons.within(profile)
    return folded(said, within).heads


# Counting


def coauthors(
    papers: Sequence[Paper], owner: Profile, said: Sequence[Said] = (), order: Order = "papers"
) -> Coauthors:
    """Count the people of papers.

    Args:
        papers: the papers; those of several profiles shown as one name their people.
        owner: the researcher, who is left out; nobody is where several profiles are shown as one.
        said: what the reader said of names.
        order: of the people.
    """
    several = any(paper.people for paper in papers)
    fold = _folds(owner, said, several=several)
    own = key_of(owner.name)
    found: dict[str, list[int]] = {}
    written: dict[str, dict[str, Counter[str]]] = {}  # by head and key: the ways of writing it
    of_owner: dict[str, str] = {}
    names_known: dict[str, tuple[str, str]] = {}  # the same people write many papers
    for at, paper in enumerate(papers):
        folding = fold(paper)
        names = display.credited(paper) if several else statistics.coauthors(paper, owner.name)
        for name in names:
            if (known := names_known.get(name)) is None:
                shown = display.line(name)
                known = names_known[name] = (shown, _key(shown))
            shown, key = known
            if not key:
                continue
            head = folding.head(key)
            if not several and folding.heads and head == folding.head(own):
                of_owner.setdefault(key, shown)
                continue
            places = found.setdefault(head, [])
            if not places or places[-1] != at:
                places.append(at)
            written.setdefault(head, {}).setdefault(key, Counter())[shown] += 1
    people = [_person(papers, *facts) for facts in _by_name(found, written).values()]
    years = [paper.date.year for paper in papers if paper.date]
    return Coauthors(
        ordered(people, order),
        len(papers),
        sum(paper.et_al for paper in papers),
        (min(years), max(years)) if years else None,
        tuple(of_owner.values()),
    )


def _folds(owner: Profile, said: Sequence[Said], *, several: bool) -> Callable[[Paper], SaidFolded]:
    """Return a function that gives the reader's words that hold for a paper."""
    if not several:
        whole = folded(said, persons.within(owner))
        return lambda _paper: whole
    known: dict[tuple[str, ...], SaidFolded] = {}

    def fold(paper: Paper) -> SaidFolded:
        if (found := known.get(paper.people)) is None:
            found = known[paper.people] = folded(said, map(persons.called, paper.people))
        return found

    return fold


_Ways = dict[str, Counter[str]]  # of writing a person's names, by the names as they are compared


def _by_name(
    found: Mapping[str, Sequence[int]], written: Mapping[str, _Ways]
) -> Mapping[str, tuple[_Ways, Sequence[int]]]:
    """Return the ways of writing and the papers of each person, by the fullest name that the papers have.

    Words within one profile may lead to a name that is not on the papers; then the name that is there stands
    for it, and is one with the same name elsewhere.
    """
    named: dict[str, tuple[_Ways, Sequence[int]]] = {}
    for head, places in found.items():
        ways, name = written[head], fullest(written[head])
        if (known := named.get(name)) is None:
            named[name] = (ways, places)
            continue
        whole = {key: Counter(counts) for key, counts in known[0].items()}
        for key, counts in ways.items():
            whole.setdefault(key, Counter()).update(counts)
        named[name] = (whole, sorted({*known[1], *places}))
    return named


def _person(papers: Sequence[Paper], written: _Ways, places: Sequence[int]) -> Coauthor:
    counted = {key: ways.total() for key, ways in written.items()}
    keys = tuple(sorted(written, key=lambda key: (-counted[key], key)))
    shown = {
        key: max(ways.items(), key=lambda one: (one[1], one[0]))[0] for key, ways in written.items()
    }
    years = Counter(date.year for at in places if (date := papers[at].date))
    return Coauthor(
        name=shown[fullest(keys)],
        names=tuple(map(shown.__getitem__, keys)),
        keys=keys,
        counts=tuple(map(counted.__getitem__, keys)),
        papers=tuple(places),
        years={year: years[year] for year in sorted(years)},
    )


def ordered(people: Iterable[Coauthor], order: Order) -> tuple[Coauthor, ...]:
    """Return people with the most papers, the latest or the earliest year first, or by family name."""
    if order == "name":
        return tuple(sorted(people, key=lambda one: (_key(parts_of(one.name).family), one.key)))
    by_papers = sorted(people, key=lambda one: (-len(one.papers), one.key))
    if order == "latest":
        by_papers.sort(key=lambda one: -(one.last or 0))
    elif order == "first":
        by_papers.sort(key=lambda one: one.first or 10_000)
    return tuple(by_papers)


def pairs(papers: Sequence[Paper], people: Sequence[Coauthor]) -> Pairs:
    """Count who writes with whom, of the people counted by `coauthors`."""
    on: dict[int, list[int]] = {}
    for number, one in enumerate(people):
        for at in one.papers:
            on.setdefault(at, []).append(number)
    found: dict[tuple[int, int], list[int]] = {}
    left_out = 0
    for at in range(len(papers)):
        here = on.get(at, [])
        if len(here) > MOST_AUTHORS:
            left_out += 1
            continue
        for pair in combinations(here, 2):
            found.setdefault(pair, []).append(at)
    ranked = sorted(found.items(), key=lambda one: (-len(one[1]), one[0]))
    return Pairs(
        tuple(Pair(people[one], people[other], tuple(at)) for (one, other), at in ranked), left_out
    )


# One of them


def affiliations(papers: Sequence[Paper], person: Coauthor) -> Mapping[str, int]:
    """Count the affiliations that the papers of a person name; sources seldom say whose they are."""
    return statistics.by_affiliation(papers[at] for at in person.papers).counts


def with_them(people: Sequence[Coauthor], person: Coauthor, most: int) -> list[tuple[str, int]]:
    """Return the people who are on most of the papers of a person, with the numbers of these."""
    mine = {*person.papers}
    found = [
        (shared, one.name)
        for one in people
        if one is not person and (shared := sum(at in mine for at in one.papers))
    ]
    found.sort(key=lambda one: (-one[0], one[1]))
    return [(name, shared) for shared, name in found[:most]]


def alike(
    people: Sequence[Coauthor], said: Sequence[Said], within: Sequence[str]
) -> Mapping[str, tuple[Coauthor, ...]]:
    """Find people whose names may be ways of writing one name: "S. Ho" and "Shirley Ho".

    Args:
        people: the people.
        said: those who are not one person by the reader's word are left out.
        within: as for `folded`.

    Returns:
        By the key of each person the others, if there are any.
    """
    apart = folded(said, within).apart
    of_family: dict[str, list[Coauthor]] = {}
    for one in people:
        parts = parts_of(one.name)
        if parts.person and parts.given:
            of_family.setdefault(_key(parts.family), []).append(one)
    found: dict[str, list[Coauthor]] = {}
    for family in of_family.values():
        for one, other in combinations(family[:_MOST_LIKE], 2):
            differ = any(frozenset((a, b)) in apart for a in one.keys for b in other.keys)
            if not differ and _may_be_one(one.name, other.name):
                found.setdefault(one.key, []).append(other)
                found.setdefault(other.key, []).append(one)
    return {key: tuple(others) for key, others in found.items()}


def _may_be_one(one: str, other: str) -> bool:
    """Return whether the given names may be those of one person: each begins as its counterpart."""
    mine, theirs = (_key(parts_of(name).given).split() for name in (one, other))
    return bool(mine and theirs) and all(
        a == b or (1 in (len(a), len(b)) and a[0] == b[0])
        for a, b in zip(mine, theirs, strict=False)
    )


# Timelines

_LEVELS = "▁▂▃▄▅▆▇█"


def timeline(
    years: Mapping[int, int], span: tuple[int, int], width: int, most: int, *, ascii_only: bool
) -> str:
    """Return papers a year as a line of text, a character a year or for as many years as are needed.

    Args:
        years: papers by year.
        span: the first and the last year of the line.
        width: the most characters.
        most: the papers of a full bar; less than one bar is still seen.
        ascii_only: give the numbers as digits, "+" for more than 9, "." for none.

    >>> timeline({2019: 1, 2021: 8}, (2019, 2021), 10, 8, ascii_only=False)
    '▁ █'
    >>> timeline({2019: 1, 2021: 12}, (2019, 2021), 10, 12, ascii_only=True)
    '1.+'
    """
    first, last = span
    step = step_of(span, width)
    sums = [
        sum(years.get(year, 0) for year in range(at, at + step))
        for at in range(first, last + 1, step)
    ]
    if ascii_only:
        return "".join("." if not one else str(one) if one < 10 else "+" for one in sums)
    top = max(most, 1)
    return "".join(_LEVELS[min(7, -(-one * 8 // top) - 1)] if one else " " for one in sums)


def tallest(people: Iterable[Coauthor], span: tuple[int, int], width: int) -> int:
    """Return the most papers that anyone has in the years that a character of a timeline stands for."""
    first, step = span[0], step_of(span, width)
    most = 0
    for one in people:
        sums = Counter[int]()
        for year, count in one.years.items():
            sums[(year - first) // step] += count
        most = max(most, *sums.values(), 0)
    return most


def step_of(span: tuple[int, int], width: int) -> int:
    """Return the years that a character of a timeline stands for."""
    return max(1, -(-(span[1] - span[0] + 1) // max(1, width)))
