"""The command line: the table of commands, dispatch, exit codes.

Each command is a module of this package whose `run` takes its arguments and returns the exit code; it is
imported when it is run, to start fast. Output goes to standard output, errors and remarks go to standard
error. Exit codes: 0; 1 when data cannot be read or saved; 2 for a wrong command line, or a terminal that
cannot show the browser; 130 after Ctrl+C; 141 when a pipe was closed.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

from paperbrowser.cli.output import drop_output, encode, flush, say
from paperbrowser.formats.result import ReadError
from paperbrowser.library.store import SaveError
from paperbrowser.system.paths import NoHomeError
from paperbrowser.system.replaced import SENTENCE, was_replaced


class Command(NamedTuple):
    """A command.

    Attributes:
        name: as typed.
        arguments: the main arguments, for the help.
        about: a line of help.
        module: the module of this package that runs it.
    """

    name: str
    arguments: str
    about: str
    module: str


_ROWS = (
    Command("import", "FILE...", "keep files as profiles, or bring profiles up to date", "import_"),
    Command("fetch", "NAME|ID|URL", "fetch a person's papers from OpenAlex and others", "fetch"),
    Command("follow", "NAME|ID|URL", "follow a person: fetch papers now and later", "follow"),
    Command("unfollow", "PROFILE", "fetch no more papers of a person; the profile stays", "unfollow"),
    Command("update", "[PROFILE]", "fetch the new papers of a fetched profile", "update"),
    Command("digest", "", "print what is new of everyone, to read or to mail", "digest"),
    Command("list", "[PROFILE|FILE]", "print the papers, for reading or for other programs", "list"),
    Command("export", "[PROFILE|FILE]", "write the papers as BibTeX, RIS, CSV and others", "export"),
    Command("stats", "[PROFILE|FILE]", "print papers by year, venue, co-author and more", "stats"),
    Command("compare", "PROFILE...", "print people side by side, and what they share", "compare"),
    Command("references", "PROFILE PAPER", "print the papers that a paper cites", "references"),
    Command("citing", "PROFILE PAPER", "print the papers that cite a paper", "citing"),
    Command("get", "PROFILE [PAPER...]", "fetch the open text of papers and keep it", "get"),
    Command("text", "PROFILE PAPER", "print the text of a paper", "text"),
    Command("library", "ACTION [ADDRESS]", "keep a group's library in PostgreSQL", "library"),
    Command("marks", "", "print your marks, export, import, rename a tag", "marks"),
    Command("undo", "", "undo the last mark, import or update", "undo"),
    Command("profiles", "", "print the profiles", "profiles"),
    Command("paths", "", "print where profiles and settings are kept", "paths"),
    Command("keys", "", "print the keys in force and their setting names", "keys"),
    Command("serve", "[PROFILE|FILE]", "show the browser on a web page of this machine", "serve"),
    Command("doctor", "", "check terminal, folders, profiles, and give advice", "doctor"),
    Command("completion", "SHELL", "print completions for a shell, or the manual page", "completion"),
    Command("help", "[COMMAND]", "explain a command", "help"),
)  # fmt: skip
COMMANDS = {command.name: command for command in _ROWS}
_OPEN = "open"  # the module for a command line that begins with no command


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (default: that of the process) and return the exit code."""
    # Not `list(argv)`: once imported, the command `list` is a name of this package.
    arguments = [*(sys.argv[1:] if argv is None else argv)]
    encode(errors="replace")  # a question mark rather than an error in an old locale
    try:
        code = _run(arguments)
        flush()
    except SystemExit as error:  # argparse, after --help or a wrong argument
        code = error.code if isinstance(error.code, int) else 2
    except (ReadError, SaveError, NoHomeError) as error:
        code = fail(str(error))
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        drop_output()
        code = 141
    except ImportError:
        if not was_replaced():
            raise
        drop_output()
        code = fail(SENTENCE)
    except OSError as error:
        drop_output()
        place = f"{error.filename}: " if error.filename else ""
        code = fail(f"{place}{error.strerror or error}")
    return code


def _run(arguments: list[str]) -> int:
    command = COMMANDS.get(arguments[0]) if arguments else None
    module = import_module(f"{__name__}.{command.module if command else _OPEN}")
    code: int = module.run(arguments[1:] if command else arguments)
    return code


def as_argument(name: str) -> str:
    """Return the name of a profile as an argument: one named like a command needs a path."""
    return f"./{name}" if name in COMMANDS else name


def suggestion(name: str) -> str:
    """Return a question that names the command that may have been meant; "" if none is like it."""
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), COMMANDS, 1, 0.6)
    return f"did you mean `paperbrowser {near[0]}`?" if near else ""


def fail(sentence: str, *, code: int = 1) -> int:
    """Print an error and return the exit code."""
    say(sentence)
    return code
