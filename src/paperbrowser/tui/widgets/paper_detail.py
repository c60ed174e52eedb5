"""One paper in full: title, authors, facts, links, abstract."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from paperbrowser.papers import display
from paperbrowser.papers.categories import name as category_name
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.links import links, version_link
from paperbrowser.papers.marks import MOST_STARS, NO_MARKS, Marks
from paperbrowser.papers.model import Paper
from paperbrowser.tui.widgets.cells import marked, wrap

if TYPE_CHECKING:
    from paperbrowser.search.highlight import Highlighter

_KINDS = {  # in words, where the name of the kind is not one; "" for the most common
    "article": "", "other": "",
    "conference": "conference paper", "chapter": "book chapter", "webpage": "web page",
}  # fmt: skip
_Line = tuple[list[Segment], bool]  # a line as drawn, and whether words of the search are in it
_MOST_AUTHORS = 12  # more would push the abstract out of sight
_MOST_OF_HIGHLIGHT = 4  # lines of a highlighted passage
_LONGEST_LINE = 92  # cells; longer lines are hard to read


def facts(paper: Paper) -> list[str]:
    """Return category, venue, book, kind, date, citations, score, code and day of addition in words."""
    parts = []
    if paper.category:
        named = category_name(paper.category)
        parts.append(f"{paper.category}: {named}" if named else paper.category)
    if venue := display.venue(paper):
        parts.append(venue)
    parts += filter(None, map(display.line, (paper.series or "", paper.place or "")))
    parts += filter(None, (display.edition(paper),))
    if paper.isbn:
        parts.append(f"ISBN {display.line(paper.isbn)}")
    if paper.kind and (kind := _KINDS.get(paper.kind, paper.kind)):
        parts.append(kind)
    if paper.date:
        date = paper.date.words
        parts.append(f"{date} (year inferred)" if paper.year_inferred else date)
    if paper.citations is not None:
        parts.append("cited once" if paper.citations == 1 else f"cited {paper.citations:,} times")
    if paper.score is not None:
        parts.append(f"score {paper.score:.1f}")
    if paper.code:
        parts.append("code available")
    if paper.people:
        parts.append(f"of {', '.join(paper.people)}")
    if paper.added is not None:
        parts.append(f"added {PartialDate.of(paper.added).words}")
    return parts


def _others(paper: Paper) -> Iterator[str]:
    """Return a line for translators, and for editors and the group where there are authors too."""
    for what, names in (("Edited", paper.editors), ("Translated", paper.translators)):
        if names and (paper.authors or what == "Translated"):
            yield f"{what} by {', '.join(map(display.name, names))}"
    if paper.collaboration and (paper.authors or paper.editors):
        yield display.line(paper.collaboration)


def marks_in_words(marks: Marks) -> list[str]:
    """Return the user's marks in words; the notes are not among them."""
    parts = ["hidden"] if marks.hidden else []
    parts += ["starred"] if marks.starred else []
    parts += ["queued"] if marks.queued is not None else []
    parts += ["read"] if marks.read else []
    parts += [f"rated {marks.rating} of {MOST_STARS}"] if marks.rating else []
    parts += [f"#{tag}" for tag in marks.tags]
    return parts


def shared_in_words(marks: Marks) -> list[str]:
    """Return the tags that teams share in words: "lab: #method (bo, 12 Oct 2026)"."""
    return [f"{one.team}: #{one.text} ({display.shared_by(one)})" for one in marks.shared_tags]


def _filled(parts: Iterable[str], width: int) -> Iterator[str]:
    """Yield lines of `parts` in `width` cells, each part whole where possible."""
    line = ""
    for part in parts:
        longer = f"{line} · {part}" if line else part
        if line and cell_len(longer) > width:
            yield line
            longer = part
        line = longer
    if line:
        yield line


