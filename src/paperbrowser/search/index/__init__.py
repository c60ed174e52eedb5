"""The index: asks for a query word by word, forgives as far as it must, gives the best papers first."""

from collections.abc import Sequence
from functools import partial, reduce
from itertools import pairwise
from pathlib import Path
from threading import Lock

import numpy as np
import numpy.typing as npt

from paperbrowser.papers import display
from paperbrowser.papers.model import Paper
from paperbrowser.papers.words import LONGEST, STOP_WORDS, fold, parts
from paperbrowser.search.highlight import Highlighter, Wanted, WantedPhrase
from paperbrowser.search.index import evidence, filters, storage
from paperbrowser.search.index.build import build
from paperbrowser.search.index.evidence import ANYWHERE, FIELDS
from paperbrowser.search.index.lexicon import Arrays
from paperbrowser.search.index.matches import Asked, Group, Groups, begins
from paperbrowser.search.index.phrases import Streams
from paperbrowser.search.index.ranking import Ranking, Titles
from paperbrowser.search.index.results import Found, Hit, Texts
from paperbrowser.search.index.titles import title_number
from paperbrowser.search.query import Phrase, Query, Term, parse
from paperbrowser.system.progress import Progress

_ENOUGH = 10  # papers without misspellings, so that none are looked for
_RELAXED = 0.245  # of the words' weight that a paper is worth which lacks one of them
_WHOLE_TITLE = 1.0  # of the words' weight, on top
_MOST_WORDS = 64  # of a query; a pasted abstract has told enough by then


