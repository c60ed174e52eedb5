"""What teams share: who sees, writes and takes away which rows, as several roles on a real server."""

import uuid

import psycopg
import pytest
from psycopg import errors

from paperbrowser.postgres import schema, shared
from paperbrowser.postgres.address import connect
from paperbrowser.postgres.shared import SharedChange

WORK = ("doi:10.1000/1",)


@pytest.fixture
def group(people, library):
    """Connections of several people to a library that lab and rivals share tags and notes in."""
    with connect(library) as owner:
        shared.share(owner, "lab")
        shared.share(owner, "rivals")
        schema.allow(owner, "readers")
        owner.execute(
            "GRANT USAGE ON SCHEMA paperbrowser TO writer; "
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA paperbrowser TO writer"
        )
    name = psycopg.conninfo.conninfo_to_dict(library)["dbname"]
    every = {
        who: connect(people.address(name, who)) for who in ("ada", "bo", "eve", "ron", "writer")
    }
    yield every
    for connection in every.values():
        connection.close()


def change(kind, text, *, team="lab", replaces=(), own=False, work=WORK):
    return SharedChange(str(uuid.uuid4()), team, (work,), kind, text, replaces, own)


def seen(connection, work=WORK):
    return [(row.team, row.text, row.by, row.mine) for row in shared.read(connection, work)]


def test_a_team_shares_tags_and_notes_that_no_one_else_sees(group, library):
    ada, bo, eve, ron, writer = group.values()
    assert shared.carry_out(ada, change("tag", "Method/MCMC"))
    note = change("note", "Read section 3.")
    assert shared.carry_out(ada, note)
    assert seen(ada) == [
        ("lab", "Method/MCMC", "ada", True),
        ("lab", "Read section 3.", "ada", True),
    ]
    assert [one[3] for one in seen(bo)] == [False, False]
    assert shared.tags(bo) == [("lab", "Method/MCMC", 1)]
    assert (shared.teams(ada), shared.teams(eve), shared.teams(ron)) == (["lab"], ["rivals"], [])
    with connect(library) as owner:
        owner.execute("ANALYZE paperbrowser.shared_tags, paperbrowser.shared_notes")
    for other in (eve, ron, writer):
        assert seen(other) == []
        assert shared.tags(other) == []
        for table in ("shared_tags", "shared_notes", "shared_changes"):
            counted = other.execute(f"SELECT count(*) FROM paperbrowser.{table}").fetchone()
            assert counted == (0,)
        for table in ("shared_tags", "shared_notes"):
            stated = other.execute(
                "SELECT count(*) FROM pg_stats WHERE tablename = %s", (table,)
            ).fetchone()
            assert stated == (0,)
    # Another team may use the same tag and even the same id: nothing clashes with what it cannot see.
    assert shared.carry_out(eve, change("tag", "method/mcmc", team="rivals"))
    same = SharedChange(note.id, "rivals", (WORK,), "note", "Theirs")
    assert shared.carry_out(eve, same)
    assert [one[0] for one in seen(eve)] == ["rivals", "rivals"]
    assert len(seen(ada)) == 2


def test_tags_are_taken_away_by_any_member_and_notes_by_their_author(group):
    ada, bo, eve, _, _ = group.values()
    shared.carry_out(ada, change("tag", "todo"))
    note = change("note", "First")
    shared.carry_out(ada, note)
    shared.carry_out(eve, change("untag", "todo"))
    shared.carry_out(
        bo, change("untag", "todo", own=True)
    )  # as its undo does, if another was first
    shared.carry_out(bo, change("note", "Mine instead", replaces=(note.id,)))
    assert [one[1] for one in seen(ada)] == ["todo", "First", "Mine instead"]
    with pytest.raises(errors.InsufficientPrivilege):
        bo.execute("UPDATE paperbrowser.shared_notes SET text = 'Changed'")
    shared.carry_out(bo, change("untag", "ToDo"))
    shared.carry_out(ada, change("note", "Second", replaces=(note.id,)))
    assert [one[1] for one in seen(bo)] == ["Mine instead", "Second"]
    shared.carry_out(ada, change("note", "", replaces=(seen_id(ada, "Second"),)))
    assert [one[1] for one in seen(bo)] == ["Mine instead"]


def seen_id(connection, text):
    return next(row.id for row in shared.read(connection, WORK) if row.text == text)


def test_a_change_that_is_sent_again_is_carried_out_once(group):
    ada, bo, *_ = group.values()
    tag = change("tag", "todo")
    assert shared.carry_out(ada, tag)
    shared.carry_out(bo, change("untag", "todo"))
    assert not shared.carry_out(ada, tag)
    assert seen(ada) == []
    for _ in range(2):
        shared.carry_out(ada, change("tag", "Tödo", work=("arxiv:1", "doi:10.1000/1")))
    assert len(seen(ada, ("doi:10.1000/1", "arxiv:1"))) == 1


