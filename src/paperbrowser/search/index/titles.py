"""The arrays of titles: words in order, neighbours run together, initials, whole titles."""

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import islice
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
from paperbrowser.search.index.lexicon import Lexicon, Ragged, by_number, starts_of

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
    # The words are numbered anew, those of titles only.
    distinct = np.unique(stream)
    known = [_title_word(written[at], number) for at in distinct.tolist() if at != end]
    anew = np.full(len(written), -1, np.int32)
    anew[distinct[distinct != end]] = np.arange(len(known))
    inside = stream != end
    papers = (np.cumsum(~inside)[inside]).astype(np.int32)
    tokens = anew[stream[inside]]
    pieces = np.array([len(word.pieces) for word in known], np.int64)[tokens]
    after = np.cumsum(pieces)
    first = np.flatnonzero(np.diff(papers, prepend=-1))
    places = after - pieces
    places -= np.repeat(places[first], np.diff(first, append=len(places)))
    kept = places < _LONGEST_TITLE
    papers, tokens, places = papers[kept], tokens[kept], places[kept]
    del inside, pieces, after, kept
    title_words = _title_words(known, tokens, papers, places, len(titles))
    del places
    return (
        title_words,
        _pairs(known, tokens, papers),
        _initials(known, tokens, np.bincount(papers, minlength=len(titles)), titles),
    )


def _title_words(
    known: "Sequence[_TitleWord]",
    tokens: npt.NDArray[np.int32],
    papers: npt.NDArray[np.int32],
    places: npt.NDArray[np.int64],
    size: int,
) -> TitleWords:
    """Return the words of titles in order.

    Args:
        known: words of titles.
        tokens: the words of all titles in order, as indexes of `known`.
        papers: of each the paper.
        places: of each the place in its title.
        size: the number of papers.
    """
    contents = np.array([word.content for word in known], np.int64)[tokens]
    lengths = np.bincount(papers, contents, size)
    words, origins = Ragged([word.ids for word in known]).of(tokens)
    offsets, _ = Ragged([word.offsets for word in known]).of(tokens)
    counts = np.bincount(papers[origins], minlength=size)
    return TitleWords(
        words,
        np.minimum(places[origins] + offsets, 255).astype(np.uint8),
        np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        np.minimum(lengths, 255).astype(np.uint8),
    )


class _TitleWord(NamedTuple):
    """A word's part in any title that holds it.

    Attributes:
        ids: of its spellings.
        offsets: their places, counted from the word's own.
        pieces: its parts; empty texts for stop words, which are not run together with others.
        content: number of parts that are no stop words.
        initials: for each of `_WAYS` what it adds to the initials of the title.
    """

    ids: list[int]
    offsets: list[int]
    pieces: list[str]
    content: int
    initials: tuple[str, ...]


def _title_word(word: str, number: dict[str, int]) -> _TitleWord:
    pieces, spelled = parts(word), spellings(word)
    long, function = len(word) > _SHORT, word in FUNCTION_WORDS
    bare = ["" if piece in STOP_WORDS else piece for piece in pieces]
    return _TitleWord(
        ids=[number[one] for one in spelled],
        offsets=[pieces.index(one) if one in pieces else 0 for one in spelled],
        pieces=bare,
        content=sum(map(bool, bare)),
        initials=(
            word[0],
            "".join(piece[0] for piece in pieces if piece not in FUNCTION_WORDS),
            "" if function else "".join(piece[0] for piece in pieces),
            word[0] if long and word not in STOP_WORDS else "",
            word[0] if long and not function else "",
        ),
    )


# What initials are worth: of every word, of every part that is no function word, of every part of such words,
# of words that are no stop words and not short, and of words that are no function words and not short. The
# likelier way comes later: where two give the same letters, its value counts.
_WAYS = (
    weights.OF_EVERY_WORD,
    weights.OF_EVERY_PART,
    weights.OF_EVERY_PART,
    weights.OF_CONTENT_WORDS,
    weights.OF_TELLING_WORDS,
)
_WAYS_OF_SUBTITLE = tuple(int(value * weights.OF_SUBTITLE) for value in _WAYS)


