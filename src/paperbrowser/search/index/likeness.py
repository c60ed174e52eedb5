"""Likeness of papers by the words of their titles and abstracts, of which rare ones count more.

It needs no array of its own. Of 2,000 papers among 18,366, those nearest share an author in 5.6 %
(`tests.bench.similar`), against 6.0 % by BM25 with an index for it.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from paperbrowser.papers.words import STOP_WORDS
from paperbrowser.search.index import ranking
from paperbrowser.search.index.arrays import IndexArrays

_FIELDS = ("title", "abstract")
_COMMONEST = 0.2  # the share of the papers that a word may stand in
_SHORTEST = 3  # letters


def words_of(arrays: IndexArrays, position: int) -> npt.NDArray[np.int64]:
    """Return the ids of the words of a paper's title and abstract that tell it from others."""
    return _telling(arrays, _words_within(arrays, position))


def _words_within(arrays: IndexArrays, position: int) -> npt.NDArray[np.int64]:
    streams = [arrays.streams[name] for name in _FIELDS]
    parts = [
        one.words[int(one.starts[position]) : int(one.starts[position + 1])] for one in streams
    ]
    ids = np.unique(np.concatenate(parts)).astype(np.int64)
    return ids[ids >= 0]


def _telling(arrays: IndexArrays, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    many = _frequencies(arrays, ids)
    most = max(2.0, _COMMONEST * arrays.size)
    kept = ids[(many > 1) & (many <= most) & (arrays.words.lengths[ids] >= _SHORTEST)]
    spell = arrays.words.spelling
    return kept[[spell(id_) not in STOP_WORDS for id_ in kept.tolist()]] if len(kept) else kept


def _frequencies(arrays: IndexArrays, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return arrays.words.starts[ids + 1] - arrays.words.starts[ids]


def _weights(arrays: IndexArrays, ids: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """Return how much words count: more, the fewer papers have them."""
    return np.log(arrays.size / _frequencies(arrays, ids)).astype(np.float32)


def likeness(arrays: IndexArrays, position: int) -> npt.NDArray[np.float32]:
    """Return the likeness of each paper to one; that of itself is 0."""
    lexicon = arrays.words
    ids = words_of(arrays, position)
    slices = [lexicon.postings(id_, id_ + 1) for id_ in ids.tolist()]
    if not slices:
        return np.zeros(arrays.size, np.float32)
    # The postings of all words at once: adding up word by word takes twice as long.
    papers = np.concatenate([lexicon.papers[at] for at in slices])
    evidence = np.concatenate([lexicon.evidence[at] for at in slices])
    each = np.repeat(_weights(arrays, ids), _frequencies(arrays, ids))
    worth = np.bincount(papers, _evidence()[evidence] * each, arrays.size).astype(np.float32)
    worth[position] = 0
    return worth


def words_in_common(arrays: IndexArrays, one: int, other: int) -> list[str]:
    """Return the words that make two papers alike, the weightiest first."""
    both = np.intersect1d(words_of(arrays, one), _words_within(arrays, other), assume_unique=True)
    ordered = both[np.argsort(-_weights(arrays, both), kind="stable")]
    return [arrays.words.spelling(id_) for id_ in ordered.tolist()]


@cache
def _evidence() -> npt.NDArray[np.float32]:
    fields = ranking.TITLE | ranking.ABSTRACT
    return ranking.scores(1.0, fields).astype(np.float32) / np.float32(255)
