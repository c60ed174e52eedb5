"""Entries of BibTeX that are damaged or unusual, read as far as they can be. Pure functions; linear time.

No key, no comma between fields, comments among them, quotes within quotes, a closing brace that is missing,
the beginning of another entry within a value: people's files have all of these.
"""

import re
from typing import NamedTuple

NO_ENTRIES = frozenset(["comment", "preamble", "string"])

_OPEN = re.compile(r"@(\w*)\s*([{(])")
_KEY = re.compile(r"[^,={}\"\n]*")
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
_FIELD_LINE = re.compile(r"\n[ \t]*+[A-Za-z][\w-]*+[ \t]*+=[ \t]*+[{\"]")
# The same with what goes before it; it is the value's first sign that follows.
_FIELD_START = re.compile(r"^[ \t]*+([A-Za-z][\w-]*+)[ \t]*+=[ \t]*+(?=[{\"])", re.MULTILINE)
_FEWEST_LINES = 2
_CLOSED_TWICE = re.compile(r'([}"])[\s,]*+\}$')
_LONE_BRACE = re.compile(r"(?<!\\)[{}]")
LOOK_AHEAD = 30_000  # characters
_FURTHER = 300  # characters in which a quote may end that seemed to end before
_FURTHER_IN_ALL = (
    3_000,
    3,
)  # of these, for all values of an entry: that many, and so often its length


class Written(NamedTuple):
    """A block as it is written: type in lower case, names and values, where it ends, what is wrong with it.

    `usable` tells whether its fields are whole in spite of the fault.
    """

    type: str
    key: str
    values: list[tuple[str, str]]
    end: int
    fault: str = ""
    usable: bool = True


def read_block(text: str, at: int, end: int, *, ahead: int = LOOK_AHEAD) -> Written:
    """The block that begins with the `@` at `at`.

    Args:
        text: the whole file.
        at: the position of the `@`, with blanks before it at most.
        end: where the next block begins that stands at the start of a line.
        ahead: characters in which it may end that has the beginning of another within.
    """
    at = _end_of(_SPACE, text, at, end)
    opened = _OPEN.match(text, at, end)
    if opened is None:
        return Written("", "", [], end, "no entry", usable=False)
    kind = opened[1].lower()
    if kind in {"comment", "preamble"}:
        return Written(kind, "", [], _end_of_comment(text, opened, end, ahead))
    written = _read(text, opened, end)
    if written.fault and not written.usable and end < min(len(text), at + ahead):
        # A value may have the beginning of an entry in it, at the start of a line.
        whole = _read(text, opened, min(len(text), at + ahead))
        if not whole.fault:
            return whole
    if written.fault and not written.usable:
        return _by_lines(text, opened.end(), end, written)
    return written


def _end_of_comment(text: str, opened: re.Match[str], end: int, ahead: int) -> int:
    if opened[2] == "{":
        stop = min(len(text), max(end, opened.end() + ahead))
        closing = _Ends(0).brace(text, opened.end() - 1, stop)
        if closing is not None:
            return closing + 1
    return end


def _read(text: str, opened: re.Match[str], end: int) -> Written:
    kind, closer = opened[1].lower(), "}" if opened[2] == "{" else ")"
    key, at = ("", opened.end()) if kind == "string" else _key(text, opened.end(), end, closer)
    values: list[tuple[str, str]] = []
    ends, ends_of_junk = _Ends(end - at), _Ends(0)
    word = _WORD if closer == "}" else _WORD_IN_PARENTHESES
    while True:
        at = _end_of(_GAP, text, at, end)
        if at >= end or text[at] == "@":
            return _unclosed(kind, key, values, min(at, end))
        if text[at] == closer:
            return Written(kind, key, values, at + 1)
        name = _NAME.match(text, at, end)
        if name is None:
            at = _behind_junk(text, at, end, ends_of_junk)
            continue
        stop = _value(text, name.end(), end, word, ends)
        if stop is None:
            fault = f"{name[1][:40]} does not end"
            return Written(kind, key, values, end, fault, usable=False)
        if stop > name.end():
            values.append((name[1], text[name.end() : stop]))
        at = stop


