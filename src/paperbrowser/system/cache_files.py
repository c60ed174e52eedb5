"""Files in the cache folder: their places, whether they still fit, checksums, pruning.

All of them can be made again; deleting them loses nothing but time.
"""

import contextlib
import datetime
from pathlib import Path
from typing import NamedTuple

from paperbrowser.system import files, paths

_LARGEST = 60_000_000  # bytes of a text with a checksum


class CacheFiles(NamedTuple):
    """The cached files of one kind.

    Attributes:
        folder: its name within the cache folder.
        ending: of the files' names, without the dot.
        version: of their content; files of another one do not fit.
        kept: the number of files that `prune` leaves at least.
        most_bytes: more files are left as long as they have fewer bytes together.
    """

    folder: str
    ending: str
    version: int
    kept: int
    most_bytes: int = 0

    def path(self, source: Path) -> Path:
        """Return the place of the file that is made from `source`, whether it is there or not.

        Its content says what it is made from (see `key`), so that checksums do for a name.
        """
        from zlib import adler32, crc32

        path = str(source.resolve()).encode("utf-8", "surrogateescape")
        return self._place(f"{crc32(path):08x}{adler32(path):08x}")

    def named(self, text: str) -> Path:
        """Return the place of the file about something that a text names."""
        from hashlib import sha256

        return self._place(sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32])

    def _place(self, name: str) -> Path:
        return paths.cache() / self.folder / f"{name}.{self.ending}"

    def key(self, source: Path, as_of: datetime.date | None = None) -> str:
        """Return a text to keep in a cached file: the file fits as long as this is the same.

        It has the version; path, size and times of change of the source; the day it was read for.
        The time that no program can set back is among them.

        Raises:
            OSError: there is no such source.
        """
        import json

        status = source.stat()
        day = as_of.isoformat() if as_of else None
        times = status.st_mtime_ns, status.st_ctime_ns
        return json.dumps([self.version, str(source.resolve()), status.st_size, *times, day])

    def prune(self) -> None:
        """Delete the files that were written first, if there are too many.

        Raises:
            OSError: the folder cannot be read or written.
        """
        files = (paths.cache() / self.folder).glob(f"*.{self.ending}")
        known = [(path.stat(), path) for path in files]
        total = 0
        newest_first = sorted(known, key=lambda one: one[0].st_mtime_ns, reverse=True)
        for number, (status, path) in enumerate(newest_first, 1):
            total += status.st_size
            if number > self.kept and total >= self.most_bytes:
                path.unlink(missing_ok=True)


def write_checked(path: Path, text: str) -> None:
    """Write a text with its checksum; nothing is written where that cannot be."""
    from zlib import crc32

    with contextlib.suppress(OSError):
        content = text.encode("utf-8", "replace")
        files.write(path, [b"%08x\n" % crc32(content), content])


def read_checked(path: Path) -> str:
    """Return a text that was written with its checksum.

    Raises:
        ValueError: it is damaged.
        OSError: it cannot be read.
    """
    from zlib import crc32

    with path.open("rb") as file:
        checksum, content = file.readline(_LARGEST), file.read(_LARGEST)
    if int(checksum, 16) != crc32(content):
        raise ValueError("damaged")
    return content.decode()
