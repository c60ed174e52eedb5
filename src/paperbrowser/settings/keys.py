"""Every key there is: its id in `config.toml`, the keys it has by default, and what it does.

Data alone, so that settings and command line can read it without the interface, which makes its
bindings from it. Keys are written as the interface knows them; `key_names` reads what people write.
"""

from collections.abc import Mapping
from typing import NamedTuple

# Where a key works. Within a place a key can do one thing only; the places have each their own,
# except that what works everywhere is in all of them.
BROWSER, SEARCH_LINE, LIST, TEXT, EVERYWHERE = "browser", "search line", "list", "text", "all"
TYPING = frozenset({SEARCH_LINE, LIST, EVERYWHERE})  # there, a letter is to be written


class Key(NamedTuple):
    """An action that has keys.

    Attributes:
        id: its name in the settings.
        keys: by default; the first is the one to name where there is room for one.
        word: what it does, in the line of keys.
        sentence: what it does, in the help.
        action: the method that the interface runs for it: "sort('date')" is `action_sort` of the class that
            has the focus, or of one around it; "app.export" is `action_export` of the app.
        group: the heading it stands under.
        place: where it works.
    """

    id: str
    keys: tuple[str, ...]
    word: str
    sentence: str
    action: str
    group: str
    place: str = BROWSER

    def meets(self, other: "Key") -> bool:
        """Whether a key for both would be a clash."""
        return EVERYWHERE in (self.place, other.place) or self.place == other.place


def _group(name: str, place: str, *rows: tuple[str, str, str, str, str]) -> tuple[Key, ...]:
    return tuple(
        Key(id_, tuple(keys.split()), word, sentence, action, name, place)
        for id_, keys, word, sentence, action in rows
    )


