"""`paperbrowser fetch`: a person's papers from OpenAlex or another source, kept as a profile."""

import shlex
import sys
from collections.abc import Callable

from paperbrowser.cli.import_ import print_doubtful, print_result
from paperbrowser.cli.output import print_line, say
from paperbrowser.cli.parser import Parser
from paperbrowser.cli.progress_line import ProgressLine
from paperbrowser.formats.result import ReadError
from paperbrowser.library import importing
from paperbrowser.library.store import SaveError
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Profile
from paperbrowser.papers.text import clean_line
from paperbrowser.sources import (
    DEFAULT,
    LABELS,
    NAMES,
    Candidate,
    fetch,
    identify,
    no_name,
    source_named,
)
from paperbrowser.sources import settings as source_settings
from paperbrowser.sources.fetch import FetchError
from paperbrowser.sources.http import Client

_LISTED = 25  # people of one name

_NOTES = """\
sources, what they have, and how they name a person:
  openalex         all fields, abstracts, citations: A5023888391, ORCID iD
  semanticscholar  all fields, abstracts, citations: its author pages
  arxiv            preprints, of a name rather than a person: ho_s_1,
                   au:"Shirley Ho"
  inspire          high-energy physics and around it: S.Ho.1, ORCID iD, its
                   author pages
  dblp             computer science, no abstracts: 05/7780, its pages
  orcid            what people list themselves: ORCID iD

Fetched again, a profile is brought up to date: papers that are there stay, with
the name and whatever else you changed. Nothing is written before all of it is
there. Ctrl+C stops at once, and the same command goes on from the last page on
the same day. With --yes, or without a terminal, nothing is asked: the people of
that name are printed with the command for each.
"""


def run(arguments: list[str], as_argument: Callable[[str], str]) -> int:
    """Fetch whoever is meant; `as_argument` tells how the command line takes a profile's name."""
    parser = Parser(
        "paperbrowser fetch",
        usage="paperbrowser fetch NAME|ID|URL [--source NAME] [--yes]",
        description="Fetch a person's papers, and keep them as a profile.",
        epilog=_NOTES,
    )
    parser.add_argument(
        "person",
        nargs="+",
        metavar="NAME|ID|URL",
        help="a name, an id (ORCID iD, A5023888391) or its page",
    )
    parser.add_argument(
        "--source", choices=NAMES, metavar="NAME", help=f"whom to ask; default: {DEFAULT}"
    )
    parser.add_argument("--yes", action="store_true", help="ask nothing: name who there is instead")
    chosen = parser.parse_args(arguments)
    person = clean_line(" ".join(chosen.person))
    if not person:
        parser.error("the name is empty")
    if (wrong := no_name(person)) is not None:
        parser.error(wrong)
    named = identify(person, chosen.source)
    if named is None and person.isdecimal():
        parser.error(f"{person} is an id at more than one source; add --source")
    if named is not None and chosen.source not in {None, named[0]}:
        parser.error(
            f"{person} is an id of {LABELS[named[0]]}, not of {LABELS[chosen.source]}; leave out --source"
        )
    with asking() as client:
        try:
            if named is None:
                source = chosen.source or DEFAULT
                found = source_named(source).find(client, person)
                candidate = _chosen(person, source, found, ask=not chosen.yes and _can_ask())
                if isinstance(candidate, int):
                    return candidate
                named = candidate.source, candidate.id
            profile = watched(*named, client=client)
            if profile is None:
                return 130
            done = importing.keep(profile, LABELS[profile.source or DEFAULT])
        except (FetchError, ReadError, SaveError) as error:
            say(str(error))
            return 1
    print_result(done)
    print_doubtful(done)
    name = as_argument(clean_line(done.path.stem))
    print_line(f"Open it with: paperbrowser {shlex.quote(name)}")
    return 0


def asking() -> Client:
    """What asks the sources as the reader's settings say; what is wrong with these is told."""
    settings, problems = source_settings.load()
    for problem in problems:
        say(problem)
    return Client(settings)


def watched(
    source: str, id_: str, *, client: Client, known: Profile | None = None
) -> Profile | None:
    """What `fetching.fetch` gives; None after Ctrl+C, which is told."""
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


def _chosen(person: str, source: str, found: list[Candidate], *, ask: bool) -> Candidate | int:
    """The one who is meant, or the status to end with."""
    name = LABELS[source]
    if not found:
        say(f"{name} knows nobody of the name {person}; check the spelling, or --source another")
        return 1
    if len(found) == 1:
        return found[0]
    if ask:
        return _asked(person, name, found)
    say(f"{name} knows {len(found)} people by the name {person}; fetch one of them:")
    for candidate in found[:_LISTED]:
        sys.stderr.write(f"  {_command(candidate)}  # {_described(candidate)}\n")
    return 2


def _asked(person: str, name: str, found: list[Candidate]) -> Candidate | int:
    say(f"{name} knows {len(found)} people by the name {person}:")
    for number, candidate in enumerate(found[:_LISTED], 1):
        sys.stderr.write(f"{number:4}  {_described(candidate)}\n")
    most = min(len(found), _LISTED)
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
            return found[int(answer[:9]) - 1]


def _described(candidate: Candidate) -> str:
    count = None if candidate.papers is None else count_of_papers(candidate.papers)
    return ", ".join(filter(None, (candidate.name, candidate.affiliation, count)))


def _command(candidate: Candidate) -> str:
    """What to type to fetch this one."""
    command = f"paperbrowser fetch {shlex.quote(candidate.id)}"
    known = identify(candidate.id) == (candidate.source, candidate.id)
    return command if known else f"{command} --source {candidate.source}"
