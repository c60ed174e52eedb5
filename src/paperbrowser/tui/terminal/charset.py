"""Replacements for characters that a terminal lacks, each in as many cells.

Widgets always draw in Unicode. On the way to the terminal characters that it cannot show are replaced cell by
cell, so that the layout stays the same: signs by the table below, letters by their base, the rest by "?".
"""

import unicodedata
from typing import Protocol, cast

from rich.cells import cell_len
from textual.dom import DOMNode

from paperbrowser.system.terminal import Terminal

# Signs of one cell and their likeness. In the first lines those that the interface draws.
_LIKE = {
    "▌": ">", "…": "~", "·": "-", "–": "-", "↓": "v", "↑": "^", "↵": "<", "“": '"', "”": '"',
    "─": "-", "│": "|", "━": "=", "╌": "-", "┃": "#", "╭": "+", "╮": "+", "╰": "+", "╯": "+",
    "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+",
    "▔": "-", "▁": "_", "▂": "_", "▃": "_", "▄": "#", "▅": "#", "▆": "#", "▇": "#", "█": "#",
    "▎": "|", "▏": "|", "▍": "|", "▋": "#", "▊": "|", "▉": "#", "▐": "|", "▕": "|", "▀": "#",
    "▓": "=", "▒": "-", "░": ".",
    "❯": ">", "▼": "v", "▲": "^", "▶": ">", "◀": "<", "●": "*", "○": "o", "•": "*", "✓": "x", "✗": "x",
    "★": "*", "✎": "n",
    # Signs in titles and abstracts.
    "‘": "'", "’": "'", "‚": ",", "„": '"', "‟": '"', "«": '"', "»": '"', "‹": "<", "›": ">",
    "‐": "-", "‑": "-", "‒": "-", "—": "-", "―": "-", "−": "-", "′": "'", "″": '"', "´": "'",
    "×": "x", "÷": "/", "∗": "*", "∙": ".", "⋅": ".", "≤": "<", "≥": ">", "≲": "<", "≳": ">",
    "≪": "<", "≫": ">", "≈": "~", "∼": "~", "≃": "~", "≅": "~", "∝": "~", "≡": "=", "⊙": "o",
    "→": ">", "←": "<", "⟨": "<", "⟩": ">", "∂": "d", "∫": "S", "√": "V", "∥": "|", "∣": "|",
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ħ": "h", "ð": "d",
    "Ð": "D", "þ": "t", "Þ": "T", "æ": "a", "Æ": "A", "œ": "o", "Œ": "O", "ß": "s", "µ": "u",
    "°": "o", "¿": "?", "¡": "!", "§": "S", "¶": "P", "©": "c", "®": "r", "£": "L", "€": "E",
}  # fmt: skip
# Greek letters by the Latin ones that they are written as.
_LIKE |= dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψωςϵϕϑΓΔΘΛΞΠΣΦΨΩ",
        "abgdezhqiklmnxoprstufcywsefqGDQLXPSFYO",
        strict=True,
    )
)
_WIDE_LIKE = {"🔎": "> "}  # the palette's
_SPELLED = {"↵": "Enter", "↓": "Down", "↑": "Up", "→": "Right", "←": "Left", "…": "..."}


class _DrawnOnTerminal(Protocol):
    """The part of the app that is used here."""

    terminal: Terminal


def spelled(text: str, charset: str | None) -> str:
    """Return a text of the interface with the names of keys in place of signs that `charset` lacks."""
    if charset is not None and not text.isascii():
        for sign, name in _SPELLED.items():
            if sign in text and not _has(sign, charset):
                text = text.replace(sign, name)
    return text


def has(text: str, charset: str | None) -> bool:
    """Return whether a terminal shows all characters of a text; a `charset` of None is all of Unicode."""
    return charset is None or _has(text, charset)


def charset_of(widget: DOMNode) -> str | None:
    """Return the encoding whose characters the terminal of `widget` shows; None for all of Unicode."""
    return cast("_DrawnOnTerminal", widget.app).terminal.charset


def likeness(grapheme: str, width: int, charset: str) -> str:
    """Return a replacement for a grapheme.

    Args:
        grapheme: one character as the user sees it.
        width: its width in cells.
        charset: the encoding whose characters the terminal shows.

    Returns:
        The grapheme itself where the encoding has it, else a text of `width` characters, one a cell.
    """
    composed = unicodedata.normalize("NFC", grapheme)
    if _has(composed, charset) and cell_len(composed) == width:
        return composed
    if grapheme in _WIDE_LIKE:
        return _WIDE_LIKE[grapheme]
    sign = _LIKE.get(composed) or _LIKE.get(grapheme[0]) or _base(grapheme)
    return sign.ljust(width) if sign != "?" else sign * width


def _base(grapheme: str) -> str:
    """Return the ASCII character that a grapheme is based on, if it is on one; else "?"."""
    parts = unicodedata.normalize("NFKD", grapheme)
    base = [char for char in parts if not unicodedata.combining(char)]
    if len(base) != 1 or base[0] in "\ufe0e\ufe0f":
        return "?"
    return base[0] if " " <= base[0] <= "~" else _LIKE.get(base[0], "?")


def _has(text: str, charset: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
