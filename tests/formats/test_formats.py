"""The registry: rows of formats, files read as profiles or refused in one sentence."""

import datetime
import io
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser import formats
from paperbrowser.formats import ReadError
from paperbrowser.formats.input import Input
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.text import clean_line

FIXTURE = Path(__file__).parent.parent / "fixtures" / "shirley-ho.txt"


def refused(path):
    with pytest.raises(ReadError) as caught:
        formats.read(path)
    error = caught.value
    assert error.path == path
    assert clean_line(str(path)) in str(error)
    assert "\n" not in str(error)
    assert error.advice
    return error


def test_reads_a_page():
    reading = formats.read(FIXTURE)
    assert reading.profile.name == "Shirley Ho"
    assert len(reading.profile.papers) == 50
    assert [remark.code for remark in reading.remarks] == ["count-mismatch"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\n\t\n", "empty"),
        (b"\xef\xbb\xbf\r\n", "empty"),
        (b"\x00" * 4096, "not-text"),
        (b"%PDF-1.7", "not-text"),
        (b"<!DOCTYPE html><html><body><h1>Ann</h1><div>h-index77</div></body></html>", "html"),
        (b"\n <div>LGOct 4, 2023</div>", "html"),
        (b"From: <Saved by Blink>\n\n<html></html>", "html"),
        (b"Dear colleague,\n\nthis is a letter.\n", "no-entries"),
        (b'{"name": "Ann"}', "no-entries"),
    ],
)
def test_wrong_files_are_refused_in_one_sentence(tmp_path, data, code):
    path = tmp_path / "page.txt"
    path.write_bytes(data)
    assert refused(path).code == code
    assert formats.preview(path) is None
    assert path.read_bytes() == data


def test_the_error_says_what_was_looked_for(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text("Dear colleague")
    assert "profile page" in str(refused(path))
    assert "BibTeX" in str(refused(path))


def test_the_error_for_a_wrong_format_names_the_right_one(tmp_path):
    path = tmp_path / "works"
    path.write_text("@article{a, title = {On Machines}, year = 2017}")
    with pytest.raises(ReadError) as caught:
        formats.read(path, form="ris")
    assert str(caught.value).endswith("; by its content this is another format (BibTeX)")


@pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="no files for what is open")
def test_papers_from_a_shells_stream_are_named_papers():
    ours, theirs = os.pipe()
    try:
        os.write(theirs, b"@article{a, title = {On Machines}, year = 2017}")
        os.close(theirs)
        assert formats.read(Path(f"/dev/fd/{ours}")).profile.name == "Papers"
    finally:
        os.close(ours)


def test_files_that_cannot_be_opened(tmp_path):
    assert refused(tmp_path / "none.txt").code == "unreadable"
    assert refused(tmp_path).code == "unreadable"
    assert refused(tmp_path / ("x" * 5000)).code == "unreadable"
    assert refused(Path("nul\0.txt")).code == "unreadable"
    assert refused(Path(os.devnull)).code == "unreadable"
    assert formats.preview(tmp_path / "none.txt") is None
    assert formats.preview(tmp_path) is None


