"""Former contents of profiles, kept so that an import or update can be undone, the last few of them.

They lie in the state folder under their checksums, beside the one backup that each profile has. The papers of
a file have a checksum of their own: an update without news changes the day in the file and no paper, so what
came before it can still be undone.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from paperbrowser.library import store
from paperbrowser.system import files, locks, paths

_MOST = 200  # files; an update may change that many profiles
_MOST_BYTES = 200_000_000  # of all of them
_PATIENCE = 1.0  # seconds; the user waits at the keyboard
_CHECKSUMS = re.compile(r"([0-9a-f]{64})(?::([0-9a-f]{64}))?")
_PAPERS = re.compile(rb"^\[\[papers\]\]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """A change of a profile's papers by an import or update, as the checksums of its contents.

    Attributes:
        file: the name of the file, in the folder of the profiles.
        before: its content before.
        after: its content since.
    """

    file: str
    before: str
    after: str


class _Sums(NamedTuple):
    """The checksums of a content: of all of it, and of its papers; "" where that was not kept."""

    whole: str
    papers: str

    def is_same(self, other: "_Sums") -> bool:
        """Return whether another content has the same papers."""
        return self.whole == other.whole or ("" != self.papers == other.papers)


def _sums(content: bytes) -> _Sums:
    return _Sums(store.checksum(content), store.checksum(content[_facts_end(content) :]))


def _read_sums(checksum: str) -> _Sums | None:
    found = _CHECKSUMS.fullmatch(checksum)
    return None if found is None else _Sums(found[1], found[2] or "")


def _facts_end(content: bytes) -> int:
    """Return where the papers begin, after what is about the person."""
    found = _PAPERS.search(content)
    return len(content) if found is None else found.start()


def change(file: str, before: bytes, after: bytes) -> ProfileChange | None:
    """Keep the former content of a profile; return its change, or None if no paper changed.

    Args:
        file: the name of its file.
        before: its former content.
        after: its content since.

    Raises:
        OSError: it could not be kept.
    """
    was, now = _sums(before), _sums(after)
    if was.papers == now.papers:
        return None
    _keep(was.whole, before)
    return ProfileChange(file, ":".join(was), ":".join(now))


def _keep(name: str, content: bytes) -> None:
    files.write(_place(name), content)
    _prune()


def put_back(file: str, now: str, former: str) -> str:
    """Give a profile the papers that it had, unless they were changed since, or the user edited the file.

    What the file says of the person stays, if that was changed since. The present content is kept.

    Args:
        file: the name of the profile's file.
        now: the checksums of the content that it should have.
        former: those of the content to put back.

    Returns:
        why it is left as it is; empty if it has the content.

    Raises:
        OSError: the file could not be written, or another session is writing; it is as it was.
    """
    path = store.folder() / file
    wanted, expected = _read_sums(former), _read_sums(now)
    if Path(file).name != file or path.suffix != ".toml" or wanted is None:
        return "it names no profile"
    with locks.locked(store.folder(), _PATIENCE, name=file):
        try:
            present = path.read_bytes()
        except FileNotFoundError:
            return "its file is gone"
        found = _sums(present)
        if found.whole == wanted.whole:
            return ""
        as_left = expected is not None and found.whole == expected.whole
        if not as_left and (
            expected is None or not found.is_same(expected) or store.is_edited(path, present)
        ):
            return "its file has been changed since"
        try:
            content = _place(wanted.whole).read_bytes()
        except FileNotFoundError:
            content = b""
        if not content or not _sums(content).is_same(wanted):
            return "its former content is not kept any more"
        # Under the name that the way back will ask for.
        _keep(expected.whole if expected is not None else found.whole, present)
        if not as_left:
            content = present[: _facts_end(present)] + content[_facts_end(content) :]
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
