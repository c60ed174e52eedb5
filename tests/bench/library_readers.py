"""Ten readers who type at once while papers come: ``python -m tests.bench.library_readers``.

Each reader is a process that types queries, five keys a second, and gives a query up at the next key as the browser
does. A writer adds 100 papers a second. Before, one reader types alone. A table says how long a key waits until the
list shows the answer to it or to a later one; at the end all papers must be there once, with what is counted.
"""

import argparse
import os
import random
import threading
import time
from multiprocessing import get_context
from pathlib import Path

from paperbrowser.formats.result import ReadError
from paperbrowser.library import locate, store
from paperbrowser.papers import display
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper
from paperbrowser.papers.words import fold, split
from paperbrowser.postgres import adding, servers
from paperbrowser.postgres.address import connect
from paperbrowser.postgres.server_engine import ServerEngine
from paperbrowser.postgres.servers import Servers
from paperbrowser.search.query import parse
from tests.postgres.server import Server
from tests.postgres.test_adding import whole

KEYS = 5  # a second
SHOWN = 200  # papers that the browser asks for
RATE = 100  # papers a second
VENUES = ("Tidal Physics", "Sea Letters", "Annals of Water", "Proceedings of the Marsh")


def vocabulary():
    """The words of the sample, and as many that differ from them by a letter, the commonest first."""
    papers = store.read(locate.sample().path).profile.papers
    found = {}
    for paper in papers:
        for word in split(fold(f"{display.title(paper)} {display.abstract(paper)}")):
            found[word] = found.get(word, 0) + 1
    words = sorted(found, key=lambda word: (-found[word], word))
    chance = random.Random(0)
    altered = [
        word[:at] + chance.choice("aeiourstln") + word[at:]
        for word in words * 4
        if len(word) > 4
        for at in [chance.randrange(1, len(word))]
    ]
    return [*words, *dict.fromkeys(altered)]


def papers_of(first, number, words):
    """Papers with numbers of their own, each always the same."""
    made = []
    for at in range(first, first + number):
        chance = random.Random(at)

        def some(count, chance=chance):
            return " ".join(
                words[min(int(chance.paretovariate(0.35)), len(words)) - 1] for _ in range(count)
            )

        made.append(
            Paper(
                title=f"{some(9)} {at}",
                authors=tuple(f"{chance.choice('ABCDEF')}. Writer{chance.randrange(3_000)}" for _ in range(4)),
                abstract=some(110),
                date=PartialDate(2000 + at % 27, 1 + at % 12),
                venue=chance.choice(VENUES),
                doi=f"10.1000/{at}",
            )
        )  # fmt: skip
    return made


class Reader:
    """Types queries, and looks at the answers as the browser does."""

    def __init__(self, addresses):
        self.engine = ServerEngine(*addresses)
        self.finding = threading.Lock()
        self.pressed = []  # times of the keys
        self.waited = []  # seconds until the answer to a key or to a later one
        self.answered = 0  # keys
        self.errors = []

    def find(self, number, text):
        self.engine.cancel()
        with self.finding:
            if number != len(self.pressed):
                return
            try:
                self.engine.find(parse(text), SHOWN)
            except ReadError as error:
                if number == len(self.pressed) or error.code != "cancelled":
                    self.errors.append(str(error))
                return
            now = time.perf_counter()
            self.waited += [now - at for at in self.pressed[self.answered : number]]
            self.answered = number

    def type(self, text, chance):
        for end in range(1, len(text) + 1):
            self.pressed.append(time.perf_counter())
            threading.Thread(target=self.find, args=(len(self.pressed), text[:end])).start()
            time.sleep(chance.uniform(0.5, 1.5) / KEYS)
        time.sleep(chance.uniform(1, 2))  # the reader looks


def read(addresses, seconds, size, seed, results):
    words, chance = vocabulary(), random.Random(seed)
    reader = Reader(addresses)
    reader.engine.find(parse(""), SHOWN)  # the browser is open
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        paper = papers_of(chance.randrange(size), 1, words)[0]
        telling = sorted(split(fold(paper.title))[:-1], key=len)[-3:]
        reader.type(" ".join(chance.sample(telling, chance.randint(1, 3))), chance)
    for _ in range(600):
        if reader.answered == len(reader.pressed) or reader.errors:
            break
        time.sleep(0.05)
    unanswered = len(reader.pressed) - reader.answered
    reader.engine.close()
    results.put((reader.waited, unanswered, reader.errors, time.process_time()))


