"""What readers of entries have in common: papers with ids, a profile, refusal of none."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from paperbrowser.formats.remarks import Remarks, Tell
from paperbrowser.formats.result import Progress, ReadError, Reading, Remark
from paperbrowser.papers.display import counted
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.model import Paper, Profile

# Told of those that have another name in its place.
WITHOUT_TITLE = "a paper without a title is listed by its key, or as (untitled)"
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
        raise no_entries(lacking, remarks.first_left_out, advice=advice)
    named = identified(listed, remarks)
    if progress is not None:
        progress(1.0)
    return Reading(replace(profile, papers=named), remarks.all(), compiled)


def identified(
    papers: Sequence[Paper], remarks: Remarks, *, thing: str = "a paper", by: str = "id"
) -> tuple[Paper, ...]:
    """The papers with ids that differ; told is how many had one of another.

    Args:
        papers: in the order of the file.
        remarks: takes what is to be told.
        thing: what an entry is called there: "a paper", "an entry".
        by: what its id is called there: "id", "key".
    """
    named = with_ids(papers)
    changed = sum(bool(one.id) and one.id != two.id for one, two in zip(papers, named, strict=True))
    if changed:
        many = f"{counted(changed, thing.partition(' ')[2])} have"
        have = f"{thing} has" if changed == 1 else many
        remarks.add(Remark("duplicate", f"{have} the {by} of another, and got a new one"))
    return named


def no_entries(lacking: str, first: Remark | None, *, advice: str, joint: str = ": ") -> ReadError:
    """The error for a file without papers.

    Args:
        lacking: what there is none of.
        first: why the first entry is left out, if there is one.
        advice: what to do.
        joint: what stands between the two.
    """
    return ReadError(
        lacking + (f"{joint}{first.message}" if first else ""),
        code="no-entries",
        line=first.line if first else None,
        advice=advice,
    )


def beginning(read: Callable[[str], Reading], whole: str) -> Profile | None:
    """What the whole entries at the beginning of a file show; None if that is nothing."""
    try:
        return read(whole).profile
    except ReadError:
        return None


def whole_lines(head: str) -> str:
    """The beginning of a file without its last line, which may be cut."""
    return head[: head.rfind("\n") + 1]


def title_or_key(
    title: str, keys: Iterable[str | None], tell: Tell, *, last: str = "(untitled)"
) -> str:
    """The title, or what else names a paper that has none: one of `keys`, or else `last`.

    If that is empty too, there is no paper, and nothing is told.
    """
    if title:
        return title
    name = next(filter(None, keys), last)
    if name:
        tell(WITHOUT_TITLE)
    return name
