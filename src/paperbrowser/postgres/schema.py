"""The tables of a library: created, checked, described, dropped."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from paperbrowser.postgres.address import ServerError, as_sentences, masked

if TYPE_CHECKING:
    import psycopg

SCHEMA = "paperbrowser"
VERSION = 1
OLDEST = 150_000  # PostgreSQL 15
PARTITIONS = 4
MOST_PARTITIONS = 64
LOCK = 7_239_414_011  # of the writers: one adds at a time

_TABLES = """
CREATE SCHEMA paperbrowser;

CREATE TABLE paperbrowser.library (
    version int NOT NULL,                    -- of these tables
    works bigint NOT NULL DEFAULT 0,
    abstracts bigint NOT NULL DEFAULT 0,     -- words of all abstracts
    changes bigint NOT NULL DEFAULT 0,
    created timestamptz NOT NULL DEFAULT now()
);
INSERT INTO paperbrowser.library (version) VALUES (1);

CREATE TABLE paperbrowser.works (
    id text COLLATE "C" NOT NULL,
    title text NOT NULL,
    authors text[] NOT NULL,
    year int,
    date date,
    category text,
    score real,
    citations int,
    added date NOT NULL DEFAULT current_date,
    source text NOT NULL,                    -- whose record this is
    abstract int NOT NULL,                   -- words of the abstract
    record json NOT NULL,                    -- the paper as `paperbrowser list --json` writes it
    tokens tsvector NOT NULL,                -- words with weights: A title, B authors, C abstract
    facets text[] NOT NULL,
    PRIMARY KEY (id)
) PARTITION BY HASH (id);

-- Words and labels with the number of papers that have them, as differences that are summed up when read.
CREATE TABLE paperbrowser.words (word text COLLATE "C" NOT NULL, works int NOT NULL);

CREATE TABLE paperbrowser.sources (
    name text PRIMARY KEY,
    title text NOT NULL,
    works int NOT NULL,
    digest text NOT NULL,
    added timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE paperbrowser.source_works (
    source text NOT NULL,
    work text COLLATE "C" NOT NULL,
    PRIMARY KEY (source, work)
);
CREATE INDEX source_works_work ON paperbrowser.source_works (work);

-- What was added: a batch is one transaction, so it is there as a whole or not at all.
CREATE TABLE paperbrowser.batches (
    key text PRIMARY KEY,
    source text NOT NULL,
    works int NOT NULL,
    added timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX batches_source ON paperbrowser.batches (source);
"""
_INDEXES = """
CREATE INDEX works_tokens ON paperbrowser.works USING gin (tokens);
CREATE INDEX works_date ON paperbrowser.works (date DESC NULLS LAST, id);
CREATE INDEX works_citations ON paperbrowser.works (citations DESC NULLS LAST, id);
CREATE INDEX works_score ON paperbrowser.works (score DESC NULLS LAST, id);
CREATE INDEX works_title ON paperbrowser.works (lower(left(title, 200)), id);
"""


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a library.

    Attributes:
        works: the number of papers.
        sources: the number of profiles and files that were added.
        size: bytes on the server's disk.
        partitions: of the table of papers.
        server: the version of PostgreSQL.
        unfinished: profiles whose adding was begun and not ended.
    """

    works: int
    sources: int
    size: int
    partitions: int
    server: str
    unfinished: tuple[str, ...]


def exists(connection: "psycopg.Connection") -> bool:
    """Return whether the database has a library."""
    row = connection.execute(
        "SELECT to_regclass(%s) IS NOT NULL", (f"{SCHEMA}.library",)
    ).fetchone()
    return bool(row and row[0])


def create(
    connection: "psycopg.Connection",
    address: str,
    *,
    partitions: int = PARTITIONS,
    readers: str | None = None,
) -> None:
    """Create the tables of a library, all or none.

    Args:
        connection: to the database.
        address: of it, for messages.
        partitions: the parts of the table of papers.
        readers: a role that may read the library.

    Raises:
        ServerError: there is one already, or the server does not allow it.
    """
    from psycopg import sql

    if connection.info.server_version < OLDEST:
        raise ServerError(
            f"{masked(address)} is PostgreSQL {connection.info.server_version // 10_000}",
            code="too-old",
            advice=f"a library needs {OLDEST // 10_000} or later",
        )
    with as_sentences(address):
        if exists(connection):
            raise ServerError(
                f"{masked(address)} has a library already",
                code="exists",
                advice="`paperbrowser library add` adds papers to it",
            )
        with connection.transaction():
            connection.execute(_TABLES)
            for number in range(partitions):
                table = sql.Identifier(SCHEMA, f"works_{number}")
                connection.execute(
                    sql.SQL(
                        "CREATE TABLE {} PARTITION OF paperbrowser.works "
                        "FOR VALUES WITH (MODULUS {}, REMAINDER {})"
                    ).format(table, sql.Literal(partitions), sql.Literal(number))
                )
                # The tokens stay in the row and as they are: the ranking reads those of hundreds of papers.
                connection.execute(
                    sql.SQL(
                        "ALTER TABLE {} SET (toast_tuple_target = 4080), "
                        "ALTER COLUMN tokens SET STORAGE EXTERNAL"
                    ).format(table)
                )
            connection.execute(_INDEXES)
            if readers:
                allow(connection, readers)


def allow(connection: "psycopg.Connection", role: str) -> None:
    """Let a role read the library."""
    from psycopg import sql

    schema, reader = sql.Identifier(SCHEMA), sql.Identifier(role)
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, reader))
    connection.execute(
        sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}").format(schema, reader)
    )


