"""Texts of papers from sites on this machine: in which order, and what is never stored."""

from dataclasses import replace

import pytest

from paperbrowser.formats.article import pdf
from paperbrowser.formats.result import ReadError
from paperbrowser.library import stored_texts
from paperbrowser.reading.works import names_of
from paperbrowser.sources.download import Downloader, DownloadLimits
from paperbrowser.sources.errors import FetchError
from paperbrowser.sources.http import Client
from paperbrowser.sources.settings import Access, SourceSettings
from paperbrowser.texts.addresses import addresses
from paperbrowser.texts.articles import text_of
from paperbrowser.texts.fetching import TextFetcher
from tests.sources.site import Reply
from tests.texts.papers import LOGIN, MUD, PAGE, REEFS, page_reply, pdf_of, pdf_reply

PDF = pdf_of("where the pebbles sing")
HTML_AT, PDF_AT, OPEN_AT = "/html/2101.00007", "/pdf/2101.00007", "/open.pdf"


@pytest.fixture
def asks(site, clock):
    settings = SourceSettings(timeout=0.5, access={"arxiv": Access(site.url)})
    with Client(settings, wait=clock.wait, clock=clock) as client:
        limits = DownloadLimits(interval=0.0, tries=1)
        fetcher = TextFetcher(Downloader(client, limits))
        yield lambda paper: fetcher.fetch(paper, addresses(paper, settings))


def test_the_addresses_are_those_of_the_identifiers_and_of_the_source():
    old = replace(MUD, arxiv="hep-th/9901001", pdf="https://www.example.org/a.pdf")
    assert [(one.url, one.source, one.place) for one in addresses(old)] == [
        ("https://arxiv.org/html/hep-th/9901001", "html", "arxiv.org/html/hep-th/9901001"),
        ("https://arxiv.org/pdf/hep-th/9901001", "pdf", "arxiv.org/pdf/hep-th/9901001"),
        ("https://www.example.org/a.pdf", "pdf", "example.org"),
    ]
    same = replace(MUD, pdf="http://arxiv.org/pdf/2101.00007v2")
    assert len(addresses(same)) == 2
    by_doi = replace(REEFS, doi="10.48550/arXiv.2101.00007")
    assert addresses(by_doi)[0].url.endswith("/html/2101.00007")
    assert addresses(replace(REEFS, pdf="papers/reefs.pdf", doi="10.1/x")) == ()


def test_arxiv_is_asked_first_and_the_source_s_own_address_last(site, asks):
    paper = replace(MUD, pdf=site.url + OPEN_AT)
    site.on[OPEN_AT] = pdf_reply(PDF)
    stored, article = asks(paper)
    assert [one.path for one in site.asked] == [HTML_AT, PDF_AT, OPEN_AT]
    assert stored.path.read_bytes() == PDF
    assert any("where the pebbles sing" in block.text for block in article.blocks)
    site.on[HTML_AT] = page_reply()
    stored, _ = asks(paper)
    assert stored.path.read_bytes() == PAGE
    assert [path.suffix for path in sorted(stored_texts.folder().iterdir())] == [".html", ".json"]
    assert text_of(stored_texts.find(names_of(paper))).title == "Mud in Motion"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (LOGIN, "a page to log in came in place of the paper"),
        (PAGE, "a web page came in place of the PDF"),
        (b"", "it is not a PDF"),
        (b"MZ\x90", "it is not a PDF"),
        (PDF[:300], "damaged or cut"),
        (b"<html><title>403 Forbidden</title></html>", "an error page"),
    ],
)
def test_what_is_no_pdf_never_replaces_a_good_file(site, asks, data, said):
    paper = replace(REEFS, pdf=site.url + OPEN_AT)
    site.on[OPEN_AT] = [pdf_reply(PDF), pdf_reply(data)]
    stored, _ = asks(paper)
    with pytest.raises(ReadError, match=said):
        asks(paper)
    assert stored_texts.find(names_of(paper)) == stored
    assert stored.path.read_bytes() == PDF


def test_why_it_failed_is_said_rather_than_that_there_is_nothing(site, asks):
    site.on[HTML_AT] = Reply(status=403)
    with pytest.raises(FetchError, match=r"refuses the web page of 2101\.00007 \(403\)"):
        asks(MUD)
    site.on[HTML_AT] = page_reply(LOGIN)
    with pytest.raises(ReadError, match="log in"):
        asks(MUD)


def test_a_site_that_is_too_busy_is_not_asked_again(site, asks):
    site.on[HTML_AT] = Reply(status=429)
    for paper in (MUD, replace(MUD, arxiv="2101.00008")):
        with pytest.raises(FetchError, match="too many requests"):
            asks(paper)
    assert len(site.asked) == 1


def test_without_the_extra_no_pdf_is_fetched(site, asks, monkeypatch):
    monkeypatch.setattr(pdf, "is_available", lambda: False)
    site.on[PDF_AT] = pdf_reply(PDF)
    with pytest.raises(ReadError, match=r"does not have the web page .* and reading PDFs needs"):
        asks(MUD)
    assert [one.path for one in site.asked] == [HTML_AT]
