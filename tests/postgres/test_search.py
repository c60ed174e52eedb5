"""A library finds what our own index finds."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paperbrowser.cli import main
from paperbrowser.insight.own_engine import OwnEngine
from paperbrowser.library import locate, store, stored_texts
from paperbrowser.papers.marks import NO_MARKS, Marks
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.papers.words import fold, split
from paperbrowser.postgres import adding
from paperbrowser.postgres.address import connect
from paperbrowser.postgres.asking import Marked
from paperbrowser.postgres.server_engine import ServerEngine
from paperbrowser.reading.works import names_of
from paperbrowser.search import SearchIndex
from paperbrowser.search.query import parse
from paperbrowser.search.view import Catalogue

PROFILE = store.read(locate.sample().path).profile


@pytest.fixture(scope="module")
def engine(server):
    server.execute("CREATE DATABASE searched TEMPLATE filled_from")
    address = server.address("searched")
    with connect(address) as connection:
        adding.add(connection, address, "ho", PROFILE.papers, title="Shirley Ho")
    one = ServerEngine(address)
    yield one
    one.close()


@pytest.fixture(scope="module")
def own():
    return OwnEngine(Catalogue(PROFILE), SearchIndex.build(PROFILE.papers))


def ids(engine, text, limit=None, **options):
    found = engine.find(parse(text), limit, **options)
    return [paper.id for paper in engine.texts(found.results.positions.tolist())]


@pytest.mark.parametrize(
    "text",
    [
        "turbulence",
        "turbulnce",  # misspelt
        "turbulence emul",  # unfinished
        "turbulnce emulatr",
        "darkmatter",  # run together
        "dark energy",
        "fieldlevel emulator",
        "learningsymbolic",
        "simulation-based inference",
        "author:cranmer",
        "cranmer symbolic",
        'title:"neural network"',
        '"neural network" year:>2020',
        "cosmology -simulation",
        "galaxies cat:CO",
        "galaxies -cat:CO",
        "has:code",
        "year:2022",
        "year:2020..2022 emulator",
        "halos OR voids",
        "cites:>100 galaxies",
        "cat:co,lg neural",
        "abstract:emulator",
        "Ho 2019",
        "qqqqqq zzzzzz",
        "of the and",
        "'; DROP TABLE works; --",
        "\\ ' \" : & | ! * <->",
        "波",
    ],
)
def test_a_library_finds_what_the_own_index_finds(engine, own, text):
    expected, found = ids(own, text), ids(engine, text)
    assert set(found) == set(expected)
    ties = not parse(text).ranks or text == "author:cranmer"
    assert found[:1] == expected[:1] or ties
    assert engine.find(parse(text)).total == len(expected)


# Longer words that begin with few letters are looked for in titles alone.
WORDS = sorted(
    {word for paper in PROFILE.papers for word in split(fold(paper.title)) if len(word) > 4}
)
FILTERS = ["cat:CO", "-cat:LG", "year:>2021", "has:code", "author:cranmer", "-neural"]
asked_words = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS).map(lambda word: word[:5]),
    st.sampled_from(WORDS).map(lambda word: word[:3] + word[4:]),
    st.sampled_from(FILTERS),
)
few = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(st.lists(asked_words, max_size=2).map(" ".join))
@few
def test_one_word_or_two_find_what_the_own_index_finds(engine, own, text):
    assert set(ids(engine, text)) == set(ids(own, text))


@given(st.text(max_size=30))
@few
def test_any_text_is_a_query(engine, text):
    engine.find(parse(text), 5, ["year", "venue"])


def test_each_title_is_found_by_itself_and_by_its_doi_and_arxiv_id(engine):
    for paper in PROFILE.papers[:20]:
        assert ids(engine, paper.title)[:1] == [paper.id]
        for known in filter(None, (paper.doi, paper.arxiv)):
            assert ids(engine, known)[:1] == [paper.id]


@pytest.mark.parametrize("key", [SortKey.DATE, SortKey.TITLE, SortKey.SCORE, SortKey.CITATIONS])
@pytest.mark.parametrize("reverse", [False, True])
def test_papers_come_in_an_order(engine, key, reverse):
    order = Order(key, reverse=reverse)
    catalogue = Catalogue(PROFILE)
    expected = [PROFILE.papers[at] for at in catalogue.rows(order)][:20]
    found = engine.texts(engine.find(parse(""), 20, order=order).results.positions.tolist())
    value = {
        SortKey.DATE: lambda paper: paper.date and paper.date.first_day,
        SortKey.TITLE: lambda paper: paper.title.casefold()[:3],
        SortKey.SCORE: lambda paper: paper.score,
        SortKey.CITATIONS: lambda paper: paper.citations,
    }[key]
    assert list(map(value, found)) == list(map(value, expected))
    newest = engine.texts(
        engine.find(parse("neural"), 5, order=Order(SortKey.DATE)).results.positions.tolist()
    )
    days = [paper.date.first_day for paper in newest]
    assert days == sorted(days, reverse=True)


def test_facets_are_counted_by_the_server(engine, own):
    names = ["year", "category", "coauthor", "code"]
    for text in ("", "neural", "neural year:2022"):
        here = own.find(parse(text), 0, names).facets
        there = engine.find(parse(text), 0, names).facets
        for name in names:
            expected = {one.text: (one.count, one.chosen) for one in here.get(name, ())}
            found = {one.text: (one.count, one.chosen) for one in there.get(name, ())}
            # The owner of a profile is no co-author in it; a library has no owner.
            found.pop("shirley ho", None)
            assert found == expected, (text, name)


def test_signs_that_others_wrote_into_a_library_do_not_reach_the_terminal(library):
    with connect(library) as connection:
        adding.add(connection, library, "ho", PROFILE.papers[:3])
        connection.execute(
            "UPDATE paperbrowser.works SET facets = %s",
            (["code", "year\t2020", "venue\tx\tOcean\x1b]0;x\x07"],),
        )
        connection.execute("INSERT INTO paperbrowser.words VALUES (%s, 9)", ("turbu\x1b[1mlent",))
    engine = ServerEngine(library)
    found = engine.find(parse(""), 0, ["code", "year", "venue"]).facets
    said = [one.shown for values in found.values() for one in values]
    said += engine.near_words("turbu\x1b[1mlenz")
    engine.close()
    assert "Ocean" in said[0]
    assert all(map(str.isprintable, said))


def test_near_words_and_similar_papers(engine, own):
    assert engine.near_words("turbulance") == own.near_words("turbulance")
    (position,) = engine.find(parse("turbulence"), 1).results.positions.tolist()
    near = engine.similar(position, 5)
    assert near
    assert position not in [one.position for one in near]
    assert all(one.words for one in near)


def test_papers_that_come_later_are_found(server):
    server.execute("CREATE DATABASE later TEMPLATE filled_from")
    address = server.address("later")
    engine = ServerEngine(address)
    assert engine.find(parse("dark")).total == 0
    with connect(address) as connection:
        adding.add(connection, address, "one", [Paper(title="Dark matter", authors=("Bo Ek",))])
    assert [
        paper.title for paper in engine.texts(engine.find(parse("drak")).results.positions)
    ] == ["Dark matter"]
    engine.close()


def test_words_are_read_anew_when_many_papers_have_come(library, monkeypatch):
    class AtOnce:
        def __init__(self, target, daemon):
            assert daemon
            self.start = target

    monkeypatch.setattr("paperbrowser.postgres.server_engine.Thread", AtOnce)
    with connect(library) as connection:
        adding.add(connection, library, "one", PROFILE.papers)
        engine = ServerEngine(library)
        assert not engine.near_words("paleobotanikal")
        many = [Paper(title=f"Paleobotanical {at}", doi=f"10.1/{at}") for at in range(20)]
        adding.add(connection, library, "other", many)
    engine.find(parse("dark"))
    assert engine.near_words("paleobotanikal") == ["paleobotanical"]
    engine.close()


def test_a_server_that_comes_back_is_asked_again(server, engine):
    assert engine.find(parse("turbulence")).total
    server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'searched'"
    )
    assert engine.find(parse("turbulence")).total


def test_an_empty_profile(library):
    with connect(library) as connection:
        adding.add(connection, library, "none", Profile(name="None").papers)
    engine = ServerEngine(library)
    assert engine.find(parse("dark")).total == engine.find(parse("")).total == 0
    engine.close()


def test_the_number_of_papers_is_counted_or_said_to_be_an_estimate(library, monkeypatch):
    papers = [
        Paper(title=f"Dark matter of halo {at}", authors=("Bo Ek",), doi=f"10.1000/{at}")
        for at in range(150)
    ]
    with connect(library) as connection:
        adding.add(connection, library, "one", papers)
        adding.tidy(connection, 1_000)
    engine = ServerEngine(library)
    found = engine.find(parse("dark halo"), 20)
    assert (len(found.results), found.total, found.exact) == (20, 150, True)
    found = engine.find(parse("dark halo 7"), 20)
    assert (found.total, found.exact) == (len(ids(engine, "dark halo 7")), True)
    found = engine.find(parse(""), 20)
    assert (len(found.results), found.total, found.exact) == (20, 150, True)
    monkeypatch.setattr("paperbrowser.postgres.candidates.MOST_MATCHED", 100)
    found = engine.find(parse("dark halo"), 20)
    assert not found.exact
    assert 100 < found.total < 1_000
    engine.close()


def test_filters_about_marks_are_answered_by_the_server(library):
    papers = [
        Paper(id=f"p{at}", title=f"Paper {at} on halos", doi=f"10.1000/{at}") for at in range(300)
    ]
    with connect(library) as connection:
        adding.add(connection, library, "one", papers)
    engine = ServerEngine(library)
    starred = Marks(starred=True, read=True)
    engine.marked = Marked([(("doi:10.1000/7",), starred)])
    engine.marks_of = lambda some: [
        starred if paper.doi == "10.1000/7" else NO_MARKS for paper in some
    ]
    assert ids(engine, "is:starred") == ["p7"]
    assert ids(engine, "halos is:read") == ["p7"]
    assert engine.find(parse("is:unread"), 20).total == 299
    assert engine.find(parse("-is:starred halos"), 20).total == 299
    engine.close()


def test_words_of_texts_are_looked_for_in_those_on_the_readers_disk(library, capsys):
    papers = [Paper(title=f"Mud {at}", doi=f"10.1000/{at}", id=f"mud{at}") for at in range(300)]
    with connect(library) as connection:
        adding.add(connection, library, "one", papers)
    page = (
        "<html><body><article class='ltx_document'><section class='ltx_section'>"
        f"<h2 class='ltx_title'>1 Mud</h2><p class='ltx_p'>{'Silt settles here. ' * 30}</p>"
        "</section></article></body></html>"
    )
    stored_texts.keep(names_of(papers[7]), page.encode(), "html", "", date(2026, 3, 1))
    for query in ("text:settles", "mud has:text", 'text:"silt settles" OR text:nowhere'):
        assert main(["list", library, "-q", query]) == 0
        assert [line.split() for line in capsys.readouterr().out.splitlines()] == [["Mud", "7"]]
    assert main(["list", library, "--query=-text:silt"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 299
