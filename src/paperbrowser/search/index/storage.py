"""An index as one file. A large one is mapped into memory, so that only what a search needs is read.

Layout: a magic line; the length of the header (8 bytes, little endian) and its checksum (4 bytes); the header
as JSON (for each array its dtype, shape and offset; the checksum of all of them; a text of the writer); the
arrays, each at a multiple of 64 bytes.
"""

import json
import mmap
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from paperbrowser.search.index.arrays import NamedArrays
from paperbrowser.system import files, locks

_MAGIC = b"paperbrowser index 2\n"
_FRONT = len(_MAGIC) + 8 + 4
_ALIGNED = 64  # bytes
_PATIENCE = 1.0  # seconds; who writes meanwhile writes the same index
_READ_AT_ONCE = 4_000_000  # bytes
_CHECKED_AT_ONCE = 64_000_000  # bytes; to check more takes longer than a user would wait


class IndexFileError(Exception):
    """A file is not an index, or damaged. The index can be built again from the papers."""


def write(path: Path, arrays: NamedArrays, about: str) -> None:
    """Write arrays to a file, atomically. Waits for another session that writes the same file.

    Args:
        path: the file.
        arrays: of any dtype and shape.
        about: a text that `read` returns.

    Raises:
        OSError: it cannot be written.
    """
    offset, places, checksum = 0, {}, 0
    parts: list[bytes | memoryview] = []
    for name, array in arrays.items():
        raw = np.ascontiguousarray(array).view(np.uint8).reshape(-1).data
        places[name] = [array.dtype.str, list(array.shape), offset]
        checksum = zlib.crc32(raw, checksum)
        padding = -len(raw) % _ALIGNED
        parts += [raw, bytes(padding)]
        offset += len(raw) + padding
    header = json.dumps(
        {"arrays": places, "crc": checksum, "size": offset, "about": about}
    ).encode()
    front = _MAGIC + len(header).to_bytes(8, "little") + zlib.crc32(header).to_bytes(4, "little")
    # The caller may hold the lock of `path` itself, so this is another one.
    with locks.locked(path.with_name(f"{path.name}.writing"), _PATIENCE):
        files.write(path, [(front + header).ljust(_start(len(header)), b"\0"), *parts])


def read(path: Path, *, checked: bool = False) -> tuple[NamedArrays, str]:
    """Open the arrays in a file.

    Args:
        path: the file.
        checked: look for damage in a large file too, which reads all of it.

    Returns:
        The arrays, and the text that was written with them.

    Raises:
        IndexFileError: it is not an index, or damaged.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        # A system lets a program map a thousand files at most, which may be the parts of a joined index.
        small = file.read(_READ_AT_ONCE)
        if not small:
            raise IndexFileError("empty")
        whole = len(small) < _READ_AT_ONCE
        mapped = small if whole else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    try:
        header, start = _header(mapped)
        arrays = {
            name: np.ndarray(shape, np.dtype(kind), mapped, start + offset)
            for name, (kind, shape, offset) in header["arrays"].items()
        }
        if len(mapped) != start + header["size"]:
            raise IndexFileError("cut off")
        if checked or header["size"] <= _CHECKED_AT_ONCE:
            _check(arrays, header["crc"])
        return arrays, str(header["about"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise IndexFileError(str(error)) from None


def _check(arrays: NamedArrays, expected: int) -> None:
    """Raise IndexFileError unless the arrays have the checksum that was written."""
    checksum = 0
    for array in arrays.values():
        checksum = zlib.crc32(array.view(np.uint8).reshape(-1).data, checksum)
    if checksum != expected:
        raise IndexFileError("damaged")


def _header(mapped: bytes | mmap.mmap) -> tuple[dict[str, Any], int]:
    """Return the header, and the offset of the arrays in the file."""
    if mapped[: len(_MAGIC)] != _MAGIC:
        raise IndexFileError("not an index of this version")
    length = int.from_bytes(mapped[len(_MAGIC) : _FRONT - 4], "little")
    raw = mapped[_FRONT : _FRONT + length]
    if zlib.crc32(raw) != int.from_bytes(mapped[_FRONT - 4 : _FRONT], "little"):
        raise IndexFileError("damaged")
    return json.loads(raw), _start(length)


def _start(header_length: int) -> int:
    return -(-(_FRONT + header_length) // _ALIGNED) * _ALIGNED
