"""Where in a text the words of a query stand, forgiven as they were when the paper was found. No numpy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from paperbrowser.papers.words import FUNCTION_WORDS, STOP_WORDS, Word, parts, spellings, words

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word of a query and what may stand for it.

    Attributes:
        typed: as in the query.
        word: its spelling without hyphens.
        field: the only field that it may stand in.
        near: spellings taken for misspellings of it.
        joined: it and a neighbour in the query, run together.
        beginning: longer words that begin with it match too.
        initials: titles whose initials it is match too.
        common: it helps where it is, and is not missed where it is not.
    """

    typed: str
    word: str
    field: str | None = None
    near: frozenset[str] = frozenset()
    joined: frozenset[str] = frozenset()
    beginning: bool = True
    initials: bool = False
    common: bool = False


@dataclass(frozen=True, slots=True)
class WantedPhrase:
    """Words side by side; of the last one only the beginning when it is `unfinished`."""

    words: tuple[str, ...]
    field: str | None = None
    unfinished: bool = False


class Match(NamedTuple):
    """A place in a text, and how it matches: "exact", "beginning", "near", "pair" or "initials"."""

    start: int
    end: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Highlighter:
    """Finds the words of one query in any text."""

    wanted: tuple[Wanted, ...] = ()
    phrases: tuple[WantedPhrase, ...] = ()

    def spans(self, text: str, field: str | None = None) -> list[Span]:
        """Characters (start, end) of `text` that match, in order, apart from each other.

        Args:
            text: as it is shown.
            field: "title", "author" or "abstract": what the text is of. Words that the query restricts
                to another field are left out.
        """
        found = list(words(text))
        spans = [
            (match.start, match.end)
            for one in self.wanted
            for match in self._matches(one, found, field)
        ]
        for phrase in self.phrases:
            if phrase.field in (None, field):
                spans += _phrase_spans(phrase, found)
        return _merged(spans)

    def matches(self, text: str, field: str) -> list[list[Match]]:
        """For each word of the query where it stands in `text`."""
        found = list(words(text))
        return [list(self._matches(one, found, field)) for one in self.wanted]

    def _matches(self, one: Wanted, found: Sequence[Word], field: str | None) -> Iterator[Match]:
        if one.field not in (None, field):
            return
        for at, word in enumerate(found):
            match = _match(one, word)
            if match is None and at + 1 < len(found) and not one.common:
                match = _pair(one, word, found[at + 1])
            if match is not None:
                yield match
        if field == "title" and one.initials:
            yield from _initials(one.word, found)


def _match(one: Wanted, word: Word) -> Match | None:
    every = spellings(word.text)
    for spelling in every:
        if spelling == one.word:
            return _match_at(word, spelling, len(spelling), "exact")
    if one.common:
        return None
    for spelling in every:
        if spelling in one.near or spelling in one.joined:
            kind = "near" if spelling in one.near else "exact"
            return _match_at(word, spelling, len(spelling), kind)
        if one.beginning and spelling.startswith(one.word):
            return _match_at(word, spelling, len(one.word), "beginning")
    return None


def _match_at(word: Word, spelling: str, length: int, kind: str) -> Match:
    """The match of the first `length` letters of a spelling of `word`."""
    offset = word.text.find(spelling)
    while offset > 0 and word.text[offset - 1] not in "-'":  # "on" is the end of "ion-on"
        offset = word.text.find(spelling, offset + 1)
    if (
        offset < 0 or len(word.text) != word.end - word.start
    ):  # joined, or folding changed the length
        return Match(word.start, word.end, kind, spelling)
    start = word.start + offset
    return Match(start, start + length, kind, spelling)


def _pair(one: Wanted, left: Word, right: Word) -> Match | None:
    """Neighbours that make the word, or begin with it, when they are run together."""
    if left.text in STOP_WORDS or len(one.word) < 4:
        return None
    together = parts(left.text)[-1] + parts(right.text)[0]
    if together == one.word or (len(one.word) >= 7 and together.startswith(one.word)):
        return Match(left.start, right.end, "pair", f"{left.text} {right.text}")
    return None


def _initials(letters: str, title: Sequence[Word]) -> Iterator[Match]:
    """The first letters of a title's words, if they are `letters`."""
    telling = [word for word in title if word.text not in FUNCTION_WORDS]
    for chosen in (
        [word for word in telling if len(word.text) > 2],
        [word for word in title if word.text not in STOP_WORDS and len(word.text) > 2],
        [Word(part, *_match_at(word, part, 1, "")[:2]) for word in telling for part in parts(word.text)],
        list(title),
    ):  # fmt: skip
        if len(chosen) >= len(letters) and "".join(w.text[0] for w in chosen).startswith(letters):
            for word in chosen[: len(letters)]:
                yield Match(word.start, word.start + 1, "initials", word.text)
            return


def _phrase_spans(phrase: WantedPhrase, found: Sequence[Word]) -> Iterator[Span]:
    pieces = [(part, word) for word in found for part in parts(word.text)]
    size = len(phrase.words)
    for at in range(len(pieces) - size + 1):
        here = [part for part, _ in pieces[at : at + size]]
        last = here[-1] == phrase.words[-1]
        last = last or (phrase.unfinished and here[-1].startswith(phrase.words[-1]))
        if last and here[:-1] == list(phrase.words[:-1]):
            yield pieces[at][1].start, pieces[at + size - 1][1].end


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged
