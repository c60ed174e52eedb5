"""Add papers to a library, a batch at a time, so that adding can be stopped anywhere and goes on there.

A batch is one transaction, which records its key: a writer, a server or a connection that ends in the middle
leaves all of it or nothing. One writer adds at a time; others wait for its batch.
"""

import contextlib
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import astuple, dataclass
from hashlib import blake2b
from threading import Lock
from typing import TYPE_CHECKING

from paperbrowser.papers.model import Paper
from paperbrowser.postgres import news
from paperbrowser.postgres.address import ServerError, as_sentences
from paperbrowser.postgres.schema import LOCK, check
from paperbrowser.postgres.servers import Servers, part_of
from paperbrowser.postgres.tokens import KINDS, LABEL, WorkRow, digest_of, identity, plain, rows_of
from paperbrowser.postgres.totals import add_totals

if TYPE_CHECKING:
    import psycopg

BATCH = 500  # papers
_TIDIED_FROM = 200  # papers
_FOLDED_FROM = 3  # times as many rows as there are words

_STAGED = """
CREATE TEMPORARY TABLE IF NOT EXISTS staged (
    id text COLLATE "C", title text, authors text[], year int, date date, category text, score real,
    citations int, abstract int, record json, tokens tsvector, facets text[]
) ON COMMIT DELETE ROWS
"""
_COLUMNS = (
    "id, title, authors, year, date, category, score, citations, abstract, record, tokens, facets"
)
# Words and labels; pairs, initials and whole titles are looked for as they are.
_LEXEMES = "left(word, 1) <> ALL (ARRAY['" + "','".join(KINDS.replace(LABEL, "")) + "'])"


@dataclass(frozen=True, slots=True)
class Added:
    """The papers that were added.

    Attributes:
        works: papers of the source.
        new: those that the library had not.
        removed: papers that the source has no more, and no other source has.
    """

    works: int
    new: int
    removed: int


def add(
    connection: "psycopg.Connection",
    address: str,
    source: str,
    papers: Sequence[Paper],
    *,
    title: str = "",
    progress: Callable[[int], None] | None = None,
) -> Added:
    """Make a library have the papers of a source as they are now.

    Args:
        connection: to the library.
        address: of it, for messages.
        source: the name of the profile or file.
        papers: all papers of the source.
        title: the person's name, or that of the file.
        progress: is called with the number of papers that are there.

    Raises:
        ServerError: the server went away, or does not allow it.
    """
    source, title = plain(source), plain(title)
    with as_sentences(address):
        check(connection, address)
        known = {
            key
            for (key,) in connection.execute(
                "SELECT key FROM paperbrowser.batches WHERE source = %s", (source,)
            )
        }
        keys: list[str] = []
        ids: list[str] = []
        new = done = 0
        for batch in _batches(papers, source, known):
            keys.append(batch.key)
            ids += batch.ids
            if batch.rows:
                new += _add_batch(connection, source, batch.key, batch.rows)
            done += len(batch.ids)
            if progress is not None:
                progress(done)
        removed = _finish(connection, source, title, keys, ids)
    return Added(len({*ids}), new, removed)


def add_to_parts(
    servers: Servers,
    source: str,
    papers: Sequence[Paper],
    *,
    title: str = "",
    progress: Callable[[int], None] | None = None,
) -> Added:
    """Make a library have the papers of a source as they are now, each part its share; see `add`."""
    servers.begin()
    servers.connect()
    shares: list[list[Paper]] = [[] for _ in servers.addresses]
    for paper in papers:
        shares[part_of(identity(paper), len(servers))].append(paper)
    done = [0] * len(servers)
    telling = Lock()

    def work(connection: "psycopg.Connection", at: int) -> Added:
        def told(papers: int) -> None:
            if servers.given_up:
                raise ServerError("adding was interrupted", code="cancelled")
            done[at] = papers
            if progress is not None:
                with telling:
                    progress(sum(done))

        return add(
            connection, servers.addresses[at], source, shares[at], title=title, progress=told
        )

    each = servers.run(work)
    return Added(*map(sum, zip(*map(astuple, each), strict=True)))


