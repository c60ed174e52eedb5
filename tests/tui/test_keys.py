"""Keys chosen in config.toml work, and are shown wherever keys are named."""

import ast
import importlib
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.command import CommandPalette
from textual.keys import _character_to_key, format_key

from paperbrowser.library import locate
from paperbrowser.settings import config, key_names
from paperbrowser.settings.keys import BY_ID, KEYS
from paperbrowser.system import paths
from paperbrowser.tui import keys
from paperbrowser.tui.app import PaperBrowser
from paperbrowser.tui.launch import opened
from paperbrowser.tui.screens.browser import BrowserScreen
from paperbrowser.tui.screens.citations import CitationScreen
from paperbrowser.tui.screens.note import NoteScreen
from paperbrowser.tui.screens.pick import PickScreen
from paperbrowser.tui.screens.text import TextScreen
from paperbrowser.tui.widgets.search_bar import SearchInput
from paperbrowser.tui.work.citations import CitationQuestion
from tests.tui.articles import read
from tests.tui.pilot import press, selected, shown, until, until_shown

TALL = (100, 110)


def app_with(*lines):
    """The app on the sample, with these lines below [keys] in the settings."""
    paths.config().mkdir(parents=True, exist_ok=True)
    path = paths.config() / config.FILE_NAME
    path.write_text("\n".join(["[keys]", *lines]), encoding="utf-8")
    settings, problems = config.load()
    return opened(locate.sample(), settings, problems)


def key_line(app):
    return shown(app).rstrip("\n").split("\n")[-1]


async def test_a_chosen_key_works_and_the_default_one_is_free():
    app = app_with('"sort.score" = "t"', '"move.down" = ["n", "f5"]')
    async with app.run_test(size=TALL) as pilot:
        first = selected(app)
        await press(pilot, "s", "j", "down")
        assert "date, newest first" in shown(app)
        assert selected(app) == first
        await press(pilot, "n")
        second = selected(app)
        assert second != first
        await press(pilot, "f5")
        assert selected(app) not in {first, second}
        await press(pilot, "t")
        assert "score, high first" in shown(app)


async def test_key_line_help_and_palette_show_the_chosen_keys():
    app = app_with(
        '"sort.score" = "t"',
        '"app.help" = "f2, ^X"',
        '"app.leave" = "F10"',
        '"read.open" = "pgdn"',
        '"move.page-down" = "space"',
    )
    async with app.run_test(size=TALL) as pilot:
        await press(pilot)
        assert " t score" in key_line(app)
        assert " PgDn open" in key_line(app)
        assert " F2 help" in key_line(app)
        assert " F10 quit" in key_line(app)
        await press(pilot, "escape")
        assert "F10 quits" in shown(app)
        await press(pilot, "ctrl+x")
        assert isinstance(app.screen, PickScreen)
        lines = shown(app).split("\n")
        for key, sentence in (
            ("t", "Sort by score"),
            ("F2 ^X", "This help"),
            ("F10", "Back; from"),
            ("Space", "A page down"),
        ):
            (line,) = [line for line in lines if f" {sentence}" in line][:1]
            assert key in line
        await press(pilot, "escape", "colon", *"sort by score")
        await pilot.pause(0.3)
        assert "key: t" in shown(app)


async def test_two_actions_can_swap_their_keys():
    app = app_with('"sort.score" = "d"', '"sort.date" = "s"')
    async with app.run_test(size=TALL) as pilot:
        await press(pilot, "d")
        assert "score, high first" in shown(app)
        await press(pilot, "s")
        assert "date, newest first" in shown(app)


async def test_one_of_several_keys_can_be_kept():
    app = app_with('"move.down" = "j"')
    async with app.run_test(size=TALL) as pilot:
        first = selected(app)
        await press(pilot, "down")
        assert selected(app) == first
        await press(pilot, "j")
        assert selected(app) != first


async def test_keys_of_the_search_line_can_be_chosen():
    app = app_with('"search.keep" = "ctrl+t"', '"search.cancel" = "f9"', '"search.start" = ","')
    async with app.run_test(size=TALL) as pilot:
        await press(pilot, "comma", *"turbulence")
        assert "^T keep" in key_line(app)
        assert "F9 put back" in key_line(app)
        await press(pilot, "ctrl+t")
        assert not isinstance(app.focused, SearchInput)
        assert "turbulence" in shown(app)
        await press(pilot, "comma", *"xyz", "f9")
        assert "turbulence" in shown(app)
        assert "xyz" not in shown(app)


