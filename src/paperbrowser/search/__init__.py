"""Finding papers by what a reader half remembers: `SearchIndex.build(papers).search("fieldlevel emulater")`.

Nothing that is needed before the first picture imports this package: numpy takes a while.
"""

from paperbrowser.search.found import Found, Hit
from paperbrowser.search.highlight import Highlighter
from paperbrowser.search.index import SearchIndex
from paperbrowser.search.storage import IndexFileError

__all__ = ["Found", "Highlighter", "Hit", "IndexFileError", "SearchIndex"]
