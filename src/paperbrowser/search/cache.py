"""Search indexes of profiles, kept in the cache folder and built again when the profile changed.

Kept are those of large profiles, and of all that are opened as one with others: these are joined.
Imported at the first search only, because the index loads numpy.
"""

import contextlib
import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from paperbrowser.papers.members import MemberProfile
from paperbrowser.papers.model import Paper
from paperbrowser.search import kept_join
from paperbrowser.search.index import SearchIndex
from paperbrowser.search.index.arrays import Column
from paperbrowser.search.index.build import build
from paperbrowser.search.index.filters import columns_of
from paperbrowser.search.index.join import OnDemand, columns_joined, joined
from paperbrowser.search.index.storage import IndexFileError
from paperbrowser.system import locks
from paperbrowser.system.cache_files import CacheFiles
from paperbrowser.system.progress import Progress

KEPT_FROM = 5_000  # papers; an index of fewer is built in about a second
_FILES = CacheFiles("indexes", "index", version=8, kept=5, most_bytes=500_000_000)
Later = Callable[[Callable[[], None]], None]
# Fields of which a paper has other values among those of several profiles than in its own.
_OF_THE_WHOLE = ("id", "of", "is")


def index_for(
    papers: Sequence[Paper],
    source: Path,
    *,
    as_of: datetime.date | None = None,
    correction: str = "",
    progress: Progress | None = None,
    members: Sequence[MemberProfile] = (),
    later: Later = lambda work: work(),
) -> SearchIndex:
    """Open the index of a profile, or build it where there is none yet.

    Where no file can be written, or another session is writing it, the index is built in memory.

    Args:
        papers: all papers of the profile.
        source: the file that they were read from; another version of it has another index.
        as_of: the day that was given for dates without a year, if any.
        correction: a digest of how the papers differ from those of the file; empty where they do not.
        progress: is called with the share that is built.
        members: the profiles that it was put together from, if it was; each has an index of its own then.
        later: takes what is left to do once the index is in use, which is to write a file; by default it is
            done at once.
    """
    if members:
        return _of_several(papers, source, members, as_of=as_of, progress=progress, later=later)
    if len(papers) < KEPT_FROM:
        return SearchIndex.build(papers, progress=progress)
    index, written = _kept(papers, source, _key(source, as_of, correction, papers), progress)
    if written:
        _prune()
    return index


def _kept(
    papers: Sequence[Paper],
    source: Path,
    about: str,
    progress: Progress | None,
) -> tuple[SearchIndex, bool]:
    """Return the index of a profile that is kept in a file, and whether the file was written now.

    `about` is the `_key` of the profile.
    """
    if not about:
        return SearchIndex.build(papers, progress=progress), False
    path = _FILES.path(source)
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
    source: Path,
    members: Sequence[MemberProfile],
    *,
    as_of: datetime.date | None,
    progress: Progress | None,
    later: Later,
) -> SearchIndex:
    """Join the indexes of several profiles, and one of papers that are as in none of them.

    What was joined the last time is used again, but for papers whose words changed since then.
    """
    total = sum(len(member.papers) for member in members) or 1
    done = 0

    def report(part: float) -> None:
        if progress is not None:
            progress((done + part * len(member.papers)) / total)

    keys = [_key(member.path, as_of, member.correction, member.papers) for member in members]
    texts = [np.array(member.texts, np.int64) for member in members]
    facts = [np.array(member.facts, np.int64) for member in members]
    kept = kept_join.read(_FILES.path(source))
    if kept is not None and kept.arrays.size == len(papers) and kept.is_of(keys, texts):
        whole = kept.arrays
    else:
        parts, places, unwritten = [], [], []
        missing = np.ones(len(papers), np.bool_)
        if kept is not None:
            moved = kept.moved(keys, texts, papers)
            parts, places = [kept.arrays], [moved]
            missing[moved[moved >= 0]] = False
        for member, key, text in zip(members, keys, texts, strict=True):
            mine = (text >= 0) & missing[text]
            if 2 * np.count_nonzero(mine) > len(text):
                index, _ = _kept(member.papers, member.path, key, report)
                parts.append(index.arrays)
                places.append(np.where(mine, text, -1))
                missing[text[mine]] = False
            elif kept is None or key not in kept.places:
                unwritten.append((member, key))
            done += len(member.papers)
        rest = np.flatnonzero(missing)
        if len(rest):
            parts.append(build([papers[at] for at in rest.tolist()]))
            places.append(rest)
        whole = joined(parts, places)

        def keep() -> None:
            if all(keys):
                kept_join.write(_FILES.path(source), whole, keys, texts, papers)
            for member, key in unwritten:  # its columns are wanted the next time
                _kept(member.papers, member.path, key, None)
            _prune()

        later(keep)
    changed = _others(facts, len(papers))
    with_changed = columns_of([papers[at] for at in changed.tolist()])
    own = [_columns(member, key, with_changed) for member, key in zip(members, keys, strict=True)]
    of_parts = columns_joined([*own, with_changed], [*facts, changed])
    columns = OnDemand(
        with_changed,
        lambda name: columns_of(papers, [name])[name] if name in _OF_THE_WHOLE else of_parts[name],
    )
    return SearchIndex(replace(whole, columns=columns))


def _columns(member: MemberProfile, key: str, names: Iterable[str]) -> Mapping[str, Column]:
    """Return the columns of a profile's own index, which is opened when the first of them is asked for."""

    @cache
    def opened() -> Mapping[str, Column]:
        with contextlib.suppress(IndexFileError, OSError):
            index = SearchIndex.open(_FILES.path(member.path), about=key)
            if len(index) == len(member.papers):
                return index.arrays.columns
        return {}

    def column(name: str) -> Column:
        known = opened().get(name)
        return columns_of(member.papers, [name])[name] if known is None else known

    return OnDemand(names, column)


def _key(path: Path, as_of: datetime.date | None, correction: str, papers: Sequence[Paper]) -> str:
    """Return a text that the present version of a profile alone has; "" where the file is gone.

    The titles are in it, since the file may have changed after `papers` were read from it.
    """
    titles = "\n".join(paper.title for paper in papers).encode(errors="surrogatepass")
    try:
        return f"{_FILES.key(path, as_of)}{correction} {len(papers)} {crc32(titles):08x}"
    except OSError:
        return ""


def _others(places: Sequence[npt.NDArray[np.int64]], size: int) -> npt.NDArray[np.int64]:
    """Return the places of the whole, which has so many, that no member's papers have."""
    free = np.ones(size + 1, np.bool_)
    for one in places:
        free[one] = False  # -1 is the last, which is none
    return np.flatnonzero(free[:size])


def _prune() -> None:
    with contextlib.suppress(OSError):
        _FILES.prune()
