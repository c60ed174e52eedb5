"""The registry of file formats, one row each: recognise, read, preview and write a file.

A format's modules are imported when a file is looked at or written and not before, to start fast. A profile
without a name gets that of its file.
"""

import datetime
import io
import os
import re
import stat
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from paperbrowser.formats.encoding import decode
from paperbrowser.formats.input import HEAD, LARGEST, FormatReader, Input, too_large, unreadable
from paperbrowser.formats.result import ReadError, ReadResult
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.patterns import pattern
from paperbrowser.papers.text import clean_line
from paperbrowser.system.progress import Progress

__all__ = [
    "FORMATS",
    "Format",
    "ReadError",
    "ReadResult",
    "format_for_file",
    "help_lines",
    "is_known",
    "names",
    "plugin_formats",
    "preview",
    "read",
    "read_bytes",
    "writable",
    "write",
]


class Format(NamedTuple):
    """A file format.

    Attributes:
        name: its name on the command line.
        label: its name in sentences.
        ending: what the names of its files end in.
        about: one line of help.
        reader: the `FormatReader` of the format as "module:name" in this package; empty if it is not read.
        writer: the function that returns papers in the format, in parts; empty if it is not written.
        raw_writer: the same without what makes it safe to open in a program that acts upon it; empty if
            there is no such difference.
        aliases: other names for reading, mostly those of services whose files may be in this format.
        package: the package that the modules are in; empty where they are named in full, as of a plug-in.
    """

    name: str
    label: str
    ending: str
    about: str
    reader: str = ""
    writer: str = ""
    raw_writer: str = ""
    aliases: tuple[str, ...] = ()
    package: str = __name__

    def load_reader(self) -> FormatReader:
        """Import the functions that read the format."""
        reader = _load(self.reader, self.package)
        assert isinstance(reader, FormatReader)  # noqa: S101 - tells mypy
        return reader

    def load_writer(
        self, *, raw: bool = False
    ) -> Callable[[Profile, Iterable[Paper]], Iterator[str]]:
        """Import the function that writes the format; `raw`: for programs, where that differs."""
        place = (raw and self.raw_writer) or self.writer
        writer: Callable[[Profile, Iterable[Paper]], Iterator[str]] = _load(place, self.package)
        return writer


# The stricter a format is recognised, the earlier it stands: its `sniff` must not take what belongs to a
# later one. The last takes what no other does. Lists of what can be written begin at the end.
# fmt: off
FORMATS = (
    Format("toml", "TOML", ".toml", "profiles of paperbrowser, with all that is known, to keep or to edit",
           reader="toml:READER", writer="toml:write"),
    Format("json", "JSON", ".json",
           "answers of OpenAlex, INSPIRE, ORCID, Crossref and many others; CSL JSON; Zotero",
           reader="json.document:READER",
           aliases=("csl", "openalex", "semanticscholar", "inspire", "arxiv", "orcid")),
    Format("jsonl", "JSON lines", ".jsonl",
           "all that is known, an object a line, for other programs; arXiv's metadata dump",
           reader="json.lines:READER", writer="json.own:write",
           aliases=("csl", "openalex", "semanticscholar", "inspire", "arxiv")),
    Format("xml", "XML", ".xml", "EndNote XML, Zotero RDF; answers of arXiv, dblp, ORCID, PubMed, OAI-PMH",
           reader="xml:READER", aliases=("arxiv", "dblp", "orcid", "endnote", "zotero")),
    Format("yaml", "YAML", ".yaml", "CSL of pandoc, CITATION.cff, hayagriva, papis",
           reader="yaml:READER", aliases=("csl",)),
    Format("wos", "Web of Science", ".txt", 'tagged lines ("Plain Text File")',
           reader="tagged.wos:READER"),
    Format("refworks", "RefWorks", ".txt", "tagged lines, of ProQuest and others too",
           reader="tagged.refworks:READER"),
    Format("pubmed", "PubMed abstracts", ".txt", 'text ("Abstract (text)")', reader="pubmed_text:READER"),
    Format("nbib", "PubMed", ".nbib", "tagged lines, for reference managers",
           reader="tagged.medline:READER"),
    Format("enw", "EndNote", ".enw", "tagged lines, for reference managers",
           reader="tagged.endnote:READER"),
    Format("html", "HTML", ".html", "a page of its own, for a web browser", writer="html:write"),
    Format("markdown", "Markdown", ".md", "a reading list, for notes", writer="markdown:write"),
    Format("csv", "CSV", ".csv",
           "a table, as of Google Scholar, Scopus, Zotero, PubMed or a spreadsheet",
           reader="csv.read:READER", writer="csv.write:write",
           raw_writer="csv.write:write_raw", aliases=("scholar",)),
    Format("csl", "CSL JSON", ".json", "for pandoc, Zotero and citation processors",
           writer="json.csl_write:write"),
    Format("ris", "RIS", ".ris", "for Zotero, EndNote, Mendeley and web services",
           reader="tagged.ris:READER", writer="tagged.ris_write:write"),
    Format("biblatex", "BibLaTeX", ".bib", "for LaTeX with biber: exact dates and types",
           writer="bibtex.write:write_biblatex"),
    Format("bibtex", "BibTeX", ".bib", "for LaTeX and every reference manager",
           reader="bibtex:READER", writer="bibtex.write:write_bibtex",
           aliases=("biblatex", "scholar", "dblp")),
    Format("page", "profile page", ".txt", "copied from the web browser as text",
           reader="page:READER"),
)
# fmt: on
_PAGE = FORMATS[-1]

