"""Papers named on the command line: by id, DOI, arXiv id, or words that only one paper has."""

import shlex
from collections.abc import Sequence

from paperbrowser.cli import as_argument
from paperbrowser.cli.output import say
from paperbrowser.papers import display
from paperbrowser.papers.identifiers import arxiv_of, doi_key, doi_of
from paperbrowser.papers.model import Paper, Profile, WorkVersion
from paperbrowser.papers.text import clean_line
from paperbrowser.papers.words import fold

_LISTED = 10  # papers that words may mean

NOTES = """\
PAPER is its id in the profile (`paperbrowser list --json` has it), its DOI or
arXiv id, or words of its title and authors that only this paper has.
"""


def papers_named(profile: Profile, wanted: str) -> Sequence[Paper]:
    """Return the papers that an id, an identifier or words may mean."""
    by_id = [paper for paper in profile.papers if paper.id == wanted]
    if by_id:
        return by_id
    doi, arxiv = doi_of(wanted), arxiv_of(wanted)
    found = [
        paper for paper in profile.papers if _has_identifier(paper, doi and doi_key(doi), arxiv)
    ]
    if found:
        return found
    words = fold(wanted).split()
    texts = (
        (paper, fold(f"{display.title(paper)} {' '.join(paper.authors)} {paper.date_text}"))
        for paper in profile.papers
    )
    return [paper for paper, text in texts if words and all(word in text for word in words)]


def _has_identifier(paper: Paper, doi: str | None, arxiv: str | None) -> bool:
    every: tuple[Paper | WorkVersion, ...] = (paper, *paper.versions)
    return any(
        (doi and one.doi and doi_key(one.doi) == doi) or (arxiv and one.arxiv == arxiv)
        for one in every
    )


def say_unclear(profile: str, wanted: str, found: Sequence[Paper]) -> None:
    """Say that no paper is meant, or which ones may be.

    Args:
        profile: the name of the profile, as it was given.
        wanted: the name of the paper, as it was given.
        found: the papers that it may mean.
    """
    if not found:
        name = shlex.quote(as_argument(clean_line(profile)))
        say(f'no paper of {name} has "{wanted}"; `paperbrowser list {name}` prints its papers')
        return
    more = len(found) - _LISTED
    say(f'"{wanted}" may be {len(found):,} papers; give the id of one:')
    for paper in found[:_LISTED]:
        say(f"{paper.id}: {display.title(paper)}")
    if more > 0:
        say(f"and {more:,} more")


def one_named(profile: Profile, wanted: str, name: str) -> Paper | None:
    """Return the paper that is meant; None, with a message, where none is, or several may be.

    Args:
        profile: has the papers.
        wanted: an id, DOI, arXiv id or words.
        name: of the profile, as the user gave it.
    """
    wanted = clean_line(wanted)
    found = papers_named(profile, wanted)
    if len(found) == 1:
        return found[0]
    say_unclear(name, wanted, found)
    return None
