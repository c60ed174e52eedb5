"""The search of the browser screen: from the line to the results, and back to how things stood before."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App

from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Paper
from paperbrowser.search.view import Catalogue, View
from paperbrowser.tui import keys
from paperbrowser.tui.work.finder import Answer, Finder

if TYPE_CHECKING:
    from paperbrowser.search.completion import Completion, Facets
    from paperbrowser.search.no_results import Nothing
    from paperbrowser.tui.screens.browser import BrowserScreen


@dataclass(frozen=True, slots=True)
class _Before:
    """How things stood when a search began."""

    view: View
    paper: Paper | None
    top: int


class Searching:
    """Searches a catalogue for the screen, which shows each view it is given.

    Attributes:
        message: lines to show where the list is empty.
        problems: what of the query was not understood.
    """

    def __init__(self, screen: "BrowserScreen", as_of: datetime.date | None) -> None:
        """Search what the screen shows; `as_of` is the day that the reading of its file was told."""
        self.message: Sequence[str] = ()
        self.problems: Sequence[str] = ()
        self._screen = screen
        self._as_of = as_of
        self._finder: Finder | None = None
        self._before: _Before | None = None
        self._keep: Paper | None = None
        self._line: int | None = None

    def look_in(self, catalogue: Catalogue, source: Path) -> None:
        """Search `catalogue`, read from `source`, from now on."""
        self._before = None
        self._finder = Finder(
            self._screen,
            catalogue,
            source,
            self._as_of,
            found=self._take,
            progress=self._screen.tell_search_progress,
        )

    @property
    def finder(self) -> Finder:
        """What finds."""
        assert self._finder is not None  # noqa: S101 - the screen looks in something before it searches
        return self._finder

    def facets(self) -> "Facets | None":
        """Which values the papers have; None while they are counted."""
        return self.finder.facets()

    def begin(self, view: View, paper: Paper | None, top: int) -> None:
        """The reader went to the search line, from `view` with the cursor on `paper`."""
        self._before = _Before(view, paper, top)
        self.finder.prepare()

    def keep(self) -> None:
        """The results are to stay."""
        self._before = None

    def cancel(self) -> None:
        """Bring back what was before the search began."""
        before, self._before = self._before, None
        if before is None:
            return
        self.finder.forget()
        self.message, self.problems = (), ()
        self._screen.put_search(before.view.query)
        self._screen.put_view(before.view, before.paper, before.top)

    def search(self, text: str, view: View, keep: Paper | None, line: int | None = None) -> None:
        """Search for `text`; the cursor stays on the paper to `keep` if it is found, on that `line`."""
        self._keep, self._line = keep, line
        if text.strip():
            self.finder.find(text)
            return
        self.finder.forget()
        self.message, self.problems = (), ()
        self._screen.put_view(view.cleared(), keep)

    def state(self, view: View, count: int) -> Sequence[str]:
        """What is in force, in ways from the longest to the shortest; first what was not understood."""
        if self.problems:
            return [f"{self.problems[0]} · {count:,} found", self.problems[0]]
        return [f"sort: {view.words()}", view.words(), view.order_in_force.direction]

    def _take(self, answer: Answer) -> None:
        if answer.query.text != self._screen.search_text:
            return
        query, found = answer.query, answer.found
        self.problems = query.problems
        self.message = nothing_found(
            query.text.strip(), answer.nothing, keys.named(self._screen.app, "search.clear")
        )
        view = self._screen.view.searched(
            query.text.strip(), found.positions.tolist(), found.highlighter, ranked=found.ranked
        )
        self._screen.put_view(view, self._keep, line=self._line)
        self._line = None


def no_papers(app: App[int]) -> list[str]:
    """What to say where a profile is empty."""
    again, other = (keys.named(app, id_) for id_ in ("app.reload", "read.profiles"))
    return [f"No papers here. {again} reads the file again, {other} chooses another profile."]


def nothing_found(query: str, nothing: "Nothing | None", clear: str) -> list[str]:
    """What to say where there are no results, one sentence a line; the key `clear` ends the search."""
    lines = [f"Nothing found for “{query}”. {clear} clears the search."]
    if nothing is not None:
        lines += [
            f"“{word}”: did you mean {' or '.join(spellings)}?"
            for word, spellings in nothing.nearest
        ]
        lines += [f"Without {text}: {count_of_papers(count)}." for text, count in nothing.without]
    return lines


def offered(offers: "Sequence[Completion]", key: str) -> str:
    """The completions that `key` takes one after the other, on one line."""
    first, *others = offers
    further = "".join(f"  {offer.text}" for offer in others)
    return f"{key}: {first.text} ({first.about}){further}"
