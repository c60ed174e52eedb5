"""The browser, used with the keyboard."""

import os
from dataclasses import replace

import pytest
from textual.widgets import OptionList

from paperbrowser.formats import toml
from paperbrowser.library import locate
from paperbrowser.library.locate import Origin
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.search.view import Catalogue
from paperbrowser.settings.config import Config
from paperbrowser.tui.keys import GROUPS
from paperbrowser.tui.launch import opened
from paperbrowser.tui.screens.pick import PickScreen
from paperbrowser.tui.screens.text import TextScreen
from paperbrowser.tui.widgets.paper_detail import PaperDetail
from paperbrowser.tui.widgets.paper_list import PaperList
from paperbrowser.tui.widgets.search_bar import SearchInput
from tests.dates import DATES
from tests.stored import save_profile
from tests.tui.pilot import keys, line_with, listed, press, selected, shown

WIDE, STACKED, SMALL, TINY = (120, 36), (80, 24), (60, 16), (40, 12)


@pytest.fixture
def sample():
    return opened(locate.sample(), Config())


@pytest.fixture
def no_desktop(monkeypatch):
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 22 10.0.0.2 22")


def file_of(tmp_path, *papers, name="Ada Example", **fields):
    path = tmp_path / "profile.toml"
    papers = tuple(replace(p, id=p.id or f"p{i}") for i, p in enumerate(papers))
    path.write_text(toml.dumps(Profile(name=name, papers=papers, **fields)), encoding="utf-8")
    return path


async def test_the_first_picture_shows_the_person_and_the_newest_paper(sample):
    async with sample.run_test(size=STACKED) as pilot:
        await pilot.pause()
        screen = shown(sample)
        for fact in ("Shirley Ho", "Cosmology and Nongalactic Astrophysics", "h-index 77",
                     "50 of 54 papers", "2,693 citations", "novelty 51%", "AI score 59"):  # fmt: skip
            assert fact in screen
        assert "sort: date, newest first · 50 papers" in screen
        assert "sample · yours: paperbrowser fetch NAME, or import FILE" in screen
        assert selected(sample).startswith("Emergent Transfer of a Physics Foundation Model")
        assert "Payel Mukhopadhyay, Stefan S. Nixon, Romain Watteaux et al." in screen
        assert "FLU-DYN: Fluid Dynamics · 31 May 2026 (year inferred) · score 97.0" in screen


async def test_the_detail_follows_the_cursor(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "j", "j", "k", "down")
        assert selected(sample).startswith("Representation Learning for Spatiotemporal")
        assert "Helen Qu, Rudy Morel, Michael McCabe et al." in shown(sample)
        await press(pilot, "G")
        assert sample.query_one(PaperList).cursor == 49
        await press(pilot, "j")
        assert sample.query_one(PaperList).cursor == 49
        await press(pilot, "g")
        assert sample.query_one(PaperList).cursor == 0
        await press(pilot, "pagedown", "ctrl+d", "ctrl+u", "pageup")
        assert sample.query_one(PaperList).cursor == 0


async def test_the_detail_scrolls_with_and_without_the_focus(sample):
    async with sample.run_test(size=STACKED) as pilot:
        await press(pilot, "J")
        assert line_with(sample, "Turbulence").strip() == "Turbulence"
        await press(pilot, "K", "enter")
        assert sample.focused.id == "detail"
        before = selected(sample)
        await press(pilot, "j", "j", "G")
        assert "more lines" not in shown(sample)
        assert selected(sample) == before
        await press(pilot, "h")
        assert sample.focused.id == "list"
        await press(pilot, "tab")
        assert sample.focused.id == "detail"
        await press(pilot, "q")
        assert sample.focused.id == "list"


