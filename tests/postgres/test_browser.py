"""The browser on a library: the same story as on a profile, and a server that goes away."""

import threading

import psycopg
import pytest

from paperbrowser.library import locate, store
from paperbrowser.papers.model import Paper
from paperbrowser.postgres import adding, news
from paperbrowser.postgres.address import connect, title_of
from paperbrowser.postgres.servers import Servers
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from paperbrowser.tui.widgets.paper_list import PaperList
from tests.tui.pilot import keys, press, selected, shown, type_in, until

SIZE = (130, 40)
PROFILE = store.read(locate.sample().path).profile


@pytest.fixture
def filled(library):
    with connect(library) as connection:
        adding.add(connection, library, "ho", PROFILE.papers, title="Shirley Ho")
    return library


@pytest.fixture
def three_filled(three):
    with Servers(*three) as parts:
        adding.add_to_parts(parts, "ho", PROFILE.papers, title="Shirley Ho")
    return three


def letters(text):
    return ["space" if one == " " else one for one in text]


def on_server(*addresses):
    return opened(locate.on_server(title_of(*addresses), *addresses), Config())


def rows(app):
    return len(app.query_one(PaperList).rows)


def waiting(server, name):
    """When the statements began that wait for a lock."""
    return set(
        server.execute(
            "SELECT query_start FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
            f"AND state = 'active' AND datname = '{name}'"
        ).fetchall()
    )


async def another_waits(pilot, server, name, before):
    """Wait until a statement waits, and none that began `before`; return when it began."""

    def begun():
        now = waiting(server, name)
        return now if now and not now & before else None

    await until(pilot, begun)
    return waiting(server, name)


async def ready(app, pilot):
    await until(pilot, lambda: rows(app) == 50)


async def answered(app, pilot, text):
    await until(pilot, lambda: app.browser.view.query == text and not app.browser.view.pending)


async def ask(app, pilot, text):
    await press(pilot, "slash", "ctrl+u")
    await type_in(pilot, text)
    await answered(app, pilot, text)


