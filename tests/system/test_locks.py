"""A lock waits a bounded time, names its holder, and works where the file system does not lock."""

import errno
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from paperbrowser.system import locks, paths
from paperbrowser.system.locks import locked

HOLD = """
import sys, time
from pathlib import Path
from paperbrowser.system.locks import locked
with locked(Path(sys.argv[1]), name="wide.toml"):
    print("held", flush=True)
    time.sleep(600)
"""
posix = pytest.mark.skipif(os.name != "posix", reason="needs signals")


@contextmanager
def holder(path):
    """Another process that holds the lock of `path`, stopped as by Ctrl+Z."""
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as session:
        try:
            assert session.stdout.readline() == b"held\n"
            session.send_signal(signal.SIGSTOP)
            yield session
        finally:
            session.kill()


ENOTSUPP = 524  # of Linux's kernel, which NFS lets through; it has no name in errno
NO_LOCKS = [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS]
NO_LOCKS += [errno.EPERM, errno.EACCES, errno.EIO, errno.EBADF, ENOTSUPP]  # sandboxes, odd servers


@pytest.fixture(params=["flock", *NO_LOCKS], ids=str)
def system(request, monkeypatch):
    """A file system that locks, or one of those that do not."""
    if request.param != "flock":

        def fail(*_):
            raise OSError(request.param, os.strerror(request.param))

        monkeypatch.setattr("fcntl.flock", fail)
    return request.param


def test_a_lock_is_held_by_one_session(tmp_path, system):
    with locked(tmp_path / "a"):
        with pytest.raises(TimeoutError, match=str(os.getpid())), locked(tmp_path / "a", 0.1):
            pass
        with locked(tmp_path / "b", 0):
            pass
    with locked(tmp_path / "a", 0):
        pass


@posix
def test_a_wait_names_the_process_and_its_file_and_ends(tmp_path):
    said = []
    with holder(tmp_path / "profiles") as session:
        with (
            pytest.raises(TimeoutError),
            locked(tmp_path / "profiles", 1.3, said.append, "other.toml"),
        ):
            pass
        sentence = f"waiting for another paperbrowser (pid {session.pid}) that writes wide.toml"
        assert set(said) == {sentence}


def test_a_wait_can_be_left(tmp_path):
    def leave(_):
        raise KeyboardInterrupt

    with (
        locked(tmp_path / "a"),
        pytest.raises(KeyboardInterrupt),
        locked(tmp_path / "a", 60, leave),
    ):
        pass


@posix
def test_the_lock_of_a_process_that_was_killed_is_free(tmp_path, system):
    path = tmp_path / "a"
    with locked(path):
        left = {file: file.read_bytes() for file in (paths.state() / "locks").iterdir()}
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        dead.wait()
    for file, content in left.items():
        file.write_bytes(content.replace(str(os.getpid()).encode(), str(dead.pid).encode()))
    with locked(path, 1):
        pass


def test_a_number_that_another_process_has_now_is_not_its_holder(tmp_path, monkeypatch):
    monkeypatch.setattr(locks, "fcntl", None)
    with locked(tmp_path / "a"):
        (file,) = (paths.state() / "locks").iterdir()
        content = file.read_bytes().split(b"\n")
    file.write_bytes(b"\n".join([*content[:2], b"1", content[3]]))
    if content[2]:
        with locked(tmp_path / "a", 1):
            pass


@pytest.mark.parametrize("content", [b"", b"not signed"])
def test_a_lock_that_was_taken_while_a_left_over_one_was_looked_at_is_kept(
    tmp_path, monkeypatch, content
):
    monkeypatch.setattr(locks, "fcntl", None)
    with locked(tmp_path / "a"):
        (file,) = (paths.state() / "locks").iterdir()
    file.write_bytes(content)
    os.utime(file, (1, 1))
    rename = Path.rename

    def late(
        path, target
    ):  # another session is quicker: it has removed the file, and taken the lock
        path.unlink()
        path.write_bytes(content)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", late)
    with pytest.raises(TimeoutError), locked(tmp_path / "a", 0.1):
        pass
    assert file.read_bytes() == content
    assert list(file.parent.iterdir()) == [file]


def test_a_lock_file_of_another_machine_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(locks, "fcntl", None)
    with locked(tmp_path / "a"):
        (file,) = (paths.state() / "locks").iterdir()
    file.write_bytes(b"4242\nnode7\n1\nwide.toml")
    with pytest.raises(TimeoutError, match="pid 4242 on node7"), locked(tmp_path / "a", 0.1):
        pass
    assert file.exists()
