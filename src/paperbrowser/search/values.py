"""The values that papers have of a search field, counted, and offered to complete a query with.

Papers are counted once, in a thread where they are many. Offers are made at each key, in a time that does not
grow with the papers. The count of a value is the number of papers that a filter with it finds.
"""

import datetime
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from paperbrowser.papers import categories, display, words
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.marks import Marks
from paperbrowser.papers.model import Paper
from paperbrowser.papers.names import GROUP_WORDS, SUFFIX_WORDS
from paperbrowser.search import venues
from paperbrowser.search.conditions import QUOTES, read_year, same_category

_MOST_VENUES = 50  # that are offered
_MOST_CATEGORIES = 200  # distinct ones that are offered; a source of nonsense may have any number
_SORTED = 20_000  # names sorted by count at a key; beyond that, the frequent ones are tried first
_NO_SURNAMES = SUFFIX_WORDS | GROUP_WORDS


class FieldValues(Protocol):
    """The values that the papers of a profile have of one search field."""

    def offers(self, value: str) -> Iterator[tuple[str, str]]:
        """Yield what may stand in place of `value`, likeliest first, each with what it finds in words."""
        ...


# Counts the values of a field in papers. Those are new that were added after the day, if there is one.
Count = Callable[[Sequence[Paper], datetime.date | None], FieldValues]


def as_value(name: str) -> str:
    """Return `name` as it can stand after a colon."""
    name = _unquoted(name)
    return f'"{name}"' if any(char.isspace() or char == "," for char in name) else name


def _unquoted(name: str) -> str:
    return "".join(char for char in name if char not in QUOTES)


def _last_of_several(value: str) -> tuple[str, str, set[str]]:
    """Split "CO,LG,c" into the text that stays, the value that is begun, and those chosen before."""
    kept, comma, begun = value.rpartition(",")
    return kept + comma, begun.strip().lower(), set(kept.lower().split(","))


# Fixed values, and numbers


@dataclass(frozen=True, slots=True)
class LabelCounts:
    """Values of a fixed set, each with its number of papers, most frequent first."""

    counts: Sequence[tuple[str, int]]

    def offers(self, value: str) -> Iterator[tuple[str, str]]:
        """Yield the values that begin like the last of several."""
        kept, begun, chosen = _last_of_several(value)
        for label, count in self.counts:
            if label.lower().startswith(begun) and label.lower() not in chosen:
                yield kept + as_value(label), count_of_papers(count)


def count_labels(labels: Callable[[Paper], Iterable[str]]) -> Count:
    """Return how to count the labels that each paper has."""

    def count(papers: Sequence[Paper], _since: datetime.date | None) -> LabelCounts:
        found = Counter(label for paper in papers for label in labels(paper))
        return LabelCounts(found.most_common())

    return count


def count_mark_labels(
    labels: Callable[[Marks], Iterable[str]],
) -> Callable[[Sequence[Marks]], LabelCounts]:
    """Return how to count the labels that marks give papers."""

    def count(every: Sequence[Marks]) -> LabelCounts:
        found = Counter(label for marks in every for label in labels(marks))
        return LabelCounts(found.most_common())

    return count


def count_new(papers: Sequence[Paper], since: datetime.date | None) -> LabelCounts:
    """Count the papers that came when the profile was fetched last."""
    new = sum(
        since is not None and paper.added is not None and paper.added > since for paper in papers
    )
    return LabelCounts([("new", new)] if new else [])


@dataclass(frozen=True, slots=True)
class Extent:
    """The least and the greatest number of a field, as a sentence; None where no paper has one."""

    sentence: str | None

    def offers(self, value: str) -> Iterator[tuple[str, str]]:
        """Yield ">" where nothing was typed yet."""
        if self.sentence is not None and not value:
            yield ">", self.sentence


def count_extent(number: Callable[[Paper], float | None], sentence: str) -> Count:
    """Return how to find the least and the greatest number, which `sentence` is formatted with."""

    def count(papers: Sequence[Paper], _since: datetime.date | None) -> Extent:
        numbers = [found for paper in papers if (found := number(paper)) is not None]
        return Extent(sentence.format(min(numbers), max(numbers)) if numbers else None)

    return count


@dataclass(frozen=True, slots=True)
class YearCounts:
    """Years of publication, each with its number of papers, newest first."""

    counts: Sequence[tuple[int, int]]

    def offers(self, value: str) -> Iterator[tuple[str, str]]:
        """Yield years, and ranges of which the first half was typed: ">=", "2020.."."""
        folded = words.fold(value)
        head = folded.rstrip("0123456789")
        begun, first = folded[len(head) :], head[:4]
        least = int(first) if first.isdecimal() else 0
        for year, _ in self.counts:
            condition = read_year(f"{head}{year}", False)
            if not str(year).startswith(begun) or year < least or condition is None:
                continue
            found = sum(count for one, count in self.counts if condition.holds(one))
            if found:
                yield f"{head}{year}", count_of_papers(found)


def count_years(papers: Sequence[Paper], _since: datetime.date | None) -> YearCounts:
    """Count the years of publication."""
    years = Counter(paper.date.year for paper in papers if paper.date)
    return YearCounts(sorted(years.items(), reverse=True))


# Categories


