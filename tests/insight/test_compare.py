"""A reader compares two people whose profiles are there."""

from paperbrowser.insight.compare import compared
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile


def _paper(title, year, *authors, **facts):
    return Paper(title=title, date=PartialDate(year), authors=authors, **facts)


SHARED = {"title": "Woven maps", "year": 2015, "doi": "10.1234/maps", "venue": "Acta Tela"}
UNA = Profile(
    name="Una Sørby",
    papers=(
        _paper(SHARED["title"], 2015, "Una Sørby", "Ned Hay", "Kit Lo", doi="10.1234/maps", venue="Acta Tela"),
        _paper("Looms", 2011, "Una Sørby", "Kit Lo", venue="ACTA TELA", category="cs.HC"),
        _paper("Dyes", 2011, "U. Sorby", "Pia Roe", category="math.CO"),
    ),
)  # fmt: skip
NED = Profile(
    name="Ned Hay",
    papers=(
        _paper("Woven Maps.", 2015, "Una Sørby", "Ned Hay", "Kit Lo", doi="10.1234/MAPS", venue="Acta Tela"),
        _paper("Felt", 2020, "Ned Hay", "Kit Lo", "Ola Fry", category="cs.HC"),
    ),
)  # fmt: skip


def test_two_people_side_by_side():
    found = compared([UNA, NED])
    una, ned = found.people
    assert (una.papers, una.first, una.last, una.active) == (3, 2011, 2015, 2)
    assert (ned.papers, ned.first, ned.last, ned.active) == (2, 2015, 2020, 2)
    assert [found.papers[at].title for at in found.together] == ["Woven maps"]
    assert len(found.papers) == 4
    assert found.coauthors == {"Kit Lo": (2, 2)}  # not each other, and not Una as "U. Sorby"
    assert list(found.venues.values()) == [(2, 1)]
    assert found.categories == {"HC": (1, 1)}
    assert found.topics == {}


def test_people_without_anything_in_common():
    alone = Profile(name="Zoe Ek", papers=(Paper(title="Stone"),))
    found = compared([UNA, alone])
    assert found.together == ()
    assert found.coauthors == found.venues == {}
    assert (found.people[1].first, found.people[1].active) == (None, 0)
