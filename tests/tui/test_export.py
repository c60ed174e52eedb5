"""Export from the browser."""

import os
import stat

import pytest
from textual.widgets import Input

from paperbrowser import formats
from paperbrowser.formats import writable
from paperbrowser.library import locate
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from paperbrowser.tui.screens.pick import PickScreen
from tests.tui.pilot import press, selected, shown, until_shown

SIZE = (100, 30)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def sample(folder):
    return opened(locate.sample(), Config())


async def test_the_papers_shown_are_written_and_the_file_is_named(sample, folder):
    async with sample.run_test(size=SIZE) as pilot:
        await press(pilot, "x")
        assert isinstance(sample.screen, PickScreen)
        for form in writable().values():
            assert form.label in shown(sample)
        assert "Export 50 papers" in shown(sample)
        await press(pilot, "enter")
        assert "shirley-ho.bib: 50 papers, in " in shown(sample)
    text = (folder / "shirley-ho.bib").read_text(encoding="utf-8")
    assert text.count("\n@misc{") == 50
    assert [path.name for path in folder.iterdir()] == ["shirley-ho.bib"]


async def test_results_are_exported_in_their_order_without_replacing_a_file(sample, folder):
    (folder / "shirley-ho.jsonl").write_text("mine")
    async with sample.run_test(size=SIZE) as pilot:
        await press(pilot, "slash", *"turbulence", "enter")
        await until_shown(pilot, " of 50")
        await press(pilot, "g")
        first = selected(sample)
        await press(pilot, "x")
        assert " of 50" in shown(sample)
        await press(pilot, *"json lines", "enter")
        assert "shirley-ho-2.jsonl" in shown(sample)
    assert (folder / "shirley-ho.jsonl").read_text() == "mine"
    papers = formats.read(folder / "shirley-ho-2.jsonl").profile.papers
    assert papers[0].title == first
    assert 0 < len(papers) < 50


async def test_closing_the_list_writes_nothing(sample, folder):
    async with sample.run_test(size=SIZE) as pilot:
        await press(pilot, "x", "escape")
        assert sample.focused.id == "list"
        await press(pilot, "slash", *"zzzzqqqqxxxx", "enter", "x")
        assert "there is no paper to export" in shown(sample)
    assert not list(folder.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="permissions")
async def test_an_unwritable_folder_is_reported(sample, folder, monkeypatch):
    def refuse(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("paperbrowser.system.files.write", refuse)
    async with sample.run_test(size=SIZE) as pilot:
        await press(pilot, "x", "enter")
        assert "Permission denied" in shown(sample)
    assert not list(folder.iterdir())


async def test_nothing_is_written_from_a_web_page(sample, folder, monkeypatch):
    async with sample.run_test(size=SIZE) as pilot:
        monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
        await press(pilot, "x")
        assert "files cannot be written from the web page" in shown(sample)


async def test_the_palette_and_the_help_list_the_export(sample, folder):
    async with sample.run_test(size=SIZE) as pilot:
        await press(pilot, "question_mark", *"export ris")
        assert "Export the papers shown" in shown(sample)
        await press(pilot, "enter")
        assert "Export 50 papers" in shown(sample)
        await press(pilot, "escape", "colon")
        sample.screen.query_one(Input).value = "export"
        await pilot.pause(0.5)
        assert "Export the papers shown" in shown(sample)


async def test_the_key_of_the_export_can_be_changed(folder):
    app = opened(locate.sample(), Config(keys={"read.export": ("X",)}))
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "X")
        assert "Export 50 papers" in shown(app)


async def test_the_file_has_the_mode_of_any_new_file(sample, folder):
    async with sample.run_test(size=SIZE) as pilot:
        await press(pilot, "x", "enter")
    (folder / "other").touch()
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert len(modes) == 1


async def test_selected_papers_are_written_to_the_file_that_is_typed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "refs").mkdir()
    app = opened(locate.sample(), Config())
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "space", "space", "x", *"refs/mine.bib", "enter")
        await until_shown(pilot, "mine.bib: 2 papers, in ")
        await press(pilot, "x", *"refs/mine.bib")
        assert "mine.bib stays" in shown(app)
        await press(pilot, "enter")
        await until_shown(pilot, "mine-2.bib: 2 papers")
        await press(pilot, "x", *"nowhere/a.ris", "enter")
        await until_shown(pilot, "nowhere: No such file")
    assert (tmp_path / "refs" / "mine.bib").read_text().count("@misc{") == 2
    assert (tmp_path / "refs" / "mine-2.bib").exists()
