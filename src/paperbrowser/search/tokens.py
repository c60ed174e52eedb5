"""The pieces of a query's text: words, quoted values, values of fields. Pure functions."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from paperbrowser.search.conditions import QUOTES
from paperbrowser.search.fields import NAMES, TEXT, field_named

_BLANKS = re.compile(r"\s*")
_HEAD = re.compile(r"([-!](?=[^\s!-]))?(?:([^\W\d_]++):)?")
# A quote opens where a word could start; after a letter ('10" mirror') or before a blank it is punctuation.
_BARE = re.compile(rf"(?:[^\s{QUOTES}]|(?<=[^\W_])[{QUOTES}]|[{QUOTES}](?!\S))+")
_QUOTE = re.compile(f"[{QUOTES}]")
_NEXT_FIELD = re.compile(rf"\s(?=-?(?:{'|'.join(NAMES)}):\S)", re.IGNORECASE)


class Token(NamedTuple):
    """A piece of the text, `-name:"value"`. All but the value may be missing.

    Attributes:
        start: characters of the text before it and its minus.
        end: characters of the text up to its end.
        negated: it starts with a minus or an exclamation mark.
        name: the text before the colon, as written; empty without a colon.
        value: the text after the colon, without quotes.
        quoted: the value stands within quotes.
        open: the closing quote is missing.
    """

    start: int
    end: int
    negated: bool
    name: str
    value: str
    quoted: bool = False
    open: bool = False


def tokens(text: str) -> Iterator[Token]:
    """Yield the pieces of `text` in order.

    Minus and name count at the start of a piece that follows a blank. An open quote reaches to the end
    of the text or to the next known field, whichever comes first.
    """
    at, size = 0, len(text)
    while True:
        at = _end(_BLANKS, text, at)
        if at == size:
            return
        start, negated, name = at, False, ""
        if at == 0 or text[at - 1].isspace():
            head = _HEAD.match(text, at)
            if head is not None:
                negated, name, at = head[1] is not None, head[2] or "", head.end()
                start += negated
        bare = _end(_BARE, text, at)
        if bare > at or at == size or text[at].isspace():
            yield Token(start, bare, negated, name, text[at:bare])
            at = bare
            continue
        named = field_named(name)
        opening, closing = at + 1, _QUOTE.search(text, at + 1)
        if closing is not None:
            at = closing.end()
            value = text[opening : closing.start()]
            yield Token(start, at, negated, name, value, quoted=True)
        elif named is not None and named.read is not None and named.name != TEXT:
            # A filter's value is one word, unless quotes say otherwise; that of `text:` is a phrase.
            at = _end(_BARE, text, opening)
            yield Token(start, at, negated, name, text[opening:at], quoted=True, open=True)
        else:
            following = _NEXT_FIELD.search(text, opening)
            at = size if following is None else following.start()
            yield Token(start, at, negated, name, text[opening:at], quoted=True, open=True)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return at if found is None else found.end()
