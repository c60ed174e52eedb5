"""Prose with LaTeX in it: commands, accents, quotes, dashes, ties, HTML tags, dollars around formulas."""

import re
from collections.abc import Callable

from paperbrowser.papers.latex import symbols
from paperbrowser.papers.latex.scanner import COMMAND, TAG, Scanner
from paperbrowser.papers.latex.scripts import script
from paperbrowser.papers.patterns import pattern

_URL = pattern(r"(?:https?://|ftp://|www\.)[^\s<>{}$\"\\]+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_URL_END = pattern(r"[.,;:!?)\]}'\"]+$")
_RELATION = pattern(r"[<>=~+±×≤≥∼≈-]+")
_SPACE_FIRST = pattern(r"\s*(?:\\[,;: ]|~|\\quad\b)")
_SPACE_LAST = pattern(r"(?:\\[,;: ]|~|\\quad)$")
_NESTED = pattern(r"\\(?:text[a-z]*|mbox|hbox)\s*(?=\{)")
_MONEY = pattern(r"\d[\d,.]*[kMB]?[ -][A-Za-z]{2,}")
_ENTITY = pattern(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_BARE_POWER = pattern(r"\^([+-]?\d+|[+-])(?!/?\d|[^\W_]|\.\d)")
_REFERENCE = pattern(
    r"(?:\.|\b(?:Fig|Figs|Figure|Eq|Eqs|Table|Tab|Sec|Sect|Section|Ref|Refs|Chapter|No))$"
)
# Only the h, f and w that may begin a link: stopping at each of them would take most of the time.
_TEXT_STOP = pattern(r"[\\$^_{~<&`\-@]|(?<![^\W_])[hfw](?=ttps?:|tps?:|ww\.)", re.IGNORECASE)
_DISPLAY = frozenset(
    ("equation", "equation*", "align", "align*", "eqnarray", "eqnarray*", "displaymath", "math", "gather",
     "gather*", "multline", "split")
)  # fmt: skip


def is_formula(body: str, after: str) -> bool:
    """Return whether the text between two dollars is a formula, rather than text between two prices.

    Args:
        body: the text between them.
        after: the character behind the second one.
    """
    if not body or "\n\n" in body:
        return False
    if any(char in body for char in "\\^_{") or _RELATION.fullmatch(body):  # no price: $>$99
        return True
    return body == body.strip() and not after.isdigit() and not _MONEY.match(body)


class Prose(Scanner):
    """Scanner of a title, an abstract, or a group within one."""

    def read(self) -> str:
        """Return the text with its formulas and commands rendered."""
        text, length = self._text, len(self._text)
        while self._at < length:
            stop = _TEXT_STOP.search(text, self._at)
            if stop is None:
                self._out.append(text[self._at :])
                break
            if stop.start() > self._at:
                self._out.append(text[self._at : stop.start()])
                self._at = stop.start()
            self._special(text[self._at])
        return self._ended()

    def _special(self, char: str) -> None:
        handler: Callable[[], bool]
        match char:
            case "\\":
                handler = self._text_command
            case "$":
                handler = self._dollar
            case "^" | "_":
                handler = self._text_script
            case "{":
                handler = self._text_brace
            case "~":
                handler = self._tilde
            case "<":
                handler = self._tag
            case "&":
                handler = self._entity
            case "`":
                handler = self._quotes
            case "-":
                handler = self._dashes
            case _:
                handler = self._url
        if not handler():
            self._take(char, 1)

    def _url(self) -> bool:
        before = self._text[self._at - 1 : self._at]
        if self._text[self._at] == "@" or before.isalnum():
            return False
        found = _URL.match(self._text, self._at)
        if found is None:
            return False
        url = found[0]
        if (end := _URL_END.search(url)) is not None:
            url = url[: end.start()]
        self._take(url, len(url))
        return bool(url)

    def _tilde(self) -> bool:
        text, at = self._text, self._at
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        if not before or not after or before.isspace() or after.isspace():
            return False
        if after.isdigit() and not _REFERENCE.search(text[max(0, at - 10) : at]):
            return False
        if before in "~/\\" or after in "~/":
            return False
        self._take(" ", 1)
        return True

    def _tag(self) -> bool:
        found = TAG.match(self._text, self._at)
        if found is None:
            return False
        name = found[1].lower()
        if name in ("sub", "sup", "inf") and not found[0].startswith("</"):
            closing = found[0][0] + "/" + found[0][1:].split(" ")[0].rstrip(">") + ">"
            end = self._find(closing, found.end())
            if 0 <= end < found.end() + 200:
                body = self._inner(self._text[found.end() : end], math=False)
                self._out.append(script(body, up=name == "sup"))
                self._at = end + len(closing)
                return True
        gap = name in ("p", "br", "title", "sec") and self._before() not in ("", " ", "\n")
        self._take(" " if gap and found.end() < len(self._text) else "", len(found[0]))
        return True

    def _entity(self) -> bool:
        found = _ENTITY.match(self._text, self._at)
        if found is None:
            return False
        from html import unescape

        self._take(unescape(found[0]), len(found[0]))
        return True

    def _quotes(self) -> bool:
        text, at = self._text, self._at
        if not text.startswith("``", at):
            return False
        end = self._find("''", at + 2)
        if end < 0:
            return False
        self._out.append("“" + self._inner(text[at + 2 : end], math=False) + "”")
        self._at = end + 2
        return True

    def _text_brace(self) -> bool:
        text, at = self._text, self._at
        group = self._group(at)
        if group is None:
            if not self._field and text.startswith("\\", at + 1):
                command = COMMAND.match(text, at + 1)
                if command and command[1] in symbols.FONTS:
                    self._at += 1  # a group that was cut off
                    return True
            return False
        content, end = group
        if not (self._field or content.startswith("\\") or not content):
            return False
        if not content and not self._field:
            return False
        self._out.append(self._inner(content, math=False))
        self._at = end
        return True

    def _text_script(self) -> bool:
        text, at = self._text, self._at
        before = text[at - 1 : at] if at else ""
        up = text[at] == "^"
        if before and not before.isspace() and (group := self._group(at + 1)) and group[0]:
            self._out.append(script(self._inner(group[0], math=True), up=up))
            self._at = group[1]
            return True
        if up and (before.isalnum() or before in ")]}") and (power := _BARE_POWER.match(text, at)):
            self._take(power[1].translate(symbols.SUPERSCRIPT), len(power[0]))
            return True
        return False

    def _dollar(self) -> bool:
        text, at = self._text, self._at
        if text.startswith("$$", at):
            end = self._find("$$", at + 2)
            if end > at + 2:
                self._formula(at + 2, end, end + 2)
                return True
            return False
        end = self._closing_dollar(at + 1)
        if end < 0:
            return False
        body = text[at + 1 : end]
        if not is_formula(body, text[end + 1 : end + 2]):
            return False
        self._formula(at + 1, end, end + 1)
        return True

    def _closing_dollar(self, start: int) -> int:
        at = start
        while True:
            at = self._find("$", at)
            if at < 0:
                return at
            if self._text[at - 1] == "\\" and self._text[at - 2 : at] != "\\\\":
                at += 1
            elif (end := self._text_around(start, at)) > at:
                start = at = end
            else:
                return at

    def _text_around(self, start: int, at: int) -> int:
        r"""Return the end of the \text{...} that begins from `start` on and includes `at`, or -1."""
        around = (
            self._braces.get(found.end(), -1) for found in _NESTED.finditer(self._text, start, at)
        )
        return max(around, default=-1)

    def _formula(self, start: int, end: int, behind: int) -> None:
        body = self._text[start:end]
        lead, trail = _SPACE_FIRST.match(body), _SPACE_LAST.search(body)
        if lead and self._before() not in ("", " "):
            self._out.append(" ")
        self._out.append(self._inner(body, math=True))
        # A space that is meant: $10\,$K.
        if trail and self._before() != " " and not self._text[behind : behind + 1].isspace():
            self._out.append(" ")
        self._at = behind

    def _text_command(self) -> bool:
        text, at = self._text, self._at
        command = COMMAND.match(text, at)
        if command is None:
            return False
        name, end = command[1] or command[2], command.end()
        if name in ("(", "["):
            closer = {"(": "\\)", "[": "\\]"}[name]
            close = self._find(closer, end)
            if close > 0:
                self._formula(end, close, close + 2)
                return True
            return False
        if name in ("begin", "end"):
            return self._environment(name, end)
        if command[2] and name in "%$&#_{}":
            self._take(name, 2)
            return True
        if name in (" ", "\n", "/", ",", ";", ":", "\\", "-", "@", "!"):
            shown = "" if name in "/-@!" else " "
            # Two backslashes begin a line, or the name of a server.
            if name == "\\" and text[end : end + 1].isalnum() and not self._before().strip(" :"):
                return False
            if name == "\\" and text[end : end + 1].isspace():
                shown = ""
            self._take(shown, 2)
            return True
        if name in symbols.ACCENTS and (
            accented := self._accented(name, end, letter=bool(command[1]))
        ):
            shown, self._at = accented
            self._out.append(shown)
            return True
        if name == '"' and self._field:  # escaped as in other languages: \"Quoted\" words
            self._take(name, 2)
            return True
        if command[1] is None:
            return False
        return self._text_word(command[0][1:], end)

    def _environment(self, which: str, end: int) -> bool:
        group = self._group(end) if self._text.startswith("{", end) else None
        if group is None:
            return False
        name, behind = group
        if which == "begin" and name in _DISPLAY:
            closer = f"\\end{{{name}}}"
            close = self._find(closer, behind)
            if close >= 0:
                self._formula(behind, close, close + len(closer))
                return True
        self._at = behind  # itemize, abstract and the like: their content is prose
        return True

    def _text_word(self, name: str, end: int) -> bool:
        text = self._text
        name = name.rstrip("*")
        if name in symbols.FONTS:
            self._at = end + (text[end : end + 1] == " ")
            return True
        if name in symbols.SPACES:
            self._take(" ", end - self._at)
            return True
        if name == "item":
            self._take("•", end - self._at)
            return True
        if name in ("textsuperscript", "textsubscript") and (group := self._group(end)):
            body = self._inner(group[0], math=False)
            self._out.append(script(body, up=name == "textsuperscript"))
            self._at = group[1]
            return True
        if self._bracketed(name, end):
            return True
        if name == "underline" and self._macro(name, end, math=False):
            return True
        if (
            name in ("sqrt", "ensuremath", "mathbb")
            or name in symbols.MATH_ACCENTS
            or name in symbols.FRACTIONS
        ):
            return self._as_formula(name, end)
        if shown := symbols.SYMBOLS.get(name) or symbols.OPERATORS.get(name):
            self._out.append(shown)
            if text.startswith("{}", end):
                end += 2
            elif (
                name in symbols.LETTERS
                and text[end : end + 1] == " "
                and text[end + 1 : end + 2].isalpha()
            ):
                end += 1
            self._at = end
            return True
        if name in symbols.FUNCTIONS:
            self._out.append(name)
            self._at = end
            return True
        return self._macro(name, end, math=False)

    def _as_formula(self, name: str, end: int) -> bool:
        """Handle a command of formulas that stands in prose, with its arguments."""
        stop = end
        for _ in range(2 if name.endswith("frac") else 1):
            group = self._group(stop)
            if group is None:
                return False
            stop = group[1]
        self._out.append(self._inner(self._text[self._at : stop], math=True))
        self._at = stop
        return True
