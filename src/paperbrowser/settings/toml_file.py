"""Read a settings file; find the line of a key in it; write a value into a message."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from paperbrowser.papers.patterns import pattern
from paperbrowser.papers.text import clean_line, cut

_LARGEST = 1_000_000  # bytes; a larger file is not one of settings
_LONGEST_SHOWN = 40  # columns of a value in a message
_LONGEST_KEY = 100  # characters that are searched for
_DEEPEST = 50  # tables or lists within each other that a message can show
_MOST_PARTS = 200  # of a key; Python's parser takes memory by their square
_MANY_PARTS = pattern(
    r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+)"""
    rf"{{{_MOST_PARTS}}}"
)
_DOT = r"""["']?[ \t]*\.[ \t]*["']?"""  # between the parts of a key, quoted or not


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A settings file as read; empty when it is missing or cannot be read.

    Attributes:
        path: as shown in messages.
        text: the text of the file.
        table: its content.
        problem: a sentence with path and line if it cannot be read, else None.
    """

    path: str
    text: str = ""
    table: dict[str, Any] = field(default_factory=dict)
    problem: str | None = None

    def problem_at(self, keys: tuple[str, ...], sentence: str) -> str:
        """Return the sentence with the path of the file and the line in which `keys` is set."""
        line = line_of(self.text, *keys)
        place = self.path if line is None else f"{self.path}, line {line}"
        return clean_line(f"{place}: {sentence}")


def read(path: Path) -> SettingsFile:
    """Read a settings file, which need not exist. Never raises."""
    shown = clean_line(str(path))

    def failed(why: str) -> SettingsFile:
        return SettingsFile(shown, problem=f"{shown}{why}")

    try:
        if not path.exists():
            return SettingsFile(shown)
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return failed(": not a settings file; remove it or write a new one")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return failed(": not UTF-8; save the file as UTF-8")
    except (OSError, ValueError) as error:  # ValueError: a path with a null character
        reason = clean_line(getattr(error, "strerror", None) or str(error))
        return failed(f": cannot be read ({reason}); check its permissions")

    if many := _MANY_PARTS.search(text):
        line = text.count("\n", 0, many.start()) + 1
        return failed(f", line {line}: a key of more than {_MOST_PARTS} parts; correct it")
    import tomllib

    try:
        return SettingsFile(shown, text, tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        return failed(_syntax_error(error, text))


def _syntax_error(error: Exception, text: str) -> str:
    reason, line = clean_line(str(error)), ""
    found = re.fullmatch(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", reason)
    if found:
        reason = found[1]
        line = f", line {found[2] or text.rstrip().count(chr(10)) + 1}"
    return f"{line}: not TOML ({reason}); correct it, until then the defaults are used"


def line_of(text: str, *keys: str) -> int | None:
    r"""Return the line that sets a key, counted from 1, or the nearest table's; None if unknown.

    Args:
        text: a TOML document.
        keys: the names of the tables around the key, outermost first, then the key. A dot in a name
            may be one in the document: "sort.score" is found as `sort.score` and `"sort.score"`.

    >>> line_of('theme = "x"\n[sources]\ntimeout = 3', "sources", "timeout")
    3
    """
    parts = ".".join(keys)[:_LONGEST_KEY].split(".")
    start, rest = _innermost_table(text, parts)
    for name in (rest, rest[-1:]):
        found = re.compile(
            rf"""(?:^|[{{,.\[])[ \t]*(["']?{_pattern(name)}["']?)[ \t]*[\]=.]""", re.MULTILINE
        ).search(text, start or 0)
        if found:
            return text.count("\n", 0, found.start(1)) + 1
    return None if start is None else text.count("\n", 0, start) + 1


def _innermost_table(text: str, parts: list[str]) -> tuple[int | None, list[str]]:
    """Return where the innermost table around a key begins, and the parts of the key within it."""
    for depth in range(len(parts) - 1, 0, -1):
        head = rf"""^[ \t]*\[+[ \t]*["']?{_pattern(parts[:depth])}["']?[ \t]*\]"""
        if found := re.search(head, text, re.MULTILINE):
            return found.end(), parts[depth:]
    if len(parts) > 1:
        inline = rf"""^[ \t]*\[*[ \t]*["']?{_pattern(parts[:1])}\b"""
        if found := re.search(inline, text, re.MULTILINE):
            return found.end(), parts[1:]
    return None, parts


def _pattern(parts: list[str]) -> str:
    return _DOT.join(map(re.escape, parts))


def shown(value: object) -> str:
    """Return a value as it would be written in the file, short and safe to print."""
    try:
        if _is_deep(value):  # how deep `str` itself can go differs between versions of Python
            return "a table nested too deeply"
        written = f'"{value}"' if isinstance(value, str) else str(value)
    except ValueError:  # a number of thousands of digits
        written = "a number out of range"
    if isinstance(value, bool):
        written = written.lower()
    return cut(clean_line(written), _LONGEST_SHOWN)


def _is_deep(value: object) -> bool:
    """Return whether tables and lists lie deeper within each other than can be shown."""
    level: list[object] = [value]
    for _ in range(_DEEPEST):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return bool(level)
