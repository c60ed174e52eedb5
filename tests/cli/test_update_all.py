"""`paperbrowser update --all` for many people, against an OpenAlex on this machine."""

import datetime
import subprocess
import sys

import pytest

from paperbrowser import cli
from paperbrowser.library import store
from paperbrowser.system import paths
from tests.sources.people import OpenAlex, id_of, name_of
from tests.sources.site import Reply, as_json

TODAY = datetime.date.today()
DAY = datetime.timedelta(days=1)


def aged(days=1):
    """Make all profiles as if they had been fetched some days ago."""
    for path in store.files():
        text = path.read_text()
        path.write_text(text.replace(f"updated = {TODAY}", f"updated = {TODAY - days * DAY}"))


def papers(number):
    stem = name_of(number).lower().replace(" ", "-")
    return [
        paper.title
        for paper in store.read(paths.data() / "profiles" / f"{stem}.toml").profile.papers
    ]


@pytest.fixture
def openalex(configured):
    """Twelve people with three papers each, followed since yesterday."""
    openalex = OpenAlex(configured)
    for person in range(12):
        openalex.add_person(person)
        for year in range(3):
            openalex.add_work(
                f"Looms of {person} in part {year}",
                TODAY - (5 + 30 * person + 100 * year) * DAY,
                [person],
            )
    for person in range(12):
        assert cli.main(["follow", id_of(person)]) == 0
    aged()
    configured.asked.clear()
    return openalex


