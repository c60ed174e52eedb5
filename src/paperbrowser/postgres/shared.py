"""Tags and notes that the members of a team share, in tables whose rows the server shows to members alone.

A team is a role of PostgreSQL: its members are the roles that were granted it. Who writes what is decided by
the policies of the tables, so that no client has to be trusted. A change carries an id, and is carried out
once however often it is sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from paperbrowser.papers.words import fold
from paperbrowser.postgres.tokens import plain
from paperbrowser.reading.fold import folded_tag

if TYPE_CHECKING:
    import psycopg

LONGEST_NOTE = 20_000  # characters
CHANNEL, PAYLOAD = "paperbrowser", "shared"  # says that something changed, and nothing of what
_MOST_ROWS = 20_000  # that are read at once
_MOST_TAGS = 1_000  # that are listed

# The roles that the reader is a member of. A subquery, which is answered once a statement.
_TEAMS = (
    "ARRAY(SELECT rolname FROM pg_catalog.pg_roles WHERE pg_catalog.pg_has_role(oid, 'MEMBER'))"
)

# A work need not be among the papers: a note stays when the paper leaves the library. The team is part of
# each key, so that no row clashes with one that its writer cannot see.
TABLES = f"""
CREATE TABLE paperbrowser.shared_tags (
    work text COLLATE "C" NOT NULL CHECK (length(work) BETWEEN 1 AND 400),
    team name NOT NULL,
    key text COLLATE "C" NOT NULL CHECK (length(key) BETWEEN 1 AND 300),   -- the tag as tags are compared
    tag text NOT NULL CHECK (length(tag) BETWEEN 1 AND 100),
    by name NOT NULL DEFAULT session_user,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (team, work, key)
);
CREATE INDEX shared_tags_work ON paperbrowser.shared_tags (work);
CREATE INDEX shared_tags_key ON paperbrowser.shared_tags (key);

CREATE TABLE paperbrowser.shared_notes (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    team name NOT NULL,
    work text COLLATE "C" NOT NULL CHECK (length(work) BETWEEN 1 AND 400),
    text text NOT NULL CHECK (length(text) BETWEEN 1 AND {LONGEST_NOTE}),
    folded text NOT NULL CHECK (length(folded) <= {2 * LONGEST_NOTE}),      -- for searches
    by name NOT NULL DEFAULT session_user,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (team, by, id)
);
CREATE INDEX shared_notes_work ON paperbrowser.shared_notes (work);

-- The changes that were carried out, so that one that is sent again is not.
CREATE TABLE paperbrowser.shared_changes (
    id uuid NOT NULL,
    by name NOT NULL DEFAULT session_user,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (by, id)
);

ALTER TABLE paperbrowser.shared_tags ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE paperbrowser.shared_notes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE paperbrowser.shared_changes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY members_see ON paperbrowser.shared_tags FOR SELECT USING (team = ANY ({_TEAMS}));
CREATE POLICY members_add ON paperbrowser.shared_tags FOR INSERT
    WITH CHECK (by = session_user AND at = now() AND team = ANY ({_TEAMS}));
CREATE POLICY members_remove ON paperbrowser.shared_tags FOR DELETE USING (team = ANY ({_TEAMS}));

CREATE POLICY members_see ON paperbrowser.shared_notes FOR SELECT USING (team = ANY ({_TEAMS}));
CREATE POLICY members_add ON paperbrowser.shared_notes FOR INSERT
    WITH CHECK (by = session_user AND at = now() AND team = ANY ({_TEAMS}));
CREATE POLICY authors_remove ON paperbrowser.shared_notes FOR DELETE
    USING (by = session_user AND team = ANY ({_TEAMS}));

CREATE POLICY own ON paperbrowser.shared_changes USING (by = session_user)
    WITH CHECK (by = session_user AND at = now());

CREATE FUNCTION paperbrowser.say_shared() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_catalog.pg_notify('{CHANNEL}', '{PAYLOAD}'); RETURN NULL; END $$;
CREATE TRIGGER say_shared AFTER INSERT OR DELETE ON paperbrowser.shared_tags
    FOR EACH STATEMENT EXECUTE FUNCTION paperbrowser.say_shared();
CREATE TRIGGER say_shared AFTER INSERT OR DELETE ON paperbrowser.shared_notes
    FOR EACH STATEMENT EXECUTE FUNCTION paperbrowser.say_shared();
