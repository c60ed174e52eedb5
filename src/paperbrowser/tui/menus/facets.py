"""Facets of the papers found, and papers near one, as lists to choose from. Imported when first opened."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from paperbrowser.insight.choices import toggled
from paperbrowser.insight.counts import FacetTable
from paperbrowser.insight.facets import FACETS
from paperbrowser.insight.similar import Near, Neighbours
from paperbrowser.papers import display
from paperbrowser.papers.display import counted
from paperbrowser.papers.model import Paper
from paperbrowser.search.query import parse
from paperbrowser.search.view import Catalogue
from paperbrowser.tui.host import Host
from paperbrowser.tui.screens.pick import Item, PickScreen

if TYPE_CHECKING:
    from paperbrowser.search.index import SearchIndex

_MOST = 12  # values of a facet
_MOST_NEAR = 20  # papers
_BETWEEN = "\0"  # facet and value, in the value of an item


class Searches(Protocol):
    """The search of the browser screen."""

    def with_index(self, action: "Callable[[SearchIndex], None]") -> None:
        """Call a function with the index, as soon as it is built."""


def pick_facet(
    host: Host,
    search: Searches,
    catalogue: Catalogue,
    query: str,
    *,
    search_for: Callable[[str], None],
    current: str | None = None,
) -> None:
    """Let the user choose values of facets, each with its count under the query; the list stays open.

    Args:
        host: shows the list.
        search: has the index.
        catalogue: the papers.
        query: the text of the search line.
        search_for: takes the query with what was chosen.
        current: the line to highlight.
    """

    def count(index: "SearchIndex") -> None:
        profile = catalogue.profile

        def find(text: str) -> Sequence[int]:
            found = index.find(parse(f"{text} ", profile.since, profile.name))
            positions: list[int] = found.positions.tolist()
            return positions

        def work() -> None:
            table = FacetTable(catalogue.papers, catalogue.marks, profile.name)
            items = _items(table, query, find)
            host.call_from_thread(show, items)

        host.run_worker(work, group="facets", exclusive=True, thread=True)

    def show(items: Sequence[Item]) -> None:
        def offers(typed: str) -> list[Item]:
            """Return the values to leave out, for a text that begins with a minus."""
            wanted = typed[1:].strip().casefold() if typed.startswith("-") else ""
            return [
                Item(f"not {item.name.strip()}", item.about, f"-{item.value}", item.group)
                for item in items
                if wanted and wanted in item.name.casefold()
            ]

        def chosen(value: str | None) -> None:
            if value is None:
                return
            facet, _, text = value.removeprefix("-").partition(_BETWEEN)
            new = toggled(query, facet, text, exclude=value.startswith("-"))
            search_for(new)
            pick_facet(host, search, catalogue, new, search_for=search_for, current=value)

        hint = "{choose} chooses, again takes back · type -value to leave out · {close} closes"
        host.push_screen(
            PickScreen(
                "Facets of the papers found",
                items,
                hint=hint,
                offers=offers,
                current=current,
                about_typing="type to search the values",
            ),
            chosen,
        )

    search.with_index(count)


def _items(table: FacetTable, query: str, find: Callable[[str], Sequence[int]]) -> list[Item]:
    items = []
    for name, values in table.count(query, find, most=_MOST).items():
        for value in values:
            sign = "✓ " if value.chosen else "✗ " if value.excluded else "  "
            shown = f"{sign}{value.shown}"
            items.append(
                Item(shown, f"{value.count:,}", f"{name}{_BETWEEN}{value.text}", FACETS[name].title)
            )
    return items


def pick_similar(
    host: Host, search: Searches, catalogue: Catalogue, paper: Paper, go_to: Callable[[Paper], None]
) -> None:
    """List the papers near one, with what they have in common; the chosen one gets the cursor.

    Args:
        host: shows the list.
        search: has the index.
        catalogue: the papers.
        paper: the paper.
        go_to: takes the chosen paper.
    """
    position = catalogue.position(paper.id)
    if position is None:
        return

    def look(index: "SearchIndex") -> None:
        def work() -> None:
            near = Neighbours(catalogue.papers, index).near(position, _MOST_NEAR)
            host.call_from_thread(partial(_show_near, host, catalogue, paper, near, go_to))

        host.run_worker(work, group="similar", exclusive=True, thread=True)

    search.with_index(look)


def _show_near(
    host: Host,
    catalogue: Catalogue,
    paper: Paper,
    near: Sequence[Near],
    go_to: Callable[[Paper], None],
) -> None:
    if not near:
        host.say("no paper here has anything in common with this one")
        return

    def chosen(value: str | None) -> None:
        if value is not None:
            go_to(catalogue.papers[int(value)])

    items = [
        Item(display.title(catalogue.papers[one.position]), one.reasons, str(one.position))
        for one in near
    ]
    title = f"{counted(len(near), 'paper')} near “{display.title(paper)}”"
    host.push_screen(PickScreen(title, items, hint="{choose} goes to it · {close} closes"), chosen)
