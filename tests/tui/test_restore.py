"""The user's place is restored in the next session."""

import json
import os
import signal
import sys

import pytest

from paperbrowser.formats import toml
from paperbrowser.library import locate, session
from paperbrowser.library.locate import Origin
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from paperbrowser.tui.widgets.panes import Panes
from paperbrowser.tui.widgets.search_bar import SearchInput
from tests.stored import save_profile
from tests.terminal import Terminal
from tests.tui.pilot import press, selected, shown

SIZE = (100, 20)
COMMAND = [sys.executable, "-m", "paperbrowser"]
posix = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")


async def visit(*keys, origin=None, config=None, size=SIZE):
    """Open, press keys, quit; return the first picture and the last one."""
    app = opened(origin or locate.sample(), config or Config())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await press(pilot)
        first = shown(app)
        await press(pilot, *keys)
        last = shown(app)
        app.exit()
    app.finish()
    return first, last


@pytest.mark.parametrize(
    "keys",
    [
        "jjjj",
        "Gkkkkkk",
        "ssjjjjjjjjjjjjjjjjjjj",
        ["d", "j", "enter", "j", "j"],
        ["j", "z"],
        ["j", "enter", "z", "j"],
        ["J", "J", "J"],
        ["slash", *"turbulence", "enter", "j", "j"],
        ["s", "slash", *"field", "enter", "d", "r", "j"],
        ["S", "t", "slash", *"cat:CO", "enter", *"jjjjjjjjjjkkkk"],
        ["slash", *"zzzzqqq", "enter"],
    ],
    ids=lambda keys: "".join(keys)[:20],
)
async def test_the_next_session_begins_where_the_last_one_ended(keys):
    _, left = await visit(*keys)
    back, _ = await visit()

    def lines(picture):  # without the message about the last key
        return picture.split("\n")[:-2]

    assert lines(back) == lines(left)


async def test_clearing_a_restored_search_restores_the_order():
    await visit("s", "slash", *"turbulence", "enter")
    _, cleared = await visit("c")
    assert "sort: score, high first · 50 papers" in cleared


async def test_without_restore_nothing_is_restored_or_written():
    await visit("jjj", config=Config(restore=False))
    assert not session.file().exists()
    await visit(*"jjj")
    written = session.file().read_text()
    first, _ = await visit(*"jj", config=Config(restore=False))
    assert "1 of 50" in first
    assert session.file().read_text() == written


async def test_a_changed_setting_sorts_where_no_order_was_chosen():
    await visit("j")
    from paperbrowser.papers.sorting import Order, SortKey

    first, _ = await visit(config=Config(sort=Order(SortKey.SCORE)))
    assert "score, high first" in first


async def test_a_damaged_session_file_is_reported_and_left_alone():
    session.file().parent.mkdir(parents=True)
    session.file().write_text("{")
    first, last = await visit(*"jj", size=(160, 20))
    assert "session.json: not read (its content is damaged)" in first
    assert "session.json" not in last
    assert session.file().read_text() == "{"


def papers(*names):
    return tuple(Paper(id=name, title=f"Paper {name}", abstract="x") for name in names)


def kept(*names, name="Ada"):
    path = save_profile(Profile(name=name, papers=papers(*names)))
    return Origin(path, "library")


async def test_a_place_at_a_removed_paper_is_the_first_paper():
    origin = kept("a", "b", "c", "d")
    await visit("G", origin=origin)
    origin.path.write_text(toml.dumps(Profile(name="Ada", papers=papers("x", "c"))))
    first, _ = await visit(origin=origin)
    assert "1 of 2" in first


async def test_each_profile_has_its_place_within_one_session():
    one, two = kept("a", "b", "c"), kept("d", "e", "f", name="Bea")
    await visit("G", origin=two)
    app = opened(one, Config())
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "j", "p", "down", "enter")
        assert selected(app) == "Paper f"
        await press(pilot, "k", "p", "up", "enter")
        assert selected(app) == "Paper b"
        await press(pilot, "R")
        assert selected(app) == "Paper b"
        await press(pilot, "p", "down", "enter")
        assert selected(app) == "Paper e"


async def test_the_place_in_a_large_file_is_restored_after_it_is_read(tmp_path):
    path = tmp_path / "large.toml"
    many = tuple(
        Paper(id=f"p{n}", title=f"Paper number {n}", abstract="word " * 200) for n in range(1_000)
    )
    path.write_text(toml.dumps(Profile(name="Many", papers=many)))
    origin = Origin(path, "file")
    for again in (False, True):  # read from the file, then from its snapshot
        app = opened(origin, Config())
        async with app.run_test(size=SIZE) as pilot:
            await press(pilot)
            if again:
                assert selected(app) == "Paper number 977"
                assert app.query_one(Panes).zoomed
                assert app.query_one(SearchInput).value == "paper"
            else:
                await press(pilot, "slash", *"paper", "enter")
                await press(pilot, "S", "p", "G", *"k" * 22, "z")
                assert selected(app) == "Paper number 977"
            app.exit()
        app.finish()


async def test_reading_again_keeps_the_order_of_the_results():
    _, left = await visit("slash", *"field", "enter", "d", "R")
    assert "date, newest first" in left


@pytest.mark.slow
@posix
def test_a_killed_session_loses_less_than_two_seconds():
    with Terminal(COMMAND) as terminal:
        terminal.wait_for("1 of 50")
        terminal.send("jjj")
        terminal.wait_for("4 of 50")

        def written(_):
            try:
                profiles = json.loads(session.file().read_text())["profiles"]
            except FileNotFoundError:
                return False
            return [place["line"] for place in profiles.values()] == [3]

        terminal.wait_for(written, 2.0)
        at = session.file().stat().st_mtime_ns
        sent = len(terminal.output)
        terminal.settle(2.5)
        assert session.file().stat().st_mtime_ns == at
        assert len(terminal.output) == sent
        terminal.kill(signal.SIGKILL)
        terminal.end()
    with Terminal(COMMAND) as terminal:
        terminal.wait_for("4 of 50")
        assert terminal.output.count(b"\x1b[2J") == 1
        assert b"1 of 50" not in terminal.output


@posix
def test_a_restored_search_runs_after_the_first_picture():
    with Terminal(COMMAND) as terminal:
        terminal.wait_for("1 of 50")
        terminal.send("/turbulence\r")
        terminal.wait_for("1 of 4")
        terminal.send("Q")
        assert terminal.end() == 0
    with Terminal(COMMAND) as terminal:
        terminal.wait_for("searching…")
        assert "/ turbulence" in terminal.text
        terminal.wait_for("1 of 4")
