"""The actions of a screen on its selected papers, or else on the one under the cursor."""

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from paperbrowser.papers.links import links
from paperbrowser.papers.model import Paper
from paperbrowser.search.view import Catalogue, View
from paperbrowser.tui.screens.list_and_detail import ListAndDetail
from paperbrowser.tui.terminal.clipboard import Clipboard
from paperbrowser.tui.widgets.key_line import copy_choices, link_choices, rating_choices
from paperbrowser.tui.work.marks import MarkHost, PaperMarks
from paperbrowser.tui.work.paper_actions import copy, open_links
from paperbrowser.tui.work.selection import PaperSelection


class ActionHost(MarkHost, Protocol):
    """The app, with the clipboard and the web browser."""

    outside: Clipboard


class ChosenPapers(ListAndDetail):
    """A list and a detail whose papers are selected, marked, opened and copied.

    Attributes:
        marks: the user's marks on the papers.
    """

    _selection: PaperSelection

    def __init__(self, host: ActionHost, view: View) -> None:
        """Show the papers of a view, and act on them with the app `host`."""
        super().__init__(view)
        self._host = host
        self.marks = PaperMarks(host, self)

    def _look_up(self) -> None:
        super()._look_up()
        self._selection = PaperSelection(self._list)

    # Selection and marks

    @property
    def catalogue(self) -> Catalogue:
        """The papers of the profile."""
        return self._view.catalogue

    @property
    def selected_papers(self) -> Sequence[Paper]:
        """The selected papers, in the order of the list; none if the selection is empty."""
        return self._selection.papers(self._view) if self._selection else ()

    def chosen(self) -> Sequence[Paper]:
        """Return the selected papers in the order of the list, or else the one under the cursor."""
        if selected := self.selected_papers:
            return selected
        return [paper] if (paper := self._paper) is not None else []

    def show_marks(self, papers: Sequence[Paper] | None) -> None:
        """Show marks that changed, of some papers or (None) of any."""
        raise NotImplementedError

    def show_names(self) -> None:
        """Search again, because names are of one person that were not, or not any more."""
        raise NotImplementedError

    def action_select(self, how: str) -> None:
        """Select "one" paper (in the detail, page down), a "range", "all" that are shown, or "none"."""
        if how == "one" and self.panes.in_detail:
            self.action_page(1)
            return
        match how:
            case "one":
                self._selection.toggle(self._view, self._count.times())
            case "range" | "all":
                select = self._selection.range if how == "range" else self._selection.all
                if said := select(self._view):
                    self.say(said)
            case "none":
                self._selection.clear()
        self._show_keys()
        self._show_lasting()

    def action_mark(self, field: str) -> None:
        """Set a mark on the chosen papers, or take it off."""
        self.marks.toggle(field)

    def action_marks(self, what: str) -> None:
        """Give "tags" or a "rating", write a "note", "undo" or "redo" a step, say "whose" it is."""
        match what:
            case "tags":
                self.marks.tags()
            case "rating" if self.chosen():
                self._keys.ask("rating", rating_choices(self.marks.rate))
            case "note" if (paper := self._paper) is not None:
                self.marks.note(paper)
            case "earlier" | "later":
                self.marks.move_in_queue(self._count.times() * (1 if what == "later" else -1))
            case "whose":
                self.marks.ask_whose()
            case "undo" | "redo":
                self.marks.undo(redo=what == "redo")

    # Reading

    @property
    def _paper(self) -> Paper | None:
        paper = self._list.paper
        if paper is None:
            self.say("no paper is selected")
        return paper

    def action_source(self) -> None:
        """Show LaTeX as written, or as text."""
        self._source = not self._source
        self._list.show_source(source=self._source)
        self._show_detail()
        self.say("LaTeX as in the source" if self._source else "LaTeX as text")

    def action_open_link(self) -> None:
        """Open the paper's link, or a web search for its title."""
        if refused := open_links(self._host.outside, self.chosen()):
            self.say(refused)

    def action_choose_link(self) -> None:
        """Ask for the link to open, if the paper has several."""
        known = links(paper) if (paper := self._list.paper) is not None else ()
        if len(known) < 2:
            self.action_open_link()
            return
        opened = partial(self._host.outside.open_link, name="the paper")
        self._keys.ask("open", link_choices(known, opened))

    def action_yank(self) -> None:
        """Ask for the part of the paper to copy."""
        if (paper := self._paper) is not None:
            again = self._host.outside.has_copied
            asked = copy_choices(paper, again=again, chosen=self.action_copy)
            self._keys.ask("copy", asked)

    def action_copy(self, what: str) -> None:
        """Copy a part of the paper, or show the last copy."""
        if what == "view":
            self._host.outside.show_copied()
            return
        copy(self._host.outside, self.chosen(), what, source=self._source)
