"""Searching in the browser, from the line to the results."""

import json
import os
import random
import sys
import threading

import pytest

from paperbrowser.formats import toml
from paperbrowser.library import locate, search_history, store
from paperbrowser.library.locate import Origin
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.search import cache
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from paperbrowser.tui.widgets.paper_list import PaperList
from paperbrowser.tui.widgets.search_bar import SearchInput
from paperbrowser.tui.work import search
from paperbrowser.tui.work.search import nothing_found
from tests.terminal import Terminal
from tests.tui.pilot import keys, line_with, listed, press, selected, shown, strips, until_shown

SIZE = (120, 36)


def letters(text):
    return ["space" if char == " " else char for char in text]


def marked(app, widget):
    """Return the texts in bold and underlined on the lines of a widget."""
    region = app.query_one(widget).region
    return [
        segment.text
        for strip in strips(app)[region.y : region.bottom]
        for segment in strip.crop(region.x, region.right)
        if segment.style and segment.style.bold and segment.style.underline
    ]


@pytest.fixture
def sample():
    return opened(locate.sample(), Config())


async def test_misspelt_words_find_the_paper_and_are_marked_in_it(sample):
    async with sample.run_test(size=SIZE) as pilot:
        await press(pilot, "slash", *letters("fieldlevel emulater"))
        assert selected(sample).startswith("Field Level Neural Network Emulator")
        assert "relevance, best match first · 1 of 50" in shown(sample)
        assert "Field Level" in "".join(marked(sample, "#list"))
        assert "Emulator" in " ".join(marked(sample, "#detail"))
        assert "emulator" in " ".join(marked(sample, "#detail"))  # in the abstract


async def test_a_row_shows_the_matching_words_that_are_not_in_the_title(sample):
    async with sample.run_test(size=SIZE) as pilot:
        await press(pilot, "slash", *"microwave")
        assert "icrowave" in line_with(sample, "▌")
        await press(pilot, "ctrl+u", *letters("author:villaescusa"))
        assert "Villaescusa" in line_with(sample, "HIGAN").split("│")[0]


async def test_filters_narrow_and_keep_the_order(sample):
    async with sample.run_test(size=SIZE) as pilot:
        await press(pilot, "s", "slash", *letters("year:2022 "))
        assert "score, high first · 11 of 50" in shown(sample)
        await press(pilot, *letters("-has:code cosmology"))
        assert "relevance, best match first" in shown(sample)
        await press(pilot, "enter", "d")
        assert "date, newest first" in shown(sample)
        await press(pilot, "slash", "end", *letters(" galaxies"))  # an order that was chosen stays
        assert "date, newest first" in shown(sample)
        await press(pilot, "enter", "c")
        assert "score, high first · 50 papers" in shown(sample)


async def test_a_problem_of_the_query_is_shown_beside_the_results(sample):
    async with sample.run_test(size=(160, 30)) as pilot:
        await press(pilot, "slash", *letters("foo:turbulence"))
        assert "there is no field “foo”" in shown(sample)
        await press(pilot, "ctrl+u", *letters('turbulence "'))
        assert "1 of" in shown(sample)
        assert sample.query_one(PaperList).rows
        await press(pilot, "ctrl+u", *letters("year:"))
        assert "year: needs a year" in shown(sample)
        assert len(sample.query_one(PaperList).rows) == 50


async def test_a_search_without_results_suggests_others(sample):
    async with sample.run_test(size=SIZE) as pilot:
        await press(pilot, "slash", *letters("turbulence year:1999"))
        assert "Nothing found for “turbulence year:1999”" in shown(sample)
        assert "Without year:1999: " in shown(sample)
        await press(pilot, "ctrl+u", *letters('"galaxies formation"'), "home", "end")
        assert "Nothing found" in shown(sample)
        await press(pilot, "escape")
        assert "50 papers" in shown(sample)
        await press(pilot, "D")
        await until_shown(pilot, "Nothing is new since the last update. c shows all papers.")


