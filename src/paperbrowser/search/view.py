"""The rows of the paper list: a profile's papers in every order, and the view of them that is shown.

A row is a position in `Profile.papers`, so an order is a sequence of ints. Pure: the screen draws the view.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from paperbrowser.papers import display
from paperbrowser.papers.dates import Precision
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.marks import NO_MARKS, Marks
from paperbrowser.papers.members import MemberProfile
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.search.window import Window

if TYPE_CHECKING:
    from paperbrowser.papers.metrics import Metrics
    from paperbrowser.search.engine import Found, ListEngine
    from paperbrowser.search.highlight import Highlighter
    from paperbrowser.search.texts import TextWords
    from paperbrowser.search.values import FieldValues


_OFTEN = 10  # citations, as the i10-index counts them
_FINEST_FIRST: tuple[Precision, ...] = ("day", "month", "year")


@dataclass(frozen=True, slots=True)
class Traits:
    """The facts that a profile's papers have at all; a list leaves no room for others.

    Attributes:
        scores: some paper has a score.
        citations: the most citations of a paper; None where none has any.
        dates: the precision of the most precise date; None where no paper has one.
        code: some paper has code.
        categories: all categories.
        people: several people are shown as one, and each paper names its own.
    """

    scores: bool
    citations: int | None
    dates: Precision | None
    code: bool
    categories: frozenset[str]
    people: bool = False

    @property
    def cited_only(self) -> bool:
        """Whether papers have citations, but no scores."""
        return self.citations is not None and not self.scores


def joined_traits(one: Traits, other: Traits) -> Traits:
    """Return the facts that the papers of one list or another have."""
    counts = [traits.citations for traits in (one, other) if traits.citations is not None]
    precisions = {one.dates, other.dates}
    return Traits(
        scores=one.scores or other.scores,
        citations=max(counts, default=None),
        dates=next((each for each in _FINEST_FIRST if each in precisions), None),
        code=one.code or other.code,
        categories=one.categories | other.categories,
        people=one.people or other.people,
    )


def traits_of(papers: Sequence[Paper]) -> Traits:
    """Return the facts that some papers have."""
    precisions = {paper.date.precision for paper in papers if paper.date is not None}
    return Traits(
        scores=any(paper.score is not None for paper in papers),
        citations=max(
            (paper.citations for paper in papers if paper.citations is not None), default=None
        ),
        dates=next((one for one in _FINEST_FIRST if one in precisions), None),
        code=any(paper.code for paper in papers),
        categories=frozenset(paper.category for paper in papers if paper.category),
        people=len({name for paper in papers for name in paper.people}) > 1,
    )


class Catalogue:
    """A profile's papers in every order. An order is computed when it is first needed, and kept.

    Attributes:
        correction: a digest of what the reader corrected of the papers in the file; empty for nothing.
        whole: whether these are all papers of the profile, and not only the first.
        failure: why the others could not be read; empty unless that was tried.
        heads: by each name of a co-author who has several, by the user's word, the one that they go by.
        texts: finds words in the full texts of the papers; None until that is needed.
        texts_known: whether `texts` has all that are stored.
        in_texts: whether a plain search looks in the texts as well.
        engine: what searches and sorts the papers where a server has them; those it found are here.
        window: the rows that are here of the list without a search, where a server sorts it.
        outdated: `window` is to be asked for anew before it is shown again.
        in_use: returns the positions of papers that a screen shows or has selected.
    """

    engine: "ListEngine | None" = None
    window: Window | None = None
    outdated = False
    in_use: Callable[[], Iterable[int]] = tuple

    def __init__(
        self,
        profile: Profile,
        *,
        whole: bool = True,
        members: Sequence[MemberProfile] = (),
        correction: str = "",
    ) -> None:
        """Order the papers of a profile.

        Args:
            profile: the profile.
            members: the profiles that it was put together from, if it was.
            whole: False for the first papers of a profile that is still read; nothing is counted then.
            correction: a digest of what the reader corrected of the papers in the file; empty for nothing.
        """
        self.profile = profile
        self.members = members
        self.correction = correction
        self.whole = whole
        self.failure = ""
        self.heads: Mapping[str, str] = {}
        self.texts: TextWords | None = None
        self.texts_known = False
        self.in_texts = False
        self._metrics: Metrics | None = None
        self._new: int | None = None
        self._years: Mapping[int, int] | None = None
        self.papers: Sequence[Paper] = profile.papers
        self._orders: dict[Order, Sequence[int]] = {}
        self._by_title: list[int] | None = None
        self._position_by_id: dict[str, int] | None = None
        self._marks: list[Marks] = []  # by position; empty where nothing is marked
        self._hidden: frozenset[int] = frozenset()
        self.traits = traits_of(self.papers)

    def __len__(self) -> int:
        return len(self.papers)

    @property
    def served(self) -> bool:
        """Whether a server has the papers."""
        return self.engine is not None

    @property
    def total(self) -> int:
        """The number of papers, those on a server as well."""
        return len(self.papers)

    @property
    def metrics(self) -> "Metrics | None":
        """The metrics of the papers; None while some are missing, or where none has citations."""
        if self._metrics is None and self.whole and self.traits.citations is not None:
            from paperbrowser.papers.metrics import computed

            self._metrics = computed(self.papers)
        return self._metrics

    @property
    def often(self) -> int | None:
        """The papers that are cited ten times or more; None where few citations are known."""
        counts = [one.citations for one in self.papers if one.citations is not None]
        if not counts or 2 * len(counts) < len(self.papers):
            return None
        return sum(count >= _OFTEN for count in counts)

    @property
    def years(self) -> Mapping[int, int]:
        """The number of papers of each year that has some; empty while some papers are missing."""
        if self._years is None:
            dated = (paper.date.year for paper in self.papers if paper.date is not None)
            self._years = Counter(dated) if self.whole else {}
        return self._years

    @property
    def marks(self) -> Sequence[Marks]:
        """The user's marks by position; empty where no paper has any."""
        return self._marks

    def marks_at(self, position: int) -> Marks:
        """Return the marks of the paper at a position."""
        return self._marks[position] if self._marks else NO_MARKS

    @property
    def hidden(self) -> frozenset[int]:
        """The positions of papers that the user has hidden."""
        return self._hidden

    def take(self, found: "Found | None", *, whole: bool) -> None:
        """Take note of papers that have come from a server; `found` without a search if `whole`."""

    def shared_values(self) -> "Mapping[str, FieldValues]":
        """Return the values that a server has of search fields, by the fields' names."""
        return {}

    def follow(self, told: Callable[[], None], shared: Callable[[], None]) -> None:
        """Call functions in a thread.

        Args:
            told: is called whenever papers come to a server, or it goes away or comes back.
            shared: when what teams share may have changed.
        """

    @property
    def come(self) -> int | None:
        """The papers that have come to a server since they were asked for; None while it is away."""
        return 0

    def renew(self) -> None:
        """Read the papers of a server anew when they are asked for next."""

    def close(self) -> None:
        """Leave a server."""

    def mark_new(self, marks_of: Callable[[Sequence[Paper]], Sequence[Marks]]) -> None:
        """Put the marks of papers that a server found since marks were put last."""

    def know_marks(
        self,
        marks_of: Callable[[Sequence[Paper]], Sequence[Marks]],
        works: Sequence[tuple[Sequence[str], Marks]],
    ) -> None:
        """Let a server know the user's marks, for filters.

        Args:
            marks_of: returns the marks on papers.
            works: the names of each work that is marked, and its marks.
        """

    def put_marks(self, marks: Sequence[Marks]) -> None:
        """Take over the marks of all papers, by position."""
        self._marks = (
            [*marks] if any(one is not NO_MARKS and one != NO_MARKS for one in marks) else []
        )
        self._hidden = frozenset(at for at, one in enumerate(self._marks) if one.hidden)

    def is_new(self, paper: Paper) -> bool:
        """Return whether a paper came when the profile was fetched last."""
        since = self.profile.since
        return since is not None and paper.added is not None and paper.added > since

    def news(self) -> str:
        """Return the number of new papers in words, "3 new since 12 Oct"; empty when there are none."""
        since, updated = self.profile.since, self.profile.updated
        if since is None or not self.whole:
            return ""
        if self._new is None:
            self._new = sum(map(self.is_new, self.papers))
        return display.news(self._new, since, updated) if self._new else ""

    def lasting_id(self, position: int) -> str:
        """Return the id of a paper that it has at the next start as well."""
        return self.papers[position].id

    def position(self, paper_id: str) -> int | None:
        """Return the position of the paper with this id in the profile."""
        if self._position_by_id is None:
            self._position_by_id = {paper.id: at for at, paper in enumerate(self.papers)}
        return self._position_by_id.get(paper_id)

    def rows(self, order: Order) -> Sequence[int]:
        """Return all papers in an order.

        Papers without the value sorted by come last in both directions. Ties go by date, newest first, then
        by title. Relevance without a search is page order.
        """
        if order.key is SortKey.QUEUE:  # changes with the marks
            return self._sorted(order)
        if order not in self._orders:
            self._orders[order] = self._sorted(order)
        return self._orders[order]

    def _sorted(self, order: Order) -> Sequence[int]:
        papers = self.papers
        everything = range(len(papers))
        match order.key:
            case SortKey.PAGE | SortKey.RELEVANCE:
                return everything[::-1] if order.reverse else everything
            case SortKey.TITLE:
                return self._titles()[::-1] if order.reverse else self._titles()
            case SortKey.DATE:
                days = [
                    paper.date.first_day.toordinal() if paper.date else None for paper in papers
                ]
                if self._by_title is not None:
                    return _by_key(self._by_title, days, ascending=order.reverse)
                # Few share a day; the first picture waits for no other titles.
                rows = _by_key(everything, days, ascending=order.reverse)
                same_day = (list(tied) for _, tied in groupby(rows, days.__getitem__))
                return [
                    row
                    for tied in same_day
                    for row in (sorted(tied, key=self._title) if tied[1:] else tied)
                ]
            case SortKey.QUEUE:
                places = [one.queued for one in self._marks] or [None] * len(papers)
                newest_first = self.rows(Order(SortKey.DATE))
                return _by_key(newest_first, places, ascending=not order.reverse)
            case SortKey.SCORE:
                newest_first = self.rows(Order(SortKey.DATE))
                return _by_key(newest_first, [p.score for p in papers], ascending=order.reverse)
            case SortKey.CITATIONS:
                newest_first = self.rows(Order(SortKey.DATE))
                counts = [paper.citations for paper in papers]
                return _by_key(newest_first, counts, ascending=order.reverse)

    def _titles(self) -> list[int]:
        if self._by_title is None:
            self._by_title = sorted(range(len(self.papers)), key=self._title)
        return self._by_title

    def _title(self, row: int) -> str:
        return display.title(self.papers[row]).casefold()

    def prepare(self) -> None:
        """Compute all orders, metrics and news, so that the screen need not wait for them."""
        self.news()
        _ = self.metrics, self.years, self._titles()
        for key in SortKey:
            self.rows(Order(key))
            self.rows(Order(key, reverse=True))


