"""A library of three parts: papers are in the part of their id, and are found as in a library of one."""

from threading import Event, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.library import locate, store
from paperbrowser.papers.model import with_fields
from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.postgres import adding, schema, servers
from paperbrowser.postgres.address import ServerError, connect
from paperbrowser.postgres.server_engine import ServerEngine
from paperbrowser.postgres.servers import Servers, part_of
from paperbrowser.postgres.tokens import identity
from paperbrowser.search.query import parse
from tests.postgres.test_adding import papers_of, whole
from tests.postgres.test_search import asked_words, few, ids

PAPERS = store.read(locate.sample().path).profile.papers


def ids_of_parts(library):
    parts = library.each("SELECT id FROM paperbrowser.works")
    return [{id_ for (id_,) in rows} for rows in parts]


def test_papers_are_in_the_parts_of_their_ids(three):
    with Servers(*three) as library:
        assert adding.add_to_parts(library, "ho", PAPERS) == adding.Added(50, 50, 0)
        assert adding.add_to_parts(library, "ho", PAPERS) == adding.Added(50, 0, 0)
        parts = ids_of_parts(library)
        assert all(parts)
        assert [{part_of(id_, 3) for id_ in ids} for ids in parts] == [{0}, {1}, {2}]
        assert set.union(*parts) == {*map(identity, PAPERS)}
        # A work whose id changes moves to another part.
        moved = [with_fields(paper, doi=f"10.1/{at}") for at, paper in enumerate(PAPERS)]
        assert adding.add_to_parts(library, "ho", moved[:40]) == adding.Added(40, 40, 50)
        assert set.union(*ids_of_parts(library)) == {*map(identity, moved[:40])}
    for address in three:
        with connect(address) as one:
            whole(one, one.execute("SELECT count(*) FROM paperbrowser.works").fetchone()[0])


def test_the_part_of_a_paper_stays_the_same_for_ever():
    parts = [part_of(f"doi:10.1000/{number}", 3) for number in range(9)]
    assert parts == [2, 0, 2, 0, 1, 0, 0, 0, 2]


def test_parts_may_be_named_in_any_order_but_all_of_one_library(three, databases):
    first, second, third = three
    other, *_ = databases(1)
    servers.create([other])
    for order in ((first, second, third), (third, first, second)):
        with Servers(*order) as library:
            library.connect()
            assert library.addresses == three
    for named, sentence in (
        ((first, third), "part 2 of 3 of this library was not named"),
        ((second,), "parts 1 and 3 of 3 of this library were not named"),
        ((first, second, second, third), "part 2 of 3 of this library was named twice"),
        ((first, second, other), "are not of one library"),
    ):
        with Servers(*named) as some, pytest.raises(ServerError) as error:
            some.connect()
        assert sentence in str(error.value)


def test_a_library_is_created_in_all_databases_or_in_none(databases):
    database, library = databases(2)
    servers.create([library])
    with pytest.raises(ServerError, match="has a library already"):
        servers.create([database, library])
    with pytest.raises(ServerError, match="named twice"):
        servers.create([database, database])
    with connect(database) as one:
        assert not schema.exists(one)
    servers.create([database])
    with pytest.raises(ServerError, match="has a library of 1 part"):
        servers.drop([database, library], lambda: True)
    with connect(database) as one, one.transaction():
        assert schema.locked(one)
        with pytest.raises(ServerError, match="is in use"):
            servers.drop([database], lambda: True)
    assert servers.drop([database], lambda: True)
    assert not servers.drop([database], lambda: True)


def of_version_1(monkeypatch, address):
    with monkeypatch.context() as patched:
        patched.setattr(schema, "_UPGRADES", {})
        patched.setattr(schema, "VERSION", 1)
        with connect(address) as one:
            schema.create(one, address)


def shape(address):
    """The columns and indexes of a library."""
    with connect(address) as one:
        columns = one.execute(
            "SELECT table_name, column_name, data_type, column_default, is_nullable "
            "FROM information_schema.columns WHERE table_schema = 'paperbrowser' ORDER BY 1, 2"
        ).fetchall()
        indexes = one.execute(
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'paperbrowser' ORDER BY 1"
        ).fetchall()
        return columns, indexes


