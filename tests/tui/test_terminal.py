"""The program in a real terminal: bytes sent, signals, resizes, the state it leaves the terminal in."""

import os
import signal
import subprocess
import sys

import pytest

from paperbrowser.settings import config
from paperbrowser.system import paths
from tests.slow import first_quick
from tests.terminal import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")

COMMAND = [sys.executable, "-m", "paperbrowser"]


def browser(*args, size=(80, 24), env=None):
    return Terminal([*COMMAND, *args], size, env)


def ready(terminal):
    terminal.wait_for("Emergent Transfer of a Physics")
    terminal.settle()
    return terminal


def test_start_step_and_quit_are_light_and_leave_nothing_behind():
    with ready(browser()) as terminal:
        assert len(terminal.output) < 10_000
        for _ in range(6):
            step = terminal.press("j")
            assert step.cells > 100
            assert step.bytes < 2 * step.cells
        idle = len(terminal.output)
        terminal.settle(1.0)
        assert len(terminal.output) == idle
        terminal.send("q")
        assert terminal.end() == 0
        assert terminal.left_on() == []


@pytest.mark.parametrize(
    ("number", "status"),
    first_quick([(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]),
)
def test_a_signal_ends_it_and_restores_the_terminal(number, status):
    with ready(browser()) as terminal:
        terminal.kill(number)
        assert terminal.end() == status
        assert terminal.left_on() == []


@pytest.mark.parametrize("last", first_quick([(100, 30), (80, 24)], single=True))
def test_a_storm_of_resizes_settles_on_the_right_picture(last):
    sizes = [(60, 16), (120, 36), (40, 12), (200, 50), (80, 24), (61, 17), (96, 30), (79, 23)] * 5
    with ready(browser(size=last)) as fresh:
        wanted = fresh.text
    with ready(browser()) as terminal:
        for size in [*sizes, last]:
            terminal.resize(*size)
            terminal.take_in()
        terminal.wait_for(lambda t: t.text == wanted)
        terminal.settle(0.5)
        assert terminal.text == wanted


def test_a_resize_there_and_back_repaints_everything():
    with ready(browser()) as terminal:
        wanted = terminal.text
        terminal.resize(30, 5)  # a terminal forgets what does not fit
        terminal.resize(80, 24)
        terminal.wait_for(lambda t: t.text == wanted)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("packet", "place"), [("/galaxy\rjj", "3 of 11"), ("/galaxy\nG", "11 of 11")]
)
def test_keys_typed_ahead_of_an_answer_are_for_the_papers_found(packet, place):
    with Terminal(COMMAND) as terminal:
        terminal.wait_for("1 of 50")
        terminal.send(packet)
        terminal.wait_for(place)
        terminal.send("Q")
        assert terminal.end() == 0


def test_keys_typed_ahead_all_work_and_are_painted_once():
    with ready(browser()) as terminal:
        terminal.press("j")
        ten = terminal.press("j" * 10, 0.4)
        assert "12 of 50" in terminal.text
        pictures = 1 + ten.last_ms // 200  # a slow machine paints whenever keys waited for 0.2 s
        assert ten.bytes < pictures * 2 * ten.cells
    with ready(browser()) as terminal:
        terminal.send("/turb\rjss")
        terminal.wait_for("score, low first")
        assert "/ turb " in terminal.text
        terminal.send("cg?sort")
        terminal.wait_for("type to search")
        terminal.settle()
        assert "Sort" in terminal.text
        terminal.send("\x1b")
        terminal.wait_for("1 of 50")


def test_it_repaints_after_it_was_suspended():
    with ready(browser()) as terminal:
        before = terminal.text
        terminal.send("\x1a")
        terminal.wait_for(
            lambda t: os.waitid(os.P_PID, t.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT)
        )
        terminal.take_in()  # what it wrote last, just before it stopped
        assert terminal.left_on() == []
        terminal.screen.reset()
        terminal.kill(signal.SIGCONT)
        terminal.wait_for("q quit")
        terminal.settle()
        assert terminal.text == before


@pytest.mark.slow
@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1"}])
def test_textual_s_own_renderer_shows_the_same_with_more_bytes(env):
    path = paths.config() / config.FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    pictures = []
    for renderer in ("own", "textual"):
        path.write_text(f'renderer = "{renderer}"\nrestore = false\n')
        with ready(browser(env=env)) as terminal:
            step = terminal.press("j")
            terminal.send("/turb\r")
            terminal.wait_for("4 of 50")
            terminal.wait_for("Efficient Turbulence Simulation")
            terminal.settle()
            cells = [
                [terminal.screen.buffer[y][x] for x in range(terminal.screen.columns)]
                for y in range(terminal.screen.lines)
            ]
            pictures.append(
                (terminal.text, [[c.fg for c in line if c.data != " "] for line in cells])
            )
            terminal.resize(100, 30)
            terminal.wait_for(lambda t: "m mark read" in t.text.split("\n")[-1])
            terminal.send("Q")
            assert terminal.end() == 0
            assert terminal.left_on() == []
        assert (step.bytes > 1_500) == (renderer == "textual")
    assert pictures[0] == pictures[1]


def test_without_a_terminal_it_names_the_command_to_use_instead():
    done = subprocess.run(
        COMMAND, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20, check=False
    )
    assert done.returncode in (1, 2)
    assert "paperbrowser list" in done.stderr
    assert done.stderr.count("\n") == 1
    with browser(env={"TERM": "dumb"}, size=(200, 24)) as terminal:
        assert terminal.end() in (1, 2)
        assert "paperbrowser list" in terminal.text
        assert b"\x1b" not in terminal.output


def test_a_file_without_papers_is_refused_in_one_sentence(tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear colleague,\n\nthis is a letter.\n")
    with browser(str(letter), size=(200, 24)) as terminal:
        assert terminal.end() == 1
        assert "letter.txt" in terminal.text
        assert "Traceback" not in terminal.text


def test_no_color_is_honoured():
    with ready(browser(env={"NO_COLOR": "1"})) as terminal:
        cells = [c for row in terminal.screen.buffer.values() for c in row.values()]
        assert {(c.fg, c.bg) for c in cells} == {("default", "default")}
        assert any(c.bold for c in cells)
        assert "▌" in terminal.text
