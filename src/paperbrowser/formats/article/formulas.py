"""Formulas of web pages as text: LaTeX beside MathML, LaTeX for MathJax, and MathML itself."""

import re

from paperbrowser.formats.article.tree import Element
from paperbrowser.papers.latex import to_text

_LONGEST = 20_000  # characters of a formula
_TEX_CLASSES = frozenset(["mathjax-tex", "tex-math", "MathJax_Preview", "math", "mathjax_process"])
_TAG = re.compile(r"\\tag\*?\s?\{([^{}]{0,40})\}")
_STYLES = ("\\displaystyle", "\\textstyle", "\\scriptstyle")


def of_latex(source: str) -> str:
    r"""Return a formula in LaTeX as text on one line.

    >>> of_latex(r"\displaystyle x_{i}^{2}")
    'xᵢ²'
    """
    source = source.strip()[:_LONGEST]
    for begin, end in (("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$")):
        if source.startswith(begin) and source.endswith(end) and len(source) >= 2 * len(begin):
            source = source[len(begin) : len(source) - len(end)].strip()
    for style in _STYLES:
        source = source.replace(style, " ")
    source = _TAG.sub(r"~(\1)", source)
    # A remark at the end of a line, as LaTeXML keeps it, and line ends within.
    source = " ".join(source.replace("%\n", " ").replace("\\\\", " ; ").split())
    if not source:
        return ""
    return " ".join(to_text(f"${source}$").split()).strip(" ;")


def of_math(math: Element) -> str:
    """Return a `math` element as text: by its LaTeX if it has any, else by its MathML."""
    if source := math.get("alttext"):
        return of_latex(source)
    for element in math.elements():
        if element.name == "annotation" and "tex" in element.get("encoding").lower():
            return of_latex(element.text())
    return " ".join(to_text(f"${_latex(math)[:_LONGEST]}$").split())


def tex_of(element: Element) -> str | None:
    """Return the text of an element that holds LaTeX for a script of the page; None for others."""
    return of_delimited(element.text()) if element.classes & _TEX_CLASSES else None


def of_delimited(text: str) -> str | None:
    r"""Return a formula between signs such as \( and \) as text; None if there are no such signs."""
    source = text.strip()
    if source.startswith(("\\(", "\\[", "$")) and source.endswith(("\\)", "\\]", "$")):
        return of_latex(source)
    return None


# Elements of presentation MathML by how many parts they have, as LaTeX with a place for each.
_PATTERNS = {
    ("msub", 2): "{0}_{{{1}}}",
    ("msup", 2): "{0}^{{{1}}}",
    ("munder", 2): "{0}_{{{1}}}",
    ("mover", 2): "{0}^{{{1}}}",
    ("msubsup", 3): "{0}_{{{1}}}^{{{2}}}",
    ("munderover", 3): "{0}_{{{1}}}^{{{2}}}",
    ("mfrac", 2): "\\frac{{{0}}}{{{1}}}",
    ("mroot", 2): "\\sqrt[{1}]{{{0}}}",
}
_AROUND = {
    "msqrt": "\\sqrt{{{}}}",
    "mtext": "\\text{{{}}}",
    "mtr": "{} ; ",
    "mtd": "{} ",
    "annotation": "",
    "annotation-xml": "",
    "mphantom": "",
}


def _latex(element: Element) -> str:
    """Return presentation MathML as LaTeX; the tree is of bounded depth."""
    parts = [
        _latex(child) if isinstance(child, Element) else _plain(child)
        for child in element.children
        if not isinstance(child, str) or child.strip()
    ]
    if (pattern := _PATTERNS.get((element.name, len(parts)))) is not None:
        return pattern.format(*parts)
    return _AROUND.get(element.name, "{}").format("".join(parts))


def _plain(text: str) -> str:
    """Return the text of a MathML token; its signs are no LaTeX."""
    return "".join(f"\\{char}" if char in "{}$%#&_" else char for char in text.strip()).replace(
        "\\\\", " "
    )
