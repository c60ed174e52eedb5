"""Facets and similar papers at the keyboard."""

import re

import pytest

from paperbrowser.library import locate
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from paperbrowser.tui.screens.pick import PickScreen
from paperbrowser.tui.widgets.paper_list import PaperList
from tests.tui.pilot import keys, line_with, press, selected, shown, until, until_shown

TALL = (100, 60)


@pytest.fixture
def sample():
    return opened(locate.sample(), Config())


def query(app):
    return app.screen_stack[0].search_text.strip()


def found(app):
    return len(app.screen_stack[0].query_one(PaperList).rows)


async def test_a_chosen_value_narrows_down_and_is_taken_back(sample):
    async with sample.run_test(size=TALL) as pilot:
        await keys(pilot, "f")
        await until_shown(pilot, "Facets of the papers found")
        assert "2022" in shown(sample)
        await keys(pilot, *"2022", "enter")
        await until(pilot, lambda: query(sample) == "year:2022")
        await until_shown(pilot, "✓ 2022")
        narrowed = found(sample)
        assert 0 < narrowed < 50
        await keys(pilot, *"2021", "enter")
        await until_shown(pilot, "✓ 2021")
        assert found(sample) > narrowed
        await keys(pilot, *"2021", "enter")
        await until(pilot, lambda: query(sample) == "year:2022")
        await until_shown(pilot, "✓ 2022")
        await keys(pilot, *"-2022", "enter")
        await until(pilot, lambda: query(sample) == "-year:2022")
        await until_shown(pilot, "- 2022")
        await keys(pilot, "escape")
        await until(pilot, lambda: not isinstance(sample.screen, PickScreen))


WIDE = (120, 36)


def column(app):
    return app.screen_stack[0].panes.column


