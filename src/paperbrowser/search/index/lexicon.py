"""A sorted list of spellings and, for each, the papers it stands in. Finds spellings that are near another.

Spellings are sorted, so those that begin alike are one range of ids, and the papers of a range are one slice.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

Arrays = dict[str, npt.NDArray[Any]]


class Near(NamedTuple):
    """Spellings by their ids, each once, and how many edits each is away from what was asked."""

    ids: npt.NDArray[np.int64]
    edits: npt.NDArray[np.uint8]

    @classmethod
    def within(cls, ids: npt.NDArray[np.int64], edits: npt.NDArray[np.uint8], most: int) -> "Near":
        """Those of `ids` that are at least one and at most so many edits away."""
        close = (edits > 0) & (edits <= most)
        return cls(ids[close], edits[close])


class Lexicon:
    """Spellings with their postings.

    Attributes:
        spellings: bytes (UTF-8), sorted; dtype S.
        starts: where the postings of each spelling start, one more than there are spellings; int64.
        papers: positions of papers, ascending within a spelling; int32.
        evidence: a byte for each of `papers`; see `evidence` for what it means for words.
    """

    def __init__(self, arrays: Arrays, name: str) -> None:
        """Use the arrays that `lexicon_arrays` made under `name`."""
        self.spellings: npt.NDArray[np.bytes_] = arrays[f"{name}.spellings"]
        self.starts: npt.NDArray[np.int64] = arrays[f"{name}.starts"]
        self.papers: npt.NDArray[np.int32] = arrays[f"{name}.papers"]
        self.evidence: npt.NDArray[np.uint8] = arrays[f"{name}.evidence"]
        self.lengths: npt.NDArray[np.uint8] = arrays[f"{name}.lengths"]
        self._bags: npt.NDArray[np.uint64] = arrays[f"{name}.bags"]

    def __len__(self) -> int:
        return len(self.spellings)

    def spelling(self, id_: int) -> str:
        """The spelling with this id."""
        return bytes(self.spellings[id_]).decode(errors="replace")

    def frequency(self, id_: int) -> int:
        """In how many papers the spelling stands."""
        return int(self.starts[id_ + 1] - self.starts[id_])

    def postings(self, first: int, last: int) -> slice:
        """Where the postings of the ids from `first` to before `last` are."""
        return slice(int(self.starts[first]), int(self.starts[last]))

    def find(self, spelling: str) -> int | None:
        """The id of exactly this spelling."""
        key = spelling.encode(errors="replace")
        at = int(np.searchsorted(self.spellings, np.bytes_(key)))
        return at if at < len(self.spellings) and self.spellings[at] == key else None

    def beginning(self, prefix: str) -> tuple[int, int]:
        """The range of ids whose spellings begin with `prefix`."""
        key = prefix.encode(errors="replace")
        first, last = np.searchsorted(self.spellings, [np.bytes_(key), np.bytes_(key + b"\xff")])
        return int(first), int(last)

    def near(self, word: str, edits: int, *, same_initial: bool = False) -> Near:
        """Spellings at least one and at most so many edits away.

        An edit is a letter more, less, changed, or two swapped (optimal string alignment).
        """
        length = len(word)
        first, last = self.beginning(word[0]) if same_initial else (0, len(self))
        lengths = self.lengths[first:last]
        wanted = np.bitwise_count(self._bags[first:last] ^ bag_of(word)) <= 2 * _bits(word, edits)
        wanted &= lengths <= length + edits
        wanted &= lengths >= length - edits
        found = np.flatnonzero(wanted) + first
        texts = [raw.decode(errors="replace") for raw in self.spellings[found].tolist()]
        return Near.within(found, _distances(word, texts, edits), edits)

    def near_beginning(self, prefix: str, edits: int) -> Near:
        """Spellings with the initial of `prefix` that begin like it but for one to so many edits."""
        length, bag, bits = len(prefix), bag_of(prefix), _bits(prefix, edits)
        first, last = self.beginning(prefix[0])
        wanted = np.bitwise_count(bag & ~self._bags[first:last]) <= bits
        wanted &= self.lengths[first:last] >= length - edits
        found = np.flatnonzero(wanted) + first
        if not len(found):
            return Near(found, np.empty(0, np.uint8))
        # Spellings that begin alike are neighbours: each beginning is measured once.
        width = len(prefix.encode(errors="replace")) + bits
        beginnings = self.spellings[found].astype(f"S{width}")
        fresh = np.concatenate([[True], beginnings[1:] != beginnings[:-1]])
        distinct = beginnings[fresh]
        likely = np.flatnonzero(np.bitwise_count(bag & ~bags_of(distinct)) <= bits)
        texts = [raw.decode(errors="replace") for raw in distinct[likely].tolist()]
        best = np.full(len(distinct), edits + 1, np.uint8)
        for end in range(max(1, length - edits), length + edits + 1):
            measured = _distances(prefix, [text[:end] for text in texts], edits)
            best[likely] = np.minimum(best[likely], measured)
        return Near.within(found, best[np.cumsum(fresh) - 1], edits)


def _bits(word: str, edits: int) -> int:
    """How many bytes so many edits of `word` may add or take away."""
    return edits if word.isascii() else 4 * edits


def _distances(word: str, texts: list[str], most: int) -> npt.NDArray[np.uint8]:
    if not texts:
        return np.empty(0, np.uint8)
    every: npt.NDArray[np.uint8] = np.asarray(
        cdist([word], texts, scorer=OSA.distance, score_cutoff=most, dtype=np.uint8)
    )
    return every.reshape(-1)


def lexicon_arrays(
    name: str,
    spellings: list[bytes],
    ids: npt.NDArray[np.integer[Any]],
    papers: npt.NDArray[np.int32],
    evidence: npt.NDArray[np.uint8],
) -> Arrays:
    """The arrays of a lexicon, from sorted `spellings` and postings sorted by spelling and paper."""
    texts = np.array(spellings, np.bytes_) if spellings else np.empty(0, "S1")
    lengths = [len(spelling.decode(errors="replace")) for spelling in spellings]
    return {
        f"{name}.spellings": texts,
        f"{name}.starts": starts_of(ids, len(spellings)),
        f"{name}.papers": papers,
        f"{name}.evidence": evidence,
        f"{name}.lengths": np.minimum(np.array(lengths, np.int64), 255).astype(np.uint8),
        f"{name}.bags": bags_of(texts),
    }


def starts_of(ids: npt.NDArray[np.integer[Any]], size: int) -> npt.NDArray[np.int64]:
    """Where each of `size` ids starts in the sorted `ids`, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(np.bincount(ids, minlength=size))]).astype(np.int64)


def bag_of(word: str) -> np.uint64:
    """The letters of a word as bits: one for the first of a kind, another for further ones.

    An edit of a letter that is one byte changes two of the bits at most, so words whose bags differ in more
    are further apart.
    """
    first = further = 0
    for letter in word.encode(errors="replace"):
        bit = 1 << (letter & 31)
        further |= first & bit
        first |= bit
    return np.uint64(first | further << 32)


def bags_of(spellings: npt.NDArray[np.bytes_]) -> npt.NDArray[np.uint64]:
    """`bag_of` for many."""
    first = np.zeros(len(spellings), np.uint64)
    further = np.zeros(len(spellings), np.uint64)
    letters = np.ascontiguousarray(spellings).view(np.uint8)
    for column in letters.reshape(len(spellings), spellings.dtype.itemsize).T:
        bit = np.where(column > 0, np.uint64(1) << (column & 31).astype(np.uint64), np.uint64(0))
        further |= first & bit
        first |= bit
    return first | further << np.uint64(32)
