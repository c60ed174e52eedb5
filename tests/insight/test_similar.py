"""A reader asks what is near a paper, and why."""

import pytest

from paperbrowser.insight.similar import Neighbours
from paperbrowser.papers.model import Paper
from paperbrowser.search import SearchIndex

PAPERS = [
    Paper(title="Lichen growth on granite walls", abstract="Thallus sizes date granite.", authors=("Eva Ro", "Al Ox")),
    Paper(title="Dating granite by lichen", abstract="A thallus grows slowly.", authors=("Eva Ro",)),
    Paper(title="The price of bread", abstract="Bakeries in two towns.", authors=("Eva Ro", "Al Ox")),
    Paper(title="Bread and the war", abstract="Prices and towns.", authors=("Eva Ro", "Um Li")),
    Paper(title="Songs of wrens", authors=("Eva Ro",)),
    Paper(title="On the of and", authors=()),
]  # fmt: skip


@pytest.fixture(scope="module")
def index():
    return SearchIndex.build(PAPERS)


def test_near_papers_say_which_words_and_authors_made_them_near(index):
    first, second = Neighbours(PAPERS, index).near(0)[:2]
    assert first.position == 1
    assert {"lichen", "granite", "thallus"} <= {*first.words}
    assert first.authors == ()  # all papers here are by Eva Ro: that makes none near
    assert second.position == 2
    assert second.authors == ("Al Ox",)
    assert second.reasons == "authors: Al Ox"


def test_what_has_nothing_in_common_is_not_near(index):
    near = Neighbours(PAPERS, index, authors=False)
    assert [one.position for one in near.near(0)] == [1]
    assert near.near(4) == near.near(5) == ()
    assert near.near(0, most=0) == ()


def test_references_in_common_count_where_they_are_known(index):
    cited = {"Songs of wrens": {"w1", "w2"}, "The price of bread": {"w1", "w2", "w3"}}
    near = Neighbours(
        PAPERS, index, authors=False, references=lambda paper: cited.get(paper.title, ())
    )
    (one,) = near.near(4)
    assert (one.position, one.references) == (2, 2)
    assert one.reasons == "2 references in common"


@pytest.mark.parametrize("papers", [[], PAPERS[:1], PAPERS[4:]])
def test_few_papers_have_few_neighbours(papers):
    near = Neighbours(papers, SearchIndex.build(papers))
    assert [near.near(at) for at in range(len(papers))] == [()] * len(papers)
