"""Takes the text of papers in slices: which word stands where, as numbers.

Many texts are joined and split at once, because a call for each word would cost seconds. A posting is
packed into one integer: word, paper, field bits, count.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import count

import numpy as np
import numpy.typing as npt

from paperbrowser.papers import display
from paperbrowser.papers.model import Paper
from paperbrowser.papers.words import END, fold, split
from paperbrowser.search.index.evidence import ABSTRACT, AUTHOR, TITLE
from paperbrowser.search.index.lexicon import Arrays

WORD_SHIFT, PAPER_SHIFT, FIELD_SHIFT = np.uint64(40), np.uint64(12), np.uint64(8)
PAPER_MASK, COUNT_MASK = np.uint64((1 << 28) - 1), np.uint64(255)


class Collector:
    """Words as they are written (hyphens and all) get numbers in the order in which they come."""

    def __init__(self, *, keep_texts: bool) -> None:
        self._ids: defaultdict[str, int] = defaultdict(count().__next__)
        self._papers = 0
        self._texts: bytearray | None = bytearray() if keep_texts else None
        self._lengths: list[int] = []
        self._packed: list[npt.NDArray[np.uint64]] = []
        self._streams: dict[int, list[npt.NDArray[np.int32]]] = {
            TITLE: [],
            AUTHOR: [],
            ABSTRACT: [],
        }
        self.end = self._ids[END]

    def take(self, papers: Sequence[Paper]) -> None:
        """Add the papers of one slice."""
        titles = [display.title(paper) for paper in papers]
        authors = [", ".join(paper.authors) for paper in papers]
        abstracts = [display.abstract(paper) for paper in papers]
        self._take(TITLE, titles)
        self._take(AUTHOR, authors)
        self._take(ABSTRACT, abstracts)
        self._papers += len(papers)
        if self._texts is not None:
            for texts in zip(titles, authors, abstracts, strict=True):
                for text in texts:
                    encoded = text.encode(errors="replace")
                    self._texts += encoded
                    self._lengths.append(len(encoded))

    def _take(self, field: int, texts: list[str]) -> None:
        words = split("".join(fold(text).replace(END, " ") + END for text in texts))
        ids = np.fromiter(map(self._ids.__getitem__, words), np.int32, len(words))
        ends = ids == self.end
        papers = np.cumsum(ends) - ends + self._papers
        inside = ~ends
        packed = ids[inside].astype(np.uint64) << WORD_SHIFT
        packed |= papers[inside].astype(np.uint64) << PAPER_SHIFT
        packed, counts = np.unique(packed, return_counts=True)
        packed |= np.uint64(field) << FIELD_SHIFT | np.minimum(counts, 255).astype(np.uint64)
        self._packed.append(packed)
        self._streams[field].append(ids)

    @property
    def words(self) -> list[str]:
        """The words by their numbers; that of `end` closes each text."""
        return list(self._ids)

    def text_arrays(self) -> Arrays:
        """The texts that were kept, one after the other, and where each starts."""
        starts = np.concatenate([[0], np.cumsum(self._lengths)]).astype(np.int64)
        return {"text.bytes": np.frombuffer(self._texts or b"", np.uint8), "text.starts": starts}

    def packed(self) -> list[npt.NDArray[np.uint64]]:
        """All postings by slices, once for each field that holds the word. To be asked for once."""
        packed, self._packed = self._packed, []
        return packed

    def stream(self, field: int) -> list[npt.NDArray[np.int32]]:
        """The words of a field of all papers in their order, by slices. To be asked for once."""
        stream, self._streams[field] = self._streams[field], []
        return stream
