"""Superscripts, subscripts and accents in Unicode, or as x^(n) where Unicode has none."""

import unicodedata

from paperbrowser.papers.latex import symbols
from paperbrowser.papers.patterns import pattern

# Endings of ordinal numbers: "16th" reads better than "16^(th)".
_ORDINALS = frozenset(["st", "nd", "rd", "th", "er", "ère", "me", "ème"])
_ATOM = pattern(r"[^\s+\-*/=<>±×·(){}]*")


def primes(count: int) -> str:
    """Return `count` prime signs."""
    return {1: "′", 2: "″", 3: "‴"}.get(count, "′" * count)


def script(body: str, *, up: bool) -> str:
    """Return `body` as super- or subscript: in Unicode if all its characters can be, else with ^ or _.

    >>> script("-3", up=True), script("NL", up=False)
    ('⁻³', '_(NL)')
    """
    body = body.strip()
    if not body:
        return ""
    if up and body in ("∘", "°"):
        return "°"
    if up and body in ("*", "∗"):
        return "*"
    if up and not body.strip("′″‴ "):
        return primes(sum({"′": 1, "″": 2, "‴": 3}.get(char, 0) for char in body))
    if up and len(body) > 1 and body in _ORDINALS:
        return body
    if up and body == "TM":
        return "™"
    table = symbols.SUPERSCRIPT if up else symbols.SUBSCRIPT
    plain = body.replace("*", "") if up else body
    if plain and all(ord(char) in table for char in plain):
        return body.translate(table)
    mark = "^" if up else "_"
    return f"{mark}{body}" if len(body) == 1 else f"{mark}({body})"


def atomic(body: str) -> str:
    """Return `body` in parentheses, unless it reads as one thing without them.

    >>> atomic("a+b"), atomic("ab")
    ('(a+b)', 'ab')
    """
    whole = _ATOM.fullmatch(body) or (body[:1] == "(" and body[-1:] == ")" and body.count("(") == 1)
    return body if whole else f"({body})"


def accent(name: str, body: str) -> str:
    """Return a letter with the accent of the command `name`; anything longer as "hat(xy)"."""
    base = {"ı": "i", "ȷ": "j"}.get(body, body)
    if len(base) == 1:
        return unicodedata.normalize("NFC", base + symbols.MATH_ACCENTS[name])
    return f"{name}({body})" if body else ""
