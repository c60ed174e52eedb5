"""Say on the command line whose a paper is: part of `paperbrowser marks`."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from paperbrowser.cli.named_paper import papers_named, say_unclear
from paperbrowser.cli.output import say
from paperbrowser.formats.result import ReadError
from paperbrowser.library import store
from paperbrowser.library.locate import locate
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.text import clean_line
from paperbrowser.reading.authorship import profile_names
from paperbrowser.reading.marking import Marking
from paperbrowser.reading.works import names_of


def judge(marking: Marking, profile: str, papers: Sequence[str], *, theirs: bool | None) -> int:
    """Keep whether papers are by a profile's person; return 2 if one of them is not found.

    Args:
        marking: the marks.
        profile: the name of the profile.
        papers: ids, identifiers or words of papers of the profile; one that is theirs too may be of any.
        theirs: as for `Marking.judge`.

    Raises:
        ReadError: there is no such profile, or it cannot be read.
    """
    origin = locate(profile)
    person = store.read(origin.path).profile
    known = _with_judged(person, origin.path, marking)
    chosen = []
    for wanted in map(clean_line, papers):
        found = papers_named(known, wanted)
        if not found and theirs:
            found = _elsewhere(wanted, origin.path)
        if len(found) != 1:
            say_unclear(profile, wanted, found)
            return 2
        chosen.append(found[0])
    said = marking.judge(chosen, profile_names(person, origin.path), person.name, theirs=theirs)
    say(said)
    return 0


def _with_judged(person: Profile, path: Path, marking: Marking) -> Profile:
    """Return a profile with all papers of its file, and those that are theirs too."""
    there = {name for paper in person.papers for name in names_of(paper)}
    added = [
        said.paper
        for said in marking.corrections.said_of(person, path)
        if there.isdisjoint(said.names)
    ]
    return replace(person, papers=with_ids([*person.papers, *added]))


def _elsewhere(wanted: str, path: Path) -> Sequence[Paper]:
    """Return the papers of the other profiles that a text names, each work once."""
    found: dict[tuple[str, ...], Paper] = {}
    for profile in _others(path):
        for one in papers_named(profile, wanted):
            names = names_of(one)
            if not any({*names} & {*known} for known in found):
                found[names] = one
    return [*found.values()]


def _others(path: Path) -> Iterable[Profile]:
    for other in store.files():
        if other != path:
            try:
                yield store.read(other).profile
            except ReadError:
                continue
