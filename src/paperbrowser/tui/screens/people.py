"""People: who wrote the papers shown, how many, since when, under which names, and who writes with whom.

Enter shows their papers. Names are one person by the user's word only.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar, Protocol, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Label, Static
from textual.worker import get_current_worker

from paperbrowser.insight import people
from paperbrowser.insight.choices import narrowed
from paperbrowser.insight.people import Coauthor, Coauthors, Pair, Pairs
from paperbrowser.papers.display import count_of_papers, counted
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.text import clean_line
from paperbrowser.papers.words import fold
from paperbrowser.reading import persons
from paperbrowser.reading.persons import Said
from paperbrowser.tui import keys
from paperbrowser.tui.screens.people_rows import PeopleRows
from paperbrowser.tui.screens.person_lines import about_pair, about_person
from paperbrowser.tui.screens.pick import Item, PickScreen
from paperbrowser.tui.screens.stack import is_open
from paperbrowser.tui.terminal.charset import charset_of, has, spelled
from paperbrowser.tui.widgets.cells import cut
from paperbrowser.tui.widgets.row_list import RowList
from paperbrowser.tui.widgets.status_line import StatusLine
from paperbrowser.tui.work.key_count import KeyCount

_Result = TypeVar("_Result")

_SHOWN = (
    "people.choose",
    "people.find",
    "people.view",
    "people.close",
    "people.profile",
    "people.same",
    "people.other",
    "people.sort",
)
_HIGH, _LOW = 22, 14  # rows of the screen from which the person is shown in six lines, in three
_AT_ONCE = 1_000  # papers; the people of more are counted in a thread
_SORTED = {
    "papers": "most papers first",
    "latest": "latest year first",
    "first": "earliest year first",
    "name": "by family name",
}


class PeopleHost(Protocol):
    """The app around the screen: the browser's search, profiles, and the user's words on names."""

    def search_for(self, query: str) -> None:
        """Show the papers of a query."""

    def open_person(self, names: Sequence[str]) -> None:
        """Open the profile of a person, or offer to fetch it."""

    @property
    def persons(self) -> Sequence[Said]:
        """The user's words on names."""

    def say_of_people(self, said: Said) -> str:
        """Keep what the user says of names, and return what was done."""

    def undo_quietly(self, *, redo: bool = False) -> str:
        """Undo the last step, or do it again, and return what it was."""


class NameField(Input):
    """The field whose text narrows the people down."""

    def __init__(self) -> None:
        super().__init__(
            placeholder="type part of a name", compact=True, select_on_focus=False, id="people-find"
        )
        self.cursor_blink = False


