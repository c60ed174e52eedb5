"""`paperbrowser fetch`: get a person's papers from OpenAlex or another web service, as a profile."""

import argparse
import shlex
import sys
import textwrap
from collections.abc import Callable
from functools import partial

from paperbrowser.cli import as_argument
from paperbrowser.cli.import_ import print_doubtful, print_result
from paperbrowser.cli.output import ProgressLine, print_line, say
from paperbrowser.cli.parser import Parser
from paperbrowser.cli.steps import UndoSteps
from paperbrowser.formats.result import ReadError
from paperbrowser.library import importing
from paperbrowser.library.store import SaveError
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Profile
from paperbrowser.papers.text import clean_line
from paperbrowser.sources import DEFAULT, SOURCES, fetch, identify, why_not_a_name
from paperbrowser.sources import settings as source_settings
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.fetch import Namesakes
from paperbrowser.sources.http import Client
from paperbrowser.sources.protocol import Candidate

# Given the source, the person's id there and a client; returns the exit code.
Keep = Callable[[str, str, Client], int]

_LISTED = 25  # people of one name

_NOTES = """\
Fetched again, a profile is brought up to date: its papers stay, with the name
and whatever else you changed. Nothing is written before all papers are there.
Ctrl+C stops at once; the same command goes on from the last page on the same
day. With --yes, or without a terminal, nothing is asked: the people of that
name are printed, each with the command that fetches them.
A person with several ids at a source: fetch one, and the others with --into and
the profile's name. `update` goes on with the first.
"""


def run(arguments: list[str]) -> int:
    """Fetch the person that `arguments` name."""
    parser = Parser(
        "paperbrowser fetch",
        usage="paperbrowser fetch NAME|ID|URL [--source NAME] [--into PROFILE] [--yes]",
        description="Fetch a person's papers, and keep them as a profile.",
        epilog=f"sources, what they have, and their ids of a person:\n{_sources()}\n\n{_NOTES}",
    )
    add_arguments(parser)
    parser.add_argument("--into", metavar="PROFILE", help="the profile that the papers join")
    chosen = parser.parse_args(arguments)
    keep = partial(fetch_and_keep, into=chosen.into)
    further = f" --into {shlex.quote(clean_line(chosen.into))}" if chosen.into else ""
    return keep_person(parser, chosen, given_person(parser, chosen), keep, further=further)


def add_arguments(parser: Parser) -> None:
    """Add the arguments that name a person, and say where they are looked for."""
    parser.add_argument(
        "person",
        nargs="+",
        metavar="NAME|ID|URL",
        help="a name, an id (ORCID iD, A5023888391) or its page",
    )
    parser.add_argument(
        "--source", type=_source, metavar="NAME", help=f"the source; default: {DEFAULT}"
    )
    parser.add_argument("--yes", action="store_true", help="ask nothing: print the choices instead")


def given_person(parser: Parser, chosen: argparse.Namespace) -> str:
    """Return the name or id of a person as it was typed; exit if it cannot be one."""
    person = clean_line(" ".join(chosen.person))
    if not person:
        parser.error("the name is empty")
    if (wrong := why_not_a_name(person)) is not None:
        parser.error(wrong)
    return person


def keep_person(
    parser: Parser, chosen: argparse.Namespace, person: str, keep: Keep, *, further: str = ""
) -> int:
    """Find out who is meant, by asking if several people have the name, and keep them as a profile.

    Args:
        parser: that of the command, which is named in what is printed.
        chosen: the arguments of `add_arguments`.
        person: a name, an id or the address of a page.
        keep: does with the person what the command is for, given the source, the id there and a client.
        further: what commands that are printed have at their end.

    Returns:
        the exit code.
    """
    named = identify(person, chosen.source)
    if named is None and person.isdecimal():
        parser.error(f"{person} is an id at more than one source; add --source")
    if named is not None and chosen.source not in {None, named[0]}:
        parser.error(
            f"{person} is an id of {SOURCES[named[0]].label}, not of {SOURCES[chosen.source].label}; "
            "leave out --source"
        )
    with configured_client() as client:
        try:
            if named is None:
                found = fetch.find(chosen.source or DEFAULT, person, client=client)
                asks = not chosen.yes and _can_ask()
                candidate = _chosen(found, parser.prog, ask=asks, further=further)
                if isinstance(candidate, int):
                    return candidate
                named = candidate.source, candidate.id
            return keep(*named, client)
        except FetchError as error:
            say(f"{error} (--source NAME)" if error.elsewhere else str(error))
        except (ReadError, SaveError) as error:
            say(str(error))
        return 1


