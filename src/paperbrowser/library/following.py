"""The people whose new papers are fetched: which profile is theirs, begin and end to follow them."""

from dataclasses import replace
from pathlib import Path

from paperbrowser.library import store
from paperbrowser.library.store import StoredProfile
from paperbrowser.system.locks import Waiting


def profile_of(source: str, id_: str) -> StoredProfile | None:
    """Return the profile of a person by their id at a source; None if there is none.

    Args:
        source: the name of the service.
        id_: the id there, or the ORCID iD.
    """
    for one in store.profiles():
        known = one.profile
        if one.error is None and known.source == source and id_ in {known.source_id, known.orcid}:
            return one
    return None


def set_followed(path: Path, *, followed: bool, waiting: Waiting | None = None) -> bool:
    """Follow the person of a profile, or follow them no longer; papers and marks stay.

    Args:
        path: the profile's file.
        followed: whether `update --all` is to fetch new papers.
        waiting: called while another session writes to the library; it may raise to cancel.

    Returns:
        whether that changed something.

    Raises:
        ReadError: the profile does not read; it is left as it is.
        SaveError: it could not be written.
    """
    with store.writing(path.name, waiting):
        profile = store.read(path).profile
        if profile.followed == followed:
            return False
        store.write(path, replace(profile, followed=followed))
    return True
