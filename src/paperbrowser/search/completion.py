"""What can be offered at the cursor of the search line: names of fields, and the values a profile has.

Counting a profile (`Facets.of`) and looking up what is begun (`complete`) are apart: the one is done once,
aside; the other at each key, and costs the same however many papers there are.
"""

import datetime
import heapq
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from paperbrowser.papers import categories, words
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Paper
from paperbrowser.papers.names import GROUP_WORDS, SUFFIX_WORDS
from paperbrowser.search import venues
from paperbrowser.search.fields import FIELDS, Bounds, Filter, OneOf, field_named
from paperbrowser.search.query import QUOTES, Token, tokens

MOST = 12  # offers at once
_SHORTEST_NAME = 2  # letters of a field's name that are begun before it is offered
_MOST_VENUES = 50  # that are offered
_MOST_CATEGORIES = 200  # distinct ones that are offered; a source of nonsense may have any number
_RANKED = 20_000  # names ranked by count at a key; beyond that, the frequent ones are tried first
_NO_SURNAMES = SUFFIX_WORDS | GROUP_WORDS


@dataclass(frozen=True, slots=True)
class Completion:
    """An offer: `text` replaces what stands from `start` to the cursor. `about` says what it would find."""

    text: str
    start: int
    about: str


@dataclass(frozen=True, slots=True)
class Names:
    """Authors' names, most frequent first, and the words they can be found by.

    Attributes:
        names: as written, and surnames that several names share.
        counts: papers of each.
        words: folded words of the names, sorted.
        owners: for each of the words, the index of its name.
    """

    names: Sequence[str]
    counts: Sequence[int]
    words: Sequence[str]
    owners: Sequence[int]

    @classmethod
    def of(cls, papers: Sequence[Paper]) -> "Names":
        """Count the authors of `papers`."""
        counts = Counter(name for paper in papers for name in dict.fromkeys(paper.authors))
        found_by: dict[str, set[str]] = {}
        surname_of: dict[str, str] = {}
        for name in counts:
            folded = words.split(words.fold(name))
            found_by[name] = {*folded, " ".join(folded)}
            if folded and folded[-1] not in _NO_SURNAMES:
                surname_of[name] = folded[-1]
        shown: dict[str, str] = {}
        shared = {surname for surname, names in Counter(surname_of.values()).items() if names > 1}
        for name, surname in surname_of.items():
            written = name.split()[-1]
            if surname in shared and words.split(words.fold(written)) == [surname]:
                shown.setdefault(surname, written)
        bearers = Counter(
            surname
            for paper in papers
            for surname in dict.fromkeys(surname_of.get(name, "") for name in paper.authors)
            if surname in shown
        )
        for surname, count in bearers.items():
            counts[shown[surname]] = count
            found_by[shown[surname]] = {surname}
        ranked = [name for name, _ in counts.most_common()]
        # Sorted bit by bit: one sort of them all would keep the keyboard waiting for most of a second.
        keys: dict[str, list[tuple[str, int]]] = {}
        for at, name in enumerate(ranked):
            for word in found_by[name]:
                keys.setdefault(word[:2], []).append((word, at))
        ordered = [key for start in sorted(keys) for key in sorted(keys[start])]
        return cls(
            ranked,
            [counts[name] for name in ranked],
            [word for word, _ in ordered],
            [at for _, at in ordered],
        )

    def beginning(self, begun: str, most: int) -> list[int]:
        """Indices of the `most` frequent names of which a word (or the whole) begins with `begun`."""
        first = bisect_left(self.words, begun)
        last = bisect_left(self.words, begun + "\U0010ffff")
        if last - first <= _RANKED:
            return heapq.nsmallest(most, set(self.owners[first:last]))
        found: list[int] = []
        for at, name in enumerate(self.names):
            folded = words.split(words.fold(name))
            if any(key.startswith(begun) for key in (*folded, " ".join(folded))):
                found.append(at)
                if len(found) == most:
                    break
        return found


