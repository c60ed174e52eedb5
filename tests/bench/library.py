"""Quality and speed of a library on a server: ``python -m tests.bench.library CORPUS --size 165000 --keep FOLDER``.

CORPUS has a paper a line as JSON, as for `tests.bench.search`; further papers are altered copies of these (see
`tests.bench.altered`). A server is started in FOLDER and filled; what is there is used again. Queries are made
as there, for papers of the corpus; ``--queries FILE`` takes others, a line each as JSON: kind, query, target.

Printed are the mean reciprocal rank among the first ten, overall and by kind, the share of nonsense that was
answered, milliseconds of a whole query and of each key of some, as the clock, our processor time and the server's
say, and the memory of the app while queries are typed. Milliseconds by the clock count on an idle machine only;
the two processor times together say what a key costs on any.
"""

import argparse
import gzip
import json
import random
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

from paperbrowser.insight.facets import FACETS
from paperbrowser.papers.dates import PartialDate
from paperbrowser.postgres import adding, schema
from paperbrowser.postgres.address import connect
from paperbrowser.postgres.server_engine import ServerEngine
from paperbrowser.postgres.tokens import WorkRow, rows_of
from paperbrowser.postgres.totals import add_totals
from paperbrowser.search.fields import FIELDS
from paperbrowser.search.query import parse
from tests.bench import search
from tests.bench.altered import Alterer
from tests.postgres.server import Server

SHOWN = 200  # papers that the list asks for
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "1GB",
    "effective_cache_size": "3GB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
}


