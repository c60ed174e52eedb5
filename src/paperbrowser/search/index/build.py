"""Build the arrays of an index from papers.

Texts are joined and split many at once, because a call for each word would cost seconds. A posting is packed
into one integer while they are sorted: word, paper, bits of the field, count.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import count, groupby
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from paperbrowser.papers import display
from paperbrowser.papers.model import Paper
from paperbrowser.papers.words import END, fold, parts, spellings, split
from paperbrowser.search.index import filters, ranking
from paperbrowser.search.index.arrays import AbstractWords, IndexArrays, WordStream
from paperbrowser.search.index.lexicon import Lexicon, Postings, starts_of
from paperbrowser.search.index.ranking import ABSTRACT, AUTHOR, BITS, TITLE
from paperbrowser.search.index.titles import title_arrays, whole_titles
from paperbrowser.system.gc import no_gc
from paperbrowser.system.progress import Progress

_T = TypeVar("_T", bound=np.generic)

_SLICE = 200  # papers; while one is indexed, no other thread of the program runs

# A packed posting, uint64: 24 bits of the word, 28 of the paper, 4 of the field, 8 of the count.
_WORD_SHIFT, _PAPER_SHIFT, _FIELD_SHIFT = np.uint64(40), np.uint64(12), np.uint64(8)
_PAPER_MASK, _COUNT_MASK = np.uint64((1 << 28) - 1), np.uint64(255)
_ALL_BUT_THE_WORD = np.uint64((1 << 40) - 1)


def build(
    papers: Sequence[Paper],
    progress: Progress | None = None,
    *,
    usual: float | None = None,
) -> IndexArrays:
    """Return the arrays of an index.

    Args:
        papers: the papers.
        progress: is called with the share that is done.
        usual: the words of a usual abstract, where the papers are some of many; None for their mean.
    """
    with no_gc():
        return _built(papers, progress or (lambda _part: None), usual)


def _built(papers: Sequence[Paper], progress: Progress, usual: float | None) -> IndexArrays:
    collector = _Collector()
    for start in range(0, len(papers), _SLICE):
        collector.take(papers[start : start + _SLICE])
        progress(0.7 * start / len(papers))
    written = collector.words
    vocabulary = _Vocabulary(written, collector.end)
    words, titled, abstracts = _words(vocabulary, collector.packed(), len(papers), usual)
    progress(0.8)
    title_stream = collector.stream(TITLE)
    title_words, pairs, initials = title_arrays(
        _joined([*title_stream], np.int32),
        collector.end,
        written,
        vocabulary.number,
        collector.titles,
    )
    progress(0.9)
    streams = {}
    for name, bit in BITS.items():
        stream = title_stream if bit == TITLE else collector.stream(bit)
        streams[name] = vocabulary.stream(stream)
    arrays = IndexArrays(
        words=words,
        titled=titled,
        abstracts=abstracts,
        pairs=pairs,
        initials=initials,
        title_words=title_words,
        whole_titles=whole_titles(collector.titles),
        streams=streams,
        columns=filters.columns_of(papers),
    )
    progress(1.0)
    return arrays


class _Collector:
    """Words of papers as numbers. Words as they are written (hyphens and all) are numbered as they come.

    Attributes:
        end: the number of the word that closes each text.
        titles: as they are shown.
    """

    def __init__(self) -> None:
        self._ids: defaultdict[str, int] = defaultdict(count().__next__)
        self._papers = 0
        self._packed: list[npt.NDArray[np.uint64]] = []
        self._streams: dict[int, list[npt.NDArray[np.int32]]] = {bit: [] for bit in BITS.values()}
        self.titles: list[str] = []
        self.end = self._ids[END]

    def take(self, papers: Sequence[Paper]) -> None:
        """Add some papers."""
        titles = [display.title(paper) for paper in papers]
        self._take(TITLE, titles)
        self._take(AUTHOR, [", ".join(display.credited(paper)) for paper in papers])
        self._take(ABSTRACT, [display.abstract(paper) for paper in papers])
        self._papers += len(papers)
        self.titles += titles

    def _take(self, field: int, texts: list[str]) -> None:
        folded = (fold(text).replace(END, " ") + END for text in texts)
        # Joined, as a call for each would cost seconds; apart, as words of ASCII are found much faster.
        words = [word for _, some in groupby(folded, str.isascii) for word in split("".join(some))]
        ids = np.fromiter(map(self._ids.__getitem__, words), np.int32, len(words))
        ends = ids == self.end
        papers = np.cumsum(ends) - ends + self._papers
        inside = ~ends
        packed = ids[inside].astype(np.uint64) << _WORD_SHIFT
        packed |= papers[inside].astype(np.uint64) << _PAPER_SHIFT
        packed, counts = np.unique(packed, return_counts=True)
        packed |= np.uint64(field) << _FIELD_SHIFT | np.minimum(counts, 255).astype(np.uint64)
        self._packed.append(packed)
        self._streams[field].append(ids)

    @property
    def words(self) -> list[str]:
        """The words by their numbers."""
        return list(self._ids)

    def packed(self) -> list[npt.NDArray[np.uint64]]:
        """Hand over all postings by slices, one for each field that holds the word. Can be called once."""
        packed, self._packed = self._packed, []
        return packed

    def stream(self, field: int) -> list[npt.NDArray[np.int32]]:
        """Hand over the words of a field of all papers in order, by slices. Can be called once."""
        stream, self._streams[field] = self._streams[field], []
        return stream


class _Vocabulary:
    """All spellings of the words as written, sorted and numbered."""

    def __init__(self, written: list[str], end: int) -> None:
        spelled = [spellings(word) for word in written]
        spelled[end] = ()
        self.spellings = sorted({one.encode(errors="replace") for each in spelled for one in each})
        self.number = {one.decode(errors="replace"): at for at, one in enumerate(self.spellings)}
        self._spelled = _Ragged([[self.number[one] for one in each] for each in spelled])
        pieces = [
            [self.number.get(one, -1) for one in (each if len(each) == 1 else parts(word))]
            for word, each in zip(written, spelled, strict=True)
        ]
        self._parts = _Ragged(pieces)

    def spelled(self, slices: list[npt.NDArray[np.uint64]]) -> npt.NDArray[np.uint64]:
        """Turn packed postings of words as written into sorted ones of their spellings. Empties `slices`."""
        for at, packed in enumerate(slices):
            rest = packed & _ALL_BUT_THE_WORD
            ids, origins = self._spelled.of((packed >> _WORD_SHIFT).astype(np.int64))
            slices[at] = ids.astype(np.uint64) << _WORD_SHIFT | rest[origins]
        out = _joined(slices, np.uint64)
        out.sort()
        return out

    def stream(self, slices: list[npt.NDArray[np.int32]]) -> WordStream:
        """Return the stream of a field, by its slices."""
        ids = _joined([self._parts.of(one)[0] for one in slices], np.int32)
        ends = np.flatnonzero(ids == -1)
        return WordStream(ids, np.concatenate([[0], ends + 1]).astype(np.int64))


def _joined(slices: list[npt.NDArray[_T]], kind: type[_T]) -> npt.NDArray[_T]:
    """Join slices. Empties the list, because they may be large."""
    out = np.concatenate(slices) if slices else np.empty(0, kind)
    slices.clear()
    return out


class _Ragged:
    """A list of lists of numbers, looked up for many at once."""

    def __init__(self, lists: list[list[int]]) -> None:
        self._counts = np.array([len(one) for one in lists], np.int64)
        self._starts = np.cumsum(self._counts) - self._counts
        self._flat = np.array([number for one in lists for number in one], np.int32)

    def of(
        self, which: npt.NDArray[np.integer]
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
        """Return the numbers of the lists `which`, joined, and for each number its index in `which`."""
        counts = self._counts[which]
        origins = np.repeat(np.arange(len(which)), counts)
        first = np.cumsum(counts) - counts
        at = np.arange(len(origins)) - first[origins] + self._starts[which][origins]
        return self._flat[at], origins


def _words(
    vocabulary: _Vocabulary,
    written: list[npt.NDArray[np.uint64]],
    size: int,
    usual: float | None,
) -> tuple[Lexicon, Postings, AbstractWords]:
    """Return the lexicon of all words, its postings in titles, and what is counted in abstracts.

    Args:
        vocabulary: the spellings.
        written: packed postings of words as written, by slices; emptied.
        size: the number of papers.
        usual: see `build`.
    """
    packed = vocabulary.spelled(written)
    bits = (packed >> _FIELD_SHIFT).astype(np.uint8) & np.uint8(7)
    counts = (packed & _COUNT_MASK).astype(np.float32)
    counts[bits != ABSTRACT] = 0
    packed >>= _PAPER_SHIFT
    places = packed  # word and paper; the same one comes once for each field and spelling
    first = np.flatnonzero(np.concatenate([[True], places[1:] != places[:-1]])[: len(places)])
    if len(first):
        bits, counts = np.bitwise_or.reduceat(bits, first), np.add.reduceat(counts, first)
    places = places[first]
    del packed, first
    papers = (places & _PAPER_MASK).astype(np.int32)
    ids = (places >> (_WORD_SHIFT - _PAPER_SHIFT)).astype(np.int32)
    del places
    lengths = np.bincount(papers, counts, size).astype(np.float32)
    counted = np.minimum(counts, 255).astype(np.uint8)
    del counts
    evidence = ranking.weighed(bits, counted, papers, lengths, usual)
    return (
        Lexicon.of(vocabulary.spellings, ids, papers, evidence),
        titled_of(ids, papers, evidence, len(vocabulary.spellings)),
        AbstractWords(counted, lengths),
    )


def titled_of(
    ids: npt.NDArray[np.int32],
    papers: npt.NDArray[np.int32],
    evidence: npt.NDArray[np.uint8],
    size: int,
) -> Postings:
    """Return the postings that are of titles.

    Args:
        ids: the spelling of each posting.
        papers: of the postings.
        evidence: of the postings.
        size: the number of spellings.
    """
    titled = np.flatnonzero(evidence >> ranking.FIELDS_SHIFT & TITLE)
    return Postings(starts_of(ids[titled], size), papers[titled], evidence[titled])
