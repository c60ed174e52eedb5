"""Finding papers by what a reader half remembers of title, authors or abstract."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from paperbrowser.latex import to_text
from paperbrowser.model import Paper

_WORD = re.compile(r"\w+")
_TITLE, _AUTHORS, _ABSTRACT = 4.0, 2.0, 1.0
_FUZZY_FROM = 4  # letters; shorter words are a typo away from everything


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper that matched: its place in the sequence that was indexed, and how well (higher is better)."""

    position: int
    score: float


def fold(text: str) -> str:
    """Text as it is compared: lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


class SearchIndex:
    """Papers, folded and ready to be searched."""

    def __init__(self, texts: Sequence[tuple[str, str, str]]) -> None:
        self._texts = texts
        self._title_words: list[str] = sorted({w for text in texts for w in _WORD.findall(text[0])})

    @classmethod
    def build(
        cls, papers: Iterable[Paper], progress: Callable[[int], None] | None = None
    ) -> "SearchIndex":
        """Index `papers`. `progress` is told after each paper how many are done, and may raise to stop."""
        texts = []
        for done, paper in enumerate(papers, 1):
            texts.append(
                (
                    fold(to_text(paper.title)),
                    fold(" ".join(paper.authors)),
                    fold(to_text(paper.abstract)),
                )
            )
            if progress is not None:
                progress(done)
        return cls(texts)

    def search(self, text: str, limit: int | None = None) -> list[Hit]:
        """Papers that hold every word of `text`, best first.

        A word matches where it begins a word of the paper, or (worse) stands inside one; a word found
        nowhere is replaced by title words that are an edit or two away. Title counts more than authors,
        authors more than the abstract.
        """
        words = _WORD.findall(fold(text))
        if not words:
            return []
        scores: dict[int, float] | None = None
        for word in words:
            found = self._positions(word, None if scores is None else scores)
            before = scores or {}
            scores = {at: before.get(at, 0.0) + score for at, score in found.items()}
        assert scores is not None  # noqa: S101 - there is at least one word
        hits = [Hit(at, score) for at, score in scores.items()]
        hits.sort(key=lambda hit: (-hit.score, hit.position))
        return hits[:limit]

    def _positions(self, word: str, among: Iterable[int] | None) -> dict[int, float]:
        candidates = range(len(self._texts)) if among is None else list(among)
        found = self._containing(word, candidates, 1.0)
        if not found and len(word) >= _FUZZY_FROM:
            for similar, closeness in self._similar(word):
                for at, score in self._containing(similar, candidates, closeness).items():
                    found[at] = max(score, found.get(at, 0.0))
        return found

    def _containing(self, word: str, candidates: Iterable[int], factor: float) -> dict[int, float]:
        starts = re.compile(rf"\b{re.escape(word)}")
        found = {}
        for at in candidates:
            score = 0.0
            for text, weight in zip(self._texts[at], (_TITLE, _AUTHORS, _ABSTRACT), strict=True):
                if word in text:
                    score += weight if starts.search(text) else weight / 2
            if score:
                found[at] = score * factor
        return found

    def _similar(self, word: str) -> list[tuple[str, float]]:
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - 18 ms that only a misspelt word needs
        from rapidfuzz.process import extract  # noqa: PLC0415

        edits = 1 if len(word) < 2 * _FUZZY_FROM else 2
        whole = extract(word, self._title_words, scorer=OSA.distance, score_cutoff=edits, limit=20)
        return [(similar, 0.6 / max(1, distance)) for similar, distance, _ in whole]


def matches(text: str, query: str) -> list[tuple[int, int]]:
    """Where the words of `query` stand in `text` as shown: (start, end) character spans, in order."""
    words = {fold(word) for word in _WORD.findall(query)}
    spans = []
    for found in _WORD.finditer(text):
        folded = fold(found[0])
        best = max((len(word) for word in words if folded.startswith(word)), default=0)
        if best:
            spans.append((found.start(), found.start() + min(best, len(found[0]))))
    return spans
