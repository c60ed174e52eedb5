"""Ids of papers within a profile."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.ids import with_ids
from paperbrowser.papers.model import Paper


def paper(title="", author=None, year=None, **more):
    date = PartialDate(year, 5, 3) if year else None
    return Paper(title=title, authors=(author,) if author else (), date=date, **more)


@pytest.mark.parametrize(
    ("given_paper", "expected"),
    [
        (
            paper("Multiple Physics Pretraining for Physical Models", "Michael McCabe", 2023),
            "mccabe2023-multiple-physics-pretraining",
        ),
        (
            paper("$\\texttt{Mangrove}$: Learning Galaxies", "B. Test-Müller"),
            "testmuller-mangrove-learning-galaxies",
        ),
        (paper('On the G\\"odel Number', "Łukasz Przykład", 2020), "przyklad2020-godel-number"),
        (paper("On the", "Bob Sample Jr."), "sample-on-the"),
        (paper("X", "The TESTCASE Collaboration"), "testcase-x"),
        (paper("测试 标题", "测试甲", 2024), "测试甲2024-测试-标题"),
        (paper("한국어 제목", "김 철수"), "철수-한국어-제목"),
        (paper("", "Ann Example", 2024), "example2024"),
        (paper("A Title", None, 2024), "2024-title"),
        (paper("$\\%$"), "paper"),
        (paper("x" * 5000), "x" * 24),
    ],
)
def test_ids_are_readable(given_paper, expected):
    assert [p.id for p in with_ids([given_paper])] == [expected]


def test_duplicates_are_numbered_in_order():
    same = paper("Title", "Ann Example", 2024)
    assert [p.id for p in with_ids([same, same, same])] == [
        "example2024-title",
        "example2024-title-2",
        "example2024-title-3",
    ]


def test_given_ids_are_kept_and_avoided():
    same = paper("Title", "Ann Example", 2024)
    papers = with_ids([same, replace(same, id="example2024-title"), replace(same, id="mine")])
    assert [p.id for p in papers] == ["example2024-title-2", "example2024-title", "mine"]
    assert with_ids(papers) == papers


def test_a_number_in_a_title_does_not_clash():
    papers = with_ids([paper("Title"), paper("Title"), paper("Title 2")])
    assert [p.id for p in papers] == ["title", "title-3", "title-2"]


def test_neither_order_nor_newer_papers_change_an_id():
    old = [
        replace(paper("A Long Title Part One", "Ann Example", 2024), date=PartialDate(2024, 1, 2)),
        replace(paper("A Long Title Part Two", "Ann Example", 2024), date=PartialDate(2024, 3, 2)),
    ]
    newer = replace(old[0], title="A Long Title Part Zero", date=PartialDate(2024, 7, 2))
    before = {p.title: p.id for p in with_ids(old)}
    after = {p.title: p.id for p in with_ids([newer, *reversed(old)])}
    assert before.items() <= after.items()


TITLES = st.text(max_size=8) | st.sampled_from(["Title", "Title 2", "Title 3"])


@given(
    st.lists(st.builds(paper, TITLES, st.none() | TITLES, id=st.sampled_from(["", "title", "x"])))
)
def test_ids_are_unique_for_any_papers(papers):
    named = with_ids(papers)
    ids = [p.id for p in named]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[\w-]+", name) for name in ids)
    assert [replace(p, id="") for p in named] == [replace(p, id="") for p in papers]
    assert with_ids(papers) == named


@pytest.mark.slow
def test_equal_titles_take_linear_time():
    papers = [paper(f"Same Title Again {i}", "Ann Éxample", 2024) for i in range(100_000)]
    assert len({p.id for p in with_ids(papers)}) == 100_000
