"""Whether the program was replaced on the disk while it runs, as by an upgrade.

Parts of it are imported when they are first used. After an upgrade they do not fit those that run.
"""

from pathlib import Path

_FOLDER = Path(__file__).parent.parent
SENTENCE = "the program was replaced while it ran, by an upgrade or a removal; start it again"


def _mark() -> tuple[int, int] | None:
    """Return what tells an installation from a later one; None where there is none."""
    try:
        found = (_FOLDER / "__init__.py").stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


_AT_START = _mark()


def was_replaced() -> bool:
    """Return whether the program on the disk is another one than at the start, or gone."""
    return _mark() != _AT_START
