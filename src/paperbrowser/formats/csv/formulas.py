"""Cells that a spreadsheet would run as a formula, made text with an apostrophe, and back. Pure functions.

Follows OWASP, "CSV Injection" (https://owasp.org/www-community/attacks/CSV_Injection). A semicolon, tab or
line end within a cell begins another one in spreadsheets that have semicolons between cells. Linear time.
"""

import re

# Blanks, quotes and invisible characters, which spreadsheets pass over before a formula.
_OVER = (
    "\\s\x00-\x1f\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff"
    "\"'`\xb4\u2018-\u201f\u2039\u203a\xab\xbb\uff02\uff07"
)
# The signs that begin a formula, full-width and small ones included.
_SIGN = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
_ENDS = ";\t\r\n"
_RUN = re.compile(rf"\A[{_OVER};]*+(?=([{_SIGN}])?)|(?<![{_OVER};])[{_OVER};]++(?=([{_SIGN}]))")


def defused(cell: str) -> str:
    """Return a cell that no spreadsheet runs; a harmless one as it is.

    >>> defused("=HYPERLINK(0)"), defused("Ho, S.; @SUM(1)"), defused("a = b")
    ("'=HYPERLINK(0)", "Ho, S.;' @SUM(1)", 'a = b')
    """
    return _RUN.sub(lambda found: _changed(found, add=True), cell)


def restored(cell: str) -> str:
    """Return a cell as it was before `defused`.

    >>> restored("'=HYPERLINK(0)"), restored("'Omics")
    ('=HYPERLINK(0)', "'Omics")
    """
    return _RUN.sub(lambda found: _changed(found, add=False), cell) if "'" in cell else cell


def _changed(found: re.Match[str], *, add: bool) -> str:
    """Return what stands before a sign with or without the apostrophes that make it harmless."""
    run = found[0]
    at = max(map(run.rfind, _ENDS)) + 1
    parts = [run[:at], run[at:]]
    signed = found[1] is not None or found[2] is not None
    needed = [
        found.start() == 0 and (signed or any(end in run for end in _ENDS[1:])),
        signed and at > 0,
    ]
    if at == 0:  # both places are the start
        needed = [False, needed[0]]
    return "".join(
        part if not here else f"'{part}" if add else part.removeprefix("'")
        for part, here in zip(parts, needed, strict=True)
    )