def write(addresses, seconds, size, results):
    words, begun, added, errors = vocabulary(), time.monotonic(), 0, []
    slowest = 0.0
    with Servers(*addresses) as library:
        while (now := time.monotonic() - begun) < seconds:
            if added > now * RATE:
                time.sleep(0.01)
                continue
            papers = papers_of(size + added, RATE, words)
            start = time.monotonic()
            try:
                adding.add_to_parts(library, f"of second {added // RATE}", papers)
            except ReadError as error:
                errors.append(str(error))
                break
            slowest = max(slowest, time.monotonic() - start)
            added += RATE
    results.put((added, time.monotonic() - begun, slowest, errors))


def server_seconds(server):
    """Return the processor time of the server and all its processes, those that ended too."""
    tick = os.sysconf("SC_CLK_TCK")
    parent = server._process.pid
    total = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(path.parent.name) == parent:
            total += sum(map(int, fields[11:15]))
        elif int(fields[1]) == parent:
            total += sum(map(int, fields[11:13]))
    return total / tick


def measured(title, waits, unanswered, errors, seconds):
    waits = sorted(1000 * one for one in waits)
    p50, p95 = (waits[int(len(waits) * part)] for part in (0.5, 0.95))
    print(
        f"{title:22} {len(waits):7,} keys  p50 {p50:6.0f}  p95 {p95:6.0f}  max {waits[-1]:6.0f} ms  "
        f"{unanswered} unanswered  {errors} errors  server {seconds:.0f} s of processor time",
        flush=True,
    )
    return p95


def readers(context, addresses, number, seconds, size, seed):
    queue = context.Queue()
    started = [
        context.Process(target=read, args=(addresses, seconds, size, seed + at, queue))
        for at in range(number)
    ]
    for one in started:
        one.start()
    return started, queue


def collected(started, queue):
    found = [queue.get() for _ in started]
    for one in started:
        one.join()
    waits = [one for waits, *_ in found for one in waits]
    errors = [error for _, _, errors, _ in found for error in errors]
    for error in errors[:5]:
        print(f"  {error}")
    print(f"  readers: {sum(one[3] for one in found):.0f} s of processor time")
    return waits, sum(one[1] for one in found), len(errors)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--alone", type=int, default=60, help="seconds that one reader types alone")
    parser.add_argument("--size", type=int, default=20_000, help="papers at the beginning")
    parser.add_argument("--parts", type=int, default=1)
    parser.add_argument("--readers", type=int, default=10)
    asked = parser.parse_args()
    context = get_context("spawn")
    server = Server()
    server.start()
    try:
        names = [f"read{at}" for at in range(asked.parts)]
        for name in names:
            server.execute(f"CREATE DATABASE {name}")
        addresses = [server.address(name) for name in names]
        servers.create(addresses)
        with Servers(*addresses) as library:
            adding.add_to_parts(library, "first", papers_of(0, asked.size, vocabulary()))
        for address in addresses:
            with connect(address) as connection:
                adding.tidy(connection, asked.size)
        print(f"{asked.size:,} papers in {asked.parts} part(s)", flush=True)

        used = server_seconds(server)
        alone = collected(*readers(context, addresses, 1, asked.alone, asked.size, 100))
        before = measured("one reader alone", *alone, server_seconds(server) - used)

        used = server_seconds(server)
        queue = context.Queue()
        writer = context.Process(target=write, args=(addresses, asked.seconds, asked.size, queue))
        started = readers(context, addresses, asked.readers, asked.seconds, asked.size, 200)
        writer.start()
        together = collected(*started)
        added, took, slowest, errors = queue.get()
        writer.join()
        print(
            f"writer: {added:,} papers in {took:.0f} s, {added / took:.0f} a second, the slowest "
            f"{RATE} in {slowest:.1f} s, {len(errors)} errors"
        )
        for error in errors:
            print(f"  {error}")
        after = measured(
            f"{asked.readers} readers, a writer", *together, server_seconds(server) - used
        )
        print(f"p95 is {after / before:.1f} times that of one reader")
        for address in addresses:
            with connect(address) as connection:
                for table in ("words", "totals", "library"):
                    row = connection.execute(
                        f"SELECT count(*), pg_total_relation_size('paperbrowser.{table}') / 1048576 "
                        f"FROM paperbrowser.{table}"
                    ).fetchone()
                    print(f"  {table}: {row[0]:,} rows, {row[1]:,} MB")
        there = 0
        for address in addresses:
            with connect(address) as connection:
                number = connection.execute(
                    "SELECT count(DISTINCT id) FROM paperbrowser.works"
                ).fetchone()[0]
                whole(connection, number)
                there += number
        assert there == asked.size + added, (there, asked.size + added)
        print(f"{there:,} papers are there, each once, and so are the words that are counted")
    finally:
        server.remove()


if __name__ == "__main__":
    main()
