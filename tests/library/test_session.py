import json
import multiprocessing
import os
from pathlib import Path

import pytest

from paperbrowser.library import locate, session
from paperbrowser.library.session import SessionPlace
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.system import paths as folders
from tests.stored import save_profile

FULL = SessionPlace(
    query="lensing cat:CO",
    order=Order(SortKey.SCORE, reverse=True),
    search_order=Order(SortKey.DATE),
    paper="abc",
    line=3,
    scrolled=2,
    zoomed=True,
    in_detail=True,
)


@pytest.fixture
def profile(tmp_path):
    path = tmp_path / "profile.toml"
    path.write_text("x")
    return path


def test_a_place_comes_back_as_it_was(profile):
    assert session.place_in(profile) is None
    session.save(profile, FULL)
    assert session.place_in(profile) == FULL


def test_each_profile_has_its_own_place_also_by_a_link(profile, tmp_path):
    other = tmp_path / "other.toml"
    other.write_text("y")
    link = tmp_path / "link.toml"
    link.symlink_to(profile)
    session.save(profile, FULL)
    session.save(other, SessionPlace(query="x"))
    assert session.last() == other
    assert session.place_in(link) == FULL
    session.save(link, SessionPlace(query="y"))
    assert session.place_in(profile) == SessionPlace(query="y")
    assert session.last() == profile
    profile.unlink()
    assert session.last() is None


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"version": 2, "profiles": {}}', b'{"version": 1, "profiles": 3}',
     b"\xff\xfe", b"[" * 100_000, b" " * 2_000_000],
)  # fmt: skip
def test_a_file_that_does_not_read_is_left_as_it_is(profile, content):
    session.file().parent.mkdir(parents=True)
    session.file().write_bytes(content)
    with pytest.raises(session.UnreadableError, match=r"session\.json: not read .* move the file"):
        session.place_in(profile)
    with pytest.raises(session.UnreadableError):
        session.last()
    session.save(profile, FULL)
    assert session.file().read_bytes() == content


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"query": 3, "paper": None, "line": -1, "scrolled": True}, SessionPlace()),
        ({"order": {"key": "colour", "reverse": False}}, SessionPlace()),
        ({"order": {"key": "score"}, "search_order": "x", "zoomed": "yes"}, SessionPlace()),
        ({"query": "a\x1b[31mb\n", "line": 10**12, "colour": 1}, SessionPlace(query="a[31mb")),
        (3, None),
    ],
)
def test_wrong_values_count_as_missing(profile, change, expected):
    session.save(profile, SessionPlace())
    table = json.loads(session.file().read_text())
    table["profiles"] = {str(profile.resolve()): change}
    session.file().write_text(json.dumps(table))
    assert session.place_in(profile) == expected


def test_no_place_is_kept_for_a_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    session.save(pipe, FULL)
    assert session.last() is None


def test_a_folder_that_cannot_be_written_is_no_error(profile):
    folders.state().parent.mkdir(parents=True, exist_ok=True)
    folders.state().write_text("a file where a folder should be")
    session.save(profile, FULL)


def _save_often(path):
    for number in range(20):
        session.save(Path(path), SessionPlace(line=number))


def test_two_sessions_never_tear_the_file(tmp_path):
    paths = [tmp_path / f"{n}.toml" for n in range(3)]
    for path in paths:
        path.write_text("x")
    context = multiprocessing.get_context("spawn")
    with context.Pool(3) as pool:
        pool.map(_save_often, map(str, paths))
    assert [session.place_in(path) for path in paths] == [SessionPlace(line=19)] * 3


def test_only_the_last_profiles_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(session, "_KEPT", 2)
    paths = [tmp_path / f"{n}.toml" for n in range(3)]
    for path in paths:
        path.write_text("x")
        session.save(path, SessionPlace())
    assert [session.place_in(path) is not None for path in paths] == [False, True, True]


def test_the_profile_open_or_imported_last_is_opened(tmp_path):
    assert session.origin_of(None) == locate.sample()
    first, second = (
        save_profile(Profile(name=name, papers=(Paper(id="p", title="T"),)))
        for name in ("Ada One", "Bea Two")
    )
    session.save(locate.sample().path, SessionPlace())
    for path in (first, second):
        os.utime(path, (1_000, 1_000))
    session.save(first, SessionPlace())
    assert session.origin_of(None).path == first
    assert session.origin_of("Bea Two").path == second
    os.utime(second, (2e9, 2e9))
    assert session.origin_of(None).path == second
    os.utime(second, (1_000, 1_000))
    elsewhere = tmp_path / "elsewhere.toml"
    elsewhere.write_text("x")
    session.save(elsewhere, SessionPlace())
    assert session.origin_of(None).path == elsewhere
    session.save(locate.sample().path, SessionPlace())
    assert session.origin_of(None).kind == "library"