def test_an_unknown_word_gets_the_nearest_spellings():
    from paperbrowser.insight.own_engine import OwnEngine
    from paperbrowser.papers.model import Profile
    from paperbrowser.search import SearchIndex
    from paperbrowser.search.no_results import explain
    from paperbrowser.search.query import parse
    from paperbrowser.search.view import Catalogue

    papers = store.read(locate.sample().path).profile.papers
    engine = OwnEngine(Catalogue(Profile(name="", papers=papers)), SearchIndex.build(papers))
    query = parse("title:emulatorxyz")
    assert not engine.find(query).total
    (line,) = [
        line for line in nothing_found("x", explain(engine, query), "c") if "did you mean" in line
    ]
    assert "emulator" in line


async def test_tab_completes_fields_and_values(sample):
    async with sample.run_test(size=SIZE) as pilot:
        field = sample.query_one(SearchInput)
        await press(pilot, "slash", *"ye", "tab")
        assert field.value == "year:"
        assert "Tab: year:2026 (" in shown(sample)
        await press(pilot, "ctrl+u", *"cat:c", "tab")
        assert field.value == "cat:CO"
        assert "of 50" in shown(sample)
        before = len(sample.query_one(PaperList).rows)
        await press(pilot, "ctrl+u", *"cat:")
        first = shown(sample)
        assert "Tab: cat:CO (" in first
        await press(pilot, "tab", "tab")  # the next offer
        assert field.value.startswith("cat:")
        assert field.value != "cat:CO"
        assert len(sample.query_one(PaperList).rows) != before
        await press(pilot, "ctrl+u", *"turbulence", "tab")  # nothing to complete: keep
        assert not field.has_focus


async def test_the_word_of_tab_says_what_tab_does(sample):
    async with sample.run_test(size=SIZE) as pilot:
        field = sample.query_one(SearchInput)
        await press(pilot, "slash")
        assert "Tab complete" not in shown(sample)
        await press(pilot, *"ye")
        assert "Tab: year:" in shown(sample)
        assert "Tab complete" in shown(sample)
        await press(pilot, "x")  # nothing begins so: the offer is gone, in each place
        assert "Tab" not in shown(sample)
        await press(pilot, "backspace", "home")  # the cursor is no longer behind the word
        assert "Tab" not in shown(sample)
        await press(pilot, "tab")
        assert field.value == "ye"
        assert not field.has_focus


async def test_a_new_search_begins_at_its_best_match(sample):
    async with sample.run_test(size=SIZE) as pilot:
        papers = sample.query_one(PaperList)
        await press(pilot, "slash", *"cosmology", "enter", "j", "j", "j")
        await press(pilot, "slash", *"neural")
        assert papers.cursor == 0
        await press(pilot, "down", "down")
        third = selected(sample)
        await press(pilot, *letters(" network"))  # further words of the same search
        assert selected(sample) == third
        await press(pilot, "enter", "slash", "end", "ctrl+w")
        assert selected(sample) == third
        await press(pilot, "escape", "slash", "end", *letters(" year:>2000"))
        assert selected(sample) == third
        await press(pilot, "enter", "slash", *"neur")  # typed anew, though it began so
        assert papers.cursor == 0


async def test_a_misspelt_field_is_named_and_its_words_are_searched(sample):
    async with sample.run_test(size=(160, 30)) as pilot:
        await press(pilot, "slash", *letters("turbulence yaer:2022 "))
        assert "there is no field “yaer”; year:? searched as words" in shown(sample)


async def test_earlier_queries_are_recalled_in_the_next_session(sample):
    async with sample.run_test(size=SIZE) as pilot:
        await press(pilot, "slash", *"emulator", "enter", "c")
        await press(pilot, "slash", *"lensing", "enter")
    again = opened(locate.sample(), Config(restore=False))
    async with again.run_test(size=SIZE) as pilot:
        field = again.query_one(SearchInput)
        await press(pilot, "slash", "up")
        assert field.value == "lensing"
        await press(pilot, "up")
        assert field.value == "emulator"
        assert selected(again).startswith("Field Level")
        await press(pilot, "up", "down", "down")
        assert field.value == ""
        await press(pilot, "up", "x", "up")  # typed over: Up moves in the results again
        assert field.value == "lensingx"
    search_history.remember("  emulator ")
    assert search_history.earlier_queries() == ["lensing", "emulator"]


async def test_the_help_lists_the_search_syntax(sample):
    async with sample.run_test(size=SIZE) as pilot:
        await press(pilot, "question_mark", *letters("year:>"))
        assert "year:>2021" in shown(sample)