@dataclass(frozen=True, slots=True)
class Facets:
    """Which values a profile's papers have, and how many papers have each. Counts are what a filter finds.

    Attributes:
        categories: as the source writes them, most frequent first.
        years: newest first.
        has: most frequent first; so kinds.
        venues: as the source writes them, most frequent first.
        scores: lowest and highest; None without any.
        cites: fewest and most; None without any.
        new: papers that came when the profile was fetched last.
        authors: most frequent first.
    """

    categories: tuple[tuple[str, int], ...]
    years: tuple[tuple[int, int], ...]
    has: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    venues: tuple[tuple[str, int], ...]
    scores: tuple[float, float] | None
    cites: tuple[int, int] | None
    new: int
    authors: Names

    @classmethod
    def of(cls, papers: Sequence[Paper], since: datetime.date | None = None) -> "Facets":
        """Count `papers`, of which those are new that were added after the day `since`.

        Takes some 25 µs for each of them: many are better counted aside.
        """
        cites = [paper.citations for paper in papers if paper.citations is not None]
        scores = [paper.score for paper in papers if paper.score is not None]
        presence = FIELDS["has"].labels or (lambda _: ())
        has = Counter(label for paper in papers for label in presence(paper))
        years = Counter(paper.date.year for paper in papers if paper.date)
        return cls(
            categories=_categories(papers),
            years=tuple(sorted(years.items(), reverse=True)),
            has=tuple(has.most_common()),
            kinds=tuple(Counter(paper.kind for paper in papers if paper.kind).most_common()),
            venues=_venues(papers),
            scores=(min(scores), max(scores)) if scores else None,
            cites=(min(cites), max(cites)) if cites else None,
            new=sum(
                since is not None and paper.added is not None and paper.added > since
                for paper in papers
            ),
            authors=Names.of(papers),
        )


def _categories(papers: Sequence[Paper]) -> tuple[tuple[str, int], ...]:
    labels = Counter(paper.category for paper in papers if paper.category)
    distinct: dict[str, str] = {}
    for label, _ in labels.most_common(_MOST_CATEGORIES):
        if not set(QUOTES) & set(label):
            distinct.setdefault(label.strip().lower(), label.strip())
    counts = []
    for value, shown in distinct.items():
        asked = Filter("cat", OneOf((value,)))
        found = sum(labels[label] for label in labels if asked.accepts_labels((label,)))
        counts.append((shown, found))
    return tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0].lower())))


def _venues(papers: Sequence[Paper]) -> tuple[tuple[str, int], ...]:
    names = Counter(paper.venue for paper in papers if paper.venue)
    by_labels: Counter[tuple[str, ...]] = Counter()
    for name, count in names.items():
        by_labels[venues.labels(name)] += count
    distinct: dict[str, str] = {}
    for name, _ in names.most_common(_MOST_VENUES):
        if "," not in name and (asked := venues.plain(name)):
            distinct.setdefault(asked, " ".join(_unquoted(name).split()))
    with_word: dict[str, list[tuple[str, ...]]] = {}
    for labels in by_labels:
        for word in {word for label in labels for word in label.split()}:
            with_word.setdefault(word, []).append(labels)
    counts = []
    for asked, shown in distinct.items():
        rarest = min((with_word[word] for word in asked.split()), key=len)
        found = [
            by_labels[labels]
            for labels in rarest
            if any(venues.same(asked, label, False) for label in labels)
        ]
        counts.append((shown, sum(found)))
    return tuple(sorted(counts, key=lambda pair: (-pair[1], pair[0].lower())))


def complete(text: str, cursor: int, facets: Facets, most: int = MOST) -> list[Completion]:
    """What can be offered at `cursor`, the likeliest first; nothing within a word or after a blank."""
    before, after = text[:cursor], text[cursor : cursor + 1]
    if not before or not (after == "" or after.isspace()):
        return []
    *_, token = [None, *tokens(before)]
    if token is None or token.end != len(before) or (token.quoted and not token.open):
        return []
    if not token.name:
        return [] if token.quoted else _field_names(before, token)[:most]
    field = field_named(token.name)
    if field is None or field.name not in _VALUES:
        return []
    typed = before[token.start :].lower()
    found = (
        Completion(f"{field.name}:{value}", token.start, about)
        for value, about in _VALUES[field.name](token.value, facets, most + 1)
    )
    return [offer for offer in found if offer.text.lower() != typed][:most]


def _field_names(text: str, token: Token) -> list[Completion]:
    begun = token.value.lower()
    glued = token.start > 0 and not (token.negated or text[token.start - 1].isspace())
    if glued or len(begun) < _SHORTEST_NAME:
        return []
    return [
        Completion(f"{field.name}:", token.start, field.about)
        for field in FIELDS.values()
        if any(name.startswith(begun) for name in (field.name, *field.aliases))
    ]


