"""The default theme: the terminal's own colours, dark or light; no colour of its own."""

from difflib import get_close_matches

from textual.theme import BUILTIN_THEMES, Theme

TERMINAL = Theme(
    name="terminal",
    ansi=True,
    primary="ansi_blue",
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
        "input-cursor-foreground": "ansi_default",
        "input-cursor-background": "ansi_default",
        "input-cursor-text-style": "reverse",
        "border-blurred": "ansi_bright_black",
    },
)


def names() -> tuple[str, ...]:
    """Return the names of all themes."""
    return tuple(sorted({*BUILTIN_THEMES, TERMINAL.name}))


def problem_with(name: str) -> str:
    """Return a sentence about a name that no theme has; "" for a theme's."""
    if name in names():
        return ""
    near = get_close_matches(name.lower(), names(), 2)
    advice = f"did you mean {' or '.join(near)}?" if near else "the palette lists them"
    return f"there is no theme “{name}”; {advice}"
