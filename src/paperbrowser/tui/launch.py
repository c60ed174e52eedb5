"""Opens the app: what it starts with, and how it meets the terminal."""

import codecs
import contextlib
import datetime
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

# Textual draws at most so many frames a second, and makes each key wait for the next one.
os.environ.setdefault("TEXTUAL_FPS", "250")

from paperbrowser.formats.result import ReadError
from paperbrowser.library import session, store
from paperbrowser.library.store import Origin
from paperbrowser.papers.model import Profile
from paperbrowser.settings.config import Config
from paperbrowser.system.terminal import over_ssh, terminal
from paperbrowser.tui.app import PaperBrowser
from paperbrowser.tui.work.progress import note_for

_GRACE = 10.0  # seconds to save the place once the web server has gone
_READ_AT_ONCE = 400_000  # bytes; a larger file is shown in part while the rest is read


def opened(
    origin: Origin,
    config: Config,
    warnings: tuple[str, ...] = (),
    *,
    as_of: datetime.date | None = None,
) -> PaperBrowser:
    """The app for `origin`: read whole if it is small, else in part.

    Raises:
        ReadError: a file given by its path does not read. A profile of the library that does not is
            opened empty, with the reason on screen, because the others can be reached from there.
    """
    place = None
    if config.restore:
        try:
            place = session.place_in(origin.path)
        except session.UnreadableError as error:
            warnings = (str(error), *warnings)
    try:
        large = origin.path.stat().st_size > _READ_AT_ONCE
    except OSError:
        large = False
    if large and (preview := store.preview(origin)) is not None:
        profile, total = preview
        note = f"reading {origin.path.name}…" if total is None else f"reading {total:,} papers…"
        return PaperBrowser(
            origin, profile, config, note=note, problems=warnings, partial=True, as_of=as_of
        )
    try:
        reading = store.read(origin, as_of=as_of)
    except ReadError as error:
        if origin.kind != "cached":
            raise
        error.path = Path(origin.path.name)
        profile = Profile(name=origin.path.stem)
        return PaperBrowser(origin, profile, config, problems=(str(error), *warnings), as_of=as_of)
    note = note_for(origin, reading)
    return PaperBrowser(
        origin, reading.profile, config, note=note, problems=warnings, as_of=as_of, place=place
    )


def run(
    origin: Origin,
    config: Config,
    warnings: tuple[str, ...] = (),
    *,
    as_of: datetime.date | None = None,
) -> tuple[int, str]:
    """Open the app and stay until the user leaves.

    Returns:
        The exit status, and a sentence to print where the user should know why it ended; else "".

    Args:
        origin: what to open.
        config: the reader's settings.
        warnings: sentences to show at start.
        as_of: the day on which the page was saved, for dates without a year.

    Raises:
        ReadError: see `opened`.
    """
    app = opened(origin, config, warnings, as_of=as_of)
    app.draw_on(terminal(config.ascii))
    if os.name == "posix":
        _read_keys_leniently()
    if (lifeline := os.environ.pop("PAPERBROWSER_LIFELINE", "")).isdigit():
        _end_with_server(int(lifeline))
    mouse = config.mouse == "on" or (config.mouse == "auto" and not over_ssh())
    # A thread that reads a large file lets go of the interpreter after so many seconds: 5 ms is the default,
    # and a key needs it several times.
    sys.setswitchinterval(0.0005)
    app.run(mouse=mouse)
    return app.return_code or 0, app.left()


def _read_keys_leniently() -> None:
    """Read keys in the terminal's encoding; what is none of it is a key like any other.

    Textual takes all input for UTF-8, and ends with a traceback at the first letter that is not.
    """
    from textual.drivers import linux_driver

    encoding = getattr(sys.__stdin__, "encoding", None) or "utf-8"

    def decoder(_utf8: str) -> Callable[[], codecs.IncrementalDecoder]:
        return partial(codecs.getincrementaldecoder(encoding), "replace")

    vars(linux_driver)["getincrementaldecoder"] = decoder


def _end_with_server(lifeline: int) -> None:
    """End this process when the web server that started it has ended: then the pipe `lifeline` is closed."""

    def wait() -> None:
        with contextlib.suppress(OSError):
            os.read(lifeline, 1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_GRACE)
        os._exit(128 + signal.SIGTERM)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()
