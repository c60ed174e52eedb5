"""DOIs, arXiv ids and ORCID iDs in their many spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.papers.identifiers import arxiv_link, arxiv_of, doi_link, doi_of, orcid_of
from paperbrowser.papers.links import is_web_link


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1093/MIND/LIX.236.433", "10.1093/MIND/LIX.236.433"),
        (
            "https://dx.doi.org/10.1002/(SICI)1097-4636(199823)39:3%3C1::AID-JBM1%3E3.0.CO;2-U",
            "10.1002/(SICI)1097-4636(199823)39:3<1::AID-JBM1>3.0.CO;2-U",
        ),
        (
            "10.1175/1520-0442(2000)013&lt;0217:AB&gt;2.0.CO;2, and more",
            "10.1175/1520-0442(2000)013<0217:AB>2.0.CO;2",
        ),
        ('<a href="https://doi.org/10.1000/182">10.1000/182</a>', "10.1000/182"),
        ("<doi>10.1000/182</doi>3.0.1", "10.1000/182"),
        ("10.1000/39:3<1::AID-", "10.1000/39:3"),
        ("doi: 10.1016/S0140-6736(05)66991-7).", "10.1016/S0140-6736(05)66991-7"),
        ("https://doi.org/10.1000%2F182", "10.1000/182"),
        ("10.1000.10/123456", "10.1000.10/123456"),
        ("see 10.7717/peerj.4375, and more", "10.7717/peerj.4375"),
        ("version 10.5 of it/that", None),
        ("10/gh7k2p", "10/gh7k2p"),
        ("https://doi.org/10/gh7k2p", "10/gh7k2p"),
        ("on 10/2020", None),
        ("10/2020", None),
        ("10.1234/", None),
        ("", None),
    ],
)
def test_a_doi_is_found_however_it_is_written(text, doi):
    assert doi_of(text) == doi


@pytest.mark.parametrize(
    ("text", "arxiv"),
    [
        ("1605.08386v12", "1605.08386"),
        ("arXiv:0704.0001", "0704.0001"),
        ("ArXiv e-prints, arXiv: 1605.08386", "1605.08386"),
        ("http://arxiv.org/abs/hep-th/9901001v2", "hep-th/9901001"),
        ("math.GT/0309136", "math/0309136"),
        ("https://arxiv.org/pdf/2101.00001v1.pdf", "2101.00001"),
        ("10.48550/arXiv.2101.00001", "2101.00001"),
        ("https://doi.org/10.48550/arxiv.hep-th/9901001", "hep-th/9901001"),
        ("cond-mat/0011267", "cond-mat/0011267"),
        ("1699.12345", None),  # no such month
        ("12345.67890", None),
        ("1605.083861", None),
        ("10.1103/PhysRevD.1605.0838", None),
        ("", None),
    ],
)
def test_an_arxiv_id_is_found_however_it_is_written(text, arxiv):
    assert arxiv_of(text) == arxiv


@pytest.mark.parametrize(
    ("text", "orcid"),
    [
        ("https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("0000-0002-1694-233x", "0000-0002-1694-233X"),
        ("0000000218250097", "0000-0002-1825-0097"),
        ("0000-0002-1825-0098", None),
        ("0000-0002-1825", None),
    ],
)
def test_an_orcid_counts_if_its_check_digit_fits(text, orcid):
    assert orcid_of(text) == orcid


@given(
    st.text()
    | st.from_regex(r"10\.\d{4}/[^ ]{1,20}")
    | st.from_regex(r"[a-z-]{3,9}(\.[A-Z]{2})?/\d{7}")
)
def test_an_identifier_is_found_in_its_own_link(text):
    for of, link in ((doi_of, doi_link), (arxiv_of, arxiv_link)):
        if (found := of(text)) is not None:
            assert of(found) == found
            assert is_web_link(link(found))
            assert of(link(found)) == found


def test_a_doi_of_nothing_but_brackets_takes_linear_time():
    for end in (")", ").", "."):
        assert doi_of("10.1000/a" + end * 100_000) == "10.1000/a"
        assert doi_of("10.1000/a" + end * 100_000 + "a") == "10.1000/a"  # no DOI is that long
