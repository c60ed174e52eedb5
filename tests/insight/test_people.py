"""Co-authors: their counts, years and names, and who is one person by the reader's word."""

from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.insight import people
from paperbrowser.insight.people import coauthors, folded, key_of, pairs, timeline
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.reading import persons
from paperbrowser.reading.persons import Said

HALE = Profile(name="Nora Hale", orcid="0000-0002-1825-0097")
HERE = persons.within(HALE)


def paper(year, *authors, **facts):
    date = PartialDate(year) if year else None
    return Paper(title=f"On {authors} in {year}", authors=authors, date=date, **facts)


PAPERS = (
    paper(2015, "Nora Hale", "Tom Birk", "Ida Wren"),
    paper(2018, "N. Hale", "T. Birk"),
    paper(2018, "Nora Hale", "Tom Birk", "Ida Wren", affiliations=("Ferndale",)),
    paper(None, "TOM BIRK", "Nora Hale", et_al=True),
)


def names_of(found):
    return {one.name: len(one.papers) for one in found.people}


def test_co_authors_have_counts_and_years_and_names_alike_stay_apart():
    found = coauthors(PAPERS, HALE)
    assert names_of(found) == {"Tom Birk": 3, "Ida Wren": 2, "T. Birk": 1}
    tom = found.people[0]
    assert (tom.first, tom.last, dict(tom.years)) == (2015, 2018, {2015: 1, 2018: 1})
    assert (found.papers, found.cut_short, found.years) == (4, 1, (2015, 2018))
    assert people.affiliations(PAPERS, tom) == {"Ferndale": 1}
    assert people.with_them(found.people, tom, 5) == [("Ida Wren", 2)]
    alike = people.alike(found.people, (), HERE)
    assert {key: [one.name for one in others] for key, others in alike.items()} == {
        "tom birk": ["T. Birk"],
        "t birk": ["Tom Birk"],
    }


def test_the_reader_says_that_names_are_one_person_and_takes_it_back():
    same = Said(("Tom Birk", "T. Birk"), (), HERE)
    found = coauthors(PAPERS, HALE, [same])
    assert names_of(found) == {"Tom Birk": 4, "Ida Wren": 2}
    assert found.people[0].names == ("Tom Birk", "T. Birk")
    assert found.people[0].counts == (3, 1)
    other = Said(("T. Birk",), ("Tom Birk",), HERE)
    apart = coauthors(PAPERS, HALE, [same, other])
    assert names_of(apart) == names_of(coauthors(PAPERS, HALE))
    assert not people.alike(apart.people, [same, other], HERE)  # never asked again
    assert names_of(coauthors(PAPERS, HALE, [same, other, same])) == names_of(found)


def test_words_hold_for_the_profile_whatever_it_is_called_later():
    same = Said(("Tom Birk", "T. Birk"), (), HERE)
    renamed = Profile(name="Nora B. Hale", orcid=HALE.orcid)
    somebody = Profile(name="Una Moss")
    assert "T. Birk" not in names_of(coauthors(PAPERS, renamed, [same]))
    assert "T. Birk" in names_of(coauthors(PAPERS, somebody, [same]))
    everywhere = Said(same.names)
    assert "T. Birk" not in names_of(coauthors(PAPERS, somebody, [everywhere]))


def test_a_name_may_be_the_researchers_own():
    papers = (*PAPERS, paper(2020, "Nora Birkhale", "Ida Wren"))
    assert "Nora Birkhale" in names_of(coauthors(papers, HALE))
    found = coauthors(papers, HALE, [Said(("Nora Birkhale", "Nora Hale"), (), HERE)])
    assert "Nora Birkhale" not in names_of(found)
    assert found.owner == ("Nora Birkhale",)