"""

# `by` and `at` are the server's to fill in.
_GRANTS = """
GRANT USAGE ON SCHEMA paperbrowser TO {team};
GRANT SELECT ON ALL TABLES IN SCHEMA paperbrowser TO {team};
GRANT DELETE, INSERT (work, team, key, tag) ON paperbrowser.shared_tags TO {team};
GRANT DELETE, INSERT (id, team, work, text, folded) ON paperbrowser.shared_notes TO {team};
GRANT INSERT (id) ON paperbrowser.shared_changes TO {team};
"""

Kind = Literal["tag", "untag", "note"]


@dataclass(frozen=True, slots=True)
class SharedChange:
    """A change of what a team shares.

    Attributes:
        id: a UUID, of this change alone; a note has it too.
        team: the name of the role.
        works: the works that it is for, each by its names, of which the first is its id in the library.
        kind: what is done.
        text: the tag or note; an empty note only takes away those that it replaces.
        replaces: ids of the reader's own notes that this one takes the place of.
        own: whether a tag is taken off only if the reader has put it on.
    """

    id: str
    team: str
    works: tuple[tuple[str, ...], ...]
    kind: Kind
    text: str
    replaces: tuple[str, ...] = ()
    own: bool = False


class SharedRow(NamedTuple):
    """A tag or note as the server has it.

    Attributes:
        work: the name of the work.
        team: whose it is.
        text: the tag or note; anything may be in it.
        by: who wrote it.
        at: when.
        mine: whether that was the reader.
        id: of a note; None for a tag.
    """

    work: str
    team: str
    text: str
    by: str
    at: datetime
    mine: bool
    id: str | None


class TaggedWork(NamedTuple):
    """A shared tag of a work.

    Attributes:
        team: whose it is.
        tag: the tag.
        work: the name of the work.
        by: who put it on.
        at: when.
        title: of the paper; None if the library has it no more.
    """

    team: str
    tag: str
    work: str
    by: str
    at: datetime
    title: str | None


def share(connection: "psycopg.Connection", team: str) -> None:
    """Let the members of a role read the library and share tags and notes."""
    from psycopg import sql

    with connection.transaction():
        for line in filter(None, map(str.strip, _GRANTS.split(";"))):
            connection.execute(sql.SQL(line).format(team=sql.Identifier(team)))


def unshare(connection: "psycopg.Connection", team: str) -> None:
    """Let the members of a role share no more; what they shared stays, and they may read the library."""
    from psycopg import sql

    role = sql.Identifier(team)
    for table in ("shared_tags", "shared_notes", "shared_changes"):
        connection.execute(
            sql.SQL("REVOKE ALL ON {} FROM {}").format(sql.Identifier("paperbrowser", table), role)
        )


def teams(connection: "psycopg.Connection", *, every: bool = False) -> list[str]:
    """Return the teams that share tags and notes here, and that the reader is a member of.

    Args:
        connection: to the library.
        every: those too that the reader is no member of.
    """
    rows = connection.execute(
        "SELECT DISTINCT r.rolname FROM pg_catalog.pg_class c, aclexplode(c.relacl) a "
        "JOIN pg_catalog.pg_roles r ON r.oid = a.grantee "
        "WHERE c.oid = to_regclass('paperbrowser.shared_tags') AND a.privilege_type = 'DELETE' "
        "AND r.oid <> c.relowner AND (%s OR pg_has_role(r.oid, 'MEMBER')) ORDER BY r.rolname",
        (every,),
    )
    return [name for (name,) in rows]


def user(connection: "psycopg.Connection") -> str:
    """Return the name under which the reader writes."""
    row = connection.execute("SELECT session_user::text").fetchone()
    return str(row[0]) if row else ""


def read(connection: "psycopg.Connection", names: Sequence[str]) -> list[SharedRow]:
    """Return what the reader's teams share of some works, given all their names; the oldest first."""
    rows = connection.execute(
        "SELECT work, team::text, tag, by::text, at, by = session_user, NULL "
        "FROM paperbrowser.shared_tags WHERE work = ANY(%(names)s) UNION ALL "
        "SELECT work, team::text, text, by::text, at, by = session_user, id::text "
        "FROM paperbrowser.shared_notes WHERE work = ANY(%(names)s) ORDER BY 5 LIMIT %(most)s",
        {"names": [plain(name) for name in names], "most": _MOST_ROWS},
    )
    return [SharedRow(*row) for row in rows]


