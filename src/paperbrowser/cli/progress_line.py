"""One line on standard error that is written over as work goes on; nothing where that is no terminal."""

import shutil
import sys

from paperbrowser.cli.output import cells, cut
from paperbrowser.papers.text import clean_line


class ProgressLine:
    """The line; to be cleared before anything else is printed."""

    def __init__(self) -> None:
        self._on = sys.stderr is not None and sys.stderr.isatty()
        self._width = 0

    @property
    def is_shown(self) -> bool:
        """Whether something stands there."""
        return self._width > 0

    def show(self, sentence: str) -> None:
        """Write `sentence` in place of what is there."""
        if self._on:
            line = cut(clean_line(sentence), shutil.get_terminal_size().columns - 1)
            width = cells(line)
            sys.stderr.write(f"\r{line}{' ' * (self._width - width)}")
            sys.stderr.flush()
            self._width = width

    def clear(self) -> None:
        """Leave an empty line, the cursor at its beginning."""
        if self._width:
            sys.stderr.write(f"\r{' ' * self._width}\r")
            sys.stderr.flush()
            self._width = 0
