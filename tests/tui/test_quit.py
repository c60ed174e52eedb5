"""Quitting ends the program soon, whatever goes on: nothing but a file being written is waited for."""

import os
import signal
import socket
import stat
import sys

import pytest

from paperbrowser.library import store
from paperbrowser.library.locate import sample
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.settings.config import Config
from paperbrowser.system import locks, paths
from paperbrowser.tui.launch import opened
from tests.slow import first_quick
from tests.stored import save_profile
from tests.terminal import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")

NEVER = 600  # seconds that what is in the way takes
COMMAND = [sys.executable, "-m", "paperbrowser"]
# Argument 1 names a function that blocks once it is called, and tells so in the file of argument 2.
BLOCKED = f"""
import importlib, sys, time
from pathlib import Path
from paperbrowser.__main__ import main

name, called = sys.argv[1:3]
module, _, function = name.partition(":")
holder = importlib.import_module(module)
*outer, last = function.split(".")
for one in outer:
    holder = getattr(holder, one)

def blocked(*_, **__):
    Path(called).touch()
    time.sleep({NEVER})

setattr(holder, last, blocked)
sys.exit(main(sys.argv[3:]))
"""


@pytest.fixture(autouse=True)
def library():
    """Two people with a paper each."""
    for name in ("Mira Toll", "Jon Ebb"):
        save_profile(
            Profile(name=name, papers=[Paper(title=f"On {name}'s harbour", authors=[name])])
        )


@pytest.fixture
def entries(tmp_path):
    path = tmp_path / "Mira Toll.bib"
    path.write_text("@book{toll, author = {Toll, Mira}, title = {Ropes}, year = 2011}\n")
    return path


def begun(command, wanted="harbour", env=None):
    terminal = Terminal(command, (100, 30), env)
    terminal.wait_for(wanted)
    terminal.settle()
    return terminal


WAYS = {  # the function that blocks, and the keys that lead to it
    "the index is built": ("paperbrowser.search.cache:index_for", "/ropes\r"),
    "an import": ("paperbrowser.library.importing:import_file", "I{entries}\r"),
    "a merge": ("paperbrowser.library.merge:merge", "I{entries}\r"),
    "similar papers": ("paperbrowser.insight.similar:Neighbours.near", "~"),
    "facets": ("paperbrowser.insight.counts:FacetTable", "f"),
    "another profile is read": ("paperbrowser.library.gather:read", "R"),
    "marks are read": ("paperbrowser.reading.marking:Marking.refresh", "R"),
}


def test_the_work_that_is_cut_short_is_named_where_the_driver_hangs(entries, tmp_path):
    hangs = "textual.drivers.linux_driver:LinuxDriver.disable_input"
    command = [sys.executable, "-c", BLOCKED, hangs, str(tmp_path / "called"), "Mira Toll"]
    with locks.locked(store.folder()), begun(command) as terminal:
        terminal.send(f"I{entries}\r")
        terminal.wait_for("waiting for another paperbrowser")
        terminal.send("\x03")
        assert terminal.end() == 0
        assert terminal.left_on() == []
        assert "paperbrowser: stopped importing Mira Toll.bib" in terminal.text


@pytest.mark.parametrize("way", first_quick(list(WAYS)))
def test_it_ends_while_work_goes_on_in_a_thread(way, entries, tmp_path):
    function, typed = WAYS[way]
    called = tmp_path / "called"
    before = (store.folder() / "mira-toll.toml").read_bytes()
    with begun([sys.executable, "-c", BLOCKED, function, str(called), "Mira Toll"]) as terminal:
        terminal.send(typed.format(entries=entries))
        terminal.wait_for(lambda _: called.exists())
        terminal.settle()
        terminal.send("Q")
        assert terminal.end() == 0
        assert terminal.left_on() == []
        assert "Traceback" not in terminal.text
    assert (store.folder() / "mira-toll.toml").read_bytes() == before
    if way == "an import":
        assert "stopped importing" in terminal.text


def test_it_ends_while_everyone_is_read(tmp_path):
    called = tmp_path / "called"
    command = [
        sys.executable,
        "-c",
        BLOCKED,
        "paperbrowser.library.gather:read",
        str(called),
        "--all",
    ]
    with begun(command, "reading") as terminal:
        terminal.wait_for(lambda _: called.exists())
        terminal.send("Q")
        assert terminal.end() == 0


