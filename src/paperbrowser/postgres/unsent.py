"""Changes of what teams share that a server has not taken yet: a file for each library, appended to.

A change is in the file before anything is shown of it, and goes out when all servers of the library have it.
One that a server refuses goes to another file, so that no text is lost.
"""

import contextlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from paperbrowser.papers.text import clean_line
from paperbrowser.postgres import shared
from paperbrowser.postgres.address import ServerError, reason
from paperbrowser.postgres.servers import Servers, part_of
from paperbrowser.postgres.shared import SharedChange
from paperbrowser.system import files, locks, paths

if TYPE_CHECKING:
    import psycopg

_SETTINGS = {"statement_timeout": "20s"}
_PATIENCE = 5.0  # seconds to wait for another session that writes the file


@dataclass(frozen=True, slots=True)
class Sending:
    """The outcome of sending changes.

    Attributes:
        sent: the number of changes that all servers have now.
        away: why the others could not be sent; empty if none is left.
        refused: a sentence for each change that a server refused.
    """

    sent: int = 0
    away: str = ""
    refused: tuple[str, ...] = ()


class Unsent:
    """The changes that a library's servers have not taken yet. Several sessions may use the file.

    Attributes:
        path: of the file.
    """

    def __init__(self, library: str) -> None:
        """Use the file of the library with this id."""
        self.path = paths.data() / "shared" / f"{library}.jsonl"

    @property
    def refused(self) -> Path:
        """The file of changes that were refused."""
        return self.path.with_name("refused.jsonl")

    def changes(self) -> list[SharedChange]:
        """Return the changes, in their order; what is none, or cannot be read now, is passed over."""
        try:
            lines = self._lines()
        except OSError:
            return []
        return [one for line in lines if (one := _decoded(line)) is not None]

    def _lines(self) -> list[bytes]:
        try:
            return [line for line in self.path.read_bytes().split(b"\n") if line]
        except FileNotFoundError:
            return []

    def add(self, change: SharedChange) -> None:
        """Write a change, so that a crash leaves it or nothing.

        Raises:
            OSError: it cannot be written.
        """
        with locks.locked(self.path, _PATIENCE):
            _append(self.path, _encoded(change))

    def remove(self, ids: Iterable[str]) -> None:
        """Take changes out.

        Raises:
            OSError: the file cannot be written.
        """
        gone = {*ids}
        with locks.locked(self.path, _PATIENCE):
            left = []
            for line in self._lines():
                one = _decoded(line)
                if one is None or one.id not in gone:
                    left.append(line + b"\n")
            if left:
                files.write(self.path, left)
            else:
                self.path.unlink(missing_ok=True)

    def send(self, addresses: Sequence[str]) -> Sending:
        """Send all changes to a library, in their order, until one cannot be sent.

        Args:
            addresses: of its parts.

        Raises:
            OSError: the files cannot be written.
        """
        if not self.changes():
            return Sending()
        with contextlib.ExitStack() as stack:
            try:  # another session sends them
                stack.enter_context(locks.locked(self.path.with_suffix(".sending"), 0.0))
            except TimeoutError:
                return Sending()
            servers = stack.enter_context(Servers(*addresses, settings=_SETTINGS))
            sent = 0
            refused: list[str] = []
            while changes := self.changes():
                change = changes[0]
                try:
                    send(servers, change)
                except ServerError as error:
                    return Sending(sent, str(error), tuple(refused))
                except RefusedError as error:
                    _append(self.refused, _encoded(change, refused=str(error)))
                    refused.append(_refusal(change, error, self.refused))
                else:
                    sent += 1
                self.remove([change.id])
            return Sending(sent, "", tuple(refused))


class RefusedError(Exception):
    """A server does not take a change, and never will."""


def send(servers: Servers, change: SharedChange) -> None:
    """Carry out a change at all parts of a library, each of which does what is for its own works.

    Raises:
        ServerError: a part cannot be reached.
        RefusedError: a part does not take the change.
    """
    import psycopg

    servers.connect()

    def carry_out(connection: "psycopg.Connection", at: int) -> bool:
        # A tag may have been put on when the work had another id, and be in another part.
        works = change.works
        if change.kind != "untag":
            works = tuple(names for names in works if part_of(names[0], len(servers)) == at)
        try:
            return shared.carry_out(connection, replace(change, works=works))
        except psycopg.errors.InsufficientPrivilege:
            team = clean_line(change.team)
            why = f"you are no member of {team} any more, or it shares nothing here"
            raise RefusedError(why) from None
        except (psycopg.IntegrityError, psycopg.DataError) as error:
            raise RefusedError(reason(error)) from None

    servers.run(carry_out)


def _refusal(change: SharedChange, error: RefusedError, path: Path) -> str:
    what = "the note" if change.kind == "note" else f"the tag {clean_line(change.text)}"
    return (
        f"{what} for {clean_line(change.team)} was refused and is kept in "
        f"{clean_line(str(path))}: {error}"
    )


def _encoded(change: SharedChange, **more: str) -> bytes:
    # A file that is read by lines: other ends of lines than \n are escaped.
    return json.dumps({**asdict(change), **more}, separators=(",", ":")).encode() + b"\n"


def _decoded(line: bytes) -> SharedChange | None:
    try:
        value: Any = json.loads(line)
        works = tuple(tuple(map(_text, names)) for names in value["works"])
        if value["kind"] not in {"tag", "untag", "note"} or not all(works):
            return None
        return SharedChange(
            _text(value["id"]),
            _text(value["team"]),
            works,
            value["kind"],
            _text(value["text"]),
            tuple(map(_text, value["replaces"])),
            value["own"] is True,
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _append(path: Path, line: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(handle).st_size
        if size and os.pread(handle, 1, size - 1) != b"\n":
            line = b"\n" + line  # a line that a crash has torn ends here
        try:
            with files.saving(path):
                rest = memoryview(line)
                while rest:
                    rest = rest[os.write(handle, rest) :]
                files.sync(handle)
        except OSError:  # a full disk: without this, half a line would stay
            with contextlib.suppress(OSError):
                os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)
