"""The tables of a library, or of one part of it: created, upgraded, checked, described, dropped.

A library may have several parts, in a database each, perhaps on servers of their own. Each part has the same
tables, for its papers.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from paperbrowser.papers.text import clean_line
from paperbrowser.postgres import shared
from paperbrowser.postgres.address import ServerError, as_sentences, masked
from paperbrowser.postgres.totals import add_totals

if TYPE_CHECKING:
    import psycopg

SCHEMA = "paperbrowser"
VERSION = 3
OLDEST = 150_000  # PostgreSQL 15
PARTITIONS = 16
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
# What changes the tables of a version into those of the next; a new library is made of the first as well.
_UPGRADES: dict[int, tuple[str, ...]] = {
    2: (
        # Which part of which library this database has.
        "ALTER TABLE paperbrowser.library "
        "ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(), "
        "ADD COLUMN part int NOT NULL DEFAULT 1, ADD COLUMN parts int NOT NULL DEFAULT 1",
        # Titles are in one order in all databases, whatever their languages.
        "DROP INDEX paperbrowser.works_title",
        'CREATE INDEX works_title ON paperbrowser.works ((lower(left(title, 200)) COLLATE "C"), id)',
        shared.TABLES,
    ),
    3: (
        # Sums of the papers of each year, kind and category.
        """
        CREATE TABLE paperbrowser.totals (
            year int,
            kind text NOT NULL,
            category text NOT NULL,
            works bigint NOT NULL,
            with_code bigint NOT NULL,
            counted bigint NOT NULL,                 -- whose citations are known
            citations bigint NOT NULL,
            often bigint NOT NULL,                   -- cited ten times or more
            cut_short bigint NOT NULL,               -- whose authors are not all there
            UNIQUE NULLS NOT DISTINCT (year, kind, category)
        )
        """,
        add_totals("SELECT year, category, citations, record, 1 AS n FROM paperbrowser.works"),
        # Who reads the library reads them too.
        """
        DO $$ DECLARE role regrole; BEGIN
            FOR role IN SELECT grantee FROM pg_class, aclexplode(relacl)
                WHERE pg_class.oid = 'paperbrowser.library'::regclass
                AND privilege_type = 'SELECT' AND grantee <> 0
            LOOP EXECUTE format('GRANT SELECT ON paperbrowser.totals TO %s', role); END LOOP;
        END $$
        """,
    ),
}


@dataclass(frozen=True, slots=True)
class LibraryPart:
    """The part of a library that a database has.

    Attributes:
        library: the id of the library.
        number: of the part, from 1.
        parts: how many the library has.
    """

    library: UUID
    number: int = 1
    parts: int = 1


def parts_of_new(parts: int) -> list[LibraryPart]:
    """Return the parts of a library that is to be created."""
    library = uuid4()
    return [LibraryPart(library, number, parts) for number in range(1, parts + 1)]


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a library.

    Attributes:
        works: the number of papers.
        sources: the names of profiles and files that were added.
        size: bytes on the server's disk.
        partitions: of the tables of papers.
        server: the version of PostgreSQL.
        unfinished: profiles whose adding was begun and not ended.
    """

    works: int
    sources: tuple[str, ...]
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
    part: LibraryPart | None = None,
    partitions: int = PARTITIONS,
    readers: str | None = None,
) -> None:
    """Create the tables of a library or of a part of it, all or none.

    Args:
        connection: to the database.
        address: of it, for messages.
        part: of the library; by default it has one.
        partitions: the partitions of the table of papers.
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
            _upgrade(connection, 1)
            if part is not None:
                connection.execute(
                    "UPDATE paperbrowser.library SET id = %s, part = %s, parts = %s",
                    (part.library, part.number, part.parts),
                )
            if readers:
                allow(connection, readers)


def locked(connection: "psycopg.Connection") -> bool:
    """Keep others from writing to the library until the transaction ends; return whether that could be."""
    row = connection.execute("SELECT pg_try_advisory_xact_lock(%s)", (LOCK,)).fetchone()
    return bool(row and row[0])


def allow(connection: "psycopg.Connection", role: str) -> None:
    """Let a role read the library."""
    from psycopg import sql

    schema, reader = sql.Identifier(SCHEMA), sql.Identifier(role)
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, reader))
    connection.execute(
        sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}").format(schema, reader)
    )


def check(connection: "psycopg.Connection", address: str) -> LibraryPart:
    """Return which part of which library a database has.

    Raises:
        ServerError: it has none, or one of another version.
    """
    version = _version(connection, address)
    if version < VERSION:
        raise ServerError(
            f"{masked(address)} has a library of version {version}, not {VERSION}",
            code="other-version",
            advice=f"{_owner(connection)} upgrades it with `paperbrowser library upgrade`",
        )
    row = connection.execute("SELECT id, part, parts FROM paperbrowser.library").fetchone()
    assert row is not None  # noqa: S101 - the table has a row since it was created
    return LibraryPart(*row)


def upgraded(connection: "psycopg.Connection", address: str) -> LibraryPart:
    """Upgrade a library of an older version; return which part of which library a database has.

    Raises:
        ServerError: it has none, or one of a newer version, or belongs to someone else.
    """
    import psycopg

    if _version(connection, address) < VERSION:
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            version = _version(connection, address)
            try:
                with connection.transaction():
                    _upgrade(connection, version)
            except psycopg.errors.InsufficientPrivilege:
                check(connection, address)  # says who may
    return check(connection, address)


def _upgrade(connection: "psycopg.Connection", version: int) -> None:
    for number, statements in _UPGRADES.items():
        if number > version:
            for statement in statements:
                connection.execute(statement)
    connection.execute("UPDATE paperbrowser.library SET version = %s", (VERSION,))


def _version(connection: "psycopg.Connection", address: str) -> int:
    if not exists(connection):
        raise ServerError(
            f"{masked(address)} has no library",
            code="no-library",
            advice="`paperbrowser library create` makes one",
        )
    row = connection.execute("SELECT version FROM paperbrowser.library").fetchone()
    version = int(row[0]) if row else 0
    if version > VERSION:
        raise ServerError(
            f"{masked(address)} has a library of version {version}, not {VERSION}",
            code="other-version",
            advice="a newer paperbrowser opens it",
        )
    return version


def parts_there(connection: "psycopg.Connection") -> tuple[int, str]:
    """Return how many parts the library has of which a database has one, in any version, and its id."""
    row = connection.execute(
        "SELECT coalesce((to_jsonb(one) ->> 'parts')::int, 1), coalesce(to_jsonb(one) ->> 'id', '') "
        "FROM paperbrowser.library AS one"
    ).fetchone()
    return (int(row[0]), str(row[1])) if row else (1, "")


def _owner(connection: "psycopg.Connection") -> str:
    row = connection.execute(
        "SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = %s", (SCHEMA,)
    ).fetchone()
    return clean_line(row[0]) if row else "its owner"


def status(connection: "psycopg.Connection") -> Status:
    """Return the state of a library, or of a part of it."""
    row = connection.execute(
        """
        SELECT (SELECT works FROM paperbrowser.library),
               (SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = 'paperbrowser' AND c.relkind = 'r'),
               (SELECT count(*) FROM pg_inherits WHERE inhparent = 'paperbrowser.works'::regclass),
               current_setting('server_version')
        """
    ).fetchone()
    unfinished = connection.execute(
        "SELECT DISTINCT source FROM paperbrowser.batches b WHERE NOT EXISTS "
        "(SELECT FROM paperbrowser.sources s WHERE s.name = b.source AND s.added >= b.added) "
        "ORDER BY source"
    ).fetchall()
    assert row is not None  # noqa: S101 - a SELECT without FROM has a row
    works, size, partitions, server = row
    names = tuple(name for (name,) in unfinished)
    return Status(works, tuple(sources(connection)), size, partitions, server, names)


def joined(parts: Iterable[Status]) -> Status:
    """Return the state of a library from those of its parts."""
    every = [*parts]
    named = {name for one in every for name in one.sources}
    unfinished = {name for one in every for name in one.unfinished}
    for one in every:  # a source is noted in each part, even where it has no papers
        unfinished |= named - {*one.sources}
    return Status(
        sum(one.works for one in every),
        tuple(sorted(named)),
        sum(one.size for one in every),
        sum(one.partitions for one in every),
        ", ".join(dict.fromkeys(one.server for one in every)),
        tuple(sorted(unfinished)),
    )


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
