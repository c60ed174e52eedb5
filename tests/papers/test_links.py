"""Links of a paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.papers.links import host, is_web_link, links
from paperbrowser.papers.model import Paper

DOI, ARXIV = "10.1093/mind/lix.236.433", "1605.08386"


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, ()),
        ({"url": "https://x.org/a"}, ("https://x.org/a",)),
        (
            {"url": "https://x.org/a", "doi": DOI, "arxiv": ARXIV},
            ("https://x.org/a", f"https://doi.org/{DOI}", f"https://arxiv.org/abs/{ARXIV}"),
        ),
        ({"doi": DOI, "arxiv": ARXIV}, (f"https://doi.org/{DOI}", f"https://arxiv.org/abs/{ARXIV}")),
        # The url is one of the others, in another way of writing it.
        ({"url": f"http://dx.doi.org/{DOI.upper()}", "doi": DOI}, (f"http://dx.doi.org/{DOI.upper()}",)),
        ({"url": f"https://arxiv.org/pdf/{ARXIV}v2", "arxiv": ARXIV}, (f"https://arxiv.org/pdf/{ARXIV}v2",)),
        ({"url": "http://arxiv.org/abs/hep-th/9901001", "arxiv": "hep-th/9901001"}, ("http://arxiv.org/abs/hep-th/9901001",)),
        ({"doi": f"10.48550/arxiv.{ARXIV}", "arxiv": ARXIV}, (f"https://doi.org/10.48550/arxiv.{ARXIV}",)),
        # The publisher's page is another one than where the DOI leads to today.
        (
            {"url": f"https://academic.oup.com/{DOI}", "doi": DOI},
            (f"https://academic.oup.com/{DOI}", f"https://doi.org/{DOI}"),
        ),
        # Another paper's page.
        (
            {"url": "https://arxiv.org/abs/1605.00001", "arxiv": ARXIV},
            ("https://arxiv.org/abs/1605.00001", f"https://arxiv.org/abs/{ARXIV}"),
        ),
        ({"url": "javascript:alert(1)", "arxiv": ARXIV}, (f"https://arxiv.org/abs/{ARXIV}",)),
    ],
)  # fmt: skip
def test_each_page_is_linked_once_the_best_first(known, expected):
    assert links(Paper(title="x", **known)) == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://www.nature.com/articles/1", "nature.com"),
        ("http://u:p@[::1]:80/x", "[::1]:80"),
        ("https://DOI.org/10.1/2?x#y", "doi.org"),
        ("https://arxiv.org", "arxiv.org"),
    ],
)
def test_the_site_of_a_link(link, expected):
    assert host(link) == expected


some = st.none() | st.text("htps:/.1045dxoirgabv?#[]@ \n", max_size=40)


@given(some, some, some)
def test_only_web_links_are_returned_each_once(url, doi, arxiv):
    found = links(Paper(title="x", url=url, doi=doi, arxiv=arxiv))
    assert len(set(found)) == len(found) <= 3
    assert all(is_web_link(link) and host(link) for link in found)
