"""Whether a hand changed a profile's file since the program wrote it: the program remembers what it wrote.

Only a checksum of it, in the state folder. A file that nothing is remembered of is judged by its look.
"""

from hashlib import sha256
from pathlib import Path
from typing import Any

from paperbrowser.formats.toml import edits as toml_by_hand
from paperbrowser.system import files, paths

_MOST = 1_000  # files; those that were written first are forgotten


def is_by_hand(path: Path, content: bytes) -> bool:
    """Whether `content`, which `path` has, is anything but what was written there last."""
    known = _checksums().get(str(path))
    return toml_by_hand.is_edited(content) if known is None else known != _checksum(content)


def remember(path: Path, content: bytes) -> None:
    """The program has just written `content`. Call it under the lock of the library."""
    import json

    known = {**_checksums()}
    known.pop(str(path), None)
    known[str(path)] = _checksum(content)
    kept = dict(list(known.items())[-_MOST:])
    try:
        files.write(_place(), json.dumps(kept, indent=1).encode())
    except OSError:
        return  # then the look of the file tells


def _place() -> Path:
    return paths.state() / "written.json"


def _checksums() -> dict[str, Any]:
    import json

    try:
        known = json.loads(_place().read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}


def _checksum(content: bytes) -> str:
    return sha256(content).hexdigest()
