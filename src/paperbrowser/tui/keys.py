"""Every key of the browser, in the groups that the help shows them in.

Each binding has an id, so that a keymap can give its action another key. `description` is the word on the
key line, `tooltip` the sentence in the help.
"""

from textual.binding import Binding


def _bind(keys: str, id: str, action: str, word: str, sentence: str, key: str = "") -> Binding:  # noqa: A002, PLR0917
    return Binding(keys, action, word, id=id, tooltip=sentence, key_display=key or None, show=True)


MOVE = [
    _bind(
        "down,j", "move.down", "step(1)", "down", "Next paper; in the abstract, next line", "j ↓"
    ),
    _bind("up,k", "move.up", "step(-1)", "up", "Previous paper or line", "k ↑"),
    _bind("pagedown,ctrl+f", "move.page-down", "page(1)", "page down", "A page down", "PgDn"),
    _bind("pageup,ctrl+b", "move.page-up", "page(-1)", "page up", "A page up", "PgUp"),
    _bind("ctrl+d", "move.half-down", "page(0.5)", "half down", "Half a page down", "^D"),
    _bind("ctrl+u", "move.half-up", "page(-0.5)", "half up", "Half a page up", "^U"),
    _bind("g,home", "move.first", "edge(0)", "first", "First paper or line", "g"),
    _bind("G,end", "move.last", "edge(1)", "last", "Last paper or line", "G"),
    _bind("J", "move.detail-down", "scroll_detail(1)", "scroll", "Scroll the abstract down"),
    _bind("K", "move.detail-up", "scroll_detail(-1)", "scroll", "Scroll the abstract up"),
    _bind("enter,l,right", "move.into", "into_detail", "read", "Into the abstract", "↵ l"),
    _bind("h,left", "move.back", "into_list", "list", "Back to the list", "h"),
    _bind("tab,shift+tab", "move.pane", "other_pane", "other pane", "The other pane", "Tab"),
    _bind("z", "move.zoom", "zoom", "zoom", "This pane alone, and both again"),
]
SEARCH = [
    _bind(
        "slash",
        "search.start",
        "search",
        "search",
        "Search titles, authors, abstracts; how is told below",
        "/",
    ),
    _bind("c", "search.clear", "clear_search", "clear", "Clear the search"),
]
SORT = [
    _bind("s", "sort.score", "sort('score')", "score", "Sort by score; again turns it round"),
    _bind("d", "sort.date", "sort('date')", "date", "Sort by date; again turns it round"),
    _bind("r", "sort.reverse", "reverse", "reverse", "Turn the order round"),
    _bind("S", "sort.choose", "choose_sort", "sorts", "All sorts: title, page order, relevance"),
]
READ = [
    _bind("o", "read.open", "open_link", "open", "Open the paper in the browser, or show its link"),
    _bind("y", "read.yank", "yank", "copy", "Copy title, link, citation or abstract"),
    _bind("Y", "read.bibtex", "copy('bibtex')", "BibTeX", "Copy the paper as BibTeX"),
    _bind("a", "read.authors", "authors", "authors", "Choose one of this paper's authors"),
    _bind("L", "read.source", "source", "LaTeX", "Show the LaTeX source, and the text again"),
    _bind("i", "read.metrics", "metrics", "metrics", "What the metrics mean"),
    _bind("p", "read.profiles", "app.pick_profile", "profiles", "Choose another profile"),
]
APP = [
    _bind(
        "question_mark,f1", "app.help", "app.list_keys", "help", "This help: type to search it", "?"
    ),
    _bind(
        "colon,ctrl+p",
        "app.palette",
        "app.command_palette",
        "palette",
        "Every command by name",
        ":",
    ),
    _bind("R", "app.reload", "app.reload", "reload", "Read the file again"),
    _bind("escape", "app.back", "back", "back", "Back: to the list, out of zoom or search", "Esc"),
    _bind("q", "app.leave", "leave", "quit", "Back; from the list, quit"),
    _bind("Q", "app.quit", "app.quit", "quit", "Quit"),
]
QUIT_ANYWHERE = Binding(
    "ctrl+c,ctrl+q",
    "quit",
    "quit",
    id="app.quit-now",
    key_display="^C",
    priority=True,
    show=True,
    tooltip="Quit from anywhere",
)

SUSPEND = Binding(
    "ctrl+z",
    "suspend_process",
    "suspend",
    id="app.suspend",
    key_display="^Z",
    tooltip="Suspend; fg in the shell comes back",
)

GROUPS = {
    "Move": MOVE,
    "Search": SEARCH,
    "Sort": SORT,
    "Read": READ,
    "App": [*APP, QUIT_ANYWHERE, SUSPEND],
}
BROWSER = [*MOVE, *SEARCH, *SORT, *READ, *APP]

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


def line(in_detail: bool, zoomed: bool, found: bool) -> tuple[tuple[str, ...], dict[str, str]]:
    """Which bindings the key line shows, and what q does where it does not quit."""
    shown = DETAIL_LINE if in_detail else FOUND_LINE if found else LIST_LINE
    return shown, {"app.leave": "back"} if in_detail or zoomed or found else {}
