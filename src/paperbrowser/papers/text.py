"""Untrusted text made safe to show. Pure functions.

Everything read from a file passes through `clean` once, where it enters; the rest of the program
relies on it.
"""

import re

# Controls and invisible format characters: they move the cursor, reorder or hide what a reader sees.
# ZWJ and ZWNJ stay, because emoji, Persian and the Indic scripts are written with them.
_REMOVED = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # C0 and C1 without white space
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"  # bidi marks and invisible operators
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # byte order mark, annotations, tags
)
_SPACES = "\t\x0b\x0c\r\x85\u2028\u2029"
_SURROGATES = "\ud800-\udfff"
_UNCLEAN = re.compile(f"[{_REMOVED}{_SPACES}{_SURROGATES}]")
_CONTROL = re.compile(f"[{_REMOVED}]")
_SPACE = re.compile(f"[{_SPACES}]")
_SURROGATE = re.compile(f"[{_SURROGATES}]")
# A joiner that joins nothing: what it does to the width of its neighbour differs between terminals.
_LOOSE_JOINER = re.compile("(?<![^\x00-\x7f])\u200d+|\u200d+(?![^\x00-\x7f])")


def clean(text: str) -> str:
    """Text that no terminal acts upon: printable characters and newlines only.

    Controls and bidi overrides are dropped, other white space becomes a space, lone surrogates become
    U+FFFD, joiners stay between the characters they join. `clean(clean(x)) == clean(x)`.
    """
    if text.isprintable():  # none of all that; nearly twice as quick as to search for it
        return _LOOSE_JOINER.sub("", text) if "\u200d" in text else text
    if _UNCLEAN.search(text):
        text = _SURROGATE.sub("\ufffd", _SPACE.sub(" ", _CONTROL.sub("", text)))
    return _LOOSE_JOINER.sub("", text) if "\u200d" in text else text


def has_controls(text: str) -> bool:
    """Whether `clean` would drop something from `text` (rather than only turn white space to spaces)."""
    return _CONTROL.search(text) is not None


def clean_line(text: str) -> str:
    """Like `clean`, on one line: newlines become spaces, the ends are trimmed."""
    return clean(text).replace("\n", " ").strip()


def is_web_link(url: str) -> bool:
    """Whether `url` is something a browser may be asked to open: http or https, no blanks, no controls."""
    return (
        re.fullmatch(r"https?://[^\s/?#\\][^\s\\]*", url, re.IGNORECASE) is not None
        and clean(url) == url
    )