def load(corpus):
    """Return the papers of a corpus with their years and venues."""
    opened = gzip.open if corpus.suffix == ".gz" else open
    with opened(corpus, "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines if line.strip()]
    return [
        replace(
            paper,
            id=one.get("id") or "",
            date=PartialDate(one["year"]) if one.get("year") else None,
            venue=one.get("venue"),
        )
        for paper, one in zip(search.load(corpus), found, strict=True)
    ]


def fill(address, papers, size):
    """Add altered copies of papers until the library has so many."""
    alterer = Alterer(papers)
    with connect(address) as connection:
        if not schema.exists(connection):
            schema.create(connection, address)
        schema.upgraded(connection, address)
        known = set(schema.sources(connection))
        for number in range(-(-size // len(papers))):
            source = f"copy {number}"
            if source in known:
                continue
            some = list(alterer.copies(number, number + 1))
            some = some[: size - number * len(papers)]
            start, own = time.perf_counter(), time.process_time()
            added = adding.add(connection, address, source, some)
            took, own = time.perf_counter() - start, time.process_time() - own
            print(
                f"{source}: {added.new:,} papers, {len(some) / took:,.0f} a second"
                f" ({own / len(some) * 1e3:.2f} ms of our processor time each)",
                flush=True,
            )
        adding.tidy(connection, size)


# Names in records, labels and facets, which are no words of a paper.
NAMES = frozenset(
    [
        "title",
        "authors",
        "date",
        "venue",
        "abstract",
        "null",
        "true",
        "false",
        "year",
        "cites",
        "author",
        "kind",
        "affiliation",
        "category",
    ]
) | frozenset([*FIELDS, *FACETS])


def _line(values):
    """Return the values of a row as a line of text; see `_values`."""
    texts = [
        "\x02".join(("", *one)) if isinstance(one, list) else "\x03" if one is None else str(one)
        for one in values
    ]
    return "\x01".join(texts)


def _values(line):
    return [
        None if text == "\x03" else text.split("\x02")[1:] if text[:1] == "\x02" else text
        for text in line.split("\x01")
    ]


def fill_at_once(address, papers, size):
    """Put altered copies into the tables as they are made of the rows of `papers`, without `library add`.

    This takes a tenth of the time, and the words, labels and rows are distributed in the same way.
    """
    with connect(address) as connection:
        if schema.exists(connection):
            schema.upgraded(connection, address)
            return
    rows = [row for at in range(0, len(papers), 500) for row in rows_of(papers[at : at + 500])]
    columns = [field.name for field in fields(WorkRow)]
    lines = [_line(astuple(row)) for row in rows]
    alterer = Alterer(papers)
    with connect(address) as connection:
        schema.create(connection, address)
        run = connection.execute
        indexes = run(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'paperbrowser' "
            "AND tablename = 'works' AND indexname <> 'works_pkey'"
        ).fetchall()
        for name, _ in indexes:
            run(f"DROP INDEX paperbrowser.{name}")
        done, start = 0, time.perf_counter()
        for number in range(-(-size // len(lines))):
            some = lines[: size - done]
            if number:
                some = alterer.lines(some, number, NAMES)
            copied = f"COPY paperbrowser.works ({', '.join(columns)}, source) FROM STDIN"
            with connection.cursor() as cursor, cursor.copy(copied) as copy:
                for line in some:
                    values = _values(line)
                    if number:
                        values[0] = f"{values[0]}-{number}"
                    copy.write_row((*values, f"copy {number}"))
                    done += 1
            print(f"{done:,} papers after {time.perf_counter() - start:,.0f} s", flush=True)
        run("SET maintenance_work_mem = '1GB'")
        run("SET max_parallel_maintenance_workers = 0")
        run("SET work_mem = '512MB'")
        run(
            "INSERT INTO paperbrowser.words SELECT word, count(*) FROM "
            "(SELECT unnest(tsvector_to_array(tokens)) AS word FROM paperbrowser.works) AS every "
            f"WHERE {adding._LEXEMES} GROUP BY word"
        )
        run(add_totals("SELECT year, category, citations, record, 1 AS n FROM paperbrowser.works"))
        print(f"words after {time.perf_counter() - start:,.0f} s", flush=True)
        for name, statement in indexes:
            run(statement.replace(" ON ONLY ", " ON "))
            print(f"{name} after {time.perf_counter() - start:,.0f} s", flush=True)
        run(
            "UPDATE paperbrowser.library SET works = found.works, abstracts = found.abstracts, changes = 1 "
            "FROM (SELECT count(*) AS works, sum(abstract) AS abstracts FROM paperbrowser.works) AS found"
        )
        run("VACUUM (ANALYZE)")
        print(f"tidied up after {time.perf_counter() - start:,.0f} s", flush=True)


def queries_of(path):
    with path.open(encoding="utf-8") as lines:
        found = map(json.loads, lines)
        return [search.Asked(one["kind"], one["query"], one["target"]) for one in found]


@dataclass(frozen=True)
class Taken:
    """Milliseconds of an answer: by the clock, of our processor time, of the server's."""

    clock: float
    ours: float
    server: float

    @property
    def processor(self):
        return self.ours + self.server


class Clock:
    """Measures answers of a library; the server's processes are seen by their ids."""

    def __init__(self, engine):
        self.engine = engine
        self._pids = [one.info.backend_pid for one in engine._servers._connections]

    def _servers(self):
        stats = [Path(f"/proc/{pid}/schedstat").read_text().split() for pid in self._pids]
        return sum(int(nanoseconds) for nanoseconds, *_ in stats) / 1e6

    def find(self, text, limit=SHOWN):
        """Return the papers of a query and what they took."""
        server, ours, clock = self._servers(), time.process_time(), time.perf_counter()
        found = self.engine.find(parse(text), limit)
        clock, ours = time.perf_counter() - clock, time.process_time() - ours
        taken = Taken(clock * 1e3, ours * 1e3, self._servers() - server)
        return found, taken


def print_quality(clock, papers, queries):
    """Ask all queries and print how good and fast the answers are."""
    names = {paper.id: at for at, paper in enumerate(papers)}
    ranks, answered, taken, missed = defaultdict(list), [], [], []
    for asked in queries:
        found, took = clock.find(asked.text)
        taken.append(took)
        best = clock.engine.texts(found.results.positions[: search.BEST].tolist())
        places = [names.get(paper.id) for paper in best]
        if asked.paper is None:
            answered.append(bool(best))
            if best:
                missed.append((asked.kind, asked.text, best[0].title))
        else:
            rank = 1 / (places.index(asked.paper) + 1) if asked.paper in places else 0.0
            ranks[asked.kind].append(rank)
            if rank < 0.5:
                missed.append((asked.kind, asked.text, papers[asked.paper].title))
    every = [rank for kind in ranks.values() for rank in kind]
    kinds = ", ".join(f"{kind} {statistics.mean(its):.3f}" for kind, its in ranks.items())
    print(f"MRR@10 {statistics.mean(every):.3f} ({kinds})")
    print(f"nonsense answered {statistics.mean(answered or [0]):.3f}")
    print_times("query", taken)
    return missed


def print_keys(clock, queries, chance):
    """Type some queries and print what each key took."""
    typed = chance.sample(queries, min(search.KEYSTROKES_OF, len(queries)))
    taken, slowest = [], []
    for asked in typed:
        for end in range(1, len(asked.text) + 1):
            text = asked.text[:end]
            _, took = clock.find(text)
            taken.append(took)
            slowest.append((took.processor, text, took))
    print_times("key", taken)
    return sorted(slowest, reverse=True)[:30]


def print_times(name, taken):
    for what in ("clock", "processor", "ours", "server"):
        its = [getattr(one, what) for one in taken]
        shown = "/".join(f"{search.percentile(its, part):.1f}" for part in (0.5, 0.95, 1))
        print(f"{name} p50/p95/max, {what}: {shown} ms")


TYPING = """
import asyncio, json, sys
from paperbrowser.library import locate
from paperbrowser.postgres.address import title_of
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from tests.bench.search import resident
from paperbrowser.tui.widgets.paper_list import PaperList
from tests.tui.pilot import press, until

address, queries = sys.argv[1], json.loads(sys.argv[2])

async def work():
    app = opened(locate.on_server(title_of(address), address), Config())
    async with app.run_test(size=(130, 40)) as pilot:
        await until(pilot, lambda: len(app.query_one(PaperList).rows), limit=60)
        for text in queries:
            await press(pilot, "slash", "ctrl+u")
            for one in text:
                await press(pilot, "space" if one == " " else one)
            await until(
                pilot,
                lambda: app.browser.view.query == text and not app.browser.view.pending,
                limit=60,
            )

asyncio.run(work())
print(resident("VmHWM"))
"""


def print_memory(address, queries):
    """Print the memory of the app after queries were typed, in a process of its own."""
    texts = [one.text for one in queries if one.text.isascii()]
    command = [sys.executable, "-c", TYPING, address, json.dumps(texts)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    print(
        f"memory of the app after {len(texts)} queries: {float(printed.split()[-1]):.0f} MB at most"
    )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--size", type=int, default=18_366)
    parser.add_argument("--keep", type=Path, required=True, help="folder of the server")
    parser.add_argument("--at-once", action="store_true", help="fill it without `library add`")
    parser.add_argument("--fill", action="store_true", help="only fill it")
    parser.add_argument("--queries", type=Path, nargs="+", help="made by others")
    parser.add_argument("--seed", type=int, nargs="+", default=[1], help="of our own queries")
    parser.add_argument("--per-kind", type=int, default=60, help="so many queries of each kind")
    parser.add_argument("--missed", action="store_true", help="print what was not found, or slow")
    parser.add_argument("--no-memory", action="store_true", help="do not run the app")
    options = parser.parse_args()
    papers = load(options.corpus)
    server = Server(options.keep, SETTINGS)
    server.start()
    try:
        (fill_at_once if options.at_once else fill)(server.address(), papers, options.size)
        if not options.fill:
            measure(server.address(), papers, options)
    finally:
        server.stop()


def measure(address, papers, options):
    sets = {path.name: queries_of(path) for path in options.queries or ()}
    for seed in () if sets else options.seed:
        sets[f"seed {seed}"] = search.Maker(papers, random.Random(seed)).ask(options.per_kind)
    engine = ServerEngine(address)
    try:
        start = time.perf_counter()
        words = engine.words()
        print(
            f"{words.size:,} papers, {len(words.words):,} words kept; read in"
            f" {time.perf_counter() - start:.1f} s",
            flush=True,
        )
        clock = Clock(engine)
        for name, queries in sets.items():
            print(f"\n{name}: {len(queries):,} queries", flush=True)
            missed = print_quality(clock, papers, queries)
            slowest = print_keys(clock, queries, random.Random(1))
            if options.missed:
                print(*missed, *slowest, sep="\n")
    finally:
        engine.close()
    if not options.no_memory:
        print_memory(address, queries[:: max(1, len(queries) // search.KEYSTROKES_OF)])


if __name__ == "__main__":
    main()
