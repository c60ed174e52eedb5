"""Orders and views, without a screen."""

import datetime
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.papers import display
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper, Profile
from paperbrowser.papers.sorting import Order, SortKey
from paperbrowser.search.view import Catalogue, View, row_of

papers = st.lists(
    st.builds(
        Paper,
        title=st.text("abC $", max_size=5),
        score=st.none() | st.floats(0, 100),
        citations=st.none() | st.integers(0, 3),
        date=st.none() | st.builds(PartialDate, st.just(2020), st.just(1), st.integers(1, 9)),
    ),
    max_size=12,
)


def catalogue(listed):
    return Catalogue(Profile(name="x", papers=tuple(listed)))


@given(papers, st.sampled_from(SortKey), st.booleans())
def test_each_order_has_all_papers_and_those_without_the_value_last(listed, key, reverse):
    rows = catalogue(listed).rows(Order(key, reverse=reverse))
    assert sorted(rows) == list(range(len(listed)))
    if key in (SortKey.SCORE, SortKey.DATE, SortKey.CITATIONS):
        values = [getattr(listed[row], key) for row in rows]
        known = [value for value in values if value is not None]
        assert values[len(known) :] == [None] * (len(values) - len(known))
        assert known == sorted(known, reverse=not reverse)


@given(papers)
def test_ties_go_by_date_then_title(listed):
    rows = catalogue([Paper(title=p.title, date=p.date, score=1.0) for p in listed]).rows(
        Order(SortKey.SCORE)
    )
    cited = [replace(p, score=None, citations=7) for p in listed]
    assert rows == catalogue(cited).rows(Order(SortKey.CITATIONS))
    keys = [
        (
            -(listed[r].date.first_day if listed[r].date else datetime.date.min).toordinal(),
            display.title(listed[r]).casefold(),
        )
        for r in rows
    ]
    assert keys == sorted(keys)


@given(papers, st.sampled_from(SortKey), st.booleans())
def test_an_order_is_the_same_before_and_after_all_are_prepared(listed, key, reverse):
    prepared = catalogue(listed)
    prepared.prepare()
    order = Order(key, reverse=reverse)
    assert [*prepared.rows(order)] == [*catalogue(listed).rows(order)]


def test_the_same_sort_key_reverses_and_another_starts_in_its_own_direction():
    order = Order()
    assert order.words == "date, newest first"
    order = order.chosen(SortKey.DATE)
    assert order.words == "date, oldest first"
    order = order.chosen(SortKey.SCORE)
    assert order.words == "score, high first"
    assert order.reversed().words == "score, low first"
    assert Order(SortKey.PAGE).words == "page order"
    assert Order(SortKey.CITATIONS).words == "citations, most cited first"
    assert Order(SortKey.CITATIONS, reverse=True).words == "citations, least cited first"


def test_results_are_by_relevance_until_sorted_and_clearing_restores_the_order():
    listed = [Paper(title=t, score=s) for t, s in (("a", 1.0), ("b", 3.0), ("c", 2.0))]
    view = View(catalogue(listed), Order(SortKey.PAGE, reverse=True))
    found = view.asked("x").answered([2, 0])
    assert list(found.rows()) == [2, 0]
    assert found.words() == "relevance, best match first · 2 of 3"
    by_score = found.sorted(Order(SortKey.SCORE, reverse=True))
    assert list(by_score.rows()) == [0, 2]
    assert list(by_score.asked("xy").answered([0]).rows()) == [0]
    assert list(by_score.cleared().rows()) == [2, 1, 0]
    assert row_of([4, 2], 2) == 1
    assert row_of([4, 2], 9) is None
    assert row_of([], None) is None


def test_a_sort_while_a_search_is_unanswered_applies_to_its_results():
    listed = [Paper(title=t, score=s) for t, s in (("a", 1.0), ("b", 3.0), ("c", 2.0))]
    view = View(catalogue(listed), Order(SortKey.PAGE))
    asked = view.asked("x")
    assert list(asked.rows()) == [0, 1, 2]
    assert asked.words() == "relevance, best match first · searching…"
    by_score = asked.sorted(Order(SortKey.SCORE))
    assert list(by_score.rows()) == [0, 1, 2]
    assert by_score.words() == "score, high first · searching…"
    answered = by_score.answered([0, 2])
    assert list(answered.rows()) == [2, 0]
    assert answered.words() == "score, high first · 2 of 3"
    assert answered.cleared().order == by_score.cleared().order == view.order
    # The next query leaves the results in place until its answer.
    again = answered.asked("xy")
    assert list(again.rows()) == [2, 0]
    assert again.words() == "score, high first · 2 of 3"


def test_filters_alone_keep_the_order_of_the_profile():
    view = View(catalogue([Paper(title="a"), Paper(title="b")]), Order(SortKey.PAGE))
    asked = view.asked("year:2020", ranked=False)
    assert asked.words() == "page order · searching…"
    assert asked.answered([0], ranked=False).words() == "page order · 1 of 2"
    turned = asked.sorted(asked.order_in_force.reversed()).answered([0, 1], ranked=False)
    assert list(turned.rows()) == [1, 0]
    assert list(view.asked("a").answered([1, 0], ranked=False).rows()) == [0, 1]


def test_new_papers_and_metrics_are_counted_in_whole_profiles_only():
    day = datetime.date(2026, 10, 12)
    papers = tuple(
        Paper(title="x", added=added)
        for added in (None, day, day + datetime.timedelta(1), day + datetime.timedelta(9))
    )
    profile = Profile(name="x", papers=papers, since=day, updated=datetime.date(2026, 11, 20))
    known = Catalogue(profile)
    assert [known.is_new(paper) for paper in papers] == [False, False, True, True]
    assert known.news() == "2 new since 12 Oct"
    assert (
        Catalogue(replace(profile, updated=datetime.date(2027, 1, 1))).news()
        == "2 new since 12 Oct 2026"
    )
    assert Catalogue(profile, whole=False).news() == ""
    assert Catalogue(replace(profile, since=None)).news() == ""
    assert Catalogue(replace(profile, papers=papers[:2])).news() == ""
    assert known.metrics is None  # no paper has citations
    cited = replace(profile, papers=(Paper(title="x", citations=3),))
    assert Catalogue(cited).metrics is not None
    assert Catalogue(cited, whole=False).metrics is None
