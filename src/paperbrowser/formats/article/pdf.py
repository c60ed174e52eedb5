"""Read the full text of a paper from a PDF, by PDFium in a process of its own.

PDFium comes with the extra `[pdf]`. Memory and time of the process are bounded, so that no file can harm the
program.
"""

import ctypes.util
import re
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from paperbrowser.formats.article import pdf_process
from paperbrowser.formats.article.layout import PdfLine, PdfPage, ordered, without_heads
from paperbrowser.formats.article.prose import ProseReader
from paperbrowser.formats.result import ReadError
from paperbrowser.papers.article import Article
from paperbrowser.papers.display import counted
from paperbrowser.papers.text import clean

LARGEST = 300_000_000  # bytes of a file
MISSING = "reading PDFs needs pypdfium2; `pip install 'paperbrowser[pdf]'` installs it"
_MEMORY = 2_000_000_000  # bytes that the process may take
_SECONDS = 120  # that it may take
_LISTED = 5  # pages in a remark
_ELSEWHERE = "open it in another program"
_LIBRARIES = "libpdfium.so", "libpdfium.dylib", "pdfium.dll"
_FIELDS = {"pages": 2, "error": 2, "font": 4, "line": 8, "page": 4}  # of the output of the process
_BOLD = re.compile(
    r"bold|black|heavy|demi|cmbx|cmb10|sfbx|medi\b|[-.,_]b(?:d|old)?(?:mt|ital)?\b", re.IGNORECASE
)
_LETTERS_OF_FORMULAS = re.compile("[\U0001d400-\U0001d7ff]")  # italic, bold and so on
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00ad": ""}
)
# TeX's old fonts have accents that stand alone, before their letter.
_ACCENTS = {
    "´": "\u0301", "¨": "\u0308", "ˆ": "\u0302", "˜": "\u0303", "˘": "\u0306", "ˇ": "\u030c",
    "˙": "\u0307", "˚": "\u030a", "˝": "\u030b", "¯": "\u0304", "`": "\u0300",
}  # fmt: skip
_ACCENT = re.compile(r"([´¨ˆ˜˘ˇ˙˚˝¯]|(?<=[^\W\d])`)([^\W\d_])")
_EQUALS = re.compile(
    r"(?<=[^\W\d]) ¼ (?=\S)"
)  # a font for formulas without a map has the sign there
_FORCED_BOLD = 1 << 18  # of a font's flags

OnPage = Callable[[float], None]


def is_available() -> bool:
    """Return whether PDFs can be read: the extra `[pdf]` is installed."""
    return find_spec("pypdfium2") is not None


def read(data: bytes, *, url: str = "", progress: OnPage | None = None) -> Article:
    """Return the text of a PDF.

    Args:
        data: the file.
        url: where it came from.
        progress: called with the share that is done, 0 to 1; it may raise StoppedError.

    Raises:
        ReadError: it cannot be read, or has no text.
        StoppedError: `progress` raised it.
    """
    _check(data)
    found = _Pages()
    gave_up: ReadError | None = None
    try:
        for fields in _output(data):
            if found.add(*fields) and progress is not None:
                progress(len(found.pages) / max(found.total, 1))
    except ReadError as error:
        if not any(lines for _, lines in found.pages):
            raise
        gave_up = error  # what it read before is there
    pages, total, pictures, empty = found.pages, found.total, found.pictures, found.empty
    if not any(lines for _, lines in pages):
        what = f"the PDF has pictures of {counted(total, 'page')} and no text"
        what = what if pictures else "the PDF has no text"
        raise ReadError(what, code="no-text", advice=_ELSEWHERE)
    text = without_heads(pages)
    reader = ProseReader(text if any(text) else [lines for _, lines in pages])
    remarks = [*_named(pictures, "a picture without text"), *_named(empty, "empty")]
    if gave_up is not None:
        remarks.append(gave_up.what)
    if len(pages) < total:
        share = (
            f"{len(pages):,} of {total:,} pages were" if pages[1:] else f"of {total:,} pages was"
        )
        remarks.append(f"only the first {share} read")
    return Article(
        title=reader.title,
        blocks=tuple(reader.blocks),
        references=tuple(reader.references),
        pages=total,
        source="pdf",
        url=url,
        authors=reader.authors,
        remarks=tuple(remarks),
    )


class _Pages:
    """The pages that the process has written so far.

    Attributes:
        total: how many the document has.
        pages: each with its lines in reading order.
        pictures: the numbers of those that have pictures and no text.
        empty: the numbers of those that have neither.
    """

    def __init__(self) -> None:
        self.total = 0
        self.pages: list[tuple[PdfPage, list[PdfLine]]] = []
        self.pictures: list[int] = []
        self.empty: list[int] = []
        self._lines: list[PdfLine] = []
        self._bold: dict[str, bool] = {}

    def add(self, kind: str, *fields: str) -> bool:
        """Take a line of the output; return whether a page is whole with it."""
        if kind == "line":
            if (line := _line(fields, self._bold, len(self.pages) + 1)) is not None:
                self._lines.append(line)
        elif kind == "font":
            number, flags, name = fields
            self._bold[number] = bool(int(flags) & _FORCED_BOLD or _BOLD.search(name))
        elif kind == "pages":
            self.total = int(fields[0])
        elif kind == "page":
            width, height, pictures = fields
            page = PdfPage(float(width), float(height), tuple(self._lines))
            self._lines = []
            if not page.lines:
                (self.pictures if int(pictures) else self.empty).append(len(self.pages) + 1)
            self.pages.append((page._replace(lines=()), ordered(page)))
            return True
        return False


