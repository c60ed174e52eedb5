"""Finds words that stand side by side, in the order in which the texts have them."""

import numpy as np
import numpy.typing as npt

from paperbrowser.search.index.evidence import FIELDS
from paperbrowser.search.index.lexicon import Arrays, Lexicon
from paperbrowser.search.query import Phrase


class Streams:
    """The words of each field of all papers in order, papers one after the other, closed by -1."""

    def __init__(self, arrays: Arrays, words: Lexicon) -> None:
        self._words = words
        self._streams = {
            name: (arrays[f"stream.{name}.words"], arrays[f"stream.{name}.starts"])
            for name in FIELDS
        }
        self._size = int(arrays["size"][0])

    def fields_with(self, phrase: Phrase) -> npt.NDArray[np.uint8]:
        """For each paper the fields (bits of `evidence`) that hold the phrase."""
        held = np.zeros(self._size, np.uint8)
        ranges = [self._range(word) for word in phrase.words[:-1]]
        ranges.append(self._range(phrase.words[-1], beginning=phrase.unfinished))
        if any(first >= last for first, last in ranges):
            return held
        for name, bit in FIELDS.items():
            if phrase.field in (None, name):
                held[self._papers_with(name, ranges)] |= np.uint8(bit)
        return held

    def _range(self, word: str, *, beginning: bool = False) -> tuple[int, int]:
        """The ids of the spellings that may stand for a word of a phrase."""
        if beginning:
            return self._words.beginning(word)
        found = self._words.find(word)
        return (0, 0) if found is None else (found, found + 1)

    def _papers_with(self, name: str, ranges: list[tuple[int, int]]) -> npt.NDArray[np.int64]:
        stream, starts = self._streams[name]
        (first, last), *others = ranges
        if last == first + 1:
            places = np.flatnonzero(stream == first)
        else:
            places = np.flatnonzero((stream >= first) & (stream < last))
        for offset, (low, high) in enumerate(others, 1):
            # The last word of all is a closing -1, so no place that is left reaches beyond the end.
            following = stream[places + offset]
            places = places[(following >= low) & (following < high)]
        return np.searchsorted(starts, places, side="right") - 1
