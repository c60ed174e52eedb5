"""People at the keyboard: found, filtered by, taken for one, fetched."""

import pytest

from paperbrowser.library import locate, store
from paperbrowser.library.locate import Origin
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from paperbrowser.tui.screens.people import PeopleScreen
from paperbrowser.tui.screens.pick import PickScreen
from paperbrowser.tui.widgets.paper_list import PaperList
from tests.tui.pilot import keys, line_with, press, shown, until, until_shown

SIZE = (120, 36)


@pytest.fixture
def sample():
    return opened(locate.sample(), Config())


def query(app):
    return app.screen_stack[0].search_text.strip()


def found(app):
    return len(app.screen_stack[0].query_one(PaperList).rows)


async def at_people(pilot):
    await press(pilot, "A")
    await until(pilot, lambda: isinstance(pilot.app.screen, PeopleScreen))
    await until_shown(pilot, "co-authors of")


async def test_a_reader_sees_who_writes_with_her_and_shows_their_papers(sample):
    async with sample.run_test(size=SIZE) as pilot:
        await at_people(pilot)
        assert "49 papers list only first authors: counts are lower bounds" in shown(sample)
        assert "12  2020–2024" in line_with(sample, "Miles Cranmer  ")
        await keys(pilot, "j", "enter")
        await until(pilot, lambda: query(sample) == 'coauthor:"yin li"')
        await press(pilot)
        assert found(sample) == 7
        await at_people(pilot)
        assert "of 7 papers" in shown(sample)
        assert "Yin Li" in line_with(sample, "▌")  # the person shown last


async def test_names_are_one_person_by_hand_only_and_it_lasts(sample):
    async with sample.run_test(size=SIZE) as pilot:
        await at_people(pilot)
        await until_shown(pilot, "the same person as Miles D. Cranmer (2)? = says so, ! says not")
        await keys(pilot, "=")
        await until(pilot, lambda: isinstance(sample.screen, PickScreen))
        await keys(pilot, "enter")
        await until_shown(pilot, "one person: Miles Cranmer, Miles D. Cranmer")
        assert "14" in line_with(sample, "Miles D. Cranmer +1")
        await keys(pilot, "j")
        await until_shown(pilot, "90 co-authors")
    again = opened(locate.sample(), Config())
    async with again.run_test(size=SIZE) as pilot:
        await at_people(pilot)
        assert "14" in line_with(again, "Miles D. Cranmer +1")
        await keys(pilot, "enter")
        await until(pilot, lambda: query(again) == 'coauthor:"miles cranmer, miles d cranmer"')
        await press(pilot)
        assert found(again) == 14
        await press(pilot, "c")
        await at_people(pilot)
        await keys(pilot, "!")
        await until_shown(pilot, "91 co-authors")
        assert "says so" not in shown(again)  # said, and not asked again
        await keys(pilot, "u")
        await until_shown(pilot, "90 co-authors")
        await keys(pilot, "u", "U")
        await until_shown(pilot, "90 co-authors")


async def test_facets_and_queries_know_who_is_one_person(sample):
    async with sample.run_test(size=SIZE) as pilot:
        await at_people(pilot)
        await keys(pilot, "=")
        await until(pilot, lambda: isinstance(sample.screen, PickScreen))
        await keys(pilot, "enter")
        await until_shown(pilot, "one person: Miles Cranmer, Miles D. Cranmer")
        await keys(pilot, "escape")
        await press(pilot, "slash", *'author:"miles cranmer"', "enter")
        await until(pilot, lambda: found(sample) == 14)
        await press(pilot, "c", "f")
        await until_shown(pilot, "Co-author")
        await until(pilot, lambda: "14" in line_with(sample, "Miles D. Cranmer"))
        await press(pilot, "A", "u")
        await until_shown(pilot, "91 co-authors")
        await press(pilot, "escape")
        await until(pilot, lambda: "12" in line_with(sample, "Miles Cranmer"))


async def test_selected_names_are_one_person(sample):
    async with sample.run_test(size=SIZE) as pilot:
        await at_people(pilot)
        await keys(pilot, "/", *"liam parker", "enter")
        await until_shown(pilot, "Liam Parker")
        await keys(pilot, "escape", "/", *"liam")
        await until_shown(pilot, "Liam Holden Parker")
        await keys(pilot, "enter", "space", "space")
        await until_shown(pilot, "2 selected")
        await keys(pilot, "=")
        await until_shown(pilot, "Liam Holden Parker +1")
        await keys(pilot, "escape", "g")
        await until_shown(pilot, "Miles Cranmer")
        await keys(pilot, "escape")
        await until(pilot, lambda: not isinstance(sample.screen, PeopleScreen))


