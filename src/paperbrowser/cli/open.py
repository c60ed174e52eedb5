"""`paperbrowser [PROFILE|FILE]`: open the browser."""

import dataclasses
import datetime
import os
import sys
from collections.abc import Callable

from paperbrowser import __version__
from paperbrowser.cli import COMMANDS, fail, suggestion
from paperbrowser.formats.result import ReadError
from paperbrowser.library import locate, session
from paperbrowser.library.locate import Origin
from paperbrowser.papers.text import clean_line
from paperbrowser.settings import config
from paperbrowser.system.terminal import is_served


def run(arguments: list[str]) -> int:
    """Open the browser on a profile or file; return its exit code."""
    return _run(arguments) if arguments else _run_without_arguments()


def _run_without_arguments() -> int:
    """Start the usual way, in which nothing waits for a parser to be loaded."""
    if obstacle := _obstacle(piped=False):
        return _fail_for(obstacle)
    settings, warnings = config.load()
    return _opened(_finder(settings)(None), settings, warnings, None)


def _run(arguments: list[str]) -> int:
    from paperbrowser.cli import selection, standard_input
    from paperbrowser.cli.parser import Parser

    parser = Parser(
        "paperbrowser",
        usage="paperbrowser [PROFILE|FILE ...] [--all] [--theme NAME] [--ascii]\n"
        "                    [--as-of DATE]",
        description="Read a researcher's work from the terminal.",
        epilog=_about_commands(),
    )
    selection.add_source(parser)
    parser.add_argument("--theme", metavar="NAME", help="colours for this session")
    parser.add_argument("--ascii", action="store_true", help="draw with ASCII characters only")
    parser.add_argument("-V", "--version", action="version", version=f"paperbrowser {__version__}")
    if sentence := _misspelt(arguments[0]):
        return fail(sentence, code=2)
    chosen = parser.parse_args(arguments)
    for name in chosen.source:
        selection.refuse_password(name)
    piped = chosen.source == [standard_input.ARGUMENT]
    if obstacle := _obstacle(piped=piped):
        return _fail_for(obstacle)
    settings, warnings = config.load()
    if chosen.theme is not None:
        settings = dataclasses.replace(settings, theme=clean_line(chosen.theme))
    if chosen.ascii:
        settings = dataclasses.replace(settings, ascii="on")
    if addresses := selection.library_of(chosen, settings):
        from paperbrowser.postgres.address import title_of

        return _opened(locate.on_server(title_of(*addresses), *addresses), settings, warnings, None)
    if not piped:
        origin = selection.origin_of(chosen, settings.groups, _finder(settings))
        return _opened(origin, settings, warnings, chosen.as_of)
    with standard_input.as_file() as path:
        if obstacle := standard_input.read_keys_from_terminal():
            return fail(obstacle, code=2)
        # The file is gone afterwards, so there is no place in it to return to.
        settings = dataclasses.replace(settings, restore=False)
        return _opened(Origin(path, "file"), settings, warnings, chosen.as_of)


def _finder(settings: config.Config) -> Callable[[str | None], Origin]:
    """Return what finds the file of an argument, or without one that which was open last."""
    return session.origin_of if settings.restore else locate.locate


def _fail_for(obstacle: str) -> int:
    return fail(f"{obstacle}; `paperbrowser list` prints the papers instead", code=2)


def _opened(
    origin: Origin, settings: config.Config, warnings: tuple[str, ...], as_of: datetime.date | None
) -> int:
    from paperbrowser.tui.launch import run as open_browser

    code, sentence = open_browser(origin, settings, warnings, as_of=as_of)
    return fail(sentence, code=code) if sentence else code


def _about_commands() -> str:
    lines = "".join(
        f"  {f'{command.name} {command.arguments}':26}{command.about}\n"
        for command in COMMANDS.values()
    )
    return (
        f"commands:\n{lines}\n`paperbrowser COMMAND --help` explains a command. A profile or file that\n"
        "is named like a command opens as ./NAME.\n"
    )


def _misspelt(first: str) -> str:
    """Return what to say about an argument that is like a command, and is neither a profile nor a file."""
    command = "" if first.startswith("-") else suggestion(first)
    if not command:
        return ""
    try:
        locate.locate(first)
    except ReadError as error:
        if error.code == "unknown-profile":
            others = f" {error.advice}" if error.advice.startswith("did you mean") else ""
            return f'there is no command, profile or file "{first}"; {command}{others}'
    return ""


def _obstacle(*, piped: bool) -> str:
    """Return why this terminal cannot show the browser; "" if it can.

    Args:
        piped: whether standard input has papers, and keys come from the terminal.
    """
    if is_served():
        return "the web page has no standard input" if piped else ""
    term = os.environ.get("TERM", "")
    if os.name == "posix" and term in {"", "dumb"}:
        return f'TERM is "{term}", a terminal that cannot show the browser'
    # The browser is drawn on standard error, so that standard output may go elsewhere.
    for name, stream in (("input", sys.stdin), ("error", sys.__stderr__)):
        if name == "input" and piped:
            continue
        if stream is None or not stream.isatty():
            return f"standard {name} is not a terminal, which the browser needs"
    return ""