def tidy(connection: "psycopg.Connection", new: int) -> None:
    """Let the server tidy its tables up, after so many papers have come that searching becomes slower."""
    import psycopg

    if new < _TIDIED_FROM:
        return
    with contextlib.suppress(psycopg.Error):  # it does so by itself later
        connection.execute("VACUUM (ANALYZE) paperbrowser.works, paperbrowser.words")


@dataclass(frozen=True, slots=True)
class _Batch:
    """Papers that are added in one transaction.

    Attributes:
        key: that only these papers of this source have.
        ids: of the works, one for each paper.
        rows: of the works; empty if the batch was added before.
    """

    key: str
    ids: list[str]
    rows: list[WorkRow]


def _batches(papers: Sequence[Paper], source: str, known: Collection[str]) -> Iterator[_Batch]:
    """Yield the papers of a source in batches; the next is made while the server takes one.

    Args:
        papers: of the source.
        source: its name.
        known: keys of the batches that were added before.
    """

    def batch(start: int) -> _Batch:
        some = papers[start : start + BATCH]
        key = digest_of(some, source)
        return _Batch(key, [*map(identity, some)], [] if key in known else _rows(some))

    with ThreadPoolExecutor(1, "batches") as preparing:
        coming: deque[Future[_Batch]] = deque()
        for start in range(0, len(papers), BATCH):
            coming.append(preparing.submit(batch, start))
            if len(coming) > 1:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()


def _rows(papers: Sequence[Paper]) -> list[WorkRow]:
    """Return papers as rows, of which each work has one: that with the most in it."""
    rows: dict[str, WorkRow] = {}
    for row in rows_of(papers):
        if row.id not in rows or len(row.record) > len(rows[row.id].record):
            rows[row.id] = row
    return [*rows.values()]


