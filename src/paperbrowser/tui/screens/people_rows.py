"""The rows of the screen of people: a person with years and a timeline, or two who write together."""

from collections.abc import Collection, Sequence

from paperbrowser.insight import people
from paperbrowser.insight.people import Coauthor, Coauthors, Pair
from paperbrowser.papers.model import Paper
from paperbrowser.tui.screens.person_lines import years_of
from paperbrowser.tui.widgets.cells import cut, fit
from paperbrowser.tui.widgets.row_list import Part

_NAME = 30  # cells
_LONGEST_LINE = 40  # years of a timeline, a cell each
_BAR = 10  # cells of the bar of the most papers together
_WIDE, _MEDIUM = 96, 56
_SELECTED = "✓"


class PeopleRows:
    """Draws people or pairs of them."""

    def __init__(
        self,
        papers: Sequence[Paper],
        found: Coauthors,
        rows: Sequence[Coauthor | Pair],
        selected: Collection[str],
        *,
        ascii_only: bool,
    ) -> None:
        """Draw the rows of a list.

        Args:
            papers: those that the people wrote.
            found: all of the people.
            rows: those of the list, or pairs.
            selected: the keys of the selected ones, kept up to date by the caller.
            ascii_only: draw timelines as digits, and bars with ASCII.
        """
        self._papers = papers
        self._found = found
        self._rows = rows
        self._selected = selected
        self._ascii_only = ascii_only
        self._tallest: dict[int, int] = {}  # by the width of the timelines
        self._most = max((len(one.papers) for one in rows if isinstance(one, Pair)), default=1)

    def heading(self, width: int) -> str:
        """Return the names of the columns."""
        if self._rows and isinstance(self._rows[0], Pair):
            return "papers  together"
        name, line, about = self._widths(width)
        text = fit("  name", name + 2) + fit("papers", 6, right=True) + fit("  years", 12)
        if line and (span := self._found.years) is not None:
            years = f"{span[0]}–{span[1]}" if line >= 9 else f"{span[0]}–{span[1] % 100:02}"
            text += fit(years if line >= 7 else "", line + 2)
        return text + ("affiliations on these papers" if about else "")

    def draw(self, row: int, width: int) -> list[Part]:
        """Return the parts of a row."""
        one = self._rows[row]
        return self._pair(one, width) if isinstance(one, Pair) else self._person(one, width)

    def _pair(self, pair: Pair, width: int) -> list[Part]:
        count = len(pair.papers)
        bar = 0 if width < _MEDIUM else _BAR
        drawn = ("#" if self._ascii_only else "█") * max(1, round(count * bar / self._most))
        names = cut(f"{pair.one.name} – {pair.other.name}", width - 9 - bar - 2 * bool(bar))
        return [
            (f" {count:>6,}  ", "bar"),
            (f"{fit(drawn, bar)}  " if bar else "", "bar"),
            (names, ""),
        ]

    def _person(self, one: Coauthor, width: int) -> list[Part]:
        name, line, about = self._widths(width)
        more = len(one.names) - 1
        shown = f"{one.name} +{more}" if more else one.name
        parts: list[Part] = [
            (f"{_SELECTED} " if one.key in self._selected else "  ", "mark"),
            (fit(shown, name), ""),
            (f"{len(one.papers):>6,}", ""),
            (fit(f"  {years_of(one)}", 12), "muted"),
        ]
        if line and (span := self._found.years) is not None:
            parts.append((fit(self._timeline(one, span, line), line) + "  ", "bar"))
        if about:
            named = ", ".join(people.affiliations(self._papers, one))
            parts.append((cut(named, about), "muted"))
        return parts

    def _widths(self, width: int) -> tuple[int, int, int]:
        """Return the cells of name, timeline and affiliations."""
        name = max(12, min(_NAME, width - 28))
        rest = width - name - 2 - 6 - 12
        span = self._found.years
        if span is None or rest < 6:
            return name + max(0, rest), 0, 0
        line = min(span[1] - span[0] + 1, _LONGEST_LINE, rest - 1)
        line = -(-(span[1] - span[0] + 1) // people.step_of(span, line))
        left = rest - line - 2
        return (name, line, left) if width >= _WIDE and left > 12 else (name + left, line, 0)

    def _timeline(self, one: Coauthor, span: tuple[int, int], width: int) -> str:
        if width not in self._tallest:
            self._tallest[width] = people.tallest(self._found.people, span, width)
        return people.timeline(
            one.years, span, width, self._tallest[width], ascii_only=self._ascii_only
        )
