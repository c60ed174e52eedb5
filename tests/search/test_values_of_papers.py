"""A user narrows a list by topic, affiliation, whole names and several ranges of numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper
from paperbrowser.search import SearchIndex
from paperbrowser.search.conditions import AnyBounds, Bounds, read_year
from paperbrowser.search.query import parse

PAPERS = [
    Paper(
        id="loom", title="Looms", authors=("Bao Li", "Greta Østby"), keywords=("Weak Lensing", "Halos"),
        affiliations=("University of Tromsø",), date=PartialDate(2019), pdf="https://a.example/1.pdf",
    ),
    Paper(
        id="kiln", title="Kilns", authors=("Bao Li Chen",), keywords=("halos",), affiliations=("tromso",),
        date=PartialDate(2021, 4),
    ),
    Paper(id="reed", title="Reeds", authors=("Greta Ostby",), date=PartialDate(2023)),
    Paper(id="dye", title="Dyes"),
]  # fmt: skip


@pytest.fixture(scope="module")
def index():
    return SearchIndex.build(PAPERS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("topic:halos ", "loom kiln"),
        ('topic:"weak lensing"', "loom"),
        ("topic:lensing ", ""),  # a topic is whole
        ("topic:weak", "loom"),  # and may be begun while it is typed
        ("affiliation:tromsø ", "loom kiln"),
        ("affiliation:university -affiliation:cork ", "loom"),
        ('coauthor:"bao li"', "loom"),
        ('with:"Bao Li Chen,Greta Østby"', "loom kiln reed"),
        ("has:pdf", "loom"),
        ("-has:pdf year:2000..2022 ", "kiln"),
        ("year:2019,2023 ", "loom reed"),
        ("year:2019,2020..2022 ", "loom kiln"),
        ("year:..2019,>=2023 ", "loom reed"),
        ("-year:2019,2023 ", "kiln dye"),
        ("year:2019,", "loom"),  # a second year is on its way
    ],
)
def test_values_narrow_the_list(index, text, found):
    assert [PAPERS[hit.position].id for hit in index.search(text)] == found.split()


def test_a_year_that_is_none_among_several_is_named():
    assert "year" in parse("year:2019,abc ").unread[0]


@settings(deadline=None)
@given(st.lists(st.integers(1900, 2099), min_size=2, max_size=6))
def test_several_years_are_any_of_them(years):
    read = read_year(",".join(map(str, years)), False)
    assert read == AnyBounds(tuple(Bounds(year, year) for year in years))
    assert all(read.holds(year) is (year in years) for year in range(1895, 2105))
