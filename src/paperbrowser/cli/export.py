"""`paperbrowser export`: papers in the formats of other programs, on standard output or in a file."""

from pathlib import Path

from paperbrowser import formats
from paperbrowser.cli import selection
from paperbrowser.cli.output import print_bytes, say
from paperbrowser.cli.parser import Parser
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.text import clean_line
from paperbrowser.system import export_files

_NOTES = """
LaTeX of the papers is kept in BibTeX, everything else is escaped there; a key
depends on the profile alone, not on the order or the search. Formulas of
spreadsheets are not defused in CSV: import it there as text. jsonl and toml
hold all that is known, and open in paperbrowser again.
"""


def run(arguments: list[str]) -> int:
    """Write the papers that `arguments` choose; a file that is there is left alone unless told otherwise."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.to:
        form = formats.writable()[asked.to]
    elif asked.output and (found := formats.format_for_file(asked.output.name)):
        form = found
    else:
        parser.error(f"name a format: --to {'|'.join(formats.writable())}")
    path: Path | None = asked.output
    if path is not None and path.exists() and not path.is_file():
        say(f"{path}: this is no file that can be replaced; name another")
        return 1
    if path is not None and not asked.force and (path.exists() or path.is_symlink()):
        say(f"{path}: there is such a file already; --force replaces it")
        return 1
    chosen = selection.choose(parser, asked)
    parts = formats.write(form.name, chosen.profile, chosen.papers)
    if path is None:
        print_bytes(export_files.encoded(parts))
        return 0
    try:
        export_files.save(path, parts)
    except OSError as error:
        say(f"{clean_line(str(path))}: {error.strerror or error}; write it somewhere else")
        return 1
    say(f"{count_of_papers(len(chosen.papers))} written to {clean_line(str(path))} as {form.label}")
    return 0


def _parser() -> Parser:
    parser = Parser(
        "paperbrowser export",
        description="Write papers in the formats of other programs, in UTF-8.",
        epilog=f"formats:\n{formats.help_lines(formats.writable().values())}\n{_NOTES}",
    )
    selection.add_arguments(parser)
    parser.add_argument(
        "--to",
        choices=formats.writable(),
        metavar="FORMAT",
        help="see below (default: by the ending of FILE)",
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="where to (default: standard output)"
    )
    parser.add_argument("--force", action="store_true", help="replace FILE if it is there")
    return parser
