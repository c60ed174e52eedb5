"""LaTeX in titles and abstracts as Unicode text (`to_text`), and values of BibTeX fields (`field_to_prose`).

Best effort on real titles and abstracts, which have prices, Windows paths and misspelt commands in them:
unknown commands stay as written, and no visible text is lost.
"""

import re
import unicodedata

from paperbrowser.papers.latex import symbols
from paperbrowser.papers.latex.formula import Formula
from paperbrowser.papers.latex.modes import in_one_mode
from paperbrowser.papers.latex.prose import Prose
from paperbrowser.papers.patterns import pattern
from paperbrowser.papers.text import clean

# The accents of most names, in their usual spellings: {\"o}, \"{o}, {\"{o}}, \"o.
_ACCENT = pattern(
    r"""\{\\(["'`^~=.])\{([A-Za-z])\}\}|\{\\(["'`^~=.])([A-Za-z])\}|\\(["'`^~=.])\{([A-Za-z])\}"""
    r"""|\\(["'`^~=.])([A-Za-z])"""
)
_DEEPEST = 24  # nested groups; deeper ones are left as they are


def to_text(source: str) -> str:
    r"""Return prose that may have LaTeX in it as clean text. Never raises; takes linear time.

    Text without LaTeX comes back as it is, but clean (see `paperbrowser.papers.text.clean`).

    >>> to_text(r"$\Lambda$CDM at $10^{-3}\,\mathrm{eV}$, for \$5")
    'ΛCDM at 10⁻³ eV, for $5'
    """
    return _converted(source, field=False)


def field_to_prose(source: str) -> str:
    r"""Return the value of a BibTeX field as a title or abstract is kept: text in which formulas stay LaTeX.

    Braces that only protect capitals are dropped. `to_text` makes the text that is shown of the result.

    >>> field_to_prose(r"{G\"odel} on {$\sqrt{2}$}")
    'Gödel on $\\sqrt{2}$'
    """
    text = clean(source)
    if not _is_special(text):
        return text
    if "\\ifmmode" in text:
        text = in_one_mode(text)
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
    """Return whether the value of a field may have LaTeX in it."""
    # Several times as fast as a pattern: most values have none of these.
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


def _may_be_latex(text: str) -> bool:
    """Return whether prose may have LaTeX in it; like `_is_special`."""
    return (
        "$" in text
        or "\\" in text
        or "{" in text
        or "--" in text
        or "~" in text
        or "^" in text
        or "&" in text
        or "<" in text
        or "}" in text
        or "``" in text
    )


def _without_braces(text: str) -> str:
    """Return `text` without its braces if they come in pairs, or as it is."""
    if text.count("{") != text.count("}"):
        return text
    return text.replace("{", "").replace("}", "")


def _accented(found: re.Match[str]) -> str:
    accent, letter = (part for part in found.groups() if part is not None)
    accented = unicodedata.normalize("NFC", letter + symbols.ACCENTS[accent])
    # A quotation that begins rather than an accent: `Prose` reads it.
    return found[0] if accent == '"' and len(accented) > 1 else accented


def _converted(source: str, *, field: bool) -> str:
    text = clean(source)
    if not _may_be_latex(text):
        return text
    text = in_one_mode(text)

    def render(text: str, *, math: bool, depth: int) -> str:
        if depth > _DEEPEST:
            return text
        if math:
            return Formula(text, field=field, depth=depth, render=render).read()
        return Prose(text, field=field, depth=depth, render=render).read()

    return clean(render(text, math=False, depth=0))
