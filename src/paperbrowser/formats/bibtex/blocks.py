"""The blocks of a BibTeX file: where entries begin and end, with the fields as they are written.

bibtexparser splits the text, piece by piece: it begins anew at each `@type{` at the start of a line, so a
text may be cut there and nothing changes. What it cannot split, or splits otherwise than BibTeX would
(escaped braces, a comma that is missing, an entry in the text of another), `damage` reads.
"""

import logging
import re
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from paperbrowser.formats.bibtex import damage as bibtex_damage
from paperbrowser.formats.bibtex.damage import Written
from paperbrowser.formats.result import Progress

LINE_START = re.compile(r"^[ \t]*@\w*[ \t]*[{(]", re.MULTILINE)

_PIECE = 1 << 16  # characters that are split at a time
_COMMENTED = re.compile(r"^[ \t]*%[^\n]*@[^\n]*", re.MULTILINE)
_AT = "\ue040"  # stands for the `@` of a line that is commented out
_NO_PAPERS = frozenset(["set", "control"])  # a biblatex set names other entries; REVTeX's settings
_ESCAPED = r"[^{}\\]++|\\."


def _group(depth: int) -> str:
    inner = f"|{_group(depth - 1)}" if depth else ""
    return rf"\{{(?:{_ESCAPED}{inner})*+\}}"


# A value that leaves no doubt where it ends: braces in pairs, a word, several with `#` between.
_ONE = rf'(?:{_group(5)}|"(?:[^{{}}"\\]++|\\.|{_group(4)})*+"|[^\s{{}}",#=%]++)'
_PLAIN = re.compile(rf"{_ONE}(?:\s*+#\s*+{_ONE})*+", re.DOTALL)


class Block(NamedTuple):
    """An entry: `line` counts from 1, type and names are in lower case, values as they are written."""

    line: int
    type: str
    key: str
    values: list[tuple[str, str]]


class Blocks(NamedTuple):
    """All blocks of a file, abbreviations by their name in lower case."""

    entries: list[Block]
    strings: dict[str, str]


def split(
    text: str,
    *,
    left_out: Callable[[int, str], None],
    tell: Callable[[int, str], None],
    progress: Progress,
) -> Blocks:
    """Split a whole text, in which lines end with a newline character alone.

    Args:
        text: the text.
        left_out: called with line and reason for each entry that does not read.
        tell: called with line and sentence for each that reads in spite of a fault.
        progress: called now and then with the share that is done, 0 to 1.
    """
    splitting = _Splitting(text, left_out, tell)
    while splitting.at < len(text):
        progress(splitting.at / len(text))
        splitting.piece()
    return splitting.blocks


@cache
def _splitter() -> Callable[[str], list[Any]]:
    # A large package, needed for BibTeX alone.
    from bibtexparser.model import Entry, String
    from bibtexparser.splitter import Splitter

    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)  # faults are told as remarks

    def blocks(text: str) -> list[Any]:
        found = []
        for block in Splitter(text).split().blocks:
            if hasattr(block, "error"):
                block.error.with_traceback(None)  # whose frames hold all blocks, in a circle
            # Entries with a key or a field that was there before are wrapped.
            inner = getattr(block, "ignore_error_block", None) or block
            inner = getattr(inner, "ignore_error_block", None) or inner
            if isinstance(inner, Entry | String) or hasattr(inner, "error"):
                found.append(inner)
        return found

    return blocks


class _Splitting:
    """Where the splitting of a text has come to, and what was found."""

    def __init__(
        self,
        text: str,
        left_out: Callable[[int, str], None],
        tell: Callable[[int, str], None],
    ) -> None:
        self.at = 0
        self.blocks = Blocks([], {})
        self._text = text
        self._left_out = left_out
        self._tell = tell
        self._line = 1
        # A file of many entries without an end must not be looked through for each of them.
        self._ahead = 2 * len(text) + 10 * bibtex_damage.LOOK_AHEAD

    def piece(self) -> None:
        """Split the next piece."""
        text, start = self._text, self.at
        # Most boundaries are near; a text without any is one piece.
        boundary = LINE_START.search(text, min(len(text), start + _PIECE))
        end = boundary.start() if boundary else len(text)
        part = text[start:end]
        marked = "%" in part and _COMMENTED.search(part) is not None
        if marked:
            part = _COMMENTED.sub(lambda line: line[0].replace("@", _AT), part)
        cursor = 0  # in the piece: where the last block that was looked for ended
        read_to = 0  # in the piece: what an entry that was read again takes up
        for block in _splitter()(part):
            if read_to:
                where = part.find(block.raw, cursor)
                if where < read_to:
                    continue
                cursor = where
            line = self._line + block.start_line
            fields = getattr(block, "fields", None)
            if fields is not None and self._entry(line, block, fields, marked=marked):
                continue
            if fields is None and not hasattr(block, "error"):
                self.blocks.strings[block.key.lower()] = _restored(block.value, marked=marked)
                continue
            where = part.find(block.raw, cursor)
            cursor = where
            read_to = self._again(line, start + where) - start
        self.at = max(end, start + read_to)
        self._line += text.count("\n", start, self.at)

    def _entry(self, line: int, block: Any, fields: list[Any], *, marked: bool) -> bool:
        """Take an entry as it was split, unless there is a doubt about it."""
        if not fields or not block.key:
            return False
        values = []
        plain = _PLAIN.fullmatch
        for field in fields:
            name, value = field.key, field.value
            if not plain(value):
                if not value:
                    continue
                return False
            if not name.replace("-", "").isalnum() and "\n" in name:
                return False  # a comment before it, or a line that is no field
            if not name.startswith("%"):
                values.append((name.lower(), _restored(value, marked=marked)))
        self._add(Block(line, block.entry_type.lower(), block.key, values))
        return True

    def _again(self, line: int, at: int) -> int:
        """Read the block at `at` once more, and return where it ends."""
        following = LINE_START.search(self._text, at + 1)
        end = following.start() if following else len(self._text)
        ahead = min(bibtex_damage.LOOK_AHEAD, self._ahead)
        written = bibtex_damage.read_block(self._text, at, end, ahead=ahead)
        if written.fault or written.type == "comment":
            self._ahead -= ahead
        if written.type in bibtex_damage.NO_ENTRIES:
            if written.type == "string":
                self.blocks.strings.update((name.lower(), raw) for name, raw in written.values)
            return written.end
        self._judge(line, at, written)
        return written.end

    def _judge(self, line: int, at: int, written: Written) -> None:
        first = self._text[self._text.rfind("\n", 0, at) + 1 : at].strip() == ""
        if not written.values and not (first and written.key and not written.fault):
            # "someone@place (office)" in the text between entries is none.
            if first and written.type:
                self._left_out(line, written.fault or "an entry without a field")
            return
        if written.fault and not written.usable:
            self._left_out(line, f"an entry that does not read ({written.fault})")
            return
        if written.fault:
            self._tell(line, f"an entry with a fault, read as far as it goes ({written.fault})")
        values = [(name.lower(), raw) for name, raw in written.values]
        self._add(Block(line, written.type, written.key, values))

    def _add(self, block: Block) -> None:
        if block.type not in _NO_PAPERS:
            self.blocks.entries.append(block)


def _restored(value: str, *, marked: bool) -> str:
    return value.replace(_AT, "@") if marked else value
