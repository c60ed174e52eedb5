"""The index file: damaged files are refused, and a file is written whole or not at all."""

import threading

import pytest

from paperbrowser.papers.model import Paper
from paperbrowser.search.index import SearchIndex
from paperbrowser.search.index.storage import IndexFileError
from paperbrowser.system import files, locks

PAPERS = [
    Paper(title=f"Paper {n} on dark matter", authors=("Ada",), abstract=f"word{n} of it", category="CO")
    for n in range(300)
]  # fmt: skip


@pytest.fixture
def path(tmp_path):
    return tmp_path / "cache" / "index"


def refused(path, content):
    path.write_bytes(content)
    with pytest.raises(IndexFileError):
        SearchIndex.open(path)


def test_a_file_that_is_cut_off_or_foreign_is_refused(path):
    SearchIndex.build(PAPERS[:3], path)
    whole = path.read_bytes()
    for size in [*range(120), *range(120, len(whole), 97), len(whole) - 1]:
        refused(path, whole[:size])
    refused(path, whole + b"\0")
    refused(path, b"garbage " * 1000)
    refused(path, b"\0" * 4096)
    refused(path, whole.replace(b"index 2\n", b"index 1\n", 1))
    path.write_bytes(whole)
    assert len(SearchIndex.open(path)) == 3


def test_a_changed_byte_is_noticed_or_does_no_harm(path):
    SearchIndex.build(PAPERS[:3], path)
    whole = path.read_bytes()
    expected = SearchIndex.open(path).search("dark")
    header = whole.index(b"{")
    noticed = 0
    places = [*range(0, header + 2500, 7), *range(header, len(whole), 61)]
    for at in places:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        try:
            index = SearchIndex.open(path)
        except IndexFileError:
            noticed += 1
        else:  # between two arrays
            assert index.search("dark") == expected
    assert noticed > len(places) // 3


def test_an_index_of_another_source_is_refused(path):
    SearchIndex.build(PAPERS, path, about="one “source”")
    assert len(SearchIndex.open(path, about="one “source”")) == len(SearchIndex.open(path)) == 300
    with pytest.raises(IndexFileError):
        SearchIndex.open(path, about="another")
    with pytest.raises(FileNotFoundError):
        SearchIndex.open(path.with_name("none"))


def test_a_failed_write_leaves_no_file_behind(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError):  # noqa: PT011 - whichever it is
        SearchIndex.build(PAPERS, tmp_path / "file" / "index")

    def full(_handle):
        raise OSError("no space left")

    path = tmp_path / "index"
    with monkeypatch.context() as patch:
        patch.setattr(files, "sync", full)
        with pytest.raises(OSError, match="no space left"):
            SearchIndex.build(PAPERS, path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]
    SearchIndex.build(PAPERS[:2], path)
    assert len(SearchIndex.open(path)) == 2


def test_several_threads_can_build_the_same_file(path):
    at_once, opened, failures = threading.Barrier(4), [], []

    def build():
        try:
            for _ in range(3):
                at_once.wait()
                opened.append(SearchIndex.build(PAPERS, path))
                SearchIndex.open(path)
        except Exception as error:  # noqa: BLE001 - the other threads would wait for this one
            failures.append(error)
            at_once.abort()

    threads = [threading.Thread(target=build) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [entry.name for entry in path.parent.iterdir()] == ["index"]
    # A file that is open stays as it was opened.
    assert {len(index.search("matter", limit=None)) for index in opened} == {300}


def test_an_index_can_be_built_under_the_lock_of_its_file(path):
    with locks.locked(path):
        assert len(SearchIndex.build(PAPERS, path)) == 300


class Stopped(Exception):  # noqa: N818 - it is no error
    pass


def test_progress_goes_up_and_can_stop_the_building(path):
    reported = []
    SearchIndex.build(PAPERS * 3, path, reported.append)
    assert reported == sorted(reported)
    assert len(reported) > 4
    assert reported[0] >= 0
    assert reported[-1] <= 1
    path.unlink()

    for last in range(len(reported)):
        left = iter(range(last))

        def stop(_part, left=left):
            if next(left, None) is None:
                raise Stopped

        with pytest.raises(Stopped):
            SearchIndex.build(PAPERS * 3, path, stop)
        assert not path.exists()
