"""Places in a text that match the words of a query, as forgivingly as the papers were found. No numpy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paperbrowser.papers.words import FUNCTION_WORDS, STOP_WORDS, Word, parts, spellings, words

Span = tuple[int, int]  # characters of a text: start and end


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word of a query and the words that may stand for it.

    Attributes:
        word: its spelling without hyphens.
        field: the only field that it may stand in; None for any.
        near: spellings taken for misspellings of it.
        joined: it and a neighbour in the query, run together.
        beginning: longer words that begin with it match too.
        initials: titles whose initials it is match too.
        stop_word: only the word itself matches.
    """

    word: str
    field: str | None = None
    near: frozenset[str] = frozenset()
    joined: frozenset[str] = frozenset()
    beginning: bool = True
    initials: bool = False
    stop_word: bool = False


@dataclass(frozen=True, slots=True)
class WantedPhrase:
    """Words side by side.

    Attributes:
        words: folded, hyphenated words in their parts.
        field: the only field that they may stand in; None for any.
        unfinished: of the last word, the beginning is enough.
    """

    words: tuple[str, ...]
    field: str | None = None
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Highlighter:
    """Finds the words and phrases of one query in any text."""

    wanted: tuple[Wanted, ...] = ()
    phrases: tuple[WantedPhrase, ...] = ()

    @classmethod
    def of(cls, several: Sequence["Highlighter"]) -> "Highlighter":
        """Return what finds the words and phrases of several queries."""
        wanted = dict.fromkeys(one for each in several for one in each.wanted)
        phrases = dict.fromkeys(one for each in several for one in each.phrases)
        return cls(tuple(wanted), tuple(phrases))

    def spans(self, text: str, field: str | None = None) -> list[Span]:
        """Find the characters of a text that match.

        Args:
            text: as it is shown.
            field: "title", "author" or "abstract": what the text is of. Words that the query restricts
                to another field are left out.

        Returns:
            Spans in order that do not overlap.
        """
        found = list(words(text))
        spans: list[Span] = []
        for one in self.wanted:
            if one.field in (None, field):
                spans += _word_spans(one, found)
                if field == "title" and one.initials:
                    spans += _initials(one.word, found)
        for phrase in self.phrases:
            if phrase.field in (None, field):
                spans += _phrase_spans(phrase, found)
        return _merged(spans)


def _word_spans(one: Wanted, found: Sequence[Word]) -> Iterator[Span]:
    for at, word in enumerate(found):
        span = _span(one, word)
        if span is None and at + 1 < len(found) and not one.stop_word:
            span = _pair(one.word, word, found[at + 1])
        if span is not None:
            yield span


def _span(one: Wanted, word: Word) -> Span | None:
    """Return the part of a word of the text that matches."""
    spelled = spellings(word.text)
    if one.word in spelled:
        return _part(word, one.word, len(one.word))
    if one.stop_word:
        return None
    for spelling in spelled:
        if spelling in one.near or spelling in one.joined:
            return _part(word, spelling, len(spelling))
        if one.beginning and spelling.startswith(one.word):
            return _part(word, spelling, len(one.word))
    return None


def _part(word: Word, spelling: str, length: int) -> Span:
    """Return the span of the first `length` letters of a spelling of `word`."""
    offset = word.text.find(spelling)
    while offset > 0 and word.text[offset - 1] not in "-'":  # "on" is the end of "ion-on"
        offset = word.text.find(spelling, offset + 1)
    if offset < 0 or len(word.text) != word.end - word.start:
        return word.start, word.end  # the spelling is joined, or folding changed the length
    start = word.start + offset
    return start, start + length


# Letters of a word that may stand for two words of the text, as in `index.weights`, which would load numpy.
_PAIR_FROM, _PAIR_BEGINNING_FROM = 4, 7


def _pair(wanted: str, left: Word, right: Word) -> Span | None:
    """Return the span of neighbours that make the word, or begin with it, when they are run together."""
    if left.text in STOP_WORDS or len(wanted) < _PAIR_FROM:
        return None
    together = parts(left.text)[-1] + parts(right.text)[0]
    if together == wanted or (len(wanted) >= _PAIR_BEGINNING_FROM and together.startswith(wanted)):
        return left.start, right.end
    return None


def _initials(letters: str, title: Sequence[Word]) -> Iterator[Span]:
    """Yield the first letters of a title's words, if they are `letters`."""
    telling = [word for word in title if word.text not in FUNCTION_WORDS]
    for chosen in (
        [word for word in telling if len(word.text) > 2],
        [word for word in title if word.text not in STOP_WORDS and len(word.text) > 2],
        [Word(part, *_part(word, part, 1)) for word in telling for part in parts(word.text)],
        [
            Word(part, *_part(word, part, 1))
            for word in telling
            for part in parts(word.text)
            if part not in FUNCTION_WORDS
        ],
        list(title),
    ):
        if len(chosen) >= len(letters) and "".join(w.text[0] for w in chosen).startswith(letters):
            for word in chosen[: len(letters)]:
                yield word.start, word.start + 1
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
    """Return the spans in order, those that overlap joined."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged
