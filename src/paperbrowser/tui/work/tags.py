"""The list of tags: known ones with those of the chosen papers first, and a new one as it is typed."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperbrowser.papers import display
from paperbrowser.papers.model import Paper
from paperbrowser.papers.text import clean_line

if TYPE_CHECKING:
    from paperbrowser.tui.host import Host

_NEW_TAG = "+"  # before a tag that is not there yet, in the value of an item


@dataclass(frozen=True, slots=True)
class TagSet:
    """Tags that papers are given: those of the user, or of a team.

    Attributes:
        name: of the team; empty for the user's own.
        known: all tags, each with the number of its papers, the most used first.
        of: returns the tags of a paper, folded.
        put: gives the chosen papers a tag, or takes it off.
    """

    name: str
    known: Callable[[], Mapping[str, int]]
    of: Callable[[Paper], Set[str]]
    put: Callable[[str, bool], None]


def pick_tag(
    host: "Host", papers: Sequence[Paper], sets: Sequence[TagSet], at: int = 0, typed: str = ""
) -> None:
    """Let the user choose a tag for papers.

    Args:
        host: the app.
        papers: the papers.
        sets: the tags to choose from; a key goes from one to the next.
        at: the place of the one shown first.
        typed: what is typed already.
    """
    from paperbrowser.reading.fold import clean_tag, folded_tag
    from paperbrowser.tui.screens.pick import Item, PickScreen

    shown, following = sets[at], (at + 1) % len(sets)
    every = frozenset.intersection(*(frozenset(shown.of(paper)) for paper in papers))
    known = shown.known()
    items = [
        Item(
            f"✓ {tag}" if folded_tag(tag) in every else f"  {tag}",
            display.count_of_papers(count),
            tag,
        )
        for tag, count in sorted(known.items(), key=lambda one: folded_tag(one[0]) not in every)
    ]

    def offers(text: str) -> list[Item]:
        tag = clean_tag(text)
        new = folded_tag(tag) and folded_tag(tag) not in map(folded_tag, known)
        return [Item(f"+ {tag}", "a new tag", _NEW_TAG + tag)] if new else []

    def chosen(value: str | None) -> None:
        if value is not None:
            tag = value.removeprefix(_NEW_TAG) if value not in known else value
            shown.put(tag, folded_tag(tag) not in every)

    title = "Tags" if len(papers) == 1 else f"Tags of {display.count_of_papers(len(papers))}"
    hint = "{choose} sets or takes off · a/b is within · {close} closes"
    if len(sets) > 1:
        title += f" for {clean_line(shown.name)}" if shown.name else " for you alone"
        other = clean_line(sets[following].name) or "you alone"
        hint = f"{{choose}} sets or takes off · {{whose}} for {_escaped(other)} · {{close}} closes"
    host.push_screen(
        PickScreen(
            title,
            items,
            hint=hint,
            offers=offers,
            about_typing="type a tag, new or known",
            typed=typed,
            whose=(lambda text: pick_tag(host, papers, sets, following, text))
            if len(sets) > 1
            else None,
        ),
        chosen,
    )


def _escaped(name: str) -> str:
    return name.replace("{", "{{").replace("}", "}}")
