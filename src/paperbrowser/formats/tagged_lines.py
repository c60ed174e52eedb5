"""Bibliographies of tagged lines: each line begins with a tag, an entry is a run of them.

    TY  - JOUR          PT J                        PMID- 17170002       %0 Journal Article
    TI  - On Machines   TI On machines that         TI  - On machines.   %T On Machines
    ER  -                  wrap                     FAU - Doe, Ada       %A Doe, Ada

What is a tag, and which begin and end entries, differs: a `Dialect` says it. The meaning of the tags is
the business of the modules `ris`, `wos_tagged`, `medline_tagged` and `endnote_tagged`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from paperbrowser.formats.collection import Progress, gather, reading_of
from paperbrowser.formats.reading import ReadError, Reading
from paperbrowser.formats.remarks import Remarks
from paperbrowser.formats.wrapped import one_line
from paperbrowser.model import Paper, Profile

_HOPELESS = 1_000  # entries without a paper, after which none is expected


@dataclass(frozen=True, slots=True)
class Dialect:
    """How lines make entries.

    Attributes:
        tag_of: the tag of a line and what follows it, or None if the line goes on with the one before.
        begins: tags that begin an entry; any other does after the end of one.
        ends: tags that end one.
        outside: tags that belong to no entry.
        compiled: as in `Reading`.
    """

    tag_of: Callable[[str], tuple[str, str] | None]
    begins: frozenset[str]
    ends: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
    compiled: bool = False


@dataclass(slots=True)
class Field:
    """A tag and its lines, without blanks around them."""

    tag: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """The fields of an entry in their order, and the line where it begins, counted from 1."""

    fields: tuple[Field, ...]
    line: int

    def all(self, *tags: str) -> list[str]:
        """The texts of all fields with one of these tags, in the file's order; their lines kept."""
        texts = ("\n".join(field.lines).strip() for field in self.fields if field.tag in tags)
        return [text for text in texts if text]

    def first(self, *tags: str) -> str:
        """The text of the first field with the first of these tags that there is; empty if none."""
        return next((texts[0] for tag in tags if (texts := self.all(tag))), "")

    def longest(self, *tags: str) -> str:
        """The longest text with one of these tags."""
        return max(self.all(*tags), key=len, default="")

    def line_of(self, *tags: str) -> str | None:
        """The first such text on one line, None if there is none."""
        return one_line(self.first(*tags)) or None

    def lines_of(self, *tags: str) -> list[str]:
        """Every line of the fields with these tags: people stand on a line each."""
        return [line for field in self.fields if field.tag in tags for line in field.lines if line]

    def has(self, *tags: str) -> bool:
        """Whether one of these tags has a text."""
        return any(field.tag in tags and any(field.lines) for field in self.fields)


def lines_of(text: str) -> list[str]:
    """The lines, whatever ends them; other separators that Unicode knows stay in their titles."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def entries_of(lines: list[str], dialect: Dialect) -> Iterator[Entry]:
    """The entries of a file; the last need not be ended."""
    fields: list[Field] = []
    began = 0
    for number, line in enumerate(lines, 1):
        found = dialect.tag_of(line)
        if found is None:
            if fields:
                fields[-1].lines.append(line.strip())
            continue
        tag, value = found
        if tag in dialect.outside:
            continue
        if tag in dialect.begins or tag in dialect.ends:
            if fields:
                yield Entry(tuple(fields), began)
            fields = []
        if tag in dialect.ends:
            continue
        if not fields:
            began = number
        fields.append(Field(tag, [value.strip()]))
    if fields:
        yield Entry(tuple(fields), began)


def read_tagged(
    text: str,
    dialect: Dialect,
    paper_of: Callable[[Entry, Callable[[str], None]], Paper | None],
    *,
    name: str,
    progress: Progress | None,
) -> Reading:
    """Read a file of one dialect.

    Args:
        text: all of it.
        dialect: how its lines make entries.
        paper_of: the paper of an entry, None if it is none; told what is wrong with its fields.
        name: what the format is called in an error.
        progress: called with the share that is done.

    Raises:
        ReadError: no entry is a paper (code "no-entries").
    """
    lines = lines_of(text.removeprefix("\ufeff"))
    remarks = Remarks("entry")

    def papers() -> Iterator[tuple[int, Paper]]:
        found = False
        for entry in entries_of(lines, dialect):
            paper = paper_of(entry, remarks.at(entry.line))
            if paper is not None:
                found = True
                yield entry.line, paper
            else:
                remarks.left_out(entry.line, "an entry that tells nothing of a paper")
                if not found and remarks.count_left_out >= _HOPELESS:
                    return

    return reading_of(
        Profile(name=""),
        gather(papers(), len(lines), progress),
        remarks,
        lacking=f"no entry of this {name} is a paper",
        advice="export the references again and read that",
        progress=progress,
        compiled=dialect.compiled,
    )


def preview_tagged(read: Callable[[str], Reading], head: str) -> Profile | None:
    """The papers of the beginning of a file; its last line, which may be cut, is left out."""
    try:
        return read(head[: head.rfind("\n") + 1]).profile
    except ReadError:
        return None
