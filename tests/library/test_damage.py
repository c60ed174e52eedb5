"""A cached file that was damaged is made again from its source: no use of it shows or writes the damage."""

import datetime
import os
import random

import pytest

from paperbrowser import cli, formats
from paperbrowser.formats.result import ReadResult
from paperbrowser.library import snapshot, store
from paperbrowser.library.importing import import_result
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.search import cache
from paperbrowser.sources.protocol import WorksPage
from paperbrowser.sources.resume import KeptPages
from paperbrowser.system import paths
from tests.slow import first_quick
from tests.stored import save_profile

MINE = Profile(
    name="Me",
    h_index=7,
    papers=tuple(
        Paper(
            title=f"On Looms and Paths {n}", abstract="Dark matter. " * n, id=f"p{n}", score=n / 7
        )
        for n in range(12)
    ),
)
MORE = ReadResult(Profile(name="Me", papers=(Paper(title="On Machines", abstract="x", id="m"),)))


@pytest.fixture(autouse=True)
def all_is_cached(monkeypatch):
    monkeypatch.setattr(snapshot, "LARGE", 0)
    monkeypatch.setattr(cache, "KEPT_FROM", 0)


def used(path, capsys):
    """Return all that a user sees of a profile, and its content after an import; the profile stays."""
    seen = []
    for arguments in (["list", "me"], ["list", "me", "-q", "dark paths"], ["profiles"]):
        assert cli.main(arguments) == 0
        seen.append(capsys.readouterr())
    before = path.read_bytes()
    import_result(MORE, into="me")
    seen.append(path.read_bytes())
    path.write_bytes(before)
    return seen


def cached(path, folder, capsys):
    """Make all cached files of a profile, and return the one in `folder`."""
    store.make_snapshot(path, formats.read(path))
    assert cli.main(["list", "me", "-q", "dark"]) == 0
    capsys.readouterr()
    (kept,) = (paths.cache() / folder).iterdir()
    return kept


def flipped(content, at, rnd):
    """Return `content` with a bit turned: at an end for the first rounds, then anywhere."""
    place = (0, -1, len(content) // 2)[at] if at < 3 else rnd.randrange(len(content))
    changed = bytearray(content)
    changed[place] ^= 1 << rnd.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize("folder", first_quick(["snapshots", "indexes"]))
def test_no_bit_of_a_cached_file_changes_what_is_listed_found_or_written(folder, capsys):
    path, rnd = save_profile(MINE), random.Random(5)
    expected = used(path, capsys)
    for at in range(60):
        kept = cached(path, folder, capsys)
        kept.write_bytes(flipped(kept.read_bytes(), at, rnd))
        preview = store.preview(path)
        assert preview is None or set(preview[0].papers) <= set(MINE.papers)
        assert used(path, capsys) == expected


def test_a_damaged_snapshot_is_made_again(capsys):
    path = save_profile(MINE)
    kept = cached(path, "snapshots", capsys)
    sound = kept.read_bytes()
    kept.write_bytes(sound.replace(b"Looms and Paths 3", b"Looms and Maths 3"))
    store.make_snapshot(path, store.read(path))
    assert kept.read_bytes() == sound


def test_a_source_changed_in_place_is_read_although_size_and_time_are_the_same(capsys):
    path = save_profile(MINE)
    cached(path, "snapshots", capsys)
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    path.write_bytes(path.read_bytes().replace(b"Paths 3", b"Veils 3"))
    os.utime(path, ns=times)
    assert store.read(path).profile.papers[3].title == "On Looms and Veils 3"


def test_a_damaged_page_of_a_fetch_is_fetched_again():
    day = datetime.date(2026, 7, 1)
    kept, rnd = KeptPages("openalex", "A1", None, day), random.Random(7)
    kept.keep_person(MINE)
    kept.keep_page(WorksPage(MINE.papers))
    again = KeptPages("openalex", "A1", None, day)
    sound = again.person(), list(again.pages())
    for at in range(60):
        for path in (paths.cache() / "fetch").glob("*/*"):
            content = path.read_bytes()
            path.write_bytes(flipped(content, at, rnd))
            assert again.person() in {None, sound[0]}
            assert list(again.pages()) in ([], sound[1])
            path.write_bytes(content)
    assert (again.person(), list(again.pages())) == sound
