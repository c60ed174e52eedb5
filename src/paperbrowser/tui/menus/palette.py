"""The command palette: the actions of all keys by their sentences, running jobs and themes."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Protocol, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType

from paperbrowser.tui import keys
from paperbrowser.tui.host import Host

if TYPE_CHECKING:
    from paperbrowser.tui.work.jobs import Jobs


class PaletteHost(Host, Protocol):
    """The app, with its jobs and its themes."""

    theme: str

    @property
    def views(self) -> Mapping[str, str]:
        """Queries by the names of their views."""

    def show_view(self, query: str) -> None:
        """Show the papers of a query."""

    @property
    def jobs(self) -> "Jobs":
        """The import and the fetch that run."""

    @property
    def searches_texts(self) -> bool:
        """Whether a plain search looks in the full texts as well."""

    def search_texts(self, on: bool) -> None:
        """Let a plain search look in the full texts as well, or no more."""

    def search_themes(self) -> None:
        """Let the user choose a theme."""


class Commands(Provider):
    """The commands of the browser. A query matches those that contain all its words."""

    def _commands(self) -> Iterator[tuple[str, str, IgnoreReturnCallbackType]]:
        app = cast("PaletteHost", self.app)
        groups = sorted(keys.GROUPS.values(), key=lambda group: group is keys.MOVE)
        for bindings in groups:  # moving last: a palette is opened for less common actions
            for binding in bindings:
                if binding.id in ("app.palette", "app.back"):
                    continue
                action = binding.action

                async def run(action: str = action) -> None:
                    await self.screen.run_action(action)

                yield binding.tooltip, f"key: {app.get_key_display(binding)}", run
        for name, query in app.views.items():
            yield f"View: {name}", query, partial(app.show_view, query)
        for job in app.jobs.running:
            yield f"Stop {job.sentence}", "runs in the background", partial(app.jobs.stop, job)
        yield (
            "Search titles, authors and abstracts only"
            if app.searches_texts
            else "Search the texts of papers as well",
            "now: with texts" if app.searches_texts else "now: titles, authors, abstracts",
            partial(app.search_texts, not app.searches_texts),
        )
        yield "Choose a theme", f"now: {app.theme}", app.search_themes

    async def discover(self) -> Hits:
        """Yield all commands, for an empty query."""
        for title, about, run in self._commands():
            yield DiscoveryHit(title, run, help=about)

    async def search(self, query: str) -> Hits:
        """Yield the commands that contain every word of `query`."""
        from paperbrowser.papers.words import fold

        words = fold(query).split()
        for title, about, run in self._commands():
            folded = fold(title)
            if all(word in folded for word in words):
                yield Hit(1 / (1 + folded.find(words[0]) if words else 1), title, run, help=about)
