"""What reading a file yields: a profile with remarks, or an error that says where and what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from paperbrowser.papers.model import Profile
from paperbrowser.papers.text import clean_line

# Told now and then which share of the work is done, 0 to 1; it may raise to cancel.
Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a reader of the data should know, though it could be read.

    Attributes:
        code: its sort, for programs: "count-mismatch", "truncated", "encoding", "control-chars",
            "bad-date", "future-date", "duplicate", "missing-abstract", "missing-stat", "bad-entry".
        message: one sentence, without the place.
        line: counted from 1, where one can be named.
    """

    code: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        return self.message if self.line is None else f"line {self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Reading:
    """A profile as read, and what was noticed on the way.

    Attributes:
        profile: with the papers in the order of the source.
        remarks: what a reader should know of it.
        compiled: someone put the list together (a bibliography, a profile of ours): entries that look
            alike are meant to be two. Services list a work twice without meaning it.
    """

    profile: Profile
    remarks: tuple[Remark, ...] = ()
    compiled: bool = False


class ReadError(Exception):
    """A file that cannot be read as a profile.

    `str()` gives one sentence: which file, which line, what is wrong, what to do.
    """

    def __init__(
        self,
        what: str,
        *,
        code: str,
        advice: str = "",
        line: int | None = None,
        path: Path | None = None,
    ) -> None:
        super().__init__(what)
        self.what = what
        self.code = code
        self.advice = advice
        self.line = line
        self.path = path

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (
                clean_line(str(self.path)) if self.path is not None else "",
                f"line {self.line}" if self.line is not None else "",
            )
            if part
        )
        sentence = f"{self.what}; {self.advice}" if self.advice else self.what
        return f"{place}: {sentence}" if place else sentence
