"""`paperbrowser library`: create a group's library in PostgreSQL, add papers to it, keep it up to date."""

import argparse
import sys
from collections.abc import Sequence
from itertools import takewhile

from paperbrowser.cli import library_sharing
from paperbrowser.cli.output import ProgressLine, print_line, say
from paperbrowser.cli.parser import Parser
from paperbrowser.cli.selection import refuse_password
from paperbrowser.library import locate, store
from paperbrowser.library.locate import Origin
from paperbrowser.papers.display import count_of_papers, counted
from paperbrowser.papers.text import clean_line
from paperbrowser.postgres import schema, servers
from paperbrowser.postgres.address import is_address, masked
from paperbrowser.postgres.servers import Servers
from paperbrowser.settings import config

ACTIONS = (
    "create", "add", "update", "status", "upgrade", "share", "tags", "tag", "untag", "drop",
)  # fmt: skip
_NAMED = {  # what an action needs after the address
    "add": "profiles or files",
    "tag": "a team, a tag, and papers",
    "untag": "a team, a tag, and papers",
}
_NOTES = """\
create   makes the tables of a library in a database that is there and empty,
         or in several, each of which gets a part of the papers
add      puts the papers of profiles and files into it; it can be stopped, and
         goes on where it was when it is called again
update   adds the profiles again that were added before and changed since
status   prints how many papers it has, and whether adding was interrupted
upgrade  changes the tables of a library that an older paperbrowser made; add
         and update do that too
share    lets the members of a TEAM, a role of the database, read the library
         and share tags and notes; without a team prints those that do
tags     prints the tags that your teams share, with --json for programs
tag      gives papers a tag of a team: TEAM TAG PAPER...; untag takes it off.
         PAPER is a DOI, an arXiv id, or a query that finds one paper
drop     deletes the library; asks first

ADDRESS is postgresql://USER@HOST/DATABASE, with ?sslmode=verify-full to check
the server's certificate. Without it, the `library` of config.toml is meant.
A library of several parts is named by the addresses of all, in any order.
Passwords belong in ~/.pgpass; on a command line other users can see them.
`paperbrowser ADDRESS` opens the library, `paperbrowser list ADDRESS -q WORDS`
prints papers of it, `paperbrowser export ADDRESS` writes them.
"""


def run(arguments: list[str]) -> int:
    """Create, fill, describe or delete the library that `arguments` name."""
    parser = Parser(
        "paperbrowser library",
        description="Keep a group's library in a PostgreSQL database.",
        epilog=_NOTES,
    )
    parser.add_argument(
        "action", choices=ACTIONS, metavar="action", help=f"{', '.join(ACTIONS)}; see below"
    )
    parser.add_argument(
        "names",
        nargs="*",
        default=[],
        metavar="ADDRESS|NAME",
        help="the library, then profiles and files to add, or as below",
    )
    parser.add_argument(
        "--partitions",
        type=_partitions,
        metavar="N",
        help=f"parts of the table of papers, for create (default: {schema.PARTITIONS})",
    )
    parser.add_argument("--readers", metavar="ROLE", help="a role that may read, for create")
    parser.add_argument("--yes", action="store_true", help="do not ask, for drop")
    parser.add_argument("--json", action="store_true", help="for other programs, for tags")
    parser.add_argument("--stop", action="store_true", help="let the team share no more, for share")
    chosen = parser.parse_args(arguments)
    for option, is_given, action in (
        ("--partitions", chosen.partitions is not None, "create"),
        ("--readers", chosen.readers is not None, "create"),
        ("--json", chosen.json, "tags"),
        ("--stop", chosen.stop, "share"),
    ):
        if is_given and chosen.action != action:
            parser.error(f"{option} is for {action}")
    addresses, names = _library(parser, chosen)
    match chosen.action:
        case "create":
            partitions = chosen.partitions or schema.PARTITIONS
            servers.create(addresses, partitions=partitions, readers=chosen.readers)
            print_line(f"created a library at {_shown(addresses)}")
        case "add" | "update" | "upgrade":
            with Servers(*addresses, check=schema.upgraded) as library:
                library.connect()
                if chosen.action == "add":
                    return _add(library, [locate.locate(name) for name in names])
                if chosen.action == "update":
                    return _update(library)
            print_line(f"the library at {_shown(addresses)} is of version {schema.VERSION}")
        case "status":
            with Servers(*addresses) as library:
                _print_status(library)
        case "share":
            return library_sharing.share(addresses, names, stop=chosen.stop)
        case "tags":
            library_sharing.print_tags(addresses, as_json=chosen.json)
        case "tag" | "untag":
            team, tag, *papers = names
            return library_sharing.tag(addresses, team, tag, papers, on=chosen.action == "tag")
        case "drop":
            return _drop(addresses, asks=not chosen.yes)
    return 0


