"""Workbooks of Excel (.xlsx) as the text of a table with tabs; the first sheet with something in it counts.

openpyxl reads them, an extra of this package. What a workbook may unpack to is bounded.
"""

import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from paperbrowser.formats.result import ReadError

_UNPACKED = 1 << 28  # bytes of all files of a workbook, and characters of its table
_CELLS = 20_000_000
_EMPTY_ROWS = 10_000  # one after the other, behind which a sheet ends
_ZIP = b"PK\x03\x04"


def is_workbook(start: bytes) -> bool:
    """Return whether the first bytes of a file may be those of a workbook."""
    return start.startswith(_ZIP) and (b"[Content_Types].xml" in start or b"xl/" in start)


def text_of(data: bytes) -> str:
    """Return the first sheet of a workbook that has something in it, as a table with tabs.

    Raises:
        ReadError: it is none, is damaged or too large, or openpyxl is not installed (code "not-text").
    """
    _check(data)
    try:
        import openpyxl
    except ImportError:
        raise ReadError(
            "this is an Excel workbook, which needs openpyxl to be read",
            code="not-text",
            advice="install paperbrowser[xlsx], or save the sheet as CSV",
        ) from None
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles, which are of no matter here
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # those that it states may be wrong
                if text := _written(sheet.iter_rows(values_only=True)):
                    return text
    except ReadError:
        raise
    except Exception as error:
        raise _damaged() from error
    raise ReadError(
        "no sheet of this workbook has anything in it", code="no-entries", advice="export it again"
    )


def _check(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise _damaged() from None
    if not any(entry.filename.startswith("xl/") for entry in entries):
        raise ReadError(
            "this is a ZIP archive or office document, not text",
            code="not-text",
            advice="save it as plain text (UTF-8), a table as CSV or .xlsx, and read that",
        )
    if sum(entry.file_size for entry in entries) > _UNPACKED:
        raise _too_large()


def _written(rows: Iterable[tuple[Any, ...]]) -> str:
    """Return rows as text, a line for each that has no line ends in its cells; empty if all are empty."""
    import csv

    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    some = False
    for cells in _bounded(rows):
        writer.writerow(cells)
        some = some or bool(cells)
    return out.getvalue() if some else ""


def _bounded(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[str]]:
    count = size = empty = 0
    for row in rows:
        count += len(row) + 1
        # A long text may stand in many cells, though the file has it once.
        size += sum(len(value) for value in row if isinstance(value, str))
        if count > _CELLS or size > _UNPACKED:
            raise _too_large()
        cells = list(map(_text, row))
        while cells and not cells[-1]:
            cells.pop()
        empty = 0 if cells else empty + 1
        if empty > _EMPTY_ROWS:
            return
        yield cells


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


def _damaged() -> ReadError:
    return ReadError(
        "this Excel workbook is damaged or encrypted",
        code="not-text",
        advice="save its sheet as CSV and read that",
    )


def _too_large() -> ReadError:
    return ReadError(
        "this Excel workbook is too large", code="too-large", advice="save its sheet as CSV"
    )