async def test_sorting_keeps_the_selected_paper_and_shows_the_direction(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "G")
        paper = selected(sample)
        for key, words in (
            ("s", "score, high first"),
            ("s", "score, low first"),
            ("d", "date, newest first"),
            ("d", "date, oldest first"),
            ("r", "date, newest first"),
        ):
            await press(pilot, key)
            assert f"sort: {words}" in shown(sample)
            assert selected(sample) == paper
        await press(pilot, "s")
        scores = [paper.score for paper in listed(sample)]
        assert scores[:5] == [97.0, 87.2, 82.8, 68.3, None]
        await press(pilot, "s")
        scores = [paper.score for paper in listed(sample)]
        assert scores[:5] == [68.3, 82.8, 87.2, 97.0, None]
        await press(pilot, "S", "t")
        assert "sort: title, A to Z" in shown(sample)
        await press(pilot, "S", "p")
        assert "sort: page order" in shown(sample)
        await press(pilot, "S", "x")
        assert sample.focused.id == "list"
        assert "sort: page order" in shown(sample)


async def test_escape_in_the_search_line_restores_list_order_and_selection(sample):
    async with sample.run_test(size=WIDE) as pilot:
        papers = sample.query_one(PaperList)
        await press(pilot, "s", *"jjjjjjjjjj")
        paper, top, rows = selected(sample), papers.top, list(papers.rows)
        await press(pilot, "slash", *"emulator")
        assert "sort: relevance, best match first" in shown(sample)
        assert "Field Level Neural Network Emulator" in shown(sample)
        first = selected(sample)
        await press(pilot, "down")
        assert selected(sample) != first
        await press(pilot, "escape")
        assert (selected(sample), papers.top, list(papers.rows)) == (paper, top, rows)
        assert "sort: score, high first · 50 papers" in shown(sample)


async def test_results_are_kept_sorted_and_cleared(sample):
    async with sample.run_test(size=WIDE) as pilot:
        papers = sample.query_one(PaperList)
        await press(pilot, "slash", *"emulator", "enter")
        assert sample.focused.id == "list"
        found = len(papers.rows)
        assert 0 < found < 50
        paper = selected(sample)
        await press(pilot, "d")
        assert f"sort: date, newest first · {found} of 50" in shown(sample)
        assert selected(sample) == paper
        dates = [paper.date for paper in listed(sample)]
        assert dates == sorted(dates, reverse=True)
        await press(pilot, "c")
        assert "sort: date, newest first · 50 papers" in shown(sample)
        assert selected(sample) == paper
        await press(pilot, "c")
        assert "there is no search to clear" in shown(sample)


async def test_a_search_without_results_names_the_key_that_clears_it(sample):
    async with sample.run_test(size=STACKED) as pilot:
        await press(pilot, "slash", *"qqqzzz")
        assert "Nothing found for “qqqzzz”" in shown(sample)
        await press(pilot, "enter", "j", "o", "y", "enter", "q")
        assert "50 papers" in shown(sample)


@pytest.mark.parametrize(
    ("size", "list_shown", "detail_shown"),
    [(WIDE, True, True), (STACKED, True, True), (SMALL, True, False), (TINY, True, False)],
)
async def test_one_or_two_panes_are_shown_as_there_is_room(sample, size, list_shown, detail_shown):
    async with sample.run_test(size=size) as pilot:
        await pilot.pause()
        one, other = sample.query_one("#list"), sample.query_one("#detail")
        assert (one.display, other.display) == (list_shown, detail_shown)
        await press(pilot, "j", "l")
        assert other.display
        assert one.display == detail_shown
        assert "MIMIC: A Generative" in shown(sample)
        await press(pilot, "h")
        assert one.display


async def test_resizing_keeps_the_selected_paper(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, *"jjjjjjjjjjjjjjj")
        paper = selected(sample)
        for size in (STACKED, TINY, SMALL, (200, 50), WIDE):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert selected(sample) == paper
            assert "▌" in shown(sample)
        await press(pilot, "z")
        assert not sample.query_one("#detail").display
        await press(pilot, "tab")
        assert not sample.query_one("#list").display
        await press(pilot, "z")
        assert sample.query_one("#list").display


