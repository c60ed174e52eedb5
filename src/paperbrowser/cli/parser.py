"""Reads the arguments of a command: argparse that complains as the rest of the command line does."""

import argparse
import datetime
from typing import Any, NoReturn

from paperbrowser.cli.output import say


class Parser(argparse.ArgumentParser):
    """Complains in one sentence that is safe to show; descriptions and epilogs keep their lines."""

    def __init__(self, prog: str, **options: Any) -> None:
        super().__init__(
            prog=prog,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            **options,
        )

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end with status 2."""
        say(f"{message}; see `{self.prog} --help`")
        raise SystemExit(2)


def day(text: str) -> datetime.date:
    """An argument that is a day."""
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is no date such as 2026-01-31') from None
