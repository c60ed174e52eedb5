"""Detail, list and header for papers with venue, links, citations and days of addition."""

import datetime

import pytest

from paperbrowser.formats import toml
from paperbrowser.library.locate import Origin
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from tests.tui.pilot import line_with, press, selected, shown

WIDE, STACKED, SMALL = (120, 36), (80, 24), (60, 16)
SINCE, TODAY = datetime.date(2026, 10, 12), datetime.date(2026, 11, 20)
PAPERS = (
    Paper(
        title="Finding halos", date=PartialDate(2026, 11, 2), authors=("Ada Example",), category="CO",
        venue="Monthly Notices", kind="article", volume="512", number="3", pages="100-120", publisher="OUP",
        citations=1205, url="https://www.example.org/halos", doi="10.1093/mnras/stz1", arxiv="2611.00123",
        added=TODAY, id="halos",
    ),
    Paper(title="On peaks", date=PartialDate(2019, 6, 1), kind="thesis", publisher="A University", citations=3, id="peaks"),
    Paper(title="On trees", arxiv="2401.00001", url="https://arxiv.org/pdf/2401.00001v3", citations=1, id="trees"),
    Paper(title="Unheard of", id="unheard"),
)  # fmt: skip


def app_with(tmp_path, *papers, config=Config(), **fields):  # noqa: B008 - frozen
    path = tmp_path / "profile.toml"
    profile = Profile(name="Ada Example", papers=papers or PAPERS, **fields)
    path.write_text(toml.dumps(profile), encoding="utf-8")
    return opened(Origin(path, "file"), config)


async def test_the_detail_shows_venue_citations_and_every_link(tmp_path):
    app = app_with(tmp_path)
    async with app.run_test(size=STACKED) as pilot:
        await press(pilot, "z", "l")
        screen = shown(app)
        assert "Monthly Notices 512(3), 100-120" in screen
        assert "cited 1,205 times" in screen
        assert "added 20 Nov 2026" in screen
        for link in (
            "https://www.example.org/halos",
            "https://doi.org/10.1093/mnras/stz1",
            "https://arxiv.org/abs/2611.00123",
        ):
            assert screen.count(link) == 1
        await press(pilot, "h", "j", "l")
        assert (
            line_with(app, "thesis").strip() == "A University · thesis · 1 Jun 2019 · cited 3 times"
        )
        await press(pilot, "h", "j", "l")
        assert "cited once" in shown(app)
        assert shown(app).count("arxiv.org") == 1


async def test_the_first_link_is_opened_or_one_is_chosen(tmp_path, monkeypatch):
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 22 10.0.0.2 22")
    app = app_with(tmp_path)
    async with app.run_test(size=STACKED) as pilot:
        await press(pilot, "o")
        assert "https://www.example.org/halos" in line_with(app, "https")
        await press(pilot, "q", "O")
        for answer in ("1 example.org", "2 doi.org", "3 arxiv.org", "Esc cancel"):
            assert answer in line_with(app, "open")
        await press(pilot, "2")
        assert "https://doi.org/10.1093/mnras/stz1" in line_with(app, "https")
        # A single link is opened without a question.
        await press(pilot, "q", "j", "j", "O")
        assert selected(app) == "On trees"
        assert "https://arxiv.org/pdf/2401.00001v3" in line_with(app, "https")


@pytest.mark.parametrize("size", [WIDE, STACKED, SMALL])
async def test_without_scores_the_first_column_is_citations(tmp_path, size):
    app = app_with(tmp_path)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert line_with(app, "date↓").split()[:2] == ["cites", "date↓"]
        assert "C cited" in shown(app).split("\n")[-1]
        await press(pilot, "C")
        heading, row = line_with(app, "cites↓"), line_with(app, "▌")
        assert heading.index("↓") == row.index("1205") + 3
        assert heading.index("title") == row.index("Finding")
        assert "most cited first" in shown(app)
        await press(pilot, "C", "g")
        assert selected(app) == "On trees"
        await press(pilot, "G")
        assert selected(app) == "Unheard of"


async def test_beside_scores_citations_are_shown_while_papers_are_sorted_by_them(tmp_path):
    scored = (Paper(title="A", score=97.0, citations=7), Paper(title="B", citations=123_456_789))
    app = app_with(tmp_path, *scored, config=Config(sort=Order(SortKey.CITATIONS)))
    async with app.run_test(size=STACKED) as pilot:
        await pilot.pause()
        assert line_with(app, "▌").split() == ["▌", "123456789", "B"]
        heading = line_with(app, "cites↓")
        assert heading.index("title") == line_with(app, "▌").index("B")
        await press(pilot, "s")
        assert "score↓" in shown(app)
        assert "97.0" in shown(app)
        assert "s score" in shown(app).split("\n")[-1]
        await press(pilot, "S", "c")
        assert "cites↓" in shown(app)


async def test_new_papers_are_marked_counted_and_found(tmp_path):
    app = app_with(tmp_path, since=SINCE, updated=TODAY)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "1 new since 12 Oct" in shown(app)
        assert "▌•" in line_with(app, "Finding halos")
        assert "•" not in line_with(app, "On peaks")
        await press(pilot, "j")
        assert line_with(app, "Finding halos").startswith(" •")
        await press(pilot, "slash", *"is:new", "enter")
        assert "1 of 4" in shown(app)
        assert selected(app) == "Finding halos"
    once = app_with(tmp_path, updated=TODAY)
    async with once.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "new since" not in shown(once)
        assert "•" not in shown(once)


async def test_the_header_shows_computed_metrics_and_the_affiliation(tmp_path):
    app = app_with(tmp_path, affiliation="Institute of Astronomy", field="CO")
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "h-index 2 (listed)   4 papers   1,209 citations (listed)" in shown(app)
        assert "Galactic Astrophysics" not in shown(app)
        assert "novelty" not in shown(app)
        await press(pilot, "i")
        assert "computed from the papers listed" in shown(app)
        assert "the source states none" in shown(app)
    async with app_with(tmp_path).run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "h 2* 4 papers 1,209 cit.*" in shown(pilot.app)


async def test_stated_metrics_come_before_computed_ones(tmp_path):
    known = {"h_index": 77, "citations": 2_693, "affiliation": "Institute of Astronomy, Somewhere"}
    app = app_with(tmp_path, **known)
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        head = shown(app).split("\n")[0]
        assert head.startswith(" Ada Example  Institute of Astronomy, Somewhere")
        assert "h-index 77, 2 of those listed   4 papers   2,693 citations" in head
        await press(pilot, "i")
        assert "computed from the papers listed" in shown(app)
        assert "1,209" in shown(app)
    async with app_with(tmp_path, **known).run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "h-index 77   4 papers   2,693 citations" in shown(pilot.app)


async def test_the_abstract_is_not_hidden_below_a_collaboration(tmp_path):
    names = tuple(f"Given{n} Name{n}" for n in range(1_000))
    app = app_with(
        tmp_path, Paper(title="On many", authors=names, abstract="We are many.", id="many")
    )
    async with app.run_test(size=STACKED) as pilot:
        await pilot.pause()
        assert "and 989 others" in shown(app)
        assert "We are many." in shown(app)
        # An author that was searched for is among those shown.
        await press(pilot, "/", *"author:name777", "enter", "l", *["down"] * 40)
        for _ in range(60):
            if "Name777" in shown(app):
                break
            await press(pilot, "down")
        assert "Name777" in shown(app)
