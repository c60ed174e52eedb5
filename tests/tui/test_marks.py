"""Marks and selection at the keyboard: what the keys do, what the screen shows, what stays."""

import datetime

import pytest

from paperbrowser.formats import toml
from paperbrowser.library import locate
from paperbrowser.library.locate import Origin
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.reading import journal
from paperbrowser.reading.marking import Marking
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from paperbrowser.tui.screens.note import NoteField, NoteScreen
from paperbrowser.tui.screens.triage import TriageScreen
from paperbrowser.tui.terminal import key_queue
from paperbrowser.tui.widgets.paper_detail import PaperDetail
from paperbrowser.tui.widgets.paper_list import PaperList
from tests.stored import save_profile
from tests.tui.pilot import event_of, keys, press, shown, until, until_shown

WIDE = (120, 36)


@pytest.fixture
def sample():
    return opened(locate.sample(), Config())


def cursor(app):
    return app.screen.query_one(PaperList).cursor


@pytest.fixture(autouse=True)
def no_editor(monkeypatch):
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)


def rows(app):
    return app.screen.query_one(PaperList).rows


def sample_browser(app):
    class Browser:
        screen = app.screen_stack[0]

    return Browser


async def test_marks_show_in_list_and_detail_and_can_be_undone(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "asterisk")
        await until_shown(pilot, "starred: 1 paper")
        assert "★" in shown(sample)
        assert cursor(sample) == 0
        await press(pilot, "m", "w")
        assert "starred · queued · read" in shown(sample)
        await press(pilot, "plus", "4")
        assert "rated 4 of 5" in shown(sample)
        await press(pilot, *"uuuu")
        assert "no star again: 1 paper" in shown(sample)
        assert "★" not in shown(sample)
        await press(pilot, "u")
        assert "nothing to undo" in shown(sample)
        await press(pilot, "U")
        assert "starred: 1 paper" in shown(sample)


async def test_a_selection_is_marked_at_once(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "space", "space", "j", "V", "2", "j", "V")
        assert "5 selected" in shown(sample)
        await press(pilot, "t")
        await until_shown(pilot, "Tags of 5 papers")
        await press(pilot, *"to", "space", *"cite", "enter")
        assert "tagged to cite: 5 papers" in shown(sample)
        assert len(rows(sample)) == 50
        await press(pilot, "X")
        assert len(rows(sample)) == 45
        assert "45 of 50" in shown(sample) or "5 hidden" in shown(sample)
        await press(pilot, "u")
        assert len(rows(sample)) == 50
        await press(pilot, "escape")
        assert "selected" not in shown(sample)
        await press(pilot, "ctrl+a")
        assert "50 selected" in shown(sample)


async def test_space_pages_in_the_abstract(sample):
    async with sample.run_test(size=(80, 20)) as pilot:
        await press(pilot, "l", "space")
        assert sample.screen.query_one(PaperDetail).top > 0
        assert "selected" not in shown(sample)


async def test_a_note_is_written_shown_and_changed(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "e")
        await until(pilot, lambda: isinstance(sample.screen, NoteScreen))
        await press(pilot, *"Compare", "ctrl+s")
        assert "Note: Compare" in shown(sample)
        await press(pilot, "e", *"!", "ctrl+s")
        assert "Note: Compare!" in shown(sample)
        await press(pilot, "e", *"???", "escape")
        assert "Note: Compare!" in shown(sample)


async def test_letters_typed_at_once_go_into_the_note_however_slowly_it_opens(sample, monkeypatch):
    monkeypatch.setattr(key_queue, "_PATIENCE", 0.0)
    monkeypatch.setattr(NoteScreen, "AUTO_FOCUS", "")

    def slow(screen):
        screen.set_timer(0.1, screen.query_one(NoteField).focus)

    monkeypatch.setattr(NoteScreen, "on_mount", slow)
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "asterisk")  # the marks are read
        for key in ("e", *"Compare"):
            sample.post_message(event_of(key))
        await until(pilot, lambda: isinstance(sample.screen, NoteScreen) and sample.keys_handled)
        assert sample.screen.query_one(NoteField).text == "Compare"


