"""The text of a paper: read, searched, quoted and highlighted at the keyboard."""

import pytest

from paperbrowser.formats.citation import citation
from paperbrowser.library import locate
from paperbrowser.papers.article import Article, ArticleBlock
from paperbrowser.papers.display import title
from paperbrowser.reading.marking import Marking
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from paperbrowser.tui.screens.note import NoteScreen
from paperbrowser.tui.screens.pick import PickScreen
from paperbrowser.tui.screens.reader import ReaderScreen
from tests.tui.articles import read
from tests.tui.pilot import keys, line_with, press, selected, shown, until, until_shown

SIZES = [(120, 36), (80, 24), (60, 16)]


@pytest.fixture(autouse=True)
def no_editor(monkeypatch):
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def app():
    return opened(locate.sample(), Config())


async def started(pilot, text=None, **options):
    read(pilot.app, text, **options)
    await until_shown(pilot, "outline" if pilot.app.size.height > 11 else "page")
    await press(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_a_text_is_paged_through_from_its_title_to_its_references(app, size):
    async with app.run_test(size=size) as pilot:
        await press(pilot, "j", "j")
        paper = selected(app)
        await started(pilot)
        screen = shown(app)
        assert "Ada Example, Bo Other" in screen
        assert "Page 3 is a picture without text." in screen
        assert "— 1 —" in screen
        assert "%" in screen
        seen = screen
        for _ in range(99):
            await keys(pilot, "space")
            seen += shown(app)
            if "· end" in shown(app):
                break
        for wanted in ("Equations are shown as the text has them", "h = Σ w x + b  (4)", "Figure 5: the",
                       "High   2.1 m", "    read(gauge)", "1 Not all were read", "[3] C. Third"):  # fmt: skip
            assert wanted in seen
        for page in range(1, 7):
            assert f"— {page} —" in seen
        assert "References · page 6 of 6 · end" in shown(app)
        await keys(pilot, "g")
        assert "Ada Example, Bo Other" in shown(app)
        await keys(pilot, "G", "b", "k", "ctrl+u", "ctrl+d")
        assert "of 6 · 9" in shown(app) or "of 6 · 8" in shown(app)
        await press(pilot, "P")
        assert selected(app) == paper


async def test_counts_pages_and_sections_lead_where_they_say(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await keys(pilot, "4", "g")
        assert "page 4 of 6" in shown(app)
        await keys(pilot, "1", "2", "j")
        await keys(pilot, "right_square_bracket")
        assert "5 Chapter of kelp · page 5" in shown(app)
        await keys(pilot, "2", "left_square_bracket")
        assert "3 Chapter of kelp · page 3" in shown(app)
        await press(pilot, "o", *"chapter", "space", "4", "enter")
        assert "4 Chapter of kelp · page 4" in shown(app)


async def test_words_are_found_without_accents_and_counted(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot)
        await keys(pilot, "slash", *"MULLER'S", "space", *"gauges", "enter")
        assert "match 1 of 24" in shown(app)
        await keys(pilot, "n", "n", "3", "n", "N")
        assert "match 5 of 24" in shown(app)
        assert "page 2 of 6" in shown(app)
        await keys(pilot, "9", "9", "n")
        assert "the last match" in shown(app)
        await keys(pilot, "slash", *"oyster")
        assert "“oyster” is not in this text" in shown(app)
        await keys(pilot, "escape")
        assert "match 24 of 24" in shown(app)
        await keys(pilot, "q")
        assert "match" not in shown(app).split("\n")[-2]
        assert isinstance(app.screen, ReaderScreen)
        await keys(pilot, "n")
        assert "nothing is searched for" in shown(app)


async def test_a_passage_is_copied_with_where_it_is_from(app, monkeypatch):
    copied = []
    monkeypatch.setattr(app.outside, "copy", lambda text, name="": copied.append((text, name)))
    async with app.run_test(size=(80, 24)) as pilot:
        paper = app.screen_stack[0].panes.list.paper
        await started(pilot)
        await keys(pilot, "y")
        assert "V selects a passage to copy" in shown(app)
        await keys(
            pilot,
            "slash",
            *"paragraph",
            "space",
            *"2",
            "space",
            *"of",
            "space",
            *"page",
            "space",
            "3",
            "enter",
        )
        await keys(pilot, "V", "j", "J", "y")
    ((text, name),) = copied
    assert text == (
        "“It was wet, i.e. the kelp swayed in shallow seas, and it did so for longer than one line of a "
        f"terminal.” (page 3)\n{citation(paper)}"
    )
    assert title(paper) in text
    assert name == "the passage"


async def test_a_highlight_with_a_note_stays_and_can_be_undone(app):
    async with app.run_test(size=(120, 36)) as pilot:
        paper = app.screen_stack[0].panes.list.paper
        await started(pilot)
        await keys(pilot, "2", "g", "5", "j", "V", "h")
        await until_shown(pilot, "highlighted: 1 paper")
        assert "┃" in shown(app)
        await keys(pilot, "e")
        await until(pilot, lambda: isinstance(app.screen, NoteScreen) and app.screen.ready.is_set())
        await press(pilot, *"Wet?", "ctrl+s")
        assert "✎" in line_with(app, "Paragraph 0 of page 2")
        (one,) = Marking().marks_of(paper).highlights
        assert (one.page, one.section, one.note) == (2, "2 Chapter of kelp", "Wet?")
        assert one.quote == "Paragraph 0 of page 2 tells of Müller’s gauges."
        await press(pilot, "u")
        assert "highlight as before" in shown(app)
        assert "┃" in line_with(app, "Paragraph 0 of page 2")
        await press(pilot, "U")
        await press(pilot, "q")
        assert "✎ “Paragraph 0 of page 2 tells of" in shown(app)
        await started(pilot)
        await press(pilot, "G", "H", "enter")
        assert "✎" in line_with(app, "Paragraph 0 of page 2")
        await press(pilot, "h")
        assert "highlight taken off" in shown(app)
        assert "✎" not in shown(app)
        assert Marking().marks_of(paper).highlights == ()


async def test_the_place_is_kept_over_closing_quitting_and_another_width(app):
    async with app.run_test(size=(120, 36)) as pilot:
        await started(pilot)
        await keys(
            pilot,
            "slash",
            *"paragraph",
            "space",
            *"3",
            "space",
            *"of",
            "space",
            *"page",
            "space",
            "4",
            "enter",
        )
        await press(pilot, "escape", "q")
        await started(pilot)
        assert "page 4 of 6" in shown(app)
    again = opened(locate.sample(), Config(reader_width=40))
    async with again.run_test(size=(60, 16)) as pilot:
        await started(pilot)
        assert "4 Chapter of kelp · page 4" in shown(again)
        await keys(pilot, "less_than_sign", "less_than_sign")
        assert "32 cells wide; reader_width = 32" in shown(again)
        await keys(pilot, "k")
        assert "4 Chapter of kelp" in shown(again)
        await pilot.resize_terminal(30, 10)
        await until_shown(pilot, "page 4")


async def test_places_are_not_kept_where_the_settings_say_so(app):
    async with app.run_test(size=(80, 24)) as pilot:
        await started(pilot, keeps_place=False)
        await press(pilot, "5", "g", "q")
        await started(pilot, keeps_place=False)
        assert "— 1 —" in shown(app)


async def test_references_say_which_works_are_at_hand(app, monkeypatch):
    links = []
    monkeypatch.setattr(app.outside, "open_link", lambda url, name: links.append(url))
    went = []
    async with app.run_test(size=(120, 36)) as pilot:
        await started(pilot, go_to=went.append)
        await press(pilot, "G")
        assert "✓ have it" in shown(app)
        await press(pilot, "r")
        assert isinstance(app.screen, PickScreen)
        assert "3 references, 1 of which you have" in shown(app)
        await press(pilot, "enter")
        assert links == ["https://doi.org/10.5072/deltas"]
        await press(pilot, "r", "down", "down", "enter")
        assert "this reference has no link" in shown(app)
        await press(pilot, "r", *"coarse", "enter")
        (held,) = went
        assert held.path == app.origin.path
        position = app.screen_stack[0].catalogue.position(held.paper)
        assert app.profile.papers[position].title.startswith("Learned Coarse Models")
        assert not isinstance(app.screen, ReaderScreen)


async def test_hostile_and_empty_texts_are_shown_as_text(app):
    nasty = "[bold]x[/foo] [@click=app.quit]y[/] \x9b31m"
    text = Article(
        nasty,
        (
            ArticleBlock("table", "\t\t\n"),
            ArticleBlock("code", nasty),
            ArticleBlock("paragraph", ""),
        ),
    )
    async with app.run_test(size=(60, 16)) as pilot:
        read(app, text)
        await until_shown(pilot, "[@click=app.quit]y[/]")
        await keys(
            pilot, *"oV", "escape", *"nNrHGg5gu", "right_square_bracket", "question_mark", "escape"
        )
        assert isinstance(app.screen, ReaderScreen)
        await press(pilot, "q")
        read(app, Article("Nothing"))
        await until_shown(pilot, "Nothing")
        await keys(pilot, *"Vjjk", "escape", "slash", "x", "enter", "q")