@pytest.mark.slow
@pytest.mark.parametrize("place", ["profile", "one server", "three servers"])
async def test_open_search_sort_narrow_mark_export(place, request, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if place == "one server":
        app = on_server(request.getfixturevalue("filled"))
    elif place == "three servers":
        app = on_server(*request.getfixturevalue("three_filled"))
    else:
        app = opened(locate.sample(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await ready(app, pilot)
        assert "50 papers" in shown(app)
        await ask(app, pilot, "turbulnce")
        catalogue = app.browser.catalogue
        found = [catalogue.papers[at] for at in app.browser.view.rows()]
        assert found
        assert all("urbulen" in f"{paper.title} {paper.abstract}" for paper in found)
        await press(pilot, "enter", "s", "d")
        await until(pilot, lambda: not app.browser.view.pending)
        days = [
            app.browser.catalogue.papers[at].date.first_day for at in app.query_one(PaperList).rows
        ]
        assert days == sorted(days, reverse=True)
        await press(pilot, "escape")
        await until(pilot, lambda: rows(app) == 50)
        await press(pilot, "f")
        await until(pilot, lambda: "Year" in shown(app))
        await press(pilot, "f")
        await ask(app, pilot, "year:2022")
        await until(pilot, lambda: 0 < rows(app) < 50)
        few = rows(app)
        await press(pilot, "enter", "asterisk")
        starred = selected(app)
        await until(pilot, lambda: any(one.starred for one in app.browser.catalogue.marks))
        await ask(app, pilot, "is:starred")
        await until(pilot, lambda: rows(app) == 1)
        assert selected(app) == starred
        await ask(app, pilot, "year:2022 -is:starred")
        await press(pilot, "enter")
        await until(pilot, lambda: rows(app) == few - 1)
        await press(pilot, "x", "enter")
        await until(pilot, lambda: list(tmp_path.iterdir()))
        (file,) = tmp_path.iterdir()
        assert f"\n{file.read_text()}".count("\n@") == few - 1


async def test_a_title_is_typed_while_the_server_is_slow(filled, server):
    name = psycopg.conninfo.conninfo_to_dict(filled)["dbname"]
    app = on_server(filled)
    async with app.run_test(size=SIZE) as pilot:
        await ready(app, pilot)
        with psycopg.connect(server.address(name)) as locking:
            locking.execute("LOCK TABLE paperbrowser.works IN ACCESS EXCLUSIVE MODE")
            await keys(pilot, "slash")
            begun = set()
            for typed in ("turb", "turbu", "turbulence"):
                await keys(pilot, *typed[len(app.browser.search_text) :])
                assert f"/ {typed}" in shown(app)  # the echo waits for no answer
                assert rows(app) == 50
                assert app.browser.view.pending
                begun = await another_waits(
                    pilot, server, name, begun
                )  # the one before is cancelled
        await answered(app, pilot, "turbulence")
        assert 0 < rows(app) < 50


async def test_what_is_shown_stays_while_the_server_is_away(filled, server, monkeypatch):
    monkeypatch.setattr("paperbrowser.tui.work.search._AGAIN", 0.05)
    app = on_server(filled)
    async with app.run_test(size=SIZE) as pilot:
        await ready(app, pilot)
        server.kill()
        try:
            await keys(pilot, "slash", *letters("turb"))
            await until(
                pilot, lambda: "cannot be reached" in shown(app) or "went away" in shown(app)
            )
            assert rows(app) == 50
        finally:
            server.start()
        await until(pilot, lambda: 0 < rows(app) < 50)
        assert app.browser.search_text == "turb"


async def test_a_part_goes_away_and_comes_back(three_filled, server, monkeypatch):
    monkeypatch.setattr("paperbrowser.tui.work.search._AGAIN", 0.05)
    name = psycopg.conninfo.conninfo_to_dict(three_filled[1])["dbname"]
    app = on_server(*reversed(three_filled))
    async with app.run_test(size=SIZE) as pilot:
        await ready(app, pilot)
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        server.execute(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        )
        await keys(pilot, "slash", *letters("turb"))
        await until(pilot, lambda: f"/{name}?" in shown(app) and "cannot be" in shown(app))
        assert rows(app) == 50
        server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        await until(pilot, lambda: 0 < rows(app) < 50)


@pytest.mark.parametrize("listens", [True, False])
async def test_new_papers_are_told_and_move_nothing(filled, monkeypatch, listens):
    if not listens:  # as behind a pooler
        monkeypatch.setattr(news, "_listens", lambda _connection: False)
        monkeypatch.setattr(news, "ASKED_EVERY", 0.05)
    app = on_server(filled)
    async with app.run_test(size=SIZE) as pilot:
        await ready(app, pilot)
        await press(pilot, "j", "j")
        before = selected(app)
        with connect(filled) as connection:
            adding.add(connection, filled, "one", [Paper(title="Zebra", doi="10.1000/1")])
        await until(pilot, lambda: "1 new" in shown(app))
        assert selected(app) == before
        assert rows(app) == 50
        await press(pilot, "R")
        await until(pilot, lambda: rows(app) == 51)
        await until(pilot, lambda: "1 new" not in shown(app))
        assert "51 papers" in shown(app)
        assert selected(app) == before


async def test_a_library_that_was_away_tells_again_what_comes(filled, server, monkeypatch):
    monkeypatch.setattr(news, "PAUSES", (0.02,))
    app = on_server(filled)
    async with app.run_test(size=SIZE) as pilot:
        await ready(app, pilot)
        server.kill()
        try:
            await until(pilot, lambda: "is away, it is asked again" in shown(app))
            assert rows(app) == 50
            await press(pilot, "j", "asterisk")  # marks are of the journal
            starred = app.browser.panes.list.paper
            assert app.browser.marks.marks_of(starred).starred
            await press(pilot, "u", "U", "j", "k")
            assert "is away" in shown(app)
        finally:
            server.start()
        await until(pilot, lambda: "is away" not in shown(app))
        with connect(filled) as connection:
            adding.add(connection, filled, "one", [Paper(title="Zebra", doi="10.1000/1")])
        await until(pilot, lambda: "1 new" in shown(app))
        await ask(app, pilot, "is:starred")
        await until(pilot, lambda: rows(app) == 1)
        assert selected(app) == starred.title
    waiting = [one for one in threading.enumerate() if one.name == "library news"]
    for one in waiting:
        one.join(5)
        assert not one.is_alive()


async def test_a_library_that_cannot_be_reached_is_opened_empty_with_the_reason():
    app = on_server("postgresql://ada@localhost:1/papers")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "R tries again, p chooses another profile." in shown(app))
        await press(pilot, "j")  # the message goes, the reason stays
        assert "postgresql://ada@localhost:1/papers cannot" in shown(app)
        assert "papers at localhost" in shown(app)
        assert "sort: date, newest first · not read" in shown(app)
        assert "being read" not in shown(app)
