"""Garbage that blocks without the collector leave behind is freed in the end."""

import gc
import weakref

from paperbrowser.system import gc as own
from paperbrowser.system.gc import no_gc


class Shelf:
    """An object in a circle of references, beside many others."""

    def __init__(self):
        self.itself = self
        self.books = [[] for _ in range(60_000)]


def test_what_earlier_blocks_made_is_freed_and_what_is_in_use_stays(monkeypatch):
    for name in ("_kept", "_exempt"):  # of the tests before
        monkeypatch.setattr(own, name, 0)
    shelves = []
    lasting = Shelf()
    try:
        for _ in range(15):
            with no_gc():
                shelves.append(weakref.ref(Shelf()))
        assert sum(shelf() is not None for shelf in shelves) < 13
        assert lasting.itself is lasting
    finally:
        gc.unfreeze()


def test_the_collector_is_as_it_was_after_blocks_within_blocks():
    assert gc.isenabled()
    with no_gc():
        with no_gc():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.unfreeze()


def test_a_block_that_makes_few_objects_exempts_none():
    before = gc.get_freeze_count()
    with no_gc():
        lasting = [[] for _ in range(2_000)]
    assert gc.get_freeze_count() == before
    assert lasting
