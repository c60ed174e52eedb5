"""A date has the parts that are known, and no others."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper
from tests.dates import partial_dates

dates = partial_dates(1, 9999)


@given(dates)
def test_a_date_is_written_and_read_the_same(date):
    assert PartialDate.parse(str(date)) == date
    assert date.first_day.isoformat().startswith(str(date))
    assert len(str(date)) == {"year": 4, "month": 7, "day": 10}[date.precision]
    assert Paper(title="t", date=date).date_text == str(date)


@given(dates, dates)
def test_dates_sort_by_time(one, other):
    assert (one < other) + (one > other) + (one == other) == 1
    if one < other:
        assert one.first_day <= other.first_day
    assert sorted([one, other]) == sorted([other, one])


@pytest.mark.parametrize(
    "parts", [(2017, 13), (2017, 2, 30), (2017, None, 3), (2017, 0), (2017, 3, 0), (0,)]
)
def test_there_is_no_such_day(parts):
    with pytest.raises(ValueError, match=r"day|month|year"):
        PartialDate(*parts)


@given(st.integers(-5, 10_005), st.integers(-5, 50), st.integers(-5, 50))
def test_wrong_numbers_leave_what_makes_a_date(year, month, day):
    found = PartialDate.known(year, month, day)
    assert (found is None) == (not 1000 <= year <= 9999)
    if found is not None:
        assert (found.month or month, found.day or day) == (month, day)


@given(st.text(max_size=12) | st.text("0123456789-", max_size=12))
def test_any_text_is_a_date_or_is_not(text):
    found = PartialDate.parse(text)
    assert found is None or isinstance(found.first_day, datetime.date)


@pytest.mark.parametrize("text", ["", "0000", "20177", "2017-", "2017-1", "2017-00", "2017-02-30"])
def test_other_texts_are_no_dates(text):
    assert PartialDate.parse(text) is None


def test_a_date_in_words_has_the_months_of_english():
    assert PartialDate(2017, 3, 5).words == "5 Mar 2017"
    assert PartialDate(2017, 3).words == "Mar 2017"
    assert PartialDate(2017).words == "2017"
