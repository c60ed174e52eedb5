"""The words and labels of a library, with the number of papers that have them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from paperbrowser.papers.text import clean_line
from paperbrowser.papers.words import fold, parts
from paperbrowser.postgres.servers import Servers
from paperbrowser.postgres.tokens import LABEL
from paperbrowser.search.index.lexicon import Lexicon

if TYPE_CHECKING:
    import psycopg

_MOST_WORDS = 200_000
_LONGEST_WORD = 24  # bytes
_MOST_LABELS = 100_000
_AT_ONCE = 20_000  # words that are read
# Labels of these fields are compared by rules of their own, so that all of them must be known.
_COMPARED = ("cat", "venue", "affiliation", "kind", "has")


# Misspellings are looked up among the commonest words that are not too long; others are found as written.
_COMMONEST = f"""
COPY (
    SELECT word, works FROM (
        SELECT word, sum(works) AS works FROM paperbrowser.words
        WHERE left(word, 1) <> '=' AND octet_length(word) <= {_LONGEST_WORD}
        GROUP BY word HAVING sum(works) > 0 ORDER BY 2 DESC LIMIT {_MOST_WORDS}
    ) AS commonest ORDER BY word
) TO STDOUT
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a library at some time.

    Attributes:
        size: the number of papers.
        usual: the words of a usual abstract.
        changes: the state of the library that this is of.
        words: with the number of papers that have them; without postings.
        labels: of some fields, by the name of the field.
    """

    size: int
    usual: float
    changes: int
    words: Lexicon
    labels: Mapping[str, Sequence[str]]

    def near(self, word: str, count: int) -> list[str]:
        """Return up to `count` words that `word` may be a misspelling of, the likeliest first."""
        joined = "".join(parts(fold(word)))
        if not joined:
            return []
        near = self.words.near(joined, min(3, max(1, len(joined) // 3)))
        ranked = sorted(
            zip(near.ids.tolist(), near.edits.tolist(), strict=True),
            key=lambda one: (one[1], -self.words.frequency(one[0]), one[0]),
        )
        return [clean_line(self.words.spelling(id_)) for id_, _ in ranked[:count]]


@dataclass(frozen=True, slots=True)
class LibraryState:
    """The state of a library.

    Attributes:
        works: the number of papers.
        abstracts: the words of all abstracts.
        changes: a number that is greater after each change.
    """

    works: int
    abstracts: int
    changes: int


def state_of(servers: Servers) -> LibraryState:
    """Return the state of a library."""
    parts = servers.each("SELECT works, abstracts, changes FROM paperbrowser.library")
    return LibraryState(*map(sum, zip(*(row for (row,) in parts), strict=True)))


def load(servers: Servers) -> Words:
    """Read the words of a library."""
    state = state_of(servers)
    texts, counts = _summed(servers.run(lambda connection, _at: _commonest(connection)))
    starts = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    nobody = np.empty(0, np.int32)
    words = Lexicon.of_texts(texts, starts, nobody, nobody.astype(np.uint8))
    usual = state.abstracts / state.works if state.works else 1.0
    return Words(state.works, usual, state.changes, words, _labels(servers))


_Counted = tuple[npt.NDArray[np.bytes_], npt.NDArray[np.int64]]


def _commonest(connection: "psycopg.Connection") -> _Counted:
    """Return the commonest words of a part, sorted, and the number of papers that have each.

    They are put into arrays as they come: as a list they would take more memory than all else.
    """
    texts, counts = np.empty(0, f"S{_LONGEST_WORD}"), np.empty(0, np.int64)
    with connection.cursor() as cursor, cursor.copy(_COMMONEST) as copy:
        while lines := [*islice(copy, _AT_ONCE)]:
            rows = [line.rpartition(b"\t") for line in b"".join(map(bytes, lines)).splitlines()]
            texts = np.append(texts, np.array([word for word, _, _ in rows], texts.dtype))
            counts = np.append(counts, np.array([int(count) for _, _, count in rows], np.int64))
    return texts, counts


def _summed(parts: Sequence[_Counted]) -> _Counted:
    """Return the words of all parts, sorted, and the number of papers that have each."""
    if len(parts) == 1:
        return parts[0]
    texts = np.concatenate([texts for texts, _ in parts])
    counts = np.concatenate([counts for _, counts in parts])
    order = texts.argsort(kind="stable")  # each part is sorted already
    texts, counts = texts[order], counts[order]
    firsts = np.flatnonzero(np.append(True, texts[1:] != texts[:-1])) if len(texts) else order
    counts = np.add.reduceat(counts, firsts) if len(texts) else counts
    if len(firsts) > _MOST_WORDS:
        commonest = np.sort(np.argpartition(-counts, _MOST_WORDS)[:_MOST_WORDS])
        firsts, counts = firsts[commonest], counts[commonest]
    return texts[firsts], counts


def _labels(servers: Servers) -> dict[str, list[str]]:
    parts = servers.each(
        "SELECT word, sum(works) FROM paperbrowser.words "
        "WHERE left(word, 1) = %s AND split_part(word, ':', 1) = ANY(%s) "
        "GROUP BY word HAVING sum(works) > 0 ORDER BY sum(works) DESC LIMIT %s",
        (LABEL, [LABEL + field for field in _COMPARED], _MOST_LABELS),
    )
    counts: Counter[str] = Counter()
    for word, works in chain.from_iterable(parts):
        counts[word] += works
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word, _ in counts.most_common():
        field, _, value = word.removeprefix(LABEL).partition(":")
        found[field].append(value)
    return dict(found)
