"""Bringing the library up to date with what was fetched, and saying what became of it."""

from paperbrowser.formats.result import ReadResult
from paperbrowser.library import store
from paperbrowser.library.merge import Merged
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Profile


def keep(profile: Profile, label: str) -> store.Imported:
    """Bring the library up to date with a fetched profile; nothing is written unless all of it is.

    It joins the profile that was fetched from the same source by the same id before, whatever its reader
    called it, or else the one of the same name unless that is known to be of somebody else.

    Raises:
        ReadError: the profile that is there does not read; it is left as it is.
        SaveError: it could not be written.
    """
    done = store.import_reading(
        ReadResult(profile), into=_called(profile, label), day=profile.updated
    )
    store.keep_imported(done)
    return done


def _called(profile: Profile, label: str) -> str | None:
    """The profile of the library that is the same person's, a name to tell them apart, or None."""
    taken = False
    for entry in store.profiles():
        if entry.error is not None:
            continue
        origin = store.Origin(entry.path, "cached")
        shown = store.preview(origin)  # its first lines say it, however many papers there are
        there = shown[0] if shown is not None else store.read(origin).profile
        if there.source == profile.source:
            if there.source_id == profile.source_id:
                return entry.path.stem
            taken = taken or there.name == profile.name
    return f"{profile.name} ({label} {profile.source_id})" if taken else None


def became(done: store.Imported) -> str:
    """What became of the papers: "12 added, 3 updated, 39 unchanged, 1 listed twice"."""
    merged = done.merged
    count = _count(merged.profile, len(merged.added)) if done.is_new else _summary(merged)
    twice = f", {len(merged.joined):,} listed twice" if merged.joined else ""
    doubtful = f", {len(merged.doubtful):,} doubtful" if merged.doubtful else ""
    return f"{count}{twice}{doubtful}"


def _summary(merged: "Merged") -> str:
    return (
        f"{len(merged.added):,} added, {len(merged.updated):,} updated, "
        f"{merged.unchanged:,} unchanged"
    )


def _count(profile: Profile, listed: int) -> str:
    papers = count_of_papers(listed)
    return papers if profile.claimed in {None, listed} else f"{papers} ({profile.claimed} claimed)"
