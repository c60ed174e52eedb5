"""Search indexes of profiles, kept in the cache folder and built again when the profile changed.

Kept are those of large profiles, and of all that are opened as one with others: these are joined.
Imported at the first search only, because the index loads numpy.
"""

import contextlib
import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from paperbrowser.papers.members import MemberProfile
from paperbrowser.papers.model import Paper
from paperbrowser.search.index import SearchIndex
from paperbrowser.search.index.build import build
from paperbrowser.search.index.filters import columns_of
from paperbrowser.search.index.join import OnDemand, columns_joined, joined
from paperbrowser.search.index.storage import IndexFileError
from paperbrowser.system import locks
from paperbrowser.system.cache_files import CacheFiles
from paperbrowser.system.progress import Progress

KEPT_FROM = 5_000  # papers; an index of fewer is built in about a second
_FILES = CacheFiles("indexes", "index", version=7, kept=5, most_bytes=500_000_000)
# Fields of which a paper has other values among those of several profiles than in its own.
_OF_THE_WHOLE = ("id", "of", "is")


def index_for(
    papers: Sequence[Paper],
    source: Path,
    *,
    as_of: datetime.date | None = None,
    progress: Progress | None = None,
    members: Sequence[MemberProfile] = (),
) -> SearchIndex:
    """Open the index of a profile, or build it where there is none yet.

    Where no file can be written, or another session is writing it, the index is built in memory.

    Args:
        papers: all papers of the profile.
        source: the file that they were read from; another version of it has another index.
        as_of: the day that was given for dates without a year, if any.
        progress: is called with the share that is built.
        members: the profiles that it was put together from, if it was; each has an index of its own then.
    """
    if members:
        return _of_several(papers, members, as_of, progress)
    if len(papers) < KEPT_FROM:
        return SearchIndex.build(papers, progress=progress)
    index, written = _kept(papers, source, as_of, progress)
    if written:
        _prune()
    return index


def _kept(
    papers: Sequence[Paper],
    source: Path,
    as_of: datetime.date | None,
    progress: Progress | None,
) -> tuple[SearchIndex, bool]:
    """Return the index of a profile that is kept in a file, and whether the file was written now."""
    try:
        path, about = _FILES.path(source), _FILES.key(source, as_of)
    except OSError:
        return SearchIndex.build(papers, progress=progress), False
    with contextlib.suppress(IndexFileError, OSError):
        index = SearchIndex.open(path, about=about, checked=True)
        if len(index) == len(papers):
            return index, False
    try:
        with locks.locked(path, patience=0):
            return SearchIndex.build(papers, path, progress, about=about), True
    except OSError:  # another session is building it (TimeoutError), or the folder is read-only
        return SearchIndex.build(papers, progress=progress), False


def _of_several(
    papers: Sequence[Paper],
    members: Sequence[MemberProfile],
    as_of: datetime.date | None,
    progress: Progress | None,
) -> SearchIndex:
    """Join the indexes of several profiles, and one of papers that are as in none of them."""
    total = sum(len(member.papers) for member in members) or 1
    done, any_written = 0, False

    def report(part: float) -> None:
        if progress is not None:
            progress((done + part * len(member.papers)) / total)

    parts = []
    for member in members:
        index, written = _kept(member.papers, member.path, as_of, report)
        parts.append(index.arrays)
        any_written |= written
        done += len(member.papers)
    if any_written:
        _prune()
    texts = [np.array(member.texts, np.int64) for member in members]
    facts = [np.array(member.facts, np.int64) for member in members]
    reworded, changed = _others(texts, len(papers)), _others(facts, len(papers))
    if len(reworded):
        parts.append(build([papers[at] for at in reworded.tolist()]))
    whole = joined(parts, [*texts, reworded] if len(reworded) else texts)
    own = [part.columns for part in parts[: len(members)]]
    with_changed = columns_of([papers[at] for at in changed.tolist()])
    of_parts = columns_joined([*own, with_changed], [*facts, changed])
    columns = OnDemand(
        whole.columns,
        lambda name: columns_of(papers, [name])[name] if name in _OF_THE_WHOLE else of_parts[name],
    )
    return SearchIndex(replace(whole, columns=columns))


def _others(places: Sequence[npt.NDArray[np.int64]], size: int) -> npt.NDArray[np.int64]:
    """Return the places of the whole, which has so many, that no member's papers have."""
    free = np.ones(size + 1, np.bool_)
    for one in places:
        free[one] = False  # -1 is the last, which is none
    return np.flatnonzero(free[:size])


def _prune() -> None:
    with contextlib.suppress(OSError):
        _FILES.prune()