async def test_pairs_lead_to_the_papers_of_both(sample):
    async with sample.run_test(size=(80, 24)) as pilot:
        await at_people(pilot)
        await keys(pilot, "v")
        await until_shown(pilot, "who writes with whom")
        pair = line_with(sample, "▌")
        count = int(pair.split()[1])
        await keys(pilot, "enter")
        await until(pilot, lambda: query(sample).count("coauthor:") == 2)
        await press(pilot)
        assert found(sample) == count


async def test_lists_move_as_all_lists_do_and_fit_small_screens(sample):
    async with sample.run_test(size=(60, 16)) as pilot:
        await at_people(pilot)
        await keys(pilot, "1", "2", "j")
        await until_shown(pilot, "13 of 91")
        await keys(pilot, "5", "G")
        await until_shown(pilot, "5 of 91")
        await keys(pilot, "G")
        await until_shown(pilot, "91 of 91")
        await keys(pilot, "g", "pagedown", "ctrl+d", "k", "s")
        await until_shown(pilot, "sorted: latest year first")
        await pilot.click("#people-list", offset=(5, 2))
        await pilot.resize_terminal(40, 10)
        await until_shown(pilot, "91 co-authors")


async def test_a_persons_profile_opens_or_is_offered_to_be_fetched():
    papers = (Paper(title="Kelp", authors=("Nora Hale", "Tom Birk", "Ida Wren"), id="a"),)
    store.write(store.folder() / "nora-hale.toml", Profile(name="Nora Hale", papers=papers))
    tom = Paper(title="Eels", authors=("Tom Birk",), date=PartialDate(2020), id="b")
    store.write(store.folder() / "tom-birk.toml", Profile(name="Tom Birk", papers=(tom,)))
    path = store.folder() / "nora-hale.toml"
    app = opened(Origin(path, "library"), Config())
    async with app.run_test(size=SIZE) as pilot:
        await at_people(pilot)
        await keys(pilot, *"/tom", "enter", "p")
        await until(pilot, lambda: app.profile.name == "Tom Birk")
    app = opened(Origin(path, "library"), Config())
    async with app.run_test(size=SIZE) as pilot:
        await at_people(pilot)
        await keys(pilot, *"/ida", "enter", "p")
        await until_shown(pilot, "Fetch a researcher")
        assert "Fetch “Ida Wren” from OpenAlex" in shown(app)


async def test_names_from_data_are_no_markup_and_no_escapes():
    papers = (
        Paper(title="[b]T[/b]", authors=("Nora Hale", "[red]Eve[/] O'Neil", "王 小明"), id="a"),
    )
    path = store.folder() / "nora-hale.toml"
    store.write(path, Profile(name="Nora Hale", papers=papers))
    app = opened(Origin(path, "library"), Config())
    async with app.run_test(size=(80, 24)) as pilot:
        await at_people(pilot)
        assert "[red]Eve[/] O'Neil" in shown(app)
        await keys(pilot, "v", "v", "space", "!")
        await until_shown(pilot, "has no other name here")


async def test_two_profiles_are_compared_side_by_side():
    kelp = Paper(title="Kelp", authors=("Nora Hale", "Tom Birk"), date=PartialDate(2020), id="a")
    store.write(store.folder() / "nora-hale.toml", Profile(name="Nora Hale", papers=(kelp,)))
    store.write(store.folder() / "tom-birk.toml", Profile(name="Tom Birk", papers=(kelp,)))
    app = opened(Origin(store.folder() / "nora-hale.toml", "library"), Config())
    async with app.run_test(size=(80, 40)) as pilot:
        await press(pilot, "=")
        await until_shown(pilot, "Compare Nora Hale with")
        await keys(pilot, "enter")
        await until_shown(pilot, "Papers of both: 1")
        await keys(pilot, "q")
        await until(pilot, lambda: "Papers of both" not in shown(app))


async def test_comparing_needs_another_profile(sample):
    async with sample.run_test(size=(80, 24)) as pilot:
        await press(pilot, "=")
        await until_shown(pilot, "there is no other profile to compare with")


async def test_people_of_many_papers_are_counted_while_keys_are_answered():
    many = tuple(
        Paper(
            title=f"Survey {at}",
            authors=("Nora Hale", f"Guest Of{at % 700}town", "Tom Birk"),
            date=PartialDate(1990 + at % 30),
            id=f"s{at}",
        )
        for at in range(1_400)
    )
    path = store.folder() / "nora-hale.toml"
    store.write(path, Profile(name="Nora Hale", papers=many))
    app = opened(Origin(path, "library"), Config())
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: len(app.profile.papers) == 1_400)
        await keys(pilot, "A")
        await until_shown(pilot, "701 co-authors of 1,400 papers")
        assert "1,400" in line_with(app, "Tom Birk  ")
        await keys(pilot, "v", "v", "v", "j", "k")
        await until_shown(pilot, "Tom Birk – ")
        await keys(pilot, "v", "!", "escape")
        await until(pilot, lambda: not isinstance(app.screen, PeopleScreen))
