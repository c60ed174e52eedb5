"""Textual bindings of the rows in `settings/keys`, by screen and widget, and the contents of the key line.

Each binding has the id of its row, so that the `[keys]` of the settings can give its action another key.
`description` is the word on the key line, `tooltip` the sentence in the help.
"""

from collections.abc import Mapping
from typing import Protocol

from textual.binding import Binding

from paperbrowser.settings.key_names import shown
from paperbrowser.settings.keys import (
    BROWSER,
    BY_ID,
    CITATIONS,
    EVERYWHERE,
    FACETS,
    KEYS,
    LATER,
    LIST,
    NOTE,
    PEOPLE,
    PICTURES,
    READER,
    READER_LINE,
    SEARCH_LINE,
    TEXT,
    TRIAGE,
    in_force,
)

BINDINGS = {
    key.id: Binding(
        ",".join(key.keys),
        key.action,
        key.word,
        id=key.id,
        tooltip=key.sentence,
        priority=key.place == EVERYWHERE,
    )
    for key in KEYS
}


def _in(place: str) -> dict[str, Binding]:
    return {id_: binding for id_, binding in BINDINGS.items() if BY_ID[id_].place == place}


# The bindings of the app itself, which count on all its screens; a list over the browser lets only those with
# priority through. The palette's is among them because Textual adds one of its own, with priority over all
# other keys, to an app without.
_APP = ("app.palette", "app.quit", "app.quit-now", "app.redraw", "app.suspend")
OF_APP = [BINDINGS[id_] for id_ in _APP]
OF_BROWSER = [binding for id_, binding in _in(BROWSER).items() if id_ not in _APP]
OF_SEARCH_INPUT = [*_in(SEARCH_LINE).values()]
OF_LIST_FIELD = [BINDINGS["pick.choose"]]
OF_LIST = [binding for binding in _in(LIST).values() if binding not in OF_LIST_FIELD]
OF_FACETS = [*_in(FACETS).values()]
OF_PICTURES = [*_in(PICTURES).values()]
OF_CITATIONS = [*_in(CITATIONS).values()]
OF_PEOPLE = [*_in(PEOPLE).values()]
OF_TRIAGE = [*_in(TRIAGE).values()]
OF_READER = [*_in(READER).values()]
OF_READER_LINE = [*_in(READER_LINE).values()]
OF_NOTE = [*_in(NOTE).values()]
OF_TEXT = [*_in(TEXT).values()]


def _groups(bindings: list[Binding]) -> dict[str, list[Binding]]:
    """Group bindings by their heading in the help."""
    groups: dict[str, list[Binding]] = {}
    for binding in bindings:
        groups.setdefault(BY_ID[binding.id or ""].group, []).append(binding)
    return groups


GROUPS = _groups([*OF_BROWSER, *OF_APP])
ELSEWHERE = _groups(
    [
        *OF_SEARCH_INPUT,
        *OF_LIST_FIELD,
        *OF_LIST,
        *OF_FACETS,
        *OF_PICTURES,
        *OF_CITATIONS,
        *OF_PEOPLE,
        *OF_TRIAGE,
        *OF_READER,
        *OF_READER_LINE,
        *OF_NOTE,
        *OF_TEXT,
    ]
)
MOVE = GROUPS["Move"]


