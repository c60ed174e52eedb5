"""Writing files whole or not at all, or beside others as NAME-2."""

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

# Of file systems, as of some network drives, that cannot be asked to write to the disk.
_UNSUPPORTED = frozenset((errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP))
_saved: list[str] = []  # names of the files that threads of this process write at this moment


@contextlib.contextmanager
def saving(path: Path) -> Iterator[None]:
    """Count a file among those that are being written, for the length of a block."""
    _saved.append(path.name)
    try:
        yield
    finally:
        _saved.remove(path.name)


def being_saved() -> tuple[str, ...]:
    """Return the names of the files that are being written, for a process that is about to end."""
    return tuple(dict.fromkeys(_saved))


def write(path: Path, data: bytes | Iterable[bytes | memoryview]) -> None:
    """Replace the content of `path`, so that it is the old or the new one even after a crash.

    A symbolic link stays one: the file it names is replaced. The mode of that file is kept. Two writers must
    hold `locks.locked(path)`.

    Raises:
        OSError: as any writing; the file is then as it was.
    """
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    # Always the same name: a writer that was killed leaves one file, which the next one overwrites.
    fresh = path.with_name(f".{path.name}.new")
    with saving(path):
        try:
            with fresh.open("wb") as file:
                _give_mode(fresh, path)
                file.writelines((data,) if isinstance(data, bytes) else data)
                file.flush()
                sync(file.fileno())
            fresh.replace(path)
        except BaseException:  # Ctrl+C among them
            with contextlib.suppress(OSError):
                fresh.unlink()
            raise
        _sync_folder(path.parent)


def write_beside_others(
    folder: Path, stem: str, ending: str, data: bytes | Iterable[bytes | memoryview]
) -> Path:
    """Write a file of `folder` that was not there: STEM, STEM-2, STEM-3 and so on.

    Args:
        folder: it must be there.
        stem: of the file's name.
        ending: of the file's name, with its dot.
        data: the content, as for `write`.

    Returns:
        The path of the new file.

    Raises:
        OSError: as any writing; no file is left.
    """
    number = 1
    while True:
        path = folder / (f"{stem}{ending}" if number == 1 else f"{stem}-{number}{ending}")
        try:
            path.open("xb").close()  # takes the name, so that no other process can
            break
        except FileExistsError:
            number += 1
    try:
        write(path, data)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def encoded(parts: Iterable[str]) -> Iterable[bytes]:
    """Return a text as UTF-8, part by part, line ends as they are."""
    return (part.encode("utf-8", "replace") for part in parts)


def sync(handle: int) -> None:
    """Wait until an open file is on the disk, where the file system has a way to say so.

    Raises:
        OSError: it could not be written.
    """
    try:
        (os.fdatasync if hasattr(os, "fdatasync") else os.fsync)(handle)  # macOS has the second
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise


def _give_mode(fresh: Path, path: Path) -> None:
    """Give a file the mode of another; some file systems refuse even to set the mode that it has."""
    with contextlib.suppress(FileNotFoundError):
        mode = path.stat().st_mode
        if fresh.stat().st_mode != mode:
            fresh.chmod(mode & 0o7777)


def _sync_folder(folder: Path) -> None:
    """Let the new name of a file last; the file itself is whole on the disk already."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):  # some network drives cannot
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
