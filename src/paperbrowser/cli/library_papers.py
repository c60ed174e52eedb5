"""The papers of a library on servers, for commands that print, write or count them."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, NamedTuple

from paperbrowser.cli.output import ProgressLine, say
from paperbrowser.cli.parser import Parser
from paperbrowser.cli.selection import engine_of, library_of, marks_on, parsed, settings_of
from paperbrowser.papers.marks import Marks
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.sorting import Order, SortKey

if TYPE_CHECKING:
    from paperbrowser.search.summary import Summary

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
    asked = parsed(arguments.query or "") if addresses else None
    relevance = arguments.sort == SortKey.RELEVANCE or (best_first and arguments.sort is None)
    if asked is None or (asked.ranks and relevance):
        yield None
        return
    from paperbrowser.postgres.address import title_of

    order = Order(SortKey(arguments.sort or SortKey.DATE))
    order = order.reversed() if arguments.reverse else order
    with closing(engine_of(addresses)) as engine:
        found = engine.find(asked, 1, order=order)
        if arguments.query and not found.total:
            say(f'no paper matches "{arguments.query}"')
        most = arguments.limit or _ALL
        pages = (
            [*zip(page, marks_on(engine, page), strict=True)]
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

    asked = parsed(arguments.query or "")
    with closing(engine_of(addresses)) as engine:
        found = engine.summary(asked)
    if arguments.query and not found.papers:
        say(f'no paper matches "{arguments.query}"')
    return title_of(*addresses), found
