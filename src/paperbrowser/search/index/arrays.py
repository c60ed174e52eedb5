"""The arrays of an index: names, dtypes, lengths and meaning.

The index file has each array under its dotted name: "words.starts", "columns.year.numbers". A paper is its
position in the sequence that was indexed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self, TypeVar

import numpy as np
import numpy.typing as npt

from paperbrowser.search.fields import FIELDS, TEXT_FIELDS
from paperbrowser.search.index.lexicon import Lexicon, Postings

NamedArrays = dict[str, npt.NDArray[Any]]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class AbstractWords:
    """How often words stand in abstracts, to weigh them anew when indexes are joined.

    Attributes:
        counts: of each posting of `IndexArrays.words` how often the word stands in the abstract, at most 255;
            uint8.
        lengths: words of each abstract; float32, one a paper.
    """

    counts: npt.NDArray[np.uint8]
    lengths: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TitleWords:
    """The words of all titles in order, one title after the other.

    Attributes:
        words: ids in `IndexArrays.words`; int32. A hyphenated word has one for each of its spellings.
        places: the place of each in its title, at most 255; uint8, as long as `words`.
        starts: index of each title's first word, then the number of words; int64, papers + 1.
        lengths: words of each title that are no stop words, at most 255; uint8, one a paper.
    """

    words: npt.NDArray[np.int32]
    places: npt.NDArray[np.uint8]
    starts: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class WholeTitles:
    """Whole titles, by which papers are found.

    Attributes:
        keys: `titles.title_number` of the titles that have words, ascending; uint64.
        papers: the paper of each key; int32, as long as `keys`.
        text: all titles as they are shown, UTF-8, one after the other; uint8.
        starts: index of each title's first byte, then the number of bytes; int64, papers + 1.
    """

    keys: npt.NDArray[np.uint64]
    papers: npt.NDArray[np.int32]
    text: npt.NDArray[np.uint8]
    starts: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class WordStream:
    """The words of a text field in order, one paper after the other.

    Attributes:
        words: ids in `IndexArrays.words`, of hyphenated words the parts; -1 ends each paper; int32.
        starts: index of each paper's first word, then the number of words; int64, papers + 1.
    """

    words: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """The numbers of a search field such as year.

    Attributes:
        numbers: `Field.number` of each paper, NaN for none; float64, one a paper.
    """

    numbers: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LabelColumn:
    """The labels of a search field such as cat.

    Attributes:
        labels: all labels, UTF-8, those of joined indexes perhaps more than once; dtype S.
        pairs: a paper and the index of one of its labels; int32, any number of rows, 2 columns.
    """

    labels: npt.NDArray[np.bytes_]
    pairs: npt.NDArray[np.int32]


Column = NumberColumn | LabelColumn


@dataclass(frozen=True, slots=True)
class IndexArrays:
    """All arrays of an index.

    Attributes:
        words: spellings of the words of titles, authors and abstracts.
        titled: the postings of `words` that are of titles.
        abstracts: how often the words stand in abstracts.
        pairs: neighbours in titles, run together ("darkmatter").
        initials: initials of titles ("slam").
        title_words: the words of titles, for their order.
        whole_titles: titles as a whole.
        streams: the words of a field in order, by the field's name ("title", "author", "abstract").
        columns: the values of each field that is a filter, by the field's name.
    """

    words: Lexicon
    titled: Postings
    abstracts: AbstractWords
    pairs: Lexicon
    initials: Lexicon
    title_words: TitleWords
    whole_titles: WholeTitles
    streams: Mapping[str, WordStream]
    columns: Mapping[str, Column]

    @property
    def size(self) -> int:
        """The number of papers."""
        return len(self.title_words.lengths)

    def named(self) -> NamedArrays:
        """Return all arrays by their dotted names."""
        return dict(_named("", self))

    @classmethod
    def from_named(cls, arrays: NamedArrays) -> Self:
        """Return what `named` was called on.

        Raises:
            KeyError: an array is missing.
        """

        def part(kind: type[_T], name: str) -> _T:
            names = [one.name for one in fields(kind)]  # type: ignore[arg-type]
            return kind(**{one: arrays[f"{name}.{one}"] for one in names})

        columns: dict[str, Column] = {}
        for name, field in FIELDS.items():
            if field.number is not None:
                columns[name] = part(NumberColumn, f"columns.{name}")
            elif field.labels is not None:
                columns[name] = part(LabelColumn, f"columns.{name}")
        return cls(
            words=part(Lexicon, "words"),
            titled=part(Postings, "titled"),
            abstracts=part(AbstractWords, "abstracts"),
            pairs=part(Lexicon, "pairs"),
            initials=part(Lexicon, "initials"),
            title_words=part(TitleWords, "title_words"),
            whole_titles=part(WholeTitles, "whole_titles"),
            streams={name: part(WordStream, f"streams.{name}") for name in TEXT_FIELDS},
            columns=columns,
        )


def _named(name: str, part: Any) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    if isinstance(part, np.ndarray):
        yield name, part
        return
    inner = (
        part if isinstance(part, Mapping) else {f.name: getattr(part, f.name) for f in fields(part)}
    )
    for key, one in inner.items():
        yield from _named(f"{name}.{key}" if name else key, one)
