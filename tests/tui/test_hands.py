"""Keys, mouse and pasted text as hands know them from other programs."""

import pytest
from textual import events

from paperbrowser.library import locate
from paperbrowser.library.locate import Origin
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.settings.config import Config
from paperbrowser.settings.key_names import known, written
from paperbrowser.tui.launch import opened
from paperbrowser.tui.screens.text import TextScreen
from paperbrowser.tui.screens.triage import TriageScreen
from paperbrowser.tui.terminal.driver import KeyParser
from paperbrowser.tui.terminal.key_layout import as_meant
from paperbrowser.tui.widgets.key_line import KeyLine
from paperbrowser.tui.widgets.paper_detail import PaperDetail
from paperbrowser.tui.widgets.paper_list import PaperList
from paperbrowser.tui.widgets.search_bar import SearchInput
from tests.stored import save_profile
from tests.tui.pilot import press, selected, shown, until, until_shown

WIDE, STACKED = (120, 36), (80, 24)


@pytest.fixture
def sample():
    return opened(locate.sample(), Config())


async def type_in(pilot, text):
    await press(pilot, *text)


def query(app):
    return app.screen.query_one(SearchInput).value


def cursor(app):
    return app.screen.query_one(PaperList).cursor


async def test_a_title_pasted_over_several_lines_is_one_line(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "slash")
        sample.post_message(
            events.Paste("Field Level Neural Net-\nwork Emulator for\r\n Cosmology\n")
        )
        await press(pilot)
        assert query(sample) == "Field Level Neural Network Emulator for Cosmology"
        assert selected(sample).startswith("Field Level Neural Network Emulator")


async def test_a_newline_is_enter(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "slash", *"dark", "ctrl+j", "j")
        assert query(sample) == "dark"
        assert cursor(sample) == 1


async def test_esc_and_a_key_that_come_together_are_two_keys(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "slash", *"dark", "alt+j")
        assert query(sample) == ""
        assert cursor(sample) == 1
        await press(pilot, "l", "alt+j")  # out of the abstract, then down
        assert isinstance(sample.focused, PaperList)
        assert cursor(sample) == 2
        sample.post_message(events.Key("alt+shift+t", "T"))  # as Textual names Esc T
        await until(pilot, lambda: isinstance(sample.screen, TriageScreen))
        await press(pilot, "q")
        sample.post_message(events.Key("alt+asterisk", "*"))
        await until_shown(pilot, "starred: 1 paper")
        await press(pilot, "alt+Q")
    assert not sample.is_running


async def test_the_words_of_the_last_search_are_replaced_by_typing(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "slash", *"dark", "enter", "j", "slash", *"turbulence")
        assert query(sample) == "turbulence"
        await press(pilot, "enter", "slash", "end", *" flow")
        assert query(sample) == "turbulence flow"


async def test_alt_d_erases_the_next_word_and_alt_u_capitalises_it(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "slash", *"dark matter halos", "home", "alt+d")
        assert query(sample).strip() == "matter halos"
        await press(pilot, "home", "alt+u")
        assert query(sample).strip() == "MATTER halos"


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        (
            "\x1bd",
            "cold halos",
        ),  # Esc and a letter, as terminals without the keyboard protocol send Alt
        ("\x1bu", "cold DUSTY halos"),
        ("\x1b\x1b[Dx", "xcold dusty halos"),  # Alt and an arrow of PuTTY and rxvt
        ("\x1b\x1bOCx", "cold dusty xhalos"),
        ("\x1b[1;3Cx", "cold dusty xhalos"),
    ],
)
async def test_alt_in_the_search_line_of_any_terminal(sample, sent, left):
    parser = KeyParser()
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "slash", *"cold dusty halos", "alt+b", "alt+b")
        for event in [*parser.feed(sent), *parser.feed("")]:
            sample.post_message(event)
        await press(pilot)
        await until(pilot, lambda: " ".join(query(sample).split()) == left)
        assert isinstance(sample.focused, SearchInput)


