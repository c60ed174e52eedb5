"""The rules of facets, for any papers and choices, against papers looked through one by one.

Counts are of the query; values of a facet are OR, facets are AND; what is chosen stays at zero, what is not is
hidden there; years are ranges and decades as well; a minus leaves out; a query has all of it as text.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser.insight.choices import chosen, toggled, without
from paperbrowser.insight.counts import FacetTable
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.marks import Marks
from paperbrowser.papers.model import Paper
from paperbrowser.search import SearchIndex
from paperbrowser.search.query import parse

WORDS = ("kelp", "gull", "tide")
YEARS = (1999, 2000, 2004, 2010, 2019, 2020)
VALUES = {
    "year": tuple(map(str, YEARS)),
    "decade": ("1990..1999", "2000..2009", "2010..2019", "2020..2029"),
    "venue": ("harbour", "shoreline", "almanac"),
    "kind": ("article", "book"),
    "coauthor": ("ebba strand", "olle kvist"),
    "tag": ("blue", "green"),
    "code": ("code",),
}
FIELD = {"decade": "year", "code": "has"}


def has(facet, text, paper, marks):
    """Return whether a paper has a value of a facet: what the facets are compared with."""
    year = paper.date.year if paper.date else None
    match facet:
        case "year" | "decade":
            low, _, high = text.partition("..")
            return year is not None and int(low) <= year <= int(high or low)
        case "venue":
            return (paper.venue or "").lower() == text
        case "kind":
            return paper.kind == text
        case "coauthor":
            return text in (name.lower() for name in paper.authors)
        case "tag":
            return text in marks.tags
    return bool(paper.code)


PAPERS = st.builds(
    Paper,
    title=st.sampled_from(WORDS),
    authors=st.sampled_from([("Ebba Strand",), ("Olle Kvist", "Ebba Strand"), ("Tuva Lind",)]),
    date=st.none() | st.sampled_from(YEARS).map(PartialDate),
    venue=st.none() | st.sampled_from(["Harbour", "Shoreline", "Almanac"]),
    kind=st.sampled_from([None, "article", "book"]),
    code=st.booleans(),
)
MARKS = st.sampled_from([Marks(), Marks(tags=("blue",)), Marks(tags=("blue", "green"))])
LISTS = st.lists(st.tuples(PAPERS, MARKS), max_size=7)
CHOICES = st.lists(
    st.sampled_from([(facet, text) for facet, texts in VALUES.items() for text in texts]),
    max_size=4,
    unique=True,
).filter(lambda made: not {"year", "decade"} <= {facet for facet, _ in made})
TYPED = st.sampled_from(["", *WORDS])


class Shelf:
    """Papers, with what the facets say of them and what they should say."""

    def __init__(self, each):
        self.papers = [
            Paper(**{**{name: getattr(paper, name) for name in ("title", "authors", "date", "venue", "kind", "code")},
                     "id": f"{at}"})
            for at, (paper, _) in enumerate(each)
        ]  # fmt: skip
        self.marks = [marks for _, marks in each]
        self.index = SearchIndex.build(self.papers)
        self.index.marks = self.marks
        self.table = FacetTable(self.papers, self.marks, "Tuva Lind")

    def find(self, query):
        return self.index.find(parse(query)).positions.tolist()

    def counts(self, query):
        return self.table.count(query, self.find)

    def expected(self, typed, included, excluded=()):
        """Return the positions that meet a word, any of the values within each facet, and no excluded one."""
        facets = {facet for facet, _ in included}
        found = set()
        for at, (paper, marks) in enumerate(zip(self.papers, self.marks, strict=True)):
            any_of_each = all(
                any(has(facet, text, paper, marks) for one, text in included if one == facet)
                for facet in facets
            )
            none_of = not any(has(facet, text, paper, marks) for facet, text in excluded)
            if typed in paper.title and any_of_each and none_of:
                found.add(at)
        return found


def query_of(typed, included, excluded=()):
    query = typed
    for facet, text in included:
        query = toggled(query, facet, text)
    for facet, text in excluded:
        query = toggled(query, facet, text, exclude=True)
    return query


@settings(deadline=None)
@given(LISTS, TYPED, CHOICES)
def test_values_of_a_facet_are_or_and_facets_are_and(each, typed, included):
    shelf = Shelf(each)
    assert set(shelf.find(query_of(typed, included))) == shelf.expected(typed, included)


@settings(deadline=None)
@given(LISTS, TYPED, CHOICES)
def test_counts_are_those_of_the_query_without_the_choices_of_the_same_facet(each, typed, included):
    shelf = Shelf(each)
    shown = shelf.counts(query_of(typed, included))
    for facet, texts in VALUES.items():
        # Years and decades are written with one field, so that each is a choice of the other too.
        same = {"year", "decade"} if facet in {"year", "decade"} else {facet}
        others = [one for one in included if one[0] not in same]
        under = shelf.expected(typed, others)
        known = {value.text: value.count for value in shown.get(facet, ())}
        for text in texts:
            count = len(under & shelf.expected("", [(facet, text)]))
            assert known.get(text, 0) == count, (facet, text)


@settings(deadline=None)
@given(LISTS, TYPED, CHOICES, CHOICES)
def test_what_is_chosen_stays_at_zero_and_what_is_not_is_hidden(each, typed, included, excluded):
    excluded = [one for one in excluded if one[0] not in {facet for facet, _ in included}]
    shelf = Shelf(each)
    shown = shelf.counts(query_of(typed, included, excluded))
    values = {(facet, value.text): value for facet, all_ in shown.items() for value in all_}
    for value in values.values():
        assert value.count > 0 or value.chosen or value.excluded
    for facet, text in included:
        if facet != "decade" or (facet, text) in values:
            assert values[facet, text].chosen
    for facet, text in excluded:
        if facet != "decade" or (facet, text) in values:
            assert values[facet, text].excluded


@settings(deadline=None)
@given(LISTS, TYPED, CHOICES, st.sampled_from([(f, t) for f, ts in VALUES.items() for t in ts]))
def test_a_minus_leaves_out(each, typed, included, one):
    included = [
        other for other in included if FIELD.get(other[0], other[0]) != FIELD.get(one[0], one[0])
    ]
    shelf = Shelf(each)
    query = query_of(typed, included, [one])
    assert set(shelf.find(query)) == shelf.expected(typed, included, [one])
    assert set(shelf.find(toggled(query, *one, exclude=True))) == shelf.expected(typed, included)


@settings(deadline=None)
@given(TYPED, CHOICES, CHOICES)
def test_a_query_says_what_is_chosen_and_gives_its_text_back(typed, included, excluded):
    excluded = [one for one in excluded if one[0] not in {facet for facet, _ in included}]
    excluded = [one for one in excluded if one[0] not in {"year", "decade"}]
    query = query_of(typed, included, excluded)
    said = chosen(query)
    for facet, text in included:
        assert text in said[facet].included
    for facet, text in excluded:
        assert text in said[facet].excluded
    for facet, text in reversed(excluded):
        query = toggled(query, facet, text, exclude=True)
    for facet, text in reversed(included):
        query = toggled(query, facet, text)
    assert query == typed
    for facet, _ in included:
        assert facet not in chosen(without(query_of(typed, included), facet))


@settings(deadline=None)
@given(
    LISTS,
    TYPED,
    st.sampled_from(["2000..2010", "..2004", "2010..", ">2004", "<=2000", "1999,2020"]),
)
def test_years_are_ranges_and_decades_too(each, typed, wanted):
    shelf = Shelf(each)
    query = f"year:{wanted} {typed}"
    found = set(shelf.find(query))
    under = shelf.expected(typed, [])
    values = {value.text: value for value in shelf.counts(query).get("year", ())}
    for year in YEARS:
        held = under & shelf.expected("", [("year", str(year))])
        if held:
            assert values[str(year)].count == len(held)
            assert values[str(year)].chosen is (held <= found)
    decades = {value.text: value.count for value in shelf.counts(query).get("decade", ())}
    for decade in VALUES["decade"]:
        assert decades.get(decade, 0) == len(under & shelf.expected("", [("decade", decade)]))
