"""One server for all tests, a database for each."""

from itertools import count

import pytest

from paperbrowser.postgres import schema, servers
from paperbrowser.postgres.address import connect
from tests.postgres.server import Server

_numbers = count()
_ROLES = """
CREATE ROLE lab; CREATE ROLE rivals; CREATE ROLE readers;
CREATE ROLE ada LOGIN IN ROLE lab; CREATE ROLE bo LOGIN IN ROLE lab;
CREATE ROLE eve LOGIN IN ROLE rivals; CREATE ROLE ron LOGIN IN ROLE readers;
CREATE ROLE writer LOGIN
"""


@pytest.fixture(scope="session")
def server():
    one = Server()
    one.start()
    one.execute("CREATE DATABASE filled_from")
    with connect(one.address("filled_from")) as connection:
        schema.create(connection, one.address("filled_from"))
    yield one
    one.remove()


@pytest.fixture(scope="session")
def spare():
    """Names of databases that tests have used and left empty: making one takes longer than a test."""
    return []


@pytest.fixture
def databases(server, spare):
    """Make the addresses of empty databases."""
    taken = []

    def make(number):
        names = [spare.pop() if spare else None for _ in range(number)]
        for at, name in enumerate(names):
            if name is None:
                names[at] = f"empty{next(_numbers)}"
                server.execute(f"CREATE DATABASE {names[at]}")
        taken.extend(names)
        return [server.address(name) for name in names]

    yield make
    for name in taken:
        server.execute(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        )
        server.execute("DROP SCHEMA IF EXISTS paperbrowser CASCADE", name)
        spare.append(name)


@pytest.fixture
def database(databases):
    """The address of an empty database."""
    (address,) = databases(1)
    return address


@pytest.fixture
def library(database):
    """The address of a library without papers."""
    servers.create([database])
    return database


@pytest.fixture
def three(databases):
    """The addresses of a library of three parts without papers."""
    addresses = databases(3)
    servers.create(addresses)
    return tuple(addresses)


@pytest.fixture(scope="session")
def people(server):
    """The server, with the teams lab (ada, bo) and rivals (eve), a reader ron, and a writer."""
    server.execute(_ROLES)
    return server
