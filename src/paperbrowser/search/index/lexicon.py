"""Sorted spellings, the papers of each, and a search for spellings that are near another.

Spellings are sorted, so those that begin alike are one range of ids, and the papers of a range are one slice.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist


class NearSpellings(NamedTuple):
    """Spellings near another one.

    Attributes:
        ids: of the spellings, each once; int64.
        edits: number of edits of each; uint8, as long as `ids`.
    """

    ids: npt.NDArray[np.int64]
    edits: npt.NDArray[np.uint8]

    @classmethod
    def within(cls, ids: npt.NDArray[np.int64], edits: npt.NDArray[np.uint8], most: int) -> Self:
        """Keep the spellings that are at least one and at most `most` edits away.

        Args:
            ids: of spellings.
            edits: number of edits of each.
            most: the most edits.
        """
        close = (edits > 0) & (edits <= most)
        return cls(ids[close], edits[close])


@dataclass(frozen=True, slots=True)
class Postings:
    """The papers of each spelling, in the order of spellings.

    Attributes:
        starts: index of the first posting of each spelling, then the number of postings; int64.
        papers: positions of papers, ascending within a spelling; int32.
        evidence: of words the byte of `ranking.weighed`, of pairs and initials a score from 0 to 255;
            uint8, as long as `papers`.
    """

    starts: npt.NDArray[np.int64]
    papers: npt.NDArray[np.int32]
    evidence: npt.NDArray[np.uint8]

    def frequency(self, id_: int) -> int:
        """Return the number of papers with the spelling."""
        return int(self.starts[id_ + 1] - self.starts[id_])

    def postings(self, first: int, last: int) -> slice:
        """Return the slice of `papers` and `evidence` for the ids from `first` to before `last`."""
        return slice(int(self.starts[first]), int(self.starts[last]))


@dataclass(frozen=True, slots=True)
class Lexicon(Postings):
    """Spellings with their postings. The id of a spelling is its index in `spellings`.

    Attributes:
        spellings: UTF-8, sorted; dtype S.
        lengths: number of characters of each, at most 255; uint8.
        bags: `bag_of` each; uint64.
    """

    spellings: npt.NDArray[np.bytes_]
    lengths: npt.NDArray[np.uint8]
    bags: npt.NDArray[np.uint64]

    @classmethod
    def of(
        cls,
        spellings: list[bytes],
        starts: npt.NDArray[np.int64],
        papers: npt.NDArray[np.int32],
        evidence: npt.NDArray[np.uint8],
    ) -> Self:
        """Make a lexicon.

        Args:
            spellings: UTF-8, sorted, each once.
            starts: see `Postings`, like the others.
            papers: the paper of each posting.
            evidence: of each posting.
        """
        texts = np.array(spellings, np.bytes_) if spellings else np.empty(0, "S1")
        return cls.of_texts(texts, starts, papers, evidence)

    @classmethod
    def of_texts(
        cls,
        texts: npt.NDArray[np.bytes_],
        starts: npt.NDArray[np.int64],
        papers: npt.NDArray[np.int32],
        evidence: npt.NDArray[np.uint8],
    ) -> Self:
        """Make a lexicon of the postings of each spelling.

        Args:
            texts: the spellings, UTF-8, sorted, each once.
            starts: see `Postings`, as the others.
            papers: of the postings.
            evidence: of the postings.
        """
        lengths = _lengths_of(texts)
        return cls(starts, papers, evidence, texts, lengths, _bags_of(texts))

    def __len__(self) -> int:
        return len(self.spellings)

    def spelling(self, id_: int) -> str:
        """Return the spelling with this id."""
        return bytes(self.spellings[id_]).decode(errors="replace")

    def find(self, spelling: str) -> int | None:
        """Return the id of exactly this spelling."""
        key = spelling.encode(errors="replace")
        at = int(np.searchsorted(self.spellings, np.bytes_(key)))
        return at if at < len(self.spellings) and self.spellings[at] == key else None

    def beginning(self, prefix: str) -> tuple[int, int]:
        """Return the range of ids whose spellings begin with `prefix`: the first, and one past the last."""
        key = prefix.encode(errors="replace")
        first, last = np.searchsorted(self.spellings, [np.bytes_(key), np.bytes_(key + b"\xff")])
        return int(first), int(last)

    def near(self, word: str, edits: int, *, same_initial: bool = False) -> NearSpellings:
        """Find spellings at least one and at most so many edits away from a word.

        An edit is a letter more, less, changed, or two swapped (optimal string alignment).

        Args:
            word: the word, not empty.
            edits: the most edits.
            same_initial: leave out spellings with another first letter.
        """
        length = len(word)
        first, last = self.beginning(word[0]) if same_initial else (0, len(self))
        lengths = self.lengths[first:last]
        wanted = np.bitwise_count(self.bags[first:last] ^ bag_of(word)) <= 2 * _bits(word, edits)
        wanted &= lengths <= length + edits
        wanted &= lengths >= length - edits
        found = np.flatnonzero(wanted) + first
        texts = [raw.decode(errors="replace") for raw in self.spellings[found].tolist()]
        return NearSpellings.within(found, _distances(word, texts, edits), edits)

    def near_beginning(self, prefix: str, edits: int) -> NearSpellings:
        """Find spellings with the first letter of `prefix` whose beginning is one to `edits` edits away."""
        length, bag, bits = len(prefix), bag_of(prefix), _bits(prefix, edits)
        first, last = self.beginning(prefix[0])
        wanted = np.bitwise_count(bag & ~self.bags[first:last]) <= bits
        wanted &= self.lengths[first:last] >= length - edits
        found = np.flatnonzero(wanted) + first
        if not len(found):
            return NearSpellings(found, np.empty(0, np.uint8))
        # Spellings that begin alike are neighbours: each beginning is measured once.
        width = len(prefix.encode(errors="replace")) + bits
        beginnings = self.spellings[found].astype(f"S{width}")
        fresh = np.concatenate([[True], beginnings[1:] != beginnings[:-1]])
        distinct = beginnings[fresh]
        likely = np.flatnonzero(np.bitwise_count(bag & ~_bags_of(distinct)) <= bits)
        texts = [raw.decode(errors="replace") for raw in distinct[likely].tolist()]
        best = np.full(len(distinct), edits + 1, np.uint8)
        for end in range(max(1, length - edits), length + edits + 1):
            measured = _distances(prefix, [text[:end] for text in texts], edits)
            best[likely] = np.minimum(best[likely], measured)
        return NearSpellings.within(found, best[np.cumsum(fresh) - 1], edits)


def _bits(word: str, edits: int) -> int:
    """Return how many bits of a bag so many edits of `word` may add or take away."""
    return edits if word.isascii() else 4 * edits


def _distances(word: str, texts: list[str], most: int) -> npt.NDArray[np.uint8]:
    """Return the number of edits from `word` to each text; more than `most` where there are more."""
    if not texts:
        return np.empty(0, np.uint8)
    distances: npt.NDArray[np.uint8] = np.asarray(
        cdist([word], texts, scorer=OSA.distance, score_cutoff=most, dtype=np.uint8)
    )
    return distances.reshape(-1)


def starts_of(ids: npt.NDArray[np.integer[Any]], size: int) -> npt.NDArray[np.int64]:
    """Return where each of `size` ids starts in the sorted `ids`, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(np.bincount(ids, minlength=size))]).astype(np.int64)