@dataclass(frozen=True, slots=True)
class CategoryCounts:
    """Categories as the source writes them, each with its number of papers, most frequent first."""

    counts: Sequence[tuple[str, int]]

    def offers(self, value: str) -> Iterator[tuple[str, str]]:
        """Yield categories by the beginning of their codes, then by that of a word of their names."""
        kept, begun, chosen = _last_of_several(value)
        by_code, by_name = [], []
        for label, count in self.counts:
            written = (label.lower(), categories.short(label).lower())
            if chosen.intersection(written) or (kept and as_value(label) != label):
                continue
            if any(code.startswith(begun) for code in written):
                by_code.append((label, count))
            elif any(word.startswith(begun) for word in _words_of_category(label)):
                by_name.append((label, count))
        for label, count in by_code + by_name:
            called = categories.name(label)
            about = f"{called} · {count_of_papers(count)}" if called else count_of_papers(count)
            yield kept + as_value(label), about


@lru_cache(maxsize=1024)
def _words_of_category(label: str) -> tuple[str, ...]:
    return tuple(words.split(words.fold(categories.name(label) or "")))


def count_categories(papers: Sequence[Paper], _since: datetime.date | None) -> CategoryCounts:
    """Count the categories; those that differ in case or blanks only are one."""
    labels = Counter(paper.category for paper in papers if paper.category)
    distinct: dict[str, str] = {}
    for label, _ in labels.most_common(_MOST_CATEGORIES):
        if not set(QUOTES) & set(label):
            distinct.setdefault(label.strip().lower(), label.strip())
    counts = []
    for value, shown in distinct.items():
        found = sum(labels[label] for label in labels if same_category(value, label, False))
        counts.append((shown, found))
    return CategoryCounts(sorted(counts, key=_most_first))


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0].lower()


# Venues


@dataclass(frozen=True, slots=True)
class VenueCounts:
    """Venues as the source writes them, each with its number of papers, most frequent first."""

    counts: Sequence[tuple[str, int]]

    def offers(self, value: str) -> Iterator[tuple[str, str]]:
        """Yield venues by the beginning of a word or of their initials."""
        if "," in value:  # several venues are typed by hand
            return
        begun = venues.plain(value)
        for name, count in self.counts:
            if any(venues.same(begun, label, True) for label in venues.labels(name)):
                yield as_value(name), count_of_papers(count)


def count_venues(papers: Sequence[Paper], _since: datetime.date | None) -> VenueCounts:
    """Count the frequent venues; a venue counts for each that its filter finds."""
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
    return VenueCounts(sorted(counts, key=_most_first))


# Authors


@dataclass(frozen=True, slots=True)
class AuthorCounts:
    """Authors' names, most frequent first, and the words that they are found by.

    Attributes:
        names: as written, and surnames that several names share.
        counts: papers of each name.
        words: folded words of the names, and whole names, sorted.
        owners: the index in `names` for each of `words`.
    """

    names: Sequence[str]
    counts: Sequence[int]
    words: Sequence[str]
    owners: Sequence[int]

    def offers(self, value: str) -> Iterator[tuple[str, str]]:
        """Yield names by the beginning of a word or of the whole, most frequent first."""
        for at in self._beginning(" ".join(words.split(words.fold(value)))):
            yield as_value(self.names[at]), count_of_papers(self.counts[at])

    def _beginning(self, begun: str) -> Iterator[int]:
        first = bisect_left(self.words, begun)
        last = bisect_left(self.words, begun + "\U0010ffff")
        if last - first <= _SORTED:
            yield from sorted(set(self.owners[first:last]))
            return
        for at, name in enumerate(self.names):
            if any(key.startswith(begun) for key in _keys(words.split(words.fold(name)))):
                yield at


def _keys(folded: Sequence[str]) -> Set[str]:
    """Return the texts that a name is found by: its words, and all of them."""
    return {*folded, " ".join(folded)}


def count_authors(papers: Sequence[Paper], _since: datetime.date | None) -> AuthorCounts:
    """Count the papers of each author, and those of each surname that several authors share."""
    counts = Counter(name for paper in papers for name in dict.fromkeys(display.credited(paper)))
    folded = {name: words.split(words.fold(name)) for name in counts}
    found_by = {name: _keys(parts) for name, parts in folded.items()}
    for surname, written, count in _shared_surnames(papers, folded):
        counts[written] = count
        found_by[written] = {surname}
    ranked = [name for name, _ in counts.most_common()]
    keys = _sorted_keys([found_by[name] for name in ranked])
    return AuthorCounts(
        ranked,
        [counts[name] for name in ranked],
        [key for key, _ in keys],
        [at for _, at in keys],
    )


def _shared_surnames(
    papers: Sequence[Paper], folded: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str, int]]:
    """Yield the surnames that several names end in: folded, as written, and their number of papers.

    Args:
        papers: the papers.
        folded: the folded words of each name.
    """
    surname_of = {
        name: parts[-1] for name, parts in folded.items() if parts and parts[-1] not in _NO_SURNAMES
    }
    names = Counter(surname_of.values())
    shown: dict[str, str] = {}
    for name, surname in surname_of.items():
        written = name.split()[-1]
        if names[surname] > 1 and words.split(words.fold(written)) == [surname]:
            shown.setdefault(surname, written)
    bearers = Counter(
        surname
        for paper in papers
        for surname in dict.fromkeys(surname_of.get(name, "") for name in display.credited(paper))
        if surname in shown
    )
    for surname, count in bearers.items():
        yield surname, shown[surname], count


def _sorted_keys(found_by: Sequence[Set[str]]) -> list[tuple[str, int]]:
    """Return the keys of all names with the index of the name, sorted.

    They are sorted in portions: one sort of them all would keep the keyboard waiting for most of a second.
    """
    portions: dict[str, list[tuple[str, int]]] = {}
    for at, keys in enumerate(found_by):
        for key in keys:
            portions.setdefault(key[:2], []).append((key, at))
    return [pair for start in sorted(portions) for pair in sorted(portions[start])]
