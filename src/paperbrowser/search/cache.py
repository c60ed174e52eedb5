"""Search indexes of large profiles, kept in the cache folder and built again when the profile changed.

Imported at the first search only, because the index loads numpy.
"""

import contextlib
import datetime
from collections.abc import Sequence
from pathlib import Path

from paperbrowser.papers.model import Paper
from paperbrowser.search.index import SearchIndex
from paperbrowser.search.index.storage import IndexFileError
from paperbrowser.system import locks
from paperbrowser.system.cache_files import CacheFiles
from paperbrowser.system.progress import Progress

KEPT_FROM = 5_000  # papers; an index of fewer is built in about a second
_FILES = CacheFiles("indexes", "index", version=7, kept=5, most_bytes=500_000_000)


def index_for(
    papers: Sequence[Paper],
    source: Path,
    *,
    as_of: datetime.date | None = None,
    progress: Progress | None = None,
) -> SearchIndex:
    """Open the index of a profile, or build it where there is none yet.

    Where no file can be written, or another session is writing it, the index is built in memory.

    Args:
        papers: all papers of the profile.
        source: the file that they were read from; another version of it has another index.
        as_of: the day that was given for dates without a year, if any.
        progress: is called with the share that is built.
    """
    if len(papers) < KEPT_FROM:
        return SearchIndex.build(papers, progress=progress)
    try:
        path, about = _FILES.path(source), _FILES.key(source, as_of)
    except OSError:
        return SearchIndex.build(papers, progress=progress)
    with contextlib.suppress(IndexFileError, OSError):
        index = SearchIndex.open(path, about=about, checked=True)
        if len(index) == len(papers):
            return index
    try:
        with locks.locked(path, patience=0):
            index = SearchIndex.build(papers, path, progress, about=about)
            _FILES.prune()
            return index
    except OSError:  # another session is building it (TimeoutError), or the folder is read-only
        return SearchIndex.build(papers, progress=progress)
