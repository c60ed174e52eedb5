"""Former contents of profiles, kept so that an import or update can be undone, the last few of them.

They lie in the state folder under their checksums, beside the one backup that each profile has.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from paperbrowser.library import store
from paperbrowser.system import files, locks, paths

_MOST = 200  # files; an update may change that many profiles
_MOST_BYTES = 200_000_000  # of all of them
_PATIENCE = 1.0  # seconds; the user waits at the keyboard
_CHECKSUM = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """A change of a profile's file by an import or update, as the checksums of its contents.

    Attributes:
        file: the name of the file, in the folder of the profiles.
        before: its content before.
        after: its content since.
    """

    file: str
    before: str
    after: str


def keep(content: bytes) -> str:
    """Keep a content of a profile, and return its checksum.

    Raises:
        OSError: it could not be kept.
    """
    checksum = store.checksum(content)
    files.write(_place(checksum), content)
    _prune()
    return checksum


def put_back(file: str, now: str, former: str) -> str:
    """Replace a profile by what it was, unless its file was changed since; keep the present content.

    Args:
        file: the name of the profile's file.
        now: the checksum of the content that it should have.
        former: that of the content to put back.

    Returns:
        why it is left as it is; empty if it has the content.

    Raises:
        OSError: the file could not be written, or another session is writing; it is as it was.
    """
    path = store.folder() / file
    if Path(file).name != file or path.suffix != ".toml" or not _CHECKSUM.fullmatch(former):
        return "it names no profile"
    with locks.locked(store.folder(), _PATIENCE, name=file):
        try:
            present = path.read_bytes()
        except FileNotFoundError:
            return "its file is gone"
        found = store.checksum(present)
        if found == former:
            return ""
        if found != now:
            return "its file has been changed since"
        try:
            content = _place(former).read_bytes()
        except FileNotFoundError:
            content = b""
        if store.checksum(content) != former:
            return "its former content is not kept any more"
        keep(present)
        store.replace_content(path, content)
    return ""


def _place(checksum: str) -> Path:
    return paths.state() / "former" / f"{checksum}.toml"


def _prune() -> None:
    """Delete all but the newest."""
    found = [(path.stat(), path) for path in _place("").parent.glob("*.toml")]
    size = 0
    for number, (status, path) in enumerate(
        sorted(found, key=lambda one: one[0].st_mtime_ns, reverse=True)
    ):
        size += status.st_size
        if number and (number >= _MOST or size > _MOST_BYTES):
            path.unlink(missing_ok=True)
