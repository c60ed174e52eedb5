"""The journal of marks: one file of JSON lines for each device, which only that device appends to.

    {"t": 1764172800000, "d": "ada-3f2a1c", "n": 7, "p": [["doi:10.1093/…"]], "f": "star", "v": true}

`t` is a hybrid clock in milliseconds, never behind what this device has seen; `d` the device, `n` the number
of the line, `p` the works by their names, `f` and `v` what is set and to what. `was` is what a note or a
renamed tag replaces. The union of all lines, in any order and any of them twice, is the state, so that a
tool that copies files can merge nothing wrongly.
"""

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from paperbrowser.system import locks, paths

Names = tuple[str, ...]  # of a work

ENDING = ".jsonl"
_TEXTS = {str}
_LATEST = 253_402_300_799_000  # the last millisecond of the year 9999; a later clock is wrong
_MOST_AHEAD = 366 * 86_400_000  # milliseconds that a clock may be ahead of ours and be believed


class Operation(NamedTuple):
    """A change of marks.

    Attributes:
        time: of the hybrid clock, in milliseconds.
        device: the one that wrote it.
        number: of the line on that device, from 1.
        works: the works that it is for, each by its names.
        field: "star", "read", "queue", "tag", "untag", "rating", "note", "hide", "rename-tag", "set", "undo",
            "redo", or one of a later version, which is passed over.
        value: what is set.
        was: what is replaced.
    """

    time: int
    device: str
    number: int
    works: tuple[Names, ...]
    field: str
    value: Any
    was: Any = None

    @property
    def id(self) -> str:
        """The name of the operation among all: "ada-3f2a1c:7:1764172800000"."""
        return f"{self.device}:{self.number}:{self.time}"


def encoded(operation: Operation) -> bytes:
    """Return the line of an operation, with its end."""
    time, device, number, works, name, value, was = operation
    fields = {"t": time, "d": device, "n": number, "p": works, "f": name, "v": value}
    if was is not None:
        fields["was"] = was
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def decoded(data: bytes) -> Iterator[Operation]:
    """Return the operations of whole lines; a line that is none is passed over."""
    lines = [line for line in data.split(b"\n") if line]
    try:  # at once, several times faster
        values = json.loads(b"[" + b",".join(lines) + b"]")
        whole = len(values) == len(lines)
    except (ValueError, RecursionError):
        whole = False
    if not whole:
        values = _one_by_one(lines)
    for value in values:
        if (operation := _operation(value)) is not None:
            yield operation


def _one_by_one(lines: Iterable[bytes]) -> Iterator[Any]:
    for line in lines:
        with contextlib.suppress(ValueError, RecursionError):
            yield json.loads(line)


def _operation(value: Any) -> Operation | None:
    try:
        time, device, number = value["t"], value["d"], value["n"]
        name, works = value["f"], tuple(map(tuple, value["p"]))
        if type(time) is not int or type(number) is not int or not 0 <= time <= _LATEST:
            return None
        if type(device) is not str or type(name) is not str:
            return None
        for names in works:
            if set(map(type, names)) != _TEXTS:
                return None
        return Operation(time, device, number, works, name, value["v"], value.get("was"))
    except (KeyError, TypeError, AttributeError):
        return None


