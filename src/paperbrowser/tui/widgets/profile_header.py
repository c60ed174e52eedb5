"""The header of a profile: name, field, affiliation and metrics, on one line or two."""

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from paperbrowser.papers.categories import name as category_name
from paperbrowser.papers.model import Number, Profile
from paperbrowser.tui.widgets.cells import cut

if TYPE_CHECKING:
    from paperbrowser.papers.metrics import Metrics

_TALL = 20  # rows
_AFFILIATION_AT_LEAST = 14  # cells; less of it would be useless
_Metric = tuple[str, str, str]


def _number(value: Number | None, suffix: str = "") -> str:
    return "–" if value is None else f"{value:,}{suffix}"


def papers_count(profile: Profile) -> str:
    """Return the papers listed and claimed, "50 of 54"; one number where no more are claimed than listed."""
    listed = len(profile.papers)
    if profile.claimed is None or profile.claimed <= listed:
        return f"{listed:,}"
    return f"{listed:,} of {profile.claimed:,}"


def metrics(
    profile: Profile, counted: "Metrics | None", *, brief: bool = False, both: bool = False
) -> list[_Metric]:
    """Return the metrics of a profile as texts.

    Args:
        profile: the profile, with the metrics that its source states.
        counted: metrics computed from its papers; shown, with a mark, where the source states none.
        brief: use short words.
        both: show the h-index of the papers beside the one that is stated, where they differ.

    Returns:
        For each metric a word before it, the value (with its word where that follows), a remark behind it.
    """
    words = (
        ("h", "papers", "cit.", "nov", "AI")
        if brief
        else ("h-index", "papers", "citations", "novelty", "AI score")
    )
    count = papers_count(profile)
    papers: _Metric = ("", f"{count} {words[1] if count != '1' else 'paper'}", "")

    listed_h, listed_cited = (counted.h_index, counted.citations) if counted else (None, None)

    def number(stated: int | None, listed: int | None) -> tuple[str, str]:
        if stated is None and listed is not None:
            return _number(listed), "*" if brief else " (listed)"
        return _number(stated), ""

    h_index, h_remark = number(profile.h_index, listed_h)
    if both and not h_remark and listed_h not in (None, profile.h_index):
        h_remark = f", {_number(listed_h)} of those listed"
    cited, cited_remark = number(profile.citations, listed_cited)
    if h_index == cited == "–" and (profile.novelty, profile.ai_score) == (None, None):
        return [papers]  # a list of papers without a researcher
    pairs: list[_Metric] = [
        (f"{words[0]} ", h_index, h_remark),
        papers,
        ("", f"{cited} {words[2]}", cited_remark),
    ]
    if (profile.novelty, profile.ai_score) != (None, None):  # estimates of one source only
        pairs.append((f"{words[3]} ", _number(profile.novelty, "%"), ""))
        pairs.append((f"{words[4]} ", _number(profile.ai_score), ""))
    return pairs


class ProfileHeader(Widget):
    """Name, field and affiliation, then the metrics; on one line where it is wide enough, else on two."""

    DEFAULT_CSS = """
    ProfileHeader {
        height: auto;
        .profile-header--name { text-style: bold; }
        .profile-header--muted { text-style: $muted-style; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "profile-header--name",
        "profile-header--muted",
        "profile-header--value",
    }

    def __init__(self, profile: Profile, counted: "Metrics | None", id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._profile = profile
        self._counted = counted

    def show(self, profile: Profile, counted: "Metrics | None") -> None:
        """Show another profile, and the metrics computed from its papers, if they are known."""
        self._profile, self._counted = profile, counted
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Return the height: one line or two."""
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        """Draw a line of name, field and metrics."""
        lines = self._lines(self.size.width)
        segments = lines[y] if y < len(lines) else []
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _lines(self, width: int) -> list[list[Segment]]:
        width -= 2
        profile = self._profile
        field = profile.field or ""
        named = category_name(field) or ""
        both = self._metrics(both=True)
        full = self._metrics()
        brief = self._metrics(brief=True)
        tall = self.screen.size.height >= _TALL
        # On one line from the roomiest to the tightest; a tall screen spares a second line for the words.
        for field_words, numbers in ((named, both), (named, full), (field, full), (field, brief)):
            if tall and named and field_words != named:
                break
            title = self._title(field_words, width)
            if _length(title) + 3 + _length(numbers) <= width:
                title += self._affiliation(width - _length(title) - _length(numbers) - 3)
                gap = Segment(" " * (width - _length(title) - _length(numbers)), self.rich_style)
                return [[Segment(" ", self.rich_style), *title, gap, *numbers]]
        title = self._title(named if _length(self._title(named, 9999)) <= width else field, width)
        margin = Segment(" ", self.rich_style)
        for numbers in (both, full, self._metrics(brief=True, gap="  "), brief):
            if _length(numbers) <= width:
                title += self._affiliation(width - _length(title))
                return [[margin, *title], [margin, *numbers]]
        # Metrics that the second line has no room for are put at the end of the first.
        pairs = metrics(self._profile, self._counted, brief=True)
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

    def _affiliation(self, room: int) -> list[Segment]:
        """Return the affiliation in `room` cells; nothing where they show too little of it."""
        where = self._profile.affiliation or ""
        if not where or room - 2 < min(cell_len(where), _AFFILIATION_AT_LEAST):
            return []
        muted = self.get_component_rich_style("profile-header--muted")
        return [Segment(f"  {cut(where, room - 2)}", muted)]

    def _metrics(self, *, brief: bool = False, both: bool = False, gap: str = "") -> list[Segment]:
        pairs = metrics(self._profile, self._counted, brief=brief, both=both)
        return self._numbers(pairs, gap or (" " if brief else "   "))

    def _numbers(self, pairs: list[_Metric], gap: str) -> list[Segment]:
        muted = self.get_component_rich_style("profile-header--muted")
        value = self.get_component_rich_style("profile-header--value")
        segments: list[Segment] = []
        for before, what, behind in pairs:
            if segments:
                segments.append(Segment(gap, muted))
            segments += [Segment(before, muted), Segment(what, value)]
            if behind:
                segments.append(Segment(behind, muted))
        return segments


def _length(segments: list[Segment]) -> int:
    return sum(cell_len(segment.text) for segment in segments)
