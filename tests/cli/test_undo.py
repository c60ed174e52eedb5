"""The command undo: an import or update of the command line is a step, as one of the browser is."""

import datetime

import pytest

from paperbrowser import cli
from paperbrowser.library import store
from paperbrowser.library.locate import Origin
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.reading.marking import Marking
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from tests.sources.people import OpenAlex, id_of, orcid_free
from tests.sources.site import as_json
from tests.stored import save_profile
from tests.tui.pilot import press, until, until_shown

LYNX = Paper(title="Lynxes of the Harz", doi="10.5072/lynx", id="lynx")


@pytest.fixture
def path():
    return save_profile(Profile(name="Bea Beispiel", papers=(LYNX,)))


@pytest.fixture
def source(tmp_path):
    file = tmp_path / "more.bib"
    file.write_text("@article{w, title={Wolves of the Lusatia}, author={Beispiel, Bea}, year=2011}")
    return file


def titles(path):
    return [paper.title for paper in store.read(path).profile.papers]


def test_an_import_is_undone_and_done_again_from_the_shell(path, source, capsys):
    before = path.read_bytes()
    assert cli.main(["import", str(source), "--into", "bea-beispiel"]) == 0
    after = path.read_bytes()
    assert cli.main(["undo"]) == 0
    assert capsys.readouterr().out.endswith(
        "as before: bea-beispiel: 1 added, 0 updated, 1 unchanged\n"
    )
    assert path.read_bytes() == before
    assert cli.main(["undo", "--redo"]) == 0
    assert path.read_bytes() == after
    assert cli.main(["undo"]) == 0
    capsys.readouterr()
    assert cli.main(["undo"]) == 1
    assert capsys.readouterr().err == "paperbrowser: nothing to undo\n"


def test_marks_are_undone_from_the_shell_too(path, capsys):
    Marking().star([LYNX], on=True)
    assert cli.main(["undo"]) == 0
    assert capsys.readouterr().out == "no star again: 1 paper\n"
    assert not Marking().marks_of(LYNX).starred


def test_a_file_that_was_edited_since_stays_with_the_reason(path, source, capsys):
    cli.main(["import", str(source), "--into", "bea-beispiel"])
    path.write_bytes(path.read_bytes() + b"# mine\n")
    edited = path.read_bytes()
    assert cli.main(["undo"]) == 1
    assert "its file has been changed since" in capsys.readouterr().err
    assert path.read_bytes() == edited


def test_a_dry_run_and_an_import_without_news_are_no_steps(path, source, capsys):
    cli.main(["import", str(source), "--into", "bea-beispiel", "--dry-run"])
    cli.main(["import", str(source), "--into", "bea-beispiel"])
    cli.main(["import", str(source), "--into", "bea-beispiel"])
    assert cli.main(["undo"]) == 0
    assert titles(path) == [LYNX.title]
    capsys.readouterr()
    assert cli.main(["undo"]) == 1


def test_an_update_that_brought_nothing_is_in_nobodys_way(configured, capsys):
    openalex = OpenAlex(configured)
    today = datetime.date.today()
    openalex.add_work("Ropes and nets", today - datetime.timedelta(days=90), [1])
    openalex.add_person(1)
    cli.main(["follow", id_of(1)])
    openalex.add_work("Knots without rope", today, [1])
    cli.main(["update", "--all"])
    (path,) = store.files()
    news = path.read_bytes()
    openalex.site.on[f"/authors/{id_of(1)}"] = as_json(orcid_free(1) | {"cited_by_count": 999})
    cli.main(["update", "--all", "--full"])
    assert path.read_bytes() != news
    capsys.readouterr()
    assert cli.main(["undo"]) == 0
    assert "as before: " in capsys.readouterr().out
    assert titles(path) == ["Ropes and nets"]
    assert store.read(path).profile.citations == 999
    assert cli.main(["undo", "--redo"]) == 0
    assert titles(path) == ["Knots without rope", "Ropes and nets"]


async def test_u_undoes_an_import_of_the_shell_while_its_profile_is_open(path, source):
    app = opened(Origin(path, "library"), Config())
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: app.screen.marks.loaded)
        cli.main(["import", str(source), "--into", "bea-beispiel"])
        await press(pilot, "u")
        await until_shown(pilot, "as before: bea-beispiel: 1 added")
        assert titles(path) == [LYNX.title]
