"""Parse the arguments of a command, with errors in one sentence."""

import argparse
import datetime
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, NoReturn

from paperbrowser.cli.output import say

_DESCRIBING = ContextVar("describing", default=False)


class _ParserFound(Exception):  # noqa: N818 - not an error
    def __init__(self, parser: "Parser") -> None:
        super().__init__()
        self.parser = parser


class Parser(argparse.ArgumentParser):
    """An argparse parser with errors of one safe sentence; epilogs keep their line breaks."""

    def __init__(self, prog: str, **options: Any) -> None:
        super().__init__(
            prog=prog,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **options,
        )

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse arguments; names may stand before and behind options: `list ada -q tides bo`."""
        return self.parse_intermixed_args(args, namespace)

    def print_help(self, file: Any = None) -> None:
        """Print the help, unless `parser_of` looks for the parser."""
        if _DESCRIBING.get():
            raise _ParserFound(self)
        super().print_help(file)

    def error(self, message: str) -> NoReturn:
        """Print the error and exit with status 2."""
        say(f"{message}; see `{self.prog} --help`")
        raise SystemExit(2)


def parser_of(run: Callable[[list[str]], int]) -> Parser:
    """Return the parser that a command's `run` makes, without running the command."""
    token = _DESCRIBING.set(True)
    try:
        run(["--help"])
    except _ParserFound as found:
        return found.parser
    finally:
        _DESCRIBING.reset(token)
    raise AssertionError("the command has no parser")  # pragma: no cover


def day(text: str) -> datetime.date:
    """Return an argument that is a day."""
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a date (YYYY-MM-DD)') from None
