"""The journal of marks: one file of JSON lines for each device, which only that device appends to.

    {"t": 1764172800000, "d": "ada-3f2a1c", "n": 7, "p": [["doi:10.1093/…"]], "f": "star", "v": true}

`t` is a hybrid clock in milliseconds, never behind what this device has seen; `d` the device, `n` the number
of the line, `p` the works by their names, `f` and `v` what is set and to what. `was` is what a note, a
highlight or a renamed tag replaces. The union of all lines, in any order and any of them twice, is the
state, so that a tool that copies files can merge nothing wrongly.
"""

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from zlib import crc32

from paperbrowser.system import files, locks, paths

Names = tuple[str, ...]  # of a work

ENDING = ".jsonl"
PATIENCE = 10.0  # seconds to wait for another session that writes
_TEXTS = {str}
_LATEST = 253_402_300_799_000  # the last millisecond of the year 9999; a later clock is wrong
_BLOCK = 1 << 22  # bytes read at once, so that a large journal is not in memory three times


class Operation(NamedTuple):
    """A change of marks.

    Attributes:
        time: of the hybrid clock, in milliseconds.
        device: the one that wrote it.
        number: of the line on that device, from 1.
        works: the works that it is for, each by its names.
        field: "star", "read", "queue", "tag", "untag", "rating", "note", "highlight", "hide", "rename-tag",
            "set", "undo", "redo", "profile" (an import or update), "same-person", "other-person",
            "authorship", or one of a later version, which is passed over.
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
    try:
        return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    except UnicodeEncodeError:  # half a surrogate pair, as JSON can have it
        return json.dumps(fields, separators=(",", ":")).encode() + b"\n"


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


Status = tuple[int, int, int]  # of a file: size, inode, time of change


class Position(NamedTuple):
    """How far a file is read.

    Attributes:
        done: bytes of whole lines.
        checksum: of these bytes.
        status: of the file when it was read.
    """

    done: int
    checksum: int
    status: Status


@dataclass
class Journal:
    """The files of a folder, read as far as they go.

    Attributes:
        folder: of the files.
        device: the name of this device.
        unreadable: files that could not be read, each with its reason.
        positions: how far each file is read.
        numbers: of the last line of each device.
        latest: the latest time of all lines.
        exceeds_files: whether operations are known that may be in no file any more.
        is_deferred: whether operations are known to be there that are not in memory, see `resume`.
    """

    folder: Path
    device: str
    unreadable: list[tuple[Path, str]] = field(default_factory=list)
    positions: dict[Path, Position] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    latest: int = 0
    is_deferred: bool = False
    exceeds_files: bool = False
    _operations: list[Operation] = field(default_factory=list)
    _known: set[tuple[int, str, int]] = field(default_factory=set)
    _untold: Sequence[Operation] = ()  # were read, and not returned because of an error
    _resumed_at: tuple[int, str, int] = (-1, "", 0)

    @property
    def own(self) -> Path:
        """The file that this device appends to."""
        return self.folder / f"{self.device}{ENDING}"

    @property
    def operations(self) -> Sequence[Operation]:
        """All that are known, in the order in which they were read."""
        if self.is_deferred:
            self._read_all()
        return self._operations

    def resume(
        self,
        positions: dict[Path, Position],
        numbers: dict[str, int],
        last: tuple[int, str, int],
    ) -> None:
        """Go on where another session had read; what it read stays out of memory until it is needed.

        Args:
            positions: how far it had read each file; the files begin as they did then.
            numbers: as the attribute.
            last: time, device and number of the last operation.
        """
        self.positions, self.numbers, self.latest = positions, numbers, max(last[0], 0)
        self.is_deferred, self._resumed_at = True, last

    def refresh(self) -> Sequence[Operation]:
        """Read what the files have gained, and return the operations that were not known.

        A file that does not begin as it did (a folder-syncing tool may replace it) is read anew.
        All operations are returned if it is not known which are new.
        """
        self.unreadable.clear()
        new, self._untold = [*self._untold], ()
        try:
            found = sorted(self.folder.glob(f"*{ENDING}"))
            if not found and self.folder.exists() and not self.folder.is_dir():
                self.unreadable.append((self.folder, "not a folder; move it away"))
        except OSError as error:
            found = []
            self.unreadable.append((self.folder, error.strerror or str(error)))
        self.exceeds_files |= not self.positions.keys() <= {*found}
        for path in found:
            try:
                new += self._gained(path)
            except OSError as error:
                self.unreadable.append((path, error.strerror or str(error)))
        if self.is_deferred and any(one[:3] <= self._resumed_at for one in new):
            return self._read_all()
        return new

    def _read_all(self) -> Sequence[Operation]:
        self.is_deferred = self.exceeds_files = False
        self.positions = {}
        self._operations, self._known = [], set()
        self.refresh()
        return self._operations

    def _gained(self, path: Path) -> list[Operation]:
        status = status_of(path.stat())
        known = self.positions.get(path)
        if known is not None and known.status == status:
            return []
        new = []
        with path.open("rb") as file:
            if known is None or not begins_as(known, file):
                self.exceeds_files |= known is not None
                known = Position(0, 0, status)
            file.seek(known.done)
            done, checksum, rest = known.done, known.checksum, b""
            while block := file.read(_BLOCK):
                whole, end, more = block.rpartition(b"\n")
                if not end:
                    rest += block
                    continue
                whole, rest = rest + whole + end, more  # the rest is being written, or torn
                done, checksum = done + len(whole), crc32(whole, checksum)
                new += self._take(decoded(whole))
        self.positions[path] = Position(done, checksum, status)
        return new

    def _take(self, operations: Iterable[Operation]) -> list[Operation]:
        """Add operations that are not known, and return them."""
        new = []
        known, numbers, latest = self._known, self.numbers, self.latest
        for operation in operations:
            key = time, device, number = operation[:3]
            if key not in known:
                known.add(key)
                new.append(operation)
                latest = max(latest, time)
                if number > numbers.get(device, 0):
                    numbers[device] = number
        self._operations += new
        self.latest = latest
        return new

    def append(
        self,
        changes: Sequence["Change"],
        now: int,
        *,
        patience: float = PATIENCE,
        waiting: locks.Waiting | None = None,
    ) -> list[Operation]:
        """Write changes, so that a crash keeps all of them or those that were not acknowledged go.

        Args:
            changes: in their order.
            now: the clock of the machine, in milliseconds.
            patience: the most seconds to wait while another session writes.
            waiting: called meanwhile; see `locks.Waiting`.

        Returns:
            The operations that were not known: those of other sessions, then the ones of the changes.

        Raises:
            OSError: the file cannot be written; nothing of the changes counts then.
        """
        from paperbrowser.system import files

        self.folder.mkdir(parents=True, exist_ok=True)
        with locks.locked(self.own, patience, waiting):
            gained = self.refresh()
            operations = []
            # Never behind another device's clock, however wrong that is: what is set now must count.
            time, number = max(now, self.latest + 1), self.numbers.get(self.device, 0)
            for ahead, change in enumerate(changes):
                at = min(time + ahead, _LATEST)
                operations.append(Operation(at, self.device, number + ahead + 1, *change))
            try:
                with files.saving(self.own):
                    self._write(b"".join(map(encoded, operations)))
            except OSError:
                self._untold = gained
                raise
            return [*gained, *self._take(operations)]

    def take_in(self, operations: Iterable[Operation]) -> list[Operation]:
        """Write operations of other journals into a new file; return those that were not known.

        Raises:
            OSError: the file cannot be written.
        """
        from paperbrowser.system import files

        self.refresh()
        known = {one[:3] for one in self.operations}
        new = list({one[:3]: one for one in operations if one[:3] not in known}.values())
        if new:
            self.folder.mkdir(parents=True, exist_ok=True)
            files.write_beside_others(self.folder, "imported", ENDING, b"".join(map(encoded, new)))
        return self._take(new)

    def _write(self, lines: bytes) -> None:
        path = self.own
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            before = os.fstat(handle)
            size = before.st_size
            if size and os.pread(handle, 1, size - 1) != b"\n":
                lines = b"\n" + lines  # a line that a crash has torn ends here
            try:
                _write_all(handle, lines)
                files.sync(handle)
            except OSError:  # a full disk: without this, half a line would stay
                with contextlib.suppress(OSError):
                    os.ftruncate(handle, size)
                raise
            known = self.positions.get(path, Position(0, 0, status_of(before)))
            if known.done == size and known.status == status_of(before):
                checksum = crc32(lines, known.checksum)
                status = status_of(os.fstat(handle))
                self.positions[path] = Position(size + len(lines), checksum, status)
        finally:
            os.close(handle)


def status_of(found: os.stat_result) -> Status:
    """Return what tells a changed file from an unchanged one."""
    return found.st_size, found.st_ino, found.st_mtime_ns


def begins_as(known: Position, file: BinaryIO) -> bool:
    """Return whether a file still begins with what was read of it."""
    left, checksum = known.done, 0
    while left and (block := file.read(min(left, _BLOCK))):
        left, checksum = left - len(block), crc32(block, checksum)
    return not left and checksum == known.checksum


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

    def known() -> str:
        with contextlib.suppress(OSError, ValueError):
            name = place.read_text("utf-8").strip()
            if re.fullmatch(rf"{re.escape(host)}-[0-9a-f]{{6}}", name):
                return name
        return ""

    if name := known():
        return name
    with locks.locked(place):
        if not (name := known()):
            name = f"{host}-{secrets.token_hex(3)}"
            files.write(place, f"{name}\n".encode())
        return name
