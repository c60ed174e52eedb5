"""Kill a server, the writer, its connection or a reader while papers are added: ``python -m tests.bench.library_kills``.

`paperbrowser library add` adds 6,000 papers to a library of one part or of several, on a server each, while a
reader with no right to write searches it several times a second. At random moments, most of them while papers
come, one of them is killed, and adding is begun again. After each kill no paper may be there twice or in the
wrong part, each batch must be there as a whole or not at all, what is counted must be what is there, nothing may
be left of a reader that was killed, and a reader must be answered; at the end all papers must be there.
"""

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from paperbrowser.formats import write
from paperbrowser.papers.model import Profile
from paperbrowser.postgres import servers
from paperbrowser.postgres.address import ServerError, connect
from paperbrowser.postgres.servers import part_of
from tests.postgres.server import Server
from tests.postgres.test_adding import counts, papers_of

PAPERS = 6_000
DATABASE = "killed"
ADD = (sys.executable, "-P", "-m", "paperbrowser", "library", "add")
READER = (
    "import itertools, sys, time\n"
    "from paperbrowser.postgres.address import ServerError\n"
    "from paperbrowser.postgres.server_engine import ServerEngine\n"
    "from paperbrowser.search.query import parse\n"
    "engine = ServerEngine(*sys.argv[1:])\n"
    "for number in itertools.count():\n"
    "    text = ('dark matter', 'halo %d' % (number % 7), 'drak mattre', '', 'bo dahl2')[number % 5]\n"
    "    try:\n"
    "        found = engine.find(parse(text), 50)\n"
    "        ids = [paper.doi for paper in engine.texts(found.results.positions.tolist())]\n"
    "        assert len(ids) == len({*ids}), ids\n"
    "        print('answered', flush=True)\n"
    "    except ServerError as error:\n"
    "        print(error.code, flush=True)\n"
    "    time.sleep(0.1)\n"
)
KINDS = ("server", "writer", "connection", "reader")


class Reader:
    """A process that searches the library several times a second."""

    def __init__(self, addresses, folder):
        self.said = folder / "reader.txt"
        with self.said.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-c", READER, *addresses], stdout=out, stderr=out
            )

    def answers(self):
        """Wait until it is answered once more."""
        before = self.said.read_text().count("answered")
        for _ in range(3_000):
            if self.said.read_text().count("answered") > before:
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError("a reader is not answered:\n" + self.said.read_text()[-2_000:])

    def kill(self):
        self.process.kill()
        self.process.wait()


