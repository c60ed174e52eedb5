"""The matches of one word of a query, and the worth of each.

A word matches itself, longer words that begin with it, words that it may be a misspelling of, two words run
together or one taken apart, and the initials of titles. The numbers are in `weights`.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from math import exp

import numpy as np
import numpy.typing as npt

from paperbrowser.search.index import ranking, weights
from paperbrowser.search.index.arrays import IndexArrays
from paperbrowser.search.index.lexicon import Lexicon, NearSpellings
from paperbrowser.search.index.ranking import ANYWHERE, TITLE, Matches
from paperbrowser.search.index.run_together import titles_with

_KEPT = 64  # words
_OFTEN = 256  # papers of a spelling; those of rarer ones are taken together


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word of a query as the index looks for it.

    Attributes:
        word: its spelling, without hyphens.
        unfinished: it may be the beginning of a word.
        alone: it is the only word of the query, so there is less to recognise a misspelling by.
        leniency: 0 for the word and longer ones, 1 for misspellings too, 2 for those of short words.
        fields: bits of the fields that it may stand in.
        neighbours: the word joined with the one before it, and with the one after it.
        pieces: its parts between hyphens, if there are several.
    """

    word: str
    unfinished: bool = False
    alone: bool = False
    leniency: int = 0
    fields: int = ANYWHERE
    neighbours: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()


def matches_longer(word: str, *, unfinished: bool) -> bool:
    """Return whether longer words that begin with `word` match it."""
    return unfinished or len(word) > weights.SHORT_BEGINNING


@dataclass(frozen=True, slots=True)
class Whole:
    """A library of which an index has some papers, so that words are as rare as they are in all of it.

    Attributes:
        size: the number of its papers.
        words: its words; their postings are counted, but need not be there.
    """

    size: int
    words: Lexicon

    def frequency(self, word: str) -> int:
        """Return the number of its papers that have a word."""
        id_ = self.words.find(word)
        return 0 if id_ is None else self.words.frequency(id_)

    def matched(self, asked: AskedWord, near: Iterable[str], joined: Iterable[str]) -> float:
        """Return about how many of its papers match a word.

        Args:
            asked: the word.
            near: spellings taken for misspellings.
            joined: the word run together with its neighbours.
        """
        matched = self.frequency(asked.word)
        if matches_longer(asked.word, unfinished=asked.unfinished):
            first, last = self.words.beginning(asked.word)
            matched = int(self.words.starts[last] - self.words.starts[first])
        matched += sum(map(self.frequency, {*near, *joined}))
        # Papers may have several of the words, so many at most.
        return self.size * (1 - exp(-matched / max(1, self.size)))


