"""The list behind the key for profiles: those of the library, and what is typed as a file or a person.

What matches is opened. Below it stands what else can be done: import the files whose paths are typed or
pasted, fetch whom the words name, bring the open profile up to date, stop what runs. Loaded when asked for.
"""

import datetime
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from paperbrowser.library import store
from paperbrowser.library.store import Origin
from paperbrowser.papers import dates
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Profile
from paperbrowser.papers.words import fold
from paperbrowser.tui.menus import file_paths
from paperbrowser.tui.screens.pick import Item, PickScreen

if TYPE_CHECKING:
    from paperbrowser.tui.app import PaperBrowser

Purpose = Literal["open", "import", "fetch"]

_LEAST_NAME = 3  # characters that may be somebody's name
_MOST_FILES = 8  # that go on from a path that is typed
_TITLES = {"open": "Profiles", "import": "Import a file", "fetch": "Fetch a researcher"}
_ABOUT_TYPING = {
    "open": "type to search, a file to import, a name to fetch",
    "import": "a file's name or path, or drop it here",
    "fetch": "a name, an ORCID iD, another id or its page",
}


def pick_profile(app: "PaperBrowser", purpose: Purpose = "open", typed: str = "") -> None:
    """Choose what to read, import or fetch; `typed` is what the field holds at first."""
    entries = {str(entry.path): entry for entry in store.profiles()} if purpose == "open" else {}
    items = [
        Item(
            entry.name,
            f"does not read: {entry.error}" if entry.error else count_of_papers(entry.listed),
            path,
        )
        for path, entry in entries.items()
    ]
    sample = store.sample()
    if not items and purpose == "open":
        items = [Item("Shirley Ho", "sample profile", str(sample.path))]
    offers = _Offers(app, purpose)

    def chosen(value: str | None) -> None:
        if value is None:
            return
        if value in offers.doing:
            offers.doing[value]()
        else:
            app.open(Origin(Path(value), "cached") if value in entries else sample)

    app.push_screen(
        PickScreen(
            _TITLES[purpose],
            items,
            hint="{choose} chooses · {close} closes",
            current=str(app.origin.path),
            offers=offers,
            about_typing=_ABOUT_TYPING[purpose],
            typed=typed,
        ),
        chosen,
    )


class _Offers:
    """What can be done besides opening a profile, by what is typed.

    Attributes:
        doing: what to do for the value of each item that was given last.
    """

    def __init__(self, app: "PaperBrowser", purpose: Purpose) -> None:
        self.doing: dict[str, Callable[[], None]] = {}
        self._app = app
        self._purpose = purpose

    def __call__(self, text: str) -> list[Item]:
        """The items for `text`."""
        self.doing.clear()
        text = text.strip()
        found: list[Item] = []
        if self._purpose != "fetch":
            found += self._files(text)
        if self._purpose == "open":
            found += self._going_on(text)
        if self._purpose != "import" and len(text) >= _LEAST_NAME:
            found += self._people(text)
        if self._purpose != "open":
            found += self._going_on(text)
        return found

    def _item(self, name: str, do: Callable[[], None]) -> Item:
        value = f"offer {len(self.doing)}"  # no path: those of the library are absolute
        self.doing[value] = do
        return Item(name, "", value)

    def _files(self, text: str) -> Iterator[Item]:
        filling = self._app.filling
        if filling.importing is not None:
            return
        if paths := file_paths.files_in(text):
            what = paths[0].name if len(paths) == 1 else f"{len(paths)} files"
            yield self._item(f"Import {what}", partial(filling.import_files, paths))
        elif self._purpose == "import" or file_paths.is_path(text):
            going_on = file_paths.begun(text, _MOST_FILES)
            if not going_on and file_paths.is_path(text):
                yield Item("There is no such file", "")
            for begun in going_on:
                if begun.is_folder:
                    yield Item(f"{begun.written}/", "", fills=f"{begun.written}/")
                else:
                    name = f"Import {begun.written}"
                    yield self._item(name, partial(filling.import_files, (begun.path,)))

    def _people(self, text: str) -> Iterator[Item]:
        filling = self._app.filling
        if filling.fetching is not None:
            yield Item(f"{filling.fetching.sentence}: one at a time", "")
            return
        from paperbrowser.sources import LABELS, NAMES, identify, no_name

        named = dict.fromkeys(filter(None, (identify(text, source) for source in NAMES)))
        for source, id_ in named:
            label = f"Fetch {id_} from {LABELS[source]}"
            yield self._item(label, partial(filling.fetch, id_, source, id_))
        if named or file_paths.is_path(text) or no_name(text):
            return
        for source in NAMES:
            label = f"Fetch “{text}” from {LABELS[source]}"
            yield self._item(label, partial(filling.find, text, source))

    def _going_on(self, text: str) -> Iterator[Item]:
        """What does not depend on what is typed; narrowed down as the profiles are."""
        words = fold(text).split()
        for name, do in self._standing():
            if all(word in fold(name) for word in words):
                yield self._item(name, do)

    def _standing(self) -> Iterator[tuple[str, Callable[[], None]]]:
        app, filling = self._app, self._app.filling
        if (found := filling.found) is not None:
            yield f"Choose: {found.sentence}", filling.choose
        for job in filling.jobs:
            yield f"Stop {job.sentence}", partial(filling.stop, job)
        profile = app.profile
        if self._purpose != "import" and filling.fetching is None and (about := _fetched(profile)):
            yield (
                f"Update {profile.name}, {about}",
                partial(filling.update, app.origin, profile),
            )


def _fetched(profile: Profile) -> str:
    """When and whence a profile was fetched; empty for one that was not."""
    if profile.source is None or profile.source_id is None:
        return ""
    from paperbrowser.sources import LABELS

    if profile.source not in LABELS:
        return ""
    day = f" {dates.spoken(profile.updated, datetime.date.today())}" if profile.updated else ""
    return f"fetched{day} from {LABELS[profile.source]}"
