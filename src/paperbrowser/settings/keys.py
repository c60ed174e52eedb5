"""The table of actions and their keys, and `[keys]` of config.toml, which gives actions other keys.

`tui.keys` makes Textual's bindings from the table. Keys are written in it by Textual's names;
`key_names` reads the names that users write. A wrong entry of `[keys]` leaves its action with the
default keys; the other entries count.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from paperbrowser.papers.text import cut
from paperbrowser.settings.key_names import UnknownKeyError, known, types, written

# The part of the screen in which a key works. Within one place a key has one action; a key that
# works everywhere clashes with those of all places.
BROWSER, SEARCH_LINE, LIST, TEXT, NOTE = "browser", "search line", "list", "text", "note"
TRIAGE, PICTURES, PEOPLE, FACETS = "triage", "pictures", "people", "facets"
CITATIONS, EVERYWHERE = "citations", "all"
READER, READER_LINE = "reader", "reader's search line"
TYPING = frozenset(
    {SEARCH_LINE, READER_LINE, LIST, NOTE, EVERYWHERE}
)  # a letter is typed into a field there


class Key(NamedTuple):
    """An action that has keys.

    Attributes:
        id: its name in config.toml.
        keys: the default keys; the first is named where there is room for one.
        word: its description in the key line.
        sentence: its description in the help.
        action: the method that the screen runs: "sort('date')" is `action_sort` of the class that has the
            focus, or of one around it; "app.export" is `action_export` of the app.
        group: its heading in the help.
        place: the part of the screen in which it works.
    """

    id: str
    keys: tuple[str, ...]
    word: str
    sentence: str
    action: str
    group: str
    place: str = BROWSER

    def meets(self, other: "Key") -> bool:
        """Return whether one key for both actions would be a clash."""
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
        ("move.text-up", "b", "page up", "A page of the abstract up", "page_text(-1)"),
        ("move.detail-down", "J", "scroll", "Scroll the abstract down", "scroll_detail(1)"),
        ("move.detail-up", "K", "scroll", "Scroll the abstract up", "scroll_detail(-1)"),
        ("move.into", "enter l right", "read", "Into the abstract", "into_detail"),
        ("move.back", "h left", "list", "Back to the list", "into_list"),
        ("move.pane", "tab shift+tab", "other pane", "The other pane, or the next of three", "other_pane"),
        ("move.wider", "greater_than_sign", "wider", "A wider list, or a higher one", "widen(1)"),
        ("move.narrower", "less_than_sign", "narrower", "A narrower list, or a lower one", "widen(-1)"),
        ("move.zoom", "z", "zoom", "This pane alone, and both again", "zoom"),
    ),
    *_group(
        "Search",
        BROWSER,
        ("search.start", "slash", "search", "Search titles, authors, abstracts; its syntax is below",
         "search"),
        ("search.clear", "c", "clear", "Clear the search", "clear_search"),
        ("search.next-match", "n", "next match", "The next match in the abstract", "match(1)"),
        ("search.previous-match", "N", "match before", "The match before it", "match(-1)"),
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
        ("read.text", "P", "its text", "Read the paper's text here; fetch it first if need be",
         "app.read_text"),
        ("read.open", "o", "open", "Open the paper in the browser, or show its link", "open_link"),
        ("read.links", "O", "links", "Choose one of the paper's links to open", "choose_link"),
        ("read.yank", "y", "copy", "Copy title, link, citation or abstract", "yank"),
        ("read.bibtex", "Y", "BibTeX", "Copy the paper as BibTeX", "copy('bibtex')"),
        ("read.export", "x", "export", "Export the papers shown: BibTeX, RIS, CSV and others",
         "app.export"),
        ("read.edit", "E", "edit", "Edit the profile's file in $VISUAL or $EDITOR", "app.edit"),
        ("read.authors", "a", "authors", "Choose one of this paper's authors", "authors"),
        ("read.source", "L", "LaTeX", "Show the LaTeX source, and the text again", "source"),
        ("read.facets", "f", "facets", "Facets of the papers found, with counts; again closes them",
         "app.facets"),
        ("read.pictures", "v", "pictures", "Pictures: papers and citations a year, venues, co-authors",
         "app.pictures"),
        ("read.people", "A", "people", "People: co-authors with counts, years, who writes with whom",
         "app.people"),
        ("read.similar", "tilde", "similar", "Papers near this one, and what they have in common",
         "app.similar"),
        ("read.references", "left_square_bracket", "references",
         "References of the paper, from OpenAlex or Semantic Scholar", "app.citations('references')"),
        ("read.citing", "right_square_bracket", "citing", "Papers that cite the paper",
         "app.citations('citing')"),
        ("read.compare", "equals_sign", "compare", "Compare this profile with another, side by side",
         "app.compare"),
        ("read.metrics", "i", "metrics", "What the metrics mean", "metrics"),
        ("read.profiles", "p", "profiles", "Choose another profile", "app.pick_profile"),
        ("read.fetch", "F", "fetch", "Fetch a researcher, by name or id, from OpenAlex and others",
         "app.pick_profile('fetch')"),
        ("read.import", "I", "import", "Import a file as a profile", "app.pick_profile('import')"),
        ("read.update", "ctrl+r", "update", "Update this profile: fetch what is new",
         "app.update_profile"),
    ),
    *_group(
        "Mark",
        BROWSER,
        ("mark.star", "asterisk", "star", "Star the paper, or take the star away", "mark('star')"),
        ("mark.read", "m", "mark read", "Mark as read, or as unread", "mark('read')"),
        ("mark.queue", "w", "queue", "Put into the queue to read, or take out", "mark('queue')"),
        ("mark.tags", "t", "tags", "Give tags, and take them off", "marks('tags')"),
        ("mark.rating", "plus", "rate", "Rate from 1 to 5", "marks('rating')"),
        ("mark.note", "e", "note", "Write a note on the paper", "marks('note')"),
        ("mark.hide", "X", "hide", "Hide from every list; is:hidden finds it", "mark('hide')"),
        ("mark.whose", "W", "whose", "Say whose it is: not theirs, or theirs too; take that back",
         "marks('whose')"),
        ("mark.earlier", "left_curly_bracket", "earlier", "Earlier in the queue",
         "marks('earlier')"),
        ("mark.later", "right_curly_bracket", "later", "Later in the queue", "marks('later')"),
        ("mark.undo", "u", "undo", "Undo the last mark, as often as there are marks",
         "marks('undo')"),
        ("mark.redo", "U", "redo", "Do again what was undone", "marks('redo')"),
    ),
    *_group(
        "Select",
        BROWSER,
        ("select.one", "space", "select", "Select the paper and go to the next; in the abstract, a page down",
         "select('one')"),
        ("select.range", "V", "range", "Select all from here to where V is pressed again",
         "select('range')"),
        ("select.all", "ctrl+a", "select all", "Select all papers shown", "select('all')"),
        ("select.none", "ctrl+n", "none", "Select none", "select('none')"),
    ),
    *_group(
        "Every day",
        BROWSER,
        ("day.news", "D", "what is new", "What is new from everyone", "app.news"),
        ("day.triage", "T", "triage", "Decide about the unread papers shown, one at a time", "app.triage"),
        ("day.views", "apostrophe", "views", "Show a view: unread, queue, starred, yours", "app.views"),
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
        "App",
        EVERYWHERE,
        ("app.quit-now", "ctrl+c ctrl+q", "quit", "Quit from anywhere", "app.quit"),
        ("app.redraw", "ctrl+l", "redraw", "Paint the screen again, if something spoilt it",
         "app.redraw"),
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
        ("search.erase-word", "alt+d", "erase word", "Erase the next word", "delete_right_word"),
        ("search.capitals", "alt+u", "capitals", "The next word in capitals", "upper_word"),
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
        ("pick.select", "tab ctrl+space", "select", "Where several can be chosen, select the line; with "
         "nothing typed Space does too", "select"),
        ("pick.whose", "ctrl+t", "whose", "In the list of tags: your own, or those of a team", "whose"),
    ),
    *_group(
        "In the facets beside the list",
        FACETS,
        ("facets.choose", "enter space", "choose", "Choose the value, or take it back", "choose"),
        ("facets.exclude", "minus", "leave out", "Leave out the papers that have it, or take that back",
         "exclude"),
        ("facets.down", "j down ctrl+n", "next", "Next value", "move(1)"),
        ("facets.up", "k up ctrl+p", "previous", "Previous value", "move(-1)"),
        ("facets.next", "right_curly_bracket", "next facet", "The next facet", "facet(1)"),
        ("facets.previous", "left_curly_bracket", "facet before", "The facet before", "facet(-1)"),
        ("facets.page-down", "pagedown ctrl+f", "page down", "A page down", "page(1)"),
        ("facets.page-up", "pageup ctrl+b", "page up", "A page up", "page(-1)"),
        ("facets.half-down", "ctrl+d", "half down", "Half a page down", "page(0.5)"),
        ("facets.half-up", "ctrl+u", "half up", "Half a page up", "page(-0.5)"),
        ("facets.first", "g home", "first", "First value", "move(-9999)"),
        ("facets.last", "G end", "last", "Last value", "move(9999)"),
        ("facets.leave", "escape l right ctrl+g", "list", "To the list; the facets stay",
         "screen.into_list"),
    ),
    *_group(
        "In a picture",
        PICTURES,
        ("picture.left", "h left k up", "before", "The bar before", "step(-1)"),
        ("picture.right", "l right j down", "after", "The bar after", "step(1)"),
        ("picture.next", "tab v", "next picture", "The next picture", "picture(1)"),
        ("picture.previous", "shift+tab V", "picture before", "The picture before", "picture(-1)"),
        ("picture.choose", "enter", "its papers", "Show the papers of this bar", "choose"),
        ("picture.close", "q escape ctrl+g", "close", "Back to the list", "close"),
    ),
    *_group(
        "Among references and citing papers",
        CITATIONS,
        ("citation.down", "j down", "down", "Next paper; in the abstract, next line", "step(1)"),
        ("citation.up", "k up", "up", "Previous paper or line", "step(-1)"),
        ("citation.page-down", "space pagedown ctrl+f", "page down", "A page down", "page(1)"),
        ("citation.page-up", "b pageup ctrl+b", "page up", "A page up", "page(-1)"),
        ("citation.half-down", "ctrl+d", "half down", "Half a page down", "page(0.5)"),
        ("citation.half-up", "ctrl+u", "half up", "Half a page up", "page(-0.5)"),
        ("citation.first", "g home", "first", "First paper or line", "edge(0)"),
        ("citation.last", "G end", "last", "Last paper or line", "edge(1)"),
        ("citation.open", "enter", "open", "Open it in the profile that has it, or read its abstract",
         "choose"),
        ("citation.read", "l right", "read", "Into the abstract", "into_detail"),
        ("citation.list", "h left", "list", "Back to the list", "into_list"),
        ("citation.pane", "tab shift+tab", "other pane", "The other pane", "other_pane"),
        ("citation.detail-down", "J", "scroll", "Scroll the abstract down", "scroll_detail(1)"),
        ("citation.detail-up", "K", "scroll", "Scroll the abstract up", "scroll_detail(-1)"),
        ("citation.references", "left_square_bracket", "references", "Its references",
         "trail('references')"),
        ("citation.citing", "right_square_bracket", "citing", "The papers that cite it", "trail('citing')"),
        ("citation.page", "o", "web page", "Open its address in the browser", "open_link"),
        ("citation.add", "a", "add", "Add it to a profile, which is asked for", "add"),
        ("citation.whose", "W", "theirs too", "Say whose it is: it joins that person's list",
         "whose"),
        ("citation.undo", "u", "undo", "Undo what was added last", "undo"),
        ("citation.filter", "slash", "filter", "Only papers with these words", "filter"),
        ("citation.clear", "c", "clear", "All papers again", "clear_filter"),
        ("citation.sort", "s", "sort", "Sort by year, or by citations", "next_sort"),
        ("citation.year", "d", "year", "Sort by year; again turns it round", "sort('year')"),
        ("citation.cites", "C", "cited", "Sort by citations; again turns it round", "sort('cites')"),
        ("citation.yank", "y", "copy", "Copy title, link, citation or abstract", "yank"),
        ("citation.bibtex", "Y", "BibTeX", "Copy the paper as BibTeX", "copy('bibtex')"),
        ("citation.more", "r", "go on", "Go on where the list was cut, or ask again", "more"),
        ("citation.help", "question_mark f1", "help", "The keys", "help"),
        ("citation.close", "escape q ctrl+g", "back", "Stop asking; back to the paper before", "close"),
    ),
    *_group(
        "Among people",
        PEOPLE,
        ("people.down", "j down", "down", "Next person", "step(1)"),
        ("people.up", "k up", "up", "Previous person", "step(-1)"),
        ("people.page-down", "pagedown ctrl+f", "page down", "A page down", "page(1)"),
        ("people.page-up", "pageup ctrl+b b", "page up", "A page up", "page(-1)"),
        ("people.half-down", "ctrl+d", "half down", "Half a page down", "page(0.5)"),
        ("people.half-up", "ctrl+u", "half up", "Half a page up", "page(-0.5)"),
        ("people.first", "g home", "first", "The first", "edge(0)"),
        ("people.last", "G end", "last", "The last", "edge(1)"),
        ("people.choose", "enter l right", "papers", "Show the papers with this person, or of both",
         "choose"),
        ("people.find", "slash", "find", "Find a name: type part of it", "find"),
        ("people.view", "v tab", "pairs", "Who writes with whom, and the people again", "turn"),
        ("people.sort", "s", "sort", "Sort by papers, last year, first year, family name", "sort"),
        ("people.profile", "p", "profile", "Open this person's profile, or fetch it", "profile"),
        ("people.select", "space", "select", "Select the person and go to the next", "select"),
        ("people.same", "equals_sign", "same", "The selected names are one person; or choose another name",
         "same"),
        ("people.other", "exclamation_mark", "not same", "This name is not the same person", "other"),
        ("people.undo", "u", "undo", "Undo the last word on names", "undo"),
        ("people.redo", "U", "redo", "Do again what was undone", "redo"),
        ("people.close", "q escape ctrl+g A h left", "close", "Back to the list", "close"),
    ),
    *_group(
        "In triage",
        TRIAGE,
        ("triage.read", "m", "read", "Read: the next paper", "decide('read')"),
        ("triage.queue", "w", "queue", "Into the queue: the next paper", "decide('queue')"),
        ("triage.star", "asterisk", "star", "A star, and read", "decide('star read')"),
        ("triage.hide", "X", "hide", "Hide it", "decide('hide')"),
        ("triage.next", "n right l", "next", "Leave it unread", "decide('')"),
        ("triage.back", "p left h", "back", "The paper before", "back"),
        ("triage.undo", "u", "undo", "Undo the last decision", "undo"),
        ("triage.down", "j down", "down", "A line down", "step(1)"),
        ("triage.up", "k up", "up", "A line up", "step(-1)"),
        ("triage.page-down", "space pagedown ctrl+f", "page down", "A page down", "page(1)"),
        ("triage.page-up", "b pageup ctrl+b", "page up", "A page up", "page(-1)"),
        ("triage.close", "q escape ctrl+g T", "end", "Back to the list", "close"),
    ),
    *_group(
        "In the text of a paper",
        READER,
        ("reader.down", "j down", "down", "A line down; of a passage, a sentence more", "step(1)"),
        ("reader.up", "k up", "up", "A line up; of a passage, a sentence less", "step(-1)"),
        ("reader.page-down", "space pagedown ctrl+f", "page down", "A page down", "page(1)"),
        ("reader.page-up", "b pageup ctrl+b", "page up", "A page up", "page(-1)"),
        ("reader.half-down", "ctrl+d", "half down", "Half a page down", "page(0.5)"),
        ("reader.half-up", "ctrl+u", "half up", "Half a page up", "page(-0.5)"),
        ("reader.first", "g home", "first", "To the beginning; 12 g goes to page 12", "edge(0)"),
        ("reader.last", "G end", "last", "To the end", "edge(1)"),
        ("reader.next-section", "right_square_bracket", "next section", "To the next section",
         "section(1)"),
        ("reader.previous-section", "left_square_bracket", "section before",
         "To the section before", "section(-1)"),
        ("reader.outline", "o", "outline", "The sections: choose one to go to", "outline"),
        ("reader.search", "slash", "search", "Search this text", "search"),
        ("reader.next-match", "n", "next match", "The next match", "match(1)"),
        ("reader.previous-match", "N", "match before", "The match before", "match(-1)"),
        ("reader.references", "r", "references", "The references, and which of them you have",
         "references"),
        ("reader.passage", "V", "passage", "Select a passage, by sentences", "passage"),
        ("reader.start-later", "J", "begin later", "Begin the passage a sentence later", "begin(1)"),
        ("reader.start-earlier", "K", "begin earlier", "Begin the passage a sentence earlier",
         "begin(-1)"),
        ("reader.yank", "y", "copy", "Copy the passage with its citation", "yank"),
        ("reader.highlight", "h", "highlight",
         "Highlight the passage; without one, take the highlight in sight off", "highlight"),
        ("reader.note", "e", "note", "Write a note on the passage, or on the highlight in sight",
         "annotate"),
        ("reader.highlights", "H", "highlights", "The highlights: choose one to go to",
         "highlights"),
        ("reader.undo", "u", "undo", "Undo the last mark", "undo"),
        ("reader.redo", "U", "redo", "Do again what was undone", "redo"),
        ("reader.open", "O", "open", "Open the PDF or web page elsewhere, or show where it is",
         "open"),
        ("reader.wider", "greater_than_sign", "wider", "A wider column", "widen(1)"),
        ("reader.narrower", "less_than_sign", "narrower", "A narrower column", "widen(-1)"),
        ("reader.help", "question_mark f1", "help", "The keys", "help"),
        ("reader.close", "q escape P ctrl+g", "back", "Out of the passage or search; back to the list",
         "close"),
    ),
    *_group(
        "In the search line of a text",
        READER_LINE,
        ("words.keep", "enter", "keep", "Stay at the match", "keep"),
        ("words.cancel", "escape ctrl+g", "put back", "Leave the search as it was before", "cancel"),
        ("words.next", "down ctrl+n", "next", "The next match", "screen.match(1)"),
        ("words.previous", "up ctrl+p", "match before", "The match before", "screen.match(-1)"),
    ),
    *_group(
        "In a note",
        NOTE,
        ("note.keep", "ctrl+s", "keep", "Keep the note", "screen.keep"),
        ("note.leave", "escape ctrl+g", "leave", "Leave the note as it was", "screen.dismiss(None)"),
        ("note.whose", "ctrl+t", "whose", "In a library: for you alone, or for a team", "screen.whose"),
    ),
    *_group(
        "Over a text",
        TEXT,
        ("text.close", "enter q escape h ctrl+g", "close", "Close the text", "dismiss(None)"),
        ("text.down", "j down", "down", "A line down", "step(1)"),
        ("text.up", "k up", "up", "A line up", "step(-1)"),
        ("text.page-down", "space pagedown ctrl+f", "page down", "A page down", "page(1)"),
        ("text.page-up", "b pageup ctrl+b", "page up", "A page up", "page(-1)"),
        ("text.half-down", "ctrl+d", "half down", "Half a page down", "page(0.5)"),
        ("text.half-up", "ctrl+u", "half up", "Half a page up", "page(-0.5)"),
        ("text.first", "g home", "first", "To the beginning", "edge(0)"),
        ("text.last", "G end", "last", "To the end", "edge(1)"),
    ),
)  # fmt: skip
BY_ID = {key.id: key for key in KEYS}


# Actions that came after 0.4.0. Their default keys give way to keys that a user has chosen for other
# actions, so that settings written before stay valid.
_LATER_GROUPS = (
    "mark.",
    "select.",
    "day.",
    "note.",
    "triage.",
    "picture.",
    "facets.",
    "people.",
    "text.",
    "reader.",
    "words.",
    "citation.",
)
LATER = frozenset(
    ("move.text-up", "move.wider", "move.narrower", "search.next-match", "search.previous-match",
     "search.erase-word", "search.capitals", "app.redraw",
     "read.edit", "read.facets", "read.pictures", "read.people", "read.compare", "read.similar",
     "read.references", "read.citing", "read.text", "pick.whose",
     *(key.id for key in KEYS if key.id.startswith(_LATER_GROUPS)))
)  # fmt: skip


def in_force(id: str, chosen: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:  # noqa: A002 - its name
    """Return the keys of an action, given the keys that the user has `chosen`; none may be left."""
    action = BY_ID[id]
    if chosen.get(id) or id not in LATER:
        return chosen.get(id) or action.keys
    taken = {key for other, keys in chosen.items() if BY_ID[other].meets(action) for key in keys}
    return tuple(key for key in action.keys if key not in taken)


# [keys] of config.toml

Keys = tuple[str, ...]

_DEPTH = 3  # nested tables; no id has more parts
_EDITING = frozenset({"left", "right", "home", "end", "backspace", "delete"})


def read_keys(table: Mapping[str, Any]) -> tuple[dict[str, Keys], list[tuple[str, str]]]:
    """Return the chosen keys by action id, and for each wrong entry its id and a sentence."""
    wanted: dict[str, Keys] = {}
    problems: list[tuple[str, str]] = []
    entries = dict(_entries(table))
    for id_, value in entries.items():
        try:
            wanted[id_] = _keys(id_, value)
        except _WrongEntryError as error:
            problems.append((id_, str(error)))
    problems += _without_clashes(wanted)
    order = {id_: at for at, id_ in enumerate(entries)}
    problems.sort(key=lambda problem: order[problem[0]])
    return wanted, problems


class _WrongEntryError(Exception):
    """An entry that cannot be used; `str()` says why and what to do."""


def _entries(
    table: Mapping[str, Any], before: str = "", depth: int = 1
) -> Iterator[tuple[str, Any]]:
    """Yield ids and values; `sort.score = …` without quotes makes a table within the table."""
    for name, value in table.items():
        if isinstance(value, dict) and value and depth < _DEPTH:
            yield from _entries(value, f"{before}{name}.", depth + 1)
        else:
            yield f"{before}{name}", value


def _keys(id_: str, value: object) -> Keys:
    if id_ not in BY_ID:
        from difflib import get_close_matches

        near = get_close_matches(id_[:60].lower(), BY_ID, n=1)
        advice = f'did you mean "{near[0]}"?' if near else "`paperbrowser keys` lists them"
        raise _WrongEntryError(f"no such action; {advice}")
    keys: dict[str, None] = {}  # in their order, each once
    for text in _texts(value):
        try:
            key = known(text)
        except UnknownKeyError as error:
            raise _WrongEntryError(f'"{cut(text, 40)}" {error}{_kept(id_)}') from None
        if BY_ID[id_].place in TYPING and (types(key) or key in _EDITING):
            raise _WrongEntryError(
                f'"{cut(text, 40)}" is needed for typing there; choose a key such as ctrl+x or f5'
                f"{_kept(id_)}"
            )
        keys[key] = None
    if not keys:
        raise _WrongEntryError(
            f'no key is given; write one, as in "{written(BY_ID[id_].keys[0])}"{_kept(id_)}'
        )
    return tuple(keys)


def _texts(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, str):
            raise _WrongEntryError('not a key; write keys in quotes, as in "t" or ["t", "f5"]')
        if one in {",", " "}:
            yield one
        else:
            yield from (part for part in one.split(",") if part.strip())


def _without_clashes(wanted: dict[str, Keys]) -> list[tuple[str, str]]:
    """Remove entries that clash from `wanted`, and return their ids with a sentence each.

    Each removal brings the default keys of an action back, which may clash again.
    """
    problems = []
    while clashing := next(_clashes(wanted), None):
        id_, sentence = clashing
        del wanted[id_]
        problems.append((id_, sentence))
    return problems


def _clashes(wanted: Mapping[str, Keys]) -> Iterator[tuple[str, str]]:
    order = list(wanted)
    for at, id_ in enumerate(order):
        for other, action in BY_ID.items():
            gives_way = other in wanted and order.index(other) >= at  # the later entry does
            if other == id_ or gives_way or not BY_ID[id_].meets(action):
                continue
            for key in wanted[id_]:
                if key in in_force(other, wanted):
                    yield id_, _clash(id_, key, other)


def _clash(id_: str, key: str, other: str) -> str:
    place = " everywhere" if BY_ID[other].place == EVERYWHERE else ""
    return (
        f'"{written(key)}" is{place} the key of {other} ({BY_ID[other].word}); '
        f"choose another key, or give {other} another{_kept(id_)}"
    )


def _kept(id_: str) -> str:
    return f" (until then: {', '.join(map(written, BY_ID[id_].keys))})"
