"""The list of a library shows some hundred papers at a time, of however many there are."""

import re

import psycopg
import pytest

from paperbrowser.library import locate
from paperbrowser.papers.sorting import SortKey
from paperbrowser.postgres.address import connect, title_of
from paperbrowser.postgres.kept import MOST as MOST_KEPT
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from paperbrowser.tui.widgets.paper_list import PaperList
from paperbrowser.tui.work.rows_beyond import MOST
from tests.postgres.many import fill
from tests.tui.pilot import keys, press, selected, shown, type_in, until

SIZE = (120, 36)
NUMBER = 1_500


@pytest.fixture(scope="module")
def many(server):
    """The address of a library of many papers, which tests only read."""
    server.execute("CREATE DATABASE many TEMPLATE filled_from")
    with connect(server.address("many")) as connection:
        fill(connection, 0, NUMBER)
    return server.address("many")


def on_server(address):
    return opened(locate.on_server(title_of(address), address), Config())


def papers(app):
    return app.query_one(PaperList)


async def ready(app, pilot):
    await until(pilot, lambda: len(papers(app).rows) >= 200)


async def ask(pilot, text):
    app = pilot.app
    await press(pilot, "slash", "ctrl+u")
    await type_in(pilot, text)
    await until(pilot, lambda: app.browser.view.query == text and not app.browser.view.pending)


async def walked(app, pilot, *, key="pagedown", between=lambda: None):
    """Go through the list with a key, and return the ids of the papers that the cursor passes."""
    lists = papers(app)
    found = [lists.paper.id]
    down = key == "pagedown"
    while True:
        between()
        before = lists.rows[lists.cursor]
        await keys(pilot, key)
        await until(pilot, lambda: not app.browser.beyond.sign)
        rows = [*lists.rows]
        first, last = rows.index(before), lists.cursor
        if first == last:
            return found
        step = range(first + 1, last + 1) if down else range(first - 1, last - 1, -1)
        found += [app.browser.catalogue.papers[rows[at]].id for at in step]
        assert len(rows) <= MOST + 200


async def test_a_walk_by_pages_passes_each_paper_once_in_order(many):
    app = on_server(many)
    async with app.run_test(size=SIZE) as pilot:
        await ready(app, pilot)
        assert "1 of 1,500" in shown(app)
        down = await walked(app, pilot)
        assert len(down) == len({*down}) == NUMBER
        assert "1,500 of 1,500" in shown(app)
        up = await walked(app, pilot, key="pageup")
        assert up == down[::-1]
        assert "1 of 1,500" in shown(app)


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_a_walk_through_20_000_papers_while_others_add_some(library):
    with connect(library) as connection:
        fill(connection, 0, 20_000)
        app = on_server(library)
        added = 20_000

        def add():
            nonlocal added
            if added < 20_400:
                fill(connection, added, added + 2)
                added += 2

        async with app.run_test(size=(120, 190)) as pilot:
            await ready(app, pilot)
            kept = app.browser.catalogue.papers
            await press(pilot, "space", "g")  # selected papers are kept
            chosen = app.browser.selected_papers
            down = await walked(app, pilot, between=add)
            assert len(kept) <= MOST_KEPT
            up = await walked(app, pilot, key="pageup")
            assert app.browser.selected_papers == chosen
            assert f"{added:,} of {added:,}" not in shown(app)
            for found in (down, up[::-1]):
                assert len({*found}) == len(found)
                old = [one for one in found if one < "p0020000"]
                assert len(old) == 20_000
            assert [one for one in up[::-1] if one in {*down}] == down
            days = [str(kept[at].date) for at in papers(app).rows]
            assert days == sorted(days, reverse=True)
            assert len(kept) <= MOST_KEPT


