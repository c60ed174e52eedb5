"""The search index: finds the papers of a query, forgives misspellings as far as needed, best papers first.

`build` makes the arrays (described in `arrays`), `matches` finds the papers of each word, `ranking` puts them
in order, by the numbers in `weights`. Loading this package loads numpy and rapidfuzz, which takes 100 ms.
"""

from collections.abc import Sequence
from functools import partial, reduce
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt

from paperbrowser.papers import display
from paperbrowser.papers.marks import Marks
from paperbrowser.papers.model import Paper
from paperbrowser.papers.words import LONGEST, STOP_WORDS, fold, parts
from paperbrowser.search.conditions import OneOf, identifier_label
from paperbrowser.search.fields import Filter
from paperbrowser.search.highlight import Highlighter, Wanted, WantedPhrase
from paperbrowser.search.index import filters, in_texts, likeness, ranking, storage, weights
from paperbrowser.search.index.arrays import IndexArrays
from paperbrowser.search.index.build import build
from paperbrowser.search.index.matches import AskedWord, Matcher, Whole, matches_longer
from paperbrowser.search.index.phrases import fields_with
from paperbrowser.search.index.ranking import ANYWHERE, BITS, Matches, Ranking
from paperbrowser.search.index.results import Following, Hit, SearchResults, combined
from paperbrowser.search.index.titles import title_number
from paperbrowser.search.query import Phrase, Query, Term, parse
from paperbrowser.search.texts import TextWords
from paperbrowser.system.progress import Progress

_MOST_WORDS = 64  # of a query; the rest of a pasted abstract adds nothing


