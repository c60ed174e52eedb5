"""File paths as they are typed, pasted or dropped."""

import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.tui.menus.file_paths import completions, files_in, is_path, written


@pytest.fixture
def pages(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "Papers").mkdir()
    names = ("page.txt", "my page.txt", "it's 100%.bib", "Papers/a.ris", ".hidden.txt", "Åsa.txt")
    for name in names:
        (tmp_path / name).write_text("x")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("page.txt", ["page.txt"]),
        ("  {}/page.txt ", ["page.txt"]),
        ("my page.txt", ["my page.txt"]),
        ("'{}/my page.txt'", ["my page.txt"]),
        ('"{}/my page.txt"', ["my page.txt"]),
        (r"{}/my\ page.txt", ["my page.txt"]),
        ("~/page.txt", ["page.txt"]),
        ("file://{}/my%20page.txt", ["my page.txt"]),
        ("file://localhost{}/it's%20100%25.bib", ["it's 100%.bib"]),
        ("file://{}/%C3%85sa.txt", ["Åsa.txt"]),
        (r"{}/page.txt {}/my\ page.txt", ["page.txt", "my page.txt"]),
        ("'{}/page.txt' '{}/Papers/a.ris' ", ["page.txt", "Papers/a.ris"]),
        ("file://{}/page.txt\nfile://{}/my%20page.txt\n", ["page.txt", "my page.txt"]),
        ("{}/my page.txt\n{}/page.txt", ["my page.txt", "page.txt"]),
        ("page.txt page.txt", ["page.txt"]),
    ],
)
def test_paths_are_read_in_every_notation(pages, text, names):
    found = files_in(text.replace("{}", str(pages)))
    assert [path.resolve() for path in found] == [pages / name for name in names]


@pytest.mark.parametrize(
    "text",
    ["", " ", "Papers", "page.txt missing.txt", "'page.txt", "shirley ho", "\0", "x" * 5000,
     "file://[", "file:", "~nobody-of-that-name/x", "page.txt " * 10_000],
)  # fmt: skip
def test_text_with_anything_but_files_names_none(pages, text):
    assert files_in(text) == ()


def test_written_paths_are_read_again(pages):
    for names in (["my page.txt"], ["it's 100%.bib"], ["my page.txt", "it's 100%.bib", "page.txt"]):
        paths = tuple(pages / name for name in names)
        assert files_in(written(paths)) == paths


def test_a_path_is_completed(pages):
    assert [one.text for one in completions("", 9)] == [
        "it's 100%.bib", "my page.txt", "page.txt", "Papers", "Åsa.txt",
    ]  # fmt: skip
    assert [(one.text, one.is_folder) for one in completions("./pa", 9)] == [
        ("./page.txt", False), ("./Papers", True),
    ]  # fmt: skip
    assert [one.text for one in completions("~/Papers/", 9)] == ["~/Papers/a.ris"]
    assert [one.text for one in completions(f"{pages}/.", 9)] == [f"{pages}/.hidden.txt"]
    assert len(completions("", 2)) == 2
    for nowhere in ("/no such folder/x", "\0/x", "page.txt/x"):
        assert completions(nowhere, 9) == []


def test_the_form_of_a_path_is_recognised():
    for text in ("/home", "page.txt", "~", "./x", "../x", "'My pa", "file:///x"):
        assert is_path(text)
    for text in (
        "shirley ho",
        "h/ShirleyHo",
        "https://orcid.org/0000-0002-1825-0097",
        "J. S. Bach",
    ):
        assert not is_path(text)


@given(st.text(max_size=60))
def test_no_text_raises_an_error(text):
    files_in(text)
    is_path(text)
    completions(text, 3)


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="/\0\r\n"), min_size=1, max_size=20)
    )
)
def test_a_shell_reads_written_paths(names):
    paths = tuple(dict.fromkeys(Path("/x") / name for name in names if name not in {".", ".."}))
    if len(paths) > 1:
        assert [Path(word) for word in shlex.split(written(paths))] == list(paths)
