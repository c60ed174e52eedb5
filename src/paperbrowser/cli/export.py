"""`paperbrowser export`: write papers in another format, to a file or standard output."""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from paperbrowser import formats
from paperbrowser.cli import library_papers, selection
from paperbrowser.cli.output import print_bytes, say
from paperbrowser.cli.parser import Parser
from paperbrowser.papers import display
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.marks import Marks
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.text import clean_line
from paperbrowser.system import files

_NOTES = """
BibTeX keeps the LaTeX of the papers and escapes all else; a key depends on the
profile alone, not on the order or the search. In CSV, what a spreadsheet would
run as a formula has an apostrophe before it, which import takes off again;
--raw leaves it out, for programs. jsonl and toml contain everything that is
known, and open in paperbrowser again. Of a library on a server, jsonl, ris and
csl are written paper by paper; the others need memory for all.
"""


def run(arguments: list[str]) -> int:
    """Write the papers that `arguments` select; only --force replaces a file."""
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
        say(f"{path}: not a regular file; choose another path")
        return 1
    if path is not None and not asked.force and (path.exists() or path.is_symlink()):
        say(f"{path}: file exists; use --force to replace it")
        return 1
    with library_papers.every(parser, asked, best_first=False) as library:
        if library is not None:
            if asked.query and not library.total:
                return 1  # it has been said that nothing matches
            pages = library_papers.shown(library)
            return _write(asked, form, library.profile, (one for page in pages for one in page))
    selected = selection.select(parser, asked)
    if asked.query and not selected.papers:
        return 1  # `select` has said that nothing matches; an empty file would replace a good one
    each = zip(selected.papers, selected.marks, strict=True)
    return _write(asked, form, selected.profile, each)


def _write(
    asked: argparse.Namespace,
    form: formats.Format,
    profile: Profile,
    marked: Iterable[tuple[Paper, Marks]],
) -> int:
    """Write papers with their marks, each when the format wants it."""
    path: Path | None = asked.output
    count = 0

    def papers() -> Iterator[Paper]:
        nonlocal count
        for paper, marks in marked:
            count += 1
            yield with_marks(paper, marks) if asked.with_marks else paper

    parts = formats.write(form.name, profile, papers(), raw=asked.raw)
    if path is None:
        print_bytes(files.encoded(parts))
        return 0
    try:
        files.write(path, files.encoded(parts))
    except OSError as error:
        say(f"{clean_line(str(path))}: {error.strerror or error}; choose another path")
        return 1
    say(f"{count_of_papers(count)} written to {clean_line(str(path))} as {form.label}")
    return 0


def with_marks(paper: Paper, marks: Marks) -> Paper:
    """Return a paper with tags as keywords, and with notes and highlights in its note."""
    tags = (*marks.tags, *(one.text for one in marks.shared_tags))
    keywords = tuple(dict.fromkeys((*paper.keywords, *tags)))
    written = (*marks.notes, *map(display.highlight, marks.highlights))
    of_teams = (f"{one.text} ({display.shared_by(one)})" for one in marks.shared_notes)
    note = "\n\n".join(filter(None, (paper.note, *written, *of_teams)))
    return replace(paper, keywords=keywords, note=note or None)


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
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="the file to write (default: standard output)",
    )
    parser.add_argument(
        "--raw",
        action="store_true",
        help="leave spreadsheet formulas in CSV as they are, for programs",
    )
    parser.add_argument(
        "--with-marks",
        action="store_true",
        help="with your tags among the keywords, your notes and highlights; in a library those of teams too",
    )
    parser.add_argument("--force", action="store_true", help="replace FILE if it exists")
    return parser