_HTML = pattern(r"<(?:!doctype\s+html|html|head|body|script|div)\b", re.IGNORECASE)
_MARKUP_STARTS = ("<", "From: <Saved by", "MIME-Version:")
# Formats that are recognised only to be named in the error.
_OTHERS = (
    (re.compile(r'\s*[\[{]\s*["{\[\]}]'), "JSON"),
    (re.compile(r"\s*\{\\rtf"), "RTF"),
    (re.compile(r"[\s\ufeff-]*\\\\[ \t]*[\r\n]"), "a mail of arXiv"),
)
# Code points that are no characters: HTML may not have them, biber refuses a file with one.
_NO_CHARACTER = pattern(
    f"[\ufdd0-\ufdef{''.join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))}]"
)
_STREAMS = {Path("/dev/fd"), Path("/proc/self/fd")}
_AS_TEXT = "save the page as plain text, or select all of it and copy that into a text file"


def names() -> list[str]:
    """Return the names that a format to read may have: those of the rows, then their aliases."""
    readable = [form for form in FORMATS if form.reader]
    aliases = (alias for form in readable for alias in form.aliases)
    return list(dict.fromkeys([*(form.name for form in readable), *aliases]))


def plugin_formats() -> tuple[tuple[Format, ...], tuple[str, ...]]:
    """Return the formats that other packages read, and a sentence for each that is broken."""
    from paperbrowser.formats.plugins import plugins

    rows, problems = plugins("paperbrowser.formats", Format)
    return tuple(row for _, row in rows if isinstance(row, Format) and row.reader), problems


def is_known(name: str) -> bool:
    """Return whether a format to read has this name; those of other packages are asked last."""
    return name in names() or any(name in {one.name, *one.aliases} for one in plugin_formats()[0])


def writable() -> dict[str, Format]:
    """Return the formats that can be written by name, the best known first."""
    return {form.name: form for form in reversed(FORMATS) if form.writer}


def format_for_file(name: str) -> Format | None:
    """Return the format to write a file of this name in, by its ending."""
    return next((f for f in writable().values() if name.lower().endswith(f.ending)), None)


def help_lines(formats: Iterable[Format], *, width: int = 79) -> str:
    """Return a line of help for each format, longer ones wrapped.

    Args:
        formats: rows, in the order to list them.
        width: characters of a line.

    Returns:
        The lines, without an end of the last.
    """
    indent = " " * 12
    return "\n".join(
        textwrap.fill(
            f"{form.label}: {form.about}",
            width,
            initial_indent=f"  {form.name:10}",
            subsequent_indent=indent,
            break_on_hyphens=False,
        )
        for form in formats
    )


