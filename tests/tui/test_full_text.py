"""The key for the text of a paper: fetched after a question, kept, read again without a network."""

import datetime
import os
import sys

import pytest

from paperbrowser.formats.article import pdf
from paperbrowser.library import stored_texts
from paperbrowser.library.locate import Origin
from paperbrowser.papers.article import Article, ArticleBlock
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.reading.works import names_of
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from paperbrowser.tui.screens.reader import ReaderScreen
from tests.sources.site import Reply
from tests.stored import save_profile
from tests.terminal import Terminal
from tests.texts.papers import pdf_of
from tests.tui.pilot import keys, listed, press, shown, type_in, until_shown

MUD = Paper(title="Mud in Motion", arxiv="2101.00007", id="mud", abstract="It moves.")
REEFS = Paper(title="Reefs at Rest", id="reefs")
DUNES = Paper(title="Dunes by Day", id="dunes", pdf="https://example.org/dunes.pdf")
PROSE = "Silt settles where the water rests, and the water rests where nobody has dug. " * 12
PAGE = f"""<!DOCTYPE html><html><head><title>Mud in Motion</title></head><body><article class="ltx_document">
<h1 class="ltx_title ltx_title_document">Mud in Motion</h1>
<section class="ltx_section"><h2 class="ltx_title">1 Settling</h2><p class="ltx_p">{PROSE}</p></section>
<section class="ltx_section"><h2 class="ltx_title">2 Dredging</h2><p class="ltx_p">{PROSE}</p></section>
</article></body></html>"""


def as_page(text, **options):
    return Reply(text.encode(), headers={"Content-Type": "text/html"}, **options)


@pytest.fixture
def app():
    path = save_profile(Profile(name="Ada Example", papers=(MUD, REEFS, DUNES)))
    return opened(Origin(path, "library"), Config())


async def go_to(pilot, paper):
    browser = pilot.app.screen_stack[0]
    browser.put_view(browser.view, paper)
    await pilot.pause()


async def test_a_text_is_fetched_once_and_read_at_the_place_left(app, configured):
    configured.on["/html/2101.00007"] = as_page(PAGE)
    async with app.run_test(size=(80, 24)) as pilot:
        await go_to(pilot, MUD)
        await press(pilot, "P")
        assert "fetch the text from arxiv.org/html/2101.00007 (else its PDF)?" in shown(app)
        await press(pilot, "x")
        assert configured.asked == []
        await press(pilot, "P", "y")
        await until_shown(pilot, "1 Settling")
        await press(pilot, "right_square_bracket", "q")
        configured.on.clear()
        await press(pilot, "P")
        await until_shown(pilot, "2 Dredging")
        assert isinstance(app.screen, ReaderScreen)
    stored = stored_texts.find(names_of(MUD))
    assert stored.path.read_bytes() == PAGE.encode()
    assert stored.url == "https://arxiv.org/html/2101.00007"
    assert len(configured.asked) == 1


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(status=404), "does not have the PDF of 2101.00007 (404)"),
        (as_page("<html><title>Sign in</title><body>Sign in, please</body></html>"), "log in"),
        (as_page("%PDF-1.5 x"), "it is a PDF, not a web page"),
    ],
)
async def test_what_is_no_text_is_said_and_not_kept(app, configured, reply, said):
    configured.on["/html/2101.00007"] = reply
    async with app.run_test(size=(120, 36)) as pilot:
        await go_to(pilot, MUD)
        await press(pilot, "P", "y")
        await until_shown(pilot, said)
    assert stored_texts.find(names_of(MUD)) is None
    assert not stored_texts.folder().exists()


async def test_a_pdf_is_read_where_there_is_no_page_or_the_missing_package_named(
    app, configured, monkeypatch
):
    configured.on["/pdf/2101.00007"] = Reply(b"%PDF-1.7 of silt")
    read = Article("Mud in Motion", (ArticleBlock("paragraph", "Silt of a PDF.", page=1),), pages=1)
    monkeypatch.setattr(pdf, "read", lambda data, **options: read)
    async with app.run_test(size=(160, 36)) as pilot:
        await go_to(pilot, MUD)
        monkeypatch.setattr(pdf, "is_available", lambda: False)
        await press(pilot, "P", "y")
        await until_shown(
            pilot,
            "does not have the web page of 2101.00007 (404), and reading PDFs needs pypdfium2",
        )
        monkeypatch.setattr(pdf, "is_available", lambda: True)
        await press(pilot, "P", "y")
        await until_shown(pilot, "Silt of a PDF.")
    stored = stored_texts.find(names_of(MUD))
    assert (stored.source, stored.url) == ("pdf", "https://arxiv.org/pdf/2101.00007")


async def test_papers_without_an_open_page_say_what_there_is(app, configured):
    async with app.run_test(size=(80, 24)) as pilot:
        await go_to(pilot, REEFS)
        await press(pilot, "P")
        assert (
            "no open text: neither an arXiv id nor a free PDF is known; o opens the paper"
            in shown(app)
        )
        await go_to(pilot, DUNES)
        await press(pilot, "P")
        assert "fetch the text from the PDF at example.org?" in shown(app)
    assert configured.asked == []


