"""Ids and addresses that identify a person at a source."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperbrowser.papers.text import has_controls
from paperbrowser.sources import DEFAULT, SOURCES, identify, searched, why_not_a_name
from paperbrowser.sources.services import source_named

ORCID = "0000-0002-1825-0097"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("A5023888391", ("openalex", "A5023888391")),
        ("a5023888391", ("openalex", "A5023888391")),
        (" https://openalex.org/A5023888391 ", ("openalex", "A5023888391")),
        ("https://openalex.org/authors/a5023888391?view=list", ("openalex", "A5023888391")),
        ("https://api.openalex.org/authors/A5023888391", ("openalex", "A5023888391")),
        (
            "https://www.semanticscholar.org/author/Shirley-Ho/2054913",
            ("semanticscholar", "2054913"),
        ),
        (
            "https://www.semanticscholar.org/author/2054913?sort=year",
            ("semanticscholar", "2054913"),
        ),
        ("https://api.semanticscholar.org/graph/v1/author/2054913", ("semanticscholar", "2054913")),
        (ORCID, ("openalex", ORCID)),
        (f"https://orcid.org/{ORCID}", ("openalex", ORCID)),
        (f"https://arxiv.org/a/{ORCID}", ("arxiv", ORCID)),
        ("https://arxiv.org/a/ho_s_1", ("arxiv", "ho_s_1")),
        ("https://arxiv.org/a/ho_s_1.atom2", ("arxiv", "ho_s_1")),
        ("ho_s_1", ("arxiv", "ho_s_1")),
        ('au:"Ho, Shirley"', ("arxiv", 'au:"Ho, Shirley"')),
        ("https://inspirehep.net/authors/1023456", ("inspire", "1023456")),
        ("https://inspirehep.net/api/authors/1023456", ("inspire", "1023456")),
        ("S.Ho.1", ("inspire", "S.Ho.1")),
        ("Juan.M.Maldacena.1", ("inspire", "Juan.M.Maldacena.1")),
        ("h/ShirleyHo", ("dblp", "h/ShirleyHo")),
        ("05/7780", ("dblp", "05/7780")),
        ("05/6300-1", ("dblp", "05/6300-1")),
        ("https://dblp.org/pid/05/7780.html", ("dblp", "05/7780")),
        ("https://dblp.uni-trier.de/pid/h/ShirleyHo", ("dblp", "h/ShirleyHo")),
        ("https://dblp.org/pid/h/ShirleyHo/?view=bibtex", ("dblp", "h/ShirleyHo")),
        ("https://dblp1.uni-trier.de/pid/05/7780.xml", ("dblp", "05/7780")),
        (f"https://arxiv.org/a/{ORCID}.html", ("arxiv", ORCID)),
        (f"arxiv.org/a/{ORCID}.atom2", ("arxiv", ORCID)),
        (f"https://arxiv.org/a/{ORCID}/", ("arxiv", ORCID)),
        ("https://arxiv.org/a/example_a_1/", ("arxiv", "example_a_1")),
        ("https://arxiv.org/a/example_a_1.json?x=1", ("arxiv", "example_a_1")),
        (f"https://orcid.org/{ORCID}?lang=de", ("openalex", ORCID)),
        (f"https://orcid.org/{ORCID}/print", ("openalex", ORCID)),
        (f"https://pub.orcid.org/v3.0/{ORCID}/works", ("openalex", ORCID)),
        (f"orcid: {ORCID}", ("openalex", ORCID)),
        (f"https://api.openalex.org/authors/orcid:{ORCID}", ("openalex", ORCID)),
        (f"https://api.openalex.org/people/https://orcid.org/{ORCID}?select=id", ("openalex", ORCID)),
        (
            "https://openalex.org/works?page=1&filter=authorships.author.id:a5023888391&sort=cited_by_count:desc",
            ("openalex", "A5023888391"),
        ),
        (
            "https://api.openalex.org/works?filter=type:article,author.id:https%3A%2F%2Fopenalex.org%2FA5023888391",
            ("openalex", "A5023888391"),
        ),
        (
            f"https://openalex.org/works?filter=authorships.author.orcid:{ORCID}&page=2",
            ("openalex", ORCID),
        ),
        ("https://inspirehep.net/author/profile/A.Example.1", ("inspire", "A.Example.1")),
        ("https://inspirehep.net/literature?q=a%20A.Example.1", ("inspire", "A.Example.1")),
        ("https://inspirehep.net/literature?sort=mostrecent&size=25&q=a+A.Example.1&page=1", ("inspire", "A.Example.1")),
        ("https://inspirehep.net/literature?q=author%3AA.B.Example.12", ("inspire", "A.B.Example.12")),
        (f"https://inspirehep.net/api/orcid/{ORCID}", ("inspire", ORCID)),
    ],
)  # fmt: skip
def test_ids_and_addresses_of_pages_identify_a_person(text, named):
    assert identify(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "Shirley Ho", "Ho", "", "1234567", "0000-0002-1825-0098", "https://example.org/A5023888391",
        "https://evil.example/?x=https://openalex.org/A5023888391", "dblp.org/pid/../../etc", "S. Ho",
        "A. Smith 2", "Ho-Chan", "A" * 10_000, "a/b/c",
    ],
)  # fmt: skip
def test_names_and_foreign_addresses_identify_no_person(text):
    assert identify(text) is None


def test_the_source_decides_what_a_number_is():
    assert identify("1023456", "inspire") == ("inspire", "1023456")
    assert identify("1023456", "semanticscholar") == ("semanticscholar", "1023456")
    assert identify("1023456", "dblp") is None


def test_an_orcid_is_looked_up_at_the_source_that_is_named():
    for source in ("orcid", "openalex", "inspire", "arxiv"):
        assert identify(ORCID, source) == (source, ORCID)
    assert identify(ORCID, "dblp") == (DEFAULT, ORCID)


@settings(deadline=None)
@given(st.text(), st.sampled_from([None, *SOURCES]))
def test_any_text_is_identified_or_not_without_an_error(text, source):
    found = identify(text, source)
    assert found is None or (found[0] in SOURCES and found[1])


def test_the_module_of_each_source_has_its_functions():
    for name in SOURCES:
        module = source_named(name)
        for part in ("find", "person", "works"):
            assert callable(getattr(module, part))


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://dblp.org/search/author?q=Ada+Example", ("dblp", "Ada Example")),
        ("https://dblp.org/search?q=Ada%20Example&h=30", ("dblp", "Ada Example")),
        ("https://dblp.org/pers/hd/e/Example:Ada_B=2e=", ("dblp", "Ada B. Example")),
        ("https://dblp.uni-trier.de/pers/e/Ex=e1=mple:Ada.html", ("dblp", "Ada Exámple")),
        ("https://inspirehep.net/authors?sort=bestmatch&q=Ada%20Example&page=1", ("inspire", "Ada Example")),
        ("https://openalex.org/authors?search=ada+example", ("openalex", "ada example")),
        ("https://arxiv.org/search/?query=Example%2C+Ada&searchtype=author", ("arxiv", "Example, Ada")),
        ("https://arxiv.org/search/?query=loops&searchtype=title", None),
        ("https://example.org/?u=https://dblp.org/search?q=x", None),
        ("https://dblp.org/search/author?q=", None), ("Ada Example", None), ("AC/DC", None),
        ("https://dblp.org/search/author?q=%1b%5b31m", ("dblp", "[31m")),
    ],
)  # fmt: skip
def test_an_address_that_looks_for_a_name(address, found):
    assert searched(address) == found
    if found:
        assert why_not_a_name(address) is None
        assert identify(address) is None


@settings(deadline=None)
@given(st.text(alphabet="https:/.dblporgnexsuia?=&%+_q0-é", max_size=300))
def test_any_address_looks_for_a_clean_name_or_none(text):
    found = searched(text)
    assert found is None or not has_controls(found[1])
