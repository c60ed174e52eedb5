"""Progress of work beside the screen: told now and then, and the way to stop what nobody waits for."""

from collections.abc import Callable
from time import monotonic
from typing import Any

from textual.app import App
from textual.worker import get_current_worker

_EVERY = 0.2  # seconds


class Stopped(Exception):  # noqa: N818 - not an error: the reader went elsewhere
    """Raised in work whose result nobody waits for any more."""


def progress(app: App[Any], tell: Callable[[float], None]) -> Callable[[float], None]:
    """What the work of this thread calls with the part that is done; `tell` is called by the app.

    Raises:
        Stopped: when it is called after the work was cancelled.
    """
    worker = get_current_worker()
    told = monotonic()

    def report(part: float) -> None:
        nonlocal told
        if worker.is_cancelled:
            raise Stopped
        if monotonic() - told > _EVERY:
            told = monotonic()
            app.call_from_thread(tell, part)

    return report