def _by_key(
    rows: Iterable[int],
    keys: Sequence[float | None] | Mapping[int, float | None],
    *,
    ascending: bool,
) -> list[int]:
    """Return `rows` sorted by `keys[row]`, stably; rows without a key last."""
    known: list[tuple[float, int]] = []
    unknown: list[int] = []
    for row in rows:
        key = keys[row]
        if key is None:
            unknown.append(row)
        else:
            known.append((key if ascending else -key, row))
    known.sort(key=lambda pair: pair[0])
    return [row for _, row in known] + unknown


@dataclass(frozen=True, slots=True)
class View:
    """The query, the papers shown and their order. Every change returns a new view.

    Attributes:
        catalogue: the profile's papers.
        order: of the whole profile; it comes back when the search is cleared.
        query: the text searched for; empty without a search.
        pending: `query` waits for its answer; until then the rows stay as they were.
        found: positions of the papers found, best first; None before the first answer.
        ranked: the query has words to rank papers by, not filters only.
        search_order: of the results.
        highlighter: finds the query in the texts of the papers.
        shows_hidden: the query asks for papers that the user has hidden; else they are left out.
        matching: how many papers of a server match, of which `found` are the best: "about 20,000".
        window: the rows of the search that are here, where a server sorts them.
    """

    catalogue: Catalogue
    order: Order = field(default_factory=Order)
    query: str = ""
    pending: bool = False
    found: Sequence[int] | None = None
    ranked: bool = True
    search_order: Order = field(default_factory=lambda: Order(SortKey.RELEVANCE))
    highlighter: "Highlighter | None" = None
    shows_hidden: bool = False
    matching: str = ""
    window: Window | None = None

    @property
    def listed(self) -> Window | None:
        """The rows that are here of the list that is shown, if a server sorts it and has more."""
        return self.catalogue.window if self.found is None else self.window

    def with_window(self, window: Window) -> "View":
        """Show other rows of the same list."""
        if self.found is None:
            self.catalogue.window = window
            return self
        return replace(self, found=window.positions, window=window)

    @property
    def searching(self) -> bool:
        """Whether a search is in force, answered or not."""
        return self.pending or self.found is not None

    @property
    def order_in_force(self) -> Order:
        """The order of the results if there is a search, else of the profile."""
        return self.search_order if self.searching else self.order

    def rows(self) -> Sequence[int]:
        """Return the positions of the papers to show, in order."""
        hidden = frozenset() if self.shows_hidden else self.catalogue.hidden
        if self.found is None:
            rows = self.catalogue.rows(self.order)
        elif self.catalogue.served and self.search_order.key is SortKey.QUEUE:
            places = {at: self.catalogue.marks_at(at).queued for at in self.found}
            rows = _by_key(self.found, places, ascending=not self.search_order.reverse)
        elif self.catalogue.served and self.search_order.key is not SortKey.RELEVANCE:
            rows = self.found
        elif self.search_order.key is SortKey.RELEVANCE:
            rows = self.found[::-1] if self.search_order.reverse else self.found
        else:
            members = set(self.found)
            rows = [row for row in self.catalogue.rows(self.search_order) if row in members]
        return [row for row in rows if row not in hidden] if hidden else rows

    def sorted(self, order: Order) -> "View":
        """Sort the results if there is a search, those to come as well, else the profile."""
        if self.searching:
            return replace(self, search_order=order)
        return replace(self, order=order)

    def asked(self, query: str, *, ranked: bool = True) -> "View":
        """Search for `query`; `ranked` as in `answered`, as far as it is known."""
        return replace(self._ranked(ranked), query=query, pending=True)

    def answered(
        self,
        found: Sequence[int],
        highlighter: "Highlighter | None" = None,
        *,
        ranked: bool = True,
        shows_hidden: bool = False,
        matching: str = "",
        window: Window | None = None,
    ) -> "View":
        """Show the results of the query that was asked, best first unless another order was chosen.

        Args:
            found: positions of the papers, best first.
            highlighter: finds the query in their texts.
            ranked: whether some match better than others; if not, they keep the profile's order.
            shows_hidden: the query asks for hidden papers.
            matching: see the attributes.
            window: see the attributes.
        """
        return replace(
            self._ranked(ranked),
            pending=False,
            found=found,
            highlighter=highlighter,
            shows_hidden=shows_hidden,
            matching=matching,
            window=window,
        )

    def _ranked(self, ranked: bool) -> "View":
        order = self.chosen_search_order or self._first_order(ranked)
        return replace(self, ranked=ranked, search_order=order)

    @property
    def chosen_search_order(self) -> Order | None:
        """The order of the results, if another was chosen than the one they come in."""
        return None if self.search_order == self._first_order(self.ranked) else self.search_order

    def _first_order(self, ranked: bool) -> Order:
        return Order(SortKey.RELEVANCE) if ranked else self.order

    def unasked(self) -> "View":
        """Wait for no answer any more; what is shown stays."""
        return replace(self, pending=False)

    def cleared(self) -> "View":
        """Show all papers again, in the profile's own order."""
        return View(self.catalogue, self.order)

    def words(self) -> str:
        """Return the order and the number of papers in words: "relevance, best match first · 6 of 50"."""
        total = self.catalogue.total
        many = "searching…" if self.pending else count_of_papers(total)
        if self.found is not None and self.matching:
            many = f"best {len(self.rows()):,} of {self.matching}"
        elif self.found is not None and self.window is not None:
            many = f"{self.window.total_in_words} of {total:,}"
        elif self.found is not None:
            many = f"{len(self.rows()):,} of {total:,}"
        elif not self.catalogue.whole:
            many = "not read" if self.catalogue.failure else "reading…"
        elif self.catalogue.hidden and not self.pending:
            many += f", {len(self.catalogue.hidden):,} hidden"
        return f"{self.order_in_force.words} · {many}"


def row_of(rows: Sequence[int], position: int | None) -> int | None:
    """Return the row that shows the paper at `position`; None when none does."""
    try:
        return None if position is None else rows.index(position)
    except ValueError:
        return None


def remaining(view: View, row: int, catalogue: Catalogue) -> Paper | None:
    """Return the paper of a row, or the nearest one below or else above that a catalogue has as well."""
    rows, papers = view.rows(), view.catalogue.papers
    near = (*range(row, len(rows)), *range(min(row, len(rows)) - 1, -1, -1))
    found = (papers[rows[at]] for at in near)
    return next((paper for paper in found if catalogue.position(paper.id) is not None), None)
