"""Papers asked for as papers cite each other, with OR and NOT, and by identifiers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.model import Paper
from paperbrowser.search import SearchIndex
from paperbrowser.search.query import parse

EMULATOR, TURING, MAGIC, LAGRANGIAN, STRINGS, FINCH, NINETEEN, CUT, FALSE = range(9)
PAPERS = (
    Paper(
        title="Field Level Neural Network Emulator",
        authors=("Drew Jamieson", "Yin Li", "Shirley Ho"),
        date=PartialDate(2022, 6),
        id="emulator",
    ),
    Paper(
        title="Computing Machinery and Intelligence",
        authors=("A. M. Turing",),
        date=PartialDate(1950),
        doi="10.1093/mind/lix.236.433",
        id="turing1950",
    ),
    Paper(
        title="Counting magic squares",
        authors=("Wei Lu", "Jean-Pierre Serre"),
        date=PartialDate(2016),
        arxiv="1605.08386",
        id="lu2016-counting-magic",
    ),
    Paper(
        title="Lagrangian Neural Networks",
        authors=("Miles Cranmer", "Shirley Ho"),
        date=PartialDate(2020, 3, 10),
        id="cranmer2020lnn",
    ),
    Paper(
        title="Old strings",
        authors=("Edward Witten",),
        date=PartialDate(1999),
        arxiv="hep-th/9901001",
        id="Witten:1999ab",
    ),
    Paper(title="Emma, a finch", authors=("Emma Jamieson",), date=PartialDate(2020), id="finch"),
    Paper(title="Surveys after 1950", authors=("Nils Holm",), date=PartialDate(2001), id="surveys"),
    Paper(title="Galaxy halos", authors=("Xin Zhang",), et_al=True, date=PartialDate(2019), id="ho19"),
    Paper(title="Reusability report", abstract="Jameson and et cetera.", id="report"),
)  # fmt: skip
INDEX = SearchIndex.build(PAPERS)


def found(text, owner=""):
    return INDEX.find(parse(text, None, owner)).positions.tolist()


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("Jamieson et al.", [EMULATOR, FINCH]),
        ("Jamieson et al", [EMULATOR, FINCH]),
        ("“Jamieson et al., 2022”", [EMULATOR]),
        ("jamieson 2022", [EMULATOR]),
        ("Jamieson, 2022,", [EMULATOR]),
        ("(Jamieson et al., 2022)", [EMULATOR]),
        ("Jamieson et al. (2022b)", [EMULATOR]),
        ("Jamieson ’22", [EMULATOR]),
        ("jamieson 2021-2023", [EMULATOR]),
        ("jamieson 2021–23", [EMULATOR]),
        ("jamieson 2021 – 2023", [EMULATOR]),
        ("D. Jamieson", [EMULATOR]),
        ("Jamieson, D.", [EMULATOR]),
        ("Jamieson D", [EMULATOR]),
        ("D.Jamieson", [EMULATOR]),
        ("E. Jamieson", [FINCH]),
        ("X. Jamieson", []),
        ("J.-P. Serre", [MAGIC]),
        ("Turing, A.M. (1950)", [TURING]),
        ("Ho & Cranmer 2020", [LAGRANGIAN]),
        ("Ho and Cranmer (2020)", [LAGRANGIAN]),
        ("Ho, S., & Cranmer, M. (2020).", [LAGRANGIAN]),
        ("(Jamieson et al., 2022; Turing, 1950)", [EMULATOR, TURING]),
        ("see Jamieson et al. 2022", [EMULATOR]),
        ("(see also Turing, 1950)", [TURING]),
        ("(e.g., Jamieson et al., 2022)", [EMULATOR]),
        ("cf. Ho & Cranmer (2020)", [LAGRANGIAN]),
        ("2022", [EMULATOR]),
        ("1950", [TURING, NINETEEN]),  # the year first, then the title with the number
        ("surveys 1950", [NINETEEN]),
        ("jamieson 202", [EMULATOR, FINCH]),  # on its way to a year
    ],
)
def test_citations_find_the_papers_they_cite(text, papers):
    assert found(text)[: len(papers)] == papers
    assert sorted(found(text)) == sorted(papers)


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("10.1093/mind/lix.236.433", TURING),
        ("https://doi.org/10.1093/MIND/lix.236.433.", TURING),
        ("doi: 10.1093/mind/lix.236.433", TURING),
        ("A. Turing, Mind (1950), 10.1093/mind/lix.236.433", TURING),
        ("1605.08386", MAGIC),
        ("(1605.08386v2)", MAGIC),
        ("arXiv:1605.08386v1 [math.CO]", MAGIC),
        ("https://arxiv.org/abs/1605.08386", MAGIC),
        ("https://arxiv.org/pdf/1605.08386v1.pdf", MAGIC),
        ("10.48550/arXiv.1605.08386", MAGIC),
        ("hep-th/9901001", STRINGS),
        ("cranmer2020lnn", LAGRANGIAN),
        ("ho19", CUT),
        ("[Ho19]", CUT),
        ("Ho20", LAGRANGIAN),  # no key, but an author and a year
        (r"\cite{witten:1999ab}", STRINGS),
        ("Witten:1999ab", STRINGS),
        ("finch", FINCH),
        ("id:ho19", CUT),
    ],
)
def test_identifiers_and_keys_find_their_paper(text, paper):
    assert found(text) == [paper]
    assert parse(text).problems == ()


def test_an_identifier_that_no_paper_has_finds_nothing():
    assert found("10.9999/none") == found("2401.00001") == []


def test_the_owner_is_an_author_of_papers_whose_authors_were_cut_short():
    assert found("Ho et al. 2019") == []
    assert found("Ho et al. 2019", "Shirley Ho") == found("S. Ho (2019)", "Shirley Ho") == [CUT]
    assert found("Ho et al. 2020", "Shirley Ho") == [LAGRANGIAN]


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("halos OR strings", {CUT, STRINGS}),
        ("halos | strings", {CUT, STRINGS}),
        ("halos|strings", {CUT, STRINGS}),
        ("neural emulator OR galaxy halos", {EMULATOR, CUT}),
        ("neural (emulator OR lagrangian) year:2020", {LAGRANGIAN}),
        ("(year:1950 OR year:1999)", {TURING, STRINGS}),
        ("neural NOT emulator", {LAGRANGIAN}),
        ("neural !emulator", {LAGRANGIAN}),
        ("neural NOT year:2022", {LAGRANGIAN}),
        ("neural -(emulator OR galaxy)", {LAGRANGIAN}),
        ("!author:ho NOT has:date", {FALSE}),
        ("halos OR", {CUT}),
        ("NOT (halos OR (strings OR NOT neural))", {EMULATOR, LAGRANGIAN}),
    ],
)
def test_or_and_not(text, papers):
    assert set(found(text)) == papers


words = st.sampled_from(
    ['"neural"', '"halos"', '"magic"', "year:2020", 'author:"ho"', '"old strings"']
)
nested = st.recursive(
    words.map(lambda one: (one, ())),
    lambda inner: st.tuples(st.sampled_from(["OR", "AND", "NOT"]), st.tuples(inner, inner)),
    max_leaves=4,
)


def written(tree):
    sign, inner = tree
    if not inner:
        return sign
    left, right = map(written, inner)
    if sign == "NOT":
        return f"NOT ({left} OR {right})"
    return f"({left} OR {right})" if sign == "OR" else f"{left} {right}"


def meant(tree):
    sign, inner = tree
    if not inner:
        return set(found(sign + " "))
    left, right = map(meant, inner)
    if sign == "NOT":
        return set(range(len(PAPERS))) - left - right
    return left | right if sign == "OR" else left & right


@given(nested)
def test_nested_or_and_not_agree_with_sets(tree):
    assert set(found(written(tree) + " ")) == meant(tree)


@given(st.lists(st.sampled_from(["(", ")", "OR", "|", "NOT", "!", "-", "a", "Ho", "et", "al.", "D.", "2020", ";", ",", "&", '"', "10.1/x", "ho19", "year:"]) | st.text(max_size=4), max_size=12).map("".join))  # fmt: skip
def test_any_text_is_a_query(text):
    for one in (text, " ".join(text)):
        assert parse(one, None, "Shirley Ho").text == one
        found(one, "Shirley Ho")


def test_initials_leave_out_small_words_within_hyphens():
    title = "On-Robot Learning With Equivariant Models"
    index = SearchIndex.build([*PAPERS, Paper(title=title)])
    results = index.find(parse("rlem"))
    assert results.positions.tolist()[:1] == [len(PAPERS)]
    marked = [title[start:end] for start, end in results.highlighter.spans(title, "title")]
    assert marked == ["R", "L", "E", "M"]
