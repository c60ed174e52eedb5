"""Finding papers in a list: the query language, the index, what the list shows.

`from paperbrowser.search import SearchIndex` loads numpy; no other part that the first screen needs does so.

>>> from paperbrowser import Paper
>>> from paperbrowser.search import SearchIndex
>>> index = SearchIndex.build([Paper(id="a", title="Field Level Neural Network Emulator")])
>>> [hit.position for hit in index.search("fieldlevel emulater")]
[0]
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paperbrowser.search.index import SearchIndex

__all__ = ["SearchIndex"]


def __getattr__(name: str) -> object:
    """Import `SearchIndex` at its first use, because it loads numpy, which takes 100 ms."""
    if name != "SearchIndex":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from paperbrowser.search.index import SearchIndex

    return SearchIndex