async def test_letters_that_are_keys_can_be_typed_into_the_search_line():
    app = app_with('"move.half-down" = "x"', '"app.suspend" = "w"')
    async with app.run_test(size=TALL) as pilot:
        await press(pilot, "slash", *"wax")
        assert app.query_one(SearchInput).value == "wax"


async def test_ctrl_p_moves_up_in_search_line_and_lists_and_opens_the_palette_elsewhere():
    async with app_with().run_test(size=TALL) as pilot:
        app = pilot.app
        await press(pilot, "slash", *"neural")
        await press(pilot, "down", "down")  # in the results, not in the list from before them
        third = selected(app)
        await press(pilot, "ctrl+p")
        assert selected(app) != third
        assert len(app.screen_stack) == 1
        await press(pilot, "escape", "question_mark", "ctrl+p")
        assert isinstance(app.screen, PickScreen)
        await press(pilot, "escape", "ctrl+p")
        assert isinstance(app.screen, CommandPalette)


async def test_q_closes_the_help_until_something_is_typed():
    async with app_with().run_test(size=TALL) as pilot:
        app = pilot.app
        for opened_by in ("question_mark", "i"):
            await press(pilot, opened_by, "q")
            assert not isinstance(app.screen, PickScreen)
            await press(pilot, opened_by, "x", "q")
            assert isinstance(app.screen, PickScreen)
            await press(pilot, "ctrl+u", "q")
            assert not isinstance(app.screen, PickScreen)
        await press(pilot, "a", "q")  # authors are chosen from: Q may begin a name
        assert isinstance(app.screen, PickScreen)
    assert app.is_running is False


async def test_another_key_that_quits_closes_the_help_too():
    async with app_with('"app.leave" = "x"', '"read.export" = "ctrl+e"').run_test(
        size=TALL
    ) as pilot:
        await press(pilot, "question_mark", "q")
        assert isinstance(pilot.app.screen, PickScreen)
        await press(pilot, "escape", "question_mark", "x")
        assert not isinstance(pilot.app.screen, PickScreen)


async def test_lists_over_the_browser_work_in_a_tiny_terminal():
    async with app_with().run_test(size=(30, 8)) as pilot:
        await press(pilot, "colon", *"order", "space", *"round")
        await until_shown(pilot, "Turn the order")
        await press(pilot, "enter")
        await until_shown(pilot, "oldest first")
        await press(pilot, "question_mark")
        assert "Next paper;" in shown(pilot.app)
        assert "Previous" in shown(pilot.app)


async def test_keys_of_lists_and_texts_can_be_chosen(monkeypatch):
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 22 10.0.0.2 22")
    app = app_with(
        '"pick.choose" = "^t"', '"pick.close" = "f9"', '"pick.down" = "f8"', '"text.close" = "x"'
    )
    async with app.run_test(size=TALL) as pilot:
        await press(pilot, "question_mark")
        assert "^T does it · F9 closes" in shown(app)
        await press(pilot, "enter", "escape")
        assert isinstance(app.screen, PickScreen)
        await press(pilot, "f9")
        await press(pilot, "question_mark", *"sort by score", "ctrl+t")
        assert not isinstance(app.screen, PickScreen)
        assert "score, high first" in shown(app)
        await press(pilot, "o")
        assert isinstance(app.screen, TextScreen)
        assert "x closes" in shown(app)
        await press(pilot, "q", "escape")
        assert isinstance(app.screen, TextScreen)
        await press(pilot, "x")
        assert not isinstance(app.screen, TextScreen)


async def test_wrong_keys_are_reported_and_the_others_work():
    app = app_with('"sort.score" = "d"', '"sort.dat" = "t"', '"read.open" = "f6"')
    async with app.run_test(size=(200, 50)) as pilot:
        await pilot.pause()
        text = " ".join(shown(app).split())  # a long path breaks the line
        assert "config.toml, line 2: " in text
        assert "(and 1 more" in text
        await press(pilot, "d")
        assert "sort: date, oldest first" in shown(app)
        await press(pilot, "s")
        assert "sort: score, high first" in shown(app)
        assert "F6 open" in key_line(app)


