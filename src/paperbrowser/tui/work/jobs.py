"""Work beside the screen that takes its time, as the reader sees it: what is done, to whom, how far."""

from dataclasses import dataclass, field
from threading import Event
from typing import NamedTuple

from rich.cells import cell_len

from paperbrowser.tui.widgets.cells import cut

_CELLS = 10  # of the bar
_LEAST_NAME = 12  # cells


class Step(NamedTuple):
    """How far it is: the part that is done, 0 to 1, if that is known, and the same in words."""

    part: float | None = None
    words: str = ""


@dataclass(eq=False)
class Job:
    """One piece of work. Its thread sets `name` and `step`; the screen looks at them now and then.

    Attributes:
        doing: "fetching".
        name: of whom, or of which file.
        cancelled: set when nobody wants it any more.
        step: how far it is; replaced, never changed.
        began: which key was the reader's last before it, see `PaperBrowser.keys_pressed`.
    """

    doing: str
    name: str
    began: int
    cancelled: Event = field(default_factory=Event)
    step: Step = field(default_factory=Step)

    def line(self, room: int) -> str:
        """What is done and how far it is, the name cut so that all fits into `room` cells if it can."""
        part, words = self.step
        rest = f": {words}" if words else ""
        if part is not None:
            rest = f" {bar(part)} {words}"
        left = room - cell_len(self.doing) - 1 - cell_len(rest)
        return f"{self.doing} {cut(self.name, max(left, _LEAST_NAME))}{rest}"

    @property
    def sentence(self) -> str:
        """The same, to say what would be stopped: "fetching Shirley Ho (400 of 612)"."""
        words = f" ({self.step.words})" if self.step.words else ""
        return f"{self.doing} {self.name}{words}"

    def fetched(self, papers: int, total: int | None, sentence: str) -> None:
        """Take what a fetch tells of its progress (see `fetching.Progress`)."""
        of_all = f"{papers:,} of {total:,}" if total else f"{papers:,} papers" if papers else ""
        name, colon, _ = sentence.rpartition(": ")
        if colon and sentence.endswith((" paper", " papers")):
            self.name, sentence = name, ""
        words = ", ".join(filter(None, (of_all, sentence)))
        self.step = Step(papers / total if total else None, words)


def bar(part: float) -> str:
    """A bar of which so much is filled, 0 to 1."""
    filled = min(max(int(part * _CELLS), 0), _CELLS)
    return "━" * filled + "╌" * (_CELLS - filled)
