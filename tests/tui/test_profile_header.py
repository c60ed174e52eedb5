"""The header shows the papers a year where it has room for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.library import locate
from paperbrowser.library.locate import Origin
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from paperbrowser.tui.widgets.profile_header import sparkline
from tests.stored import save_profile
from tests.tui.pilot import press, shown


def head(app):
    return "\n".join(shown(app).split("\n")[:2])


@pytest.mark.parametrize("size", [(120, 36), (170, 30)])
async def test_a_wide_header_has_the_papers_a_year(size):
    app = opened(locate.sample(), Config())
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        assert "2019 ▅▆▄█▆▃▅▃ 2026" in head(app)


@pytest.mark.parametrize("size", [(80, 24), (60, 16), (30, 8)])
async def test_a_header_without_room_has_none(size):
    app = opened(locate.sample(), Config())
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        assert not set(head(app)) & set("▁▂▃▄▅▆▇█")


async def test_papers_without_dates_have_none():
    papers = tuple(Paper(id=f"w{at}", title=f"Wool {at}") for at in range(9))
    path = save_profile(Profile(name="Ada Weft", papers=papers))
    app = opened(Origin(path, "file"), Config())
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot)
        assert "Ada Weft" in head(app)
        assert not set(head(app)) & set("▁▂▃▄▅▆▇█")


YEARS = st.dictionaries(st.integers(1, 9999), st.integers(1, 10**6), max_size=60)


@given(YEARS, st.integers(-5, 60), st.sampled_from([" ▁▂▃▄▅▆▇█", " .:-=+*#"]))
def test_bars_fit_and_are_true(years, room, levels):
    drawn = sparkline(years, room, levels)
    if drawn is None:
        return
    first, bars, last = drawn
    assert len(f"{first} {bars} {last}") <= room
    assert int(last) - int(first) + 1 == len(bars)
    assert int(last) == max(years)
    for year, bar in enumerate(bars, int(first)):
        assert (bar == " ") is (year not in years)
    assert set(bars) <= set(levels)


def test_early_years_give_way_and_the_most_papers_are_the_highest_bar():
    years = {1990: 50, **{year: year - 2009 for year in range(2010, 2020)}}
    assert sparkline(years, 20) == ("2010", "▁▂▃▄▄▅▆▇██", "2019")
    assert sparkline(years, 14) == ("2016", "▆▇██", "2019")
    assert sparkline(years, 13) is None
    assert sparkline({2020: 1}, 80) is None


def test_papers_that_are_not_all_read_have_no_bars_yet():
    from paperbrowser.search.view import Catalogue

    papers = tuple(Paper(title="Silk", id=f"{at}", date=PartialDate(2000 + at)) for at in range(9))
    assert not Catalogue(Profile(name="Ada Weft", papers=papers), whole=False).years
    assert len(Catalogue(Profile(name="Ada Weft", papers=papers)).years) == 9
