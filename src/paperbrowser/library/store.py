"""The reader's profiles on disk: one TOML file each, found by name, read, saved without losing anything."""

import contextlib
import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from paperbrowser import formats
from paperbrowser.formats.result import Progress, ReadError, ReadResult
from paperbrowser.library import snapshot
from paperbrowser.papers.model import Profile
from paperbrowser.papers.text import clean_line
from paperbrowser.system import files, paths

if TYPE_CHECKING:
    from paperbrowser.library.merge import Merged

_SAMPLE = Path(__file__).parent.parent / "sample" / "shirley-ho.toml"
_PATIENCE = 60.0  # seconds; another session may be importing a hundred thousand papers
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
    """Where a profile was saved, whether there was one, and where that is kept if a hand wrote in it."""

    path: Path
    replaced: bool
    backup: Path | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do: to which file, what became of the papers, what was read.

    `is_new` when there was no such profile; `backup` is where the former content is kept.
    """

    path: Path
    merged: "Merged"
    reading: ReadResult
    is_new: bool
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
    if (path := _called(argument, cached)) is not None:
        return Origin(path, "cached")
    raise _unknown(argument, file_name(argument.removesuffix(".toml")), cached)


def _called(name: str, cached: list[Path]) -> Path | None:
    """The file of this name, or of a person of this name."""
    wanted = file_name(name.removesuffix(".toml"))
    named = (path for path in cached if path.stem == wanted)
    of_person = (path for path in cached if file_name(_entry(path).name) == wanted)
    return next(named, None) or next(of_person, None)


def _unknown(argument: str, wanted: str, cached: list[Path]) -> ReadError:
    from difflib import get_close_matches

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
    return paths.data() / "profiles"


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
) -> ReadResult:
    """Read what is opened; `keep` makes it quicker to open the next time.

    Raises:
        ReadError: see `formats.read`.
    """
    if (known := snapshot.load(origin.path, as_of, progress)) is not None:
        return known
    return formats.read(origin.path, progress=progress, as_of=as_of)


def keep(origin: Origin, reading: ReadResult, as_of: datetime.date | None = None) -> None:
    """Keep a large file as it was read, unless that was done before."""
    if snapshot.preview(origin.path, as_of, limit=0) is None:
        snapshot.save(origin.path, reading, as_of)


def keep_imported(done: Imported) -> None:
    """Make a large profile that was imported quick to open. It is saved already, so this may be left out."""
    keep(Origin(done.path, "cached"), ReadResult(done.merged.profile))


def preview(
    origin: Origin, as_of: datetime.date | None = None
) -> tuple[Profile, int | None] | None:
    """Something to show of a large file at once, and the number of its papers if that is known."""
    if (known := snapshot.preview(origin.path, as_of)) is not None:
        return known
    profile = formats.preview(origin.path)
    return None if profile is None or not profile.papers else (profile, None)


def save(profile: Profile) -> Saved:
    """Save `profile` under its name. What another version of it held is kept beside, see `_replace`.

    Raises:
        ReadError: the file that would be replaced does not read; it is left as it is.
        SaveError: it could not be written.
    """
    folder = _folder()
    with _writing(folder):
        path = _path_for(profile.name, folder)
        replaced = path.exists()
        backup = _replace(path, profile)
    snapshot.save(path, ReadResult(profile))
    return Saved(path, replaced, backup)


def import_file(
    path: Path,
    *,
    form: str | None = None,
    as_of: datetime.date | None = None,
    into: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Read a file, and bring the profile of its name up to date with what it holds.

    Args:
        path: of any format; what names no person is a collection, named after the file.
        form: the format, one of `formats.names()`; by default the content tells.
        as_of: the day its content was saved, for dates without a year.
        into: the profile to bring up to date, by its name or the person's; there need be none yet.
        dry_run: only find out what would become of it.
        progress: called with the share that is done, 0 to 1; it may raise to cancel.

    Raises:
        ReadError: it does not read, or the profile that is there does not; nothing is written.
        SaveError: it could not be written.
    """
    reading = formats.read(path, form=form, as_of=as_of, progress=progress)
    return import_reading(reading, into=into, dry_run=dry_run)