def _library(parser: Parser, chosen: argparse.Namespace) -> tuple[Sequence[str], Sequence[str]]:
    """Return the addresses of the library, and the names of what to add."""
    named: list[str] = chosen.names
    addresses: Sequence[str] = [*takewhile(is_address, named)]
    names = named[len(addresses) :]
    for address in addresses:
        refuse_password(address)
    if not addresses:
        settings, warnings = config.load()
        for warning in warnings:
            say(warning)
        addresses = settings.library
        if not addresses:
            parser.error("which library? Give its address, or write library in config.toml")
    needs = _NAMED.get(chosen.action)
    if names and needs is None and chosen.action != "share":
        parser.error(f"{chosen.action} takes an address and no names")
    if needs is not None and len(names) < needs.count(",") + 1:
        parser.error(f"{chosen.action} needs {needs}")
    return addresses, names


def _shown(addresses: Sequence[str]) -> str:
    return ", ".join(map(masked, addresses))


def _partitions(text: str) -> int:
    if text.isdecimal() and 0 < int(text[:9]) <= schema.MOST_PARTITIONS:
        return int(text)
    raise argparse.ArgumentTypeError(
        f'"{text}" must be a number from 1 to {schema.MOST_PARTITIONS}'
    )


def _add(library: Servers, origins: Sequence[Origin]) -> int:
    from paperbrowser.postgres import adding

    new = 0
    line = ProgressLine()
    try:
        for origin in origins:
            profile = store.read(origin.path).profile
            name = origin.path.stem if origin.kind == "library" else origin.path.name
            total = len(profile.papers)

            def show(done: int, name: str = name, total: int = total) -> None:
                line.show(f"{name}: {done:,} of {count_of_papers(total)}")

            added = adding.add_to_parts(
                library, name, profile.papers, title=profile.name, progress=show
            )
            line.clear()
            new += added.new
            rest = f", {added.removed:,} removed" if added.removed else ""
            print_line(
                f"{clean_line(profile.name)}: {count_of_papers(added.works)}, {added.new:,} new{rest}"
            )
        library.run(lambda connection, _at: adding.tidy(connection, new))
    except KeyboardInterrupt:
        line.clear()
        say("stopped; the same command goes on where it was")
        return 130
    finally:
        line.clear()
    return 0


def _update(library: Servers) -> int:
    names = {name for each in library.run(lambda one, _at: schema.sources(one)) for name in each}
    found = {name: locate.profile_named(name) for name in sorted(names)}
    others = [name for name, path in found.items() if path is None]
    if others:
        many = counted(len(others), "source")
        say(f"{many} of it are no profiles here: {', '.join(map(clean_line, others[:5]))}")
    origins = [Origin(path, "library") for path in found.values() if path is not None]
    return _add(library, origins)


def _print_status(library: Servers) -> None:
    each = library.run(lambda connection, _at: schema.status(connection))
    status = schema.joined(each)
    print_line(
        f"{count_of_papers(status.works)} of {counted(len(status.sources), 'source')}, "
        f"{status.size / 1e6:,.0f} MB in {counted(status.partitions, 'partition')}, "
        f"PostgreSQL {clean_line(status.server)}"
    )
    if len(each) > 1:
        for address, one in zip(library.addresses, each, strict=True):
            print_line(f"{masked(address)}: {count_of_papers(one.works)}")
    for name in status.unfinished:
        print_line(f"{clean_line(name)} was not added to its end: add it again")


def _drop(addresses: Sequence[str], *, asks: bool) -> int:
    if asks and (sys.stdin is None or not sys.stdin.isatty()):
        say("drop asks first, and there is no terminal to ask on; add --yes")
        return 2
    sure = not asks

    def confirm() -> bool:
        nonlocal sure
        if not sure:
            sys.stderr.write(
                f"Delete the library at {_shown(addresses)} with all its papers? [y/N] "
            )
            sys.stderr.flush()
            sure = sys.stdin.readline().strip().lower() in {"y", "yes"}
        return sure

    if not servers.drop(addresses, confirm):
        say(f"{_shown(addresses)} has no library")
        return 1
    if not sure:
        say("nothing was deleted")
        return 1
    print_line(f"deleted the library at {_shown(addresses)}")
    return 0