class SearchIndex:
    """Papers, ready to be searched. Safe to be asked by several threads, one after the other."""

    def __init__(self, arrays: Arrays, papers: Sequence[Paper] | None = None) -> None:
        """Use `arrays` as `build` or a file gave them; without `papers` the arrays must hold the texts."""
        self._arrays = arrays
        self._papers = papers
        self._size = int(arrays["size"][0])
        self._groups = Groups(arrays)
        self._titles = Titles(arrays)
        self._streams = Streams(arrays, self._groups.words)
        self._lock = Lock()

    @classmethod
    def build(
        cls,
        papers: Sequence[Paper],
        path: Path | None = None,
        progress: Progress | None = None,
        *,
        about: str = "",
    ) -> "SearchIndex":
        """Index `papers`; with a `path` in that file, in memory without.

        Args:
            papers: in the order that `Hit.position` counts.
            path: where to write the index, which is then opened from there.
            progress: told the part that is done, 0 to 1; may raise to stop.
            about: kept in the file, to tell by whether it is still the right one.

        Raises:
            OSError: the file cannot be written.
        """
        arrays = build(papers, progress, texts=path is not None)
        if path is None:
            return cls(arrays, papers)
        storage.write(path, arrays, about)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, about: str | None = None, checked: bool = False) -> "SearchIndex":
        """The index in a file, mapped into memory.

        Args:
            path: the file.
            about: what the file must have been built with.
            checked: look through a large file for damage, which takes a while.

        Raises:
            IndexFileError: it is not an index, damaged, or about something else.
            OSError: it cannot be read.
        """
        arrays, found = storage.read(path, checked=checked)
        if about is not None and found != about:
            raise storage.IndexFileError("of another source")
        try:
            return cls(arrays)
        except (KeyError, ValueError, IndexError) as error:
            raise storage.IndexFileError(str(error)) from None

    def __len__(self) -> int:
        return self._size

    def search(self, text: str, limit: int | None = None) -> list[Hit]:
        """The papers that the query `text` (see `paperbrowser.search.query`) finds, best first."""
        return self.find(parse(text)).hits(limit)

    def find(self, query: Query) -> Found:
        """The papers that `query` finds."""
        with self._lock:
            found = self._find(query)
            if not len(found) and (unquoted := query.unquoted()) is not query:
                found = self._find(unquoted)
        return found

    def texts(self, position: int) -> Texts:
        """Title, authors and abstract of a paper as they are shown."""
        if self._papers is not None:
            return _shown(self._papers[position])
        starts, text = self._arrays["text.starts"], self._arrays["text.bytes"]
        at = starts[3 * position : 3 * position + 4]
        title, authors, abstract = (
            text[first:last].tobytes().decode(errors="replace") for first, last in pairwise(at)
        )
        return title, authors, abstract

    def nearest(self, word: str, count: int = 3) -> list[str]:
        """Spellings of titles and abstracts that `word` may have been meant for, the likeliest first."""
        words = self._groups.words
        joined = _joined(fold(word))
        if not joined:
            return []
        near = words.near(joined, min(3, max(1, len(joined) // 3)))
        ranked = sorted(
            zip(near.ids.tolist(), near.edits.tolist(), strict=True),
            key=lambda one: (one[1], -words.frequency(one[0]), one[0]),
        )
        return [words.spelling(id_) for id_, _ in ranked[:count]]

    # How a query is answered

    def _find(self, query: Query) -> Found:
        allowed = self._allowed(query)
        terms, common = _told_apart(query.terms[:_MOST_WORDS])
        phrases = [self._phrase_group(phrase) for phrase in query.phrases]
        whole = self._whole_title(query.text, allowed)
        groups: Sequence[Group] = ()
        papers, scores = np.empty(0, np.int64), np.empty(0, np.float32)
        if terms or phrases:
            found = map(self._groups.words.find, (_joined(term.word) for term in common))
            ids = [id_ for id_ in found if id_ is not None]
            groups, ranking = self._ranked(terms, phrases, allowed, ids)
            if ranking is not None:
                papers, scores = ranking.papers, ranking.scores
        else:
            papers = np.arange(self._size) if allowed is None else np.flatnonzero(allowed)
            scores = np.zeros(len(papers), np.float32)
        if whole is not None:
            best = (scores[0] if len(scores) else 0.0) + _WHOLE_TITLE * (
                sum(group.weight for group in groups) or 1.0
            )
            others = papers != whole
            papers = np.concatenate([[whole], papers[others]])
            scores = np.concatenate([[best], scores[others]]).astype(np.float32)
        ranked = bool(groups) or whole is not None
        return self._answer(query, groups, papers, scores, ranked=ranked, whole=whole)

    def _allowed(self, query: Query) -> npt.NDArray[np.bool_] | None:
        """The papers that filters and exclusions leave; None when there are neither."""
        if not query.narrows:
            return None
        allowed = np.ones(self._size, np.bool_)
        for one in query.filters:
            allowed &= filters.accepted(self._arrays, one)
        excluded = [*query.excluded_phrases]
        for term in query.excluded_terms:
            excluded.append(Phrase(tuple(parts(term.word)), term.field))
            itself = self._groups.words.find(_joined(term.word))
            if itself is not None:
                at = self._groups.words.postings(itself, itself + 1)
                fields = FIELDS[term.field] if term.field else ANYWHERE
                held = self._groups.words.evidence[at] >> 5 & fields > 0
                allowed[self._groups.words.papers[at][held]] = False
        for phrase in excluded:
            allowed &= self._streams.fields_with(phrase) == 0
        return allowed

    def _ranked(
        self,
        terms: Sequence[Term],
        phrases: Sequence[Group],
        allowed: npt.NDArray[np.bool_] | None,
        common: Sequence[int],
    ) -> tuple[Sequence[Group], Ranking | None]:
        """The papers with every word: as typed if they are enough, else misspelt, else with almost every."""
        groups: list[Group] = []
        found = np.empty(0, np.int64)
        for leniency in (0, 1, 2):
            groups = [*self._term_groups(terms, leniency, alone=not phrases), *phrases]
            matched = reduce(np.logical_and, [group.scores > 0 for group in groups])
            if allowed is not None:
                matched &= allowed
            found = np.flatnonzero(matched)
            if leniency == 0 and len(found) < _ENOUGH:
                continue
            if len(found):
                ranking = self._titles.rank(groups, found, common)
                if leniency == 0 and not ranking.titled:
                    continue
                if ranking.titled or len(groups) < 3:
                    return groups, ranking
                break
            if len(groups) == 1:
                return groups, None
        return groups, self._relaxed(groups, found, len(phrases), allowed, common)

    def _term_groups(self, terms: Sequence[Term], leniency: int, *, alone: bool) -> list[Group]:
        spelled = [_joined(term.word) for term in terms]
        groups = []
        for at, term in enumerate(terms):
            before = behind = ""
            if at and terms[at - 1].field == term.field:
                before = spelled[at - 1] + spelled[at]
            if at + 1 < len(terms) and terms[at + 1].field == term.field:
                behind = spelled[at] + spelled[at + 1]
            pieces = tuple(parts(term.word))
            asked = Asked(
                spelled[at],
                unfinished=term.unfinished,
                alone=alone and len(terms) == 1,
                leniency=leniency,
                fields=FIELDS[term.field] if term.field else ANYWHERE,
                neighbours=tuple(filter(None, (before, behind))),
                pieces=pieces if len(pieces) > 1 else (),
            )
            groups.append(self._groups.find(asked))
        return groups

    def _relaxed(
        self,
        groups: Sequence[Group],
        complete: npt.NDArray[np.int64],
        phrases: int,
        allowed: npt.NDArray[np.bool_] | None,
        common: Sequence[int],
    ) -> Ranking | None:
        """Papers that may lack one word in three, phrases never; or just the `complete` ones."""
        worth = reduce(np.add, [group.vector for group in groups])
        held = reduce(np.add, [(group.scores > 0).astype(np.uint8) for group in groups])
        missing = max(1, len(groups) // 3) if len(groups) >= 3 else 0
        enough = held >= len(groups) - missing
        enough &= worth >= _RELAXED * sum(group.weight for group in groups)
        for group in groups[len(groups) - phrases :]:
            enough &= group.scores > 0
        if allowed is not None:
            enough &= allowed
        enough[complete] = True
        found = np.flatnonzero(enough)
        return self._titles.rank(groups, found, common) if len(found) else None

    def _phrase_group(self, phrase: Phrase) -> Group:
        fields = self._streams.fields_with(phrase)
        scores = evidence.scores(1.0)[(fields << np.uint8(5)) | np.where(fields & 4, 20, 0)].astype(
            np.uint8
        )
        group = Group(
            Asked(
                " ".join(phrase.words), fields=FIELDS[phrase.field] if phrase.field else ANYWHERE
            ),
            scores,
            np.zeros(len(self._groups.words), np.uint8),
            exact=fields > 0,
        )
        group.apart = np.where(fields & evidence.TITLE, scores, np.uint8(0))
        group.weigh()
        return group

    def _whole_title(self, text: str, allowed: npt.NDArray[np.bool_] | None) -> int | None:
        """The paper whose whole title is `text`, as shown or as LaTeX; of several one spelled the same.

        That one is found even if a filter or a minus seems to stand in it: pasted, it is no query.
        """
        keys, papers = self._arrays["whole.keys"], self._arrays["whole.papers"]
        every: list[int] = []
        written = tuple(dict.fromkeys((text.strip(), display.line(text))))
        for key in map(title_number, written):
            if key is not None:
                wanted = np.uint64(key)
                first, last = (np.searchsorted(keys, wanted, side) for side in ("left", "right"))
                every += sorted(papers[first:last].tolist())
        for at in every:
            if self.texts(at)[0] in written:
                return at
        return next((at for at in every if allowed is None or allowed[at]), None)

    def _answer(
        self,
        query: Query,
        groups: Sequence[Group],
        positions: npt.NDArray[np.int64],
        scores: npt.NDArray[np.float32],
        *,
        ranked: bool = True,
        whole: int | None = None,
    ) -> Found:
        highlight = partial(self._highlighter, query, groups)
        return Found(positions, scores, self.texts, highlight, ranked=ranked, whole=whole)

    def _highlighter(self, query: Query, groups: Sequence[Group]) -> Highlighter:
        spelling = self._groups.words.spelling
        terms, common = _told_apart(query.terms[:_MOST_WORDS])
        wanted = [
            Wanted(
                term.word,
                group.asked.word,
                term.field,
                near=frozenset(map(spelling, group.near)),
                joined=frozenset(group.joined),
                beginning=begins(group.asked),
                initials=group.apart is not None,
            )
            for term, group in zip(terms, groups, strict=False)
        ]
        wanted += [
            Wanted(term.word, _joined(term.word), term.field, common=True) for term in common
        ]
        return Highlighter(
            tuple(wanted),
            tuple(WantedPhrase(p.words, p.field, p.unfinished) for p in query.phrases),
        )


def _told_apart(terms: Sequence[Term]) -> tuple[list[Term], list[Term]]:
    """The terms that papers must have, and those too common to ask for (unless there are no others)."""
    content = [term for term in terms if term.word not in STOP_WORDS or term.field]
    if not content:
        return list(terms), []
    return content, [term for term in terms if term.word in STOP_WORDS and not term.field]


def _joined(word: str) -> str:
    return "".join(parts(word))[:LONGEST]


def _shown(paper: Paper) -> Texts:
    return display.title(paper), ", ".join(paper.authors), display.abstract(paper)
