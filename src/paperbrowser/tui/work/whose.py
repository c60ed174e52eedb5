"""Whose papers are, by the user's word: a list of people to choose from, and a list of all that was said."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from paperbrowser.library import gather
from paperbrowser.papers import display
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.text import clean_line
from paperbrowser.reading.authorship import profile_names
from paperbrowser.tui import keys
from paperbrowser.tui.host import Host
from paperbrowser.tui.screens.pick import Item, PickScreen

if TYPE_CHECKING:
    from paperbrowser.reading.authorship import Corrections
    from paperbrowser.reading.marking import Marking

_SAID = "said"  # the value of the item that leads to all that was said


class _Person(NamedTuple):
    """A person whose papers these may be.

    Attributes:
        profile: theirs.
        path: its file.
        has: their list has the papers.
    """

    profile: Profile
    path: Path
    has: bool


def ask_whose(
    host: Host,
    marking: "Marking",
    papers: Sequence[Paper],
    judged: Callable[[str], None],
    *,
    listed: bool,
) -> None:
    """Ask whether papers are by a person, and keep the answer.

    Args:
        host: shows the lists.
        marking: keeps what is said.
        papers: the papers; without any, all that was said is listed.
        judged: called with a sentence when something was said, or taken back.
        listed: the papers are those of the open profile or profiles.
    """
    corrections = marking.corrections
    people = {str(one.path): one for one in _people(host, corrections, papers, listed=listed)}
    new = {path: _new_word(one, corrections, papers) for path, one in people.items()}
    items = [_item(one, new[path], papers, corrections) for path, one in people.items()]
    if every := len(corrections.every):
        items.append(
            Item("All that you said", f"{count_of_papers(every)}, to be taken back", _SAID)
        )

    def chosen(value: str | None) -> None:
        if value == _SAID:
            list_said(host, marking, judged)
        elif value is not None:
            one = people[value]
            names = profile_names(one.profile, one.path)
            theirs = new[value]
            _keep(
                host,
                lambda: marking.judge(papers, names, one.profile.name, theirs=theirs),
                judged,
            )

    if not papers:
        list_said(host, marking, judged)
        return
    what = f"“{display.title(papers[0])}”" if len(papers) == 1 else count_of_papers(len(papers))
    title = f"Whose {'is' if len(papers) == 1 else 'are'} {what}?"
    hint = "{choose} says it, for that person alone · {close} closes"
    host.push_screen(PickScreen(title, items, hint=hint), chosen)


def list_said(host: Host, marking: "Marking", judged: Callable[[str], None]) -> None:
    """List all that was said on whose papers are, to be taken back."""
    said = marking.corrections.every
    if not said:
        host.say("nothing was said yet on whose papers are")
        return
    items = [Item(display.title(one.paper), _about(one.sentence, one.paper), str(at))
             for at, one in enumerate(said)]  # fmt: skip

    def chosen(value: str | None) -> None:
        if value is not None:
            _keep(host, lambda: marking.take_back(said[int(value)]), judged)

    hint = "{choose} takes it back · {close} closes"
    host.push_screen(PickScreen("Whose papers are, as you said", items, hint=hint), chosen)


def _keep(host: Host, say: Callable[[], str], judged: Callable[[str], None]) -> None:
    try:
        said = say()
    except OSError as error:
        host.say(f"not kept: {error.strerror or error}", error=True)
        return
    judged(f"{clean_line(said)}; {keys.named(host, 'mark.undo')} undoes it")


def _people(
    host: Host, corrections: "Corrections", papers: Sequence[Paper], *, listed: bool
) -> Iterator[_Person]:
    """Yield the people of the library and of the open file, those who have the papers first."""
    origin = host.origin
    found = [
        _Person(entry.profile, entry.path, False)
        for entry in gather.listed(corrections)
        if entry.error is None
    ]
    if not origin.members and all(one.path != origin.path for one in found):
        found.append(_Person(host.profile, origin.path, False))
    names = set.intersection(*({*paper.people} for paper in papers)) if papers else set()
    found = [
        one._replace(has=listed and (one.path == origin.path or one.profile.name in names))
        for one in found
    ]
    yield from sorted(found, key=lambda one: not one.has)


def _new_word(one: _Person, corrections: "Corrections", papers: Sequence[Paper]) -> bool | None:
    """Return what is said of papers and a person when that is chosen; None takes back what was said."""
    if _said(one, corrections, papers) is not None:
        return None
    return not one.has


def _said(one: _Person, corrections: "Corrections", papers: Sequence[Paper]) -> bool | None:
    """Return what was said of all of the papers; None where it is not one thing."""
    words = {corrections.on(one.profile, one.path, paper) for paper in papers}
    return words.pop() if len(words) == 1 else None


def _item(
    one: _Person, theirs: bool | None, papers: Sequence[Paper], corrections: "Corrections"
) -> Item:
    if theirs is None:
        is_theirs = _said(one, corrections, papers)
        sign, words = ("+", "theirs too") if is_theirs else ("×", "not theirs")
        return Item(
            f"{sign} {one.profile.name}",
            f"{words}, as you said; choose to take that back",
            _of(one),
        )
    sign, words = (
        (" ", "choose to say “theirs too”")
        if theirs
        else ("✓", "listed; choose to say “not theirs”")
    )
    return Item(f"{sign} {one.profile.name}", words, _of(one))


def _of(one: _Person) -> str:
    return str(one.path)


def _about(sentence: str, paper: Paper) -> str:
    year = f"{paper.date.year}" if paper.date else ""
    return " · ".join(filter(None, (sentence, display.first_author(paper), year)))
