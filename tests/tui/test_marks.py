"""Marks and selection at the keyboard: what the keys do, what the screen shows, what stays."""

import pytest

from paperbrowser.library import locate
from paperbrowser.reading import journal
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from paperbrowser.tui.screens.note import NoteScreen
from paperbrowser.tui.widgets.paper_detail import PaperDetail
from paperbrowser.tui.widgets.paper_list import PaperList
from tests.tui.pilot import press, shown, until, until_shown

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


async def test_marks_show_in_list_and_detail_and_can_be_undone(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "asterisk")
        await until_shown(pilot, "starred: 1 paper")
        assert "★" in shown(sample)
        assert cursor(sample) == 0
        await press(pilot, "m", "w")
        assert "starred · to read · read" in shown(sample)
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
