"""Statistics of papers: how many a year, of which kind, where, with whom, cited how often. Pure functions.

A paper without a fact is counted nowhere in the statistic of that fact.
"""

import datetime
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from statistics import median
from typing import Literal

from paperbrowser.papers import display, words
from paperbrowser.papers.categories import short
from paperbrowser.papers.marks import Marks
from paperbrowser.papers.model import Paper
from paperbrowser.papers.names import parts_of
from paperbrowser.reading.journal import Operation
from paperbrowser.reading.works import names_of
from paperbrowser.search import venues
from paperbrowser.search.summary import Tally, Trend, Trends, YearFacts, YearParts

RECENT = 3  # years that words rise in, against all before
_MOST_TRENDS = 12  # words of each direction
_FEWEST = 3  # papers with a word, of either period, for it to count
_SHORTEST = 3  # letters of a word


def by_year(papers: Iterable[Paper]) -> Tally:
    """Count papers by year of publication."""
    found = Counter(paper.date.year for paper in papers if paper.date)
    return Tally({str(year): found[year] for year in sorted(found)}, found.total())


def parts_by_year(papers: Iterable[Paper], part: Literal["kind", "category"]) -> YearParts:
    """Count papers by year in parts.

    Args:
        papers: the papers; those without a date are left out.
        part: what they are parted by.
    """
    found = Counter(
        (short(getattr(paper, part) or ""), paper.date.year) for paper in papers if paper.date
    )
    return in_parts(found)


def in_parts(found: Mapping[tuple[str, int], int]) -> YearParts:
    """Return papers by year in parts, given the number of papers of each part and year."""
    if not found:
        return YearParts((), (), ())
    years = tuple(range(min(year for _, year in found), max(year for _, year in found) + 1))
    sizes: Counter[str] = Counter()
    for (name, _), count in found.items():
        sizes[name] += count
    parts = tuple(sorted(sizes, key=lambda name: (name == "", -sizes[name], name)))
    return YearParts(
        years, parts, tuple(tuple(found.get((p, year), 0) for year in years) for p in parts)
    )


def facts_by_year(papers: Iterable[Paper]) -> tuple[YearFacts, ...]:
    """Return what is known of the papers of each year, the first year first."""
    years: dict[int, list[Paper]] = {}
    for paper in papers:
        if paper.date:
            years.setdefault(paper.date.year, []).append(paper)
    return tuple(_year_facts(year, years[year]) for year in sorted(years))


def _year_facts(year: int, papers: Sequence[Paper]) -> YearFacts:
    citations = [paper.citations for paper in papers if paper.citations is not None]
    scores = [paper.score for paper in papers if paper.score is not None]
    return YearFacts(
        year=year,
        papers=len(papers),
        with_code=sum(paper.code or bool(paper.code_url) for paper in papers),
        counted=len(citations),
        citations=sum(citations),
        scored=len(scores),
        score=median(scores) if scores else None,
    )


def tally(values: Iterable[Iterable[str]], heads: Mapping[str, str] | None = None) -> Tally:
    """Count texts that differ in case, accents and punctuation only as one, shown as most write it.

    Args:
        values: those of each paper; a paper counts once for each.
        heads: by each of several texts that count as one (as `venues.plain`) one of them. The longest that
            is there is shown.
    """
    heads = heads or {}
    keys: dict[str, str] = {}
    counts: Counter[str] = Counter()
    shown: dict[str, Counter[str]] = {}
    known = 0
    for each in values:
        found = set()
        for text in each:
            if (key := keys.get(text)) is None:
                plain = venues.plain(text)
                key = keys[text] = heads.get(plain, plain)
            if key:
                shown.setdefault(key, Counter())[text] += 1
                found.add(key)
        counts.update(found)
        known += bool(found)
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    named: dict[str, int] = {}
    for key, count in ranked:
        ways = shown[key]
        if key in heads:
            longest = max(len(venues.plain(text)) for text in ways)
            ways = Counter({w: n for w, n in ways.items() if len(venues.plain(w)) == longest})
        written = max(ways.items(), key=lambda one: (one[1], one[0]))[0]
        named[written if written not in named else key] = count
    return Tally(named, known)


def by_kind(papers: Iterable[Paper]) -> Tally:
    """Count papers by kind of publication."""
    return tally((paper.kind,) if paper.kind else () for paper in papers)


def by_category(papers: Iterable[Paper]) -> Tally:
    """Count papers by arXiv category."""
    return tally((short(paper.category),) if paper.category else () for paper in papers)


def by_venue(papers: Iterable[Paper]) -> Tally:
    """Count papers by venue."""
    return tally((display.line(paper.venue),) if paper.venue else () for paper in papers)


def by_topic(papers: Iterable[Paper]) -> Tally:
    """Count papers by keyword or topic."""
    return tally(map(display.line, paper.keywords) for paper in papers)


def by_affiliation(papers: Iterable[Paper]) -> Tally:
    """Count papers by affiliation."""
    return tally(map(display.line, paper.affiliations) for paper in papers)