async def test_words_of_texts_are_searched_for(app, configured):
    configured.on["/html/2101.00007"] = as_page(PAGE)
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "slash", *"text:rests", "enter")
        assert "Nothing found" in shown(app)
        await press(pilot, "c")
        await go_to(pilot, MUD)
        await press(pilot, "P", "y")
        await until_shown(pilot, "1 Settling")
        await press(pilot, "q", "slash", *"text:rests", "enter")
        assert [one.id for one in listed(app)] == ["mud"]
        await press(pilot, "P")
        await until_shown(pilot, "match 1 of 48")
        await press(pilot, "n")
        assert "match 2 of 48" in shown(app)
        await press(pilot, "q", "q", "slash", *"has:text", "enter", "P")
        await until_shown(pilot, "Silt settles")
        assert "match" not in shown(app)
        await press(pilot, "q")
        await press(pilot, "c", "slash", *"water", "enter")
        assert "Nothing found" in shown(app)
        await press(pilot, "colon", *"texts of papers", "enter")
        assert [one.id for one in listed(app)] == ["mud"]
        await press(pilot, "c", "slash", *"rest", "enter")
        assert [one.id for one in listed(app)] == ["reefs", "mud"]  # the title counts more
        await press(pilot, "colon", *"abstracts only", "enter")
        assert [one.id for one in listed(app)] == ["reefs"]


async def test_a_plain_search_in_texts_is_a_setting_too(configured):
    path = save_profile(Profile(name="Ada Example", papers=(MUD, REEFS, DUNES)))
    stored_texts.keep(names_of(MUD), PAGE.encode(), "html", "", datetime.date(2026, 3, 1))
    app = opened(Origin(path, "library"), Config(search_texts=True))
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "slash", *"silt", "enter")
        assert [one.id for one in listed(app)] == ["mud"]


async def test_a_fetch_is_stopped_on_the_same_key(app, configured):
    configured.on["/html/2101.00007"] = as_page(PAGE, slow=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await go_to(pilot, MUD)
        await keys(pilot, "P")
        await until_shown(pilot, "fetch the text")
        await keys(pilot, "y")
        await until_shown(pilot, "fetching the text of Mud in Motion")
        await keys(pilot, "P")
        await until_shown(pilot, "s stop it")
        await keys(pilot, "s")
        await until_shown(pilot, "stopped fetching the text of Mud in Motion")
    assert not stored_texts.folder().exists()


async def test_a_file_that_is_dropped_becomes_the_text_of_its_paper(app, tmp_path):
    mud, sand = tmp_path / "mud.pdf", tmp_path / "of sand.pdf"
    mud.write_bytes(pdf_of("where the pebbles sing", title="Mud in Motion"))
    sand.write_bytes(pdf_of("where the sand sings", title="Something on Sand"))
    async with app.run_test(size=(120, 36)) as pilot:
        await go_to(pilot, REEFS)
        await type_in(pilot, str(mud))
        await until_shown(pilot, "kept as the text of “Mud in Motion”; P reads it")
        await type_in(pilot, f"'{sand}'")
        await until_shown(pilot, "Which paper is of sand.pdf (“Something on Sand”)?")
        await press(pilot, "enter")
        await until_shown(pilot, "kept as the text of “Reefs at Rest”")
        await press(pilot, "P")
        await until_shown(pilot, "where the sand sings")
        await press(pilot, "O")
        assert "It is this file" in shown(app)
    assert stored_texts.find(names_of(MUD)).path.read_bytes() == mud.read_bytes()


async def test_a_file_that_is_no_text_is_offered_to_the_import(app, tmp_path):
    path = tmp_path / "papers.html"
    path.write_bytes(b"<html><title>Papers</title><body>Two papers</body></html>")
    async with app.run_test(size=(120, 36)) as pilot:
        await type_in(pilot, str(path))
        await until_shown(pilot, "Import papers.html")


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_a_day_with_a_text_in_a_real_terminal(app):
    stored_texts.keep(names_of(MUD), PAGE.encode(), "html", "", datetime.date(2026, 3, 1))
    command = [sys.executable, "-m", "paperbrowser", "ada-example"]
    with Terminal(command, (80, 24)) as terminal:
        terminal.wait_for("Mud in Motion")
        terminal.settle()
        terminal.send("/mud\r")
        terminal.wait_for("1 of 3")
        terminal.settle()
        terminal.send("P")
        terminal.wait_for("1 Settling")
        terminal.settle()
        terminal.send("/dredging\r")
        terminal.wait_for("match 1 of 1")
        terminal.send("Vh")
        terminal.wait_for("highlighted: 1 paper")
        step = terminal.press("j")
        assert step.bytes <= 1.4 * max(step.cells, 100)
        terminal.send("q")
        terminal.settle()
        terminal.send("q")
        terminal.wait_for("✎")
        terminal.send("Q")
        assert terminal.end() == 0
        assert terminal.left_on() == []
    with Terminal(command, (60, 16)) as terminal:
        terminal.wait_for("Mud in Motion")
        terminal.settle()
        terminal.send("P")
        terminal.wait_for("Silt settles")
        terminal.kill(15)
        assert terminal.end() == 143
        assert terminal.left_on() == []
