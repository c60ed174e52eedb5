"""Select papers on the command line: PROFILE|FILE, -q, --sort, --reverse, --limit."""

import argparse
import datetime
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from paperbrowser.cli import standard_input
from paperbrowser.cli.output import ProgressLine, say
from paperbrowser.cli.parser import Parser, day
from paperbrowser.formats.result import ReadResult
from paperbrowser.library import locate, store
from paperbrowser.library.locate import Origin
from paperbrowser.papers.marks import NO_MARKS, Marks
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.reading import corrections
from paperbrowser.search.view import Catalogue, View
from paperbrowser.settings import config

if TYPE_CHECKING:
    from paperbrowser.postgres.server_engine import ServerEngine
    from paperbrowser.reading.marking import Marking
    from paperbrowser.search.query import Query
    from paperbrowser.search.texts import TextWords

_BEST_OF_LIBRARY = 100  # papers
_SORTS = [key.value for key in SortKey]


class Selection(NamedTuple):
    """Papers of a profile.

    Attributes:
        profile: the profile.
        papers: those selected, in their order.
        marks: those of each paper.
        heads: by each name of a co-author who has several, by the user's word, the one that they go by.
    """

    profile: Profile
    papers: Sequence[Paper]
    marks: Sequence[Marks]
    heads: Mapping[str, str] = {}


