"""Colours have a meaning beside a sign or text; a theme that is chosen is kept."""

import pytest
from textual.color import Color

from paperbrowser.library import locate
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.settings.config import Config
from paperbrowser.tui.app import PaperBrowser
from paperbrowser.tui.launch import opened
from paperbrowser.tui.theme import CONTRAST_DARK, CONTRAST_LIGHT
from tests.tui.pilot import press, shown, strips

PAPERS = (
    Paper(id="a", title="High score", score=92.0, category="astro-ph.CO"),
    Paper(id="b", title="Usual score", score=61.0, category="LG", code=True),
    Paper(id="c", title="Low score", score=12.0, category="stat.ML"),
    Paper(id="d", title="RETRACTED: Cold fusion", score=61.0, category="hep-th"),
    Paper(id="e", title="Much cited", citations=240),
    Paper(id="f", title="Hardly cited", citations=2),
)


def browser(papers, **settings):
    settings = {"restore": False, **settings}
    profile = Profile(name="Ada Example", papers=papers)
    return PaperBrowser(locate.sample(), profile, Config(**settings))


def styles(app, title):
    """Return each character of the row with a title, and its style."""
    row = next(strip for strip in strips(app) if title in strip.text)
    return [
        (char, segment.style)
        for segment in row
        for char in segment.text
        if segment.style is not None
    ]


def color_of(app, title, text):
    """Return colour and dimness of the first cell of `text` in a row."""
    cells = styles(app, title)
    row = "".join(char for char, _ in cells)
    style = cells[row.index(text)][1]
    return style.color.name, bool(style.dim)


async def test_score_field_code_and_signs_have_colours():
    app = browser(PAPERS[:4])
    async with app.run_test(size=(90, 24)) as pilot:
        await pilot.pause()
        assert color_of(app, "High score", "92.0") == ("color(2)", False)
        assert color_of(app, "Usual score", "61.0") == ("default", False)
        assert color_of(app, "Low score", "12.0")[1]
        colors = [
            color_of(app, title, field)[0]
            for title, field in (
                ("High score", "CO"),
                ("Usual score", "LG"),
                ("Low score", "ML"),
                ("Cold fusion", "hep-th"),
            )
        ]
        assert len(set(colors)) == 4
        assert color_of(app, "Usual score", "{}")[0] == "color(6)"
        assert color_of(app, "Cold fusion", "✗")[0] == "color(1)"


async def test_citations_have_colours_by_band():
    app = browser(PAPERS[4:])
    async with app.run_test(size=(90, 24)) as pilot:
        await pilot.pause()
        assert color_of(app, "Much cited", "240") == ("color(2)", False)
        assert color_of(app, "Hardly cited", "2")[1]


async def test_matches_have_one_colour_everywhere(sample):
    async with sample.run_test(size=(90, 30)) as pilot:
        await press(pilot, "slash", *"field", "enter")
        found = {
            style.color.name
            for strip in strips(sample)
            for segment in strip
            if (style := segment.style) is not None and style.bold and style.underline
        }
        assert found == {"color(3)"}


@pytest.fixture
def sample():
    return opened(locate.sample(), Config(restore=False), ())


@pytest.mark.parametrize("theme", [CONTRAST_DARK, CONTRAST_LIGHT], ids=lambda theme: theme.name)
async def test_with_high_contrast_all_text_is_well_readable(theme):
    app = browser(PAPERS, theme=theme.name)
    async with app.run_test(size=(90, 24)) as pilot:
        await press(pilot, "slash", *"score", "enter")
        seen = 0
        for strip in strips(app):
            for segment in strip:
                if not segment.text.strip() or segment.style.color is None:
                    continue
                text = Color.from_rich_color(segment.style.color)
                ground = Color.from_rich_color(segment.style.bgcolor)
                assert contrast(text, ground) >= 7, segment
                assert not segment.style.dim
                seen += 1
        assert seen > 20


def contrast(one, other):
    """Return the ratio of WCAG, 1 to 21."""

    def light(color):
        parts = [
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
            for part in (channel / 255 for channel in color.rgb)
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


async def choose(app, *, theme):
    async with app.run_test(size=(90, 24)) as pilot:
        await pilot.pause()
        app.theme = theme
        await pilot.pause()
        return shown(app)


async def test_another_theme_draws_all_parts_in_its_colours():
    app = browser(PAPERS[:4])
    async with app.run_test(size=(90, 24)) as pilot:
        await pilot.pause()
        before = [(strip.text, [segment.style for segment in strip]) for strip in strips(app)]
        app.theme = "nord"
        await pilot.pause()
        assert color_of(app, "High score", "92.0")[0].startswith("#")
        assert color_of(app, "Cold fusion", "✗")[0].startswith("#")
        app.theme = "terminal"
        await pilot.pause()
        for strip, (text, styles_before) in zip(strips(app), before, strict=True):
            if text == strip.text:
                assert [segment.style for segment in strip] == styles_before


@pytest.mark.parametrize("size", [(80, 24), (60, 10)])
async def test_the_palette_has_no_frame_where_rows_are_few(size):
    app = browser(PAPERS)
    async with app.run_test(size=size) as pilot:
        await press(pilot, ":")
        field = app.screen.query_one("#--input")
        assert field.size.height == (1 if size[1] < 12 else 3)
        assert bool(field.styles.border_top[0]) is (size[1] >= 12)


@pytest.mark.parametrize("restore", [True, False])
async def test_a_theme_that_was_chosen_is_kept(restore):
    await choose(browser(PAPERS), theme="nord")
    assert browser(PAPERS, restore=restore).theme == "nord"
    assert browser(PAPERS, theme="gruvbox").theme == "gruvbox"
    await choose(browser(PAPERS), theme="terminal")
    assert browser(PAPERS).theme == "terminal"


async def test_the_settings_come_before_the_kept_theme_and_that_is_said():
    said = await choose(browser(PAPERS, theme="gruvbox"), theme="nord")
    assert "nord until you quit" in said
    assert browser(PAPERS, theme="gruvbox").theme == "gruvbox"


async def test_a_start_keeps_nothing():
    app = browser(PAPERS, theme="gruvbox")
    async with app.run_test(size=(90, 24)) as pilot:
        await pilot.pause()
    assert browser(PAPERS).theme == "terminal"


@pytest.mark.parametrize("content", [b"no such theme\n", b"\xff\x00\x1b[31m", b"", b"x" * 100_000])
async def test_a_kept_theme_that_makes_no_sense_is_ignored(content):
    from paperbrowser.system import paths

    paths.state().mkdir(parents=True, exist_ok=True)
    (paths.state() / "theme.txt").write_bytes(content)
    app = browser(PAPERS)
    assert app.theme == "terminal"
    async with app.run_test(size=(90, 24)) as pilot:
        await pilot.pause()
        assert "theme" not in shown(app)


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 10)])
async def test_the_first_picture_has_all_styles(size):
    """They are found once, while the widgets are mounted."""
    app = browser(PAPERS, theme="nord")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        first = strips(app)
        app.screen.update_node_styles(animate=False)
        app.screen.refresh(layout=True)
        await pilot.pause()
        assert strips(app) == first
