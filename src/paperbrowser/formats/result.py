"""The result of reading a file: a profile with remarks, or an error that says where and what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from paperbrowser.papers.display import counted
from paperbrowser.papers.model import Profile
from paperbrowser.papers.text import clean_line

# Called with one sentence about a defect of an entry; the line is bound by `Remarks.at`.
OnRemark = Callable[[str], None]

_LISTED = 10  # entries that are left out, each with a remark of its own


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the user should know about a file, though it could be read.

    Attributes:
        code: its sort, for programs: "count-mismatch", "truncated", "encoding", "control-chars",
            "bad-date", "future-date", "duplicate", "missing-abstract", "missing-stat", "bad-entry",
            "ambiguous".
        message: one sentence, without the place.
        line: counted from 1, where one can be named.
    """

    code: str
    message: str
    line: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", clean_line(self.message))  # it may quote the file

    def __str__(self) -> str:
        return self.message if self.line is None else f"line {self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A profile as read, and the remarks on it.

    Attributes:
        profile: with the papers in the order of the file.
        remarks: defects of the file, and guesses that were made.
        curated: a person put the list together (a bibliography, a profile of ours): entries that look
            alike are meant to be two. Services list a work twice without meaning it.
    """

    profile: Profile
    remarks: tuple[Remark, ...] = ()
    curated: bool = False


class StoppedError(Exception):
    """Raised in work that was cancelled, most often by its callback for progress."""


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
        self.what = clean_line(what)  # a sentence may quote the file
        self.code = code
        self.advice = clean_line(advice)
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


class Remarks:
    """Collector of the remarks on a file of many entries; equal ones are summed up.

    The first entries that are left out have a remark each, the rest one together.

    Args:
        thing: what an entry is called: "line", "entry".
    """

    def __init__(self, thing: str) -> None:
        self._thing = thing
        self.count_left_out = 0
        self._lines: list[Remark] = []
        self._more: list[int | None] = []
        self._at: dict[tuple[str, str], list[int | None]] = {}
        self._others: list[Remark] = []

    @property
    def first_left_out(self) -> Remark | None:
        """The remark on the first entry that is left out, None if there is none."""
        return self._lines[0] if self._lines else None

    def left_out(self, line: int | None, message: str) -> None:
        """Say why an entry is left out."""
        self.count_left_out += 1
        if len(self._lines) < _LISTED:
            self._lines.append(Remark("bad-entry", message, line))
        elif not self._more:
            self._more.append(line)

    def at(self, line: int | None, code: str = "bad-entry") -> OnRemark:
        """Return a function that records a remark for this line."""
        return lambda message: self._at.setdefault((code, message), []).append(line)

    def add(self, remark: Remark) -> None:
        """Add a remark on the whole file."""
        self._others.append(remark)

    def all(self) -> tuple[Remark, ...]:
        """Return all remarks, those on entries that are left out first."""
        lines = [Remark(one.code, f"{one.message}, left out", one.line) for one in self._lines]
        more = self.count_left_out - len(lines)
        rest = [
            Remark("bad-entry", counted(more, self._thing) + " left out too", line)
            for line in self._more
        ]
        fields = [
            Remark(
                code,
                message + (f" (and {self._more_of(len(at) - 1)})" if len(at) > 1 else ""),
                at[0],
            )
            for (code, message), at in self._at.items()
        ]
        return (*lines, *rest, *fields, *self._others)

    def _more_of(self, number: int) -> str:
        """Return a count of further entries: "2 more entries"."""
        count, _, thing = counted(number, self._thing).partition(" ")
        return f"{count} more {thing}"
