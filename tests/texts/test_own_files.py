"""Files of the user: named in a profile, or matched with papers by what stands in them."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.formats.result import ReadError
from paperbrowser.library import stored_texts
from paperbrowser.library.merge.combine import combined
from paperbrowser.papers.article import Article, ArticleBlock
from paperbrowser.papers.model import Paper
from paperbrowser.reading.works import names_of
from paperbrowser.texts.own_files import PaperMatcher, files_below, own_file, text_for
from tests.texts.papers import MUD, PAGE, REEFS, pdf_of

DUNES = Paper(title="Dunes by Day", doi="10.5072/DUNES.1", id="dunes")
DUNES_TOO = Paper(title="Dunes by Day", doi="10.5072/dunes.2", id="dunes2")
MATCHER = PaperMatcher([MUD, REEFS, DUNES, DUNES_TOO])


def text(title="", *paragraphs):
    return Article(title, tuple(ArticleBlock("paragraph", one, page=1) for one in paragraphs))


@pytest.mark.parametrize(
    ("name", "article", "paper"),
    [
        ("a.pdf", text("MUD in Motion"), MUD),
        ("a.pdf", text("", "J. Mud 3", "Reefs at Rest over Many Long Winters", "Ada"), REEFS),
        ("a.pdf", text("Journal of Mud", "Letters", "doi:10.5072/dunes.1."), DUNES),
        ("a.pdf", text("Dunes by Day", "https://doi.org/10.5072/dunes.2"), DUNES_TOO),
        ("a.pdf", text("x", "arXiv:2101.00007v2 [physics] 3 Jan 2021"), MUD),
        ("2101.00007v3.pdf", text(""), MUD),
        ("10.5072_dunes.1.pdf", text(""), DUNES),
    ],
)
def test_a_file_is_matched_by_doi_arxiv_id_or_title(name, article, paper):
    assert MATCHER.match(name, article).paper == paper


@pytest.mark.parametrize(
    ("name", "article", "choices"),
    [
        ("a.pdf", text("Dunes by Day"), (DUNES, DUNES_TOO)),
        ("a.pdf", text("Reefs at Rest over many long Winter"), (REEFS,)),
        ("2101.00007.pdf", text("Dunes by Day", "10.5072/dunes.1"), (DUNES, DUNES_TOO, MUD)),
        ("a.pdf", text("x", "10.5072/dunes.1 10.5072/other"), (DUNES,)),
        ("a.pdf", text("Mud in Motion and at Rest"), (MUD,)),
        ("a.pdf", text("Squids"), ()),
        ("a.pdf", text(""), ()),
    ],
)
def test_what_is_not_sure_is_asked_for(name, article, choices):
    assert MATCHER.match(name, article) == (None, choices)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=200))
def test_any_text_is_matched_or_not(name, title, body):
    found = MATCHER.match(name, text(title, body))
    assert found.paper is None or not found.choices


def test_a_profile_names_a_file_from_its_folder_on(tmp_path, monkeypatch):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "reefs.pdf").write_bytes(pdf_of("x"))
    monkeypatch.setenv("HOME", str(tmp_path))
    for named in ("papers/reefs.pdf", "~/papers/reefs.pdf", str(tmp_path / "papers/reefs.pdf")):
        found = own_file(replace(REEFS, pdf=named), [tmp_path / "else", tmp_path])
        assert found.source == "pdf"
        assert found.path.is_file()
    for none in (None, "https://example.org/a.pdf", "ftp://example.org/a.pdf"):
        assert own_file(replace(REEFS, pdf=none), [tmp_path]) is None
    with pytest.raises(ReadError, match=r"pdf = a.pdf: there is no such file"):
        own_file(replace(REEFS, pdf="a.pdf"), [tmp_path])
    (tmp_path / "a.pdf").write_bytes(b"\x7fELF")
    with pytest.raises(ReadError, match="neither a PDF nor a web page"):
        own_file(replace(REEFS, pdf="a.pdf"), [tmp_path])
    with pytest.raises(ReadError, match=r"^pdf = a+…: File name too long; correct it"):
        own_file(replace(REEFS, pdf="a" * 5000), [tmp_path])


def test_an_update_leaves_the_file_that_a_profile_names():
    mine = replace(MUD, pdf="mud.pdf")
    theirs = replace(MUD, pdf="https://example.org/mud.pdf", citations=3)
    assert combined(mine, theirs).pdf == "mud.pdf"
    assert combined(theirs, replace(theirs, pdf="https://example.org/new.pdf")).pdf.endswith(
        "new.pdf"
    )


def test_a_stored_text_stands_in_for_a_file_that_is_gone(tmp_path):
    paper = replace(MUD, pdf="gone.pdf")
    with pytest.raises(ReadError, match="no such file"):
        text_for(paper, [tmp_path])
    stored = stored_texts.keep(names_of(paper), PAGE, "html", "", datetime.date(2026, 3, 1))
    assert text_for(paper, [tmp_path]) == stored


def test_a_folder_is_looked_through_without_what_is_hidden(tmp_path):
    for name in ("b.PDF", "a/x.html", ".git/y.pdf", ".z.pdf", "notes.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(PAGE)
    found = [path.relative_to(tmp_path).as_posix() for path in files_below(tmp_path)]
    assert found == ["b.PDF", "a/x.html"]
