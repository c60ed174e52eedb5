"""Files in the cache folder that are made from another file: where they are, and whether they still fit.

All of them can be made anew; deleting them loses nothing but time.
"""

import datetime
from pathlib import Path

from paperbrowser.system import paths


def place(kind: str, source: Path, ending: str) -> Path:
    """Where what was made of `source` is kept; `kind` names a folder within the cache folder."""
    from hashlib import sha256

    name = sha256(str(source.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return paths.cache() / kind / f"{name}.{ending}"


def key(source: Path, version: int, as_of: datetime.date | None = None) -> str:
    """What must be the same for a derived file to fit: version; path, size and time of change of its source.

    Raises:
        OSError: there is no such source.
    """
    import json

    status = source.stat()
    day = as_of.isoformat() if as_of else None
    return json.dumps([version, str(source.resolve()), status.st_size, status.st_mtime_ns, day])


def prune(kind: str, ending: str, kept: int) -> None:
    """Delete all but the newest so many files of a kind.

    Raises:
        OSError: the folder cannot be read or written.
    """
    files = (paths.cache() / kind).glob(f"*.{ending}")
    for old in sorted(files, key=lambda path: path.stat().st_mtime, reverse=True)[kept:]:
        old.unlink(missing_ok=True)
