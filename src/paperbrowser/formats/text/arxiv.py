"""Titles and abstracts as arXiv writes them: wrapped lines, accents and formulas of TeX. Pure functions."""

import re

from paperbrowser.papers.text import one_line, paragraphs

_FORMULA = re.compile(r"(\$\$?[^$]{1,2000}\$\$?)")
_ACCENT = re.compile(r"\\(?:[\"'`^~=.]|[A-Za-z])|\{")
_INDENT = re.compile(r"\n {2,}(?=\S)")


def line(text: str) -> str:
    """Return a title on one line, with accents as letters and formulas as they are."""
    return one_line(_accented(one_line(text)))


def abstract(text: str) -> str:
    """Return an abstract in paragraphs; arXiv begins each with two blanks."""
    return _accented(paragraphs(_INDENT.sub("\n\n", text.replace("\r\n", "\n"))))


def _accented(text: str) -> str:
    if _ACCENT.search(text) is None:
        return text
    from paperbrowser.papers.latex import to_text

    return "".join(
        part if number % 2 or _ACCENT.search(part) is None else to_text(part)
        for number, part in enumerate(_FORMULA.split(text))
    )
