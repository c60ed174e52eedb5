"""The user's profiles on disk, a TOML file each: list, read, write, back up."""

import contextlib
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from paperbrowser.formats.result import ReadError, ReadResult
from paperbrowser.library import snapshot
from paperbrowser.papers.model import Profile
from paperbrowser.papers.text import clean_line
from paperbrowser.system import files as disk
from paperbrowser.system import locks, paths
from paperbrowser.system.locks import Lock, Waiting
from paperbrowser.system.progress import Progress

_PATIENCE = 30.0  # seconds; an import of a hundred thousand papers holds the lock for most of that
_MOST_CHECKSUMS = 1_000  # files; those that were written first are forgotten


class SaveError(Exception):
    """A profile that could not be saved. `str()` says in one sentence which, why, and what to do."""


class LibraryBusyError(SaveError):
    """The library is being written by another session, for longer than one would wait."""


class StoredProfile(NamedTuple):
    """A profile of the library, as far as listing it needed to read its file.

    Attributes:
        path: its file.
        profile: what is stated of the person, with all papers or, if the file is large, without any.
        listed: the number of its papers; 0 if it does not read.
        error: why it does not read; its name is then that of the file.
    """

    path: Path
    profile: Profile
    listed: int
    error: ReadError | None = None

    @property
    def name(self) -> str:
        """The person's name."""
        return self.profile.name

    def whole(self) -> Profile:
        """Return the profile with all its papers.

        Raises:
            ReadError: it does not read any more.
        """
        if len(self.profile.papers) == self.listed:
            return self.profile
        return read(self.path).profile


def folder() -> Path:
    """Return the folder of the profiles."""
    return paths.data() / "profiles"


def files() -> list[Path]:
    """Return the files of the library, the one changed last first."""
    try:
        there = list(folder().iterdir())
    except OSError:
        return []
    found = [path for path in there if path.suffix == ".toml" and not path.name.startswith(".")]
    return sorted(found, key=lambda path: (-_changed(path), path.name))