def _check(data: bytes) -> None:
    """Raise ReadError for what cannot be read as a PDF."""
    if not data[:1024].lstrip().startswith(b"%PDF-"):
        raise ReadError("it is not a PDF", code="not-pdf", advice="check the file")
    if len(data) > LARGEST:
        what = f"the PDF has more than {LARGEST // 1_000_000} MB"
        raise ReadError(what, code="too-large", advice=_ELSEWHERE)
    if not is_available():
        raise ReadError(MISSING, code="no-pdfium")


def _named(pages: list[int], what: str) -> list[str]:
    """Return a remark on some pages; none if there are none."""
    if not pages:
        return []
    named = ", ".join(map(str, pages[:_LISTED])) + (" and others" if pages[_LISTED:] else "")
    return [f"pages {named} are {what}" if pages[1:] else f"page {named} is {what}"]


def _line(fields: Sequence[str], bold: dict[str, bool], page: int) -> PdfLine | None:
    """Return a line as the process wrote it; None for one without text."""
    left, base, right, size, font, last, text = fields
    text = _clean(text)
    if not text.strip("\ufffe "):
        return None
    places = float(left), float(base), float(right), float(size)
    return PdfLine(text, *places, bold[font], page, 0, font, last)


def _clean(text: str) -> str:
    """Return a line of a page made safe, with the sign for a divided word kept."""
    divided = text.endswith("\ufffe")
    if not text.isascii() or "`" in text:
        text = text.replace("\ufffe", "").translate(_LIGATURES)
        text = _LETTERS_OF_FORMULAS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
        text = _EQUALS.sub(" = ", _ACCENT.sub(_composed, text))
    return clean(text).replace("\n", " ").strip() + "\ufffe" * divided


def _composed(found: re.Match[str]) -> str:
    """Return the letter that an accent before it belongs to, with the accent."""
    letter = {"ı": "i", "ȷ": "j"}.get(found[2], found[2])
    whole = unicodedata.normalize("NFC", letter + _ACCENTS[found[1]])
    return whole if len(whole) == 1 else found[0]


def _output(data: bytes) -> Iterator[list[str]]:
    """Yield what the process writes, as fields.

    Raises:
        ReadError: it says that the file cannot be read, or it ended before its time.
    """
    # Isolated and without the packages that are installed, Python starts in half the time.
    command = [sys.executable, "-I", "-S", str(Path(pdf_process.__file__))]
    process = subprocess.Popen(  # noqa: S603 - the program itself
        [*command, _pdfium(), str(_MEMORY), str(_SECONDS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    if process.stdin is None or process.stdout is None:  # pragma: no cover
        raise AssertionError
    too_long = threading.Event()

    def stop() -> None:
        too_long.set()
        process.kill()

    watch = threading.Timer(_SECONDS, stop)
    watch.daemon = True
    watch.start()
    try:
        with suppress(BrokenPipeError):
            process.stdin.write(data)
        with suppress(BrokenPipeError):
            process.stdin.close()
        total = seen = 0
        for line in process.stdout:
            fields = line.decode("utf-8", "replace").removesuffix("\n").split("\t")
            if len(fields) != _FIELDS.get(fields[0]) or not line.endswith(b"\n"):
                break  # cut in the middle
            if fields[0] == "error":
                raise _refused(fields[1])
            total = int(fields[1]) if fields[0] == "pages" else total
            seen += fields[0] == "page"
            yield fields
        code = process.wait()
        if code and (seen < total or not total):
            raise _ended(seen + 1 if total else 0, in_time=not too_long.is_set())
    finally:
        watch.cancel()
        process.kill()
        process.stdout.close()
        process.wait()


def _pdfium() -> str:
    """Return where the library is."""
    found = find_spec("pypdfium2_raw")
    for folder in (found.submodule_search_locations if found else None) or ():
        for name in _LIBRARIES:
            if (path := Path(folder, name)).is_file():
                return str(path)
    of_system = ctypes.util.find_library("pdfium")
    if of_system is None:
        raise ReadError(MISSING, code="no-pdfium")
    return of_system


def _refused(error: str) -> ReadError:
    if error == "password":
        what, advice = "the PDF is locked with a password", "save a copy without one"
        return ReadError(what, code="encrypted", advice=advice)
    return ReadError("the PDF is damaged or cut short", code="damaged", advice="fetch it again")


def _ended(seen: int, *, in_time: bool) -> ReadError:
    where = f" at page {seen}" if seen else ""
    why = (
        f"it takes more memory or time than the {_MEMORY // 1_000_000_000} GB and {_SECONDS} s allowed, "
        "or is damaged"
        if in_time
        else f"it takes more than {_SECONDS} s"
    )
    return ReadError(f"PDFium gave up on the PDF{where}: {why}", code="damaged", advice=_ELSEWHERE)
