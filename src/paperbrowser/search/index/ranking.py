"""The order of the papers that matched: by the worth of their words, then by the place of these in the title.

The evidence of a word in a paper is one byte: the fields that hold it, and its share of the abstract.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from math import log
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from paperbrowser.search.index import weights
from paperbrowser.search.index.arrays import TitleWords

TITLE, AUTHOR, ABSTRACT = 1, 2, 4  # bits of fields
ANYWHERE = TITLE | AUTHOR | ABSTRACT
BITS = {"title": TITLE, "author": AUTHOR, "abstract": ABSTRACT}
FIELDS_SHIFT = 5  # the bits of the fields in an evidence byte stand above
MOST_SHARE = 31  # the share of the abstract, 0 to so much

_NOWHERE = -10  # the place of a match that is no single word of the title

_LOOKED_UP = 8  # a paper that is looked up takes so many times as long as one of all
_BLOCKS = 8  # times the greatest values that are wanted, in which these are looked for

Floats = npt.NDArray[np.float32]
Papers = npt.NDArray[np.int64] | slice


# Evidence


def weighed(
    fields: npt.NDArray[np.uint8],
    counts: npt.NDArray[np.uint8],
    papers: npt.NDArray[np.int32],
    lengths: Floats,
    usual: float | None = None,
) -> npt.NDArray[np.uint8]:
    """Return evidence bytes.

    Args:
        fields: bits TITLE, AUTHOR, ABSTRACT; one a posting, as the next two.
        counts: how often the word stands in the abstract.
        papers: the paper of each.
        lengths: words of each paper's abstract.
        usual: the usual number of words; None for the mean of these papers.
    """
    mean = usual if usual is not None else float(lengths.mean()) if len(lengths) else 1.0
    slope = weights.LENGTH_SLOPE
    relative = weights.COUNT_SATURATION * (1 - slope + slope * lengths / max(mean, 1.0))
    counted = counts.astype(np.float32)
    share = np.rint(MOST_SHARE * counted / (counted + relative[papers])).astype(np.uint8)
    return (fields << np.uint8(FIELDS_SHIFT) | share).astype(np.uint8)


@lru_cache(maxsize=512)
def scores(quality: float, fields: int = ANYWHERE) -> npt.NDArray[np.uint8]:
    """Return the score, 0 to 255, of a match for each evidence byte.

    Args:
        quality: worth of the match, 0 to 1.
        fields: bits of the fields that count.

    Returns:
        256 scores, at least 1 where one of the fields holds the word.
    """
    code = np.arange(256)
    held, share = code >> FIELDS_SHIFT & fields, (code & MOST_SHARE) / MOST_SHARE
    value = np.where(held & TITLE, weights.IN_TITLE, 0.0)
    value += np.where(held & AUTHOR, weights.IN_AUTHORS, 0.0)
    in_abstract = np.where(held & TITLE, weights.IN_ABSTRACT_TOO, weights.IN_ABSTRACT)
    value += np.where(held & ABSTRACT, in_abstract * share, 0.0)
    table = np.minimum(value, 1.0) * quality * 255
    return np.where(held, np.maximum(table, 1), 0).astype(np.uint8)


# Order


@dataclass(slots=True)
class Matches:
    """The papers that match one word or phrase of a query.

    Attributes:
        fields: bits of the fields that the word may stand in.
        scores: worth of each paper's best match, 0 for none to 255; uint8, one a paper.
        quality: worth of each spelling as a match, 0 to 255; uint8, one a spelling.
        exact: whether each paper holds the word itself; None when none does.
        apart: like `scores`, of matches that are no single word of the title; None when there are none.
        within: like `scores`, of all other matches.
        near: ids of spellings taken for misspellings.
        joined: the word run together with a neighbour in the query, where papers have it.
        weight: how much the word counts: more, the fewer papers match.
    """

    fields: int
    scores: npt.NDArray[np.uint8]
    quality: npt.NDArray[np.uint8]
    exact: npt.NDArray[np.bool_] | None = None
    apart: npt.NDArray[np.uint8] | None = None
    within: npt.NDArray[np.uint8] = field(default_factory=lambda: np.empty(0, np.uint8))
    near: list[int] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    weight: float = 0.0

    def weigh(self, size: float | None = None, matched: float | None = None) -> None:
        """Set `weight`, when all matches are in.

        Args:
            size: the number of papers that matches are rare among; None for those that are indexed.
            matched: how many of them match.
        """
        if size is None or matched is None:
            size, matched = len(self.scores), int(np.count_nonzero(self.scores))
        self.weight = log(1 + (size - matched + 0.5) / (matched + 0.5)) + weights.LEAST_WEIGHT

    def worth(self, papers: Papers) -> Floats:
        """Return what the word is worth in some papers: `scores` and `exact` times `weight`."""
        worth: Floats = self.scores[papers] * np.float32(self.weight / 255)
        if self.exact is not None:
            worth += self.exact[papers] * np.float32(weights.EXACT * self.weight)
        return worth


@dataclass(frozen=True, slots=True)
class Ranking:
    """Papers in order: the best of them at once, the others when they are asked for.

    Attributes:
        papers: positions of the best, best first; int64.
        scores: of these papers; float32.
        titled: whether the best has every word that may stand there in its title.
        others: positions of the papers that follow, ascending; int64.
        worth: of the others; float32.
    """

    papers: npt.NDArray[np.int64]
    scores: Floats
    titled: bool
    others: npt.NDArray[np.int64]
    worth: Floats

    def following(self) -> tuple[npt.NDArray[np.int64], Floats]:
        """Return the others in order, and the score of each."""
        order = _descending(self.worth)
        return self.others[order], np.minimum(self.worth[order], self.scores[-1])


def rank(
    titles: TitleWords,
    matches: Sequence[Matches],
    papers: npt.NDArray[np.int64],
    stop_words: Sequence[int],
) -> Ranking:
    """Put papers in order.

    Args:
        titles: the words of all titles.
        matches: of each word and phrase of the query, one at least.
        papers: positions of the papers to rank, one at least; int64.
        stop_words: ids of the query's stop words, which help where titles have them.
    """
    # To look most papers up one by one takes longer than to go through all.
    most = len(papers) * _LOOKED_UP > len(matches[0].scores)
    looked_at: Papers = slice(None) if most else papers
    worth = matches[0].worth(looked_at)
    for one in matches[1:]:
        worth += one.worth(looked_at)
    weight = np.float32(sum(one.weight for one in matches))
    exact = [one.exact[looked_at] for one in matches if one.exact is not None]
    if len(exact) == len(matches):
        every = reduce(np.logical_and, exact)
        worth += every.astype(np.float32) * np.float32(weights.ALL_EXACT * weight)
    if most:
        worth = worth[papers]
    top = _greatest(worth, weights.RERANKED)
    may_be_titled = [one for one in matches if one.fields & TITLE]
    bonus, titled = _bonus(titles, may_be_titled, papers[top], stop_words)
    final = (worth[top] + bonus * (weight / 2)).astype(np.float32)
    order = np.argsort(-final, kind="stable")
    others = np.ones(len(papers), np.bool_)
    others[top] = False
    return Ranking(
        papers[top][order],
        final[order],
        bool(titled[order[0]]),
        papers[others],
        worth[others],
    )


def _greatest(values: Floats, count: int) -> npt.NDArray[np.int64]:
    """Return where the greatest values are, so many at most, ascending; of equal ones the first."""
    if len(values) <= count:
        return np.arange(len(values))
    among = np.arange(len(values))
    width = len(values) // (_BLOCKS * count)
    if width > 1:
        # Each of the `count` blocks with the greatest values has one that is not less than `least`.
        blocks = values[: len(values) // width * width].reshape(-1, width).max(axis=1)
        least = np.partition(blocks, -count)[-count]
        among = np.flatnonzero(values >= least)
    some = values[among]
    last = np.partition(some, -count)[-count]
    above = among[some > last]
    equal = among[some == last][: count - len(above)]
    return np.sort(np.concatenate([above, equal]))


def _descending(values: Floats) -> npt.NDArray[np.int64]:
    """Return the order of values from the greatest to the least; equal ones stay in order."""
    # numpy sorts numbers of 16 bits several times as fast as longer ones, so it sorts by halves.
    bits = np.ascontiguousarray(values, np.float32).view(np.int32)
    keys = np.where(bits < 0, bits, bits ^ 0x7FFFFFFF).view(np.uint32)
    lower = np.argsort(keys.astype(np.uint16), kind="stable")
    upper = np.argsort((keys >> np.uint32(16)).astype(np.uint16)[lower], kind="stable")
    order: npt.NDArray[np.int64] = lower[upper]
    return order


def _bonus(
    titles: TitleWords,
    matches: Sequence[Matches],
    papers: npt.NDArray[np.int64],
    stop_words: Sequence[int],
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return what titles add to the scores, in halves of the query's weight, and which hold every word.

    Args:
        titles: the words of all titles.
        matches: of the words that may stand in titles.
        papers: positions; int64.
        stop_words: see `rank`.

    Returns:
        Two arrays, one element a paper.
    """
    if not matches:
        return np.zeros(len(papers), np.float32), np.ones(len(papers), np.bool_)
    rows = _TitleRows.of(titles, papers)
    # A row a word of the query, a column a paper: worth of the best match in the title, and its place.
    placed = [_placed(one, rows, papers) for one in matches]
    qualities, places = np.array([one for one, _ in placed]), np.array([one for _, one in placed])
    present = qualities > 0
    titled = np.logical_and.reduce(present)
    lengths = np.maximum(1, titles.lengths[papers]).astype(np.float32)
    total = np.sum(qualities, axis=0)
    bonus = weights.COVERED * np.minimum(total / 255 / lengths, 1) + weights.ALL_IN_TITLE * titled
    bonus += weights.CLOSE * titled * (total / (255 * len(matches)))
    bonus -= weights.LENGTH * len(matches) * titled * np.log(lengths / weights.USUAL_LENGTH)
    bonus += weights.FROM_THE_START * (present[0] & (places[0] == 0))
    if len(matches) > 1:
        both = present[1:] & present[:-1] & (places[1:] >= 0) & (places[:-1] >= 0)
        distance = places[1:] - places[:-1]
        bonus += weights.ADJACENT * (both & (distance == 1)).mean(axis=0)
        bonus += weights.IN_ORDER * (both & (distance > 0)).mean(axis=0)
        apart = np.array([not one.joined for one in matches[1:]])
        bonus -= weights.SAME_PLACE * (both & (distance == 0) & apart[:, None]).any(axis=0)
    for word in stop_words:
        held: npt.NDArray[np.bool_] = ((rows.words == word) & rows.inside).any(axis=1)
        bonus += weights.STOP_WORDS_HELD * held / len(stop_words)
    return bonus.astype(np.float32), titled


