"""Files are written whole or not at all, and cached files fit only the file they were made from."""

import gc
import os

import pytest

from paperbrowser.system import files, paths
from paperbrowser.system.cache_files import CacheFiles
from paperbrowser.system.gc import no_gc


def _breaks_off():
    yield b"half"
    raise OSError(28, "No space left on device")


def test_a_file_keeps_its_content_if_writing_fails(tmp_path):
    path = tmp_path / "a.txt"
    files.write(path, b"old")
    with pytest.raises(OSError, match="space"):
        files.write(path, _breaks_off())
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


def test_a_link_stays_a_link_and_the_mode_stays(tmp_path):
    path, link = tmp_path / "a.txt", tmp_path / "link.txt"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    files.write(link, [b"new", b"er"])
    assert link.is_symlink()
    assert path.read_bytes() == b"newer"
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("function", "number", "written"),
    [
        ("fdatasync", 22, True),
        ("fdatasync", 95, True),
        ("fdatasync", 5, False),
        ("fsync", 22, True),  # of the folder
        ("chmod", 1, True),
    ],
)
def test_a_file_system_that_cannot_do_all_is_written_to(
    tmp_path, monkeypatch, function, number, written
):
    def fails(*_, **__):
        raise OSError(number, os.strerror(number))

    path = tmp_path / "a.txt"
    files.write(path, b"old")
    monkeypatch.setattr(os, function, fails, raising=False)
    if written:
        files.write(path, b"new")
    else:
        with pytest.raises(OSError, match="Input/output"):
            files.write(path, b"new")
    assert path.read_bytes() == (b"new" if written else b"old")
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


def test_the_content_of_a_private_file_is_never_open_to_others(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0o600)

    def content():
        (fresh,) = tmp_path.glob(".*")
        yield f"{fresh.stat().st_mode & 0o777:o}".encode()

    files.write(path, content())
    assert path.read_bytes() == b"600"


def test_a_new_file_gets_the_next_free_number(tmp_path):
    names = [files.write_beside_others(tmp_path, "ho", ".bib", b"x").name for _ in range(3)]
    assert names == ["ho.bib", "ho-2.bib", "ho-3.bib"]
    with pytest.raises(OSError, match="space"):
        files.write_beside_others(tmp_path, "ho", ".bib", _breaks_off())
    assert sorted(one.name for one in tmp_path.iterdir()) == ["ho-2.bib", "ho-3.bib", "ho.bib"]


def test_a_cached_file_fits_one_version_of_its_source(tmp_path):
    source = tmp_path / "a.bib"
    source.write_bytes(b"1")
    kind = CacheFiles("snapshots", "jsonl", version=1, kept=2)
    key = kind.key(source)
    assert kind.key(source) == key
    assert CacheFiles("snapshots", "jsonl", version=2, kept=2).key(source) != key
    source.write_bytes(b"12")
    assert kind.key(source) != key
    with pytest.raises(OSError, match="other"):
        kind.key(tmp_path / "other")


def test_the_oldest_cached_files_are_deleted(tmp_path):
    kind = CacheFiles("test", "x", version=1, kept=2)
    written = [kind.path(tmp_path / name) for name in "abc"]
    for age, path in enumerate(written):
        files.write(path, b"")
        os.utime(path, (age, age))
    kind.prune()
    assert sorted((paths.cache() / "test").iterdir()) == sorted(written[1:])


def test_the_garbage_collector_is_off_within_the_block_only():
    with no_gc():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_more_cached_files_are_kept_while_they_are_small(tmp_path):
    kind = CacheFiles("test", "x", version=1, kept=1, most_bytes=100)
    written = [kind.path(tmp_path / name) for name in "abcd"]
    for age, (path, size) in enumerate(zip(written, (10, 60, 30, 20), strict=True)):
        files.write(path, b"x" * size)
        os.utime(path, (age, age))
    kind.prune()
    assert sorted((paths.cache() / "test").iterdir()) == sorted(written[2:])
