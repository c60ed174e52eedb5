"""The papers of a library that the list shows: those found so far, as the server sorts them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from paperbrowser.papers.marks import NO_MARKS, Marks
from paperbrowser.papers.metrics import Metrics
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.sorting import Order
from paperbrowser.postgres.counting import Overview
from paperbrowser.postgres.news import LibraryNews
from paperbrowser.postgres.server_engine import ServerEngine
from paperbrowser.postgres.sharing import Sharing
from paperbrowser.search.engine import Found
from paperbrowser.search.query import Query
from paperbrowser.search.values import FieldValues, LabelCounts
from paperbrowser.search.view import Catalogue, joined_traits, traits_of

WINDOW = 200  # papers that the list holds
_NEWEST = Order()


class LibraryCatalogue(Catalogue):
    """Papers of a library. A position is that of the engine; more papers come with each answer.

    Attributes:
        engine: searches and sorts.
        in_use: returns the positions of papers that a screen shows or has selected.
        sharing: shares tags and notes with the user's teams.
    """

    def __init__(self, engine: ServerEngine, name: str, newest: Found, overview: Overview) -> None:
        """Show the first papers of a library.

        Args:
            engine: searches the library.
            name: of the library.
            newest: the papers to show without a search.
            overview: the numbers of the library.
        """
        super().__init__(Profile(name=name))
        self.engine: ServerEngine = engine
        self._overview = overview
        self.papers = self._kept = engine.papers
        self.in_use: Callable[[], Iterable[int]] = tuple
        self._kept.in_use = self._in_use
        self.sharing = Sharing(engine)
        self._library = newest.total
        self._unmarked: set[int] = set()
        self._news: LibraryNews | None = None
        self.take(newest, whole=True)

    def _in_use(self) -> Iterable[int]:
        yield from self.in_use()
        if self.window is not None:
            yield from self.window.positions

    @property
    def total(self) -> int:
        """The number of papers of the library."""
        return self._library

    @property
    def metrics(self) -> Metrics:
        """The metrics of all papers of the library."""
        return self._overview.metrics

    @property
    def often(self) -> int | None:
        """The papers that are cited ten times or more; None where too few citations are known."""
        return self._overview.often

    @property
    def years(self) -> Mapping[int, int]:
        """The number of papers of each year that has some."""
        return self._overview.years

    def take(self, found: Found | None, *, whole: bool) -> None:
        """Take note of papers that have come; `found` are those of a query, or `whole` without one."""
        new: list[int] = []
        while self._kept.new:
            new.append(self._kept.new.popleft())
        self._unmarked.update(new)
        self.traits = joined_traits(self.traits, traits_of([self.papers[at] for at in new]))
        if whole and found is not None:
            self.window, self.outdated = found.window, False
            self._library = found.total

    def rows(self, order: Order) -> Sequence[int]:  # noqa: ARG002 - the server has sorted
        """Return the papers to show without a search, in the order that they came in."""
        return () if self.window is None else self.window.positions

    def lasting_id(self, position: int) -> str:
        """Return the id of a paper that it has at the next start as well."""
        return self._kept.work(position)

    def position(self, paper_id: str) -> int | None:
        """Return the position of the paper with this id."""
        return self._kept.position(paper_id)

    @property
    def marks(self) -> Sequence[Marks]:
        """The user's marks by position; empty where no paper has any."""
        known = super().marks
        return [*known, *[NO_MARKS] * (len(self.papers) - len(known))] if known else known

    def marks_at(self, position: int) -> Marks:
        """Return the marks of the paper at a position."""
        known = super().marks
        return known[position] if position < len(known) else NO_MARKS

    def put_marks(self, marks: Sequence[Marks]) -> None:
        """Take over the user's marks of all papers, by position."""
        super().put_marks(self.engine.shared.marked(self.papers[: len(marks) or None], marks))

    def mark_new(self, marks_of: Callable[[Sequence[Paper]], Sequence[Marks]]) -> None:
        """Put the marks of papers that were found since marks were put last."""
        new = sorted(self._unmarked)
        self._unmarked.clear()
        if new:
            marks = [*self.marks] or [NO_MARKS] * len(self.papers)
            papers = [self.papers[at] for at in new]
            of_new = self.engine.shared.marked(papers, marks_of(papers))
            for at, one in zip(new, of_new or [NO_MARKS] * len(new), strict=True):
                marks[at] = one
            super().put_marks(marks)

    def shared_values(self) -> Mapping[str, FieldValues]:
        """Return the tags that the user's teams share, with the papers of the team that has most."""
        tags: Counter[str] = Counter()
        for (_, tag), papers in self.engine.shared.tags.items():
            tags[tag] = max(papers, tags[tag])
        return {"shared": LabelCounts(tags.most_common())}

    def follow(self, told: Callable[[], None], shared: Callable[[], None]) -> None:
        """Call functions in a thread: one when `come` has changed, one when what teams share may have."""
        self._news = LibraryNews(self.engine.addresses, told, shared)

    @property
    def come(self) -> int | None:
        """The papers that have come since they were asked for; None while the library is away."""
        works = self._news.works if self._news is not None else self._library
        return None if works is None else max(0, works - self._library)

    def renew(self) -> None:
        """Read papers anew when they are asked for next."""
        self._kept.renew()
        self.outdated = True
        if self._news is not None and self._news.works is not None:
            self._library = self._news.works

    def close(self) -> None:
        """Close the connections to the servers."""
        if self._news is not None:
            self._news.close()
        self.engine.close()

    def know_marks(
        self,
        marks_of: Callable[[Sequence[Paper]], Sequence[Marks]],
        works: Sequence[tuple[Sequence[str], Marks]],
    ) -> None:
        """Let the engine know the user's marks."""
        self.engine.marks_of = marks_of
        self.engine.marked = self.engine.marked._replace(works=works)

    def prepare(self) -> None:
        """Compute nothing: the server sorts."""


def opened(
    addresses: Sequence[str], name: str, order: Order = _NEWEST, work: str = ""
) -> LibraryCatalogue:
    """Return the first papers of a library, or those around a work.

    Args:
        addresses: of its parts.
        name: of the library.
        order: of the papers.
        work: the id of the work, which may have gone; empty for none.

    Raises:
        ServerError: it cannot be reached.
    """
    engine = ServerEngine(*addresses)
    first = engine.find(Query(), WINDOW, order=order)
    position = engine.position_of(work) if work else None
    if position is not None and first.window is not None:
        first = replace(first, window=engine.around(first.window, position) or first.window)
    return LibraryCatalogue(engine, name, first, engine.overview())
