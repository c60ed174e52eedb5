"""Opening a link in the reader's browser, where there is one to see it."""

import subprocess
import sys

from paperbrowser.papers.text import is_web_link
from paperbrowser.system.terminal import has_desktop

_PATIENCE = 10  # seconds that starting a browser may take


def open_link(url: str) -> bool:
    """Open `url` and tell whether that worked. Blocks while the browser starts; only http(s) is opened.

    In a process of its own, because what browsers print would spoil the screen.
    """
    if not is_web_link(url) or not has_desktop():
        return False
    program = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter, no module of the folder we are in
            [sys.executable, "-P", "-c", program, url],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
