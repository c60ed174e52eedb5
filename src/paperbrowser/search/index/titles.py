"""The arrays of titles: words in order, neighbours run together, initials, whole titles."""

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from paperbrowser.papers.words import (
    FUNCTION_WORDS,
    STOP_WORDS,
    fold,
    parts,
    spellings,
    split,
    title_key,
)
from paperbrowser.search.index import weights
from paperbrowser.search.index.arrays import TitleWords, WholeTitles
from paperbrowser.search.index.lexicon import Lexicon

_LONGEST_TITLE = 120  # words; those that follow are found, but not ranked by their place
_LONGEST_PAIR = 40  # characters
_BEFORE_SUBTITLE = re.compile(r"(?<=\S)[:?!.](?=\s)|(?<=\s)[-–—](?=\s)|—")
_MOST_SUBTITLES = 3
_SHORT = 2  # letters; shorter words are left out of some initials


def title_arrays(
    stream: npt.NDArray[np.int32],
    end: int,
    written: list[str],
    number: dict[str, int],
    titles: Sequence[str],
) -> tuple[TitleWords, Lexicon, Lexicon]:
    """Index all titles.

    Args:
        stream: the words of all titles in order, each title closed by `end`.
        end: see `stream`.
        written: the words of the stream by their number.
        number: the spellings that are indexed, and their ids.
        titles: as they are shown.

    Returns:
        The words of titles, pairs of neighbours, and initials; see `IndexArrays`.
    """
    known: dict[int, _TitleWord] = {}
    words: list[int] = []
    places: list[int] = []
    starts = [0]
    lengths: list[int] = []
    pairs, initials = _PostingList(), _PostingList()
    for paper, tokens in enumerate(_titles(stream, end)):
        title: list[_TitleWord] = []
        place, left = 0, ""
        for token in tokens:
            if place >= _LONGEST_TITLE:
                break
            word = known.get(token) or known.setdefault(token, _title_word(written[token], number))
            title.append(word)
            words += word.ids
            places += [place + offset for offset in word.offsets]
            place += len(word.pieces)
            for piece in word.pieces:
                if piece and left:
                    pairs.add((left + piece)[:_LONGEST_PAIR], paper, 255)
                left = piece
        starts.append(len(words))
        lengths.append(sum(word.content for word in title))
        for before in _subtitles(titles[paper]):
            _add_initials(initials, title[before:], paper, weights.OF_SUBTITLE)
        _add_initials(initials, title, paper)
    return (
        TitleWords(
            np.array(words, np.int32),
            np.minimum(np.array(places, np.int64), 255).astype(np.uint8),
            np.array(starts, np.int64),
            np.minimum(np.array(lengths, np.int64), 255).astype(np.uint8),
        ),
        pairs.lexicon(),
        initials.lexicon(),
    )


def _subtitles(title: str) -> Iterator[int]:
    """Yield the number of words before each subtitle: what follows a colon, a dash, a full stop."""
    for found in islice(_BEFORE_SUBTITLE.finditer(title), _MOST_SUBTITLES):
        yield len(split(fold(title[: found.start()])))


def _titles(stream: npt.NDArray[np.int32], end: int) -> Iterator[list[int]]:
    """Yield the words of each title."""
    every = stream.tolist()
    ends = np.flatnonzero(stream == end).tolist()
    for before, after in pairwise([-1, *ends]):
        yield every[before + 1 : after]


class _TitleWord(NamedTuple):
    """A word's part in any title that holds it.

    Attributes:
        ids: of its spellings.
        offsets: their places, counted from the word's own.
        pieces: its parts; empty texts for stop words, which are not run together with others.
        content: number of parts that are no stop words.
        every: its initial.
        every_part: the initials of its parts, if it is no function word.
        telling_parts: the initials of its parts that are no function words.
        content_initial: its initial, if it is neither a stop word nor short.
        telling_initial: its initial, if it is neither a function word nor short.
    """

    ids: list[int]
    offsets: list[int]
    pieces: list[str]
    content: int
    every: str
    every_part: str
    telling_parts: str
    content_initial: str
    telling_initial: str


