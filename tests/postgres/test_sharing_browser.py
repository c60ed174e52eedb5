"""The browser on a library in which a team shares tags and notes."""

import psycopg
import pytest

from paperbrowser.papers.marks import NO_MARKS
from paperbrowser.postgres import library_catalogue, shared
from paperbrowser.postgres.address import connect
from tests.postgres.test_browser import SIZE, ask, filled, letters, on_server, ready, rows
from tests.tui.pilot import keys, press, shown, until

__all__ = ("filled",)


@pytest.fixture
def as_member(people, filled):
    """Return the address of a filled library for a user; the members of lab share in it."""
    with connect(filled) as owner:
        shared.share(owner, "lab")
        shared.share(owner, "rivals")
    name = psycopg.conninfo.conninfo_to_dict(filled)["dbname"]
    return lambda who: people.address(name, who)


@pytest.mark.slow
async def test_a_team_shares_tags_and_notes(as_member, monkeypatch):
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    app = on_server(as_member("ada"))
    bo = opened_as_catalogue(as_member("bo"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(app, pilot)
        paper = app.browser.chosen()[0]
        await press(pilot, "t")
        await until(pilot, lambda: "^T for lab" in shown(app))
        await press(pilot, "ctrl+t")
        await until(pilot, lambda: "Tags for lab" in shown(app))
        await keys(pilot, *letters("method"), "enter")
        await until(pilot, lambda: "tagged method for lab: 1 paper" in shown(app))
        await until(pilot, lambda: "lab: #method (you, 2" in shown(app).replace("not sent", ""))
        await press(pilot, "e")
        await keys(pilot, *letters("see figure three"), "ctrl+t", "ctrl+s")
        await until(pilot, lambda: "note written for lab: 1 paper" in shown(app))
        await until(pilot, lambda: not app.browser.catalogue.sharing.waits)
        assert (
            app.browser.marks.marks_of(paper) == NO_MARKS
        )  # nothing of that is in the own journal
        # What bo does is shown within moments.
        bo.engine.ask_for_shared()
        assert [one.by for one in bo.sharing.marks_of(paper).shared_notes] == ["ada"]
        bo.sharing.tag([paper], "lab", "todo", on=True)
        bo.sharing.send()
        await until(pilot, lambda: "lab: #todo (bo, " in shown(app))
        await ask(app, pilot, "shared:todo")
        await until(pilot, lambda: rows(app) == 1)
        # Undone in the order in which it was done, with what is the user's own in between.
        await press(pilot, "enter", "u")
        await until(pilot, lambda: "note deleted for lab: 1 paper" in shown(app))
        await press(pilot, "asterisk")
        await until(pilot, lambda: "starred: 1 paper" in shown(app))
        await press(pilot, "u")
        await until(pilot, lambda: "no star again: 1 paper" in shown(app))
        await press(pilot, "u")
        await until(pilot, lambda: "tag method taken off for lab" in shown(app))
        await press(pilot, "U")
        await until(pilot, lambda: "tagged method for lab: 1 paper" in shown(app))
        await until(pilot, lambda: not app.browser.catalogue.sharing.waits)
    bo.engine.ask_for_shared()
    marks = bo.sharing.marks_of(paper)
    assert [one.text for one in (*marks.shared_tags, *marks.shared_notes)] == ["method", "todo"]
    bo.close()


def opened_as_catalogue(address):
    catalogue = library_catalogue.opened([address], "papers")
    catalogue.put_marks(())
    return catalogue


async def test_what_is_shared_while_the_server_is_away_is_sent_later(
    as_member, server, monkeypatch
):
    monkeypatch.setattr("paperbrowser.tui.work.shared_marks._AGAIN", 0.05)
    app = on_server(as_member("ada"))
    async with app.run_test(size=SIZE) as pilot:
        await ready(app, pilot)
        paper = app.browser.chosen()[0]
        server.kill()
        try:
            await press(pilot, "t", "ctrl+t")
            await keys(pilot, *letters("train"), "enter")
            await until(pilot, lambda: "kept here, and shared when that works again" in shown(app))
            assert "lab: #train (you, not sent yet)" in shown(app)
        finally:
            server.start()
        await until(pilot, lambda: not app.browser.catalogue.sharing.waits)
        assert "not sent yet" not in shown(app)
        assert app.browser.catalogue.sharing.marks_of(paper).shared_tags[0].at


async def test_without_a_team_there_is_nothing_to_choose(filled):
    app = on_server(filled)
    async with app.run_test(size=SIZE) as pilot:
        await ready(app, pilot)
        await press(pilot, "t", "ctrl+t")
        assert "Tags" in shown(app)
        assert "^T" not in shown(app)
