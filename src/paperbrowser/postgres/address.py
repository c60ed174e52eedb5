"""Addresses of libraries, `postgresql://ada@db.example.org/papers`, and connections to them.

A password is masked in messages. It belongs into `~/.pgpass` or a service file, because other users of a
machine can see its command lines.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from paperbrowser.formats.result import ReadError
from paperbrowser.papers.display import counted
from paperbrowser.papers.text import clean_line
from paperbrowser.settings.config import LIBRARY_SCHEMES

if TYPE_CHECKING:
    import psycopg

_PATIENCE = 10  # seconds for a connection to be made
# A server that is gone without a word is noticed within a minute; an address may say otherwise.
_KEPT_ALIVE: dict[str, Any] = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
_SECRET = re.compile(r"((?:^|[?&\s])(?:password|sslpassword)=)[^&\s]*", re.IGNORECASE)
_MASK = "***"
# What libpq adds to some errors in further lines.
_ADDED = (
    "Is the server running",
    "This probably means the server",
    "before or while processing",
    "Either provide the file",
)
# What libpq says in its own terms, and in a user's.
_PLAIN = {
    "no password supplied": "it wants a password: put it into ~/.pgpass",
    "certificate verify failed": "its certificate is not from the authority that sslrootcert names",
    "server does not support SSL": "it has no TLS: switch it on there, or take another sslmode",
}


class ServerError(ReadError):
    """A library that cannot be reached, or does not do what was asked."""


def is_address(text: str) -> bool:
    """Return whether a text is the address of a library."""
    return text.startswith(LIBRARY_SCHEMES)


def masked(address: str) -> str:
    """Return an address without its password, for messages.

    >>> masked("postgresql://ada:secret@db/papers?sslmode=require&password=secret")
    'postgresql://ada:***@db/papers?sslmode=require&password=***'
    """
    scheme, between, rest = address.partition("://")
    authority, slash, path = rest.partition("/")
    # A password may hold any sign, a slash as well: everything up to the last @ may belong to it.
    if "@" in rest:
        user, _, host = rest.rpartition("@")
        name, colon, _ = user.partition(":")
        authority, slash, path = (name + (f":{_MASK}" if colon else "") + "@" + host).partition("/")
    return clean_line(_SECRET.sub(rf"\1{_MASK}", scheme + between + authority + slash + path))


def has_password(address: str) -> bool:
    """Return whether an address has a password in it."""
    return masked(address) != clean_line(address)


def title_of(*addresses: str) -> str:
    """Return a short name of a library: "papers at db.example.org and 2 others".

    Args:
        addresses: of its parts, in any order.
    """
    parts = _split(min(addresses))
    name = parts.path.strip("/") if parts is not None else ""
    host = (parts.hostname or "") if parts is not None else ""
    named = clean_line(name or "library")
    place = f"{named} at {clean_line(host)}" if host else named
    more = len(addresses) - 1
    return f"{place} and {counted(more, 'other')}" if more else place


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def connect(address: str, *, waits: int = _PATIENCE) -> "psycopg.Connection":
    """Open a connection, on which each statement is a transaction of its own unless one is begun.

    Args:
        address: of the library; its parameters (`?sslmode=verify-full`) are those of libpq.
        waits: seconds for the connection to be made.

    Raises:
        ServerError: psycopg is not installed, or the server cannot be reached.
    """
    try:
        import psycopg
    except ImportError:
        raise ServerError(
            "a library on a server needs psycopg",
            code="not-installed",
            advice="`pip install 'paperbrowser[postgres]'` adds it",
        ) from None
    # It logs on the terminal what it also raises.
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)
    try:
        return psycopg.connect(
            address,
            autocommit=True,
            connect_timeout=waits,
            **{key: value for key, value in _KEPT_ALIVE.items() if key not in address},
            application_name="paperbrowser",
            # A pooler gives each transaction another connection, which knows no prepared statement.
            prepare_threshold=None,
        )
    except (psycopg.Error, UnicodeError, ValueError) as error:
        raise unreachable(address, error) from None


def unreachable(address: str, error: Exception) -> ServerError:
    """Return the error of a library that cannot be reached."""
    return ServerError(
        f"{masked(address)} cannot be reached: {reason(error, address)}", code="unreachable"
    )


def reason(error: Exception, address: str = "") -> str:
    """Return what a server or driver says about an error, in a line without passwords."""
    diagnosis = getattr(error, "diag", None)  # what a server says; a driver's own errors are texts
    said = (diagnosis and diagnosis.message_primary) or str(error).strip()
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    lines = [line for line in lines if not line.startswith(_ADDED)] or lines
    line = lines[-1] if lines else type(error).__name__
    # "connection to server at …, port 5432 failed: FATAL:  database "x" does not exist"
    for label in (" failed: ", "FATAL: ", "ERROR: "):
        _, _, after = line.rpartition(label)
        line = after.strip()
    line = next((plain for said, plain in _PLAIN.items() if said in line), line)
    parts = _split(address)
    if address:
        line = line.replace(address, masked(address))
    if parts is not None and parts.password:
        line = line.replace(parts.password, _MASK)
    return clean_line(_SECRET.sub(rf"\1{_MASK}", line)).rstrip(".")


@contextmanager
def as_sentences(address: str) -> Iterator[None]:
    """Raise errors of the driver as a `ServerError` of one sentence."""
    import psycopg

    try:
        yield
    except psycopg.errors.InsufficientPrivilege as error:
        raise ServerError(
            f"{masked(address)} does not allow that: {reason(error, address)}", code="not-allowed"
        ) from None
    except psycopg.errors.QueryCanceled as error:
        raise ServerError(
            f"{masked(address)} was not fast enough: {reason(error, address)}", code="cancelled"
        ) from None
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise ServerError(
            f"{masked(address)} went away: {reason(error, address)}", code="unreachable"
        ) from None
    except psycopg.Error as error:
        raise ServerError(f"{masked(address)}: {reason(error, address)}", code="server") from None
