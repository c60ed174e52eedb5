"""What an index knows of titles: words in order, neighbours run together, initials, the whole of them."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from paperbrowser.papers.words import (
    FUNCTION_WORDS,
    STOP_WORDS,
    parts,
    spellings,
    title_key,
)
from paperbrowser.search.index.lexicon import Arrays, lexicon_arrays

_LONGEST = 120  # words of a title; those that follow are found, but not ranked by their place
_LONGEST_PAIR = 40  # characters
_LEAST_INITIALS, _MOST_INITIALS = 3, 12
# Initials are read off a title in several ways; those of the telling words alone are the likeliest.
_EVERY_WORD, _EVERY_PART, _CONTENT_WORDS, _TELLING_WORDS = 210, 230, 240, 255


def title_arrays(
    stream: npt.NDArray[np.int32], end: int, written: list[str], number: dict[str, int]
) -> Arrays:
    """Arrays of all titles.

    Args:
        stream: the words of all titles in order, each title closed by `end`.
        end: see `stream`.
        written: the words of the stream by their number.
        number: the spellings that are indexed, and their ids.

    Returns:
        "title.words" and "title.places" (each spelling of each word and its place in the title),
        "title.starts" (int64, one more than titles), "title.lengths" (in words that are not too common,
        at most 255); the lexicons "pairs" and "initials".
    """
    known: dict[int, _TitleWord] = {}
    words: list[int] = []
    places: list[int] = []
    starts = [0]
    lengths: list[int] = []
    pairs, initials = _Table(), _Table()
    place = content = 0
    left = every = every_part = telling = plain = ""
    for token in stream.tolist():
        paper = len(lengths)
        if token == end:
            # In this order the likelier way to read a title counts where two give the same.
            for letters, likelihood in (
                (every, _EVERY_WORD),
                (every_part, _EVERY_PART),
                (telling, _CONTENT_WORDS),
                (plain, _TELLING_WORDS),
            ):
                if len(letters) >= _LEAST_INITIALS:
                    initials.note(letters[:_MOST_INITIALS], paper, likelihood)
            starts.append(len(words))
            lengths.append(content)
            place = content = 0
            left = every = every_part = telling = plain = ""
            continue
        if place >= _LONGEST:
            continue
        word = known.get(token) or known.setdefault(token, _title_word(written[token], number))
        words += word.ids
        places += [place + offset for offset in word.offsets]
        place += len(word.pieces)
        content += word.content
        every += word.every
        every_part += word.every_part
        telling += word.telling
        plain += word.plain
        for piece in word.pieces:
            if piece and left:
                pairs.note((left + piece)[:_LONGEST_PAIR], paper)
            left = piece
    return {
        "title.words": np.array(words, np.int32),
        "title.places": np.minimum(np.array(places, np.int64), 255).astype(np.uint8),
        "title.starts": np.array(starts, np.int64),
        "title.lengths": np.minimum(np.array(lengths, np.int64), 255).astype(np.uint8),
        **pairs.arrays("pairs"),
        **initials.arrays("initials"),
    }


class _TitleWord(NamedTuple):
    """What a word adds to any title that holds it.

    Attributes:
        ids: of its spellings.
        offsets: their places, counted from the word's own.
        pieces: its parts, those that are too common to be run together with others empty.
        content: how many of the parts are not.
        every: its initial.
        every_part: the initials of its parts, if it is no function word.
        telling: its initial, if it is neither common nor short.
        plain: its initial, if it is neither a function word nor short.
    """

    ids: list[int]
    offsets: list[int]
    pieces: list[str]
    content: int
    every: str
    every_part: str
    telling: str
    plain: str


def _title_word(word: str, number: dict[str, int]) -> _TitleWord:
    pieces, every = parts(word), spellings(word)
    long, function = len(word) > 2, word in FUNCTION_WORDS
    bare = ["" if piece in STOP_WORDS else piece for piece in pieces]
    return _TitleWord(
        ids=[number[one] for one in every],
        offsets=[pieces.index(one) if one in pieces else 0 for one in every],
        pieces=bare,
        content=sum(map(bool, bare)),
        every=word[0],
        every_part="" if function else "".join(piece[0] for piece in pieces),
        telling=word[0] if long and word not in STOP_WORDS else "",
        plain=word[0] if long and not function else "",
    )


class _Table:
    """Texts and the papers they stand in, noted one by one."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._papers: list[int] = []
        self._values: list[int] = []

    def note(self, text: str, paper: int, value: int = 255) -> None:
        """`text` stands in `paper`, worth so much; noted again, the last value counts."""
        self._texts.append(text)
        self._papers.append(paper)
        self._values.append(value)

    def arrays(self, name: str) -> Arrays:
        """The lexicon of what was noted."""
        encoded = sorted((text.encode(errors="replace"), text) for text in set(self._texts))
        number = {text: at for at, (_, text) in enumerate(encoded)}
        ids = np.fromiter(map(number.__getitem__, self._texts), np.int64, len(self._texts))
        papers, values = np.array(self._papers, np.int32), np.array(self._values, np.uint8)
        order = np.lexsort((papers, ids))
        ids, papers, values = ids[order], papers[order], values[order]
        last = np.append((ids[1:] != ids[:-1]) | (papers[1:] != papers[:-1]), True)[: len(ids)]
        return lexicon_arrays(
            name, [raw for raw, _ in encoded], ids[last], papers[last], values[last]
        )


def title_number(title: str) -> int | None:
    """Return the title's `title_key` as a number of 64 bits; None when it has no words."""
    key = title_key(title)
    if not key:
        return None
    return int.from_bytes(blake2b(key.encode(errors="replace"), digest_size=8).digest())


def whole_titles(titles: Sequence[str]) -> Arrays:
    """Arrays to find papers by their whole title: sorted keys, and the papers they belong to."""
    found = [
        (key, at) for at, title in enumerate(titles) if (key := title_number(title)) is not None
    ]
    keys = np.array([key for key, _ in found], np.uint64)
    order = np.argsort(keys, kind="stable")
    papers = np.array([at for _, at in found], np.int32)
    return {"whole.keys": keys[order], "whole.papers": papers[order]}