@pytest.fixture
def many(tmp_path, monkeypatch):
    """Return a file with more papers than are searched in the key handler."""
    monkeypatch.setattr(search, "LARGE", 100)
    monkeypatch.setattr(cache, "KEPT_FROM", 100)
    path = tmp_path / "many.txt"
    entries = "".join(
        f"\nCOMay {n % 28 + 1}, {2000 + n % 20}\nPaper {n} about quasar{n}\n\nAda {n}\n\nText.\n"
        for n in range(400)
    )
    head = (
        "Many Papers\n\nCO\nh-index1\n400papers\n1citations\nNovelty1%\nAI Score1\n\n400 Papers\n"
    )
    path.write_text(head + entries)
    return path


async def test_many_papers_are_searched_in_a_thread_with_an_index_from_disk(many, own_folders):
    app = opened(Origin(many, "file"), Config())
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "slash", *letters("quasar17"))
        assert selected(app) == "Paper 17 about quasar17"
        assert "of 400" in shown(app)
    (kept,) = (own_folders / "cache" / "paperbrowser" / "indexes").glob("*.index")
    written = kept.stat().st_mtime_ns
    kept.write_bytes(kept.read_bytes()[:-100])  # torn: built again
    app = opened(Origin(many, "file"), Config())
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "slash", *letters("quasar230"))
        assert selected(app) == "Paper 230 about quasar230"
    assert kept.stat().st_mtime_ns != written
    written = kept.stat().st_mtime_ns
    app = opened(Origin(many, "file"), Config())
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "slash", *letters("quasar230"))
        assert selected(app) == "Paper 230 about quasar230"
    assert kept.stat().st_mtime_ns == written  # opened


def test_an_unwritable_cache_does_not_prevent_the_search(many, own_folders):
    (own_folders / "cache").write_text("in the way")
    papers = store.read(many).profile.papers
    index = cache.index_for(papers, many)
    assert [hit.position for hit in index.search("quasar17", limit=1)] == [17]
    assert json.dumps(index.search("quasar17")[0].position)


# A search that is asked and not yet answered


@pytest.fixture
def index_to_come(monkeypatch):
    """Return an event; the index is ready only when it is set."""
    ready = threading.Event()
    build = cache.index_for

    def build_later(*arguments, **options):
        assert ready.wait(20)
        return build(*arguments, **options)

    monkeypatch.setattr(cache, "index_for", build_later)
    yield ready
    ready.set()


def scores(app):
    """Return the scores in the list, from the top, without papers that have none."""
    return [paper.score for paper in listed(app) if paper.score is not None]


async def test_a_sort_before_the_answer_is_for_the_results(sample, index_to_come):
    async with sample.run_test(size=SIZE) as pilot:
        before = list(sample.query_one(PaperList).rows)
        await keys(pilot, "slash", *"field", "enter")
        assert "sort: relevance, best match first · searching…" in shown(sample)
        await keys(pilot, "s")
        assert "sort: score, high first · searching…" in shown(sample)
        assert "sorted by score, high first" in shown(sample)
        assert list(sample.query_one(PaperList).rows) == before
        index_to_come.set()
        await until_shown(pilot, "sort: score, high first · 13 of 50")
        assert scores(sample) == sorted(scores(sample), reverse=True)
        await press(pilot, "c")
        assert "sort: date, newest first · 50 papers" in shown(sample)
        assert list(sample.query_one(PaperList).rows) == before


async def test_a_move_before_the_answer_is_kept(sample, index_to_come):
    async with sample.run_test(size=SIZE) as pilot:
        await keys(pilot, "slash", *"field", "enter", *"jjjj")
        paper = selected(sample)
        index_to_come.set()
        await until_shown(pilot, "13 of 50")
        assert selected(sample) == paper


async def test_filters_reversed_before_the_answer_keep_the_sort_key(sample, index_to_come):
    async with sample.run_test(size=SIZE) as pilot:
        await keys(pilot, "slash", *"year:2022", "enter")
        assert "sort: date, newest first · searching…" in shown(sample)
        await keys(pilot, "r")
        index_to_come.set()
        await until_shown(pilot, "sort: date, oldest first · 11 of 50")


