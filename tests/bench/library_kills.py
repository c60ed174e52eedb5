"""Kill the server, the writer or a connection while papers are added: ``python -m tests.bench.library_kills``.

A writer adds 20,000 papers to a library in batches of 50. At random moments one of the three is killed, and adding
is begun again. After each kill no paper may be there twice, and what is counted must be what is there; at the end
all papers must be there.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import time

import psycopg

from paperbrowser.postgres import schema
from paperbrowser.postgres.address import connect
from tests.postgres.server import Server
from tests.postgres.test_adding import counts

PAPERS = 20_000
WRITER = (
    "import sys\n"
    "from paperbrowser.postgres import adding\n"
    "from paperbrowser.postgres.address import connect\n"
    "from tests.postgres.test_adding import papers_of\n"
    "adding.BATCH = 50\n"
    "with connect(sys.argv[1]) as one:\n"
    "    print('begun', flush=True)\n"
    "    adding.add(one, sys.argv[1], 'papers', papers_of(int(sys.argv[2])))\n"
)
KINDS = ("server", "writer", "connection")


def begun(address):
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, address, str(PAPERS)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    writer.stdout.readline()
    return writer


def kill(kind, server, writer):
    if kind == "server":
        server.kill()
        server.start()
    elif kind == "writer":
        os.kill(writer.pid, signal.SIGKILL)
    else:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = 'killed' AND pid <> pg_backend_pid()"
        )
    writer.wait()


def check(address, done):
    for _ in range(100):
        try:
            with connect(address) as connection:
                works, counted, words, there = counts(connection)
                distinct = connection.execute(
                    "SELECT count(DISTINCT id) FROM paperbrowser.works"
                ).fetchone()[0]
            break
        except psycopg.Error:
            time.sleep(0.1)
    assert works == counted == distinct, (works, counted, distinct)
    assert words == there, (words, there)
    assert works >= done, (works, done)
    assert works % 50 == 0, works
    return works


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    server = Server()
    server.start()
    server.execute("CREATE DATABASE killed")
    address = server.address("killed")
    try:
        with connect(address) as connection:
            schema.create(connection, address)
        done, number = 0, dict.fromkeys(KINDS, 0)
        for _ in range(asked.kills):
            writer = begun(address)
            time.sleep(chance.uniform(0.0, 1.5))
            kind = chance.choice(KINDS)
            kill(kind, server, writer)
            number[kind] += 1
            done = check(address, done)
            if done == PAPERS:
                with connect(address) as connection:
                    schema.drop(connection)
                    schema.create(connection, address)
                done = 0
        writer = begun(address)
        assert writer.wait() == 0
        assert check(address, PAPERS) == PAPERS
        killed = ", ".join(f"{kind} {count}" for kind, count in number.items())
        print(f"killed {asked.kills} times ({killed}): {PAPERS:,} papers, each once")
    finally:
        server.remove()


if __name__ == "__main__":
    main()
