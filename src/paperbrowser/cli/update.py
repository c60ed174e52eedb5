"""`paperbrowser update`: fetch the new papers of profiles that were fetched before."""

import datetime
import textwrap
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from shlex import quote

from paperbrowser.cli.fetch import configured_client, fetch_with_progress
from paperbrowser.cli.import_ import print_doubtful, print_result
from paperbrowser.cli.output import ProgressLine, print_line, say
from paperbrowser.cli.parser import Parser
from paperbrowser.cli.steps import UndoSteps
from paperbrowser.formats.result import ReadError
from paperbrowser.library import importing, session, store
from paperbrowser.library.importing import Imported
from paperbrowser.library.locate import Origin
from paperbrowser.library.store import LibraryBusyError, SaveError, StoredProfile
from paperbrowser.papers import display
from paperbrowser.papers.display import counted
from paperbrowser.papers.model import Profile
from paperbrowser.papers.text import clean_line
from paperbrowser.sources import SOURCES, together
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.http import Client
from paperbrowser.sources.plugins import is_known

_NOTES = """\
Where a source lists the newest first ({}), this stops at the first page of known papers; a paper \
that is listed late under an old date comes with --full.
New papers are found by is:new in the browser, and printed by `paperbrowser digest`.
With --all, many people are asked for together where the source allows it ({}), which brings papers, \
not the h-index. One person's failure does not stop the others, and the status is then 1; \
docs/following.md has lines for cron and systemd."""

_TRIED = 2  # people for whom a service fails before the others are left
_OF_THE_SERVICE = frozenset(
    ("offline", "timeout", "tls", "proxy", "busy", "guarded", "server", "redirect", "damaged")
)


def run(arguments: list[str]) -> int:
    """Fetch new papers, keep them, and print how many they are."""
    newest_first = ", ".join(info.label for info in SOURCES.values() if info.newest_first)
    shared = ", ".join(info.label for info in SOURCES.values() if info.together > 1)
    paragraphs = _NOTES.format(newest_first, shared).split("\n")
    parser = Parser(
        "paperbrowser update",
        description="Fetch the new papers of a profile's person.",
        epilog="\n".join(textwrap.fill(one, 79, break_on_hyphens=False) for one in paragraphs),
    )
    parser.add_argument(
        "profile", nargs="?", metavar="PROFILE", help="default: the profile opened or kept last"
    )
    parser.add_argument("--all", action="store_true", help="everyone who is followed")
    parser.add_argument(
        "--full", action="store_true", help="all papers again, for their citation counts"
    )
    parser.add_argument(
        "--quiet", action="store_true", help="print nothing where nothing is new or wrong"
    )
    chosen = parser.parse_args(arguments)
    if chosen.all and chosen.profile is not None:
        parser.error("--all updates every profile; leave out the name")
    with configured_client(quiet=chosen.quiet) as client:
        update = _Updating(client, full=chosen.full, quiet=chosen.quiet)
        try:
            if chosen.all:
                return update.everyone()
            origin = session.origin_of(chosen.profile)
            return update.one(origin, named=chosen.profile is not None)
        except KeyboardInterrupt:
            say("stopped; profiles that are not named above are unchanged")
            return 130


