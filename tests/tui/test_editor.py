"""The profile's file in the user's editor, and the browser in a folder that is gone."""

import os
import sys

import pytest

from paperbrowser.library import locate, store
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from tests.stored import save_profile
from tests.terminal import Terminal
from tests.tui.pilot import press, shown

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")

COMMAND = [sys.executable, "-m", "paperbrowser"]


@pytest.fixture
def mine():
    return save_profile(Profile(name="Me", papers=(Paper(title="On Looms", id="l"),)))


@pytest.fixture
def editor(tmp_path):
    path = tmp_path / "my editor"
    path.write_text('#!/bin/sh\nsed -i s/Looms/Engines/ "$2"\nexit $1\n')
    path.chmod(0o755)
    return path


def edited(editor, status, **others):
    env = {"VISUAL": f"'{editor}' {status}", "EDITOR": "false", **others}
    return Terminal([*COMMAND, "me"], (80, 24), env)


@pytest.mark.parametrize("status", [0, 3])
def test_a_profile_is_edited_and_read_again(mine, editor, status):
    with edited(editor, status) as terminal:
        terminal.wait_for("On Looms")
        terminal.send("E")
        terminal.wait_for("On Engines")
        terminal.wait_for("ended with status 3" if status else "read me.toml: 1 paper")
        terminal.send("q")
        assert terminal.end() == 0
        assert terminal.left_on() == []
    assert store.read(mine).profile.papers[0].title == "On Engines"


def test_an_editor_that_is_not_there_is_one_sentence(mine, tmp_path):
    with edited(tmp_path / "none", 0) as terminal:
        terminal.wait_for("On Looms")
        terminal.send("E")
        terminal.wait_for("none: No such file or directory; set EDITOR")
        terminal.send("q")
        assert terminal.end() == 0


def test_ctrl_c_in_the_editor_stays_there(mine, tmp_path):
    waits = tmp_path / "waits"
    waits.write_text("#!/bin/sh\ntrap 'exit 0' INT\necho editing\nsleep 30 & wait\n")
    waits.chmod(0o755)
    with edited(waits, 0) as terminal:
        terminal.wait_for("On Looms")
        terminal.send("E")
        terminal.wait_for("editing")
        terminal.send("\x03")
        terminal.wait_for("read me.toml: 1 paper")
        terminal.send("q")
        assert terminal.end() == 0


async def test_the_sample_and_a_web_page_have_no_editor(monkeypatch):
    app = opened(locate.sample(), Config())
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "E")
        assert "the sample cannot be edited" in shown(app)
        monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
        await press(pilot, "E")
        assert "no editor opens on the web page" in shown(app)


@pytest.mark.slow
def test_where_the_starting_folder_is_gone_the_browser_goes_on(tmp_path, monkeypatch):
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    (here / "own.jsonl").write_text('{"title": "On Machines"}\n{"title": "On Looms"}\n')
    with Terminal([*COMMAND, "own.jsonl"], (100, 24)) as terminal:
        terminal.wait_for("On Machines")
        (here / "own.jsonl").unlink()
        here.rmdir()
        terminal.send("x")
        terminal.wait_for("Export 2 papers")
        terminal.send("\r")
        terminal.wait_for("the folder that you started in is gone")
        terminal.send("R")
        terminal.wait_for("no such file")
        terminal.send("/looms\r")
        terminal.wait_for("1 of 2")
        terminal.send("p")
        terminal.wait_for("type to search, a file")
        terminal.send("./own.jsonl")
        terminal.wait_for("There is no such file")
        terminal.send("\x1b")
        terminal.settle()
        terminal.send("\x1bq")
        terminal.settle()
        terminal.send("Q")
        assert terminal.end() == 0
        assert b"Traceback" not in terminal.output
    with Terminal(COMMAND, (100, 24)) as terminal:
        terminal.wait_for("Emergent Transfer of a Physics")
        terminal.send("Q")
        assert terminal.end() == 0
