"""What a word of a query may stand for, and what each match is worth.

It may be the word itself, its beginning, a misspelling, two neighbours run together, or a title's initials.
All weights were found by trying (tests/bench/search.py); the word itself counts 1.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from math import log

import numpy as np
import numpy.typing as npt

from paperbrowser.search.index import evidence
from paperbrowser.search.index.evidence import ANYWHERE, TITLE
from paperbrowser.search.index.lexicon import Arrays, Lexicon, Near

_BEGINNING, _BEGINNING_OF_KNOWN = 0.503, 0.728  # of the word that is being typed
_FINISHED, _FINISHED_KNOWN = 0.554, 0.43  # of a word that was typed to its end
_BARELY_BEGUN = 0.6  # what a beginning is worth in a title when almost all of the word is missing
_ONE_EDIT, _TWO_EDITS, _UNFINISHED_EDIT = 0.313, 0.193, 0.523
_OF_KNOWN = 0.48  # another word than the one that was typed, when that one exists
_OTHER_INITIAL = 0.75
_NEIGHBOURS, _PAIR, _PAIR_BEGINNING, _PAIR_EDIT = 0.95, 1, 0.75, 0.6
_PIECES = 0.7  # of a hyphenated word, standing apart
_INITIALS_SHARE = 0.85  # what initials count when they are few of a long title's; all count 1
_EXACT = 0.488  # what the word itself counts more, for each weight of the word
_LEAST_WEIGHT = 1.2
_KNOWN_FROM = 3  # papers; a rarer word may be a misspelling itself
_WIDELY_KNOWN_FROM = 10  # papers; a single short word is taken for no rarer one
_SHORT = 2  # letters; beginnings so short are looked for in titles only, if papers are many
_MANY = 2_000  # papers
_KEPT = 64


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of a query as the index is asked for it.

    Attributes:
        word: its spelling, hyphens dropped.
        unfinished: it may be the beginning of what is meant.
        alone: nothing else is asked for; there is less to tell a misspelling by.
        leniency: 0 for the word and its beginnings, 1 for misspellings too, 2 for those of short words.
        fields: where it may stand.
        neighbours: the word joined with the one before it, and with the one behind it.
        pieces: what stood between hyphens, when there were any.
    """

    word: str
    unfinished: bool = False
    alone: bool = False
    leniency: int = 0
    fields: int = ANYWHERE
    neighbours: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()


def begins(asked: Asked) -> bool:
    """Whether words that begin with it are taken for it."""
    return asked.unfinished or len(asked.word) > _SHORT


@dataclass(slots=True)
class Group:
    """What was found for a word.

    Attributes:
        asked: the word.
        scores: for each paper what the best match is worth, 0 to 255.
        exact: for each paper whether it holds the word itself; None when no paper does.
        quality: for each spelling of the index how good a match it is, 0 to 255.
        apart: like `scores`, of matches that are no single word of the title; None when there are none.
        near: spellings taken for misspellings.
        weight: how much the word tells: more, the fewer papers match.
        vector: `scores` and `exact` by `weight`.
    """

    asked: Asked
    scores: npt.NDArray[np.uint8]
    quality: npt.NDArray[np.uint8]
    exact: npt.NDArray[np.bool_] | None = None
    apart: npt.NDArray[np.uint8] | None = None
    near: list[int] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    weight: float = 0.0
    vector: npt.NDArray[np.float32] = field(default_factory=lambda: np.empty(0, np.float32))

    def weigh(self) -> None:
        """Set `weight` and `vector`, when all matches are in."""
        size, matched = len(self.scores), int(np.count_nonzero(self.scores))
        self.weight = log(1 + (size - matched + 0.5) / (matched + 0.5)) + _LEAST_WEIGHT
        self.vector = self.scores * np.float32(self.weight / 255)
        if self.exact is not None:
            self.vector += self.exact * np.float32(_EXACT * self.weight)


