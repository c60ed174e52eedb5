"""The completion of shells and the manual page: complete, up to date, and right in real shells."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import paperbrowser
from paperbrowser import cli
from paperbrowser.cli import completion
from paperbrowser.system import paths
from tests.terminal import Terminal

ROOT = Path(paperbrowser.__file__).parents[2]


@pytest.fixture
def profiles():
    folder = paths.data() / "profiles"
    folder.mkdir(parents=True)
    for name in ("ada-lovelace", "grace-hopper"):
        (folder / f"{name}.toml").write_text("is not read")


@pytest.mark.parametrize("wanted", completion.FILES)
def test_the_files_that_are_installed_are_up_to_date(wanted, capsys):
    """Run `paperbrowser completion NAME > FILE` for each of `completion.FILES`."""
    assert cli.main(["completion", wanted]) == 0
    path = completion.FILES[wanted]
    assert (ROOT / path).read_text(encoding="utf-8") == capsys.readouterr().out, f"{path} is stale"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_scripts_are_in_the_shells_language(shell):
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    done = subprocess.run(
        [shell, "-n", ROOT / completion.FILES[shell]], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


COMPLETED = [
    ("paperbrowser exp", "export"),
    ("paperbrowser gra", "grace-hopper"),
    ("paperbrowser list ad", "ada-lovelace"),
    ("paperbrowser import --into gr", "grace-hopper"),
    ("paperbrowser export --to bibl", "biblatex"),
    ("paperbrowser list --sort cit", "citations"),
    ("paperbrowser list -q auth", "author:"),
    ("paperbrowser list --js", "--json"),
    ("paperbrowser --theme nor", "nord"),
    ("paperbrowser fetch --source ins", "inspire"),
    ("paperbrowser help doc", "doctor"),
]


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(("line", "word"), [*COMPLETED, ("paperbrowser list -q has:co", "code")])
def test_bash_completes(line, word, profiles):
    script = f"""
        compopt() {{ :; }}
        source {ROOT / completion.FILES["bash"]}
        COMP_LINE={line!r} COMP_POINT={len(line)}
        _paperbrowser
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == [word]
    assert done.stderr == ""


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
@pytest.mark.parametrize(
    ("line", "word"), [*COMPLETED, ("paperbrowser list -q has:cod", "has:code")]
)
def test_fish_completes(line, word, profiles, tmp_path):
    script = f"source {ROOT / completion.FILES['fish']}; complete -C {line!r}"
    done = subprocess.run(
        ["fish", "--no-config", "-c", script],
        capture_output=True, text=True, check=False, env={**os.environ, "HOME": str(tmp_path)},
    )  # fmt: skip
    assert word in [found.split("\t")[0] for found in done.stdout.splitlines()]


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_completes_at_the_keyboard(profiles, tmp_path):
    rc = tmp_path / "rc"
    rc.write_text(f"PS1='$ '\nsource {ROOT / completion.FILES['bash']}\n")
    with Terminal(["bash", "--noprofile", "--rcfile", str(rc), "-i"], (100, 24)) as terminal:
        terminal.wait_for("$")
        terminal.send("paperbrowser exp\tgra\t-q auth\t")
        terminal.wait_for("paperbrowser export grace-hopper -q author:")
        terminal.send("ho\x15paperbrowser list -q has:co\t")
        terminal.wait_for("paperbrowser list -q has:code")


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_zsh_completes_at_the_keyboard(profiles, tmp_path):
    functions = (ROOT / completion.FILES["zsh"]).parent
    (tmp_path / ".zshrc").write_text(
        f"PS1='$ '\nfpath=({functions} $fpath)\nautoload -U compinit\ncompinit -u -D\n"
    )
    environment = {"ZDOTDIR": str(tmp_path)}
    with Terminal(["zsh", "-i"], (100, 24), env=environment) as terminal:
        terminal.wait_for("$")
        terminal.settle()
        terminal.send("paperbrowser exp\tgra\t-q auth\t")
        terminal.wait_for("paperbrowser export grace-hopper -q author:")
        terminal.send("\x15paperbrowser --theme nor\t")
        terminal.wait_for("paperbrowser --theme nord")


@pytest.mark.skipif(shutil.which("man") is None, reason="man is not installed")
def test_the_manual_is_shown(tmp_path):
    done = subprocess.run(
        ["man", "-l", ROOT / completion.FILES["man"]],
        capture_output=True, text=True, check=False, env={**os.environ, "MANPAGER": "cat"},
    )  # fmt: skip
    for part in ("--theme", "author:", "paperbrowser", "export"):
        assert part in done.stdout


def test_the_wheel_installs_them():
    import tomllib

    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert table["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"] == {"share": "share"}
    assert sys.version_info >= (3, 11)
