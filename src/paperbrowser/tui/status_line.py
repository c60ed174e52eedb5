"""The line that says what just happened, and how things stand."""

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from paperbrowser.text import clean_line
from paperbrowser.tui.layout_text import cut


class StatusLine(Widget):
    """A standing text, covered by the last message until the next key."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"status-line--error", "status-line--message"}

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._standing = ""
        self._message = ""
        self._error = False

    @property
    def text(self) -> str:
        """What the line says."""
        return self._message or self._standing

    def stand(self, text: str) -> None:
        """Show `text` whenever there is no message."""
        self._standing = clean_line(text)
        self.refresh()

    def say(self, message: str, *, error: bool = False) -> None:
        """Show `message` until the next key."""
        self._message, self._error = clean_line(message), error
        self.refresh()

    def hush(self) -> None:
        """Take the message away."""
        if self._message:
            self._message, self._error = "", False
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - it has one line
        """The message, or how things stand."""
        name = "status-line--error" if self._error else "status-line--message"
        style = self.get_component_rich_style(name) if self._message else self.rich_style
        width = self.size.width
        text = cut(self.text, width - 2)
        return Strip([Segment(f" {text}", style)]).adjust_cell_length(width, self.rich_style)