class Groups:
    """Finds groups, and keeps those asked for last: the next letter of a query changes one word."""

    def __init__(self, arrays: Arrays) -> None:
        self._size = int(arrays["size"][0])
        self.words = Lexicon(arrays, "words")
        self._pairs = Lexicon(arrays, "pairs")
        self._initials = Lexicon(arrays, "initials")
        self._titled = (arrays["titled.starts"], arrays["titled.papers"], arrays["titled.evidence"])
        self._kept: OrderedDict[Asked, Group] = OrderedDict()

    def find(self, asked: Asked) -> Group:
        """The group of a word."""
        group = self._kept.get(asked)
        if group is None:
            group = self._kept[asked] = self._found(asked)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(asked)
        return group

    def _found(self, asked: Asked) -> Group:
        group = Group(asked, np.zeros(self._size, np.uint8), np.zeros(len(self.words), np.uint8))
        itself = self.words.find(asked.word)
        frequency = 0 if itself is None else self.words.frequency(itself)
        self._add_beginnings(group, known=frequency > 0)
        if itself is not None:
            self._add(group, itself, itself + 1, 1.0)
            group.exact = np.zeros(self._size, np.bool_)
            at = self.words.postings(itself, itself + 1)
            held = evidence.scores(1.0, asked.fields)[self.words.evidence[at]] > 0
            group.exact[self.words.papers[at][held]] = True
        for joined in asked.neighbours:
            other = self.words.find(joined)
            if other is not None:
                self._add(group, other, other + 1, _NEIGHBOURS)
                group.joined.append(joined)
        if asked.pieces:
            self._add_pieces(group)
        if asked.leniency:
            self._add_near(group, damping=_OF_KNOWN if frequency >= _KNOWN_FROM else 1.0)
        if asked.fields & TITLE:
            self._add_apart(group, itself is not None, known=frequency >= _KNOWN_FROM)
        group.weigh()
        return group

    def _add_beginnings(self, group: Group, *, known: bool) -> None:
        asked = group.asked
        if not begins(asked):
            return
        if asked.unfinished:
            quality = _BEGINNING_OF_KNOWN if known else _BEGINNING
        else:
            quality = _FINISHED_KNOWN if known else _FINISHED
        first, last = self.words.beginning(asked.word)
        only_titles = len(asked.word) <= _SHORT and self._size > _MANY and asked.fields == ANYWHERE
        self._add(group, first, last, quality, only_titles=only_titles)

    def _add(
        self, group: Group, first: int, last: int, quality: float, *, only_titles: bool = False
    ) -> None:
        """Count the spellings from `first` to before `last` as matches of this quality."""
        starts, papers, codes = (
            self._titled
            if only_titles
            else (self.words.starts, self.words.papers, self.words.evidence)
        )
        at = slice(int(starts[first]), int(starts[last]))
        scores = evidence.scores(quality, group.asked.fields)[codes[at]]
        np.maximum.at(group.scores, papers[at], scores)
        some = group.quality[first:last]
        shown = len(group.asked.word) / np.maximum(self.words.lengths[first:last], 1)
        fitting = (quality * 255 * (_BARELY_BEGUN + (1 - _BARELY_BEGUN) * shown)).astype(np.uint8)
        np.maximum(some, fitting, out=some)

    def _add_pieces(self, group: Group) -> None:
        """Count papers that hold all pieces of a hyphenated word, wherever they stand."""
        asked = group.asked
        worst = np.full(self._size, 255, np.uint8)
        for at, piece in enumerate(asked.pieces, 1):
            first, last = self.words.beginning(piece)
            if not (asked.unfinished and at == len(asked.pieces)):
                itself = self.words.find(piece)
                first, last = (0, 0) if itself is None else (itself, itself + 1)
            postings = self.words.postings(first, last)
            held = np.zeros(self._size, np.uint8)
            scores = evidence.scores(_PIECES, asked.fields)[self.words.evidence[postings]]
            np.maximum.at(held, self.words.papers[postings], scores)
            np.minimum(worst, held, out=worst)
        np.maximum(group.scores, worst, out=group.scores)

    def _add_near(self, group: Group, damping: float) -> None:
        ids, qualities = self._near(group.asked, damping)
        counts = self.words.starts[ids + 1] - self.words.starts[ids]
        first = np.repeat(self.words.starts[ids] - (np.cumsum(counts) - counts), counts)
        at = first + np.arange(len(first))
        scores = evidence.scores(1.0, group.asked.fields)[self.words.evidence[at]]
        scaled = np.ceil(scores * np.repeat(qualities, counts)).astype(np.uint8)
        np.maximum.at(group.scores, self.words.papers[at], scaled)
        group.quality[ids] = np.maximum(group.quality[ids], (qualities * 255).astype(np.uint8))
        group.near = ids.tolist()

    def _near(
        self, asked: Asked, damping: float
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """Spellings that the word may be a misspelling of, and how good a match each is."""
        word = asked.word
        digits = _digits(word)
        letters = len(word) - len(digits)
        shortest = 4 if asked.leniency == 1 and (asked.alone or not asked.unfinished) else 3
        quality = np.zeros(len(self.words), np.float32)

        def take(near: Near, worth: float) -> None:
            by_edits = np.where(near.edits == 1, _ONE_EDIT * worth, _TWO_EDITS * worth)
            quality[near.ids] = np.maximum(quality[near.ids], by_edits * damping)

        if letters >= shortest:
            edits = 1 if letters < 8 else 2
            take(self.words.near(word, edits, same_initial=letters <= 4), 1.0)
            if asked.unfinished and letters >= (6 if asked.alone else shortest):
                take(self.words.near_beginning(word, edits), _UNFINISHED_EDIT)
        ids = np.flatnonzero(quality > 0)
        if digits:
            same = [_digits(self.words.spelling(int(id_))) == digits for id_ in ids]
            ids = ids[np.array(same, np.bool_)]
        if asked.alone and letters < 8 and self._size > _MANY:
            ids = ids[self.words.starts[ids + 1] - self.words.starts[ids] >= _WIDELY_KNOWN_FROM]
        found = quality[ids]
        if asked.unfinished:
            shown = np.minimum(len(word) / np.maximum(self.words.lengths[ids], 1), 1.0)
            found *= (_BARELY_BEGUN + (1 - _BARELY_BEGUN) * shown).astype(np.float32)
        first, last = self.words.beginning(word[0])
        found[(ids < first) | (ids >= last)] *= np.float32(_OTHER_INITIAL)
        return ids, found

    def _add_apart(self, group: Group, exists: bool, *, known: bool) -> None:
        """Count neighbours in a title that were run together, and its initials."""
        asked, word = group.asked, group.asked.word
        apart = np.zeros(self._size, np.uint8)

        def pairs(first: int, last: int, quality: float) -> None:
            at = self._pairs.postings(first, last)
            value = evidence.scores(quality)[TITLE << 5 | 20]
            apart[self._pairs.papers[at]] = np.maximum(apart[self._pairs.papers[at]], value)

        if len(word) >= 4:
            itself = self._pairs.find(word)
            if itself is not None:
                pairs(itself, itself + 1, _PAIR)
            if len(word) >= 7 and asked.unfinished:
                pairs(*self._pairs.beginning(word), _PAIR_BEGINNING)
            if asked.leniency and not exists and len(word) >= 8 and not apart.any():
                for id_ in self._pairs.near(word, 1, same_initial=True).ids.tolist():
                    pairs(id_, id_ + 1, _PAIR_EDIT)
        if 3 <= len(word) <= 8 and not known and word.isalpha():
            initials = self._initials
            first, last = initials.beginning(word)
            at = initials.postings(first, last)
            lengths = np.repeat(
                initials.lengths[first:last], np.diff(initials.starts[first : last + 1])
            )
            share = _INITIALS_SHARE + (1 - _INITIALS_SHARE) * len(word) / lengths
            np.maximum.at(
                apart, initials.papers[at], (initials.evidence[at] * share).astype(np.uint8)
            )
        if apart.any():
            group.apart = apart
            np.maximum(group.scores, apart, out=group.scores)


def _digits(word: str) -> str:
    return "".join(char for char in word if char.isdigit())