# Reading


def read(
    path: Path,
    *,
    form: str | None = None,
    as_of: datetime.date | None = None,
    progress: Progress | None = None,
) -> ReadResult:
    """Read a file of any known format.

    Args:
        path: the file.
        form: the format, one of `names()`; by default it is recognised by the content.
        as_of: the day its content was saved, for dates without a year.
        progress: called now and then with the share that is done, 0 to 1; it may raise to cancel.

    Returns:
        The profile, which has the file's name if it names no person, and the remarks on the file.

    Raises:
        ReadError: with the path. Its code is "unreadable", "too-large", "empty", "not-text",
            "html", "no-entries" or one of the format's own.
    """
    try:
        with _open(path) as file:
            status = os.fstat(file.fileno())
            regular = stat.S_ISREG(status.st_mode)
            content = Input(
                file,
                size=status.st_size if regular else None,
                as_of=as_of,
                file_date=_day(status.st_mtime) if regular else None,
                progress=progress,
            )
            result = _read(content, form)
    except ReadError as error:
        error.path = path
        raise
    return replace(result, profile=_named(result.profile, path))


def read_bytes(
    data: bytes,
    *,
    form: str | None = None,
    as_of: datetime.date | None = None,
    file_date: datetime.date | None = None,
    progress: Progress | None = None,
) -> ReadResult:
    """Read the content of a file; the profile has no name unless the content names a person.

    Args:
        data: the content.
        form: the format, one of `names()`; by default it is recognised by the content.
        as_of: the day the content was saved, for dates without a year.
        file_date: the day the file was last changed.
        progress: called now and then with the share that is done, 0 to 1; it may raise to cancel.

    Returns:
        The profile and the remarks on the content.

    Raises:
        ReadError: as by `read`, without a path.
    """
    content = Input(
        io.BytesIO(data), size=len(data), as_of=as_of, file_date=file_date, progress=progress
    )
    return _read(content, form)


def _read(content: Input, name: str | None) -> ReadResult:
    if content.is_blank():
        raise ReadError(
            "the file is empty", code="empty", advice="save or export it again and read that"
        )
    head = content.head
    if name is None:
        _refuse_html(head)
    form = _recognised(head) if name is None else _named_format(name, head)
    if form is None and (form := _recognised_by_plugin(head)) is not None:
        return _read_by_plugin(form, content)
    if form is not None and form not in FORMATS:
        return _read_by_plugin(form, content)
    try:
        # Without a word about its format at the beginning, a page might have begun with a long menu.
        result = (form or _PAGE).load_reader().read(content)
    except ReadError as error:
        if form is None:
            raise _unknown(head, error) from None
        likely = None if name is None else _recognised(head)
        if likely is not None and likely is not form:
            error.advice = f"by its content this is another format ({likely.label})"
        raise
    return replace(result, remarks=(*content.remarks, *result.remarks))


def _named_format(name: str, head: str) -> Format:
    """Return the format of this name, or of those with this alias the one that the text looks like."""
    family = [form for form in FORMATS if form.reader and name in {form.name, *form.aliases}]
    family = family or [one for one in plugin_formats()[0] if name in {one.name, *one.aliases}]
    if len(family) == 1:
        return family[0]
    return next((form for form in family if form.load_reader().sniff(head)), family[0])


def _recognised_by_plugin(head: str) -> Format | None:
    from paperbrowser.formats.plugins import guarded

    def accepts(form: Format) -> bool:
        return guarded(lambda: bool(form.load_reader().sniff(head)), False)

    return next(filter(accepts, plugin_formats()[0]), None)


def _read_by_plugin(form: Format, content: Input) -> ReadResult:
    from paperbrowser.formats.plugins import reason

    try:
        result = form.load_reader().read(content)
        return replace(result, remarks=(*content.remarks, *result.remarks))
    except ReadError:
        raise
    except Exception as error:  # noqa: BLE001 - of another package
        raise ReadError(
            f"the plug-in for {form.label} failed ({reason(error)})",
            code="plug-in",
            advice="update the package that it is from, or read the file in another format",
        ) from None