def test_of_several_profiles_each_word_holds_for_the_papers_of_its_own():
    one = paper(2020, "Nora Hale", "T. Birk", people=("Nora Hale",))
    other = paper(2021, "Una Moss", "T. Birk", people=("Una Moss",))
    whole = Profile(name="everyone")
    said = [Said(("Tom Birk", "T. Birk"), (), HERE)]
    found = coauthors((one, other), whole, said)
    assert names_of(found) == {"Nora Hale": 1, "Una Moss": 1, "T. Birk": 2}
    full = paper(2022, "Nora Hale", "Tom Birk", people=("Nora Hale",))
    found = coauthors((one, other, full), whole, said)
    assert names_of(found) == {"Nora Hale": 2, "Una Moss": 1, "Tom Birk": 2, "T. Birk": 1}


def test_pairs_are_counted_and_papers_of_crowds_left_out():
    crowd = paper(2019, "Nora Hale", *(f"Person{at} Of{at}crowd" for at in range(60)))
    papers = (*PAPERS, crowd)
    found = pairs(papers, coauthors(papers, HALE).people)
    assert [(one.one.name, one.other.name, len(one.papers)) for one in found.pairs] == [
        ("Tom Birk", "Ida Wren", 2)
    ]
    assert found.left_out == 1


def test_people_are_ordered_by_year_and_family_name():
    found = coauthors((*PAPERS, paper(2021, "Nora Hale", "Zoe Abel")), HALE)

    def order(by):
        return [one.name for one in people.ordered(found.people, by)]

    assert order("papers")[0] == "Tom Birk"
    assert order("latest")[0] == "Zoe Abel"
    assert order("first")[-1] == "Zoe Abel"
    assert order("name") == ["Zoe Abel", "T. Birk", "Tom Birk", "Ida Wren"]


def test_a_timeline_puts_years_together_where_there_is_no_room():
    years = {2001: 1, 2002: 2, 2010: 9}
    whole = timeline(years, (2001, 2010), 10, 9, ascii_only=True)
    assert whole == "12.......9"
    assert timeline(years, (2001, 2010), 5, 9, ascii_only=True) == "3...9"
    assert timeline(years, (2001, 2010), 10, 9, ascii_only=False) == "▁▂       █"


NAMES = ("Ada Lund", "A. Lund", "Ada M. Lund", "Bo Kern", "B. Kern", "Cy Voss")
words = st.one_of(
    st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True).map(
        lambda names: Said(tuple(names), (), HERE)
    ),
    st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True).map(
        lambda names: Said((names[0],), tuple(names[1:]), HERE)
    ),
)


@given(st.lists(words, max_size=8))
def test_folding_joins_only_what_was_said_and_the_last_word_holds(said):
    fold = folded(said, HERE)
    keys = [key_of(name) for name in NAMES]
    ever = {frozenset((a, b)) for a in keys for b in keys}
    joined = {pair for pair in ever if len({fold.head(key) for key in pair}) == 1}
    spoken = {
        frozenset((key_of(a), key_of(b))) for one in said for a in one.names for b in one.names
    }
    reach = {key: {key} for key in keys}
    for _ in keys:
        for pair in spoken:
            for a in pair:
                for b in pair:
                    reach[a] |= reach[b]
    assert all(b in reach[a] for pair in joined for a in pair for b in pair)
    assert not joined & {pair for pair in fold.apart if len(pair) == 2}
    if said and not said[-1].others:
        assert len({fold.head(key_of(name)) for name in said[-1].names}) == 1
    if said and said[-1].others:
        first = key_of(said[-1].names[0])
        assert all(fold.head(first) != fold.head(key_of(name)) for name in said[-1].others)
    assert all(fold.head(fold.head(key)) == fold.head(key) for key in keys)
    assert folded(said, HERE) == fold
    assert folded(said, ("name:somebody else",)).heads == {}


@given(st.lists(words, max_size=5))
def test_nobody_and_no_paper_is_lost_by_folding(said):
    papers = [paper(2000 + at, "Nora Hale", *NAMES[at : at + 3]) for at in range(len(NAMES))]
    found = coauthors(papers, HALE, said)
    named = sorted(key for one in found.people for key in one.keys)
    assert named == sorted({key_of(name) for name in NAMES})
    for one in found.people:
        expected = {
            at for at, its in enumerate(papers) if any(key_of(n) in one.keys for n in its.authors)
        }
        assert {*one.papers} == expected
