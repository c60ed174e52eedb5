"""Recognise a profile file that the user edited: comments, other keys, another order or layout.

Such a file is kept when it is replaced; the program can write its own ones again.
"""

import re

from paperbrowser.formats import toml
from paperbrowser.formats.input import Input
from paperbrowser.formats.result import ReadError
from paperbrowser.formats.toml.values import PAPER_KEYS, PROFILE_KEYS

_COMPARED = 1_000_000  # characters; parsing more takes too long, and only the form of the lines is looked at
_LINE = re.compile(
    r'(?:version = 1|\[profile\]|\[\[papers\]\]|\]|    "(?:[^"\\]|\\.)*",'
    r'|(?P<key>[a-z_]+) = (?:"(?:[^"\\]|\\.)*"|\[(?:\])?|true|false|-?[\d.e+-]+))?'
)


def is_edited(data: bytes) -> bool:
    """Whether the content of a file is not as `toml.dumps` writes it."""
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
