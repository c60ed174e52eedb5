"""TOML: the profile with the papers that were chosen, as the library keeps it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from paperbrowser.formats import toml
from paperbrowser.papers.model import Paper, Profile


def write(profile: Profile, papers: Iterable[Paper]) -> Iterator[str]:
    """The file, in one part."""
    yield toml.write(replace(profile, papers=tuple(papers)))
