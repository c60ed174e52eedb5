"""LaTeX in titles and abstracts, made readable text for a terminal.

Not a TeX: prose of strangers, with formulas, half-remembered commands, prices and Windows paths in it. What
is not understood stays as it was written; nothing that a reader could see is lost.
"""

import re
import unicodedata

from paperbrowser.papers.latex import symbols
from paperbrowser.papers.latex.formula import Formula
from paperbrowser.papers.latex.prose import Prose
from paperbrowser.papers.text import clean

_SPECIAL = re.compile(r"[\\$^{}~<&]|``|--|_\{")
# The accents that most names have, in the ways that people and programs write: {\"o}, \"{o}, {\"{o}}, \"o.
_ACCENT = re.compile(
    r"""\{\\(["'`^~=.])\{([A-Za-z])\}\}|\{\\(["'`^~=.])([A-Za-z])\}|\\(["'`^~=.])\{([A-Za-z])\}"""
    r"""|\\(["'`^~=.])([A-Za-z])"""
)
_DEEPEST = 24  # nested groups; deeper ones are left as they are


def to_text(source: str) -> str:
    """Prose with LaTeX in it, as text: clean, readable, nothing lost. Never raises; linear time.

    Text without LaTeX comes back as it is (see `paperbrowser.papers.text.clean`).
    """
    return _converted(source, field=False)


def field_to_text(source: str) -> str:
    """The value of a BibTeX field as text: like `to_text`, and braces that only protect are dropped."""
    return _converted(source, field=True)


def field_to_prose(source: str) -> str:
    """The value of a BibTeX field as a title or abstract is kept: all is text but the formulas.

    `to_text` of it is what a reader is to see.
    """
    text = clean(source)
    if not _is_special(text):
        return text
    if "$" not in text:
        if "\\" in text and "\\\\" not in text:
            text = text.replace("\\%", "%").replace("\\#", "#")
            text = _ACCENT.sub(_accented, text) if "\\" in text else text
        if not _is_special(bare := _without_braces(text)):
            return bare
    from paperbrowser.papers.latex import bibtex_field

    if bibtex_field.has_signs(text):
        return _converted(source, field=True)
    text = bibtex_field.with_formulas(text)

    def render(text: str, *, math: bool, depth: int) -> str:
        if depth > _DEEPEST:
            return text
        if math:
            return Formula(text, field=True, depth=depth, render=render).read()
        return bibtex_field.FieldProse(text, field=True, depth=depth, render=render).read()

    prose = render(text, math=False, depth=0)
    if "$$" in prose and "$$" not in text:  # {$a$}{$b$}
        prose = prose.replace("$${}_", "{}_").replace("$${}^", "{}^").replace("$$", " ")
    prose = prose.replace("``", "“").replace("''", "”")
    return clean(bibtex_field.settled(prose, to_text))


def _is_special(text: str) -> bool:
    """Whether anything in the value of a field may be LaTeX."""
    # Several times as quick as a pattern: most values have none of these.
    return (
        "{" in text
        or "\\" in text
        or "$" in text
        or "}" in text
        or "--" in text
        or "~" in text
        or "&" in text
        or "^" in text
        or "<" in text
        or "``" in text
        or "''" in text
    )


def _without_braces(text: str) -> str:
    """`text` without braces that come in pairs, or as it is."""
    if text.count("{") != text.count("}"):
        return text
    return text.replace("{", "").replace("}", "")


def _accented(found: re.Match[str]) -> str:
    accent, letter = (part for part in found.groups() if part is not None)
    accented = unicodedata.normalize("NFC", letter + symbols.ACCENTS[accent])
    # No letter, but a quotation that begins, is read with more care.
    return found[0] if accent == '"' and len(accented) > 1 else accented


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
