"""Facets and similar papers at the keyboard."""

import pytest

from paperbrowser.library import locate
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from paperbrowser.tui.screens.pick import PickScreen
from paperbrowser.tui.widgets.paper_list import PaperList
from tests.tui.pilot import keys, press, selected, shown, until, until_shown

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
        await until_shown(pilot, "✗ 2022")
        await keys(pilot, "escape")
        await until(pilot, lambda: not isinstance(sample.screen, PickScreen))


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
        await keys(pilot, "tab")
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
