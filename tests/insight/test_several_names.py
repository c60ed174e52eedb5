"""Names that the reader has said are one person count as one, and one of them finds the papers of all."""

import json

import pytest

from paperbrowser.cli import main
from paperbrowser.insight import people, statistics
from paperbrowser.insight.compare import compared, heads_of
from paperbrowser.insight.counts import FacetTable
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.reading.marking import Marking
from paperbrowser.reading.persons import Said, within
from paperbrowser.search import SearchIndex
from paperbrowser.search.query import parse
from paperbrowser.search.several_names import with_all_names
from paperbrowser.tui.menus.pictures import pictures_of

AUTHORS = [
    ("Ase Moe", "B. Dahl"),
    ("Ase Moe", "Bo Dahl"),
    ("Ase Moe", "Bo Dahl", "A. Moe Lund"),
    ("Bea Dahl",),
]
PAPERS = tuple(
    Paper(id=f"p{at}", title=f"Wool {at}", authors=names) for at, names in enumerate(AUTHORS)
)
OWNER = Profile(name="Ase Moe", papers=PAPERS)
SAID = (
    Said(("Bo Dahl", "B. Dahl"), (), within(OWNER)),
    Said(("Ase Moe", "A. Moe Lund"), (), within(OWNER)),
)
HEADS = people.heads_within(SAID, OWNER)
INDEX = SearchIndex.build(PAPERS)


def found(query):
    asked = with_all_names(parse(query, owner=OWNER.name), HEADS)
    return sorted(INDEX.find(asked).positions.tolist())


@pytest.mark.parametrize(
    ("query", "positions"),
    [
        ('coauthor:"b dahl"', [0, 1, 2]),
        ('coauthor:"bea dahl, bo dahl"', [0, 1, 2, 3]),
        ('-coauthor:"Bo Dahl"', [3]),
        ('author:"Bo Dahl"', [0, 1, 2]),
        ('-author:"B. Dahl" wool', [3]),
        ('author:"bo dahl" author:"a moe lund"', [0, 1, 2]),
        ('author:"bea dahl" OR author:"b dahl"', [0, 1, 2, 3]),
        ('author:"bea dahl"', [3]),
        ("author:bea", [3]),
    ],
)
def test_one_name_finds_the_papers_under_all_of_them(query, positions):
    assert found(query) == positions


def test_without_a_word_of_the_reader_a_query_is_as_it_was():
    asked = parse('author:"bo dahl" -coauthor:"b dahl"')
    assert with_all_names(asked, {}) is asked
    assert with_all_names(asked, {"x y": "x y z", "x y z": "x y z"}) == asked


def test_a_facet_has_the_person_once_and_not_the_researcher():
    table = FacetTable(PAPERS, (), OWNER.name).with_heads(HEADS)
    values = table.count("", lambda query: found(query) if query else range(4))["coauthor"]
    assert [(one.text, one.shown, one.count) for one in values] == [
        ("bo dahl", "Bo Dahl", 3),
        ("bea dahl", "Bea Dahl", 1),
    ]
    typed = table.count('coauthor:"b dahl"', lambda query: found(query) if query else range(4))
    assert ("b dahl", 3, True) in [(one.text, one.count, one.chosen) for one in typed["coauthor"]]


def test_a_picture_has_the_person_once():
    pictures = pictures_of(PAPERS, OWNER.name, "", heads=HEADS)
    bars = next(one for one in pictures if one.title.startswith("Co-authors")).bars
    assert [(bar.label, bar.value) for bar in bars] == [("Bo Dahl", 3), ("Bea Dahl", 1)]
    assert found(bars[0].query) == [0, 1, 2]


def test_likeness_alone_makes_nobody_one():
    assert statistics.by_coauthor(PAPERS, OWNER.name).counts == {
        "Bo Dahl": 2, "A. Moe Lund": 1, "B. Dahl": 1, "Bea Dahl": 1,
    }  # fmt: skip


def test_shared_co_authors_are_found_under_any_name():
    other = Profile(
        name="Cy Eng", papers=(Paper(id="q", title="Silk", authors=("Cy Eng", "Bo Dahl")),)
    )
    alone = Profile(name="Ase Moe", papers=PAPERS[:1])
    assert not compared([alone, other]).coauthors
    heads = heads_of([alone, other], SAID)
    assert compared([alone, other], heads).coauthors == {"Bo Dahl": (1, 1)}


def test_stats_count_the_person_once(tmp_path, capsys):
    path = tmp_path / "moe.bib"
    path.write_text(
        "@misc{a, title={Wool}, author={Bo Dahl and Ase Moe}}\n"
        "@misc{b, title={Silk}, author={B. Dahl}}\n"
    )
    Marking().say_of_people(Said(("Bo Dahl", "B. Dahl")))
    assert main(["stats", str(path), "--json", "-q", 'author:"B. Dahl"']) == 0
    assert json.loads(capsys.readouterr().out)["coauthors"]["Bo Dahl"] == 2
