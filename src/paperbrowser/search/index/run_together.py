"""Take a word of a query apart into the words of a title that it was run together of: "deeplearningfor".

Two content words are looked up as a pair (`titles`). Longer runs, and those with stop words, are cut into
words that titles have, and looked for in the titles that have all of them side by side.
"""

from collections.abc import Iterator
from functools import reduce
from itertools import islice
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from paperbrowser.papers.words import STOP_WORDS
from paperbrowser.search.index.arrays import TitleWords
from paperbrowser.search.index.lexicon import Lexicon, Postings

_SHORTEST = 3  # letters of a piece that is no stop word
_LONGEST = 24  # letters of a piece
_MOST_PIECES = 8
_MOST_WAYS = 6  # of taking a word apart that are tried, those with the fewest pieces first
_MOST_TITLES = 200  # with all pieces, that are looked at


class _Piece(NamedTuple):
    """A part of the word: spellings from id `first` to before `last`, several for the unfinished end."""

    first: int
    last: int
    stop_word: bool


_Pieces = dict[int, list[tuple[int, _Piece]]]
"""By its start the pieces that begin there, each with its end, short ones first."""


def titles_with(
    word: str, words: Lexicon, titled: Postings, titles: TitleWords, *, unfinished: bool
) -> npt.NDArray[np.int64]:
    """Return the papers whose title has the words, side by side, that `word` is run together of.

    Args:
        word: the word, without hyphens.
        words: all words.
        titled: their postings in titles.
        titles: the words of titles in order.
        unfinished: the last of the words may be longer.

    Returns:
        Positions, ascending; of the way with the fewest words that any title has.
    """
    pieces = _pieces(word, words, titled, unfinished=unfinished)
    possible = _possible(pieces, len(word))
    for count in range(2, _MOST_PIECES + 1):
        if (0, count) not in possible:
            continue
        ways = _ways(pieces, len(word), count, possible)
        found = [
            paper
            for _, way in zip(range(_MOST_WAYS), ways, strict=False)
            for paper in _papers(way, titled, titles)
        ]
        if found:
            return np.unique(np.array(found, np.int64))
    return np.empty(0, np.int64)


def ways_of(
    word: str, words: Lexicon, titled: Postings, *, unfinished: bool
) -> list[tuple[str, ...]]:
    """Return ways to take a word apart into words that titles have, those with the fewest words first.

    Args:
        word: the word, without hyphens.
        words: all words.
        titled: their postings in titles.
        unfinished: the last of the words may be longer.
    """
    pieces = _pieces(word, words, titled, unfinished=unfinished)
    possible = _possible(pieces, len(word))
    counts = [count for count in range(2, _MOST_PIECES + 1) if (0, count) in possible]
    found: list[tuple[str, ...]] = []
    for count in counts[:1]:
        for way in islice(_ways(pieces, len(word), count, possible), _MOST_WAYS):
            taken = [words.spelling(piece.first) for piece in way[:-1]]
            taken.append(word[sum(map(len, taken)) :])
            found.append(tuple(taken))
    return found


def _pieces(word: str, words: Lexicon, titled: Postings, *, unfinished: bool) -> _Pieces:
    """Return by its start the pieces of the word that are words of titles, each with its end."""
    size = len(word)
    spans = [
        (start, end)
        for start in range(size)
        for end in range(start + 1, min(size, start + _LONGEST) + 1)
        if end - start >= _SHORTEST or word[start:end] in STOP_WORDS
    ]
    if not spans or not len(words):
        return {}
    texts = np.array([word[start:end].encode(errors="replace") for start, end in spans], np.bytes_)
    at = np.searchsorted(words.spellings, texts)
    inside = np.minimum(at, len(words) - 1)
    exists = (words.spellings[inside] == texts) & (
        titled.starts[inside + 1] > titled.starts[inside]
    )
    found: _Pieces = {}
    for (start, end), id_, there in zip(spans, inside.tolist(), exists.tolist(), strict=True):
        if there:
            piece = _Piece(id_, id_ + 1, word[start:end] in STOP_WORDS)
            found.setdefault(start, []).append((end, piece))
    if unfinished:
        for start in range(max(1, size - _LONGEST), size):
            first, last = words.beginning(word[start:])
            if titled.starts[last] > titled.starts[first]:
                found.setdefault(start, []).append((size, _Piece(first, last, stop_word=True)))
    return found


def _ways(
    pieces: _Pieces, size: int, count: int, possible: set[tuple[int, int]], start: int = 0
) -> Iterator[tuple[_Piece, ...]]:
    """Yield the ways to take the word from `start` on apart into so many pieces, long pieces first."""
    for end, piece in reversed(pieces.get(start, ())):
        if count == 1:
            if end == size:
                yield (piece,)
        elif (end, count - 1) in possible:
            for rest in _ways(pieces, size, count - 1, possible, end):
                yield (piece, *rest)


def _possible(pieces: _Pieces, size: int) -> set[tuple[int, int]]:
    """Return from where the word can be taken apart to its end, and into how many pieces."""
    found = {(size, 0)}
    for start in range(size - 1, -1, -1):
        for end, _ in pieces.get(start, ()):
            found |= {
                (start, count) for count in range(1, _MOST_PIECES + 1) if (end, count - 1) in found
            }
    return found


def _papers(way: tuple[_Piece, ...], titled: Postings, titles: TitleWords) -> list[int]:
    """Return the papers whose title has these pieces side by side."""
    content = [piece for piece in way if not piece.stop_word]
    if not content:
        return []
    postings = sorted(
        (titled.papers[titled.postings(piece.first, piece.last)] for piece in content), key=len
    )
    candidates = reduce(np.intersect1d, postings).tolist()[:_MOST_TITLES]
    return [paper for paper in candidates if _has(way, paper, titles)]


def _has(way: tuple[_Piece, ...], paper: int, titles: TitleWords) -> bool:
    """Return whether the title of a paper has the pieces side by side.

    A hyphenated word of the title that is one piece has the place of its first part: "multi-armed bandits".
    """
    at = slice(int(titles.starts[paper]), int(titles.starts[paper + 1]))
    ids, places = titles.words[at].tolist(), titles.places[at].tolist()
    open_at: set[int] | None = None
    for piece in way:
        held = {
            place for id_, place in zip(ids, places, strict=True) if piece.first <= id_ < piece.last
        }
        open_at = (
            held
            if open_at is None
            else {place for place in held if {place - 1, place - 2} & open_at}
        )
        if not open_at:
            return False
    return True
