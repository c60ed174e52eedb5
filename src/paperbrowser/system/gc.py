"""Python's garbage collector, switched off while many lasting objects are made."""

import contextlib
import gc
from collections.abc import Iterator

_SPARE = 200_000  # objects, some 20 MB, that may be garbage before any is looked for
_kept = 0  # objects that were exempt after the last look, or that one block made


@contextlib.contextmanager
def no_gc() -> Iterator[None]:
    """Switch the cyclic garbage collector off for a block, and exempt the block's objects from it later.

    The collector would search 100,000 new papers again and again, and find no garbage among them. Once there
    are twice as many objects as that, what the blocks before made is garbage by now, and is freed.
    """
    was_enabled = gc.isenabled()
    before = gc.get_freeze_count()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        _free(gc.get_freeze_count() - before)
        if was_enabled:
            gc.enable()


def _free(added: int) -> None:
    """Free the garbage among the exempt objects, if there may be much, after a block that added some."""
    global _kept  # noqa: PLW0603 - the collector is one for the process
    _kept = max(_kept, added)
    if gc.get_freeze_count() > 2 * _kept + _SPARE:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        _kept = gc.get_freeze_count()
