"""Completions: the offers at the cursor, and the number of papers that each says it finds."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.papers.model import Paper
from paperbrowser.search.completion import Facets, complete
from paperbrowser.search.query import parse
from tests.search.accepted import accepts


def paper(category=None, year=None, authors=(), **known):
    date = datetime.date(year, 3, 1) if year else None
    return Paper(title="x", category=category, date=date, authors=tuple(authors), **known)


PAPERS = [
    paper("CO", 2022, ["Miles Cranmer", "Shirley Ho"], code=True),
    paper("CO", 2022, ["Shirley Ho", "Wen Ho"], score=97.0),
    paper(venue="icml2017", kind="thesis", added=datetime.date(2026, 2, 1)),
    paper(venue="Monthly Notices RAS", kind="article", citations=12),
    paper(venue="Nature, Lond", kind="article", added=datetime.date(2026, 1, 1)),
    paper("LG", 2021, ["Shirley Ho", "Planck Collaboration"], score=82.5),
    paper("FLU-DYN", 2019, ["José Núñez", "ESA Collaboration"]),
    paper("astro-ph.GA", None, ["François O'Brien"]),
]
FACETS = Facets.of(PAPERS, since=datetime.date(2026, 1, 1))


def offers(text, cursor=None):
    found = complete(text, len(text) if cursor is None else cursor, FACETS)
    return [offer.text for offer in found]


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("ye", ["year:"]),
        ("halo YE", ["year:"]),
        ("-ca", ["cat:"]),
        ("au", ["author:"]),
        ("abst", ["abstract:"]),
        ("categ", ["cat:"]),
        ("title", ["title:"]),
        ("y", []),
        ("turbul", []),
        ("halo ", []),
        ("", []),
        ('"dark ye', []),
        ('"dark"ye', []),
        ("foo:ye", []),
        ("title:ye", []),
        ("cat:", ["cat:CO", "cat:astro-ph.GA", "cat:FLU-DYN", "cat:LG"]),
        ("cat:g", ["cat:astro-ph.GA"]),
        ("cat:CO", []),
        ("-cat:c", ["cat:CO"]),
        ("cat:machi", ["cat:LG"]),
        ("cat:co,", ["cat:co,astro-ph.GA", "cat:co,FLU-DYN", "cat:co,LG"]),
        ("cat:LG,c", ["cat:LG,CO"]),
        ("cat:xyzzy", []),
        ("Category:f", ["cat:FLU-DYN"]),
        ("year:", ["year:2022", "year:2021", "year:2019"]),
        ("year:201", ["year:2019"]),
        ("year:>", ["year:>2021", "year:>2019"]),
        ("year:>=202", ["year:>=2022", "year:>=2021"]),
        ("year:2020..", ["year:2020..2022", "year:2020..2021"]),
        ("year:²²²²..", []),
        ("year:soon", []),
        ("has:", ["has:date", "has:score", "has:code", "has:cites"]),
        ("has:c", ["has:code", "has:cites"]),
        ("has:code,s", ["has:code,score"]),
        ("score:", ["score:>"]),
        ("cites:", ["cites:>"]),
        ("jour", ["venue:"]),
        ("venue:", ['venue:"Monthly Notices RAS"', "venue:icml2017"]),
        ("venue:roy", []),
        ("venue:ra", ['venue:"Monthly Notices RAS"']),
        ("venue:mnr", ['venue:"Monthly Notices RAS"']),
        ("kind:", ["kind:article", "kind:thesis"]),
        ("kind:article,", ["kind:article,thesis"]),
        ("is:", ["is:new"]),
        ("is:o", []),
        ("score:>", []),
        ("author:cr", ['author:"Miles Cranmer"']),
        ("author:mil", ['author:"Miles Cranmer"']),
        ('author:"miles c', ['author:"Miles Cranmer"']),
        ('author:"Miles Cranmer"', []),
        ("author:h", ["author:Ho", 'author:"Shirley Ho"', 'author:"Wen Ho"']),
        ("author:nun", ['author:"José Núñez"']),
        ("author:coll", ['author:"ESA Collaboration"', 'author:"Planck Collaboration"']),
        ("author:zz", []),
    ],
)
def test_fields_and_values_are_offered(text, texts):
    assert sorted(offers(text)) == sorted(texts)
    if text.startswith(("cat:", "year:")):
        assert offers(text) == texts


def test_an_offer_says_how_many_papers_it_would_find():
    first, *_ = complete("halo cat:", 9, FACETS)
    assert (first.text, first.start) == ("cat:CO", 5)
    assert first.about == "Cosmology and Nongalactic Astrophysics · 2 papers"
    assert [offer.about for offer in complete("author:h", 8, FACETS)] == [
        "3 papers",
        "3 papers",
        "1 paper",
    ]
    assert complete("score:", 6, FACETS)[0].about == "scores here go from 82.5 to 97"
    assert complete("-ye", 3, FACETS)[0].start == 1


def test_only_the_piece_at_the_cursor_is_completed():
    assert offers("ye halo", 2) == ["year:"]
    assert offers("year", 2) == []  # within a word
    assert offers("ye halo") == []
    assert len(complete("cat:", 4, FACETS, most=2)) == 2


def test_an_empty_profile_offers_names_of_fields_only():
    facets = Facets.of([])
    assert [offer.text for offer in complete("ye", 2, facets)] == ["year:"]
    for name in ("cat", "year", "author", "score", "cites", "venue", "kind", "is"):
        assert complete(f"{name}:", len(name) + 1, facets) == []


def test_frequent_names_are_found_among_very_many():
    rare = [paper(authors=[f"Ann{n} Bea{n} Holm{n}" for n in range(8_000)])]
    facets = Facets.of([*rare, *PAPERS, *PAPERS])
    for text in ("author:", "author:h"):
        few = complete(text, len(text), facets, most=2)
        assert {offer.text for offer in few} == {"author:Ho", 'author:"Shirley Ho"'}
    assert [offer.text for offer in complete("author:bea79", 12, facets, most=1)] == [
        'author:"Ann79 Bea79 Holm79"'
    ]


def test_odd_values_of_a_source_do_no_harm():
    odd = [paper(f"c{n}") for n in range(999)] + [
        paper('my "own"'),
        paper("two words"),
        paper(" CO "),
    ]
    odd += [paper("two words", authors=['Robert "Bob" Smith', "", "—", "Li,Wei"])]
    facets = Facets.of(odd)
    assert complete("cat:", 4, facets)[0].text == 'cat:"two words"'
    assert [offer.text for offer in complete("author:", 7, facets)][-2:] != []
    for offer in complete("author:bob", 10, facets):
        assert offer.text == 'author:"Robert Bob Smith"'


listed = st.lists(
    st.builds(
        paper,
        category=st.none()
        | st.sampled_from(("CO", "astro-ph.CO", "math.CO", "LG", "cs.LG", "hep-th", "own kind")),
        year=st.none() | st.integers(2018, 2023),
        authors=st.lists(st.sampled_from(("A Ho", "B Ho", "C Li", "CERN")), max_size=3),
        score=st.none() | st.just(50.0),
        code=st.booleans(),
        venue=st.none() | st.sampled_from(("icml2017", "ICML", "Mon. Not. R. Astron. Soc.", "?")),
        kind=st.none() | st.sampled_from(("article", "book")),
        added=st.none() | st.just(datetime.date(2026, 2, 1)),
    ),
    max_size=12,
)
beginnings = st.sampled_from(
    (
        "cat:",
        "cat:c",
        "cat:LG,",
        "year:",
        "year:>",
        "year:2020..",
        "-year:",
        "has:",
        "has:code,",
        "author:",
        "sc",
        "score:",
        "venue:",
        "venue:i",
        "kind:",
        "is:",
    )
)


@given(listed, beginnings)
def test_every_offer_is_understood_and_its_count_is_what_it_finds(papers, begun):
    since = datetime.date(2026, 1, 1)
    for offer in complete(begun, len(begun), Facets.of(papers, since)):
        text = begun[: offer.start] + offer.text
        query = parse(text.removeprefix("-") + " ", since)
        if offer.text.endswith((":", ">")):
            continue
        assert query.problems == ()
        if offer.text.startswith(("cat:LG,", "has:code,")):
            continue  # the count is of what is added
        if query.filters:
            (one,) = query.filters
            found = sum(accepts(one, each) for each in papers)
            assert offer.about.endswith(f"{found} paper" if found == 1 else f"{found} papers")


@given(st.text('"“-:, .>12yecathsouid\0', max_size=24), st.integers(0, 30))
def test_no_text_raises(text, cursor):
    for offer in complete(text, cursor, FACETS):
        assert 0 <= offer.start <= min(cursor, len(text))
        assert offer.about


def test_a_key_takes_no_time_however_many_papers():
    many = [
        paper("CO", 2000 + n % 25, [f"A{n % 30_000} B{n % 7_000}", f"C{n} Dho"])
        for n in range(40_000)
    ]
    facets = Facets.of(many)
    for text in (
        "author:",
        "author:d",
        "author:a1",
        "author:c39",
        "author:b6999",
        "cat:",
        "year:",
        "ye",
    ):
        for _ in range(10):
            complete(text, len(text), facets)
