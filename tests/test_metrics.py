"""Metrics counted from papers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.metrics import Metrics, computed
from paperbrowser.model import Paper


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([], Metrics(0, None, None)),
        ([None, None], Metrics(2, None, None)),
        ([0], Metrics(1, 0, 0)),
        ([3], Metrics(1, 3, 1)),
        ([10, 8, 5, 4, 3], Metrics(5, 30, 4)),
        ([25, None, 8, 5, 3, 3], Metrics(6, 44, 3)),
    ],
)
def test_counted_from_the_papers(counts, expected):
    assert computed([Paper(title="x", citations=count) for count in counts]) == expected


@given(st.lists(st.none() | st.integers(0, 9)))
def test_h_papers_are_cited_h_times_and_no_more(counts):
    h = computed([Paper(title="x", citations=count) for count in counts]).h_index
    known = [count for count in counts if count is not None]
    if h is None:
        assert known == []
    else:
        assert sum(count >= h for count in known) >= h
        assert sum(count >= h + 1 for count in known) < h + 1
