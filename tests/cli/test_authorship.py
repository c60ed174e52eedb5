"""Whose a paper is, said on the command line: what every command then lists, and what no update changes."""

import datetime
import json
import re

import pytest

from paperbrowser import cli
from paperbrowser.library import store
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.search import cache
from tests.sources.people import OpenAlex, id_of
from tests.stored import save_profile

NAMESAKE = Paper(
    title="Moss on Roof Tiles",
    authors=("Ada Example", "Cy Third"),
    doi="10.5072/moss",
    date=PartialDate(2019),
    citations=9,
    id="moss",
)
OWN = Paper(title="Lichens of the Harz", authors=("Ada Example",), citations=1, id="lichens")
BOS = Paper(
    title="Peat and Time", authors=("Bo Other",), arxiv="2101.00001", citations=4, id="peat"
)


@pytest.fixture
def ada():
    return save_profile(Profile(name="Ada Example", papers=(NAMESAKE, OWN)))


@pytest.fixture
def bo():
    return save_profile(Profile(name="Bo Other", papers=(NAMESAKE, BOS)))


def run(capsys, *arguments, code=0):
    capsys.readouterr()
    assert cli.main([*arguments]) == code
    return capsys.readouterr()


def listed(capsys, *arguments):
    found = json.loads(run(capsys, "list", "--json", *arguments).out)
    return [paper["title"] for paper in found["papers"]]


def test_a_paper_that_is_not_theirs_is_in_no_list_of_theirs(ada, bo, capsys):
    before = ada.read_bytes()
    said = run(capsys, "marks", "--not-theirs", "ada-example", "10.5072/moss")
    assert said.err == "paperbrowser: not by Ada Example: 1 paper\n"
    assert listed(capsys, "ada-example") == [OWN.title]
    assert listed(capsys, "ada-example", "-q", "roof") == []
    assert NAMESAKE.title in listed(capsys, "bo-other")
    everyone = json.loads(run(capsys, "list", "--all", "--json").out)["papers"]
    assert {paper["title"]: paper["people"] for paper in everyone} == {
        NAMESAKE.title: ["Bo Other"],
        OWN.title: ["Ada Example"],
        BOS.title: ["Bo Other"],
    }
    assert re.search(r"ada-example +Ada Example, 1 paper ", run(capsys, "profiles").out)
    stats = json.loads(run(capsys, "stats", "ada-example", "--json").out)
    assert stats["coauthors"] == {}
    compared = run(capsys, "compare", "ada-example", "bo-other").out
    assert "Cy Third" not in compared
    assert NAMESAKE.title not in run(capsys, "export", "ada-example", "--to", "bibtex").out
    assert ada.read_bytes() == before


def test_a_paper_of_another_profile_is_theirs_too(ada, bo, capsys):
    said = run(capsys, "marks", "--theirs", "ada-example", "peat time")
    assert said.err == "paperbrowser: by Ada Example too: 1 paper\n"
    assert listed(capsys, "ada-example") == [NAMESAKE.title, OWN.title, BOS.title]
    assert listed(capsys, "ada-example", "-q", "peat cites:>3") == [BOS.title]
    (row,) = json.loads(run(capsys, "marks", "--json").out)
    assert (row["title"], row["theirs"], row["not_theirs"]) == (BOS.title, ["Ada Example"], [])
    assert row["names"][0] == "arxiv:2101.00001"
    run(capsys, "marks", "--take-back", "ada-example", "peat")
    assert listed(capsys, "ada-example") == [NAMESAKE.title, OWN.title]
    run(capsys, "undo")
    assert len(listed(capsys, "ada-example")) == 3
    run(capsys, "undo")
    assert len(listed(capsys, "ada-example")) == 2


def test_marks_list_what_was_said_with_the_title(ada, bo, capsys):
    run(capsys, "marks", "--not-theirs", "ada-example", "moss", "lichens")
    ada.unlink()
    bo.unlink()
    lines = run(capsys, "marks").out.splitlines()
    assert [re.split(" {2,}", line) for line in lines] == [
        ["not by Ada Example", "Example", "Lichens of the Harz"],
        ["not by Ada Example", "2019", "Example et al.", "Moss on Roof Tiles"],
    ]


def test_a_paper_that_is_not_found_or_unclear_is_said(ada, bo, capsys):
    assert (
        'no paper of ada-example has "zebra"'
        in run(capsys, "marks", "--not-theirs", "ada-example", "moss", "zebra", code=2).err
    )
    assert (
        "may be 2 papers" in run(capsys, "marks", "--not-theirs", "ada-example", "ada", code=2).err
    )
    alone = run(capsys, "marks", "--theirs", "ada-example", code=2).err
    assert "name a profile, and at least one paper" in alone
    assert "no such profile" in run(capsys, "marks", "--theirs", "nobody", "moss", code=1).err
    assert run(capsys, "marks").out == ""


def test_what_was_said_survives_updates_and_a_new_name(configured, capsys):
    openalex = OpenAlex(configured)
    today = datetime.date.today()
    week = datetime.timedelta(days=7)
    openalex.add_work("Ropes and nets", today - 30 * week, [1])
    openalex.add_work("Knots of a namesake", today - 20 * week, [1])
    openalex.add_person(1)
    assert cli.main(["follow", id_of(1)]) == 0
    (path,) = store.files()
    run(capsys, "marks", "--not-theirs", path.stem, "knots")
    openalex.add_work("Nets in deep water", today, [1])
    openalex.works[1]["cited_by_count"] = 12
    run(capsys, "update", "--all")
    assert sorted(listed(capsys, path.stem)) == ["Nets in deep water", "Ropes and nets"]
    assert "Knots of a namesake" in path.read_text()
    path.write_text(
        re.sub("^name = .*$", 'name = "B. Weaver"', path.read_text(), flags=re.MULTILINE)
    )
    path = path.rename(path.with_name("weaver.toml"))
    run(capsys, "update", "weaver")
    assert sorted(listed(capsys, "weaver")) == ["Nets in deep water", "Ropes and nets"]
    run(capsys, "marks", "--not-theirs", "weaver", "deep water")
    assert run(capsys, "digest").out.startswith("nothing new")


def test_the_index_and_the_snapshot_of_a_large_profile_follow(capsys, monkeypatch):
    monkeypatch.setattr(cache, "KEPT_FROM", 100)
    papers = tuple(
        Paper(title=f"Survey {at} of the heath", abstract="Heather. " * 20, id=f"p{at}")
        for at in range(200)
    )
    path = save_profile(Profile(name="Cy Third", papers=papers))
    save_profile(Profile(name="Bo Other", papers=(BOS,)))
    assert listed(capsys, "cy-third", "-q", "survey 7 heath")[0] == papers[7].title
    run(capsys, "marks", "--not-theirs", "cy-third", "p7")
    run(capsys, "marks", "--theirs", "cy-third", "peat")  # as many papers as before
    assert papers[7].title not in listed(capsys, "cy-third", "-q", "survey 7 heath")
    assert listed(capsys, "cy-third", "-q", "peat") == [BOS.title]
    assert listed(capsys, "--all", "-q", "survey 7 heath")[:1] != [papers[7].title]
    run(capsys, "undo")
    run(capsys, "undo")
    assert listed(capsys, "cy-third", "-q", "survey 7 heath")[0] == papers[7].title
    assert store.read(path).profile.papers == papers
