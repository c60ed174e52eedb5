"""The header of a profile: name, field, affiliation, metrics and papers a year, on one line or two."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from paperbrowser.papers.categories import name as category_name
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Number, Profile
from paperbrowser.tui.terminal.charset import charset_of
from paperbrowser.tui.widgets.cells import cut

if TYPE_CHECKING:
    from paperbrowser.papers.metrics import Metrics
    from paperbrowser.search.view import Catalogue

_TALL = 20  # rows
_AFFILIATION_AT_LEAST = 14  # cells; less of it would be useless
_EIGHTHS, _IN_ASCII = " ▁▂▃▄▅▆▇█", " .:-=+*#"
_FEWEST_YEARS, _MOST_YEARS = 4, 30  # of the papers a year
_APART = 3  # cells between them and the metrics
_Metric = tuple[str, str, str]


def _number(value: Number | None, suffix: str = "") -> str:
    return "–" if value is None else f"{value:,}{suffix}"


def sparkline(
    years: Mapping[int, int], room: int, levels: str = _EIGHTHS
) -> tuple[str, str, str] | None:
    """Return a bar of one cell for each year, between the first year and the last one.

    Args:
        years: the number of papers of each year that has some.
        room: cells for all of it; the earliest years give way, down to a few.
        levels: a blank, and the signs of a bar from the lowest to the highest.

    Returns:
        The first year shown, the bars, the last year; None where there is no room or nothing to show.
    """
    if len(years) < _FEWEST_YEARS:
        return None
    last = max(years)
    first = max(min(years), last - min(room - 10, _MOST_YEARS) + 1)
    shown = range(first, last + 1)
    most = max((years.get(year, 0) for year in shown), default=0)
    if len(shown) < _FEWEST_YEARS or not most:
        return None
    highest = len(levels) - 1
    bars = "".join(levels[-(-highest * years.get(year, 0) // most)] for year in shown)
    return f"{first:04}", bars, f"{last:04}"


def _levels(widget: Widget) -> str:
    charset = charset_of(widget)
    if charset is not None:
        try:
            _EIGHTHS.encode(charset)
        except UnicodeEncodeError:
            return _IN_ASCII
    return _EIGHTHS


def papers_count(profile: Profile) -> str:
    """Return the papers listed and claimed, "50 of 54"; one number where no more are claimed than listed."""
    listed = len(profile.papers)
    if profile.claimed is None or profile.claimed <= listed:
        return f"{listed:,}"
    return f"{listed:,} of {profile.claimed:,}"


def metrics(
    profile: Profile,
    counted: "Metrics | None",
    *,
    brief: bool = False,
    both: bool = False,
    whole: bool = True,
) -> list[_Metric]:
    """Return the metrics of a profile as texts.

    Args:
        profile: the profile, with the metrics that its source states.
        counted: metrics computed from its papers; shown, with a mark, where the source states none.
        brief: use short words.
        both: show the h-index of the papers beside the one that is stated, where they differ.
        whole: False while papers are being read, which are not counted then.

    Returns:
        For each metric a word before it, the value (with its word where that follows), a remark behind it.
    """
    words = (
        ("h", "papers", "cit.", "nov", "AI")
        if brief
        else ("h-index", "papers", "citations", "novelty", "AI score")
    )
    count = papers_count(profile) if whole else "…"
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
    """Name, field and affiliation, then metrics and papers a year; on one line or two."""

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

    def __init__(self, catalogue: "Catalogue", id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._catalogue = catalogue

    def show(self, catalogue: "Catalogue") -> None:
        """Show another profile, with what is computed from its papers, if that is known."""
        self._catalogue = catalogue
        self.refresh(layout=True)

    @property
    def _profile(self) -> Profile:
        return self._catalogue.profile

    @property
    def _counted(self) -> "Metrics | None":
        return self._catalogue.metrics

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
                gap = self._gap(width - _length(title) - _length(numbers), between=True)
                return [[Segment(" ", self.rich_style), *title, *gap, *numbers]]
        title = self._title(named if _length(self._title(named, 9999)) <= width else field, width)
        margin = Segment(" ", self.rich_style)
        for numbers in (both, full, self._metrics(brief=True, gap="  "), brief):
            if _length(numbers) <= width:
                title += self._affiliation(width - _length(title))
                return [[margin, *title], [margin, *numbers, *self._gap(width - _length(numbers))]]
        # Metrics that the second line has no room for are put at the end of the first.
        pairs = self._pairs(brief=True)
        kept = len(pairs)
        while kept > 1 and _length(self._numbers(pairs[:kept], " ")) > width:
            kept -= 1
        rest = pairs[kept:]
        title = self._title(field, width)
        while rest and _length([*title, *self._numbers(rest, " ")]) + 2 > width:
            rest = rest[:-1]
        end = self._numbers(rest, " ")
        blanks = Segment(" " * (width - _length(title) - _length(end)), self.rich_style)
        return [[margin, *title, blanks, *end], [margin, *self._numbers(pairs[:kept], " ")]]

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

    def _gap(self, room: int, *, between: bool = False) -> list[Segment]:
        """Return `room` cells: blanks, with the papers a year at their end if there is room for them.

        Args:
            room: in cells.
            between: leave blanks behind them too.
        """
        behind = _APART if between else 0
        blanks = Segment(" " * room, self.rich_style)
        drawn = sparkline(self._catalogue.years, room - _APART - behind, _levels(self))
        if drawn is None:
            return [blanks]
        first, bars, last = drawn
        muted = self.get_component_rich_style("profile-header--muted")
        value = self.get_component_rich_style("profile-header--value")
        before = room - behind - len(first) - len(bars) - len(last) - 2
        return [
            Segment(" " * before, self.rich_style),
            Segment(f"{first} ", muted),
            Segment(bars, value),
            Segment(f" {last}{' ' * behind}", muted),
        ]

    def _pairs(self, *, brief: bool, both: bool = False) -> list[_Metric]:
        if self._catalogue.served:
            return [("", count_of_papers(self._catalogue.total), "")]
        whole = self._catalogue.whole
        return metrics(self._profile, self._counted, brief=brief, both=both, whole=whole)

    def _metrics(self, *, brief: bool = False, both: bool = False, gap: str = "") -> list[Segment]:
        pairs = self._pairs(brief=brief, both=both)
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