class Matcher:
    """Finds the matches of words, and keeps the latest: the next key of a query changes one word."""

    def __init__(self, arrays: IndexArrays, whole: Whole | None = None) -> None:
        self._size = arrays.size
        self._whole = whole
        self._words = arrays.words
        self._titled = arrays.titled
        self._pairs = arrays.pairs
        self._initials = arrays.initials
        self._title_words = arrays.title_words
        self._kept: OrderedDict[AskedWord, Matches] = OrderedDict()

    def find(self, asked: AskedWord) -> Matches:
        """Return the matches of a word."""
        if asked.leniency == 2 and not _first_longer(asked):
            asked = replace(asked, leniency=1)  # which finds the same
        matches = self._kept.get(asked)
        if matches is None:
            matches = self._kept[asked] = self._found(asked)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(asked)
        return matches

    def _found(self, asked: AskedWord) -> Matches:
        words = self._words
        itself = words.find(asked.word)
        frequency = 0 if itself is None else words.frequency(itself)
        if self._whole is not None:
            frequency = self._whole.frequency(asked.word)
        exists = itself is not None if self._whole is None else frequency > 0
        known = frequency >= weights.KNOWN
        if asked.leniency:
            typed = self.find(replace(asked, leniency=0))
            damping = weights.EDIT_OF_KNOWN if known else 1.0
            frequencies = self._frequencies if self._many else None
            ids, qualities = near_spellings(words, asked, damping, frequencies)
            if not len(ids) and not _may_be_near_pairs(asked, exists=exists):
                return typed
            matches = Matches(
                asked.fields,
                typed.within.copy(),
                typed.quality.copy(),
                typed.exact,
                joined=typed.joined,
            )
            self._add_misspelt(matches, asked, ids, qualities)
        else:
            matches = self._as_typed(asked, itself, known=frequency > 0)
        matches.within = matches.scores
        if asked.fields & TITLE:
            self._add_apart(matches, asked, exists=exists, known=known)
        if self._whole is None:
            matches.weigh()
        else:
            near = map(words.spelling, matches.near)
            matched = self._whole.matched(asked, near, matches.joined)
            matches.weigh(self._whole.size, max(matched, float(np.count_nonzero(matches.scores))))
        return matches

    def _as_typed(self, asked: AskedWord, itself: int | None, *, known: bool) -> Matches:
        """Return the papers with the word as it was typed, or longer; `known` as in `_add_longer`."""
        words = self._words
        matches = Matches(
            asked.fields, np.zeros(self._size, np.uint8), np.zeros(len(words), np.uint8)
        )
        self._add_longer(matches, asked, known=known)
        if itself is not None:
            self._add(matches, asked, itself, itself + 1, 1.0)
            matches.exact = np.zeros(self._size, np.bool_)
            at = words.postings(itself, itself + 1)
            held = ranking.scores(1.0, asked.fields)[words.evidence[at]] > 0
            matches.exact[words.papers[at]] = held
        for joined in asked.neighbours:
            other = words.find(joined)
            if other is not None:
                self._add(matches, asked, other, other + 1, weights.NEIGHBOURS)
                matches.joined.append(joined)
        if asked.pieces:
            self._add_pieces(matches, asked)
        return matches

    def _frequencies(self, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return how many papers have each of some spellings."""
        words, whole = self._words, self._whole
        if whole is None:
            return words.starts[ids + 1] - words.starts[ids]
        spelled = map(words.spelling, ids.tolist())
        return np.fromiter(map(whole.frequency, spelled), np.int64, len(ids))

    @property
    def _many(self) -> bool:
        size = self._size if self._whole is None else self._whole.size
        return size > weights.MANY_PAPERS

    def _add(
        self,
        matches: Matches,
        asked: AskedWord,
        first: int,
        last: int,
        quality: float,
        *,
        only_titles: bool = False,
    ) -> None:
        """Add a range of spellings as matches of one worth.

        Args:
            matches: is added to.
            asked: the word.
            first: the first id.
            last: one past the last id.
            quality: worth of the matches, 0 to 1.
            only_titles: leave out papers that have the spellings elsewhere.
        """
        postings = self._titled if only_titles else self._words
        at = postings.postings(first, last)
        scores = ranking.scores(quality, asked.fields).take(postings.evidence[at])
        np.maximum.at(matches.scores, postings.papers[at], scores)
        some = matches.quality[first:last]
        share = len(asked.word) / np.maximum(self._words.lengths[first:last], 1)
        np.maximum(some, (quality * 255 * _of_begun(share)).astype(np.uint8), out=some)

    def _add_longer(self, matches: Matches, asked: AskedWord, *, known: bool) -> None:
        """Add longer words that begin with the word, which is `known` if a paper has it."""
        if not matches_longer(asked.word, unfinished=asked.unfinished):
            return
        if asked.unfinished:
            quality = weights.BEGINNING_IF_KNOWN if known else weights.BEGINNING
        else:
            quality = weights.FINISHED_BEGINNING_IF_KNOWN if known else weights.FINISHED_BEGINNING
        first, last = self._words.beginning(asked.word)
        short = len(asked.word) <= weights.SHORT_BEGINNING and self._many
        only_titles = short and asked.fields == ANYWHERE
        self._add(matches, asked, first, last, quality, only_titles=only_titles)

    def _add_pieces(self, matches: Matches, asked: AskedWord) -> None:
        """Add papers that hold all parts of a hyphenated word, wherever they stand."""
        words = self._words
        worst = np.full(self._size, 255, np.uint8)
        for at, piece in enumerate(asked.pieces, 1):
            first, last = words.beginning(piece)
            if not (asked.unfinished and at == len(asked.pieces)):
                itself = words.find(piece)
                first, last = (0, 0) if itself is None else (itself, itself + 1)
            postings = words.postings(first, last)
            held = np.zeros(self._size, np.uint8)
            scores = ranking.scores(weights.PIECES, asked.fields)[words.evidence[postings]]
            np.maximum.at(held, words.papers[postings], scores)
            np.minimum(worst, held, out=worst)
        np.maximum(matches.scores, worst, out=matches.scores)

    # Misspellings

    def _add_misspelt(
        self,
        matches: Matches,
        asked: AskedWord,
        ids: npt.NDArray[np.int64],
        qualities: npt.NDArray[np.float32],
    ) -> None:
        """Add words that the word may be a misspelling of, by their ids, with the worth of each."""
        words = self._words
        table = ranking.scores(1.0, asked.fields)
        counts = words.starts[ids + 1] - words.starts[ids]
        often = counts > _OFTEN
        for id_, quality in zip(ids[often].tolist(), qualities[often], strict=True):
            at = words.postings(id_, id_ + 1)
            scaled = np.ceil(table * quality).astype(np.uint8).take(words.evidence[at])
            np.maximum.at(matches.scores, words.papers[at], scaled)
        some, counts = ids[~often], counts[~often]
        first = np.repeat(words.starts[some] - (np.cumsum(counts) - counts), counts)
        at_each = first + np.arange(len(first))
        scores = table.take(words.evidence[at_each])
        scaled = np.ceil(scores * np.repeat(qualities[~often], counts)).astype(np.uint8)
        np.maximum.at(matches.scores, words.papers[at_each], scaled)
        matches.quality[ids] = np.maximum(matches.quality[ids], (qualities * 255).astype(np.uint8))
        matches.near = ids.tolist()

    # Matches that are no single word of a title

    def _add_apart(self, matches: Matches, asked: AskedWord, *, exists: bool, known: bool) -> None:
        """Add titles with the word as two neighbours, or as their initials.

        Args:
            matches: is added to.
            asked: the word.
            exists: a paper has the word itself.
            known: enough papers have it that it is no misspelling.
        """
        apart = np.zeros(self._size, np.uint8)
        self._add_pairs(apart, asked, exists=exists)
        word = asked.word
        initial = weights.FEWEST_INITIALS <= len(word) <= weights.MOST_INITIALS_ASKED
        if initial and not known and word.isalpha():
            self._add_initials(apart, word)
        if apart.any():
            matches.apart = apart
            matches.scores = np.maximum(matches.scores, apart)

    def _add_pairs(self, apart: npt.NDArray[np.uint8], asked: AskedWord, *, exists: bool) -> None:
        """Add titles with the word as two neighbours to `apart`; see `_add_apart`."""
        word, pairs = asked.word, self._pairs

        def add(first: int, last: int, quality: float) -> None:
            papers = pairs.papers[pairs.postings(first, last)]
            value = ranking.scores(quality)[TITLE << ranking.FIELDS_SHIFT]
            apart[papers] = np.maximum(apart[papers], value)

        if len(word) < weights.PAIR_FROM:
            return
        itself = pairs.find(word)
        if itself is not None:
            add(itself, itself + 1, weights.PAIR)
        if len(word) >= weights.PAIR_BEGINNING_FROM and asked.unfinished:
            add(*pairs.beginning(word), weights.PAIR_BEGINNING)
        if _may_be_near_pairs(asked, exists=exists) and not apart.any():
            for id_ in pairs.near(word, 1, same_initial=True).ids.tolist():
                add(id_, id_ + 1, weights.PAIR_EDIT)
        if not exists and len(word) >= weights.RUN_FROM and not apart.any():
            papers = titles_with(
                word, self._words, self._titled, self._title_words, unfinished=asked.unfinished
            )
            apart[papers] = ranking.scores(weights.RUN)[TITLE << ranking.FIELDS_SHIFT]

    def _add_initials(self, apart: npt.NDArray[np.uint8], word: str) -> None:
        """Add titles whose initials begin with the word to `apart`."""
        initials = self._initials
        first, last = initials.beginning(word)
        at = initials.postings(first, last)
        counts = np.diff(initials.starts[first : last + 1])
        lengths = np.repeat(initials.lengths[first:last], counts)
        few = weights.FEW_OF_THE_INITIALS
        share = few + (1 - few) * len(word) / lengths
        np.maximum.at(apart, initials.papers[at], (initials.evidence[at] * share).astype(np.uint8))


def _may_be_near_pairs(asked: AskedWord, *, exists: bool) -> bool:
    """Return whether the word, which `exists` if a paper has it, may be two neighbours misspelt."""
    return asked.leniency > 0 and not exists and len(asked.word) >= weights.PAIR_EDIT_FROM


def near_spellings(
    words: Lexicon,
    asked: AskedWord,
    damping: float,
    frequencies: Callable[[npt.NDArray[np.int64]], npt.NDArray[np.int64]] | None = None,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """Find spellings that the word may be a misspelling of.

    Args:
        words: all words.
        asked: the word.
        damping: factor of their worth.
        frequencies: returns how many papers have each spelling, by ids, where papers are many; a single short
            word is taken for no rare one then.

    Returns:
        Their ids, ascending, and the worth of each, 0 to 1.
    """
    word = asked.word
    digits = _digits(word)
    letters = len(word) - len(digits)
    shortest = weights.SHORTEST_EDITED
    if asked.leniency == 1 and _first_longer(asked):
        shortest = weights.SHORTEST_EDITED_STRICTLY
    quality = np.zeros(len(words), np.float32)

    def take(near: NearSpellings, worth: float) -> None:
        one, two = weights.ONE_EDIT * worth, weights.TWO_EDITS * worth
        by_edits = np.where(near.edits == 1, one, two)
        quality[near.ids] = np.maximum(quality[near.ids], by_edits * damping)

    if letters >= shortest:
        edits = 1 if letters < weights.TWO_EDITS_FROM else 2
        same_initial = letters <= weights.SAME_INITIAL_TO
        take(words.near(word, edits, same_initial=same_initial), 1.0)
        if asked.unfinished and letters >= (
            weights.EDITED_BEGINNING_FROM if asked.alone else shortest
        ):
            take(words.near_beginning(word, edits), weights.UNFINISHED_EDIT)
    ids = np.flatnonzero(quality > 0)
    if digits:
        same = [_digits(words.spelling(int(id_))) == digits for id_ in ids]
        ids = ids[np.array(same, np.bool_)]
    if asked.alone and letters < weights.TWO_EDITS_FROM and frequencies is not None:
        ids = ids[frequencies(ids) >= weights.WIDELY_KNOWN]
    found = quality[ids]
    if asked.unfinished:
        share = np.minimum(len(word) / np.maximum(words.lengths[ids], 1), 1.0)
        found *= _of_begun(share).astype(np.float32)
    first, last = words.beginning(word[0])
    found[(ids < first) | (ids >= last)] *= np.float32(weights.OTHER_INITIAL)
    return ids, found


def _first_longer(asked: AskedWord) -> bool:
    """Return whether the word must be longer at leniency 1 than at 2 to be taken for a misspelling."""
    return asked.alone or not asked.unfinished


def _of_begun(share: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the factor for longer words of which this share, 0 to 1, was typed."""
    return weights.BARELY_BEGUN + (1 - weights.BARELY_BEGUN) * share


def _digits(word: str) -> str:
    return "".join(char for char in word if char.isdigit())
