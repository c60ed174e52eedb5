"""Open the app on a profile, in the terminal as it is."""

import contextlib
import datetime
import os
import signal
import sys
import threading
import time
from pathlib import Path

# Textual draws at most so many frames a second, and each key waits for the next frame.
os.environ.setdefault("TEXTUAL_FPS", "250")

from paperbrowser.formats.result import ReadError
from paperbrowser.library import session, store
from paperbrowser.library.locate import Origin
from paperbrowser.papers.model import Profile
from paperbrowser.reading import corrections
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
    """Return the app for a file: read whole if it is small, else in part.

    Args:
        origin: the file.
        config: the settings.
        warnings: sentences to show at start.
        as_of: the day on which the page was saved, for dates without a year.

    Raises:
        ReadError: a file given by its path cannot be read. A profile of the library that cannot is opened
            empty, with the reason on screen, because the others can be reached from there.
    """
    place = None
    if config.restore:
        try:
            place = session.place_in(origin.path)
        except session.UnreadableError as error:
            warnings = (str(error), *warnings)
    if origin.addresses or origin.members:
        what = (
            f"reading {len(origin.members)} profiles"
            if origin.members
            else f"asking for {origin.title}"
        )
        return PaperBrowser(
            origin,
            Profile(name=origin.title),
            config,
            note=f"{what}…",
            problems=warnings,
            partial=True,
            as_of=as_of,
        )
    correct = corrections.load()
    try:
        large = origin.path.stat().st_size > _READ_AT_ONCE
    except OSError:
        large = False
    if large and (preview := store.preview(origin.path)) is not None:
        part, total = preview
        profile, _ = correct(part, origin.path)
        note = f"reading {origin.path.name}…" if total is None else f"reading {total:,} papers…"
        return PaperBrowser(
            origin, profile, config, note=note, problems=warnings, partial=True, as_of=as_of
        )
    try:
        reading = store.read(origin.path, as_of=as_of)
    except ReadError as error:
        if origin.kind != "library":
            raise
        error.path = Path(origin.path.name)
        profile = Profile(name=origin.path.stem)
        return PaperBrowser(origin, profile, config, problems=(str(error), *warnings), as_of=as_of)
    profile, correction = correct(reading.profile, origin.path)
    return PaperBrowser(
        origin,
        profile,
        config,
        note=note_for(origin, reading),
        problems=warnings,
        as_of=as_of,
        place=place,
        reading=reading,
        correction=correction,
    )


def run(
    origin: Origin,
    config: Config,
    warnings: tuple[str, ...] = (),
    *,
    as_of: datetime.date | None = None,
) -> tuple[int, str]:
    """Open the app and stay until the user leaves.

    Args:
        origin: the file to open.
        config: the settings.
        warnings: sentences to show at start.
        as_of: the day on which the page was saved, for dates without a year.

    Returns:
        The exit status, and a sentence to print about the end; "" where there is nothing to say.

    Raises:
        ReadError: see `opened`.
    """
    app = opened(origin, config, warnings, as_of=as_of)
    app.draw_on(terminal(config.ascii))
    if os.name == "posix":
        from paperbrowser.tui.terminal.driver import read_keys_leniently

        read_keys_leniently()
    if (lifeline := os.environ.pop("PAPERBROWSER_LIFELINE", "")).isdigit():
        _end_with_server(int(lifeline))
    mouse = config.mouse == "on" or (config.mouse == "auto" and not over_ssh())
    # A thread that reads a large file holds the interpreter for so many seconds at a time (5 ms by default),
    # and a key has to wait for it several times.
    sys.setswitchinterval(0.0005)
    app.run(mouse=mouse)
    app.after_loop()
    return app.return_code or 0, app.finish()


def _end_with_server(lifeline: int) -> None:
    """End this process when the web server that started it has ended: then the pipe `lifeline` is closed."""

    def wait() -> None:
        with contextlib.suppress(OSError):
            os.read(lifeline, 1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_GRACE)
        os._exit(128 + signal.SIGTERM)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()
