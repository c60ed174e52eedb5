"""The list of a library shows some hundred papers at a time, of however many there are."""

import pytest

from paperbrowser.library import locate
from paperbrowser.postgres.address import connect, title_of
from paperbrowser.postgres.kept import MOST as MOST_KEPT
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from paperbrowser.tui.widgets.paper_list import PaperList
from paperbrowser.tui.work.rows_beyond import MOST
from tests.postgres.many import fill
from tests.tui.pilot import keys, press, shown, until

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

        async with app.run_test(size=(120, 90)) as pilot:
            await ready(app, pilot)
            kept = app.browser.catalogue.papers
            await press(pilot, "space")  # selected papers are kept
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
