"""Properties of a search that hold for any papers and any query."""

import datetime
import tempfile
from itertools import pairwise
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from paperbrowser.papers import display, words
from paperbrowser.papers.model import Paper
from paperbrowser.papers.text import clean, clean_line
from paperbrowser.search import SearchIndex, query
from paperbrowser.search.index.build import build
from paperbrowser.search.index.join import joined
from tests.dates import partial_dates
from tests.search.accepted import accepts

some = settings(
    max_examples=settings.default.max_examples // 2,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

# Few words, near each other, so that they meet.
word = st.sampled_from(
    [
        "dark",
        "Dark",
        "matter",
        "matters",
        "mater",
        "halo",
        "halos",
        "haló",
        "n-body",
        "nbody",
        "N",
        "body",
        "x-ray",
        "galaxy's",
        "the",
        "of",
        "in",
        "a",
        "ΛCDM",
        "lambda",
        "$\\Lambda$CDM",
        "\\texttt{halo}",
        "darkmatter",
        "multi",
        "modal",
        "multimodal",
        "dmh",
        "10",
        "10-1",
        "ion-on",
        "on",
        "暗",
        "物质",
        "темная",
        '"dark',
        "-halo",
        "year:2020",
        "C++",
        "™",
        "…",
        "É",
        "é",
    ]
)
text = st.lists(word, max_size=6).map(" ".join)
anything = st.text(max_size=20) | st.text(st.characters(), max_size=8)
papers = st.lists(
    st.builds(
        Paper,
        title=text | anything.map(clean_line),
        authors=st.lists(text | st.sampled_from(["Shirley Ho", "Jörg Müller"]), max_size=2).map(tuple),
        abstract=text | anything.map(clean),
        category=st.none() | st.sampled_from(["CO", "astro-ph.CO", "cs.LG", "hep-th", "é", "?"]),
        date=st.none() | partial_dates(2019, 2022),
        score=st.none() | st.sampled_from([0.0, 50.0, 80.0, 80.5, 100.0]),
        code=st.booleans(),
        citations=st.none() | st.sampled_from([0, 7, 100]),
        venue=st.none() | st.sampled_from(["icml2017", "Monthly Notices of the RAS", "é", "?"]) | anything.map(clean_line),
        doi=st.none() | st.just("10.1093/a"),
        arxiv=st.none() | st.just("1605.08386"),
        added=st.none() | st.just(datetime.date(2022, 1, 1)),
    ),
    max_size=12,
)  # fmt: skip
filters = st.sampled_from(
    [
        "year:2020",
        "-year:2020",
        "year:2019..2020",
        "year:>2020",
        "score:>80",
        "score:50..80",
        "-score:<=80",
        "cat:CO",
        "cat:astro-ph",
        "cat:CO,LG",
        "-cat:LG",
        "cat:cosmology",
        "cat:é",
        "has:code",
        "-has:code",
        "has:score",
        "-has:abstract",
        "has:date,code",
        "has:doi",
        "cites:>5",
        "venue:icml",
        "venue:mnr",
        "-venue:notices",
        "venue:é",
        "doi:10.1093/A",
        "-arxiv:1605.08386v2",
        "is:new",
        "-is:new",
    ]
)
syntax = st.sampled_from(
    [
        "title:",
        "author:",
        "-",
        '"',
        '-"',
        "year:",
        "year:2020..",
        "-title:",
        "cat:",
        "\x00",
        "\ud800",
        ":",
        "'",
        "OR",
        "NOT",
        "|",
        "(",
        ")",
        "!",
        "et al.",
        "(Ho et al., 2020)",
        "D. Ho",
        "2020",
        "ho20",
        "1605.08386",
        "halo|body",
    ]
)
queries = st.lists(word | filters | syntax | anything, max_size=5).map(" ".join)


def texts_of(paper):
    """The texts of a paper that are searched, by field."""
    return {
        "title": display.title(paper),
        "author": ", ".join(paper.authors),
        "abstract": display.abstract(paper),
    }


def answers(index, listed, asked):
    """Positions, scores and highlights of the papers found."""
    found = index.find(query.parse(asked))
    spans = [
        [found.highlighter.spans(text, field) for field, text in texts_of(listed[at]).items()]
        for at in found.positions.tolist()
    ]
    return index.search(asked), spans


@given(papers, queries)
@some
def test_results_are_in_order_and_always_the_same(listed, asked):
    index = SearchIndex.build(listed)
    hits = index.search(asked)
    index.near_words(asked)
    places = [(-hit.score, hit.position) for hit in hits]
    assert places == sorted(places)
    assert len({hit.position for hit in hits}) == len(hits)
    assert all(0 <= hit.position < len(listed) for hit in hits)
    first = answers(index, listed, asked)
    # Other queries in between do not matter.
    index.search("dark")
    index.search(asked[:-1])
    assert (
        answers(index, listed, asked) == first == answers(SearchIndex.build(listed), listed, asked)
    )


@given(papers, st.lists(queries, max_size=3), st.data())
@some
def test_joined_indexes_answer_as_one_of_all_papers(listed, asked, data):
    """Parts have the papers in any order, and some that are left out."""
    order = data.draw(st.permutations(range(len(listed))))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(listed)), max_size=3)))
    parts, places = [], []
    for first, last in pairwise([0, *cuts, len(listed)]):
        others = data.draw(st.lists(st.sampled_from(listed), max_size=2)) if listed else []
        parts.append(build([*(listed[at] for at in order[first:last]), *others]))
        places.append(np.array([*order[first:last], *([-1] * len(others))], np.int64))
    whole, one = SearchIndex(joined(parts, places)), SearchIndex.build(listed)
    for query_ in asked:
        assert answers(whole, listed, query_) == answers(one, listed, query_)
        assert whole.near_words(query_) == one.near_words(query_)
    in_turn = SearchIndex(joined([build(listed[:2]), build(listed[2:])]))
    for query_ in asked:
        assert answers(in_turn, listed, query_) == answers(one, listed, query_)


