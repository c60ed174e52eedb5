"""The manual page, written from the parsers and tables."""

import re
from collections.abc import Iterator

from paperbrowser import __version__
from paperbrowser.cli import COMMANDS
from paperbrowser.cli.description import Argument, arguments, parsers
from paperbrowser.formats import FORMATS
from paperbrowser.search.fields import FIELDS
from paperbrowser.settings.key_names import written
from paperbrowser.settings.keys import KEYS
from paperbrowser.sources import SOURCES


def manual() -> str:
    """Return the manual page in the language of man(7)."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    table = parsers()
    yield f'.TH PAPERBROWSER 1 "" "paperbrowser {__version__}"'
    yield ".SH NAME"
    yield "paperbrowser \\- read a researcher's work from the terminal"
    yield ".SH SYNOPSIS"
    yield ".B paperbrowser"
    yield _text("[PROFILE|FILE] [OPTION]...")
    yield ".br"
    yield ".B paperbrowser"
    yield _text("COMMAND [ARGUMENT]...")
    yield ".SH DESCRIPTION"
    yield "Opens a profile, a file of any format, or with \\- what comes on standard input."
    yield ".SH OPTIONS"
    yield from _arguments(arguments(table[""]))
    yield ".SH COMMANDS"
    for command in COMMANDS.values():
        yield f".SS {_text(f'{command.name} {command.arguments}'.strip())}"
        yield _text(f"{command.about[:1].upper()}{command.about[1:]}.")
        yield from _arguments(arguments(table[command.name]))
    yield ".SH SEARCH FIELDS"
    yield from _rows(
        (f"{one.name}:", f"{one.about}: {', '.join(one.examples)}") for one in FIELDS.values()
    )
    yield ".SH FORMATS"
    yield from _rows((form.name, f"{form.label}: {form.about}") for form in FORMATS)
    yield ".SH SOURCES"
    yield from _rows((info.name, info.about) for info in SOURCES.values())
    yield ".SH KEYS"
    yield from _rows((", ".join(map(written, key.keys)), key.sentence) for key in KEYS)
    yield ".SH EXIT STATUS"
    yield from _rows(
        (
            ("0", "all is well"),
            ("1", "data cannot be read or saved, or a check of doctor fails"),
            ("2", "a wrong command line, or a terminal that cannot show the browser"),
            ("130", "ended by Ctrl+C"),
        )
    )
    yield ".SH FILES"
    yield "The command"
    yield ".B paperbrowser paths"
    yield "prints where profiles and settings are kept."


def _arguments(those: list[Argument]) -> Iterator[str]:
    yield from _rows(
        (", ".join(one.flags) + (f" {one.value}" if one.value else ""), one.about) for one in those
    )


def _rows(rows: "Iterator[tuple[str, str]] | tuple[tuple[str, str], ...]") -> Iterator[str]:
    for head, text in rows:
        yield ".TP"
        yield f".B {_text(head.strip())}"
        yield _text(text)


def _text(text: str) -> str:
    """Return a line of text with what man(7) would take for a command escaped."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^(?=[.'])", r"\\&", " ".join(escaped.split()))
