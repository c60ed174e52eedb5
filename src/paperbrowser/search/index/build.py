"""From papers to the arrays of an index: what stands where, sorted so that a search reads slices."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from paperbrowser.papers import display
from paperbrowser.papers.model import Paper
from paperbrowser.papers.words import parts, spellings
from paperbrowser.search.index import evidence, filters
from paperbrowser.search.index.collecting import (
    COUNT_MASK,
    FIELD_SHIFT,
    PAPER_MASK,
    PAPER_SHIFT,
    WORD_SHIFT,
    Collector,
)
from paperbrowser.search.index.evidence import ABSTRACT, AUTHOR, TITLE
from paperbrowser.search.index.lexicon import Arrays, lexicon_arrays, starts_of
from paperbrowser.search.index.titles import title_arrays, whole_titles
from paperbrowser.system.gc import no_gc
from paperbrowser.system.progress import Progress

_T = TypeVar("_T", bound=np.generic)

_SLICE = 200  # papers; while one is taken, no other thread of the program runs


def build(
    papers: Sequence[Paper], progress: Progress | None = None, *, texts: bool = False
) -> Arrays:
    """The arrays of an index of `papers`.

    Args:
        papers: only titles, authors and abstracts are required.
        progress: is told the part that is done, 0 to 1, and may raise to stop.
        texts: with the texts as shown ("text.bytes", UTF-8; "text.starts", three a paper), for an index
            that is used without its papers.
    """
    with no_gc():
        return _built(papers, progress or (lambda _part: None), texts=texts)


def _built(papers: Sequence[Paper], tell: Progress, *, texts: bool) -> Arrays:
    collector = Collector(keep_texts=texts)
    for start in range(0, len(papers), _SLICE):
        collector.take(papers[start : start + _SLICE])
        tell(0.7 * start / len(papers))
    written = collector.words
    vocabulary = _Vocabulary(written, collector.end)
    arrays: Arrays = {"size": np.array([len(papers)], np.int64)}
    arrays |= _words(vocabulary, collector.packed(), len(papers))
    tell(0.8)
    titles = collector.stream(TITLE)
    arrays |= title_arrays(joined([*titles], np.int32), collector.end, written, vocabulary.number)
    tell(0.9)
    for name, stream in (
        ("title", titles),
        ("author", collector.stream(AUTHOR)),
        ("abstract", collector.stream(ABSTRACT)),
    ):
        arrays |= vocabulary.stream_arrays(f"stream.{name}", stream)
    arrays |= whole_titles([display.title(paper) for paper in papers])
    arrays |= filters.fact_arrays(papers)
    if texts:
        arrays |= collector.text_arrays()
    tell(1.0)
    return arrays


class _Vocabulary:
    """All spellings of the words as written, sorted and numbered."""

    def __init__(self, written: list[str], end: int) -> None:
        spelled = [spellings(word) for word in written]
        spelled[end] = ()
        self.spellings = sorted({one.encode(errors="replace") for each in spelled for one in each})
        self.number = {one.decode(errors="replace"): at for at, one in enumerate(self.spellings)}
        self._spelled = _Ragged([[self.number[one] for one in each] for each in spelled])
        pieces = [[self.number.get(one, -1) for one in parts(word)] for word in written]
        self._parts = _Ragged(pieces)

    def spelled(self, slices: list[npt.NDArray[np.uint64]]) -> npt.NDArray[np.uint64]:
        """Postings of words as written, as postings of all their spellings; sorted. Uses up the slices."""
        for at, packed in enumerate(slices):
            rest = packed & np.uint64((1 << 40) - 1)
            ids, origins = self._spelled.of((packed >> WORD_SHIFT).astype(np.int64))
            slices[at] = ids.astype(np.uint64) << WORD_SHIFT | rest[origins]
        out = joined(slices, np.uint64)
        out.sort()
        return out

    def stream_arrays(self, name: str, slices: list[npt.NDArray[np.int32]]) -> Arrays:
        """The stream of a field with hyphenated words in parts, and where each paper's begins."""
        ids = joined([self._parts.of(one)[0] for one in slices], np.int32)
        ends = np.flatnonzero(ids == -1)
        starts = np.concatenate([[0], ends + 1]).astype(np.int64)
        return {f"{name}.words": ids, f"{name}.starts": starts}


def joined(slices: list[npt.NDArray[_T]], kind: type[_T]) -> npt.NDArray[_T]:
    """The slices one after the other. Empties the list, because they may be large."""
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
        """The numbers of the lists `which`, one list after the other, and for each the place in `which`."""
        counts = self._counts[which]
        origins = np.repeat(np.arange(len(which)), counts)
        first = np.cumsum(counts) - counts
        at = np.arange(len(origins)) - first[origins] + self._starts[which][origins]
        return self._flat[at], origins


def _words(vocabulary: _Vocabulary, written: list[npt.NDArray[np.uint64]], size: int) -> Arrays:
    packed = vocabulary.spelled(written)
    bits = (packed >> FIELD_SHIFT).astype(np.uint8) & np.uint8(7)
    counts = (packed & COUNT_MASK).astype(np.float32)
    counts[bits != ABSTRACT] = 0
    packed >>= PAPER_SHIFT
    places = packed  # word and paper; the same one comes once for each field and spelling
    first = np.flatnonzero(np.concatenate([[True], places[1:] != places[:-1]])[: len(places)])
    if len(first):
        bits, counts = np.bitwise_or.reduceat(bits, first), np.add.reduceat(counts, first)
    places = places[first]
    del packed, first
    papers = (places & PAPER_MASK).astype(np.int32)
    ids = (places >> (WORD_SHIFT - PAPER_SHIFT)).astype(np.int32)
    del places
    lengths = np.bincount(papers, counts, size).astype(np.float32)
    mean = float(lengths.mean()) if size else 1.0
    codes = evidence.encoded(bits, counts, lengths[papers], mean)
    del counts
    titled = np.flatnonzero(bits & TITLE)
    return lexicon_arrays("words", vocabulary.spellings, ids, papers, codes) | {
        "titled.starts": starts_of(ids[titled], len(vocabulary.spellings)),
        "titled.papers": papers[titled],
        "titled.evidence": codes[titled],
    }
