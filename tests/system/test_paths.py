"""The folders of the user, and what is said where there are none."""

import pathlib
import subprocess
import sys

import pytest

from paperbrowser import cli
from paperbrowser.system import paths

WITHOUT_HOME = """
import os, pwd, sys
os.environ.pop("HOME", None)
def unknown(uid):
    raise KeyError(uid)
pwd.getpwuid = unknown
from paperbrowser.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def unset(monkeypatch):
    for kind in ("DATA", "CACHE", "CONFIG", "STATE"):
        monkeypatch.delenv(f"XDG_{kind}_HOME", raising=False)
    monkeypatch.setattr("pwd.getpwuid", _unknown)


def _unknown(uid):
    raise KeyError(uid)


@pytest.mark.parametrize(
    "command", ["list", "doctor", "paths", "keys", "profiles", "update", "serve"]
)
def test_without_a_home_every_command_ends_in_one_sentence(unset, command):
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_HOME, command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "HOME is not set; set HOME (or all of XDG_DATA_HOME" in line


@pytest.mark.parametrize("home", ["", "here", "./here"])
def test_a_home_that_is_no_absolute_path_is_refused(unset, home, monkeypatch, capsys):
    monkeypatch.setenv("HOME", home)
    assert cli.main(["paths"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert f'HOME is "{home}", which is not an absolute path; set HOME' in err


def test_the_folders_of_the_environment_come_first(unset, monkeypatch, tmp_path):
    monkeypatch.delenv("HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert paths.data() == tmp_path / "paperbrowser"


def test_the_help_needs_no_home(unset, monkeypatch, capsys):
    monkeypatch.delenv("HOME")
    with pytest.raises(paths.NoHomeError):
        paths.data()
    assert cli.main(["list", "--help"]) == 0


def test_the_folders_depend_on_the_home(unset, monkeypatch):
    monkeypatch.setenv("HOME", "/home/ada")
    assert pathlib.Path("/home/ada") in paths.state().parents
