"""Profiles on disk are found by name, and no crash or import loses one."""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from paperbrowser import cli, formats
from paperbrowser.formats.result import ReadError, ReadResult
from paperbrowser.library import locate, snapshot, store
from paperbrowser.library.importing import import_file, import_result
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.system import files, paths
from tests.dates import DATES
from tests.stored import save_profile

PAGE = Path(__file__).parent.parent / "fixtures" / "shirley-ho.txt"


def profile(name="Ada Example", count=2):
    return Profile(
        name=name, papers=tuple(Paper(title=f"Paper {n}", id=f"p{n}") for n in range(count))
    )


def test_an_empty_library_opens_the_sample_and_an_import_takes_its_place():
    assert locate.locate(None).kind == "sample"
    assert store.profiles() == []
    imported = import_file(PAGE)
    assert imported.path.name == "shirley-ho.toml"
    assert paths.data() in imported.path.parents
    assert store.read(locate.locate(None).path).profile == imported.result.profile
    for name in ("shirley-ho", "shirley-ho.toml", "Shirley Ho", "SHIRLEY HÖ"):
        assert locate.locate(name) == locate.Origin(imported.path, "library")


def test_the_sample_is_the_page_it_was_made_from():
    assert store.read(locate.sample().path).profile == formats.read(PAGE).profile


@pytest.mark.parametrize(
    ("argument", "words"),
    [("shirly-ho", "did you mean shirley-ho?"), ("nobody", "import FILE"), ("no/such.txt", "there is no such file"),
     ("x" * 5000, "no such"), ("nul\0", "no such"), ("/tmp", "folder")],
)  # fmt: skip
def test_an_unknown_name_is_an_error_with_advice(argument, words):
    save_profile(profile("Shirley Ho"))
    with pytest.raises(ReadError, match=r"no such|folder") as caught:
        locate.locate(argument)
    assert words in str(caught.value)


def test_a_name_near_that_of_the_sample_is_an_error_that_names_it():
    with pytest.raises(ReadError, match=r"did you mean shirley-ho\?"):
        locate.locate("shirly-ho")


@pytest.mark.parametrize(
    ("name", "file"),
    [("Åsa Öberg", "asa-oberg"), ("测试 作者 (Ceshi)", "测试-作者-ceshi"), ("../../etc/passwd", "etc-passwd"),
     ("...", "profile"), ("CON", "con-profile"), ("x" * 999, "x" * 100), ("a\x00b/c", "a-b-c")],
)  # fmt: skip
def test_files_are_named_after_the_person(name, file):
    assert locate.file_name(name) == file


def test_writing_again_keeps_what_the_user_had_edited():
    path = save_profile(profile())
    with store.writing():
        assert store.write(path, profile()) is None
        edited = path.read_text().replace("Paper 1", "A better title")
        path.write_text(edited)
        assert store.write(path, profile()).read_text() == edited
    assert store.read(locate.locate("ada-example").path).profile == profile()
    assert [entry.name for entry in store.profiles()] == ["Ada Example"]


def imported(name="Ada Example"):
    """Import a profile of this name, and return its file."""
    return import_result(ReadResult(profile(name), curated=True)).path


def test_two_people_of_like_names_have_two_files():
    one, other = imported("José Lopez"), imported("Jose Lopez")
    assert [one.name, other.name] == ["jose-lopez.toml", "jose-lopez-2.toml"]
    assert imported("Jose Lopez") == other


def test_a_file_broken_by_hand_is_reported_and_left_alone():
    path = save_profile(profile())
    path.write_text("[profile\n")
    with pytest.raises(ReadError, match="line 1"):
        imported()
    assert path.read_text() == "[profile\n"
    (entry,) = store.profiles()
    assert "line 1" in str(entry.error)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_one_sentence():
    paths.data().mkdir(parents=True)
    paths.data().chmod(0o500)
    with pytest.raises(store.SaveError, match="check the folder"):
        imported()


def test_a_folder_in_the_way_is_one_sentence():
    paths.data().parent.mkdir(parents=True, exist_ok=True)
    paths.data().write_text("a file")
    with pytest.raises(store.SaveError) as caught:
        imported()
    assert "\n" not in str(caught.value)


def test_a_link_stays_a_link_and_a_mode_a_mode(tmp_path):
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to(real)
    files.write(link, b"new")
    assert link.is_symlink()
    assert (real.read_bytes(), real.stat().st_mode & 0o777) == (b"new", 0o640)


