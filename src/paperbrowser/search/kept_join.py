"""The joined index of several profiles, kept in the cache folder until the next time.

After one of them changed, only its papers are indexed and joined with those that are kept. The file is an
index file (see `index.storage`) with the places of each profile's papers beside the arrays; the fields that
are filters are not in it.
"""

import contextlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from paperbrowser.search.index import storage
from paperbrowser.search.index.arrays import IndexArrays
from paperbrowser.search.index.filters import columns_of

Places = npt.NDArray[np.int64]
"""The place of each paper of a profile in the whole; -1 for none."""


@dataclass(frozen=True, slots=True)
class KeptJoin:
    """A joined index, and what it was joined from.

    Attributes:
        arrays: the index.
        places: of the papers of each profile, by the key of the profile's version.
    """

    arrays: IndexArrays
    places: Mapping[str, Places]

    def is_of(self, keys: Sequence[str], places: Sequence[Places]) -> bool:
        """Return whether it was joined from just these versions of profiles, and has their papers there."""
        return [*self.places] == [*keys] and all(map(np.array_equal, self.places.values(), places))


def read(path: Path) -> KeptJoin | None:
    """Return the joined index in a file; None where there is none that is sound."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, storage.IndexFileError):
        arrays, about = storage.read(path, checked=True)
        places = {key: arrays[f"places.{at}"] for at, key in enumerate(json.loads(about))}
        return KeptJoin(IndexArrays.from_named(arrays), places)
    return None


def write(path: Path, whole: IndexArrays, keys: Sequence[str], places: Sequence[Places]) -> None:
    """Keep a joined index; do nothing if that fails.

    Args:
        path: the file.
        whole: the index.
        keys: of the version of each profile.
        places: of the papers of each profile.
    """
    arrays = replace(whole, columns=columns_of([])).named()
    named = {f"places.{at}": one for at, one in enumerate(places)}
    with contextlib.suppress(OSError):
        storage.write(path, {**arrays, **named}, json.dumps(keys))
