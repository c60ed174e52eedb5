"""The themes of our own, and the theme that the user has chosen, in a file of the state folder.

The default has the terminal's colours; two others have a high contrast.
"""

import contextlib
from difflib import get_close_matches
from pathlib import Path

from textual.theme import BUILTIN_THEMES, Theme

from paperbrowser.papers.text import clean_line
from paperbrowser.system import files, paths

TERMINAL = Theme(
    name="terminal",
    ansi=True,
    primary="ansi_bright_blue",  # plain blue is hardly legible on black in xterm, PuTTY and the Linux console
    secondary="ansi_cyan",
    accent="ansi_magenta",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
        "input-selection-foreground": "ansi_default",
        "input-selection-background": "ansi_bright_black",
        "screen-selection-foreground": "ansi_default",
        "screen-selection-background": "ansi_bright_black",
        "block-cursor-foreground": "ansi_default",
        "block-cursor-background": "ansi_default",
        "block-cursor-text-style": "reverse",
        "block-cursor-blurred-text-style": "reverse",  # lists whose field has the focus
        "input-cursor-foreground": "ansi_default",
        "input-cursor-background": "ansi_default",
        "input-cursor-text-style": "reverse",
        "border-blurred": "ansi_bright_black",
    },
)


def _contrast(name: str, text: str, ground: str, colors: dict[str, str], *, dark: bool) -> Theme:
    """Return a theme in which all text has a contrast of at least 7 to 1, and none is dim.

    Args:
        name: of the theme.
        text: its colour, "#ffffff".
        ground: the colour behind it.
        colors: those of the roles, "primary" to "success".
        dark: whether the ground is dark.
    """
    named = {f"text-{role}": color for role, color in colors.items()}
    return Theme(
        name=name,
        dark=dark,
        foreground=text,
        background=ground,
        surface=ground,
        panel=ground,
        boost=ground,
        luminosity_spread=0,
        text_alpha=1,
        variables={
            **named,
            "muted-style": "none",
            "rule": text,
            "input-cursor-background": text,
            "input-cursor-foreground": ground,
            "input-selection-background": text,
            "input-selection-foreground": ground,
            "block-cursor-background": text,
            "block-cursor-foreground": ground,
            "block-cursor-blurred-background": text,
            "block-cursor-blurred-foreground": ground,
            "border": text,
            "border-blurred": text,
        },
        primary=colors["primary"],
        secondary=colors["secondary"],
        accent=colors["accent"],
        warning=colors["warning"],
        error=colors["error"],
        success=colors["success"],
    )


CONTRAST_DARK = _contrast(
    "high-contrast",
    "#ffffff",
    "#000000",
    {
        "primary": "#8fc7ff",
        "secondary": "#5ff0ff",
        "accent": "#ffa6ff",
        "warning": "#ffff5f",
        "error": "#ff9f9f",
        "success": "#7fff7f",
    },
    dark=True,
)
CONTRAST_LIGHT = _contrast(
    "high-contrast-light",
    "#000000",
    "#ffffff",
    {
        "primary": "#00318f",
        "secondary": "#004a52",
        "accent": "#74006f",
        "warning": "#5c4000",
        "error": "#8f0000",
        "success": "#005000",
    },
    dark=False,
)
THEMES = (TERMINAL, CONTRAST_DARK, CONTRAST_LIGHT)


def names() -> tuple[str, ...]:
    """Return the names of all themes."""
    return tuple(sorted({*BUILTIN_THEMES, *(theme.name for theme in THEMES)}))


def problem_with(name: str) -> str:
    """Return a sentence about a name that no theme has; "" for a theme's."""
    if name in names():
        return ""
    near = get_close_matches(name.lower(), names(), 2)
    advice = f"did you mean {' or '.join(near)}?" if near else "the palette lists them"
    return f"there is no theme “{name}”; {advice}"


def kept() -> str | None:
    """Return the name of the theme that was chosen last; None if none was, or the file does not read."""
    try:
        with _file().open(encoding="utf-8", errors="replace") as file:
            return clean_line(file.read(200)) or None
    except OSError:
        return None


def keep(name: str) -> None:
    """Let the next start use a theme; do nothing if that fails."""
    with contextlib.suppress(OSError):
        files.write(_file(), f"{name}\n".encode())


def _file() -> Path:
    return paths.state() / "theme.txt"
