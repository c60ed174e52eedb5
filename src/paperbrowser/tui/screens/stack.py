"""The place of a screen among those that are open."""

from typing import Any

from textual.screen import Screen


def is_open(screen: Screen[Any]) -> bool:
    """Return whether a screen is in front, or below others.

    It is not before it has its widgets, nor once it was closed; what a thread has found for it may come then.
    """
    return screen.is_mounted and screen.is_attached and screen in screen.app.screen_stack
