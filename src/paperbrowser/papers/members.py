"""Profiles that are open as one: which papers each of them has, and where these came in the whole."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from paperbrowser.papers.model import Paper, Profile

Correct = Callable[[Profile, Path], tuple[Profile, str]]
"""Given a profile as its file has it, and the file, returns it as it is to be shown, and a digest of what was
corrected: empty for nothing."""


class MemberProfile(NamedTuple):
    """One of several profiles that are open as one.

    A paper that several of them have is in the whole once: that of the first, with gaps filled by the others.

    Attributes:
        path: its file.
        papers: its papers as they are shown.
        texts: for each paper its position in the whole; -1 if the whole has the paper of another profile, or
            other words in its title, names or abstract.
        facts: the same, and -1 too if any other fact differs. Id, people and day of joining do not count.
        correction: a digest of what the reader corrected of the papers in the file; empty for nothing.
    """

    path: Path
    papers: Sequence[Paper]
    texts: Sequence[int]
    facts: Sequence[int]
    correction: str = ""
