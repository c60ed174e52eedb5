"""The program on terminals of many kinds, each a real pseudo-terminal, and inside tmux and GNU screen."""

import base64
import os
import re
import shutil
import subprocess
import sys
from time import monotonic

import pytest

from tests.slow import first_quick
from tests.terminal import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")

COMMAND = [sys.executable, "-m", "paperbrowser"]
C_LOCALE = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
TRUE = {"COLORTERM": "truecolor"}
SGR = re.compile(rb"\x1b\[([\d;]*)m")


def ready(terminal):
    terminal.wait_for("Emergent Transfer")
    terminal.settle()
    return terminal


def steps_and_quits(terminal):
    assert "Shirley Ho" in terminal.text
    first = mark_row(terminal)
    step = terminal.press("j")
    assert 0 < step.bytes < 4_000
    assert mark_row(terminal) == first + 1
    assert terminal.text.count("Traceback") == 0
    terminal.send("Q")
    assert terminal.end() == 0
    assert terminal.left_on() == []


def mark_row(terminal):
    (row,) = [y for y, line in enumerate(terminal.text.split("\n")) if line[:2] in ("▌ ", "> ")]
    return row


def columns_of(sign, terminal):
    """Return by line the last column with `sign`."""
    found = {}
    for y in range(terminal.screen.lines):
        for x in range(terminal.screen.columns):
            if terminal.screen.buffer[y][x].data == sign:
                found[y] = x
    return found


def colours(terminal):
    """Return the largest colour range used: 0, 16, 256 or 2 ** 24."""
    most = 0
    for found in SGR.findall(bytes(terminal.output)):
        codes = [int(code or 0) for code in found.split(b";")]
        for at, code in enumerate(codes):
            if code in (38, 48):
                most = max(most, 1 << 24 if codes[at + 1] == 2 else 256)
                break
            if 30 <= code <= 37 or 40 <= code <= 47 or 90 <= code <= 107:
                most = max(most, 16)
    return most


@pytest.mark.parametrize(
    ("term", "env", "theme", "at_most"),
    first_quick(
        [
            ("xterm-256color", {}, None, 16),
            ("xterm-256color", TRUE, None, 16),
            ("xterm-256color", {}, "nord", 256),
            ("xterm-256color", TRUE, "nord", 1 << 24),
            ("tmux-256color", {}, "nord", 256),
            ("screen", {}, "nord", 16),
            ("screen", TRUE, "nord", 16),
            ("linux", {}, "nord", 16),
            ("linux", TRUE, None, 16),
            ("vt220", {}, "nord", 0),
            ("vt220", TRUE, None, 0),
            ("xterm-256color", {"NO_COLOR": "1", **TRUE}, "nord", 0),
        ],
        2,
    ),
)
def test_colours_are_those_that_the_terminal_has(term, env, theme, at_most):
    command = [*COMMAND, *(["--theme", theme] if theme else [])]
    with ready(Terminal(command, (100, 30), {"TERM": term, **env})) as terminal:
        steps_and_quits(terminal)
        assert colours(terminal) == at_most  # not fewer: the themes are seen


@pytest.mark.parametrize("size", first_quick([(40, 12), (80, 24), (300, 100)], single=True))
def test_every_size(size):
    with ready(Terminal(COMMAND, size)) as terminal:
        assert "▌" in terminal.text
        steps_and_quits(terminal)


