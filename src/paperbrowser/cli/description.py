"""The command line as tables, for the completion of shells and the manual page."""

import argparse
from dataclasses import dataclass
from importlib import import_module

from paperbrowser.cli import COMMANDS
from paperbrowser.cli.parser import Parser, parser_of
from paperbrowser.search.fields import FIELDS
from paperbrowser.sources import SOURCES
from paperbrowser.tui.theme import names as themes

# Values that depend on the machine, by the name of the argument.
_KINDS = {
    "profile": "profile",
    "into": "profile",
    "source": "profile-or-file",
    "files": "file",
    "output": "file",
}


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a command.

    Attributes:
        flags: of an option, the short one first; empty for what stands without one.
        about: a line of help.
        value: the name of its value in the help; "" if it has none.
        words: the values that there are; those that end in ":" go on.
        kind: "profile", "profile-or-file" or "file" for values that depend on the machine, else "".
    """

    flags: tuple[str, ...]
    about: str
    value: str
    words: tuple[str, ...] = ()
    kind: str = ""


def parsers() -> dict[str, Parser]:
    """Return the parser of each command by name; that of the program without one has the name ""."""
    modules = {"": "open"} | {name: command.module for name, command in COMMANDS.items()}
    return {
        name: parser_of(import_module(f"paperbrowser.cli.{module}").run)
        for name, module in modules.items()
    }


def arguments(parser: Parser) -> list[Argument]:
    """Return the arguments of a command."""
    return [_argument(action) for action in parser._actions]


def _argument(action: argparse.Action) -> Argument:
    flags = tuple(action.option_strings)
    takes_value = action.nargs != 0
    value = str(action.metavar or action.dest.upper()) if takes_value else ""
    kind = (
        "" if action.choices or (action.dest == "source" and flags) else _KINDS.get(action.dest, "")
    )
    return Argument(flags, _clean(action.help or ""), value, _words(action), kind)


def _words(action: argparse.Action) -> tuple[str, ...]:
    if action.choices is not None:
        return tuple(map(str, action.choices))
    if action.dest == "source" and action.option_strings:
        return tuple(SOURCES)
    if action.dest == "theme":
        return themes()
    if action.dest == "query":
        return query_words()
    return tuple(COMMANDS) if action.dest == "command" else ()


def query_words() -> tuple[str, ...]:
    """Return the search fields, and their values where they are few."""
    fields = [f"{field.name}:" for field in FIELDS.values()]
    values = [f"{field.name}:{value}" for field in FIELDS.values() for value in field.choices]
    return (*fields, *values)


def _clean(text: str) -> str:
    return " ".join(text.replace("%%", "%").split())
