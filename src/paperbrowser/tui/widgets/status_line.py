"""One line of messages: a lasting one, covered by a passing one or an error until the next key."""

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from paperbrowser.papers.text import clean_line
from paperbrowser.tui.terminal.charset import charset_of, spelled
from paperbrowser.tui.widgets.cells import cut, wrap

_MOST_LINES = 4


class StatusLine(Widget):
    """A lasting text, covered by the last message until the next key.

    An error is shown whole, on several lines where it needs them: the advice is often at its end.
    """

    DEFAULT_CSS = """
    StatusLine {
        height: 1; text-style: $muted-style;
        .status-line--message { text-style: none; }
        .status-line--error { color: $text-error; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"status-line--error", "status-line--message"}

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._lasting = ""
        self._message = ""
        self._error = False

    @property
    def text(self) -> str:
        """The text that is shown."""
        return self._message or self._lasting

    def show_lasting(self, text: str) -> None:
        """Show `text` whenever there is no message."""
        self._lasting = clean_line(text)
        self.refresh()

    def say(self, message: str, *, error: bool = False) -> None:
        """Show `message` until the next key."""
        self._message, self._error = clean_line(message), error
        self._make_room()
        self.refresh()

    def clear(self) -> None:
        """Remove the message."""
        if self._message:
            self._message, self._error = "", False
            self._make_room()
            self.refresh()

    def on_resize(self) -> None:
        """Give an error the lines that it needs."""
        self._make_room()

    def _lines(self) -> list[str]:
        width = self.size.width - 2
        text = spelled(self.text, charset_of(self))
        if not self._error:
            return [cut(text, width)]
        lines = [text[start:end] for start, end in wrap(text, width)]
        if len(lines) > _MOST_LINES:
            rest = text[wrap(text, width)[_MOST_LINES - 1][0] :]
            lines[_MOST_LINES - 1 :] = [cut(rest, width)]
        return lines

    def _make_room(self) -> None:
        height = len(self._lines())
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height

    def render_line(self, y: int) -> Strip:
        """Draw a line of the message, or of the lasting text."""
        name = "status-line--error" if self._error else "status-line--message"
        style = self.get_component_rich_style(name) if self._message else self.rich_style
        width = self.size.width
        lines = self._lines()
        text = lines[y] if y < len(lines) else ""
        return Strip([Segment(f" {text}", style)]).adjust_cell_length(width, self.rich_style)