# Arguments


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that `select` needs."""
    add_source(parser)
    parser.add_argument("-q", "--query", help="only papers with these words, best first")
    parser.add_argument(
        "--sort",
        choices=_SORTS,
        metavar="ORDER",
        help=f"the order of the papers: {', '.join(_SORTS)}",
    )
    parser.add_argument("--reverse", action="store_true", help="the other way round")
    parser.add_argument("--limit", type=positive, metavar="N", help="at most N papers")


def add_source(parser: argparse.ArgumentParser) -> None:
    """Add the argument for a profile or file, and --as-of."""
    parser.add_argument(
        "source",
        nargs="*",
        metavar="PROFILE|FILE",
        help="a profile's name, or any file with papers, or - for standard input; several profiles, or "
        "a group of config.toml, are shown as one (default: the profile opened or imported last)",
    )
    parser.add_argument("--all", action="store_true", help="all profiles as one")
    add_as_of(parser)


def origin_of(
    arguments: argparse.Namespace,
    groups: Mapping[str, Sequence[str]],
    one: Callable[[str | None], Origin] | None = None,
) -> Origin:
    """Return the file or the profiles that `arguments` name.

    Args:
        arguments: those of `add_source`.
        groups: the groups of the settings: names of profiles by the name of the group.
        one: finds one file by its name, by default `locate.locate`.

    Raises:
        ReadError: one of them is not there.
        SystemExit: --all stands beside names.
    """
    names: list[str] = arguments.source
    if arguments.all and names:
        say("--all opens every profile; leave out the names; see `--help`")
        raise SystemExit(2)
    if arguments.all:
        return locate.everyone()
    title = ", ".join(names)
    if len(names) == 1 and names[0] in groups:
        names = [*groups[names[0]]]
    elif len(names) < 2:
        return (one or locate.locate)(names[0] if names else None)
    return locate.several(title, [locate.locate(name).path for name in names])


def add_as_of(parser: argparse.ArgumentParser) -> None:
    """Add --as-of."""
    parser.add_argument(
        "--as-of",
        type=day,
        metavar="DATE",
        help="the day the file was saved, for dates without a year",
    )


def positive(text: str) -> int:
    """Return an argument that is a number from 1 on."""
    if text.isdecimal() and int(text[:9]) > 0:
        return int(text[:9])
    raise argparse.ArgumentTypeError(f'"{text}" must be a whole number, 1 or more')


# Papers


def select(parser: Parser, arguments: argparse.Namespace) -> Selection:
    """Read the profile or file that `arguments` name, print remarks on it, and select papers.

    Raises:
        ReadError: it cannot be read.
        SystemExit: the arguments contradict each other, or a filter of the query cannot be read.
    """
    query = arguments.query or ""
    settings = settings_of(parser, arguments)
    if addresses := library_of(arguments, settings):
        return _of_library(addresses, arguments)
    if arguments.source == [standard_input.ARGUMENT]:
        with standard_input.as_file() as path:
            return _selected(Origin(path, "file"), arguments, query, settings)
    return _selected(origin_of(arguments, settings.groups), arguments, query, settings)


def settings_of(parser: Parser, arguments: argparse.Namespace) -> config.Config:
    """Return the settings, once the query of the arguments is known to be understood."""
    query = arguments.query or ""
    if unread := _unread(query):
        say("; ".join(unread))
        raise SystemExit(2)
    if arguments.sort == SortKey.RELEVANCE and not query:
        parser.error("--sort relevance needs words to search for: add -q WORDS")
    settings, warnings = config.load()
    for warning in warnings:
        say(warning)
    return settings


def _selected(
    origin: Origin, arguments: argparse.Namespace, query: str, settings: config.Config
) -> Selection:
    if origin.kind == "sample" and not arguments.source:
        say("no profile yet, so this is the sample; `paperbrowser import FILE` adds one")
    from paperbrowser.library import gather

    reading = gather.read(origin, as_of=arguments.as_of, correct=corrections.load())
    piped = arguments.source == [standard_input.ARGUMENT]
    if not piped and reading.as_read is not None:
        store.make_snapshot(origin.path, reading.as_read, arguments.as_of)
    if origin.kind != "sample":  # the user can do nothing about remarks on that
        remark_on(reading, standard_input.NAME if piped else origin.path)
    catalogue = Catalogue(reading.profile, members=reading.members, correction=reading.correction)
    if (marking := marking_if_any()) is not None:
        catalogue.put_marks(marking.marks_of_all(catalogue.papers))
        if marking.persons:
            from paperbrowser.insight.people import heads_within

            catalogue.heads = heads_within(marking.persons, reading.profile, catalogue.papers)
    view = View(catalogue, _order(arguments.sort, settings))
    if query:
        view = _searched(view, query, origin, arguments.as_of)
        if arguments.sort is not None:
            view = view.sorted(Order(SortKey(arguments.sort)))
        if not view.found:
            say(f'no paper matches "{query}"')
    if arguments.reverse:
        view = view.sorted(view.order_in_force.reversed())
    rows = view.rows()[: arguments.limit]
    return Selection(
        reading.profile,
        [catalogue.papers[row] for row in rows],
        [catalogue.marks_at(row) for row in rows],
        catalogue.heads,
    )


def library_of(arguments: argparse.Namespace, settings: config.Config) -> tuple[str, ...]:
    """Return the addresses of the library that `arguments` or the settings name; none for profiles and files.

    Raises:
        SystemExit: names of profiles stand beside it, or it has a password on the command line.
    """
    names: list[str] = arguments.source
    if not any(name.startswith(config.LIBRARY_SCHEMES) for name in names):
        return () if names or arguments.all else settings.library
    if arguments.all or not all(name.startswith(config.LIBRARY_SCHEMES) for name in names):
        say("a library is opened alone; leave out the other names")
        raise SystemExit(2)
    for name in names:
        refuse_password(name)
    return tuple(names)


def refuse_password(name: str) -> None:
    """End with status 2 if a name on the command line is an address with a password in it."""
    if not name.startswith(config.LIBRARY_SCHEMES):
        return
    from paperbrowser.postgres.address import has_password, masked

    if has_password(name):
        say(
            f"{masked(name)} has a password, which other users of this machine can see; "
            "put it into ~/.pgpass"
        )
        raise SystemExit(2)


def _of_library(addresses: Sequence[str], arguments: argparse.Namespace) -> Selection:
    """Ask the servers of a library for the best papers, `--limit` or a hundred of them."""
    from paperbrowser.postgres.address import title_of

    asked = parsed(arguments.query or "")
    order = None if arguments.sort is None else Order(SortKey(arguments.sort))
    if arguments.reverse:
        default = SortKey.RELEVANCE if asked.ranks else SortKey.DATE
        order = (order or Order(default)).reversed()
    with closing(engine_of(addresses)) as engine:
        found = engine.find(asked, arguments.limit or _BEST_OF_LIBRARY, order=order)
    positions = found.results.positions.tolist()
    papers = engine.texts(positions)
    if arguments.query and not papers:
        say(f'no paper matches "{arguments.query}"')
    elif found.total > len(papers) and arguments.limit is None:
        about = "" if found.exact else "about "
        say(f"the best {len(papers):,} of {about}{found.total:,} papers; --sort date gives all")
    profile = Profile(name=title_of(*addresses), papers=tuple(papers))
    return Selection(profile, papers, marks_on(engine, papers))


def engine_of(addresses: Sequence[str]) -> "ServerEngine":
    """Return what searches a library, with the user's marks."""
    from paperbrowser.postgres.asking import Marked
    from paperbrowser.postgres.server_engine import ServerEngine

    marking = marking_if_any()
    if marking is None:
        return ServerEngine(*addresses)
    engine = ServerEngine(*addresses, marks_of=marking.marks_of_all)
    engine.marked = Marked([*marking.state.works()])
    return engine


