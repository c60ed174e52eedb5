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
