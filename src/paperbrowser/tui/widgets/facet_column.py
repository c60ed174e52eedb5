"""The facets of the papers found, beside the list: their values, each with its count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from paperbrowser.papers.text import clean_line
from paperbrowser.tui import keys
from paperbrowser.tui.widgets.cells import cut, fit

if TYPE_CHECKING:
    from paperbrowser.search.engine import FacetValue

_CURSOR = "▌"
MOST = 12  # values of a facet until the others are asked for


def sign(value: "FacetValue") -> str:
    """Return the sign of a value that is chosen or left out; a blank for others."""
    return "✓" if value.chosen else "-" if value.excluded else " "


@dataclass(frozen=True, slots=True)
class _Line:
    """A line: a heading (no value and no `more`), a value, or the number of values that are not shown."""

    facet: str
    value: "FacetValue | None" = None
    more: int = 0

    @property
    def key(self) -> tuple[str, str]:
        return self.facet, self.value.text if self.value else ""

    @property
    def is_choice(self) -> bool:
        return self.value is not None or self.more > 0


class FacetColumn(Widget, can_focus=True):
    """The values of all facets below each other, with a cursor."""

    DEFAULT_CSS = """
    FacetColumn {
        width: 26; height: 1fr; border-right: solid $rule;
        &:focus { border-right: heavy $text-accent; }
        .facet-column--heading { text-style: bold; }
        .facet-column--cursor { color: $text-accent; text-style: bold; }
        .facet-column--chosen { color: $text-success; text-style: bold; }
        .facet-column--muted { text-style: $muted-style; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "facet-column--heading",
        "facet-column--cursor",
        "facet-column--chosen",
        "facet-column--muted",
    }
    BINDINGS: ClassVar[list[BindingType]] = [*keys.OF_FACETS]

    class ValueChosen(Message):
        """The user chooses a value, or leaves it out; the same again takes that back."""

        def __init__(self, facet: str, text: str, *, exclude: bool) -> None:
            super().__init__()
            self.facet, self.text, self.exclude = facet, text, exclude

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._counts: Mapping[str, Sequence[FacetValue]] = {}
        self._titles: Mapping[str, str] = {}
        self._opened: set[str] = set()  # facets whose values are all shown
        self._lines: Sequence[_Line] = ()
        self._message = "counting…"
        self._cursor = 0
        self._top = 0

    def show(self, counts: "Mapping[str, Sequence[FacetValue]]", titles: Mapping[str, str]) -> None:
        """Show counts; the cursor stays on its value.

        Args:
            counts: the values of each facet.
            titles: the headings of the facets.
        """
        self._counts, self._titles = counts, titles
        self._message = "" if counts else "no paper found"
        self._fill()

    def _fill(self) -> None:
        before = self._lines
        at = before[self._cursor].key if self._cursor < len(before) else None
        lines: list[_Line] = []
        for facet, values in self._counts.items():
            lines.append(_Line(facet))
            kept = self._kept(facet, values)
            lines += [_Line(facet, value) for value in kept]
            if len(kept) < len(values):
                lines.append(_Line(facet, more=len(values) - len(kept)))
        self._lines = lines
        same = next((number for number, line in enumerate(lines) if line.key == at), None)
        if same is not None:
            self._top += same - self._cursor
            self._cursor = same
        self._cursor = self._choice_near(min(self._cursor, max(0, len(lines) - 1)), 1)
        self._scroll_to_cursor()
        self.refresh()

    def _kept(self, facet: str, values: "Sequence[FacetValue]") -> "Sequence[FacetValue]":
        """Return the first values, and those chosen; all where one line more would do."""
        if facet in self._opened or len(values) <= MOST + 1:
            return values
        return [
            value
            for number, value in enumerate(values)
            if number < MOST or value.chosen or value.excluded
        ]

    # The cursor

    def _choice_near(self, line: int, step: int) -> int:
        """Return the nearest line with a value, first in the direction of a step."""
        last = len(self._lines) - 1
        ways = (range(line, last + 1), range(min(line, last), -1, -1))
        for way in ways if step > 0 else ways[::-1]:
            for at in way:
                if self._lines[at].is_choice:
                    return at
        return 0

    def _scroll_to_cursor(self) -> None:
        height = self.size.height
        # The heading above the first value stays in sight.
        first = self._cursor - 1 if self._cursor == 1 else self._cursor
        top = min(self._top, first, max(0, len(self._lines) - height))
        self._top = max(0, top, self._cursor - height + 1)

    def _go(self, line: int, step: int) -> None:
        before, top = self._cursor, self._top
        self._cursor = self._choice_near(max(0, min(line, len(self._lines) - 1)), step)
        self._scroll_to_cursor()
        if top != self._top:
            self.refresh()
        else:
            width = self.size.width
            rows = {before - top, self._cursor - top}
            self.refresh(*(Region(0, row, width, 1) for row in rows))

    def action_move(self, values: int) -> None:
        """Move the cursor by values."""
        choices = [at for at, line in enumerate(self._lines) if line.is_choice]
        if self._cursor in choices:
            to = max(0, min(choices.index(self._cursor) + values, len(choices) - 1))
            self._go(choices[to], values)

    def action_page(self, pages: float) -> None:
        """Move the cursor by pages."""
        self._go(self._cursor + int(max(1, self.size.height - 1) * pages), 1 if pages > 0 else -1)

    def action_facet(self, step: int) -> None:
        """Move the cursor to the first value of the next facet, or of the one before."""
        firsts = [at + 1 for at, line in enumerate(self._lines) if not line.is_choice]
        beyond = [at for at in firsts if (at > self._cursor if step > 0 else at < self._cursor)]
        if beyond:
            self._go(beyond[0] if step > 0 else beyond[-1], 1)

    # Choosing

    def action_choose(self) -> None:
        """Choose the value under the cursor, or take it back; show all values where some are not."""
        self._choose(exclude=False)

    def action_exclude(self) -> None:
        """Leave out the papers with the value under the cursor, or take that back."""
        self._choose(exclude=True)

    def _choose(self, *, exclude: bool) -> None:
        line = self._lines[self._cursor] if self._cursor < len(self._lines) else None
        if line is None:
            return
        if line.value is not None:
            self.post_message(self.ValueChosen(line.facet, line.value.text, exclude=exclude))
        elif line.more:
            values = self._counts[line.facet]
            kept = len(self._kept(line.facet, values))
            self._opened.add(line.facet)
            at, self._lines = self._cursor, ()
            self._fill()
            self._go(min(at, at + len(values) - kept), 1)

    def on_click(self, event: events.Click) -> None:
        """Choose the value that was clicked, or take it back."""
        at = self._top + event.y
        if at < len(self._lines) and self._lines[at].is_choice:
            self._go(at, 1)
            self._choose(exclude=False)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll with the wheel."""
        event.stop()
        self._go(self._cursor + 3, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll with the wheel."""
        event.stop()
        self._go(self._cursor - 3, -1)

    # Drawing

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._scroll_to_cursor()
        self.refresh()

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Show no cursor."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw a heading, a value, or the number of those not shown."""
        width, at, style = self.size.width, self._top + y, self.get_component_rich_style
        muted = style("facet-column--muted")
        if not self._lines:
            text = fit(f" {self._message}", width) if y == 0 else ""
            return Strip([Segment(text, muted)]).adjust_cell_length(width, self.rich_style)
        if at >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        line = self._lines[at]
        value = line.value
        if not line.is_choice:
            text = fit(f" {self._titles.get(line.facet, line.facet)}", width)
            return Strip([Segment(text, style("facet-column--heading"))], width)
        on = at == self._cursor and self.has_focus
        segments = [Segment(_CURSOR if on else " ", style("facet-column--cursor"))]
        if value is None:
            segments.append(Segment(fit(f"  {line.more:,} more…", width - 1), muted))
            return Strip(segments, width)
        number = f"{value.number} "
        marked = value.chosen or value.excluded
        plain = style("facet-column--cursor") if on else self.rich_style
        label = fit(cut(clean_line(value.shown), width - 4 - len(number)), width - 3 - len(number))
        segments += [
            Segment(f"{sign(value)} ", style("facet-column--chosen")),
            Segment(label, style("facet-column--chosen") if marked and not on else plain),
            Segment(number, muted),
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)
