"""A library on servers as the engine that searches it.

Each server finds papers that may match a query, some hundred at most; our index of these ranks them, with
words as rare as they are in the library. Papers that were found are kept, each with a position of its own.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock, Thread
from time import monotonic
from typing import TypeVar

import numpy as np

from paperbrowser.insight.summary import SummaryOfPapers
from paperbrowser.papers import display
from paperbrowser.papers.marks import Marks
from paperbrowser.papers.model import Paper
from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.papers.words import STOP_WORDS, fold, parts, split
from paperbrowser.postgres import candidates, counting
from paperbrowser.postgres import words as library_words
from paperbrowser.postgres.address import ServerError
from paperbrowser.postgres.asking import NOTHING_MARKED, Question, questions, where_any
from paperbrowser.postgres.counting import Counted, Overview
from paperbrowser.postgres.kept import KeptPapers
from paperbrowser.postgres.listing import PAGE, Listing
from paperbrowser.postgres.paging import COLUMNS
from paperbrowser.postgres.records import read, renamed
from paperbrowser.postgres.servers import Servers
from paperbrowser.postgres.shared_layer import SharedLayer
from paperbrowser.postgres.tokens import lexeme
from paperbrowser.postgres.words import Words
from paperbrowser.search.engine import CountedFacets, Found, Near
from paperbrowser.search.highlight import Highlighter
from paperbrowser.search.index import SearchIndex, weights
from paperbrowser.search.index.analysed import AnalysedPapers
from paperbrowser.search.index.arrays import IndexArrays
from paperbrowser.search.index.build import build
from paperbrowser.search.index.matches import Whole
from paperbrowser.search.index.results import SearchResults
from paperbrowser.search.query import Query, parse
from paperbrowser.search.summary import Summary
from paperbrowser.search.window import Key, Window, WindowPage

T = TypeVar("T")

FEW = 200  # papers; who asks for more gets as many candidates
_LISTED = candidates.MOST_MATCHED  # papers that are counted as the search ranks them
_COUNTED = 10_000  # papers that are counted in an order; of more an estimate is given
_STALE = 0.02  # share of the papers that may have come since the words were read
_SELDOM = 50  # times as long as it takes to read them the words are kept
_INTERRUPTED = 20  # times that work is begun again after a letter was typed
_TELLING = 16  # words by which similar papers are found
_SETTINGS = {
    "statement_timeout": "20s",
    # The server takes a search of many words for dearer than it is: to compile it would take longer than to
    # answer it, and to read all papers longer than to look them up.
    "jit": "off",
    "enable_seqscan": "off",
    "max_parallel_workers_per_gather": "0",
    "work_mem": "32MB",
}


@dataclass(frozen=True, slots=True)
class _Answer:
    """The papers found for a query, and how they were asked for.

    Attributes:
        results: the papers.
        asked: the questions that they are the answer to.
        cut: there are more.
        window: the papers, if they are sorted and more can be asked for.
        total: how many papers the query finds, and whether that is exact; None if it is to be counted.
    """

    results: SearchResults
    asked: Sequence[Question]
    cut: bool
    window: Window | None = None
    total: tuple[int, bool] | None = None


class ServerEngine:
    """Searches a library. Several threads may use it, and wait for each other.

    Attributes:
        papers: those that were found so far, as far as they are kept, by position.
        marks_of: returns the user's marks on papers; None for none.
        marked: the marks that filters choose by.
        shared: what the user's teams share of the papers that were found.
    """

    def __init__(
        self,
        *addresses: str,
        marks_of: Callable[[Sequence[Paper]], Sequence[Marks]] | None = None,
    ) -> None:
        """Search a library, which is connected to when it is first asked.

        Args:
            addresses: of the library, one for each of its parts.
            marks_of: see the attributes.
        """
        self.papers = KeptPapers()
        self._analysed = AnalysedPapers(1.0)  # of those
        self.marks_of = marks_of
        self.marked = NOTHING_MARKED
        self.shared = SharedLayer()
        self._servers = Servers(*addresses, settings=_SETTINGS)
        self._words: Words | None = None
        self._reading = False  # the words, in a thread
        self._read_again = 0.0  # when the words may be read anew
        self._whole: tuple[int, Counted] | None = None  # numbers of the library, and its state then
        self._lock = Lock()

    def close(self) -> None:
        """Close the connections for good."""
        self._servers.close()

    def cancel(self) -> None:
        """Cancel the question that the servers are answering, from another thread."""
        if self._lock.locked():
            self._servers.cancel()

    def _ask(self, work: Callable[[Servers, Words], T]) -> T:
        """Return the result of work with the servers; if a connection was lost, with another one."""
        servers = self._servers
        with self._lock:
            servers.begin()
            servers.connect()
            try:
                return self._answer(work)
            except ServerError:
                if not servers.lost:
                    raise
            servers.begin()
            return self._answer(work)

    def _answer(self, work: Callable[[Servers, Words], T]) -> T:
        servers = self._servers
        self.shared.begin(servers)
        if self.shared.teams != self.marked.teams:
            self.marked = self.marked._replace(teams=self.shared.teams)
        return work(servers, self._known_words(servers))

    def ask_for_shared(self) -> bool:
        """Ask anew for what the user's teams share; return whether it has changed."""
        return self._ask(lambda servers, _words: self.shared.ask_again(servers))

    @property
    def library(self) -> str:
        """The id of the library; empty before it was first asked."""
        return self._servers.library

    @property
    def addresses(self) -> Sequence[str]:
        """The addresses of the library's parts."""
        return self._servers.addresses

    def size(self) -> int:
        """Return the number of papers that the library has now."""
        return self._ask(lambda servers, _words: library_words.state_of(servers).works)

    def overview(self) -> Overview:
        """Return the numbers of the library that its header shows."""
        return self._ask(lambda servers, _words: counting.overview(servers))

    def words(self) -> Words:
        """Return the words of the library, read anew if many papers have come."""
        return self._ask(lambda _servers, words: words)

    def _known_words(self, servers: Servers) -> Words:
        """Return the words of the library; if many papers have come they are read anew meanwhile."""
        known = self._words
        if known is None or not known.size:
            known = self._words = library_words.load(servers)
            return known
        state = library_words.state_of(servers)
        stale = abs(state.works - known.size) > _STALE * known.size
        if stale and not self._reading and monotonic() > self._read_again:
            self._reading = True
            Thread(target=self._renew_words, daemon=True).start()
        return known

    def _renew_words(self) -> None:
        """Read the words anew, by connections that no query waits for and none cancels."""
        start = monotonic()
        try:
            with Servers(*self._servers.addresses, settings=_SETTINGS) as servers:
                self._words = library_words.load(servers)
        except ServerError:
            pass  # the words are those from before
        finally:
            end = monotonic()
            self._read_again = end + _SELDOM * (end - start)
            self._reading = False

    # Engine

    def find(
        self,
        query: Query,
        limit: int | None = None,
        facets: Collection[str] = (),
        *,
        order: Order | None = None,
    ) -> Found:
        """Find the papers of a query; see `Engine`.

        Args:
            query: the query.
            limit: the most papers to return, by default as many as a server orders.
            facets: names of facets whose values are counted.
            order: of the papers; None for the best, or the newest if the query has no words.

        Raises:
            ServerError: the server cannot be reached, or does not answer.
        """
        most = candidates.MOST_MATCHED if limit is None else limit
        if order is not None and order.key not in COLUMNS:
            order = None
        if not query.ranks and order is None:
            order = Order(SortKey.DATE)

        def work(servers: Servers, words: Words) -> Found:
            if limit == 0:  # only the facets are asked for
                answer = _Answer(_nothing(), (), cut=False)
            elif order is not None:
                answer = self._sorted(servers, words, query, most, order)
            else:
                answer = self._ranked(servers, words, query, most)
            total, exact = self._total(servers, query, answer)
            counts: CountedFacets = {}
            if facets:
                from paperbrowser.postgres.facets import counted

                counts = counted(
                    query.text, facets, lambda text: self._counted(servers, words, text)
                )
            window = answer.window
            if window is not None:
                window = replace(window, total=total, exact=exact)
            return Found(answer.results.first(limit), total, exact, counts, window)

        return self._ask(work)

    def page(self, known: Window, *, forward: bool, most: int = PAGE) -> WindowPage:
        """Return the papers below a window of a list, or above it.

        Args:
            known: the window.
            forward: below it.
            most: papers of the page.

        Raises:
            ServerError: the server cannot be reached, or does not answer.
        """
        start = known.tail if forward else known.head
        return self._listed(known, lambda one: one.page(start, forward=forward, most=most))

    def window_at(self, known: Window, place: int | None) -> Window | None:
        """Return another window of a list.

        Args:
            known: a window of the list.
            place: the number of a row, from 0 to `listing.FARTHEST`; None for the end of the list.

        Returns:
            The window; None if the list is shorter.

        Raises:
            ServerError: the server cannot be reached, or does not answer.
        """
        if place is None:
            return self._listed(known, lambda one: one.end(known))
        return self._listed(known, lambda one: one.at(known, place) if place else one.start(known))

    def around(self, known: Window, position: int) -> Window | None:
        """Return the window of a list around a paper; None if that is not in the list.

        Args:
            known: a window of the list.
            position: of the paper.

        Raises:
            ServerError: the server cannot be reached, or does not answer.
        """
        work_id = self.papers.work(position)
        return self._listed(known, lambda one: one.around(known, work_id))

    def position_of(self, work_id: str) -> int | None:
        """Return the position of a work; None if the library has it not."""

        def work(servers: Servers, _words: Words) -> Sequence[int]:
            return self._taken_in(servers, [work_id])

        return next(iter(self._ask(work)), None)

    def walk(self, known: Window, most: int) -> Iterator[Sequence[Paper]]:
        """Yield the papers of a list, a page at a time, up to so many; none of them is kept here.

        Args:
            known: a window of the list.
            most: papers.

        Raises:
            ServerError: the server cannot be reached, or does not answer.
        """
        query = known.query
        start: Key | None = None
        more = True
        names: Counter[str] = Counter()

        def work(servers: Servers, words: Words) -> tuple[list[Paper], list[Key], bool]:
            listing, _ = self._listing(servers, words, query, known.order, lenient=known.lenient)
            keys, more = listing.keys(start, most=PAGE)
            ids = [id_ for _, id_ in keys]
            known_papers = dict(read(servers, ids))
            papers = [known_papers[id_] for id_ in ids if id_ in known_papers]
            self.shared.look_up(servers, papers)
            if query.ranks or query.narrows:
                arrays = build(papers, usual=words.usual)
                found = {*self._found(words, query, papers, arrays).positions.tolist()}
                papers = [paper for at, paper in enumerate(papers) if at in found]
            return papers, keys, more

        while more and most > 0:
            papers, keys, more = self._in_the_end(work)
            start = keys[-1] if keys else start
            yield [renamed(paper, names) for paper in papers[:most]]
            most -= len(papers)

    def _in_the_end(self, work: Callable[[Servers, Words], T]) -> T:
        """Return the result of work that goes on when a question of the user has interrupted it."""
        for _ in range(_INTERRUPTED):
            try:
                return self._ask(work)
            except ServerError as error:
                if error.code != "cancelled":
                    raise
        return self._ask(work)

    def summary(self, query: Query) -> Summary:
        """Return what the papers of a query amount to; of more than the servers count, estimates."""
        from paperbrowser.postgres.summary import summary_of

        def work(servers: Servers, words: Words) -> Summary:
            if not query.text.strip():
                return summary_of(self._counted(servers, words, ""), exact=True)
            if query.ranks:
                answer = self._ranked(servers, words, query, _LISTED)
            else:
                answer = self._sorted(servers, words, query, _LISTED, Order(SortKey.DATE))
            if not answer.cut:
                return SummaryOfPapers(self.texts(answer.results.positions.tolist()), "")
            counted = counting.found(servers, *where_any(answer.asked), titles=True)
            return summary_of(counted, exact=_finds_as_asked(query, answer.asked))

        return self._in_the_end(work)

    def _counted(self, servers: Servers, words: Words, text: str) -> Counted:
        """Count the papers of the text of a query; those of the library once after each change."""
        if text.strip():
            query = parse(text)
            for lenient in (False, True):
                asked = questions(query, words, lenient=lenient, marked=self.marked)
                counted = counting.found(servers, *where_any(asked))
                if counted.papers or not query.ranks:
                    break
            return counted
        changes = library_words.state_of(servers).changes
        if self._whole is None or self._whole[0] != changes:
            self._whole = (changes, counting.whole(servers))
        return self._whole[1]

    def texts(self, positions: Sequence[int]) -> Sequence[Paper]:
        """Return the papers at some positions."""
        return [self.papers[at] for at in positions]

    def near_words(self, word: str, count: int = 3) -> Sequence[str]:
        """Return up to `count` spellings that `word` may be a misspelling of, the likeliest first."""
        return self.words().near(word, count)

    def similar(self, position: int, most: int) -> Sequence[Near]:
        """Return up to `most` papers near one, nearest first."""
        from paperbrowser.insight.similar import Neighbours

        paper = self.papers[position]

        def work(servers: Servers, words: Words) -> tuple[list[int], float]:
            telling = _telling(paper, words)
            if not telling:
                return [position], words.usual
            question = Question(" | ".join(map(lexeme, telling)))
            ids = candidates.find(servers, [question]).ids
            others = [at for at in self._taken_in(servers, ids) if at != position]
            return [position, *others], words.usual

        positions, usual = self._ask(work)
        papers = [self.papers[at] for at in positions]
        index = SearchIndex(build(papers, usual=usual))
        near = Neighbours(papers, index).near(0, most)
        return [
            Near(positions[one.position], one.score, one.words, one.authors, one.references)
            for one in near
        ]

    # The answer

    def _ranked(self, servers: Servers, words: Words, query: Query, most: int) -> "_Answer":
        limit = most if most > FEW else candidates.USUAL
        asked = questions(query, words, lenient=False, marked=self.marked)
        found = candidates.find(servers, asked, limit)
        ids = found.ids
        if len(ids) < weights.ENOUGH or not found.titled:
            asked = questions(query, words, lenient=True, marked=self.marked)
            found = candidates.find(servers, asked, limit, enough=limit)
            ids = list(dict.fromkeys((*ids, *found.ids)))
        results = self._by_index(servers, words, query, ids)
        if not found.cut:
            return _Answer(results, asked, cut=False)
        exact = found.exact and _finds_as_asked(query, asked)
        total = max(len(results), found.matched), exact
        return _Answer(results, asked, cut=True, total=total)

    def _by_index(
        self, servers: Servers, words: Words, query: Query, ids: Sequence[str]
    ) -> SearchResults:
        """Return those of some papers that the query finds, ranked by an index of them."""
        positions = np.array(self._taken_in(servers, ids), np.int64)
        papers = [self.papers[at] for at in positions.tolist()]
        if self._analysed.usual != words.usual:
            self._analysed = AnalysedPapers(words.usual)
        found = self._found(words, query, papers, self._analysed.arrays(papers))
        return SearchResults(
            positions[found.positions],
            found.scores,
            lambda: found.highlighter,
            ranked=found.ranked,
        )

    def _found(
        self, words: Words, query: Query, papers: Sequence[Paper], arrays: IndexArrays
    ) -> SearchResults:
        """Return those of some papers that the query finds, by their places.

        Args:
            words: of the library.
            query: the query.
            papers: the papers.
            arrays: what they are indexed as.
        """
        index = SearchIndex(arrays, Whole(words.size, words.words))
        own = self.marks_of(papers) if self.marks_of is not None else ()
        index.marks = self.shared.marked(papers, own)
        if query.asks_texts:
            from paperbrowser.texts.index import NO_TEXTS, PaperTextWords, TextIndexError

            try:
                index.texts = PaperTextWords.of(papers)
            except TextIndexError:
                index.texts = NO_TEXTS
        return index.find(query)

    def _sorted(
        self,
        servers: Servers,
        words: Words,
        query: Query,
        most: int,
        order: Order,
    ) -> "_Answer":
        """Return the first papers of a query in an order."""
        lenient = False
        listing, highlighters = self._listing(servers, words, query, order, lenient=lenient)
        page = listing.page(None, most=most)
        if not page.rows and page.edge is None and query.ranks:
            lenient = True
            listing, highlighters = self._listing(servers, words, query, order, lenient=lenient)
            page = listing.page(None, most=most)
        results = SearchResults(
            np.array([row.position for row in page.rows], np.int64),
            np.zeros(len(page.rows), np.float32),
            lambda: highlighters[0] if highlighters else Highlighter((), ()),
            ranked=False,
        )
        window = Window(query, order, page.rows, None, page.edge, 0, 0, exact=True, lenient=lenient)
        return _Answer(results, listing.asked, cut=page.edge is not None, window=window)

    def _listed(self, known: Window, look: Callable[[Listing], T]) -> T:
        """Return what is to be seen of the list of which a window is known."""

        def work(servers: Servers, words: Words) -> T:
            query, order = known.query, known.order
            return look(self._listing(servers, words, query, order, lenient=known.lenient)[0])

        return self._ask(work)

    def _listing(
        self, servers: Servers, words: Words, query: Query, order: Order, *, lenient: bool
    ) -> "tuple[Listing, list[Highlighter]]":
        """Return the papers of a query in an order, and the highlighters of its pages."""
        asked: Sequence[Question] = [Question()]
        if query.text.strip():
            asked = questions(query, words, lenient=lenient, marked=self.marked)
        highlighters: list[Highlighter] = []

        def found(ids: Sequence[str]) -> Mapping[str, int]:
            self._taken_in(servers, ids)
            known = self.papers.found(ids)
            if not (query.ranks or query.narrows):
                return known
            results = self._by_index(servers, words, query, ids)
            highlighters.append(results.highlighter)
            kept = {*results.positions.tolist()}
            return {id_: at for id_, at in known.items() if at in kept}

        return Listing(servers, asked, order, found), highlighters

    def _total(self, servers: Servers, query: Query, answer: "_Answer") -> tuple[int, bool]:
        """Return how many papers the query finds, and whether that is counted or an estimate."""
        found = len(answer.results)
        if not answer.cut:
            return found, True
        if answer.total is not None:
            return answer.total
        if not query.text.strip():
            return library_words.state_of(servers).works, True
        condition, values = where_any(answer.asked)
        counts = servers.each(
            f"SELECT count(*) FROM (SELECT FROM paperbrowser.works WHERE {condition} LIMIT %s) AS found",  # noqa: S608,
            (*values, _COUNTED + 1),
        )
        each = [int(count) for ((count,),) in counts]
        if max(each) <= _COUNTED:
            return max(found, sum(each)), _finds_as_asked(query, answer.asked)
        estimates = counting.estimated(servers, condition, values)
        return sum(map(max, each, estimates)), False

    def _taken_in(self, servers: Servers, ids: Sequence[str]) -> list[int]:
        """Return the positions of works, in their order; those that are not here are read."""
        missing = read(servers, self.papers.missing(ids))
        taken = [self.papers.take(id_, paper) for id_, paper in missing]
        self.shared.ask(servers, [self.papers[at] for at in taken], self.papers)
        return [*self.papers.found(ids).values()]


def _finds_as_asked(query: Query, asked: Sequence[Question]) -> bool:
    """Return whether a query finds all papers that the servers find, and not only some of them."""
    only_words = not (query.phrases or query.excluded_phrases or query.cited)
    return only_words and len(asked) <= 2


def _nothing() -> SearchResults:
    empty = np.empty(0, np.int64)
    return SearchResults(empty, empty.astype(np.float32), lambda: Highlighter((), ()), ranked=False)


def _telling(paper: Paper, words: Words) -> list[str]:
    """Return the words of a paper that tell it from others best."""
    known: dict[str, int] = {}
    for text in (display.title(paper), display.abstract(paper)):
        for word in split(fold(text)):
            for one in parts(word):
                id_ = words.words.find(one) if one not in STOP_WORDS and len(one) > 2 else None
                if id_ is not None and words.words.frequency(id_) > 1:
                    known[one] = words.words.frequency(id_)
    return sorted(known, key=known.__getitem__)[:_TELLING]