async def test_the_message_after_a_copy_names_the_part_and_the_way(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, *"jjjjj", "y", "t")
        assert sample.clipboard == selected(sample)
        assert "title sent to the terminal's clipboard" in shown(sample)
        await press(pilot, "y", "c")
        assert sample.clipboard.endswith(sample.query_one(PaperList).paper.title[-10:] + ".") or (
            "https://" in sample.clipboard
        )
        await press(pilot, "y", "a")
        assert len(sample.clipboard) > 500
        await press(pilot, "Y")
        assert sample.clipboard.startswith("@")
        await press(pilot, "y", "l")
        assert sample.clipboard.startswith("https://")
        copied = sample.clipboard
        await press(pilot, "y", "escape")
        assert sample.clipboard == copied
        assert sample.focused.id == "list"


async def test_without_a_browser_the_link_is_shown(sample, no_desktop):
    async with sample.run_test(size=STACKED) as pilot:
        await press(pilot, "o")
        assert isinstance(sample.screen, TextScreen)
        assert "https://scholar.google.com/scholar?q=%22Emergent+Transfer" in shown(sample)
        await press(pilot, "q")
        assert sample.focused.id == "list"


@pytest.mark.skipif(os.name != "posix", reason="the browser is a shell script")
@pytest.mark.parametrize("where", ["desktop", "ssh", "console"])
async def test_a_web_browser_opens_the_papers_own_link(tmp_path, monkeypatch, where):
    visited, browser = tmp_path / "visited", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "noise on standard error" >&2\necho "$1" > {visited}\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(browser))
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    if where != "console":
        monkeypatch.setenv({"desktop": "DISPLAY", "ssh": "SSH_CONNECTION"}[where], ":0")
    path = file_of(tmp_path, Paper(title="Linked", url="https://example.org/paper"))
    app = opened(Origin(path, "file"), Config())
    async with app.run_test(size=STACKED) as pilot:
        await press(pilot, "o")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert visited.read_text().strip() == "https://example.org/paper"
        assert "opened the paper in the browser" in shown(app)


@pytest.mark.parametrize("browser", ["/no/such/browser", "lynx"])
async def test_a_browser_that_cannot_open_shows_the_link(sample, no_desktop, monkeypatch, browser):
    monkeypatch.setenv("BROWSER", browser)
    async with sample.run_test(size=STACKED) as pilot:
        await press(pilot, "o")
        await sample.workers.wait_for_complete()
        await pilot.pause()
        assert "https://scholar.google.com/scholar" in shown(sample)


async def test_the_help_is_searched_by_action_and_runs_one(sample):
    async with sample.run_test(size=STACKED) as pilot:
        await press(pilot, "question_mark")
        assert isinstance(sample.screen, PickScreen)
        await press(pilot, *"score")
        assert "Sort by score" in shown(sample)
        await press(pilot, "enter")
        assert "sort: score, high first" in shown(sample)
        await press(pilot, "question_mark", "escape", "i")
        assert "the largest h such that h papers" in shown(sample)
        await press(pilot, "enter", "a", "down", "enter")
        assert "Stefan S. Nixon" in line_with(sample, "/ ")


@pytest.mark.slow
async def test_the_palette_offers_every_command(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "colon", *"reload file")
        await pilot.pause(0.3)
        await press(pilot, "escape", "colon", *"oldest")
        await press(pilot, "escape")
        await press(pilot, "colon", *"turn order")
        await pilot.pause(0.3)
        await press(pilot, "enter")
        await pilot.pause(0.3)
        assert "sort: date, oldest first" in shown(sample)


async def test_latex_is_shown_as_text_and_as_source(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "slash", *"mangrove", "enter")
        assert "Mangrove: Learning Galaxy" in shown(sample)
        await press(pilot, "L")
        assert "$\\texttt{Mangrove}$: Learning" in shown(sample)
        await press(pilot, "L")
        assert "texttt" not in shown(sample)


EVIL = "[red]no[/markup] [@click=app.quit]x[/] \x1b[2J\x1b]52;c;AAAA\x07 \x9b31m \u202egnp.exe \x00 end"