async def test_a_search_cancelled_before_its_answer_leaves_no_trace(sample, index_to_come):
    async with sample.run_test(size=SIZE) as pilot:
        await keys(pilot, "j", "slash", *"field", "escape")
        assert "sort: date, newest first · 50 papers" in shown(sample)
        await keys(pilot, "slash", *"field", "enter", "d", "c")
        assert "sort: date, newest first · 50 papers" in shown(sample)
        index_to_come.set()
        await press(pilot)
        assert "2 of 50" in shown(sample)
        assert "sort: date, newest first · 50 papers" in shown(sample)


async def test_cancelling_a_new_query_asks_the_unanswered_one_again(sample, index_to_come):
    async with sample.run_test(size=SIZE) as pilot:
        await keys(pilot, "slash", *"turbulence", "enter", "s", "slash", *" xyz", "escape")
        assert sample.query_one(SearchInput).value == "turbulence"
        assert "sort: score, high first · searching…" in shown(sample)
        index_to_come.set()
        await until_shown(pilot, "sort: score, high first · 4 of 50")


async def test_cancelling_a_new_query_brings_back_the_words_about_the_one_before(sample):
    async with sample.run_test(size=SIZE) as pilot:
        await press(pilot, "slash", *letters("has:codes xylophone"), "enter")
        before = shown(sample)
        assert "Nothing found for “has:codes xylophone”" in before
        assert "has: needs" in before
        await press(pilot, "slash", *"dark", "escape")
        assert shown(sample) == before
        await press(pilot, "slash", "ctrl+u", "escape")
        assert shown(sample) == before


async def test_a_restored_search_is_sorted_before_its_answer(index_to_come):
    app = opened(locate.sample(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await keys(pilot, "slash", *"turbulence", "enter")
        app.exit()
    app.finish()
    again = opened(locate.sample(), Config())
    async with again.run_test(size=SIZE) as pilot:
        await keys(pilot, "s")
        assert "sort: score, high first · searching…" in shown(again)
        index_to_come.set()
        await until_shown(pilot, "sort: score, high first · 4 of 50")
        await press(pilot, "c")
        assert "sort: date, newest first · 50 papers" in shown(again)


async def test_nothing_is_exported_before_the_answer(sample, index_to_come):
    async with sample.run_test(size=SIZE) as pilot:
        await keys(pilot, "slash", *"turbulence", "enter", "x")
        assert "the search is not finished: export when its results are shown" in shown(sample)
        index_to_come.set()


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_a_search_and_a_sort_typed_at_once_among_many_papers(tmp_path):
    drawn = random.Random(4)
    words = ["emulators", "galaxies", "lensing", "neural", "noise", "planets", "spectra", "waves"]
    many = [
        Paper(
            id=f"p{number}",
            title=f"{' '.join(drawn.sample(words, 3))} {number}",
            abstract=" ".join(drawn.choices(words, k=60)) + " turbulence" * (number % 100 == 0),
            score=float(drawn.randrange(10, 100)),
        )
        for number in range(3_000)
    ]
    path = tmp_path / "many.toml"
    path.write_text("".join(toml.write(Profile(name="Many"), many)), encoding="utf-8")
    best = sorted((paper for paper in many if "turb" in paper.abstract), key=lambda p: -p.score)

    def rows(terminal):
        lines = terminal.text.split("\n")
        heading = next(at for at, line in enumerate(lines) if line.lstrip().startswith("score"))
        return lines[heading + 1 : heading + 6]

    with Terminal([sys.executable, "-m", "paperbrowser", str(path)], (100, 24)) as terminal:
        terminal.wait_for("3,000 papers")
        terminal.wait_for("many.toml")
        first = rows(terminal)
        terminal.send("/turbulence\rs")
        terminal.wait_for("score, high first · 30 of 3,000")
        assert "sorted by score, high first" in terminal.text
        shown_scores = [float(row[1:].split()[0]) for row in rows(terminal)]
        assert shown_scores == [paper.score for paper in best[:5]]
        terminal.send("c")
        terminal.wait_for("date, newest first · 3,000 papers")
        terminal.send("g")
        terminal.wait_for(lambda t: rows(t) == first)
