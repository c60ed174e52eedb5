"""LaTeX in titles and abstracts, made readable text for a terminal.

Not a TeX: prose of strangers, with formulas, half-remembered commands, prices and Windows paths in it. What
is not understood stays as it was written; nothing that a reader could see is lost.
"""

import re

from paperbrowser.latex.formula import Formula
from paperbrowser.latex.prose import Prose
from paperbrowser.text import clean

_SPECIAL = re.compile(r"[\\$^{}~<&]|``|--|_\{")
_DEEPEST = 24  # nested groups; deeper ones are left as they are


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

    def render(text: str, *, math: bool, depth: int) -> str:
        if depth > _DEEPEST:
            return text
        if math:
            return Formula(text, field=field, depth=depth, render=render).read()
        return Prose(text, field=field, depth=depth, render=render).read()

    return clean(render(clean(source), math=False, depth=0))