class SearchIndex:
    """Papers, ready to be searched. Several threads may use it, and wait for each other.

    Attributes:
        arrays: what the papers were indexed as.
        marks: the user's, one for each paper, for filters such as `is:unread`; empty for none.
        texts: finds words in the full texts of the papers, for `text:`; None for no texts.
        in_texts: whether words are looked for in the texts as well; those papers come last.
    """

    def __init__(self, arrays: IndexArrays, whole: Whole | None = None) -> None:
        """Search papers.

        Args:
            arrays: what the papers were indexed as.
            whole: the library that they are some papers of; None if they are all.
        """
        self.arrays = arrays
        self._size = arrays.size
        self._words = arrays.words
        self._matcher = Matcher(arrays, whole)
        self._lock = Lock()
        self.marks: Sequence[Marks] = ()
        self.texts: TextWords | None = None
        self.in_texts = False

    @classmethod
    def build(
        cls,
        papers: Sequence[Paper],
        path: Path | None = None,
        progress: Progress | None = None,
        *,
        about: str = "",
    ) -> "SearchIndex":
        """Index papers, in memory or in a file.

        Args:
            papers: in the order that `Hit.position` counts.
            path: the file to write the index to, and to open it from; None for memory.
            progress: is called with the share that is done.
            about: a text to recognise the file by; see `open`.

        Raises:
            OSError: the file cannot be written.
        """
        arrays = build(papers, progress)
        if path is None:
            return cls(arrays)
        storage.write(path, arrays.named(), about)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, about: str | None = None, checked: bool = False) -> "SearchIndex":
        """Open the index in a file, mapped into memory.

        Args:
            path: the file.
            about: the text that the file must have been built with; None for any.
            checked: look through a large file for damage, which takes a while.

        Raises:
            IndexFileError: it is not an index, damaged, or built with another text.
            OSError: it cannot be read.
        """
        arrays, found = storage.read(path, checked=checked)
        if about is not None and found != about:
            raise storage.IndexFileError("of another source")
        try:
            return cls(IndexArrays.from_named(arrays))
        except KeyError as error:
            raise storage.IndexFileError(f"without {error}") from None

    def __len__(self) -> int:
        return self._size

    def search(self, text: str, limit: int | None = None) -> list[Hit]:
        """Find papers by a query as it is typed (see `paperbrowser.search.query`).

        Args:
            text: the query.
            limit: the most papers to return; None for all.

        Returns:
            The papers found, best first.
        """
        found = self.find(parse(text)).first(limit)
        return list(map(Hit, found.positions.tolist(), found.scores.tolist()))

    def find(self, query: Query) -> SearchResults:
        """Find the papers of a query."""
        with self._lock:
            found = self._answer(query)
            if self.in_texts and self.texts is not None:
                found = found.then(in_texts.found(query, self.texts, self._allowed, self._size))
            return found

    def near_words(self, word: str, count: int = 3) -> list[str]:
        """Return up to `count` spellings that `word` may be a misspelling of, the likeliest first."""
        words, joined = self._words, _joined(fold(word))
        if not joined:
            return []
        near = words.near(joined, min(3, max(1, len(joined) // 3)))
        ranked = sorted(
            zip(near.ids.tolist(), near.edits.tolist(), strict=True),
            key=lambda one: (one[1], -words.frequency(one[0]), one[0]),
        )
        return [words.spelling(id_) for id_, _ in ranked[:count]]

    def likeness(self, position: int) -> npt.NDArray[np.float32]:
        """Return how near each paper is to one by the words of titles and abstracts; 0 for itself."""
        with self._lock:
            return likeness.likeness(self.arrays, position)

    def words_in_common(self, one: int, other: int) -> list[str]:
        """Return the words that make two papers alike, by position, the weightiest first."""
        with self._lock:
            return likeness.words_in_common(self.arrays, one, other)

    # The answer to a query

    def _answer(self, query: Query) -> SearchResults:
        if query.alternatives:
            found = combined([self._answer(one) for one in query.alternatives])
        else:
            found = self._find(query)
            if not len(found) and (unquoted := query.unquoted()) is not query:
                found = self._find(unquoted)
            if not len(found) and query.begun is not None:
                found = self._answer(query.begun)
        cited = next((one for one in map(self._answer, query.cited) if len(one)), None)
        if cited is not None:
            for phrase in query.titled:
                found = found.among(self._fields_with(phrase)[found.positions] > 0)
            found = cited.then(found)
        if query.alternatives or query.cited:
            whole = self._whole_title(query.text, None)
            if whole is not None:
                found = self._find(Query(query.text)).among(np.array([True])).then(found)
        return found

    def _find(self, query: Query) -> SearchResults:
        allowed = self._allowed(query)
        terms, stop_words = _split(query.terms[:_MOST_WORDS])
        phrases = [self._phrase_matches(phrase) for phrase in query.phrases]
        whole = self._whole_title(query.text, allowed)
        matches: Sequence[Matches] = ()
        papers, scores = np.empty(0, np.int64), np.empty(0, np.float32)
        following: Following | None = None
        if terms or phrases:
            found = map(self._words.find, (_joined(term.word) for term in stop_words))
            ids = [id_ for id_ in found if id_ is not None]
            matches, ranked = self._ranked(terms, phrases, allowed, ids)
            if ranked is not None:
                papers, scores = ranked.papers, ranked.scores
                following = Following(len(ranked.others), ranked.following)
        else:
            papers = np.arange(self._size) if allowed is None else np.flatnonzero(allowed)
            scores = np.zeros(len(papers), np.float32)
        highlight = partial(self._highlighter, query, matches)
        results = SearchResults(
            papers, scores, highlight, ranked=bool(matches), following=following
        )
        if whole is None:
            return results
        best = (scores[0] if len(scores) else 0.0) + weights.WHOLE_TITLE * (
            sum(one.weight for one in matches) or 1.0
        )
        others = results.positions != whole
        return SearchResults(
            np.concatenate([[whole], results.positions[others]]),
            np.concatenate([[best], results.scores[others]]).astype(np.float32),
            highlight,
            ranked=True,
        )

    def _allowed(self, query: Query) -> npt.NDArray[np.bool_] | None:
        """Return which papers filters and exclusions leave; None when there are neither."""
        if not query.narrows:
            return None
        allowed = np.ones(self._size, np.bool_)
        for one in query.filters:
            if one.about_texts:
                allowed &= in_texts.accepted(one, self.texts, self._size)
            elif one.about_marks:
                allowed &= filters.accepted_by_marks(self.marks, one, self._size)
            else:
                allowed &= filters.accepted(self.arrays.columns[one.field], one, self._size)
        excluded = [*query.excluded_phrases]
        for term in query.excluded_terms:
            excluded.append(Phrase(tuple(parts(term.word)), term.field))
            itself = self._words.find(_joined(term.word))
            if itself is not None:
                at = self._words.postings(itself, itself + 1)
                held = self._words.evidence[at] >> ranking.FIELDS_SHIFT & _bits(term.field) > 0
                allowed[self._words.papers[at][held]] = False
        for phrase in excluded:
            allowed &= self._fields_with(phrase) == 0
        return allowed

    def _ranked(
        self,
        terms: Sequence[Term],
        phrases: Sequence[Matches],
        allowed: npt.NDArray[np.bool_] | None,
        stop_words: Sequence[int],
    ) -> tuple[Sequence[Matches], Ranking | None]:
        """Rank the papers with every word: as typed if they are enough, else misspelt; else with most words.

        Args:
            terms: the words, without stop words.
            phrases: matches of the phrases.
            allowed: see `_allowed`.
            stop_words: ids of stop words.

        Returns:
            The matches of words and phrases, and the papers in order; None when there are none.
        """
        matches: list[Matches] = []
        found = np.empty(0, np.int64)
        ranked: Ranking | None = None
        for leniency in (0, 1, 2):
            former = matches
            matches = [*self._term_matches(terms, leniency, alone=not phrases), *phrases]
            if not former or any(
                one is not other for one, other in zip(matches, former, strict=True)
            ):
                matched = reduce(np.logical_and, [one.scores > 0 for one in matches])
                if allowed is not None:
                    matched &= allowed
                found, ranked = np.flatnonzero(matched), None
            if leniency == 0 and len(found) < weights.ENOUGH:
                continue
            if len(found):
                if ranked is None:
                    ranked = ranking.rank(self.arrays.title_words, matches, found, stop_words)
                if leniency == 0 and not ranked.titled:
                    continue
                if ranked.titled or len(matches) < 3:
                    return matches, ranked
                break
            if len(matches) == 1:
                return matches, None
        found = self._almost_matched(matches, found, len(phrases), allowed)
        if not len(found):
            return matches, None
        return matches, ranking.rank(self.arrays.title_words, matches, found, stop_words)

    def _almost_matched(
        self,
        matches: Sequence[Matches],
        complete: npt.NDArray[np.int64],
        phrases: int,
        allowed: npt.NDArray[np.bool_] | None,
    ) -> npt.NDArray[np.int64]:
        """Return the `complete` papers and those that lack up to one word in three, but no phrase.

        Args:
            matches: of words, then of phrases.
            complete: positions of the papers with all of them.
            phrases: number of phrases.
            allowed: see `_allowed`.
        """
        held = reduce(np.add, [(one.scores > 0).view(np.uint8) for one in matches])
        missing = max(1, len(matches) // 3) if len(matches) >= 3 else 0
        enough = held >= len(matches) - missing
        for one in matches[len(matches) - phrases :]:
            enough &= one.scores > 0
        if allowed is not None:
            enough &= allowed
        found = np.flatnonzero(enough)
        worth = reduce(np.add, [one.worth(found) for one in matches])
        least = weights.LACKING_ONE * sum(one.weight for one in matches)
        return np.union1d(found[worth >= least], complete)

    def _term_matches(self, terms: Sequence[Term], leniency: int, *, alone: bool) -> list[Matches]:
        """Find the matches of each word.

        Args:
            terms: the words.
            leniency: see `AskedWord`.
            alone: nothing but words is asked for.
        """
        spelled = [_joined(term.word) for term in terms]
        matches = []
        for at, term in enumerate(terms):
            before = after = ""
            if at and terms[at - 1].field == term.field:
                before = spelled[at - 1] + spelled[at]
            if at + 1 < len(terms) and terms[at + 1].field == term.field:
                after = spelled[at] + spelled[at + 1]
            pieces = tuple(parts(term.word))
            asked = AskedWord(
                spelled[at],
                unfinished=term.unfinished,
                alone=alone and len(terms) == 1,
                leniency=leniency,
                fields=_bits(term.field),
                neighbours=tuple(filter(None, (before, after))),
                pieces=pieces if len(pieces) > 1 else (),
            )
            matches.append(self._matcher.find(asked))
        return matches

    def _fields_with(self, phrase: Phrase) -> npt.NDArray[np.uint8]:
        return fields_with(phrase, self.arrays.streams, self._words)

    def _phrase_matches(self, phrase: Phrase) -> Matches:
        fields = self._fields_with(phrase)
        in_abstract = np.where(fields & ranking.ABSTRACT, weights.PHRASE_IN_ABSTRACT, 0)
        evidence = (fields << np.uint8(ranking.FIELDS_SHIFT)) | in_abstract
        scores = ranking.scores(1.0)[evidence].astype(np.uint8)
        matches = Matches(
            _bits(phrase.field), scores, np.zeros(len(self._words), np.uint8), exact=fields > 0
        )
        matches.apart = np.where(fields & ranking.TITLE, scores, np.uint8(0))
        matches.weigh()
        return matches

    def _whole_title(self, text: str, allowed: npt.NDArray[np.bool_] | None) -> int | None:
        """Return the paper whose key or title is `text`; of several titles one spelled the same.

        A title may be as shown or as LaTeX. It is found even if a filter or a minus seems to stand in it:
        pasted, it is no query.
        """
        if keyed := self._keyed(text.strip()):
            return keyed[0]
        titles = self.arrays.whole_titles
        written = tuple(dict.fromkeys((text.strip(), display.line(text))))
        papers: list[int] = []
        for number in map(title_number, written):
            if number is not None:
                key = np.uint64(number)
                first, last = (
                    np.searchsorted(titles.keys, key, side) for side in ("left", "right")
                )
                papers += sorted(titles.papers[first:last].tolist())
        spelled = {title.encode(errors="replace") for title in written}
        for at in papers:
            if titles.text[titles.starts[at] : titles.starts[at + 1]].tobytes() in spelled:
                return at
        return next((at for at in papers if allowed is None or allowed[at]), None)

    def _keyed(self, text: str) -> list[int]:
        """Return the papers whose citation key is `text`."""
        if not text or any(map(str.isspace, text)):
            return []
        key = Filter("id", OneOf((identifier_label(fold(text)),)))
        return np.flatnonzero(filters.accepted(self.arrays.columns["id"], key, self._size)).tolist()

    def _highlighter(self, query: Query, matches: Sequence[Matches]) -> Highlighter:
        terms, stop_words = _split(query.terms[:_MOST_WORDS])
        wanted = []
        for term, one in zip(terms, matches, strict=False):
            word = _joined(term.word)
            wanted.append(
                Wanted(
                    word,
                    term.field,
                    near=frozenset(map(self._words.spelling, one.near)),
                    joined=frozenset(one.joined),
                    beginning=matches_longer(word, unfinished=term.unfinished),
                    initials=one.apart is not None,
                )
            )
        wanted += [Wanted(_joined(term.word), term.field, stop_word=True) for term in stop_words]
        return Highlighter(
            tuple(wanted),
            tuple(WantedPhrase(p.words, p.field, p.unfinished) for p in query.phrases),
        )


def _split(terms: Sequence[Term]) -> tuple[list[Term], list[Term]]:
    """Return the terms that papers must have, and stop words; these are asked for if there are no others."""
    content = [term for term in terms if term.word not in STOP_WORDS or term.field]
    if not content:
        return list(terms), []
    return content, [term for term in terms if term.word in STOP_WORDS and not term.field]


def _bits(field: str | None) -> int:
    """Return the bits of a text field, or of all."""
    return BITS[field] if field else ANYWHERE


def _joined(word: str) -> str:
    return "".join(parts(word))[:LONGEST]
