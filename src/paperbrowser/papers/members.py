"""Profiles that are open as one: which papers each of them has, and where these came in the whole."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from paperbrowser.papers.model import Paper


class MemberProfile(NamedTuple):
    """One of several profiles that are open as one.

    A paper that several of them have is in the whole once: that of the first, with gaps filled by the others.

    Attributes:
        path: its file.
        papers: its papers as they are there.
        texts: for each paper its position in the whole; -1 if the whole has the paper of another profile, or
            other words in its title, names or abstract.
        facts: the same, and -1 too if any other fact differs. Id, people and day of joining do not count.
    """

    path: Path
    papers: Sequence[Paper]
    texts: Sequence[int]
    facts: Sequence[int]
