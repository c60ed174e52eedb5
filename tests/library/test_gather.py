"""Several profiles as one: each work once, with whose it is and what is new."""

import datetime
import json
from pathlib import Path

from paperbrowser import cli
from paperbrowser.library import locate, store
from paperbrowser.library.gather import gathered
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile, WorkVersion
from paperbrowser.settings import config
from tests.stored import save_profile

REEF = Paper(title="A reef at dusk", id="reef")
JUNE, JULY = datetime.date(2026, 6, 1), datetime.date(2026, 7, 1)
TIDES = Paper(title="Tides of shallow seas", doi="10.5072/Tides", id="tides", added=JULY)
DUNES = Paper(title="Dunes", arxiv="2101.00001", id="dunes", added=datetime.date(2025, 1, 1))
ADA = Profile(name="Ada Example", papers=(TIDES, DUNES), since=JUNE, updated=JULY)
BO = Profile(
    name="Bo Other",
    papers=(
        Paper(title="Tides, of shallow seas", doi="10.5072/tides", abstract="We look.", id="tides"),
        Paper(title="Dunes at last", doi="10.5072/dunes", versions=(WorkVersion(arxiv="2101.00001"),), id="x"),
        Paper(title="Reefs", authors=("Bo Other",), date=PartialDate(2020), id="reefs"),
    ),
    since=datetime.date(2026, 6, 20),
)  # fmt: skip


def test_shared_papers_are_there_once_with_both_people():
    whole, _ = gathered({Path("ada.toml"): ADA, Path("bo.toml"): BO}, "Everyone")
    assert [(paper.title, paper.people) for paper in whole.papers] == [
        ("Tides of shallow seas", ("Ada Example", "Bo Other")),
        ("Dunes at last", ("Ada Example", "Bo Other")),
        ("Reefs", ("Bo Other",)),
    ]
    assert whole.papers[0].abstract == "We look."
    assert len({paper.id for paper in whole.papers}) == 3


def test_each_paper_says_where_it_came_from():
    whole, (ada, bo) = gathered({Path("ada.toml"): ADA, Path("bo.toml"): BO}, "Everyone")
    assert (ada.path.name, ada.papers) == ("ada.toml", ADA.papers)
    # Both shared papers have words of Bo's profile too, so that neither is as it is in Ada's.
    assert (list(ada.texts), list(ada.facts)) == ([-1, -1], [-1, -1])
    assert (list(bo.texts), list(bo.facts)) == ([-1, -1, 2], [-1, -1, 2])
    assert whole.papers[2].title == "Reefs"


def test_a_paper_that_only_gets_facts_keeps_its_words():
    known = Paper(title="Kelp", doi="10.5072/kelp", authors=("Cy Third",), id="kelp")
    cited = Paper(
        title="Kelp",
        doi="10.5072/kelp",
        authors=("Cy Third",),
        id="kelp",
        citations=4,
        venue="Algae",
    )
    _, (cy, di) = gathered(
        {
            Path("cy.toml"): Profile(name="Cy Third", papers=(REEF, known)),
            Path("di.toml"): Profile(name="Di Fourth", papers=(cited, DUNES)),
        },
        "Everyone",
    )
    assert (list(cy.texts), list(cy.facts)) == ([0, 1], [0, -1])
    assert (list(di.texts), list(di.facts)) == ([-1, 2], [-1, 2])


def test_new_is_what_is_new_in_its_own_profile():
    whole, _ = gathered({Path("ada.toml"): ADA, Path("bo.toml"): BO}, "Everyone")
    new = [paper.title for paper in whole.papers if paper.added and paper.added > whole.since]
    assert new == ["Tides of shallow seas"]


def test_everyone_several_and_a_group_on_the_command_line(capsys):
    save_profile(ADA)
    save_profile(BO)
    assert cli.main(["list", "--all", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed["profile"]["name"] == "Everyone"
    (tides,) = [paper for paper in listed["papers"] if paper["title"].startswith("Tides")]
    assert tides["people"] == ["Ada Example", "Bo Other"]
    assert cli.main(["list", "ada-example", "bo-other", "-q", 'of:"bo" reefs']) == 0
    assert capsys.readouterr().out.count("\n") == 1
    path = config.paths.config() / config.FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('[groups]\nsea = ["ada-example"]\nwrong = 7\n')
    assert cli.main(["list", "sea"]) == 0
    out, err = capsys.readouterr()
    assert out.count("\n") == 2
    assert '"wrong" is 7; list profiles' in err
    assert cli.main(["list", "--all", "ada-example"]) == 2
    assert cli.main(["list", "ada-example", "nobody-x"]) == 1


def test_without_a_profile_there_is_nobody(capsys):
    assert cli.main(["list", "--all"]) == 1
    assert "no profile yet" in capsys.readouterr().err


def test_a_broken_profile_is_named_and_the_others_open(capsys):
    path = save_profile(ADA)
    path.with_name("broken.toml").write_text("[[papers]")
    assert cli.main(["list", "--all"]) == 0
    out, err = capsys.readouterr()
    assert out.count("\n") == 2
    assert "broken.toml" in err


def test_a_group_with_a_slash_keeps_its_name_and_stays_in_the_library():
    for name in ("AI/ML", "/tmp/away", "../up"):
        origin = locate.several(name, [Path("ada.toml")])
        assert origin.title == name
        assert origin.path.parent == store.folder()