def fetch_and_keep(source: str, id_: str, client: Client, *, into: str | None = None) -> int:
    """Fetch a person, keep the profile, and print what became of it; return the exit code.

    Args:
        source: the name of the service.
        id_: the person's id there.
        client: asks the service.
        into: the profile that the papers join; by default that of the person.

    Raises:
        FetchError: see `sources.fetch.fetch`.
        ReadError: the person's profile is there and does not read.
        SaveError: the profile could not be written.
    """
    profile = fetch_with_progress(source, id_, client=client)
    if profile is None:
        return 130
    label = SOURCES[source].label
    done = importing.import_fetched(
        profile, label, into=into, waiting=ProgressLine().waiting, undoable=True
    )
    UndoSteps().keep(done)
    print_result(done)
    print_doubtful(done)
    name = clean_line(done.path.stem)
    if not done.merged.profile.followed:
        say(f"{name}: not followed; `paperbrowser follow {shlex.quote(name)}` follows again")
    print_line(f"Open it with: paperbrowser {shlex.quote(as_argument(name))}")
    return 0


def _source(name: str) -> str:
    """Return the name of a source, of ours or of another package."""
    from paperbrowser.sources.plugins import is_known

    if not is_known(name):
        known = ", ".join(SOURCES)
        raise argparse.ArgumentTypeError(f'"{name}" is not one of {known}')
    return name


def _sources() -> str:
    indent = max(map(len, SOURCES)) + 4
    return "\n".join(
        textwrap.fill(
            info.about,
            79,
            initial_indent=f"  {info.name}".ljust(indent),
            subsequent_indent=" " * indent,
            break_on_hyphens=False,
        )
        for info in SOURCES.values()
    )


def configured_client(*, quiet: bool = False) -> Client:
    """Return a client with the user's settings; print what is wrong with them.

    Args:
        quiet: do not print that it waits.
    """
    settings, problems = source_settings.load()
    for problem in problems:
        say(problem)
    return Client(settings, on_wait=None if quiet else say)


def fetch_with_progress(
    source: str, id_: str, *, client: Client, known: Profile | None = None
) -> Profile | None:
    """Fetch a person and show the progress; return None after Ctrl+C, with a message.

    Args:
        source: the name of the service.
        id_: the person's id there.
        client: asks the service.
        known: the profile to update, if only new papers are needed.

    Raises:
        FetchError: see `sources.fetch.fetch`.
    """
    line = ProgressLine()
    done = 0

    def progress(papers: int, _: int | None, sentence: str) -> None:
        nonlocal done
        done = papers
        line.show(sentence)

    try:
        return fetch.fetch(source, id_, client=client, known=known, progress=progress)
    except KeyboardInterrupt:
        line.clear()
        kept = f"{count_of_papers(done)} {'is' if done == 1 else 'are'} kept to go on from"
        going_on = f"{kept}, " if done else ""
        say(f"stopped; {going_on}the profile is unchanged")
        return None
    finally:
        line.clear()


def _can_ask() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _chosen(found: Namesakes, command: str, *, ask: bool, further: str) -> Candidate | int:
    """Return the person that the user means, or the exit code."""
    if len(found.people) == 1:
        return found.people[0]
    if ask:
        return _asked(found)
    say(f"{found.sentence}; {command.rpartition(' ')[2]} one of them:")
    for candidate in found.people[:_LISTED]:
        sys.stderr.write(f"  {_command(command, candidate)}{further}  # {candidate.description}\n")
    return 2


def _asked(found: Namesakes) -> Candidate | int:
    say(f"{found.sentence}:")
    for number, candidate in enumerate(found.people[:_LISTED], 1):
        sys.stderr.write(f"{number:4}  {candidate.description}\n")
    most = min(len(found.people), _LISTED)
    while True:
        sys.stderr.write(f"Which one (1 to {most}, q to quit)? ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        answer = line.strip().lower()
        if not line:
            sys.stderr.write("\n")
        if not line or answer in {"q", "quit"}:
            return 0
        if answer.isascii() and answer.isdigit() and 0 < int(answer[:9]) <= most:
            return found.people[int(answer[:9]) - 1]


def _command(command: str, candidate: Candidate) -> str:
    """Return a command for one person: "paperbrowser fetch A5023888391"."""
    command = f"{command} {shlex.quote(candidate.id)}"
    known = identify(candidate.id) == (candidate.source, candidate.id)
    return command if known else f"{command} --source {candidate.source}"
