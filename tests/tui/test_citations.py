"""A reader goes from a paper to what it cites and to who cites it, and adds some to a profile."""

import threading

import pytest

from paperbrowser.library import locate, store
from paperbrowser.library.locate import Origin
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.reading.authorship import profile_names
from paperbrowser.reading.marking import Marking
from paperbrowser.settings.config import Config
from paperbrowser.system import paths
from paperbrowser.tui.launch import opened
from paperbrowser.tui.screens.citations import CitationScreen
from tests.sources.site import Reply, as_json
from tests.sources.test_citations import LOOM, OpenAlexWorks, work
from tests.stored import save_profile
from tests.tui.pilot import keys, line_with, press, selected, shown, until, until_shown

SIZE = (100, 30)
HAVE = "Cloth number 3 and its threads"


@pytest.fixture
def ida(configured):
    third = Paper(title=HAVE, doi="10.5072/cloth.3", date=PartialDate(1993))
    other = Paper(title="Cloth number 4 and its threads", doi="10.5072/cloth.4")
    save_profile(Profile(name="Bo Spinner", papers=with_ids([other])))
    path = save_profile(Profile(name="Ida Weaver", papers=with_ids([LOOM, third])))
    configured.path = path
    return configured


def row_of(app, number):
    return line_with(app, f" {number} Spinner{number} ")


def app_of(site):
    return opened(Origin(site.path, "library"), Config(), ())


async def test_references_say_which_the_library_has_and_enter_opens_them(ida):
    OpenAlexWorks(ida, references=range(2, 8))
    app = app_of(ida)
    async with app.run_test(size=SIZE) as pilot:
        assert selected(app) == LOOM.title
        await press(pilot, "[")
        assert "References of “Looms that remember their cloth”" in shown(app)
        await until_shown(pilot, "6 references, from OpenAlex · you have 2")
        assert row_of(app, 3).split()[:4] == ["here", "1993", "3", "Spinner3"]
        assert row_of(app, 4).split()[:3] == ["yes", "1994", "4"]
        # The most cited first, with its abstract; it is in no profile, so Enter reads it.
        assert row_of(app, 7).startswith("▌")
        assert "Threads cross" in shown(app)
        await press(pilot, "enter")
        assert app.screen.focused.id == "citation-detail"
        await press(pilot, "h", "G", "k", "k")
        assert "Bo Spinner has it" in shown(app)
        await press(pilot, "enter")
        assert not isinstance(app.screen, CitationScreen)
        assert app.profile.name == "Bo Spinner"


async def test_enter_on_a_paper_of_the_open_profile_goes_to_it(ida):
    OpenAlexWorks(ida, references=[3])
    app = app_of(ida)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "[")
        await until_shown(pilot, "this profile has it")
        await press(pilot, "enter")
        assert selected(app) == HAVE
        assert app.profile.name == "Ida Weaver"


async def test_a_trail_goes_on_and_comes_back_to_the_same_paper(ida):
    OpenAlexWorks(ida, references=range(2, 8), citing=[9])
    ida.on["/works/W6"] = as_json({"referenced_works": ["https://openalex.org/W2"]})
    app = app_of(ida)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "[")
        await press(pilot, "j", "[")
        await until_shown(pilot, "2. References of “Cloth number 6 and its threads”")
        await until_shown(pilot, "1 reference, from OpenAlex")
        await press(pilot, "]")
        await until_shown(pilot, "3. Papers citing “Cloth number 2 and its threads”")
        await press(pilot, "escape", "escape")
        assert "6 references, from OpenAlex" in shown(app)
        assert row_of(app, 6).startswith("▌")
        await press(pilot, "escape")
        assert selected(app) == LOOM.title


async def test_sorting_and_filtering(ida):
    OpenAlexWorks(ida, references=range(2, 40))
    app = app_of(ida)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "[")
        assert "cites↓" in shown(app)
        await press(pilot, "s")
        assert line_with(app, "▌").split()[1] == "2019"
        await press(pilot, "d")
        assert line_with(app, "▌").split()[1] == "1990"
        await press(pilot, "C", "/", *"spinner12")
        assert "1 of 1" in shown(app)
        await press(pilot, "enter")
        assert line_with(app, "▌").split()[3] == "Spinner12"
        await press(pilot, "/", *" none")
        assert "No paper here has these words; c shows all again." in shown(app)
        await press(pilot, "escape")
        assert "38 references" in shown(app)
        assert "of 38" in shown(app)
        await press(pilot, "g", "1", "0", "j")
        assert "11 of 38" in shown(app)
        await press(pilot, "3", "G")
        assert "3 of 38" in shown(app)
        await pilot.click("#citation-list", offset=(8, 0))
        await until_shown(pilot, "year↓")
        await pilot.click("#citation-list", offset=(8, 0))
        await until_shown(pilot, "year↑")
        await pilot.click("#citation-list", offset=(15, 0))
        await until_shown(pilot, "cites↓")