async def test_untrusted_text_never_acts_on_the_terminal(tmp_path, no_desktop):
    papers = (
        Paper(title=EVIL, authors=(EVIL,), abstract=EVIL, affiliations=(EVIL,), category="[b]"),
        Paper(title="x" * 10_000),
        Paper(title="数" * 5_000, abstract="word " * 20_000),
        Paper(title="", authors=("",)),
    )
    path = tmp_path / "evil.toml"
    path.write_text(toml.dumps(Profile(name=EVIL, field="[/x]", papers=papers)))
    app = opened(Origin(path, "file"), Config(sort=Order(SortKey.PAGE)))
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        for presses in (
            ["y", "c"],
            ["y", "t"],
            ["a"],
            ["escape"],
            ["slash", *"red", "enter"],
            ["o"],
            ["q"],
        ):
            await press(pilot, *presses)
            screen = shown(app)
            assert not set(screen + app.clipboard) & set("\x1b\x9b\x07\x00\u202e")
            assert "[red]no[/markup]" in screen
        assert (
            "[red]no[/markup] [@click=app.quit]x[/]" in app.clipboard or "scholar" in app.clipboard
        )
        await press(pilot, "c", *"jjj", "g", "enter", "G")
        assert app.is_running


async def test_reload_shows_edits_and_names_the_line_of_an_error(tmp_path):
    day = PartialDate(2024, 1, 1)
    path = file_of(tmp_path, *(Paper(title=f"Paper number {n}", date=day) for n in range(5)))
    app = opened(Origin(path, "library"), Config())
    async with app.run_test(size=STACKED) as pilot:
        await press(pilot, "j", "j")
        paper = selected(app)
        good = path.read_text()
        path.write_text(good.replace("Paper number 0", "A better title"))
        await press(pilot, "R")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "A better title" in shown(app)
        assert selected(app) == paper
        path.write_text(good.replace("[profile]", "[profile"))
        await press(pilot, "R")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "profile.toml, line" in shown(app)
        assert "A better title" in shown(app)
        assert selected(app) == paper


