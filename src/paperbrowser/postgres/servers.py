"""The databases of a library, one for each of its parts, opened and asked at once.

A paper is in the part that a hash of its id names, so that each part can be added to and asked by itself, and
what is found is merged.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import ExitStack, suppress
from hashlib import blake2b
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from paperbrowser.papers.display import counted
from paperbrowser.postgres import schema
from paperbrowser.postgres.address import ServerError, as_sentences, connect, masked
from paperbrowser.postgres.schema import LibraryPart

if TYPE_CHECKING:
    import psycopg

T = TypeVar("T")

# The server ends what a program has begun that is gone, so that no other waits for its locks.
_ENDED = {
    "idle_in_transaction_session_timeout": "60s",
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
    "client_connection_check_interval": "2s",
}

_CANCELLED_WITHIN = 2.0  # seconds

Rows = list[tuple[Any, ...]]


def part_of(id_: str, parts: int) -> int:
    """Return in which of so many parts, counted from 0, the work with this id is."""
    if parts == 1:
        return 0
    hashed = blake2b(id_.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(hashed, "big") % parts


class Servers:
    """Connections to all parts of a library; one that was lost is made again when it is needed next.

    One thread at a time may ask; another may cancel.

    Attributes:
        addresses: of the parts, in their order once they are connected.
        given_up: what is done was cancelled, or failed with one of the parts; the rest of it should end.
    """

    def __init__(
        self,
        *addresses: str,
        settings: Mapping[str, str] = MappingProxyType({}),
        check: "Callable[[psycopg.Connection, str], LibraryPart]" = schema.check,
    ) -> None:
        """Name the parts of a library, which are connected to when they are first asked.

        Args:
            addresses: of its parts, in any order.
            settings: of the server for these connections.
            check: returns which part is at an address, or raises; may upgrade it.
        """
        self.addresses = addresses
        self.given_up = False
        self._settings = settings
        self._check = check
        self._connections: list[psycopg.Connection | None] = [None] * len(addresses)
        self._parts: list[LibraryPart | None] = [None] * len(addresses)
        self._pool: ThreadPoolExecutor | None = None
        self._left = False

    def __len__(self) -> int:
        return len(self.addresses)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Connections

    @property
    def library(self) -> str:
        """The id of the library; empty until it was connected to."""
        return next((str(part.library) for part in self._parts if part is not None), "")

    @property
    def lost(self) -> bool:
        """Whether the connection to a part was lost."""
        return any(one is not None and (one.closed or one.broken) for one in self._connections)

    def begin(self) -> None:
        """Begin something that `cancel` may end."""
        self.given_up = False

    def connect(self) -> None:
        """Connect to all parts that are not connected to.

        Raises:
            ServerError: one cannot be reached, or they are not the parts of one library.
        """
        if self._left:
            raise ServerError("the library was closed", code="cancelled")
        missing = [
            at
            for at, one in enumerate(self._connections)
            if one is None or one.closed or one.broken
        ]
        if not missing:
            return
        try:
            self._at_once(self._connect, missing)
        finally:
            if self._left:  # closed in the meantime
                self._close_connections()
        parts = [part for part in self._parts if part is not None]
        order = _order(parts, self.addresses)
        self.addresses = tuple(self.addresses[at] for at in order)
        self._connections = [self._connections[at] for at in order]
        self._parts = [parts[at] for at in order]

    def _connect(self, at: int) -> None:
        address = self.addresses[at]
        connection = connect(address)
        try:
            with as_sentences(address):
                self._parts[at] = self._check(connection, address)
                _set_up(connection, self._settings)
        except BaseException:
            connection.close()
            raise
        self._connections[at] = connection

    def close(self) -> None:
        """Close the connections for good."""
        self._left = True
        self._close_connections()
        if self._pool is not None:
            self._pool.shutdown(wait=False)

    def _close_connections(self) -> None:
        for one in self._connections:
            if one is not None:
                one.close()

    def cancel(self) -> None:
        """Cancel what is done with the servers, from another thread, until `begin`."""
        self.given_up = True
        for one in self._connections:
            if one is not None and not one.closed and not one.broken:
                _cancel(one)

    # Questions

    def each(self, statement: str, values: Sequence[object] = ()) -> list[Rows]:
        """Return the rows of a statement, those of each part by themselves.

        Raises:
            ServerError: a part cannot be reached, or does not answer.
        """
        return self.run(lambda connection, _at: connection.execute(statement, values).fetchall())

    def each_of(self, statement: str, ids: Iterable[str]) -> Rows:
        """Return the rows of a statement about some works, of which each part is asked for its own.

        Args:
            statement: with one placeholder, for the list of ids.
            ids: of the works.
        """
        self.connect()
        shares: list[list[str]] = [[] for _ in self.addresses]
        for id_ in ids:
            shares[part_of(id_, len(self))].append(id_)

        def ask(connection: "psycopg.Connection", at: int) -> Rows:
            return connection.execute(statement, (shares[at],)).fetchall()

        asked = [at for at, share in enumerate(shares) if share]
        return [row for rows in self.run(ask, asked) for row in rows]

    def run(
        self,
        work: "Callable[[psycopg.Connection, int], T]",
        places: Sequence[int] | None = None,
    ) -> list[T]:
        """Do work with the connections to all parts at once, and return its results in their order.

        Args:
            work: is called with a connection and its place in `addresses`, each in a thread of its own.
            places: of the parts, by default of all.

        Raises:
            ServerError: a part cannot be reached, or does not answer.
        """
        self.connect()

        def answer(at: int) -> T:
            connection = self._connections[at]
            if connection is None or self.given_up:
                raise ServerError("the library was asked something else", code="cancelled")
            try:
                with as_sentences(self.addresses[at]):
                    return work(connection, at)
            except ServerError as error:
                if error.code == "cancelled" and not self.given_up:  # by the server's time limit
                    error.code = "slow"
                raise

        return self._at_once(answer, range(len(self)) if places is None else places)

    def _at_once(self, work: Callable[[int], T], places: Sequence[int]) -> list[T]:
        """Return the results of work at some places; of an error, after the work at others has ended."""
        if len(places) < 2:
            return [work(at) for at in places]
        if self._pool is None:
            self._pool = ThreadPoolExecutor(len(self), "library")
        try:
            futures = [self._pool.submit(work, at) for at in places]
        except RuntimeError:  # closed in the meantime
            raise ServerError("the library was closed", code="cancelled") from None
        try:
            done, _ = wait(futures, return_when=FIRST_EXCEPTION)
        except BaseException:  # the user ends it
            self.cancel()
            wait(futures)
            raise
        failed = [future for future in done if future.exception() is not None]
        if failed:
            self.cancel()  # what others find is of no use
            wait(futures)
            self.given_up = False
            if any(_is_lost(future.exception()) for future in failed):
                self._close_connections()  # others may be lost as well without having been asked
            failed.sort(key=lambda future: _is_cancelled(future.exception()))
        return [future.result() for future in (failed or futures)]


def _is_lost(error: BaseException | None) -> bool:
    return isinstance(error, ServerError) and error.code == "unreachable"


def _is_cancelled(error: BaseException | None) -> bool:
    return isinstance(error, ServerError) and error.code == "cancelled"


def _cancel(connection: "psycopg.Connection") -> None:
    """Cancel a statement, if the server can be reached; it ends by itself otherwise."""
    import psycopg

    with suppress(psycopg.Error):
        connection.cancel_safe(timeout=_CANCELLED_WITHIN)


def _set_up(connection: "psycopg.Connection", asked: Mapping[str, str]) -> None:
    """Set what is asked for, and when the server ends a session."""
    import psycopg

    set_ = "SELECT set_config(name, value, false) FROM unnest(%s::text[], %s::text[]) AS wanted (name, value)"
    try:
        both = {**asked, **_ENDED}
        connection.execute(set_, ([*both], [*both.values()]))
    except psycopg.DatabaseError:  # not every system can do all of it
        connection.execute(set_, ([*asked], [*asked.values()]))


def create(
    addresses: Sequence[str], *, partitions: int = schema.PARTITIONS, readers: str | None = None
) -> None:
    """Create a library with a part at each of some addresses, all or none.

    Args:
        addresses: of its parts.
        partitions: the partitions of the tables of papers.
        readers: a role that may read the library.

    Raises:
        ServerError: there is one already, or a server does not allow it.
    """
    with ExitStack() as stack:
        connections = [stack.enter_context(connect(address)) for address in addresses]
        parts = schema.parts_of_new(len(addresses))
        for address, connection, part in zip(addresses, connections, parts, strict=True):
            _lock(stack, connection, address)
            schema.create(connection, address, part=part, partitions=partitions, readers=readers)


def drop(addresses: Sequence[str], confirm: Callable[[], bool]) -> bool:
    """Delete the parts of a library, all or none; some may be deleted already.

    Args:
        addresses: of its parts.
        confirm: is called before; False leaves it.

    Returns:
        Whether there was one.

    Raises:
        ServerError: a part cannot be reached, or has no such library.
    """
    with ExitStack() as stack:
        there: list[tuple[str, psycopg.Connection]] = []
        ids: dict[str, str] = {}
        for address in addresses:
            connection = stack.enter_context(connect(address))
            with as_sentences(address):
                if not schema.exists(connection):
                    continue
                parts, id_ = schema.parts_there(connection)
            ids[id_] = address
            if parts != len(addresses):
                raise ServerError(
                    f"{masked(address)} has a library of {counted(parts, 'part')}",
                    code="parts",
                    advice="name the addresses of all its parts, and no other",
                )
            if len(ids) > 1:
                named = " and ".join(map(masked, ids.values()))
                raise ServerError(
                    f"{named} are not of one library",
                    code="parts",
                    advice="name the addresses of its parts alone",
                )
            there.append((address, connection))
        if there and confirm():
            for address, connection in there:
                _lock(stack, connection, address)
                schema.drop(connection)
    return bool(there)


def _lock(stack: ExitStack, connection: "psycopg.Connection", address: str) -> None:
    """Begin a transaction that ends with those of the other parts, and in which no one else writes."""
    stack.enter_context(as_sentences(address))
    stack.enter_context(connection.transaction())
    if not schema.locked(connection):
        raise ServerError(f"{masked(address)} is in use, or was named twice", code="busy")


def _order(parts: Sequence[LibraryPart], addresses: Sequence[str]) -> list[int]:
    """Return the places of the parts in their order.

    Raises:
        ServerError: they are not all parts of one library, each once.
    """
    first = parts[0]
    for part, address in zip(parts, addresses, strict=True):
        if (part.library, part.parts) != (first.library, first.parts):
            raise ServerError(
                f"{masked(address)} and {masked(addresses[0])} are not of one library",
                code="parts",
                advice="name the addresses of its parts alone",
            )
    places: dict[int, int] = {}
    for at, part in enumerate(parts):
        if part.number in places:
            raise ServerError(
                f"part {part.number} of {part.parts} of this library was named twice",
                code="parts",
                advice=f"{masked(addresses[at])} is the second",
            )
        places[part.number] = at
    missing = [str(one) for one in range(1, first.parts + 1) if one not in places]
    if missing:
        many = "parts" if len(missing) > 1 else "part"
        were = "were" if len(missing) > 1 else "was"
        raise ServerError(
            f"{many} {' and '.join(missing)} of {first.parts} of this library {were} not named",
            code="parts",
            advice=f"{masked(addresses[0])} is part {first.number}",
        )
    return [places[number] for number in sorted(places)]
