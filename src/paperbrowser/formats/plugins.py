"""Formats of other packages: rows that their entry points `paperbrowser.formats` give.

Looked up only when no row of our own knows a file or a name, for asking every installed package takes a
while. A package that is broken costs a sentence and nothing else.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple, TypeVar

from paperbrowser.papers.text import clean_line, cut

_LONGEST = 200  # characters of an error of another package
_T = TypeVar("_T")


class Plugins(NamedTuple):
    """The rows of other packages, and a sentence for each that is broken."""

    rows: tuple[tuple[str, object], ...]
    problems: tuple[str, ...]


@lru_cache(maxsize=4)
def plugins(group: str, of: type) -> Plugins:
    """Load the rows of a group of entry points.

    Args:
        group: the name of the group: "paperbrowser.formats".
        of: the class that a row must be of.

    Returns:
        the rows by the names of their entry points, and what is wrong with the others.
    """
    from importlib.metadata import entry_points

    rows: list[tuple[str, object]] = []
    problems: list[str] = []
    for point in sorted(entry_points(group=group), key=lambda one: (one.name, one.value)):
        try:
            row = point.load()
        except Exception as error:  # noqa: BLE001 - whatever another package does must not stop ours
            problems.append(f"the plug-in {clean_line(point.name)} does not load: {reason(error)}")
            continue
        if isinstance(row, of):
            rows.append((clean_line(point.name), row))
        else:
            problems.append(
                f"the plug-in {clean_line(point.name)} does not load: "
                f"{clean_line(point.value)} is not a {of.__name__}"
            )
    return Plugins(tuple(rows), tuple(problems))


def reason(error: BaseException) -> str:
    """Return an error of another package on one line."""
    return cut(clean_line(f"{type(error).__name__}: {error}"), _LONGEST)


def guarded(function: Callable[[], _T], otherwise: _T) -> _T:
    """Return what a function of another package returns, or `otherwise` if it raises."""
    try:
        return function()
    except Exception:  # noqa: BLE001
        return otherwise
