"""Answers in XML, which the formats read."""

from paperbrowser import formats
from paperbrowser.formats.result import ReadError
from paperbrowser.papers.model import Profile
from paperbrowser.sources import errors


def profile_in(source: str, body: bytes) -> Profile:
    """The papers of a document and whom it says they are of, if it does.

    Raises:
        FetchError: it does not read. A document without papers has no papers.
    """
    try:
        reading = formats.read_bytes(body, form="xml")
    except ReadError as error:
        if error.code in {"no-entries", "empty"}:
            return Profile(name="")
        raise errors.damaged(source, error.what) from None
    if any(remark.code == "truncated" for remark in reading.remarks):
        raise errors.damaged(source, "it is cut off")
    return reading.profile
