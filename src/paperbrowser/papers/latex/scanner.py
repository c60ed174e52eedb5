"""Scanner of LaTeX that prose and formulas share: braces, arguments, accents, commands that are not known."""

import re
import unicodedata
from typing import Protocol

from paperbrowser.papers.latex import symbols, units
from paperbrowser.papers.patterns import pattern

COMMAND = pattern(r"\\(?:([A-Za-z]+)\*?|(.))", re.DOTALL)
TAG = pattern(
    r"</?(?:jats:|mml:)?(i|b|em|strong|u|p|span|sub|sup|scp|tt|title|sec|italic|bold|inf|small|math|mi|mn|mo|mrow"
    r"|msub|msup|mtext|inline-formula|tex-math|br|underline|roman|sc)"
    # "when a<b and c>d" has no attributes.
    r"(?=[\s/>])(?:\s+[\w:.-]{1,40}\s*=\s*(?:\"[^\"<>]{0,200}\"|'[^'<>]{0,200}'|[^\s\"'<>]{1,200}))*+\s*/?>",
    re.IGNORECASE,
)
# Commands with two arguments of which one is shown, and its index.
_SHOWN_OF_TWO = {"textcolor": 1, "colorbox": 1, "texorpdfstring": 0}
_REFERENCES = frozenset(["ref", "eqref", "autoref", "cref", "Cref", "pageref"])
_BARE_FRACTION = pattern(r"\s*\d\s*\d")
_NOTES = 2  # optional arguments of natbib's citations


class Render(Protocol):
    """Function that renders a part of a text."""

    def __call__(self, text: str, *, math: bool, depth: int) -> str:
        """Return the part as it is shown.

        Args:
            text: its LaTeX.
            math: it is a formula rather than prose.
            depth: the number of groups and formulas around it.
        """


