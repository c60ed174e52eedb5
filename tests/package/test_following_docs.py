"""The lines for cron and systemd in docs/following.md are right, and their commands exist."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from paperbrowser import cli
from paperbrowser.cli.description import parsers

DOCS = Path(__file__).parents[2] / "docs" / "following.md"
BLOCKS = re.findall(
    r"^```(\w+)\n(.*?)^```$", DOCS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
)


NAMES = "|".join(cli.COMMANDS)
COMMAND = re.compile(rf"(?:^|/)paperbrowser ((?:{NAMES}) .*?)(?: {{2,}}#.*)?$", re.MULTILINE)


def commands():
    return [command for _, block in BLOCKS for command in COMMAND.findall(block)]


def test_each_command_is_one_that_the_program_takes():
    assert len(commands()) >= 7
    for command in commands():
        name, *arguments = shlex.split(command, comments=True)
        parsers()[name].parse_args(arguments)


def test_each_line_of_the_crontab_has_five_times_and_a_command():
    (crontab,) = [block for kind, block in BLOCKS if kind == "crontab"]
    lines = [line for line in crontab.splitlines() if "=" not in line.split()[0]]
    assert len(lines) == 3
    for line in lines:
        *times, command = line.split(maxsplit=5)
        limits = (59, 23, 31, 12, 7)
        assert all(one == "*" or int(one) <= most for one, most in zip(times, limits, strict=True))
        assert command.startswith("$HOME/.local/bin/paperbrowser ")
        assert "%" not in command  # which cron takes for the end of a line


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_accepts_the_service_and_the_timer(tmp_path):
    program = tmp_path / ".local" / "bin" / "paperbrowser"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    units = [block for kind, block in BLOCKS if kind == "ini"]
    names = ("paperbrowser.service", "paperbrowser.timer")
    for name, text in zip(names, units, strict=True):
        (tmp_path / name).write_text(text.replace("%h", str(tmp_path)))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in names)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if "paperbrowser" not in done.stderr and done.returncode != 0:
        pytest.skip(f"systemd does not run here: {done.stderr[:200]}")
    assert (done.returncode, done.stderr) == (0, "")
