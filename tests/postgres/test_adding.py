"""Papers are added to a library once, whatever ends in the middle."""

import subprocess
import sys

import psycopg
import pytest

from paperbrowser.library import locate, store
from paperbrowser.papers.model import Paper, with_fields
from paperbrowser.postgres import adding, schema
from paperbrowser.postgres.address import ServerError, connect

PAPERS = store.read(locate.sample().path).profile.papers


def papers_of(number):
    return [
        Paper(
            title=f"Paper {at} on the dark matter of halo {at % 7}",
            authors=("Ada Ek", f"Bo Dahl{at % 5}"),
            abstract="Dark matter is dark. It's “matter” all the same; a \\ and a 'quote'.",
            doi=f"10.1000/{at}",
        )
        for at in range(number)
    ]


def counts(connection):
    """The papers in the table, those counted, and the sums of the words counted and of those there."""
    return connection.execute(
        "SELECT (SELECT count(*) FROM paperbrowser.works), (SELECT works FROM paperbrowser.library), "
        "(SELECT coalesce(sum(works), 0) FROM paperbrowser.words), (SELECT count(*) FROM "
        "paperbrowser.works, unnest(tsvector_to_array(tokens)) AS word WHERE word ~ '^[^*+#^]')"
    ).fetchone()


def whole(connection, number):
    works, counted, words, there = counts(connection)
    assert (works, counted) == (number, number)
    assert words == there


def test_papers_are_added_once(library):
    with connect(library) as connection:
        assert adding.add(connection, library, "ho", PAPERS) == adding.Added(50, 50, 0)
        assert adding.add(connection, library, "ho", PAPERS) == adding.Added(50, 0, 0)
        whole(connection, 50)


def test_what_a_source_changes_or_has_no_more_changes_in_the_library(library):
    papers = papers_of(30)
    with connect(library) as connection:
        adding.add(connection, library, "one", papers)
        adding.add(connection, library, "other", papers[:5])
        papers[2] = with_fields(papers[2], title="Quite another title")
        assert adding.add(connection, library, "one", papers[:10]) == adding.Added(10, 0, 20)
        whole(connection, 10)
        assert adding.add(connection, library, "one", papers[6:10]) == adding.Added(4, 0, 1)
        whole(connection, 9)
        titles = connection.execute("SELECT title FROM paperbrowser.works").fetchall()
        assert ("Quite another title",) in titles


def test_of_a_work_that_two_sources_have_the_fuller_record_stays(library):
    full = papers_of(1)[0]
    bare = with_fields(full, abstract="")
    with connect(library) as connection:
        for papers in ([bare], [full], [bare]):
            adding.add(connection, library, f"{len(papers[0].abstract)}", papers)
        assert adding.add(connection, library, "third", [bare]) == adding.Added(1, 0, 0)
        whole(connection, 1)
        row = connection.execute("SELECT record FROM paperbrowser.works").fetchone()
    assert row[0]["abstract"] == full.abstract


def test_a_batch_is_there_as_a_whole_or_not_at_all(library, monkeypatch):
    monkeypatch.setattr(adding, "BATCH", 10)
    papers = papers_of(40)

    def stop(done):
        if done == 20:
            raise KeyboardInterrupt

    with connect(library) as connection:
        with pytest.raises(KeyboardInterrupt):
            adding.add(connection, library, "one", papers, progress=stop)
        whole(connection, 20)
        assert schema.status(connection).unfinished == ("one",)
        assert adding.add(connection, library, "one", papers) == adding.Added(40, 20, 0)
        assert schema.status(connection).unfinished == ()
        whole(connection, 40)


def test_a_connection_that_ends_in_a_batch_leaves_nothing_of_it(library, server, monkeypatch):
    monkeypatch.setattr(adding, "BATCH", 10)
    papers = papers_of(30)
    original = adding._count

    with connect(library) as connection:

        def ended(one, works, abstracts):
            original(one, works, abstracts)
            if len(connection.execute("SELECT FROM paperbrowser.batches").fetchall()) == 1:
                pid = connection.info.backend_pid
                server.execute(f"SELECT pg_terminate_backend({pid}, 5000)")

        monkeypatch.setattr(adding, "_count", ended)
        with pytest.raises(ServerError, match="went away"):
            adding.add(connection, library, "one", papers)
    monkeypatch.undo()
    monkeypatch.setattr(adding, "BATCH", 10)
    with connect(library) as connection:
        whole(connection, 10)
        assert adding.add(connection, library, "one", papers) == adding.Added(30, 20, 0)
        whole(connection, 30)


def test_a_server_that_is_killed_comes_back_whole(library, server, monkeypatch):
    monkeypatch.setattr(adding, "BATCH", 10)
    papers = papers_of(30)

    def killed(done):
        if done == 20:
            server.kill()

    with pytest.raises(ServerError, match="went away"), connect(library) as connection:
        adding.add(connection, library, "one", papers, progress=killed)
    with pytest.raises(ServerError, match="cannot be reached"):
        connect(library)
    server.start()
    with connect(library) as connection:
        assert adding.add(connection, library, "one", papers).works == 30
        whole(connection, 30)


def test_two_writers_at_once_add_each_paper_once(library):
    script = (
        "import sys\n"
        "from paperbrowser.postgres import adding\n"
        "from paperbrowser.postgres.address import connect\n"
        "from tests.postgres.test_adding import papers_of\n"
        "adding.BATCH = 10\n"
        "with connect(sys.argv[1]) as one:\n"
        "    adding.add(one, sys.argv[1], sys.argv[2], papers_of(60))\n"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", script, library, name]) for name in ("a", "a", "b")
    ]
    assert [one.wait() for one in writers] == [0, 0, 0]
    with connect(library) as connection:
        whole(connection, 60)


def test_odd_papers_are_added(library):
    odd = [
        Paper(title="A \0 nul and a \ud800 surrogate", authors=("\\'; DROP TABLE works; --",)),
        Paper(title=""),
        Paper(title="…", abstract="'" * 3_000),
        Paper(title="x" * 3_000, keywords=("k" * 5_000,)),
        Paper(title="Long", abstract=" ".join(f"w{at}" for at in range(20_000))),
        Paper(title="Гравитационные 波 ‘waves’", authors=("Ø. Å",)),
    ]
    with connect(library) as connection:
        assert adding.add(connection, library, "odd '; --", odd).works == len(odd)
        assert adding.add(connection, library, "odd '; --", odd).new == 0
        whole(connection, len(odd))


def test_a_reader_may_not_add(library, server):
    name = psycopg.conninfo.conninfo_to_dict(library)["dbname"]
    server.execute("DROP ROLE IF EXISTS only_reads")
    server.execute("CREATE ROLE only_reads LOGIN")
    with connect(library) as connection:
        schema.allow(connection, "only_reads")
    address = server.address(name, "only_reads")
    with connect(address) as connection, pytest.raises(ServerError, match="does not allow"):
        adding.add(connection, address, "one", papers_of(1))
