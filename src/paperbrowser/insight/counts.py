"""Counts of the values of facets under a query, for thousands of papers at a key."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy

import numpy as np
import numpy.typing as npt

from paperbrowser.insight.choices import Chosen, chosen, without
from paperbrowser.insight.facets import FACETS, Facet, ranges_of
from paperbrowser.papers.marks import NO_MARKS, Marks
from paperbrowser.papers.model import Paper
from paperbrowser.search import venues
from paperbrowser.search.engine import FacetValue
from paperbrowser.search.fields import FIELDS

MOST_VALUES = 200  # of a facet; more are found by typing
_AT_ONCE = 300  # values that are compared with each other one by one
_OF_PEOPLE = ("coauthor",)  # facets whose values are people that may have several names


class FacetTable:
    """The facets of a list of papers with marks, ready to be counted."""

    def __init__(
        self,
        papers: Sequence[Paper],
        marks: Sequence[Marks] = (),
        owner: str = "",
        heads: Mapping[str, str] | None = None,
    ) -> None:
        """Take the values of all papers.

        Args:
            papers: in the order of the positions that are counted.
            marks: one for each paper; empty for none.
            owner: the researcher whose papers they are; no co-author.
            heads: by each name of a co-author who has several the one that they go by.
        """
        self._papers = papers
        self._owner = owner
        self._marks = marks
        self.heads: Mapping[str, str] = heads or {}
        self._tables = self._made(marks, FACETS)

    def _made(self, marks: Sequence[Marks], names: Collection[str]) -> Mapping[str, "_ValueTable"]:
        every = marks or [NO_MARKS] * len(self._papers)
        return {
            name: _ValueTable(FACETS[name], self._papers, every, self._owner, self.heads)
            for name in names
        }

    def with_marks(self, marks: Sequence[Marks]) -> "FacetTable":
        """Return the facets of the same papers with other marks; those of the papers are not taken anew."""
        other = copy(self)
        other._marks = marks
        marked = [name for name, facet in FACETS.items() if facet.marked]
        other._tables = {**self._tables, **self._made(marks, marked)}
        return other

    def with_heads(self, heads: Mapping[str, str]) -> "FacetTable":
        """Return the facets of the same papers with other names folded."""
        other = copy(self)
        other.heads = heads
        other._tables = {**self._tables, **other._made(self._marks, _OF_PEOPLE)}
        return other

    def count(
        self,
        query: str,
        find: Callable[[str], Sequence[int]],
        most: int = MOST_VALUES,
        names: Collection[str] = FACETS.keys(),
    ) -> dict[str, tuple[FacetValue, ...]]:
        """Count the values of each facet under a query.

        Counts of a facet of which the query chooses values are of the query without them: they say what a
        further value would add. A chosen or excluded value is there even at zero, others at zero are not.

        Args:
            query: its text.
            find: finds the positions of papers by the text of a query.
            most: values of each facet, without those that are chosen.
            names: of the facets to count.

        Returns:
            By the names of the facets that have values.
        """
        choices = chosen(query)
        answers: dict[str, Sequence[int]] = {}
        counted: dict[str, tuple[FacetValue, ...]] = {}
        for name, table in self._tables.items():
            if name not in names:
                continue
            choice = choices.get(name, Chosen())
            text = without(query, name) if choice.included else query
            if text not in answers:
                answers[text] = find(text)
            if values := table.count(answers[text], choice, most):
                counted[name] = values
        return counted


class _ValueTable:
    """The values of one facet: pairs of papers and values."""

    def __init__(
        self,
        facet: Facet,
        papers: Sequence[Paper],
        marks: Sequence[Marks],
        owner: str,
        heads: Mapping[str, str],
    ) -> None:
        self.facet = facet
        self.heads = heads if facet.name in _OF_PEOPLE else {}
        own = self.heads.get(venues.plain(owner))
        fullest: dict[str, tuple[str, str]] = {}  # by head, the longest name that papers have
        ids: dict[str, int] = {}
        self.shown: list[str] = []
        holders: list[int] = []
        numbers: list[int] = []
        for at, one in enumerate(zip(papers, marks, strict=True)):
            labels = facet.values(*one, owner)
            values = {label.text: label.shown for label in labels}
            if self.heads and not self.heads.keys().isdisjoint(values):
                values = self._by_head(values, fullest, "" if one[0].people else own)
            for text, shown in values.items():
                if (number := ids.get(text)) is None:
                    number = ids[text] = len(ids)
                    self.shown.append(shown)
                holders.append(at)
                numbers.append(number)
        for head, (_, name) in fullest.items():
            self.shown[ids[head]] = name
        self.ids = ids
        self.texts = [*ids]
        self.holders = np.array(holders, np.int32)
        self.numbers = np.array(numbers, np.int32)
        self.size = len(papers)
        self.amounts = _amounts(facet, papers, marks) if facet.numbers else np.empty(0)
        self.wider = self._wider()
        every = [FacetValue(*each, 0) for each in zip(self.texts, self.shown, strict=True)]
        ranked = sorted(range(len(every)), key=lambda at: self._place(every[at]))
        self.places = np.empty(len(every), np.int64)
        self.places[ranked] = np.arange(len(every))

    def _by_head(
        self, values: Mapping[str, str], fullest: dict[str, tuple[str, str]], own: str | None
    ) -> dict[str, str]:
        """Return the people of a paper by the names that they go by, without the researcher."""
        found: dict[str, str] = {}
        for text, shown in values.items():
            head = self.heads.get(text, text)
            if text in self.heads and head == own:
                continue
            found.setdefault(head, shown)
            if text in self.heads and len(text) > len(fullest.get(head, ("",))[0]):
                fullest[head] = (text, shown)
        return found

    def _wider(self) -> Mapping[int, Sequence[int]]:
        """Return, for values whose filter finds papers of other values too, all of these."""
        field = FIELDS[self.facet.field]
        if field.name not in {"venue", "affiliation", "cat", "of"}:
            return {}
        labels = [_labels(field.name, text) for text in self.texts]
        with_word: dict[str, list[int]] = {}
        for number, names in enumerate(labels):
            for word in {word for name in names for word in name.split()}:
                with_word.setdefault(word, []).append(number)
        found: dict[int, Sequence[int]] = {}
        few = len(self.texts) <= _AT_ONCE
        for number, text in enumerate(self.texts):
            near: Sequence[int] = min((with_word[word] for word in text.split()), key=len)
            if few and field.name == "cat":
                near = range(len(self.texts))
            meant = [at for at in near if any(field.same(text, one, False) for one in labels[at])]
            if meant != [number]:
                found[number] = meant
        return found

    def count(self, positions: Sequence[int], choice: Chosen, most: int) -> tuple[FacetValue, ...]:
        """Count the values of papers at some positions."""
        within = np.zeros(self.size, np.bool_)
        within[np.asarray(positions, np.int64)] = True
        held = within[self.holders]
        counts = np.bincount(self.numbers[held], minlength=len(self.texts))
        for number, meant in self.wider.items():
            if len(meant) > 1 and any(counts[one] for one in meant):
                counts[number] = self._any_of(meant, held)
        facet = self.facet
        places = np.flatnonzero(counts)
        if facet.order == "count":
            order = np.lexsort((self.places[places], -counts[places]))
        else:
            order = np.argsort(self.places[places])
        numbers = dict.fromkeys(places[order][:most].tolist())
        words_chosen = dict.fromkeys((*choice.included, *choice.excluded))
        values = []
        known: set[str] = set()
        for text in words_chosen:
            meant = [at for at, one in enumerate(self.texts) if facet.means(text, one)]
            numbers.update(dict.fromkeys(meant))
            if meant:
                known.add(text)
        for number in numbers:
            text = self.texts[number]
            on = any(facet.means(one, text) for one in choice.included)
            off = any(facet.means(one, text) for one in choice.excluded)
            values.append(FacetValue(text, self.shown[number], int(counts[number]), on, off))
        for text in words_chosen:
            if text not in known and facet.others:
                included = text in choice.included
                count = self._met(text, within, held)
                values.append(FacetValue(text, text, count, included, not included))
        return tuple(sorted(values, key=self._place) if words_chosen else values)

    def _any_of(self, meant: Sequence[int], held: npt.NDArray[np.bool_]) -> int:
        """Return the number of papers with any of some values, each once."""
        return len(np.unique(self.holders[held & np.isin(self.numbers, meant)]))

    def _met(self, text: str, within: npt.NDArray[np.bool_], held: npt.NDArray[np.bool_]) -> int:
        """Return the number of papers that meet a choice that is no value of a paper: initials, a range."""
        if self.facet.numbers:
            met = np.zeros(self.size, np.bool_)
            for one in ranges_of(self.facet.field, text) or ():
                low = self.amounts >= one.low if one.low_counts else self.amounts > one.low
                met |= low & (
                    self.amounts <= one.high if one.high_counts else self.amounts < one.high
                )
            return int(np.count_nonzero(met & within))
        field = FIELDS[self.facet.field]
        text = self.heads.get(text, text)
        meant = [
            at
            for at, other in enumerate(self.texts)
            if any(field.same(text, label, False) for label in _labels(field.name, other))
        ]
        return self._any_of(meant, held) if meant else 0

    def _place(self, value: FacetValue) -> tuple[float, str]:
        facet = self.facet
        if facet.order == "given":
            known = value.text in facet.owned
            return (float(facet.owned.index(value.text)) if known else math.inf), value.text
        if facet.order == "latest":
            ranges = ranges_of(facet.field, value.text)
            return (-(ranges[0].low if ranges else 0)), value.text
        return -value.count, value.shown.casefold()


def _amounts(
    facet: Facet, papers: Sequence[Paper], marks: Sequence[Marks]
) -> npt.NDArray[np.float64]:
    field = FIELDS[facet.field]
    if field.number is not None:
        each = [field.number(paper) for paper in papers]
    else:
        number = field.mark_number
        each = [number(one) if number is not None else None for one in marks]
    return np.array([math.nan if value is None else value for value in each], np.float64)


def _labels(field: str, text: str) -> tuple[str, ...]:
    """Return what a value in a query is compared with."""
    return venues.labels(text) if field == "venue" else (text,)