async def test_marks_that_cannot_be_written_are_not_shown(sample, monkeypatch):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "asterisk")
        await until_shown(pilot, "★")

        def full(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(journal, "_write_all", full)
        await press(pilot, "j", "asterisk")
        assert "not marked: No space left on device" in shown(sample)
        assert shown(sample).count("★") == 1


async def test_triage_decides_one_paper_at_a_time(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "T")
        await until(pilot, lambda: isinstance(sample.screen, TriageScreen))
        count = len(rows(sample_browser(sample)))
        await until_shown(pilot, f"{count} to go")
        await keys(pilot, "m")
        await until_shown(pilot, f"{count - 1} to go")
        await keys(pilot, "n", "w")
        await until_shown(pilot, f"{count - 3} to go")
        await keys(pilot, "u")
        await until_shown(pilot, f"{count - 2} to go")
        await keys(pilot, "asterisk", "q")
        await until(pilot, lambda: not isinstance(sample.screen, TriageScreen))
        await press(pilot, "apostrophe", "s")
        assert "is:starred" in shown(sample)
        assert len(rows(sample_browser(sample))) == 1
        await press(pilot, "apostrophe", "u")
        assert len(rows(sample_browser(sample))) == 48


async def test_the_papers_to_read_have_an_order_of_their_own(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "w", "j", "w", "j", "w", "apostrophe", "q")
        assert "queue, next first" in shown(sample)
        first, second, third = rows(sample)
        await press(pilot, "G", "left_curly_bracket", "left_curly_bracket")
        assert [*rows(sample)] == [third, first, second]
        assert cursor(sample) == 0
        await press(pilot, "u")
        assert [*rows(sample)] == [first, third, second]
        await press(pilot, "w")
        assert [*rows(sample)] == [first, third, second]
        await press(pilot, "u", "U", "u", "U", "U", "apostrophe", "q")
        assert [*rows(sample)] == [first, second]
        await press(pilot, "u", "apostrophe", "q")
        assert [*rows(sample)] == [first, third, second]


def titles(app):
    return [app.screen.view.catalogue.papers[at].title for at in rows(app)]


async def test_what_is_new_from_everyone():
    day = datetime.date
    for name, since, added in (
        ("Ada", day(2026, 6, 1), day(2026, 6, 9)),
        ("Bo", day(2026, 7, 1), day(2026, 6, 9)),
    ):
        papers = (
            Paper(title=f"New of {name}", id="n", added=added, date=PartialDate(2026)),
            Paper(title=f"Old of {name}", id="o", date=PartialDate(2020)),
        )
        path = save_profile(Profile(name=name, papers=papers, since=since, updated=since))
    app = opened(locate.Origin(path, "library"), Config())
    async with app.run_test(size=WIDE) as pilot:
        await keys(pilot, "D")
        await until(pilot, lambda: titles(app) == ["New of Ada"])
        assert "Everyone" in shown(app)
        await press(pilot, "m", "p")
        assert "2 profiles as one" in shown(app)
        assert "2 papers · 1 unread" in shown(app)


def atlas(tmp_path, count=1_000, **facts):
    papers = tuple(
        Paper(title=f"Seamount {number} of the atlas", doi=f"10.5072/seamount.{number}", id=str(number), **facts)
        for number in range(count)
    )  # fmt: skip
    path = tmp_path / "atlas.toml"
    path.write_text(toml.dumps(Profile(name="Ada Example", papers=papers)), "utf-8")
    return Origin(path, "file")


@pytest.mark.slow
async def test_marks_set_while_the_file_is_read_again_are_all_there(tmp_path):
    app = opened(atlas(tmp_path), Config())
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: app.screen.marks._marking is not None)
        for number in range(1_000):
            if number % 90 == 5:
                app.action_reload()
            app.screen.marks.toggle("read")
            app.screen.query_one(PaperList).move(1)
            if number % 10 == 0:
                await pilot.pause()
        app.action_reload()
        await until(pilot, lambda: not app.workers)
        assert sum(one.read for one in app.screen.catalogue.marks) == 1_000
    assert sum(marks.read for _, marks in Marking().state.works()) == 1_000


