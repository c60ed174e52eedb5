"""The program beside another session that holds a lock and is stopped, and in homes that do not lock."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from paperbrowser.library import store
from paperbrowser.papers.model import Paper
from paperbrowser.reading import journal
from paperbrowser.reading.marking import Marking
from paperbrowser.system import paths
from tests.slow import first_quick
from tests.system.test_locks import holder
from tests.terminal import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs signals and a pseudo-terminal")

COMMAND = [sys.executable, "-m", "paperbrowser"]
NO_FLOCK = """
#include <errno.h>
#include <stdlib.h>
int flock(int handle, int operation) { errno = atoi(getenv("FLOCK_ERROR")); return -1; }
"""


@pytest.fixture
def works(tmp_path, monkeypatch):
    path = tmp_path / "works.jsonl"
    path.write_text(json.dumps({"title": "On Machines", "authors": ["Ada Lovelace"]}) + "\n")
    monkeypatch.chdir(tmp_path)
    return path


def session(*arguments, **options):
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)], stderr=subprocess.PIPE, text=True, **options
    )


def test_an_import_says_whom_it_waits_for_and_ctrl_c_ends_it(works):
    with holder(store.folder()) as other, session("import", works) as waiting:
        line = waiting.stderr.readline()
        assert f"waiting for another paperbrowser (pid {other.pid}) that writes wide.toml" in line
        waiting.send_signal(signal.SIGINT)
        rest = waiting.stderr.read()
        assert waiting.wait(5) == 130
        assert rest == "paperbrowser: stopped; nothing was changed\n"
    assert store.files() == []


def test_an_import_goes_on_when_the_other_session_does(works):
    with holder(store.folder()) as other, session("import", works) as waiting:
        waiting.stderr.readline()
        other.kill()
        assert waiting.wait(5) == 0
    assert [path.name for path in store.files()] == ["works.toml"]


@pytest.mark.parametrize("kind", first_quick(["session.json", "searches.txt"]))
def test_the_browser_starts_searches_and_ends_beside_a_stopped_session(works, kind):
    with holder(paths.state() / kind), Terminal(COMMAND, (80, 24)) as terminal:
        terminal.wait_for("Emergent Transfer of a Physics")
        terminal.send("/dark\rj")
        terminal.wait_for(" of 50")
        terminal.send("Q")
        began = time.monotonic()
        assert terminal.end() == 0
        assert time.monotonic() - began < 2
        assert b"Traceback" not in terminal.output


def test_a_mark_beside_a_session_that_is_stopped_while_it_marks(works):
    """The key is answered, with whom it waited for; leaving does not wait either."""
    with Terminal(COMMAND, (100, 24)) as terminal:
        terminal.wait_for("Emergent Transfer of a Physics")
        terminal.send("*")
        terminal.wait_for("starred: 1 paper")
        terminal.send("Q")
        assert terminal.end() == 0
    device = paths.state() / "device"
    own = journal.folder() / f"{device.read_text().strip()}{journal.ENDING}"
    with holder(own) as other, holder(device), Terminal(COMMAND, (100, 24)) as terminal:
        terminal.wait_for("★")
        terminal.send("m")
        terminal.wait_for(f"not marked: another paperbrowser (pid {other.pid}) is writing there")
        with Terminal(COMMAND, (100, 24)) as second:  # one that is left before the answer is read
            second.wait_for("★")
            second.send("mQ")
            assert second.end() == 0
            assert (
                f"paperbrowser: not marked: another paperbrowser (pid {other.pid})" in second.text
            )
        other.kill()
        other.wait()
        terminal.send("m")
        terminal.wait_for("read: 1 paper")
        terminal.send("Q")
        began = time.monotonic()
        assert terminal.end() == 0
        assert time.monotonic() - began < 2


def test_renaming_a_tag_says_whom_it_waits_for(works):
    marking = Marking()
    marking.tag([Paper(title="On Weaving by Machines")], "looms", on=True)
    own = journal.folder() / f"{journal.device()}{journal.ENDING}"
    with holder(own) as other, session("marks", "--rename-tag", "looms", "mills") as waiting:
        said = waiting.stderr.readline()
        assert said.startswith(f"paperbrowser: waiting for another paperbrowser (pid {other.pid})")
        waiting.send_signal(signal.SIGINT)
        assert "Traceback" not in waiting.stderr.read()
        assert waiting.wait(5) == 130


def importing(terminal, path):
    terminal.wait_for("Emergent Transfer of a Physics")
    terminal.send("p")
    terminal.wait_for("type to search, a file")
    terminal.send(f"{path.name}")
    terminal.wait_for(f"Import {path.name}")
    terminal.send("\r")
    terminal.wait_for("waiting for another paperbrowser")


@pytest.mark.slow
def test_an_import_in_the_browser_that_waits_can_be_stopped(works):
    with holder(store.folder()), Terminal(COMMAND, (100, 24)) as terminal:
        importing(terminal, works)
        assert "that writes wide.toml" in terminal.text
        terminal.send("p")
        terminal.wait_for("type to search, a file")
        terminal.send("stop\r")
        terminal.wait_for("stopped importing works.jsonl; nothing was changed")
        terminal.send("Q")
        assert terminal.end() == 0


@pytest.mark.parametrize("key", first_quick(["Q", "\x03"]))
def test_leaving_does_not_wait_for_an_import_that_waits(works, key):
    with holder(store.folder()), Terminal(COMMAND, (100, 24)) as terminal:
        importing(terminal, works)
        began = time.monotonic()
        terminal.send(key)
        assert terminal.end() == 0
        assert time.monotonic() - began < 2
        assert b"Traceback" not in terminal.output
        assert "paperbrowser: stopped importing works.jsonl; nothing was changed" in terminal.text


@pytest.mark.skipif(shutil.which("gcc") is None, reason="needs a compiler")
@pytest.mark.parametrize("number", first_quick([37, 95, 38]))
def test_in_a_home_that_does_not_lock_imports_work_and_say_nothing(works, tmp_path, number):
    library = tmp_path / "no_flock.so"
    (tmp_path / "no_flock.c").write_text(NO_FLOCK)
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, tmp_path / "no_flock.c"], check=True)
    without = {**os.environ, "LD_PRELOAD": str(library), "FLOCK_ERROR": str(number)}
    with session("import", works) as usual:  # leaves the files of its locks behind
        assert usual.wait(20) == 0
    works.write_text(works.read_text() + json.dumps({"title": "On Looms"}) + "\n")
    with session("import", works, env=without) as other:
        assert other.stderr.read() == ""
        assert other.wait(20) == 0
    assert len(store.stored(store.folder() / "works.toml").profile.papers) == 2
    with Terminal(
        [*COMMAND, "works"], (80, 24), {"LD_PRELOAD": str(library), "FLOCK_ERROR": "38"}
    ) as terminal:
        terminal.wait_for("On Looms")
        terminal.send("/looms\rQ")
        began = time.monotonic()
        assert terminal.end() == 0
        assert time.monotonic() - began < 3
    assert (paths.state() / "session.json").exists()
    assert (paths.state() / "searches.txt").read_text() == "looms\n"
