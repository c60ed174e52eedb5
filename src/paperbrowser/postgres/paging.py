"""The works of a library in an order, a page at a time: the next works after one, or the last before it.

A page begins at a key, the value sorted by and the id of a work, and not at a number, so that it costs the
same anywhere in the list, and no work is left out or comes twice when others are added meanwhile.

A server is asked for the works of one value, of the values beyond it, and of those without a value, one after
the other as far as needed: each of these it finds in an index without looking at others. Pure but for `ask`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.search.window import Key

Ask = Callable[[str, Sequence[object]], Sequence[Sequence[tuple[Any, ...]]]]
"""Asks all servers of a library; returns the rows of each."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that works are sorted by, those without a value last, and those with the same by their ids.

    Attributes:
        value: the column, in SQL.
        kind: its type.
        descending: the greatest value comes first.
        nullable: some works have none.
    """

    value: str
    kind: str
    descending: bool = True
    nullable: bool = True


COLUMNS: dict[SortKey, Column] = {
    SortKey.DATE: Column("date", "date"),
    SortKey.SCORE: Column("score", "real"),
    SortKey.CITATIONS: Column("citations", "int"),
    # As code points, which all servers and the program order alike.
    SortKey.TITLE: Column(
        'lower(left(title, 200)) COLLATE "C"', "text", descending=False, nullable=False
    ),
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the list in which a server finds works without looking at others.

    Attributes:
        condition: in SQL.
        values: of its placeholders.
        by: the order of its works, in SQL.
    """

    condition: str
    values: tuple[object, ...]
    by: str


def steps(order: Order, start: Key | None, *, forward: bool) -> list[Stretch]:
    """Return the parts of the list after a key, or before it, from the nearest to the farthest.

    Args:
        order: of the list.
        start: the key; None for the beginning of the list, or its end.
        forward: the way through the list.
    """
    column = COLUMNS[order.key]
    value = column.value
    down = column.descending ^ order.reverse ^ (not forward)
    ids_down = order.reverse ^ (not forward)
    # As the index is sorted, or the other way round: works without a value stand at the lower end of it.
    index_way = down == column.descending
    nulls = ""
    if column.nullable:
        nulls = " NULLS LAST" if index_way else " NULLS FIRST"
    by = f"{value} {'DESC' if down else 'ASC'}{nulls}, id {'DESC' if ids_down else 'ASC'}"
    beyond_id = f"id {'<' if ids_down else '>'} %s"
    valued, empty = f"{value} IS NOT NULL", f"{value} IS NULL"

    def step(condition: str, *values: object) -> Stretch:
        return Stretch(condition, values, by)

    if start is None:
        found = [step(valued), step(empty)] if column.nullable else [step("true")]
        return found if forward else found[::-1]
    known, id_ = start
    if known is None:
        found = [step(f"{empty} AND {beyond_id}", id_)]
        return found if forward else [*found, step(valued)]
    found = [
        step(f"{value} = %s::{column.kind} AND {beyond_id}", known, id_),
        step(f"{value} {'<' if down else '>'} %s::{column.kind}", known),
    ]
    if column.nullable and forward:
        found.append(step(empty))
    return found


def merged(parts: Sequence[Sequence[Key]], order: Order, *, forward: bool) -> list[Key]:
    """Return works of several servers in one order; the arguments are as in `steps`."""
    down = COLUMNS[order.key].descending ^ order.reverse ^ (not forward)
    keys = [key for part in parts for key in part]
    if len(parts) > 1:
        keys.sort(key=lambda key: key[1], reverse=order.reverse ^ (not forward))
        keys.sort(key=_value, reverse=down)
        keys.sort(key=lambda key: (key[0] is None) == forward)
    return keys


def _value(key: Key) -> Any:
    return () if key[0] is None else (key[0],)


def page(
    ask: Ask,
    where: tuple[str, Sequence[object]],
    order: Order,
    start: Key | None,
    *,
    forward: bool,
    most: int,
) -> tuple[list[Key], bool]:
    """Return the keys of the next works after a key or before it, nearest first, and whether there are more.

    Args:
        ask: asks the servers.
        where: a condition of the works in SQL, and the values of its placeholders.
        order: of the list.
        start: the key; None for the beginning of the list, or its end.
        forward: the way through the list.
        most: works of the page.
    """
    condition, values = where
    value = COLUMNS[order.key].value
    keys: list[Key] = []
    for one in steps(order, start, forward=forward):
        rows = ask(
            f"SELECT {value}, id FROM paperbrowser.works WHERE ({condition}) AND {one.condition} "  # noqa: S608 - values are parameters
            f"ORDER BY {one.by} LIMIT %s",
            (*values, *one.values, most + 1 - len(keys)),
        )
        parts = [[(row[0], row[1]) for row in part] for part in rows]
        keys += merged(parts, order, forward=forward)
        if len(keys) > most:
            return keys[:most], True
    return keys, False


def count(
    ask: Ask,
    where: tuple[str, Sequence[object]],
    order: Order,
    key: Key,
    *,
    forward: bool,
    most: int,
) -> int | None:
    """Return how many works stand after a key or before it; None if they are more than `most`.

    The other arguments are as in `page`.
    """
    condition, values = where
    found = 0
    for one in steps(order, key, forward=forward):
        rows = ask(
            "SELECT count(*) FROM (SELECT FROM paperbrowser.works "  # noqa: S608 - values are parameters
            f"WHERE ({condition}) AND {one.condition} LIMIT %s) AS found",
            (*values, *one.values, most + 1),
        )
        found += sum(int(row[0]) for part in rows for row in part)
        if found > most:
            return None
    return found
