"""The papers of a library on servers, for commands that print, write or count them."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from paperbrowser.cli.output import ProgressLine, say
from paperbrowser.cli.parser import Parser
from paperbrowser.cli.selection import Selection, library_of, marking_if_any, settings_of
from paperbrowser.papers.marks import NO_MARKS, Marks
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.sorting import Order, SortKey

if TYPE_CHECKING:
    from paperbrowser.postgres.server_engine import ServerEngine
    from paperbrowser.search.query import Query
    from paperbrowser.search.summary import Summary

_BEST = 100  # papers
_ALL = sys.maxsize


class LibraryPapers(NamedTuple):
    """Papers of a library that are asked for as they are used.

    Attributes:
        profile: the library, without its papers.
        total: how many papers there are, perhaps an estimate.
        pages: some papers at a time, with the user's marks on them.
    """

    profile: Profile
    total: int
    pages: Iterator[Sequence[tuple[Paper, Marks]]]


@contextmanager
def every(
    parser: Parser, arguments: argparse.Namespace, *, best_first: bool
) -> Iterator[LibraryPapers | None]:
    """Ask for all papers of the library that `arguments` name, or `--limit` of them, in an order.

    Args:
        parser: of the command.
        arguments: those of `selection.add_arguments`.
        best_first: without `--sort` papers that are found by words come the best first, and not the newest.

    Yields:
        None for profiles and files, and for papers that come the best first: `selection.select` has these.

    Raises:
        ReadError: its server does not answer, now or later.
        SystemExit: as for `selection.select`.
    """
    addresses = library_of(arguments, settings_of(parser, arguments))
    asked = _parsed(arguments.query or "") if addresses else None
    relevance = arguments.sort == SortKey.RELEVANCE or (best_first and arguments.sort is None)
    if asked is None or (asked.ranks and relevance):
        yield None
        return
    from paperbrowser.postgres.address import title_of

    order = Order(SortKey(arguments.sort or SortKey.DATE))
    order = order.reversed() if arguments.reverse else order
    with closing(_engine(addresses)) as engine:
        found = engine.find(asked, 1, order=order)
        if arguments.query and not found.total:
            say(f'no paper matches "{arguments.query}"')
        most = arguments.limit or _ALL
        pages = (
            [*zip(page, _marks(engine, page), strict=True)]
            for page in (engine.walk(found.window, most) if found.window is not None else ())
        )
        yield LibraryPapers(Profile(name=title_of(*addresses)), min(most, found.total), pages)


def shown(found: LibraryPapers) -> Iterator[Sequence[tuple[Paper, Marks]]]:
    """Yield the pages of papers, with their progress where standard output is no terminal."""
    line = ProgressLine()
    on = sys.stdout is None or not sys.stdout.isatty()
    done = 0
    try:
        for page in found.pages:
            if on:
                line.show(f"{done:,} of {found.total:,} papers")
            yield page
            done += len(page)
    finally:
        line.clear()


def best(addresses: Sequence[str], arguments: argparse.Namespace) -> Selection:
    """Ask the servers of a library for the best papers, `--limit` or a hundred of them."""
    from paperbrowser.postgres.address import title_of

    asked = _parsed(arguments.query or "")
    order = None if arguments.sort is None else Order(SortKey(arguments.sort))
    if arguments.reverse:
        default = SortKey.RELEVANCE if asked.ranks else SortKey.DATE
        order = (order or Order(default)).reversed()
    with closing(_engine(addresses)) as engine:
        found = engine.find(asked, arguments.limit or _BEST, order=order)
    positions = found.results.positions.tolist()
    papers = engine.texts(positions)
    if arguments.query and not papers:
        say(f'no paper matches "{arguments.query}"')
    elif found.total > len(papers) and arguments.limit is None:
        about = "" if found.exact else "about "
        say(f"the best {len(papers):,} of {about}{found.total:,} papers; --sort date gives all")
    profile = Profile(name=title_of(*addresses), papers=tuple(papers))
    return Selection(profile, papers, _marks(engine, papers))


def summary(parser: Parser, arguments: argparse.Namespace) -> "tuple[str, Summary] | None":
    """Return the name of the library that `arguments` name, and the numbers of its papers.

    Returns:
        None for profiles and files.

    Raises:
        ReadError: its server does not answer.
        SystemExit: as for `selection.select`.
    """
    addresses = library_of(arguments, settings_of(parser, arguments))
    if not addresses:
        return None
    from paperbrowser.postgres.address import title_of

    asked = _parsed(arguments.query or "")
    with closing(_engine(addresses)) as engine:
        found = engine.summary(asked)
    if arguments.query and not found.papers:
        say(f'no paper matches "{arguments.query}"')
    return title_of(*addresses), found


def _engine(addresses: Sequence[str]) -> "ServerEngine":
    """Return what searches a library, with the user's marks."""
    from paperbrowser.postgres.asking import Marked
    from paperbrowser.postgres.server_engine import ServerEngine

    marking = marking_if_any()
    if marking is None:
        return ServerEngine(*addresses)
    engine = ServerEngine(*addresses, marks_of=marking.marks_of_all)
    engine.marked = Marked([*marking.state.works()])
    return engine


def _marks(engine: "ServerEngine", papers: Sequence[Paper]) -> Sequence[Marks]:
    own = engine.marks_of(papers) if engine.marks_of is not None else ()
    return engine.shared.marked(papers, own) or [NO_MARKS] * len(papers)


def _parsed(query: str) -> "Query":
    """Return a query; say what cannot be understood of it."""
    from paperbrowser.search.query import parse

    asked = parse(query)
    for problem in asked.problems:
        say(problem)
    return asked
