"""Lists to read or to choose from: keys, a paper's authors, metrics. Loaded when asked for."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from paperbrowser.papers.model import Paper
from paperbrowser.search.query import syntax
from paperbrowser.search.view import Catalogue
from paperbrowser.tui import keys
from paperbrowser.tui.menus.metrics_text import explanations
from paperbrowser.tui.screens.pick import Item, PickScreen

if TYPE_CHECKING:
    from paperbrowser.tui.app import PaperBrowser


def list_keys(app: "PaperBrowser", do: Callable[[str], Awaitable[object]]) -> None:
    """Every key and what can be searched for; `do` is given the action of the line that is chosen."""
    items = [
        Item(app.get_key_display(binding), binding.tooltip, action, group)
        for group, bindings in (keys.GROUPS | keys.ELSEWHERE).items()
        for binding in bindings
        for action in [binding.action if group in keys.GROUPS else None]
    ]
    items += [Item(written, about, None, "What can be searched for") for written, about in syntax()]

    async def chosen(action: str | None) -> None:
        if action is not None:
            await do(action)

    hint = "type to search · {choose} does it · {close} closes"
    app.push_screen(PickScreen("Keys", items, hint=hint), chosen)


def pick_author(app: "PaperBrowser", paper: Paper, search_for: Callable[[str], None]) -> None:
    """The paper's authors; `search_for` is given the name that is chosen."""
    if not paper.authors:
        app.say("the source names no authors")
        return
    items = [Item(author, "", author) for author in paper.authors]
    hint = "{choose} finds this author's papers · {close} closes"
    if paper.et_al:
        hint += " · the source cut the list short"

    def chosen(author: str | None) -> None:
        if author is not None:
            search_for(author)

    app.push_screen(PickScreen("Authors", items, hint=hint), chosen)


def explain_metrics(app: "PaperBrowser", catalogue: Catalogue) -> None:
    """What each number in the header means."""
    items = [
        Item(name, about) for name, about in explanations(catalogue.profile, catalogue.metrics)
    ]
    app.push_screen(PickScreen("What the metrics mean", items, hint="{close} closes"))
