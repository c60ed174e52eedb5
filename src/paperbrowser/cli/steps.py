"""Imports and updates of the command line as steps that can be undone, here and in the browser."""

from typing import TYPE_CHECKING

from paperbrowser.cli.output import say
from paperbrowser.library import importing
from paperbrowser.library.importing import Imported
from paperbrowser.papers.text import clean_line

if TYPE_CHECKING:
    from paperbrowser.reading.marking import Marking


class UndoSteps:
    """Keeps what a command changes. The journal of the marks is read at the first change."""

    def __init__(self) -> None:
        """Read nothing yet."""
        self._marking: Marking | None = None

    def keep(self, done: Imported) -> None:
        """Keep the change of a profile as a step; where that fails, say that it cannot be undone."""
        change, merged = done.change, done.merged
        # Of a person without news only the day of the fetch changes, each morning; no line is worth that.
        if change is None or not (merged.added or merged.updated):
            return
        from paperbrowser.reading.marking import Marking

        try:
            if self._marking is None:
                self._marking = Marking()
            said = f"{clean_line(done.path.stem)}: {importing.summary(done)}"
            self._marking.profile_changed(change.file, change.before, change.after, said)
        except OSError as error:
            say(f"{clean_line(done.path.stem)}: cannot be undone: {error.strerror or error}")
