"""The yardstick: as little Textual as shows the same kinds of things."""

import sys

from textual.app import App, ComposeResult
from textual.widgets import Header, OptionList, Static


class Minimal(App[None]):
    """A header, a list, a text."""

    def compose(self) -> ComposeResult:
        yield Header()
        yield OptionList(*(f"Paper number {n} of a researcher" for n in range(50)))
        yield Static("Abstract of the first paper")


if __name__ == "__main__":
    sys.exit(Minimal().run())
