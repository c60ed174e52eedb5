"""Entries of tagged lines: a dialect says what a tag is, and which tags begin and end an entry.

    TY  - JOUR          PT J                        PMID- 17170002       %0 Journal Article
    TI  - On Machines   TI On machines that         TI  - On machines.   %T On Machines
    ER  -                  wrap                     FAU - Doe, Ada       %A Doe, Ada

The dialects are in the modules `ris`, `wos`, `medline` and `endnote`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from paperbrowser.formats.entries import beginning, gather, result_of, whole_lines
from paperbrowser.formats.input import FormatReader, Input
from paperbrowser.formats.result import OnRemark, ReadResult, Remarks
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.text import lines_of, one_line

_HOPELESS = 1_000  # entries without a paper, after which none is expected


@dataclass(slots=True)
class TaggedField:
    """A tag and its lines, without blanks around them."""

    tag: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class TaggedEntry:
    """The fields of an entry in their order, and the line where it begins, counted from 1.

    Attributes:
        fields: the fields.
        line: where it begins.
        texts: the texts of the fields by their tags, those that have some.
    """

    fields: tuple[TaggedField, ...]
    line: int
    texts: dict[str, list[str]]

    @classmethod
    def of(cls, fields: Sequence[TaggedField], line: int) -> "TaggedEntry":
        """Return an entry of some fields."""
        texts: dict[str, list[str]] = {}
        for field in fields:
            if text := "\n".join(field.lines).strip():
                texts.setdefault(field.tag, []).append(text)
        return cls(tuple(fields), line, texts)

    def all(self, *tags: str) -> list[str]:
        """Return the texts of all fields with one of these tags, in the file's order, with their lines."""
        if len(tags) == 1:
            return self.texts.get(tags[0], [])
        texts = ("\n".join(field.lines).strip() for field in self.fields if field.tag in tags)
        return [text for text in texts if text]

    def first(self, *tags: str) -> str:
        """Return the text of the first field with the first of these tags that has one; empty if none."""
        return next((texts[0] for tag in tags if (texts := self.texts.get(tag))), "")

    def line_of(self, *tags: str) -> str | None:
        """Return the text of `first` on one line, None if there is none."""
        text = self.first(*tags)
        return (one_line(text) or None) if text else None

    def lines_of(self, *tags: str) -> list[str]:
        """Return every line of the fields with these tags, for names, of which each has a line."""
        if self.texts.keys().isdisjoint(tags):
            return []
        return [line for field in self.fields if field.tag in tags for line in field.lines if line]

    def has(self, *tags: str) -> bool:
        """Return whether one of these tags has a text."""
        return not self.texts.keys().isdisjoint(tags)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedDialect:
    """The rules by which lines make entries, and entries papers.

    Attributes:
        name: the format's name in an error.
        tag_of: the tag of a line and the text behind it, None if the line continues the one before.
        paper_of: the paper of an entry, None if it is none; remarks on values that cannot be.
        begins: tags that begin an entry; any other does after the end of one.
        ends: tags that end one.
        outside: tags that belong to no entry.
        blank_ends: a tag after an empty line begins an entry.
        curated: as in `ReadResult`.
    """

    name: str
    tag_of: Callable[[str], tuple[str, str] | None]
    paper_of: Callable[[TaggedEntry, OnRemark], Paper | None]
    begins: frozenset[str]
    ends: frozenset[str] = frozenset()
    outside: frozenset[str] = frozenset()
    blank_ends: bool = False
    curated: bool = False

    def read(self, content: Input) -> ReadResult:
        """Read a whole text. The profile has no name: the file has one.

        Raises:
            ReadError: no entry is a paper (code "no-entries").
        """
        lines = lines_of(content.text().removeprefix("\ufeff"))
        remarks = Remarks("entry")
        return result_of(
            Profile(name=""),
            gather(self._papers(lines, remarks), len(lines), content.progress),
            remarks,
            lacking=f"no entry of this {self.name} is a paper",
            advice="export the references again and read that",
            progress=content.progress,
            curated=self.curated,
        )

    def preview(self, head: str) -> Profile | None:
        """Return the papers of the beginning of a file."""
        return beginning(self.read, whole_lines(head))

    def reader(self, sniff: Callable[[str], bool]) -> FormatReader:
        """Return the functions of the format; `sniff` recognises it."""
        return FormatReader(sniff, self.read, self.preview)

    def entries(self, lines: list[str]) -> Iterator[TaggedEntry]:
        """Return the entries of a file; the last need not be ended."""
        fields: list[TaggedField] = []
        began = 0
        blank = False
        for number, line in enumerate(lines, 1):
            found = self.tag_of(line)
            if found is None:
                if fields:
                    fields[-1].lines.append(line.strip())
                blank = not line.strip()
                continue
            tag, value = found
            if blank and self.blank_ends and fields:
                yield TaggedEntry.of(fields, began)
                fields = []
            blank = False
            if tag in self.outside:
                continue
            if tag in self.begins or tag in self.ends:
                if fields:
                    yield TaggedEntry.of(fields, began)
                fields = []
            if tag in self.ends:
                continue
            if not fields:
                began = number
            fields.append(TaggedField(tag, [value.strip()]))
        if fields:
            yield TaggedEntry.of(fields, began)

    def _papers(self, lines: list[str], remarks: Remarks) -> Iterator[tuple[int, Paper]]:
        found = False
        for entry in self.entries(lines):
            paper = self.paper_of(entry, remarks.at(entry.line))
            if paper is not None:
                found = True
                yield entry.line, paper
            else:
                remarks.left_out(entry.line, "an entry without the fields of a paper")
                if not found and remarks.count_left_out >= _HOPELESS:
                    return


def tagged(pattern: re.Pattern[str]) -> Callable[[str], tuple[str, str] | None]:
    """Return the `tag_of` of a pattern whose groups are the tag and the text behind it."""

    def tag_of(line: str) -> tuple[str, str] | None:
        found = pattern.fullmatch(line)
        return (found[1], found[2] or "") if found else None

    return tag_of
