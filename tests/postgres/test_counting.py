"""What a library amounts to is that of all its papers, not of those that the list holds."""

import json

import pytest

from paperbrowser.cli import main
from paperbrowser.insight.own_engine import OwnEngine
from paperbrowser.library import locate, store
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile, with_fields
from paperbrowser.postgres import adding, counting, server_engine
from paperbrowser.postgres.address import connect
from paperbrowser.postgres.server_engine import ServerEngine
from paperbrowser.postgres.servers import Servers
from paperbrowser.search.index import SearchIndex
from paperbrowser.search.index.build import build
from paperbrowser.search.query import parse
from paperbrowser.search.view import Catalogue
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from tests.tui.pilot import press, shown, until_shown

SAMPLE = store.read(locate.sample().path).profile.papers
NUMBERS = ("kinds", "categories", "topics", "venues", "coauthors", "affiliations")


def papers_of(number):
    return [
        Paper(
            title=f"{'Rising' if at % 3 else 'Falling'} tides of moon {at}",
            authors=("Ada Ek", f"Bo Dahl{at % 5}"),
            date=PartialDate(2014 + at % 2 if at % 3 == 0 else 2021 + at % 3),
            kind="article" if at % 4 else "thesis",
            category="astro-ph.EP" if at % 2 else "physics.geo-ph",
            venue=("Annals of Tidal Physics", "Sea Letters")[at % 2],
            citations=at % 20,
            code=at % 5 == 0,
            doi=f"10.1000/{at}",
        )
        for at in range(number)
    ]


def own_engine(papers):
    catalogue = Catalogue(Profile(name="", papers=tuple(papers)))
    return OwnEngine(catalogue, SearchIndex(build(papers)))


def fill(addresses, papers):
    with Servers(*addresses) as some:
        adding.add_to_parts(some, "one", papers)


@pytest.fixture(params=["library", "three"])
def addresses(request):
    found = request.getfixturevalue(request.param)
    return (found,) if isinstance(found, str) else found


@pytest.fixture
def engine(addresses):
    one = ServerEngine(*addresses)
    yield one
    one.close()


def same(here, there):
    assert here.papers == there.papers
    assert there.exact
    assert here.years == there.years
    for name in NUMBERS:
        assert {**getattr(here, name)} == {**getattr(there, name)}, name
    assert here.kinds_by_year == there.kinds_by_year
    assert here.categories_by_year == there.categories_by_year
    assert here.trends == there.trends
    assert here.cut_short == there.cut_short


@pytest.mark.parametrize("query", ["", "year:2019..2021", "neural networks", "turbulnce"])
def test_the_numbers_are_those_of_the_own_index(addresses, engine, query, monkeypatch):
    monkeypatch.setattr(server_engine, "_LISTED", 5)  # of more the server counts
    fill(addresses, SAMPLE)
    same(own_engine(SAMPLE).summary(parse(query)), engine.summary(parse(query)))
    assert engine.find(parse(query), 0, ["year"]).facets["year"]


def test_numbers_of_a_large_library_are_kept_as_papers_come_change_and_go(
    addresses, engine, monkeypatch
):
    papers = papers_of(300)
    monkeypatch.setattr(adding, "BATCH", 50)
    fill(addresses, papers)
    papers[3] = with_fields(papers[3], kind="book", citations=1_000)
    fill(addresses, papers[:200])
    monkeypatch.setattr(counting, "EXACT", 30)
    monkeypatch.setattr(counting, "_SAMPLE", 30)
    here, there = own_engine(papers[:200]).summary(parse("")), engine.summary(parse(""))
    assert there.papers == here.papers == 200
    assert there.years == here.years
    for name in NUMBERS:
        assert {**getattr(here, name)} == {**getattr(there, name)}, name
    assert "years" not in there.estimates
    assert there.estimates["trends"].startswith("estimated from a sample of ")
    facets = engine.find(parse(""), 0, ["year", "coauthor", "venue", "code", "citations"]).facets
    assert {one.text: one.count for one in facets["coauthor"]} == {
        "ada ek": 200, **{f"bo dahl {at}": 40 for at in range(5)},
    }  # fmt: skip
    assert [one.count for one in facets["code"]] == [40]
    assert facets["year"][0].exact
    assert not facets["citations"][0].exact


def test_of_very_many_papers_found_a_sample_is_counted_and_said_to_be_one(library, monkeypatch):
    fill([library], papers_of(600))
    engine = ServerEngine(library)
    monkeypatch.setattr(server_engine, "_LISTED", 5)
    monkeypatch.setattr(counting, "EXACT", 100)
    monkeypatch.setattr(counting, "_SAMPLE", 200)
    with connect(library) as connection:
        adding.tidy(connection, 1_000)
    found = engine.summary(parse("tides"))
    assert 500 <= found.papers <= 700
    assert abs(found.papers - sum(found.kinds.values())) < 5
    assert {*found.estimates} >= {"years", "kinds", "venues", "trends"}
    assert 0.1 < found.kinds["thesis"] / found.papers < 0.4
    assert not engine.find(parse("tides"), 0, ["kind"]).facets["kind"][0].exact
    engine.close()


async def test_the_browser_shows_the_numbers_of_the_whole_library(library, monkeypatch):
    fill([library], papers_of(700))
    monkeypatch.setattr("paperbrowser.tui.work.people._MOST_SERVED", 300)
    app = opened(locate.on_server("Tides", library), Config())
    async with app.run_test(size=(120, 36)) as pilot:
        await until_shown(pilot, "700 papers")
        assert "2014 " in shown(app).partition("\n")[0]  # papers a year
        await press(pilot, "A")
        await until_shown(pilot, "of the newest 300 of 700 papers")
        await press(pilot, "escape", "i")
        await until_shown(pilot, "700, all that the library has")
        await press(pilot, "escape", "equals_sign")
        await until_shown(pilot, "no single person to compare")
        await press(pilot, "v")
        await until_shown(pilot, "Papers a year")
        await press(pilot, "end")
        await until_shown(pilot, "2023: 233 papers")
        await press(pilot, "enter")
        await until_shown(pilot, "233 of 700")
        await press(pilot, "A")
        await until_shown(pilot, "of 233 papers")


def test_a_user_prints_what_a_library_amounts_to(library, capsys, tmp_path):
    fill([library], papers_of(700))
    assert main(["stats", library, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["papers"] == 700
    assert sum(data["years"].values()) == 700
    assert data["coauthors"]["Ada Ek"] == 700
    assert main(["stats", library, "-q", "kind:thesis", "--csv"]) == 0
    assert "kinds,thesis,175" in capsys.readouterr().out
    assert main(["stats", library, "-q", "kind:thesis"]) == 0
    assert "175 papers" in capsys.readouterr().out
    assert main(["stats", library, "--svg", str(tmp_path / "picture.svg")]) == 0
    assert "a picture of 700 papers" in capsys.readouterr().err
    assert main(["stats", library, "-q", "nothinglikethis"]) == 1
    assert "no paper matches" in capsys.readouterr().err