@pytest.mark.parametrize(
    ("env", "args", "encoding"),
    first_quick(
        [
            ({"LC_ALL": "C"}, [], "ascii"),
            (C_LOCALE, [], "ascii"),
            ({"LC_ALL": "", "LANG": "POSIX"}, [], "ascii"),
            ({"PYTHONIOENCODING": "ascii"}, [], "ascii"),
            ({"PYTHONIOENCODING": "latin-1"}, [], "latin-1"),
            ({"TERM": "vt220"}, [], "ascii"),
            ({}, ["--ascii"], "ascii"),
        ]
    ),
    ids=["C as UTF-8", "C", "POSIX", "ascii", "latin-1", "vt220", "option"],
)
def test_the_same_layout_in_other_characters(env, args, encoding, tmp_path):
    papers = tmp_path / "papers.toml"
    papers.write_text(
        '[profile]\nname = "Shirley Ho"\n[[papers]]\nid = "a"\ntitle = "Emergent Transfer: Ωm, 深層学習 👩‍🔬 é ± שלום"\n'
        'abstract = "Ångström … 深層 “x” ≥ 3"\nurl = "https://example.org/é"\n[[papers]]\nid = "b"\ntitle = "Second"\n',
        encoding="utf-8",
    )
    command = [*COMMAND, str(papers), *args]
    with (
        ready(Terminal(command, (100, 30), env, encoding)) as terminal,
        ready(Terminal([*COMMAND, str(papers)], (100, 30))) as unicode,
    ):
        terminal.output.decode(encoding)
        assert r"\u" not in terminal.text
        assert "�" not in terminal.text
        ours, theirs = columns_of("|", terminal), columns_of("│", unicode)
        assert len(theirs) > 10
        assert ours == theirs
        assert len(set(ours.values())) == 1
        assert "Enter read" in terminal.text
        steps_and_quits(terminal)


def test_keys_are_read_in_the_encoding_of_the_terminal():
    env = {"PYTHONIOENCODING": "latin-1"}
    with ready(Terminal(COMMAND, (80, 24), env, "latin-1")) as terminal:
        terminal.press("/")
        terminal.send("é".encode("latin-1"))
        terminal.wait_for("/ é")
        terminal.send("\x03")
        assert terminal.end() == 0


def test_bytes_that_are_invalid_in_the_encoding_do_no_harm():
    with ready(Terminal(COMMAND)) as terminal:
        terminal.press(b"\xff\xfe\xc3(")
        steps_and_quits(terminal)


@pytest.mark.parametrize(
    ("term", "links", "copies"),
    first_quick(
        [
            ("xterm-256color", True, True),
            ("tmux-256color", True, True),
            ("screen", False, True),
            ("linux", False, False),
            ("vt220", False, False),
        ]
    ),
)
def test_over_ssh_a_link_is_shown_and_copied(term, links, copies):
    env = {"TERM": term, "SSH_CONNECTION": "10.0.0.1 22 10.0.0.2 22"}
    with ready(Terminal(COMMAND, (100, 30), env)) as terminal:
        terminal.send("o")
        terminal.wait_for("https://")
        terminal.settle()
        said = "sent to the terminal's clipboard" if copies else "this terminal has no clipboard"
        assert said in " ".join(terminal.text.split())
        assert (b"\x1b]8;;https://" in terminal.output) == links
        assert (b"\x1b]52;c;" in terminal.output) == copies
        terminal.send("q")
        terminal.settle()
        steps_and_quits(terminal)


@pytest.mark.slow
def test_the_palette_and_the_help_keep_to_the_encoding():
    with ready(Terminal(COMMAND, (100, 30), C_LOCALE, "ascii")) as terminal:
        for keys, seen in (
            (":", "Clear the search"),
            ("\x1b", ""),
            ("?", "Into the abstract"),
            ("\x1b", ""),
        ):
            terminal.send(keys)
            terminal.wait_for(seen)
            terminal.settle()
            terminal.output.decode("ascii")
            assert "\\u" not in terminal.text
        steps_and_quits(terminal)


