"""The command palette: every key's action by its sentence, and the themes."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType

from paperbrowser.tui import keys

if TYPE_CHECKING:
    from paperbrowser.tui.app import PaperBrowser


class Commands(Provider):
    """What can be done in the browser. Words match in any order, anywhere."""

    def _commands(self) -> Iterator[tuple[str, str, IgnoreReturnCallbackType]]:
        app = cast("PaperBrowser", self.app)
        groups = sorted(keys.GROUPS.values(), key=lambda group: group is keys.MOVE)
        for bindings in groups:  # moving last: who opens a palette looks for something else
            for binding in bindings:
                if binding.id in ("app.palette", "app.back"):
                    continue
                action = binding.action

                async def run(action: str = action) -> None:
                    await self.screen.run_action(action)

                yield binding.tooltip, f"key: {app.get_key_display(binding)}", run
        for job in app.filling.jobs:
            yield f"Stop {job.sentence}", "works beside the screen", partial(app.filling.stop, job)
        yield "Choose a theme", f"now: {app.theme}", app.search_themes

    async def discover(self) -> Hits:
        """All commands, before anything is typed."""
        for title, about, run in self._commands():
            yield DiscoveryHit(title, run, help=about)

    async def search(self, query: str) -> Hits:
        """Commands that hold every word of `query`."""
        from paperbrowser.papers.words import fold

        words = fold(query).split()
        for title, about, run in self._commands():
            folded = fold(title)
            if all(word in folded for word in words):
                yield Hit(1 / (1 + folded.find(words[0]) if words else 1), title, run, help=about)
