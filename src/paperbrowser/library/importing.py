"""Bring a profile of the library up to date with papers that were read or fetched; report the changes."""

import contextlib
import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from paperbrowser import formats
from paperbrowser.formats.result import ReadResult
from paperbrowser.library import former, locate, store
from paperbrowser.library.merge import Merged, deduplicate, merge, without_merging
from paperbrowser.library.store import StoredProfile
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import FACTS, Profile
from paperbrowser.papers.text import clean_line
from paperbrowser.system.locks import Waiting
from paperbrowser.system.progress import Progress


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of an import, or of its dry run.

    Attributes:
        path: the profile's file.
        merged: the profile and what became of the papers.
        result: what was read or fetched.
        is_new: there was no such profile.
        backup: where the former content is kept if the user had edited it.
        change: of the profile's file, which can be undone by it; None if it is not kept.
    """

    path: Path
    merged: Merged
    result: ReadResult
    is_new: bool
    backup: Path | None = None
    change: former.ProfileChange | None = None


def import_file(
    path: Path,
    *,
    form: str | None = None,
    as_of: datetime.date | None = None,
    into: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    waiting: Waiting | None = None,
    undoable: bool = False,
) -> Imported:
    """Read a file, and bring the profile of its name up to date with its papers.

    Args:
        path: of any format; if it names no person it is a collection, named after the file.
        form: the format, one of `formats.names()`; by default it is recognised by the content.
        as_of: the day its content was saved, for dates without a year.
        into: the profile to bring up to date, by its name or the person's; it need not exist yet.
        dry_run: only find out what would change.
        progress: called with the share that is done, 0 to 1; it may raise to cancel.
        waiting: called while another session writes to the library; it may raise to cancel.
        undoable: keep the former content of the profile's file, see `Imported.change`.

    Returns:
        what changed.

    Raises:
        ReadError: the file does not read, or the profile of the library does not; nothing is written.
        SaveError: the profile could not be written.
    """
    result = formats.read(path, form=form, as_of=as_of, progress=progress)
    return import_result(result, into=into, dry_run=dry_run, waiting=waiting, undoable=undoable)


def import_result(
    result: ReadResult,
    *,
    into: str | None = None,
    dry_run: bool = False,
    waiting: Waiting | None = None,
    undoable: bool = False,
) -> Imported:
    """Bring the profile of the name up to date with papers that were read.

    Args:
        result: a file as it was read.
        into: as for `import_file`.
        dry_run: only find out what would change.
        waiting: as for `import_file`.
        undoable: as for `import_file`.

    Returns:
        what changed; the file is only written if something did.

    Raises:
        ReadError: the profile of the library does not read; it is left as it is.
        SaveError: the profile could not be written.
    """
    return _update(
        result,
        lambda: _named(result.profile, into),
        name=into or result.profile.name,
        dry_run=dry_run,
        waiting=waiting,
        undoable=undoable,
    )


def import_fetched(
    profile: Profile,
    label: str,
    *,
    path: Path | None = None,
    into: str | None = None,
    waiting: Waiting | None = None,
    undoable: bool = False,
) -> Imported:
    """Bring the library up to date with a fetched profile, and make it quick to open.

    It joins the profile that was fetched from the same source by the same id before, whatever the user
    called it, or else the one of the same name unless that is known to be another person's.

    Args:
        profile: all papers of the person or the new ones, as `sources.fetch` returns them.
        label: the name of the source, to tell two people of one name apart.
        path: the file of the profile that is updated; by default all are looked through for the person's.
        into: the profile that the papers join, by its name or the person's; it need not exist yet. One
            that was fetched before stays that of its own source and id.
        waiting: as for `import_file`.
        undoable: as for `import_file`.

    Returns:
        what changed.

    Raises:
        ReadError: the profile of the library does not read; it is left as it is.
        SaveError: the profile could not be written.
    """
    done = _update(
        ReadResult(profile),
        lambda: _named(profile, into) if into else _of_person(profile, label, path),
        name=into or profile.name,
        day=profile.updated,
        facts=_joining if into else None,
        waiting=waiting,
        undoable=undoable,
    )
    make_snapshot(done)
    return done


def make_snapshot(done: Imported) -> None:
    """Make a large imported profile quick to open. It is saved already, so this may be left out."""
    store.make_snapshot(done.path, ReadResult(done.merged.profile))


def summary(done: Imported) -> str:
    """Return what became of the papers: "12 added, 3 updated, 39 unchanged, 1 listed twice"."""
    merged = done.merged
    if done.is_new:
        count, claimed = len(merged.added), merged.profile.claimed
        parts = [count_of_papers(count)]
        if claimed not in {None, count}:
            parts = [f"{parts[0]} ({claimed} claimed)"]
    else:
        parts = [
            f"{len(merged.added):,} added",
            f"{len(merged.updated):,} updated",
            f"{merged.unchanged:,} unchanged",
        ]
    if merged.joined:
        parts.append(f"{len(merged.joined):,} listed twice")
    if merged.doubtful:
        parts.append(f"{len(merged.doubtful):,} doubtful")
    return ", ".join(parts)


# The steps of an import: find the profile, read it, merge, write once


@dataclass(frozen=True, slots=True)
class _Target:
    """The profile to bring up to date.

    Attributes:
        path: its file.
        name: of the profile if it is new.
        stored: the profile as it is; None if it is new.
    """

    path: Path
    name: str
    stored: StoredProfile | None


def _update(
    result: ReadResult,
    find_target: Callable[[], _Target],
    *,
    name: str,
    dry_run: bool = False,
    day: datetime.date | None = None,
    facts: Callable[[Profile, Profile], Profile] | None = None,
    waiting: Waiting | None = None,
    undoable: bool = False,
) -> Imported:
    """Hold the lock of the library, find a profile, merge papers into it and write it once.

    Args:
        result: the papers.
        find_target: finds the profile; called under the lock, as another session may be writing it.
        name: of the profile, as far as it is known before that, to tell sessions that wait.
        dry_run: write nothing, and take no lock.
        day: kept as `Paper.added` of new papers; by default today.
        facts: given the profile that is there and the new one, returns what the new one is to say.
        waiting: called while another session holds the lock.
        undoable: as for `import_file`.

    Returns:
        what changed, or would change.

    Raises:
        ReadError: the profile of the library does not read; it is left as it is.
        SaveError: the profile could not be written.
    """
    file = f"{locate.file_name(name)}.toml"
    with contextlib.nullcontext() if dry_run else store.writing(file, waiting) as lock:
        target = find_target()
        if lock is not None:
            lock.writes(target.path.name)
        if target.stored is None:
            profile = replace(result.profile, name=target.name)
            merged = without_merging(profile) if result.curated else deduplicate(profile)
            merged = replace(merged, added=merged.profile.papers, updated=(), unchanged=0)
        else:
            there = target.stored.whole()
            merged = merge(
                there,
                facts(there, result.profile) if facts is not None else result.profile,
                day=day or datetime.date.today(),
                curated=result.curated,
            )
        backup = change = None
        if not dry_run and (target.stored is None or merged.changed):
            before = target.path.read_bytes() if undoable and target.stored else None
            backup = store.write(target.path, merged.profile)
            change = None if before is None else _change(target.path, before)
    return Imported(target.path, merged, result, target.stored is None, backup, change)


def _change(path: Path, before: bytes) -> former.ProfileChange | None:
    """Keep the former content of a profile that was written; without room for it there is no undo."""
    with contextlib.suppress(OSError):
        return former.change(path.name, before, path.read_bytes())
    return None


def _named(profile: Profile, into: str | None) -> _Target:
    """Return the profile called `into`, or else that of the person, as name and identifiers say."""
    if into and (path := locate.profile_named(into)) is not None:
        return _Target(path, "", _readable(path))
    return _target(profile, clean_line(into) if into else profile.name)


def _joining(there: Profile, fetched: Profile) -> Profile:
    """Return what was fetched for a profile that has another id: what that knows of the person stays.

    The counts of a second id are of a part of the papers only. An id of dblp that became a page of several
    people gives way to that of the person: 12/345 to 12/345-1.
    """
    moved = there.source == fetched.source and f"{fetched.source_id}".startswith(
        f"{there.source_id}-"
    )
    same = (there.source, there.source_id) == (fetched.source, fetched.source_id)
    if there.source_id is None or moved or same:
        return fetched
    known = {name: getattr(there, name) for name in FACTS}
    stays = {name: value for name, value in known.items() if value is not None}
    return replace(fetched, **{**stays, "updated": there.updated})


def _of_person(profile: Profile, label: str, path: Path | None) -> _Target:
    """Return the profile of a person who was fetched, by the id at the source before the name."""
    if path is not None and path.exists():
        known = _readable(path)
        # The service may have given the person another id since.
        if known.profile.source == profile.source:
            return _Target(path, known.name, known)
    others = [
        one
        for one in store.profiles()
        if one.error is None and one.profile.source == profile.source
    ]
    same = next((one for one in others if one.profile.source_id == profile.source_id), None)
    if same is None and profile.orcid:
        # A service may have several ids of one person.
        same = next((one for one in others if one.profile.orcid == profile.orcid), None)
    if same is not None:
        return _Target(same.path, same.name, same)
    if any(one.name == profile.name for one in others):
        return _target(profile, f"{profile.name} ({label} {profile.source_id})")
    return _target(profile, profile.name)


def _target(person: Profile, name: str) -> _Target:
    """Return the profile of this name; another person of a like name has a file with a number."""
    name = name or "Papers"
    stem = locate.file_name(name)
    number = 1
    while True:
        path = store.folder() / (f"{stem}.toml" if number == 1 else f"{stem}-{number}.toml")
        if not path.exists():
            return _Target(path, name, None)
        stored = _readable(path)
        if stored.name == name and not _is_another(person, stored.profile):
            return _Target(path, name, stored)
        number += 1


def _readable(path: Path) -> StoredProfile:
    """Return the profile of a file.

    Raises:
        ReadError: it does not read.
    """
    stored = store.stored(path)
    if stored.error is not None:
        stored.error.advice = "correct that, or move the file away, then save again"
        raise stored.error
    return stored


def _is_another(one: Profile, other: Profile) -> bool:
    """Whether the identifiers of two profiles of one name say that they are of two people."""
    if one.orcid and other.orcid:
        return one.orcid != other.orcid
    if one.source is None or one.source != other.source:
        return False
    return None not in {one.source_id, other.source_id} and one.source_id != other.source_id
