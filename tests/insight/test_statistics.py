"""A reader asks what a researcher works on, since when and with whom."""

import datetime
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser.insight import charts, statistics
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.marks import NO_MARKS, Marks
from paperbrowser.papers.model import Paper
from paperbrowser.papers.text import columns, has_controls
from paperbrowser.reading.journal import Operation


def _paper(year, title="Nets", **facts):
    return Paper(title=title, date=PartialDate(year) if year else None, **facts)


def test_papers_a_year_by_kind_leave_no_year_out():
    papers = [
        _paper(2019, kind="article"),
        _paper(2022),
        _paper(2022, kind="article"),
        _paper(None),
    ]
    assert statistics.by_year(papers) == statistics.Tally({"2019": 1, "2022": 2}, 3)
    parts = statistics.parts_by_year(papers, "kind")
    assert parts.years == (2019, 2020, 2021, 2022)
    assert parts.parts == ("article", "")
    assert parts.counts == ((1, 0, 0, 1), (0, 0, 0, 1))
    assert statistics.parts_by_year([], "category").years == ()


def test_facts_of_a_year_are_of_the_papers_that_have_them():
    papers = [
        _paper(2020, citations=4, score=70.0, code=True),
        _paper(2020, citations=None, score=90.0),
        _paper(2021),
    ]
    first, second = statistics.facts_by_year(papers)
    assert (first.papers, first.counted, first.citations, first.with_code) == (2, 1, 4, 1)
    assert (first.scored, first.score) == (2, 80.0)
    assert (second.counted, second.score) == (0, None)


def test_coauthors_are_without_the_researcher_and_never_folded_by_likeness():
    papers = [
        _paper(2020, authors=("Ilse Bråten", "Tomo Arai", "T. Arai")),
        _paper(2021, authors=("I. Braten", "Tomo Arai")),  # the owner, by an initial
        _paper(2021, authors=("Ilse Bråten", "I. Braten")),  # two people: one of them is the owner
        _paper(2021, authors=("Ivar Bråten",)),  # another of the family
    ]
    found = statistics.by_coauthor(papers, "Ilse Bråten").counts
    assert found == {"Tomo Arai": 2, "I. Braten": 1, "Ivar Bråten": 1, "T. Arai": 1}


def test_of_several_people_shown_as_one_each_is_left_out_of_their_papers_only():
    papers = [
        _paper(2020, authors=("Ilse Bråten", "Tomo Arai"), people=("Ilse Bråten",)),
        _paper(2020, authors=("Ilse Bråten", "Tomo Arai"), people=("Ilse Bråten", "Tomo Arai")),
    ]
    assert statistics.by_coauthor(papers, "Ilse Bråten, Tomo Arai").counts == {"Tomo Arai": 1}


def test_venues_that_differ_in_case_only_are_one_as_most_write_it():
    papers = [_paper(2020, venue=one) for one in ("Acta Tela", "ACTA TELA", "Acta Tela", "Tela")]
    assert statistics.by_venue(papers) == statistics.Tally({"Acta Tela": 3, "Tela": 1}, 4)


def test_own_reading_counts_in_the_month_of_the_last_mark():
    papers = [_paper(2020, doi="10.1/a"), _paper(2020, doi="10.1/b"), _paper(2020, doi="10.1/c")]
    marks = [Marks(read=True), NO_MARKS, Marks(read=True)]

    def at(month, name, value=True, field="read"):
        time = int(datetime.datetime(2025, month, 15).timestamp() * 1000)
        return Operation(time, "desk", month, ((f"doi:{name}",),), field, value)

    operations = [
        at(1, "10.1/a"),
        at(2, "10.1/a", False),
        at(3, "10.1/a"),
        at(4, "10.1/b"),
        at(5, "10.1/c", {"read": True, "star": True}, "set"),
        at(6, "10.1/c", "reading", "tag"),
    ]
    found = statistics.read_by_month(papers, marks, operations)
    assert found == statistics.Tally({"2025-03": 1, "2025-05": 1}, 2)


def test_words_rise_and_fall_by_their_share_of_the_papers():
    papers = [_paper(2010, "The perceptron of yesterday")] * 6
    papers += [_paper(2023, "A transformer for yesterday")] * 3
    found = statistics.trends(papers)
    assert found.since == 2021
    assert [(one.word, one.recent, one.before) for one in found.rising] == [("transformer", 3, 0)]
    assert [(one.word, one.share, one.share_before) for one in found.falling] == [
        ("perceptron", 0, 1)
    ]
    assert statistics.trends(papers[:6]).rising == ()
    assert statistics.trends([]).since is None


_NAMES = st.text(min_size=1, max_size=40)


@settings(deadline=None)
@given(
    st.dictionaries(_NAMES, st.integers(0, 10**9), max_size=8), st.integers(40, 120), st.booleans()
)
def test_bars_keep_their_width_and_are_whole_in_ascii(counts, width, ascii_only):
    lines = [*charts.bars(counts, width, ascii_only=ascii_only)]
    assert len(lines) == len(counts)
    for line, count in zip(lines, counts.values(), strict=True):
        assert columns(line) <= width
        assert f"{count:,}" in line
        assert not ascii_only or line.isascii()
        assert not has_controls(line)


@settings(deadline=None)
@given(
    _NAMES, st.lists(st.tuples(st.integers(1, 9999), st.sampled_from(["article", "book", None])))
)
@pytest.mark.parametrize("count", [0, 4])
def test_a_picture_is_xml_whatever_the_names(count, name, dated):
    papers = [_paper(year, kind=kind) for year, kind in dated]
    years = statistics.parts_by_year(papers, "kind")
    panels = [charts.Panel(f"<{name}&", {name: 3, "b": 0})] * count
    picture = charts.svg(name, years, panels)
    assert ET.fromstring(picture).tag.endswith("svg")
    assert len(picture) < 60_000
