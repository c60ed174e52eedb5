"""One server for all tests, a database for each."""

from itertools import count

import pytest

from paperbrowser.postgres import schema, servers
from paperbrowser.postgres.address import connect
from tests.postgres.server import Server

_numbers = count()


@pytest.fixture(scope="session")
def server():
    one = Server()
    one.start()
    one.execute("CREATE DATABASE filled_from")
    with connect(one.address("filled_from")) as connection:
        schema.create(connection, one.address("filled_from"))
    yield one
    one.remove()


@pytest.fixture
def database(server):
    """The address of an empty database."""
    name = f"empty{next(_numbers)}"
    server.execute(f"CREATE DATABASE {name}")
    return server.address(name)


@pytest.fixture
def library(server):
    """The address of a library without papers."""
    name = f"library{next(_numbers)}"
    server.execute(f"CREATE DATABASE {name} TEMPLATE filled_from")
    return server.address(name)


@pytest.fixture
def three(server):
    """The addresses of a library of three parts without papers."""
    number = next(_numbers)
    addresses = []
    for part in "abc":
        server.execute(f"CREATE DATABASE part{number}{part}")
        addresses.append(server.address(f"part{number}{part}"))
    servers.create(addresses)
    return tuple(addresses)