def import_reading(
    reading: ReadResult,
    *,
    into: str | None = None,
    dry_run: bool = False,
    day: datetime.date | None = None,
) -> Imported:
    """Bring the profile of the name up to date with what was read or fetched, see `import_file`.

    No other session changes it meanwhile. When nothing changes, nothing is written. `day` is that on which
    new papers are said to have been added, by default today.

    Raises:
        ReadError: the profile that is there does not read; it is left as it is.
        SaveError: it could not be written.
    """
    from paperbrowser.library.merge import as_it_is, deduplicate, merge

    profile = reading.profile
    folder = _folder()
    with contextlib.nullcontext() if dry_run else _writing(folder):
        path = _called(into, _files()) if into else None
        if path is None:
            name = (clean_line(into) if into else profile.name) or "Papers"
            profile = replace(profile, name=name)
            path = _path_for(name, folder, profile)
        is_new = not path.exists()
        if is_new:
            once = as_it_is(profile) if reading.curated else deduplicate(profile)
            merged = replace(once, added=once.profile.papers, updated=(), unchanged=0)
        else:
            there = read(Origin(path, "cached")).profile
            day = day or datetime.date.today()
            merged = merge(there, profile, day=day, curated=reading.curated)
        backup = None
        if not dry_run and (is_new or merged.changed):
            backup = _replace(path, merged.profile)
    return Imported(path, merged, reading, is_new, backup)


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Hold the lock of the library; what goes wrong in writing is told in a sentence."""
    try:
        with files.locked(folder, _PATIENCE):
            yield
    except OSError as error:
        reason = error.strerror or "another session is writing there"
        place = clean_line(str(error.filename or folder))
        raise SaveError(f"{place}: {reason}; check the folder, then save again") from None


def _replace(path: Path, profile: Profile) -> Path | None:
    """Write `profile`, and return where the former content is kept if a hand wrote in it.

    What the program itself had written is kept, too, which is nothing to tell of: a merge loses none of it.
    """
    from paperbrowser.formats import toml
    from paperbrowser.library import handwriting

    content = toml.dumps(profile).encode("utf-8")
    before = path.read_bytes() if path.exists() else None
    if before == content:
        return None
    by_hand = before is not None and handwriting.is_by_hand(path, before)
    backup = _keep_for_good(path, before) if before is not None and by_hand else None
    files.write(path, content)
    handwriting.remember(path, content)
    if before is not None and not by_hand:
        # Last, so that a disk that is full does not cost the former one; not worth an error.
        with contextlib.suppress(OSError):
            files.write(path.with_suffix(".toml.bak"), before)
    return backup


def _keep_for_good(path: Path, content: bytes) -> Path:
    """Keep what a hand wrote, as `NAME.toml.by-hand`, or `NAME.toml.by-hand-2` if there is one, and so on."""
    number = 1
    while True:
        backup = path.with_suffix(".toml.by-hand" if number == 1 else f".toml.by-hand-{number}")
        there = backup.read_bytes() if backup.exists() else None
        if there is None:
            files.write(backup, content)
        if there is None or there == content:
            return backup
        number += 1


def _path_for(name: str, folder: Path, told: Profile | None = None) -> Path:
    """The file of the person of this name: another person with a like name gets a number.

    So does one of the same name, if `told` has an identifier that says so.
    """
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
        if entry.name == name and not (told is not None and _is_another(told, path)):
            return path
        number += 1


def _is_another(person: Profile, path: Path) -> bool:
    """Whether the profile in a file is of another person of that name, as their identifiers tell."""
    if person.orcid is None and person.source_id is None:
        return False
    there = read(Origin(path, "cached")).profile
    if person.orcid and there.orcid:
        return person.orcid != there.orcid
    same_source = person.source is not None and person.source == there.source
    return same_source and None is not person.source_id != there.source_id is not None


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