class PeopleScreen(Screen[None]):
    """The people of papers, and who writes with whom."""

    DEFAULT_CSS = """
    PeopleScreen {
        layout: vertical; overflow: hidden; background: $background; color: $foreground;
        &:ansi { background: $background; color: $foreground; }
        #people-title { height: 1; text-style: bold; padding: 0 1; }
        #people-note, #people-keys { height: 1; text-style: $muted-style; padding: 0 1; }
        #people-find {
            display: none; height: 1; padding: 0 1;
            background: $background; background-tint: $background 0%;
        }
        #people-find > .input--placeholder { text-style: $muted-style; color: $foreground; }
        &.-finding #people-find { display: block; }
        #people-list { height: 1fr; }
        #people-person { height: 6; border-top: solid $rule; padding: 0 1; }
        &.-short #people-person { height: 3; }
        &.-tiny #people-person { display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*keys.OF_PEOPLE]
    AUTO_FOCUS = "#people-list"

    def __init__(
        self,
        host: PeopleHost,
        papers: Sequence[Paper],
        owner: Profile,
        query: str,
        place: list[str],
        *,
        remark: str = "",
    ) -> None:
        """Show the people of papers.

        Args:
            host: the app.
            papers: those that the list shows.
            owner: the profile that they are of.
            query: the text of the search line.
            place: the key of the person to begin with, kept up to date; empty for the first.
            remark: which papers these are, if there are more.
        """
        super().__init__()
        self._remark = remark
        self._people_host = host
        self._papers = papers
        self._owner = owner
        self._query = query
        self._place = place
        self._several = any(paper.people for paper in papers)
        self._within = persons.within(owner, several=self._several)
        self._order: people.Order = "papers"
        self._found = Coauthors((), 0, 0, None)
        self._rows: Sequence[Coauthor | Pair] = ()
        self._pairs: Pairs | None = None
        self._as_pairs = False
        self._alike: dict[str, tuple[Coauthor, ...]] = {}
        self._selected: set[str] = set()
        self._counting = False
        self._number = KeyCount()

    def compose(self) -> ComposeResult:
        """Yield title, note, field, list, the person, messages and keys."""
        yield Label(id="people-title")
        yield Label(id="people-note")
        yield NameField()
        yield RowList("people-list")
        yield Static(id="people-person", markup=False)
        yield StatusLine("people-status")
        yield Label(id="people-keys")

    def on_mount(self) -> None:
        """Count the people, and show the one that was shown last."""
        self._title = self.query_one("#people-title", Label)
        self._said = self.query_one("#people-note", Label)
        self._about_one = self.query_one("#people-person", Static)
        self._hint = self.query_one("#people-keys", Label)
        self._list = self.query_one(RowList)
        self._field = self.query_one(NameField)
        self._status = self.query_one(StatusLine)
        self._count(lambda: self._fill(self._place[0] if self._place else None))

    def on_resize(self) -> None:
        """Show the person in as many lines as there is room for."""
        self.set_class(self.size.height < _HIGH, "-short")
        self.set_class(self.size.height < _LOW, "-tiny")
        ids = [f"{keys.named(self.app, id_)} {keys.BINDINGS[id_].description}" for id_ in _SHOWN]
        hint = spelled("  ".join(ids), charset_of(self))
        self._hint.update(Content(cut(hint, self.size.width - 2)))
        self._show_head()
        self._show_person()

    # Counting

    def _count(self, then: Callable[[], None]) -> None:
        """Count the people, many in a thread, and go on."""
        said, order = self._people_host.persons, self._order
        papers, owner, within = self._papers, self._owner, self._within

        def count() -> tuple[Coauthors, dict[str, tuple[Coauthor, ...]]]:
            found = people.coauthors(papers, owner, said, order)
            return found, dict(people.alike(found.people, said, within))

        def take(counted_: tuple[Coauthors, dict[str, tuple[Coauthor, ...]]]) -> None:
            self._found, self._alike = counted_
            self._pairs = None
            self._selected &= {one.key for one in self._found.people}
            then()

        self._do(count, take)

    def _do(self, work: Callable[[], _Result], then: Callable[[_Result], None]) -> None:
        """Do some work, in a thread where there are many papers, and go on with its result."""
        if len(self._papers) <= _AT_ONCE:
            then(work())
            return
        self._counting = True
        self._rows = ()
        self._show_rows(0, "counting…")

        def done(result: _Result) -> None:
            if is_open(self):
                self._counting = False
                then(result)

        def run() -> None:
            result = work()
            if not get_current_worker().is_cancelled:
                self.app.call_from_thread(done, result)

        self.run_worker(run, group="people", exclusive=True, thread=True)

    def _fill(self, key: str | None = None) -> None:
        """Fill the list, with the cursor on the person of a key if they are listed."""
        if self._counting:
            return
        words = fold(self._field.value).split()

        def matches(*those: Coauthor) -> bool:
            text = fold(" ".join(name for one in those for name in one.names))
            return all(word in text for word in words)

        cursor = 0
        if self._as_pairs:
            if self._pairs is None:
                self._count_pairs()
                return
            self._rows = [one for one in self._pairs.pairs if matches(one.one, one.other)]
        else:
            self._rows = [one for one in self._found.people if matches(one)]
            at = (at for at, one in enumerate(self._found.people) if matches(one))
            shown = [self._found.people[place].key for place in at]
            cursor = shown.index(key) if key in shown else 0
        self._show_rows(cursor, self._why_empty())
        self._show_head()
        self._moved()

    def _show_rows(self, cursor: int, empty: str) -> None:
        few = not has("▁▂▃▅▆▇█", charset_of(self))
        rows = PeopleRows(self._papers, self._found, self._rows, self._selected, ascii_only=few)
        self._list.show(len(self._rows), rows.draw, rows.heading, cursor=cursor, empty=empty)

    def _count_pairs(self) -> None:
        papers, those = self._papers, self._found.people

        def take(found: Pairs) -> None:
            self._pairs = found
            self._fill(self._place[0] if self._place else None)

        self._do(lambda: people.pairs(papers, those), take)

    def _why_empty(self) -> str:
        if self._field.value.strip():
            return "no name has this"
        if self._as_pairs:
            return "no two of them are on one paper"
        return "the papers shown name nobody else"

    def _show_head(self) -> None:
        found = self._found
        whose = f"{clean_line(self._owner.name)}: "
        what = counted(len(found.people), "person" if self._several else "co-author")
        if self._several and len(found.people) != 1:
            what = f"{len(found.people):,} people"
        title = f"{whose}{what} of {count_of_papers(found.papers)}"
        if self._as_pairs:
            title = f"{whose}who writes with whom"
        if query := self._query.strip():
            title += f" · {clean_line(query)}"
        room = self.size.width - 2
        self._title.update(Content(cut(title, room)))
        self._said.update(Content(cut(self._note(), room)))

    def _note(self) -> str:
        """Return why the counts may be too small, and what they are sorted by."""
        notes = [self._remark] if self._remark else []
        if cut_short := self._found.cut_short:
            lists = "lists" if cut_short == 1 else "list"
            notes.append(
                f"{count_of_papers(cut_short)} {lists} only first authors: counts are lower bounds"
            )
        if self._as_pairs and self._pairs is not None and self._pairs.left_out:
            notes.append(
                f"without {count_of_papers(self._pairs.left_out)} of more than "
                f"{people.MOST_AUTHORS} authors"
            )
        if self._found.owner:
            names = ", ".join(self._found.owner)
            notes.append(f"{clean_line(self._owner.name)} is also {names}, by your word")
        if not self._as_pairs:
            notes.append(_SORTED[self._order])
        return " · ".join(notes)

    # The person under the cursor

    @property
    def _person(self) -> Coauthor | None:
        row = self._rows[self._list.cursor] if self._rows else None
        return row.one if isinstance(row, Pair) else row

    @on(RowList.RowMoved)
    def _moved(self) -> None:
        if (person := self._person) is not None:
            self._place[:] = [person.key]
        place = f"{self._list.cursor + 1:,} of {len(self._rows):,}" if self._rows else ""
        chosen = f"{len(self._selected):,} selected" if self._selected else ""
        self._status.show_lasting(" · ".join(filter(None, (chosen, place))))
        self._show_person()

    def _show_person(self) -> None:
        room = self.size.width - 2
        row = self._rows[self._list.cursor] if self._rows else None
        bold, *rest = [cut(line, room) for line in self._about(row)] or [""]
        text = Content.assemble((bold, "bold"), *(f"\n{line}" for line in rest[:5]))
        self._about_one.update(text, layout=False)

    def _about(self, row: Coauthor | Pair | None) -> list[str]:
        """Return lines on the row under the cursor, the most important first."""
        if row is None:
            return []
        if isinstance(row, Pair):
            return about_pair(self._papers, row)
        same, other = (keys.named(self.app, f"people.{id_}") for id_ in ("same", "other"))
        like = self._alike.get(row.key, ())
        return about_person(self._papers, self._found.people, row, like, (same, other))

    # Moving

    def on_key(self, event: events.Key) -> None:
        """Clear the message at the next key; digits are a count for the key that follows."""
        self._status.clear()
        counts = self.focused is not self._field and event.key not in self.active_bindings
        if typed := self._number.take(event.character or "", counts=counts):
            self._status.say(f"{typed:,}…")
            event.stop()

    def action_step(self, rows: int) -> None:
        """Move by rows."""
        self._list.move(rows * self._number.times())

    def action_page(self, pages: float) -> None:
        """Move by a page, or part of one."""
        pages *= self._number.times()
        self._list.move(int(max(1, self._list.page_height - 1) * pages) or int(pages))

    def action_edge(self, end: int) -> None:
        """Move to the first (0) or the last (1) row; after a count, to the one of that number."""
        if self._number:
            self._list.move_to(self._number.times() - 1)
        else:
            self._list.move_to(self._list.count - 1 if end else 0)

    def action_find(self) -> None:
        """Go to the field for a name."""
        self.add_class("-finding")
        self.set_focus(self._field)

    @on(Input.Changed)
    def _typed(self) -> None:
        self._fill(self._place[0] if self._place else None)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.set_focus(self._list)
        if not self._field.value.strip():
            self.remove_class("-finding")

    def action_turn(self) -> None:
        """Show who writes with whom, or the people again."""
        self._as_pairs = not self._as_pairs
        self._fill(self._place[0] if self._place else None)

    def action_sort(self) -> None:
        """Sort by the next of the orders."""
        if self._as_pairs:
            self._status.say("pairs are sorted by their papers")
            return
        at = people.ORDERS.index(self._order) + 1
        self._order = people.ORDERS[at % len(people.ORDERS)]
        key = self._place[0] if self._place else None
        ordered = people.ordered(self._found.people, self._order)
        self._found = replace(self._found, people=ordered)
        self._fill(key)
        self._status.say(f"sorted: {_SORTED[self._order]}")

    def action_close(self) -> None:
        """Leave the field, the selection, or the screen."""
        if self.has_class("-finding"):
            self._field.value = ""
            self.remove_class("-finding")
            self.set_focus(self._list)
        elif self._selected:
            self._selected.clear()
            self._list.refresh()
            self._moved()
        elif self.is_current:
            self.dismiss(None)

    # Choosing

    @on(RowList.RowChosen)
    def action_choose(self) -> None:
        """Show the papers of the person, or of both people."""
        row = self._rows[self._list.cursor] if self._rows else None
        if row is None or not self.is_current:
            return
        query = self._query
        for one in (row.other, row.one) if isinstance(row, Pair) else (row,):
            query = narrowed(query, "coauthor", one.keys)
        self.dismiss(None)
        self._people_host.search_for(query)

    def action_profile(self) -> None:
        """Open the person's profile, or offer to fetch it."""
        person = self._person
        if person is not None and self.is_current:
            self.dismiss(None)
            self._people_host.open_person((person.name, *person.names))

    def action_select(self) -> None:
        """Select the person, or not any more, and go to the next."""
        row = self._rows[self._list.cursor] if self._rows else None
        if row is None or isinstance(row, Pair):
            return
        self._selected ^= {row.key}
        self._list.redraw(self._list.cursor)
        self._list.move(1)
        self._moved()

    # Words on names

    def action_same(self) -> None:
        """Say that the selected names are one person, or choose the name that is one with this."""
        person = self._person
        if person is None or self._as_pairs:
            return
        chosen = [one for one in self._found.people if one.key in self._selected]
        if chosen:
            if person not in chosen and len(chosen) == 1:
                chosen.append(person)
            if len(chosen) > 1:
                self._say_same([name for one in chosen for name in one.names])
                return
        like = self._alike.get(person.key, ())
        items = [Item(one.name, count_of_papers(len(one.papers)), one.name) for one in like]
        if not self._several:
            items.append(Item(self._owner.name, "the researcher", self._owner.name))
        items += [
            Item(one.name, count_of_papers(len(one.papers)), one.name)
            for one in self._found.people
            if one is not person and one not in like
        ]
        named = {one.name: one.names for one in self._found.people}

        def same(name: str | None) -> None:
            if name is not None:
                self._say_same((*person.names, *named.get(name, (name,))))

        title = f"Who is the same person as {person.name}?"
        hint = "{choose} says so · {close} closes"
        self.app.push_screen(
            PickScreen(clean_line(title), items, hint=hint, about_typing="type a name"), same
        )

    def _say_same(self, names: Sequence[str]) -> None:
        self._keep(Said(tuple(dict.fromkeys(map(str, names))), (), self._within))

    def action_other(self) -> None:
        """Say that a name is not the same person as the others of theirs, or as those like it."""
        person = self._person
        if person is None or self._as_pairs:
            return
        chosen = [one for one in self._found.people if one.key in self._selected]
        own = self._found.owner
        if len(chosen) > 1:
            names = [name for one in chosen[1:] for name in one.names]
            self._keep(Said(chosen[0].names, tuple(names), self._within))
        elif len(person.names) == 1 and not own:
            if like := self._alike.get(person.key):
                names = [name for one in like for name in one.names]
                self._keep(Said(person.names, tuple(names), self._within))
            else:
                self._status.say(f"{person.name} has no other name here")
        else:
            self._take_apart(person, own)

    def _take_apart(self, person: Coauthor, own: Sequence[str]) -> None:
        """Let the user choose the name that is somebody else's."""
        if len(person.names) == 2 and not own:
            names = sorted(person.names, key=lambda name: name != person.name)
            self._keep(Said((names[1],), (names[0],), self._within))
            return
        others = {name: person.names for name in person.names if len(person.names) > 1}
        others |= dict.fromkeys(own, (self._owner.name, *own))
        items = [Item(name, "", name) for name in others]

        def apart(name: str | None) -> None:
            if name is not None:
                rest = tuple(one for one in others[name] if one != name)
                self._keep(Said((name,), rest, self._within))

        hint = "{choose} takes it apart · {close} closes"
        self.app.push_screen(PickScreen("Which is another person's name?", items, hint=hint), apart)

    def _keep(self, said: Said) -> None:
        done = self._people_host.say_of_people(said)
        self._selected.clear()
        self._recount(done, said.names)

    def _recount(self, done: str, names: Sequence[str] = ()) -> None:
        wanted = {people.key_of(name) for name in names} or {*self._place}

        def show() -> None:
            here = (one.key for one in self._found.people if not wanted.isdisjoint(one.keys))
            self._fill(next(here, None))
            self._status.say(done)

        self._count(show)

    def action_undo(self) -> None:
        """Undo the last step."""
        self._recount(self._people_host.undo_quietly())

    def action_redo(self) -> None:
        """Do again what was undone last."""
        self._recount(self._people_host.undo_quietly(redo=True))
