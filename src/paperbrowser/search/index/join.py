"""Join indexes into one that answers as if all of their papers had been indexed at once.

Profiles that are open as one have an index each, which is kept as long as its profile is the same. Every
step is one of arrays as a whole, so that to join costs a small part of what it costs to index.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from paperbrowser.search.index import ranking
from paperbrowser.search.index.arrays import (
    AbstractWords,
    Column,
    IndexArrays,
    LabelColumn,
    NumberColumn,
    TitleWords,
    WholeTitles,
    WordStream,
)
from paperbrowser.search.index.build import titled_of
from paperbrowser.search.index.lexicon import Lexicon, Postings, starts_of

Places = Sequence[npt.NDArray[np.int64]]
"""For each part, the place of each of its papers in the whole; -1 leaves the paper out."""

_T = TypeVar("_T", bound=np.generic)
_V = TypeVar("_V")

# A packed posting, uint64: 24 bits of the spelling, 28 of the paper, 12 of what is known of both.
_ID_SHIFT, _PAPER_SHIFT = np.uint64(40), np.uint64(12)
_PAPER_MASK, _FACTS_MASK = np.uint64((1 << 28) - 1), np.uint64((1 << 12) - 1)
_FIELDS_SHIFT = 8  # in the facts of a word: its fields, above its count


def joined(parts: Sequence[IndexArrays], places: Places | None = None) -> IndexArrays:
    """Return an index of all papers of the parts.

    Args:
        parts: indexes, one at least.
        places: where the papers come; each place from 0 on is taken by one paper of one part. None for one
            part after the other.
    """
    if places is None:
        places = _in_turn(parts)
    size = sum(int(np.count_nonzero(one >= 0)) for one in places)
    order = _Arrangement(places, size)
    words, facts, of_words = _lexicon(
        [part.words for part in parts],
        [
            (part.words.evidence >> np.uint8(ranking.FIELDS_SHIFT)).astype(np.uint64)
            << np.uint64(_FIELDS_SHIFT)
            | part.abstracts.counts
            for part in parts
        ],
        places,
    )
    abstracts = AbstractWords(
        (facts & np.uint64(255)).astype(np.uint8),
        order.values([part.abstracts.lengths for part in parts]),
    )
    fields = (facts >> np.uint64(_FIELDS_SHIFT)).astype(np.uint8)
    words.evidence[:] = ranking.weighed(fields, abstracts.counts, words.papers, abstracts.lengths)
    return IndexArrays(
        words=words,
        titled=titled_of(words),
        abstracts=abstracts,
        pairs=_scored([part.pairs for part in parts], places),
        initials=_scored([part.initials for part in parts], places),
        title_words=_title_words([part.title_words for part in parts], of_words, order),
        whole_titles=_whole_titles([part.whole_titles for part in parts], order),
        streams=OnDemand(
            parts[0].streams,
            lambda name: _stream([part.streams[name] for part in parts], of_words, order),
        ),
        columns=columns_joined([part.columns for part in parts], places),
    )


class OnDemand(Mapping[str, _V]):
    """Values that few queries need, each made when it is first asked for."""

    def __init__(self, names: Iterable[str], make: Callable[[str], _V]) -> None:
        self._make = make
        self._made: dict[str, _V | None] = dict.fromkeys(names)

    def __getitem__(self, name: str) -> _V:
        value = self._made[name]
        if value is None:
            value = self._made[name] = self._make(name)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


def _in_turn(parts: Sequence[IndexArrays]) -> Places:
    """Return places for one part after the other."""
    ends = np.cumsum([0, *(part.size for part in parts)])
    return [
        np.arange(first, first + part.size) for first, part in zip(ends[:-1], parts, strict=True)
    ]


class _Arrangement:
    """The papers of all parts, one part after the other, brought into the order of the whole."""

    def __init__(self, places: Places, size: int) -> None:
        every = np.concatenate(places)
        kept = np.flatnonzero(every >= 0)
        self.places = places
        self._from = np.empty(
            size, np.int64
        )  # by its place in the whole, the paper among all of the parts
        self._from[every[kept]] = kept
        self._steps = np.flatnonzero(np.diff(self._from) != 1) + 1

    def values(self, each: Sequence[npt.NDArray[_T]]) -> npt.NDArray[_T]:
        """Return in order what there is one of for each paper."""
        return np.concatenate(each)[self._from]

    def runs(
        self, each: Sequence[npt.NDArray[_T]], starts: Sequence[npt.NDArray[np.int64]]
    ) -> tuple[npt.NDArray[_T], npt.NDArray[np.int64]]:
        """Return in order what there are several of for each paper, and where those of each start.

        Args:
            each: of each part all of them.
            starts: for each part where those of each paper start, then the number of all.
        """
        flat = np.concatenate(each)
        counts = np.concatenate([np.diff(one) for one in starts])
        source = (np.cumsum(counts) - counts)[self._from]
        counts = counts[self._from]
        out = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        if not len(self._steps) and len(flat) == out[-1]:
            return flat, out
        # Papers that follow each other in a part, as nearly all do, are moved together.
        first = np.concatenate([[0], self._steps]) if len(counts) else np.empty(0, np.int64)
        lengths = np.diff(out[np.append(first, len(counts))])
        shift = np.repeat(source[first] - out[first], lengths)
        return flat[np.arange(out[-1]) + shift], out


def _lexicon(
    parts: Sequence[Lexicon], facts: Sequence[npt.NDArray[np.integer[Any]]], places: Places
) -> tuple[Lexicon, npt.NDArray[np.uint64], list[npt.NDArray[np.int32]]]:
    """Join lexicons.

    Args:
        parts: the lexicons.
        facts: for each of them what is known of each posting, 12 bits.
        places: of the papers.

    Returns:
        The lexicon, its evidence still to be filled in; what is known of each posting;
        it; for each part the new id of each spelling, and at the end -1.
    """
    spellings = np.concatenate([part.spellings for part in parts])
    # Each part is sorted, which a stable sort makes use of.
    order = np.argsort(spellings, kind="stable")
    ordered = spellings[order]
    fresh = np.concatenate([[True], ordered[1:] != ordered[:-1]])[: len(ordered)]
    number = np.empty(len(ordered), np.int32)
    number[order] = np.cumsum(fresh) - 1
    one_of_each = order[fresh]
    bounds = np.cumsum([len(part) for part in parts])[:-1]
    packed = np.concatenate(
        [
            _packed(part, ids, known, at)
            for part, ids, known, at in zip(
                parts, np.split(number, bounds), facts, places, strict=True
            )
        ]
    )
    # Nearly sorted, as each part is, which a stable sort makes use of too.
    packed.sort(kind="stable")
    ids = (packed >> _ID_SHIFT).astype(np.int32)
    papers = (packed >> _PAPER_SHIFT & _PAPER_MASK).astype(np.int32)
    packed &= _FACTS_MASK
    starts = starts_of(ids, len(one_of_each))
    used = np.diff(starts) > 0
    if not used.all():  # spellings of papers that are left out only
        renumbered = np.where(used, np.cumsum(used) - 1, -1).astype(np.int32)
        number = renumbered[number]
        one_of_each = one_of_each[used]
        starts = np.append(starts[:-1][used], starts[-1])
    lexicon = Lexicon(
        starts,
        papers,
        np.empty(len(papers), np.uint8),
        spellings[one_of_each],
        np.concatenate([part.lengths for part in parts])[one_of_each],
        np.concatenate([part.bags for part in parts])[one_of_each],
    )
    end = np.array([-1], np.int32)
    return lexicon, packed, [np.append(one, end) for one in np.split(number, bounds)]


def _packed(
    part: Postings,
    ids: npt.NDArray[np.int32],
    facts: npt.NDArray[np.integer[Any]],
    places: npt.NDArray[np.int64],
) -> npt.NDArray[np.uint64]:
    """Return the postings of a part, packed, without those of papers that are left out.

    Args:
        part: the postings.
        ids: of each spelling of the part its id in the whole.
        facts: see `_lexicon`.
        places: of the papers.
    """
    papers = places[part.papers]
    packed = np.repeat(ids.astype(np.uint64) << _ID_SHIFT, np.diff(part.starts))
    packed |= papers.astype(np.uint64) << _PAPER_SHIFT
    packed |= facts.astype(np.uint64)
    return packed if (places >= 0).all() else packed[papers >= 0]


def _scored(parts: Sequence[Lexicon], places: Places) -> Lexicon:
    """Join lexicons whose evidence is a score."""
    lexicon, facts, _ = _lexicon(parts, [part.evidence for part in parts], places)
    lexicon.evidence[:] = facts
    return lexicon


def _title_words(
    parts: Sequence[TitleWords], of_words: list[npt.NDArray[np.int32]], order: _Arrangement
) -> TitleWords:
    starts = [part.starts for part in parts]
    ids = [number[part.words] for part, number in zip(parts, of_words, strict=True)]
    words, first = order.runs(ids, starts)
    places, _ = order.runs([part.places for part in parts], starts)
    return TitleWords(words, places, first, order.values([part.lengths for part in parts]))


def _whole_titles(parts: Sequence[WholeTitles], order: _Arrangement) -> WholeTitles:
    keys = np.concatenate([part.keys for part in parts])
    papers = np.concatenate(
        [places[part.papers] for part, places in zip(parts, order.places, strict=True)]
    )
    keys, papers = keys[papers >= 0], papers[papers >= 0]
    ordered = np.lexsort((papers, keys))
    text, starts = order.runs([part.text for part in parts], [part.starts for part in parts])
    return WholeTitles(keys[ordered], papers[ordered].astype(np.int32), text, starts)


def _stream(
    parts: Sequence[WordStream], of_words: list[npt.NDArray[np.int32]], order: _Arrangement
) -> WordStream:
    ids = [number[part.words] for part, number in zip(parts, of_words, strict=True)]
    return WordStream(*order.runs(ids, [part.starts for part in parts]))


def columns_joined(parts: Sequence[Mapping[str, Column]], places: Places) -> Mapping[str, Column]:
    """Join columns.

    Args:
        parts: the columns of each part, of the same fields.
        places: where the papers come; see `joined`.
    """
    size = sum(int(np.count_nonzero(one >= 0)) for one in places)
    return OnDemand(parts[0], lambda name: _column([part[name] for part in parts], places, size))


def _column(parts: Sequence[Column], places: Places, size: int) -> Column:
    labels: list[LabelColumn] = []
    numbers = np.full(size, np.nan)
    for part, at in zip(parts, places, strict=True):
        if isinstance(part, LabelColumn):
            labels.append(part)
        else:
            numbers[at[at >= 0]] = part.numbers[at >= 0]
    return _labels(labels, places) if labels else NumberColumn(numbers)


def _labels(columns: Sequence[LabelColumn], places: Places) -> LabelColumn:
    counts = np.array([len(column.labels) for column in columns])
    first = np.cumsum(counts) - counts
    pairs = [
        np.stack([at[column.pairs[:, 0]], column.pairs[:, 1] + before], axis=1)
        for column, at, before in zip(columns, places, first, strict=True)
    ]
    every = np.concatenate(pairs)
    kept = every[every[:, 0] >= 0].astype(np.int32)
    return LabelColumn(np.concatenate([column.labels for column in columns]), kept)