class _Updating:
    """The updates of one command.

    Args:
        client: asks the services.
        full: fetch all papers.
        quiet: print only what is new or wrong.
    """

    def __init__(self, client: Client, *, full: bool, quiet: bool) -> None:
        self._client = client
        self._full = full
        self._quiet = quiet
        self._steps = UndoSteps()
        self._failure = ""  # the code of the last error of a service

    def everyone(self) -> int:
        """Update all who are followed; return the exit code.

        Raises:
            LibraryBusyError: another session writes to the library; those who are left are not updated.
        """
        store.check()
        worst = 0
        alone: list[StoredProfile] = []
        shared: list[StoredProfile] = []
        for entry in store.profiles():
            known = entry.profile
            if entry.error is not None:
                say(str(entry.error))
                worst = 1
            elif known.source is not None and known.followed:
                joins = not self._full and together.is_shared(known)
                (shared if joins else alone).append(entry)
        if not (alone or shared or worst or self._quiet):
            say("nobody is followed; `paperbrowser follow NAME` fetches a person and the news")
        shared.sort(key=lambda entry: entry.profile.source or "")
        for source, entries in groupby(shared, key=lambda entry: entry.profile.source or ""):
            left, code = self._together(source, [*entries])
            worst = max(worst, code)
            alone += left
        return max(worst, self._alone(sorted(alone, key=lambda entry: entry.name.casefold())))

    def _alone(self, entries: Sequence[StoredProfile]) -> int:
        """Update people one by one; return the exit code.

        A service that fails for a few of them, one after the other, is asked for no more: each would take
        as long.
        """
        worst = 0
        failed: Counter[str] = Counter()
        left: Counter[str] = Counter()
        for entry in entries:
            source = entry.profile.source or ""
            if failed[source] >= _TRIED:
                left[source] += 1
                continue
            self._failure = ""
            code = self.one(Origin(entry.path, "library"))
            if code == 130:
                return code
            worst = max(worst, code)
            failed[source] = failed[source] + 1 if self._failure in _OF_THE_SERVICE else 0
        for source, count in left.items():
            say(
                f"{SOURCES[source].label} was not asked for {counted(count, 'more profile')}; try again later"
            )
        return worst

    def _together(
        self, source: str, entries: Sequence[StoredProfile]
    ) -> tuple[list[StoredProfile], int]:
        """Update people of a service with few requests; return those to update alone, and a code."""
        if len(entries) < 2:
            return [*entries], 0
        worst = 0
        known: list[Profile] = []
        there: list[StoredProfile] = []
        for entry in entries:
            try:
                known.append(entry.whole())
            except ReadError as error:
                say(str(error))
                worst = 1
            else:
                there.append(entry)
        alone: list[StoredProfile] = []
        line = ProgressLine()
        for group in together.fetch_together(
            source, known, client=self._client, progress=line.show
        ):
            line.clear()
            if group.error is not None:
                people = counted(len(group.people), "profile")
                say(f"{group.error}; not updated: {people} of {SOURCES[source].label}")
                worst = 1
                continue
            for place in group.people:
                entry, fresh = there[place], group.fetched.get(place)
                if fresh is None:
                    alone.append(entry)
                    continue
                try:
                    self._keep(fresh, known[place], Origin(entry.path, "library"))
                except LibraryBusyError:
                    raise  # else each of many people would wait as long
                except (ReadError, SaveError) as error:
                    say(str(error))
                    worst = 1
        return alone, worst

    def one(self, origin: Origin, *, named: bool = True) -> int:
        """Update one profile; print what is wrong, and return the exit code.

        Args:
            origin: the profile.
            named: the user named it.
        """
        try:
            return self._updated(origin, named=named)
        except LibraryBusyError:
            raise
        except (FetchError, ReadError, SaveError) as error:
            self._failure = error.code if isinstance(error, FetchError) else ""
            say(f"{clean_line(origin.path.stem)}: {error}")
            return 1

    def _updated(self, origin: Origin, *, named: bool) -> int:
        if origin.kind == "sample":
            what = "the sample is not updated" if named else "no profile yet"
            say(f"{what}; `paperbrowser fetch NAME` gets a profile")
            return 1
        profile = store.read(origin.path).profile
        name = clean_line(origin.path.stem)
        if origin.kind == "file":
            say(
                f"{clean_line(str(origin.path))}: a file, which has no source to be updated from; "
                "`paperbrowser import FILE` keeps it as a profile, and again brings that up to date"
            )
            return 1
        if profile.source is None or profile.source_id is None:
            into, person = quote(name), quote(clean_line(profile.name))
            say(
                f"{name}: made of files; `paperbrowser import FILE --into {into}` adds what is new in a "
                f"file, `paperbrowser fetch {person}` asks a source"
            )
            return 1
        if not is_known(profile.source):
            say(
                f"{name}: its source “{profile.source}” is not one of {', '.join(SOURCES)}; correct the file"
            )
            return 1
        fresh = fetch_with_progress(
            profile.source,
            profile.source_id,
            client=self._client,
            known=None if self._full else profile,
        )
        if fresh is None:
            return 130
        self._keep(fresh, profile, origin)
        return 0

    def _keep(self, fresh: Profile, known: Profile, origin: Origin) -> None:
        """Keep what was fetched of a person, and print what is new.

        Raises:
            ReadError: the profile does not read any more.
            SaveError: it could not be written.
        """
        label = SOURCES[fresh.source or ""].label
        waiting = None if self._quiet else ProgressLine().waiting
        done = importing.import_fetched(
            fresh, label, path=origin.path, waiting=waiting, undoable=True
        )
        self._steps.keep(done)
        published = _published(done)
        if not self._quiet or done.merged.added or published or done.merged.doubtful:
            if self._full:
                print_result(done)
            else:
                print_line(f"{clean_line(done.path.stem)}: {_news(done, known, label)}")
        print_doubtful(done)


def _news(done: Imported, known: Profile, label: str) -> str:
    """Return what is new: "3 new since 12 Oct, 1 preprint published"."""
    new = display.news(len(done.merged.added), known.updated, datetime.date.today())
    place = "" if known.updated else f" at {label}"
    published = _published(done)
    return f"{new}{place}" + (f", {counted(published, 'preprint')} published" if published else "")


def _published(done: Imported) -> int:
    """Return how many known preprints were published."""
    return sum(one.before.published != one.after.published for one in done.merged.updated)
