"""`paperbrowser unfollow`: fetch no more papers of a person with `update --all`; the profile stays."""

from shlex import quote

from paperbrowser.cli.output import ProgressLine, print_line, say
from paperbrowser.cli.parser import Parser
from paperbrowser.library import following, locate, store
from paperbrowser.papers.text import clean_line
from paperbrowser.sources import identify


def run(arguments: list[str]) -> int:
    """Follow the person of a profile no longer; return 1 if it has no person who could be followed."""
    parser = Parser(
        "paperbrowser unfollow",
        description="Fetch no more papers of a person with update --all. The profile\n"
        "stays, with your marks, and `update PROFILE` still brings it up to date.",
    )
    parser.add_argument("profile", metavar="PROFILE", help="a profile's name, or the person's id")
    given = clean_line(parser.parse_args(arguments).profile)
    named = identify(given)
    if named is not None and (known := following.profile_of(*named)) is not None:
        path = known.path
    else:
        origin = locate.locate(given)
        if origin.kind != "library":
            say(f"{given}: not a profile of the library; `paperbrowser profiles` lists them")
            return 1
        path = origin.path
    name = clean_line(path.stem)
    if store.read(path).profile.source_id is None:
        say(f"{name}: made of files, nobody is followed by it")
        return 1
    changed = following.set_followed(path, followed=False, waiting=ProgressLine().waiting)
    again = f"`paperbrowser follow {quote(name)}` follows again"
    print_line(f"{name}: {'not followed any more' if changed else 'is not followed'}; {again}")
    return 0