def by_coauthor(
    papers: Iterable[Paper], owner: str, heads: Mapping[str, str] | None = None
) -> Tally:
    """Count papers by co-author; names are one if they differ in case and accents only, never by likeness.

    Args:
        papers: the papers.
        owner: the researcher whose papers they are, who is left out; see `coauthors`.
        heads: by each name of somebody who has several by the reader's word the one that they go by.
    """
    heads = heads or {}

    def names(paper: Paper) -> list[str]:
        own = {heads[key] for key in map(_plain, paper.people or (owner,)) if key in heads}
        found = coauthors(paper, owner)
        return [name for name in found if heads.get(_plain(name)) not in own] if own else found

    return tally(map(names, papers), heads)


def coauthors(paper: Paper, owner: str) -> list[str]:
    """Return the names of a paper without the researchers whose paper it is.

    A researcher is left out once: by the name itself, or else by the first name with the same family name and
    fitting given names ("S. Ho").

    Args:
        paper: the paper; of several profiles shown as one, its people are left out.
        owner: the name of the profile.
    """
    left = [display.name(name) for name in display.credited(paper)]
    for person in paper.people or (owner,):
        at = _place_of(person, left)
        if at is not None:
            del left[at]
    return left


def _place_of(person: str, names: Sequence[str]) -> int | None:
    """Return the index of the name that means a person; None if there is none."""
    whole = _plain(person)
    folded = [_plain(name) for name in names]
    if whole in folded:
        return folded.index(whole)
    surname = _surname(person)
    if not surname or not whole.endswith(surname):
        return None
    return next(
        (
            at
            for at, name in enumerate(names)
            if folded[at].endswith(surname) and _surname(name) == surname and _fit(person, name)
        ),
        None,
    )


@lru_cache(maxsize=1 << 16)  # the same people write many papers
def _plain(name: str) -> str:
    return venues.plain(name)


def _surname(name: str) -> str:
    return venues.plain(parts_of(name).family)


def _fit(one: str, other: str) -> bool:
    """Return whether the given names of two people of one family name may be the same, one an initial."""
    mine, theirs = (venues.plain(parts_of(name).given).split() for name in (one, other))
    return (
        bool(mine and theirs)
        and any(len(given) == 1 for given in (mine[0], theirs[0]))
        and (mine[0][0] == theirs[0][0])
    )


def by_tag(marks: Iterable[Marks]) -> Tally:
    """Count papers by the user's tags."""
    return tally(one.tags for one in marks)


def read_by_month(
    papers: Sequence[Paper], marks: Sequence[Marks], operations: Iterable[Operation]
) -> Tally:
    """Count the papers that the user has read, by the month in which they were marked so last.

    Args:
        papers: the papers.
        marks: those of each paper; empty for none.
        operations: those of the journal.
    """
    times: dict[str, int] = {}
    for one in operations:
        value = one.value.get("read") if isinstance(one.value, dict) else one.value
        if value is True and one.field in {"read", "set"}:
            for name in {name for names in one.works for name in names}:
                times[name] = max(times.get(name, 0), one.time)
    months: Counter[str] = Counter()
    for paper, its in zip(papers, marks, strict=False):
        if its.read and (at := max((times.get(name, 0) for name in names_of(paper)), default=0)):
            months[f"{datetime.datetime.fromtimestamp(at / 1000):%Y-%m}"] += 1
    return Tally({month: months[month] for month in sorted(months)}, months.total())


def trends(papers: Iterable[Paper], recent: int = RECENT) -> Trends:
    """Find the words of titles whose share of the papers rose or fell.

    The clearest changes come first: by the difference of the two shares over its standard error.

    Args:
        papers: the papers; those without a date are left out.
        recent: years up to the last one, whose papers are compared with all before.
    """
    return trends_of(
        ((paper.date.year, display.title(paper)) for paper in papers if paper.date), recent
    )


def trends_of(titles: Iterable[tuple[int, str]], recent: int = RECENT) -> Trends:
    """Find the words whose share of titles rose or fell; see `trends`.

    Args:
        titles: each with its year.
        recent: years up to the last one.
    """
    dated = [*titles]
    if not dated:
        return Trends(None)
    since = max(year for year, _ in dated) - recent + 1
    late: Counter[str] = Counter()
    early: Counter[str] = Counter()
    late_papers = early_papers = 0
    for year, title in dated:
        found = {
            word
            for word in words.split(words.fold(title))
            if len(word) >= _SHORTEST and word not in words.STOP_WORDS and not word.isdigit()
        }
        if year >= since:
            late.update(found)
            late_papers += 1
        else:
            early.update(found)
            early_papers += 1
    if not late_papers or not early_papers:
        return Trends(since)
    clear: list[tuple[float, Trend]] = []
    for word in late.keys() | early.keys():
        whole = late[word] + early[word]
        if whole < _FEWEST:
            continue
        shares = late[word] / late_papers, early[word] / early_papers
        pooled = whole / (late_papers + early_papers)
        error = math.sqrt(pooled * (1 - pooled) * (1 / late_papers + 1 / early_papers))
        if error and shares[0] != shares[1]:
            clearness = (shares[0] - shares[1]) / error
            clear.append((clearness, Trend(word, late[word], early[word], *shares)))
    clear.sort(key=lambda one: (-abs(one[0]), one[1].word))
    return Trends(
        since,
        tuple(trend for clearness, trend in clear if clearness > 0)[:_MOST_TRENDS],
        tuple(trend for clearness, trend in clear if clearness < 0)[:_MOST_TRENDS],
    )
