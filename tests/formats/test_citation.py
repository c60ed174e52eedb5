from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from paperbrowser.formats.citation import citation, link
from paperbrowser.papers.dates import PartialDate
from paperbrowser.papers.links import is_web_link
from paperbrowser.papers.model import Paper

PAPER = Paper(
    title="Multiple Physics Pretraining for Physical Surrogate Models",
    authors=("Michael McCabe", "Bruno Régaldo-Saint Blancard", "Liam Holden Parker"),
    et_al=True,
    date=PartialDate(2023, 10, 4),
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
        (Paper(title="A title", date=PartialDate(2020, 1, 2)), "A title (2020)."),
        (Paper(title="A title", authors=("X Y",)), "X Y. A title."),
        (Paper(title="A\ntitle", authors=("X\nY",)), "X Y. A title."),
        (Paper(title="A title", url="file:///etc/passwd"), "A title."),
        (Paper(title="A title", venue="icml2017"), "A title. icml2017."),
        (Paper(title="A title", venue="J. CO$_{2}$"), "A title. J. CO₂."),
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
