"""Titles and abstracts as arXiv writes them: wrapped lines, accents and formulas of TeX. Pure functions."""

import re

from paperbrowser.papers.text import one_line, paragraphs

_FORMULA = re.compile(r"(\$\$?[^$]{1,2000}\$\$?)")
_ACCENT = re.compile(r"\\(?:[\"'`^~=.]|[A-Za-z])|\{")
_WORK = r"(?:paper|article|manuscript|submission|preprint|work|note|report|thesis)"
_WITHDRAWN = re.compile(
    rf"\b(?:this|the|our)\s+{_WORK}(?:,[^,.]{{1,100}},)?\s+(?:has\s+been|is|was|had\s+to\s+be)\s+(?:\w+ly\s+)?withdrawn\b"
    rf"|^\W*(?:this\s+)?(?:{_WORK}\W*)?(?:has\s+been\s+|is\s+|was\s+)?(?:\w+ly\s+)?withdrawn\b"
    rf"|\b(?:I|we|the\s+authors?)\s+(?:have\s+|has\s+)?(?:withdraws?|withdrew|withdrawn)\s+(?:this|the|our)\s+{_WORK}\b",
    re.IGNORECASE,
)
_REMARKABLE = 400  # characters at the beginning that say so
_INDENT = re.compile(r"\n {2,}(?=\S)")


def line(text: str) -> str:
    """Return a title on one line, with accents as letters and formulas as they are."""
    return one_line(_accented(one_line(text)))


def abstract(text: str) -> str:
    """Return an abstract in paragraphs; arXiv begins each with two blanks."""
    return _accented(paragraphs(_INDENT.sub("\n\n", text.replace("\r\n", "\n"))))


def is_withdrawn(comment: str, summary: str) -> bool:
    """Return whether the authors or arXiv withdrew a paper, as its comment or its abstract says.

    >>> is_withdrawn("Withdrawn by the author: lemma 3 is wrong", ""), is_withdrawn("", "We withdrew cash")
    (True, False)
    """
    return any(_WITHDRAWN.search(text[:_REMARKABLE].strip()) for text in (comment, summary))


def _accented(text: str) -> str:
    if _ACCENT.search(text) is None:
        return text
    from paperbrowser.papers.latex import to_text

    return "".join(
        part if number % 2 or _ACCENT.search(part) is None else to_text(part)
        for number, part in enumerate(_FORMULA.split(text))
    )