@dataclass
class Journal:
    """The files of a folder, read as far as they go.

    Attributes:
        folder: of the files.
        device: the name of this device.
        operations: all that are known, in the order in which they were read.
        unreadable: files that could not be read, each with its reason.
    """

    folder: Path
    device: str
    operations: list[Operation] = field(default_factory=list)
    unreadable: list[tuple[Path, str]] = field(default_factory=list)
    _read: dict[Path, tuple[int, int]] = field(default_factory=dict)  # bytes read, inode
    _known: set[tuple[int, str, int]] = field(default_factory=set)
    _time: int = 0
    _number: int = 0

    @property
    def own(self) -> Path:
        """The file that this device appends to."""
        return self.folder / f"{self.device}{ENDING}"

    def refresh(self) -> list[Operation]:
        """Read what the files have gained, and return the operations that were not known.

        A file that was replaced by another (a folder-syncing tool does so) is read from its beginning.
        """
        self.unreadable.clear()
        new: list[Operation] = []
        try:
            found = sorted(self.folder.glob(f"*{ENDING}"))
        except OSError:
            found = []
        for path in found:
            try:
                new += self._gained(path)
            except OSError as error:
                self.unreadable.append((path, error.strerror or str(error)))
        return new

    def _gained(self, path: Path) -> list[Operation]:
        status = path.stat()
        done, inode = self._read.get(path, (0, status.st_ino))
        if status.st_ino != inode or status.st_size < done:
            done = 0
        if status.st_size == done:
            self._read[path] = (done, status.st_ino)
            return []
        with path.open("rb") as file:
            file.seek(done)
            data = file.read()
        whole = data[: data.rfind(b"\n") + 1]  # the rest is being written, or torn
        self._read[path] = (done + len(whole), status.st_ino)
        return self._take(decoded(whole))

    def _take(self, operations: Iterable[Operation]) -> list[Operation]:
        """Add operations that are not known, and return them."""
        new = []
        for operation in operations:
            key = operation[:3]
            if key not in self._known:
                self._known.add(key)
                new.append(operation)
                self._time = max(self._time, operation.time)
                if operation.device == self.device:
                    self._number = max(self._number, operation.number)
        self.operations += new
        return new

    def append(
        self,
        changes: Sequence["Change"],
        now: int,
        *,
        waiting: locks.Waiting | None = None,
    ) -> list[Operation]:
        """Write changes, so that a crash keeps all of them or those that were not acknowledged go.

        Args:
            changes: in their order.
            now: the clock of the machine, in milliseconds.
            waiting: called while another session writes; see `locks.Waiting`.

        Returns:
            The operations that were not known: those of other sessions, then the ones of the changes.

        Raises:
            OSError: the file cannot be written; nothing of the changes counts then.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with locks.locked(self.own, waiting=waiting):
            gained = self.refresh()
            operations = []
            time = max(now, min(self._time, now + _MOST_AHEAD) + 1)
            for change in changes:
                self._number += 1
                operations.append(Operation(time, self.device, self._number, *change))
                time += 1
            self._write(b"".join(map(encoded, operations)))
            return [*gained, *self._take(operations)]

    def take_in(self, operations: Iterable[Operation]) -> list[Operation]:
        """Write operations of other journals into a new file; return those that were not known.

        Raises:
            OSError: the file cannot be written.
        """
        from paperbrowser.system import files

        new = self._take(operations)
        if new:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = files.write_beside_others(
                self.folder, "imported", ENDING, b"".join(map(encoded, new))
            )
            status = path.stat()
            self._read[path] = (status.st_size, status.st_ino)
        return new

    def _write(self, lines: bytes) -> None:
        path = self.own
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            size = os.fstat(handle).st_size
            if size and os.pread(handle, 1, size - 1) != b"\n":
                lines = b"\n" + lines  # a line that a crash has torn ends here
            try:
                _write_all(handle, lines)
                _sync(handle)
            except OSError:  # a full disk: without this, half a line would stay
                with contextlib.suppress(OSError):
                    os.ftruncate(handle, size)
                raise
            status = os.fstat(handle)
            self._read[path] = (status.st_size, status.st_ino)
        finally:
            os.close(handle)


class Change(NamedTuple):
    """An operation before it has a time and a number; the attributes are as in `Operation`."""

    works: tuple[Names, ...]
    field: str
    value: Any
    was: Any = None


def _write_all(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _sync(handle: int) -> None:
    if hasattr(os, "fdatasync"):
        os.fdatasync(handle)
    else:  # macOS
        os.fsync(handle)


def folder() -> Path:
    """Return the folder of the journals."""
    return paths.data() / "marks"


def device() -> str:
    """Return the name of this device, made when it is asked for first: host and six letters.

    It lies in the state folder, which is not synced. If the machine's name has changed, the folder was
    copied to another machine, which gets a name of its own.
    """
    import re
    import secrets

    from paperbrowser.system import files

    host = os.uname().nodename if os.name == "posix" else os.environ.get("COMPUTERNAME", "")
    host = re.sub(r"[^a-z0-9]+", "-", host.lower()).strip("-")[:40] or "device"
    place = paths.state() / "device"
    with locks.locked(place):
        with contextlib.suppress(OSError, ValueError):
            known = place.read_text("utf-8").strip()
            if re.fullmatch(rf"{re.escape(host)}-[0-9a-f]{{6}}", known):
                return known
        name = f"{host}-{secrets.token_hex(3)}"
        files.write(place, f"{name}\n".encode())
        return name