def _add_batch(connection: "psycopg.Connection", source: str, key: str, rows: list[WorkRow]) -> int:
    """Add a batch, unless another writer has just done it; return how many works are new."""
    with connection.transaction():
        run = connection.execute
        run("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        if run("SELECT FROM paperbrowser.batches WHERE key = %s", (key,)).rowcount:
            return 0
        run(_STAGED)  # in each batch: behind a pooler the next may be in another session
        # A batch is looked up by the ids, however little the server knows of it: no table is read as a whole.
        run("SET LOCAL enable_hashjoin = off")
        run("SET LOCAL enable_mergejoin = off")
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY staged ({_COLUMNS}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(astuple(row))
        run(
            "INSERT INTO paperbrowser.source_works SELECT %s, id FROM staged ON CONFLICT DO NOTHING",
            (source,),
        )
        # Of a work that another source has too, the record with more in it stays.
        run(
            "DELETE FROM staged s USING paperbrowser.works w WHERE w.id = s.id AND "
            "(w.record::text = s.record::text "
            "OR (w.source <> %s AND length(w.record::text) >= length(s.record::text)))",
            (source,),
        )
        run(
            f"""
            INSERT INTO paperbrowser.words
            SELECT word, sum(n) FROM (
                SELECT unnest(tsvector_to_array(tokens)) AS word, 1 AS n FROM staged
                UNION ALL
                SELECT unnest(tsvector_to_array(w.tokens)), -1
                FROM paperbrowser.works w JOIN staged s USING (id)
            ) AS changed WHERE {_LEXEMES} GROUP BY word HAVING sum(n) <> 0
            """  # noqa: S608 - a constant
        )
        run(
            add_totals(
                """
                SELECT year, category, citations, record, 1 AS n FROM staged
                UNION ALL
                SELECT w.year, w.category, w.citations, w.record, -1
                FROM paperbrowser.works w JOIN staged s USING (id)
                """
            )
        )
        before = run(
            "SELECT count(*), coalesce(sum(w.abstract), 0) FROM paperbrowser.works w JOIN staged USING (id)"
        ).fetchone()
        after = run("SELECT count(*), coalesce(sum(abstract), 0) FROM staged").fetchone()
        assert before is not None  # noqa: S101 - a count has a row
        assert after is not None  # noqa: S101
        run(
            f"""
            INSERT INTO paperbrowser.works ({_COLUMNS}, source) SELECT {_COLUMNS}, %s FROM staged
            ON CONFLICT (id) DO UPDATE SET
                title = excluded.title, authors = excluded.authors, year = excluded.year,
                date = excluded.date, category = excluded.category, score = excluded.score,
                citations = excluded.citations, abstract = excluded.abstract,
                record = excluded.record, tokens = excluded.tokens, facets = excluded.facets,
                source = excluded.source
            """,  # noqa: S608 - constants
            (source,),
        )
        new = int(after[0]) - int(before[0])
        _count(connection, new, int(after[1]) - int(before[1]))
        run(
            "INSERT INTO paperbrowser.batches (key, source, works) VALUES (%s, %s, %s)",
            (key, source, len(rows)),
        )
        return new


def _count(connection: "psycopg.Connection", works: int, abstracts: int) -> None:
    connection.execute(
        "UPDATE paperbrowser.library SET works = works + %s, abstracts = abstracts + %s, "
        "changes = changes + 1",
        (works, abstracts),
    )
    news.tell(connection)


def _finish(
    connection: "psycopg.Connection", source: str, title: str, keys: list[str], ids: list[str]
) -> int:
    """Note that a source is whole; take away what it has no more. Return how many works that were."""
    digest = blake2b("".join(keys).encode(), digest_size=20).hexdigest()
    with connection.transaction():
        run = connection.execute
        run("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        known = run("SELECT digest FROM paperbrowser.sources WHERE name = %s", (source,)).fetchone()
        if known is not None and known[0] == digest:
            return 0
        removed = _remove_others(connection, source, ids)
        run(
            "DELETE FROM paperbrowser.batches WHERE source = %s AND key <> ALL (%s)", (source, keys)
        )
        run(
            """
            INSERT INTO paperbrowser.sources (name, title, works, digest) VALUES (%s, %s, %s, %s)
            ON CONFLICT (name) DO UPDATE SET title = excluded.title, works = excluded.works,
                digest = excluded.digest, added = now()
            """,
            (source, title, len({*ids}), digest),
        )
        _fold(connection)
    return removed


def _remove_others(connection: "psycopg.Connection", source: str, ids: list[str]) -> int:
    """Delete the works that a source has no more and no other has; return how many.

    Args:
        connection: to the library, within a transaction.
        source: the source.
        ids: of the works that it has.
    """
    totals = add_totals("SELECT year, category, citations, record, -1 AS n FROM gone")
    removed = connection.execute(
        f"""
        WITH unlisted AS (
            DELETE FROM paperbrowser.source_works
            WHERE source = %(source)s AND work <> ALL (%(ids)s) RETURNING work
        ), gone AS (
            DELETE FROM paperbrowser.works w USING unlisted
            WHERE w.id = unlisted.work AND NOT EXISTS (
                SELECT FROM paperbrowser.source_works s
                WHERE s.work = w.id AND s.source <> %(source)s
            )
            RETURNING w.tokens, w.abstract, w.year, w.category, w.citations, w.record
        ), totals AS (
            {totals}
        ), counted AS (
            INSERT INTO paperbrowser.words
            SELECT word, -count(*)
            FROM (SELECT unnest(tsvector_to_array(tokens)) AS word FROM gone) AS t
            WHERE {_LEXEMES} GROUP BY word
        )
        SELECT count(*), coalesce(sum(abstract), 0) FROM gone
        """,  # noqa: S608 - a constant
        {"source": source, "ids": ids},
    ).fetchone()
    assert removed is not None  # noqa: S101 - a count has a row
    if removed[0]:
        _count(connection, -int(removed[0]), -int(removed[1]))
    return int(removed[0])


def _fold(connection: "psycopg.Connection") -> None:
    """Sum up the differences of the words if they are many. To be called within a transaction."""
    row = connection.execute(
        "SELECT count(*), count(DISTINCT word) FROM paperbrowser.words"
    ).fetchone()
    if row is None or row[0] <= _FOLDED_FROM * row[1]:
        return
    connection.execute(
        """
        WITH former AS (DELETE FROM paperbrowser.words RETURNING word, works)
        INSERT INTO paperbrowser.words
        SELECT word, sum(works) FROM former GROUP BY word HAVING sum(works) > 0
        """
    )