def _pairs(
    known: Sequence[_TitleWord], tokens: npt.NDArray[np.int32], papers: npt.NDArray[np.int32]
) -> Lexicon:
    """Return the pairs of neighbours.

    Args:
        known: words of titles.
        tokens: the words of all titles in order, as indexes of `known`.
        papers: of each the paper.
    """
    ids: dict[str, int] = {"": 0}
    pieces, origins = Ragged(
        [[ids.setdefault(piece, len(ids)) for piece in word.pieces] for word in known]
    ).of(tokens)
    papers = papers[origins]
    # Of words side by side the right one; 0 is a stop word.
    right = np.flatnonzero(
        (pieces[1:] > 0) & (pieces[:-1] > 0) & (papers[1:] == papers[:-1])
    ) + np.int64(1)
    both, which = np.unique(
        pieces[right - 1].astype(np.int64) << 32 | pieces[right], return_inverse=True
    )
    spelled = [*ids]
    texts = [
        (spelled[one >> 32] + spelled[one & 0xFFFFFFFF])[:_LONGEST_PAIR] for one in both.tolist()
    ]
    number = {text: at for at, text in enumerate(dict.fromkeys(texts))}
    of_text = np.fromiter(map(number.__getitem__, texts), np.int32, len(texts))
    values = np.full(len(right), 255, np.uint8)
    return _lexicon([*number], of_text[which], papers[right], values)


def _initials(
    known: Sequence[_TitleWord],
    tokens: npt.NDArray[np.int32],
    counts: npt.NDArray[np.int64],
    titles: Sequence[str],
) -> Lexicon:
    """Return the initials of titles and of subtitles, in each way to take them.

    Args:
        known: words of titles.
        tokens: the words of all titles in order, as indexes of `known`.
        counts: number of words of each title.
        titles: as they are shown.
    """
    initials = [word.initials for word in known]
    numbers: dict[str, int] = {}
    ids: list[int] = []
    values = bytearray()
    of_each: list[int] = []
    end = 0
    for count, title in zip(counts.tolist(), titles, strict=True):
        start, end = end, end + count
        each = [initials[word] for word in tokens[start:end].tolist()]
        found: dict[str, int] = {}
        for before in _subtitles(title):
            for letters, value in zip(
                map("".join, zip(*each[before:], strict=True)), _WAYS_OF_SUBTITLE, strict=False
            ):
                if len(letters) >= weights.FEWEST_INITIALS:
                    found[letters[: weights.MOST_INITIALS]] = value
        for letters, value in zip(map("".join, zip(*each, strict=True)), _WAYS, strict=False):
            if len(letters) >= weights.FEWEST_INITIALS:
                found[letters[: weights.MOST_INITIALS]] = value
        ids += [numbers.setdefault(letters, len(numbers)) for letters in found]
        values += bytes(found.values())
        of_each.append(len(found))
    papers = np.repeat(np.arange(len(titles), dtype=np.int32), of_each)
    return _lexicon(
        [*numbers], np.array(ids, np.int32), papers, np.frombuffer(bytes(values), np.uint8)
    )


def _subtitles(title: str) -> Iterator[int]:
    """Yield the number of words before each subtitle: what follows a colon, a dash, a full stop."""
    if not (
        ": " in title
        or ". " in title
        or "? " in title
        or "! " in title
        or " - " in title
        or " – " in title
        or "—" in title
    ):  # as most titles; several times as fast as a pattern
        return
    for found in islice(_BEFORE_SUBTITLE.finditer(title), _MOST_SUBTITLES):
        yield len(split(fold(title[: found.start()])))


def _lexicon(
    texts: Sequence[str],
    ids: npt.NDArray[np.int32],
    papers: npt.NDArray[np.int32],
    values: npt.NDArray[np.uint8],
) -> Lexicon:
    """Return texts as a lexicon.

    Args:
        texts: in any order, each once.
        ids: of each posting the text.
        papers: of each posting, ascending.
        values: of each posting; of those with the same text and paper the last one counts.
    """
    encoded = [text.encode(errors="replace") for text in texts]
    order = np.argsort(
        np.array(encoded, np.bytes_) if encoded else np.empty(0, "S1"), kind="stable"
    )
    places = np.empty(len(texts), np.int32)
    places[order] = np.arange(len(texts))
    ids = places[ids]
    sorted_ = by_number(ids)
    ids, papers, values = ids[sorted_], papers[sorted_], values[sorted_]
    last = np.append((ids[1:] != ids[:-1]) | (papers[1:] != papers[:-1]), True)[: len(ids)]
    starts = starts_of(ids[last], len(texts))
    spelled = [encoded[at] for at in order.tolist()]
    return Lexicon.of(spelled, starts, papers[last], values[last])


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