def _title_word(word: str, number: dict[str, int]) -> _TitleWord:
    pieces, spelled = parts(word), spellings(word)
    long, function = len(word) > _SHORT, word in FUNCTION_WORDS
    bare = ["" if piece in STOP_WORDS else piece for piece in pieces]
    return _TitleWord(
        ids=[number[one] for one in spelled],
        offsets=[pieces.index(one) if one in pieces else 0 for one in spelled],
        pieces=bare,
        content=sum(map(bool, bare)),
        every=word[0],
        every_part="" if function else "".join(piece[0] for piece in pieces),
        telling_parts="".join(piece[0] for piece in pieces if piece not in FUNCTION_WORDS),
        content_initial=word[0] if long and word not in STOP_WORDS else "",
        telling_initial=word[0] if long and not function else "",
    )


def _add_initials(
    initials: "_PostingList", title: Sequence[_TitleWord], paper: int, share: float = 1.0
) -> None:
    """Add the initials of a title, or at a share of their worth of a part of it, in each way to take them."""
    # The likelier way comes later: where two give the same letters, its value counts.
    for letters, value in (
        ("".join(word.every for word in title), weights.OF_EVERY_WORD),
        ("".join(word.telling_parts for word in title), weights.OF_EVERY_PART),
        ("".join(word.every_part for word in title), weights.OF_EVERY_PART),
        ("".join(word.content_initial for word in title), weights.OF_CONTENT_WORDS),
        ("".join(word.telling_initial for word in title), weights.OF_TELLING_WORDS),
    ):
        if len(letters) >= weights.FEWEST_INITIALS:
            initials.add(letters[: weights.MOST_INITIALS], paper, int(value * share))


class _PostingList:
    """Texts and the papers they stand in, collected one by one."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._papers: list[int] = []
        self._values: list[int] = []

    def add(self, text: str, paper: int, value: int) -> None:
        """Add a text of a paper with its value, 0 to 255; of the same text and paper the last one counts."""
        self._texts.append(text)
        self._papers.append(paper)
        self._values.append(value)

    def lexicon(self) -> Lexicon:
        """Return the texts as a lexicon."""
        encoded = sorted((text.encode(errors="replace"), text) for text in set(self._texts))
        number = {text: at for at, (_, text) in enumerate(encoded)}
        ids = np.fromiter(map(number.__getitem__, self._texts), np.int64, len(self._texts))
        papers, values = np.array(self._papers, np.int32), np.array(self._values, np.uint8)
        order = np.lexsort((papers, ids))
        ids, papers, values = ids[order], papers[order], values[order]
        last = np.append((ids[1:] != ids[:-1]) | (papers[1:] != papers[:-1]), True)[: len(ids)]
        return Lexicon.of([raw for raw, _ in encoded], ids[last], papers[last], values[last])


def title_number(title: str) -> int | None:
    """Return the title's `title_key` as a number of 64 bits; None when it has no words."""
    key = title_key(title)
    if not key:
        return None
    return int.from_bytes(blake2b(key.encode(errors="replace"), digest_size=8).digest())


def whole_titles(titles: Sequence[str]) -> WholeTitles:
    """Index titles as a whole, as they are shown."""
    found = [
        (key, at) for at, title in enumerate(titles) if (key := title_number(title)) is not None
    ]
    keys = np.array([key for key, _ in found], np.uint64)
    order = np.argsort(keys, kind="stable")
    papers = np.array([at for _, at in found], np.int32)
    encoded = [title.encode(errors="replace") for title in titles]
    starts = np.cumsum([0, *map(len, encoded)], dtype=np.int64)
    text = np.frombuffer(b"".join(encoded), np.uint8)
    return WholeTitles(keys[order], papers[order], text, starts)
