"""What is asked on the line of keys: which order, which part to copy, which link to open."""

from collections.abc import Callable, Sequence

from paperbrowser.papers.links import host
from paperbrowser.papers.model import Paper
from paperbrowser.search.view import View
from paperbrowser.tui.widgets.cells import cut
from paperbrowser.tui.widgets.key_line import Choice, choices

_LONGEST_HOST = 30  # cells


def orders(view: View, chosen: Callable[[str], None]) -> list[Choice]:
    """The keys that `view` can be sorted by."""
    letters = {"s": "score", "d": "date", "c": "citations", "t": "title", "p": "page"}
    if view.searching:
        letters["r"] = "relevance"
    return choices(letters, {"page": "page order"}, chosen)


def copies(paper: Paper, *, again: bool, chosen: Callable[[str], None]) -> list[Choice]:
    """What of `paper` can be copied; `again` when there is a last copy to view."""
    letters = {"t": "title", "l": "link", "c": "citation", "a": "abstract", "b": "bibtex"}
    if not paper.abstract:
        del letters["a"]
    if again:
        letters["v"] = "view"
    return choices(letters, {"bibtex": "BibTeX", "view": "view the last copy"}, chosen)


def places(links: Sequence[str], chosen: Callable[[str], None]) -> list[Choice]:
    """The links, by number, each called by whose page it leads to."""
    numbers = {str(number): link for number, link in enumerate(links, 1)}
    return choices(numbers, {link: cut(host(link), _LONGEST_HOST) for link in links}, chosen)