def test_new_papers_are_given_to_each_of_their_authors_with_one_request(openalex, capsys):
    capsys.readouterr()
    openalex.add_work("Warp and weft", TODAY, [3, 7])
    openalex.add_work("Shuttles", TODAY - DAY, [7])
    assert cli.main(["update", "--all", "--quiet"]) == 0
    said = capsys.readouterr()
    assert sorted(said.out.splitlines()) == [
        f"dov-weaver3: 1 new since {(TODAY - DAY).day} {(TODAY - DAY):%b}",
        f"hal-weaver7: 2 new since {(TODAY - DAY).day} {(TODAY - DAY):%b}",
    ]
    assert said.err == ""
    assert papers(3)[0] == "Warp and weft"
    assert set(papers(7)[:2]) == {"Warp and weft", "Shuttles"}
    assert len(papers(4)) == 3
    (asked,) = openalex.site.asked
    assert asked.query["filter"].startswith("author.id:A51000")
    assert asked.query["filter"].count("|") == 11
    # Again, with nothing new: not a word, whoever reads it.
    assert cli.main(["update", "--all", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")
    assert cli.main(["update", "--all"]) == 0
    assert capsys.readouterr().out.count("nothing new since") == 12


def test_pages_end_where_all_is_known_to_all(openalex):
    openalex.per_page = 5
    openalex.add_work("Treadles", TODAY, [0])
    assert cli.main(["update", "--all"]) == 0
    assert papers(0)[0] == "Treadles"
    works = [asked for asked in openalex.site.asked if asked.path == "/works"]
    assert [asked.query["cursor"] for asked in works[:2]] == ["*", "5"]
    assert all("|" not in asked.query["filter"] for asked in works[2:])


def test_a_paper_of_hundreds_is_given_to_the_last_of_its_authors(openalex, capsys):
    openalex.add_work("A survey by everyone", TODAY, [2, 5], many=300)
    assert cli.main(["update", "--all", "--quiet"]) == 0
    assert papers(2)[0] == papers(5)[0] == "A survey by everyone"
    assert [asked.path for asked in openalex.site.asked] == ["/works", "/works/W37"]
    # With more of them than one would ask for singly, each person is asked for.
    for number in range(30):
        openalex.add_work(f"A survey by everyone, part {number}", TODAY, [2], many=300)
    aged()
    assert cli.main(["update", "--all", "--quiet"]) == 0
    assert len(papers(2)) == 34


def test_the_failure_of_one_does_not_stop_the_others(openalex, capsys):
    # The id of one was given up for another id, which only the page of the person says.
    for work in openalex.works:
        for one in work["authorships"]:
            if one["author"]["id"].endswith(id_of(0)):
                one["author"]["id"] = "https://openalex.org/A5999999999"
    del openalex.site.on[f"/authors/{id_of(0)}"]
    folder = paths.data() / "profiles"
    (folder / "broken.toml").write_text("[x")
    (folder / "odd.toml").write_text(
        '[profile]\nname = "Odd"\nsource = "scopus"\nsource_id = "1"\n'
    )
    openalex.add_work("Heddles", TODAY, [11])
    capsys.readouterr()
    assert cli.main(["update", "--all", "--quiet"]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [f"bo-weaver11: 1 new since {(TODAY - DAY).day} {(TODAY - DAY):%b}"]
    assert f"ana-weaver0: no author {id_of(0)} at OpenAlex" in err
    assert "broken.toml" in err
    assert "odd: its source “scopus”" in err
    assert err.count("\n") == 3


def test_a_person_whose_id_became_another_one_is_asked_for_alone(openalex, capsys):
    new_id = "A5999999999"
    openalex.site.on[f"/authors/{id_of(1)}"] = as_json(
        {"id": f"https://openalex.org/{new_id}", "display_name": name_of(1), "works_count": 3}
    )
    for work in openalex.works:
        for one in work["authorships"]:
            if one["author"]["id"].endswith(id_of(1)):
                one["author"]["id"] = f"https://openalex.org/{new_id}"
    openalex.add_work("Bobbins", TODAY, [])["authorships"].append(
        {"author": {"id": f"https://openalex.org/{new_id}", "display_name": name_of(1)}}
    )
    assert cli.main(["update", "--all", "--quiet"]) == 0
    assert papers(1)[0] == "Bobbins"


@pytest.mark.parametrize(
    "fault", [Reply(status=400), Reply(b"{", headers={"Content-Type": "application/json"})]
)
def test_a_question_that_fails_leaves_all_as_they_were_or_is_put_for_each(openalex, capsys, fault):
    answers = openalex.list_works
    openalex.site.on["/works"] = lambda asked: (
        fault if "|" in asked.query["filter"] else answers(asked)
    )
    openalex.add_work("Selvedge", TODAY, [9])
    capsys.readouterr()
    code = cli.main(["update", "--all", "--quiet"])
    said = capsys.readouterr()
    if fault.status == 400:
        assert (code, said.err, papers(9)[0]) == (0, "", "Selvedge")
    else:
        assert (code, said.out, len(papers(9))) == (1, "", 3)
        assert said.err.endswith("not updated: 12 profiles of OpenAlex\n")


def test_with_full_each_person_is_asked_for(openalex):
    assert cli.main(["update", "--all", "--full"]) == 0
    assert openalex.site.count(f"/authors/{id_of(4)}") == 1


def test_a_library_that_another_session_writes_ends_the_update_at_once(
    openalex, capsys, monkeypatch
):
    with store.writing("ada.toml"):
        capsys.readouterr()
        done = subprocess.run(
            [sys.executable, "-c", "from paperbrowser.library import store; store._PATIENCE = 0.0\n"
             "from paperbrowser import cli; raise SystemExit(cli.main(['update', '--all', '--quiet']))"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert "is writing there" in done.stderr


def test_a_service_that_fails_for_one_after_the_other_is_not_asked_for_all(openalex, capsys):
    fails = Reply(b"{", headers={"Content-Type": "application/json"})
    for person in range(1, 12):
        openalex.site.on[f"/authors/{id_of(person)}"] = fails
    capsys.readouterr()
    assert cli.main(["update", "--all", "--full"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("ana-weaver0: ")
    assert err.count("damaged answer") == 2
    assert err.splitlines()[-1].endswith(
        "OpenAlex was not asked for 9 more profiles; try again later"
    )
