"""The entries of a BibTeX file with their fields as they are written, damaged ones too. Linear time.

The format: http://www.bibtex.org/Format. Files that people keep by hand lack keys, commas or closing braces,
have comments between fields, quotes within quotes, or the beginning of another entry within a value. Such an
entry is read as far as possible.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from paperbrowser.papers.text import clean_line
from paperbrowser.system.progress import Progress

# The beginning of a block at the start of a line: even within a value it may be that of the next entry.
LINE_START = re.compile(r"^[ \t]*@\w*[ \t]*[{(]", re.MULTILINE)

# A line that is commented out, or the beginning of a block; `indent` if it begins a line.
_BLOCK = re.compile(
    r"^[ \t]*%[^\n]*|(?P<indent>^[ \t]*)?@(?P<type>\w*)[ \t]*(?P<opening>[{(])", re.MULTILINE
)
_NO_ENTRIES = frozenset(["comment", "preamble"])
_NO_PAPERS = frozenset(["set", "control"])  # biblatex: names of other entries; REVTeX: settings
_REPORTED = 1 << 16  # characters between two reports of progress

_LOOK_AHEAD = 30_000  # characters

# Possessive quantifiers keep the time linear whatever a file holds.
_KEY = re.compile(r"[^,={}\"\n]*")
_KEY_IN_PARENTHESES = re.compile(r"[^,={}\"\n)]*")
_GAP = re.compile(r"(?:[\s,;]++|%[^\n]*+)*+")
_NAME = re.compile(r"([^\s=,{}\"#%@()]++)\s*+=\s*+")
_WORD = re.compile(r"[^\s,{}\"#=]++")
_WORD_IN_PARENTHESES = re.compile(r"[^\s,{}\"#=()]++")
_JUNK = re.compile(r"[^,\n{}()]++")
_SPACE = re.compile(r"\s*+")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_BARE_BRACE = re.compile(r"[{}]")
_QUOTE = re.compile(r'\\.|[{}"]', re.DOTALL)
_AFTER_QUOTE = re.compile(r'\s*+(?:[,#})]|\Z|[^\s=,{}"#%@()]++\s*+=)')
# A whole field of a sound entry, with braces in its value up to three deep.
_PLAIN = r"[^{}\\]*+(?:\\.[^{}\\]*+)*+"
_DEEP = rf"{_PLAIN}(?:\{{{_PLAIN}(?:\{{{_PLAIN}\}}{_PLAIN})*+\}}{_PLAIN})*+"
_FIELD = re.compile(
    rf"[\s,]*+([A-Za-z][\w-]*+)\s*+=\s*+(\{{{_DEEP}\}}|[A-Za-z0-9]++)\s*+(?=[,}}])", re.DOTALL
)
# A name and the first character of its value, in a line of their own.
_FIELD_LINE = re.compile(r"^[ \t]*+([A-Za-z][\w-]*+)[ \t]*+=[ \t]*+(?=[{\"])", re.MULTILINE)
_FEWEST_LINES = 2
_CLOSED_TWICE = re.compile(r'([}"])[\s,]*+\}$')
_LONE_BRACE = re.compile(r"(?<!\\)[{}]")
# A quote within a quoted value looks like its end, so that more is looked at: that many characters for each
# quote, and for all of an entry that many and so often its length.
_FURTHER = 300
_FURTHER_IN_ALL = (3_000, 3)


class Block(NamedTuple):
    """An entry, or a block that is none.

    Attributes:
        line: where it begins, counted from 1.
        type: in lower case; "string", "comment" and "preamble" are no entries.
        key: empty if it has none.
        values: names in lower case, and values as they are written.
        end: the position behind it.
        fault: what is wrong with it, empty for nothing.
        usable: its fields are whole in spite of the fault.
    """

    line: int
    type: str
    key: str
    values: list[tuple[str, str]]
    end: int
    fault: str = ""
    usable: bool = True


class Blocks(NamedTuple):
    """The entries of a file, and its abbreviations by their names in lower case."""

    entries: list[Block]
    abbreviations: dict[str, str]


def parse(
    text: str,
    *,
    left_out: Callable[[int, str], None],
    on_remark: Callable[[int, str], None],
    progress: Progress,
) -> Blocks:
    """Return the blocks of a text.

    Args:
        text: the text, in which lines end with a newline character alone.
        left_out: called with line and reason for each entry that cannot be read.
        on_remark: called with line and sentence for each entry that is read in spite of a fault.
        progress: called now and then with the share that is done, 0 to 1; it may raise to cancel.

    Returns:
        Entries in the order of the file, and abbreviations.
    """
    found = Blocks([], {})
    at = counted = reported = end = 0
    line = 1
    # A file of many entries without an end must not be searched to its end for each of them.
    ahead_left = 2 * len(text) + 10 * _LOOK_AHEAD
    while (start := _BLOCK.search(text, at)) is not None:
        at = start.end()
        if start["type"] is None:
            continue
        if start.start() >= end:
            following = LINE_START.search(text, at)
            end = following.start() if following else len(text)
        line += text.count("\n", counted, start.start())
        counted = start.start()
        ahead = min(_LOOK_AHEAD, ahead_left)
        block = _block(text, line, start, end, ahead)
        if block.fault or block.type == "comment":
            ahead_left -= ahead
        at = block.end
        if block.type == "string":
            found.abbreviations.update(block.values)
        elif _is_entry(block, left_out, on_remark, begins_line=start["indent"] is not None):
            found.entries.append(block)
        if at > reported + _REPORTED:
            progress(at / len(text))
            reported = at
    return found


def _is_entry(
    block: Block,
    left_out: Callable[[int, str], None],
    on_remark: Callable[[int, str], None],
    *,
    begins_line: bool,
) -> bool:
    """Return whether a block describes a paper, and remark its faults."""
    if block.type in _NO_ENTRIES:
        return False
    if not block.values and (block.fault or not (begins_line and block.key)):
        # Between entries "someone@place (office)" is text.
        if begins_line and block.type:
            left_out(block.line, block.fault or "an entry without a field")
        return False
    if block.fault and not block.usable:
        left_out(block.line, f"an entry that does not read ({block.fault})")
        return False
    if block.fault:
        on_remark(block.line, f"an entry with a fault, read as far as it goes ({block.fault})")
    return block.type not in _NO_PAPERS


def _block(text: str, line: int, start: re.Match[str], end: int, ahead: int) -> Block:
    """Return the block that begins at a match of `_BLOCK`.

    Args:
        text: the whole file.
        line: the line of the match.
        start: the match.
        end: the position of the next block that begins a line.
        ahead: characters in which a block may end that has the beginning of another in a value.
    """
    type_ = start["type"].lower()
    if type_ in {"comment", "preamble"}:
        return Block(line, type_, "", [], _end_of_comment(text, start, end, ahead))
    block = _parsed(text, line, start, end)
    if block.usable:
        return block
    if end < min(len(text), start.start() + ahead):
        # A value may have the beginning of an entry in it, at the start of a line.
        whole = _parsed(text, line, start, min(len(text), start.start() + ahead))
        if not whole.fault:
            return whole
    # The text is searched up to the next line with a block, and must not be for each block in a line.
    return block if start["indent"] is None else _by_lines(text, start.end(), end, block)


def _end_of_comment(text: str, start: re.Match[str], end: int, ahead: int) -> int:
    if start["opening"] == "{":
        stop = min(len(text), max(end, start.end() + ahead))
        closing = _Closings(0).brace(text, start.end() - 1, stop)
        if closing is not None:
            return closing + 1
    return end


def _parsed(text: str, line: int, start: re.Match[str], end: int) -> Block:
    """Return the block that begins at a match of `_BLOCK` and has its fields before `end`."""
    type_ = start["type"].lower()
    if start["opening"] == "{":
        closer, key_pattern, word = "}", _KEY, _WORD
    else:
        closer, key_pattern, word = ")", _KEY_IN_PARENTHESES, _WORD_IN_PARENTHESES
    key, at = "", start.end()
    if type_ != "string":
        key, at = _key(text, at, end, key_pattern)
    values: list[tuple[str, str]] = []
    closings, closings_of_junk = _Closings(end - at), _Closings(0)
    while True:
        # Most fields are sound, and found many times as fast; this is what is found below, too.
        while closings.escapes_count and (field := _FIELD.match(text, at, end)) is not None:
            values.append((field[1].lower(), field[2]))
            at = field.end()
        at = _end_of(_GAP, text, at, end)
        if at >= end or text[at] == "@":
            return _unclosed(Block(line, type_, key, values, min(at, end)))
        if text[at] == closer:
            return Block(line, type_, key, values, at + 1)
        name = _NAME.match(text, at, end)
        if name is None:
            at = _behind_junk(text, at, end, closings_of_junk)
            continue
        stop = _end_of_value(text, name.end(), end, word, closings)
        if stop is None:
            fault = f"{name[1][:40]} does not end"
            return Block(line, type_, key, values, end, fault, usable=False)
        if stop > name.end():
            values.append((name[1].lower(), text[name.end() : stop]))
        at = stop


def _by_lines(text: str, at: int, end: int, block: Block) -> Block:
    """Return an entry whose braces do not pair; each field begins a line, and its value ends before the next.

    Scopus writes a lone brace now and then: abstract={... a defect rate of {<10-3. ...},

    Args:
        text: the whole file.
        at: the position behind the brace that opens the entry.
        end: the position of the next block.
        block: the entry with the fields before the fault, to be returned if its fields do not begin lines.
    """
    starts = list(_FIELD_LINE.finditer(text, at, end))
    if len(starts) < _FEWEST_LINES:
        return block
    values = []
    for number, start in enumerate(starts, 1):
        last = number == len(starts)
        raw = text[start.end() : end if last else starts[number].start()].rstrip(", \t\n")
        if last:
            raw = _CLOSED_TWICE.sub(r"\1", raw)
        inner = raw[1 : -1 if len(raw) > 1 and raw[-1] in '}"' else None]
        length = len(inner) + 2
        if _Closings(length).brace(f"{{{inner}}}", 0, length) != length - 1:
            inner = _LONE_BRACE.sub("", inner)
        values.append((start[1].lower(), f"{{{inner}}}"))
    key = block.key or text[at : starts[0].start()].strip(", \t\n")
    return block._replace(key=key, values=values, end=end, usable=True)


def _unclosed(block: Block) -> Block:
    """Return an entry without a closing brace, with its fault."""
    # A brace that is missing in a value makes the fields behind it part of the value.
    for name, raw in block.values:
        if _FIELD_LINE.search(raw, raw.find("\n") + 1 or len(raw)):
            fault = f"a brace of {clean_line(name)[:40]} is missing"
            return block._replace(fault=fault, usable=False)
    return block._replace(fault="its closing brace is missing", usable=bool(block.values))


def _key(text: str, at: int, end: int, pattern: re.Pattern[str]) -> tuple[str, int]:
    """Return the key, empty if it is missing, and the position behind it."""
    start = _end_of(_SPACE, text, at, end)
    stop = _end_of(pattern, text, start, end)
    behind = _end_of(_SPACE, text, stop, end)
    if text[behind : behind + 1] == "=" or text[stop : stop + 1] in {"=", "{", '"'}:
        return "", at
    return text[start:stop].strip(), stop


def _behind_junk(text: str, at: int, end: int, closings: "_Closings") -> int:
    """Return the position behind something that is no field; always further than `at`."""
    if text[at] == "{" and (closing := closings.brace(text, at, end)) is not None:
        return closing + 1
    return max(at + 1, _end_of(_JUNK, text, at, end))


def _end_of_value(
    text: str, at: int, end: int, word: re.Pattern[str], closings: "_Closings"
) -> int | None:
    """Return the position behind the value that begins at `at`; None if it does not end.

    Args:
        text: the whole file.
        at: the position of its first character.
        end: the position where the entry ends at the latest.
        word: matches a value without braces and quotes.
        closings: the searches for closing braces and quotes of this entry.
    """
    while True:
        char = text[at : at + 1]
        if char in {"{", '"'}:
            closing = (closings.brace if char == "{" else closings.quote)(text, at, end)
            if closing is None:
                return None
            at = closing + 1
        else:
            at = _end_of(word, text, at, end)
        after = _end_of(_SPACE, text, at, end)
        if text[after : after + 1] != "#" or after >= end:
            return at
        at = _end_of(_SPACE, text, after + 1, end)


class _Closings:
    """The search for closing braces and quotes, limited in the time that it takes in vain.

    Args:
        length: characters of the entry.
    """

    def __init__(self, length: int) -> None:
        # An escaped brace is text, or else a brace like any other.
        self._braces = [_BRACE, _BARE_BRACE]
        least, times = _FURTHER_IN_ALL
        self._further = least + times * length

    @property
    def escapes_count(self) -> bool:
        """Whether an escaped brace is text still."""
        return len(self._braces) > 1

    def brace(self, text: str, at: int, end: int) -> int | None:
        """Return the position of the brace that closes another.

        Args:
            text: the whole file.
            at: the position of the opening brace.
            end: the position before which to search.

        Returns:
            The position, None if nothing closes the brace.
        """
        while self._braces:
            depth = 0
            for found in self._braces[0].finditer(text, at, end):
                if found[0] == "{":
                    depth += 1
                elif found[0] == "}":
                    depth -= 1
                    if depth == 0:
                        return found.start()
            del self._braces[0]
        return None

    def quote(self, text: str, at: int, end: int) -> int | None:
        """Return the position of the quote that closes another.

        Args:
            text: the whole file.
            at: the position of the opening quote.
            end: the position before which to search.

        Returns:
            The position of the first quote that a comma, `#`, the end of the entry or a field follows,
            or else of the first outside of braces; None if there is none.
        """
        depth = 0
        first = None
        for found in _QUOTE.finditer(text, at + 1, end):
            char = found[0]
            if first is not None and found.start() > first + min(_FURTHER, self._further):
                self._further -= _FURTHER
                break
            if char == "{":
                depth += 1
            elif char == "}":
                if depth == 0:
                    break  # the end of the entry
                depth -= 1
            elif char == '"' and depth == 0:
                if _AFTER_QUOTE.match(text, found.end(), end):
                    return found.start()
                first = found.start() if first is None else first
        return first


def _end_of(pattern: re.Pattern[str], text: str, at: int, end: int) -> int:
    found = pattern.match(text, at, end)
    return found.end() if found else at
