"""Papers from the entries of a file, made a profile: named, counted, and refused where there are none."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from paperbrowser.formats.reading import ReadError, Reading, Remark
from paperbrowser.formats.remarks import Remarks
from paperbrowser.model import Paper, Profile
from paperbrowser.paper_id import with_ids

Progress = Callable[[float], None]

_SLICE = 200  # papers between two reports of progress
_ENTRIES = 0.95  # share of the time that reading them takes; the rest is naming the papers


class Found:
    """What is found so far, for readers whose entries tell of the person too; `profile` has no papers yet.

    Attributes:
        profile: what is known of the person.
        remarks: takes what is to be told.
    """

    def __init__(self, profile: Profile, remarks: Remarks) -> None:
        self.profile = profile
        self.remarks = remarks


def gather(
    found: Iterable[tuple[int, Paper]], size: int, progress: Progress | None
) -> Iterator[Paper]:
    """The papers one by one, and what part of the file is done now and then.

    Args:
        found: papers, each with its place in the file.
        size: of the file, counted as the places are.
        progress: called with the share that is done, 0 to 1; it may raise to cancel.
    """
    for number, (place, paper) in enumerate(found):
        if progress is not None and number % _SLICE == 0:
            progress(min(1.0, _ENTRIES * place / size) if size else 0.0)
        yield paper


def reading_of(
    profile: Profile,
    papers: Iterable[Paper],
    remarks: Remarks,
    *,
    lacking: str,
    advice: str,
    progress: Progress | None = None,
    compiled: bool = False,
) -> Reading:
    """The profile with these papers, and all remarks; `compiled` as in `Reading`.

    Raises:
        ReadError: there is no paper (code "no-entries"); `lacking` says of what, `advice` what to do.
    """
    listed = list(papers)
    if not listed:
        first = remarks.first_left_out
        raise ReadError(
            lacking + (f": {first.message}" if first else ""),
            code="no-entries",
            line=first.line if first else None,
            advice=advice,
        )
    named = with_ids(listed)
    changed = sum(bool(one.id) and one.id != two.id for one, two in zip(listed, named, strict=True))
    if changed:
        what = "a paper has" if changed == 1 else f"{changed:,} papers have"
        remarks.add(Remark("duplicate", f"{what} the id of another, and got a new one"))
    if progress is not None:
        progress(1.0)
    return Reading(replace(profile, papers=named), remarks.all(), compiled)


def title_or_key(title: str, keys: Iterable[str | None], tell: Callable[[str], None]) -> str:
    """The title, or what else names a paper that has none."""
    if title:
        return title
    tell("a paper without a title")
    return next(filter(None, keys), "(untitled)")
