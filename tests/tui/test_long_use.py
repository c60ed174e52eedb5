"""What hours of use bring about: keys on parts that are not on the screen, in any order."""

import asyncio
import datetime
import gc
import weakref

import pytest
from textual import events
from textual.screen import Screen
from textual.widgets import Input, OptionList

from paperbrowser.library import locate
from paperbrowser.reading.marking import Marking
from paperbrowser.search.view import Catalogue
from paperbrowser.settings.config import Config
from paperbrowser.sources.citations.answer import CitationAnswer
from paperbrowser.tui.launch import opened
from paperbrowser.tui.screens.citations import CitationScreen
from paperbrowser.tui.screens.note import NoteField
from paperbrowser.tui.screens.pick import Item, PickScreen
from paperbrowser.tui.screens.text import TextScreen
from paperbrowser.tui.screens.triage import TriageScreen
from paperbrowser.tui.terminal import key_queue
from paperbrowser.tui.widgets.paper_list import PaperList
from paperbrowser.tui.work.citations import CitationQuestion
from tests.tui.articles import read
from tests.tui.pilot import press, until, until_shown


@pytest.fixture
def sample():
    return opened(locate.sample(), Config())


async def test_papers_are_selected_while_the_list_is_hidden(sample):
    async with sample.run_test(size=(100, 24)) as pilot:
        await press(
            pilot, *"G", "space", "enter", "z", *"s", "R", "slash", *"emulator", "enter", "z"
        )
        await press(pilot, "enter", "z", "c", "d", "ctrl+a", "ctrl+n", "slash", *"learn", "enter")
        await press(pilot, "ctrl+a", "ctrl+n", "z")
        assert sample.screen.query_one(PaperList).top >= 0


async def test_a_list_that_grew_while_it_was_hidden_begins_at_a_row_that_exists(sample):
    async with sample.run_test(size=(100, 24)) as pilot:
        papers = sample.screen.query_one(PaperList)
        await press(pilot, "enter", "z")
        assert papers.size.height == 0
        papers.scroll_to_row(-40)
        papers.redraw({paper.id for paper in sample.profile.papers})
        assert papers.top == 0


@pytest.mark.parametrize("size", [(100, 24), (20, 5)])
async def test_page_keys_in_the_palette_before_it_is_laid_out(sample, size):
    async with sample.run_test(size=size) as pilot:
        for way in ("pagedown", "pageup"):
            await press(pilot, "colon", way, *"theme", way, "backspace", way, way, "escape")
        assert sample.is_running


async def test_facets_are_counted_though_the_profile_was_read_again_meanwhile(sample):
    async with sample.run_test(size=(160, 40)) as pilot:
        await pilot.pause()
        screen = sample.screen
        screen.facets.count("", lambda _: None)
        screen.show(Catalogue(sample.profile), sample.origin.path, same=True)
        counted = []
        screen.facets.count("", counted.append)
        await until(pilot, lambda: counted)


async def test_a_click_that_is_handled_after_the_list_was_narrowed_down_chooses_what_was_clicked(
    sample,
):
    async with sample.run_test(size=(100, 24)) as pilot:
        chosen = []
        items = [Item("Ropes", "", "ropes"), Item("Tides", "", "tides")]
        sample.push_screen(PickScreen("Subjects", items, hint=""), chosen.append)
        await press(pilot)
        options = sample.screen.query_one(OptionList)
        clicked = OptionList.OptionSelected(options, options.get_option_at_index(1), 1)
        await press(pilot, *"rop")
        options.post_message(clicked)
        await until(pilot, lambda: chosen)
        assert chosen == ["tides"]


async def test_a_file_of_marks_that_becomes_readable_while_its_problem_is_said(sample, monkeypatch):
    async with sample.run_test(size=(100, 24)) as pilot:
        await until(pilot, lambda: sample.screen.marks.loaded)
        found = iter([("a.jsonl: no access",)])
        monkeypatch.setattr(Marking, "problems", property(lambda _: next(found, ())))
        sample.screen.marks.load()
        await until_shown(pilot, "marks: a.jsonl: no access")


class LateScreen(Screen):
    """A field that is shown late."""

    AUTO_FOCUS = ""
    BINDINGS = [("slash", "search", "")]

    def __init__(self):
        super().__init__()
        self.ready = asyncio.Event()
        self.field = Input()

    def compose(self):
        yield self.field

    async def on_mount(self):
        await self.ready.wait()

    def action_search(self):
        self.set_focus(self.field)


async def test_keys_wait_until_a_screen_that_a_thread_opened_has_its_widgets(sample, monkeypatch):
    monkeypatch.setattr(key_queue, "_PATIENCE", 0.001)
    async with sample.run_test(size=(100, 24)) as pilot:
        screen = LateScreen()
        sample.push_screen(screen)
        for key, character in (("slash", "/"), ("a", "a"), ("b", "b")):
            sample.post_message(events.Key(key, character))
        await asyncio.sleep(0.05)
        screen.ready.set()
        await until(pilot, lambda: sample.keys_handled)
        assert screen.field.value == "ab"


@pytest.mark.parametrize(
    ("screen", "action"),
    [
        (lambda: TextScreen("Link", "https://example.org"), "edge(1)"),
        (lambda: PickScreen("Subjects", [Item("Ropes", "")], hint=""), "page(1)"),
        (lambda: TriageScreen([], None), "step(1)"),
    ],
)
async def test_a_key_of_the_screen_before_does_nothing_in_one_without_widgets(
    sample, screen, action
):
    async with sample.run_test(size=(100, 24)) as pilot:
        opened_now = screen()
        sample.push_screen(opened_now)
        assert await sample.run_action(action, opened_now)
        await press(pilot)
        assert sample.screen is opened_now


async def test_a_message_that_comes_with_a_text_is_shown_when_that_has_its_widgets(sample):
    async with sample.run_test(size=(100, 24)) as pilot:
        read(sample)
        sample.say("the profile was updated")
        await until_shown(pilot, "the profile was updated")


async def test_what_a_thread_found_may_come_while_its_screen_is_being_closed(sample, monkeypatch):
    asked = []
    monkeypatch.setattr(CitationQuestion, "start", lambda question, *_: asked.append(question))
    async with sample.run_test(size=(100, 24)) as pilot:
        answer = CitationAnswer(direction="citing", day=datetime.date(2026, 3, 4))
        citations = CitationScreen(sample, sample.profile.papers[0], "citing", {})
        text = TextScreen("Link", "https://example.org")
        for screen, late in (
            (citations, lambda: citations.show_answer(asked[0], answer, stopped=False)),
            (text, lambda: text.call_after_refresh(text._show_hint)),
        ):
            sample.push_screen(screen)
            await press(pilot)
            screen.dismiss()
            while screen.is_attached:
                late()
                await asyncio.sleep(0)
        assert sample.is_running


async def test_a_note_that_was_closed_is_not_kept_nor_what_it_painted(sample, monkeypatch):
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    closed = []
    async with sample.run_test(size=(100, 24)) as pilot:
        for _ in range(3):
            await press(pilot, "e")
            note = sample.screen.query_one(NoteField)
            closed += map(weakref.ref, (note, note._styles_cache))
            del note
            await press(pilot, "escape")
        await press(pilot, "i", "escape")
        gc.unfreeze()
        gc.collect()
        assert [one() for one in closed[:4]] == [None] * 4
