"""A program of its own: it reads a PDF from standard input and writes the lines of each page as JSON.

It is run by `pdf`, and imports nothing of this package. PDFium is a large program in C++; a file that makes
it crash, or take all memory or time, ends this process and no other.

The first line of the output is `{"pages": 12}` or `{"error": "password"}`; each other is
`[width, height, pictures, lines]` of a page. A line is `[text, left, base, right, size, bold]`, in points
from the page's lower left corner; its text ends with U+FFFE where a word is divided.
"""

import ctypes
import json
import math
import re
import sys
from collections.abc import Iterator
from typing import Any

_MOST_PAGES = 5000
_MOST_CHARACTERS = 200_000  # of a page
_LINE = re.compile("[^\r\n\ufffe\x02]+[\ufffe\x02]?")
_BLANKS = re.compile(r" +(?=\S)")
_BOLD = re.compile(
    rb"bold|black|heavy|demi|cmbx|cmb10|sfbx|medi\b|[-.,_]b(?:d|old)?(?:mt|ital)?\b", re.IGNORECASE
)
_NAME = 120  # bytes of a font's name
_TURNED = 0.2  # radians
_GAP = 1.6  # of the font size: a wider blank lies between columns


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


class _TextOfPage:
    """The text of a page with the places of its characters."""

    def __init__(self, raw: Any, page: Any) -> None:
        self._raw = raw
        self._text = raw.FPDFText_LoadPage(page)
        self._box = [ctypes.c_double() for _ in range(4)]
        self._font = ctypes.create_string_buffer(_NAME)
        self._flags = ctypes.c_int()

    def close(self) -> None:
        self._raw.FPDFText_ClosePage(self._text)

    def characters(self) -> str:
        """Return the text; its places are those of the characters."""
        count = min(self._raw.FPDFText_CountChars(self._text), _MOST_CHARACTERS)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        written = self._raw.FPDFText_GetText(self._text, 0, count, buffer)
        text = bytes(buffer)[: max(written - 1, 0) * 2].decode("utf-16-le", "surrogatepass")
        if len(text) == count:
            return text
        # Characters outside the first plane, or without a place: one by one.
        codes = (self._raw.FPDFText_GetUnicode(self._text, at) for at in range(count))
        return "".join(chr(code) if 0 < code < 0x110000 else " " for code in codes)

    def box(self, at: int) -> tuple[float, float, float, float]:
        """Return left, bottom, right, top of a character."""
        left, right, bottom, top = self._box
        self._raw.FPDFText_GetCharBox(self._text, at, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value

    def base(self, at: int) -> float:
        """Return the height that a character stands at."""
        across, up, *_ = self._box
        self._raw.FPDFText_GetCharOrigin(self._text, at, across, up)
        return up.value

    def size(self, at: int) -> float:
        """Return the height of the font in points."""
        size = float(self._raw.FPDFText_GetFontSize(self._text, at))
        matrix = self._raw.FS_MATRIX()
        if self._raw.FPDFText_GetMatrix(self._text, at, matrix):
            size *= math.hypot(matrix.c, matrix.d) or 1.0
        return size

    def is_bold(self, at: int) -> bool:
        length = self._raw.FPDFText_GetFontInfo(self._text, at, self._font, _NAME, self._flags)
        name = self._font.raw[: min(max(length, 1), _NAME) - 1].rstrip(b"\x00")
        return bool(_BOLD.search(name)) or bool(self._flags.value & (1 << 18))

    def is_turned(self, at: int) -> bool:
        angle = float(self._raw.FPDFText_GetCharAngle(self._text, at)) % (2 * math.pi)
        return min(angle, 2 * math.pi - angle) > _TURNED


def _lines(page: _TextOfPage) -> Iterator[list[Any]]:
    text = page.characters()
    for found in _LINE.finditer(text):
        start, end = found.span()
        divided = text[end - 1] in "\ufffe\x02"
        end -= divided
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end or page.is_turned(start):
            continue
        size = page.size((start + end) // 2 if not text[(start + end) // 2].isspace() else start)
        begin = start
        for blank in _BLANKS.finditer(text, start, end):
            before, after = page.box(blank.start() - 1), page.box(blank.end())
            gap = after[0] - before[2]
            if gap > _GAP * size or gap < -3 * size:
                yield _line(page, text, begin, blank.start(), divided=False)
                begin = blank.end()
        yield _line(page, text, begin, end, divided=divided)


def _line(page: _TextOfPage, text: str, start: int, end: int, *, divided: bool) -> list[Any]:
    places_of = {at for at in (start, (start + end) // 2, end - 1) if not text[at].isspace()}
    # The largest letter, so that an index within a line does not count as the line.
    size, at = max((page.size(at), -at) for at in places_of)
    base = page.base(-at)
    boxes = [page.box(at) for at in {start, end - 1}]
    bold = all(map(page.is_bold, places_of))
    left, right = min(box[0] for box in boxes), max(box[2] for box in boxes)
    places = [round(one, 1) if math.isfinite(one) else 0.0 for one in (left, base, right, size)]
    return [text[start:end] + ("\ufffe" if divided else ""), *places, int(bold)]


def _write(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=True) + "\n")


def main() -> int:
    """Read the PDF on standard input; arguments are the bytes of memory and the seconds allowed."""
    memory, seconds = int(sys.argv[1]), int(sys.argv[2])
    from pypdfium2 import raw

    _limit(memory, seconds)
    data = sys.stdin.buffer.read()
    raw.FPDF_InitLibrary()
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        error = raw.FPDF_GetLastError()
        locked = {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        _write({"error": "password" if error in locked else "damaged"})
        return 0
    count = raw.FPDF_GetPageCount(document)
    _write({"pages": count})
    for number in range(min(count, _MOST_PAGES)):
        page = raw.FPDF_LoadPage(document, number)
        if not page:
            _write([0, 0, 0, []])
            continue
        text = _TextOfPage(raw, page)
        lines = list(_lines(text))
        pictures = 0
        if not lines:
            objects = range(min(raw.FPDFPage_CountObjects(page), 50))
            kinds = (raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, at)) for at in objects)
            pictures = sum(kind == raw.FPDF_PAGEOBJ_IMAGE for kind in kinds)
        width, height = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
        _write([round(width, 1), round(height, 1), pictures, lines])
        text.close()
        raw.FPDF_ClosePage(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
