"""Papers are found by the user's marks: is:unread, tag:, rating:, note:."""

import datetime

import pytest

from paperbrowser.papers.marks import Highlight, Marks, SharedMark
from paperbrowser.papers.model import Paper
from paperbrowser.search.completion import Facets, complete
from paperbrowser.search.index import SearchIndex
from paperbrowser.search.query import parse

PAPERS = [
    Paper(title="Tides of shallow seas", id="tides", added=datetime.date(2026, 3, 1)),
    Paper(title="Dunes in a wind tunnel", id="dunes"),
    Paper(title="RETRACTED: Reefs", id="reefs"),
    Paper(title="Deltas", id="deltas", retracted="withdrawn"),
]
MARKS = [
    Marks(starred=True, read=True, tags=("Method/Inference", "to cite")),
    Marks(
        queued=1.0,
        rating=4,
        notes=("Compare with Äpple (2019).",),
        shared_notes=(SharedMark("Lab", "The wind of Ørsted", "bo", mine=False),),
    ),
    Marks(shared_tags=(SharedMark("Lab", "Coral/Soft", "bo", mine=False),)),
    Marks(
        hidden=True,
        rating=2,
        tags=("methods",),
        highlights=(Highlight("Silt settles", "at Delft"),),
    ),
]


@pytest.fixture(scope="module")
def index():
    found = SearchIndex.build(PAPERS)
    found.marks = MARKS
    return found


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("is:unread", "dunes reefs deltas"),
        ("is:read", "tides"),
        ("-is:read", "dunes reefs deltas"),
        ("is:starred,queued", "tides dunes"),
        ("is:queue", "dunes"),
        ("is:hidden", "deltas"),
        ("is:tagged", "tides deltas"),
        ("is:noted", "dunes"),
        ("is:highlighted", "deltas"),
        ("is:shared", "dunes reefs"),
        ("tag:coral ", "reefs"),
        ("tag:coral,method ", "tides reefs"),
        ("-tag:coral ", "tides dunes deltas"),
        ("shared:meth", ""),
        ("shared:coral/soft ", "reefs"),
        ("team:lab", "dunes reefs"),
        ("team:lab -shared:coral", "dunes"),
        ("note:wind", "dunes"),
        ("note:silt ", "deltas"),
        ("note:delft ", "deltas"),
        ("is:new", "tides"),
        ("is:retracted", "reefs deltas"),
        ("-is:retracted is:unread", "dunes"),
        ("tag:method ", "tides"),
        ('tag:"method" x', ""),
        ("tag:method/inference ", "tides"),
        ('tag:"to cite"', "tides"),
        ("tag:meth", "tides deltas"),
        ("tag:meth ", ""),
        ("-tag:method ", "dunes reefs deltas"),
        ("rating:>3", "dunes"),
        ("rating:1..3", "deltas"),
        ("-rating:4", "tides reefs deltas"),
        ("note:apple", "dunes"),
        ("note:apple dunes", "dunes"),
        ("is:starred OR rating:2", "tides deltas"),
    ],
)
def test_marks_in_a_query(index, query, ids):
    asked = parse(query, datetime.date(2026, 1, 1))
    assert not asked.problems
    found = index.find(asked).positions.tolist()
    assert sorted(PAPERS[at].id for at in found) == sorted(ids.split())


def test_without_marks_all_is_unread(index):
    index.marks = ()
    assert len(index.find(parse("is:unread"))) == 4
    assert len(index.find(parse("is:starred"))) == 0
    index.marks = MARKS


def test_states_of_papers_and_of_marks_stand_alone():
    assert parse("is:new,read").problems


def test_only_a_query_for_hidden_papers_shows_them():
    assert parse("is:hidden").shows_hidden
    assert parse("x OR is:hidden").shows_hidden
    assert not parse("-is:hidden").shows_hidden


def test_tags_and_states_are_offered_with_their_counts():
    facets = Facets.of(PAPERS, datetime.date(2026, 1, 1), MARKS)
    assert [offer.text for offer in complete("is:un", 5, facets)] == ["is:unread"]
    assert [offer.text for offer in complete("tag:to", 6, facets)] == ['tag:"to cite"']
    (new,) = complete("is:n", 4, facets, most=9)[-1:]
    assert new.text in {"is:new", "is:noted"}