def test_a_library_of_an_older_version_is_upgraded_by_its_owner(server, databases, monkeypatch):
    database, library = databases(2)
    servers.create([library])
    of_version_1(monkeypatch, database)
    server.execute("DROP ROLE IF EXISTS reads")
    server.execute("CREATE ROLE reads LOGIN")
    with connect(database) as one:
        schema.allow(one, "reads")
    reader = database.replace("owner@", "reads@")
    advice = "owner upgrades it with `paperbrowser library upgrade`"
    for check in (schema.check, schema.upgraded):
        with Servers(reader, check=check) as some, pytest.raises(ServerError) as error:
            some.connect()
        assert f"has a library of version 1, not {schema.VERSION}; {advice}" in str(error.value)
    with Servers(database, check=schema.upgraded) as some:
        assert adding.add_to_parts(some, "ho", PAPERS).new == 50
    assert shape(database) == shape(library)
    with Servers(reader) as some:
        assert some.each("SELECT works FROM paperbrowser.library") == [[(50,)]]
        assert some.each("SELECT sum(works)::int FROM paperbrowser.totals") == [[(50,)]]


@pytest.fixture(scope="module")
def engines(server):
    """Search the same papers in one part and in three."""
    every = []
    for databases in (["whole"], ["third1", "third2", "third3"]):
        for name in databases:
            server.execute(f"CREATE DATABASE {name}")
        addresses = [server.address(name) for name in databases]
        servers.create(addresses)
        with Servers(*addresses) as library:
            adding.add_to_parts(library, "ho", PAPERS)
            adding.add_to_parts(library, "others", papers_of(60))
        every.append(ServerEngine(*addresses))
    yield every
    for one in every:
        one.close()


@given(st.lists(asked_words, max_size=3).map(" ".join))
@few
def test_three_parts_find_what_one_finds(engines, text):
    one, three = engines
    found, again = ids(one, text), ids(three, text)
    assert set(again) == set(found)
    assert again[:1] == found[:1]


@given(
    st.lists(asked_words, max_size=1).map(" ".join),
    st.sampled_from([SortKey.DATE, SortKey.TITLE, SortKey.SCORE, SortKey.CITATIONS]),
    st.booleans(),
    st.integers(1, 60),
)
@few
def test_three_parts_sort_as_one(engines, text, key, reverse, most):
    one, three = (ids(engine, text, most, order=Order(key, reverse=reverse)) for engine in engines)
    assert one == three


def test_three_parts_count_as_one(engines):
    one, three = engines
    assert one.size() == three.size() == 110
    for text in ("", "neural", "dark halo", "dark halo year:2022"):
        found, again = (
            engine.find(parse(text), 10, ["year", "coauthor", "category"]) for engine in engines
        )
        assert (found.total, found.exact) == (again.total, again.exact)
        assert found.facets == again.facets
    assert one.near_words("turbulance") == three.near_words("turbulance")
    (at,), (same,) = (
        engine.find(parse("turbulence"), 1).results.positions.tolist() for engine in engines
    )
    near, again = one.similar(at, 5), three.similar(same, 5)
    assert [one.papers[each.position] for each in near] == [
        three.papers[each.position] for each in again
    ]


def test_all_parts_are_cancelled(three, server):
    with Servers(*three) as library:
        library.connect()
        asked = Event()
        failed = []

        def ask():
            library.begin()
            asked.set()
            try:
                while True:
                    library.each("SELECT pg_sleep(0.2)")
            except ServerError as error:
                failed.append(error.code)

        asking = Thread(target=ask)
        asking.start()
        asked.wait()
        library.cancel()
        asking.join()
        assert failed == ["cancelled"]
        assert library.begin() is None
        assert len(library.each("SELECT 1")) == 3


def test_a_server_ends_what_a_program_that_is_gone_has_begun(library):
    with Servers(library, settings={"statement_timeout": "7s"}) as one:
        names = ("statement_timeout", "idle_in_transaction_session_timeout")
        values = [one.each(f"SHOW {name}") for name in names]
    assert values == [[[("7s",)]], [[("1min",)]]]


def test_a_server_that_is_away_can_be_asked_to_cancel(three, server):
    with Servers(*three) as library:
        library.connect()
        server.kill()
        try:
            library.cancel()
            with pytest.raises(ServerError) as error:
                library.each("SELECT 1")
            assert error.value.code == "cancelled"
        finally:
            server.start()
        library.begin()
        with pytest.raises(ServerError, match="went away"):
            library.each("SELECT 1")
        assert len(library.each("SELECT 1")) == 3


def test_halves_of_two_libraries_are_not_deleted(databases):
    one, other = databases(2), databases(2)
    for addresses in (one, other):
        servers.create(addresses)
    with pytest.raises(ServerError, match="are not of one library"):
        servers.drop((one[0], other[1]), lambda: True)
    for addresses in (one, other):
        assert servers.drop(addresses, lambda: True)
