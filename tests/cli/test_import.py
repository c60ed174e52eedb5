"""Importing files from the command line: the profile that is there is brought up to date, and never lost."""

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from paperbrowser import cli
from paperbrowser.cli import import_
from paperbrowser.formats import toml
from paperbrowser.formats.result import ReadResult
from paperbrowser.formats.toml import edits as toml_by_hand
from paperbrowser.library import store
from paperbrowser.library.importing import import_result
from paperbrowser.library.locate import locate
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.system import files, locks, paths
from tests.slow import first_quick
from tests.stored import save_profile

HO = ["Shirley Ho", "Miles Cranmer"]


def lines(path, *papers):
    path.write_text("".join(json.dumps({"authors": HO, **one}) + "\n" for one in papers))
    return str(path)


def run(capsys, *arguments):
    code = cli.main(["import", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def on_disk():
    folder = paths.data() / "profiles"
    return {one.name: one.read_bytes() for one in folder.iterdir()} if folder.exists() else {}


def titles(name="works"):
    return [one.title for one in store.read(locate(name).path).profile.papers]


@pytest.fixture
def works(tmp_path):
    return tmp_path / "works.jsonl"


def test_doubtful_papers_of_one_title_are_printed_with_another_field(tmp_path, capsys):
    path = tmp_path / "works.csv"
    path.write_text(
        "Authors,Title,Publication,Year\n"
        '"Example, Ada; ",On Machines That Compute by Themselves,Journal of Machines,2019\n'
        '"Example, Ada; ",On Machines That Compute by Themselves,Conference on Looms,2019\n'
    )
    _, out, _ = run(capsys, str(path))
    assert (
        "  ? On Machines That Compute by Themselves (2019), Journal of Machines / "
        "On Machines That Compute by Themselves (2019), Conference on Looms: perhaps the same; both kept\n"
    ) in out


def test_importing_again_updates_and_prints_the_changes(works, capsys):
    lines(works, {"title": "On Machines", "year": 2020}, {"title": "On Looms", "score": 80})
    code, out, _ = run(capsys, str(works))
    assert (code, out.split(" -> ")[0]) == (0, "works: 2 papers")
    lines(works, {"title": "On Engines"}, {"title": "ON MACHINES.", "year": 2020, "citations": 7})
    code, out, _ = run(capsys, str(works))
    assert (code, out.split(" -> ")[0]) == (0, "works: 1 added, 1 updated, 1 unchanged")
    assert titles() == ["On Engines", "On Machines", "On Looms"]
    engines, machines, looms = store.read(locate("works").path).profile.papers
    assert engines.added is not None
    assert (machines.citations, machines.added) == (7, None)
    assert looms.score == 80


def test_an_import_without_changes_writes_nothing(works, capsys):
    lines(works, {"title": "On Machines"})
    run(capsys, str(works))
    (path,) = (paths.data() / "profiles").iterdir()
    path.write_text("# mine\n" + path.read_text())
    before = on_disk(), path.stat().st_mtime_ns
    code, out, _ = run(capsys, str(works))
    assert (code, out.split(" -> ")[0]) == (0, "works: 0 added, 0 updated, 1 unchanged")
    assert (on_disk(), path.stat().st_mtime_ns) == before


def test_a_dry_run_prints_the_changes_and_makes_none(works, capsys):
    code, out, _ = run(capsys, lines(works, {"title": "On Machines"}), "--dry-run")
    assert code == 0
    assert "dry run" in out
    assert on_disk() == {}
    run(capsys, str(works))
    before = on_disk()
    lines(works, {"title": "On Machines", "citations": 7, "date": "2021-02-03"},
          *({"title": f"New Thing {n}"} for n in range(50)))  # fmt: skip
    code, out, _ = run(capsys, str(works), "--dry-run")
    assert on_disk() == before
    assert "  ~ On Machines (2021-02-03): date 2021-02-03; citations 7\n" in out
    assert "  + New Thing 39\n  + and 10 more\n" in out


def test_doubtful_pairs_are_printed_and_both_kept(works, capsys):
    run(capsys, lines(works, {"title": "Discovering Symbolic Models of Galaxies"}))
    code, out, _ = run(capsys, lines(works, {"title": "Discovering Symbolc Models of Galaxies"}))
    assert code == 0
    assert "1 added, 0 updated, 1 unchanged, 1 doubtful" in out
    assert "  ? Discovering Symbolc Models of Galaxies / Discovering Symbolic Models" in out
    assert len(titles()) == 2


def test_an_import_goes_into_another_profile_by_its_name_or_the_persons(works, tmp_path, capsys):
    save_profile(Profile(name="Shirley Ho", papers=(Paper(title="On Looms", id="looms"),)))
    code, out, _ = run(capsys, lines(works, {"title": "On Machines"}), "--into", "Shirley Ho")
    assert out.startswith("shirley-ho: 1 added")
    assert titles("shirley-ho") == ["On Machines", "On Looms"]
    code, out, _ = run(capsys, str(works), "--into", "shirley-ho")
    assert out.startswith("shirley-ho: 0 added")
    code, out, _ = run(capsys, str(works), "--into", "Åsa Öberg")
    assert out.startswith("asa-oberg: 1 paper ->")
    assert store.read(locate("asa-oberg").path).profile.name == "Åsa Öberg"
    assert code == 0


@pytest.mark.parametrize(("more", "name"), [([], "papers"), (["--into", "Mine"], "mine")])
def test_standard_input_is_imported(more, name, monkeypatch, capsys):
    data = io.BytesIO(b'{"title": "On Machines"}\n')
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(data))
    code, out, _ = run(capsys, "-", *more)
    assert (code, out.split(" -> ")[0]) == (0, f"{name}: 1 paper")
    assert titles(name) == ["On Machines"]


def test_a_refused_file_is_one_sentence_and_the_others_are_imported(works, tmp_path, capsys):
    other = tmp_path / "other.txt"
    other.write_text("Nothing of the kind.\n")
    code, out, err = run(capsys, str(other), lines(works, {"title": "On Machines"}))
    assert code == 1
    assert out.startswith("works: 1 paper")
    assert err.count("\n") == 1
    assert "profile page" in err
    assert "JSON lines" in err
    code, _, err = run(capsys, "--from", "toml", str(works))
    assert (code, "TOML" in err) == (1, True)


def test_an_unknown_format_is_an_error(works, capsys):
    code, _, err = run(capsys, "--from", "cuneiform", lines(works, {"title": "x"}))
    assert code == 2
    assert err.count("\n") == 1
    assert run(capsys, "--from", "arxiv", str(works))[0] == 0


def test_a_profile_that_does_not_read_is_left_alone(works, capsys):
    run(capsys, lines(works, {"title": "On Machines"}))
    (path,) = (paths.data() / "profiles").iterdir()
    path.write_text("[broken\n")
    code, _, err = run(capsys, lines(works, {"title": "On Looms"}))
    assert code == 1
    assert "line 1" in err
    code, _, _ = run(capsys, str(works), "--into", "works")
    assert code == 1
    assert on_disk() == {"works.toml": b"[broken\n"}


def test_two_people_of_one_name_have_two_files_if_their_identifiers_differ():
    def fetched(number, **facts):
        papers = (Paper(title=f"On Machine {number}", id=f"m{number}"),)
        person = Profile(name="Wei Wang", papers=papers, source="openalex", **facts)
        return import_result(ReadResult(person)).path.name

    assert fetched(1, source_id="A1") == "wei-wang.toml"
    assert fetched(2, source_id="A2") == "wei-wang-2.toml"
    assert fetched(3, source_id="A2") == "wei-wang-2.toml"
    assert fetched(4, orcid="0000-0002-1825-0097", source_id="A1") == "wei-wang.toml"
    assert fetched(5, orcid="0000-0001-5109-3700", source_id="A1") == "wei-wang-3.toml"


# Files that the user edited


def test_edits_of_the_user_survive_every_later_import(works, capsys):
    run(capsys, lines(works, {"title": "On Machines"}))
    path = paths.data() / "profiles" / "works.toml"
    first = path.read_text() + "# to be read again\n"
    path.write_text(first)
    run(capsys, lines(works, {"title": "On Looms"}))
    second = path.read_text().replace("title = ", "title=")
    path.write_text(second)
    _, _, err = run(capsys, lines(works, {"title": "On Engines"}))
    assert "that you had edited is kept in" in err
    for title in ("On Wheels", "On Axles"):
        code, _, err = run(capsys, lines(works, {"title": title}))
        assert (code, err) == (0, "")
    kept = {name: content.decode() for name, content in on_disk().items() if ".toml." in name}
    assert kept["works.toml.by-hand"] == first
    assert kept["works.toml.by-hand-2"] == second
    assert sorted(kept) == ["works.toml.bak", "works.toml.by-hand", "works.toml.by-hand-2"]


def test_a_file_with_one_word_edited_is_kept_for_good(works, capsys):
    run(
        capsys, lines(works, {"title": "On Machines", "abstract": "A long abstract of many words."})
    )
    path = paths.data() / "profiles" / "works.toml"
    changed = path.read_text().replace("many", "few")
    path.write_text(changed)
    for title in ("On Looms", "On Engines"):
        run(capsys, lines(works, {"title": title}))
    assert path.with_suffix(".toml.by-hand").read_text() == changed


def test_without_checksums_a_file_is_judged_by_its_look(works, capsys):
    run(capsys, lines(works, {"title": "On Machines"}))
    (paths.state() / "written.json").write_text("[[[")
    _, _, err = run(capsys, lines(works, {"title": "On Looms"}))
    assert err == ""
    path = paths.data() / "profiles" / "works.toml"
    path.write_text(path.read_text() + "# mine\n")
    (paths.state() / "written.json").unlink()
    _, _, err = run(capsys, lines(works, {"title": "On Engines"}))
    assert "that you had edited is kept in" in err
    assert [one.name for one in store.profiles()] == ["works"]


@pytest.mark.parametrize("count", first_quick([3, 40_000]))
def test_files_that_the_user_edited_are_recognised(count):
    papers = tuple(
        Paper(title=f'A "title" \\ {n}', authors=("Ann Example",), score=float(n % 100), id=f"p{n}")
        for n in range(count)
    )
    text = toml.dumps(Profile(name="A", papers=papers))
    assert not toml_by_hand.is_edited(text.encode())
    for before, after in (
        ("\n[[papers]]", "\n# note\n[[papers]]"),
        ("\ntitle = ", "\ntitle  = "),
        ("\nid = ", "\nmine = 1\nid = "),
        ("# A profile", "# My profile"),
        ('"Ann Example"', "'Ann Example'"),
    ):
        assert toml_by_hand.is_edited(text.replace(before, after, 1).encode()), after
    assert toml_by_hand.is_edited(b"\xff")


# What is cut off in the middle


def stop(*_, **__):
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("place", "name"),
    [(import_.formats, "read"), (store, "stored"), (toml, "dumps"), (files, "sync"), (Path, "replace")],
)  # fmt: skip
def test_ctrl_c_leaves_the_library_as_it_was(place, name, works, monkeypatch, capsys):
    run(capsys, lines(works, {"title": "On Machines"}))
    before = on_disk()
    lines(works, {"title": "On Looms"})
    with monkeypatch.context() as patch:
        patch.setattr(place, name, stop)
        code, out, err = run(capsys, str(works))
    assert (code, out, err) == (130, "", "paperbrowser: stopped; nothing was changed\n")
    assert on_disk() == before
    assert run(capsys, str(works))[0] == 0
    assert titles() == ["On Looms", "On Machines"]


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_killed_at_any_moment_the_old_profile_or_the_new_is_there(works):
    old = save_profile(Profile(name="works", papers=(Paper(title="On Machines", id="m"),)))
    content = old.read_bytes()
    lines(works, *({"title": f"On Looms {n}", "abstract": "word " * 300} for n in range(3000)))
    command = [sys.executable, "-m", "paperbrowser", "import", str(works)]
    rnd = random.Random(3)
    for _ in range(6):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as session:
            time.sleep(0.2 + rnd.random())  # the moment is what is tested
            session.send_signal(signal.SIGKILL)
        assert len(titles()) in {1, 3001}
        old.write_bytes(content)


def test_a_session_waits_while_another_imports(works, capsys, monkeypatch):
    monkeypatch.setattr(store, "_PATIENCE", 0.1)
    lines(works, {"title": "On Machines"})
    with locks.locked(paths.data() / "profiles"):
        code, _, err = run(capsys, str(works))
    assert code == 1
    assert "another paperbrowser" in err
    assert on_disk() == {}


def test_progress_is_shown_on_a_terminal_only(works, monkeypatch, capsys):
    lines(works, *({"title": f"On Looms {n}"} for n in range(2000)))
    monkeypatch.setattr(import_, "_PATIENCE", 0.0)
    monkeypatch.setattr(import_, "_PAUSE", 0.0)
    _, _, err = run(capsys, str(works))
    assert err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    _, out, err = run(capsys, str(works), "--dry-run")
    assert "works.jsonl: reading, " in err
    assert "2,000 papers read" in err
    assert err.endswith("\r")
    assert "\r" not in out
