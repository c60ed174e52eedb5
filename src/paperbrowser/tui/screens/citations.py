"""References of a paper, or papers citing it: a list with abstracts, from which one goes on to theirs.

Enter opens a paper that a profile has, Esc goes back to the paper before. Imported when first opened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar, Protocol

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Label

from paperbrowser.library.held import HeldPaper, held_papers
from paperbrowser.papers import display
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.text import clean_line
from paperbrowser.sources.citations.answer import AskedWork, CitationAnswer, Direction
from paperbrowser.sources.citations.ask import STEP
from paperbrowser.tui import keys
from paperbrowser.tui.host import Host
from paperbrowser.tui.screens.stack import is_open
from paperbrowser.tui.terminal.charset import charset_of, spelled
from paperbrowser.tui.terminal.clipboard import Clipboard
from paperbrowser.tui.widgets.cells import cut
from paperbrowser.tui.widgets.citation_list import CitationList, CitationOrder, CitationRows
from paperbrowser.tui.widgets.key_line import KeyLine, copy_choices
from paperbrowser.tui.widgets.paper_detail import PaperDetail
from paperbrowser.tui.widgets.search_bar import SearchInput
from paperbrowser.tui.widgets.status_line import StatusLine
from paperbrowser.tui.work.citations import CitationQuestion, add_to_profile
from paperbrowser.tui.work.key_count import KeyCount
from paperbrowser.tui.work.paper_actions import copy, open_links

_WIDE, _NARROW, _LOW = 96, 60, 16  # columns and rows
_TITLES = {"references": "References of", "citing": "Papers citing"}


class CitationHost(Host, Protocol):
    """The app, which goes to a paper of a profile."""

    def show_paper(self, path: Path, paper: str) -> None:
        """Put the cursor on a paper of a profile, which is opened if it is another one."""

    def ask_whose(self, papers: Sequence[Paper]) -> None:
        """Let the user say whose papers are."""

    def undo(self) -> None:
        """Undo the user's last step."""

    def new_clipboard(self, screen: "CitationScreen") -> Clipboard:
        """Return what copies and opens links, with its messages on a screen."""


@dataclass(eq=False)
class _Stop:
    """One paper of the trail.

    Attributes:
        question: the paper, and whether its references or the papers citing it are shown.
        answer: what was answered; None until then.
        held: the papers that the library has, by their places.
        rows: order and filter.
        place: of the paper under the cursor.
        asking: the progress while it is asked; empty afterwards.
        stopped: the user stopped it.
    """

    question: CitationQuestion
    answer: CitationAnswer | None = None
    held: dict[int, HeldPaper] = field(default_factory=dict)
    rows: CitationRows = field(default_factory=CitationRows)
    place: int | None = None
    asking: str = "asking"
    stopped: bool = False


class FilterInput(SearchInput):
    """The field whose words narrow the list down; they are not kept among the searches."""

    def action_keep(self) -> None:
        """Leave the field, keeping the filter."""
        self.post_message(self.Kept())

    async def action_previous(self) -> None:
        """Go to the paper above."""
        await self.run_action("screen.step(-1)")

    async def action_next(self) -> None:
        """Go to the paper below."""
        await self.run_action("screen.step(1)")

    def action_complete(self) -> None:
        """Leave the field, keeping the filter: nothing is completed here."""
        self.action_keep()


