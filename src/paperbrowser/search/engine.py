"""The interface of what searches papers: our own index of a profile, or a server with a group's library.

The list, the facets and the similar papers ask through it, so that none of them depends on where the papers
are. A paper is its position in the list that is shown.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from paperbrowser.papers.display import counted
from paperbrowser.papers.marks import Marks
from paperbrowser.papers.model import Paper
from paperbrowser.papers.sorting import Order
from paperbrowser.search.query import Query
from paperbrowser.search.summary import Summary
from paperbrowser.search.window import Window, WindowPage

if TYPE_CHECKING:
    from paperbrowser.search.index.results import SearchResults


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet.

    Attributes:
        text: as it stands in a query.
        shown: as it is shown.
        count: the papers that the query would find with it, of those that meet all other facets.
        chosen: the query chooses it.
        excluded: the query leaves it out.
        exact: whether the papers are counted; else their number is an estimate.
    """

    text: str
    shown: str
    count: int
    chosen: bool = False
    excluded: bool = False
    exact: bool = True

    @property
    def number(self) -> str:
        """The count as it is shown: "1,234", or "~1,200,000" for an estimate."""
        return f"{'' if self.exact else '~'}{self.count:,}"


CountedFacets = Mapping[str, Sequence[FacetValue]]
"""The values of facets by the names of the facets."""


@dataclass(frozen=True, slots=True)
class Near:
    """A paper near another.

    Attributes:
        position: of the paper.
        score: the greater, the nearer; to be compared within one answer only.
        words: in common, the rarest first.
        authors: in common, as the paper writes them; without those of most papers.
        references: how many references they have in common.
    """

    position: int
    score: float
    words: tuple[str, ...]
    authors: tuple[str, ...]
    references: int = 0

    @property
    def reasons(self) -> str:
        """The reasons in a line: "words: halos, lensing; authors: Bo Dahl; 3 references"."""
        parts = [f"words: {', '.join(self.words)}"] if self.words else []
        parts += [f"authors: {', '.join(self.authors)}"] if self.authors else []
        if self.references:
            parts.append(f"{counted(self.references, 'reference')} in common")
        return "; ".join(parts)


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a query.

    Attributes:
        results: the papers, best first, not more than were asked for.
        total: how many there are.
        exact: whether `total` is counted; else it is an estimate.
        facets: the counts of the facets that were asked for.
        window: the papers as rows of a list that a server sorts; None for all, or the best.
    """

    results: "SearchResults"
    total: int
    exact: bool
    facets: CountedFacets
    window: Window | None = None


class Engine(Protocol):
    """Searches papers. Several threads may use it."""

    def find(
        self,
        query: Query,
        limit: int | None = None,
        facets: Collection[str] = (),
        *,
        order: Order | None = None,
    ) -> Found:
        """Find the papers of a query.

        Args:
            query: the query.
            limit: the most papers to return; None for all.
            facets: names of facets whose values are counted under the query.
            order: in which a server returns them; None for the best first.

        Raises:
            ReadError: a server cannot be reached, or was told to answer no more.
        """

    def summary(self, query: Query) -> Summary:
        """Return what the papers of a query amount to.

        Raises:
            ReadError: as for `find`.
        """

    def cancel(self) -> None:
        """Let the query that is being answered be given up, if a server answers it."""

    def texts(self, positions: Sequence[int]) -> Sequence[Paper]:
        """Return the papers at some positions."""

    def near_words(self, word: str, count: int = 3) -> Sequence[str]:
        """Return up to `count` spellings that `word` may be a misspelling of, the likeliest first."""

    def similar(self, position: int, most: int) -> Sequence[Near]:
        """Return up to `most` papers near one, nearest first."""


class ListEngine(Engine, Protocol):
    """Lists papers that a server sorts, some hundred at a time.

    Attributes:
        marks_of: returns the user's marks on papers; None for none.
    """

    marks_of: Callable[[Sequence[Paper]], Sequence[Marks]] | None

    def page(self, known: Window, *, forward: bool) -> WindowPage:
        """Return the papers below a window of a list (`forward`), or above it."""

    def window_at(self, known: Window, place: int | None) -> Window | None:
        """Return the window of a list at the row with a number, or (None) at its end.

        None is returned for a list that is shorter.
        """

    def around(self, known: Window, position: int) -> Window | None:
        """Return the window of a list around a paper; None if that is not in it."""

    def walk(self, known: Window, most: int) -> Iterator[Sequence[Paper]]:
        """Yield the papers of a list, some at a time, up to so many."""
