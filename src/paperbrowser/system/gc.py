"""Python's garbage collector, switched off while many lasting objects are made."""

import contextlib
import gc
from collections.abc import Iterator

_SPARE = 200_000  # objects, some 20 MB, that may be garbage before any is looked for
_kept = 0  # objects that were exempt after the last look, or that one block made
_exempt = 0  # objects that may be exempt now, those that went meanwhile included


@contextlib.contextmanager
def no_gc() -> Iterator[None]:
    """Switch the cyclic garbage collector off for a block, and exempt the block's objects from it later.

    The collector would search 100,000 new papers again and again, and find no garbage among them. Once there
    are twice as many objects as that, what the blocks before made is garbage by now, and is freed.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        made = gc.get_count()[
            0
        ]  # since the collector looked last; `gc.get_freeze_count` would count them all
        gc.freeze()
        _free(made)
        if was_enabled:
            gc.enable()


def _free(made: int) -> None:
    """Free the garbage among the exempt objects, if there may be much, after a block that made some."""
    global _kept, _exempt  # noqa: PLW0603 - the collector is one for the process
    _kept = max(_kept, made)
    _exempt += made
    if _exempt > 2 * _kept + _SPARE:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        _kept = _exempt = gc.get_freeze_count()
