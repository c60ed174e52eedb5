"""`paperbrowser follow`: fetch a person's papers now, and the new ones with each `update --all`."""

from paperbrowser.cli.fetch import add_arguments, fetch_and_keep, given_person, keep_person
from paperbrowser.cli.output import ProgressLine, print_line
from paperbrowser.cli.parser import Parser
from paperbrowser.library import following, store
from paperbrowser.library.store import StoredProfile
from paperbrowser.papers.text import clean_line
from paperbrowser.sources.http import Client

_NOTES = """\
Everyone you fetch is followed. `paperbrowser unfollow PROFILE` ends that and
keeps the profile; its name, given here, follows the person again. A name of a
person asks which one, as fetch does; see `paperbrowser fetch --help`.
`paperbrowser digest` prints what is new, docs/following.md has it every day.
"""


def run(arguments: list[str]) -> int:
    """Follow the person that `arguments` name."""
    parser = Parser(
        "paperbrowser follow",
        usage="paperbrowser follow NAME|ID|URL [--source NAME] [--yes]",
        description="Follow a person: fetch the papers, and new ones with each update --all.",
        epilog=_NOTES,
    )
    add_arguments(parser)
    chosen = parser.parse_args(arguments)
    person = given_person(parser, chosen)
    if (known := _profile_called(person)) is not None:
        return _follow_again(known)
    return keep_person(parser, chosen, person, _follow)


def _profile_called(name: str) -> StoredProfile | None:
    """Return the fetched profile whose file has exactly this name, which is that of one person."""
    for path in store.files():
        if path.stem == name and (found := store.stored(path)).profile.source_id is not None:
            return found
    return None


def _follow(source: str, id_: str, client: Client) -> int:
    known = following.profile_of(source, id_)
    return fetch_and_keep(source, id_, client) if known is None else _follow_again(known)


def _follow_again(known: StoredProfile) -> int:
    name = clean_line(known.path.stem)
    changed = following.set_followed(known.path, followed=True, waiting=ProgressLine().waiting)
    again = "followed again" if changed else "followed already"
    print_line(f"{name}: {again}; `paperbrowser update --all` fetches new papers")
    return 0