def test_a_pipe_can_be_read_but_not_previewed(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert formats.preview(path) is None
    writer = threading.Thread(target=path.write_bytes, args=[FIXTURE.read_bytes()])
    writer.start()
    assert len(formats.read(path).profile.papers) == 50
    writer.join()


def test_a_file_without_permission(tmp_path, monkeypatch):
    def forbid(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "page.txt"
    path.write_text("x")
    monkeypatch.setattr(Path, "open", forbid)
    assert refused(path).code == "unreadable"


def test_a_file_too_large(tmp_path):
    path = tmp_path / "page.txt"
    with path.open("wb") as file:
        file.truncate((1 << 30) + 1)
    assert refused(path).code == "too-large"


def test_the_remark_on_the_encoding_is_kept():
    text = FIXTURE.read_text(encoding="utf-8")
    reading = formats.read_bytes(text.encode("utf-16"))
    assert {"encoding", "count-mismatch"} <= {remark.code for remark in reading.remarks}
    assert reading.profile == formats.read(FIXTURE).profile
    torn = text.encode()[: text.encode().index("é".encode()) + 1]
    assert "truncated" in {remark.code for remark in formats.read_bytes(torn).remarks}


def test_the_date_of_the_file_gives_years_and_as_of_overrides(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text("Ann Example\n\nLGMay 3\nTitle\n\nAnn Example\n\nAbstract.\n")
    noon = datetime.datetime(2019, 6, 1, 12, tzinfo=datetime.UTC).timestamp()
    os.utime(path, (noon, noon))
    (paper,) = formats.read(path).profile.papers
    assert (paper.date, paper.year_inferred) == (PartialDate(2019, 5, 3), True)
    (paper,) = formats.read(path, as_of=datetime.date(2021, 1, 1)).profile.papers
    assert paper.date == PartialDate(2020, 5, 3)


def test_preview(tmp_path):
    whole = formats.read(FIXTURE).profile
    assert formats.preview(FIXTURE, 1 << 20) == whole
    shown = formats.preview(FIXTURE, 20_000)
    assert shown is not None
    assert [paper.title for paper in shown.papers] == [
        paper.title for paper in whole.papers[: len(shown.papers)]
    ]
    assert 10 <= len(shown.papers) < 20


def test_entries_far_down_are_found(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text("Menu\n" * 20_000 + "\n" + FIXTURE.read_text(encoding="utf-8"), "utf-8")
    assert formats.read(path).profile.papers == formats.read(FIXTURE).profile.papers


@pytest.mark.parametrize("blank", ["\n", " ", "\t", " \n", "\r", "\r\n", "\n\n \t"])
def test_a_megabyte_of_blanks_is_refused_at_once(blank):
    with pytest.raises(ReadError, match="looked for profile page"):
        formats.read_bytes(f"Somebody{blank * (1_000_000 // len(blank))}".encode())


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_are_read_or_refused(data):
    try:
        formats.read_bytes(data)
    except ReadError as error:
        assert "\n" not in str(error)  # noqa: PT017 - either way of ending will do


def test_no_format_is_imported_before_it_is_needed():
    code = (
        "import sys, paperbrowser.formats;"
        "print([name for name in sys.modules if 'paperbrowser.formats.p' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# The rows


@pytest.mark.parametrize("form", formats.FORMATS, ids=lambda form: form.name)
def test_every_row_can_be_read_or_written(form):
    assert form.reader or form.writer
    if form.reader:
        assert isinstance(form.load_reader().sniff("x"), bool)
        assert form.load_reader().preview("x") is None
    if form.writer:
        profile = Profile(name="Ada", papers=(Paper(title="On Machines"),))
        assert "On Machines" in "".join(formats.write(form.name, profile, profile.papers))


def test_names_and_labels_differ_and_help_fits_a_terminal():
    assert len({form.name for form in formats.FORMATS}) == len(formats.FORMATS)
    assert len({form.label for form in formats.FORMATS}) == len(formats.FORMATS)
    assert len(formats.names()) == len(set(formats.names()))
    lines = formats.help_lines(formats.FORMATS).split("\n")
    assert max(map(len, lines)) < 80
    assert len([line for line in lines if line[2] != " "]) == len(formats.FORMATS)


def test_the_page_of_formats_names_every_format():
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in page.split("\n") if line.startswith("| `")]
    named = " ".join(rows)
    assert [form.name for form in formats.FORMATS if f"`{form.name}`" not in named] == []


# The input


def test_lines_are_read_when_they_are_asked_for_and_no_sooner():
    line = b'{"title": "x"}\n'
    stream = io.BytesIO(line * 100_000)
    lines = Input(stream).lines()
    assert [next(lines) for _ in range(10)] == [(line.decode(), None)] * 10
    assert stream.tell() < 500_000
    assert sum(1 for _ in lines) == 99_990


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_the_first_line_stays_in_the_text_and_the_lines(encoding):
    text = "Größe " * 100_000 + "\nBreite\n"
    content = Input(io.BytesIO(text.encode(encoding)))
    assert content.head == text[: len(content.head)]
    assert content.first_line().lstrip("\ufeff") == text.split("\n", maxsplit=1)[0] + "\n"
    lines = [line for line, _ in Input(io.BytesIO(text.encode(encoding))).lines()]
    assert "".join(lines).lstrip("\ufeff") == text
    assert content.text() == text
    assert "".join(line for line, _ in content.lines()) == text


def test_a_mail_of_arxiv_is_refused_by_name(tmp_path):
    path = tmp_path / "0704.0001.abs"
    path.write_text(
        "\\\\\narXiv:0704.0001\n\nTitle: On Machines\nAuthors: Ada Example\n\\\\\n  It is.\n\\\\\n"
    )
    assert "this looks like a mail of arXiv, which is not read" in str(refused(path))
