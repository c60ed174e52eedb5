"""The command export."""

import json
import os

import pytest

from paperbrowser import formats
from paperbrowser.cli import main
from paperbrowser.formats import toml
from paperbrowser.papers.model import Paper, Profile

PROFILE = Profile(
    name="Ada Example",
    papers=(
        Paper(title="On Machines", score=1.0, id="machines"),
        Paper(title="On Ångströms", score=3.0, id="ångström"),
        Paper(title="On Looms", score=2.0, id="looms"),
    ),
)


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "ada.toml"
    path.write_text(toml.dumps(PROFILE), encoding="utf-8")
    return str(path)


def test_the_papers_go_to_standard_output(source, capfdbinary):
    assert main(["export", source, "--to", "bibtex"]) == 0
    out, err = capfdbinary.readouterr()
    assert out.count(b"@misc{") == 3
    assert "On Ångströms".encode() in out
    assert err == b""


def test_a_full_disk_is_reported_with_the_file(source, tmp_path, capsys, monkeypatch):
    def full(path, parts):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("paperbrowser.system.files.write", full)
    path = tmp_path / "out.bib"
    assert main(["export", source, "-o", str(path)]) == 1
    wanted = f"paperbrowser: {path}: No space left on device; choose another path\n"
    assert capsys.readouterr().err == wanted


def test_lines_end_as_the_format_wants(source, capfdbinary):
    assert main(["export", source, "--to", "csv"]) == 0
    out = capfdbinary.readouterr().out
    assert out.count(b"\r\n") == out.count(b"\n") == 4


def test_query_order_and_limit_are_those_of_list(source, capfd):
    def titles(*arguments):
        assert main(["export", source, "--to", "jsonl", *arguments]) == 0
        return [json.loads(line)["title"] for line in capfd.readouterr().out.splitlines()]

    assert titles("-q", "loom") == ["On Looms"]
    assert titles("--sort", "score", "--limit", "2") == ["On Ångströms", "On Looms"]
    assert titles("--sort", "score", "--reverse")[0] == "On Machines"


def test_nothing_is_written_when_no_paper_matches(source, tmp_path, capsys):
    path = tmp_path / "kept.bib"
    path.write_text("@misc{kept}")
    for arguments in (
        ["-o", str(path), "--force"],
        ["-o", str(tmp_path / "new.bib")],
        ["--to", "csv"],
    ):
        assert main(["export", source, "-q", "nothinglikeit", *arguments]) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert err == 'paperbrowser: no paper matches "nothinglikeit"\n'
    assert path.read_text() == "@misc{kept}"
    assert not (tmp_path / "new.bib").exists()


@pytest.mark.parametrize("form", formats.writable())
def test_writing_a_file_is_confirmed(source, tmp_path, capsys, form):
    path = tmp_path / f"out{formats.writable()[form].ending}"
    assert main(["export", source, "--to", form, "-o", str(path)]) == 0
    assert path.stat().st_size > 50
    out, err = capsys.readouterr()
    assert out == ""
    assert f"3 papers written to {path} as {formats.writable()[form].label}" in err


def test_the_ending_of_the_file_names_the_format(source, tmp_path, capsys):
    path = tmp_path / "papers.toml"
    assert main(["export", source, "--sort", "page", "-o", str(path)]) == 0
    assert formats.read(path).profile == PROFILE
    assert main(["export", source, "-o", str(tmp_path / "papers.docx")]) == 2
    assert "name a format: --to bibtex|biblatex|" in capsys.readouterr().err
    assert main(["export", source]) == 2


def test_an_existing_file_is_replaced_with_force_only(source, tmp_path, capsys):
    path = tmp_path / "papers.bib"
    path.write_text("mine")
    assert main(["export", source, "-o", str(path)]) == 1
    assert capsys.readouterr().err == (
        f"paperbrowser: {path}: file exists; use --force to replace it\n"
    )
    assert path.read_text() == "mine"
    assert main(["export", source, "-o", str(path), "--force"]) == 0
    assert path.read_text().startswith("@misc{")


def test_a_wrong_command_is_one_sentence(source, tmp_path, capsys):
    assert main(["export", source, "--to", "docx"]) == 2
    assert "--to" in capsys.readouterr().err
    assert main(["export", str(tmp_path / "missing.toml"), "--to", "ris"]) == 1
    assert "there is no such file" in capsys.readouterr().err
    assert main(["export", source, "--to", "ris", "--sort", "relevance"]) == 2
    assert main(["export", "--help"]) == 0
    assert "CSL JSON: for pandoc" in capsys.readouterr().out


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_write_access_is_reported(source, tmp_path, capsys):
    folder = tmp_path / "locked"
    folder.mkdir(0o500)
    assert main(["export", source, "-o", str(folder / "papers.bib")]) == 1
    assert "Permission denied" in capsys.readouterr().err


@pytest.mark.parametrize("place", [".", os.devnull])
def test_folders_and_devices_are_not_replaced(source, capsys, place):
    assert main(["export", source, "--to", "ris", "--force", "-o", place]) == 1
    assert "not a regular file; choose another path" in capsys.readouterr().err