def _changed(path: Path) -> int:
    """Return the time of a file's last change in nanoseconds; 0 for a link to nothing."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def check() -> None:
    """Do nothing if the library can be read, or is not there yet.

    Raises:
        ReadError: it cannot be read, which is not the same as being empty.
    """
    try:
        next(folder().iterdir(), None)
    except FileNotFoundError:
        return
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReadError(
            reason, code="unreadable", advice="check the folder of the profiles", path=folder()
        ) from None


def profiles() -> list[StoredProfile]:
    """Return all profiles of the library by name, those that do not read among them."""
    return sorted(map(stored, files()), key=lambda one: one.name.casefold())


def stored(path: Path) -> StoredProfile:
    """Return what a list of profiles shows of the one in this file."""
    if (known := snapshot.preview(path, limit=0)) is not None:
        return StoredProfile(path, *known)
    from paperbrowser import formats

    try:
        profile = formats.read(path).profile
    except ReadError as error:
        return StoredProfile(path, Profile(name=path.stem), 0, error)
    return StoredProfile(path, profile, len(profile.papers))


def read(
    path: Path, *, progress: Progress | None = None, as_of: datetime.date | None = None
) -> ReadResult:
    """Read a profile or any other file; a large one is read from its snapshot if there is one.

    Args:
        path: the file.
        progress: called now and then with the share that is done, 0 to 1; it may raise to cancel.
        as_of: the day the file's content was saved, for dates without a year.

    Returns:
        the profile and the remarks on the file.

    Raises:
        ReadError: see `formats.read`.
    """
    if (known := snapshot.load(path, as_of, progress)) is not None:
        return known
    from paperbrowser import formats

    return formats.read(path, progress=progress, as_of=as_of)


def preview(path: Path, as_of: datetime.date | None = None) -> tuple[Profile, int | None] | None:
    """Return a part of a large file to show at once, and the number of its papers if that is known."""
    if (known := snapshot.preview(path, as_of)) is not None:
        return known
    from paperbrowser import formats

    profile = formats.preview(path)
    return None if profile is None or not profile.papers else (profile, None)


def make_snapshot(path: Path, result: ReadResult, as_of: datetime.date | None = None) -> None:
    """Make a snapshot of a large file, so that it opens quickly, unless there is one.

    Args:
        path: the file.
        result: what it was read as.
        as_of: the day for dates without a year that it was read with.
    """
    if snapshot.preview(path, as_of, limit=0) is None:
        snapshot.save(path, result, as_of)


@contextlib.contextmanager
def writing(name: str = "", waiting: Waiting | None = None) -> Iterator[Lock]:
    """Hold the lock of the library against other sessions.

    Args:
        name: of the file that will be written, as far as it is known.
        waiting: called while another session holds the lock; see `Waiting`.

    Raises:
        LibraryBusyError: another session holds the lock.
        SaveError: the lock cannot be had, or within the block an OSError occurred.
    """
    place = folder()
    try:
        with locks.locked(place, _PATIENCE, waiting, name) as lock:
            yield lock
    except TimeoutError as error:
        advice = "wait until it has finished, or end it, then save again"
        what = f"{clean_line(name) or place}: {error.strerror}"
        raise LibraryBusyError(f"{what}; {advice}") from None
    except OSError as error:
        reason = error.strerror or str(error)
        name = clean_line(str(error.filename or place))
        raise SaveError(f"{name}: {reason}; check the folder, then save again") from None


def write(path: Path, profile: Profile) -> Path | None:
    """Replace a profile's file; nothing is done if that changes nothing. Call it within `writing`.

    The former content is kept as NAME.toml.bak. If the user had edited it, it is kept for good instead.

    Returns:
        where the former content is kept for good, or None.

    Raises:
        OSError: the file is as it was.
    """
    from paperbrowser.formats import toml

    content = toml.dumps(profile).encode("utf-8")
    before = path.read_bytes() if path.exists() else None
    if before == content:
        return None
    edited = before is not None and is_edited(path, before)
    backup = _keep_for_good(path, before) if before is not None and edited else None
    disk.write(path, content)
    _remember_checksum(path, content)
    if before is not None and not edited:
        # Last, so that a disk that is full does not cost the former one; not worth an error.
        with contextlib.suppress(OSError):
            disk.write(path.with_suffix(".toml.bak"), before)
    return backup


def replace_content(path: Path, content: bytes) -> None:
    """Replace a profile's file by a content that it had. Call it while holding the lock.

    Raises:
        OSError: the file is as it was.
    """
    disk.write(path, content)
    _remember_checksum(path, content)


def _keep_for_good(path: Path, content: bytes) -> Path:
    """Keep what the user edited as NAME.toml.by-hand, NAME.toml.by-hand-2 if there is one, and so on."""
    number = 1
    while True:
        backup = path.with_suffix(".toml.by-hand" if number == 1 else f".toml.by-hand-{number}")
        there = backup.read_bytes() if backup.exists() else None
        if there is None:
            disk.write(backup, content)
        if there is None or there == content:
            return backup
        number += 1


# Checksums of what the program wrote, to notice that the user edited a file


def is_edited(path: Path, content: bytes) -> bool:
    """Return whether the user edited a file since the program wrote it.

    A file without a checksum is judged by its look.
    """
    from paperbrowser.formats.toml import edits

    known = _checksums().get(str(path))
    return edits.is_edited(content) if known is None else known != checksum(content)


def _remember_checksum(path: Path, content: bytes) -> None:
    import json

    known = {**_checksums()}
    known.pop(str(path), None)
    known[str(path)] = checksum(content)
    kept = dict(list(known.items())[-_MOST_CHECKSUMS:])
    with contextlib.suppress(OSError):
        disk.write(_checksums_file(), json.dumps(kept, indent=1).encode())


def _checksums_file() -> Path:
    return paths.state() / "written.json"


def _checksums() -> dict[str, Any]:
    import json

    try:
        known = json.loads(_checksums_file().read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}


def checksum(content: bytes) -> str:
    """Return the checksum of a file's content."""
    from hashlib import sha256

    return sha256(content).hexdigest()
