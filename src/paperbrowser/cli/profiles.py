"""`paperbrowser profiles`: print the profiles of the library."""

from paperbrowser.cli.output import print_json, print_table, say
from paperbrowser.cli.parser import Parser
from paperbrowser.library import gather, store
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.text import clean_line
from paperbrowser.reading import corrections


def run(arguments: list[str]) -> int:
    """Print the profiles; return 1 if one of them cannot be read."""
    parser = Parser("paperbrowser profiles", description="Print the profiles.")
    parser.add_argument("--json", action="store_true", help="for other programs")
    parsed = parser.parse_args(arguments)
    store.check()
    entries = gather.listed(corrections.load())
    if parsed.json:
        print_json(
            [
                {
                    "profile": clean_line(entry.path.stem),
                    "name": entry.name,
                    "papers": entry.listed,
                    "source": entry.profile.source,
                    "source_id": entry.profile.source_id,
                    "followed": entry.profile.is_followed,
                    "path": clean_line(str(entry.path)),
                    "error": clean_line(str(entry.error)) if entry.error else None,
                }
                for entry in entries
            ]
        )
    else:
        if not entries:
            say("no profile yet; `paperbrowser import FILE` adds one")
        print_table(
            (clean_line(entry.path.stem), _description(entry), clean_line(str(entry.path)))
            for entry in entries
        )
    return 1 if any(entry.error for entry in entries) else 0


def _description(entry: store.StoredProfile) -> str:
    if entry.error:
        return f"broken: {clean_line(str(entry.error))}"
    return f"{entry.name}, {count_of_papers(entry.listed)}"