async def test_escape_and_an_arrow_together_leave_the_search_line_and_move(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "slash", "alt+down")
        assert not isinstance(sample.focused, SearchInput)
        assert cursor(sample) == 1


async def test_the_signs_of_the_number_pad_are_those_of_the_other_keys(sample):
    async with sample.run_test(size=WIDE) as pilot:
        for event in KeyParser().feed("\x1b[57410;;47u"):
            sample.post_message(event)
        await press(pilot, *"dark")
        assert query(sample) == "dark"


async def test_a_key_of_a_keyboard_that_is_not_known_is_named(sample):
    async with sample.run_test(size=WIDE) as pilot:
        for char, shown_as in (("\u0e48", "\u25cc\u0e48"), ("\u3064", "\u3064")):
            sample.post_message(events.Key(char, char))
            await press(pilot)
            assert f"{shown_as} has no action" in shown(sample)
        sample.post_message(events.Key("\uff4a", "\uff4a"))  # the letter j of an input method
        await press(pilot)
        assert cursor(sample) == 1


@pytest.mark.parametrize("keys", [("alt+b", "alt+f"), ("ctrl+left", "ctrl+right")])
async def test_alt_b_and_alt_f_go_by_words_in_the_search_line(sample, keys):
    back, forward = keys
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "slash", *"dark matter halos", back, back, "x")
        assert query(sample) == "dark xmatter halos"
        await press(pilot, "backspace", "home", forward, "x")
        assert query(sample) in {"darkx matter halos", "dark xmatter halos"}
        assert isinstance(sample.focused, SearchInput)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ctrl+э", "ctrl+apostrophe"),
        ("ctrl+ж", "ctrl+semicolon"),
        ("ctrl+shift+б", "ctrl+comma"),
        ("ctrl+в", "ctrl+d"),
        ("ж", "semicolon"),
    ],
)
def test_a_key_of_another_alphabet_has_the_name_that_its_place_has(typed, meant):
    event = events.Key(typed, None if "+" in typed else typed)
    (key,) = as_meant(event, (), typing=False)
    assert key.key == meant
    assert known(written(meant)) == meant  # so that it can be bound


async def test_a_count_selects_so_many_and_no_count_is_too_large(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, *"3", "space")
        assert len(sample.screen.selected_papers) == 3
        assert cursor(sample) == 3
        await press(pilot, *"999999", "space")
        assert len(sample.screen.selected_papers) == 50
        assert cursor(sample) == 49


async def test_counts(sample):
    async with sample.run_test(size=STACKED) as pilot:
        await press(pilot, "5", "j")
        assert cursor(sample) == 5
        await press(pilot, "1", "0", "G")
        assert cursor(sample) == 9
        await press(pilot, "3", "k")
        assert cursor(sample) == 6
        await press(pilot, "7", "escape", "j")
        assert cursor(sample) == 7
        await press(pilot, *"99999999", "G")
        assert cursor(sample) == 49
        await press(pilot, "0", "g", "4", "s", "j")
        assert cursor(sample) == cursor(sample)
        await press(pilot, "g", "l", "3", "j")
        assert sample.screen.query_one(PaperDetail).top == 3
        await press(pilot, "2", "g")
        assert sample.screen.query_one(PaperDetail).top == 1


LONG = "\n\n".join(f"Paragraph {number} of many." for number in range(60))


async def test_space_and_b_page_in_every_text(tmp_path):
    paper = Paper(title="A long one", abstract=LONG, id="long")
    app = opened(Origin(save_profile(Profile(name="A", papers=(paper,))), "library"), Config())
    async with app.run_test(size=STACKED) as pilot:
        detail = app.screen.query_one(PaperDetail)
        await press(pilot, "l", "space")
        paged = detail.top
        assert paged > 3
        await press(pilot, "b")
        assert detail.top == 0
        app.push_screen(TextScreen("A text", LONG))
        await press(pilot)
        assert "more lines" in shown(app)
        assert "Paragraph 0 " in shown(app)
        for there, back in (
            ("space", "b"),
            ("j", "k"),
            ("ctrl+d", "ctrl+u"),
            ("ctrl+f", "ctrl+b"),
            ("G", "g"),
        ):
            before = shown(app)
            await press(pilot, there)
            assert shown(app) != before, there
            await press(pilot, back)
            assert shown(app) == before, back
        await press(pilot, "G")
        assert "Paragraph 59 " in shown(app)
        assert "more lines" not in shown(app)


