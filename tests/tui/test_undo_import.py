"""Undo of an import at the keyboard, over quitting, and where it is too late."""

import pytest

from paperbrowser.library.locate import Origin
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from tests.stored import save_profile
from tests.tui.pilot import press, shown, until, until_shown

WIDE = (120, 36)


@pytest.fixture
def path():
    papers = (Paper(title="Otters of the Oder", authors=("Ada Example",), id="otters"),)
    return save_profile(Profile(name="Ada Example", papers=papers))


@pytest.fixture
def more(tmp_path):
    source = tmp_path / "more.bib"
    source.write_text(
        "".join(
            f"@article{{k{number}, title={{Beavers of the Elbe, part {number}}},"
            f" author={{Example, Ada}}, year={{2004}}}}\n"
            for number in range(3)
        )
    )
    return source.rename(source.with_name("Ada Example.bib"))


async def imported(pilot, app, source):
    await until(pilot, lambda: app.screen.marks.loaded)
    app.jobs.import_files((source,))
    await until_shown(pilot, "3 added")


async def test_u_after_an_import_restores_the_profile(path, more):
    before = path.read_bytes()
    app = opened(Origin(path, "library"), Config())
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "asterisk")
        await until_shown(pilot, "starred: 1 paper")
        await imported(pilot, app, more)
        after = path.read_bytes()
        await press(pilot, "u")
        await until_shown(pilot, "as before: Ada Example: 3 added")
        assert path.read_bytes() == before
        await until(pilot, lambda: len(app.screen.catalogue) == 1)
        await press(pilot, "U")
        await until(pilot, lambda: len(app.screen.catalogue) == 4)
        assert path.read_bytes() == after
    again = opened(Origin(path, "library"), Config())
    async with again.run_test(size=WIDE) as pilot:
        await press(pilot, "u")
        await until_shown(pilot, "as before: Ada Example: 3 added")
        assert path.read_bytes() == before
        await press(pilot, "u")
        await until_shown(pilot, "no star again: 1 paper")


async def test_an_import_into_a_file_edited_since_stays_and_the_step_before_is_undone(path, more):
    app = opened(Origin(path, "library"), Config())
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "asterisk")
        await until_shown(pilot, "starred: 1 paper")
        await imported(pilot, app, more)
        path.write_bytes(path.read_bytes() + b"# mine\n")
        edited = path.read_bytes()
        await press(pilot, "u")
        assert "its file has been changed since" in shown(app)
        assert path.read_bytes() == edited
        await press(pilot, "u")
        await until_shown(pilot, "no star again: 1 paper")
