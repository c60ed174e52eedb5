"""Pictures of the papers shown: bars of papers and citations a year, categories, venues, co-authors.

The selected bar has a mark and its value in words; Enter shows its papers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Label

from paperbrowser.tui import keys
from paperbrowser.tui.screens.stack import is_open
from paperbrowser.tui.terminal.charset import charset_of, spelled
from paperbrowser.tui.widgets.cells import cut, fit

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_SHADES = "█▓▒░"  # of the parts of a bar, from its foot
_WIDEST = 6  # cells of a vertical bar, with the gap beside it
_LONGEST_LABEL = 34  # cells of the label of a horizontal bar
_BELOW = 3  # lines below vertical bars: years, mark, value
_SHOWN = ("picture.left", "picture.right", "picture.next", "picture.choose", "picture.close")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its label, its value, the value in words, the query that finds its papers, and its parts."""

    label: str
    value: float
    words: str
    query: str
    shares: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A title and its bars, upright for years, else one below the other; their parts; a remark on them."""

    title: str
    bars: Sequence[Bar]
    upright: bool = False
    parts: Sequence[str] = ()
    remark: str = ""

    @property
    def legend(self) -> str:
        """The shades of the parts in words, and the remark."""
        shades = (f"{shade} {name}" for shade, name in zip(_SHADES, self.parts, strict=False))
        return "  ".join(filter(None, (*shades, self.remark)))


class BarChart(Widget):
    """The bars of a picture."""

    DEFAULT_CSS = """
    BarChart {
        height: 1fr; padding: 0 1;
        .bar-chart--bar { color: $text-primary; }
        .bar-chart--mark { color: $text-accent; text-style: bold; }
        .bar-chart--muted { text-style: $muted-style; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "bar-chart--bar",
        "bar-chart--mark",
        "bar-chart--muted",
    }

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._picture = Picture("", ())
        self.at = 0

    def show(self, picture: Picture, at: int) -> None:
        """Show a picture with a bar selected."""
        self._picture, self.at = picture, at
        self.refresh()

    def select(self, at: int) -> None:
        """Select another bar: only its mark and its value are drawn again."""
        before, self.at = self.at, at
        width, height = self.size
        if self._picture.upright:
            self.refresh(Region(0, height - 2, width, 2))
        elif self._first(before) == self._first(at):
            top = self._first(at)
            self.refresh(Region(0, before - top, 2, 1), Region(0, at - top, 2, 1))
            self.refresh(Region(0, height - 1, width, 1))
        else:
            self.refresh()

    @property
    def bar(self) -> Bar | None:
        """The selected bar."""
        bars = self._picture.bars
        return bars[self.at] if bars else None

    def render_line(self, y: int) -> Strip:
        """Draw a line of bars, years, the mark or the value."""
        width, height = self.size
        style = self.get_component_rich_style
        bar = self.bar
        if bar is None:
            text = "no paper shown has this" if y == 1 else ""
            segments = [Segment(fit(text, width), style("bar-chart--muted"))]
        elif y == height - 1:
            segments = [
                Segment(fit(cut(f"{bar.label}: {bar.words}", width), width), self.rich_style)
            ]
        elif self._picture.upright:
            segments = self._upright(y, height - _BELOW)
        else:
            segments = self._lying(y)
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    # Upright bars

    @property
    def _step(self) -> int:
        return max(1, min(_WIDEST, self.size.width // max(1, len(self._picture.bars))))

    def _upright(self, y: int, height: int) -> list[Segment]:
        style = self.get_component_rich_style
        step = self._step
        bars = self._picture.bars[-(self.size.width // step) :]
        first = len(self._picture.bars) - len(bars)
        if y == height:
            every = max(1, -(-5 // step))
            text = "".join(
                fit(bar.label, step * every)
                for number, bar in enumerate(bars)
                if number % every == 0
            )
            return [Segment(text, style("bar-chart--muted"))]
        if y == height + 1:
            place = (self.at - first) * step
            return [Segment(" " * max(0, place)), Segment("▲", style("bar-chart--mark"))]
        most = max(bar.value for bar in bars) or 1
        body = max(1, step - 1)
        text = ""
        for bar in bars:
            eighths = round(8 * (height - 1) * bar.value / most)
            level = max(0, min(8, eighths - 8 * (height - 1 - y)))
            top = -(-eighths // 8)
            number = f"{bar.value:,.0f}"
            if y == height - 1 - top and len(number) <= step - (step > 1) and bar.value:
                text += fit(number, step)
            elif bar.shares:
                text += _shade(bar, height - 1 - y, top) * body + " " * (step - body)
            else:
                text += _EIGHTHS[level] * body + " " * (step - body)
        return [Segment(text, style("bar-chart--bar"))]

    # Lying bars

    def _first(self, at: int) -> int:
        """Return the first bar in sight when the one at a place is selected."""
        rows = max(1, self.size.height - 2)
        return max(0, min(at - rows // 2, len(self._picture.bars) - rows))

    def _lying(self, y: int) -> list[Segment]:
        style = self.get_component_rich_style
        at = self._first(self.at) + y
        bars = self._picture.bars
        if at >= len(bars) or y >= self.size.height - 2:
            return []
        bar, width = bars[at], self.size.width
        label = min(_LONGEST_LABEL, width // 3)
        number = f"{bar.value:,.0f}"
        room = max(1, width - label - 3 - 8)
        most = max(one.value for one in bars) or 1
        eighths = max(1, round(8 * room * bar.value / most)) if bar.value else 0
        cells = "█" * (eighths // 8) + ("▋" if eighths % 8 >= 4 else "")
        mark = "▶ " if at == self.at else "  "
        return [
            Segment(mark, style("bar-chart--mark")),
            Segment(fit(cut(bar.label, label), label) + " ", self.rich_style),
            Segment(cells or "▏", style("bar-chart--bar")),
            Segment(f" {number}", style("bar-chart--muted")),
        ]


def _shade(bar: Bar, level: int, height: int) -> str:
    """Return the shade of the part of a bar on a level, of as many levels as the bar is high."""
    if level >= height:
        return " "
    reached, middle = 0.0, (level + 0.5) * bar.value / height
    for shade, share in zip(_SHADES, bar.shares, strict=False):
        reached += share
        if middle <= reached:
            return shade
    return _SHADES[len(bar.shares) - 1]


class PictureScreen(Screen[None]):
    """Pictures, one at a time."""

    DEFAULT_CSS = """
    PictureScreen {
        layout: vertical; overflow: hidden; background: $background; color: $foreground;
        &:ansi { background: $background; color: $foreground; }
        #picture-title { height: 2; text-style: bold; padding: 0 1; }
        #picture-keys { height: 1; text-style: $muted-style; padding: 0 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*keys.OF_PICTURES]

    def __init__(
        self,
        pictures: Sequence[Picture],
        search_for: Callable[[str], None],
        place: list[int],
        *,
        whole: bool = True,
    ) -> None:
        """Show pictures.

        Args:
            pictures: in the order that they are gone through.
            search_for: takes the query of the bar that is chosen.
            place: number of the picture and of the bar to begin with, kept up to date.
            whole: whether these are all, or others will be added.
        """
        super().__init__()
        self._whole = whole
        self._asked = 0  # steps to pictures that are not made yet
        self._pictures = pictures
        self._search_for = search_for
        self._place = place

    def compose(self) -> ComposeResult:
        """Yield title, bars and keys."""
        yield Label(id="picture-title")
        yield BarChart(id="picture-bars")
        yield Label(id="picture-keys")

    def on_mount(self) -> None:
        """Show the picture that was shown last."""
        self._title = self.query_one("#picture-title", Label)
        self._chart = self.query_one(BarChart)
        words = (f"{keys.named(self.app, id_)} {keys.BINDINGS[id_].description}" for id_ in _SHOWN)
        self.query_one("#picture-keys", Label).update(
            Content(spelled("  ".join(words), charset_of(self)))
        )
        self._show(self._place[0], self._place[1])

    def add(self, pictures: Sequence[Picture]) -> None:
        """Add the other pictures, and go where the user wanted to go meanwhile."""
        self._pictures, self._whole = [*self._pictures, *pictures], True
        if not is_open(self):  # before the first picture, or closed again
            return
        if self._asked:
            self.action_picture(self._asked)
        else:
            self._show(*self._place)

    def _show(self, number: int, at: int) -> None:
        number %= len(self._pictures)
        picture = self._pictures[number]
        at = max(0, min(at, len(picture.bars) - 1))
        self._place[:] = [number, at]
        many = len(self._pictures) if self._whole else "…"
        title = f"{picture.title}  ({number + 1} of {many})"
        if picture.legend:
            title += f"\n{picture.legend}"
        self._title.update(Content(title))
        self._chart.show(picture, at)

    def action_step(self, bars: int) -> None:
        """Select another bar."""
        last = len(self._pictures[self._place[0]].bars) - 1
        self._place[1] = max(0, min(self._place[1] + bars, last))
        self._chart.select(self._place[1])

    def action_picture(self, step: int) -> None:
        """Show another picture, with its newest or longest bar selected."""
        if not self._whole:
            self._asked += step
            return
        number = (self._place[0] + step) % len(self._pictures)
        picture = self._pictures[number]
        self._show(number, len(picture.bars) - 1 if picture.upright else 0)

    def action_choose(self) -> None:
        """Show the papers of the selected bar."""
        bar = self._chart.bar
        if bar is not None and self.is_current:
            self.dismiss(None)
            self._search_for(bar.query)

    def action_close(self) -> None:
        """Go back to the list."""
        if self.is_current:
            self.dismiss(None)
