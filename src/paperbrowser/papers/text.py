"""Text of unknown origin made safe for a terminal, put on one line or in paragraphs, and cut. Pure functions.

Everything read from a file passes through `clean`, `one_line` or `paragraphs` once, where it enters; the rest
of the program relies on it.
"""

import unicodedata

from paperbrowser.papers.patterns import pattern

# Controls and invisible format characters: they move the cursor, reorder text or hide it.
# ZWJ and ZWNJ stay, because emoji, Persian and the Indic scripts are written with them.
_REMOVED = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0 and C1 without white space
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"  # bidi marks and invisible operators
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # byte order mark, annotations, tags
)
_SPACES = "\t\x0b\x0c\r\x85\u2028\u2029"
_SURROGATES = "\ud800-\udfff"
_UNCLEAN = pattern(f"[{_REMOVED}{_SPACES}{_SURROGATES}]")
_CONTROL = pattern(f"[{_REMOVED}]")
_SPACE = pattern(f"[{_SPACES}]")
_SURROGATE = pattern(f"[{_SURROGATES}]")
# A joiner that joins nothing: terminals differ in how wide they draw its neighbour.
_LOOSE_JOINER = pattern("(?<![^\x00-\x7f])\u200d+|\u200d+(?![^\x00-\x7f])")


def clean(text: str) -> str:
    r"""Return text that no terminal acts upon: printable characters and newlines only.

    Controls and bidi overrides are dropped, other white space becomes a space, lone surrogates become
    U+FFFD, joiners stay between the characters they join. `clean(clean(x)) == clean(x)`.

    >>> clean("\x1b[31mred\tand \ud800")
    '[31mred and \ufffd'
    """
    if text.isprintable():  # mostly so, and nearly twice as fast as a search
        return _LOOSE_JOINER.sub("", text) if "\u200d" in text else text
    if _UNCLEAN.search(text):
        text = _SURROGATE.sub("\ufffd", _SPACE.sub(" ", _CONTROL.sub("", text)))
    return _LOOSE_JOINER.sub("", text) if "\u200d" in text else text


def has_controls(text: str) -> bool:
    """Return whether `clean` would drop something from `text`, not only turn white space into spaces."""
    return _CONTROL.search(text) is not None


def clean_line(text: str) -> str:
    """Return `text` clean and on one line: newlines become spaces, the ends are trimmed."""
    return clean(text).replace("\n", " ").strip()


_SOFT_HYPHEN = "\xad"
_DIVIDING = (
    f"-\u2010{_SOFT_HYPHEN}"  # at a line's end; the second is the hyphen of good typesetting
)


def joined_lines(text: str) -> str:
    r"""Return lines copied from a page as one, clean; a word divided at a line's end is put together.

    >>> joined_lines("Field Level Neural Net-\nwork Emulator for\nNavier-\nStokes")
    'Field Level Neural Network Emulator for Navier-Stokes'
    """
    lines = [line.strip() for line in clean(text).split("\n") if line.strip()]
    joined = ""
    for line in lines:
        divided = joined[-1:] in {*_DIVIDING} and joined[-2:-1].isalpha() and line[:1].isalpha()
        if divided:
            soft = joined[-1] == _SOFT_HYPHEN or line[0].islower()
            joined = (joined[:-1] if soft else joined) + line
        else:
            joined = f"{joined} {line}" if joined else line
    return joined


def one_line(text: str) -> str:
    r"""Return `text` clean, on one line, with single blanks.

    >>> one_line(" On \n \x07 Machines\x07")
    'On Machines'
    """
    line = " ".join(text.split())
    # Cleaned last: a joiner may join nothing any more once the blank beside it is another one.
    if line.isprintable():
        return line
    cleaned = clean_line(line)
    return one_line(cleaned) if "  " in cleaned else cleaned  # where a control stood between blanks


def paragraphs(text: str) -> str:
    r"""Return `text` clean, each paragraph on a line of its own: only an empty line ends one.

    >>> paragraphs("One\r\n  half.\r\n\r\n\r\nTwo.")
    'One half.\n\nTwo.'
    """
    text = text.strip()
    if "\n" not in text and "\r" not in text:
        return clean(text)
    found: list[list[str]] = [[]]
    for line in lines_of(text):
        if words := line.strip():
            found[-1].append(words)
        elif found[-1]:
            found.append([])
    return clean("\n\n".join(" ".join(lines) for lines in found if lines))


def newlines(text: str) -> str:
    """Return `text` with every line end as a newline character."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def lines_of(text: str) -> list[str]:
    """Return the lines. Unicode's other separators end none: titles have them inside."""
    return newlines(text).split("\n")


def columns(text: str) -> int:
    """Return how many columns of a terminal `text` takes.

    >>> columns("abc"), columns("数学"), columns("e\u0301")
    (3, 4, 1)
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def cut(text: str, width: int) -> str:
    """Return `text` in at most `width` columns, with an ellipsis where something is left out.

    >>> cut("On Computable Numbers", 8), cut("数学の本", 6)
    ('On Comp…', '数学…')
    """
    if columns(text) <= width:
        return text
    used = 0
    for at, char in enumerate(text):
        used += _columns(char)
        if used > width - 1:
            return text[:at] + "…"
    return text


def _columns(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
