"""What is known of a date is kept, and no more is made up."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.papers import dates
from paperbrowser.papers.model import Paper

precisions = st.sampled_from(["year", "month", "day"])


@given(st.dates(), precisions)
def test_a_date_is_told_and_understood_the_same(date, precision):
    text = dates.text_of(date, precision)
    assert dates.parse(text) == (dates.first_day(date, precision), precision)


@given(st.dates(), precisions)
def test_papers_of_one_year_are_equal_whatever_the_day_was_set_to(date, precision):
    paper = Paper(title="t", date=date, date_precision=precision)
    first = Paper(title="t", date=dates.first_day(date, precision), date_precision=precision)
    assert paper == first
    assert date.isoformat().startswith(paper.date_text)


def test_no_date_has_no_precision():
    assert Paper(title="t", date_precision="year") == Paper(title="t")
    assert Paper(title="t").date_text == ""


@given(st.text(max_size=12) | st.text("0123456789-", max_size=12))
def test_any_text_is_a_date_or_is_not(text):
    found = dates.parse(text)
    assert found is None or isinstance(found[0], datetime.date)


@pytest.mark.parametrize("text", ["", "0000", "20177", "2017-", "2017-1", "2017-00", "2017-02-30"])
def test_other_texts_are_no_dates(text):
    assert dates.parse(text) is None
