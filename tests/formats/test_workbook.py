"""Workbooks of Excel: the first sheet with something in it is read as a table."""

import datetime
import io
import sys
import zipfile

import openpyxl
import pytest

from paperbrowser import formats
from paperbrowser.formats import ReadError
from paperbrowser.formats.csv import workbook


def saved(*rows):
    book = openpyxl.Workbook()
    book.active.title = "Empty"
    sheet = book.create_sheet("Papers")
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


BEES = saved(
    ["Title", "Authors", "Year", "Publication Date", "Volume", "Abstract", "Times Cited"],
    ["Bees\tand, \"more\"", "Hill, Ann; Wood, Bob", 2019, datetime.datetime(2019, 5, 4), 3.0, "One.\n\nTwo.", 8],
    [],
    ["Hives", "Hill, Ann", 2018, None, None, None, None],
)  # fmt: skip


def test_a_workbook_is_read_from_bytes_and_from_a_file(tmp_path):
    one, two = formats.read_bytes(BEES).profile.papers
    assert (one.title, one.authors) == ('Bees and, "more"', ("Ann Hill", "Bob Wood"))
    assert (one.date_text, one.volume, one.citations) == ("2019-05-04", "3", 8)
    assert (one.abstract, two.title, two.date_text) == ("One.\n\nTwo.", "Hives", "2018")
    path = tmp_path / "bees.xlsx"
    path.write_bytes(BEES)
    assert formats.read(path, form="csv").profile.papers == (one, two)
    assert formats.preview(path).papers == (one, two)


def test_without_openpyxl_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(ReadError, match=r"needs openpyxl.*install paperbrowser\[xlsx\]"):
        formats.read_bytes(BEES)


def test_damaged_workbooks_are_refused():
    for data in (BEES[:-200], BEES[: len(BEES) // 2], BEES.replace(b"sheet2", b"sheetX")):
        with pytest.raises(ReadError):
            formats.read_bytes(data)


def test_what_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(workbook, "_UNPACKED", 1000)
    with pytest.raises(ReadError, match="too large"):
        formats.read_bytes(BEES)
    monkeypatch.setattr(workbook, "_UNPACKED", 1 << 20)
    monkeypatch.setattr(workbook, "_CELLS", 10)
    with pytest.raises(ReadError, match="too large"):
        formats.read_bytes(BEES)


def test_a_long_text_in_many_cells_is_refused(monkeypatch):
    monkeypatch.setattr(workbook, "_UNPACKED", 100_000)
    with pytest.raises(ReadError, match="too large"):
        formats.read_bytes(saved(*[["Title", "x" * 10_000, "Year"]] * 20))


def test_other_archives_and_old_workbooks_get_advice():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("word/document.xml", "")
    for data in (out.getvalue(), b"\xd0\xcf\x11\xe0" + bytes(100)):
        with pytest.raises(ReadError, match=r"CSV or \.xlsx"):
            formats.read_bytes(data)