@pytest.mark.parametrize("key", first_quick(["\x03", "\x11"]))
def test_a_key_that_always_quits_does_so_while_the_screen_hangs(key, tmp_path):
    called = tmp_path / "called"
    command = [
        sys.executable,
        "-c",
        BLOCKED,
        "paperbrowser.tui.screens.browser:BrowserScreen.action_reverse",
    ]
    with begun([*command, str(called), "Mira Toll"]) as terminal:
        terminal.send("r")
        terminal.wait_for(lambda _: called.exists())
        terminal.send(key)
        assert terminal.end() == 0
        assert terminal.left_on() == []


def test_a_key_that_always_quits_goes_before_those_that_wait():
    with begun([*COMMAND, "Mira Toll"]) as terminal:
        terminal.send("*" + "sd" * 2000 + "\x03")
        assert terminal.end() == 0
        assert terminal.left_on() == []


def test_it_ends_while_a_service_does_not_answer():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        folder = paths.config()
        folder.mkdir(parents=True)
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        (folder / "config.toml").write_text(f'[sources.openalex]\nurl = "{url}"\n')
        with begun([*COMMAND, "Mira Toll"]) as terminal:
            terminal.send("FA5012345678\r")
            connection, _ = silent.accept()
            with connection:
                terminal.settle()
                terminal.send("Q")
                assert terminal.end() == 0
                assert terminal.left_on() == []


def exporting(tmp_path, pause):
    """Return a command that exports to the folder "here" for ever, and the file that says that it began."""
    script = BLOCKED.replace(
        "setattr(holder, last, blocked)",
        "write = holder.write\n"
        "def slow(*arguments):\n"
        "    Path(called).touch()\n"
        f"    for _ in range({NEVER * 1000}):\n"
        f"        time.sleep({pause})\n"
        "        yield 'part '\n"
        "holder.write = slow",
    )
    folder = tmp_path / "here"
    folder.mkdir()
    called = tmp_path / "called"
    command = [sys.executable, "-c", script, "paperbrowser.formats:write", str(called), "Mira Toll"]
    return ["env", "-C", str(folder), *command], called


def test_an_export_that_the_end_stops_is_named(tmp_path):
    command, called = exporting(tmp_path, pause=0.0001)
    with begun(command) as terminal:
        terminal.send("xbibtex\r")
        terminal.wait_for(lambda _: called.exists())
        terminal.send("Q")
        assert terminal.end() == 0
        assert "paperbrowser: stopped writing mira-toll.bib" in terminal.text
    assert list((tmp_path / "here").iterdir()) == []


def test_an_export_that_was_begun_leaves_no_half_file(tmp_path):
    command, called = exporting(tmp_path, pause=0.05)
    with begun(command) as terminal:
        terminal.send("xbibtex\r")
        terminal.wait_for(lambda _: called.exists())
        terminal.settle()
        terminal.send("Q")
        terminal.wait_for(lambda t: b"saving" in t.output or b"?1049l" in t.output)
        terminal.wait_for("Ctrl+C drops it")
        terminal.send("\x03")
        assert terminal.end() == 130
        assert terminal.left_on() == []


def test_it_ends_while_another_session_writes_the_profile_and_the_place(entries):
    profile = store.folder() / "mira-toll.toml"
    with begun([*COMMAND, "Mira Toll"]) as terminal:
        with locks.locked(profile), locks.locked(store.folder()):
            terminal.send(f"I{entries}\r")
            terminal.settle(0.6)
            terminal.send("Q")
            assert terminal.end() == 0
        assert terminal.left_on() == []


def test_a_closed_terminal_ends_it_though_the_editor_of_a_note_goes_on(tmp_path):
    begun_editor = tmp_path / "editing"
    editor = tmp_path / "editor"
    editor.write_text(f"#!/bin/sh\ntrap '' HUP\necho $$ >{begun_editor}\nexec sleep {NEVER}\n")
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    with begun([*COMMAND, "Mira Toll"], env={"VISUAL": str(editor)}) as terminal:
        terminal.send("e")
        terminal.wait_for(lambda _: begun_editor.exists() and begun_editor.read_text().strip())
        try:
            terminal.hang_up()
            assert terminal.end() == 129
        finally:
            os.kill(int(begun_editor.read_text()), signal.SIGKILL)


async def test_threads_may_ask_for_the_browser_when_it_has_gone():
    app = opened(sample(), Config())
    async with app.run_test() as pilot:
        await pilot.pause()
        browser = app.browser
    assert not app.screen_stack
    assert app.browser is browser
