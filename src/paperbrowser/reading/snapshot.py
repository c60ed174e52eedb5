"""The folded state of a large journal in the cache folder, so that a session starts without parsing it.

It fits files that are as they were, or begin with what was read of them. One that is damaged, or of another
version of Python or of this file, is ignored.
"""

import marshal
import sys
from pathlib import Path
from zlib import crc32

from paperbrowser.reading.fold import State
from paperbrowser.reading.journal import Journal, Position, begins_as, status_of
from paperbrowser.system import files
from paperbrowser.system.cache_files import CacheFiles

LEAST = 2_000  # lines; fewer are folded as quickly
_LEAST_BYTES = 60 * LEAST  # of the files; a line has more
_FILES = CacheFiles("marks", "bin", version=4, kept=5)
_HEADER = f"marks {_FILES.version} {sys.implementation.cache_tag} {sys.hexversion:x}\n".encode()
_DIGITS = 8  # of a checksum


def save(journal: Journal, state: State) -> None:
    """Write a snapshot of a large journal.

    Args:
        journal: as far as it is read.
        state: what that amounts to.

    Raises:
        OSError: it could not be written; nothing is lost.
    """
    packed = content(journal, state)
    if packed is not None:
        write(journal, packed)


def content(journal: Journal, state: State) -> bytes | None:
    """Return what is kept of a journal; None if that is too small to be worth it."""
    if sum(journal.numbers.values()) <= LEAST or journal.unreadable or journal.exceeds_files:
        return None
    positions = {path.name: tuple(one) for path, one in journal.positions.items()}
    return marshal.dumps((positions, journal.numbers, state.packed()))


def write(journal: Journal, packed: bytes) -> None:
    """Write the content of a snapshot, see `save`."""
    head = _HEADER + b"%08x" % crc32(packed)
    files.write(_FILES.path(journal.folder), [head, packed])
    _FILES.prune()


def load(journal: Journal) -> State | None:
    """Return the state of a journal that was not read yet, and let the journal go on from there.

    Returns:
        None if there is no snapshot, or it does not fit.
    """
    if not _is_large(journal.folder):
        return None
    try:
        data = _FILES.path(journal.folder).read_bytes()
    except OSError:
        return None
    start = len(_HEADER) + _DIGITS
    if not data.startswith(_HEADER):
        return None
    packed = memoryview(data)[start:]
    if data[len(_HEADER) : start] != b"%08x" % crc32(packed):
        return None
    try:
        positions, numbers, state = marshal.loads(packed)  # noqa: S302 - of our own making, by its checksum
        found = {journal.folder / name: Position(*one) for name, one in positions.items()}
        if not all(_fits(path, position) for path, position in found.items()):
            return None
        restored = State.restored(state)
    except (OSError, ValueError, TypeError, EOFError, AttributeError):
        return None
    journal.resume(found, numbers, restored.latest)
    return restored


def _fits(path: Path, known: Position) -> bool:
    """Return whether a file is as it was read, or has only gained lines.

    Raises:
        OSError: it is gone.
    """
    status = status_of(path.stat())
    if status == known.status:
        return True
    with path.open("rb") as file:
        return begins_as(known, file)


def _is_large(folder: Path) -> bool:
    try:
        return sum(path.stat().st_size for path in folder.iterdir()) > _LEAST_BYTES
    except OSError:
        return False
