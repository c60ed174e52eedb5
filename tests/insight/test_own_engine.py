"""Our own index behind the interface of engines."""

import pytest

from paperbrowser.insight.own_engine import OwnEngine
from paperbrowser.papers.marks import NO_MARKS, Marks
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.search import SearchIndex
from paperbrowser.search.query import parse
from paperbrowser.search.view import Catalogue

PAPERS = (
    Paper(id="a", title="Dark matter halos", authors=("Bo Dahl",), venue="MNRAS"),
    Paper(id="b", title="Halos of dark galaxies", authors=("Bo Dahl", "Ada Ek"), venue="MNRAS"),
    Paper(id="c", title="Neural emulators", authors=("Ada Ek",), venue="ICML"),
    Paper(id="d", title="Voids and walls", authors=("Cy Fo",), venue="ICML"),
)


@pytest.fixture
def catalogue():
    return Catalogue(Profile(name="Di Gu", papers=PAPERS))


@pytest.fixture
def engine(catalogue):
    return OwnEngine(catalogue, SearchIndex.build(PAPERS))


def test_it_finds_as_the_index_does_up_to_a_limit(engine):
    found = engine.find(parse("halos"), 1)
    assert found.results.positions.tolist() == [1]
    assert found.total == 2
    assert found.exact
    assert [paper.id for paper in engine.texts([3, 0])] == ["d", "a"]


def test_it_counts_the_facets_that_are_asked_for(engine):
    found = engine.find(parse("halos"), 0, ["venue", "coauthor"])
    assert len(found.results) == 0
    counts = {
        name: {one.shown: one.count for one in values} for name, values in found.facets.items()
    }
    assert counts == {"venue": {"MNRAS": 2}, "coauthor": {"Bo Dahl": 2, "Ada Ek": 1}}


def test_marks_count_when_they_have_changed(engine, catalogue):
    def found():
        answer = engine.find(parse("is:starred"), None, ["state"])
        starred = [one.count for one in answer.facets["state"] if one.text == "starred"]
        return answer.results.positions.tolist(), starred

    assert found() == ([], [0])
    catalogue.put_marks([NO_MARKS, Marks(starred=True), NO_MARKS, NO_MARKS])
    assert found() == ([1], [1])


def test_near_words_and_similar_papers(engine):
    assert engine.near_words("emulater") == ["emulators"]
    assert [one.position for one in engine.similar(0, 5)] == [1]
