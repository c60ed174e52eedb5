"""Phrases: papers in which words stand side by side."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from paperbrowser.search.index.arrays import WordStream
from paperbrowser.search.index.lexicon import Lexicon
from paperbrowser.search.index.ranking import BITS
from paperbrowser.search.query import Phrase


def fields_with(
    phrase: Phrase, streams: Mapping[str, WordStream], words: Lexicon
) -> npt.NDArray[np.uint8]:
    """Find the fields that hold a phrase.

    Args:
        phrase: words to find side by side.
        streams: the words of each text field in order.
        words: the spellings of the streams.

    Returns:
        Bits of the fields (`ranking.BITS`), one byte a paper.
    """
    held = np.zeros(len(streams["title"].starts) - 1, np.uint8)
    ranges = [_range(words, word) for word in phrase.words[:-1]]
    ranges.append(_range(words, phrase.words[-1], beginning=phrase.unfinished))
    if any(first >= last for first, last in ranges):
        return held
    for name, bit in BITS.items():
        if phrase.field in (None, name):
            held[_papers_with(streams[name], ranges)] |= np.uint8(bit)
    return held


def _range(words: Lexicon, word: str, *, beginning: bool = False) -> tuple[int, int]:
    """Return the range of ids of the spellings that may stand for a word of a phrase."""
    if beginning:
        return words.beginning(word)
    found = words.find(word)
    return (0, 0) if found is None else (found, found + 1)


def _papers_with(stream: WordStream, ranges: list[tuple[int, int]]) -> npt.NDArray[np.int64]:
    """Return the papers with words side by side, each within its range of ids; some more than once."""
    (first, last), *others = ranges
    if last == first + 1:
        places = np.flatnonzero(stream.words == first)
    else:
        places = np.flatnonzero((stream.words >= first) & (stream.words < last))
    for offset, (low, high) in enumerate(others, 1):
        # The last word of all is a closing -1, so no place that is left reaches beyond the end.
        following = stream.words[places + offset]
        places = places[(following >= low) & (following < high)]
    return np.searchsorted(stream.starts, places, side="right") - 1
