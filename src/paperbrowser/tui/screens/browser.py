"""The browser screen: header, search line, list, detail, status, and the actions of its keys."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType

from paperbrowser.papers.model import Paper
from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.search.view import Catalogue, View, remaining, row_of
from paperbrowser.tui import keys
from paperbrowser.tui.screens.chosen_papers import ActionHost, ChosenPapers
from paperbrowser.tui.screens.list_and_detail import WIDE
from paperbrowser.tui.widgets.key_line import (
    Choice,
    KeyLine,
    sort_choices,
)
from paperbrowser.tui.widgets.panes import Panes
from paperbrowser.tui.widgets.paper_list import PaperList
from paperbrowser.tui.widgets.profile_header import ProfileHeader
from paperbrowser.tui.widgets.search_bar import SearchBar, SearchInput
from paperbrowser.tui.widgets.status_line import StatusLine
from paperbrowser.tui.work.facets import FacetCounts
from paperbrowser.tui.work.rows_beyond import RowsBeyond
from paperbrowser.tui.work.search import Search, no_papers, offered

if TYPE_CHECKING:
    from textual.timer import Timer

    from paperbrowser.search.engine import Found
    from paperbrowser.tui.widgets.facet_column import FacetColumn

_KEY_REPEAT = 0.12  # seconds; moves at shorter intervals are those of a key that is held down
_REST = 0.09  # seconds after the last of them until the detail shows the paper


class BrowserHost(ActionHost, Protocol):
    """The app, which knows the user's place in a profile."""

    def library_asked(self) -> None:
        """Say what has come to a library since."""

    def on_profile_opened(self) -> None:
        """Restore the user's place, before the first picture."""


