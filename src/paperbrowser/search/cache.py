"""Search indexes of large profiles, kept as files: opened when they fit, built when they do not.

Not imported before a search is wanted, because the search takes a while to load.
"""

import contextlib
import datetime
from collections.abc import Sequence
from pathlib import Path

from paperbrowser.papers.model import Paper
from paperbrowser.search.index import SearchIndex
from paperbrowser.search.index.storage import IndexFileError
from paperbrowser.system import files
from paperbrowser.system.cache_files import CacheFiles
from paperbrowser.system.progress import Progress

KEPT_FROM = 5_000  # papers; an index of fewer is built as quickly as it is opened
_FILES = CacheFiles("indexes", "index", version=3, kept=5)


def index_for(
    papers: Sequence[Paper],
    source: Path,
    *,
    as_of: datetime.date | None = None,
    progress: Progress | None = None,
) -> SearchIndex:
    """The index of `papers`, which were read from `source`: from a file if that is quicker.

    Where no file can be written, or another session is writing it, the index is built in memory.

    Args:
        papers: what was read.
        source: the file; another version of it has another index.
        as_of: the day the reading was told, see `library.read`.
        progress: told the part that is built, 0 to 1; may raise to stop.
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
        with files.locked(path, patience=0):
            index = SearchIndex.build(papers, path, progress, about=about)
            _FILES.prune()
            return index
    except OSError:  # another session is building it (TimeoutError), or the folder is read-only
        return SearchIndex.build(papers, progress=progress)