def matching_braces(text: str) -> dict[int, int]:
    """Return the position of the closing brace for each opening brace that is closed."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for found in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        if found[0] == "{":
            opened.append(found.start())
        elif found[0] == "}" and opened:
            pairs[opened.pop()] = found.start()
    return pairs


class Scanner:
    """Scanner of one text, from left to right; groups and formulas within it get scanners of their own.

    Methods that handle a command return False where it is not theirs, and have changed nothing then.

    Args:
        text: its LaTeX.
        field: it is the value of a BibTeX field, whose braces are not shown.
        depth: the number of groups and formulas around it.
        render: renders a group or formula within.
    """

    def __init__(self, text: str, *, field: bool, depth: int, render: Render) -> None:
        self._text = text
        self._field = field
        self._depth = depth
        self._render = render
        self._braces = matching_braces(text)
        self._missing: set[str] = set()
        self._at = 0
        self._out: list[str] = []

    def _inner(self, text: str, *, math: bool) -> str:
        return self._render(text, math=math, depth=self._depth + 1)

    def _find(self, closer: str, start: int) -> int:
        """Return what `str.find` does; a text that was not found once is not searched again."""
        if closer in self._missing:
            return -1
        at = self._text.find(closer, start)
        if at < 0:
            self._missing.add(closer)
        return at

    def _group(self, at: int) -> tuple[str, int] | None:
        """Return the content of the group that opens at `at`, and the position behind it."""
        end = self._braces.get(at)
        return None if end is None else (self._text[at + 1 : end], end + 1)

    def _argument(self, at: int, *, math: bool) -> tuple[str, int] | None:
        """Return the group, command or character at `at`, rendered, and the position behind it."""
        text = self._text
        while at < len(text) and text[at] == " ":
            at += 1
        if at >= len(text) or text[at] in "}&$":
            return None
        if group := self._group(at):
            return self._inner(group[0], math=math), group[1]
        if text[at] == "\\":
            command = COMMAND.match(text, at)
            if command is None:
                return None
            end = command.end()
            name = command[1] or ""
            if name in symbols.FRACTIONS and (bare := _BARE_FRACTION.match(text, end)):
                end = bare.end()
            elif group := self._group(end):
                end = group[1]
                if (name in symbols.FRACTIONS or name in symbols.PAIRS) and (
                    group := self._group(end)
                ):
                    end = group[1]
            elif command[1] in ("mathrm", "mathbb", "mathcal", "mathbf", "mathit", "text", "Bbb"):
                end = min(len(text), end + (2 if text[end : end + 1] == " " else 1))
            return self._inner(text[at:end], math=math), end
        if text[at] in "{^_":
            return None
        return text[at], at + 1

    def _ended(self) -> str:
        return "".join(self._out)

    def _before(self) -> str:
        """Return the last character of the output."""
        out = self._out
        while out and not out[-1]:  # dropped, so that they are passed over once only
            out.pop()
        return out[-1][-1] if out else ""

    def _take(self, shown: str, length: int) -> None:
        self._out.append(shown)
        self._at += length

    def _dashes(self) -> bool:
        text, at = self._text, self._at
        end = at
        while end < len(text) and text[end] == "-":
            end += 1
        run = end - at
        before, after = text[at - 1 : at] if at else " ", text[end : end + 1]
        flag = before.isspace() and after.isalpha() and run == 2
        dash = {2: "–", 3: "—"}.get(run)
        self._take(text[at:end] if dash is None or flag else dash, run)
        return True

    def _accented(self, name: str, end: int, *, letter: bool) -> tuple[str, int] | None:
        """Return a letter with its accent, and the position behind it."""
        text = self._text
        start = end
        while letter and start < len(text) and text[start] == " ":
            start += 1
        if group := self._group(start):
            base, after = self._inner(group[0], math=False), group[1]
        elif text[start : start + 1] == "\\" and (inner := COMMAND.match(text, start)):
            if inner[1] not in symbols.LETTERS:
                return None
            base, after = symbols.SYMBOLS[inner[1]], inner.end()
            if text.startswith("{}", after):
                after += 2
            elif text[after : after + 1] == " " and text[after + 1 : after + 2].isalpha():
                after += 1
        else:
            base, after = text[start : start + 1], start + 1
        base = {"ı": "i", "ȷ": "j"}.get(base[:1], base[:1]) + base[1:]
        if not base[:1].isalpha():
            return None
        accented = unicodedata.normalize("NFC", base[0] + symbols.ACCENTS[name])
        if name == '"' and len(accented) > 1 and not group:
            return None  # no letter, but the first word of a quotation
        return accented + base[1:], after

    def _bracketed(self, name: str, end: int) -> bool:
        """Handle a command that prints brackets around its arguments: |ψ⟩."""
        if name not in symbols.BRACKETS and name not in symbols.PAIRS:
            return False
        first = self._group(end)
        second = self._group(first[1]) if first and name in symbols.PAIRS else None
        if first is None or (second is None and name not in symbols.BRACKETS):
            return False
        shown, behind = self._inner(first[0], math=True), first[1]
        if second is not None:
            opening, between, closing = symbols.PAIRS[name]
            shown = f"{shown}{between}{self._inner(second[0], math=True)}"
            behind = second[1]
        else:
            opening, closing = symbols.BRACKETS[name]
        gap = " " if name == "pmod" and self._before() not in ("", " ") else ""
        self._out.append(f"{gap}{opening}{shown}{closing}")
        self._at = behind
        return True

    def _of_package(self, name: str, end: int) -> bool:
        """Handle a command of siunitx or mhchem."""
        groups: list[str] = []
        while len(groups) < units.ARGUMENTS[name] and (group := self._group(end)):
            groups.append(group[0])
            end = group[1]
        shown = units.shown(name, groups)
        if shown is None:
            return False
        self._out.append(shown)
        self._at = end
        return True

    def _notes(self, end: int) -> tuple[list[str], int]:
        """Return the optional arguments of a citation, rendered, and the position behind them."""
        notes: list[str] = []
        while len(notes) < _NOTES and self._text[end : end + 1] == "[":
            close = self._find("]", end)
            if not end < close < end + 80:
                break
            notes.append(self._inner(self._text[end + 1 : close], math=False))
            end = close + 1
        return notes, end

    def _macro(self, name: str, end: int, *, math: bool) -> bool:
        """Handle a command with arguments, known or unknown."""
        if name in units.ARGUMENTS and self._of_package(name, end):
            return True
        notes, end = self._notes(end) if name.startswith("cite") else ([], end)
        group = self._group(end)
        while group is None and self._text[end : end + 1] == "[" and name not in ("left", "right"):
            close = self._find("]", end)
            if not end < close < end + 80:
                break
            if (group := self._group(close + 1)) is not None:
                end = close + 1
            break
        if group is None:
            return False
        content, behind = group
        if name in symbols.DROPPED:
            shown = ""
        elif name == "url":
            shown = content
        elif name.startswith("cite") or name in _REFERENCES:
            before = f"{notes[0]} " if len(notes) > 1 and notes[0] else ""
            after = f", {notes[-1]}" if notes and notes[-1] else ""
            shown = f"[{before}{content}{after}]"
        elif name == "footnote":
            shown = f"({self._inner(content, math=False)})"
        elif name in _SHOWN_OF_TWO and (second := self._group(behind)):
            shown = self._inner((content, second[0])[_SHOWN_OF_TWO[name]], math=math)
            behind = second[1]
        elif name == "href":
            shown, behind = self._linked(content, behind)
        else:
            shown = self._inner(
                content, math=math and not name.startswith("text") and name != "mbox"
            )
        self._out.append(shown)
        self._at = behind
        return True

    def _linked(self, url: str, end: int) -> tuple[str, int]:
        """Return a link with the label at `end`, and the position behind that."""
        label = self._group(end)
        if label is None:
            return url, end
        return f"{self._inner(label[0], math=False)} ({url})", label[1]
