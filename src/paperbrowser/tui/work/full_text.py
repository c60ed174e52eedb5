"""The text of a paper on the key for it: read where it is stored, else fetched after a question."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from paperbrowser.formats.result import ReadError, StoppedError
from paperbrowser.library.stored_texts import StoredText
from paperbrowser.papers import display
from paperbrowser.papers.article import Article
from paperbrowser.papers.model import Paper
from paperbrowser.papers.text import cut
from paperbrowser.reading.works import names_of
from paperbrowser.search.view import Catalogue, View
from paperbrowser.tui import keys
from paperbrowser.tui.screens.reader import OpenedText, ReaderHost, ReaderScreen, ReadsMarks
from paperbrowser.tui.widgets.key_line import Choice
from paperbrowser.tui.widgets.panes import Panes
from paperbrowser.tui.work.progress import progress

if TYPE_CHECKING:
    from paperbrowser.sources.http import Client
    from paperbrowser.texts.addresses import TextAddress
    from paperbrowser.tui.work.jobs import Jobs

_DOING = "fetching the text of"
_LONGEST_TITLE = 60  # cells of a title in a message


class TextHost(ReaderHost, Protocol):
    """The app, with its jobs and the file of the open profile."""

    @property
    def jobs(self) -> "Jobs":
        """The import and the fetch that run."""

    def show_paper(self, path: Path, paper: str) -> None:
        """Put the cursor on a paper of a profile."""


class ScreenOfPapers(Protocol):
    """The browser screen."""

    @property
    def catalogue(self) -> Catalogue:
        """The papers of the open profile."""

    @property
    def view(self) -> View:
        """The papers shown, their order, and the query."""

    @property
    def panes(self) -> Panes:
        """The list and the detail."""

    @property
    def marks(self) -> ReadsMarks:
        """The marks of its papers."""

    def ask(self, question: str, choices: Sequence[Choice]) -> None:
        """Ask for one key."""


class PaperTexts:
    """Opens the texts of the papers of a screen."""

    def __init__(self, host: TextHost, screen: ScreenOfPapers, *, keeps_place: bool) -> None:
        """Open texts over `screen`.

        Args:
            host: the app.
            screen: has the papers.
            keeps_place: whether the place in each text is kept.
        """
        self._keeps_place = keeps_place
        self._host = host
        self._screen = screen

    def read(self) -> None:
        """Open the text of the paper under the cursor, or ask whether to fetch it."""
        if (paper := self._screen.panes.list.paper) is None:
            self._host.say("no paper is selected")
            return
        from paperbrowser.texts.own_files import text_for

        names, origin = names_of(paper), self._host.origin
        folders = dict.fromkeys(path.parent for path in origin.members or (origin.path,))
        try:
            stored = text_for(paper, folders)
        except ReadError as error:
            self._host.say(str(error), error=True)
            return
        if stored is None:
            self._offer(paper, names)
        else:
            work = partial(self._load, paper, names, stored)
            self._host.run_worker(work, group="text", exclusive=True, thread=True)

    def _load(self, paper: Paper, names: Sequence[str], stored: StoredText) -> None:
        try:
            from paperbrowser.texts.articles import text_of

            article = text_of(stored, progress(self._host, self._show_progress))
        except StoppedError:  # another text is opened
            return
        except (ReadError, OSError) as error:
            self._host.call_from_thread(self._unreadable, stored, str(error))
        else:
            self._host.call_from_thread(self._open, paper, names, article, stored.path)

    def _show_progress(self, part: float) -> None:
        self._host.say(f"reading the text: {part:.0%}")

    def _open(self, paper: Paper, names: Sequence[str], article: Article, file: Path) -> None:
        from paperbrowser.library.held import held_references
        from paperbrowser.reading import corrections

        first = {self._host.origin.path: self._screen.catalogue.profile}
        screen = ReaderScreen(
            self._host,
            OpenedText(paper, article, names, file, _asked_words(self._screen.view.query)),
            self._screen.marks,
            keeps_place=self._keeps_place,
            held=lambda: held_references(article.references, first, corrections.load()),
            go_to=lambda held: self._host.show_paper(held.path, held.paper),
            open_file=self._open_elsewhere,
        )
        self._host.push_screen(screen)

    def _open_elsewhere(self, text: OpenedText) -> None:
        url = text.article.url
        if text.file is None or (url and text.article.source == "html"):
            # The page as it is stored has no pictures.
            self._host.outside.open_link(url, "the text")
        else:
            self._host.outside.open_file(text.file, url, "the text")

    def _unreadable(self, stored: StoredText, why: str) -> None:
        self._host.say(f"{stored.path}: {why}", error=True)

    # Fetching

    def _offer(self, paper: Paper, names: Sequence[str]) -> None:
        from paperbrowser.texts.addresses import addresses

        jobs, opens = self._host.jobs, keys.named(self._host, "read.open")
        if jobs.fetching is not None and jobs.fetching.doing == _DOING:
            stop = Choice("s", "stop it", partial(jobs.stop, jobs.fetching))
            self._screen.ask(f"the text of {jobs.fetching.name} is being fetched", [stop])
            return
        if places := addresses(paper):
            fetch = Choice("y", "fetch it", partial(self._fetch, paper, names))
            self._screen.ask(f"fetch the text from {_in_short(places)}?", [fetch])
        else:
            self._host.say(
                f"no open text: neither an arXiv id nor a free PDF is known; {opens} opens the paper"
            )

    def _fetch(self, paper: Paper, names: Sequence[str]) -> None:
        title = cut(display.title(paper), _LONGEST_TITLE)

        def ask(client: "Client") -> Callable[[], None]:
            from paperbrowser.sources.download import Downloader
            from paperbrowser.texts.addresses import addresses
            from paperbrowser.texts.fetching import TextFetcher

            fetcher = TextFetcher(Downloader(client))
            places = addresses(paper, client.settings)
            job = self._host.jobs.fetching
            stored, article = fetcher.fetch(paper, places, job.received if job else None)
            return partial(self._fetched, paper, names, article, stored.path)

        self._host.jobs.ask_for(_DOING, title, ask)

    def _fetched(self, paper: Paper, names: Sequence[str], article: Article, file: Path) -> None:
        self._screen.catalogue.texts_known = False  # one more to search
        if self._host.jobs.is_awaited:
            self._open(paper, names, article, file)
        else:
            key = keys.named(self._host, "read.text")
            self._host.say(f"fetched the text of {display.title(paper)}; {key} reads it")


def _asked_words(query: str) -> str:
    """Return the words of texts that a query asks for, as typed; "" for none."""
    if ":" not in query:
        return ""
    from paperbrowser.search.fields import ANY_TEXT
    from paperbrowser.search.query import parse

    asked = parse(query)
    for one in (one for part in (asked, *asked.alternatives) for one in part.filters):
        if one.about_texts and not one.negated and one.condition != ANY_TEXT:
            return one.text.partition(":")[2].strip('"').split(",")[0]
    return ""


def _in_short(places: "Sequence[TextAddress]") -> str:
    """Return the addresses in short: "arxiv.org/html/2101.00007 (else its PDF)"."""
    first, *others = places
    found = first.place
    if any(one.place.startswith("arxiv.org/pdf/") for one in others):
        found += " (else its PDF)"
    if first.source == "pdf" and not first.place.startswith("arxiv.org/"):
        found = f"the PDF at {found}"
    return found
