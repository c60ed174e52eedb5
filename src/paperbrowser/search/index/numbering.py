"""Numbers for the words of many texts, in the order they come.

Texts of ASCII are not split into words one by one: a checksum of each word is taken by arithmetic on the text
as an array, and looked up in a table.
"""

import secrets
from typing import Any

import numpy as np
import numpy.typing as npt

from paperbrowser.papers.words import IN_WORDS, bare, split

NONE = -1  # the number of what is no word

_BITS = 64
_FEWEST_SLOTS = 1 << 14
_SLOTS_A_WORD = 8
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # odd; spreads checksums over the table

# By the byte of a character that may be in a word, a number from 1 on; of others 0.
_CODES = np.zeros(256, np.uint64)
_CODES[[*map(ord, IN_WORDS)]] = np.arange(1, len(IN_WORDS) + 1)

_Checksums = npt.NDArray[np.uint64]


class Numbers:
    """The numbers of words as they are written, hyphens and all.

    Attributes:
        words: by their numbers.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self._known: dict[str, int] = {}
        # A checksum is the sum of a word's letters times powers of a number that nobody can know before, so
        # that no text can be made whose words have the same.
        base = secrets.randbits(_BITS) | 1
        self._base, self._inverse = base, pow(base, -1, 1 << _BITS)
        self._powers = self._inverses = np.ones(1, np.uint64)
        self._checksums: list[_Checksums] = []  # of what was found so far
        self._their_numbers: list[npt.NDArray[np.int32]] = []
        self._found = 0
        self._empty(_FEWEST_SLOTS)

    def of(self, text: str) -> npt.NDArray[np.int32]:
        """Return the numbers of the words of a folded text, in order; `END` stands between blanks there."""
        if not text.isascii():
            words = split(text)
            return np.fromiter(map(self.number, words), np.int32, len(words))
        codes = _CODES[np.frombuffer(text.encode("ascii"), np.uint8)]
        inside = np.concatenate([[False], codes > 0, [False]])
        edges = np.flatnonzero(inside[1:] != inside[:-1])
        starts, ends = edges[::2], edges[1::2]
        checksums = self._checksums_of(codes, starts, ends)
        slots = self._slots(checksums)
        numbers = self._numbers[slots]
        unknown = np.flatnonzero(self._keys[slots] != checksums)
        if len(unknown):
            distinct, first, which = np.unique(
                checksums[unknown], return_index=True, return_inverse=True
            )
            at = unknown[first]
            order = np.argsort(at)  # words are numbered as they come
            spans = zip(starts[at[order]].tolist(), ends[at[order]].tolist(), strict=True)
            found = [text[start:end] for start, end in spans]
            new = np.array([word not in self._known for word in found], np.bool_)
            fresh = np.empty(len(found), np.int32)
            fresh[order] = [self.number(word) for word in found]
            numbers[unknown] = fresh[which]
            self._keep(distinct[order][new], fresh[order][new])
        kept: npt.NDArray[np.int32] = numbers[numbers != NONE]
        return kept

    def number(self, word: str) -> int:
        """Return the number of a word that hyphens may hang on; `NONE` if it is nothing else."""
        number = self._known.get(word)
        if number is None:
            within = bare(word)
            if within == word:
                number = len(self.words)
                self.words.append(word)
            else:
                number = self.number(within) if within else NONE
            self._known[word] = number
        return number

    def _checksums_of(
        self, codes: _Checksums, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]
    ) -> _Checksums:
        if len(codes) > len(self._powers):
            self._powers = _powers(self._base, len(codes))
            self._inverses = _powers(self._inverse, len(codes))
        sums = np.zeros(len(codes) + 1, np.uint64)
        np.cumsum(codes * self._powers[: len(codes)], out=sums[1:])
        checksums: _Checksums = (sums[ends] - sums[starts]) * self._inverses[starts]
        return np.maximum(checksums, 1)  # 0 is for a slot that is free

    # The table: a slot has the word that came first of those that belong there; the others are in `_known`.

    def _empty(self, slots: int) -> None:
        self._keys = np.zeros(slots, np.uint64)
        self._numbers: npt.NDArray[np.int32] = np.empty(slots, np.int32)
        self._shift = np.uint64(_BITS - (slots.bit_length() - 1))

    def _slots(self, checksums: _Checksums) -> npt.NDArray[np.int64]:
        slots: npt.NDArray[Any] = checksums * _SPREAD >> self._shift
        return slots.astype(np.int64)

    def _keep(self, checksums: _Checksums, numbers: npt.NDArray[np.int32]) -> None:
        self._checksums.append(checksums)
        self._their_numbers.append(numbers)
        self._found += len(checksums)
        if self._found * _SLOTS_A_WORD > len(self._keys):
            checksums = np.concatenate(self._checksums)
            numbers = np.concatenate(self._their_numbers)
            self._checksums, self._their_numbers = [checksums], [numbers]
            self._empty(4 * len(self._keys))
        slots = self._slots(checksums)
        free = self._keys[slots] == 0
        # Of several that are laid in one slot the last stays.
        slots, checksums, numbers = (one[free][::-1] for one in (slots, checksums, numbers))
        self._keys[slots], self._numbers[slots] = checksums, numbers


def _powers(base: int, count: int) -> _Checksums:
    """Return the powers of a number from 0 on, modulo 2^64."""
    powers = np.full(count, base, np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)
