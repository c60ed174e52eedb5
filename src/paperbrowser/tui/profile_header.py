"""Who is being read: name, field, metrics."""

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from paperbrowser.categories import name as category_name
from paperbrowser.model import Number, Profile
from paperbrowser.tui.layout_text import cut

_TALL = 20  # rows


def _number(value: Number | None, suffix: str = "") -> str:
    return "–" if value is None else f"{value:,}{suffix}"


def papers_count(profile: Profile) -> str:
    """Listed and claimed: "50 of 54"; one number where they agree or nothing is claimed."""
    listed = len(profile.papers)
    if profile.claimed is None or profile.claimed == listed:
        return f"{listed:,}"
    return f"{listed:,} of {profile.claimed:,}"


def metrics(profile: Profile, *, brief: bool = False) -> list[tuple[str, str]]:
    """(value, what it is) of the five metrics, the word first where it is read first."""
    words = (
        ("h", "papers", "cit.", "nov", "AI")
        if brief
        else ("h-index", "papers", "citations", "novelty", "AI score")
    )
    count = papers_count(profile)
    if (profile.h_index, profile.citations, profile.novelty, profile.ai_score) == (None,) * 4:
        return [
            ("", f"{count} {words[1] if count != '1' else 'paper'}")
        ]  # a list of papers, nobody's
    return [
        (f"{words[0]} ", _number(profile.h_index)),
        ("", f"{count} {words[1] if count != '1' else 'paper'}"),
        ("", f"{_number(profile.citations)} {words[2]}"),
        (f"{words[3]} ", _number(profile.novelty, "%")),
        (f"{words[4]} ", _number(profile.ai_score)),
    ]


class ProfileHeader(Widget):
    """Name and field, then the metrics; on one line where it is wide enough, else on two."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "profile-header--name",
        "profile-header--muted",
        "profile-header--value",
    }

    def __init__(self, profile: Profile, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._profile = profile

    def show(self, profile: Profile) -> None:
        """Show another profile."""
        self._profile = profile
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """One line or two."""
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        """A line of name, field and metrics."""
        lines = self._lines(self.size.width)
        segments = lines[y] if y < len(lines) else []
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _lines(self, width: int) -> list[list[Segment]]:
        width -= 2
        profile = self._profile
        field = profile.field or ""
        named = category_name(field) or ""
        full = self._metrics(brief=False)
        brief = self._metrics(brief=True)
        tall = self.screen.size.height >= _TALL
        # On one line from the roomiest to the tightest; a tall screen spares a second line for the words.
        for field_words, numbers in ((named, full), (field, full), (field, brief)):
            if tall and named and field_words != named:
                break
            title = self._title(field_words, width)
            if _length(title) + 3 + _length(numbers) <= width:
                gap = Segment(" " * (width - _length(title) - _length(numbers)), self.rich_style)
                return [[Segment(" ", self.rich_style), *title, gap, *numbers]]
        title = self._title(named if _length(self._title(named, 9999)) <= width else field, width)
        margin = Segment(" ", self.rich_style)
        for numbers in (full, self._metrics(brief=True, gap="  "), brief):
            if _length(numbers) <= width:
                return [[margin, *title], [margin, *numbers]]
        # What the second line has no room for stands at the end of the first.
        pairs = metrics(self._profile, brief=True)
        kept = len(pairs)
        while kept > 1 and _length(self._numbers(pairs[:kept], " ")) > width:
            kept -= 1
        rest = pairs[kept:]
        title = self._title(field, width)
        while rest and _length([*title, *self._numbers(rest, " ")]) + 2 > width:
            rest = rest[:-1]
        end = self._numbers(rest, " ")
        gap = Segment(" " * (width - _length(title) - _length(end)), self.rich_style)
        return [[margin, *title, gap, *end], [margin, *self._numbers(pairs[:kept], " ")]]

    def _title(self, field: str, width: int) -> list[Segment]:
        room = max(8, width - (cell_len(field) + 2 if field else 0))
        segments = [
            Segment(
                cut(self._profile.name, room), self.get_component_rich_style("profile-header--name")
            )
        ]
        if field:
            muted = self.get_component_rich_style("profile-header--muted")
            segments.append(Segment(f"  {field}", muted))
        return segments

    def _metrics(self, *, brief: bool, gap: str = "") -> list[Segment]:
        pairs = metrics(self._profile, brief=brief)
        return self._numbers(pairs, gap or (" " if brief else "   "))

    def _numbers(self, pairs: list[tuple[str, str]], gap: str) -> list[Segment]:
        muted = self.get_component_rich_style("profile-header--muted")
        value = self.get_component_rich_style("profile-header--value")
        segments: list[Segment] = []
        for before, what in pairs:
            if segments:
                segments.append(Segment(gap, muted))
            segments += [Segment(before, muted), Segment(what, value)]
        return segments


def _length(segments: list[Segment]) -> int:
    return sum(cell_len(segment.text) for segment in segments)