def by_number(ids: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    """Return the order that sorts ids from 0 on; equal ones stay in order."""
    # numpy sorts numbers of 16 bits several times as fast as longer ones, so it sorts by halves.
    order: npt.NDArray[np.int64] = np.argsort(ids.astype(np.uint16), kind="stable")
    if ids.max(initial=0) >> 16:
        upper = (ids >> 16).astype(np.uint16)
        order = order[np.argsort(upper[order], kind="stable")]
    return order


class Ragged:
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
        at = np.arange(len(origins)) + (self._starts[which] - first)[origins]
        return self._flat[at], origins


def bag_of(word: str) -> np.uint64:
    """Return the letters of a word as bits: one for the first of a kind, another for further ones.

    An edit of a letter that is one byte changes two of the bits at most, so words whose bags differ in more
    are further apart.
    """
    first = further = 0
    for letter in word.encode(errors="replace"):
        bit = 1 << (letter & 31)
        further |= first & bit
        first |= bit
    return np.uint64(first | further << 32)


def _lengths_of(spellings: npt.NDArray[np.bytes_]) -> npt.NDArray[np.uint8]:
    """Return the number of characters of each, at most 255."""
    lengths = np.zeros(len(spellings), np.int64)
    letters = np.ascontiguousarray(spellings).view(np.uint8)
    for column in letters.reshape(len(spellings), spellings.dtype.itemsize).T:
        lengths += (column > 0) & ((column & 0xC0) != 0x80)  # a byte that begins a character
    return np.minimum(lengths, 255).astype(np.uint8)


def _bags_of(spellings: npt.NDArray[np.bytes_]) -> npt.NDArray[np.uint64]:
    """Return `bag_of` each of many."""
    first = np.zeros(len(spellings), np.uint64)
    further = np.zeros(len(spellings), np.uint64)
    letters = np.ascontiguousarray(spellings).view(np.uint8)
    for column in letters.reshape(len(spellings), spellings.dtype.itemsize).T:
        bit = np.where(column > 0, np.uint64(1) << (column & 31).astype(np.uint64), np.uint64(0))
        further |= first & bit
        first |= bit
    return first | further << np.uint64(32)
