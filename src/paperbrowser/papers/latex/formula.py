"""Formulas: symbols, scripts, fractions, roots and matrices, with the usual spaces."""

import re
import unicodedata

from paperbrowser.papers.latex import symbols
from paperbrowser.papers.latex.scanner import COMMAND, TAG, Scanner, matching_braces
from paperbrowser.papers.latex.scripts import accent, atomic, primes, script
from paperbrowser.papers.patterns import pattern

_QUOTES = pattern("'+")
_OVER = pattern(r"\\(over|choose|atop)(?![A-Za-z])|\\.|[{}]", re.DOTALL)
_BUILT = pattern(
    r"\\buildrel\s*([^\\{}]{1,20}|\\[A-Za-z]+|\{[^{}]*\})\s*\\over\s*(\\[A-Za-z]+|[^\s\\])"
)
_KERN = pattern(r"(?:\\[!,;:]|\s)*")
_MEASURE = pattern(r"[+]\s*[\d.]")


def _crossed(part: str) -> bool:
    """Return whether `part` has brackets that are not closed within it."""
    return any(part.count(one) != part.count(other) for one, other in ("()", "[]"))


class Formula(Scanner):
    """Scanner of the text between dollars, or a part of it."""

    def read(self) -> str:
        """Return the formula rendered."""
        if (shown := self._divided()) is not None:
            return shown
        text, length = self._text, len(self._text)
        while self._at < length:
            at, char = self._at, text[self._at]
            if char == "\\":
                if not self._math_command():
                    self._take("\\", 1)
            elif char in "^_":
                self._scripts()
            elif char == "{":
                self._brace()
            elif char in " \n~":
                self._space()
                self._at += 1
            elif char == "'":
                run = _QUOTES.match(text, at)
                self._take(primes(len(run[0])) if run else char, len(run[0]) if run else 1)
            elif char == "&":
                self._at += 1
            elif char == "<" and (tag := TAG.match(text, at)):
                self._at = tag.end()
            elif char == "-" and text.startswith("--", at):
                self._dashes()
            else:
                self._take(char, 1)
        return re.sub(r" {2,}", " ", self._ended()).strip()

    def _divided(self) -> str | None:
        r"""Return the whole as a fraction, if it is one in plain TeX: `a \over b`."""
        if not any(command in self._text for command in ("\\over", "\\choose", "\\atop")):
            return None
        if "\\buildrel" in self._text:
            self._text = _BUILT.sub(r"\\stackrel{\1}{\2}", self._text)
            self._braces = matching_braces(self._text)
        found = self._bar()
        if found is None:
            return None
        above = self._inner(self._text[: found.start()], math=True)
        below = self._inner(self._text[found.end() :], math=True)
        if not above or not below or any(_crossed(part) for part in (above, below)):
            return None
        if found[1] == "choose":
            return f"({above} choose {below})"
        return f"{atomic(above)}/{atomic(below)}"

    def _bar(self) -> re.Match[str] | None:
        """Return the first such command outside of groups."""
        depth = 0
        for found in _OVER.finditer(self._text):
            if found[1] and depth == 0:
                return found
            depth += {"{": 1, "}": -1}.get(found[0], 0)
        return None

    def _brace(self) -> None:
        if group := self._group(self._at):
            self._emit(self._inner(group[0], math=True))
            self._at = group[1]
        else:  # of a group that was cut off, or a brace to be shown
            self._take("" if self._text.startswith("\\", self._at + 1) else "{", 1)

    def _space(self) -> None:
        if self._before() not in ("", " "):
            self._out.append(" ")

    def _emit(self, shown: str) -> None:
        self._out.append(shown)

    def _math_command(self) -> bool:
        text = self._text
        command = COMMAND.match(text, self._at)
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
        if self._construct(name, end):
            return True
        if name in ("mathbb", "Bbb") and (argument := self._argument(end, math=True)):
            self._emit("".join(symbols.DOUBLE_STRUCK.get(char, char) for char in argument[0]))
            self._at = argument[1]
            return True
        if name in symbols.MATH_ACCENTS and (argument := self._argument(end, math=True)):
            self._emit(accent(name, argument[0]))
            self._at = argument[1]
            return True
        if name in symbols.FUNCTIONS:
            self._function(name, end)
            return True
        if (
            (name.startswith(("math", "text")) or name in ("operatorname", "mbox", "hbox", "bm"))
            and name not in symbols.SYMBOLS
            and name != "textcolor"
        ):
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

    def _construct(self, name: str, end: int) -> bool:
        """Handle a command that composes its arguments, if it is one and they are there."""
        match name:
            case "sqrt":
                return self._root(end)
            case "begin" | "end":
                return self._environment(name, end)
            case "not":
                return self._negated(end)
            case "stackrel" | "overset" | "underset":
                return self._stacked(name, end)
            case "xrightarrow" | "xleftarrow":
                return self._arrow(name, end)
            case "over" if self._before():
                self._emit("/")
                self._at = end + (self._text[end : end + 1] == " ")
                return True
            case _ if name in symbols.FRACTIONS:
                return self._fraction(end)
            case _:
                return self._bracketed(name, end)

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
        r"""Handle \text, \mathrm and the like: their argument, as prose or as a formula."""
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
            # Spaces at its ends count, unlike in a formula.
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
            if (
                (relation and spaced)
                or (name not in symbols.OPENING and self._relation_at(rest))
                or (text[rest : rest + 1] == "\\" and not relation and self._word_at(rest) is None)
            ):
                self._out.append(" ")
            end = rest
        self._at = end

    def _word_at(self, at: int) -> str | None:
        """Return the known command at `at`; None for an unknown one, empty for none."""
        command = COMMAND.match(self._text, at)
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
        """Return whether a relation, an operator or a closing sign follows."""
        char = self._text[at : at + 1]
        if char == "\\":
            command = COMMAND.match(self._text, at)
            return bool(command and command[1] in symbols.OPERATORS)
        return bool(char) and char in "=<>+-/*,;:|≤≥≈∼±×→"

    def _function(self, name: str, end: int) -> None:
        if self._before().isalnum() or self._before() in "⁰¹²³⁴⁵⁶⁷⁸⁹)":
            self._emit(" ")
        self._emit("mod" if name == "bmod" else name)
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
        self._emit(f"{atomic(over[0])}/{atomic(under[0])}")
        self._at = under[1]
        return True

    def _negated(self, end: int) -> bool:
        """Handle a relation with a stroke through it: ∉, ≠."""
        text = self._text
        kern = _KERN.match(text, end)
        start = kern.end() if kern else end
        argument = self._argument(start, math=True)
        if argument is None or len(argument[0]) != 1 or argument[0].isspace():
            return False
        shown = unicodedata.normalize("NFC", argument[0] + "\u0338")
        if text[start] == "\\" and text[argument[1] - 1].isalpha():
            self._symbol("notin", shown, argument[1])
        else:
            self._emit(shown)
            self._at = argument[1]
        return True

    def _stacked(self, name: str, end: int) -> bool:
        r"""Handle \stackrel, \overset and \underset: a thing above or below another one."""
        mark = self._argument(end, math=True)
        base = self._argument(mark[1], math=True) if mark else None
        if mark is None or base is None:
            return False
        one = symbols.STACKED.get((mark[0], base[0]))
        self._emit(one or base[0] + script(mark[0], up=name != "underset"))
        self._at = base[1]
        return True

    def _arrow(self, name: str, end: int) -> bool:
        """Handle a long arrow with something above it."""
        argument = self._argument(end, math=True)
        if argument is None:
            return False
        self._emit(("→" if name == "xrightarrow" else "←") + script(argument[0], up=True))
        self._at = argument[1]
        return True

    def _environment(self, which: str, end: int) -> bool:
        """Handle an environment: rows of a matrix or of cases, or the content of any other."""
        group = self._group(end)
        if group is None:
            return False
        name, behind = group
        closer = f"\\end{{{name}}}"
        close = self._find(closer, behind) if which == "begin" and name in symbols.ROWS else -1
        if name == "array" and (columns := self._group(behind)):
            behind = columns[1]
        if close < behind:
            self._at = behind
            return True
        rows = re.sub(r"(?<!\\)&", " ", self._text[behind:close]).split("\\\\")
        shown = "; ".join(filter(None, (self._inner(row, math=True) for row in rows)))
        opening, closing = symbols.ROWS[name]
        self._emit(f"{opening}{shown}{closing}")
        self._at = close + len(closer)
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
        sign = {"": "√", "2": "√", "3": "∛", "4": "∜"}.get(index) or f"{script(index, up=True)}√"
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
        """Handle sub- and superscript, one or both, in either order."""
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
            self._emit(script(bodies[sign], up=sign == "^"))
