"""The columns of the list stay where they are at the first mark, and their headings are whole words."""

import pytest

from paperbrowser.library import locate
from paperbrowser.library.locate import Origin
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.settings.config import Config
from paperbrowser.tui.launch import opened
from tests.stored import save_profile
from tests.tui.pilot import press, shown, strips, until, until_shown


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


async def test_list_and_detail_are_drawn_for_their_new_size_at_once(monkeypatch):
    """Not first cut off or with room to spare, which a slow line would show."""
    app = opened(locate.sample(), Config(restore=False))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        drawn = []
        monkeypatch.setattr(
            app, "post_display_hook", lambda: drawn.append([strip.text for strip in strips(app)])
        )
        for width in (40, 70):
            drawn.clear()
            app.screen.panes.list.styles.width = width
            await pilot.pause()
            assert drawn
            assert all(one == drawn[-1] for one in drawn)
