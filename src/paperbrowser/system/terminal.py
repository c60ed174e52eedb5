"""Detection of the terminal and its surroundings: SSH, desktop, tmux, screen, encoding, colours.

From environment variables and the encoding of standard error, on which the interface is drawn; the terminal
itself is not queried.
"""

import codecs
import os
import re
import sys
from dataclasses import dataclass
from typing import Literal

ClipboardRoute = Literal["tool", "tmux", "terminal", "none"]

_CONSOLE = re.compile(r"linux|vt\d\d\d?\b.*")
_MONOCHROME = re.compile(r"vt\d\d\d?(?!.*color).*")


@dataclass(frozen=True, slots=True)
class Terminal:
    """Abilities of a terminal.

    Attributes:
        charset: the encoding whose characters it shows; None for all of Unicode.
        colors: the most colours it has; None if Textual is to find out.
        links: False if it may print the escape sequences of hyperlinks (OSC 8).
    """

    charset: str | None = None
    colors: int | None = None
    links: bool = True


def terminal(ascii_only: str = "auto") -> Terminal:
    """Return the abilities of the terminal that standard error leads to.

    Args:
        ascii_only: the setting: "on", "off" or "auto".
    """
    term = os.environ.get("TERM", "")
    bare = bool(_CONSOLE.fullmatch(term))
    colors = None
    if _MONOCHROME.fullmatch(term):
        colors = 0
    elif bare or term == "screen":
        colors = 16  # COLORTERM is inherited from the terminal around it
    elif _set("STY") and term.startswith("screen"):
        colors = 256
    in_screen = term.startswith("screen") and not _set("TMUX")
    return Terminal(_charset(ascii_only, term), colors, links=not bare and not in_screen)


def _charset(ascii_only: str, term: str) -> str | None:
    if ascii_only == "on":
        return "ascii"
    encoding = getattr(sys.__stderr__, "encoding", None) or "utf-8"
    try:
        encoding = codecs.lookup(encoding).name
    except LookupError:
        return "ascii"
    unicode = encoding.startswith("utf")
    if ascii_only == "auto" and _CONSOLE.fullmatch(term):
        # A console font has 256 or 512 characters: Latin letters, and few of the signs drawn here.
        return "latin-1" if unicode and term == "linux" else "ascii"
    if ascii_only == "auto" and _is_plain_locale():
        return "ascii"
    return None if unicode else encoding


def _is_plain_locale() -> bool:
    """Return whether the user has chosen the C locale, in which Python writes UTF-8 nevertheless.

    Where no variable is set, as in containers, UTF-8 is right.
    """
    if not sys.flags.utf8_mode or _set("PYTHONUTF8"):
        return False
    return (os.environ.get("LC_ALL") or os.environ.get("LANG")) in {"C", "POSIX"}


def over_ssh() -> bool:
    """Return whether the user is connected by SSH."""
    return _set("SSH_CONNECTION") or _set("SSH_TTY")


def has_desktop() -> bool:
    """Return whether the user sees windows that are opened here, and uses this machine's clipboard."""
    if over_ssh():
        return False
    return sys.platform in {"darwin", "win32"} or _set("DISPLAY") or _set("WAYLAND_DISPLAY")


def clipboard_route() -> ClipboardRoute:
    """Return the way by which a text gets into the user's clipboard.

    On a desktop that is the system's tool ("tool"). Otherwise it is tmux's own command ("tmux"), because tmux
    by default drops the sequence that sets the terminal's clipboard, or that sequence, OSC 52 ("terminal").
    """
    if has_desktop():
        return "tool"
    if _set("TMUX"):
        return "tmux"
    return "none" if _CONSOLE.fullmatch(os.environ.get("TERM", "")) else "terminal"


def in_screen() -> bool:
    """Return whether GNU screen runs between the program and the terminal."""
    return _set("STY") and not _set("TMUX")


def in_tmux() -> bool:
    """Return whether tmux runs between the program and the terminal, here or before an SSH link."""
    return _set("TMUX") or os.environ.get("TERM", "").startswith("tmux")


def is_served() -> bool:
    """Return whether this process draws for a web page and has no terminal."""
    return os.environ.get("TEXTUAL_DRIVER", "").startswith("textual.drivers.web_driver")


def _set(variable: str) -> bool:
    return bool(os.environ.get(variable))