def check(connection: "psycopg.Connection", address: str) -> None:
    """Raise a `ServerError` unless the database has a library of this version."""
    if not exists(connection):
        raise ServerError(
            f"{masked(address)} has no library",
            code="no-library",
            advice="`paperbrowser library create` makes one",
        )
    row = connection.execute("SELECT version FROM paperbrowser.library").fetchone()
    version = row[0] if row else 0
    if version != VERSION:
        newer = "paperbrowser here is older" if version > VERSION else "it must be created again"
        raise ServerError(
            f"{masked(address)} has a library of version {version}, not {VERSION}",
            code="other-version",
            advice=newer,
        )


def status(connection: "psycopg.Connection") -> Status:
    """Return the state of the library."""
    row = connection.execute(
        """
        SELECT (SELECT works FROM paperbrowser.library),
               (SELECT count(*) FROM paperbrowser.sources),
               (SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = 'paperbrowser' AND c.relkind = 'r'),
               (SELECT count(*) FROM pg_inherits WHERE inhparent = 'paperbrowser.works'::regclass),
               current_setting('server_version')
        """
    ).fetchone()
    unfinished = connection.execute(
        "SELECT DISTINCT source FROM paperbrowser.batches b WHERE NOT EXISTS "
        "(SELECT FROM paperbrowser.sources s WHERE s.name = b.source) ORDER BY source"
    ).fetchall()
    assert row is not None  # noqa: S101 - a SELECT without FROM has a row
    works, sources, size, partitions, server = row
    names = tuple(name for (name,) in unfinished)
    return Status(works, sources, size, partitions, server, names)


def works(connection: "psycopg.Connection") -> int:
    """Return the number of papers."""
    row = connection.execute("SELECT works FROM paperbrowser.library").fetchone()
    return int(row[0]) if row else 0


def sources(connection: "psycopg.Connection") -> list[str]:
    """Return the names of the profiles and files that were added."""
    rows = connection.execute("SELECT name FROM paperbrowser.sources ORDER BY name")
    return [name for (name,) in rows]


def drop(connection: "psycopg.Connection") -> None:
    """Delete the library."""
    connection.execute("DROP SCHEMA IF EXISTS paperbrowser CASCADE")