class CitationScreen(Screen[None]):
    """A trail of papers, with the references or the citing papers of the last one."""

    DEFAULT_CSS = """
    CitationScreen {
        layout: vertical; overflow: hidden; background: $background; color: $foreground;
        &:ansi { background: $background; color: $foreground; }

        #citation-title { height: 1; padding: 0 1; text-style: bold; }
        #citation-said { width: 1fr; height: auto; max-height: 3; padding: 0 1; text-style: $muted-style; }
        #citation-panes { height: 1fr; layout: vertical; }
        #citation-list { height: 9fr; }
        #citation-detail { height: 11fr; border-top: solid $rule; }
        #citation-detail:focus { border-top: heavy $text-accent; }
        &.-wide #citation-panes { layout: horizontal; }
        &.-wide #citation-list { width: 7fr; height: 1fr; padding-right: 1; }
        &.-wide #citation-detail { width: 5fr; height: 1fr; border-top: none; border-left: solid $rule; }
        &.-wide #citation-detail:focus { border-top: none; border-left: heavy $text-accent; }
        #citation-panes.-single #citation-detail { border: none; }
        #citation-filter { height: 1; padding: 0 0 0 1; display: none; }
        #citation-filter.-on { display: block; }
        #citation-filter Label { width: 2; color: $text-accent; text-style: bold; }
        #citation-filter Input { width: 1fr; background: $background; background-tint: $background 0%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*keys.OF_CITATIONS]
    AUTO_FOCUS = "#citation-list"
    HORIZONTAL_BREAKPOINTS = [(0, "-stacked"), (_WIDE, "-wide")]

    def __init__(
        self, host: CitationHost, paper: Paper, direction: Direction, own: Mapping[Path, Profile]
    ) -> None:
        """Ask about a paper.

        Args:
            host: the app.
            paper: the paper.
            direction: whether its references or the papers citing it are shown.
            own: the open profile, by its file.
        """
        super().__init__()
        self._host = host
        self._own = own
        self._outside = host.new_clipboard(self)
        self._trail = [self._stop(AskedWork(paper), direction)]
        self._added: list[tuple[_Stop, int]] = []  # the places of papers that were added here
        self._count = KeyCount()

    def compose(self) -> ComposeResult:
        """Yield title, what the services said, list, paper, filter, status and keys."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        yield Label(id="citation-title")
        yield Label(id="citation-said")
        with Container(id="citation-panes"):
            yield CitationList(id="citation-list")
            yield PaperDetail(id="citation-detail")
        with Horizontal(id="citation-filter"):
            yield Label("/ ")
            entry = FilterInput(compact=True, select_on_focus=False)
            entry.cursor_blink = False
            yield entry
        yield StatusLine(id="citation-status")
        yield KeyLine(id="citation-keys")

    def on_mount(self) -> None:
        """Look the widgets up once, and ask."""
        self._title = self.query_one("#citation-title", Label)
        self._said = self.query_one("#citation-said", Label)
        self._panes = self.query_one("#citation-panes")
        self._list = self.query_one(CitationList)
        self._detail = self.query_one(PaperDetail)
        self._status = self.query_one(StatusLine)
        self._keys = self.query_one(KeyLine)
        self._entry = self.query_one(FilterInput)
        self._place_panes()
        self._show()
        self._here.question.start()

    def on_unmount(self) -> None:
        """Stop asking."""
        for stop in self._trail:
            stop.question.stop()

    # The trail

    @property
    def _here(self) -> _Stop:
        return self._trail[-1]

    def _stop(self, asked: AskedWork, direction: Direction) -> _Stop:
        return _Stop(CitationQuestion(self._host, self, asked, direction, self._own))

    def action_trail(self, direction: Direction) -> None:
        """Go on to the references of the selected paper, or to the papers citing it."""
        answer, place = self._here.answer, self._list.place
        if answer is None or place is None:
            self.say("no paper is selected")
            return
        work = answer.works[place]
        self._here.place = place
        self._trail.append(self._stop(AskedWork(work.paper, answer.source, work.id), direction))
        self._show()
        self._into(self._list)
        self._here.question.start()

    def action_close(self) -> None:
        """Stop asking; else go back: to the list, to all papers, to the paper before, to the profile."""
        here = self._here
        if here.asking:
            here.question.stop()
            if here.answer is None:
                self._back()
            else:
                here.asking = ""
                self._show_said()
        elif self.focused is self._detail:
            self._into(self._list)
        elif here.rows.words:
            self.action_clear_filter()
        else:
            self._back()

    def _back(self) -> None:
        if len(self._trail) > 1:
            self._trail.pop().question.stop()
            self._into(self._list)
            self._show()
        elif self.is_current:
            self.dismiss(None)

    # Answers

    def show_step(self, question: CitationQuestion, sentence: str) -> None:
        """Show the progress of a question."""
        for stop in self._trail:
            if stop.question is question:
                stop.asking = sentence
        if self._here.question is question and is_open(self):
            self._show_said()

    def show_answer(
        self, question: CitationQuestion, answer: CitationAnswer | None, *, stopped: bool
    ) -> None:
        """Show an answer, or of one that was stopped what has come."""
        stop = next((one for one in self._trail if one.question is question), None)
        if stop is None or not is_open(self):
            return
        stop.asking, stop.stopped = "", stopped
        before = stop.answer.works if stop.answer is not None else ()
        failed = answer.failure if answer is not None and not answer.works else None
        if failed is not None and before:  # asked again: the list from before says more
            self.say(f"nothing new: {failed.sentence(question.direction)}", error=True)
        elif answer is not None:
            if answer.works[: len(before)] != before:  # asked again
                stop.held, stop.place = {}, None
            stop.answer = answer
            stop.rows = replace(stop.rows, papers=[one.paper for one in answer.works])
        if stop is self._here:
            stop.place = self._list.place if stop.place is None else stop.place
            self._show()

    def show_held(self, question: CitationQuestion, held: Mapping[int, HeldPaper]) -> None:
        """Show which papers the library has."""
        stop = next((one for one in self._trail if one.question is question), None)
        if stop is None or not is_open(self):
            return
        stop.held = {**held}
        if stop is self._here:
            self._show_have()
            self._show_said()

    # Showing

    def say(self, message: str, *, error: bool = False) -> None:
        """Show a message until the next key."""
        self._status.say(message, error=error)

    def _show(self) -> None:
        here = self._here
        self._entry.parent.set_class(bool(here.rows.words), "-on")  # type: ignore[union-attr]
        with self.prevent(Input.Changed):
            self._entry.value = here.rows.words
        self._list.show(here.rows, here.place, self._nothing())
        self._show_have()
        self._show_title()
        self._show_said()
        self._moved()

    def _nothing(self) -> list[str]:
        """Return the lines for a list without papers."""
        here = self._here
        if here.asking:
            return []
        if here.answer is None:
            return ["Stopped before any paper came."]
        if here.rows.words and here.rows.papers:
            clear = keys.named(self.app, "citation.clear")
            return [f"No paper here has these words; {clear} shows all again."]
        again = keys.named(self.app, "citation.more")
        return [*(f"{one}." for one in here.answer.sentences), "", f"{again} asks again."]

    def _show_title(self) -> None:
        question = self._here.question
        title = display.title(question.asked.paper)
        depth = f"{len(self._trail)}. " if len(self._trail) > 1 else ""
        text = f"{depth}{_TITLES[question.direction]} “{title}”"
        text = spelled(cut(text, max(self.app.size.width - 2, 1)), charset_of(self))
        self._title.update(Content(text))

    def _show_said(self) -> None:
        here = self._here
        parts: list[str] = []
        if here.asking:
            key = keys.named(self.app, "citation.close")
            parts = [f"{here.asking} … {key} stops"]
        elif here.answer is not None and here.answer.works:
            parts = [*here.answer.sentences]
            if not here.answer.complete:
                said, colon, why = parts[0].partition(": ")
                parts[0] = f"{said}; {keys.named(self.app, 'citation.more')} goes on{colon}{why}"
            if here.stopped:
                parts.insert(0, "stopped")
            if here.held:
                parts.append(f"you have {len(here.held):,}")
        text = spelled(clean_line(" · ".join(parts)), charset_of(self))
        self._said.update(Content(text))

    def _show_have(self) -> None:
        words = {
            place: "here" if self._is_open(one.path) else "yes"
            for place, one in self._here.held.items()
        }
        self._list.show_have(words)
        self._show_lasting()

    def _is_open(self, path: Path) -> bool:
        """Whether a profile is the open one, or one of several that are open as one."""
        origin = self._host.origin
        return path == origin.path or path in origin.members

    @property
    def _paper(self) -> Paper | None:
        place = self._list.place
        return None if place is None else self._here.rows.papers[place]

    @on(CitationList.CursorMoved)
    def _moved(self) -> None:
        if self._list.place is not None:
            self._here.place = self._list.place
        self._detail.show(self._paper)
        self._show_lasting()
        self._show_keys()

    def _show_lasting(self) -> None:
        rows = self._list.rows
        parts = [f"{self._list.cursor + 1:,} of {len(rows):,}"] if rows else []
        held = self._here.held.get(self._list.place) if self._list.place is not None else None
        if held is not None:
            whose = "this profile" if held.path in self._own else held.name
            parts.append(f"{whose} has it")
        self._status.show_lasting(" · ".join(parts))

    @on(events.DescendantFocus)
    def _show_keys(self) -> None:
        if self.focused is self._entry:
            self._keys.show(keys.search_line(offered=False))
        else:
            here = self._here
            words = {"citation.close": "stop"} if here.asking else {}
            if here.answer is not None and here.answer.complete:
                words["citation.more"] = "ask again"
            self._keys.show(keys.citation_line(has_papers=bool(here.rows.papers)), words)

    def on_resize(self) -> None:
        """Show one pane or two, as there is room."""
        self._place_panes()
        self._show_title()

    def _place_panes(self) -> None:
        width, height = self.app.size
        single = width <= _NARROW or (width < _WIDE and height <= _LOW)
        in_detail = self.focused is self._detail
        self._panes.set_class(single, "-single")
        self._list.display = not (single and in_detail)
        self._detail.display = not single or in_detail

    def _into(self, pane: CitationList | PaperDetail) -> None:
        pane.display = True  # a hidden widget takes no focus
        self.set_focus(pane)
        self.call_next(self._place_panes)

    # Moving

    def on_key(self, event: events.Key) -> None:
        """Clear the message at the next key; digits are a count for the key that follows."""
        self._status.clear()
        counts = self.focused is not self._entry and event.key not in self.active_bindings
        if typed := self._count.take(event.character or "", counts=counts):
            self.say(f"{typed:,}…")
            event.stop()

    def action_step(self, lines: int) -> None:
        """Move by papers in the list, by lines in the detail."""
        lines *= self._count.times()
        if self.focused is self._detail:
            self._detail.scroll_lines(lines)
        else:
            self._list.move_to(self._list.cursor + lines)

    def action_page(self, pages: float) -> None:
        """Move by a page, or part of one."""
        pages *= self._count.times()
        if self.focused is self._detail:
            self._detail.scroll_lines(int((self._detail.size.height - 2) * pages))
        else:
            rows = int(max(1, self._list.page_height - 1) * pages) or int(pages)
            self._list.move_to(self._list.cursor + rows)

    def action_edge(self, end: int) -> None:
        """Move to the first (0) or the last (1) paper or line; after a count, to the one of that number."""
        if self._count:
            number = self._count.times() - 1
            if self.focused is self._detail:
                self._detail.scroll_lines(number - self._detail.top)
            else:
                self._list.move_to(number)
        elif self.focused is self._detail:
            self._detail.scroll_lines(10**9 if end else -(10**9))
        else:
            self._list.move_to(len(self._list.rows) - 1 if end else 0)

    def action_scroll_detail(self, lines: int) -> None:
        """Scroll the abstract, even if the list has the focus."""
        self._detail.scroll_lines(lines * self._count.times())

    def action_into_list(self) -> None:
        """Go back to the list."""
        self._into(self._list)

    def action_into_detail(self) -> None:
        """Go into the abstract."""
        if self._paper is not None:
            self._into(self._detail)

    def action_other_pane(self) -> None:
        """Give the focus to the other pane."""
        self._into(self._list if self.focused is self._detail else self._detail)

    # Actions

    def action_help(self) -> None:
        """List the keys; Enter does what the chosen line says."""
        from paperbrowser.tui.menus.lists import list_keys_of

        list_keys_of(self._host, keys.OF_CITATIONS, self.run_action)

    @on(CitationList.RowClicked)
    def action_choose(self) -> None:
        """Open the paper in the profile that has it, or go into its abstract."""
        if self._list.place is None:
            return
        held = self._here.held.get(self._list.place)
        if held is None:
            self._into(self._detail)
        elif self.is_current:
            self.dismiss(None)
            self._host.show_paper(held.path, held.paper)

    def action_sort(self, order: CitationOrder) -> None:
        """Sort by year or citations; again turns it round. "next" is the one that it is not sorted by."""
        here = self._here
        if order == here.rows.order:
            here.rows = replace(here.rows, reverse=not here.rows.reverse)
        else:
            here.rows = replace(here.rows, order=order, reverse=False)
        self._show()
        self._list.move_to(0)

    @on(CitationList.ColumnClicked)
    def _sort_by_column(self, event: CitationList.ColumnClicked) -> None:
        self.action_sort(event.order)

    def action_next_sort(self) -> None:
        """Sort by year if it is sorted by citations, else by citations."""
        self.action_sort("year" if self._here.rows.order == "cites" else "cites")

    def action_filter(self) -> None:
        """Go to the field whose words narrow the list down."""
        self._entry.parent.set_class(True, "-on")  # type: ignore[union-attr]
        self.set_focus(self._entry)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._narrow(clean_line(event.value))

    def _narrow(self, words: str) -> None:
        here = self._here
        here.rows = replace(here.rows, words=words)
        self._list.show(here.rows, here.place, self._nothing())
        self._show_have()
        self._detail.show(self._paper)

    @on(SearchInput.Kept)
    def _keep_filter(self) -> None:
        self._into(self._list)
        self._show()

    @on(SearchInput.Cancelled)
    def action_clear_filter(self) -> None:
        """Show all papers again."""
        self._narrow("")
        self._into(self._list)
        self._show()

    def action_more(self) -> None:
        """Go on where the list was cut, or ask anew."""
        here = self._here
        if here.asking:
            return
        here.asking, here.stopped = "asking", False
        answer = here.answer
        if answer is not None and answer.works and not answer.complete:
            here.question.start(len(answer.works) + STEP)
        else:
            listed = 0 if answer is None else len(answer.works)
            here.question.start(max(listed, STEP), again=True)
        self._show_said()
        self._show_keys()

    def action_open_link(self) -> None:
        """Open the paper's address, or a web search for its title."""
        if (paper := self._paper) is not None and (refused := open_links(self._outside, [paper])):
            self.say(refused)

    def action_yank(self) -> None:
        """Ask for the part of the paper to copy."""
        if (paper := self._paper) is not None:
            again = self._outside.has_copied
            self._keys.ask("copy", copy_choices(paper, again=again, chosen=self.action_copy))

    def action_copy(self, what: str) -> None:
        """Copy a part of the paper, or show the last copy."""
        if what == "view":
            self._outside.show_copied()
        elif (paper := self._paper) is not None:
            copy(self._outside, [paper], what, source=False)

    def action_whose(self) -> None:
        """Say whose the paper is, without adding it to the file of a profile."""
        if (paper := self._paper) is not None:
            self._host.ask_whose([paper])

    def action_add(self) -> None:
        """Ask which profile the paper is to join, and add it there."""
        place, here = self._list.place, self._here
        if place is None:
            self.say("no paper is selected")
            return

        def added(held: HeldPaper, sentence: str) -> None:
            if place not in here.held:
                self._added.append((here, place))
            here.held.setdefault(place, held)
            if is_open(self):
                self._show_have()
                self._show_said()
                self.say(sentence)
            if self._is_open(held.path):
                self._host.open(self._host.origin, lambda: None)  # read again

        def failed(sentence: str) -> None:
            self._host.say(sentence, error=True)

        add_to_profile(self._host, here.rows.papers[place], added, failed)

    def action_undo(self) -> None:
        """Undo the last step, which may be what was added."""
        if not self._added:
            self.say("nothing was added here")
            return
        self._host.undo()
        for stop, place in self._added:
            paper, held = stop.rows.papers[place], stop.held.get(place)
            if held is not None and not held_papers([paper], {}, files=(held.path,)):
                del stop.held[place]
        self._added = [one for one in self._added if one[1] in one[0].held]
        self._show_have()
        self._show_said()
