"""Dates of which more or less is known, for the tests of every room."""

from hypothesis import strategies as st

from paperbrowser.papers.dates import PartialDate

# One day by how much of it is known.
DATES = {
    "year": PartialDate(2017),
    "month": PartialDate(2017, 6),
    "day": PartialDate(2017, 6, 5),
}


def partial_dates(first, last):
    """A strategy for dates of the years `first` to `last`."""
    years = st.integers(first, last)
    months = st.integers(1, 12)
    return (
        st.builds(PartialDate, years)
        | st.builds(PartialDate, years, months)
        | st.builds(PartialDate, years, months, st.integers(1, 28))
    )


def less_of(date, precision):
    """`date` as far as `precision`."""
    return PartialDate.parse(str(date)[: {"year": 4, "month": 7, "day": 10}[precision]])
