"""Reaching into JSON of which every part may be missing or another than documented. Pure functions."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from paperbrowser.formats.json import values as json_values
from paperbrowser.formats.result import OnRemark
from paperbrowser.papers.model import Paper

Converter = Callable[[Mapping[str, Any], OnRemark], Paper | None]


def at(value: Any, *path: str) -> Any:
    """What stands at the end of a path of keys, or None."""
    *above, last = path
    return json_values.inner(value, *above).get(last) if above else value.get(last)


def rows(value: Any, *path: str) -> list[dict[str, Any]]:
    """The objects in the list at a path; one object that stands alone is such a list, too."""
    found = at(value, *path)
    listed = found if isinstance(found, list) else [found]
    return [row for row in listed if isinstance(row, dict)]


def text(value: Any, *path: str) -> str:
    """The text at a path, clean and on one line; empty if there is none. Numbers count."""
    return json_values.written(at(value, *path)) or ""


def first_text(value: Any, *path: str) -> str:
    """The first text in the list at a path."""
    return json_values.first_text(at(value, *path))


def count(value: Any, *path: str) -> int | None:
    """The number at a path, also where it is written as text."""
    return json_values.count(at(value, *path))


def link(value: Any, *path: str) -> str | None:
    """The address at a path, if a browser may be asked to open it."""
    return json_values.link(at(value, *path))


def papers(found: Iterable[Mapping[str, Any]], paper_of: Converter) -> tuple[Paper, ...]:
    """The papers among the objects; what else is among them is passed over."""
    read = (paper_of(one, lambda _: None) for one in found)
    return tuple(paper for paper in read if paper is not None)
