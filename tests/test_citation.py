import datetime
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.citation import bibtex, citation, link
from paperbrowser.model import Paper
from paperbrowser.text import clean, is_web_link

PAPER = Paper(
    title="Multiple Physics Pretraining for Physical Surrogate Models",
    authors=("Michael McCabe", "Bruno Régaldo-Saint Blancard", "Liam Holden Parker"),
    et_al=True,
    date=datetime.date(2023, 10, 4),
    url="https://arxiv.org/abs/2310.02994",
    id="mccabe2023-multiple-physics-pretraining",
)


def test_citation_is_one_plain_line():
    assert citation(PAPER) == (
        "Michael McCabe, Bruno Régaldo-Saint Blancard, Liam Holden Parker et al. (2023). "
        "Multiple Physics Pretraining for Physical Surrogate Models. "
        "https://arxiv.org/abs/2310.02994"
    )


@pytest.mark.parametrize(
    ("paper", "line"),
    [
        (Paper(title="A title"), "A title."),
        (Paper(title="Why?"), "Why?"),
        (Paper(title="A title", date=datetime.date(2020, 1, 2)), "A title (2020)."),
        (Paper(title="A title", authors=("X Y",)), "X Y. A title."),
        (Paper(title="A\ntitle", authors=("X\nY",)), "X Y. A title."),
        (Paper(title="A title", url="file:///etc/passwd"), "A title."),
        (Paper(title="A title", venue="icml2017"), "A title. icml2017."),
        (Paper(title="  "), "(untitled)."),
    ],
)
def test_citation_leaves_out_what_is_not_known(paper, line):
    assert citation(paper) == line


def test_citation_does_not_list_a_whole_collaboration():
    paper = Paper(title="A title", authors=tuple(f"Author {n}" for n in range(3000)))
    assert citation(paper) == "Author 0, Author 1, Author 2 et al. A title."


def test_link_without_its_own_is_the_doi_before_arxiv():
    paper = Paper(title="x", doi="10.1093/mind/lix.236.433", arxiv="1605.08386")
    assert link(paper) == "https://doi.org/10.1093/mind/lix.236.433"
    assert link(replace(paper, doi=None)) == "https://arxiv.org/abs/1605.08386"


def test_link_is_the_paper_s_own_where_there_is_one():
    assert link(PAPER) == PAPER.url


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "file:///x", "https://a b/"])
def test_link_otherwise_searches_the_exact_title(url):
    paper = Paper(title=r'The $\alpha$ & "omega" of {\sc SimBIG} 100%', url=url)
    searched = link(paper)
    assert is_web_link(searched)
    parts = urlsplit(searched)
    assert parts.netloc == "scholar.google.com"
    (query,) = parse_qs(parts.query)["q"]
    assert query.startswith('"The α & omega of SimBIG')
    assert query.endswith('"')
    assert query.count('"') == 2


@pytest.mark.parametrize("title", ["word " * 2000, "x" * 10_000, "字" * 10_000])
def test_link_of_an_endless_title_stays_sane(title):
    assert is_web_link(link(Paper(title=title)))
    assert len(link(Paper(title=title))) < 2048


def test_bibtex_entry():
    assert bibtex(PAPER) == (
        "@misc{mccabe2023-multiple-physics-pretraining,\n"
        "  title = {{Multiple Physics Pretraining for Physical Surrogate Models}},\n"
        "  author = {Michael McCabe and Bruno Régaldo-Saint Blancard and Liam Holden Parker"
        " and others},\n"
        "  year = {2023},\n"
        "  month = oct,\n"
        "  url = {https://arxiv.org/abs/2310.02994},\n"
        "}\n"
    )


def test_bibtex_says_when_the_year_is_inferred():
    entry = bibtex(Paper(title="T", date=datetime.date(2026, 5, 31), year_inferred=True, id="t"))
    remark, rest = entry.split("\n", 1)
    assert remark.startswith("% ")
    assert "inferred" in remark
    assert rest.startswith("@misc{t,")
    assert "year = {2026}" in rest


