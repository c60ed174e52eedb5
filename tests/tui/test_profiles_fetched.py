"""Fetching a researcher in the background."""

import os
import signal
import sys
import threading
from time import monotonic

import pytest

from paperbrowser.library import locate, store
from paperbrowser.library.locate import Origin
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.settings.config import Config
from paperbrowser.system import paths
from paperbrowser.tui.launch import opened
from paperbrowser.tui.screens.pick import PickScreen
from tests.slow import first_quick
from tests.sources.site import Reply, as_json, author, works
from tests.stored import save_profile
from tests.terminal import Terminal
from tests.tui.pilot import keys, line_with, press, selected, shown, until, until_shown
from tests.tui.test_profiles import marked, offered

SIZE = (100, 30)
ADA = "A5000000001"


class Held:
    """A source of works whose pages are answered one by one, on `let_go`."""

    def __init__(self, numbers=range(6)):
        self._works = works(numbers)
        self._page = threading.Semaphore(0)
        self.waits = threading.Event()

    def __call__(self, asked):
        self.waits.set()
        assert self._page.acquire(timeout=10)
        self.waits.clear()
        return self._works(asked)

    def let_go(self, pages=1):
        self._page.release(pages)


@pytest.fixture
def ada(configured):
    configured.on["/authors"] = as_json({"results": [author(works=6)]})
    configured.on[f"/authors/{ADA}"] = as_json(author(works=6))
    configured.on["/works"] = works(range(6))
    return configured


@pytest.fixture
def held(ada):
    ada.on["/works"] = held = Held()
    yield held
    held.let_go(99)


async def begin(pilot, name="ada ex"):
    await press(pilot, "p")
    await keys(pilot, *name, "enter")


def names():
    return [(entry.name, entry.listed) for entry in store.profiles()]


