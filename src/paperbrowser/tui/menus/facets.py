"""Facets of the papers found, and papers near one, as lists to choose from. Imported when first opened."""

from collections.abc import Callable, Sequence
from functools import partial

from paperbrowser.formats.result import ReadError
from paperbrowser.insight.choices import toggled
from paperbrowser.insight.facets import FACETS
from paperbrowser.papers import display
from paperbrowser.papers.display import counted
from paperbrowser.papers.model import Paper
from paperbrowser.papers.words import fold
from paperbrowser.search.engine import CountedFacets, Engine, Near
from paperbrowser.search.view import Catalogue
from paperbrowser.tui.host import Host
from paperbrowser.tui.screens.pick import Item, PickScreen
from paperbrowser.tui.widgets.facet_column import MOST, sign
from paperbrowser.tui.work.facets import FacetCounts, Searches

_MOST_NEAR = 20  # papers
_BETWEEN = "\0"  # facet and value, in the value of an item


def pick_facet(
    host: Host,
    facets: FacetCounts,
    query: str,
    *,
    search_for: Callable[[str], None],
    current: str | None = None,
) -> None:
    """Let the user choose values of facets, each with its count under the query; the list stays open.

    Args:
        host: shows the list.
        facets: counts the values.
        query: the text of the search line.
        search_for: takes the query with what was chosen.
        current: the line to highlight.
    """

    def show(counts: CountedFacets) -> None:
        every = _items(counts)
        items = [item for values in every for item in values[:MOST]]
        rest = [item for values in every for item in values[MOST:]]

        def offers(typed: str) -> list[Item]:
            """Return further values with what is typed; after a minus all of them, to leave out."""
            wanted = fold(typed.removeprefix("-")).split()
            if not wanted:
                return []
            if not typed.startswith("-"):
                return [item for item in rest if _has(item, wanted)]
            return [
                Item(f"not {item.name.strip()}", item.about, f"-{item.value}", item.group)
                for item in (*items, *rest)
                if _has(item, wanted)
            ]

        def chosen(value: str | None) -> None:
            if value is None:
                return
            facet, _, text = value.removeprefix("-").partition(_BETWEEN)
            new = toggled(query, facet, text, exclude=value.startswith("-"))
            search_for(new)
            pick_facet(host, facets, new, search_for=search_for, current=value)

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

    facets.count(query, show)


def _items(counts: CountedFacets) -> list[list[Item]]:
    """Return the values of each facet, chosen ones first where there are many."""
    every = []
    for name, values in counts.items():
        ordered = values
        if len(values) > MOST:
            ordered = sorted(values, key=lambda value: not (value.chosen or value.excluded))
        every.append(
            [
                Item(
                    f"{sign(value)} {value.shown}",
                    value.number,
                    f"{name}{_BETWEEN}{value.text}",
                    FACETS[name].title,
                )
                for value in ordered
            ]
        )
    return every


def _has(item: Item, wanted: Sequence[str]) -> bool:
    text = fold(f"{item.name} {item.group}")
    return all(word in text for word in wanted)


def pick_similar(
    host: Host, search: Searches, catalogue: Catalogue, paper: Paper, go_to: Callable[[Paper], None]
) -> None:
    """List the papers near one, with what they have in common; the chosen one gets the cursor.

    Args:
        host: shows the list.
        search: has what searches the papers.
        catalogue: the papers.
        paper: the paper.
        go_to: takes the chosen paper.
    """
    position = catalogue.position(paper.id)
    if position is None:
        return

    def look(engine: Engine) -> None:
        def work() -> None:
            try:
                near = engine.similar(position, _MOST_NEAR)
            except ReadError as error:
                host.call_from_thread(partial(host.say, str(error), error=True))
                return
            host.call_from_thread(partial(_show_near, host, catalogue, paper, near, go_to))

        host.run_worker(work, group="similar", exclusive=True, thread=True)

    search.with_engine(look)


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
    hint = "{choose} goes to it · {close} closes"
    host.push_screen(PickScreen(title, items, hint=hint, stacked=True), chosen)
