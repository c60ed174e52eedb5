"""The reader's profiles on disk: one TOML file each, found by name, read, saved without losing anything."""

import datetime
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from paperbrowser import atomic_file, folders, formats, snapshot
from paperbrowser.formats.reading import ReadError, Reading
from paperbrowser.model import Profile
from paperbrowser.text import clean_line

Progress = Callable[[float], None]

_SAMPLE = Path(__file__).parent / "sample" / "shirley-ho.toml"
_LONGEST_NAME = 100  # bytes of a file's name; systems allow 255, with what is added to it
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Origin:
    """What is opened: a profile of the library, any other file, or the sample."""

    path: Path
    kind: Literal["cached", "file", "sample"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A profile of the library; `error` when it does not read, `listed` papers when it does."""

    path: Path
    name: str
    listed: int
    error: ReadError | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """Where a profile was saved, whether there was one before, and where that is kept if it was another."""

    path: Path
    replaced: bool
    backup: Path | None = None


class SaveError(Exception):
    """A profile that could not be saved. `str()` says in one sentence which, why, and what to do."""


def sample() -> Origin:
    """The profile that comes with the program."""
    return Origin(_SAMPLE, "sample")


def locate(argument: str | None) -> Origin:
    """What a reader means by `argument`: a file's path, or the name of a profile or person.

    None is the profile changed last, or the sample if there is none.

    Raises:
        ReadError: "unknown-profile", naming those that are near.
    """
    cached = _files()
    if argument is None:
        return Origin(cached[0], "cached") if cached else sample()
    if _exists(argument) and not Path(argument).is_dir():
        return Origin(Path(argument), "file")
    wanted = file_name(argument.removesuffix(".toml"))
    for path in cached:
        if path.stem == wanted:
            return Origin(path, "cached")
    for path in cached:
        if file_name(_entry(path).name) == wanted:
            return Origin(path, "cached")
    raise _unknown(argument, wanted, cached)


def _unknown(argument: str, wanted: str, cached: list[Path]) -> ReadError:
    from difflib import get_close_matches  # noqa: PLC0415 - only a misspelt name needs it

    if _exists(argument):
        what, advice = "this is a folder", "name a file in it"
    elif "/" in argument or Path(argument).suffix not in ("", ".toml"):
        what, advice = "there is no such file", "check the name"
    else:
        near = get_close_matches(wanted, [path.stem for path in cached], 3, 0.5)
        what = "there is no such profile or file"
        advice = (
            f"did you mean {' or '.join(near)}?"
            if near
            else "`paperbrowser profiles` lists them, `paperbrowser import FILE` adds one"
        )
    return ReadError(what, code="unknown-profile", advice=advice, path=Path(clean_line(argument)))


def _exists(argument: str) -> bool:
    try:
        return Path(argument).exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def profiles() -> list[Entry]:
    """All profiles of the library by name, those that do not read among them."""
    return sorted((_entry(path) for path in _files()), key=lambda entry: entry.name.casefold())


def _files() -> list[Path]:
    """The library's files, the one changed last first."""
    try:
        found = [path for path in _folder().glob("*.toml") if not path.name.startswith(".")]
        return sorted(found, key=lambda path: (-path.stat().st_mtime_ns, path.name))
    except OSError:
        return []


def _folder() -> Path:
    return folders.data() / "profiles"


def _entry(path: Path) -> Entry:
    if (known := snapshot.preview(path, limit=0)) is not None:
        return Entry(path, known[0].name, known[1])
    try:
        profile = formats.read(path).profile
    except ReadError as error:
        return Entry(path, path.stem, 0, error)
    return Entry(path, profile.name, len(profile.papers))


def read(
    origin: Origin, *, progress: Progress | None = None, as_of: datetime.date | None = None
) -> Reading:
    """Read what is opened; `keep` makes it quicker to open the next time.

    Raises:
        ReadError: see `formats.read`.
    """
    if (known := snapshot.load(origin.path, as_of, progress)) is not None:
        return known
    return formats.read(origin.path, progress=progress, as_of=as_of)


def keep(origin: Origin, reading: Reading, as_of: datetime.date | None = None) -> None:
    """Keep a large file as it was read, unless that was done before."""
    if snapshot.preview(origin.path, as_of, limit=0) is None:
        snapshot.save(origin.path, reading, as_of)


def preview(
    origin: Origin, as_of: datetime.date | None = None
) -> tuple[Profile, int | None] | None:
    """Something to show of a large file at once, and the number of its papers if that is known."""
    if (known := snapshot.preview(origin.path, as_of)) is not None:
        return known
    profile = formats.preview(origin.path)
    return None if profile is None or not profile.papers else (profile, None)


def save(profile: Profile) -> Saved:
    """Save `profile` under its name. What another version of it held is kept beside, as `NAME.toml.bak`.

    Raises:
        ReadError: the file that would be replaced does not read; it is left as it is.
        SaveError: it could not be written.
    """
    from paperbrowser.formats import profile_toml  # noqa: PLC0415 - only writers need it

    content = profile_toml.write(profile).encode("utf-8")
    folder = _folder()
    try:
        with atomic_file.locked(folder):
            path = _path_for(profile.name, folder)
            replaced = path.exists()
            backup = None
            if replaced and path.read_bytes() != content:
                backup = path.with_suffix(".toml.bak")
                atomic_file.write(backup, path.read_bytes())
            if not replaced or backup is not None:
                atomic_file.write(path, content)
    except OSError as error:
        reason = error.strerror or "another session is writing there"
        place = clean_line(str(error.filename or folder))
        raise SaveError(f"{place}: {reason}; check the folder, then save again") from None
    snapshot.save(path, Reading(profile))
    return Saved(path, replaced, backup)


def import_file(
    path: Path, *, as_of: datetime.date | None = None, progress: Progress | None = None
) -> tuple[Saved, Reading]:
    """Read a file of any format, and save what it holds.

    Raises:
        ReadError: it does not read; nothing is written.
        SaveError: it could not be written.
    """
    reading = formats.read(path, as_of=as_of, progress=progress)
    return save(reading.profile), reading


def _path_for(name: str, folder: Path) -> Path:
    """The file of the person of this name: another person with a like name gets a number."""
    stem = file_name(name)
    number = 1
    while True:
        path = folder / (f"{stem}.toml" if number == 1 else f"{stem}-{number}.toml")
        if not path.exists():
            return path
        entry = _entry(path)
        if entry.error is not None:
            entry.error.advice = "correct that, or move the file away, then save again"
            raise entry.error
        if entry.name == name:
            return path
        number += 1


def file_name(name: str) -> str:
    """The file name, without its ending, for a person's name: "Åsa Öberg" gives "asa-oberg"."""
    bare = "".join(
        char
        for char in unicodedata.normalize("NFKD", name.casefold())
        if not unicodedata.combining(char)
    )
    stem = unicodedata.normalize("NFC", "-".join(re.findall(r"[^\W_]+", bare)))
    while len(stem.encode("utf-8", "replace")) > _LONGEST_NAME:
        stem = stem[:-1]
    stem = stem.rstrip("-")
    if not stem:
        return "profile"
    return f"{stem}-profile" if _DEVICES.fullmatch(stem) else stem
