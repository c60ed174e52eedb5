"""The command doctor."""

import os
import subprocess
import sys
from importlib import metadata

import pytest

from paperbrowser import cli
from paperbrowser.cli import doctor
from paperbrowser.formats.result import ReadError
from paperbrowser.library import store
from paperbrowser.papers.model import Profile
from paperbrowser.settings.config import FILE_NAME
from paperbrowser.system import paths

VARIABLES = ("COLORTERM", "DISPLAY", "NO_COLOR", "SSH_CONNECTION", "SSH_TTY", "STY", "TMUX")


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch):
    for name in (*VARIABLES, "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def _finding(name):
    (finding,) = [finding for finding in doctor.report() if finding.name == name]
    return finding


def test_a_sound_installation():
    findings = doctor.report()
    assert all(finding.ok for finding in findings)
    names = [finding.name for finding in findings]
    for name in ("python", "textual", "rapidfuzz", "terminal", "clipboard", "data folder"):
        assert name in names


def test_the_command_prints_and_succeeds():
    done = subprocess.run(
        [sys.executable, "-m", "paperbrowser", "doctor"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert all(line.startswith("ok  ") for line in done.stdout.splitlines())
    assert done.stderr == ""


def test_an_old_or_missing_package_is_named(monkeypatch):
    requires = [
        "textual<1000,>=999.0",
        "rapidfuzz>=1,<2",
        "httpx < 9, >= 0.1",
        "surely-not-there>=1",
        'pytest>=8; extra == "test"',
        "numpy",
    ]
    monkeypatch.setattr(metadata, "requires", lambda _: requires)
    assert _finding("textual").advice == "install textual 999.0 or newer, below 1000"
    assert not _finding("textual").ok
    assert _finding("rapidfuzz").advice == "install rapidfuzz 1 or newer, below 2"
    assert _finding("httpx").ok
    assert _finding("surely-not-there").sentence == "missing; install surely-not-there 1 or newer"
    assert "pytest" not in [finding.name for finding in doctor.report()]


@pytest.mark.parametrize(("wanted", "ok"), [("8.2", True), ("8.10", True), ("8.11", False)])
def test_versions_compare_as_numbers(monkeypatch, wanted, ok):
    monkeypatch.setattr(metadata, "requires", lambda _: [f"textual>={wanted}"])
    monkeypatch.setattr(metadata, "version", lambda _: "8.10.0")
    assert _finding("textual").ok is ok


@pytest.mark.parametrize(
    ("name", "environment", "told"),
    [
        ("terminal", {"TERM": "dumb"}, "paperbrowser list"),
        ("terminal", {"TMUX": "x"}, "inside tmux"),
        ("terminal", {"COLUMNS": "30"}, "make the window larger"),
        ("colours", {"NO_COLOR": "1"}, "NO_COLOR"),
        ("colours", {"COLORTERM": "truecolor"}, "all"),
        ("colours", {}, "COLORTERM=truecolor gives all"),
        ("colours", {"TERM": "linux", "COLORTERM": "truecolor"}, "at most 16"),
        ("colours", {"TERM": "vt220"}, "none, from TERM=vt220"),
        ("signs", {}, "`paperbrowser --ascii`"),
        ("signs", {"TERM": "vt220"}, 'ascii only, others are replaced; ascii = "off"'),
        ("clipboard", {"TMUX": "x", "PATH": ""}, "`set -s set-clipboard on` in tmux"),
        ("clipboard", {"TERM": "tmux", "SSH_TTY": "x"}, "`set -s set-clipboard on` in tmux"),
        ("clipboard", {"STY": "x"}, "by way of screen"),
        ("clipboard", {"SSH_TTY": "x"}, "OSC 52), to your side"),
        ("clipboard", {"DISPLAY": ":0", "PATH": ""}, "install wl-clipboard"),
        ("clipboard", {"TERM": "linux"}, "shown instead"),
        ("browser", {"SSH_CONNECTION": "x"}, "other side of the SSH session"),
        ("browser", {"DISPLAY": ":0"}, "links open in it"),
    ],
)
def test_findings_about_the_terminal_come_with_advice(monkeypatch, name, environment, told):
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    finding = _finding(name)
    assert told in finding.sentence
    assert finding.ok  # the rest of the product works there


@pytest.mark.skipif(sys.platform in {"darwin", "win32"}, reason="always has a display")
def test_without_a_display_links_are_shown():
    assert "links are shown" in _finding("browser").sentence


def test_an_encoding_that_lacks_symbols(monkeypatch):
    class Old:
        encoding = "latin-1"

        def isatty(self):
            return False

    monkeypatch.setattr(sys, "__stderr__", Old())
    assert "UTF-8 locale" in _finding("encoding").advice
    assert "a UTF-8 locale shows all" in _finding("signs").sentence


def test_ascii_in_the_settings_is_reported():
    paths.config().mkdir(parents=True, exist_ok=True)
    (paths.config() / FILE_NAME).write_text('ascii = "on"')
    assert "ASCII only, because of" in _finding("signs").sentence


def test_the_tools_of_a_desktop_are_named(monkeypatch, tmp_path):
    (tmp_path / "xclip").write_text("#!/bin/sh")
    (tmp_path / "xclip").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":0")
    assert "the system's (xclip" in _finding("clipboard").sentence


def test_a_file_in_place_of_a_folder_is_a_failure(capsys):
    paths.data().parent.mkdir(parents=True, exist_ok=True)
    paths.data().write_text("")
    finding = _finding("data folder")
    assert not finding.ok
    assert "is not a folder" in finding.what
    assert str(paths.data()) in finding.advice


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_folder_that_cannot_be_written(tmp_path):
    paths.data().mkdir(parents=True)
    paths.data().chmod(0o500)
    assert not _finding("data folder").ok


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("sort = 3", "sort is 3"),
        ("this is no TOML", "line 1: not TOML"),
        ('theme = "nrod"', "there is no theme “nrod”; did you mean nord?"),
        ("[sources]\ntimeout = 'x'", "timeout"),
        ("[keys]\nnosuch = 'x'", "nosuch"),
    ],
)
def test_wrong_settings_are_a_failure(text, part, capsys):
    paths.config().mkdir(parents=True, exist_ok=True)
    (paths.config() / FILE_NAME).write_text(text)
    assert cli.main(["doctor"]) == 1
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "BROKEN" in line]
    assert part in line


def test_a_broken_profile_is_a_failure(monkeypatch, tmp_path, capsys):
    path = tmp_path / "bad\x1b.toml"
    error = ReadError("not TOML", code="bad", path=path, line=3)
    entry = store.StoredProfile(path, Profile(name="bad"), 0, error)
    monkeypatch.setattr(store, "profiles", lambda: [entry])
    assert cli.main(["doctor"]) == 1
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "BROKEN" in line]
    assert "bad.toml, line 3: not TOML; repair the file, or move it away" in line
    assert line.isprintable()
