"""The formats that can be read: finds which one a file is in, and reads it.

A format is a module of this package, or of a package in it, with `NAME`, `sniff`, `read` and `preview` (like
`profile_page`). It is imported when a file is looked at and not before, to start fast. JSON lines are
read from the file one by one; all else is read whole. A profile without a name gets that of its file.
"""

import datetime
import os
import re
import stat
from dataclasses import replace
from importlib import import_module
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from paperbrowser.formats.encoding import decode
from paperbrowser.formats.result import Progress, ReadError, Reading
from paperbrowser.papers.model import Profile
from paperbrowser.papers.text import clean_line

__all__ = ["FORMATS", "ReadError", "Reading", "names", "preview", "read", "read_bytes"]

# What a reader calls a format, and its module. The stricter a format, the earlier: its sniff must not
# take what belongs to a later one.
FORMATS = {
    "toml": "toml",
    "json": "json.document",
    "jsonl": "json.lines",
    "xml": "xml",
    "abs": "arxiv_mail",
    "wos": "tagged.wos",
    "nbib": "tagged.medline",
    "enw": "tagged.endnote",
    "ris": "tagged.ris",
    "csv": "csv.read",
    "bibtex": "bibtex",
    "page": "page",
}
# Other names that readers know a format by, and the formats that their content may be in.
ALIASES = {
    "biblatex": ("bibtex",),
    "csl": ("json", "jsonl"),
    "openalex": ("json", "jsonl"),
    "semanticscholar": ("json", "jsonl"),
    "inspire": ("json", "jsonl"),
    "scholar": ("csv", "bibtex"),
    "arxiv": ("xml", "abs", "json", "jsonl"),
    "dblp": ("xml", "bibtex"),
    "orcid": ("json", "xml"),
}
_HEAD = 65_536  # characters that tell a format
_LARGEST = 1 << 30  # bytes
_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*["}]')
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|script|div)\b", re.IGNORECASE)
_MARKUP_STARTS = ("<", "From: <Saved by", "MIME-Version:")
# What is recognised only to name it in the error.
_OTHERS = (
    (re.compile(r'\s*[\[{]\s*["{\[\]}]'), "JSON"),
    (re.compile(r"\s*\{\\rtf"), "RTF"),
)
_STREAMS = {Path("/dev/fd"), Path("/proc/self/fd")}
_VISIBLE = re.compile("[^\\s\x00\u200b-\u200f\u2060\ufeff]")
_AS_TEXT = "save the page as plain text, or select all of it and copy that into a text file"


class _Format(Protocol):
    """What the module of a format has."""

    NAME: str
    __name__: str

    def sniff(self, head: str) -> bool: ...

    def read(self, text: str, *, progress: Progress | None = None) -> Reading: ...

    def preview(self, head: str) -> Profile | None: ...


class _Page(Protocol):
    """The same of the one format in which dates may lack their years."""

    def read(
        self,
        text: str,
        *,
        as_of: datetime.date | None,
        file_date: datetime.date | None,
        progress: Progress | None,
    ) -> Reading: ...


def names() -> list[str]:
    """What formats are called: the keys of `FORMATS` and of `ALIASES`."""
    return [*FORMATS, *ALIASES]


def _family(form: str | None) -> tuple[str, ...]:
    """The formats that `form` may mean; all of them if it is None."""
    if form is None:
        return tuple(FORMATS)
    return ALIASES.get(form, (form,))


