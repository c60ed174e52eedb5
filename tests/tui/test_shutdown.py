"""Signals, hang-ups and crashes restore the terminal, save the place and leave no process behind."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from paperbrowser.library import session
from paperbrowser.system import paths
from tests.slow import first_quick
from tests.terminal import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")

COMMAND = [sys.executable, "-m", "paperbrowser"]
SECOND_TITLE = "Learned Coarse Models"


def ready(terminal):
    terminal.wait_for("Emergent Transfer of a Physics")
    terminal.wait_for("1 of 50")
    terminal.settle()
    return terminal


def moved(terminal):
    """With the cursor on the second paper."""
    ready(terminal).send("j")
    terminal.wait_for("2 of 50")
    return terminal


def saved_place():
    (place,) = json.loads(session.file().read_text())["profiles"].values()
    return place


def ended_within(terminal, limit):
    start = monotonic()
    status = terminal.end(10)
    assert monotonic() - start < limit
    return status


def gone(pid, limit=5.0):
    """Whether a process that is not our child has ended."""
    end = monotonic() + limit
    while monotonic() < end:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        sleep(0.02)  # not a child of ours: there is no event to wait for
    return False


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGQUIT, 131)],
)
def test_a_signal_ends_it_restores_the_terminal_and_saves_the_place(number, status):
    with moved(Terminal(COMMAND)) as terminal:
        terminal.kill(number)
        assert ended_within(terminal, 2) == status
        assert terminal.left_on() == []
        assert saved_place()["line"] == 1


def test_a_dropped_link_ends_it():
    with moved(Terminal(COMMAND)) as terminal:
        terminal.hang_up()
        assert ended_within(terminal, 2) == 129
        assert saved_place()["line"] == 1


def test_a_dropped_link_ends_it_where_hangups_are_ignored(tmp_path):
    status = tmp_path / "status"
    script = f"trap '' HUP; {sys.executable} -m paperbrowser; echo $? >{status}"
    with moved(Terminal(["sh", "-c", script])) as terminal:
        terminal.hang_up()
        terminal.end(10)
        assert int(status.read_text()) == 129
        assert saved_place()["line"] == 1


def test_a_terminal_that_takes_no_more_output_does_not_keep_it_running():
    with ready(Terminal(COMMAND, (300, 100))) as terminal:
        for _ in range(30):  # and the output is not read
            terminal.send("sd")
        start = monotonic()
        terminal.kill(signal.SIGTERM)
        while not os.waitid(os.P_PID, terminal.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            assert monotonic() - start < 5
            sleep(0.02)  # reading would set it free
        assert terminal.end() == 143
        assert terminal.left_on() == []


@pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")
def test_a_closed_pane_of_tmux_ends_it(tmp_path):
    def tmux(*arguments):
        done = subprocess.run(
            ["tmux", "-S", str(tmp_path / "socket"), "-f", "/dev/null", *arguments],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout.strip()

    tmux("new-session", "-d", "-x", "80", "-y", "24", *COMMAND)
    try:
        tmux("split-window", "-d", "sleep 100")
        tmux("resize-pane", "-y", "20")

        def shows(text):
            end = monotonic() + 20
            while text not in tmux("capture-pane", "-p", "-t", "0.0"):
                assert monotonic() < end
                sleep(0.05)  # tmux has no event for it

        shows("1 of 50")
        pid = tmux("display-message", "-p", "-t", "0.0", "#{pane_pid}")
        tmux("send-keys", "-t", "0.0", "j")
        shows("2 of 50")
        tmux("kill-pane", "-t", "0.0")
        assert gone(pid)
        assert saved_place()["line"] == 1
    finally:
        tmux("kill-server")


BROKEN = """
import sys
from paperbrowser.tui.screens.browser import BrowserScreen

def broken(*_):
    raise ValueError("injected \\x1b[31m")