async def test_a_paper_is_said_to_be_theirs_too_and_joins_the_list(ida):
    OpenAlexWorks(ida, references=[8])
    before = ida.path.read_bytes()
    app = app_of(ida)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "[")
        await until_shown(pilot, "1 reference, from OpenAlex")
        await press(pilot, "W")
        await until_shown(pilot, "Whose is “Cloth number 8 and its threads”?")
        await press(pilot, *"ida", "enter")
        await until_shown(pilot, "by Ida Weaver too: 1 paper; u undoes it")
        await press(pilot, "escape")
        assert "Cloth number 8" in shown(app)
        assert len(app.profile.papers) == 3
        await press(pilot, "u")
        await until(pilot, lambda: len(app.profile.papers) == 2)
    assert ida.path.read_bytes() == before


async def test_a_paper_that_was_said_not_to_be_theirs_is_not_had_and_adding_says_so(ida):
    OpenAlexWorks(ida, references=[3])
    profile = store.read(ida.path).profile
    (third,) = [paper for paper in profile.papers if paper.title == HAVE]
    Marking().judge([third], profile_names(profile, ida.path), profile.name, theirs=False)
    app = app_of(ida)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "[")
        await until_shown(pilot, "1 reference, from OpenAlex")
        assert "you have" not in shown(app)
        await press(pilot, "a", *"ida", "enter")
        await until_shown(pilot, "you said not theirs; W takes that back")
        await press(pilot, "W", *"ida", "enter")
        await until_shown(pilot, "taken back for Ida Weaver: 1 paper")
        assert len(app.profile.papers) == 2


async def test_a_paper_is_added_to_a_profile_and_that_is_undone(ida):
    OpenAlexWorks(ida, references=[8])
    before = ida.path.read_bytes()
    app = app_of(ida)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "[")
        await press(pilot, "a")
        assert "Add “Cloth number 8 and its threads” to which profile?" in shown(app)
        assert ida.path.read_bytes() == before  # nothing yet
        await press(pilot, "enter")
        await until_shown(pilot, "added to Ida Weaver; u undoes it")
        assert row_of(app, 8).split()[:2] == ["▌", "here"]
        assert len(store.read(ida.path).profile.papers) == 3
        await press(pilot, "escape")
        await until(pilot, lambda: len(app.profile.papers) == 3)
        assert app.profile.name == "Ida Weaver"
        await press(pilot, "u")
        await until(pilot, lambda: len(app.profile.papers) == 2)
        assert ida.path.read_bytes() == before


async def test_what_was_added_is_undone_in_the_list(ida):
    OpenAlexWorks(ida, references=[8])
    before = ida.path.read_bytes()
    app = app_of(ida)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "[", "u")
        await until_shown(pilot, "nothing was added here")
        await press(pilot, "a", "enter")
        await until_shown(pilot, "added to Ida Weaver; u undoes it")
        await press(pilot, "u")
        await until(pilot, lambda: ida.path.read_bytes() == before)
        await until_shown(pilot, "as before: added to Ida Weaver")
        assert row_of(app, 8).split()[:2] == ["▌", "1998"]
        assert isinstance(app.screen, CitationScreen)


async def test_a_paper_is_added_to_a_new_profile(ida):
    OpenAlexWorks(ida, references=[8])
    app = app_of(ida)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "[")
        await press(pilot, "a", *"Dyes", "enter")
        await until_shown(pilot, "added to the new profile Dyes")
        assert row_of(app, 8).split()[:2] == ["▌", "yes"]
    (one,) = store.read(store.folder() / "dyes.toml").profile.papers
    assert (one.title, one.doi) == ("Cloth number 8 and its threads", "10.5072/cloth.8")