def _by_lines(text: str, at: int, end: int, written: Written) -> Written:
    """An entry whose braces do not pair: if each field begins a line, a value ends where the next begins.

    Scopus writes a lone brace now and then: abstract={... a defect rate of {<10-3. ...},
    """
    starts = list(_FIELD_START.finditer(text, at, end))
    if len(starts) < _FEWEST_LINES:
        return written
    values = []
    for number, start in enumerate(starts):
        last = number + 1 == len(starts)
        raw = text[start.end() : end if last else starts[number + 1].start()].rstrip(", \t\n")
        if last:
            raw = _CLOSED_TWICE.sub(r"\1", raw)
        inner = raw[1 : -1 if len(raw) > 1 and raw[-1] in '}"' else None]
        length = len(inner) + 2
        if _Ends(length).brace(f"{{{inner}}}", 0, length) != length - 1:
            inner = _LONE_BRACE.sub("", inner)
        values.append((start[1], f"{{{inner}}}"))
    key = written.key or text[at : starts[0].start()].strip(", \t\n")
    return Written(written.type, key, values, end, written.fault)


def _unclosed(kind: str, key: str, values: list[tuple[str, str]], end: int) -> Written:
    # A brace that is missing in a value makes the fields behind it part of it.
    swallowed = next((name for name, raw in values if _FIELD_LINE.search(raw)), None)
    if swallowed is not None:
        return Written(
            kind, key, values, end, f"a brace of {swallowed[:40]} is missing", usable=False
        )
    return Written(kind, key, values, end, "its closing brace is missing", usable=bool(values))


def _key(text: str, at: int, end: int, closer: str) -> tuple[str, int]:
    """The key, which may be missing, and the position behind it."""
    start = _end_of(_SPACE, text, at, end)
    stop = _end_of(_KEY, text, start, end)
    if closer == ")" and (closing := text.find(")", start, stop)) >= 0:
        stop = closing
    behind = _end_of(_SPACE, text, stop, end)
    if text[behind : behind + 1] == "=" or text[stop : stop + 1] in {"=", "{", '"'}:
        return "", at
    return text[start:stop].strip(), stop


def _behind_junk(text: str, at: int, end: int, ends: "_Ends") -> int:
    """Behind something that is no field; always further than `at`."""
    if text[at] == "{" and (closing := ends.brace(text, at, end)) is not None:
        return closing + 1
    return max(at + 1, _end_of(_JUNK, text, at, end))


def _value(text: str, at: int, end: int, word: re.Pattern[str], ends: "_Ends") -> int | None:
    """Where the value ends that begins at `at`; None if it does not."""
    while True:
        char = text[at : at + 1]
        if char == "{":
            closing = ends.brace(text, at, end)
            if closing is None:
                return None
            at = closing + 1
        elif char == '"':
            closing = ends.quote(text, at, end)
            if closing is None:
                return None
            at = closing + 1
        else:
            at = _end_of(word, text, at, end)
        after = _end_of(_SPACE, text, at, end)
        if text[after : after + 1] != "#" or after >= end:
            return at
        at = _end_of(_SPACE, text, after + 1, end)


class _Ends:
    """Finds where braces and quotes close; what takes long and finds nothing is not tried for ever.

    Args:
        length: characters of the entry.
    """

    def __init__(self, length: int) -> None:
        # Escaped braces are text, or else braces like all others.
        self._braces = [_BRACE, _BARE_BRACE]
        least, times = _FURTHER_IN_ALL
        self._further = least + times * length

    def brace(self, text: str, at: int, end: int) -> int | None:
        """The brace that closes the one at `at`."""
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
        """The quote that closes the one at `at`."""
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
