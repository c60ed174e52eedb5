"""The columns of the list stay where they are at the first mark, and their headings are whole words."""

import pytest

from paperbrowser.library.locate import Origin
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from tests.stored import save_profile
from tests.tui.pilot import press, shown, until, until_shown


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_the_first_mark_moves_no_column_and_the_field_is_named(size):
    paper = Paper(
        title="Storks over the Spree", authors=("Cem Muster",), id="storks",
        category="astro-ph.GA", date=PartialDate.parse("2019-04"),
    )  # fmt: skip
    path = save_profile(Profile(name="Cem Muster", papers=(paper,)))
    app = opened(Origin(path, "library"), Config())
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.screen.marks.loaded)
        before = shown(app).split("\n")
        heading = next(line for line in before if "date↓" in line)
        assert " field " in heading
        await press(pilot, "asterisk")
        await until_shown(pilot, "starred: 1 paper")
        after = shown(app).split("\n")
        assert heading.split("│")[0] in "\n".join(after)
        row = next(line for line in before if "2019-04" in line)
        starred = next(line for line in after if "★" in line)
        assert row.index("2019-04") == starred.index("2019-04")
