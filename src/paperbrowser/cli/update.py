"""`paperbrowser update`: fetch the new papers of profiles that were fetched before."""

import datetime
import textwrap
from shlex import quote

from paperbrowser.cli.fetch import configured_client, fetch_with_progress
from paperbrowser.cli.import_ import print_doubtful, print_result
from paperbrowser.cli.output import ProgressLine, print_line, say
from paperbrowser.cli.parser import Parser
from paperbrowser.formats.result import ReadError
from paperbrowser.library import importing, session, store
from paperbrowser.library.locate import Origin
from paperbrowser.library.store import SaveError
from paperbrowser.papers import display
from paperbrowser.papers.text import clean_line
from paperbrowser.sources import SOURCES
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.http import Client
from paperbrowser.sources.plugins import is_known

_NOTES = (
    "Where a source lists the newest first ({}), this stops at the first page of known papers; a paper "
    "that is listed late under an old date comes with --full. New papers are found by is:new in the "
    "browser."
)


def run(arguments: list[str]) -> int:
    """Fetch new papers, keep them, and print how many they are."""
    newest_first = ", ".join(info.label for info in SOURCES.values() if info.newest_first)
    parser = Parser(
        "paperbrowser update",
        description="Fetch the new papers of a profile's person.",
        epilog=textwrap.fill(_NOTES.format(newest_first), 79),
    )
    parser.add_argument(
        "profile", nargs="?", metavar="PROFILE", help="default: the profile opened or kept last"
    )
    parser.add_argument("--all", action="store_true", help="everyone who is followed")
    parser.add_argument(
        "--full", action="store_true", help="all papers again, for their citation counts"
    )
    chosen = parser.parse_args(arguments)
    if chosen.all and chosen.profile is not None:
        parser.error("--all updates every profile; leave out the name")
    with configured_client() as client:
        if not chosen.all:
            origin = session.origin_of(chosen.profile)
            return _tried(origin, client, full=chosen.full, named=chosen.profile is not None)
        worst, count = 0, 0
        for entry in store.profiles():
            if entry.error is not None:
                say(str(entry.error))
                worst = 1
                continue
            if entry.profile.source is None or not entry.profile.followed:
                continue
            count += 1
            code = _tried(Origin(entry.path, "library"), client, full=chosen.full)
            if code == 130:
                return code
            worst = max(worst, code)
        if not count:
            say("no profile was fetched from a source; `paperbrowser fetch NAME` gets one")
        return worst


def _tried(origin: Origin, client: Client, *, full: bool, named: bool = True) -> int:
    try:
        return _updated(origin, client, full=full, named=named)
    except (FetchError, ReadError, SaveError) as error:
        say(str(error))
        return 1


def _updated(origin: Origin, client: Client, *, full: bool, named: bool) -> int:
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
            f"{name}: made of files; `paperbrowser import FILE --into {into}` adds what is new in a file, "
            f"`paperbrowser fetch {person}` asks a source"
        )
        return 1
    if not is_known(profile.source):
        say(
            f"{name}: its source “{profile.source}” is not one of {', '.join(SOURCES)}; correct the file"
        )
        return 1
    fresh = fetch_with_progress(
        profile.source, profile.source_id, client=client, known=None if full else profile
    )
    if fresh is None:
        return 130
    label = SOURCES[profile.source].label
    done = importing.import_fetched(fresh, label, waiting=ProgressLine().waiting)
    if full:
        print_result(done)
    else:
        new = display.news(len(done.merged.added), profile.updated, datetime.date.today())
        place = "" if profile.updated else f" at {SOURCES[profile.source].label}"
        print_line(f"{clean_line(done.path.stem)}: {new}{place}")
    print_doubtful(done)
    return 0
