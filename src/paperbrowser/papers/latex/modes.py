r"""Text that is written twice, for formulas and for prose: `\ifmmode \acute{n}\else \'{n}\fi{}`.

The American Physical Society writes each letter with an accent so.
"""

import re

from paperbrowser.papers.patterns import pattern

_TOKEN = pattern(r"\\(?:ifmmode|else|fi)(?![A-Za-z])[ \n]?(?:(?<=fi)\{\})?|\\.|\$\$?", re.DOTALL)
_LAST_COMMAND = pattern(r"\\[A-Za-z]{1,40}\Z")
_BEGINS = "\\ifmmode"
_IN_FORMULA = {"\\(": True, "\\[": True, "\\)": False, "\\]": False}


def in_one_mode(text: str) -> str:
    r"""Return a text with the part for prose of each `\ifmmode`, or that for formulas within a formula.

    One that does not end stays as it is. Takes linear time.

    >>> in_one_mode(r"Nowi\ifmmode \acute{n}\else \'{n}\fi{}ski in $\ifmmode a\else b\fi$")
    "Nowi\\'{n}ski in $a$"
    """
    if _BEGINS not in text:
        return text
    out = _Branches(parent=None, formula=False)
    formula = False
    end = 0
    for token in _TOKEN.finditer(text):
        out.parts.append(text[end : token.start()])
        end = token.end()
        sign = token[0].rstrip(" \n{}") or token[0]
        if sign.startswith("$"):
            formula = not formula
        elif sign in _IN_FORMULA:
            formula = _IN_FORMULA[sign]
        if sign == _BEGINS:
            out = _Branches(parent=out, formula=formula, opening=token[0])
        elif sign == "\\else" and out.parent is not None and out.first is None:
            out.first, out.parts, out.between = "".join(out.parts), [], token[0]
            formula = out.formula
        elif sign == "\\fi" and out.parent is not None:
            chosen, out = out.chosen(), out.parent
            out.parts.append(chosen)
            if _LAST_COMMAND.search(chosen, max(0, len(chosen) - 50)):
                out.parts.append("{}")
        else:
            out.parts.append(token[0])
    rest = text[end:]
    while out.parent is not None:
        rest = out.whole() + rest
        out = out.parent
    return "".join(out.parts) + rest


class _Branches:
    r"""The two parts of an `\ifmmode`, as far as they were read; or, without a parent, the text around.

    Args:
        parent: what stands around it.
        formula: it stands in a formula.
        opening: the command that begins it.
    """

    def __init__(self, *, parent: "_Branches | None", formula: bool, opening: str = "") -> None:
        self.parent = parent
        self.formula = formula
        self.opening = opening
        self.first: str | None = None
        self.between = ""
        self.parts: list[str] = []

    def chosen(self) -> str:
        """Return the part that is set."""
        last = "".join(self.parts)
        if self.first is None:
            return last if self.formula else ""
        return self.first if self.formula else last

    def whole(self) -> str:
        """Return it as it is written."""
        return self.opening + (self.first or "") + self.between + "".join(self.parts)