def keymap(chosen: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the keys that the settings give to actions, by id, as `App.set_keymap` wants them."""
    changed = {id_: in_force(id_, chosen) for id_ in (*LATER, *chosen)}
    # Without the keyboard protocol of newer terminals, ctrl+space arrives by another name.
    return {
        id_: ",".join((*keys, "ctrl+@") if "ctrl+space" in keys else keys)
        for id_, keys in changed.items()
        if keys != BY_ID[id_].keys
    }


def display(id_: str | None, chosen: Mapping[str, tuple[str, ...]]) -> str:
    """Return the keys of a binding as the screen shows them; "" for a binding of Textual's own.

    Args:
        id_: the binding's id.
        chosen: the keys that the settings give to actions, by id.
    """
    return " ".join(map(shown, in_force(id_, chosen))) if id_ in BY_ID else ""


class ShowsKeys(Protocol):
    """The app, or part of its interface, that knows how keys are shown."""

    def get_key_display(self, binding: Binding) -> str:
        """Return the keys of a binding as the screen shows them."""


def named(app: ShowsKeys, id_: str) -> str:
    """Return the one key of an action to name in a sentence."""
    shown_keys = app.get_key_display(BINDINGS[id_]).split()
    return shown_keys[0] if shown_keys else BINDINGS[id_].description


# Ids for the key line, by what has the focus, most important first. `ALWAYS` are shown at any width.
ALWAYS = ("app.help", "app.leave", "reader.help", "reader.close", "citation.help", "citation.close")
LIST_KEYS = (
    "search.start",
    "sort.score",
    "sort.date",
    "move.into",
    "read.open",
    "read.yank",
    "mark.star",
    "mark.read",
    "app.help",
    "app.leave",
    "select.one",
    "mark.queue",
    "sort.reverse",
    "sort.choose",
    "read.authors",
    "read.profiles",
    "move.zoom",
)
SELECTED_KEYS = (
    "mark.star",
    "mark.read",
    "mark.queue",
    "mark.tags",
    "read.export",
    "read.bibtex",
    "select.none",
    "mark.hide",
    "app.help",
    "app.leave",
    "mark.undo",
)
FOUND_KEYS = ("search.start", "search.clear", *LIST_KEYS[1:])
DETAIL_KEYS = (
    "move.down",
    "move.up",
    "move.back",
    "read.open",
    "read.yank",
    "read.source",
    "app.help",
    "app.leave",
    "move.zoom",
    "read.authors",
)
READER_KEYS = (
    "reader.page-down",
    "reader.outline",
    "reader.search",
    "reader.passage",
    "reader.references",
    "reader.open",
    "reader.help",
    "reader.close",
    "reader.highlights",
    "reader.next-section",
)
PASSAGE_KEYS = (
    "reader.down",
    "reader.up",
    "reader.start-later",
    "reader.yank",
    "reader.highlight",
    "reader.note",
    "reader.help",
    "reader.close",
    "reader.start-earlier",
)
READER_LINE_KEYS = ("words.keep", "words.cancel", "words.next", "words.previous")
CITATION_KEYS = (
    "citation.open",
    "citation.close",
    "citation.references",
    "citation.citing",
    "citation.add",
    "citation.filter",
    "citation.sort",
    "citation.more",
    "citation.help",
    "citation.page",
    "citation.yank",
)
SEARCH_KEYS = (
    "search.keep",
    "search.cancel",
    "search.down",
    "search.up",
    "search.complete",
    "search.erase",
)
FACET_KEYS = (
    "facets.choose",
    "facets.exclude",
    "facets.down",
    "facets.up",
    "read.facets",
    "app.help",
    "app.leave",
    "facets.next",
)


def search_line(*, offered: bool) -> tuple[str, ...]:
    """Return the ids for the key line while a query is typed; `offered`: whether it can be completed."""
    return tuple(id_ for id_ in SEARCH_KEYS if offered or id_ != "search.complete")


def citation_line(*, has_papers: bool) -> tuple[str, ...]:
    """Return the ids for the key line of references and citing papers."""
    return CITATION_KEYS if has_papers else ("citation.more", "citation.help", "citation.close")


def line(
    in_detail: bool, zoomed: bool, found: bool, *, cited: bool = False, selected: bool = False
) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the ids for the key line of list and detail, and the words that differ from the usual ones.

    Args:
        in_detail: whether the detail has the focus, else the list.
        zoomed: whether one pane is shown alone.
        found: whether a search is in force.
        selected: whether papers are selected.
        cited: whether the papers have citations and no scores, so that "sort by citations" is offered.

    Returns:
        The ids, most important first; and by id the word to show in place of the binding's own.
    """
    ids: tuple[str, ...] = LIST_KEYS
    if in_detail:
        ids = DETAIL_KEYS
    elif selected:
        ids = SELECTED_KEYS
    elif found:
        ids = FOUND_KEYS
    if cited:
        ids = tuple("sort.citations" if id_ == "sort.score" else id_ for id_ in ids)
    return ids, {"app.leave": "back"} if in_detail or zoomed or found or selected else {}
