"""The papers of a query in an order, as far as they are looked at: pages, and windows of a list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from paperbrowser.papers.sorting import Order
from paperbrowser.postgres import paging
from paperbrowser.postgres.asking import Question, where_any
from paperbrowser.postgres.servers import Servers
from paperbrowser.search.window import Key, Window, WindowPage, WindowRow

PAGE = 200  # papers
FARTHEST = 10_000  # rows of a list that are gone to, or counted, by their number
_MOST_EMPTY = 5  # pages of which the query finds no paper, after which the answer is given as it is


@dataclass(frozen=True, slots=True)
class Listing:
    """The papers of a query in an order.

    Attributes:
        servers: of the library.
        asked: the questions that the papers answer.
        order: of the papers.
        found: returns the positions of works that the query finds, of some that the servers did.
    """

    servers: Servers
    asked: Sequence[Question]
    order: Order
    found: Callable[[Sequence[str]], Mapping[str, int]]

    def page(self, start: Key | None, *, forward: bool = True, most: int = PAGE) -> WindowPage:
        """Return the next papers after a key, or the last before it.

        Args:
            start: the key; None for the beginning of the list, or its end.
            forward: the way through the list.
            most: papers of the page.
        """
        rows: list[WindowRow] = []
        more, edge = True, start
        for _ in range(_MOST_EMPTY):
            keys, more = paging.page(
                self.servers.each, self._where, self.order, edge, forward=forward, most=most
            )
            found = self.found([id_ for _, id_ in keys])
            rows += [WindowRow(found[key[1]], key) for key in keys if key[1] in found]
            edge = keys[-1] if keys else edge
            if rows or not more:
                break
        return WindowPage(tuple(rows if forward else rows[::-1]), edge if more else None)

    def keys(self, start: Key | None, *, most: int) -> tuple[list[Key], bool]:
        """Return the keys of the next works after one that may be found, and whether there are more."""
        return paging.page(
            self.servers.each, self._where, self.order, start, forward=True, most=most
        )

    def start(self, known: Window) -> Window:
        """Return the first papers of the list of which `known` is a part."""
        page = self.page(None)
        return replace(known, rows=page.rows, head=None, tail=page.edge, above=0).counted()

    def end(self, known: Window) -> Window:
        """Return the last papers of the list of which `known` is a part."""
        page = self.page(None, forward=False)
        above = max(0, known.total - len(page.rows)) if known.exact else None
        return replace(known, rows=page.rows, head=page.edge, tail=None, above=above).counted()

    def around(self, known: Window, work: str) -> Window | None:
        """Return the papers around a work, which is in the middle; None if it is not in the list."""
        value = paging.COLUMNS[self.order.key].value
        condition, values = self._where
        rows = self.servers.each(
            f"SELECT {value}, id FROM paperbrowser.works WHERE id = %s AND ({condition})",  # noqa: S608 - values are parameters
            (work, *values),
        )
        keys: list[Key] = [(row[0], row[1]) for part in rows for row in part]
        return self._around(known, keys[0]) if keys else None

    def at(self, known: Window, number: int) -> Window | None:
        """Return the papers around that with a number, from 0; None if the list is shorter."""
        keys, _ = self.keys(None, most=number + 1)
        return self._around(known, keys[number]) if number < len(keys) else None

    def _around(self, known: Window, key: Key) -> Window:
        upper = self.page(key, forward=False, most=PAGE // 2)
        lower = self.page(key, most=PAGE // 2)
        found = self.found([key[1]])
        itself = (WindowRow(found[key[1]], key),) if found else ()
        above = self._number(known, key)
        if above is not None:
            above = max(0, above - len(upper.rows))
        return replace(
            known,
            rows=(*upper.rows, *itself, *lower.rows),
            head=upper.edge,
            tail=lower.edge,
            above=above,
        ).counted()

    def _number(self, known: Window, key: Key) -> int | None:
        """Return the number of the row of a key, from 0, if it is near either end of the list."""

        def count(*, forward: bool) -> int | None:
            return paging.count(
                *(self.servers.each, self._where, self.order, key), forward=forward, most=FARTHEST
            )

        before = count(forward=False)
        if before is not None or not known.exact:
            return before
        after = count(forward=True)
        return None if after is None else max(0, known.total - after - 1)

    @property
    def _where(self) -> tuple[str, Sequence[object]]:
        return where_any(self.asked)
