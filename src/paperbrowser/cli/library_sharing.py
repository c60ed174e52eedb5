"""`paperbrowser library share, tags, tag, untag`: the tags and notes that teams share in a library."""

import uuid
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from paperbrowser.cli.output import print_json, print_line, print_table, say
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Paper
from paperbrowser.papers.text import clean_line
from paperbrowser.postgres import shared
from paperbrowser.postgres.address import ServerError, masked
from paperbrowser.postgres.servers import Servers

if TYPE_CHECKING:
    from paperbrowser.postgres.server_engine import ServerEngine


def share(addresses: Sequence[str], teams: Sequence[str], *, stop: bool) -> int:
    """Let teams share in a library, or no more; or print those that do.

    Raises:
        ServerError: it cannot be reached, or does not allow that.
    """
    with Servers(*addresses) as library:
        for team in teams:
            if stop:
                _stop(library, team)
                print_line(f"the members of {clean_line(team)} share no more")
            else:
                _let(library, team)
                print_line(f"the members of {clean_line(team)} share tags and notes")
        if not teams:
            names = _teams(library)
            for name in names:
                print_line(clean_line(name))
            if not names:
                say("no team shares tags and notes; `paperbrowser library share ADDRESS TEAM`")
    return 0


def _teams(library: Servers, *, every: bool = True) -> list[str]:
    each = library.run(lambda connection, _at: shared.teams(connection, every=every))
    return sorted({*each[0]}.intersection(*each))


def _let(library: Servers, team: str) -> None:
    library.run(lambda connection, _at: shared.share(connection, team))
    if team not in _teams(library):  # of a table that is another's the server only warns
        raise ServerError(
            f"{masked(library.addresses[0])} does not allow that",
            code="not-allowed",
            advice="the owner of the library can",
        )


def _stop(library: Servers, team: str) -> None:
    library.run(lambda connection, _at: shared.unshare(connection, team))


def print_tags(addresses: Sequence[str], *, as_json: bool) -> None:
    """Print the tags of works that the user's teams share.

    Raises:
        ServerError: the library cannot be reached.
    """
    with Servers(*addresses) as library:
        each = library.run(lambda connection, _at: shared.tagged(connection))
    rows = sorted(
        (row for rows in each for row in rows), key=lambda row: (row.team, row.tag, row.work)
    )
    if as_json:
        print_json(
            [
                {
                    "team": row.team,
                    "tag": row.tag,
                    "work": row.work,
                    "title": row.title,
                    "by": row.by,
                    "at": row.at.isoformat(),
                }
                for row in rows
            ]
        )
        return
    if not rows:
        say("your teams share no tags here")
    print_table(
        (
            clean_line(row.team),
            f"#{clean_line(row.tag)}",
            clean_line(row.by),
            PartialDate.of(row.at.astimezone().date()).words,
            clean_line(row.title or row.work),
        )
        for row in rows
    )


def tag(addresses: Sequence[str], team: str, text: str, named: Sequence[str], *, on: bool) -> int:
    """Give papers a tag of a team, or take it off.

    Raises:
        ServerError: the library cannot be reached.
    """
    from paperbrowser.postgres.server_engine import ServerEngine
    from paperbrowser.postgres.shared import Kind, SharedChange
    from paperbrowser.postgres.shared_layer import names_in_library
    from paperbrowser.postgres.unsent import RefusedError, send
    from paperbrowser.reading.fold import clean_tag, folded_tag

    if not folded_tag(text):
        say("a tag needs at least one letter or digit")
        return 2
    with Servers(*addresses) as library:
        teams = _teams(library, every=False)
        if team not in teams:
            others = f"; your teams are {', '.join(map(clean_line, teams))}" if teams else ""
            say(f"you are no member of a team {clean_line(team)} that shares here{others}")
            return 1
        with closing(ServerEngine(*addresses)) as engine:
            papers = [_paper(engine, name) for name in named]
        works = tuple(names_in_library(paper) for paper in papers if paper is not None)
        if len(works) < len(papers):
            return 1
        kind: Kind = "tag" if on else "untag"
        change = SharedChange(str(uuid.uuid4()), team, works, kind, clean_tag(text))
        try:
            send(library, change)
        except RefusedError as error:
            say(f"nothing was changed: {error}")
            return 1
    done = f"tagged {change.text}" if on else f"tag {change.text} taken off"
    print_line(f"{done} for {clean_line(team)}: {count_of_papers(len(works))}")
    return 0


def _paper(engine: "ServerEngine", name: str) -> Paper | None:
    """Return the one paper that a query finds; say what it finds otherwise."""
    from paperbrowser.search.query import parse

    found = engine.find(parse(name), 2)
    if found.total == 1:
        return engine.texts(found.results.positions.tolist())[0]
    said = f"{count_of_papers(found.total)} match it" if found.total else "no paper matches it"
    say(f"{clean_line(name)}: {said}; nothing was changed")
    return None
