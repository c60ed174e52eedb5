"""Fetch the open text of papers and store it, if it is what it claims to be."""

import datetime
from collections.abc import Sequence

from paperbrowser.formats.article import pdf
from paperbrowser.formats.result import ReadError
from paperbrowser.library import stored_texts
from paperbrowser.library.stored_texts import StoredText
from paperbrowser.papers.article import Article, ArticleSource
from paperbrowser.papers.model import Paper
from paperbrowser.reading.works import names_of
from paperbrowser.sources.download import Downloader, OnReceived, site
from paperbrowser.sources.errors import FetchError
from paperbrowser.texts import articles, index
from paperbrowser.texts.addresses import TextAddress

_ACCEPT: dict[ArticleSource, str] = {
    "html": "text/html, application/xhtml+xml;q=0.9",
    "pdf": "application/pdf, */*;q=0.1",
}
_AT_ONCE = frozenset({"busy", "offline", "proxy", "tls", "guarded"})  # errors of a whole site
_AT_LAST = frozenset({"timeout", "server", "cut"})
_MOST_FAILURES = 3  # of the latter, one after the other, until a site is asked no more


class TextFetcher:
    """Fetches the texts of papers; a site that does not answer is not asked again and again.

    Args:
        downloader: asks the sites.
    """

    def __init__(self, downloader: Downloader) -> None:
        self._downloader = downloader
        self._given_up: dict[str, FetchError] = {}
        self._failures: dict[str, int] = {}

    def fetch(
        self, paper: Paper, places: Sequence[TextAddress], progress: OnReceived | None = None
    ) -> tuple[StoredText, Article]:
        """Fetch the text of a paper from the first address that has it, and store it.

        Args:
            paper: the paper.
            places: its addresses, the best first; at least one.
            progress: see `OnReceived`.

        Raises:
            FetchError: no address has it, or no site answers.
            ReadError: what came is not the text of a paper, or cannot be read here.
            OSError: it cannot be stored.
            StoppedError: it was cancelled.
        """
        worst: FetchError | ReadError | None = None
        for place in places:
            if place.source == "pdf" and not pdf.is_available():
                before = f"{worst.what}, and " if worst is not None else ""
                error: FetchError | ReadError = ReadError(before + pdf.MISSING, code="no-pdfium")
            else:
                try:
                    data = self._got(place, progress)
                    article = articles.parsed(data, place.source, place.shown)
                except (FetchError, ReadError) as failure:
                    error = failure
                else:
                    day = datetime.date.today()
                    names = names_of(paper)
                    stored = stored_texts.keep(names, data, place.source, place.shown, day)
                    articles.keep(stored, article)
                    index.add(stored, article)
                    return stored, article
            if isinstance(error, ReadError) and error.code != "no-pdfium":
                error = ReadError(
                    f"{site(place.shown)}: {error.what}", code=error.code, advice=error.advice
                )
            # That there is nothing says less than why something could not be had.
            if worst is None or worst.code == "not-found" or error.code != "not-found":
                worst = error
        if worst is None:
            raise FetchError("no open text is known", "not-found")
        raise worst

    def _got(self, place: TextAddress, progress: OnReceived | None) -> bytes:
        """Return the file at an address.

        Raises:
            FetchError: it cannot be had, or its site is asked no more.
        """
        where = site(place.url)
        if where in self._given_up:
            raise self._given_up[where]
        try:
            data = self._downloader.get(
                place.url,
                what=place.what,
                accept=_ACCEPT[place.source],
                packed=place.source == "html",
                progress=progress,
            )
        except FetchError as error:
            failures = self._failures.get(where, 0) + 1
            if error.code in _AT_ONCE or (error.code in _AT_LAST and failures >= _MOST_FAILURES):
                self._given_up[where] = error
            self._failures[where] = failures if error.code in _AT_LAST else 0
            raise
        self._failures[where] = 0
        return data
