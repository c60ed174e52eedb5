"""Writing a file so that a reader, now or after a crash, finds the old content or the new, whole."""

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from paperbrowser.system import paths


def write(path: Path, data: bytes | Iterable[bytes | memoryview]) -> None:
    """Replace the content of `path`, at once or in parts. Two writers must hold `locked(path)`.

    A symbolic link stays one: the file it names is replaced. The mode of that file is kept.

    Raises:
        OSError: as any writing; the file is as it was then.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    # Always the same name: a writer that was killed leaves one file, which the next one overwrites.
    fresh = path.with_name(f".{path.name}.new")
    try:
        with fresh.open("wb") as file:
            file.writelines((data,) if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            fresh.chmod(path.stat().st_mode & 0o7777)
        fresh.replace(path)
    except BaseException:  # Ctrl+C among them
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise
    _sync_folder(path.parent)


@contextlib.contextmanager
def locked(path: Path, patience: float = 10.0) -> Iterator[None]:
    """Hold the lock of `path` against other sessions, for at most `patience` seconds of waiting.

    Raises:
        TimeoutError: another session holds it all that time.
    """
    from hashlib import sha256

    import filelock

    # Not beside the file, where a reader would wonder what it is.
    name = sha256(os.fsencode(path.resolve())).hexdigest()[:32]
    folder = paths.state() / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with filelock.FileLock(folder / f"{name}.lock", timeout=patience):
        yield


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
