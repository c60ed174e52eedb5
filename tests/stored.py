"""Profiles in the library of a test."""

from paperbrowser.formats.result import ReadResult
from paperbrowser.library import locate, store


def save_profile(profile):
    """Write a profile into the library under its name, and return its file."""
    path = store.folder() / f"{locate.file_name(profile.name)}.toml"
    with store.writing():
        store.write(path, profile)
    store.make_snapshot(path, ReadResult(profile))
    return path
