"""Whether a profile's TOML was written by a hand: comments, other keys, its own order or layout.

What the program wrote it can write again; what a hand wrote is kept when the file is replaced.
"""

import re

from paperbrowser.formats import toml
from paperbrowser.formats.input import Input
from paperbrowser.formats.result import ReadError
from paperbrowser.formats.toml.values import PAPER_KEYS, PROFILE_KEYS

_COMPARED = (
    1_000_000  # characters; beyond, parsing takes too long and the look of the lines must do
)
_LINE = re.compile(
    r'(?:version = 1|\[profile\]|\[\[papers\]\]|\]|    "(?:[^"\\]|\\.)*",'
    r'|(?P<key>[a-z_]+) = (?:"(?:[^"\\]|\\.)*"|\[(?:\])?|true|false|-?[\d.e+-]+))?'
)


def is_by_hand(data: bytes) -> bool:
    """Whether the content of a file is anything but what `toml.dumps` made."""
    try:
        text = data.decode()
        if len(text) <= _COMPARED:
            return toml.dumps(toml.read(Input.of_text(text)).profile) != text
    except (ReadError, ValueError):
        return True
    return not text.startswith(toml.HEADING) or any(
        map(_is_odd, text[len(toml.HEADING) :].split("\n"))
    )


def _is_odd(line: str) -> bool:
    found = _LINE.fullmatch(line)
    return found is None or (
        found["key"] is not None
        and found["key"] not in PAPER_KEYS
        and found["key"] not in PROFILE_KEYS
    )