class Library:
    """A library with its servers, and the processes that write and read it."""

    def __init__(self, parts, folder):
        self.folder = folder
        self.servers = [Server() for _ in range(parts)]
        for one in self.servers:
            one.start()
            one.execute("CREATE ROLE reads LOGIN")
            one.execute(f"CREATE DATABASE {DATABASE}")
        self.addresses = [one.address(DATABASE) for one in self.servers]
        self.file = folder / "papers.jsonl"
        papers = papers_of(PAPERS)
        self.file.write_text("".join(write("jsonl", Profile(name="Papers"), papers)))
        self.create()
        self.reader = self.new_reader()

    def create(self):
        servers.create(self.addresses, readers="reads")

    def begin_again(self):
        servers.drop(self.addresses, lambda: True)
        self.create()

    def new_reader(self):
        return Reader([one.address(DATABASE, "reads") for one in self.servers], self.folder)

    def writer(self):
        return subprocess.Popen(
            [*ADD, *self.addresses, str(self.file)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def begun(self, writer, *, done):
        """Wait until the writer is connected, or has added a batch to the `done` papers, or has ended."""
        if done is None:
            asked = (
                "SELECT FROM pg_stat_activity "
                f"WHERE datname = '{DATABASE}' AND usename = 'owner' AND pid <> pg_backend_pid()"
            )
            while writer.poll() is None and not self.servers[-1].execute(asked).rowcount:
                time.sleep(0.02)
            return
        while writer.poll() is None and done == sum(
            one.execute("SELECT works FROM paperbrowser.library", DATABASE).fetchone()[0]
            for one in self.servers
        ):
            time.sleep(0.02)

    def kill(self, kind, writer, chance):
        one = chance.choice(self.servers)
        if kind == "server":
            one.kill()
            one.start()
        elif kind == "writer":
            writer.kill()
        elif kind == "connection":
            one.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                f"WHERE datname = '{DATABASE}' AND usename = 'owner'"
            )
        else:
            self.reader.kill()
            self.nothing_left()
            self.reader = self.new_reader()

    def nothing_left(self):
        """Wait until no server has a session or lock of a reader; it may finish its statement."""
        for one in self.servers:
            for _ in range(500):
                sessions = one.execute(
                    "SELECT a.pid, count(l.pid) FROM pg_stat_activity a "
                    "LEFT JOIN pg_locks l ON l.pid = a.pid WHERE a.usename = 'reads' GROUP BY 1"
                ).fetchall()
                if not sessions:
                    break
                time.sleep(0.02)
            assert not sessions, sessions

    def check(self, done):
        """Return how many papers there are, of which at least so many were there before."""
        total, every = 0, set()
        for at, address in enumerate(self.addresses):
            with opened(address) as one, one.transaction():
                one.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                works, counted, words, there = counts(one)
                ids = [id_ for (id_,) in one.execute("SELECT id FROM paperbrowser.works")]
                (batched,) = one.execute(
                    "SELECT coalesce(sum(works), 0) FROM paperbrowser.batches"
                ).fetchone()
            assert works == counted == len({*ids}) == batched, (
                works,
                counted,
                len({*ids}),
                batched,
            )
            assert words == there, (words, there)
            assert all(part_of(id_, len(self.addresses)) == at for id_ in ids)
            total += works
            every.update(ids)
        assert total == len(every) >= done, (total, len(every), done)
        return total

    def remove(self):
        self.reader.kill()
        for one in self.servers:
            one.remove()


def opened(address):
    for _ in range(100):
        try:
            return connect(address)
        except ServerError:
            time.sleep(0.1)  # a server that was killed recovers
    raise AssertionError("the server does not come back")


def ended(writer, kind):
    """Check that the writer has ended as it should."""
    said, _ = writer.communicate()
    lines = said.splitlines()
    code = writer.returncode
    good = code == 0 or (kind == "writer" and code == -signal.SIGKILL)
    if kind in {"server", "connection"} and code == 1:
        good = len(lines) == 1 and "Traceback" not in said
    assert good, (kind, code, said)
    return code == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--parts", type=int, default=1)
    parser.add_argument("--longest", type=float, default=2.0, help="seconds before a kill")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    killed, middle, whole, writer = Counter(), 0, 0, None
    with tempfile.TemporaryDirectory() as folder:
        library = Library(asked.parts, Path(folder))
        try:
            done = 0
            for _ in range(asked.kills):
                if writer is None:
                    writer = library.writer()
                    library.begun(writer, done=chance.choice((None, done, done)))
                time.sleep(chance.uniform(0.0, asked.longest))
                kind = chance.choice(KINDS)
                killed[kind] += 1
                library.kill(kind, writer, chance)
                finished = False
                if kind != "reader" or writer.poll() is not None:
                    finished, writer = ended(writer, kind), None
                done = library.check(done)
                middle += 0 < done < PAPERS
                print(f"{killed.total()}: {kind}, {done:,} papers", file=sys.stderr, flush=True)
                assert not finished or done == PAPERS, done
                library.reader.answers()
                if finished:
                    library.begin_again()
                    done, whole = 0, whole + 1
            assert ended(writer or library.writer(), "none")
            assert library.check(PAPERS) == PAPERS
        finally:
            if writer is not None:
                writer.kill()
            library.remove()
    named = ", ".join(f"{kind} {killed[kind]}" for kind in KINDS)
    print(
        f"{asked.parts} parts, killed {asked.kills} times ({named}), {middle} of them with some papers there; "
        f"{whole + 1} times whole: {PAPERS:,} papers, each once"
    )


if __name__ == "__main__":
    main()