class _TitleRows(NamedTuple):
    """The titles of some papers as a table: a row a paper, a column a word; shorter titles are filled up.

    Attributes:
        words: ids of spellings.
        places: of the words in their titles.
        inside: whether the title has the word.
    """

    words: npt.NDArray[np.integer]
    places: npt.NDArray[np.integer]
    inside: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, titles: TitleWords, papers: npt.NDArray[np.int64]) -> "_TitleRows":
        """Look the titles of `papers` up."""
        starts = titles.starts[papers]
        counts = titles.starts[papers + 1] - starts
        column = np.arange(max(1, int(counts.max())))
        inside = column < counts[:, None]
        at = np.where(inside, starts[:, None] + column, 0)
        if not len(titles.words):
            return cls(np.zeros_like(at), np.zeros_like(at), inside)
        return cls(titles.words[at], titles.places[at], inside)


def _placed(
    matches: Matches, rows: _TitleRows, papers: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """Find the best match of a word of the query in each title.

    Args:
        matches: of the word.
        rows: the titles.
        papers: positions, one a row.

    Returns:
        Worth of the matches, 0 to 255, and their places in the titles; one a paper.
    """
    if len(matches.quality):
        table = np.where(rows.inside, matches.quality[rows.words], np.uint8(0))
    else:
        table = np.zeros_like(rows.words)
    paper = np.arange(len(papers))
    best = table.argmax(axis=1)
    quality, place = table[paper, best], rows.places[paper, best].astype(np.int64)
    if matches.apart is not None:
        apart = matches.apart[papers]
        place = np.where(apart > quality, _NOWHERE, place)
        quality = np.maximum(apart, quality)
    return quality, place
