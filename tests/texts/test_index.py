"""The words of the stored texts: found as they stand there, grown and pruned as texts come and go."""

import datetime
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.library import stored_texts
from paperbrowser.papers import words
from paperbrowser.papers.article import Article, ArticleBlock, Reference
from paperbrowser.papers.model import Paper
from paperbrowser.reading.works import names_of
from paperbrowser.search.index import SearchIndex
from paperbrowser.search.query import parse
from paperbrowser.system import paths
from paperbrowser.texts import index
from paperbrowser.texts.index import PaperTextWords, TextIndexError, prepared
from tests.texts.papers import MUD, PAGE, REEFS

DAY = datetime.date(2026, 3, 1)
DUNES = Paper(title="Silt of the dunes", doi="10.5072/dunes", abstract="Dredging.", id="dunes")
PAPERS = (MUD, REEFS, DUNES)


def article(text):
    reference = Reference("Never found in references.")
    return Article("T", (ArticleBlock("paragraph", text),), (reference,))


def store(paper, text):
    kept = stored_texts.keep(names_of(paper), PAGE + text.encode(), "html", "", DAY)
    index.add(kept, article(text))
    return kept


@pytest.fixture
def texts():
    store(MUD, "N-body runs over dark matter, Größe λ, and pebbles. 数学")
    store(REEFS, "The dark side of matter: pebbling in the N body reef, pebbles, pebbles.")
    return PaperTextWords.of(PAPERS)


@pytest.fixture
def searched(texts):
    found = SearchIndex.build(PAPERS)
    found.texts = texts

    def search(text, **options):
        for name, value in options.items():
            setattr(found, name, value)
        return [PAPERS[at].id for at in found.find(parse(text)).positions.tolist()]

    return search


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("text:pebbles ", ["mud", "reefs"]),
        ("text:pebbl", ["mud", "reefs"]),  # it is still typed
        ("text:pebbl ", []),
        ('text:"dark matter"', ["mud"]),
        ('text:"dark mat', ["mud"]),
        ("text:n-body ", ["mud", "reefs"]),
        ("fulltext:GROSSE ", ["mud"]),
        ("text:λ ", ["mud"]),
        ("text:数学 ", ["mud"]),
        ("text:side,runs ", ["mud", "reefs"]),
        ("-text:side ", ["mud", "dunes"]),
        ("text:dark -text:side ", ["mud"]),
        ("text:never ", []),
        ("has:text ", ["mud", "reefs"]),
        ("-has:text ", ["dunes"]),
        ("silt text:dark ", []),
        ("motion text:dark ", ["mud"]),
        ("text:side OR dunes", ["reefs", "dunes"]),
        ('text:a"b*c^d ', []),
    ],
)
def test_words_of_texts_are_found(searched, query, ids):
    assert sorted(searched(query)) == sorted(ids)


def test_a_plain_search_looks_in_texts_if_that_is_wanted(searched):
    assert searched("silt dredging") == ["dunes"]
    assert searched("pebbles") == []
    assert searched("pebbles", in_texts=True) == ["reefs", "mud"]  # has it more often
    assert searched("motion", in_texts=True) == ["mud"]
    store(DUNES, "motion in the dark")
    assert searched("motion", in_texts=True, texts=PaperTextWords.of(PAPERS)) == ["mud", "dunes"]
    assert searched("motion -text:dark ", in_texts=True) == []
    assert searched("title:pebbles", in_texts=True) == []


def test_the_index_follows_what_is_stored():
    kept = store(MUD, "clay")
    store(REEFS, "coral")
    assert prepared(PAPERS).having(["coral"]).keys() == {1}
    stored_texts.keep(names_of(MUD), PAGE, "html", "", DAY)
    now = prepared(PAPERS)
    assert now.having(["clay"]) == {}
    assert now.having(["silt", "settles"]).keys() == {0}
    for path in stored_texts.folder().iterdir():
        path.unlink()
    assert prepared(PAPERS).having(["coral"]) == {}
    assert index.names() == []
    assert not kept.path.exists()


def test_a_text_that_does_not_read_is_passed_over():
    kept = stored_texts.keep(names_of(MUD), b"<html>", "html", "", DAY)
    assert prepared(PAPERS).having(["html"]) == {}
    assert index.names() == [kept.name]


def test_a_damaged_index_is_made_again_and_a_hopeless_one_said(monkeypatch):
    store(MUD, "clay")
    place = paths.cache() / "texts" / "words.db"
    place.write_bytes(b"no database" * 1000)
    assert prepared(PAPERS).having(["silt"]).keys() == {0}
    with sqlite3.connect(place) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    assert prepared(PAPERS).having(["silt"]).keys() == {0}
    monkeypatch.setattr(
        Path, "mkdir", lambda *_, **__: (_ for _ in ()).throw(OSError(30, "Read-only"))
    )
    with pytest.raises(TextIndexError, match="the texts cannot be searched"):
        prepared(PAPERS)


def test_what_is_gone_takes_no_room_for_ever(monkeypatch):
    monkeypatch.setattr(index, "_MOST_LEFT_OVER", 5)
    for number in range(9):
        store(MUD, f"clay {number}")
    found = prepared(PAPERS)
    assert found.having(["clay", "8"]).keys() == {0}
    assert found.having(["clay", "0"]) == {}


texts_of_words = st.text(alphabet=" abAB-'é ΛΩ数.,\"*^:()", max_size=30)


@given(st.lists(texts_of_words, min_size=1, max_size=3), texts_of_words, st.booleans())
def test_a_phrase_is_found_where_it_stands(bodies, asked, begun):
    phrase = words.title_key(asked).split()
    database = sqlite3.connect(":memory:")
    for line in index._TABLES.split(";\n"):
        database.execute(line)
    monkey = pytest.MonkeyPatch()
    monkey.setattr(index, "_opened", lambda: _Kept(database))
    with monkey.context():
        for at, body in enumerate(bodies):
            stored = stored_texts.StoredText(Path("none"), "html", name=f"doi:{at}")
            index._put(database, stored, index.words_of(article(body)))
        found = index.search(phrase, begun=begun)
    monkey.undo()
    database.close()
    wanted = " ".join(phrase)
    expected = set()
    for at, body in enumerate(bodies):
        text = f" {words.title_key('T')}  {words.title_key(body)} "
        if phrase and (f" {wanted}" if begun else f" {wanted} ") in text:
            expected.add(f"doi:{at}")
    assert {*found} == expected


class _Kept:
    def __init__(self, database):
        self.database = database

    def __enter__(self):
        return self.database

    def __exit__(self, *_):
        pass
