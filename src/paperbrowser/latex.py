"""LaTeX in titles and abstracts, made readable text for a terminal.

Not a TeX: prose of strangers, with formulas, half-remembered commands, prices and Windows paths in it. What is
not understood stays as it was written; nothing that a reader could see is lost.
"""

import html
import re
import unicodedata
from collections.abc import Callable

from paperbrowser import latex_symbols as symbols
from paperbrowser.text import clean

_SPECIAL = re.compile(r"[\\$^{}~<&]|``|--|_\{")
_DEEPEST = 24  # nested groups; deeper ones are left as they are
_COMMAND = re.compile(r"\\(?:([A-Za-z]+)\*?|(.))", re.DOTALL)
_URL = re.compile(r"(?:https?://|ftp://|www\.)[^\s<>{}$\"\\]+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_URL_END = re.compile(r"[.,;:!?)\]}'\"]+$")
_MONEY = re.compile(r"\d[\d,.]*[kMB]?[ -][A-Za-z]{2,}")
_TAG = re.compile(
    r"</?(?:jats:|mml:)?(i|b|em|strong|u|p|span|sub|sup|scp|tt|title|sec|italic|bold|inf|small|math|mi|mn|mo|mrow"
    r"|msub|msup|mtext|inline-formula|tex-math|br|underline|roman|sc)\b[^<>]{0,200}>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_BARE_POWER = re.compile(r"\^([+-]?\d+|[+-])(?!/?\d|[^\W_]|\.\d)")
_REFERENCE = re.compile(
    r"(?:\.|\b(?:Fig|Figs|Figure|Eq|Eqs|Table|Tab|Sec|Sect|Section|Ref|Refs|Chapter|No))$"
)
_TEXT_STOP = re.compile(r"[\\$^_{}~<&`\-hfw@]")
_ATOM = re.compile(r"[^\s+\-*/=<>±×·(){}]*")
_MEASURE = re.compile(r"[+]\s*[\d.]")
_DISPLAY = frozenset(
    ["equation", "equation*", "align", "align*", "eqnarray", "eqnarray*", "displaymath", "math", "gather", "gather*", "multline", "split"]
)


def to_text(source: str) -> str:
    """Prose with LaTeX in it, as text: clean, readable, nothing lost. Never raises; linear time.

    Text without LaTeX comes back as it is (see `paperbrowser.text.clean`).
    """
    return _converted(source, field=False)


def field_to_text(source: str) -> str:
    """The value of a BibTeX field as text: like `to_text`, and braces that only protect are dropped."""
    return _converted(source, field=True)


def _converted(source: str, *, field: bool) -> str:
    text = clean(source)
    if not _SPECIAL.search(text):
        return text
    return clean(_Reader(text, field=field).prose())


def _matching_braces(text: str) -> dict[int, int]:
    """The position of the closing brace for each opening one that has one."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for found in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        if found[0] == "{":
            opened.append(found.start())
        elif found[0] == "}" and opened:
            pairs[opened.pop()] = found.start()
    return pairs


class _Reader:
    """Reads a text once, from left to right; a new one for each group and formula within."""

    def __init__(self, text: str, *, field: bool, depth: int = 0) -> None:
        self._text = text
        self._field = field
        self._depth = depth
        self._braces = _matching_braces(text)
        self._closers = {end: start for start, end in self._braces.items()}
        self._missing: set[str] = set()
        self._skip_closers: set[int] = set()
        self._at = 0
        self._out: list[str] = []

    # Shared

    def _inner(self, text: str, *, math: bool) -> str:
        if self._depth >= _DEEPEST:
            return text
        reader = _Reader(text, field=self._field, depth=self._depth + 1)
        return reader.math() if math else reader.prose()

    def _find(self, closer: str, start: int) -> int:
        """Like `str.find`; what was not found once is not looked for again."""
        if closer in self._missing:
            return -1
        at = self._text.find(closer, start)
        if at < 0:
            self._missing.add(closer)
        return at

    def _group(self, at: int) -> tuple[str, int] | None:
        """The content of the group that opens at `at`, and the position behind it."""
        end = self._braces.get(at)
        return None if end is None else (self._text[at + 1 : end], end + 1)

    def _argument(self, at: int, *, math: bool) -> tuple[str, int] | None:
        """What a command takes at `at`: a group, a command, or a character; rendered, and where it ends."""
        text = self._text
        while at < len(text) and text[at] == " ":
            at += 1
        if at >= len(text) or text[at] in "}&$":
            return None
        if group := self._group(at):
            return self._inner(group[0], math=math), group[1]
        if text[at] == "\\":
            command = _COMMAND.match(text, at)
            if command is None:
                return None
            end = command.end()
            if end < len(text) and text[end] == "{" and (group := self._group(end)):
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
        """The last character of the output."""
        for part in reversed(self._out):
            if part:
                return part[-1]
        return ""

    # Prose

    def prose(self) -> str:
        """The text with its formulas and commands rendered."""
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

    def _take(self, shown: str, length: int) -> None:
        self._out.append(shown)
        self._at += length

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
            case "}":
                handler = self._text_closer
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
        found = _TAG.match(self._text, self._at)
        if found is None:
            return False
        name = found[1].lower()
        if name in ("sub", "sup", "inf") and not found[0].startswith("</"):
            closing = found[0][0] + "/" + found[0][1:].split(" ")[0].rstrip(">") + ">"
            end = self._find(closing, found.end())
            if 0 <= end < found.end() + 200:
                body = self._inner(self._text[found.end() : end], math=False)
                self._out.append(_script(body, up=name == "sup"))
                self._at = end + len(closing)
                return True
        gap = name in ("p", "br", "title", "sec") and self._before() not in ("", " ", "\n")
        self._take(" " if gap and found.end() < len(self._text) else "", len(found[0]))
        return True

    def _entity(self) -> bool:
        found = _ENTITY.match(self._text, self._at)
        if found is None:
            return False
        self._take(html.unescape(found[0]), len(found[0]))
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

    def _text_brace(self) -> bool:
        text, at = self._text, self._at
        group = self._group(at)
        if group is None:
            if not self._field and text.startswith("\\", at + 1):
                command = _COMMAND.match(text, at + 1)
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

    def _text_closer(self) -> bool:
        if self._at in self._skip_closers:
            self._at += 1
            return True
        return False

    def _text_script(self) -> bool:
        text, at = self._text, self._at
        before = text[at - 1 : at] if at else ""
        up = text[at] == "^"
        if before and not before.isspace() and (group := self._group(at + 1)) and group[0]:
            self._out.append(_script(self._inner(group[0], math=True), up=up))
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
        tex = any(char in body for char in "\\^_{")
        after = text[end + 1 : end + 2]
        if not body or "\n\n" in body:
            return False
        if not tex and (body != body.strip() or after.isdigit() or _MONEY.match(body)):
            return False
        self._formula(at + 1, end, end + 1)
        return True

    def _closing_dollar(self, start: int) -> int:
        at = start
        while True:
            at = self._find("$", at)
            if at < 0 or self._text[at - 1] != "\\" or self._text[at - 2 : at] == "\\\\":
                return at
            at += 1

    def _formula(self, start: int, end: int, behind: int) -> None:
        self._out.append(self._inner(self._text[start:end], math=True))
        self._at = behind

    def _text_command(self) -> bool:
        text, at = self._text, self._at
        command = _COMMAND.match(text, at)
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
        if name == "begin" or name == "end":
            return self._environment(name, end)
        if command[2] and name in "%$&#_{}":
            self._take(name, 2)
            return True
        if name in (" ", "\n", "/", ",", ";", ":", "\\", "-", "@", "!"):
            shown = "" if name in "/-@!" else " "
            if name == "\\" and text[end : end + 1].isalnum():
                return False
            self._take(shown, 2)
            return True
        if name in symbols.ACCENTS and (
            accented := self._accented(name, end, letter=bool(command[1]))
        ):
            shown, self._at = accented
            self._out.append(shown)
            return True
        if command[1] is None:
            return False
        return self._text_word(command[0][1:], end)

    def _accented(self, name: str, end: int, *, letter: bool) -> tuple[str, int] | None:
        """A letter with its accent, and the position behind it."""
        text = self._text
        start = end
        while letter and start < len(text) and text[start] == " ":
            start += 1
        if group := self._group(start):
            base, after = self._inner(group[0], math=False), group[1]
        elif text[start : start + 1] == "\\" and (inner := _COMMAND.match(text, start)):
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
        return unicodedata.normalize("NFC", base[0] + symbols.ACCENTS[name]) + base[1:], after

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
            self._out.append(_script(body, up=name == "textsuperscript"))
            self._at = group[1]
            return True
        if name in symbols.MATH_ACCENTS or name in (
            "frac",
            "dfrac",
            "tfrac",
            "sqrt",
            "ensuremath",
            "mathbb",
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
        """A command of formulas that stands in prose, with its arguments."""
        stop = end
        for _ in range(2 if name.endswith("frac") else 1):
            group = self._group(stop)
            if group is None:
                return False
            stop = group[1]
        self._out.append(self._inner(self._text[self._at : stop], math=True))
        self._at = stop
        return True

    def _macro(self, name: str, end: int, *, math: bool) -> bool:
        """Commands with arguments, known and unknown."""
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
        elif name.startswith("cite") or name in (
            "ref",
            "eqref",
            "autoref",
            "cref",
            "Cref",
            "pageref",
        ):
            shown = f"[{content}]"
        elif name == "footnote":
            shown = f"({self._inner(content, math=False)})"
        elif name == "href":
            label = self._group(behind)
            if label is None:
                shown = content
            else:
                shown, behind = f"{self._inner(label[0], math=False)} ({content})", label[1]
        else:
            shown = self._inner(
                content, math=math and not name.startswith("text") and name != "mbox"
            )
        self._out.append(shown)
        self._at = behind
        return True

    # Formulas

    def math(self) -> str:
        """The text as a formula."""
        text, length = self._text, len(self._text)
        while self._at < length:
            at, char = self._at, text[self._at]
            if char == "\\":
                if not self._math_command():
                    self._take("\\", 1)
            elif char in "^_":
                self._scripts()
            elif char == "{":
                if group := self._group(at):
                    self._emit(self._inner(group[0], math=True))
                    self._at = group[1]
                else:
                    self._take("{" if not text.startswith("\\", at + 1) else "", 1)
            elif char in " \n~":
                self._space()
                self._at += 1
            elif char == "'":
                end = at
                while end < length and text[end] == "'":
                    end += 1
                self._take(_primes(end - at), end - at)
            elif char == "&":
                self._at += 1
            elif char == "<" and (tag := _TAG.match(text, at)):
                self._at = tag.end()
            elif char == "-" and text.startswith("--", at):
                self._dashes()
            else:
                self._take(char, 1)
        return re.sub(r" {2,}", " ", self._ended()).strip()

    def _space(self) -> None:
        if self._before() not in ("", " "):
            self._out.append(" ")

    def _emit(self, shown: str) -> None:
        self._out.append(shown)

    def _math_command(self) -> bool:
        text = self._text
        command = _COMMAND.match(text, self._at)
        if command is None:
            return False
        name, end = command[1] or command[2], command.end()
        if command[1] is None:
            return self._math_sign(name, end)
        if name in symbols.SPACES:
            self._space()
            self._at = end
            return True
        if name in symbols.FONTS:
            self._at = end + (text[end : end + 1] == " ")
            if text.startswith(".", self._at) and name in ("left", "right"):
                self._at += 1
            return True
        if name in ("frac", "dfrac", "tfrac", "cfrac"):
            return self._fraction(end)
        if name == "sqrt":
            return self._root(end)
        if name in ("mathbb", "Bbb") and (argument := self._argument(end, math=True)):
            self._emit("".join(symbols.DOUBLE_STRUCK.get(char, char) for char in argument[0]))
            self._at = argument[1]
            return True
        if name in symbols.MATH_ACCENTS and (argument := self._argument(end, math=True)):
            self._emit(_accent(name, argument[0]))
            self._at = argument[1]
            return True
        if name in symbols.FUNCTIONS:
            self._function(name, end)
            return True
        if (
            name.startswith(("math", "text")) or name in ("operatorname", "mbox", "hbox", "bm")
        ) and (name not in symbols.SYMBOLS):
            return self._styled(name, end)
        shown = (
            symbols.OPERATORS.get(name)
            or symbols.SYMBOLS.get(name)
            or symbols.MATH_LETTERS.get(name)
        )
        if shown is None:
            return self._unknown(name, end)
        self._symbol(name, shown, end)
        return True

    def _math_sign(self, name: str, end: int) -> bool:
        if name in ",;: \n\\>":
            self._space()
        elif name == "|":
            self._emit("‖")
        elif name in "%$&#_{}":
            self._emit(name)
        elif name not in "!/":
            if name in symbols.ACCENTS and (accented := self._accented(name, end, letter=False)):
                shown, self._at = accented
                self._emit(shown)
                return True
            return False
        self._at = end
        return True

    def _styled(self, name: str, end: int) -> bool:
        """Text and alphabets: the argument, as prose where it is prose."""
        group = self._group(end)
        if group is None:
            argument = self._argument(end, math=True)
            if argument is None:
                return False
            self._emit(argument[0])
            self._at = argument[1]
            return True
        content, behind = group
        if name.startswith("text") or name in ("mbox", "hbox"):
            # Spaces at its ends are meant, unlike in a formula.
            lead = " " if content[:1] == " " else ""
            trail = " " if content[-1:] == " " and content.strip() else ""
            shown = lead + self._inner(content.strip(), math=False) + trail
        else:
            shown = self._inner(content, math=True)
            if name == "operatorname":
                self._emit(" " if self._before().isalnum() else "")
        self._emit(shown)
        self._at = behind
        return True

    def _symbol(self, name: str, shown: str, end: int) -> None:
        text = self._text
        if name in symbols.CLOSING and self._out and self._before() == " ":
            while self._out and self._out[-1].strip() == "":
                self._out.pop()
            if self._out:
                self._out[-1] = self._out[-1].rstrip(" ")
        spaced = self._before() == " "
        self._emit(shown)
        if text.startswith("{}", end):
            end += 2
        if text[end : end + 1] in (" ", "\n"):
            rest = end
            while text[rest : rest + 1] in (" ", "\n") and rest < len(text):
                rest += 1
            relation = name in symbols.OPERATORS
            if (relation and spaced) or (name not in symbols.OPENING and self._relation_at(rest)) or (text[rest : rest + 1] == "\\" and not relation and self._word_at(rest) is None):
                self._out.append(" ")
            end = rest
        self._at = end

    def _word_at(self, at: int) -> str | None:
        """The known command that stands at `at`."""
        command = _COMMAND.match(self._text, at)
        if command is None or command[1] is None:
            return "" if command else None
        name = command[1]
        known = (
            name in symbols.SYMBOLS or name in symbols.OPERATORS or name in symbols.FUNCTIONS
            or name in symbols.FONTS or name in symbols.MATH_ACCENTS or name.startswith(("math", "text"))
            or name in ("frac", "sqrt", "operatorname") or name in symbols.SPACES
        )  # fmt: skip
        return name if known else None

    def _relation_at(self, at: int) -> bool:
        """Whether a relation, an operator or something that closes follows."""
        char = self._text[at : at + 1]
        if char == "\\":
            command = _COMMAND.match(self._text, at)
            return bool(command and command[1] in symbols.OPERATORS)
        return bool(char) and char in "=<>+-/*,;:|≤≥≈∼±×→"

    def _function(self, name: str, end: int) -> None:
        if self._before().isalnum() or self._before() in "⁰¹²³⁴⁵⁶⁷⁸⁹)":
            self._emit(" ")
        self._emit(name)
        self._at = end
        text = self._text
        while text[self._at : self._at + 1] == " ":
            self._at += 1
        while text[self._at : self._at + 1] and text[self._at] in "^_":
            self._scripts()
            while text[self._at : self._at + 1] == " ":
                self._at += 1
        following = text[self._at : self._at + 1]
        if following.isalnum() or (following and following in "\\{|√"):
            if following == "\\" and text[self._at + 1 : self._at + 2] in (",", "!", "{"):
                return
            if re.match(r"\\(?:left|big|Big|bigg|Bigg|bigl)\b", text[self._at : self._at + 8]):
                return
            self._emit(" ")

    def _fraction(self, end: int) -> bool:
        over = self._argument(end, math=True)
        under = self._argument(over[1], math=True) if over else None
        if over is None or under is None:
            return False
        self._emit(f"{_atomic(over[0])}/{_atomic(under[0])}")
        self._at = under[1]
        return True

    def _root(self, end: int) -> bool:
        index = ""
        if self._text[end : end + 1] == "[":
            close = self._find("]", end)
            if end < close < end + 40:
                index = self._inner(self._text[end + 1 : close], math=True)
                end = close + 1
        argument = self._argument(end, math=True)
        if argument is None:
            return False
        body = argument[0]
        sign = {"": "√", "2": "√", "3": "∛", "4": "∜"}.get(index) or f"{_script(index, up=True)}√"
        self._emit(f"{sign}{body}" if len(body) == 1 or body.isdigit() else f"{sign}({body})")
        self._at = argument[1]
        return True

    def _unknown(self, name: str, end: int) -> bool:
        if self._macro(name, end, math=True):
            return True
        self._emit(f"\\{name}")
        if self._text[end : end + 1] == " ":
            self._emit(" ")
            end += 1
        self._at = end
        return True

    def _scripts(self) -> None:
        """The sub- and superscripts that stand here, one or both, in either order."""
        text = self._text
        bodies: dict[str, str] = {}
        order = ""
        while self._at < len(text) and text[self._at] in "^_" and text[self._at] not in bodies:
            sign = text[self._at]
            argument = self._argument(self._at + 1, math=True)
            if argument is None:
                if not order:
                    self._take(sign, 1)
                    return
                break
            bodies[sign] = argument[0]
            order += sign
            self._at = argument[1]
        up, down = bodies.get("^"), bodies.get("_")
        written = "".join(self._out[-3:]).rstrip()
        if up and down and written[-1:].isdigit() and _MEASURE.match(up) and down.startswith("-"):
            while self._out and not self._out[-1].strip():
                self._out.pop()
            self._emit(f" {up}/{down}")
            return
        for sign in order:
            self._emit(_script(bodies[sign], up=sign == "^"))


def _primes(count: int) -> str:
    return {1: "′", 2: "″", 3: "‴"}.get(count, "′" * count)


def _script(body: str, *, up: bool) -> str:
    """`body` as super- or subscript: in Unicode where all of it can be, else with a mark."""
    body = body.strip()
    if not body:
        return ""
    if up and body in ("∘", "°"):
        return "°"
    if up and body in ("*", "∗"):
        return "*"
    if up and not body.strip("′″‴ "):
        return _primes(sum({"′": 1, "″": 2, "‴": 3}.get(char, 0) for char in body))
    table = symbols.SUPERSCRIPT if up else symbols.SUBSCRIPT
    plain = body.replace("*", "") if up else body
    if plain and all(ord(char) in table for char in plain):
        return body.translate(table)
    mark = "^" if up else "_"
    return f"{mark}{body}" if len(body) == 1 else f"{mark}({body})"


def _atomic(body: str) -> str:
    whole = _ATOM.fullmatch(body) or (body[:1] == "(" and body[-1:] == ")" and body.count("(") == 1)
    return body if whole else f"({body})"


def _accent(name: str, body: str) -> str:
    base = {"ı": "i", "ȷ": "j"}.get(body, body)
    if len(base) == 1:
        return unicodedata.normalize("NFC", base + symbols.MATH_ACCENTS[name])
    return f"{name}({body})" if body else ""