async def test_an_unreadable_profile_does_not_block_the_others(tmp_path):
    save_profile(Profile(name="Whole Person", papers=(Paper(title="Whole paper", id="w"),)))
    broken = save_profile(Profile(name="Broken Person"))
    broken.write_text("version = 1\n[profile\n")
    app = opened(Origin(broken, "library"), Config())
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "line 2" in shown(app)
        await press(pilot, "p", *"whole", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Whole paper" in shown(app)
        assert "Whole Person" in shown(app)


@pytest.mark.slow
async def test_every_key_of_the_help_has_an_effect_and_leaves_a_working_app(sample, no_desktop):
    """Each is pressed in the list and in the detail; the way back to the list works after it."""
    skipped = {"app.leave", "app.quit", "app.quit-now", "app.suspend"}
    at_the_top = {"move.up", "move.first", "move.page-up", "move.half-up", "move.detail-up",
                  "move.text-up", "move.back"}  # fmt: skip

    def state():
        return shown(sample), sample.focused, sample.clipboard

    async with sample.run_test(size=STACKED) as pilot:
        await pilot.pause()
        papers, detail = sample.query_one(PaperList), sample.query_one(PaperDetail)
        for binding in [b for group in GROUPS.values() for b in group if b.id not in skipped]:
            for pane in ("h", "l"):
                await keys(pilot, pane)
                before = state()
                await press(pilot, binding.key.split(",")[0])
                if pane == "h" and binding.id not in at_the_top:
                    unseen = {"read.source", "app.redraw"}
                    assert state() != before or binding.id in unseen, binding.id
                while len(sample.screen_stack) > 1:
                    await keys(pilot, "escape")
                await keys(pilot, "escape", "h")
                if papers.cursor or detail.top or not (papers.display and detail.display):
                    await keys(pilot, "escape", "escape", "g", "l", "g", "h")
                assert (papers.cursor, detail.top, sample.focused) == (0, 0, papers)
        assert sample.is_running


async def test_theme_of_the_terminal_by_default_and_others_by_name():
    app = opened(locate.sample(), Config())
    async with app.run_test(size=STACKED):
        assert app.theme == "terminal"
        assert app.native_ansi_color
    named = opened(locate.sample(), Config(theme="nord"))
    async with named.run_test(size=STACKED):
        assert named.theme == "nord"
    wrong = opened(locate.sample(), Config(theme="no such"))
    async with wrong.run_test(size=STACKED) as pilot:
        await pilot.pause()
        assert "there is no theme “no such”" in shown(wrong)


async def test_the_settings_choose_the_first_order(sample):
    app = opened(locate.sample(), Config(sort=Order(SortKey.SCORE, reverse=True)))
    async with app.run_test(size=STACKED) as pilot:
        await pilot.pause()
        assert "sort: score, low first" in shown(app)
        assert app.query_one(PaperList).paper.score == 68.3


async def test_an_empty_profile_shows_a_message_and_takes_every_key(tmp_path):
    app = opened(Origin(file_of(tmp_path), "file"), Config())
    async with app.run_test(size=STACKED) as pilot:
        await press(pilot, "j", "enter", "o", "y", "s", "slash", "x", "enter")
        await press(pilot, "c")
        assert "No papers here" in shown(app)


def test_papers_that_are_still_read_are_not_said_to_be_missing(sample):
    from paperbrowser.tui.work.search import no_papers

    nobody = Profile(name="Ada Example")
    assert no_papers(sample, Catalogue(nobody, whole=False)) == ["The papers are being read."]
    assert "No papers here" in no_papers(sample, Catalogue(nobody))[0]


async def test_text_pasted_into_the_search_line_is_cleaned(sample):
    async with sample.run_test(size=STACKED) as pilot:
        await press(pilot, "slash")
        sample.query_one(SearchInput).insert_text_at_cursor("emul\x1b[2J\u202eator")
        await pilot.pause()
        assert sample.query_one(SearchInput).value == "emul[2Jator"


async def test_pick_lists_move_by_page_without_wrapping(sample):
    async with sample.run_test(size=STACKED) as pilot:
        await press(pilot, "question_mark", *["pagedown"] * 20)
        options = sample.screen.query_one(OptionList)
        assert options.highlighted == options.option_count - 1
        await press(pilot, *["pageup"] * 20)
        assert options.highlighted == 1


@pytest.mark.parametrize("size", [WIDE, STACKED, SMALL, TINY])
async def test_every_size_shows_all_metrics_the_order_and_the_key_of_the_help(sample, size):
    async with sample.run_test(size=size) as pilot:
        await pilot.pause()
        head = " ".join(shown(sample).split("\n")[:2])
        for fact in ("Shirley Ho", "77", "50 of 54 papers", "2,693 cit", "51%", "59"):
            assert fact in head
        assert "newest first" in shown(sample)
        keys_shown = shown(sample).split("\n")[-1]
        assert "? help" in keys_shown
        assert "q quit" in keys_shown
        placeholder = line_with(sample, " / search").split("sort")[0].rstrip()
        assert (
            placeholder.endswith(("/ search", "/ search titles, authors, abstracts"))
            or size == TINY
        )


@pytest.mark.parametrize("size", [WIDE, STACKED, SMALL, TINY, (46, 20)])
async def test_headings_are_aligned_with_their_columns(sample, size):
    async with sample.run_test(size=size) as pilot:
        await press(pilot, "s")
        heading = shown(sample).split("\n")[line_of(sample.query_one(PaperList))]
        assert heading.split()[0] == "score↓"
        row = line_with(sample, "97.0")
        assert heading.index("↓") == row.index("97.0") + 3
        assert heading.index("title") == row.index("Emergent")
        await press(pilot, "d")
        assert "date↓" in line_with(sample, "date↓").split()
        assert row_date(shown(sample).split("\n")[line_of(sample.query_one(PaperList)) + 1]) in (
            "2026-05-31",
            "2026-05",
            "2026",
        )


@pytest.mark.parametrize(
    ("precision", "in_list", "in_detail"),
    [
        ("year", "2017", "2017"),
        ("month", "2017-06", "Jun 2017"),
        ("day", "2017-06-05", "5 Jun 2017"),
    ],
)
async def test_a_date_is_shown_as_far_as_it_is_known(tmp_path, precision, in_list, in_detail):

    paper = Paper(title="A paper", date=DATES[precision], venue="icml2017", score=7.0)
    app = opened(Origin(file_of(tmp_path, paper), "file"), Config())
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert f" {in_list} " in line_with(app, "▌").partition("A paper")[0] + " "
        heading, row = (line_with(app, mark).index for mark in ("date↓", "▌"))
        assert heading("title") == row("A paper")
        assert heading("date↓") == row(in_list)
        facts = line_with(app, "score 7.0").split("│")[-1].strip()
        assert facts == f"icml2017 · {in_detail} · score 7.0"


def line_of(widget):
    """Return the first screen line of a widget."""
    return widget.region.y


def row_date(row):
    return next(word for word in row.split() if word.startswith("2026"))


async def test_a_question_shows_every_answer_however_narrow(sample):
    async with sample.run_test(size=TINY) as pilot:
        await press(pilot, "y")
        for answer in ("copy", "t title", "l link", "c citation", "a abstract", "b BibTeX", "Esc cancel"):  # fmt: skip
            assert answer in shown(sample)
        await press(pilot, "t")
        assert sample.clipboard == selected(sample)
        assert "/ search" in shown(sample).split("\n")[-1]


async def test_the_key_line_shows_the_effect_of_q(sample):
    def last_line():
        return shown(sample).split("\n")[-1]

    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "l")
        assert "q back" in last_line()
        await press(pilot, "h")
        assert "q quit" in last_line()
        assert "clear" not in last_line()
        await press(pilot, "z")
        assert "q back" in last_line()
        await press(pilot, "q", "slash", *"well", "enter")
        assert "c clear" in last_line()
        assert "q back" in last_line()
        await press(pilot, "q")
        assert "q quit" in last_line()


