"""`paperbrowser library`: create a group's library in PostgreSQL, add papers to it, keep it up to date."""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from paperbrowser.cli.output import ProgressLine, print_line, say
from paperbrowser.cli.parser import Parser
from paperbrowser.cli.selection import refuse_password
from paperbrowser.library import locate, store
from paperbrowser.library.locate import Origin
from paperbrowser.papers.display import count_of_papers, counted
from paperbrowser.papers.text import clean_line
from paperbrowser.postgres import address as addresses
from paperbrowser.postgres import schema
from paperbrowser.settings import config

if TYPE_CHECKING:
    import psycopg

ACTIONS = ("create", "add", "update", "status", "drop")
_NOTES = """\
create   makes the tables of a library in a database that is there and empty
add      puts the papers of profiles and files into it; it can be stopped, and
         goes on where it was when it is called again
update   adds the profiles again that were added before and changed since
status   prints how many papers it has, and whether adding was interrupted
drop     deletes the library; asks first

ADDRESS is postgresql://USER@HOST/DATABASE, with ?sslmode=verify-full to check
the server's certificate. Without it, the `library` of config.toml is meant.
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
    parser.add_argument("action", choices=ACTIONS, help="what to do, see below")
    parser.add_argument(
        "names",
        nargs="*",
        default=[],
        metavar="ADDRESS|PROFILE|FILE",
        help="the library, then what to add",
    )
    parser.add_argument(
        "--partitions",
        type=_partitions,
        metavar="N",
        help=f"parts of the table of papers, for create (default: {schema.PARTITIONS})",
    )
    parser.add_argument("--readers", metavar="ROLE", help="a role that may read, for create")
    parser.add_argument("--yes", action="store_true", help="do not ask, for drop")
    chosen = parser.parse_args(arguments)
    for option, given in (("--partitions", chosen.partitions), ("--readers", chosen.readers)):
        if given is not None and chosen.action != "create":
            parser.error(f"{option} is for create")
    address, names = _library(parser, chosen)
    with addresses.connect(address) as connection:
        match chosen.action:
            case "create":
                partitions = chosen.partitions or schema.PARTITIONS
                schema.create(connection, address, partitions=partitions, readers=chosen.readers)
                print_line(f"created a library at {addresses.masked(address)}")
            case "add":
                return _add(connection, address, [locate.locate(name) for name in names])
            case "update":
                return _update(connection, address)
            case "status":
                _print_status(connection, address)
            case "drop":
                return _drop(connection, address, asks=not chosen.yes)
    return 0


def _library(parser: Parser, chosen: argparse.Namespace) -> tuple[str, list[str]]:
    """Return the address of the library, and the names of what to add."""
    names: list[str] = chosen.names
    if names and addresses.is_address(names[0]):
        address, *names = names
        refuse_password(address)
    else:
        settings, warnings = config.load()
        for warning in warnings:
            say(warning)
        address = settings.library
        if not address:
            parser.error("which library? Give its address, or write library in config.toml")
    if names and chosen.action != "add":
        parser.error(f"{chosen.action} takes an address and no names")
    if not names and chosen.action == "add":
        parser.error("add needs profiles or files")
    return address, names


def _partitions(text: str) -> int:
    if text.isdecimal() and 0 < int(text[:9]) <= schema.MOST_PARTITIONS:
        return int(text)
    raise argparse.ArgumentTypeError(
        f'"{text}" must be a number from 1 to {schema.MOST_PARTITIONS}'
    )


def _add(connection: "psycopg.Connection", address: str, origins: Sequence[Origin]) -> int:
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

            added = adding.add(
                connection, address, name, profile.papers, title=profile.name, progress=show
            )
            line.clear()
            new += added.new
            rest = f", {added.removed:,} removed" if added.removed else ""
            print_line(
                f"{clean_line(profile.name)}: {count_of_papers(added.works)}, {added.new:,} new{rest}"
            )
        adding.tidy(connection, new)
    except KeyboardInterrupt:
        line.clear()
        say("stopped; the same command goes on where it was")
        return 130
    finally:
        line.clear()
    return 0


def _update(connection: "psycopg.Connection", address: str) -> int:
    with addresses.as_sentences(address):
        schema.check(connection, address)
        names = schema.sources(connection)
    found = {name: locate.profile_named(name) for name in names}
    others = [name for name, path in found.items() if path is None]
    if others:
        many = counted(len(others), "source")
        say(f"{many} of it are no profiles here: {', '.join(map(clean_line, others[:5]))}")
    origins = [Origin(path, "library") for path in found.values() if path is not None]
    return _add(connection, address, origins)


def _print_status(connection: "psycopg.Connection", address: str) -> None:
    with addresses.as_sentences(address):
        schema.check(connection, address)
        status = schema.status(connection)
    print_line(
        f"{count_of_papers(status.works)} of {counted(status.sources, 'source')}, "
        f"{status.size / 1e6:,.0f} MB in {counted(status.partitions, 'partition')}, "
        f"PostgreSQL {clean_line(status.server)}"
    )
    for name in status.unfinished:
        print_line(f"{clean_line(name)} was not added to its end: add it again")


def _drop(connection: "psycopg.Connection", address: str, *, asks: bool) -> int:
    with addresses.as_sentences(address):
        if not schema.exists(connection):
            say(f"{addresses.masked(address)} has no library")
            return 1
        if asks:
            if sys.stdin is None or not sys.stdin.isatty():
                say("drop asks first, and there is no terminal to ask on; add --yes")
                return 2
            sys.stderr.write(
                f"Delete the library at {addresses.masked(address)} with all its papers? [y/N] "
            )
            sys.stderr.flush()
            if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
                say("nothing was deleted")
                return 1
        schema.drop(connection)
    print_line(f"deleted the library at {addresses.masked(address)}")
    return 0