def test_a_hanging_clipboard_tool_delays_neither_keys_nor_the_end(tmp_path):
    tool = tmp_path / "xclip"
    tool.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 60\n")
    tool.chmod(0o755)
    env = {"DISPLAY": ":0", "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    with ready(Terminal(COMMAND, (100, 30), env)) as terminal:
        terminal.press("y")
        terminal.send("t")
        terminal.wait_for(lambda _: (tmp_path / "pid").exists())
        assert terminal.press("j").cells > 2
        start = monotonic()
        terminal.send("Q")
        assert terminal.end() == 0
        assert monotonic() - start < 2
        assert terminal.left_on() == []
        pid = (tmp_path / "pid").read_text().strip()
        state = subprocess.run(
            ["ps", "-o", "stat=", "-p", pid], capture_output=True, text=True, check=False
        )
        assert state.stdout.strip()[:1] in ("", "Z")


WIDE = {
    "plain": "plain title that is long enough to be cut " * 3,
    "cjk": "深層学習による乱流シミュレーション" * 4,
    "combining": "e\u0301a\u0308o\u0302" * 40,
    "zwj": "👩‍🔬👨‍👩‍👧 and " * 15,
    "vs16": "❤️☀️ " * 45,
    "rtl": "שלום עולם " * 12,
}


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (110, 30)])
def test_rows_are_cut_and_aligned_by_cells(tmp_path, size):
    papers = tmp_path / "papers.toml"
    records = [
        f'[[papers]]\nid = "{name}"\ntitle = "{title}"\ndate = "2020-01-02"\n'
        for name, title in WIDE.items()
    ]
    papers.write_text('[profile]\nname = "Ada Example"\n' + "\n".join(records), encoding="utf-8")
    with Terminal([*COMMAND, str(papers)], size) as terminal:
        terminal.wait_for("plain title")
        terminal.settle()
        assert terminal.text.count("2020") >= len(WIDE)
        rows = [y for y, line in enumerate(terminal.screen.display) if "2020" in line[:12]]
        last = size[0]
        if size[0] > 96:
            cells = terminal.screen.buffer[rows[0]]
            last = next(x for x in range(size[0]) if cells[x].data == "│")
            for y in rows:
                assert terminal.screen.buffer[y][last].data == "│"
        for y in rows[: len(WIDE)]:
            cells = [terminal.screen.buffer[y][x].data for x in range(last)]
            assert "…" in cells, "".join(cells)
            assert cells.index("…") >= last - 5  # a wide character may not have fitted
        terminal.send("Q")
        assert terminal.end() == 0


@pytest.fixture
def tmux(tmp_path):
    """Return a function that runs commands of a tmux server of our own, and the command that opens a client."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    socket = str(tmp_path / "tmux")
    environment = {name: v for name, v in os.environ.items() if name not in ("TMUX", "TMUX_PANE")}

    def run(*arguments):
        done = subprocess.run(
            ["tmux", "-S", socket, "-f", "/dev/null", *arguments],
            capture_output=True, text=True, env=environment, timeout=20, check=False,
        )  # fmt: skip
        return done.stdout

    yield (
        run,
        ["tmux", "-S", socket, "-f", "/dev/null", "-u", "new-session", "-x", "100", "-y", "30"],
    )
    run("kill-server")


@pytest.mark.parametrize("setting", first_quick(["external", "on"]))
def test_inside_tmux(tmux, setting):
    run, new = tmux
    with Terminal([*new, " ".join(COMMAND)], (100, 30)) as terminal:
        ready(terminal)
        run("set", "-s", "set-clipboard", setting)
        assert "▌" in terminal.text
        terminal.press("j")
        selected = terminal.text.split("\n")[mark_row(terminal)]
        terminal.press("y")
        terminal.press("t")
        terminal.wait_for("title copied to tmux")
        terminal.settle()
        buffer = run("show-buffer")
        assert buffer.split()[0] in selected
        assert b"\x1b]52;" in terminal.output
        terminal.resize(60, 16)
        terminal.wait_for(lambda t: "q quit" in t.text.split("\n")[-2])
        terminal.settle()
        assert "Shirley Ho" in terminal.text
        terminal.press("j")
        terminal.send("Q")
        assert terminal.end() == 0
        assert terminal.left_on() == []


def test_inside_screen(tmp_path):
    if shutil.which("screen") is None:
        pytest.skip("GNU screen is not installed")
    folder = tmp_path / "s"
    folder.mkdir(mode=0o700)
    command = ["screen", "-U", "-c", "/dev/null", *COMMAND]
    with Terminal(
        command, (100, 30), {"SCREENDIR": str(folder), "COLORTERM": "truecolor"}
    ) as terminal:
        ready(terminal)
        terminal.press("y")
        terminal.press("a")  # the abstract: longer than what screen takes at once
        terminal.wait_for("abstract sent to the terminal's clipboard")
        terminal.settle()
        (sent,) = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", bytes(terminal.output))
        text = base64.b64decode(sent).decode()
        assert len(text) > 800
        assert f"({len(text):,} characters" in terminal.text
        terminal.press("j")
        terminal.send("Q")
        assert terminal.end() == 0
        assert terminal.left_on() == []