async def test_a_researcher_is_fetched_and_opened(ada):
    app = opened(locate.sample(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot)
        await until_shown(pilot, "Ada Example: 6 papers")
        assert selected(app) == "On Machines That Compute"
        assert app.origin == Origin(paths.data() / "profiles" / "ada-example.toml", "library")
        await press(pilot, "j")
        assert "2 of 6 · ada-example.toml" in line_with(app, "2 of 6")
    assert names() == [("Ada Example", 6)]


async def test_the_list_works_while_a_page_is_awaited(held):
    app = opened(locate.sample(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot)
        held.let_go()
        await until_shown(pilot, "1 of 50 · fetching Ada Example ━━━╌╌╌╌╌╌╌ 2 of 6")
        await keys(pilot, "j", "j")
        assert "3 of 50 · fetching Ada Example" in shown(app)
        await keys(pilot, "slash", *"turbulence", "enter")
        await until(pilot, lambda: "of 4 · fetching" in shown(app))
        await keys(pilot, "c", "g")
        held.let_go()
        await until_shown(pilot, "━━━━━━╌╌╌╌ 4 of 6")
        held.let_go()
        await until_shown(pilot, "fetched Ada Example: 6 papers; p opens it")
        assert not selected(app).startswith("On Machines")
        await press(pilot, "p", "enter")
        assert selected(app) == "On Machines That Compute"


async def test_another_profile_is_opened_during_a_fetch(held):
    save_profile(Profile(name="Bea", papers=(Paper(id="b", title="Paper b"),)))
    app = opened(locate.sample(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot)
        held.let_go()
        await until_shown(pilot, "2 of 6")
        await keys(pilot, "p", *"bea", "enter")
        await until(pilot, lambda: selected(app) == "Paper b")
        await keys(pilot, "j")
        assert "1 of 1 · fetching Ada Example" in shown(app)
        held.let_go(2)
        await until_shown(pilot, "p opens it")
        await keys(pilot, "k")
        assert "1 of 1 · bea.toml" in shown(app)


async def test_a_stopped_fetch_is_resumed(ada, held):
    app = opened(locate.sample(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot)
        held.let_go(2)
        await until_shown(pilot, "4 of 6")
        await keys(pilot, "p")
        assert offered(app)[-1] == "Stop fetching Ada Example (4 of 6)"
        await keys(pilot, *"some body")
        assert offered(app) == ["fetching Ada Example (4 of 6): one at a time"]
        await keys(pilot, "ctrl+u", *"stop", "enter")
        await until_shown(
            pilot, "stopped fetching Ada Example (4 of 6); the next fetch resumes there"
        )
        assert names() == []
        await keys(pilot, "j")
        assert "2 of 50 · sample" in shown(app)
        ada.asked.clear()
        held.let_go(9)
        await begin(pilot)
        await until_shown(pilot, "Ada Example: 6 papers")
        assert ada.asked[-1].query["cursor"] == "c4"
        assert ada.count("/works") <= 2  # one was cancelled


async def test_the_palette_stops_a_fetch(held):
    app = opened(locate.sample(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot)
        held.let_go()
        await until_shown(pilot, "2 of 6")
        await keys(pilot, "colon", *"stop fetch")
        await until_shown(pilot, "Stop fetching Ada Example (2 of 6)")
        await keys(pilot, "down", "enter")
        await until_shown(pilot, "stopped fetching Ada Example")


async def test_quitting_ends_a_fetch(held):
    app = opened(locate.sample(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot)
        held.let_go()
        await until_shown(pilot, "2 of 6")
        (worker,) = [worker for worker in app.workers if worker.group == "jobs"]
        job = app.jobs.fetching
        await keys(pilot, "Q")
    assert job.cancelled.is_set()
    assert worker.is_cancelled
    assert names() == []
    assert list((paths.cache() / "fetch").rglob("page-0001.json"))


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("left", first_quick(["key", "signal"]))
def test_a_fetch_in_a_terminal_sends_little_and_ends_soon(held, left):
    with Terminal([sys.executable, "-m", "paperbrowser"]) as terminal:
        terminal.wait_for("1 of 50")
        terminal.send("F")
        terminal.wait_for("Fetch a researcher")
        terminal.send(ADA)
        terminal.wait_for(f"Fetch {ADA} from OpenAlex")
        terminal.send("\r")
        held.let_go()
        terminal.wait_for("━━━╌╌╌╌╌╌╌ 2 of 6")
        terminal.settle()
        sent = len(terminal.output)
        terminal.settle(0.7)  # nothing comes, so nothing is drawn
        assert len(terminal.output) == sent
        held.let_go()
        terminal.wait_for("━━━━━━╌╌╌╌ 4 of 6")
        terminal.settle()
        assert len(terminal.output) - sent < 100
        assert held.waits.wait(5)
        start = monotonic()
        if left == "key":
            terminal.send("Q")
        else:
            terminal.kill(signal.SIGTERM)
        assert terminal.end(10) == (0 if left == "key" else 143)
        assert monotonic() - start < 3
        assert terminal.left_on() == []
    assert len(list((paths.cache() / "fetch").rglob("page-*.json"))) == 2
    assert names() == []


async def test_the_user_chooses_among_several_people(ada):
    ada.on["/authors"] = as_json(
        {"results": [author("A5000000002", "Ada Other", 1, "Elsewhere"), author(works=6)]}
    )
    app = opened(locate.sample(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot)
        await until_shown(pilot, "2 people named “ada ex” at OpenAlex")
        assert offered(app) == [
            "Ada Other    Elsewhere, 1 paper", "Ada Example  Institute of Examples, 6 papers, ORCID 0000-0002-1825-0097",
        ]  # fmt: skip
        await keys(pilot, "down", "enter")
        await until_shown(pilot, "Ada Example: 6 papers")
    assert names() == [("Ada Example", 6)]


async def test_a_user_who_went_on_is_not_interrupted_by_a_choice(ada):
    go = threading.Event()

    def people(asked):
        assert go.wait(10)
        return as_json({"results": [author("A5000000002", "Ada Other"), author(works=6)]})

    ada.on["/authors"] = people
    app = opened(locate.sample(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot)
        await until_shown(pilot, "looking for ada ex: asking OpenAlex")
        await keys(pilot, "j")
        go.set()
        await until_shown(pilot, "2 people named “ada ex” at OpenAlex; p chooses one")
        assert not isinstance(app.screen, PickScreen)
        await keys(pilot, "p", *"choose")
        assert marked(app) == "Choose: 2 people named “ada ex” at OpenAlex"
        await keys(pilot, "enter")
        await keys(pilot, "down", "enter")
        await until_shown(pilot, "Ada Example: 6 papers")


async def test_an_update_of_the_open_profile_keeps_the_selection(ada):
    ada.on["/works"] = works(range(5))
    app = opened(locate.sample(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot, ADA)
        await until_shown(pilot, "Ada Example: 5 papers")
        await keys(pilot, "j", "j")
        ada.on["/works"] = Held(range(-1, 5))
        await keys(pilot, "ctrl+r", "k")
        ada.on["/works"].let_go(9)
        await until_shown(pilot, "Ada Example: 1 new")
        assert selected(app) == "Turbulence in the Engine"
    assert names() == [("Ada Example", 6)]


FAULTS = {
    "no such author": (
        as_json({"results": []}),
        "no author named ada ex at OpenAlex; check the spelling, or use another source",
    ),
    "refused": (Reply(status=403), "OpenAlex refuses to answer (403)"),
    "server": (
        Reply(status=500),
        "OpenAlex has a server error (500); try again later, or use another source",
    ),
    "damaged": (Reply(b"{"), "OpenAlex gave a damaged answer (not JSON)"),
    "web page": (Reply(b"<html>"), "log in to the network first"),
    "cut": (Reply(b"{}", missing=9), "OpenAlex gave a damaged answer (it broke off)"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_failed_search_for_a_person_is_one_sentence_and_changes_nothing(ada, fault):
    reply, sentence = FAULTS[fault]
    ada.on["/authors"] = reply
    app = opened(locate.sample(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot)
        await until(pilot, lambda: sentence in " ".join(shown(app).split()))
        await keys(pilot, "j")
        assert "2 of 50 · sample" in shown(app)
    assert names() == []


async def test_a_page_that_fails_leaves_the_library_as_it_was(ada):
    ada.on["/works"] = [works(range(6)), Reply(status=403)]
    app = opened(locate.sample(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot)
        await until_shown(pilot, "OpenAlex refuses to answer (403)")
    assert names() == []


async def test_a_missing_network_is_reported(ada):
    ada.close()
    app = opened(locate.sample(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot)
        await until_shown(
            pilot, "OpenAlex cannot be reached at 127.0.0.1; check the network connection"
        )
        await keys(pilot, "j", "p")
        assert isinstance(app.screen, PickScreen)


async def test_wrong_settings_are_reported(ada):
    (paths.config() / "config.toml").write_text(
        f'[sources.openalex]\nurl = "{ada.url}"\nspeed = 9\n', encoding="utf-8"
    )
    ada.on["/works"] = Held()
    app = opened(locate.sample(), Config())
    async with app.run_test(size=SIZE) as pilot:
        await begin(pilot)
        wrong = 'unknown key "speed" of sources.openalex; known are url, key'
        await until(pilot, lambda: wrong in " ".join(shown(app).split()))
        ada.on["/works"].let_go(9)
        await until_shown(pilot, "Ada Example: 6 papers")
