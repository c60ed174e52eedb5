"""`paperbrowser compare`: print two or more people side by side."""

from collections.abc import Mapping, Sequence

from paperbrowser.cli.output import print_json, print_line, say, shows_blocks
from paperbrowser.cli.parser import Parser
from paperbrowser.cli.selection import add_as_of, marking_if_any
from paperbrowser.insight import side_by_side
from paperbrowser.insight.compare import compared, heads_of
from paperbrowser.library import locate, store
from paperbrowser.papers.display import title
from paperbrowser.papers.model import Profile
from paperbrowser.papers.text import clean_line
from paperbrowser.reading import corrections

_WIDTH = 80
_NOTES = """
A work that several of them list, in any version, is one. Nothing ranks people:
the numbers stand in the order in which the people are named. Claimed numbers
are the source's; computed ones are counted from the papers listed.
"""


def run(arguments: list[str]) -> int:
    """Compare the people that `arguments` name."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    names: list[str] = asked.source
    if not 2 <= len(names) <= side_by_side.MOST_PEOPLE:
        parser.error(f"name 2 to {side_by_side.MOST_PEOPLE} profiles or files")
    paths = [locate.locate(name).path for name in names]
    if len({*paths}) < len(paths):
        say("a profile is named twice; name others to compare it with")
        return 2
    correct = corrections.load()
    profiles = [correct(store.read(path, as_of=asked.as_of).profile, path)[0] for path in paths]
    heads = _heads(profiles)
    if asked.json:
        print_json(_data(profiles, heads))
        return 0
    ascii_only = asked.ascii or not shows_blocks()
    for line in side_by_side.lines(profiles, _WIDTH, heads, ascii_only=ascii_only):
        text = line.lstrip(" ")
        print_line(line[: len(line) - len(text)] + clean_line(text))
    return 0


def _heads(profiles: Sequence[Profile]) -> Mapping[str, str]:
    """Return the names that co-authors with several names go by, by the user's word."""
    marking = marking_if_any()
    return {} if marking is None else heads_of(profiles, marking.persons)


def _data(profiles: Sequence[Profile], heads: Mapping[str, str]) -> dict[str, object]:
    profiles = side_by_side.named_apart(profiles)
    found = compared(profiles, heads)
    return {
        "people": [
            {
                "name": clean_line(one.name),
                "papers": one.papers,
                "claimed": profile.claimed,
                "first": one.first,
                "last": one.last,
                "h_index": profile.h_index,
                "citations": profile.citations,
                "years": dict(one.years),
            }
            for one, profile in zip(found.people, profiles, strict=True)
        ],
        "together": [title(found.papers[at]) for at in found.together],
        "coauthors": dict(found.coauthors),
        "venues": dict(found.venues),
        "categories": dict(found.categories),
        "topics": dict(found.topics),
    }


def _parser() -> Parser:
    parser = Parser(
        "paperbrowser compare",
        description="Print two or more people side by side: numbers, years, what they share.",
        epilog=_NOTES,
    )
    parser.add_argument(
        "source",
        nargs="+",
        metavar="PROFILE|FILE",
        help="a profile's name, or any file with papers",
    )
    parser.add_argument("--json", action="store_true", help="for other programs")
    parser.add_argument("--ascii", action="store_true", help="draw with ASCII characters only")
    add_as_of(parser)
    return parser
