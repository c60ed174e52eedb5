"""Values of BibTeX fields as text in which formulas stay LaTeX; see `field_to_prose`."""

import re
from collections.abc import Callable

from paperbrowser.papers.latex import symbols
from paperbrowser.papers.latex.prose import Prose, is_formula

# Placeholders for signs that are text, until the whole value is read. At the end each becomes the sign, or
# a command if the sign would be read as LaTeX again. Unicode guarantees that these code points are unused.
_SIGNS = str.maketrans("$\\~^_{}", "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5\ufdd6")
_PLAIN = str.maketrans("\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5\ufdd6", "$\\~^_{}")
_COMMANDS = str.maketrans(
    {
        "\ufdd0": "\\$",
        "\ufdd1": "\\textbackslash{}",
        "\ufdd2": "\\textasciitilde{}",
        "\ufdd3": "\\textasciicircum{}",
        "\ufdd4": "\\_",
        "\ufdd5": "\\{",
        "\ufdd6": "\\}",
    }
)
# Formulas of which every sign was escaped, as dblp does: {\textdollar}K{\textdollar}-Means.
_ESCAPED = re.compile(
    r"\{\\textdollar\}(.{1,200}?)\{\\textdollar\}|\{\\textbackslash\}\((.{1,200}?)\{\\textbackslash\}\)",
    re.DOTALL,
)
_ESCAPED_SIGN = re.compile(
    r"\{\\textbackslash\}|\{\\textasciicircum\}|\{([_^&%#])\}|\{\\([_^{}%&#])(?:\{\})?\}|\\([{}_%&#])"
)
_SIGN = re.compile("[\ufdd0-\ufdd6]")
_QUOTED = frozenset(["enquote", "mkbibquote"])
_WORDS = {"hyphen": "-", "null": "", "allowhyphens": "", "textquotedbl": '"', "textmd": ""}


def with_formulas(text: str) -> str:
    r"""Return `text` with escaped formulas turned back: {\textdollar}K{\textdollar} is $K$."""
    if "{\\textdollar}" not in text and "{\\textbackslash}(" not in text:
        return text
    return _ESCAPED.sub(_formula_meant, text)


def _formula_meant(found: re.Match[str]) -> str:
    body = _ESCAPED_SIGN.sub(_sign_meant, found[1] or found[2])
    after = found.string[found.end() : found.end() + 1]
    return f"${body}$" if "$" not in body and is_formula(body, after) else found[0]


def _sign_meant(found: re.Match[str]) -> str:
    if sign := found[1] or found[2] or found[3]:
        return sign
    return "\\" if "slash" in found[0] else "^"


def has_signs(text: str) -> bool:
    """Return whether `text` has a character that `FieldProse` uses as a placeholder."""
    return _SIGN.search(text) is not None


def settled(text: str, to_text: Callable[[str], str]) -> str:
    """Replace the placeholders that `FieldProse` left by signs or commands that `to_text` shows as the signs.

    Args:
        text: the value that was read.
        to_text: `paperbrowser.papers.latex.to_text`.
    """
    if _SIGN.search(text) is None:
        return text
    plain, safe = text.translate(_PLAIN), text.translate(_COMMANDS)
    return plain if to_text(plain) == to_text(safe) else safe


class FieldProse(Prose):
    """Scanner of a value or a group within one, which copies formulas."""

    def _take(self, shown: str, length: int) -> None:
        # Only a sign that was written as a command is text for certain.
        if len(shown) == 1 and length > 1 and shown in "$\\~^_{}":
            shown = shown.translate(_SIGNS)
        super()._take(shown, length)

    def _formula(self, start: int, end: int, behind: int) -> None:
        text = self._text
        written = text[self._at : behind]
        if written.startswith(("\\(", "\\[")):
            written = f"${text[start:end].strip()}$"
        self._out.append(written)
        self._at = behind

    def _as_formula(self, name: str, end: int) -> bool:
        at = self._at
        if not super()._as_formula(name, end):
            return False
        body = self._text[at : self._at]
        if name == "ensuremath":
            body = body.partition("{")[2].removesuffix("}").strip("$")
        self._out[-1] = f"${body}$"
        return True

    def _tilde(self) -> bool:
        if self._text[self._at - 1 : self._at] == "/" and self._at:  # a home page: /~ho
            return False
        self._take(" ", 1)
        return True

    def _text_command(self) -> bool:
        text, at = self._text, self._at
        if text.startswith(("\\~", "\\^"), at) and not text[at + 2 : at + 3].strip("{ }"):
            group = self._group(at + 2)  # \~{} is often written for the sign
            if group is None or not group[0]:
                self._take(text[at + 1], 2 if group is None else group[1] - at)
                return True
        return super()._text_command()

    def _text_word(self, name: str, end: int) -> bool:
        if name in _WORDS:
            self._take(_WORDS[name], end - self._at)
            self._at += 2 * self._text.startswith("{}", self._at)
            return True
        if name.rstrip("*") in _QUOTED and (group := self._group(end)) is not None:
            self._out.append(f"“{self._inner(group[0], math=False)}”")
            self._at = group[1]
            return True
        signs = symbols.SYMBOLS.get(name)
        if signs is not None and len(signs) == 1 and signs in "$\\~^_{}":
            stop = end + 2 * self._text.startswith("{}", end)
            self._take(signs, max(2, stop - self._at))
            return True
        if not super()._text_word(name, end):
            return False
        # The blank only ends the name of the command: D\textquotesingle aspremont.
        if signs is not None and name.startswith("text") and self._at == end:
            self._at += self._text.startswith(" ", end)
        return True