async def test_a_wide_screen_has_facets_beside_the_list(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await keys(pilot, "f")
        await until_shown(pilot, " 2025                6")
        await keys(pilot, "j", "enter")
        await until(pilot, lambda: query(sample) == "year:2025")
        await until_shown(pilot, "✓ 2025                6")
        assert found(sample) == 6
        assert "Semantic search for" in shown(sample)  # list and detail are there as well
        await keys(pilot, "j", "space")
        await until_shown(pilot, "✓ 2024")
        assert query(sample) == "year:2025,2024"
        await keys(pilot, "enter", "minus")
        await until_shown(pilot, "- 2024")
        assert "-year:2024" in query(sample)
        await keys(pilot, "escape")
        assert sample.screen_stack[0].panes.list.has_focus
        assert column(sample) is not None
        await keys(pilot, "tab", "tab")
        assert column(sample).has_focus
        await keys(pilot, "tab")
        assert sample.screen_stack[0].panes.list.has_focus
        await keys(pilot, "f")
        assert column(sample) is None
        await press(pilot)
        assert "Decade" not in shown(sample)


async def test_the_counts_beside_the_list_follow_the_query_as_it_is_typed(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await keys(pilot, "f")
        await until_shown(pilot, "2020s              44")
        await keys(pilot, "escape", "slash", *"ha")  # the beginning of a word, as for the list
        many = found(sample)
        decades = re.compile(r"^   20[12]0s +(\d+)", re.MULTILINE)
        await until(pilot, lambda: sum(map(int, decades.findall(shown(sample)))) == many)
        await keys(pilot, *"zzzzq")
        await until_shown(pilot, " no paper found")
        await keys(pilot, "ctrl+g")
        await until_shown(pilot, "2020s              44")


async def test_facets_beside_the_list_give_way_in_a_smaller_window_and_come_back(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await keys(pilot, "f")
        await until_shown(pilot, "Decade")
        await pilot.resize_terminal(100, 36)
        await until(pilot, lambda: "Decade" not in shown(sample))
        assert sample.screen_stack[0].panes.list.has_focus
        await keys(pilot, "f")
        await until_shown(pilot, "Facets of the papers found")
        await keys(pilot, "escape")
        await pilot.resize_terminal(*WIDE)
        await until_shown(pilot, "Decade")
        await keys(pilot, "z")
        await until(pilot, lambda: "Decade" not in shown(sample))


async def test_a_click_chooses_a_value_and_a_further_one_takes_it_back(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await keys(pilot, "f")
        await until_shown(pilot, "Decade")
        await pilot.click("#facets", offset=(5, 3))
        await until(pilot, lambda: query(sample) == "year:2024")
        await until_shown(pilot, "✓ 2024")
        await pilot.click("#facets", offset=(5, 3))
        await until(pilot, lambda: query(sample) == "")
        await pilot.click("#facets", offset=(5, 0))  # a heading
        assert query(sample) == ""


async def test_moving_through_the_facets_and_showing_all_values_of_one(sample):
    async with sample.run_test(size=(120, 70)) as pilot:
        await keys(pilot, "f")
        await until_shown(pilot, " more…")
        hidden = shown(sample).count(" more…")
        await keys(pilot, "G", "pagedown", "g", "pageup", "right_curly_bracket", "enter")
        await until(pilot, lambda: query(sample) == "year:2020..2029")
        await until_shown(pilot, "✓ 2020s")
        await keys(pilot, "enter")
        await until(pilot, lambda: query(sample) == "")
        await until_shown(pilot, "  2020s              44")
        await keys(pilot, *("right_curly_bracket",) * 2, *("j",) * 12, "enter")  # "… more"
        await until(pilot, lambda: shown(sample).count(" more…") < hidden)
        assert query(sample) == ""
        await keys(pilot, "left_curly_bracket", "ctrl+d", "ctrl+u", "l")
        assert sample.screen_stack[0].panes.list.has_focus


async def test_open_facets_are_there_at_the_next_start(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await keys(pilot, "f")
        await until_shown(pilot, "Decade")
        await keys(pilot, "escape", "j")
        sample.exit()
    sample.finish()
    again = opened(locate.sample(), Config())
    async with again.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "Decade")
        assert again.screen_stack[0].panes.list.has_focus


async def test_hidden_papers_are_not_counted(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await keys(pilot, "f")
        await until_shown(pilot, "2020s              44")
        await keys(pilot, "escape", "X")
        await until_shown(pilot, "2020s              43")
        await keys(pilot, "u")
        await until_shown(pilot, "2020s              44")


async def test_typing_in_the_list_of_facets_finds_values_beyond_the_first(sample):
    async with sample.run_test(size=TALL) as pilot:
        await keys(pilot, "f")
        await until_shown(pilot, "Facets of the papers found")
        await keys(pilot, *"co-author reg")
        await until(
            pilot, lambda: "Cosmology and" not in shown(sample).split("Co-author")[0][-200:]
        )
        rare = shown(sample)
        assert "no matches" not in rare


async def test_similar_papers_say_why(sample):
    async with sample.run_test(size=TALL) as pilot:
        await press(pilot, "slash", *"coarse models", "enter")
        await keys(pilot, "tilde")
        await until_shown(pilot, " near “Learned Coarse Models")
        await keys(pilot, "enter")
        await until(pilot, lambda: not isinstance(sample.screen, PickScreen))
        await press(pilot)
        assert not selected(sample).startswith("Learned Coarse")
        assert found(sample) == 50 or query(sample)


async def test_pictures_lead_to_their_papers_and_remember_the_bar(sample):
    async with sample.run_test(size=(100, 30)) as pilot:
        await press(pilot, "v")
        await until_shown(pilot, "Papers a year  (1 of")
        await until_shown(pilot, "2026: 4 papers")
        await keys(pilot, "left", "left")
        await until_shown(pilot, "2024: 3 papers")
        await keys(pilot, "enter")
        await until(pilot, lambda: query(sample) == "year:2024")
        await press(pilot)
        assert found(sample) == 3
        await press(pilot, "c", "v")
        await until_shown(pilot, "2024: 3 papers")
        await keys(pilot, "tab", "tab", "tab", "tab")
        await until_shown(pilot, "Categories")
        await keys(pilot, "down", "enter")
        await until(pilot, lambda: query(sample).startswith("cat:"))


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 16), (30, 8)])
async def test_every_size_draws_its_bars(sample, size):
    async with sample.run_test(size=size) as pilot:
        await press(pilot, "v")
        await until_shown(pilot, "Papers a year")
        for _ in range(4):
            await keys(pilot, "tab", "down", "up", "down")
        lines = shown(sample).split("\n")
        assert max(map(len, lines)) <= size[0]
        await keys(pilot, "q")


async def test_pictures_of_many_papers_are_made_while_the_list_can_be_read(monkeypatch, sample):
    from paperbrowser.tui.menus import pictures

    monkeypatch.setattr(pictures, "_AT_ONCE", 10)
    async with sample.run_test(size=(100, 30)) as pilot:
        await keys(pilot, "v")
        await until_shown(pilot, "Papers a year  (1 of")
        await keys(pilot, "left", "enter")
        await until(pilot, lambda: query(sample) == "year:2025")


async def test_escape_comes_back_from_the_papers_of_a_bar_to_the_same_bar(sample):
    async with sample.run_test(size=TALL) as pilot:
        await press(pilot, "slash", *"neural", "enter")
        before = shown(sample)
        await press(pilot, "v", "left", "left")
        bar = shown(sample)
        assert "Papers a year" in bar
        await press(pilot, "enter")
        assert "year:" in sample.browser.search_text
        await press(pilot, "escape")
        await until_shown(pilot, "Papers a year")
        assert line_with(sample, "▲") in bar
        await press(pilot, "escape")
        assert sample.browser.search_text == "neural"
        assert before.split("\n")[2] == shown(sample).split("\n")[2]
        await press(pilot, "escape")
        assert not sample.browser.search_text
