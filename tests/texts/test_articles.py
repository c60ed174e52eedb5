"""Stored texts are read once, and again when they or the program change."""

import datetime

from paperbrowser.formats.article import html
from paperbrowser.library import stored_texts
from paperbrowser.texts import articles
from tests.texts.papers import PAGE, pdf_of

DAY = datetime.date(2026, 3, 1)


def test_a_text_that_was_read_is_not_parsed_again(monkeypatch):
    stored = stored_texts.keep(["doi:10.5072/mud"], PAGE, "html", "https://example.org/", DAY)
    first = articles.text_of(stored)
    with monkeypatch.context() as patch:
        patch.setattr(html, "read", lambda *_, **__: None)
        assert articles.text_of(stored) == first
    kept = articles._FILES.path(stored.path)
    for damaged in (b"", b"00000000\n{}", kept.read_bytes()[:-3]):
        kept.write_bytes(damaged)
        assert articles.text_of(stored) == first
    other = PAGE.replace(b"Silt", b"Clay")
    stored = stored_texts.keep(["doi:10.5072/mud"], other, "html", "https://example.org/", DAY)
    assert "Clay settles" in articles.text_of(stored).blocks[1].text


def test_all_of_a_pdf_is_kept():
    data = pdf_of("where the pebbles sing", pages=2)
    stored = stored_texts.keep(["doi:10.5072/mud"], data, "pdf", "", DAY)
    first = articles.text_of(stored)
    assert first.pages == 2
    assert articles.text_of(stored) == first
    assert [one.name for one in stored_texts.every()] == ["doi:10.5072/mud"]