async def test_a_work_listed_twice_is_marked_in_both_places(tmp_path):
    path = tmp_path / "twice.bib"
    entry = "@article{%s, title={%s}, author={Example, Ada}, year={2001}, doi={%s}}\n"
    path.write_text(
        entry % ("a", "Eels of the Weser", "10.5072/eel")
        + entry % ("b", "Eels of the Weser, revisited in print", "10.5072/EEL")
        + entry % ("c", "Lampreys of the Elbe", "")
        + entry % ("d", "Lampreys of the Elbe.", "")
    )
    app = opened(Origin(path, "file"), Config())
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: app.screen.marks._doubles[0] is not None)
        await press(pilot, "asterisk")
        marked = [one.starred for one in app.screen.catalogue.marks]
        assert marked.count(True) == 2
        await press(pilot, "G", "asterisk")
        assert all(one.starred for one in app.screen.catalogue.marks)
        app.action_reload()
        await until(pilot, lambda: not app.workers)
        assert all(one.starred for one in app.screen.catalogue.marks)


async def test_papers_that_are_gone_from_the_file_are_selected_no_more(tmp_path):
    app = opened(atlas(tmp_path, 9), Config())
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "ctrl+a")
        assert "9 selected" in shown(app)
        atlas(tmp_path, 4)
        await press(pilot, "R")
        await until_shown(pilot, "read atlas.toml: 4 papers")
        await press(pilot, "asterisk")
        assert "starred: 4 papers" in shown(app)


async def test_the_app_opens_and_shows_marks_where_none_can_be_set(sample, monkeypatch):
    first = opened(locate.sample(), Config())
    async with first.run_test(size=WIDE) as pilot:
        await press(pilot, "asterisk")
        await until_shown(pilot, "starred: 1 paper")

    def refused():
        raise PermissionError(13, "Permission denied", "/state/device")

    monkeypatch.setattr(journal, "device", refused)
    async with sample.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "nothing can be marked: /state/device: Permission denied")
        assert "★" in shown(sample)
        await press(pilot, "m")
        assert "not marked: Permission denied" in shown(sample)
        assert sample.screen.catalogue.marks_at(rows(sample)[0]).read is False


async def test_the_app_opens_where_a_file_is_in_the_place_of_the_marks(sample):
    journal.folder().parent.mkdir(parents=True, exist_ok=True)
    journal.folder().write_text("no folder")
    async with sample.run_test(size=WIDE) as pilot:
        await until_shown(pilot, "marks: not a folder; move it away")
        await press(pilot, "m")
        assert "not marked:" in shown(sample)
    assert journal.folder().read_text() == "no folder"


async def test_what_triage_says_is_what_was_done(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "m", "T")
        await until(pilot, lambda: isinstance(sample.screen, TriageScreen))
        assert "p back" in shown(sample)
        for key, said in (("w", "queued"), ("X", "hidden"), ("n", "left unread")):
            await keys(pilot, key)
            await until_shown(pilot, f"{said} · ")
        await keys(pilot, *["n"] * 46)
        await until_shown(pilot, "2 of 49 papers decided")
        await pilot.resize_terminal(60, 16)
        await until(pilot, lambda: "q end" in shown(sample) and "p back" not in shown(sample))


async def test_a_hidden_paper_is_out_of_sight_but_not_out_of_reach(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "X")
        await until_shown(pilot, "hidden: 1 paper; u undoes it, is:hidden finds it")
        await press(pilot, "u")
        await until_shown(pilot, "shown again: 1 paper")


async def test_the_line_says_how_a_range_ends(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "V", "j")
        assert "selecting a range, V ends it" in shown(sample)
        await press(pilot, "V")
        assert "2 selected" in shown(sample)


async def test_moving_a_paper_to_read_is_called_moving(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "w", "j", "w", "left_curly_bracket")
        await until_shown(pilot, "moved in the queue: 1 paper")
        await press(pilot, "u")
        await until_shown(pilot, "back in the queue: 1 paper")
