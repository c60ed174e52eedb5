"""News of the profiles: a work that joined one of them, or the publication of a known preprint."""

import datetime
from dataclasses import dataclass

from paperbrowser.papers.model import Paper


@dataclass(frozen=True, slots=True)
class News:
    """A work that is new.

    Attributes:
        paper: the work; `Paper.people` are those whose profiles list it.
        day: the day it became known, or its publication.
        published: its preprint was known before that.
    """

    paper: Paper
    day: datetime.date
    published: bool = False
