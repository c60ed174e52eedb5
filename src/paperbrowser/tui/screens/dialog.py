"""A screen over the browser that closes once, however many keys that close it were typed ahead."""

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

_Result = TypeVar("_Result")


class Dialog(ModalScreen[_Result]):
    """What is chosen first counts; Textual would end the app at the second."""

    def dismiss(self, result: _Result | None = None) -> AwaitComplete:
        """Close with `result`, unless it is closed already."""
        return super().dismiss(result) if self.is_current else AwaitComplete()
