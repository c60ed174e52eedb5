"""Papers that come to a library meanwhile: a connection of its own to each part is told of them.

A writer notifies in its transaction. A pooler between us and the server does not pass that on; behind one the
number of papers is asked for every now and then. A thread waits for each part, and connects again by itself.
"""

import contextlib
import select
import socket
from collections.abc import Callable, Sequence
from threading import Lock, Thread
from typing import TYPE_CHECKING

from paperbrowser.postgres.address import ServerError, as_sentences, connect
from paperbrowser.postgres.shared import CHANNEL, PAYLOAD

if TYPE_CHECKING:
    import psycopg

ASKED_EVERY = 5.0  # seconds, where no notifications come
_CHECKED_EVERY = 60.0  # seconds, where they come: a connection may be dead without a sign
PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)  # seconds before the next attempts to connect


def tell(connection: "psycopg.Connection") -> None:
    """Notify the readers of a part, when the transaction ends, of how many papers it has then."""
    connection.execute("SELECT pg_notify(%s, works::text) FROM paperbrowser.library", (CHANNEL,))


class LibraryNews:
    """Waits for papers that come to a library.

    Attributes:
        works: how many papers the library has; None while a part of it cannot be reached or is not known yet.
    """

    def __init__(
        self, addresses: Sequence[str], told: Callable[[], None], shared: Callable[[], None]
    ) -> None:
        """Begin to wait.

        Args:
            addresses: of the parts.
            told: is called in a thread whenever `works` has changed.
            shared: is called in a thread when what teams share may have changed.
        """
        self.works: int | None = None
        self._told = told
        self._counts: list[int | None] = [None] * len(addresses)
        self._changing = Lock()
        self._parts = [
            _NewsOfPart(address, lambda works, at=at: self._changed(at, works), shared)  # type: ignore[misc]
            for at, address in enumerate(addresses)
        ]

    def close(self) -> None:
        """Wait no more; the threads end at once."""
        for part in self._parts:
            part.close()

    def _changed(self, at: int, works: int | None) -> None:
        with self._changing:
            self._counts[at] = works
            known = [count for count in self._counts if count is not None]
            self.works = sum(known) if len(known) == len(self._counts) else None
        self._told()


class _NewsOfPart:
    """Waits for papers that come to a part of a library."""

    def __init__(
        self, address: str, changed: Callable[[int | None], None], shared: Callable[[], None]
    ) -> None:
        """Begin to wait.

        Args:
            address: of the part.
            changed: takes the number of papers when it has changed; None when the server went away.
            shared: see `LibraryNews`.
        """
        self._address = address
        self._changed = changed
        self._shared = shared
        self._left = False
        self._wakes, self._woken = socket.socketpair()
        Thread(target=self._run, name="library news", daemon=True).start()

    def close(self) -> None:
        """End the thread."""
        self._left = True
        with contextlib.suppress(OSError):
            self._wakes.send(b"\0")

    def _run(self) -> None:
        attempt = 0
        while not self._left:
            try:
                with connect(self._address) as connection, as_sentences(self._address):
                    listens = _listens(connection)
                    attempt = 0
                    self._follow(connection, listens=listens)
            except ServerError:
                if not self._left:
                    self._changed(None)
                    self._wait(PAUSES[min(attempt, len(PAUSES) - 1)])
                    attempt += 1
        self._wakes.close()
        self._woken.close()

    def _follow(self, connection: "psycopg.Connection", *, listens: bool) -> None:
        known = None
        may_have_changed = True  # before there was a connection
        while not self._left:
            works = _works(connection)
            if works != known:
                self._changed(works)
                known = works
            if may_have_changed:
                self._shared()
            # Of what came meanwhile nothing is kept but that it came.
            payloads = {one.payload for one in connection.notifies(timeout=0)}
            may_have_changed = PAYLOAD in payloads
            if not payloads:
                self._wait(_CHECKED_EVERY if listens else ASKED_EVERY, connection)
                may_have_changed = not listens

    def _wait(self, seconds: float, connection: "psycopg.Connection | None" = None) -> None:
        """Wait until the server sends something or the thread is to end, but not longer than that."""
        sockets: list[socket.socket | int] = [self._woken]
        if connection is not None:
            sockets.append(connection.fileno())
        select.select(sockets, [], [], seconds)


def _listens(connection: "psycopg.Connection") -> bool:
    """Let a server notify this connection; return whether it does."""
    import psycopg

    row = connection.execute("SELECT pg_backend_pid()").fetchone()
    if row is None or row[0] != connection.info.backend_pid:  # a pooler is between
        return False
    try:
        connection.execute(f"LISTEN {CHANNEL}")
    except psycopg.errors.OperationalError:
        raise
    except psycopg.Error:  # a standby does not
        return False
    return True


def _works(connection: "psycopg.Connection") -> int:
    row = connection.execute("SELECT works FROM paperbrowser.library").fetchone()
    return int(row[0]) if row else 0
