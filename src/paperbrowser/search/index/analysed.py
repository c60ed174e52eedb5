"""Papers that were indexed once, of which an index of any few is put together in a millisecond or two.

Words are numbered as they come, and the sorted spellings are kept beside, so that nothing is sorted anew but
the postings of the papers that are asked for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from paperbrowser.papers.model import Paper
from paperbrowser.search.fields import FIELDS, TEXT_FIELDS
from paperbrowser.search.index import filters
from paperbrowser.search.index.arrays import (
    AbstractWords,
    IndexArrays,
    TitleWords,
    WholeTitles,
    WordStream,
)
from paperbrowser.search.index.build import build, titled_of
from paperbrowser.search.index.join import OnDemand
from paperbrowser.search.index.lexicon import Lexicon, by_number, starts_of

MOST_SPELLINGS = 25_000  # that are kept, as some hundred papers have; then all is begun anew

_T = TypeVar("_T", bound=np.generic)

Numbers = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _HeldSpellings:
    """The spellings of a lexicon that a paper has.

    Attributes:
        numbers: of its spellings.
        evidence: of each; see `Postings`.
    """

    numbers: Numbers
    evidence: Bytes


@dataclass(frozen=True, slots=True)
class _Analysis:
    """All that the index needs of a paper; words are numbers of `_Spellings`.

    Attributes:
        paper: the paper.
        words: of all fields.
        counts: how often the abstract has each word.
        abstract: the words of the abstract.
        pairs: neighbours in the title.
        initials: of the title.
        title: the words of the title in order.
        places: of these words.
        content: how many of them are no stop words.
        key: of the whole title; empty if it has no words.
        text: of the title.
        streams: the words of each text field in order.
    """

    paper: Paper
    words: _HeldSpellings
    counts: Bytes
    abstract: np.float32
    pairs: _HeldSpellings
    initials: _HeldSpellings
    title: Numbers
    places: Bytes
    content: np.uint8
    key: npt.NDArray[np.uint64]
    text: Bytes
    streams: dict[str, Numbers]


class AnalysedPapers:
    """Indexes some papers after others, each paper once as long as it is kept."""

    def __init__(self, usual: float) -> None:
        """Keep no paper yet.

        Args:
            usual: the words of a usual abstract.
        """
        self.usual = usual
        self._forget()

    def _forget(self) -> None:
        self._words, self._pairs, self._initials = _Spellings(), _Spellings(), _Spellings()
        self._kept: dict[str, _Analysis] = {}

    def arrays(self, papers: Sequence[Paper]) -> IndexArrays:
        """Return an index of some papers, each of which has an id of its own."""
        if len(self._words) + len(self._pairs) + len(self._initials) > MOST_SPELLINGS:
            self._forget()
        new = [paper for paper in papers if not self._known(paper)]
        if new:
            self._take(new)
        return self._joined([self._kept[paper.id] for paper in papers])

    def _known(self, paper: Paper) -> bool:
        known = self._kept.get(paper.id)
        return known is not None and known.paper is paper

    def _take(self, papers: Sequence[Paper]) -> None:
        """Index papers and keep what each of them has."""
        arrays = build(papers, usual=self.usual, columns=())
        size = len(papers)
        numbers = self._words.numbers(arrays.words)
        words = _by_paper(arrays.words, numbers, size, arrays.words.evidence)
        counts = _by_paper(arrays.words, numbers, size, arrays.abstracts.counts)
        pairs = self._of(arrays.pairs, self._pairs, size)
        initials = self._of(arrays.initials, self._initials, size)
        titles, whole = arrays.title_words, arrays.whole_titles
        keys = {int(paper): whole.keys[at : at + 1] for at, paper in enumerate(whole.papers)}
        numbered = np.append(numbers, np.int32(-1))  # of -1 as well, which ends a stream
        for at, paper in enumerate(papers):
            title = slice(int(titles.starts[at]), int(titles.starts[at + 1]))
            text = slice(int(whole.starts[at]), int(whole.starts[at + 1]))
            streams = {
                name: numbered[one.words[one.starts[at] : one.starts[at + 1]]]
                for name, one in arrays.streams.items()
            }
            self._kept[paper.id] = _Analysis(
                paper,
                words[at],
                counts[at].evidence,
                arrays.abstracts.lengths[at],
                pairs[at],
                initials[at],
                numbers[titles.words[title]],
                titles.places[title].copy(),
                titles.lengths[at],
                keys.get(at, whole.keys[:0]).copy(),
                whole.text[text].copy(),
                streams,
            )

    def _of(self, lexicon: Lexicon, spellings: "_Spellings", size: int) -> list[_HeldSpellings]:
        return _by_paper(lexicon, spellings.numbers(lexicon), size, lexicon.evidence)

    def _joined(self, kept: Sequence[_Analysis]) -> IndexArrays:
        words, order, local = self._words.lexicon([one.words for one in kept])
        pairs, *_ = self._pairs.lexicon([one.pairs for one in kept])
        initials, *_ = self._initials.lexicon([one.initials for one in kept])
        papers = [one.paper for one in kept]
        numbers = np.array([at for at, one in enumerate(kept) if len(one.key)], np.int32)
        keys = _flat((one.key for one in kept), np.uint64)
        by_key = np.argsort(keys, kind="stable")

        def stream(name: str) -> WordStream:
            each = [one.streams[name] for one in kept]
            return WordStream(local[_flat(each, np.int32)], _starts(each))

        return IndexArrays(
            words=words,
            titled=titled_of(words),
            abstracts=AbstractWords(
                _flat((one.counts for one in kept), np.uint8)[order],
                np.array([one.abstract for one in kept], np.float32),
            ),
            pairs=pairs,
            initials=initials,
            title_words=TitleWords(
                local[_flat((one.title for one in kept), np.int32)],
                _flat((one.places for one in kept), np.uint8),
                _starts([one.title for one in kept]),
                np.array([one.content for one in kept], np.uint8),
            ),
            whole_titles=WholeTitles(
                keys[by_key],
                numbers[by_key],
                _flat((one.text for one in kept), np.uint8),
                _starts([one.text for one in kept]),
            ),
            streams=OnDemand(TEXT_FIELDS, stream),
            columns=OnDemand(
                [name for name, one in FIELDS.items() if one.number or one.labels],
                lambda name: filters.columns_of(papers, (name,))[name],
            ),
        )


class _Spellings:
    """Spellings with numbers in the order in which they came.

    Attributes:
        texts: the spellings, sorted; dtype S. `lengths` and `bags` are those of a `Lexicon`.
    """

    def __init__(self) -> None:
        self.texts: npt.NDArray[np.bytes_] = np.empty(0, "S1")
        self.lengths: Bytes = np.empty(0, np.uint8)
        self.bags: npt.NDArray[np.uint64] = np.empty(0, np.uint64)
        self._numbers: dict[bytes, int] = {}
        self._sorted: Numbers = np.empty(0, np.int32)  # numbers, by the places of their spellings
        self._places: Numbers = np.empty(0, np.int32)  # among the sorted ones, by numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def numbers(self, lexicon: Lexicon) -> Numbers:
        """Return the number of each spelling of a lexicon; those that are new get one."""
        known, number = len(self._numbers), self._numbers
        found = np.fromiter(
            (number.setdefault(one, len(number)) for one in lexicon.spellings.tolist()),
            np.int32,
            len(lexicon),
        )
        new = np.flatnonzero(found >= known)
        if len(new):
            texts = lexicon.spellings[new]
            at = np.searchsorted(self.texts, texts)
            wide = np.promote_types(self.texts.dtype, texts.dtype)
            self.texts = np.insert(self.texts.astype(wide, copy=False), at, texts)
            self.lengths = np.insert(self.lengths, at, lexicon.lengths[new])
            self.bags = np.insert(self.bags, at, lexicon.bags[new])
            self._sorted = np.insert(self._sorted, at, found[new])
            self._places = np.empty(len(self._sorted), np.int32)
            self._places[self._sorted] = np.arange(len(self._sorted), dtype=np.int32)
        return found

    def lexicon(
        self, papers: Sequence[_HeldSpellings]
    ) -> tuple[Lexicon, npt.NDArray[np.int64], Numbers]:
        """Return the lexicon of some papers.

        Returns:
            The lexicon; the order in which it has the postings of the papers, which come one paper after the
            other; the id there of each number, -1 at the end.
        """
        places = self._places[_flat((one.numbers for one in papers), np.int32)]
        used = np.zeros(len(self.texts), np.bool_)
        used[places] = True
        chosen = np.flatnonzero(used)
        ids = (np.cumsum(used, dtype=np.int32) - np.int32(1)).astype(np.int32)
        of_postings = ids[places]
        order = by_number(of_postings)
        holders = np.repeat(
            np.arange(len(papers), dtype=np.int32), [len(one.numbers) for one in papers]
        )
        lexicon = Lexicon(
            starts_of(of_postings, len(chosen)),
            holders[order],
            _flat((one.evidence for one in papers), np.uint8)[order],
            self.texts[chosen],
            self.lengths[chosen],
            self.bags[chosen],
        )
        return lexicon, order, np.append(ids[self._places], np.int32(-1))


def _by_paper(lexicon: Lexicon, numbers: Numbers, size: int, facts: Bytes) -> list[_HeldSpellings]:
    """Return what each of so many papers has of a lexicon.

    Args:
        lexicon: of the papers.
        numbers: of its spellings.
        size: papers.
        facts: one a posting.
    """
    order = np.argsort(lexicon.papers, kind="stable")
    ends = np.cumsum(np.bincount(lexicon.papers, minlength=size))[:-1]
    ordered = np.repeat(numbers, np.diff(lexicon.starts))[order]
    each = zip(np.split(ordered, ends), np.split(facts[order], ends), strict=True)
    return [_HeldSpellings(some.copy(), its.copy()) for some, its in each]


def _flat(each: Iterable[npt.NDArray[_T]], kind: type[_T]) -> npt.NDArray[_T]:
    every = [*each]
    return np.concatenate(every) if every else np.empty(0, kind)


def _starts(each: Sequence[npt.NDArray[np.generic]]) -> npt.NDArray[np.int64]:
    """Return where each of some arrays starts in all of them, and how long they are."""
    return np.cumsum([0, *map(len, each)], dtype=np.int64)
