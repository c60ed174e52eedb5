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
        group: under which heading it stands.
        place: where it works.
    """

    id: str
    keys: tuple[str, ...]
    word: str
    sentence: str
    group: str
    place: str = BROWSER

    def meets(self, other: "Key") -> bool:
        """Whether a key for both would be a clash."""
        return EVERYWHERE in (self.place, other.place) or self.place == other.place


def _group(name: str, place: str, *rows: tuple[str, str, str, str]) -> tuple[Key, ...]:
    return tuple(
        Key(id_, tuple(keys.split()), word, sentence, name, place)
        for id_, keys, word, sentence in rows
    )


KEYS = (
    *_group(
        "Move",
        BROWSER,
        ("move.down", "j down", "down", "Next paper; in the abstract, next line"),
        ("move.up", "k up", "up", "Previous paper or line"),
        ("move.page-down", "pagedown ctrl+f", "page down", "A page down"),
        ("move.page-up", "pageup ctrl+b", "page up", "A page up"),
        ("move.half-down", "ctrl+d", "half down", "Half a page down"),
        ("move.half-up", "ctrl+u", "half up", "Half a page up"),
        ("move.first", "g home", "first", "First paper or line"),
        ("move.last", "G end", "last", "Last paper or line"),
        ("move.detail-down", "J", "scroll", "Scroll the abstract down"),
        ("move.detail-up", "K", "scroll", "Scroll the abstract up"),
        ("move.into", "enter l right", "read", "Into the abstract"),
        ("move.back", "h left", "list", "Back to the list"),
        ("move.pane", "tab shift+tab", "other pane", "The other pane"),
        ("move.zoom", "z", "zoom", "This pane alone, and both again"),
    ),
    *_group(
        "Search",
        BROWSER,
        ("search.start", "slash", "search", "Search titles, authors, abstracts; how is told below"),
        ("search.clear", "c", "clear", "Clear the search"),
    ),
    *_group(
        "Sort",
        BROWSER,
        ("sort.score", "s", "score", "Sort by score; again turns it round"),
        ("sort.date", "d", "date", "Sort by date; again turns it round"),
        ("sort.citations", "C", "cited", "Sort by citations, most cited first; again turns it round"),
        ("sort.reverse", "r", "reverse", "Turn the order round"),
        ("sort.choose", "S", "sorts", "All sorts: title, citations, page order, relevance"),
    ),
    *_group(
        "Read",
        BROWSER,
        ("read.open", "o", "open", "Open the paper in the browser, or show its link"),
        ("read.links", "O", "links", "Choose one of the paper's links to open"),
        ("read.yank", "y", "copy", "Copy title, link, citation or abstract"),
        ("read.bibtex", "Y", "BibTeX", "Copy the paper as BibTeX"),
        ("read.export", "x", "export", "Export the papers shown: BibTeX, RIS, CSV and others"),
        ("read.authors", "a", "authors", "Choose one of this paper's authors"),
        ("read.source", "L", "LaTeX", "Show the LaTeX source, and the text again"),
        ("read.metrics", "i", "metrics", "What the metrics mean"),
        ("read.profiles", "p", "profiles", "Choose another profile"),
        ("read.fetch", "F", "fetch", "Fetch a researcher, by name or id, from OpenAlex and others"),
        ("read.import", "I", "import", "Import a file as a profile"),
        ("read.update", "ctrl+r", "update", "Update this profile: fetch what is new"),
    ),
    *_group(
        "App",
        BROWSER,
        ("app.help", "question_mark f1", "help", "This help: type to search it"),
        ("app.palette", "colon ctrl+p", "palette", "Every command by name"),
        ("app.reload", "R", "reload", "Read the file again"),
        ("app.back", "escape", "back", "Back: to the list, out of zoom or search"),
        ("app.leave", "q", "quit", "Back; from the list, quit"),
        ("app.quit", "Q", "quit", "Quit"),
    ),
    *_group(
        "App", EVERYWHERE, ("app.quit-now", "ctrl+c ctrl+q", "quit", "Quit from anywhere")
    ),
    *_group(
        "App",
        BROWSER,
        ("app.suspend", "ctrl+z", "suspend", "Suspend; fg in the shell comes back"),
    ),
    *_group(
        "In the search line",
        SEARCH_LINE,
        ("search.keep", "enter", "keep", "Keep the results"),
        ("search.cancel", "escape ctrl+g", "put back", "Leave the search as it was before"),
        ("search.down", "down ctrl+n", "next", "Next result"),
        ("search.up", "up ctrl+p", "previous", "Previous result; on an empty line, earlier searches"),
        ("search.page-down", "pagedown", "page down", "A page of results down"),
        ("search.page-up", "pageup", "page up", "A page of results up"),
        ("search.erase", "ctrl+u", "erase", "Erase the words"),
        (
            "search.complete",
            "tab",
            "complete",
            "Take what is offered; keep the results where nothing is",
        ),
    ),
    *_group(
        "In a list to choose from",
        LIST,
        ("pick.choose", "enter", "choose", "Choose the marked line"),
        ("pick.close", "escape ctrl+g", "close", "Close the list"),
        ("pick.down", "down ctrl+n", "next", "Next line"),
        ("pick.up", "up ctrl+p", "previous", "Previous line"),
        ("pick.page-down", "pagedown", "page down", "A page down"),
        ("pick.page-up", "pageup", "page up", "A page up"),
    ),
    *_group(
        "Over a text",
        TEXT,
        ("text.close", "enter q escape h ctrl+g", "close", "Close the text"),
    ),
)  # fmt: skip
BY_ID = {key.id: key for key in KEYS}


def in_force(id: str, chosen: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:  # noqa: A002 - its name
    """The keys of an action, where the reader has `chosen` some."""
    return chosen.get(id) or BY_ID[id].keys