WRITER = """
import itertools, sys
from pathlib import Path
from paperbrowser.system import files
for n in itertools.count():
    files.write(Path(sys.argv[1]), bytes([65 + n % 2]) * 3_000_000)
    if n == 0:
        print("go", flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_killed_at_any_moment_a_write_is_whole_or_not_there(tmp_path):
    path, rnd = tmp_path / "file", random.Random(5)
    for _ in range(8):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE
        ) as writer:
            writer.stdout.readline()
            time.sleep(rnd.random() * 0.05)  # the moment is what is tested
            writer.send_signal(signal.SIGKILL)
        content = path.read_bytes()
        assert len(content) == 3_000_000
        assert len(set(content)) == 1
    assert len(list(tmp_path.iterdir())) <= 2


def test_sessions_that_import_at_once_leave_whole_files():
    command = [sys.executable, "-m", "paperbrowser", "import", str(PAGE)]
    sessions = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(4)]
    assert [session.wait(60) for session in sessions] == [0, 0, 0, 0]
    assert store.read(locate.locate(None).path).profile == formats.read(PAGE).profile


# Snapshots


def large(tmp_path, count=400):
    path = tmp_path / "large.toml"
    path.write_text("the file itself is not read here" + " " * snapshot.LARGE)
    first = profile(count=count)
    return path, ReadResult(replace(first, h_index=7))


def test_a_snapshot_counts_until_its_file_changes(tmp_path):
    path, reading = large(tmp_path)
    assert snapshot.load(path) is None
    snapshot.save(path, reading)
    assert snapshot.load(path) == reading
    seen, total = snapshot.preview(path, limit=20)
    assert (len(seen.papers), total, seen.h_index) == (20, 400, 7)
    path.write_text("changed" + " " * snapshot.LARGE)
    assert snapshot.load(path) is None
    assert snapshot.preview(path) is None


def test_a_snapshot_keeps_every_field_and_the_precision_of_dates(tmp_path):
    path, _ = large(tmp_path)

    papers = tuple(Paper(title=how, date=DATES[how], id=how) for how in ("day", "month", "year"))
    reading = ReadResult(
        Profile(name="A", papers=(*papers, Paper(title="t", venue="icml2017", id="t")))
    )
    snapshot.save(path, reading)
    assert snapshot.load(path) == reading


def test_a_torn_or_foreign_snapshot_is_ignored(tmp_path):
    path, reading = large(tmp_path)
    snapshot.save(path, reading)
    (kept,) = (paths.cache() / "snapshots").glob("*.jsonl")
    whole = kept.read_bytes()
    for damaged in (
        b"",
        b"{}",
        b"[1]",
        b"\xff\xfe",
        whole[: len(whole) // 2],
        whole[:-3],
        whole.replace(b"Paper", b'"'),
    ):
        kept.write_bytes(damaged)
        assert snapshot.load(path) is None
        snapshot.preview(path)


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path):
    path, reading = large(tmp_path)
    paths.cache().parent.mkdir(parents=True, exist_ok=True)
    paths.cache().write_text("a file in the way")
    snapshot.save(path, reading)
    assert snapshot.load(path) is None


def test_reading_a_large_file_twice_gives_the_same():
    path = save_profile(profile(count=5000))
    shares = []
    assert store.read(path).profile == store.read(path, progress=shares.append).profile
    assert shares
    (paths.cache() / "snapshots").rename(paths.cache() / "elsewhere")
    assert store.read(path).profile == profile(count=5000)


@pytest.mark.parametrize(
    "command", [["list"], ["list", "me"], ["export", "--to", "ris"], ["profiles"]]
)
def test_a_library_that_cannot_be_read_is_not_taken_for_an_empty_one(command, capsys):
    store.folder().parent.mkdir(parents=True)
    store.folder().write_text("a file in the way")
    assert cli.main(command) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "Not a directory; check the folder of the profiles" in err


@pytest.mark.skipif(os.name != "posix", reason="symbolic links")
def test_a_link_to_nothing_hides_no_other_profile():
    path = save_profile(profile())
    (store.folder() / "gone.toml").symlink_to("nowhere.toml")
    (store.folder() / "round.toml").symlink_to("round.toml")
    assert locate.locate(None).path == path
    assert sorted(one.path.name for one in store.profiles() if one.error) == [
        "gone.toml",
        "round.toml",
    ]
