"""The signs that the browser draws, and what stands for them where a terminal lacks them.

Widgets draw in Unicode, always. What a terminal cannot show is replaced on its way there, cell by cell, so
that the layout stays the same: a sign by its likeness below, a letter by its base, the rest by "?".
"""

import unicodedata

from rich.cells import cell_len
from textual.dom import DOMNode

from paperbrowser.system.terminal import Terminal

# Signs of one cell and their likeness. In the first lines what the browser itself draws.
_LIKE = {
    "▌": ">", "…": "~", "·": "-", "–": "-", "↓": "v", "↑": "^", "↵": "<", "“": '"', "”": '"',
    "─": "-", "│": "|", "━": "=", "╌": "-", "┃": "#", "╭": "+", "╮": "+", "╰": "+", "╯": "+",
    "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+",
    "▔": "-", "▁": "_", "▂": "_", "▃": "_", "▄": "#", "▅": "#", "▆": "#", "▇": "#", "█": "#",
    "▎": "|", "▏": "|", "▍": "|", "▋": "#", "▊": "|", "▉": "#", "▐": "|", "▕": "|", "▀": "#",
    "❯": ">", "▼": "v", "▲": "^", "▶": ">", "◀": "<", "●": "*", "○": "o", "•": "*", "✓": "x",
    # What papers are written with.
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
_SPELLED = {"↵": "Enter", "↓": "Down", "↑": "Up", "…": "..."}


def spelled(text: str, charset: str | None) -> str:
    """`text` of the browser's own, with the names of keys in place of their signs where those are missing."""
    if charset is not None and not text.isascii():
        for sign, name in _SPELLED.items():
            if sign in text and not _has(sign, charset):
                text = text.replace(sign, name)
    return text


def charset_of(widget: DOMNode) -> str | None:
    """Which characters the terminal shows that `widget` is drawn on; None for all."""
    return getattr(widget.app, "terminal", Terminal()).charset


def likeness(grapheme: str, width: int, charset: str) -> str:
    """What `charset` has for a grapheme of so many cells: as many cells, of one character each or itself."""
    composed = unicodedata.normalize("NFC", grapheme)
    if _has(composed, charset) and cell_len(composed) == width:
        return composed
    if grapheme in _WIDE_LIKE:
        return _WIDE_LIKE[grapheme]
    sign = _LIKE.get(composed) or _LIKE.get(grapheme[0]) or _base(grapheme)
    return sign.ljust(width) if sign != "?" else sign * width


def _base(grapheme: str) -> str:
    """The one ASCII character that a grapheme is made of, if it is; else "?"."""
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
