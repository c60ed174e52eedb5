"""The bindings of every key in `key_table`: what it does here, and what the key line shows of it.

Each has its id, so that the keymap of the settings can give its action another key. `description` is the
word on the key line, `tooltip` the sentence in the help.
"""

from collections.abc import Mapping

from textual.app import App
from textual.binding import Binding

from paperbrowser.settings import keys as key_table
from paperbrowser.settings.key_names import shown
from paperbrowser.settings.keys import BY_ID, KEYS, in_force

_ACTIONS = {
    "move.down": "step(1)",
    "move.up": "step(-1)",
    "move.page-down": "page(1)",
    "move.page-up": "page(-1)",
    "move.half-down": "page(0.5)",
    "move.half-up": "page(-0.5)",
    "move.first": "edge(0)",
    "move.last": "edge(1)",
    "move.detail-down": "scroll_detail(1)",
    "move.detail-up": "scroll_detail(-1)",
    "move.into": "into_detail",
    "move.back": "into_list",
    "move.pane": "other_pane",
    "move.zoom": "zoom",
    "search.start": "search",
    "search.clear": "clear_search",
    "sort.score": "sort('score')",
    "sort.date": "sort('date')",
    "sort.citations": "sort('citations')",
    "sort.reverse": "reverse",
    "sort.choose": "choose_sort",
    "read.open": "open_link",
    "read.links": "choose_link",
    "read.yank": "yank",
    "read.bibtex": "copy('bibtex')",
    "read.export": "app.export",
    "read.authors": "authors",
    "read.source": "source",
    "read.metrics": "metrics",
    "read.profiles": "app.pick_profile",
    "read.fetch": "app.pick_profile('fetch')",
    "read.import": "app.pick_profile('import')",
    "read.update": "app.update_profile",
    "app.help": "app.list_keys",
    "app.palette": "app.command_palette",
    "app.reload": "app.reload",
    "app.back": "back",
    "app.leave": "leave",
    "app.quit": "app.quit",
    "app.quit-now": "app.quit",
    "app.suspend": "app.suspend_process",
    "search.keep": "keep",
    "search.cancel": "cancel",
    "search.down": "next",
    "search.up": "previous",
    "search.page-down": "screen.page(1)",
    "search.page-up": "screen.page(-1)",
    "search.erase": "delete_left_all",
    "search.complete": "complete",
    "pick.choose": "screen.choose",
    "pick.close": "dismiss(None)",
    "pick.down": "move(1)",
    "pick.up": "move(-1)",
    "pick.page-down": "page(1)",
    "pick.page-up": "page(-1)",
    "text.close": "dismiss(None)",
}
BINDINGS = {
    key.id: Binding(
        ",".join(key.keys),
        _ACTIONS[key.id],
        key.word,
        id=key.id,
        tooltip=key.sentence,
        priority=key.place == key_table.EVERYWHERE,
    )
    for key in KEYS
}


def _in(place: str) -> dict[str, Binding]:
    return {id_: binding for id_, binding in BINDINGS.items() if BY_ID[id_].place == place}


# Who holds them. The palette is the app's own because Textual adds one of its own to an app that has none,
# on a key before all others; from a list to choose from, neither can be reached.
_APP = ("app.palette", "app.quit-now", "app.suspend")
OF_APP = [BINDINGS[id_] for id_ in _APP]
OF_BROWSER = [binding for id_, binding in _in(key_table.BROWSER).items() if id_ not in _APP]
OF_SEARCH_LINE = [*_in(key_table.SEARCH_LINE).values()]
OF_LIST_FIELD = [BINDINGS["pick.choose"]]
OF_LIST = [binding for binding in _in(key_table.LIST).values() if binding not in OF_LIST_FIELD]
OF_TEXT = [*_in(key_table.TEXT).values()]


def _groups(bindings: list[Binding]) -> dict[str, list[Binding]]:
    """The bindings under the headings that the help shows them in."""
    groups: dict[str, list[Binding]] = {}
    for binding in bindings:
        groups.setdefault(BY_ID[binding.id or ""].group, []).append(binding)
    return groups


GROUPS = _groups([*OF_BROWSER, *OF_APP])
ELSEWHERE = _groups([*OF_SEARCH_LINE, *OF_LIST_FIELD, *OF_LIST, *OF_TEXT])
MOVE = GROUPS["Move"]


def keymap(chosen: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """What the reader has `chosen`, for `App.set_keymap`."""
    # Without the keyboard protocol of newer terminals, ctrl+space arrives by another name.
    return {
        id_: ",".join((*keys, "ctrl+@") if "ctrl+space" in keys else keys)
        for id_, keys in chosen.items()
    }


def display(id_: str | None, chosen: Mapping[str, tuple[str, ...]]) -> str:
    """The keys of a binding as the screen shows them; nothing for a binding that is not ours."""
    return " ".join(map(shown, in_force(id_, chosen))) if id_ in BY_ID else ""


def named(app: App[int], id_: str) -> str:
    """The key to name for an action, in a sentence."""
    return app.get_key_display(BINDINGS[id_]).split()[0]


# What the key line shows, by what has the focus. The ways out and the help are shown however narrow it is.
ALWAYS = ("app.help", "app.leave")
LIST_LINE = (
    "search.start",
    "sort.score",
    "sort.date",
    "move.into",
    "read.open",
    "read.yank",
    "app.help",
    "app.leave",
    "sort.reverse",
    "sort.choose",
    "read.authors",
    "read.profiles",
    "move.zoom",
)
FOUND_LINE = ("search.start", "search.clear", *LIST_LINE[1:])
DETAIL_LINE = (
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
SEARCH_LINE = (
    "search.keep",
    "search.cancel",
    "search.down",
    "search.up",
    "search.complete",
    "search.erase",
)


def line(
    in_detail: bool, zoomed: bool, found: bool, *, cited: bool = False
) -> tuple[tuple[str, ...], dict[str, str]]:
    """Which bindings the key line shows, and what q does where it does not quit.

    Where papers have citations and no scores (`cited`), they are sorted by those.
    """
    shown: tuple[str, ...] = DETAIL_LINE if in_detail else FOUND_LINE if found else LIST_LINE
    if cited:
        shown = tuple("sort.citations" if id_ == "sort.score" else id_ for id_ in shown)
    return shown, {"app.leave": "back"} if in_detail or zoomed or found else {}
