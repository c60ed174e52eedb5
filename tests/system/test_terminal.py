"""Detection of the terminal, the desktop and the way to the clipboard."""

import sys

import pytest

from paperbrowser.system import terminal as terminal_module
from paperbrowser.system.terminal import Terminal, clipboard_route, terminal


@pytest.fixture
def around(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")

    def be(encoding="utf-8", **variables):
        monkeypatch.setattr(
            sys, "__stderr__", type("Stream", (), {"encoding": encoding})(), raising=False
        )
        for name, value in {"TERM": "xterm-256color", **variables}.items():
            monkeypatch.setenv(name, value)

    return be


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, Terminal()),
        ({"TERM": "tmux-256color", "TMUX": "x"}, Terminal()),
        ({"TERM": "screen-256color", "TMUX": "x"}, Terminal()),
        ({"TERM": "screen", "STY": "x"}, Terminal(colors=16, links=False)),
        ({"TERM": "screen-256color", "STY": "x"}, Terminal(colors=256, links=False)),
        ({"TERM": "linux"}, Terminal("latin-1", 16, links=False)),
        ({"TERM": "linux", "COLORTERM": "truecolor"}, Terminal("latin-1", 16, links=False)),
        ({"TERM": "vt220"}, Terminal("ascii", 0, links=False)),
        ({"TERM": "vt100-color"}, Terminal("ascii", 16, links=False)),
    ],
)
def test_abilities_follow_from_the_name_of_the_terminal(around, variables, expected):
    around(**variables)
    assert terminal() == expected


@pytest.mark.parametrize(
    ("encoding", "setting", "charset"),
    [
        ("UTF-8", "auto", None),
        ("utf8", "off", None),
        ("UTF-8", "on", "ascii"),
        ("ANSI_X3.4-1968", "auto", "ascii"),
        ("ISO-8859-1", "auto", "iso8859-1"),
        ("ISO-8859-1", "on", "ascii"),
        ("latin-1", "off", "iso8859-1"),
        ("no such thing", "auto", "ascii"),
        (None, "auto", None),
    ],
)
def test_the_character_set_is_that_of_the_encoding(around, encoding, setting, charset):
    around(encoding)
    assert terminal(setting).charset == charset


def test_the_setting_turns_unicode_on_for_a_console(around):
    around(TERM="linux")
    assert terminal("off").charset is None


@pytest.mark.parametrize(
    ("variables", "route"),
    [
        ({}, "terminal"),
        ({"DISPLAY": ":0"}, "tool"),
        ({"WAYLAND_DISPLAY": "wayland-0", "TMUX": "x"}, "tool"),
        ({"DISPLAY": "localhost:10", "SSH_CONNECTION": "x"}, "terminal"),
        ({"DISPLAY": "localhost:10", "SSH_TTY": "x", "TMUX": "x"}, "tmux"),
        ({"TERM": "linux"}, "none"),
        ({"TERM": "vt220", "SSH_TTY": "x"}, "none"),
        ({"TERM": "screen", "TMUX": "x"}, "tmux"),
        ({"TERM": "screen", "STY": "x"}, "terminal"),
    ],
)
def test_the_way_to_a_clipboard(around, variables, route):
    around(**variables)
    assert clipboard_route() == route


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_some_systems_always_have_a_desktop(monkeypatch, platform):
    monkeypatch.setattr(sys, "platform", platform)
    assert terminal_module.has_desktop()
    monkeypatch.setenv("SSH_TTY", "/dev/pts/0")
    assert not terminal_module.has_desktop()
