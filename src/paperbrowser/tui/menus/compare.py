"""The comparison of the open profile with another, as a text. Imported when first opened."""

from collections.abc import Sequence
from pathlib import Path

from paperbrowser.formats.result import ReadError
from paperbrowser.insight import side_by_side
from paperbrowser.insight.compare import heads_of
from paperbrowser.library import gather, store
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Profile
from paperbrowser.reading import corrections
from paperbrowser.tui.host import Host
from paperbrowser.tui.screens.pick import Item, PickScreen
from paperbrowser.tui.screens.text import TextScreen


def pick_comparison(host: Host, *, ascii_only: bool) -> None:
    """Compare the open profile with one that the user chooses; several that are open, with each other.

    Args:
        host: shows the list and the text.
        ascii_only: draw the bars with ASCII only.
    """
    if host.origin.addresses:
        host.say("a library has no single person to compare with others; open a profile")
        return
    if len(host.origin.members) > 1:
        compare(host, host.origin.members, ascii_only=ascii_only)
        return
    items = [
        Item(entry.name, count_of_papers(entry.listed), str(entry.path))
        for entry in gather.listed(corrections.load())
        if entry.path != host.origin.path and not entry.error
    ]
    if not items:
        host.say("there is no other profile to compare with")
        return

    def chosen(value: str | None) -> None:
        if value is not None:
            _compare(host, [host.profile], [Path(value)], ascii_only=ascii_only)

    hint = "{choose} compares · {close} closes"
    host.push_screen(PickScreen(f"Compare {host.profile.name} with", items, hint=hint), chosen)


def compare(host: Host, paths: Sequence[Path], *, ascii_only: bool) -> None:
    """Compare profiles side by side.

    Args:
        host: shows the text.
        paths: their files; a single one is compared with the open profile.
        ascii_only: draw the bars with ASCII only.
    """
    if len(paths) > side_by_side.MOST_PEOPLE:
        host.say(f"up to {side_by_side.MOST_PEOPLE} profiles can be compared; choose fewer")
    elif len(paths) > 1:
        _compare(host, [], paths, ascii_only=ascii_only)
    elif host.origin.path in paths:
        host.say("this profile is open: select another one to compare it with")
    else:
        _compare(host, [host.profile], paths, ascii_only=ascii_only)


def _compare(
    host: Host, profiles: Sequence[Profile], paths: Sequence[Path], *, ascii_only: bool
) -> None:
    width = host.size.width

    def work() -> None:
        correct = corrections.load()
        try:
            read = [*profiles, *(correct(store.read(path).profile, path)[0] for path in paths)]
        except ReadError as error:
            host.call_from_thread(host.say, str(error))
            return
        heads = heads_of(read, host.persons)
        text = "\n".join(side_by_side.lines(read, width, heads, ascii_only=ascii_only))
        title = " and ".join(one.name for one in read) if len(read) == 2 else "Side by side"
        host.call_from_thread(host.push_screen, TextScreen(title, text))

    host.run_worker(work, group="compare", exclusive=True, thread=True)
