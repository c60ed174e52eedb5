"""The papers that are selected in the list: one by one, a range, all that are shown."""

from collections.abc import Iterable, Sequence

from paperbrowser.papers.model import Paper, Profile
from paperbrowser.search.view import Catalogue, View
from paperbrowser.tui import keys
from paperbrowser.tui.widgets.paper_list import PaperList


class PaperSelection:
    """The selection of a list.

    Attributes:
        range_from: the id of the paper where a range was begun; None while none is.
    """

    def __init__(self, papers: PaperList) -> None:
        """Select papers of a list."""
        self._list = papers
        self.range_from: str | None = None

    def __len__(self) -> int:
        return len(self._list.selected)

    @property
    def words(self) -> str:
        """The number of selected papers in words; empty for none."""
        if self.range_from is not None:
            key = keys.named(self._list.app, "select.range")
            return f"selecting a range, {key} ends it"
        return f"{len(self):,} selected" if len(self) else ""

    def papers(self, view: View) -> Sequence[Paper]:
        """Return the selected papers, in the order of the view."""
        catalogue, selected = view.catalogue, self._list.selected
        if not catalogue.served:
            listed = (catalogue.papers[at] for at in catalogue.rows(view.order))
            return [paper for paper in listed if paper.id in selected]
        # Others of a library are not here: these are sorted by themselves.
        here = {at for id_ in selected if (at := catalogue.position(id_)) is not None}
        chosen = Catalogue(Profile(name="", papers=tuple(catalogue.papers[at] for at in here)))
        return [chosen.papers[at] for at in chosen.rows(view.order)]

    def put(self, ids: Iterable[str]) -> None:
        """Select the papers with these ids, and no others."""
        selected = frozenset(ids)
        changed = selected ^ {*self._list.selected}
        self._list.selected = selected
        self._list.redraw(changed)

    def clear(self) -> None:
        """Select none."""
        self.range_from = None
        self.put(())

    def keep(self, catalogue: Catalogue) -> None:
        """Select no papers that are not in a catalogue."""
        there = (id_ for id_ in self._list.selected if catalogue.position(id_) is not None)
        self.put(there)
        if self.range_from is not None and catalogue.position(self.range_from) is None:
            self.range_from = None

    def toggle(self, view: View, count: int) -> None:
        """Select so many papers from the cursor on, or no longer, and go to the one after them."""
        first = self._list.cursor
        self.put({*self._list.selected} ^ {*self._ids(view)[first : first + count]})
        self._list.move(count)

    def all(self, view: View) -> str:
        """Select all papers that are shown; return what to say of others, or an empty text."""
        ids = self._ids(view)
        self.put({*self._list.selected, *ids})
        window = view.listed
        if window is None or window.whole:
            return ""
        key = keys.named(self._list.app, "read.export")
        of = f"{len(ids):,} papers that are here, of {window.total_in_words}"
        return f"selected the {of}; {key} without a selection exports all"

    def range(self, view: View) -> str:
        """Begin a range at the cursor, or select it all; return what to say, or an empty text."""
        if (paper := self._list.paper) is None:
            return ""
        if self.range_from is None:
            self.range_from = paper.id
            key = keys.named(self._list.app, "select.range")
            return f"move to the other end and press {key} again"
        ids = self._ids(view)
        if self.range_from not in ids and view.listed is not None:
            self.range_from = None
            return "the range began at a paper that is not here any more; nothing was selected"
        start = ids.index(self.range_from) if self.range_from in ids else self._list.cursor
        self.range_from = None
        first, last = sorted((start, self._list.cursor))
        self.put({*self._list.selected, *ids[first : last + 1]})
        return ""

    def _ids(self, view: View) -> list[str]:
        return [view.catalogue.papers[at].id for at in self._list.rows]