KEYS = (
    *_group(
        "Move",
        BROWSER,
        ("move.down", "j down", "down", "Next paper; in the abstract, next line", "step(1)"),
        ("move.up", "k up", "up", "Previous paper or line", "step(-1)"),
        ("move.page-down", "pagedown ctrl+f", "page down", "A page down", "page(1)"),
        ("move.page-up", "pageup ctrl+b", "page up", "A page up", "page(-1)"),
        ("move.half-down", "ctrl+d", "half down", "Half a page down", "page(0.5)"),
        ("move.half-up", "ctrl+u", "half up", "Half a page up", "page(-0.5)"),
        ("move.first", "g home", "first", "First paper or line", "edge(0)"),
        ("move.last", "G end", "last", "Last paper or line", "edge(1)"),
        ("move.detail-down", "J", "scroll", "Scroll the abstract down", "scroll_detail(1)"),
        ("move.detail-up", "K", "scroll", "Scroll the abstract up", "scroll_detail(-1)"),
        ("move.into", "enter l right", "read", "Into the abstract", "into_detail"),
        ("move.back", "h left", "list", "Back to the list", "into_list"),
        ("move.pane", "tab shift+tab", "other pane", "The other pane", "other_pane"),
        ("move.zoom", "z", "zoom", "This pane alone, and both again", "zoom"),
    ),
    *_group(
        "Search",
        BROWSER,
        ("search.start", "slash", "search", "Search titles, authors, abstracts; how is told below",
         "search"),
        ("search.clear", "c", "clear", "Clear the search", "clear_search"),
    ),
    *_group(
        "Sort",
        BROWSER,
        ("sort.score", "s", "score", "Sort by score; again turns it round", "sort('score')"),
        ("sort.date", "d", "date", "Sort by date; again turns it round", "sort('date')"),
        ("sort.citations", "C", "cited", "Sort by citations, most cited first; again turns it round",
         "sort('citations')"),
        ("sort.reverse", "r", "reverse", "Turn the order round", "reverse"),
        ("sort.choose", "S", "sorts", "All sorts: title, citations, page order, relevance",
         "choose_sort"),
    ),
    *_group(
        "Read",
        BROWSER,
        ("read.open", "o", "open", "Open the paper in the browser, or show its link", "open_link"),
        ("read.links", "O", "links", "Choose one of the paper's links to open", "choose_link"),
        ("read.yank", "y", "copy", "Copy title, link, citation or abstract", "yank"),
        ("read.bibtex", "Y", "BibTeX", "Copy the paper as BibTeX", "copy('bibtex')"),
        ("read.export", "x", "export", "Export the papers shown: BibTeX, RIS, CSV and others",
         "app.export"),
        ("read.authors", "a", "authors", "Choose one of this paper's authors", "authors"),
        ("read.source", "L", "LaTeX", "Show the LaTeX source, and the text again", "source"),
        ("read.metrics", "i", "metrics", "What the metrics mean", "metrics"),
        ("read.profiles", "p", "profiles", "Choose another profile", "app.pick_profile"),
        ("read.fetch", "F", "fetch", "Fetch a researcher, by name or id, from OpenAlex and others",
         "app.pick_profile('fetch')"),
        ("read.import", "I", "import", "Import a file as a profile", "app.pick_profile('import')"),
        ("read.update", "ctrl+r", "update", "Update this profile: fetch what is new",
         "app.update_profile"),
    ),
    *_group(
        "App",
        BROWSER,
        ("app.help", "question_mark f1", "help", "This help: type to search it", "app.list_keys"),
        ("app.palette", "colon ctrl+p", "palette", "Every command by name", "app.command_palette"),
        ("app.reload", "R", "reload", "Read the file again", "app.reload"),
        ("app.back", "escape", "back", "Back: to the list, out of zoom or search", "back"),
        ("app.leave", "q", "quit", "Back; from the list, quit", "leave"),
        ("app.quit", "Q", "quit", "Quit", "app.quit"),
    ),
    *_group(
        "App", EVERYWHERE, ("app.quit-now", "ctrl+c ctrl+q", "quit", "Quit from anywhere", "app.quit")
    ),
    *_group(
        "App",
        BROWSER,
        ("app.suspend", "ctrl+z", "suspend", "Suspend; fg in the shell comes back",
         "app.suspend_process"),
    ),
    *_group(
        "In the search line",
        SEARCH_LINE,
        ("search.keep", "enter", "keep", "Keep the results", "keep"),
        ("search.cancel", "escape ctrl+g", "put back", "Leave the search as it was before",
         "cancel"),
        ("search.down", "down ctrl+n", "next", "Next result", "next"),
        ("search.up", "up ctrl+p", "previous", "Previous result; on an empty line, earlier searches",
         "previous"),
        ("search.page-down", "pagedown", "page down", "A page of results down", "screen.page(1)"),
        ("search.page-up", "pageup", "page up", "A page of results up", "screen.page(-1)"),
        ("search.erase", "ctrl+u", "erase", "Erase the words", "delete_left_all"),
        (
            "search.complete",
            "tab",
            "complete",
            "Take what is offered; keep the results where nothing is",
            "complete",
        ),
    ),
    *_group(
        "In a list to choose from",
        LIST,
        ("pick.choose", "enter", "choose", "Choose the marked line", "screen.choose"),
        ("pick.close", "escape ctrl+g", "close", "Close the list", "dismiss(None)"),
        ("pick.down", "down ctrl+n", "next", "Next line", "move(1)"),
        ("pick.up", "up ctrl+p", "previous", "Previous line", "move(-1)"),
        ("pick.page-down", "pagedown", "page down", "A page down", "page(1)"),
        ("pick.page-up", "pageup", "page up", "A page up", "page(-1)"),
    ),
    *_group(
        "Over a text",
        TEXT,
        ("text.close", "enter q escape h ctrl+g", "close", "Close the text", "dismiss(None)"),
    ),
)  # fmt: skip
BY_ID = {key.id: key for key in KEYS}


def in_force(id: str, chosen: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:  # noqa: A002 - its name
    """The keys of an action, where the reader has `chosen` some."""
    return chosen.get(id) or BY_ID[id].keys
