"""Puts the papers that matched in order: what their words are worth, then how they stand in the title."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from paperbrowser.search.index.evidence import TITLE
from paperbrowser.search.index.lexicon import Arrays
from paperbrowser.search.index.matches import Group

_CANDIDATES = (
    128  # papers whose titles are looked at; the others follow by the worth of their words
)
_ADJACENT, _IN_ORDER, _COVERED, _FROM_THE_START, _ALL_IN_TITLE = 0.11, 0.27, 0.465, 0.023, 0.104
_LENGTH, _USUAL_LENGTH = 0.033, 9
_CLOSE = 0.25
_COMMON_WORDS = 0.156
_SAME_PLACE = 0.2  # what it costs that one word of a title stands for two of the query
_ALL_EXACT = 0.26
_NOWHERE = -10  # the place of a match that is no single word of the title

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Papers, best first, and whether the best has every word that may stand there in its title."""

    papers: npt.NDArray[np.int64]
    scores: Floats
    titled: bool


class Titles:
    """The words of all titles with their places."""

    def __init__(self, arrays: Arrays) -> None:
        self._words = arrays["title.words"]
        self._places = arrays["title.places"]
        self._starts = arrays["title.starts"]
        self._lengths = arrays["title.lengths"]

    def rank(
        self, groups: Sequence[Group], papers: npt.NDArray[np.int64], common: Sequence[int]
    ) -> Ranking:
        """Rank `papers` (one at least) that matched `groups`; `common` words help where titles have them."""
        scores: Floats = groups[0].vector[papers]
        for group in groups[1:]:
            scores += group.vector[papers]
        weight = np.float32(sum(group.weight for group in groups))
        exact = np.ones(len(papers), np.bool_)
        for group in groups:
            exact &= False if group.exact is None else group.exact[papers]
        scores += exact.astype(np.float32) * np.float32(_ALL_EXACT * weight)
        if len(papers) > _CANDIDATES:
            best = np.argpartition(-scores, _CANDIDATES)
            top, rest = best[:_CANDIDATES], best[_CANDIDATES:]
        else:
            top, rest = np.arange(len(papers)), np.empty(0, np.int64)
        may_be_titled = [group for group in groups if group.asked.fields & TITLE]
        bonus, titled = self._bonus(may_be_titled, papers[top], common)
        final = (scores[top] + bonus * (weight / 2)).astype(np.float32)
        order = np.lexsort((papers[top], -final))
        rest = rest[np.lexsort((papers[rest], -scores[rest]))]
        behind = np.minimum(scores[rest], final[order[-1]]).astype(np.float32)
        return Ranking(
            np.concatenate([papers[top][order], papers[rest]]),
            np.concatenate([final[order], behind]),
            bool(titled[order[0]]),
        )

    def _bonus(
        self, groups: Sequence[Group], papers: npt.NDArray[np.int64], common: Sequence[int]
    ) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """What the titles add to the scores (in halves of the words' weight), and which hold every word."""
        if not groups:
            return np.zeros(len(papers), np.float32), np.ones(len(papers), np.bool_)
        starts = self._starts[papers]
        counts = self._starts[papers + 1] - starts
        column = np.arange(max(1, int(counts.max())))
        inside = column < counts[:, None]
        at = np.where(inside, starts[:, None] + column, 0)
        words = self._words[at] if len(self._words) else np.zeros_like(at)
        rows = np.arange(len(papers))
        qualities, places = [], []
        for group in groups:
            quality = (
                np.where(inside, group.quality[words], np.uint8(0))
                if len(group.quality)
                else at * 0
            )
            best = quality.argmax(axis=1)
            quality = quality[rows, best]
            place = self._places[at[rows, best]].astype(np.int64) if len(self._places) else rows
            if group.apart is not None:
                apart = group.apart[papers]
                place = np.where(apart > quality, _NOWHERE, place)
                quality = np.maximum(apart, quality)
            qualities.append(quality)
            places.append(place)
        present = np.array(qualities) > 0
        where = np.array(places)
        titled = np.logical_and.reduce(present)
        lengths = np.maximum(1, self._lengths[papers]).astype(np.float32)
        covered = np.minimum(np.sum(qualities, axis=0) / 255 / lengths, 1)
        bonus = _COVERED * covered + _ALL_IN_TITLE * titled
        bonus += _CLOSE * titled * (np.sum(qualities, axis=0) / (255 * len(groups)))
        bonus -= _LENGTH * len(groups) * titled * np.log(lengths / _USUAL_LENGTH)
        bonus += _FROM_THE_START * (present[0] & (where[0] == 0))
        if len(groups) > 1:
            both = present[1:] & present[:-1] & (where[1:] >= 0) & (where[:-1] >= 0)
            distance = where[1:] - where[:-1]
            bonus += _ADJACENT * (both & (distance == 1)).mean(axis=0)
            bonus += _IN_ORDER * (both & (distance > 0)).mean(axis=0)
            apart = np.array([not group.joined for group in groups[1:]])
            bonus -= _SAME_PLACE * (both & (distance == 0) & apart[:, None]).any(axis=0)
        for word in common:
            held: npt.NDArray[np.bool_] = ((words == word) & inside).any(axis=1)
            bonus += _COMMON_WORDS * held / len(common)
        return bonus.astype(np.float32), titled