def read(
    path: Path,
    *,
    form: str | None = None,
    as_of: datetime.date | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read a file of any known format.

    Args:
        path: the file.
        form: what format it is in, one of `names()`; by default its content tells.
        as_of: the day its content was saved, for dates without a year.
        progress: called now and then with the share that is done, 0 to 1; it may raise to cancel.

    Raises:
        ReadError: with the path. Its code is "unreadable", "too-large", "empty", "not-text",
            "html", "no-entries" or one of the format's own.
    """
    try:
        with _open(path) as file:
            reading = first = None
            if {"json", "jsonl"} & {*_family(form)} and _begins_as_json(file):
                reading, first = _load_lines(file, form, progress)
            if reading is None:
                data, file_date = _load(file)
                reading = read_bytes(
                    first + data if first else data,
                    form=form,
                    as_of=as_of,
                    file_date=file_date,
                    progress=progress,
                )
    except ReadError as error:
        error.path = path
        raise
    return replace(reading, profile=_named(reading.profile, path))


def read_bytes(
    data: bytes,
    *,
    form: str | None = None,
    as_of: datetime.date | None = None,
    file_date: datetime.date | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read the content of a file, see `read`; `file_date` is the day the file was last changed.

    The profile has no name where neither a person nor a file gives it one.
    """
    decoded = decode(data)
    text = decoded.text
    if _VISIBLE.search(text) is None:
        raise ReadError(
            "the file is empty", code="empty", advice="save or export it again and read that"
        )
    reading = _read(text, form, as_of=as_of, file_date=file_date, progress=progress)
    if decoded.remark is None:
        return reading
    return replace(reading, remarks=(decoded.remark, *reading.remarks))


def _read(
    text: str,
    form: str | None,
    *,
    as_of: datetime.date | None,
    file_date: datetime.date | None,
    progress: Progress | None,
) -> Reading:
    head = text[:_HEAD]
    if form is not None:
        family = [_load_format(FORMATS[name]) for name in _family(form)]
        module: _Format | None = next(
            (one for one in family if len(family) > 1 and one.sniff(head)), family[0]
        )
    else:
        _refuse_html(head)
        module = _format_of(head)
    if module is not None and module.__name__ != f"{__name__}.page":
        try:
            return module.read(text, progress=progress)
        except ReadError as error:
            likely = None if form is None else _format_of(head)
            if likely is not None and likely is not module:
                error.advice = f"by its content this is another format ({likely.NAME})"
            raise
    page = cast("_Page", _load_format("page"))
    try:
        return page.read(text, as_of=as_of, file_date=file_date, progress=progress)
    except ReadError as error:
        if module is not None:
            raise
        # Its beginning said nothing, yet a page might have begun with a long menu.
        raise _unknown(head, error) from None


def preview(path: Path, size: int = _HEAD) -> Profile | None:
    """What the first `size` bytes of a file show, or None; never raises for what is in it."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return None  # what is taken from a pipe would be lost to whoever reads it next
        with path.open("rb") as file:
            data = file.read(size)
        if status.st_size <= size:
            return _named(read_bytes(data, file_date=_changed(status.st_mtime)).profile, path)
        head = decode(data).text
        form = _format_of(head)
        profile = None if form is None else form.preview(head)
        return None if profile is None else _named(profile, path)
    except (ReadError, OSError, ValueError):
        return None


def _named(profile: Profile, path: Path) -> Profile:
    """A file that names no person is a collection, and has the file's name."""
    if profile.name:
        return profile
    # What a shell substitutes for a command, and standard input, are called nothing that tells of papers.
    stem = "" if path.parent in _STREAMS or path == Path("/dev/stdin") else clean_line(path.stem)
    return replace(profile, name=stem or "Papers")


def _open(path: Path) -> BinaryIO:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ReadError("this is a directory", code="unreadable", advice="name a file in it")
        if stat.S_ISBLK(status.st_mode) or stat.S_ISCHR(status.st_mode):
            raise ReadError("this is a device", code="unreadable", advice="name a file")
        if status.st_size > _LARGEST:
            raise _too_large()
        return path.open("rb", buffering=_HEAD)
    except FileNotFoundError:
        raise ReadError(
            "there is no such file", code="unreadable", advice="check the name"
        ) from None
    except PermissionError:
        raise ReadError(
            "you may not read this file", code="unreadable", advice="check its permissions"
        ) from None
    except (OSError, ValueError) as error:
        raise _unreadable(error) from None


def _unreadable(error: OSError | ValueError) -> ReadError:
    reason = error.strerror if isinstance(error, OSError) else None
    return ReadError(
        f"the file cannot be read ({reason or 'its name is not valid'})",
        code="unreadable",
        advice="check the name",
    )


def _load(file: BinaryIO) -> tuple[bytes, datetime.date | None]:
    try:
        data = file.read(_LARGEST + 1)
        status = os.fstat(file.fileno())
    except OSError as error:
        raise _unreadable(error) from None
    if len(data) > _LARGEST:
        raise _too_large()
    return data, _changed(status.st_mtime) if stat.S_ISREG(status.st_mode) else None


def _load_lines(
    file: BinaryIO, form: str | None, progress: Progress | None
) -> tuple[Reading | None, bytes]:
    """Read JSON lines from the file, one at a time: all of it in memory would be several times as much.

    If its first line says that it is a document instead, that line is returned and has left the file, which
    may be a pipe.
    """
    from paperbrowser.formats.json import lines as json_lines

    try:
        first, is_object = json_lines.first_line(file)
        if not is_object and form != "jsonl":
            return None, first
        status = os.fstat(file.fileno())
        size = status.st_size if stat.S_ISREG(status.st_mode) else None
        return json_lines.read_lines(file, size=size, progress=progress, first=first), first
    except OSError as error:
        raise _unreadable(error) from None


def _begins_as_json(file: BinaryIO) -> bool:
    try:
        head = cast("BufferedReader", file).peek(_HEAD)
    except OSError as error:
        raise _unreadable(error) from None
    return _JSON.match(head) is not None


def _too_large() -> ReadError:
    return ReadError(
        f"the file is larger than {_LARGEST >> 30} GiB",
        code="too-large",
        advice="check that it is the page you meant",
    )


def _changed(mtime: float) -> datetime.date | None:
    try:
        # UTC, so that the same file gives the same years everywhere.
        return datetime.datetime.fromtimestamp(mtime, datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def _load_format(name: str) -> _Format:
    return cast("_Format", import_module(f"{__name__}.{name}"))


def _format_of(head: str) -> _Format | None:
    for name in FORMATS.values():
        form = _load_format(name)
        if form.sniff(head):
            return form
    return None


def _refuse_html(head: str) -> None:
    start = head.lstrip("\ufeff \t\r\n\f")
    if not start.startswith(_MARKUP_STARTS):
        return
    # Abstracts in XML may have HTML in them.
    if _HTML.search(head) and not _load_format("xml").sniff(head):
        raise ReadError("this is a web page's HTML, not its text", code="html", advice=_AS_TEXT)


def _unknown(head: str, error: ReadError) -> ReadError:
    """The error for a text that is in no format; `error` is that of a page, which is the least strict."""
    names = (_load_format(name).NAME for name in reversed(FORMATS.values()))
    *most, last = (name.removesuffix(" file") for name in names)
    other = next((name for pattern, name in _OTHERS if pattern.match(head)), None)
    what = f"this looks like {other}, which is not read" if other else "no papers were found"
    return ReadError(
        f"{what}; looked for {', '.join(most)}, {last}",
        code=error.code,
        line=error.line,
        advice="export the papers as BibTeX, or copy the whole page into a text file",
    )
