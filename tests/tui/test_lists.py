"""The explanation of the metrics: the number of papers."""

import pytest

from paperbrowser.papers.model import Paper, Profile
from paperbrowser.tui.menus.lists import explanations
from paperbrowser.tui.widgets.profile_header import papers_count


@pytest.mark.parametrize(
    ("claimed", "count", "said"),
    [
        (None, "2", "2, all that the source lists"),
        (2, "2", "2, all that the source lists"),
        (5, "2 of 5", "2 of 5: the source lists the first number, and claims the second"),
        # Another source brought more than the first one claims.
        (1, "2", "2 are listed; the source claims 1"),
    ],
)
def test_the_numbers_listed_and_claimed_are_explained(claimed, count, said):
    papers = (Paper(title="On Machines", id="a"), Paper(title="On Looms", id="b"))
    profile = Profile(name="Ada Example", claimed=claimed, papers=papers)
    assert papers_count(profile) == count
    assert dict(explanations(profile, None))["papers"] == said
