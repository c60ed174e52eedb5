"""How a word stands in a paper, in one byte: which fields hold it, and how much of the abstract it is."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

TITLE, AUTHOR, ABSTRACT = 1, 2, 4
ANYWHERE = TITLE | AUTHOR | ABSTRACT
FIELDS = {"title": TITLE, "author": AUTHOR, "abstract": ABSTRACT}

# What a word counts for by the field it stands in. Found by trying on queries for known papers, like all
# weights of this package; see tests/bench/search.py.
_TITLE_WEIGHT, _AUTHOR_WEIGHT, _ABSTRACT_WEIGHT, _BOTH_WEIGHT = 0.344, 0.3, 0.375, 0.185
_MOST = 31
_SATURATION, _LENGTH_SLOPE = 1.5, 0.8


def encoded(
    fields: npt.NDArray[np.uint8],
    counts: npt.NDArray[np.float32],
    lengths: npt.NDArray[np.float32],
    mean: float,
) -> npt.NDArray[np.uint8]:
    """Evidence bytes.

    Args:
        fields: bits TITLE, AUTHOR, ABSTRACT.
        counts: how often the word stands in the abstract.
        lengths: words of the paper's abstract.
        mean: of all abstracts. The count is dampened as in BM25 (Robertson and Zaragoza 2009).
    """
    relative = _SATURATION * (1 - _LENGTH_SLOPE + _LENGTH_SLOPE * lengths / max(mean, 1.0))
    share = np.rint(_MOST * counts / (counts + relative)).astype(np.uint8)
    return (fields << np.uint8(5) | share).astype(np.uint8)


@lru_cache(maxsize=512)
def scores(quality: float, fields: int = ANYWHERE) -> npt.NDArray[np.uint8]:
    """For each evidence byte the score, 0 to 255, of a match of `quality` (0 to 1) in these `fields`."""
    code = np.arange(256)
    held, share = code >> 5 & fields, (code & _MOST) / _MOST
    value = np.where(held & TITLE, _TITLE_WEIGHT, 0.0) + np.where(
        held & AUTHOR, _AUTHOR_WEIGHT, 0.0
    )
    in_both = np.where(held & TITLE, _BOTH_WEIGHT, _ABSTRACT_WEIGHT)
    value += np.where(held & ABSTRACT, in_both * share, 0.0)
    table = np.minimum(value, 1.0) * quality * 255
    return np.where(held, np.maximum(table, 1), 0).astype(np.uint8)
