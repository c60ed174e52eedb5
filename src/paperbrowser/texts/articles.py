"""Read the texts of papers, and keep what was read in the cache folder: a PDF takes a while."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import astuple
from typing import Any

from paperbrowser import __version__
from paperbrowser.formats.article import html, pdf
from paperbrowser.formats.result import ReadError
from paperbrowser.library.stored_texts import StoredText
from paperbrowser.papers.article import (
    BLOCK_KINDS,
    Article,
    ArticleBlock,
    ArticleSource,
    Reference,
)
from paperbrowser.system.cache_files import CacheFiles, read_checked, write_checked
from paperbrowser.system.progress import Progress

_FILES = CacheFiles("articles", "json", version=1, kept=50, most_bytes=100_000_000)


def parsed(
    data: bytes, source: ArticleSource, url: str, progress: Progress | None = None
) -> Article:
    """Read a text.

    Args:
        data: the file as it came.
        source: what it is.
        url: where it came from.
        progress: called with the share of a PDF that is read; it may raise StoppedError.

    Raises:
        ReadError: it is not the text of a paper, or a PDF that cannot be read here.
    """
    if source == "html":
        return html.read(data, url=url)
    try:
        return pdf.read(data, url=url, progress=progress)
    except ReadError as error:
        if error.code == "not-pdf":
            _explain(data)
        raise


def _explain(data: bytes) -> None:
    """Raise ReadError for a web page that came in place of a PDF, if it says what it is."""
    head = data[:2000].lower()
    if b"<html" not in head and b"<!doctype html" not in head:
        return
    try:
        html.read(data)
    except ReadError as error:
        if error.code in {"login-page", "guarded", "error-page"}:
            raise
    raise ReadError(
        "a web page came in place of the PDF", code="not-pdf", advice="open it in a web browser"
    )


def text_of(stored: StoredText, progress: Progress | None = None) -> Article:
    """Read a stored text, from the cache if it was read before and has not changed since.

    Raises:
        ReadError: it is not the text of a paper, or a PDF that cannot be read here.
        OSError: the file cannot be read.
    """
    place, key = _FILES.path(stored.path), _key(stored)
    with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        found = json.loads(read_checked(place))
        if found["key"] == key:
            return _article(found, stored)
    article = parsed(stored.path.read_bytes(), stored.source, stored.url, progress)
    keep(stored, article)
    return article


def keep(stored: StoredText, article: Article) -> None:
    """Keep a text that was read from a stored file, for `text_of`."""
    with suppress(OSError):
        table = {"key": _key(stored), **_table(article)}
        write_checked(_FILES.path(stored.path), json.dumps(table, ensure_ascii=False))
        _FILES.prune()


def _key(stored: StoredText) -> str:
    return f"{__version__} {stored.source} {_FILES.key(stored.path)}"


def _table(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "authors": article.authors,
        "pages": article.pages,
        "remarks": article.remarks,
        "blocks": [(one.kind, one.text, one.level, one.page, one.label) for one in article.blocks],
        "references": [astuple(one) for one in article.references],
    }


def _article(table: Mapping[str, Any], stored: StoredText) -> Article:
    blocks = tuple(ArticleBlock(*row) for row in table["blocks"])
    if not {one.kind for one in blocks} <= {*BLOCK_KINDS}:
        raise ValueError
    return Article(
        title=table["title"],
        blocks=blocks,
        references=tuple(Reference(*row) for row in table["references"]),
        pages=table["pages"],
        source=stored.source,
        url=stored.url,
        authors=table["authors"],
        remarks=tuple(table["remarks"]),
    )