BrowserScreen.action_reverse = broken
from paperbrowser.__main__ import main
sys.exit(main([]))
"""


def test_a_crash_gives_one_sentence_and_a_report():
    with moved(Terminal([sys.executable, "-c", BROKEN], (200, 30))) as terminal:
        terminal.send("r")
        assert ended_within(terminal, 3) == 1
        assert terminal.left_on() == []
        assert saved_place()["line"] == 1
        (report,) = (paths.state() / "crashes").iterdir()
        after = terminal.output.rpartition(b"paperbrowser: ")[2].decode()
        assert "\x1b" not in after
        assert "ValueError: injected" in after
        assert "Traceback" not in terminal.text
        assert str(report.name) in after.replace("\r\n", "")
        assert "Traceback (most recent call last)" in report.read_text()


def test_a_crash_in_a_thread_names_its_cause():
    script = BROKEN.replace(
        "def broken(*_):\n    raise",
        "def fall():\n    raise",
    ).replace(
        "BrowserScreen.action_reverse = broken",
        "BrowserScreen.action_reverse = lambda screen: screen.run_worker(fall, thread=True)",
    ).replace('raise ValueError("injected', 'raise ValueError("in a thread')  # fmt: skip
    with moved(Terminal([sys.executable, "-c", script], (200, 30))) as terminal:
        terminal.send("r")
        assert ended_within(terminal, 3) == 1
        (report,) = (paths.state() / "crashes").iterdir()
        assert "ValueError: in a thread" in terminal.text
        assert "in fall" in report.read_text()


def test_a_program_that_was_replaced_under_the_browser_says_so_and_no_more():
    script = BROKEN.replace(
        "import sys\n",
        "import sys\nfrom paperbrowser.system import replaced\nreplaced._AT_START = 0\n",
        1,
    )
    with moved(Terminal([sys.executable, "-c", script], (200, 30))) as terminal:
        terminal.send("r")
        assert ended_within(terminal, 3) == 1
        assert terminal.left_on() == []
        after = terminal.output.rpartition(b"paperbrowser: ")[2].decode()
        assert after.startswith("the program was replaced while it ran")
        assert "Traceback" not in terminal.text
    assert not (paths.state() / "crashes").exists()


def ended_unread(terminal, limit):
    """Wait for the end without reading what it sends, which would set it free."""
    start = monotonic()
    while not os.waitid(os.P_PID, terminal.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
        assert monotonic() - start < limit
        sleep(0.02)  # it is not to be read from


@pytest.mark.parametrize("keys", first_quick(["Q", "\x03"]))
def test_a_key_ends_it_though_the_terminal_reads_nothing(keys):
    with ready(Terminal(COMMAND, (300, 100))) as terminal:
        for _ in range(60):
            terminal.send("G")
            sleep(0.02)  # each is painted by itself
            terminal.send("g")
            sleep(0.02)
        terminal.send("j" + keys)
        ended_unread(terminal, 4)
        assert terminal.end() == 0
        assert terminal.left_on() == []
        assert saved_place()["line"] == 1


@pytest.mark.slow
def test_a_terminal_that_reads_again_gets_the_last_picture():
    with ready(Terminal(COMMAND, (300, 100))) as terminal:
        for _ in range(60):
            terminal.send("G")
            sleep(0.02)  # each is painted by itself
            terminal.send("g")
            sleep(0.02)
        terminal.send("j")
        terminal.wait_for("2 of 50")
        terminal.settle(0.5)
        shown = terminal.screen.display[:]
        terminal.press("\x0c")
        assert terminal.screen.display == shown
        terminal.send("Q")
        assert terminal.end() == 0


SLOW = """
import sys, time
from paperbrowser.system import files, paths
from paperbrowser.tui.app import PaperBrowser
from paperbrowser.__main__ import main

def parts():
    yield b"one"
    time.sleep(20)

def slow(self):
    self.run_worker(lambda: files.write(paths.state() / "slow.toml", parts()), thread=True)

PaperBrowser.on_profile_opened = slow
sys.exit(main([]))
"""


def test_what_is_still_being_saved_is_said_and_can_be_dropped():
    with ready(Terminal([sys.executable, "-c", SLOW])) as terminal:
        terminal.send("Q")
        terminal.wait_for("saving slow.toml; Ctrl+C drops it", 4)
        assert terminal.left_on() == []
        start = monotonic()
        terminal.send("\x03")
        assert terminal.end() == 130
        assert monotonic() - start < 1
        assert "Traceback" not in terminal.text
        assert "Exception" not in terminal.text
