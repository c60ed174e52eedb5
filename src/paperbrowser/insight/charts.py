"""Pictures of counts: bars of text for a terminal, and an SVG for slides. Pure functions."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate

from paperbrowser.papers.text import clean_line, columns, cut
from paperbrowser.search.summary import YearParts

_EIGHTHS = " ▏▎▍▌▋▊▉"
_WIDEST_LABEL = 30  # columns
_NARROWEST_BAR = 8
_MOST_YEARS = 60  # bars of a picture; more years are put together
_COLOURS = ("#3b6ea5", "#e08e45", "#5a9e6f", "#b65d7a", "#8c7ab8", "#7d8590")
# XML has no place for other control characters, halves of pairs and these two, even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def bars(
    counts: Mapping[str, int], width: int, *, ascii_only: bool = False, most: int = 0
) -> Iterator[str]:
    """Yield a line for each value: its name, its count and a bar, all within a width.

    Args:
        counts: the values in their order.
        width: columns.
        ascii_only: draw with ASCII only; letters with accents lose them.
        most: the count of a full bar; by default, and at least, the largest.
    """
    names = [(_ascii(name) if ascii_only else clean_line(name)) for name in counts]
    numbers = [f"{count:,}" for count in counts.values()]
    number = max(map(len, numbers), default=0)
    room = min(_WIDEST_LABEL, width - number - _NARROWEST_BAR - 4)
    names = [_cut(name, room, ascii_only) for name in names]
    label = max(map(columns, names), default=0)
    longest = width - label - number - 4
    most = max(most, *counts.values(), 1)
    for name, text, count in zip(names, numbers, counts.values(), strict=True):
        bar = _bar(count * longest / most, ascii_only)
        yield f"{name}{' ' * (label - columns(name))}  {text:>{number}}  {bar}".rstrip()


def _bar(length: float, ascii_only: bool) -> str:
    """Return a bar; whatever is more than nothing is seen."""
    if ascii_only:
        return "#" * max(round(length), length > 0)
    eighths = max(round(length * 8), length > 0)
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")


def _ascii(name: str) -> str:
    apart = unicodedata.normalize("NFKD", clean_line(name).replace("–", "-").replace("’", "'"))
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return bare.encode("ascii", "replace").decode()


def _cut(name: str, width: int, ascii_only: bool) -> str:
    short = cut(name, width)
    return name[: width - 3].rstrip() + "..." if ascii_only and short != name else short


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a picture: a heading and horizontal bars."""

    title: str
    counts: Mapping[str, int]


def svg(title: str, years: YearParts, panels: Sequence[Panel]) -> str:
    """Return a picture of 1280 by 720 for slides: papers a year in parts, and up to three panels below.

    Args:
        title: the heading.
        years: papers a year; "" is the part of papers of an unknown one.
        panels: at most three are drawn, the first bars of each.
    """
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 720" width="1280" height="720" '
        'font-family="Helvetica, Arial, sans-serif" font-size="15" fill="#24292f">',
        f"<title>{_text(title)}</title>",
        '<rect width="1280" height="720" fill="#ffffff"/>',
        _label(40, 46, title, size=28, weight="bold", most=80),
        _label(40, 76, "Papers a year", size=17, weight="bold"),
    ]
    parts += _columns_of(_together(_fewer_parts(years)))
    for at, panel in enumerate(panels[:3]):
        parts += _panel(panel, 40 + at * 410)
    return "\n".join((*parts, "</svg>", ""))


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("", clean_line(text)))


def _label(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    size: int = 15,
    weight: str = "normal",
    most: int = 24,
) -> str:
    """Return a text element.

    Args:
        x: of its anchor.
        y: of its base line.
        text: what it says.
        anchor: "start", "middle" or "end".
        size: of the letters.
        weight: "normal" or "bold".
        most: columns of the text that are shown.
    """
    style = f' font-size="{size}"' if size != 15 else ""
    style += f' font-weight="{weight}"' if weight != "normal" else ""
    style += f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{style}>{_text(cut(clean_line(text), most))}</text>'


def _fewer_parts(years: YearParts) -> YearParts:
    """Return the years with the smallest parts as one, so that each has a colour."""
    most = len(_COLOURS)
    if len(years.parts) <= most:
        return years
    kept, rest = years.counts[: most - 1], years.counts[most - 1 :]
    others = tuple(map(sum, zip(*rest, strict=True)))
    return YearParts(years.years, (*years.parts[: most - 1], "others"), (*kept, others))


def _together(years: YearParts) -> YearParts:
    """Return the years put together in steps of the same length, so that each bar can be seen."""
    step = -(-len(years.years) // _MOST_YEARS) or 1
    if step == 1:
        return years
    counts = tuple(
        tuple(sum(part[at : at + step]) for at in range(0, len(part), step))
        for part in years.counts
    )
    return YearParts(years.years[::step], years.parts, counts)


def _columns_of(years: YearParts) -> Iterator[str]:
    left, right, top, base = 40.0, 1240.0, 100.0, 350.0
    totals = [sum(each) for each in zip(*years.counts, strict=True)]
    if not totals:
        yield _label(left, 130, "no paper has a date")
        return
    most = max(totals) or 1
    step = (right - left) / len(totals)
    every = -(-len(totals) // 24)  # years that can stand side by side
    yield f'<line x1="{left}" y1="{base}" x2="{right}" y2="{base}" stroke="#8c959f"/>'
    for at, (year, total) in enumerate(zip(years.years, totals, strict=True)):
        x, middle = left + at * step + step * 0.1, left + (at + 0.5) * step
        heights = [each[at] * (base - top) / most for each in years.counts]
        for part, (height, end) in enumerate(zip(heights, accumulate(heights), strict=True)):
            if height:
                yield (
                    f'<rect x="{x:.1f}" y="{base - end:.1f}" width="{step * 0.8:.1f}" '
                    f'height="{height:.1f}" fill="{_COLOURS[part]}"/>'
                )
        if total and step >= 18:
            y = base - sum(heights) - 6
            yield _label(middle, y, f"{total}", anchor="middle", size=12)
        if at % every == 0:
            yield _label(middle, base + 20, f"{year}", anchor="middle", size=13)
    x = left
    for part, name in enumerate(years.parts):
        shown = cut(clean_line(name or "unknown"), 16)
        yield f'<rect x="{x:.1f}" y="386" width="13" height="13" fill="{_COLOURS[part]}"/>'
        yield _label(x + 19, 398, shown, size=14)
        x += 50 + columns(shown) * 8


def _panel(panel: Panel, left: float) -> Iterator[str]:
    yield _label(left, 450, panel.title, size=17, weight="bold", most=36)
    most = max(panel.counts.values(), default=0) or 1
    for at, (name, count) in enumerate([*panel.counts.items()][:8]):
        y = 480 + at * 28
        length = count * 130 / most
        yield _label(left, y, name, size=14, most=24)
        yield (
            f'<rect x="{left + 195:.1f}" y="{y - 13}" width="{length:.1f}" height="16" '
            f'fill="{_COLOURS[0]}"/>'
        )
        yield _label(left + 201 + length, y, f"{count:,}", size=13)
