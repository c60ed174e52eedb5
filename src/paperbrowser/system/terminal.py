"""What the process finds around itself: an SSH link, a desktop, a multiplexer, what the terminal can show.

Looks at the environment and at the encoding of standard error, on which the interface is drawn; asks no
terminal anything. Knows nothing of papers.
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
    """What may be sent to the terminal.

    Attributes:
        charset: the encoding whose characters it shows; None when that is all of Unicode.
        colors: how many it has at most; None when Textual's own way to find out will do.
        links: whether it is known to swallow or to follow hyperlinks (OSC 8), not to print them.
    """

    charset: str | None = None
    colors: int | None = None
    links: bool = True


def terminal(ascii_only: str = "auto") -> Terminal:
    """The terminal that standard error leads to; `ascii_only` is the setting: "on", "off" or "auto"."""
    term = os.environ.get("TERM", "")
    bare = bool(_CONSOLE.fullmatch(term))
    colors = None
    if _MONOCHROME.fullmatch(term):
        colors = 0
    elif bare or term == "screen":
        colors = 16  # whatever COLORTERM, inherited from the terminal around it, promises
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
    return None if unicode else encoding


def over_ssh() -> bool:
    """Whether the reader sits at the far end of an SSH link."""
    return _set("SSH_CONNECTION") or _set("SSH_TTY")


def has_desktop() -> bool:
    """Whether a window opened here would be seen, and a clipboard set here be the reader's."""
    if over_ssh():
        return False
    return sys.platform in {"darwin", "win32"} or _set("DISPLAY") or _set("WAYLAND_DISPLAY")


def clipboard_route() -> ClipboardRoute:
    """By which way a text is copied.

    The system's tool on a desktop. Else tmux by its own command, because tmux drops what programs send to
    the terminal's clipboard unless it is configured not to; else the terminal (OSC 52), if it can have one.
    """
    if has_desktop():
        return "tool"
    if _set("TMUX"):
        return "tmux"
    return "none" if _CONSOLE.fullmatch(os.environ.get("TERM", "")) else "terminal"


def in_screen() -> bool:
    """Whether GNU screen stands between here and the terminal."""
    return _set("STY") and not _set("TMUX")


def in_tmux() -> bool:
    """Whether tmux stands between here and the terminal, be it on the other side of an SSH link."""
    return _set("TMUX") or os.environ.get("TERM", "").startswith("tmux")


def is_served() -> bool:
    """Whether this process draws for a web page, and has no terminal."""
    return os.environ.get("TEXTUAL_DRIVER", "").startswith("textual.drivers.web_driver")


def _set(variable: str) -> bool:
    return bool(os.environ.get(variable))
