"""The joined index of several profiles, kept in the cache folder until the next time.

After one of them changed, only papers with new words are indexed and joined with those that are kept. The
file is an index file (see `index.storage`) with the places of each profile's papers, and digests by which a
paper of a changed profile is known again, beside the arrays; the fields that are filters are not in it.
"""

import contextlib
import json
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

from paperbrowser.papers import display
from paperbrowser.papers.model import Paper
from paperbrowser.search.index import storage
from paperbrowser.search.index.arrays import IndexArrays
from paperbrowser.search.index.filters import columns_of

Places = npt.NDArray[np.int64]
"""The place of each paper of a profile in the whole; -1 for none."""
Digests = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class KeptJoin:
    """A joined index, and what it was joined from.

    Attributes:
        arrays: the index.
        places: of the papers of each profile, by the key of the profile's version.
        digests: of its papers.
    """

    arrays: IndexArrays
    places: Mapping[str, Places]
    digests: Digests

    def is_of(self, keys: Sequence[str], places: Sequence[Places]) -> bool:
        """Return whether it was joined from just these versions of profiles, and has their papers there."""
        return [*self.places] == [*keys] and all(map(np.array_equal, self.places.values(), places))

    def moved(
        self, keys: Sequence[str], places: Sequence[Places], papers: Sequence[Paper]
    ) -> Places:
        """Return the new place of each of its papers, -1 for those that are gone.

        Papers of profiles that are as they were keep their words; any other is known by its digest.

        Args:
            keys: of the profiles as they are now.
            places: of their papers.
            papers: all of them together.
        """
        moved = np.full(self.arrays.size, -1, np.int64)
        taken = np.zeros(len(papers), np.bool_)
        for key, now in zip(keys, places, strict=True):
            if (former := self.places.get(key)) is not None:
                there = (now >= 0) & (former >= 0)
                moved[former[there]] = now[there]
                taken[now[there]] = True
        free: defaultdict[int, deque[int]] = defaultdict(deque)
        for at in np.flatnonzero(moved < 0).tolist():
            free[int(self.digests[at])].append(at)
        sought = np.flatnonzero(~taken).tolist()
        for at, digest in zip(sought, digests(papers[at] for at in sought).tolist(), strict=True):
            if free[digest]:
                moved[free[digest].popleft()] = at
        return moved


def digests(papers: Iterable[Paper]) -> Digests:
    """Return a digest of each paper, which is the same as long as its words are."""
    texts = (
        "\x1e".join((paper.title, "\x1f".join(display.credited(paper)), paper.abstract))
        for paper in papers
    )
    every = b"".join(
        blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest() for text in texts
    )
    return np.frombuffer(every, np.uint64)


def read(path: Path) -> KeptJoin | None:
    """Return the joined index in a file; None where there is none that is sound."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, storage.IndexFileError):
        arrays, about = storage.read(path, checked=True)
        places = {key: arrays[f"places.{at}"] for at, key in enumerate(json.loads(about))}
        return KeptJoin(IndexArrays.from_named(arrays), places, arrays["digests"])
    return None


def write(
    path: Path,
    whole: IndexArrays,
    keys: Sequence[str],
    places: Sequence[Places],
    papers: Sequence[Paper],
) -> None:
    """Keep a joined index; do nothing if that fails.

    Args:
        path: the file.
        whole: the index.
        keys: of the version of each profile.
        places: of the papers of each profile.
        papers: all of them together.
    """
    arrays = replace(whole, columns=columns_of([])).named()
    named = {f"places.{at}": one for at, one in enumerate(places)}
    with contextlib.suppress(OSError):
        storage.write(path, {**arrays, **named, "digests": digests(papers)}, json.dumps(keys))
