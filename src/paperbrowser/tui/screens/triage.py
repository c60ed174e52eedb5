"""Triage: one unread paper at a time, its abstract in front, a key for each decision."""

from collections.abc import Sequence
from typing import ClassVar, Protocol

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Label

from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.marks import Marks
from paperbrowser.papers.model import Paper
from paperbrowser.tui import keys
from paperbrowser.tui.terminal.charset import charset_of, spelled
from paperbrowser.tui.widgets.paper_detail import PaperDetail

_DECISIONS = (
    "triage.read",
    "triage.queue",
    "triage.star",
    "triage.hide",
    "triage.next",
    "triage.undo",
)
_SAID = {"read": "read", "queue": "queued", "star": "starred", "hide": "hidden"}


class Decides(Protocol):
    """Marks papers, and says whether that succeeded."""

    def decide(self, paper: Paper, fields: Sequence[str]) -> bool:
        """Set marks on a paper."""

    def undo_quietly(self) -> str:
        """Undo the last step, and return what that was."""

    def marks_of(self, paper: Paper) -> Marks:
        """Return the marks of a paper."""


class TriageScreen(Screen[None]):
    """Papers to decide about, one after the other."""

    DEFAULT_CSS = """
    TriageScreen {
        layout: vertical; overflow: hidden; background: $background; color: $foreground;
        &:ansi { background: $background; color: $foreground; }
        #triage-head, #triage-keys { height: 1; text-style: $muted-style; }
        #triage-paper { height: 1fr; border-top: solid $rule; border-bottom: solid $rule; padding: 1 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*keys.OF_TRIAGE]
    AUTO_FOCUS = "#triage-paper"

    def __init__(self, papers: Sequence[Paper], marks: Decides) -> None:
        """Decide about papers.

        Args:
            papers: the unread ones, in the order of the list.
            marks: sets the marks.
        """
        super().__init__()
        self._papers = papers
        self._marks = marks
        self._at = 0
        self._decided: list[int] = []  # places of the papers that a mark was set on
        self._said = ""

    def compose(self) -> ComposeResult:
        """Yield the count, the paper and the keys."""
        yield Label(id="triage-head")
        yield PaperDetail(id="triage-paper")
        yield Label(id="triage-keys")

    def on_mount(self) -> None:
        """Show the first paper."""
        self._detail = self.query_one(PaperDetail)
        self._head = self.query_one("#triage-head", Label)
        self._hint = self.query_one("#triage-keys", Label)
        self._show()

    def on_resize(self) -> None:
        """Show the keys, with the way back where there is room for it."""
        ids = [*_DECISIONS, "triage.close", "triage.back"]
        words = [f"{keys.named(self.app, id_)} {keys.BINDINGS[id_].description}" for id_ in ids]
        hint = spelled(" " + "  ".join(words), charset_of(self))
        if cell_len(hint) > self.size.width:
            hint = spelled(" " + "  ".join(words[:-1]), charset_of(self))
        self._hint.update(Content(hint))

    def _show(self) -> None:
        left = len(self._papers) - self._at
        said = f"{self._said} · " if self._said else ""
        if left <= 0:
            decided, every = len({*self._decided}), count_of_papers(len(self._papers))
            none_left = decided == len(self._papers)
            text = (
                f" {said}all {every} decided"
                if none_left
                else f" {said}{decided:,} of {every} decided"
            )
            self._detail.show(None)
        else:
            text = f" {said}{left:,} to go"
            paper = self._papers[self._at]
            self._detail.show(paper, marks=self._marks.marks_of(paper))
        self._head.update(Content(text))

    def action_decide(self, fields: str) -> None:
        """Set marks on the paper, and go to the next; no marks leave it unread."""
        if self._at >= len(self._papers):
            self.action_close()
            return
        names = fields.split()
        if names and not self._marks.decide(self._papers[self._at], names):
            return
        if names:
            self._decided.append(self._at)
        self._said = ", ".join(_SAID[name] for name in names) or "left unread"
        self._at += 1
        self._show()

    def action_undo(self) -> None:
        """Undo the last decision, and go back to its paper."""
        if not self._decided:
            self._said = "nothing to undo"
        else:
            self._at = self._decided.pop()
            self._said = self._marks.undo_quietly()
        self._show()

    def action_step(self, lines: int) -> None:
        """Scroll the abstract."""
        self._detail.scroll_lines(lines)

    def action_page(self, pages: float) -> None:
        """Scroll the abstract by a page."""
        self._detail.scroll_lines(int((self._detail.size.height - 2) * pages))

    def action_back(self) -> None:
        """Go to the paper before, without a change."""
        self._at, self._said = max(0, self._at - 1), ""
        self._show()

    def action_close(self) -> None:
        """Go back to the list."""
        if self.is_current:
            self.dismiss(None)
