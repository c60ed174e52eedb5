"""Papers that come on standard input, opened with keys from the terminal, listed and exported."""

import subprocess
import sys

import pytest

from tests.terminal import Terminal

BIB = "@article{a, title={Turbulence of the Engine}, author={Lovelace, Ada}, year={2024}}\n"
PROGRAM = f"{sys.executable} -m paperbrowser"


def run(arguments, data):
    command = [sys.executable, "-m", "paperbrowser", *arguments]
    return subprocess.run(
        command, input=data, capture_output=True, text=True, check=False, timeout=30
    )


@pytest.mark.slow
def test_the_browser_shows_what_is_piped_and_takes_keys_from_the_terminal(tmp_path):
    (tmp_path / "a.bib").write_text(BIB)
    command = ["sh", "-c", f"cat {tmp_path}/a.bib | TMPDIR={tmp_path} {PROGRAM} -; echo status $?"]
    with Terminal(command, (100, 24)) as terminal:
        terminal.wait_for("Turbulence of the Engine")
        terminal.send("/nosuchword\r")
        terminal.wait_for("no papers")
        terminal.send("\x1b")
        terminal.settle()
        terminal.send("q")
        terminal.wait_for("status 0")
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".bib"] == []


@pytest.mark.parametrize("data", ["", "nothing that has papers\n"])
def test_what_cannot_be_opened_is_one_sentence(data, tmp_path):
    (tmp_path / "a").write_text(data)
    command = ["sh", "-c", f"{PROGRAM} - < {tmp_path}/a; echo status $?"]
    with Terminal(command, (300, 24)) as terminal:
        terminal.wait_for("status 1")
        assert terminal.text.splitlines()[0].startswith("paperbrowser: standard input")
        assert terminal.left_on() == []


def test_without_a_terminal_the_browser_does_not_open():
    done = run(["-"], BIB)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "not a terminal" in line


def test_papers_that_are_piped_are_listed_and_exported():
    assert "Turbulence of the Engine" in run(["list", "-"], BIB).stdout
    assert run(["list", "-", "-q", "nosuch"], BIB).stdout == ""
    assert "TI  - Turbulence of the Engine" in run(["export", "-", "--to", "ris"], BIB).stdout
    nothing = run(["list", "-"], "")
    assert nothing.returncode == 1
    assert nothing.stderr == (
        "paperbrowser: standard input: nothing came; check the command before the pipe\n"
    )


def test_a_page_has_no_standard_input():
    assert run(["serve", "-"], "").returncode == 2
