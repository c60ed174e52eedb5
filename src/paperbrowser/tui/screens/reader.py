"""The text of a paper to read: outline, search within it, references, passages to copy and to highlight."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Label

from paperbrowser.papers import display
from paperbrowser.papers.article import Article
from paperbrowser.papers.marks import Highlight
from paperbrowser.papers.model import Paper
from paperbrowser.settings.config import NARROWEST, WIDEST
from paperbrowser.tui import keys
from paperbrowser.tui.host import Host
from paperbrowser.tui.menus.text_lists import pick_highlight, pick_reference, pick_section
from paperbrowser.tui.screens.pick import Item, PickScreen
from paperbrowser.tui.screens.stack import is_open
from paperbrowser.tui.terminal.clipboard import Clipboard
from paperbrowser.tui.widgets.article_layout import parts_of
from paperbrowser.tui.widgets.article_search import TextFinder, TextSpan
from paperbrowser.tui.widgets.article_text import ArticleText, ShownHighlight, TextPlace
from paperbrowser.tui.widgets.cells import cut
from paperbrowser.tui.widgets.key_line import KeyLine
from paperbrowser.tui.widgets.status_line import StatusLine
from paperbrowser.tui.widgets.words_field import WordsField
from paperbrowser.tui.work.key_count import KeyCount
from paperbrowser.tui.work.passage import PassageSelection
from paperbrowser.tui.work.text_place import TextPlaceKeeper

if TYPE_CHECKING:
    from paperbrowser.library.held import HeldPaper

_STEP = 4  # cells by which the column gets wider
_LONGEST_TITLE = 60  # cells of a section's title in the status line
_MOST_LINES = 5_000  # that one count moves by


class ReaderHost(Host, Protocol):
    """The app, with the clipboard and the web browser.

    Attributes:
        reader_column: the width of the column in cells, as long as the app runs.
    """

    outside: Clipboard
    reader_column: int


class ReadsMarks(Protocol):
    """The marks of papers: highlights, and their undo."""

    def highlights_of(self, paper: Paper) -> Mapping[str, Highlight]:
        """Return the highlights of a paper by their ids."""

    def highlight(
        self,
        paper: Paper,
        passage: Highlight | None,
        replaced: Sequence[str],
        then: Callable[[], None],
    ) -> None:
        """Highlight a passage, or take highlights off."""

    def annotate(
        self, paper: Paper, passage: Highlight, replaced: Sequence[str], then: Callable[[], None]
    ) -> None:
        """Let the user write a note on a passage."""

    def undo(self, *, redo: bool = False) -> None:
        """Undo the last step, or do again what was undone."""


@dataclass(frozen=True, slots=True)
class OpenedText:
    """A text that is read.

    Attributes:
        paper: whose text it is.
        article: the text.
        names: the names of the work, by which the place in it is known.
        file: the PDF or web page that it was read from; None where there is none.
        words: to search for at once; empty for none.
    """

    paper: Paper
    article: Article
    names: Sequence[str] = ()
    file: Path | None = None
    words: str = ""


class ReaderScreen(Screen[None]):
    """The text of one paper."""

    DEFAULT_CSS = """
    ReaderScreen {
        layout: vertical; overflow: hidden; background: $background; color: $foreground;
        &:ansi { background: $background; color: $foreground; }
        #reader-head { height: 1; padding: 0 1; text-style: $muted-style; }
        #reader-text { height: 1fr; }
        #reader-words { height: 1; padding: 0 1; display: none; }
        #reader-words Input { background: $background; background-tint: $background 0%; }
        #reader-words Label { width: 2; }
        &.-searching #reader-words { display: block; }
        &.-low #reader-head { display: none; }
        &.-low #reader-keys { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*keys.OF_READER]
    AUTO_FOCUS = "#reader-text"

    def __init__(
        self,
        host: ReaderHost,
        opened: OpenedText,
        marks: ReadsMarks,
        *,
        keeps_place: bool = True,
        held: "Callable[[], Mapping[int, HeldPaper]] | None" = None,
        go_to: Callable[["HeldPaper"], None] | None = None,
        open_file: Callable[[OpenedText], None] | None = None,
    ) -> None:
        """Read a text.

        Args:
            host: the app.
            opened: the text and its paper.
            marks: keep the highlights.
            keeps_place: whether the place is kept, and gone to when the text is opened again.
            held: returns the works among the references that the user has; called in a thread.
            go_to: leaves the text for one of these works.
            open_file: opens the text elsewhere.
        """
        super().__init__()
        self._host = host
        self._opened = opened
        self._paper, self._article = opened.paper, opened.article
        self._marks = marks
        self._look_up = held
        self._go_to = go_to
        self._open_file = open_file
        self._held: Mapping[int, HeldPaper] = {}
        self._count = KeyCount()
        self._put_parts()
        self._passage: PassageSelection | None = None
        self._words = ""
        self._matches: Sequence[TextSpan] = ()
        self._match: int | None = None
        self._searched_from: tuple[TextPlace, str, int | None] = (TextPlace(0, 0), "", None)
        self._keeper = TextPlaceKeeper(host, opened.names, active=keeps_place)

    def _put_parts(self) -> None:
        self._parts = parts_of(self._article, display.title(self._paper), self._held)
        self._part_of = {part.at: at for at, part in enumerate(self._parts) if part.at is not None}
        self._finder = TextFinder([part.text for part in self._parts])
        self._page_of = [*accumulate((part.page for part in self._parts), _later)]
        self._headings = [at for at, part in enumerate(self._parts) if part.kind == "heading"]

    def compose(self) -> ComposeResult:
        """Yield title, text, search line, place and keys."""
        yield Label(id="reader-head")
        yield ArticleText(id="reader-text")
        with Horizontal(id="reader-words"):
            yield Label("/")
            yield WordsField(placeholder="search this text", compact=True, id="reader-field")
        yield StatusLine(id="reader-status")
        yield KeyLine(id="reader-keys")

    def on_mount(self) -> None:
        """Show the text at the place where the user was."""
        self._head = self.query_one("#reader-head", Label)
        self._text = self.query_one(ArticleText)
        self._status = self.query_one(StatusLine)
        self._keys = self.query_one(KeyLine)
        self._field = self.query_one(WordsField)
        self._field.cursor_blink = False
        self._field.can_focus = False
        self._text.show(self._parts, self._host.reader_column)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        if (place := self._keeper.known(self._parts, self._finder)) is not None:
            self._text.go_to(place)
        self._show_highlights()
        if self._opened.words:
            self._searched_from = self._text.place, "", None
            self._find(self._opened.words)
        self._show_place()
        self._show_keys()
        if self._look_up is not None and self._article.references:
            self._host.run_worker(self._find_held, group="held", exclusive=True, thread=True)

    def on_resize(self) -> None:
        """Show as much of the title as there is room for."""
        names = display.authors(self._paper, most=3)
        year = f" ({self._paper.date.year})" if self._paper.date else ""
        title = " · ".join(filter(None, (display.title(self._paper), f"{names}{year}".strip())))
        self._head.update(Content(cut(title, self.size.width - 2)))

    # Messages and place

    def say(self, message: str, *, error: bool = False) -> None:
        """Show a message until the next key."""
        self._status.say(message, error=error)

    def on_key(self, event: events.Key) -> None:
        """Clear the message at the next key; digits are a count for the key that follows."""
        self._status.clear()
        counts = self.focused is self._text and event.key not in self.active_bindings
        if typed := self._count.take(event.character or "", counts=counts):
            self.say(f"{typed:,}…")
            event.stop()

    @on(ArticleText.Scrolled)
    def _moved(self) -> None:
        self._show_place()
        self._keeper.moved(self._parts, self._text.place)

    def on_unmount(self) -> None:
        """Write the place down."""
        self._keeper.write()

    def _show_place(self) -> None:
        at_end = self._text.is_at_end
        part = (self._text.end if at_end else self._text.place).part
        words = [cut(self._section_at(part), min(_LONGEST_TITLE, self.size.width // 2))]
        if (page := self._page_of[part]) is not None:
            words.append(
                f"page {page} of {self._article.pages}" if self._article.pages else f"page {page}"
            )
        words.append("end" if at_end else f"{self._text.read:.0%}")
        if self._match is not None:
            words.append(f"match {self._match + 1:,} of {len(self._matches):,}")
        self._status.show_lasting(" · ".join(filter(None, words)))

    def _section_at(self, part: int) -> str:
        at = bisect_right(self._headings, part)
        return self._parts[self._headings[at - 1]].text if at else ""

    def _show_keys(self) -> None:
        if self.focused is self._field:
            self._keys.show(keys.READER_LINE_KEYS)
        else:
            self._keys.show(keys.READER_KEYS if self._passage is None else keys.PASSAGE_KEYS)

    # Moving

    def action_step(self, lines: int) -> None:
        """Move by lines; with a passage, by sentences of its end."""
        lines *= min(self._count.times(), _MOST_LINES)
        if self._passage is None:
            self._text.scroll_lines(lines)
        else:
            self._passage.move_end(lines)
            self._show_passage()

    def action_page(self, pages: float) -> None:
        """Move by a page, or part of one."""
        lines = int(max(1, self._text.size.height - 2) * pages) or int(2 * pages)
        lines *= min(self._count.times(), _MOST_LINES // abs(lines))
        if self._passage is None:
            self._text.scroll_lines(lines)
        else:
            self._passage.extend_to(self._text.place_below(self._passage.end, lines))
            self._show_passage()

    def action_edge(self, end: int) -> None:
        """Go to the beginning (0) or the end (1); after a count, to the page of that number."""
        if self._count:
            self._go_to_page(self._count.times())
        elif self._passage is not None:
            place = TextPlace(len(self._parts) - 1, 1 << 30) if end else self._passage.start
            self._passage.extend_to(place)
            self._show_passage()
        else:
            self._text.go_to_edge(end)

    def _go_to_page(self, number: int) -> None:
        pages = [at for at, part in enumerate(self._parts) if part.kind == "page"]
        if pages:
            found = [at for at in pages if (self._parts[at].page or 0) <= number]
            self._text.go_to(TextPlace(found[-1] if found else pages[0], 0))
        else:
            self.say("this text has no pages")

    def action_section(self, step: int) -> None:
        """Go to the next section (1), or to the one before (-1)."""
        here = self._text.place.part
        ahead = [at for at in self._headings if (at - here) * step > 0]
        if not ahead or (step > 0 and self._text.is_at_end):
            self.say("no section after this one" if step > 0 else "no section before this one")
            return
        count = min(self._count.times(), len(ahead))
        self._text.go_to(TextPlace(ahead[count - 1] if step > 0 else ahead[-count], 0))

    def action_widen(self, steps: int) -> None:
        """Give the column more cells, or fewer."""
        wanted = self._text.column + _STEP * steps * self._count.times()
        self._host.reader_column = max(NARROWEST, min(WIDEST, wanted))
        self._text.widen(self._host.reader_column)
        wide = self._text.column
        self.say(f"{wide} cells wide; reader_width = {wide} in config.toml keeps that")

    def action_outline(self) -> None:
        """List the sections."""
        if not self._headings:
            self.say("this text has no sections")
            return
        here = self._text.place.part
        pick_section(
            self._host, self._parts, here, lambda part: self._text.go_to(TextPlace(part, 0))
        )

    # Search

    def action_search(self) -> None:
        """Go to the search line; the words of the last search are selected, so that typing replaces them."""
        self._searched_from = self._text.place, self._words, self._match
        self.add_class("-searching")
        self._field.can_focus = True
        self._field.value = self._words
        self.set_focus(self._field)
        self._field.action_select_all()
        self._show_keys()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if self.focused is self._field:
            self._find(event.value)

    def _find(self, words: str) -> None:
        """Find words, and show the first match from the place on where the search began."""
        self._words = words
        self._matches = self._finder.find(words)
        start = self._searched_from[0]
        self._match = next(
            (at for at, span in enumerate(self._matches) if span[:2] >= start),
            0 if self._matches else None,
        )
        self._show_match()
        if words.strip() and not self._matches:
            self._text.go_to(start)
            self.say(f"“{words.strip()}” is not in this text")
        else:
            self._status.clear()

    def _show_match(self) -> None:
        here = None if self._match is None else self._matches[self._match]
        self._text.show_matches(self._matches, here)
        if here is not None:
            self._text.show_place(TextPlace(*here[:2]))
        self._show_place()

    def _leave_field(self) -> None:
        self.set_focus(self._text)
        self._field.can_focus = False
        self.remove_class("-searching")
        self._show_keys()

    @on(WordsField.Left)
    def _left_field(self, event: WordsField.Left) -> None:
        self._leave_field()
        if not event.keep:
            place, self._words, self._match = self._searched_from
            self._matches = self._finder.find(self._words)
            self._show_match()
            self._text.go_to(place)

    def action_match(self, direction: int) -> None:
        """Go to the next match (1), or to the one before (-1)."""
        if self._match is None:
            key = keys.named(self.app, "reader.search")
            said = f"“{self._words.strip()}” is not in this text" if self._words.strip() else ""
            self.say(said or f"nothing is searched for; {key} searches this text")
            return
        wanted = self._match + direction * self._count.times()
        self._match = max(0, min(wanted, len(self._matches) - 1))
        self._show_match()
        if self._match != wanted:
            self.say("the last match" if direction > 0 else "the first match")

    # References

    def _find_held(self) -> None:
        if self._look_up is not None and (held := self._look_up()):
            self._host.call_from_thread(self._show_held, held)

    def _show_held(self, held: "Mapping[int, HeldPaper]") -> None:
        if is_open(self):
            self._held = held
            self._put_parts()
            self._text.show(self._parts, self._host.reader_column)

    def action_references(self) -> None:
        """List the references; a chosen one that the user has is gone to, another one's link is opened."""
        references = self._article.references
        if not references:
            self.say("no list of references was found in this text")
            return
        pick_reference(self._host, references, self._held, self._go_to_reference)

    def _go_to_reference(self, at: int) -> None:
        one, held = self._article.references[at], self._held.get(at)
        link = one.url
        if one.arxiv:
            link = f"https://arxiv.org/abs/{one.arxiv}"
        if one.doi:
            link = f"https://doi.org/{one.doi}"
        if held is not None and self._go_to is not None:
            self.dismiss(None)
            self._go_to(held)
        elif link:
            self._host.outside.open_link(link, "the reference")
        else:
            self._text.go_to(TextPlace(self._part_of[len(self._article.blocks) + at], 0))
            self.say("this reference has no link")

    # Passages

    def action_passage(self) -> None:
        """Select the sentence at the match that is shown, or at the top; or select nothing again."""
        if self._passage is not None:
            self._drop_passage()
            return
        place = self._text.place
        if self._match is not None:
            at = TextPlace(*self._matches[self._match][:2])
            place = at if self._text.is_in_sight(at) else place
        passage = PassageSelection(self._parts, place)
        if not passage:
            self.say("there is no text to select")
            return
        self._passage = passage
        self._show_passage()
        self._show_keys()
        more, less, begin = (
            keys.named(self.app, id_) for id_ in ("reader.down", "reader.up", "reader.start-later")
        )
        self.say(f"{more} {less} move its end by a sentence, {begin} its beginning")

    def action_begin(self, sentences: int) -> None:
        """Begin the passage some sentences later, or earlier (negative)."""
        if self._passage is None:
            self.action_step(sentences)
            return
        self._passage.move_start(sentences * min(self._count.times(), _MOST_LINES))
        self._show_passage(start=True)

    def _show_passage(self, *, start: bool = False) -> None:
        if self._passage is None:
            self._text.select(None, None)
            return
        self._text.select(self._passage.start, self._passage.end)
        if start:
            self._text.show_place(self._passage.start)
        else:
            part, char = self._passage.end
            self._text.show_place(TextPlace(part, max(0, char - 1)))

    def _drop_passage(self) -> None:
        self._passage = None
        self._show_passage()
        self._show_keys()

    def _selected(self, doing: str) -> Highlight | None:
        """Return the passage that is selected, with its place; without one, say how it is."""
        if self._passage is None:
            key = keys.named(self.app, "reader.passage")
            self.say(f"{key} selects a passage to {doing}")
            return None
        part = self._passage.start.part
        return Highlight(self._passage.text, "", self._page_of[part], self._section_at(part))

    def action_yank(self) -> None:
        """Copy the passage with its citation."""
        from paperbrowser.formats.citation import citation

        if (passage := self._selected("copy")) is not None:
            text = f"{display.highlight(passage)}\n{citation(self._paper)}"
            self._host.outside.copy(text, "the passage")
            self._drop_passage()

    def action_highlight(self) -> None:
        """Highlight the passage; without one, take the first highlight in sight off."""
        if self._passage is None and (shown := self._text.highlights_in_sight):
            self._marks.highlight(self._paper, None, [shown[0].id], self._show_highlights)
        elif (passage := self._selected("highlight")) is not None:
            self._drop_passage()
            self._marks.highlight(self._paper, passage, (), self._show_highlights)

    def action_annotate(self) -> None:
        """Write a note on the passage, or else on the first highlight in sight."""
        if self._passage is None and (shown := self._text.highlights_in_sight):
            known = self._marks.highlights_of(self._paper).get(shown[0].id)
            if known is not None:
                self._marks.annotate(self._paper, known, [shown[0].id], self._show_highlights)
        elif (passage := self._selected("write a note on")) is not None:
            self._drop_passage()
            self._marks.annotate(self._paper, passage, (), self._show_highlights)

    def action_highlights(self) -> None:
        """List the highlights, to go to one."""
        known = self._marks.highlights_of(self._paper)
        if not known:
            key = keys.named(self.app, "reader.passage")
            self.say(f"no highlights yet; {key} selects a passage")
            return

        def go_to(id_: str) -> None:
            if spans := self._finder.passage(known[id_].quote):
                self._text.go_to(TextPlace(*spans[0][:2]), above=2)
            else:
                self.say("this passage is not in the text as it is now")

        pick_highlight(self._host, known, go_to)

    def _show_highlights(self) -> None:
        if not is_open(self):
            return
        known = self._marks.highlights_of(self._paper)
        self._text.show_highlights(
            ShownHighlight(id_, bool(one.note), spans)
            for id_, one in known.items()
            if (spans := self._finder.passage(one.quote))
        )

    def action_undo(self) -> None:
        """Undo the last mark."""
        self._marks.undo()
        self._show_highlights()

    def action_redo(self) -> None:
        """Do again what was undone."""
        self._marks.undo(redo=True)
        self._show_highlights()

    # Elsewhere

    def action_open(self) -> None:
        """Open the text in another program, or show where it is."""
        if self._open_file is not None:
            self._open_file(self._opened)
        elif self._article.url:
            self._host.outside.open_link(self._article.url, "the text")

    def action_help(self) -> None:
        """List the keys."""
        items = [
            Item(self._host.get_key_display(one), one.tooltip, one.action) for one in keys.OF_READER
        ]

        async def chosen(action: str | None) -> None:
            if action is not None:
                await self.run_action(action)

        hint = "type to search · {choose} does it · {close} closes"
        self._host.push_screen(PickScreen("Keys", items, hint=hint, reading=True), chosen)

    def action_close(self) -> None:
        """Leave the passage or the search, or else go back to the list."""
        if self._passage is not None:
            self._drop_passage()
        elif self._match is not None:
            self._words, self._matches, self._match = "", (), None
            self._show_match()
        elif self.is_current:
            self.dismiss(None)


def _later(before: int | None, page: int | None) -> int | None:
    return before if page is None else page
