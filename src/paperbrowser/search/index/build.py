"""Build the arrays of an index from papers.

Texts are joined and split many at once, because a call for each word would cost seconds. Papers are taken in
blocks: of each the postings are put in the order of spellings, then all are laid where they belong.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from paperbrowser.papers import display
from paperbrowser.papers.model import Paper
from paperbrowser.papers.words import (
    END,
    fold,
    parts,
    spellings,
    without_signs,
)
from paperbrowser.search.fields import FIELDS
from paperbrowser.search.index import filters, ranking
from paperbrowser.search.index.arrays import AbstractWords, IndexArrays, WordStream
from paperbrowser.search.index.lexicon import Lexicon, Postings, Ragged, by_number
from paperbrowser.search.index.numbering import Numbers
from paperbrowser.search.index.ranking import ABSTRACT, BITS, TITLE
from paperbrowser.search.index.titles import title_arrays, whole_titles
from paperbrowser.system.gc import no_gc
from paperbrowser.system.progress import Progress

_T = TypeVar("_T", bound=np.generic)

_SLICE = 200  # papers; while one is split, no other thread of the program runs
_BLOCK = 20  # slices, whose papers are sorted as one; fewer than 65,536 papers


def build(
    papers: Sequence[Paper],
    progress: Progress | None = None,
    *,
    usual: float | None = None,
    columns: Iterable[str] = FIELDS,
) -> IndexArrays:
    """Return the arrays of an index.

    Args:
        papers: the papers.
        progress: is called with the share that is done.
        usual: the words of a usual abstract, where the papers are some of many; None for their mean.
        columns: the fields that are filters whose values are kept.
    """
    with no_gc():
        return _built(papers, progress or (lambda _part: None), usual, columns)


def _built(
    papers: Sequence[Paper], progress: Progress, usual: float | None, columns: Iterable[str]
) -> IndexArrays:
    collector = _Collector()
    for start in range(0, len(papers), _SLICE):
        collector.take(papers[start : start + _SLICE])
        progress(0.6 * start / len(papers))
    vocabulary = _Vocabulary(collector.words, collector.end)
    postings = _Inverted(vocabulary, len(papers))
    in_titles: list[npt.NDArray[np.int32]] = []
    parts_of: dict[str, list[npt.NDArray[np.int32]]] = {name: [] for name in BITS}
    for words in collector.blocks():
        fields = _Fields.of(words, collector.end)
        postings.take(words, fields)
        for name, bit in BITS.items():
            of_field = words[fields.bits == bit]
            parts_of[name].append(vocabulary.parts.of(of_field)[0])
            if bit == TITLE:
                in_titles.append(of_field)
        progress(0.6 + 0.1 * postings.size / len(papers))
    # The largest arrays are joined, which takes twice their room, before there are others.
    streams = {name: _stream(_joined(some, np.int32)) for name, some in parts_of.items()}
    title_words, pairs, initials = title_arrays(
        _joined(in_titles, np.int32),
        collector.end,
        collector.words,
        vocabulary.number,
        collector.titles,
    )
    progress(0.8)
    values = filters.columns_of(papers, columns)
    progress(0.9)
    lexicon, abstracts = postings.laid(usual)
    arrays = IndexArrays(
        words=lexicon,
        titled=titled_of(lexicon),
        abstracts=abstracts,
        pairs=pairs,
        initials=initials,
        title_words=title_words,
        whole_titles=whole_titles(collector.titles),
        streams=streams,
        columns=values,
    )
    progress(1.0)
    return arrays


class _Collector:
    """The words of papers as numbers, of each paper those of title, authors and abstract.

    Attributes:
        end: the number of the word that closes each text.
        titles: as they are shown.
    """

    def __init__(self) -> None:
        self._numbers = Numbers()
        self._slices: deque[npt.NDArray[np.int32]] = deque()
        self.titles: list[str] = []
        self.end = self._numbers.number(END)

    def take(self, papers: Sequence[Paper]) -> None:
        """Add some papers."""
        titles = [display.title(paper) for paper in papers]
        texts = [
            text
            for title, paper in zip(titles, papers, strict=True)
            for text in (title, ", ".join(display.credited(paper)), display.abstract(paper))
        ]
        folded = (without_signs(fold(text)).replace(END, " ") for text in texts)
        # Joined, as a call for each would cost seconds; apart, as words of ASCII are found much faster.
        found = [
            self._numbers.of(f" {END} ".join([*some, ""]))
            for _, some in groupby(folded, str.isascii)
        ]
        self._slices.append(np.concatenate(found))
        self.titles += titles

    @property
    def words(self) -> list[str]:
        """The words by their numbers."""
        return self._numbers.words

    def blocks(self) -> Iterator[npt.NDArray[np.int32]]:
        """Hand over the words of all papers in order, some thousand papers at once. Can be called once."""
        slices = self._slices
        while slices:
            yield np.concatenate([slices.popleft() for _ in range(min(_BLOCK, len(slices)))])


@dataclass(frozen=True, slots=True)
class _Fields:
    """Places of the words of a block: their fields and papers.

    Attributes:
        bits: of the field of each word; uint8.
        papers: the paper of each word, counted within the block; uint16.
        size: the number of papers.
    """

    bits: npt.NDArray[np.uint8]
    papers: npt.NDArray[np.uint16]
    size: int

    @classmethod
    def of(cls, words: npt.NDArray[np.int32], end: int) -> "_Fields":
        """Find the texts of a block, each closed by `end`."""
        lengths = np.diff(np.flatnonzero(words == end), prepend=-1)
        each = len(BITS)
        size = len(lengths) // each
        return cls(
            np.repeat(np.tile(np.array([*BITS.values()], np.uint8), size), lengths),
            np.repeat(np.arange(size, dtype=np.uint16), lengths.reshape(size, each).sum(axis=1)),
            size,
        )


class _Vocabulary:
    """All spellings of the words as written, sorted and numbered."""

    def __init__(self, written: list[str], end: int) -> None:
        spelled = [spellings(word) for word in written]
        spelled[end] = ()
        self.spellings = sorted({one.encode(errors="replace") for each in spelled for one in each})
        self.number = {one.decode(errors="replace"): at for at, one in enumerate(self.spellings)}
        self.spelled = Ragged([[self.number[one] for one in each] for each in spelled])
        pieces = [
            [self.number.get(one, -1) for one in (each if len(each) == 1 else parts(word))]
            for word, each in zip(written, spelled, strict=True)
        ]
        self.parts = Ragged(pieces)


def _joined(slices: list[npt.NDArray[_T]], kind: type[_T]) -> npt.NDArray[_T]:
    """Join slices. Empties the list, because they may be large."""
    out = np.concatenate(slices) if slices else np.empty(0, kind)
    slices.clear()
    return out


def _stream(words: npt.NDArray[np.int32]) -> WordStream:
    """Return the stream of a field, of which -1 ends each paper."""
    ends = np.flatnonzero(words == -1)
    return WordStream(words, np.concatenate([[0], ends + 1]).astype(np.int64))


@dataclass(frozen=True, slots=True)
class _Portion:
    """The postings of some papers, in the order of spellings.

    Attributes:
        ids: spellings, ascending, each once; int32.
        counts: number of postings of each; int64.
        papers: of each posting the paper, counted within the block; uint16.
        bits: the fields that hold the word; uint8, as long as `papers`.
        counted: how often it stands in the abstract, at most 255; uint8.
    """

    ids: npt.NDArray[np.int32]
    counts: npt.NDArray[np.int64]
    papers: npt.NDArray[np.uint16]
    bits: npt.NDArray[np.uint8]
    counted: npt.NDArray[np.uint8]


class _Inverted:
    """The papers of each spelling, collected block by block.

    Attributes:
        size: the number of papers so far.
    """

    def __init__(self, vocabulary: _Vocabulary, papers: int) -> None:
        self._vocabulary = vocabulary
        self._frequencies = np.zeros(len(vocabulary.spellings), np.int64)
        self._lengths = np.zeros(papers, np.float32)  # words of each abstract
        self._blocks: deque[tuple[int, _Portion]] = deque()
        self.size = 0

    def take(self, words: npt.NDArray[np.int32], fields: _Fields) -> None:
        """Add the papers of a block; their words are numbered as they are written."""
        ids, origins = self._vocabulary.spelled.of(words)
        order = by_number(ids)
        ids, origins = ids[order], origins[order]
        papers, bits = fields.papers[origins], fields.bits[origins]
        # A posting for each spelling and paper, which may come once for each field and word.
        other = ids[1:] != ids[:-1]
        first = np.flatnonzero(np.append(True, other | (papers[1:] != papers[:-1]))[: len(ids)])
        if len(first):
            counts = np.add.reduceat((bits == ABSTRACT).astype(np.int32), first)
            bits = np.bitwise_or.reduceat(bits, first)
        else:
            counts = np.empty(0, np.int32)
        ids, papers = ids[first], papers[first]
        lengths = np.bincount(papers, counts, fields.size)
        self._lengths[self.size : self.size + fields.size] = lengths
        starts = np.flatnonzero(np.append(True, ids[1:] != ids[:-1])[: len(ids)])
        block = _Portion(
            ids[starts],
            np.diff(starts, append=len(ids)),
            papers,
            bits,
            np.minimum(counts, 255).astype(np.uint8),
        )
        self._frequencies[block.ids] += block.counts
        self._blocks.append((self.size, block))
        self.size += fields.size

    def laid(self, usual: float | None) -> tuple[Lexicon, AbstractWords]:
        """Lay all postings where they belong. Can be called once.

        Args:
            usual: see `build`.

        Returns:
            The lexicon of all words, and what is counted in abstracts.
        """
        starts = np.concatenate([[0], np.cumsum(self._frequencies)]).astype(np.int64)
        papers = np.empty(starts[-1], np.int32)
        evidence, counted = np.empty(starts[-1], np.uint8), np.empty(starts[-1], np.uint8)
        if usual is None and self.size:
            usual = float(self._lengths.mean())
        free = starts[:-1].copy()
        while self._blocks:
            before, block = self._blocks.popleft()
            first = np.cumsum(block.counts) - block.counts
            at = np.repeat(free[block.ids] - first, block.counts) + np.arange(len(block.papers))
            free[block.ids] += block.counts
            positions = block.papers + np.int32(before)
            papers[at], counted[at] = positions, block.counted
            evidence[at] = ranking.weighed(
                block.bits, block.counted, positions, self._lengths, usual
            )
        lexicon = Lexicon.of(self._vocabulary.spellings, starts, papers, evidence)
        return lexicon, AbstractWords(counted, self._lengths)


def titled_of(words: Postings) -> Postings:
    """Return those of the postings of words that are of titles."""
    titled = np.flatnonzero(words.evidence & np.uint8(TITLE << ranking.FIELDS_SHIFT))
    starts = np.searchsorted(titled, words.starts)
    return Postings(starts, words.papers[titled], words.evidence[titled])
