"""The marks that a reader puts on a paper: a value, without knowledge of how it is kept."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

MOST_STARS = 5  # of a rating


@dataclass(frozen=True, slots=True)
class Highlight:
    """A passage of a paper's text that the reader highlighted.

    Attributes:
        quote: the passage, on one line.
        note: what the reader wrote about it; may be empty.
        page: the page it is on, from 1; None where the text has no pages.
        section: the heading above it; may be empty.
    """

    quote: str
    note: str = ""
    page: int | None = None
    section: str = ""

    @property
    def place(self) -> str:
        """The place in words: "page 3", or else the section; may be empty."""
        return f"page {self.page}" if self.page is not None else self.section


@dataclass(frozen=True, slots=True)
class SharedMark:
    """A tag or note on a paper that the members of a team share.

    Attributes:
        team: its name.
        text: the tag, or the note.
        by: the name of the member who wrote it.
        mine: whether that is the reader.
        at: when the server took it; None until then.
        id: of a note; empty for a tag.
    """

    team: str
    text: str
    by: str
    mine: bool
    at: datetime | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """A reader's marks on a paper, and those that the reader's teams share.

    Attributes:
        starred: the reader gave it a star.
        read: the reader has read it. A paper without marks is unread.
        queued: its place in the queue of papers to read, the smallest first; None for one that is not in it.
        tags: as the reader wrote them, sorted; "a/b" is within "a".
        rating: 1 to 5; None without one.
        notes: texts; more than one if they were written on two devices that did not know of each other.
        hidden: the reader does not want to see it in any list.
        highlights: passages of its text, in the order in which they were highlighted.
        shared_tags: of the reader's teams, sorted.
        shared_notes: of the reader's teams, the oldest first.
    """

    starred: bool = False
    read: bool = False
    queued: float | None = None
    tags: tuple[str, ...] = ()
    rating: int | None = None
    notes: tuple[str, ...] = ()
    hidden: bool = False
    highlights: tuple[Highlight, ...] = ()
    shared_tags: tuple[SharedMark, ...] = ()
    shared_notes: tuple[SharedMark, ...] = ()


NO_MARKS = Marks()


def record_of(marks: Marks) -> dict[str, Any]:
    """Return marks as plain data for JSON; what teams share only where there is something."""
    record = asdict(marks)
    for name in ("shared_tags", "shared_notes"):
        for one in record[name]:
            one["at"] = one["at"] and one["at"].isoformat()
        if not record[name]:
            del record[name]
    return record


def within(tag: str, outer: str) -> bool:
    """Return whether a tag is `outer` or lies within it, both folded.

    >>> within("ml/vision", "ml"), within("mlops", "ml")
    (True, False)
    """
    return tag == outer or tag.startswith(f"{outer}/")
