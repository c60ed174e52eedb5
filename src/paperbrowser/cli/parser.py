"""Parse the arguments of a command, with errors in one sentence."""

import argparse
import datetime
from typing import Any, NoReturn

from paperbrowser.cli.output import say


class Parser(argparse.ArgumentParser):
    """An argparse parser with errors of one safe sentence; epilogs keep their line breaks."""

    def __init__(self, prog: str, **options: Any) -> None:
        super().__init__(
            prog=prog,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **options,
        )

    def error(self, message: str) -> NoReturn:
        """Print the error and exit with status 2."""
        say(f"{message}; see `{self.prog} --help`")
        raise SystemExit(2)


def day(text: str) -> datetime.date:
    """Return an argument that is a day."""
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a date (YYYY-MM-DD)') from None
