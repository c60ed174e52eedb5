"""The most cells that a terminal may give to a text, for scripts whose widths terminals disagree on.

Rich takes a spacing vowel sign of Hindi and a vowel of a Korean syllable that is taken apart for no wider
than their base; some terminals give each a cell of its own. Texts are cut, and what follows them is placed,
so that no letter is written over another in any of them. Emoji that a terminal does not join may lose parts.
"""

import unicodedata

from rich.cells import cell_len, split_graphemes

from paperbrowser.papers.patterns import pattern

_DIFFER = pattern(
    "[\u0900-\u109f\u1100-\u11ff\u1700-\u18af\u1900-\u1cff\u302e\u302f\ua800-\uabff\ud7b0-\ud7fb"
    "\U00010a00-\U00011fff\U00016f00-\U00016fff\U0001d165-\U0001d172]"
)
_VARIANTS = "\ufe0e\ufe0f"  # ask for a sign as text or as an emoji
_FLAG = pattern("[\U0001f1e6-\U0001f1ff]")  # a letter of a flag


def certain(char: str, width: int) -> bool:
    """Return whether every terminal gives a grapheme one cell, where Rich gives it `width`."""
    return width == 1 and len(char) == 1 and not _FLAG.match(char)


def widest(text: str) -> int:
    """Return the most cells of a text; marks above and below letters take none."""
    if text.isascii() or not _DIFFER.search(text):
        return cell_len(text)
    return sum(_widest(text[start:end], width) for start, end, width in split_graphemes(text)[0])


def widest_grapheme(grapheme: str, width: int) -> int:
    """Return the most cells of a grapheme, where Rich gives it `width`; each mark takes one."""
    marks = sum(
        unicodedata.category(char) in {"Mn", "Me"} for char in grapheme if char not in _VARIANTS
    )
    return _widest(grapheme, width) + marks


def _widest(grapheme: str, width: int) -> int:
    return max(width, cell_len(grapheme[0]) + sum(map(_spacing, grapheme[1:]))) if grapheme else 0


def _spacing(char: str) -> bool:
    """Return whether a mark or vowel has a cell of its own in some terminals."""
    jamo = "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7fb"
    return jamo or unicodedata.category(char) == "Mc"
