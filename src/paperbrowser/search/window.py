"""The rows of a list that a server sorts: some hundred of them are here, around the cursor.

More come from the server a page at a time, above and below; those far from the cursor are dropped. Pure.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from paperbrowser.papers.sorting import Order

if TYPE_CHECKING:
    from paperbrowser.search.query import Query

Key = tuple[object, str]
"""What the rows are sorted by: a value, or None, and the id of the work."""


class WindowRow(NamedTuple):
    """A row of a list.

    Attributes:
        position: of the paper.
        key: by which it is sorted.
    """

    position: int
    key: Key


class WindowPage(NamedTuple):
    """Rows that follow each other, in the order of the list.

    Attributes:
        rows: the rows.
        edge: of the last row that was looked at, on the side away from where the page begins; None where the
            list ends.
    """

    rows: tuple[WindowRow, ...]
    edge: Key | None


@dataclass(frozen=True, slots=True)
class Window:
    """Rows of a list, and what is known of those around them.

    Attributes:
        query: that the list is of.
        order: of the list.
        rows: the rows.
        head: the key before which other rows stand; None where the list begins with these.
        tail: the key after which other rows stand; None where it ends with these.
        above: how many rows stand before these; None where that is not known.
        total: how many rows the list has.
        exact: whether `total` is counted; else it is an estimate.
        lenient: misspelt words count as found.
    """

    query: "Query"
    order: Order
    rows: tuple[WindowRow, ...]
    head: Key | None
    tail: Key | None
    above: int | None
    total: int
    exact: bool
    lenient: bool = False

    @property
    def positions(self) -> tuple[int, ...]:
        """The positions of the papers."""
        return tuple(row.position for row in self.rows)

    def is_of_same_list(self, other: "Window") -> bool:
        """Return whether another window is of the same list."""
        return self.query == other.query and self.order == other.order

    @property
    def whole(self) -> bool:
        """Whether these are all rows of the list."""
        return self.head is None and self.tail is None

    @property
    def total_in_words(self) -> str:
        """The number of rows of the list: "20,000", "about 20,000"."""
        return f"{'' if self.exact else 'about '}{self.total:,}"

    def place(self, position: int) -> str:
        """Return the place of a paper in words: "301 of 20,000"; "among 20,000" if that is not known."""
        number = None
        if self.above is not None:
            places = (at for at, row in enumerate(self.rows) if row.position == position)
            number = next(places, None)
        if number is None or self.above is None:
            return f"among {self.total_in_words}"
        return f"{self.above + number + 1:,} of {self.total_in_words}"

    def and_below(self, page: WindowPage, cursor: int, most: int) -> "Window":
        """Add the page below these rows.

        Args:
            page: the page.
            cursor: the position of the paper under the cursor, which stays.
            most: rows; of more those farthest above the cursor are dropped.
        """
        here = {row.position for row in self.rows}
        rows = (*self.rows, *(row for row in page.rows if row.position not in here))
        return replace(self, rows=rows, tail=page.edge).counted()._without_top(cursor, most)

    def and_above(self, page: WindowPage, cursor: int, most: int) -> "Window":
        """Add the page above these rows; the arguments are as in `and_below`."""
        here = {row.position for row in self.rows}
        new = tuple(row for row in page.rows if row.position not in here)
        above = None if self.above is None else max(0, self.above - len(new))
        wider = replace(self, rows=(*new, *self.rows), head=page.edge, above=above)
        return wider.counted()._without_bottom(cursor, most)

    def counted(self) -> "Window":
        """Return the rows with what their own numbers say: those before them, and all if this is the end."""
        above = 0 if self.head is None else self.above
        if above is None:
            return self
        least = above + len(self.rows)
        if self.tail is None:
            return replace(self, above=above, total=least, exact=True)
        return replace(self, above=above, total=max(self.total, least + 1))

    def _without_top(self, cursor: int, most: int) -> "Window":
        drop = min(len(self.rows) - most, self._place(cursor) - most // 3)
        if drop <= 0:
            return self
        rows = self.rows[drop:]
        above = None if self.above is None else self.above + drop
        return replace(self, rows=rows, head=rows[0].key, above=above)

    def _without_bottom(self, cursor: int, most: int) -> "Window":
        drop = min(len(self.rows) - most, len(self.rows) - 1 - self._place(cursor) - most // 3)
        if drop <= 0:
            return self
        rows = self.rows[: len(self.rows) - drop]
        return replace(self, rows=rows, tail=rows[-1].key)

    def _place(self, cursor: int) -> int:
        places = (at for at, row in enumerate(self.rows) if row.position == cursor)
        return next(places, len(self.rows) // 2)