async def test_matches_in_the_abstract_are_gone_to():
    text = LONG.replace("Paragraph 40 of", "A sliding barrier of").replace(
        "Paragraph 20 of", "A barrier of"
    )
    paper = Paper(title="A long one", abstract=text, id="long")
    app = opened(Origin(save_profile(Profile(name="A", papers=(paper,))), "library"), Config())
    async with app.run_test(size=STACKED) as pilot:
        await press(pilot, "n")
        assert "no search" in shown(app)
        await press(pilot, "slash", *"barrier", "enter", "enter")
        assert "A barrier of" in shown(app)
        await press(pilot, "n")
        assert "A sliding barrier of" in shown(app)
        await press(pilot, "n")
        assert "no match after" in shown(app)
        await press(pilot, "N")
        assert "A barrier of" in shown(app)


@pytest.mark.parametrize(
    ("typed", "rows"), [("ооо", 3), ("ол", 0), ("ξξ", 2), ("П", 49), ("ф", None)]
)
async def test_keys_of_other_alphabets_count_by_their_place(sample, typed, rows):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, *typed)
        if rows is None:
            assert len(sample.screen_stack) > 1  # the authors
        else:
            assert cursor(sample) == rows


async def test_a_letter_without_a_place_is_said_to_have_no_action(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "日")
        assert "日 has no action" in shown(sample)
        await press(pilot, "slash", *"йода")
        assert query(sample) == "йода"


async def test_the_mouse_sorts_by_columns_and_presses_keys(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot)
        line = shown(sample).split("\n")
        heading = next(row for row in line if "field" in row and "title" in row)
        y, start = line.index(heading), heading.index
        await pilot.click(offset=(start("score"), y))
        await press(pilot)
        assert "score, high first" in shown(sample)
        await pilot.click(offset=(start("title"), y))
        await press(pilot)
        assert "title, A to Z" in shown(sample)
        keys = sample.screen.query_one(KeyLine).region.y
        text = shown(sample).split("\n")[keys]
        await pilot.click(offset=(text.index("? help") + 3, keys))
        await until(pilot, lambda: len(sample.screen_stack) == 2)


async def test_a_sort_begins_at_the_top_until_the_user_has_gone_to_a_paper(tmp_path):
    papers = tuple(
        Paper(title=f"Paper {n:02}", score=float(n), date=PartialDate(2000 + n), id=str(n))
        for n in range(60)
    )
    app = opened(Origin(save_profile(Profile(name="A", papers=papers)), "library"), Config())
    async with app.run_test(size=STACKED) as pilot:
        await press(pilot, "s", "s")
        assert selected(app).startswith("Paper 00")
        assert app.screen.query_one(PaperList).top == 0
        await press(pilot, "2", "j", "s")
        listed = app.screen.query_one(PaperList)
        assert selected(app).startswith("Paper 02")
        assert listed.cursor == 57
        assert listed.top + listed.page_height > listed.cursor
        await press(pilot, "s")
        assert selected(app).startswith("Paper 02")
        assert listed.top == 0


async def test_the_panes_change_their_share(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot)
        listed = sample.screen.query_one(PaperList)
        before = listed.size.width
        await press(pilot, "greater_than_sign")
        assert listed.size.width > before
        await press(pilot, "less_than_sign", "less_than_sign")
        assert listed.size.width < before


async def test_one_pane_alone_has_no_share(sample):
    async with sample.run_test(size=WIDE) as pilot:
        await press(pilot, "z", "greater_than_sign")
        assert "only one pane is shown" in shown(sample)
        await press(pilot, "z")
        assert "only one pane is shown" not in shown(sample)