class PaperDetail(Widget, can_focus=True):
    """The paper under the list's cursor. Scrolls by itself, like the list."""

    DEFAULT_CSS = """
    PaperDetail {
        .paper-detail--title { text-style: bold; }
        .paper-detail--muted { text-style: $muted-style; }
        .paper-detail--marks { color: $text-warning; }
        .paper-detail--retracted { color: $text-error; text-style: bold; }
        .paper-detail--link { text-style: underline; }
        .paper-detail--match { color: $text-warning; text-style: bold underline; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "paper-detail--title",
        "paper-detail--authors",
        "paper-detail--muted",
        "paper-detail--link",
        "paper-detail--retracted",
        "paper-detail--match",
        "paper-detail--marks",
    }

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.paper: Paper | None = None
        self._highlighter: Highlighter | None = None
        self._marks = NO_MARKS
        self.source = False
        self._top = 0
        self._start = 0  # the first line after the width has changed
        self._laid_out_for = Size(0, 0)
        self._lines: list[list[Segment]] | None = None
        self._matches: list[int] = []  # lines with words of the search
        self._match: int | None = None  # the line gone to last
        self._awaits_match = False  # opened before the answer to its search
        self._plain = Style.null()

    def show(
        self,
        paper: Paper | None,
        highlighter: "Highlighter | None" = None,
        *,
        source: bool = False,
        marks: Marks = NO_MARKS,
    ) -> None:
        """Show a paper, from its top if it is another one.

        Args:
            paper: the paper; None for an empty pane.
            highlighter: marks the words of the search, if one is in force.
            source: show LaTeX as it was written.
            marks: the user's marks on it.
        """
        self._marks = marks
        if self.paper is not paper:
            self._top, self._start, self._match, self._awaits_match = 0, 0, None, False
        self.paper, self._highlighter, self.source = paper, highlighter, source
        self._lines = None
        self.refresh()
        if self._awaits_match and highlighter is not None:
            self.call_after_refresh(self.show_first_match)

    @property
    def top(self) -> int:
        """The number of the first line shown."""
        return self._top

    def start_at(self, top: int) -> None:
        """Show the text from line `top` on, or from the last possible one."""
        self._top = self._start = top
        self._lines = None
        self.refresh()

    def scroll_lines(self, lines: int) -> None:
        """Scroll down by a number of lines, as far as there are any."""
        self._awaits_match = False
        top = max(0, min(self._top + lines, len(self._laid_out()) - self.size.height))
        if top != self._top:
            self._top, self._start = top, 0
            self.refresh()

    def go_to_match(self, direction: int) -> bool:
        """Scroll to the next line with a match (1) or to the one before (-1); return whether there is one."""
        self._laid_out()
        here = self._match if self._match is not None else self._top - (direction > 0)
        ahead = [line for line in self._matches if (line - here) * direction > 0]
        if not ahead:
            return False
        self._match = ahead[0] if direction > 0 else ahead[-1]
        self._show_line(self._match)
        return True

    def show_first_match(self) -> None:
        """Scroll to the first match of the search, if none is in sight, now or when it is answered."""
        self._awaits_match = self._highlighter is None
        self._laid_out()
        seen = range(self._top, self._top + self.size.height - 1)
        if self._matches and not any(line in seen for line in self._matches):
            self._match = self._matches[0]
            self._show_line(self._match)

    def _show_line(self, line: int) -> None:
        if not self._top <= line < self._top + self.size.height - 1:
            self.scroll_lines(line - self.size.height // 3 - self._top)

    def notify_style_update(self) -> None:
        """Draw with the new theme's styles."""
        super().notify_style_update()
        self._lines = None

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll with the wheel."""
        event.stop()
        self.scroll_lines(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll with the wheel."""
        event.stop()
        self.scroll_lines(-3)

    def render_line(self, y: int) -> Strip:
        """Draw a line of the text; on the last one the number of lines below, if there are any."""
        width = self.size.width
        lines = self._laid_out()
        plain = self._plain
        at = self._top + y
        if y == self.size.height - 1 and at < len(lines) - 1:
            more = f"{len(lines) - at} more lines"
            style = self.get_component_rich_style("paper-detail--muted")
            return Strip([Segment(f" ↓ {more}", style)]).adjust_cell_length(width, plain)
        if at >= len(lines):
            return Strip.blank(width, plain)
        return Strip([Segment(" ", plain), *lines[at]]).adjust_cell_length(width, plain)

    def _laid_out(self) -> list[list[Segment]]:
        size = self.size
        if self._lines is None or self._laid_out_for != size:
            if self._laid_out_for.width not in (0, size.width):
                self._top = self._start
            self._laid_out_for = size
            self._plain = self.rich_style  # Textual computes it anew at each access
            width = min(size.width - 2, _LONGEST_LINE)
            drawn = [] if self.paper is None else list(self._blocks(self.paper, width))
            self._lines = [line for line, _ in drawn]
            self._matches = [at for at, (_, matched) in enumerate(drawn) if matched]
            self._top = max(0, min(self._top, len(self._lines) - self.size.height))
        return self._lines

    def _blocks(self, paper: Paper, width: int) -> Iterator[_Line]:
        style = self.get_component_rich_style
        title = paper.title if self.source else display.title(paper)
        yield from self._block(title, width, style("paper-detail--title"), "title")
        authors = self._authors(paper)
        if authors:
            yield [], False
            yield from self._block(authors, width, style("paper-detail--authors"), "author")
        muted = style("paper-detail--muted")
        for line in _others(paper):
            yield from self._block(line, width, muted)
        if paper.affiliations:
            yield from self._block(", ".join(paper.affiliations), width, muted)
        # In place of the empty line, so that a mark moves nothing below it.
        said = [*_filled(marks_in_words(self._marks), width)]
        for line in said:
            yield from self._block(line, width, style("paper-detail--marks"))
        more = [*self._written(self._marks, width)]
        yield from more
        if not said and not more:
            yield [], False
        yield from self._facts(paper, width)
        yield [], False
        if paper.summary:
            yield from self._block(display.line(paper.summary), width, self._plain)
            yield [], False
        abstract = paper.abstract if self.source else display.abstract(paper)
        if abstract.strip():
            yield from self._block(abstract, width, self._plain, "abstract")
        else:
            yield from self._block("No abstract in the source.", width, muted)

    def _written(self, marks: Marks, width: int) -> Iterator[_Line]:
        """Yield the lines of notes and highlights, and of what teams share."""
        for note in marks.notes:
            yield from self._block(f"Note: {note}", width, self._plain)
        for highlight in marks.highlights:
            yield from self._highlighted(display.highlight(highlight), width)
        for line in _filled(shared_in_words(marks), width):
            yield from self._block(
                line, width, self.get_component_rich_style("paper-detail--marks")
            )
        for one in marks.shared_notes:
            about = f"{one.team}, {display.shared_by(one)}"
            yield from self._block(f"{about}: {one.text}", width, self._plain)

    def _highlighted(self, text: str, width: int) -> Iterator[_Line]:
        """Yield the first lines of a highlighted passage; the reader shows it whole."""
        lines = [*self._block(f"✎ {text}", width, self._plain)]
        yield from lines[:_MOST_OF_HIGHLIGHT]
        if len(lines) > _MOST_OF_HIGHLIGHT:
            yield [Segment("  …", self._plain)], False

    def _facts(self, paper: Paper, width: int) -> Iterator[_Line]:
        """Yield the lines of what is known of the publication, its links and its other versions."""
        style = self.get_component_rich_style
        muted = style("paper-detail--muted")
        if gone := display.retraction(paper):
            yield from self._block(gone.capitalize(), width, style("paper-detail--retracted"))
        for line in _filled(facts(paper), width):
            yield from self._block(line, width, muted)
        for more in (", ".join(paper.keywords), paper.note or ""):
            yield from self._block(display.line(more), width, muted) if more else ()
        linked = style("paper-detail--link")
        for url in links(paper):
            yield from self._block(url, width, linked + Style(link=url))
        for version in paper.versions:
            if said_of := display.version(version):
                link = version_link(version)
                look = muted + Style(link=link) if link else muted
                yield from self._block(f"Also: {said_of}", width, look)

    def _authors(self, paper: Paper) -> str:
        """Return the names of the authors; of many only the first, unless the search found another."""
        few, names = display.authors(paper, _MOST_AUTHORS), display.authors(paper)
        if few != names and self._highlighter:
            found = self._highlighter.spans(names, "author")
            if any(last > few.rindex(" and ") for _, last in found):
                return names
        return few

    def _block(
        self, text: str, width: int, style: Style, field: str | None = None
    ) -> Iterator[_Line]:
        """Yield the lines of a text.

        Args:
            text: the text.
            width: of a line, in cells.
            style: of the text.
            field: the search field that it belongs to, whose matches are marked; None for none.
        """
        spans = self._highlighter.spans(text, field) if self._highlighter and field else []
        match = style + self.get_component_rich_style("paper-detail--match", partial=True)
        for start, end in wrap(text, width):
            within = [
                (max(first, start) - start, min(last, end) - start)
                for first, last in spans
                if first < end and last > start
            ]
            yield marked(text[start:end], within, style, match), bool(within)
