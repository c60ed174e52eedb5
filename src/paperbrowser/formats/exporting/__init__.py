"""The formats that papers are written in, to take them elsewhere. Pure: text out, nothing on disk.

A format is a module of this package with `write(profile, papers)`, which gives the text in parts: all of it
would be large. It is imported when something is written and not before, to start fast.
"""

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import NamedTuple, Protocol, cast

from paperbrowser.papers.model import Paper, Profile

# Code points that are no characters: HTML may not have them, biber refuses a file with one.
_NO_CHARACTER = re.compile(
    f"[\ufdd0-\ufdef{''.join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))}]"
)


class Form(NamedTuple):
    """A format: what people call it, what its files end in, what it is for, and its module."""

    name: str
    ending: str
    about: str
    module: str


# By the name to give on the command line; of two with one ending, the first is meant by it.
FORMS = {
    "bibtex": Form(
        "BibTeX", ".bib", "for LaTeX, and what every reference manager takes", "bibtex.write"
    ),
    "biblatex": Form(
        "BibLaTeX", ".bib", "for LaTeX with biber: exact dates and types", "bibtex.write_biblatex"
    ),
    "ris": Form(
        "RIS", ".ris", "for Zotero, EndNote, Mendeley and web services", "tagged.ris_write"
    ),
    "csl": Form(
        "CSL JSON", ".json", "for pandoc, Zotero and citation processors", "json.csl_write"
    ),
    "csv": Form("CSV", ".csv", "a table, with Google Scholar's columns first", "csv.write"),
    "markdown": Form("Markdown", ".md", "a reading list, for notes", "markdown"),
    "html": Form("HTML", ".html", "a page of its own, for a web browser", "html"),
    "jsonl": Form("JSON lines", ".jsonl", "everything, for other programs", "json.lines_write"),
    "toml": Form("TOML", ".toml", "everything, as a profile to keep or to edit", "toml.export"),
}


class _Writer(Protocol):
    """What the module of a format has."""

    def write(self, profile: Profile, papers: Iterable[Paper]) -> Iterator[str]: ...


def write(form: str, profile: Profile, papers: Iterable[Paper]) -> Iterator[str]:
    """The text of `papers` in a format, in parts.

    Lines end as the format wants them to, so the text is to be written as it is.

    Args:
        form: a key of `FORMS`.
        profile: what the papers are of.
        papers: those to write, in this order.
    """
    module = cast("_Writer", import_module(f"paperbrowser.formats.{FORMS[form].module}"))
    return (_NO_CHARACTER.sub("\ufffd", part) for part in module.write(profile, papers))


def form_of(file_name: str) -> str | None:
    """The format that a file's name asks for by its ending."""
    name = file_name.lower()
    return next((key for key, form in FORMS.items() if name.endswith(form.ending)), None)