def marks_on(engine: "ServerEngine", papers: Sequence[Paper]) -> Sequence[Marks]:
    """Return the marks on papers of a library: the user's own, and those shared with the user's teams."""
    own = engine.marks_of(papers) if engine.marks_of is not None else ()
    return engine.shared.marked(papers, own) or [NO_MARKS] * len(papers)


def parsed(query: str) -> "Query":
    """Return a query; say what cannot be understood of it."""
    from paperbrowser.search.query import parse

    asked = parse(query)
    for problem in asked.problems:
        say(problem)
    if asked.asks_texts:
        texts_of(())  # brings those on this disk up to date
    return asked


def marking_if_any() -> "Marking | None":
    """Return the user's marks; None where there are none, or with a remark where they cannot be read."""
    from paperbrowser.reading import journal

    if not journal.folder().is_dir():
        return None
    from paperbrowser.reading.marking import Marking

    try:
        marking = Marking()
    except OSError as error:
        say(f"marks cannot be read: {error.strerror or error}")
        return None
    for problem in marking.problems:
        say(f"marks: {problem}")
    return marking


def _unread(query: str) -> tuple[str, ...]:
    """Return a sentence for each filter of the query that cannot be read."""
    if ":" not in query:
        return ()
    from paperbrowser.search.query import parse

    return parse(query).unread


def _searched(view: View, query: str, origin: Origin, as_of: datetime.date | None) -> View:
    from paperbrowser.insight.own_engine import OwnEngine
    from paperbrowser.search.cache import index_for
    from paperbrowser.search.query import parse
    from paperbrowser.search.several_names import with_all_names

    profile = view.catalogue.profile
    heads = view.catalogue.heads
    asked = with_all_names(parse(query, profile.since, profile.name), heads)
    for problem in asked.problems:
        say(problem)
    index = index_for(
        view.catalogue.papers,
        origin.path,
        as_of=as_of,
        correction=view.catalogue.correction,
        members=view.catalogue.members,
    )
    if asked.asks_texts:
        view.catalogue.texts = texts_of(view.catalogue.papers)
    found = OwnEngine(view.catalogue, index).find(asked).results
    return view.asked(query).answered(
        found.positions.tolist(), ranked=found.ranked, shows_hidden=asked.shows_hidden
    )


def texts_of(papers: Sequence[Paper]) -> "TextWords | None":
    """Return what finds words in the texts of papers; None, with a message, where they cannot be searched."""
    from paperbrowser.texts.index import TextIndexError, prepared

    line = ProgressLine()
    try:
        return prepared(papers, lambda part: line.show(f"reading the texts: {part:.0%}"))
    except TextIndexError as error:
        say(str(error))
        return None
    finally:
        line.clear()


def _order(sort: str | None, settings: config.Config) -> Order:
    return settings.sort if sort is None else Order(SortKey(sort))


def remark_on(reading: ReadResult, place: Path | str) -> None:
    """Print the remarks on what was read from a file or another place."""
    for remark in reading.remarks:
        say(f"{place}{': ' if remark.line is None else ', '}{remark}")