@given(papers, queries)
@some
def test_highlights_lie_within_the_text_in_order_and_apart(listed, asked):
    index = SearchIndex.build(listed)
    found = index.find(query.parse(asked))
    for at in found.positions.tolist():
        for field, text in texts_of(listed[at]).items():
            spans = found.highlighter.spans(text, field)
            ends = [end for span in spans for end in span]
            assert ends == sorted(ends)
            assert not ends or (ends[0] >= 0 and ends[-1] <= len(text))
            assert all(start < end for start, end in spans)


@given(papers, queries)
@some
def test_a_saved_index_answers_like_the_one_that_was_built(listed, asked):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "index")
        built = SearchIndex.build(listed)
        saved = SearchIndex.build(listed, path)
        opened = SearchIndex.open(path)
        assert len(opened) == len(saved) == len(listed)
        assert (
            answers(opened, listed, asked)
            == answers(saved, listed, asked)
            == answers(built, listed, asked)
        )
        assert opened.near_words("matrer") == built.near_words("matrer")


def folded_words(text):
    return [part for one in words.split(words.fold(text)) for part in words.parts(one)]


@given(papers)
@some
def test_each_paper_is_found_first_by_its_own_title(listed):
    index = SearchIndex.build(listed)
    keys = [folded_words(display.title(paper)) for paper in listed]
    for at, paper in enumerate(listed):
        first = next(iter(index.search(display.title(paper))), None)
        if keys[at]:
            assert first is not None
            assert display.title(listed[first.position]) == display.title(paper) or (
                keys[first.position] == keys[at]
            )


@given(papers, st.lists(filters, min_size=1, max_size=3).map(" ".join), st.sampled_from(["", "dark ", "halo "]))  # fmt: skip
@some
def test_filters_agree_with_a_plain_loop(listed, asked, plain):
    # A title that looks like a filter is found when it is pasted: see test_index.py.
    assume(all(display.title(paper) != (plain + asked).strip() for paper in listed))
    index = SearchIndex.build(listed)
    conditions = query.parse(asked).filters
    accepted = [
        at for at, paper in enumerate(listed) if all(accepts(one, paper) for one in conditions)
    ]
    assert index.find(query.parse(asked)).positions.tolist() == accepted
    # With words, too.
    wanted = {hit.position for hit in index.search(plain)} if plain else set(range(len(listed)))
    found = {hit.position for hit in index.search(plain + asked)}
    assert found <= set(accepted)
    assert len(wanted) > 10 or not plain or wanted & set(accepted) <= found


def holds(paper, pieces, field):
    """Whether the words stand side by side in the field, or in any; one of them also as a joined spelling."""
    for name, held in texts_of(paper).items():
        if field not in (None, name):
            continue
        every = words.split(words.fold(held))
        stream = [part for one in every for part in words.parts(one)]
        size = len(pieces)
        if any(stream[at : at + size] == pieces for at in range(len(stream) - size + 1)):
            return True
        if any("".join(pieces) in words.spellings(one) for one in every):
            return True
    return False


@given(
    papers,
    st.sampled_from(["dark", "halo", "n-body", "nbody", "body", "ΛCDM", "galaxy", "galaxy's", "物", "x-ray", "of", "10-1"]),
    st.sampled_from([None, "title", "author", "abstract"]),
)  # fmt: skip
@some
def test_exclusions_agree_with_a_plain_loop(listed, excluded, field):
    asked = f"-{field}:{excluded}" if field else f"-{excluded}"
    assume(all(display.title(paper) != asked for paper in listed))
    index = SearchIndex.build(listed)
    left = [
        at for at, paper in enumerate(listed) if not holds(paper, folded_words(excluded), field)
    ]
    assert [hit.position for hit in index.search(asked)] == left


def test_an_empty_list_answers_every_query():
    index = SearchIndex.build([])
    for asked in (
        "ΛCDM",
        "adversarialrobustnessguarantees",
        "rlem",
        "is:unread",
        "year:2020 x",
        "(a OR b)",
    ):
        assert len(index.find(query.parse(asked))) == 0