class BrowserScreen(ChosenPapers):
    """The browser of one profile."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.OF_BROWSER]

    def __init__(
        self,
        host: BrowserHost,
        catalogue: Catalogue,
        order: Order,
        source: Path,
        as_of: datetime.date | None,
    ) -> None:
        """Show a profile.

        Args:
            host: the app.
            catalogue: its papers.
            order: the order in which profiles open.
            source: the file it was read from.
            as_of: the day that was given for dates without a year, if any.
        """
        super().__init__(host, View(catalogue, order))
        self._host: BrowserHost = host
        self._opening_order = order
        self.search = Search(host, self, as_of)
        self.search.look_in(catalogue, source)
        self.facets = FacetCounts(host, self, self.search)
        self.beyond = RowsBeyond(host, self)
        catalogue.in_use = self._in_use
        self._moved_at = 0.0
        self._resting: Timer | None = None
        self._touched = False
        self._back: tuple[str, Callable[[], None]] | None = None  # a query, and where it came from
        self._note = ""
        self._news = ""

    def compose(self) -> ComposeResult:
        """Yield the widgets, few because each costs start time."""
        # Textual sets the class at the first resize, after a first picture in the other layout.
        self.set_class(self.app.size.width >= WIDE, "-wide")
        catalogue = self._view.catalogue
        yield ProfileHeader(catalogue, id="header")
        yield SearchBar("search", self.search.facets)
        yield Panes(id="panes")
        yield StatusLine(id="status")
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Look the widgets up once, and fill them."""
        self._look_up()
        self._header = self.query_one(ProfileHeader)
        self._bar = self.query_one(SearchBar)
        self._refill(None)
        self._host.on_profile_opened()
        self.call_after_refresh(self.marks.load)

    # Data

    def show(self, catalogue: Catalogue, source: Path, *, same: bool) -> None:
        """Show a profile.

        Args:
            catalogue: its papers.
            source: the file it was read from.
            same: whether it is the one shown, read again: then the selection and the search stay.
        """
        kept = None
        if same and self._touched:
            kept = remaining(self._view, self._list.cursor, catalogue)
        catalogue.in_use = self._in_use
        self.search.look_in(catalogue, source)
        self._header.show(catalogue)
        if same:
            self._view = replace(self._view, catalogue=catalogue, found=None, highlighter=None)
            self._selection.keep(catalogue)
        else:
            self._touched, self._back = False, None
            self._view = View(catalogue, self._opening_order)
            self._bar.put("")
            self._selection.clear()
        self.marks.load()
        self._refill(kept)
        if self._bar.text.strip():
            self.search.search(self._bar.text, kept)
        elif self.search.large:
            self.search.prepare()

    def put_view(
        self, view: View, keep: Paper | None, top: int | None = None, line: int | None = None
    ) -> None:
        """Show a view.

        Args:
            view: the papers and their order.
            keep: the paper that gets the cursor; None, or one not shown, is the first.
            top: the row to scroll to.
            line: the line of the list that `keep` is shown on, instead of `top`.
        """
        self.catalogue.take(None, whole=False)
        self.marks.mark_new()
        self._view = view
        self._touched = self._touched or keep is not None or view.searching
        self._refill(keep)
        if line is not None:
            top = self._list.cursor - line
        if top is not None:
            self._list.scroll_to_row(top)

    def show_asked(self, view: View) -> None:
        """Take over a view whose query has no answer yet; the rows stay."""
        self._view = view
        self._show_state()

    def put_rows(self, view: View) -> None:
        """Show other rows of the same list around the paper under the cursor, which stays where it is."""
        self.catalogue.take(None, whole=False)
        self.marks.mark_new()
        self._view = view
        self._list.put_rows(view, view.rows())
        self._show_state()

    def show_place(self) -> None:
        """Show where in the list the cursor is, and whether rows are being fetched."""
        self._show_lasting()

    @property
    def keeps_rows(self) -> bool:
        """Whether no row may be dropped, because a range is being selected."""
        return self._selection.range_from is not None

    def _in_use(self) -> Iterator[int]:
        """Yield the positions of papers that are shown, were before the search, or are selected."""
        for view in filter(None, (self._view, self.search.view_before)):
            yield from view.found or ()
        yield from self._list.rows
        for paper in (*self._list.selected, self._selection.range_from):
            position = None if paper is None else self.catalogue.position(paper)
            if position is not None:
                yield position

    def take_found(self, found: "Found", *, whole: bool) -> None:
        """Take note of papers that a server found, `whole` without a search."""
        self.catalogue.take(found, whole=whole)
        self.marks.mark_new()
        if whole:
            self._header.show(self.catalogue)
            self._host.library_asked()

    def ask_again(self) -> None:
        """Ask a server again for the papers around the cursor."""
        self.marks.load()
        self.search.ask_again(self._list.paper, self._list.cursor - self._list.top)

    def _show_state(self) -> None:
        self._bar.show_state(self.search.state(len(self._list.rows)))

    def ask(self, question: str, choices: Sequence[Choice]) -> None:
        """Ask for one key; see `KeyLine.ask`."""
        self._keys.ask(question, choices)

    def not_read(self, why: str) -> None:
        """Say in the list that the papers of the open profile could not be read."""
        self.catalogue.failure = why
        self._refill(self._list.paper)

    def remark(self, note: str) -> None:
        """Show `note` in the status line whenever there is no message."""
        self._note = note
        self._show_lasting()

    def _refill(self, keep: Paper | None) -> None:
        """Fill the list from the view, with the cursor on the paper to `keep` if it is shown."""
        self._news = self._view.catalogue.news()
        rows = self._view.rows()
        position = None if keep is None else self._view.catalogue.position(keep.id)
        found, catalogue = self._view.found is not None, self._view.catalogue
        message = self.search.message if found else no_papers(self._host, catalogue)
        row = row_of(rows, position) or 0
        self._list.show(self._view, rows, row, message, self._below(len(rows)))
        self._show_detail()
        self._show_state()
        if self.focused in (self._list, self._detail):
            self._show_keys()
        self.beyond.begin()
        self._show_lasting()
        self.facets.follow()

    def _below(self, count: int) -> str:
        """Return the line below the best papers of a search that has more; else an empty one."""
        view = self._view
        if not (view.found and view.matching):
            return ""
        key = keys.named(self.app, "sort.date")
        return f"the best {count:,} of {view.matching} that match; {key} lists all, newest first"

    def _show_lasting(self) -> None:
        shown, window = len(self._list.rows), self._view.listed
        place = f"{self._list.cursor + 1:,} of {shown:,}" if shown else ""
        if shown and window is not None and not window.whole:
            place = window.place(self._list.rows[self._list.cursor])
        if not shown and self._view.catalogue.whole:
            place = "no papers"
        lasting = (self._selection.words, place, self.beyond.sign, self._news, self._note)
        self._status.show_lasting(" · ".join(filter(None, lasting)))

    # The paper under the cursor

    @on(PaperList.Moved)
    def _moved(self) -> None:
        self._touched = True
        self.search.went()
        self.beyond.moved()
        now = monotonic()
        held, self._moved_at = now - self._moved_at < _KEY_REPEAT, now
        if self._resting is not None:
            self._resting.stop()
            self._resting = None
        if held:
            self._resting = self.set_timer(_REST, self._show_detail)
        else:
            self._show_detail()
        self._show_lasting()

    @on(PaperList.Stopped)
    def _stopped(self, event: PaperList.Stopped) -> None:
        self.beyond.stopped(event.rows)

    def _show_detail(self) -> None:
        self._resting = None
        super()._show_detail()

    # Search

    @on(SearchBar.Changed)
    def _typed(self) -> None:
        self.search.typed(self._bar.text)

    @property
    def search_text(self) -> str:
        """The text of the search line."""
        return self._bar.text

    def put_search(self, text: str) -> None:
        """Put `text` into the search line without searching for it."""
        self._bar.put(text)

    def show_search_progress(self, part: float | None) -> None:
        """Show the part of the index that is built, 0 to 1; None when it is ready."""
        if part is not None:
            self._status.show_lasting(f"preparing the search: {part:.0%}")
        else:
            self._show_lasting()

    @on(SearchBar.Offered)
    def _offered(self, event: SearchBar.Offered) -> None:
        if event.offers:
            self.say(offered(event.offers, keys.named(self.app, "search.complete")))
        else:
            self._status.clear()
        self._show_keys()

    def action_search(self) -> None:
        """Go to the search line; the words of the last search are selected, so that typing replaces them."""
        self.search.begin(self._list.paper, self._list.top)
        self.set_focus(self._bar.field)
        self._bar.field.action_select_all()

    @on(SearchInput.Kept)
    def _keep_search(self) -> None:
        self.search.keep()
        self.set_focus(self._list)

    @on(SearchInput.Cancelled)
    def _cancel_search(self) -> None:
        self.set_focus(self._list)
        self.search.cancel()

    def search_for(self, words: str, keep: Paper | None = None, line: int | None = None) -> None:
        """Search for `words` as if they had been typed; `keep` and `line` as in `put_view`."""
        self.search.keep()
        self._bar.put(words)
        self.search.search(words, keep, line)

    def leads_back(self, query: str, back: Callable[[], None]) -> None:
        """Let the key that would clear `query` call `back` instead, once."""
        self._back = (query, back)

    def action_clear_search(self) -> None:
        """Show all papers, in the order from before the search."""
        if not self._bar.text:
            self.say("there is no search to clear")
            return
        paper = self._list.paper
        self._bar.put("")
        self.search.search("", paper)
        if paper is not None and self._list.paper is not paper:
            self.beyond.go_to(paper)

    def on_facet_column_value_chosen(self, event: "FacetColumn.ValueChosen") -> None:
        """Narrow the search down to a value, or take that back."""
        self.facets.choose(event)

    # Sort

    def _sort(self, order: Order) -> None:
        """Sort, and show the first rows; a paper that the user went to keeps the cursor, and is in sight."""
        self._view = self._view.sorted(order)
        self._refill(self._list.paper if self._touched else None)
        self._list.scroll_to_row(0)
        self.say(f"sorted by {order.words}")
        self.search.sort_again(self._list.paper if self._touched else None)

    @on(PaperList.SortAsked)
    def _sort_by_column(self, event: PaperList.SortAsked) -> None:
        self.action_sort(event.key)

    def action_sort(self, key: str) -> None:
        """Sort by a key, or reverse the order if it is sorted by that."""
        self._sort(self._view.order_in_force.chosen(SortKey(key)))

    def action_reverse(self) -> None:
        """Reverse the order."""
        self._sort(self._view.order_in_force.reversed())

    def action_choose_sort(self) -> None:
        """Ask for the key to sort by."""
        self._keys.ask("sort by", sort_choices(self._view, self.action_sort))

    # Moving

    def action_edge(self, end: int) -> None:
        """Move to the first (0) or the last (1) paper or line; after a count, to the one of that number."""
        if self.panes.in_detail:
            super().action_edge(end)
        elif self._count:
            number = self._count.times() - 1
            if not self.beyond.go_to_row(number):
                self._list.move_to(number)
        elif not self.beyond.go_to_edge(end=bool(end)):
            super().action_edge(end)

    # Leaving

    def action_back(self) -> None:
        """Leave the detail, the zoom or the search; else name the key that quits."""
        if not self._went_back():
            self.say(f"{keys.named(self.app, 'app.leave')} quits")

    def action_leave(self) -> None:
        """Leave the detail, the zoom or the search; else the app."""
        if not self._went_back():
            self.app.exit()

    def _went_back(self) -> bool:
        if self.panes.in_detail or self.panes.in_column:
            self.panes.enter(self._list)
        elif self._selection or self._selection.range_from:
            self.action_select("none")
        elif self.panes.zoomed:
            self.action_zoom()
        elif self._back is not None and self._back[0] == self._bar.text:
            back, self._back = self._back[1], None
            back()
        elif self._bar.text:
            self.action_clear_search()
        else:
            return False
        return True

    @on(events.DescendantFocus)
    def _show_keys(self) -> None:
        if isinstance(self.focused, SearchInput):
            self._keys.show(keys.search_line(offered=self._bar.offers))
        elif self.panes.in_column:
            self._keys.show(keys.FACET_KEYS, {"app.leave": "list", "read.facets": "close"})
        else:
            panes, found = self.panes, bool(self._bar.text)
            cited = self._view.catalogue.traits.cited_only
            selected = bool(self._selection)
            self._keys.show(
                *keys.line(panes.in_detail, panes.zoomed, found, cited=cited, selected=selected)
            )

    # Marks

    def ask_for_shared(self) -> None:
        """Ask a server for what teams share now."""
        self.marks.shared.ask()

    def show_marks(self, papers: Sequence[Paper] | None) -> None:
        """Show marks that changed, of some papers or (None) of any."""
        self.search.forget_facets()
        self.facets.follow()
        before, rows = self._list.paper, self._view.rows()
        # Some were hidden, or are shown again, or moved in the queue; one taken out of it stays in its row.
        if len(rows) != len(self._list.rows) or (
            self._view.order_in_force.key is SortKey.QUEUE
            and all(self.marks.marks_of(paper).queued is not None for paper in papers or ())
            and [*rows] != [*self._list.rows]
        ):
            row = row_of(rows, self.catalogue.position(before.id)) if before else None
            row = self._list.cursor if row is None else row
            self._list.show(self._view, rows, row, (), self._below(len(rows)))
            self._show_state()
            self._show_lasting()
        ids = {paper.id for paper in papers or ()}
        self._list.redraw(None if papers is None else ids)
        if papers is None or before is not self._list.paper or (before and before.id in ids):
            self._show_detail()

    def show_names(self) -> None:
        """Search again, because names are of one person that were not, or not any more."""
        if "author" in self._bar.text or "with:" in self._bar.text:
            self.search.search(self._bar.text, self._list.paper)
        else:
            self.facets.follow()

    # Reading

    def action_authors(self) -> None:
        """List the paper's authors, to search for one."""
        if (paper := self._paper) is not None:
            from paperbrowser.tui.menus.lists import pick_author

            pick_author(self._host, paper, self.search_for)

    def action_metrics(self) -> None:
        """Show the meaning of the metrics."""
        from paperbrowser.tui.menus.lists import explain_metrics

        explain_metrics(self._host, self._view.catalogue)
