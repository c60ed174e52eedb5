"""Locks against other sessions that write the same file: wait a bounded time, name the holder.

A lock is a file of the state folder, locked by the system. Where that fails (NFS without its daemon, Lustre
without `flock`, a sandbox that forbids it) it is a file that only one process can create, as git has it.
"""

import contextlib
import errno
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from paperbrowser.system import paths

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_PAUSE = 0.05  # seconds between two tries
_SILENT = 1.0  # seconds before the user is given a reason for the wait
_UNSIGNED = 5.0  # seconds after which a lock file without its holder's name is left over
_CREATED = ".held"  # suffix of a lock file that only one process can create
_LONGEST = 1_000  # bytes of a lock file
_BUSY = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EINTR})
"""Failures of `flock` that mean: try again. Any other one says that there are no locks in this folder."""

Waiting = Callable[[str], None]
"""Called with a sentence while a lock is waited for, after the first second; it may raise to give up."""


class _Holder(NamedTuple):
    """The process that holds a lock, as it signed the lock file: four lines of text.

    Attributes:
        pid: its number; 0 if it did not sign.
        host: the machine it runs on.
        started: the time of its start, so that another process of that number is not taken for it.
        writes: the name of the file that it writes.
    """

    pid: int = 0
    host: str = ""
    started: str = ""
    writes: str = ""

    @property
    def who(self) -> str:
        """The words " (pid 4242)" or " (pid 4242 on node7)"; "" if it is not known."""
        if not self.pid:
            return ""
        place = "" if self.host == _host() else f" on {self.host}"
        return f" (pid {self.pid}{place})"

    @property
    def is_gone(self) -> bool:
        """Whether it runs no more, as far as this machine knows."""
        if not self.pid or self.host != _host():
            return False
        if os.name != "posix":
            return True  # the file of a process that runs is open, and cannot be moved
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False  # it is another user's
        return self.started != _started(self.pid)


class Lock:
    """A lock that is held."""

    def __init__(self, handle: int, path: Path, *, created: bool = False) -> None:
        """Hold a lock file.

        Args:
            handle: the open file.
            path: of the file.
            created: whether the file itself is the lock, and goes with it.
        """
        self._handle = handle
        self._path = path
        self._created = created

    def writes(self, name: str) -> None:
        """Name the file that is written, for sessions that wait."""
        pid = os.getpid()
        lines = (str(pid), _host(), _started(pid), " ".join(name.split()))
        with contextlib.suppress(OSError):  # a full disk; only the name is lost
            os.ftruncate(self._handle, 0)
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, "\n".join(lines).encode("utf-8", "replace")[:_LONGEST])

    def release(self) -> None:
        """Let other sessions have the lock."""
        with contextlib.suppress(OSError):
            os.ftruncate(self._handle, 0)
        os.close(self._handle)
        if self._created:
            self._path.unlink(missing_ok=True)


@contextlib.contextmanager
def locked(
    path: Path, patience: float = 10.0, waiting: Waiting | None = None, name: str = ""
) -> Iterator[Lock]:
    """Hold the lock of `path` against other sessions.

    Args:
        path: the file or folder to be written; it need not exist.
        patience: the most seconds to wait for another session.
        waiting: called during the wait; see `Waiting`.
        name: of the file that is written, by default that of `path`.

    Raises:
        TimeoutError: another session holds it all that time.
        OSError: the folder of the locks cannot be written.
    """
    from hashlib import sha256

    # Not beside the file, where the user would see it.
    stem = sha256(os.fsencode(path.resolve())).hexdigest()[:32]
    folder = paths.state() / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"{stem}.lock"
    began = time.monotonic()
    while (lock := _taken(place)) is None:
        waited = time.monotonic() - began
        if waited >= patience:
            sentence = f"another paperbrowser{_described(place).who} is writing there"
            raise TimeoutError(errno.ETIMEDOUT, sentence, str(path))
        if waited >= _SILENT and waiting is not None:
            holder = _described(place)
            written = holder.writes or name or path.name
            waiting(f"waiting for another paperbrowser{holder.who} that writes {written}")
        time.sleep(_PAUSE)
    try:
        lock.writes(name or path.name)
        yield lock
    finally:
        lock.release()


def _taken(place: Path) -> Lock | None:
    """Return the lock if it is free."""
    if fcntl is None:
        return _created(place)
    handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        return None if error.errno in _BUSY else _created(place)
    if os.fstat(handle).st_nlink:
        return Lock(handle, place)
    os.close(handle)  # its last holder deleted it
    return None


def _created(place: Path) -> Lock | None:
    """Return the lock if no process has created its file, or only one that runs no more."""
    place = place.with_suffix(_CREATED)
    try:
        handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        _remove_left_over(place)
        return None
    return Lock(handle, place, created=True)


def _remove_left_over(place: Path) -> None:
    """Remove a lock file whose holder runs no more."""
    with contextlib.suppress(OSError):
        seen = place.stat()
        holder = _holder(place.read_bytes())
        unsigned = not holder.pid and time.time() - seen.st_mtime > _UNSIGNED
        if not (holder.is_gone or unsigned) or not _is_same(place.stat(), seen):
            return
        # Moved first: another process may have taken the lock since, and must keep it.
        aside = place.with_suffix(f".{os.getpid()}")
        place.rename(aside)
        if not _is_same(aside.stat(), seen):
            os.link(aside, place)
        aside.unlink()


def _is_same(one: os.stat_result, other: os.stat_result) -> bool:
    """Return whether two looks at a path saw one file, not written in between."""
    return (one.st_dev, one.st_ino, one.st_mtime_ns) == (
        other.st_dev,
        other.st_ino,
        other.st_mtime_ns,
    )


def _described(place: Path) -> _Holder:
    """Return the process that holds a lock, as far as it is known."""
    for path in (place, place.with_suffix(_CREATED)):
        with contextlib.suppress(OSError):
            holder = _holder(path.read_bytes())
            if holder.pid and not holder.is_gone:
                return holder
    return _Holder()


def _holder(content: bytes) -> _Holder:
    lines = content[:_LONGEST].decode("utf-8", "replace").split("\n")
    if len(lines) != len(_Holder._fields) or not lines[0].isdecimal():
        return _Holder()
    return _Holder(int(lines[0]), *lines[1:])


def _host() -> str:
    return os.uname().nodename if os.name == "posix" else os.environ.get("COMPUTERNAME", "")


def _started(pid: int) -> str:
    """Return the time at which a process began, as the system counts it; "" where it does not say."""
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[19].decode()
    except (OSError, IndexError):
        return ""