async def test_all_that_is_found_is_exported_and_not_only_what_the_list_holds(
    many, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    app = on_server(many)
    async with app.run_test(size=SIZE) as pilot:
        await ready(app, pilot)
        await press(pilot, "x")
        assert "Export 1,500 papers" in shown(app)
        await press(pilot, "enter")
        (file,) = tmp_path.iterdir()
        await until(pilot, lambda: "many.bib: 1,500 papers" in shown(app))
        assert file.read_text().count("\n@") == NUMBER - 1
        await press(pilot, "d", "slash", *"year:2001", "enter")
        await until(pilot, lambda: not app.browser.view.pending)
        found = app.browser.view.listed.total
        assert 0 < found < NUMBER
        await press(pilot, "G")
        await until(pilot, lambda: not app.browser.beyond.sign)
        assert f"{found:,} of {found:,}" in shown(app)
        # What is selected stays when it leaves the list.
        await press(pilot, "space", "g", "space")
        await until(pilot, lambda: not app.browser.beyond.sign)
        await press(pilot, "x")
        assert "Export 2 papers" in shown(app)
        await press(pilot, "escape", "escape")
        assert not app.browser.panes.list.selected


async def test_keys_go_to_any_place_of_the_list(many):
    app = on_server(many)
    async with app.run_test(size=SIZE) as pilot:
        await ready(app, pilot)
        first = selected(app)
        await press(pilot, "G")
        assert "1,500 of 1,500" in shown(app)
        last = selected(app)
        await press(pilot, "k", "j")
        assert selected(app) == last
        await press(pilot, *"700", "G")
        assert "700 of 1,500" in shown(app)
        middle = selected(app)
        await press(pilot, *"500", "k")
        assert "200 of 1,500" in shown(app)
        await press(pilot, "g")
        assert selected(app) == first
        # In another order the cursor stays on its paper, and so it does when a search is cleared.
        await press(pilot, *"700", "G", "S", "t")
        await until(pilot, lambda: app.browser.view.listed.order.key is SortKey.TITLE)
        assert selected(app) == middle
        order = [app.browser.catalogue.papers[at].title.lower() for at in papers(app).rows]
        assert order == sorted(order)
        await ask(pilot, middle)
        await press(pilot, "enter", "escape")
        assert selected(app) == middle
        assert not app.browser.search_text
        await press(pilot, "R")
        assert selected(app) == middle


async def test_below_the_best_of_a_search_the_list_says_how_to_see_all(many):
    app = on_server(many)
    async with app.run_test(size=SIZE) as pilot:
        await ready(app, pilot)
        await ask(pilot, "spins halos")
        await press(pilot, "enter", "G", "j")
        found = len(papers(app).rows)
        assert found < 375
        assert f"the best {found} of 375 that match; d lists all, newest first" in shown(app)
        await press(pilot, "d")
        assert "375 of 1,500" in shown(app)
        await press(pilot, "G")
        assert "375 of 375" in shown(app)


async def test_a_move_that_waits_for_rows_goes_on_when_they_have_come(many, server):
    app = on_server(many)
    async with app.run_test(size=SIZE) as pilot:
        await ready(app, pilot)
        with psycopg.connect(many) as locking:
            locking.execute("LOCK TABLE paperbrowser.works IN ACCESS EXCLUSIVE MODE")
            await keys(pilot, *["pagedown"] * 8)
            assert "200 of 1,500 · fetching more…" in shown(app)
            here = selected(app)
            await keys(pilot, "j", "j")
            assert selected(app) == here
        await until(pilot, lambda: "fetching" not in shown(app))
        place = papers(app).cursor
        assert place > 200
        assert f"{place + 1} of 1,500" in shown(app)


async def test_a_server_that_goes_away_while_rows_are_fetched(library, server, monkeypatch):
    monkeypatch.setattr("paperbrowser.tui.work.rows_beyond._AGAIN", 0.05)
    monkeypatch.setattr("paperbrowser.postgres.news.PAUSES", (0.05,))
    with connect(library) as connection:
        fill(connection, 0, 500)
    app = on_server(library)
    async with app.run_test(size=SIZE) as pilot:
        await ready(app, pilot)
        server.kill()
        try:
            await keys(pilot, *["pagedown"] * 4)
            await until(
                pilot, lambda: "went away" in shown(app) or "cannot be reached" in shown(app)
            )
            assert len(papers(app).rows) == 200
            await keys(pilot, *["pagedown"] * 4)
            assert "fetching more… · " in shown(app)
            assert "is away, it is asked again" in shown(app)
            await keys(pilot, "asterisk")
            assert app.browser.marks.marks_of(papers(app).paper).starred
        finally:
            server.start()
        await until(pilot, lambda: papers(app).cursor >= 200)
        await until(pilot, lambda: "is away" not in shown(app))


async def test_a_library_opens_at_the_paper_that_was_left(many):
    app = on_server(many)
    async with app.run_test(size=SIZE) as pilot:
        await ready(app, pilot)
        await press(pilot, "C", *"700", "G")
        await until(pilot, lambda: "700 of 1,500" in shown(app))
        left = selected(app)
        app.exit()
    app.finish()
    app = on_server(many)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: "700 of 1,500" in shown(app))
        assert selected(app) == left
        assert "sort: citations, most cited first" in shown(app)


async def test_papers_are_selected_over_many_pages(many):
    app = on_server(many)
    async with app.run_test(size=SIZE) as pilot:
        await ready(app, pilot)
        await press(pilot, "V")
        for _ in range(30):
            await keys(pilot, "pagedown")
            await until(pilot, lambda: not app.browser.beyond.sign)
        await press(pilot, "V")
        number = int(re.search(r"(\d+,?\d*) selected", shown(app))[1].replace(",", ""))
        assert number > MOST
        assert len(app.browser.selected_papers) == number
        await press(pilot, "asterisk", "ctrl+n")
        assert sum(one.starred for one in app.browser.catalogue.marks) == number
        await press(pilot, "u", "V", "G", "V")
        assert "the range began at a paper that is not here any more" in shown(app)
        assert not app.browser.panes.list.selected
        assert not any(one.starred for one in app.browser.catalogue.marks)
        await press(pilot, "ctrl+a")
        assert "selected the 200 papers that are here, of 1,500" in shown(app)
