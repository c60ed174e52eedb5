"""Pages of a library joined are all of it, in order, whichever way it is gone through."""

import datetime
from itertools import pairwise

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.postgres import paging
from paperbrowser.search.query import Query
from paperbrowser.search.window import Window, WindowPage, WindowRow

ORDERS = [Order(key, reverse=reverse) for key in paging.COLUMNS for reverse in (False, True)]
EVERYTHING = ("true", ())
INSERT = (
    "INSERT INTO paperbrowser.works (id, title, date, score, citations, authors, source, abstract, "
    "record, tokens, facets) VALUES (%s, %s, %s, %s, %s, '{}', '', 0, '{}', '', '{}')"
)

works = st.tuples(
    st.sampled_from(["", "A", "a", "É", "Zoë", "z\u00df", "\U0001f600", "x" * 300, "%s", "'\\"]),
    st.none() | st.dates(datetime.date(2020, 1, 1), datetime.date(2020, 1, 3)),
    st.none() | st.sampled_from([0.0, 0.1, 12.3, 99.99]),
    st.none() | st.integers(0, 3),
)


@pytest.fixture(scope="module")
def parts(server):
    """Two databases, as of a library on two servers."""
    names = ("paged_a", "paged_b")
    for name in names:
        server.execute(f"CREATE DATABASE {name} TEMPLATE filled_from")
    connections = [psycopg.connect(server.address(name), autocommit=True) for name in names]
    yield connections
    for one in connections:
        one.close()


def put(parts, some, start=0):
    for number, work in enumerate(some, start):
        parts[number % 2].execute(INSERT, (f"w{number:03}", *work))


def expected(some, order):
    """The ids of works in an order: those without a value last, of equal ones the smaller id first."""
    column = {SortKey.TITLE: 0, SortKey.DATE: 1, SortKey.SCORE: 2, SortKey.CITATIONS: 3}[order.key]
    rows = [(work[column], f"w{number:03}") for number, work in enumerate(some)]
    if order.key is SortKey.TITLE:
        rows = [(title[:200].lower(), id_) for title, id_ in rows]
    rows.sort(key=lambda row: row[1], reverse=order.reverse)
    valued = [row for row in rows if row[0] is not None]
    valued.sort(key=lambda row: row[0], reverse=(order.key is not SortKey.TITLE) != order.reverse)
    return [id_ for _, id_ in valued] + [id_ for value, id_ in rows if value is None]


def walked(ask, order, most, *, forward, between=lambda: None):
    start, more, found = None, True, []
    while more:
        keys, more = paging.page(ask, EVERYTHING, order, start, forward=forward, most=most)
        assert len(keys) == most or not more
        found += keys
        start = keys[-1] if keys else None
        between()
    return [id_ for _, id_ in found]


@given(st.lists(works, max_size=30), st.lists(works, min_size=1, max_size=10), st.integers(1, 12))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_pages_joined_are_the_whole_order(parts, some, later, most):
    def ask(statement, values):
        return [one.execute(statement, values).fetchall() for one in parts]

    for one in parts:
        one.execute("DELETE FROM paperbrowser.works")
    put(parts, some)
    for order in ORDERS:
        whole = expected(some, order)
        assert walked(ask, order, most, forward=True) == whole
        assert walked(ask, order, most, forward=False) == whole[::-1]
        for number in range(0, len(whole), 7):
            keys, _ = paging.page(ask, EVERYTHING, order, None, forward=True, most=number + 1)
            for forward, count in ((False, number), (True, len(whole) - number - 1)):
                assert count == paging.count(
                    ask, EVERYTHING, order, keys[-1], forward=forward, most=100
                )
    # What a writer adds meanwhile may be met or not; all that was there is, once and in order.
    for order in (ORDERS[0], ORDERS[5]):
        for forward in (True, False):
            left = [*enumerate(later, len(some))]

            def add(left=left):
                if left:
                    number, work = left.pop()
                    put(parts, [work], number)

            found = walked(ask, order, most, forward=forward, between=add)
            assert len({*found}) == len(found)
            old = [id_ for id_ in found if int(id_[1:]) < len(some)]
            whole = expected(some, order)
            assert old == (whole if forward else whole[::-1])
            assert found == sorted(
                found, key=expected([*some, *later], order).index, reverse=not forward
            )
            for one in parts:
                one.execute("DELETE FROM paperbrowser.works WHERE id >= %s", (f"w{len(some):03}",))


def rows_of(numbers):
    return tuple(WindowRow(number, (number, str(number))) for number in numbers)


@given(st.lists(st.booleans(), max_size=60), st.integers(1, 9), st.integers(9, 25))
def test_a_window_shows_a_part_of_the_list_without_gaps(downs, size, most):
    total = 60
    window = Window(Query(), Order(), rows_of(range(10)), None, (9, "9"), 0, total, exact=False)
    cursor = 0
    for down in downs:
        first, last = window.positions[0], window.positions[-1]
        if down and window.tail is not None:
            rows = rows_of(range(last + 1, min(total, last + 1 + size)))
            edge = rows[-1].key if rows[-1].position < total - 1 else None
            cursor = last
            window = window.and_below(WindowPage(rows, edge), cursor, most)
        elif not down and window.head is not None:
            rows = rows_of(range(max(0, first - size), first))
            edge = rows[0].key if rows[0].position else None
            cursor = first
            window = window.and_above(WindowPage(rows, edge), cursor, most)
        here = window.positions
        assert all(b == a + 1 for a, b in pairwise(here))
        assert len(here) <= max(10, most, most // 3 + 1 + size)
        assert window.above == here[0]
        assert (window.head is None) == (here[0] == 0)
        assert (window.tail is None) == (here[-1] == total - 1)
        assert cursor in here
        assert window.exact == (window.tail is None or window.exact)
        assert window.place(here[-1]).startswith(f"{here[-1] + 1} of ")
