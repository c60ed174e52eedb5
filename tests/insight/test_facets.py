"""A reader narrows a list by facets, and by typing what the facets write."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from paperbrowser.insight.choices import Chosen, chosen, toggled, without
from paperbrowser.insight.counts import FacetTable
from paperbrowser.insight.facets import FACETS
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.marks import NO_MARKS, Marks
from paperbrowser.papers.model import Paper
from paperbrowser.search import SearchIndex
from paperbrowser.search.query import parse

VENUES = ("Loom", "Loom Letters", "Annals of Weft", "weft, warp & Co.", None)
CATEGORIES = ("astro-ph.CO", "CO", "cs.LG", "Poetry", None)
PAPERS = [
    Paper(
        id=f"p{at}",
        title=("Halos of wool", "Voids of silk", "Neural dyes")[at % 3],
        authors=("Ase Moe", ("Bo Dahl", "Cy Eng", "Dag Foss")[at % 3]),
        date=PartialDate(2009 + at % 7) if at % 8 else None,
        venue=VENUES[at % 5],
        category=CATEGORIES[at * 3 % 5],
        kind=("article", "book", None)[at % 3],
        keywords=(("Dye", "weak  dye"), ("dye",), ())[at % 3],
        affiliations=(("Univ. of Bergen",), ("Bergen",), ())[at * 2 % 3],
        score=(0.0, 40.0, 88.5, None)[at % 4],
        citations=(0, 9, 10, 5000, None)[at * 2 % 5],
        code=at % 4 == 0,
        pdf="https://a.example/x.pdf" if at % 3 == 0 else None,
        retracted="retracted" if at == 5 else None,
        people=(("Ase Moe", "Ase Moe Lund")[at % 2],),
    )
    for at in range(40)
]
MARKS = [
    (
        NO_MARKS,
        Marks(read=True, rating=4, tags=("ml/vision",)),
        Marks(starred=True, tags=("ML", "to do")),
    )[at % 3]
    for at in range(40)
]
INDEX = SearchIndex.build(PAPERS)
INDEX.marks = MARKS
TABLE = FacetTable(PAPERS, MARKS, "Ase Moe")
QUERIES = st.one_of(
    st.sampled_from(
        [
            "", "halos", "halos OR voids", "(halos OR voids) dye", "NOT cat:CO", 'dye "halos of', "year:2010..2013",
            "cat:CO,LG", "-tag:ml silk", "year:>=2011 has:code", "venue:loom", "is:unread", "halos -voids ",
            "( halos OR voids )", "cites:1..9 dyes", "year:2010,2012",
        ]
    ),
    st.text("ab:,\"()|-! .>0129ORNTcatyearvenue", max_size=25),
)  # fmt: skip
CHOICES = st.sampled_from(
    [
        (name, value.text)
        for name, values in TABLE.count("", lambda _text: range(40)).items()
        for value in values
    ]
)


def _find(text):
    return INDEX.find(parse(text)).positions.tolist()


def _values(query, facet):
    return {value.text: value for value in TABLE.count(query, _find).get(facet, ())}


def test_every_facet_has_values():
    assert TABLE.count("", _find).keys() == FACETS.keys()
    shown = {value.shown for value in _values("", "category").values()}
    assert "CO Cosmology and Nongalactic Astrophysics" in shown


@settings(deadline=None)
@given(QUERIES, CHOICES, st.booleans())
def test_choosing_and_leaving_a_value_gives_the_text_back(query, choice, exclude):
    facet, text = choice
    known = chosen(query).get(facet, Chosen())
    row = FACETS[facet]
    assume(not any(row.means(one, text) for one in (*known.included, *known.excluded)))
    once = toggled(query, facet, text, exclude=exclude)
    now = chosen(once)[facet]
    assert text in (now.excluded if exclude else now.included)
    assert toggled(once, facet, text, exclude=exclude) == query


@settings(deadline=None)
@given(QUERIES, CHOICES)
def test_a_chosen_value_can_be_left_and_chosen_again(query, choice):
    facet, text = choice
    on = toggled(query, facet, text)
    row = FACETS[facet]

    def has(one):
        return any(row.means(each, text) for each in chosen(one).get(facet, Chosen()).included)

    assert has(on) is not has(toggled(on, facet, text))


@pytest.mark.parametrize(
    "query", ["", "halos", "halos OR voids", "-tag:ml", "year:2009..2012 dyes"]
)
@pytest.mark.parametrize("facet", sorted(FACETS))
def test_the_count_of_a_value_is_what_it_finds_under_the_query(query, facet):
    base = without(query, facet)
    for text, value in _values(query, facet).items():
        if not value.chosen and not value.excluded:
            assert value.count == len(_find(toggled(base, facet, text))), text


@settings(deadline=None)
@given(CHOICES, CHOICES)
def test_or_within_a_facet_and_between_facets(one, other):
    both = toggled(toggled("", *one), *other)
    first, second = (set(_find(toggled("", *choice))) for choice in (one, other))
    if FACETS[one[0]].field == FACETS[other[0]].field and one[0] == other[0]:
        if one != other and not FACETS[one[0]].means(one[1], other[1]):
            assert set(_find(both)) >= first | second
    elif FACETS[one[0]].field != FACETS[other[0]].field or FACETS[one[0]].field == "has":
        assert set(_find(both)) == first & second


def test_a_chosen_value_stays_at_zero_and_others_at_zero_are_hidden():
    query = toggled("voids", "kind", "article")  # voids are in books here
    found = _values(query, "kind")
    assert found["article"].chosen
    assert found["article"].count == 0
    assert found["book"].count > 0
    assert "Loom" not in {
        value.shown for value in _values("kind:article kind:book", "venue").values()
    }
    typed = _values("venue:mnras halos", "venue")["mnras"]
    assert (typed.count, typed.chosen) == (0, True)


def test_what_is_excluded_stays_visible_and_is_counted_as_left_out():
    query = toggled("", "tag", "ml", exclude=True)
    assert query == "-tag:ml "
    found = _values(query, "tag")
    assert found["ml"].excluded
    assert found["ml"].count == 0
    assert "ml/vision" not in {text for text, value in found.items() if not value.excluded}
    assert toggled(query, "tag", "ml") == "tag:ml "


@pytest.mark.parametrize(
    ("query", "facet", "value", "after"),
    [
        ("year:2020..2023 wool", "year", "2021", "year:2020,2022..2023 wool"),
        ("year:>2019", "year", "2021", "year:2020,2022.."),
        ("cat:cosmology silk", "category", "astro-ph.co", "silk"),
        ("cat:CO silk", "category", "cs.lg", "cat:CO,cs.lg silk"),
        ("halos OR voids", "year", "2020", "year:2020 ( halos OR voids )"),
        ('venue:"Loom" x', "venue", "annals of weft", 'venue:"Loom,annals of weft" x'),
        ("venue:loom x", "venue", "annals of weft", 'venue:"loom, annals of weft" x'),
        ("has:pdf", "code", "code", "has:code has:pdf"),
        ("has:pdf,doi", "pdf", "pdf", "has:pdf has:pdf,doi"),
        ("-kind:book dye", "kind", "book", "kind:book dye"),
        ("(cat:CO OR cat:LG) x", "category", "poetry", "cat:poetry (cat:CO OR cat:LG) x"),
    ],
)
def test_choices_are_text_that_a_reader_would_type(query, facet, value, after):
    assert toggled(query, facet, value) == after


def test_names_and_tags_that_a_query_cannot_hold_are_no_values():
    marks = Marks(tags=('say "ah"', "a|b", "fine"))
    paper = Paper(title="Quilts", category='x","y', authors=("Ase Moe", 'Bo "B" Dahl'))
    counted = FacetTable([paper], [marks], "Ase Moe").count("", lambda _text: [0])
    assert [value.text for value in counted["tag"]] == ["fine"]
    assert "category" not in counted
    assert [value.text for value in counted["coauthor"]] == ["bo b dahl"]
