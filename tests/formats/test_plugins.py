"""A package that reads a format of its own is found when it is needed; a broken one costs a sentence."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs" / "plugins.md"
LIST = "KNOTS 1\nOn the Bowline | Rosa Lind; Emeka Obi | 2011\nOn Hitches | Wen Li | 2014\n"


@pytest.fixture
def run(tmp_path):
    """Return a function that installs packages and runs paperbrowser in an environment with them."""

    def install(name, entry, code, group="paperbrowser.formats"):
        module = entry.partition(":")[0]
        (tmp_path / f"{module}.py").write_text(code, "utf-8")
        info = tmp_path / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", "utf-8"
        )
        (info / "entry_points.txt").write_text(f"[{group}]\n{name} = {entry}\n", "utf-8")

    def command(*arguments):
        folders = {
            f"XDG_{one}_HOME": str(tmp_path / one) for one in ("DATA", "CONFIG", "CACHE", "STATE")
        }
        done = subprocess.run(
            [sys.executable, "-m", "paperbrowser", *arguments], capture_output=True, text=True, check=False,
            cwd=tmp_path, env={**os.environ, **folders, "PYTHONPATH": str(tmp_path)}, timeout=60,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout + done.stderr

    command.install, command.folder = install, tmp_path
    return command


def test_the_package_of_the_manual_works(run):
    code = re.search(r"```python\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)[1]
    (run.folder / "museum.knots").write_text(LIST, "utf-8")
    assert run("list", "museum.knots")[0] == 1
    run.install("knots", "paperbrowser_knots:ROW", code)
    status, text = run("list", "museum.knots")
    assert status == 0, text
    assert "On the Bowline" in text
    status, text = run("import", "--from", "knots", "museum.knots")
    assert status == 0, text
    assert "2 papers" in text
    assert "Knot Museum" in run("doctor")[1]
    (run.folder / "museum.knots").write_text("KNOTS 1\nno bars here\n", "utf-8")
    status, text = run("list", "museum.knots")
    assert (status, "Knot Museum failed" in text) == (1, True), text


@pytest.mark.parametrize(
    "code", ["raise RuntimeError('gone \\x1b[31m wrong')", "ROW = 3", "import no_such_module"]
)
def test_a_broken_package_costs_one_sentence(run, code):
    run.install("frayed", "frayed_plugin:ROW", code)
    (run.folder / "some.txt").write_text("nothing that anyone knows", "utf-8")
    (run.folder / "a.bib").write_text("@misc{k, title = {On Rope}}", "utf-8")
    status, text = run("list", "some.txt")
    assert status == 1
    assert text.count("frayed does not load") == 1
    assert "\x1b" not in text
    status, text = run("list", "a.bib")
    assert (status, "frayed" in text) == (0, False)
    assert "frayed does not load" in run("doctor")[1]
    assert run("import", "--from", "nowhere", "a.bib")[0] == 2


def test_the_source_of_the_manual_works(run):
    code = re.findall(r"```python\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)[1]
    assert run("fetch", "--source", "museum", "Rosa Lind")[0] == 2
    run.install("museum", "paperbrowser_museum:ROW", code, "paperbrowser.sources")
    status, text = run("fetch", "--source", "museum", "Rosa Lind")
    assert status == 0, text
    assert "1 paper" in text
    assert "source museum: Knot Museum" in run("doctor")[1]
    status, text = run("update", "rosa-lind")
    assert status == 0, text
    broken = code.replace(
        "yield WorksPage", "raise OSError('tape \\x1b broken')\n        yield WorksPage"
    )
    (run.folder / "paperbrowser_museum.py").write_text(broken, "utf-8")
    status, text = run("update", "rosa-lind")
    assert (status, "the plug-in for Knot Museum failed" in text) == (1, True), text