async def test_of_several_profiles_as_one_each_may_get_the_paper(ida):
    OpenAlexWorks(ida, references=[3, 4, 8])
    app = opened(locate.everyone(), Config(), ())
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: len(app.profile.papers) == 3)
        await press(pilot, "/", *"remember", "enter", "[")
        await until_shown(pilot, "you have 2")
        assert row_of(app, 4).split()[:1] == ["here"]
        await press(pilot, "a", *"bo", "enter")
        await until_shown(pilot, "added to Bo Spinner")
        assert row_of(app, 8).split()[:2] == ["▌", "here"]
        await press(pilot, "escape", "c")
        await until(pilot, lambda: len(app.profile.papers) == 4)


async def test_a_limit_is_said_and_r_goes_on(ida):
    many = OpenAlexWorks(ida, citing=range(3120))
    busy = Reply(status=429, headers={"Retry-After": "36000"})
    ida.on["/works"] = lambda asked: (
        busy if asked.query.get("cursor") == "600" else many.list_works(asked)
    )
    app = app_of(ida)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "]")
        await until_shown(pilot, "400 of 3,120 citing papers, from OpenAlex; r goes on")
        await press(pilot, "j", "r")
        await until_shown(
            pilot, "OpenAlex stopped after 600 of 3,120 citing papers; r goes on: OpenAlex asks"
        )
        assert "2 of 600" in shown(app)
        ida.on["/works"] = many.list_works
        await press(pilot, "r")
        await until_shown(pilot, "1,000 of 3,120 citing papers")


async def test_a_failure_is_no_empty_list(ida):
    ida.on["/works"] = Reply(status=429, headers={"Retry-After": "36000"})
    ida.on["/paper/DOI:10.5072/loom.1"] = Reply(status=403)
    app = app_of(ida)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "[")
        await until_shown(pilot, "Semantic Scholar refuses to answer")
        assert "OpenAlex asks to wait 10 hours" in shown(app)
        assert "knows no" not in shown(app)
        OpenAlexWorks(ida, references=[2])
        await press(pilot, "r")
        await until_shown(pilot, "1 reference, from OpenAlex")


async def test_a_list_stays_where_asking_again_fails(ida):
    OpenAlexWorks(ida, references=[2, 3])
    app = app_of(ida)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "[")
        await until_shown(pilot, "2 references, from OpenAlex")
        ida.on["/works"] = ida.on["/paper/DOI:10.5072/loom.1"] = Reply(status=403)
        await press(pilot, "r")
        await until_shown(pilot, "nothing new: Semantic Scholar refuses to answer")
        assert row_of(app, 3).startswith("▌")
        await press(pilot, "j")
        assert "2 references, from OpenAlex" in shown(app)
        assert "nothing new" not in shown(app)


async def test_none_and_unknown_are_said(ida):
    OpenAlexWorks(ida)
    app = app_of(ida)
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "[")
        await until_shown(pilot, "OpenAlex knows no references of this paper.")
        assert "Semantic Scholar does not have this paper." in shown(app)


async def test_escape_stops_asking(ida):
    many = OpenAlexWorks(ida, citing=range(1000))
    go, waits = threading.Event(), threading.Event()

    def reply(asked):
        if asked.query.get("cursor") == "200":
            waits.set()
            go.wait(10)
        return many.list_works(asked)

    ida.on["/works"] = reply
    app = app_of(ida)
    async with app.run_test(size=SIZE) as pilot:
        await keys(pilot, "]")
        await until(pilot, waits.is_set)
        await until_shown(pilot, "OpenAlex: 200 of 1,000 citing papers … Esc stops")
        await keys(pilot, "escape")
        await until(pilot, lambda: not isinstance(app.screen, CitationScreen))
        go.set()
        # What had come is kept.
        await until(pilot, lambda: any((paths.cache() / "citations").glob("*.json")))
        await press(pilot, "]")
        await until_shown(pilot, "400 of 1,000 citing papers")
        assert sum(asked.query.get("cursor") == "*" for asked in ida.asked) == 1


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 16), (40, 10)])
async def test_it_fits_the_terminal_in_ascii_and_data_bring_no_escapes(ida, size):
    some = OpenAlexWorks(ida, references=range(2, 6))
    some.by_id["W5"] = work(
        5, title="Red [bold]\x1b[31m thread\u202e 糸 " * 9, cited_by_count=10**9
    )
    app = opened(Origin(ida.path, "library"), Config(ascii="on"), ())
    async with app.run_test(size=size) as pilot:
        await press(pilot, "[")
        await until_shown(pilot, "4 references, from OpenAlex")
        text = shown(app)
        assert "Red" in text
        assert not {"\x1b", "\u202e"} & {*text}
        await press(pilot, "enter", "J", "h", "]", "escape", "escape")
        assert selected(app) == LOOM.title
