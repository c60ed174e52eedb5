"""JSON lines: one object a line with everything that is known of a paper (see `formats.json.written`)."""

from collections.abc import Iterable, Iterator

from paperbrowser.formats.json.written import fields_of
from paperbrowser.papers.model import Paper, Profile


def write(profile: Profile, papers: Iterable[Paper]) -> Iterator[str]:
    """A line for each paper."""
    import json

    for paper in papers:
        yield json.dumps(fields_of(paper), ensure_ascii=False, allow_nan=False) + "\n"
