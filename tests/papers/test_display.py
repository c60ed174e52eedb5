"""Papers and numbers as the user sees them."""

from datetime import date

import pytest

from paperbrowser.papers import display


@pytest.mark.parametrize(
    ("count", "since", "sentence"),
    [
        (3, date(2026, 10, 12), "3 new since 12 Oct"),
        (1_200, date(2025, 12, 31), "1,200 new since 31 Dec 2025"),
        (0, date(2026, 1, 2), "nothing new since 2 Jan"),
        (1, None, "1 new"),
    ],
)
def test_news_has_a_year_only_where_it_is_not_the_current_one(count, since, sentence):
    assert display.news(count, since, date(2026, 11, 24)) == sentence
