"""The list of profiles, from which files are imported and researchers fetched as well.

Below the profiles that match the typed text stand other actions: import the files whose paths are
typed or pasted, fetch the researcher of that name or id, update the open profile, stop a job.
Imported when first opened.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Literal

from paperbrowser.library import gather, locate, store
from paperbrowser.library.locate import Origin, sample
from paperbrowser.papers import dates
from paperbrowser.papers.display import count_of_papers, counted
from paperbrowser.papers.model import Profile
from paperbrowser.papers.text import cut
from paperbrowser.papers.words import fold
from paperbrowser.reading import corrections
from paperbrowser.search.view import Catalogue
from paperbrowser.tui.host import Host
from paperbrowser.tui.menus import file_paths
from paperbrowser.tui.screens.pick import Item, PickScreen, SeveralLines
from paperbrowser.tui.work.jobs import Jobs

Purpose = Literal["open", "import", "fetch"]

_LEAST_NAME = 3  # characters; shorter text is not offered as a name to fetch
_MOST_FILES = 8  # completions of a path
_LONGEST_TITLE = 60  # columns of the names of several profiles
_TITLES = {"open": "Profiles", "import": "Import a file", "fetch": "Fetch a researcher"}
_ABOUT_TYPING = {
    "open": "type to search, a file to import, a name to fetch",
    "import": "a file's name or path, or drop it here",
    "fetch": "a name, an ORCID iD, another id or its page",
}


def pick_profile(host: Host, jobs: Jobs, purpose: Purpose = "open", typed: str = "") -> None:
    """Let the user choose a profile to open, a file to import or a researcher to fetch.

    Args:
        host: shows the list and opens the profile.
        jobs: imports and fetches.
        purpose: decides on the title and on the first lines of the list.
        typed: first text of the field.
    """
    stored = gather.listed(corrections.load()) if purpose == "open" else []
    entries = {str(entry.path): entry for entry in stored}
    items = [Item(entry.name, _about(host, entry), path) for path, entry in entries.items()]
    several = _several(host, entries.values()) if len(entries) > 1 else {}
    items = [
        *items,
        *(
            Item(origin.title, f"{counted(len(origin.members), 'profile')} as one", value)
            for value, origin in several.items()
        ),
    ]
    if purpose == "open":  # last: whoever has profiles seldom goes back to it
        items.append(Item("The sample profile", "comes with paperbrowser", str(sample().path)))
    offers = _Offers(host, jobs, purpose)

    def compare(values: Sequence[str]) -> None:
        host.compare([Path(value) for value in values])

    def open_together(values: Sequence[str]) -> None:
        if len(values) == 1:
            host.open(Origin(Path(values[0]), "library"))
        else:
            names = cut(", ".join(entries[value].name for value in values), _LONGEST_TITLE)
            host.open(locate.several(names, [Path(value) for value in values]))

    together = SeveralLines(
        can_join=entries.__contains__,
        actions={"=": compare, "o": open_together},
        hint="{choose} opens them as one · = compares them · {close} closes",
        hint_of_one="{choose} opens it · = compares with the open one · {close} closes",
        choose="o",
    )

    def chosen(value: str | None) -> None:
        if value is None:
            return
        if value in offers.actions:
            offers.actions[value]()
        elif value in several:
            host.open(several[value])
        else:
            host.open(Origin(Path(value), "library") if value in entries else sample())

    host.push_screen(
        PickScreen(
            _TITLES[purpose],
            items,
            hint="{choose} chooses · Space selects several · {close} closes"
            if len(entries) > 1
            else "{choose} chooses · {close} closes",
            current=None if host.origin.path == sample().path else str(host.origin.path),
            offers=offers,
            about_typing=_ABOUT_TYPING[purpose],
            typed=typed,
            several=together if len(entries) > 1 else None,
        ),
        chosen,
    )


def _several(host: Host, entries: Iterable[store.StoredProfile]) -> dict[str, Origin]:
    """Return all profiles as one, and the groups of the settings, by the path that stands for each."""
    everyone = locate.everyone()
    found = {str(everyone.path): everyone}
    by_name = {entry.path.stem: entry.path for entry in entries}
    for group, names in host.groups.items():
        members = [by_name[name] for name in names if name in by_name]
        if members:
            origin = locate.several(group, members)
            found[str(origin.path)] = origin
    return found


def _about(host: Host, entry: store.StoredProfile) -> str:
    """Return papers, unread and new ones, and the day of the last fetch, in words."""
    if entry.error:
        return f"cannot be read: {entry.error}"
    parts = [count_of_papers(entry.listed)]
    profile = entry.profile
    if profile.papers:
        if (unread := host.unread(profile.papers)) is not None:
            parts.append(f"{unread:,} unread")
        catalogue = Catalogue(profile)
        parts += [news] if (news := catalogue.news()) else []
    if profile.updated is not None:
        parts.append(f"fetched {dates.short_day(profile.updated, datetime.date.today())}")
    return " · ".join(parts)


class _Offers:
    """The other actions of the list, by the typed text.

    Attributes:
        actions: the action of each item returned last, by the item's value.
    """

    def __init__(self, host: Host, jobs: Jobs, purpose: Purpose) -> None:
        self.actions: dict[str, Callable[[], None]] = {}
        self._host = host
        self._jobs = jobs
        self._purpose = purpose

    def __call__(self, text: str) -> list[Item]:
        """Return the items for `text`."""
        self.actions.clear()
        text = text.strip()
        found: list[Item] = []
        if self._purpose != "fetch":
            found += self._files(text)
        if self._purpose == "open":
            found += self._standing(text)
        if self._purpose != "import" and len(text) >= _LEAST_NAME:
            found += self._people(text)
        if self._purpose != "open":
            found += self._standing(text)
        return found

    def _item(self, name: str, do: Callable[[], None]) -> Item:
        value = f"offer {len(self.actions)}"  # never a profile's: those are absolute paths
        self.actions[value] = do
        return Item(name, "", value)

    def _files(self, text: str) -> Iterator[Item]:
        jobs = self._jobs
        if jobs.importing is not None:
            return
        if paths := file_paths.files_in(text):
            what = paths[0].name if len(paths) == 1 else f"{len(paths)} files"
            yield self._item(f"Import {what}", partial(jobs.import_files, paths))
        elif self._purpose == "import" or file_paths.is_path(text):
            found = file_paths.completions(text, _MOST_FILES)
            if not found and file_paths.is_path(text):
                # Choosing it leaves the path to be corrected.
                yield Item("There is no such file", "", fills=text)
            for one in found:
                if one.is_folder:
                    yield Item(f"{one.text}/", "", fills=f"{one.text}/")
                else:
                    yield self._item(f"Import {one.text}", partial(jobs.import_files, (one.path,)))

    def _people(self, text: str) -> Iterator[Item]:
        jobs = self._jobs
        if jobs.fetching is not None:
            yield Item(f"{jobs.fetching.sentence}: one at a time", "")
            return
        from paperbrowser.sources import SOURCES, identify, why_not_a_name

        named = dict.fromkeys(filter(None, (identify(text, source) for source in SOURCES)))
        for source, id_ in named:
            label = f"Fetch {id_} from {SOURCES[source].label}"
            yield self._item(label, partial(jobs.fetch, id_, source, id_))
        if named or file_paths.is_path(text) or why_not_a_name(text):
            return
        for source in SOURCES:
            label = f"Fetch “{text}” from {SOURCES[source].label}"
            yield self._item(label, partial(jobs.find, text, source))

    def _standing(self, text: str) -> Iterator[Item]:
        """Yield the actions that need no text, if they match it as a profile would."""
        words = fold(text).split()
        for name, do in self._all_standing():
            if all(word in fold(name) for word in words):
                yield self._item(name, do)

    def _all_standing(self) -> Iterator[tuple[str, Callable[[], None]]]:
        jobs, profile = self._jobs, self._host.profile
        if (found := jobs.found) is not None:
            yield f"Choose: {found.sentence}", jobs.choose
        for job in jobs.running:
            yield f"Stop {job.sentence}", partial(jobs.stop, job)
        if self._purpose != "import" and jobs.fetching is None and (about := _fetched(profile)):
            update = partial(jobs.update, self._host.origin, profile)
            yield f"Update {profile.name}, {about}", update


def _fetched(profile: Profile) -> str:
    """Return the day and the source of a fetched profile; "" for any other."""
    if profile.source is None or profile.source_id is None:
        return ""
    from paperbrowser.sources import SOURCES

    if profile.source not in SOURCES:
        return ""
    day = f" {dates.short_day(profile.updated, datetime.date.today())}" if profile.updated else ""
    return f"fetched{day} from {SOURCES[profile.source].label}"