def _recognised(head: str) -> Format | None:
    """Return the format that the beginning of a text looks like."""
    readable = (form for form in FORMATS if form.reader)
    return next((form for form in readable if form.load_reader().sniff(head)), None)


def preview(path: Path, size: int = HEAD) -> Profile | None:
    """Return the profile in the first `size` bytes of a file, or None; never raises for what is in it."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return None  # what is taken from a pipe is lost to the next that reads it
        with path.open("rb") as file:
            data = file.read(size)
        if status.st_size <= size:
            return _named(read_bytes(data, file_date=_day(status.st_mtime)).profile, path)
        head = decode(data).text
        form = _recognised(head)
        profile = None if form is None else form.load_reader().preview(head)
        return None if profile is None else _named(profile, path)
    except (ReadError, OSError, ValueError):
        return None


def _named(profile: Profile, path: Path) -> Profile:
    """Return the profile with the file's name if it names no person: it is a collection."""
    if profile.name:
        return profile
    # The names of standard input, and of what a shell puts in the place of a command, say nothing of papers.
    stem = "" if path.parent in _STREAMS or path == Path("/dev/stdin") else clean_line(path.stem)
    return replace(profile, name=stem or "Papers")


def _open(path: Path) -> BinaryIO:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ReadError("this is a directory", code="unreadable", advice="name a file in it")
        if stat.S_ISBLK(status.st_mode) or stat.S_ISCHR(status.st_mode):
            raise ReadError("this is a device", code="unreadable", advice="name a file")
        if status.st_size > LARGEST:
            raise too_large()
        return path.open("rb", buffering=HEAD)
    except FileNotFoundError:
        raise ReadError(
            "there is no such file", code="unreadable", advice="check the name"
        ) from None
    except PermissionError:
        raise ReadError(
            "you may not read this file", code="unreadable", advice="check its permissions"
        ) from None
    except (OSError, ValueError) as error:
        raise unreadable(error) from None


def _day(mtime: float) -> datetime.date | None:
    try:
        # UTC, so that the same file gives the same years everywhere.
        return datetime.datetime.fromtimestamp(mtime, datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def _load(place: str, package: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(f"{package}.{module}" if package else module), name)


def _refuse_html(head: str) -> None:
    start = head.lstrip("\ufeff \t\r\n\f")
    if not start.startswith(_MARKUP_STARTS) or not _HTML.search(head):
        return
    # Abstracts in XML may have HTML in them; a server's error may stand before what was downloaded.
    others = [form for form in FORMATS if form.name in {"xml", "bibtex"}]
    if not any(form.load_reader().sniff(head) for form in others):
        raise ReadError("this is a web page's HTML, not its text", code="html", advice=_AS_TEXT)


def _unknown(head: str, error: ReadError) -> ReadError:
    """Return the error for a text in no format; `error` is that of a page, which is the least strict."""
    *most, last = (form.label for form in reversed(FORMATS) if form.reader)
    other = next((name for pattern, name in _OTHERS if pattern.match(head)), None)
    what = f"this looks like {other}, which is not read" if other else "no papers were found"
    what = "; ".join((*plugin_formats()[1], what))
    return ReadError(
        f"{what}; looked for {', '.join(most)}, {last}",
        code=error.code,
        line=error.line,
        advice="export the papers as BibTeX, or copy the whole page into a text file",
    )


# Writing


def write(
    name: str, profile: Profile, papers: Iterable[Paper], *, raw: bool = False
) -> Iterator[str]:
    """Return the text of papers in a format, in parts.

    Lines end as the format wants them to, so the text is to be written as it is.

    Args:
        name: a key of `writable()`.
        profile: the profile that the papers are of.
        papers: those to write, in this order.
        raw: leave out what makes the text safe in a spreadsheet.

    Returns:
        The parts of the text, each made when it is asked for.
    """
    parts = writable()[name].load_writer(raw=raw)(profile, papers)
    return (_NO_CHARACTER.sub("\ufffd", part) for part in parts)
