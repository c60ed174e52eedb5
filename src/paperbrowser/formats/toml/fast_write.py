"""Lines of TOML as tomli-w writes them, but many times as quickly: a large collection is a million of them.

A text without controls is the same in JSON as in TOML, which Python quotes in C. All else is tomli-w's.
"""

import datetime
import re
from json.encoder import encode_basestring as quoted
from typing import Any

import tomli_w

# But for the end of a line, which both write as "\\n".
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def line(key: str, value: Any) -> str:
    """`key = value` and the end of the line."""
    kind = type(value)
    if kind is str:
        if value.isprintable() or not _CONTROL.search(value):
            return f"{key} = {quoted(value)}\n"
    elif kind is tuple:
        if value and all(map(str.isprintable, value)):
            lines = ",\n    ".join(map(quoted, value))
            return f"{key} = [\n    {lines},\n]\n"
    elif kind is datetime.date or kind is int:
        return f"{key} = {value}\n"
    return tomli_w.dumps({key: value})
