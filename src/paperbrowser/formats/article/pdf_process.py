"""A program of its own: it reads a PDF from standard input and writes the lines of each page.

It is run by `pdf`, and imports nothing of this package and little else, so that it starts at once. PDFium is
a large program in C++; a file that makes it crash or takes all memory or time ends this process only.

Each line of the output has fields with tabs between them, the first of which says what it is:

- `pages 12`, at the beginning, or `error password`;
- `font 3 0 Times-Bold`: what number 3 stands for, its flags and its name;
- `line LEFT BASE RIGHT SIZE FONT LAST TEXT`: in points from the page's lower left corner, with the fonts of
  most of it and of its last letter; the text ends with U+FFFE where a word is divided;
- `page WIDTH HEIGHT PICTURES`: the end of a page.
"""

from __future__ import annotations

import ctypes
import math
import sys
from array import array

TYPE_CHECKING = False  # without `typing`, which takes as long to load as a page to read
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_MOST_PAGES = 5000
_MOST_CHARACTERS = 200_000  # of a page
_LOOKS = 6  # at a line of several fonts
_NAME = 120  # bytes of a font's name
_TURNED = 0.2  # radians
_GAP = 1.6  # of the font size: a wider blank lies between columns
_PICTURE = 3  # the kind of an object
_OBJECTS = 50  # of a page without text that are looked at
_LOCKED = {4, 5}  # PDFium's errors for a password and a kind of lock that it does not know

_HANDLE = ctypes.c_void_p
_PLACE = ctypes.c_void_p  # where PDFium writes to
_INT, _SIZE, _FLOAT, _DOUBLE = ctypes.c_int, ctypes.c_size_t, ctypes.c_float, ctypes.c_double


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows; the time is watched by the parent
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (allowed, hard))
        except (ValueError, OSError):
            continue


class _Pdfium:
    """The functions of PDFium that are used here.

    They are declared by hand: the declarations of pypdfium2 take longer to load than three pages to read, and
    places are passed as numbers, which is twice as fast.
    """

    def __init__(self, path: str) -> None:
        library = ctypes.CDLL(path)

        def function(name: str, result: Any, *takes: Any) -> Any:
            found = library[name]
            found.restype, found.argtypes = result, takes
            return found

        function("FPDF_InitLibrary", None)()
        self.error = function("FPDF_GetLastError", ctypes.c_ulong)
        self.document = function("FPDF_LoadMemDocument64", _HANDLE, ctypes.c_char_p, _SIZE, _PLACE)
        self.pages = function("FPDF_GetPageCount", _INT, _HANDLE)
        self.page = function("FPDF_LoadPage", _HANDLE, _HANDLE, _INT)
        self.close_page = function("FPDF_ClosePage", None, _HANDLE)
        self.width = function("FPDF_GetPageWidthF", _FLOAT, _HANDLE)
        self.height = function("FPDF_GetPageHeightF", _FLOAT, _HANDLE)
        self.objects = function("FPDFPage_CountObjects", _INT, _HANDLE)
        self.object = function("FPDFPage_GetObject", _HANDLE, _HANDLE, _INT)
        self.kind = function("FPDFPageObj_GetType", _INT, _HANDLE)
        self.text = function("FPDFText_LoadPage", _HANDLE, _HANDLE)
        self.close_text = function("FPDFText_ClosePage", None, _HANDLE)
        self.count = function("FPDFText_CountChars", _INT, _HANDLE)
        self.characters = function("FPDFText_GetText", _INT, _HANDLE, _INT, _INT, _PLACE)
        self.code = function("FPDFText_GetUnicode", ctypes.c_uint, _HANDLE, _INT)
        self.object_of = function("FPDFText_GetTextObject", _HANDLE, _HANDLE, _INT)
        self.box = function("FPDFText_GetLooseCharBox", _INT, _HANDLE, _INT, _PLACE)
        self.origin = function("FPDFText_GetCharOrigin", _INT, _HANDLE, _INT, _PLACE, _PLACE)
        self.size = function("FPDFText_GetFontSize", _DOUBLE, _HANDLE, _INT)
        self.matrix = function("FPDFText_GetMatrix", _INT, _HANDLE, _INT, _PLACE)
        self.font_of = function("FPDFTextObj_GetFont", _HANDLE, _HANDLE)
        self.font = function(
            "FPDFText_GetFontInfo", ctypes.c_ulong, _HANDLE, _INT, _PLACE, ctypes.c_ulong, _PLACE
        )