def _unquoted(name: str) -> str:
    return "".join(char for char in name if char not in QUOTES)


def _as_value(name: str) -> str:
    """`name` as it can stand after a colon."""
    name = _unquoted(name)
    return f'"{name}"' if any(char.isspace() or char == "," for char in name) else name


def _last_of_several(value: str) -> tuple[str, str, set[str]]:
    """What of "CO,LG,c" stays, what is begun, and what was chosen before."""
    kept, comma, begun = value.rpartition(",")
    return kept + comma, begun.strip().lower(), set(kept.lower().split(","))


@lru_cache(maxsize=1024)
def _name_words(category: str) -> tuple[str, ...]:
    return tuple(words.split(words.fold(categories.name(category) or "")))


def _category_values(value: str, facets: Facets, most: int) -> Iterator[tuple[str, str]]:
    kept, begun, chosen = _last_of_several(value)
    by_code, by_name = [], []
    for label, count in facets.categories:
        written = (label.lower(), categories.short(label).lower())
        if chosen.intersection(written) or (kept and _as_value(label) != label):
            continue
        if any(code.startswith(begun) for code in written):
            by_code.append((label, count))
        elif any(word.startswith(begun) for word in _name_words(label)):
            by_name.append((label, count))
    for label, count in (by_code + by_name)[:most]:
        called = categories.name(label)
        about = f"{called} · {count_of_papers(count)}" if called else count_of_papers(count)
        yield kept + _as_value(label), about


def _year_values(value: str, facets: Facets, most: int) -> Iterator[tuple[str, str]]:
    folded = words.fold(value)
    head = folded.rstrip("0123456789")  # ">=", "2020.."
    begun, first = folded[len(head) :], head[:4]
    least = int(first) if first.isdecimal() else 0
    read = FIELDS["year"].read
    for year, _ in facets.years:
        if most == 0:
            return
        condition = read(f"{head}{year}", False) if read is not None else None
        if not str(year).startswith(begun) or year < least or not isinstance(condition, Bounds):
            continue
        found = sum(count for one, count in facets.years if condition.holds(one))
        if found:
            most -= 1
            yield f"{head}{year}", count_of_papers(found)


def _presence_values(value: str, facets: Facets, most: int) -> Iterator[tuple[str, str]]:
    return _chosen_values(value, facets.has[:most])


def _kind_values(value: str, facets: Facets, most: int) -> Iterator[tuple[str, str]]:
    return _chosen_values(value, facets.kinds[:most])


def _new_values(value: str, facets: Facets, _most: int) -> Iterator[tuple[str, str]]:
    return _chosen_values(value, [("new", facets.new)] if facets.new else [])


def _chosen_values(value: str, counts: Sequence[tuple[str, int]]) -> Iterator[tuple[str, str]]:
    kept, begun, chosen = _last_of_several(value)
    for label, count in counts:
        if label.startswith(begun) and label not in chosen:
            yield kept + label, count_of_papers(count)


def _venue_values(value: str, facets: Facets, most: int) -> Iterator[tuple[str, str]]:
    if "," in value:  # of several, each is written by hand
        return
    begun = venues.plain(value)
    for name, count in facets.venues:
        if most and any(venues.same(begun, label, True) for label in venues.labels(name)):
            most -= 1
            yield _as_value(name), count_of_papers(count)


def _author_values(value: str, facets: Facets, most: int) -> Iterator[tuple[str, str]]:
    begun = " ".join(words.split(words.fold(value)))
    for at in facets.authors.beginning(begun, most):
        yield _as_value(facets.authors.names[at]), count_of_papers(facets.authors.counts[at])


def _score_values(value: str, facets: Facets, _most: int) -> Iterator[tuple[str, str]]:
    if facets.scores is not None and not value:
        low, high = facets.scores
        yield ">", f"scores here go from {low:g} to {high:g}"


def _cites_values(value: str, facets: Facets, _most: int) -> Iterator[tuple[str, str]]:
    if facets.cites is not None and not value:
        low, high = facets.cites
        yield ">", f"papers here are cited {low:,} to {high:,} times"


_VALUES: dict[str, Callable[[str, Facets, int], Iterator[tuple[str, str]]]] = {
    "author": _author_values,
    "cat": _category_values,
    "year": _year_values,
    "score": _score_values,
    "cites": _cites_values,
    "venue": _venue_values,
    "kind": _kind_values,
    "is": _new_values,
    "has": _presence_values,
}
