"""Whose a paper is, said at the keyboard: lists, counts and columns follow, and it can be taken back."""

import re

import pytest

from paperbrowser.library import locate, store
from paperbrowser.library.locate import Origin
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.reading.marking import Marking
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from tests.stored import save_profile
from tests.tui.pilot import keys, listed, press, selected, shown, until, until_shown

WIDE = (120, 36)


def paper(number, **facts):
    year = PartialDate(2030 - number)
    return Paper(title=f"Bog survey, part {number}", date=year, id=f"p{number}", doi=f"10.5072/{number}", **facts)  # fmt: skip


@pytest.fixture
def ada():
    return save_profile(Profile(name="Ada Example", papers=tuple(map(paper, range(1, 6)))))


@pytest.fixture
def bo():
    return save_profile(Profile(name="Bo Other", papers=(paper(1), paper(7), paper(8))))


async def choose(pilot, *presses):
    """Press W, then keys in its list, and wait until the profile was read again."""
    await press(pilot, "W")
    await until_shown(pilot, "Whose ")
    await press(pilot, *presses)


async def test_a_paper_that_is_not_theirs_leaves_the_list_and_the_cursor_goes_on(ada):
    before = ada.read_bytes()
    app = opened(Origin(ada, "library"), Config())
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "j", "j")
        assert selected(app) == paper(3).title
        await choose(pilot)
        assert "✓ Ada Example" in shown(app)
        assert "choose to say “not theirs”" in shown(app)
        await press(pilot, "enter")
        await until_shown(pilot, "not by Ada Example: 1 paper; u undoes it")
        assert [one.title[-1] for one in listed(app)] == ["1", "2", "4", "5"]
        assert selected(app) == paper(4).title
        assert "4 papers" in shown(app)
        await press(pilot, "u")
        await until_shown(pilot, "by Ada Example again: 1 paper")
        assert len(listed(app)) == 5
        await press(pilot, "U")
        await until_shown(pilot, "not by Ada Example: 1 paper")
        assert len(listed(app)) == 4
    again = opened(Origin(ada, "library"), Config())
    async with again.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert len(listed(again)) == 4
    assert ada.read_bytes() == before


async def test_selected_papers_are_judged_at_once_and_one_is_taken_back_from_the_list(ada):
    app = opened(Origin(ada, "library"), Config())
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "space", "space")
        await choose(pilot)
        assert "Whose are 2 papers?" in shown(app)
        await press(pilot, "enter")
        await until_shown(pilot, "not by Ada Example: 2 papers")
        assert [one.title[-1] for one in listed(app)] == ["3", "4", "5"]
        await choose(pilot, *"all", "space", *"that", "enter")
        await until_shown(pilot, "Whose papers are, as you said")
        assert "not by Ada Example · 2029" in shown(app)
        await press(pilot, *"part", "space", "2", "enter")
        await until_shown(pilot, "taken back for Ada Example: 1 paper")
        assert [one.title[-1] for one in listed(app)] == ["2", "3", "4", "5"]


async def test_a_paper_of_this_profile_is_of_another_person_too(ada, bo):
    app = opened(Origin(bo, "library"), Config())
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "j")
        await choose(pilot, *"ada", "enter")
        await until_shown(pilot, "by Ada Example too: 1 paper")
        assert selected(app) == paper(7).title
        await choose(pilot)
        assert "+ Ada Example" in shown(app)
        await press(pilot, "escape")
        await press(pilot, "p", *"ada", "enter")
        await until_shown(pilot, "Ada Example: 6 papers")
        assert paper(7).title in [one.title for one in listed(app)]
        await press(pilot, "p")
        await until(pilot, lambda: re.search("Ada Example +6 papers", shown(app)))
        await press(pilot, "escape")
        await press(pilot, "slash", *"part", "space", "7", "enter")
        await until(pilot, lambda: listed(app)[0].title == paper(7).title)


async def test_of_everyone_a_paper_stays_with_those_who_have_it(ada, bo):
    app = opened(locate.everyone(), Config())
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: len(listed(app)) == 7)
        assert listed(app)[0].people == ("Ada Example", "Bo Other")
        await choose(pilot)
        assert shown(app).count("✓") == 2
        await press(pilot, *"bo", "enter")
        await until_shown(pilot, "not by Bo Other: 1 paper")
        assert listed(app)[0].people == ("Ada Example",)
        await choose(pilot, *"ada", "enter")
        await until_shown(pilot, "not by Ada Example: 1 paper")
        assert len(listed(app)) == 6


async def test_the_cursor_goes_up_where_nothing_is_below(ada):
    app = opened(Origin(ada, "library"), Config())
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "G")
        await choose(pilot, "enter")
        await until_shown(pilot, "not by Ada Example")
        assert selected(app) == paper(4).title
        await press(pilot, "ctrl+a")
        await choose(pilot, "enter")
        await until_shown(pilot, "not by Ada Example: 4 papers")
        assert listed(app) == []
        await keys(pilot, "W")
        await until_shown(pilot, "Whose papers are, as you said")


async def test_papers_of_the_sample_and_nothing_said(ada):
    app = opened(locate.sample(), Config())
    async with app.run_test(size=WIDE) as pilot:
        await choose(pilot, "enter")
        await until_shown(pilot, "not by Shirley Ho: 1 paper")
        assert len(listed(app)) == 49
        await press(pilot, "u")
        await until(pilot, lambda: len(listed(app)) == 50)
        (word,) = Marking().operations[:1]
        assert word.field == "authorship"
    assert len(store.read(ada).profile.papers) == 5
