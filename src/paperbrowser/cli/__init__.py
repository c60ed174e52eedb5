"""The command line: one thin function a command, plain text out, one sentence an error.

Output goes to standard output; errors and remarks go to standard error. Exit codes: 0; 1 when data
could not be read or saved; 2 for a wrong command line, or a terminal that cannot show the browser;
130 after Ctrl+C; 141 when the reader of a pipe went away. The interface is imported by the command
that opens it and by nothing else, and so is what one command alone needs. (argparse is imported always:
1.5 ms do not pay for a detour.)
"""

import dataclasses
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from paperbrowser import __version__
from paperbrowser.cli import selection
from paperbrowser.cli.output import (
    drop_output,
    encode,
    flush,
    print_json,
    print_line,
    print_table,
    say,
)
from paperbrowser.cli.parser import Parser
from paperbrowser.formats.result import ReadError
from paperbrowser.library import session, store
from paperbrowser.papers import display
from paperbrowser.papers.categories import short
from paperbrowser.papers.display import count_of_papers
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.text import clean_line
from paperbrowser.settings import config
from paperbrowser.system import paths
from paperbrowser.system.terminal import is_served

_ABOUT_COMMANDS = """\
commands:
  import FILE...         keep files as profiles, or bring profiles up to date
  fetch NAME|ID|URL      fetch a person's papers from OpenAlex or another source
  update [PROFILE]       fetch what is new of a fetched profile
  list [PROFILE|FILE]    print the papers, for reading or for other programs
  export [PROFILE|FILE]  write the papers as BibTeX, RIS, CSV and other formats
  profiles               print which profiles there are
  paths                  print where profiles and settings are kept
  keys                   print the keys in force and their names in the settings
  serve [PROFILE|FILE]   show the browser on a web page, for this machine only
  doctor                 check terminal, folders and profiles, say what to do

`paperbrowser COMMAND --help` tells more. A profile or file that is named like
a command opens as ./NAME.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (default: that of the process) and return the exit code."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    encode(errors="replace")  # a question mark rather than an error in an old locale
    try:
        code = _run(arguments)
        flush()
    except SystemExit as error:  # argparse, after --help or a wrong argument
        code = error.code if isinstance(error.code, int) else 2
    except (ReadError, store.SaveError) as error:
        code = _fail(str(error))
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        drop_output()
        code = 141
    except OSError as error:
        drop_output()
        place = f"{error.filename}: " if error.filename else ""
        code = _fail(f"{place}{error.strerror or error}")
    return code


def _run(arguments: list[str]) -> int:
    command = _COMMANDS.get(arguments[0]) if arguments else None
    return command(arguments[1:]) if command else _open(arguments)


def _open(arguments: list[str]) -> int:
    parser = Parser(
        "paperbrowser",
        usage="paperbrowser [PROFILE|FILE] [--theme NAME] [--ascii] [--as-of DATE]",
        description="Read a researcher's work from the terminal.",
        epilog=_ABOUT_COMMANDS,
    )
    selection.add_source(parser)
    parser.add_argument("--theme", metavar="NAME", help="colours for this session")
    parser.add_argument("--ascii", action="store_true", help="draw with ASCII characters only")
    parser.add_argument("--version", action="version", version=f"paperbrowser {__version__}")
    chosen = parser.parse_args(arguments)
    obstacle = _obstacle()
    if obstacle:
        return _fail(f"{obstacle}; `paperbrowser list` prints the papers instead", code=2)
    settings, warnings = config.load()
    if chosen.theme is not None:
        settings = dataclasses.replace(settings, theme=clean_line(chosen.theme))
    origin = session.origin_of(chosen.source) if settings.restore else store.locate(chosen.source)
    if chosen.ascii:
        settings = dataclasses.replace(settings, ascii="on")
    from paperbrowser.tui.launch import run

    code, sentence = run(origin, settings, warnings, as_of=chosen.as_of)
    return _fail(sentence, code=code) if sentence else code


def _obstacle() -> str:
    """What keeps this terminal from showing the browser; empty when nothing does."""
    if is_served():
        return ""
    term = os.environ.get("TERM", "")
    if os.name == "posix" and term in {"", "dumb"}:
        return f'TERM is "{term}", a terminal that cannot show the browser'
    # The interface is drawn on standard error, so that standard output may go elsewhere.
    for name, stream in (("input", sys.stdin), ("error", sys.__stderr__)):
        if stream is None or not stream.isatty():
            return f"standard {name} is not a terminal, which the browser needs"
    return ""


def _import(arguments: list[str]) -> int:
    from paperbrowser.cli.import_ import run

    return run(arguments, _as_argument)


def _fetch(arguments: list[str]) -> int:
    from paperbrowser.cli.fetch import run

    return run(arguments, _as_argument)


def _update(arguments: list[str]) -> int:
    from paperbrowser.cli.update import run

    return run(arguments)


def _export(arguments: list[str]) -> int:
    from paperbrowser.cli.export import run

    return run(arguments)


def _keys(arguments: list[str]) -> int:
    from paperbrowser.cli.keys import run

    return run(arguments)


def _serve(arguments: list[str]) -> int:
    from paperbrowser.cli.serve import run

    return run(arguments)


def _list(arguments: list[str]) -> int:
    parser = Parser("paperbrowser list", description="Print papers, one a line.")
    selection.add_arguments(parser)
    parser.add_argument("--json", action="store_true", help="everything, for other programs")
    arguments_read = parser.parse_args(arguments)
    chosen = selection.choose(parser, arguments_read)
    if arguments_read.json:
        print_json(
            {
                "profile": _profile_record(chosen.profile),
                "papers": [_paper_record(paper) for paper in chosen.papers],
            }
        )
    else:
        _print_papers(chosen.papers)
    return 0


def _profiles(arguments: list[str]) -> int:
    parser = Parser("paperbrowser profiles", description="Print which profiles there are.")
    parser.add_argument("--json", action="store_true", help="for other programs")
    chosen = parser.parse_args(arguments)
    entries = store.profiles()
    if chosen.json:
        print_json(
            [
                {
                    "profile": _name(entry.path),
                    "name": entry.name,
                    "papers": entry.listed,
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
            (
                _name(entry.path),
                f"broken: {clean_line(str(entry.error))}"
                if entry.error
                else f"{entry.name}, {count_of_papers(entry.listed)}",
                clean_line(str(entry.path)),
            )
            for entry in entries
        )
    return 1 if any(entry.error for entry in entries) else 0


def _paths(arguments: list[str]) -> int:
    Parser("paperbrowser paths", description="Print where things are kept.").parse_args(arguments)
    for name, path in (
        ("data", paths.data()),
        ("cache", paths.cache()),
        ("config", paths.config()),
        ("state", paths.state()),
        ("settings", paths.config() / config.FILE_NAME),
    ):
        print_line(f"{name}\t{clean_line(str(path))}")
    return 0


def _doctor(arguments: list[str]) -> int:
    Parser("paperbrowser doctor", description="Check that all is well.").parse_args(arguments)
    from paperbrowser.cli.doctor import report

    findings = report()
    print_table(
        ("ok" if finding.ok else "BROKEN", finding.name, finding.sentence) for finding in findings
    )
    return 0 if all(finding.ok for finding in findings) else 1


def _name(path: Path) -> str:
    return clean_line(path.stem)


def _as_argument(name: str) -> str:
    return f"./{name}" if name in _COMMANDS else name


# Papers


def _profile_record(profile: Profile) -> dict[str, object]:
    from paperbrowser.formats.json.own import facts_of
    from paperbrowser.papers.metrics import computed

    return {
        **facts_of(profile),
        "listed": len(profile.papers),
        "computed": dataclasses.asdict(computed(profile.papers)),
    }


def _paper_record(paper: Paper) -> dict[str, object]:
    from paperbrowser.formats.json.own import fields_of

    return {**fields_of(paper), "title_text": display.title(paper)}


# What they say


def _print_papers(papers: Iterable[Paper]) -> None:
    # Blanks rather than nothing, so that columns stand where they stood whatever is listed.
    print_table(
        (
            " " * 5 if paper.score is None else f"{paper.score:5.1f}",
            f"{paper.date_text:10}",
            short(paper.category or ""),
            "code" if paper.code else " " * 4,
            display.title(paper),
        )
        for paper in papers
    )


def _fail(sentence: str, *, code: int = 1) -> int:
    say(sentence)
    return code


_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "import": _import,
    "fetch": _fetch,
    "update": _update,
    "list": _list,
    "export": _export,
    "profiles": _profiles,
    "paths": _paths,
    "keys": _keys,
    "serve": _serve,
    "doctor": _doctor,
}
