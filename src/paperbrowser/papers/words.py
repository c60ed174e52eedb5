"""Words and titles as they are compared: without differences of case, accents, hyphens and Greek letters.

The definition of a word is here only, so that the index, the query and the highlights agree. Pure functions.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from paperbrowser.papers.patterns import pattern

LONGEST = 40  # characters of a word that count
END = "\0"  # a word of its own; closes a text among others
IN_WORDS = f"abcdefghijklmnopqrstuvwxyz0123456789-'{END}"  # of the folded characters of ASCII

# Too common to ask for: a paper without them is found as well.
STOP_WORDS = frozenset(
    (  # noqa: SIM905 - a list of words is read as a sentence
        "a about after all also among an and any are as at be been before between both but by can could do "
        "does during each for from had has have how if in into is it its may more most no nor not of on only "
        "or other our over should so some such than that the their them then there these they this those "
        "through to toward towards under until up upon use used using very via was we were what when where "
        "which while who why will with within without would you your"
    ).split()
)
# Initials leave these out: "SLAM" is of simultaneous localization *and* mapping.
FUNCTION_WORDS = frozenset(
    (  # noqa: SIM905
        "a an and are as at be by can for from in into is it its of on or our over that the this to toward "
        "towards under using via we with"
    ).split()
)

_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau "
    "upsilon phi chi psi omega"
)
_GREEK_NAMES = dict(zip("αβγδεζηθικλμνξοπρστυφχψω", _GREEK.split(), strict=True))
_REPLACED = {
    "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ς": "σ",
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2018\u2019\u02bc\u2032", "'"),
}  # fmt: skip
_REPLACEABLE = pattern(f"[{''.join(_REPLACED)}]")
_BEYOND_ASCII = pattern(r"[^\x00-\x7f]+")
_MARKS = "\u0300-\u036f"
_MARK = pattern(f"[{_MARKS}]+")
# One or two Greek letters are a symbol, compared by name; more of them are a Greek word.
_SYMBOL = pattern("(?<![α-ω])[α-ω]{1,2}(?![α-ω])")
# Scripts without spaces: each character is a word.
_IDEOGRAPHS = (
    "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_RADICALS = "\u2e80-\u2fd5"  # PDFs have them for ideographs; folding makes ideographs of them
# Signs that are no part of a word but would be letters once folded: "Foo™" is no "footm".
_SIGN = pattern(
    r"[\u2033\u2034\u2057\u20a8\u2100-\u214b\u249c-\u24e9\u3196-\u33ff\ufdfc\U0001f110-\U0001f251](?<!\w)"
)
_LETTERS = rf"[^\W_{_IDEOGRAPHS}]"
_FOLDED_WORD = pattern(rf"[{_IDEOGRAPHS}]|{_LETTERS}+(?:[-']+{_LETTERS}+)*|\0")
_ASCII_WORD = pattern(r"[a-z0-9]+(?:[-']+[a-z0-9]+)*|\0")  # the same, several times faster
_NO_WORD = pattern(r"[^\w\x00-\x7f]+")
_RAW_LETTERS = rf"{_LETTERS}(?:{_LETTERS}|[{_MARKS}])*"
_RAW_JOINTS = (
    "-'\u2010-\u2014\u2212\u207b\u208b\ufe31\ufe32\ufe58\ufe63\uff0d\u2018\u2019\u02bc\u2032\uff07"
)
_RAW_WORD = pattern(
    rf"[{_IDEOGRAPHS}{_RADICALS}]|{_RAW_LETTERS}(?:[{_RAW_JOINTS}][{_RAW_JOINTS}{_MARKS}]*{_RAW_LETTERS})*"
)
_SEPARATOR = pattern("[-']+")
_MOST_PARTS = 8  # of a word whose parts are joined in pairs


class Word(NamedTuple):
    """A folded word ("n-body") and its place in the text: characters `start` to `end`."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """Return text as it is compared: lower case, no accents, one kind of hyphen, Greek letters by name.

    >>> fold("Régaldo’s ΛCDM")
    "regaldo's lambda-cdm"
    """
    if not text.isascii():
        text = _BEYOND_ASCII.sub(_folded, text)
    text = text.lower()
    return text if text.isascii() else _SYMBOL.sub(_named, text)


def _folded(found: re.Match[str]) -> str:
    return _folded_run(found[0])


@lru_cache(maxsize=4096)  # texts repeat them: a dash, a quote, an accented letter
def _folded_run(run: str) -> str:
    run = unicodedata.normalize("NFKD", _SIGN.sub(" ", run.casefold()))
    run = _MARK.sub("", run).casefold()
    return _REPLACEABLE.sub(lambda found: _REPLACED[found[0]], run)


def _named(symbol: re.Match[str]) -> str:
    """Return a symbol's name, with a hyphen to the letters beside it: "ΛCDM" is "lambda-cdm"."""
    text, start, end = symbol.string, symbol.start(), symbol.end()
    before = "-" if start and text[start - 1].isalnum() else ""
    after = "-" if end < len(text) and text[end].isalnum() else ""
    return before + "-".join(_GREEK_NAMES[letter] for letter in symbol[0]) + after


def split(folded: str) -> list[str]:
    """Return the words of folded text; a hyphenated word is one."""
    return (_ASCII_WORD if folded.isascii() else _FOLDED_WORD).findall(folded)


def bare(word: str) -> str:
    """Return a run of `IN_WORDS` without hyphens and apostrophes at its ends: a word, or nothing."""
    return word.strip("-'")


def without_signs(folded: str) -> str:
    """Return folded text with blanks for what is beyond ASCII and in no word, as dashes and quotes are."""
    return folded if folded.isascii() else _NO_WORD.sub(" ", folded)


def words(text: str) -> Iterator[Word]:
    """Yield the words of `text` in order, folded, with their places in it."""
    for found in _RAW_WORD.finditer(text):
        for word in _split_once(found[0]):
            yield Word(word, found.start(), found.end())


@lru_cache(maxsize=65536)  # texts repeat their words
def _split_once(raw: str) -> tuple[str, ...]:
    return tuple(split(fold(raw)))


def parts(word: str) -> list[str]:
    """Return the parts of a word between its hyphens, without the "s" of a possessive.

    >>> parts("n-body"), parts("galaxy's")
    (['n', 'body'], ['galaxy'])
    """
    if word.isalnum():
        return [word[:LONGEST]]
    found = [part for part in _SEPARATOR.split(word) if part]
    if len(found) > 1 and found[-1] == "s" and word.endswith("'s"):
        del found[-1]
    return [part[:LONGEST] for part in found]


def spellings(word: str) -> tuple[str, ...]:
    """Return all words that `word` is indexed as: its parts, then neighbours joined.

    >>> spellings("n-body")
    ('n', 'body', 'nbody')
    """
    if "-" not in word and "'" not in word:
        return (word[:LONGEST],)
    pieces = parts(word)
    if len(pieces) == 1:
        return (pieces[0], word.replace("'", "").replace("-", "")[:LONGEST])
    joined = ["".join(pieces)[:LONGEST]]
    if 2 < len(pieces) <= _MOST_PARTS:
        joined += [(left + right)[:LONGEST] for left, right in pairwise(pieces)]
    return tuple(dict.fromkeys([*pieces, *joined]))


def title_key(title: str) -> str:
    """Return the words of a title, by which two titles are compared; empty when it has none.

    >>> title_key("The N-Body Problem.") == title_key("the n–body problem")
    True
    """
    return " ".join(part for word in split(fold(title)) for part in parts(word))
