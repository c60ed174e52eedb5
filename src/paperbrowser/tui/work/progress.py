"""Progress and cancelling of work in threads; the note on a file for the status line."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from textual.worker import get_current_worker

from paperbrowser.formats.result import ReadResult, StoppedError
from paperbrowser.library.locate import Origin
from paperbrowser.papers.display import counted
from paperbrowser.tui.host import Host

_EVERY = 0.2  # seconds between two reports, so that they cost no noticeable time
_SAMPLE_NOTE = "sample · yours: paperbrowser fetch NAME, or import FILE"
_SHOWN_IN_HEADER = {"count-mismatch", "missing-stat"}  # codes of remarks


@dataclass(eq=False)
class Writing:
    """Work that writes what the user asked for; a `Task`.

    Attributes:
        sentence: the work in words.
        outcome: a sentence about how it ended; "" while it goes on.
    """

    sentence: str
    outcome: str = ""


def progress(host: Host, show: Callable[[float], None]) -> Callable[[float], None]:
    """Return a function for the work of this thread to call with the part that is done, 0 to 1.

    It calls `show` in the app's thread, at most every 0.2 s, and raises StoppedError once the work
    was cancelled.
    """
    worker = get_current_worker()
    last = monotonic()

    def report(part: float) -> None:
        nonlocal last
        if worker.is_cancelled:
            raise StoppedError
        if monotonic() - last > _EVERY:
            last = monotonic()
            host.call_from_thread(show, part)

    return report


def note_for(origin: Origin, reading: ReadResult) -> str:
    """Return the note on a file for the status line: its name and the first remark."""
    if origin.kind == "sample":
        return _SAMPLE_NOTE
    remarks = [remark for remark in reading.remarks if remark.code not in _SHOWN_IN_HEADER]
    if not remarks:
        if origin.addresses:
            return origin.title
        return counted(len(origin.members), "profile") if origin.members else origin.path.name
    more = f" (and {len(remarks) - 1} more)" if len(remarks) > 1 else ""
    name = origin.title if origin.members else origin.path.name
    return f"{name}, {remarks[0]}{more}"
