"""Python's garbage collector, switched off while many lasting objects are made."""

import contextlib
import gc
from collections.abc import Iterator

_MANY = 50_000  # objects; so many are worth exempting
_SPARE = 200_000  # objects, some 20 MB, that may be garbage before any is looked for
_kept = 0  # objects that were exempt after the last look, or that one block made
_exempt = 0  # objects that may be exempt now, those that went meanwhile included


@contextlib.contextmanager
def no_gc() -> Iterator[None]:
    """Switch the cyclic garbage collector off for a block, and exempt its objects from it later.

    The collector would search 100,000 new papers again and again, and find no garbage among them. What else
    there is becomes exempt with them, garbage too. Once there are twice as many objects as that, what the
    blocks before made is garbage by now, and is freed. A block that makes few objects exempts none: many such
    come in hours of use, and each would keep the screens that were closed before it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # Since the collector looked last; `gc.get_freeze_count` would count all that are exempt.
        if gc.get_count()[0] >= _MANY:
            _exempt_all()
        if was_enabled:
            gc.enable()


def _exempt_all() -> None:
    """Exempt all objects, and free the garbage among them if there may be much."""
    global _kept, _exempt  # noqa: PLW0603 - the collector is one for the process
    added = len(gc.get_objects())
    gc.freeze()
    _kept = max(_kept, added)
    _exempt += added
    if _exempt > 2 * _kept + _SPARE:
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        _kept = _exempt = gc.get_freeze_count()