async def test_the_pane_with_the_focus_is_marked_without_colour(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "┃" not in shown(sample)
        await press(pilot, "l")
        assert "┃" in shown(sample)
        await press(pilot, "z")
        assert "┃" not in shown(sample)


async def test_facts_break_between_facts(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "j")
        assert line_with(sample, "27 Apr").endswith("27 Apr 2026 (year inferred) · score 87.2")


async def test_an_error_is_shown_whole(tmp_path):
    warnings = ("config.toml, line 2: " + "something is wrong here " * 5 + "so do this",)
    app = opened(locate.sample(), Config(), warnings)
    async with app.run_test(size=STACKED) as pilot:
        await pilot.pause()
        assert "so do this" in shown(app)
        await press(pilot, "j")
        assert "2 of 50" in shown(app)
        assert "something is wrong" not in shown(app)
    app = opened(locate.sample(), Config(), ("endless " * 500,))
    async with app.run_test(size=TINY) as pilot:
        await pilot.pause()
        assert shown(app).count("endless") < 24
        assert "▌" in shown(app)


async def test_wrapped_text_in_a_list_stays_in_its_column(sample):
    async with sample.run_test(size=SMALL) as pilot:
        await press(pilot, "i")
        assert line_with(sample, "have h citations").index("have") == line_with(
            sample, "the largest h"
        ).index("the")
        await press(pilot, "escape", "slash", *"well", "enter", "p")
        assert "sample profile" in shown(sample)
        await pilot.resize_terminal(*TINY)
        await pilot.pause()
        assert "Esc closes" in shown(sample)


async def test_the_title_above_a_link_is_shown_whole(sample, no_desktop):
    async with sample.run_test(size=TINY) as pilot:
        await press(pilot, "o")
        assert "terminal's clipboard:" in " ".join(shown(sample).replace("│", " ").split())


async def test_a_second_escape_typed_ahead_does_not_close_twice(sample):
    async with sample.run_test(size=STACKED) as pilot:
        await press(pilot, "i", "escape", "escape", "j")
        await press(pilot, "question_mark", *"turns", "enter", "enter")
        assert len(sample.screen_stack) == 1
