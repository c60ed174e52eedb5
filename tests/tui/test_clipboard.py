"""A copy goes by the first way that works, waits for no tool for long, and says what was done."""

import base64
import os
import re
import shutil
import subprocess
import sys
from time import monotonic

import pytest

from paperbrowser.library import locate
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from paperbrowser.tui.terminal import clipboard
from paperbrowser.tui.terminal.clipboard import Outcome, copy_by_terminal, copy_by_tool, through
from tests.tui.pilot import press, shown

TEXT = "Ωm from “SimBIG”\nand é"
posix = pytest.mark.skipif(os.name != "posix", reason="the tools here are shell scripts")


@pytest.fixture
def tools(tmp_path, monkeypatch):
    """Return a function that makes a desktop with the given programs and no others."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "cat", "sleep", "which", "touch"):
        (folder / name).symlink_to(shutil.which(name))
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("DISPLAY", ":0")

    def make(**scripts):
        for name, script in scripts.items():
            (folder / name).write_text(f"#!{folder}/sh\n{script}\n")
            (folder / name).chmod(0o755)
        return tmp_path

    return make


def works(folder):
    return f'case "$*" in *-o*) cat {folder}/kept;; *) cat > {folder}/kept;; esac'


def go_on():
    return False


@posix
def test_a_tool_that_works_has_copied(tools, tmp_path):
    tools(xclip=works(tmp_path))
    assert copy_by_tool(TEXT, go_on) is Outcome.COPIED
    assert (tmp_path / "kept").read_text("utf-8") == TEXT


@posix
@pytest.mark.parametrize(
    "script",
    ["echo no display >&2; exit 1", "cat > /dev/null", None],
    ids=["fails", "forgets", "missing"],
)
def test_a_tool_that_does_not_work_has_not(tools, script, capfd):
    tools(**({"xclip": script} if script else {}))
    assert copy_by_tool(TEXT, go_on) is None
    assert capfd.readouterr() == ("", "")


@posix
def test_a_tool_that_hangs_is_ended_with_all_it_started(tools, tmp_path, monkeypatch):
    monkeypatch.setattr(clipboard, "_PATIENCE", 1.0)
    tools(xclip=f"echo $$ > {tmp_path}/pid; sleep 60")
    start = monotonic()
    assert copy_by_tool(TEXT, go_on) is None
    assert monotonic() - start < 4
    assert not runs((tmp_path / "pid").read_text().strip())


def runs(pid):
    done = subprocess.run(
        ["/bin/ps", "-o", "stat=", "-p", pid], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()[:1] not in (
        "",
        "Z",
    )  # an ended process may not have been collected yet


@posix
def test_a_tool_is_given_up_when_the_app_ends(tools):
    tools(xclip="sleep 60")
    start = monotonic()
    assert copy_by_tool(TEXT, lambda: True) is None
    assert monotonic() - start < 1


def test_a_module_in_the_current_folder_is_not_run(tmp_path, monkeypatch):
    (tmp_path / "pyperclip.py").write_text("open('was-run', 'w')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DISPLAY", ":0")
    copy_by_tool(TEXT, go_on)
    assert not (tmp_path / "was-run").exists()


def test_the_sequence_holds_the_text():
    sent = []
    assert copy_by_terminal(TEXT, sent.append) is Outcome.SENT
    (found,) = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", "".join(sent)).groups()
    assert base64.b64decode(found).decode() == TEXT


def test_a_text_too_long_for_a_terminal_is_not_sent():
    assert copy_by_terminal("x" * 60_000, pytest.fail) is Outcome.TOO_LONG
    assert copy_by_terminal("x" * 50_000, lambda _: None) is Outcome.SENT


def test_a_terminal_without_clipboard_gets_nothing(monkeypatch):
    monkeypatch.setenv("TERM", "linux")
    assert copy_by_terminal(TEXT, pytest.fail) is Outcome.NOWHERE


def test_tmux_gets_the_sequence_plain_and_wrapped(monkeypatch):
    monkeypatch.setenv("TMUX", "x")
    assert through("\x1b]52;c;eA==\x07") == (
        "\x1b]52;c;eA==\x07\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\"
    )


def test_a_tmux_at_the_near_end_of_an_ssh_link_is_found(monkeypatch):
    monkeypatch.setenv("TERM", "tmux-256color")
    monkeypatch.setenv("SSH_TTY", "x")
    assert through("\x1b]52;c;eA==\x07").count("]52;c;eA==") == 2


def test_gnu_screen_gets_the_sequence_in_pieces(monkeypatch):
    monkeypatch.setenv("STY", "x")
    sequence = clipboard.osc52("x" * 3000)
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", through(sequence), re.DOTALL)
    assert "".join(pieces) == sequence
    assert max(map(len, pieces)) < 760
    assert len(through(sequence)) == len(sequence) + 4 * len(pieces)


async def test_the_last_copy_can_be_viewed():
    app = opened(locate.sample(), Config())
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "y")
        assert "view the last copy" not in shown(app)
        await press(pilot, "b")
        assert "BibTeX sent to the terminal's clipboard (" in shown(app)
        assert "y v shows it" in shown(app)
        await press(pilot, "y", "v")
        assert "BibTeX, as it was copied:" in shown(app)
        first = next(line for line in shown(app).split("\n") if line.startswith("@"))
        assert first in app.clipboard.split("\n")  # whole, and nothing beside it
        await press(pilot, "q")
        assert "as it was copied" not in shown(app)


async def test_a_text_that_cannot_be_copied_is_shown(monkeypatch):
    monkeypatch.setenv("TERM", "linux")
    app = opened(locate.sample(), Config())
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "y", "t")
        assert "Title not copied, as this terminal has no clipboard. Here it is:" in shown(app)


@posix
@pytest.mark.skipif(sys.platform == "darwin", reason="the opener has another name")
async def test_a_file_is_opened_in_its_program_or_shown(tools, tmp_path):
    tools(**{"xdg-open": f'printf %s "$1" > {tmp_path}/opened'})
    file = tmp_path / "mud.pdf"
    file.write_bytes(b"%PDF-1.7")
    app = opened(locate.sample(), Config())
    async with app.run_test(size=(100, 30)) as pilot:
        app.outside.open_file(file, "", "the text")
        await press(pilot)
        assert "opened the text in its program" in shown(app)
        assert (tmp_path / "opened").read_text() == str(file)
        tools(**{"xdg-open": "exit 3"})
        app.outside.open_file(file, "https://example.org/mud.pdf", "the text")
        await press(pilot)
        assert "No program opens the text from here" in shown(app)
        assert "https://example.org/mud.pdf" in shown(app)


@posix
def test_only_texts_are_opened(tools, tmp_path):
    tools(**{"xdg-open": f"touch {tmp_path}/opened"})
    script = tmp_path / "mud.desktop"
    script.touch()
    assert not clipboard.open_in_program(script)
    assert not clipboard.open_in_program(tmp_path / "none.pdf")
    assert not (tmp_path / "opened").exists()


@posix
async def test_a_copy_by_a_tool_is_reported_when_it_is_done(tools, tmp_path):
    tools(xclip=works(tmp_path))
    app = opened(locate.sample(), Config())
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "y", "t")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "title copied (" in shown(app)
        assert (tmp_path / "kept").read_text() == app.clipboard


@posix
async def test_without_a_tool_a_copy_goes_through_the_terminal(tools):
    tools()
    app = opened(locate.sample(), Config())
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "y", "t")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "title sent to the terminal's clipboard (" in shown(app)


def test_pyperclip_is_not_loaded_by_the_app():
    script = (
        "import sys, paperbrowser.tui.launch, paperbrowser.tui.terminal.clipboard\n"
        "sys.exit('pyperclip' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