async def test_the_key_that_quits_from_anywhere_can_be_chosen():
    app = app_with('"app.quit-now" = "f12"')
    async with app.run_test(size=TALL) as pilot:
        await press(pilot, "slash", "ctrl+c", "ctrl+q")
        assert app.is_running
        await pilot.press("f12")
        await pilot.pause()
        assert not app.is_running


async def test_ctrl_space_works_under_both_of_its_names():
    app = app_with('"sort.score" = "^Space"', '"sort.date" = "alt+ctrl+space"')
    async with app.run_test(size=TALL) as pilot:
        await press(pilot, "ctrl+@")
        assert "score, high first" in shown(app)
        assert " ^Space score" in key_line(app)
        await press(pilot, "alt+ctrl+space")
        await press(pilot, "ctrl+space")
        assert "score, high first" in shown(app)


def _own_bindings():
    """Each binding that a class of the interface declares, with the class."""
    folder = Path(keys.__file__).parent
    for path in folder.rglob("*.py"):
        name = ".".join(path.relative_to(folder).with_suffix("").parts)
        module = importlib.import_module(f"paperbrowser.tui.{name.removesuffix('.__init__')}")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                holder = getattr(module, node.name)
                for binding in vars(holder).get("BINDINGS", ()):
                    yield holder, binding


def test_every_binding_has_an_id_of_the_table_and_every_id_a_binding():
    found = [binding.id for _, binding in _own_bindings()]
    # Over a text, the app's own do not count.
    assert sorted(found) == sorted([*BY_ID, "app.quit"])
    assert len(BY_ID) == len(KEYS)
    assert all(isinstance(binding, Binding) for _, binding in _own_bindings())


def test_every_action_is_a_method_of_the_class_that_its_key_reaches():
    for holder, binding in _own_bindings():
        where, _, name = binding.action.partition("(")[0].rpartition(".")
        reached = {"app": [PaperBrowser], "screen": [BrowserScreen, PickScreen, NoteScreen]}.get(
            where, [holder]
        )
        assert any(hasattr(one, f"action_{name}") for one in reached), binding


async def test_textual_adds_no_key_of_its_own_to_the_app():
    async with app_with().run_test() as pilot:
        active = pilot.app.screen.active_bindings.values()
        of_app = {one.binding.id for one in active if one.node is pilot.app}
        assert of_app == {"app.palette", "app.quit", "app.quit-now", "app.redraw", "app.suspend"}


def test_no_two_defaults_of_a_place_are_the_same():
    for at, one in enumerate(KEYS):
        assert len(set(one.keys)) == len(one.keys) > 0
        for other in KEYS[at + 1 :]:
            assert not (one.meets(other) and set(one.keys) & set(other.keys)), (one, other)


@pytest.mark.parametrize("character", [chr(code) for code in range(32, 127)] + list("éß«ø…λ"))
def test_a_character_is_named_as_textual_names_it(character):
    assert key_names.known(character) == _character_to_key(character)


@pytest.mark.parametrize("key", sorted({key for one in KEYS for key in one.keys}))
def test_default_keys_are_written_as_they_are_read(key):
    assert key_names.known(key) == key
    assert key_names.known(key_names.written(key)) == key
    assert " " not in key_names.shown(key)
    if len(format_key(key)) == 1 and key_names.types(key):
        assert key_names.shown(key) == format_key(key)


@pytest.mark.parametrize("opened_by", ["A", "v", "T", "text", "reader", "citations"])
async def test_the_key_to_quit_does_so_on_every_screen(opened_by, monkeypatch):
    monkeypatch.setattr(CitationQuestion, "start", lambda *_: None)
    app = app_with()
    async with app.run_test(size=(100, 24)) as pilot:
        await press(pilot, "j")
        match opened_by:
            case "text":
                app.push_screen(TextScreen("Link", "https://example.org"))
            case "reader":
                read(app)
            case "citations":
                app.push_screen(CitationScreen(app, app.profile.papers[0], "citing", {}))
            case key:
                await press(pilot, key)
        await until(pilot, lambda: len(app.screen_stack) > 1 and app.screen.is_mounted)
        await press(pilot, "Q")
        assert app.return_code == 0
