"""Reading answers of web services: JSON in which any part may be missing, and XML.

The functions for JSON take an answer and a path of keys, and never raise.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from paperbrowser import formats
from paperbrowser.formats.json import values as json_values
from paperbrowser.formats.result import OnRemark, ReadError
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.sources import errors

Converter = Callable[[Mapping[str, Any], OnRemark], Paper | None]


def at(value: Any, *path: str) -> Any:
    """Return the value at a path, or None."""
    *above, last = path
    return json_values.inner(value, *above).get(last) if above else value.get(last)


def rows(value: Any, *path: str) -> list[dict[str, Any]]:
    """Return the objects in the list at a path; an object by itself counts as a list of one."""
    found = at(value, *path)
    listed = found if isinstance(found, list) else [found]
    return [row for row in listed if isinstance(row, dict)]


def text(value: Any, *path: str) -> str:
    """Return the text or number at a path, clean and on one line; empty if there is none."""
    return json_values.written(at(value, *path)) or ""


def first_text(value: Any, *path: str) -> str:
    """Return the first text in the list at a path."""
    return json_values.first_text(at(value, *path))


def count(value: Any, *path: str) -> int | None:
    """Return the number at a path, which may be written as text."""
    return json_values.count(at(value, *path))


def link(value: Any, *path: str) -> str | None:
    """Return the web address at a path, or None."""
    return json_values.link(at(value, *path))


def papers(found: Iterable[Mapping[str, Any]], paper_of: Converter) -> tuple[Paper, ...]:
    """Return the papers among JSON objects; objects that are no papers are left out."""
    read = (paper_of(one, lambda _: None) for one in found)
    return tuple(paper for paper in read if paper is not None)


def xml_profile(source: str, body: bytes) -> Profile:
    """Return the papers of an XML document, and the person's name if the document has it.

    Args:
        source: the name of the service, for errors.
        body: the document; without papers, the profile has none.

    Raises:
        FetchError: the document cannot be read.
    """
    try:
        reading = formats.read_bytes(body, form="xml")
    except ReadError as error:
        if error.code in {"no-entries", "empty"}:
            return Profile(name="")
        raise errors.damaged(source, error.what) from None
    if any(remark.code == "truncated" for remark in reading.remarks):
        raise errors.damaged(source, "it is cut off")
    return reading.profile