class _PdfiumReader:
    """Reads the pages of a document one after the other."""

    def __init__(self, pdfium: _Pdfium) -> None:
        self._pdfium = pdfium
        self._fonts: dict[int, int] = {}
        self._new_fonts: list[str] = []
        self._four = (_FLOAT * 4)()
        self._six = (_FLOAT * 6)()
        self._two = (_DOUBLE * 2)()
        self._name = ctypes.create_string_buffer(_NAME)
        self._flags = _INT()
        self._at_four, self._at_six = ctypes.addressof(self._four), ctypes.addressof(self._six)
        self._at_two, self._at_name = ctypes.addressof(self._two), ctypes.addressof(self._name)
        self._at_flags = ctypes.addressof(self._flags)
        self._text = 0
        self._known: dict[int, tuple[float, float, int, bool]] = {}

    def read(self, page: int) -> Iterator[str]:
        """Yield the lines of a page as they are written."""
        pdfium = self._pdfium
        self._text = pdfium.text(page) or 0
        self._known.clear()
        lines = list(self._lines()) if self._text else []
        yield from self._new_fonts
        self._new_fonts.clear()
        yield from lines
        pictures = 0
        if not lines:
            objects = range(min(pdfium.objects(page), _OBJECTS))
            pictures = sum(pdfium.kind(pdfium.object(page, at)) == _PICTURE for at in objects)
        if self._text:
            pdfium.close_text(self._text)
        yield f"page\t{_shown(pdfium.width(page))}\t{_shown(pdfium.height(page))}\t{pictures}"

    def _characters(self) -> str:
        """Return the text; its places are those of the characters."""
        count = min(self._pdfium.count(self._text), _MOST_CHARACTERS)
        if count <= 0:
            return ""
        buffer = array("H", bytes(4 * count + 4))
        address, _ = buffer.buffer_info()
        written = self._pdfium.characters(self._text, 0, count, address)
        if written - 1 == count:
            return "".join(map(chr, buffer[:count]))
        # Some have no text or several letters: one by one.
        codes = (self._pdfium.code(self._text, at) for at in range(count))
        return "".join(chr(code) if 0 < code < 0x110000 else " " for code in codes)

    def _object(self, at: int) -> tuple[float, float, int, bool]:
        """Return size, base and font of what a character was written with, and if it is turned."""
        pdfium, text = self._pdfium, self._text
        key = pdfium.object_of(text, at) or -at - 1
        known = self._known.get(key)
        if known is not None:
            return known
        size, turned = pdfium.size(text, at), False
        if pdfium.matrix(text, at, self._at_six):
            a, b, c, d = self._six[:4]
            size *= math.hypot(c, d) or 1.0
            turned = abs(math.atan2(b, a)) > _TURNED
        pdfium.origin(text, at, self._at_two, self._at_two + 8)
        font = pdfium.font_of(key) if key > 0 else 0
        number = self._fonts.get(font)
        if number is None:
            number = self._fonts[font] = len(self._fonts)
            length = pdfium.font(text, at, self._at_name, _NAME, self._at_flags)
            name = self._name.raw[: min(max(length, 1), _NAME) - 1].decode("ascii", "replace")
            name = "".join(name.rstrip("\0").split())
            self._new_fonts.append(f"font\t{number}\t{self._flags.value}\t{name}")
        known = self._known[key] = size, self._two[1], number, turned
        return known

    def _ends(self, at: int) -> tuple[float, float]:
        """Return where a character begins and ends."""
        self._pdfium.box(self._text, at, self._at_four)
        return self._four[0], self._four[2]

    def _lines(self) -> Iterator[str]:
        place = 0
        for one in (
            self._characters().replace("\x02", "\ufffe").replace("\ufffe", "\ufffe\r").split("\r")
        ):
            whole = one.rstrip(" \ufffe\n\0")
            start = len(one) - len(one.lstrip(" \n\ufffe\0"))
            if start < len(whole):
                yield from self._parts(whole, start, place, divided=one[-1] == "\ufffe")
            place += len(one) + (one[-1:] != "\ufffe")

    def _parts(self, text: str, start: int, place: int, *, divided: bool) -> Iterator[str]:
        """Yield a line, or what stands in its columns.

        Args:
            text: of the line, without blanks at its end.
            start: of its first letter in `text`.
            place: of `text` among the characters of the page.
            divided: its last word is.
        """
        end = len(text)
        first, last = self._object(place + start), self._object(place + end - 1)
        if first[3]:
            return
        begin = start
        if first is not last:
            object_of, of = self._pdfium.object_of, self._text
            size = max(first[0], last[0])
            known = object_of(of, place + start)
            at = text.find(" ", start)
            while at >= 0:
                after = at + 1
                while text[after] == " ":
                    after += 1
                other = object_of(of, place + after)
                if other != known:
                    known = other
                    gap = self._ends(place + after)[0] - self._ends(place + at - 1)[1]
                    if gap > _GAP * size or gap < -3 * size:
                        yield self._line(text, begin, at, place, divided=False)
                        begin = after
                at = text.find(" ", after)
        yield self._line(text, begin, end, place, divided=divided)

    def _line(self, text: str, start: int, end: int, place: int, *, divided: bool) -> str:
        left, right = self._ends(place + start)[0], self._ends(place + end - 1)[1]
        looks = [self._object(place + start), self._object(place + end - 1)]
        if looks[0] is not looks[1]:
            # What most of it has, so that an index does not count as the line.
            for part in range(1, _LOOKS):
                at = start + (end - start) * part // _LOOKS
                looks.append(self._object(place + at + (text[at] == " ")))
        size, base, font, _ = max(looks, key=looks.count)
        shown = " ".join(text[start:end].split())
        if not shown.isascii():
            # Each half of a character outside the first plane has a place of its own.
            shown = shown.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        shown += "\ufffe" * divided
        ends = f"{_shown(min(left, right))}\t{_shown(base)}\t{_shown(max(left, right))}"
        return f"line\t{ends}\t{_shown(size)}\t{font}\t{looks[1][2]}\t{shown}"


def _shown(number: float) -> str:
    return f"{number:.1f}" if -1e6 < number < 1e6 else "0"  # also for what is no number


def main() -> int:
    """Read the PDF on standard input.

    The arguments are where PDFium is, and the bytes of memory and the seconds allowed.
    """
    path, memory, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    pdfium = _Pdfium(path)
    _limit(memory, seconds)
    data = sys.stdin.buffer.read()
    out = sys.stdout.buffer
    document = pdfium.document(data, len(data), None)
    if not document:
        out.write(b"error\tpassword\n" if pdfium.error() in _LOCKED else b"error\tdamaged\n")
        return 0
    count = pdfium.pages(document)
    out.write(b"pages\t%d\n" % count)
    reader = _PdfiumReader(pdfium)
    for number in range(min(count, _MOST_PAGES)):
        page = pdfium.page(document, number)
        if not page:
            out.write(b"page\t0\t0\t0\n")
            continue
        lines = "\n".join(reader.read(page))
        out.write(lines.encode("utf-8", "replace") + b"\n")
        out.flush()
        pdfium.close_page(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