@pytest.mark.parametrize(
    ("precision", "fields"),
    [("year", "  year = {2017},\n}"), ("month", "  year = {2017},\n  month = jun,\n}")],
)
def test_bibtex_tells_no_more_of_a_date_than_is_known(precision, fields):
    day = datetime.date(2017, 6, 5)
    assert fields in bibtex(Paper(title="T", date=day, date_precision=precision, id="t"))


def test_bibtex_names_the_venue():
    assert r"howpublished = {A \& B}" in bibtex(Paper(title="T", venue="A & B", id="t"))


def test_bibtex_of_the_least_that_is_known():
    assert bibtex(Paper(title="")) == "@misc{paper,\n  title = {{Untitled}},\n}\n"


def _title(source):
    return re.search(r"title = \{\{(.*)\}\},\n", bibtex(Paper(title=source, id="x")))[1]


@pytest.mark.parametrize(
    ("source", "written"),
    [
        (r"$Ω_m = 0.267^{+0.033}_{-0.029}$", r"$Ω_m = 0.267^{+0.033}_{-0.029}$"),
        (r"{\sc SimBIG}: a \texttt{tool}", r"{\sc SimBIG}: a \texttt{tool}"),
        ("Fish & chips, 95% of #1 file_name", r"Fish \& chips, 95\% of \#1 file\_name"),
        (r"Fish \& chips, 95\% of \#1 file\_name", r"Fish \& chips, 95\% of \#1 file\_name"),
        ("95% in $x % y$", r"95\% in $x \% y$"),
        ("10^5 particles", r"10\textasciicircum{}5 particles"),
        (r"\(a_b\) and c_d", r"\(a_b\) and c\_d"),
        ("$$a_b$$ and c_d", r"$$a_b$$ and c\_d"),
        ("costs 5$ in a_b", r"costs 5\$ in a\_b"),
        (r"costs \$5 in a_b", r"costs \$5 in a\_b"),
        ("open { only", r"open \textbraceleft{} only"),
        ("close } only", r"close \textbraceright{} only"),
        (r"the set \{a\} and $\{b\}$", None),
        ("ends in \\", r"ends in \textbackslash{}"),
        (r"G\"odel and {\'e}", r"G\"odel and {\'e}"),
        ("two\nlines", "two lines"),
    ],
)
def test_bibtex_keeps_latex_and_escapes_the_rest(source, written):
    if written is None:
        written = r"the set \textbraceleft{}a\textbraceright{} and $\lbrace{}b\rbrace{}$"
    assert _title(source) == written


@given(st.text(st.sampled_from("ab \\{}$%&#_^~()[]é\n")))
def test_bibtex_braces_are_always_in_pairs(title):
    entry = bibtex(Paper(title=clean(title), authors=(clean(title) or "A",), id="x"))
    depth = 0
    for char in entry:
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 0
    assert depth == 0
    assert entry.endswith("\n}\n")
    assert not re.search(r"(?<!\\)(\\\\)*[%#]", entry)  # a bare % would comment out the rest


@pytest.mark.parametrize(
    ("author", "written"),
    [
        ("Shirley Ho", "Shirley Ho"),
        ("Ho, Shirley", "Ho, Shirley"),
        ("Planck Collaboration", "{Planck Collaboration}"),
        ("Sloan and Planck", "{Sloan and Planck}"),
        ("others", "{others}"),
        ("Anders Anderson", "Anders Anderson"),
        ("AT&T", r"AT\&T"),
    ],
)
def test_bibtex_keeps_names_apart(author, written):
    assert f"author = {{{written}}}" in bibtex(Paper(title="T", authors=(author,), id="x"))


@pytest.mark.parametrize(
    ("paper_id", "key"),
    [
        ("ho2020-a-title", "ho2020-a-title"),
        ("a b{c},d%", "a-b-c-d"),
        ("", "paper"),
        ("--", "paper"),
        ("x:y.z_1", "x:y.z_1"),
    ],
)
def test_bibtex_key_is_plain(paper_id, key):
    assert bibtex(Paper(title="T", id=paper_id)).startswith(f"@misc{{{key},\n")


def test_bibtex_keys_of_other_scripts_differ():
    keys = {
        re.match(r"@misc\{([A-Za-z0-9:._-]+),", bibtex(Paper(title="T", id=one)))[1]
        for one in ("王2023-深度", "王2023-学习", "иванов2023")
    }
    assert len(keys) == 3
