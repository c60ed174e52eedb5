"""The sentence that a service says itself in an answer that is an error, clean and short."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from paperbrowser.formats.text.markup import line_of
from paperbrowser.papers.text import cut

_LONGEST = 200  # characters of a sentence
_PLAIN = 300  # characters of a text that is taken for a sentence
# In this order: ORCID explains more to developers than to users; OpenAlex says more in its message.
_KEYS = ("user-message", "message", "error_description", "error", "detail", "title", "errors")
_DEPTH = 3  # objects within each other
_XML = re.compile(r"<(?:\w+:)?(summary|user-message)\b[^>]*>([^<]{1,2000})<", re.IGNORECASE)
_MARKUP = re.compile(r"\s*(?:<|\{|\[)")


def sentence(body: bytes, secrets: Iterable[str] = ()) -> str:
    """Return the sentence in the body of an error, or an empty text.

    Args:
        body: JSON, the feed of arXiv, XML of ORCID or a line of text; web pages say nothing.
        secrets: texts that are left out, such as the user's key.

    >>> sentence(b'{"error": true, "message": "Invalid filter: athor.id"}')
    'Invalid filter: athor.id'
    """
    text = body.decode("utf-8", "replace").lstrip("\ufeff")
    said = ""
    if found := _XML.search(text):
        said = found[2]
    elif not _MARKUP.match(text):
        said = text if len(text) <= _PLAIN else ""
    else:
        try:
            said = _of_json(json.loads(text), _DEPTH)
        except (ValueError, RecursionError):
            return ""
    for secret in filter(None, secrets):
        said = said.replace(secret, "…")
    return cut(line_of(said[: 10 * _LONGEST]), _LONGEST).rstrip(" .")


def _of_json(value: Any, depth: int) -> str:
    if isinstance(value, str):
        return value
    if depth and isinstance(value, list):
        return next(filter(None, (_of_json(one, depth - 1) for one in value[:3])), "")
    if depth and isinstance(value, Mapping):
        return next(filter(None, (_of_json(value.get(key), depth - 1) for key in _KEYS)), "")
    return ""
