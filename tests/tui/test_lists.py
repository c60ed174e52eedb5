"""The explanation of the metrics: the number of papers."""

import datetime

import pytest

from paperbrowser.library import locate
from paperbrowser.papers.metrics import computed
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.search.view import Catalogue
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from paperbrowser.tui.menus.lists import explanations
from paperbrowser.tui.widgets.profile_header import papers_count
from tests.tui.pilot import press, strips


@pytest.mark.parametrize(
    ("claimed", "count", "said"),
    [
        (None, "2", "2, all that the source lists"),
        (2, "2", "2, all that the source lists"),
        (5, "2 of 5", "2 of 5: the source lists the first number, and claims the second"),
        # Another source brought more than the first one claims.
        (1, "2", "2 are listed; the source claims 1"),
    ],
)
def test_the_numbers_listed_and_claimed_are_explained(claimed, count, said):
    papers = (Paper(title="On Machines", id="a"), Paper(title="On Looms", id="b"))
    profile = Profile(name="Ada Example", claimed=claimed, papers=papers)
    assert papers_count(profile) == count
    assert dict(explanations(profile, None))["papers"] == said


def test_each_number_has_its_source_its_day_and_no_invented_meaning():
    papers = tuple(Paper(title="", citations=count) for count in (30, 12, 10, 3))
    fetched = Profile(
        name="Una Moss",
        h_index=9,
        novelty=40,
        source="openalex",
        source_id="A1",
        updated=datetime.date(2026, 3, 4),
        papers=papers,
    )
    said = dict(explanations(fetched, computed(papers), Catalogue(fetched).often))
    assert "as the source states it: 9; computed from the papers listed: 3" in said["h-index"]
    assert said["i10-index"].endswith("computed from the papers listed: 3")
    assert said["as of"] == "2026-03-04, the day they were fetched from OpenAlex"
    for name in ("novelty", "AI score", "score"):
        assert "does not publish how it is computed" in said[name]
    plain = dict(explanations(Profile(name="Una Moss"), None))
    assert "i10-index" not in plain
    assert "no service was asked" in plain["as of"]


@pytest.mark.parametrize("theme", ["terminal", "textual-dark", "textual-light"])
async def test_the_line_that_enter_chooses_looks_unlike_the_others(theme):
    app = opened(locate.sample(), Config(theme=theme))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "i", "down")

        def styles(name):
            strip = next(strip for strip in strips(app) if f"  {name}  " in strip.text)
            part = next(segment for segment in strip if name in segment.text)
            return part.style.bgcolor, part.style.reverse

        assert styles("papers") != styles("h-index") == styles("citations")