@pytest.mark.parametrize(
    ("who", "statement"),
    [
        ("ada", "INSERT INTO paperbrowser.shared_tags (work, team, key, tag, by) VALUES ('w', 'lab', 'k', 'k', 'bo')"),
        ("ada", "INSERT INTO paperbrowser.shared_tags (work, team, key, tag) VALUES ('w', 'rivals', 'k', 'k')"),
        ("writer", "INSERT INTO paperbrowser.shared_tags (work, team, key, tag, by) VALUES ('w', 'lab', 'k', 'k', 'ada')"),
        ("writer", "INSERT INTO paperbrowser.shared_tags (work, team, key, tag, by) VALUES ('w', 'writer', 'k', 'k', 'ada')"),
        ("writer", "INSERT INTO paperbrowser.shared_tags (work, team, key, tag) VALUES ('w', 'lab', 'k', 'k')"),
        ("writer", "INSERT INTO paperbrowser.shared_tags (work, team, key, tag) VALUES ('doi:10.1000/1', 'lab', 'todo', 'todo')"),
        ("writer", "INSERT INTO paperbrowser.shared_tags (work, team, key, tag, at) VALUES ('w', 'writer', 'k', 'k', '2000-01-01')"),
        ("writer", "INSERT INTO paperbrowser.shared_notes (team, work, text, folded, by) VALUES ('writer', 'w', 't', '', 'ada')"),
        ("writer", "INSERT INTO paperbrowser.shared_changes (id, by) VALUES (gen_random_uuid(), 'ada')"),
        ("ron", "INSERT INTO paperbrowser.shared_tags (work, team, key, tag) VALUES ('w', 'readers', 'k', 'k')"),
        ("ron", "DELETE FROM paperbrowser.shared_tags"),
        ("ada", "UPDATE paperbrowser.shared_notes SET by = 'bo'"),
        ("ada", "TRUNCATE paperbrowser.shared_tags"),
        ("ada", "INSERT INTO paperbrowser.works (id) VALUES ('w')"),
        ("ada", "DELETE FROM paperbrowser.works"),
        ("ada", "ALTER TABLE paperbrowser.shared_tags DISABLE ROW LEVEL SECURITY"),
    ],
)  # fmt: skip
def test_no_one_writes_in_the_name_of_another_or_of_another_team(group, who, statement):
    shared.carry_out(group["ada"], change("tag", "todo"))
    with pytest.raises(errors.InsufficientPrivilege) as refused:
        group[who].execute(statement)
    assert "10.1000" not in str(refused.value)
    assert seen(group["bo"]) == [("lab", "todo", "ada", False)]


def test_what_a_writer_of_papers_cannot_see_it_cannot_change(group):
    ada, *_, writer = group.values()
    shared.carry_out(ada, change("note", "Ours"))
    for statement in (
        "DELETE FROM paperbrowser.shared_notes",
        "UPDATE paperbrowser.shared_notes SET text = 'x'",
        "DELETE FROM paperbrowser.shared_changes",
    ):
        assert writer.execute(statement).rowcount == 0
    writer.execute("SET row_security = off")
    with pytest.raises(errors.InsufficientPrivilege):
        writer.execute("SELECT * FROM paperbrowser.shared_notes")
    assert seen(ada) == [("lab", "Ours", "ada", True)]


def test_the_owner_of_the_library_sees_only_what_its_own_teams_share(people, group, library):
    name = psycopg.conninfo.conninfo_to_dict(library)["dbname"]
    shared.carry_out(group["ada"], change("note", "Ours"))
    people.execute("DROP ROLE IF EXISTS head; CREATE ROLE head LOGIN")
    for statement in (
        f"ALTER DATABASE {name} OWNER TO head",
        "ALTER TABLE paperbrowser.shared_notes OWNER TO head",
        "GRANT USAGE ON SCHEMA paperbrowser TO head",
    ):
        people.execute(statement, name)
    with connect(people.address(name, "head")) as head:
        assert head.execute("SELECT count(*) FROM paperbrowser.shared_notes").fetchone() == (0,)
        head.execute("DELETE FROM paperbrowser.shared_notes")
    assert len(seen(group["ada"])) == 1


def test_a_member_who_left_sees_nothing_and_a_role_that_is_gone_hurts_no_one(people, library):
    name = psycopg.conninfo.conninfo_to_dict(library)["dbname"]
    people.execute("CREATE ROLE visitors; CREATE ROLE kim LOGIN IN ROLE visitors")
    with connect(library) as owner:
        shared.share(owner, "visitors")
    with connect(people.address(name, "kim")) as kim:
        shared.carry_out(kim, change("note", "Hello", team="visitors"))
        assert len(seen(kim)) == 1
        people.execute("REVOKE visitors FROM kim")
        people.execute("GRANT USAGE ON SCHEMA paperbrowser TO kim", name)
        people.execute("GRANT SELECT ON ALL TABLES IN SCHEMA paperbrowser TO kim", name)
        assert seen(kim) == []
        people.execute("DROP OWNED BY visitors; DROP ROLE visitors", name)
        assert seen(kim) == []
        assert shared.teams(kim) == []


def test_a_change_is_said_without_what_it_is(group):
    ada, *_, ron = group.values()
    ron.execute("LISTEN paperbrowser")
    shared.carry_out(ada, change("tag", "secret plans"))
    said = [one.payload for one in ron.notifies(timeout=10, stop_after=1)]
    assert said == ["shared"]


@pytest.mark.parametrize("what", [("tag", "x" * 101), ("note", "x" * 20_001), ("tag", "/")])
def test_too_long_texts_are_refused(group, what):
    with pytest.raises(errors.CheckViolation):
        shared.carry_out(group["ada"], change(*what))
    assert seen(group["ada"]) == []
