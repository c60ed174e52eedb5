"""Earlier searches, one query a line, the latest last, in a file of the state folder."""

import contextlib
from pathlib import Path

from paperbrowser.papers.text import clean_line
from paperbrowser.system import files, locks, paths

_KEPT = 200
_LONGEST = 1_000  # characters
_PATIENCE = 0.2  # seconds; a key waits for it


def earlier_queries() -> list[str]:
    """Return the earlier queries, each once, the latest last; none if the file does not read."""
    try:
        text = _file().read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    queries = [clean_line(line)[:_LONGEST] for line in text.split("\n")]
    return [query for query in queries if query][-_KEPT:]


def remember(query: str) -> None:
    """Add `query` to the file; do nothing if that fails."""
    query = clean_line(query)[:_LONGEST]
    if not query:
        return
    path = _file()
    with contextlib.suppress(OSError), locks.locked(path, _PATIENCE):
        # Read within the lock, since another session may have added to it.
        queries = [one for one in earlier_queries() if one != query][-_KEPT + 1 :]
        files.write(path, "".join(f"{one}\n" for one in [*queries, query]).encode())


def _file() -> Path:
    return paths.state() / "searches.txt"