def tags(connection: "psycopg.Connection") -> list[tuple[str, str, int]]:
    """Return the tags that the reader's teams share: team, tag and number of works, the most used first."""
    rows = connection.execute(
        "SELECT team::text, min(tag), count(*)::int FROM paperbrowser.shared_tags "
        "GROUP BY team, key ORDER BY 3 DESC, 2 LIMIT %s",
        (_MOST_TAGS,),
    )
    return [(team, tag, count) for team, tag, count in rows]


def tagged(connection: "psycopg.Connection") -> list[TaggedWork]:
    """Return every tag of a work that the reader's teams share, by team and tag."""
    rows = connection.execute(
        "SELECT s.team::text, s.tag, s.work, s.by::text, s.at, w.title "
        "FROM paperbrowser.shared_tags s LEFT JOIN paperbrowser.works w ON w.id = s.work "
        "ORDER BY s.team, s.key, s.work"
    )
    return [TaggedWork(*row) for row in rows]


def carry_out(connection: "psycopg.Connection", change: SharedChange) -> bool:
    """Carry out a change, unless that was done before; return whether it was done now."""
    run, team = connection.execute, plain(change.team)
    with connection.transaction():
        kept = run(
            "INSERT INTO paperbrowser.shared_changes (id) VALUES (%s) ON CONFLICT DO NOTHING",
            (change.id,),
        )
        if not kept.rowcount:
            return False
        if change.kind == "note":
            run(
                "DELETE FROM paperbrowser.shared_notes "
                "WHERE team = %s AND by = session_user AND id = ANY(%s::uuid[])",
                (team, [*change.replaces]),
            )
        for names in change.works:
            _carry_out(connection, change, team, [plain(name) for name in names])
    return True


def _carry_out(
    connection: "psycopg.Connection", change: SharedChange, team: str, names: Sequence[str]
) -> None:
    run, text = connection.execute, plain(change.text)
    if change.kind == "tag":
        run(
            "INSERT INTO paperbrowser.shared_tags (work, team, key, tag) "
            "SELECT %(work)s, %(team)s, %(key)s, %(tag)s WHERE NOT EXISTS (SELECT FROM "
            "paperbrowser.shared_tags WHERE team = %(team)s AND work = ANY(%(names)s) AND key = %(key)s) "
            "ON CONFLICT DO NOTHING",
            {
                "work": names[0],
                "team": team,
                "key": folded_tag(text),
                "tag": text,
                "names": [*names],
            },
        )
    elif change.kind == "untag":
        run(
            "DELETE FROM paperbrowser.shared_tags "
            "WHERE team = %s AND work = ANY(%s) AND key = %s AND (by = session_user OR NOT %s)",
            (team, [*names], folded_tag(text), change.own),
        )
    elif text:
        run(
            "INSERT INTO paperbrowser.shared_notes (id, team, work, text, folded) "
            "VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            (change.id, team, names[0], text, fold(text)[: 2 * LONGEST_NOTE]),
        )


def sql_works_tagged(keys: Sequence[str], *, begun: bool) -> tuple[str, list[object]]:
    """Return a condition in SQL that a work `id` has a shared tag, and the values of its placeholders.

    Args:
        keys: folded tags; those within them count as well.
        begun: whether the last of them is the beginning of one.
    """
    beginnings = [*(f"{key}/" for key in keys), *(keys[-1:] if begun else ())]
    return (
        "id IN (SELECT work FROM paperbrowser.shared_tags WHERE key = ANY(%s) "
        "OR EXISTS (SELECT FROM unnest(%s::text[]) AS beginning WHERE key ^@ beginning))",
        [tuple(keys), tuple(beginnings)],
    )


def sql_works_noted(parts: Sequence[str]) -> tuple[str, list[object]]:
    """Return the condition that a shared note on the work has one of some texts in it, folded."""
    return (
        "id IN (SELECT work FROM paperbrowser.shared_notes n, unnest(%s::text[]) AS part "
        "WHERE position(part IN n.folded) > 0)",
        [tuple(parts)],
    )


def sql_works_of(names: Sequence[str]) -> tuple[str, list[object]]:
    """Return the condition that one of some teams shares a tag or note on the work."""
    return (
        "id IN (SELECT work FROM paperbrowser.shared_tags WHERE team = ANY(%s) "
        "UNION ALL SELECT work FROM paperbrowser.shared_notes WHERE team = ANY(%s))",
        [tuple(names), tuple(names)],
    )
