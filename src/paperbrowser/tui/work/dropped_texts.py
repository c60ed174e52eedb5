"""PDFs and web pages that are dropped onto the browser: matched with papers, and stored as their texts."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from paperbrowser.formats.result import ReadError
from paperbrowser.papers import display
from paperbrowser.papers.display import counted
from paperbrowser.papers.model import Paper
from paperbrowser.papers.text import clean_line, cut
from paperbrowser.search.view import Catalogue
from paperbrowser.tui import keys
from paperbrowser.tui.host import Host
from paperbrowser.tui.screens.pick import Item, PickScreen

if TYPE_CHECKING:
    from paperbrowser.papers.article import Article, ArticleSource
    from paperbrowser.texts.own_files import FileMatch

_LONGEST_TITLE = 60  # cells
_ENDINGS = frozenset({".pdf", ".html", ".htm", ".xhtml"})


def may_be_texts(paths: Sequence[Path]) -> bool:
    """Return whether all files are named like texts of papers."""
    return all(path.suffix.lower() in _ENDINGS for path in paths)


class _DroppedText(NamedTuple):
    """A file that was read as the text of a paper, and the papers that it may be of."""

    path: Path
    source: "ArticleSource"
    data: bytes
    article: "Article"
    match: "FileMatch"


class DroppedTexts:
    """Takes dropped files as the texts of papers."""

    def __init__(self, host: Host, catalogue: Catalogue, under_cursor: Paper | None) -> None:
        """Take files for some papers.

        Args:
            host: the app.
            catalogue: has the papers that the files may be the texts of.
            under_cursor: the paper that is asked about where nothing else is known.
        """
        self._host = host
        self._catalogue = catalogue
        self._under_cursor = under_cursor

    def take(self, paths: Sequence[Path], otherwise: Callable[[], None]) -> None:
        """Read files in a thread, and store those that are texts of the papers.

        Args:
            paths: of the files.
            otherwise: called if none of them is the text of a paper.
        """
        what = paths[0].name if len(paths) == 1 else counted(len(paths), "file")
        self._host.say(f"reading {clean_line(what)}…")
        work = partial(self._read, paths, otherwise)
        self._host.run_worker(work, group="dropped", thread=True)

    def _read(self, paths: Sequence[Path], otherwise: Callable[[], None]) -> None:
        from paperbrowser.texts.own_files import PaperMatcher, read

        matcher = PaperMatcher(self._catalogue.papers)
        found: list[_DroppedText] = []
        errors: list[ReadError] = []
        for path in paths:
            try:
                source, data, article = read(path)
            except ReadError as error:
                error.path = Path(path.name)  # the user knows the folder
                errors.append(error)
            else:
                match = matcher.match(path.name, article)
                found.append(_DroppedText(path, source, data, article, match))
        self._host.call_from_thread(self._was_read, found, errors, otherwise)

    def _was_read(
        self,
        found: Sequence[_DroppedText],
        errors: Sequence[ReadError],
        otherwise: Callable[[], None],
    ) -> None:
        if not found and all(error.code == "no-text" for error in errors):
            otherwise()  # such as a page that lists papers
            return
        if errors:
            self._host.say(str(errors[0]), error=True)
        sure = [one for one in found if one.match.paper is not None]
        for one in sure:
            if one.match.paper is not None:
                self._store(one, one.match.paper, of_all=len(sure))
        unsure = [one for one in found if one.match.paper is None]
        if len(unsure) == 1:
            self._ask(unsure[0])
        elif unsure:
            self._host.say(
                f"{len(sure):,} files are kept, {len(unsure):,} are not clear; drop these one by one"
            )

    def _ask(self, one: _DroppedText) -> None:
        """Let the user choose the paper of a file."""
        papers = [*one.match.choices]
        if self._under_cursor is not None and self._under_cursor not in papers:
            papers.append(self._under_cursor)
        if not papers:
            self._host.say(f"{clean_line(one.path.name)}: no paper here has its title or DOI")
            return
        items = [
            Item(display.title(paper), display.authors(paper, most=2), str(at))
            for at, paper in enumerate(papers)
        ]

        def chosen(value: str | None) -> None:
            if value is not None:
                self._store(one, papers[int(value)])

        name = clean_line(one.path.name)
        title = f"Which paper is {name}?"
        if one.article.title:
            title = f"Which paper is {name} (“{cut(one.article.title, _LONGEST_TITLE)}”)?"
        hint = "{choose} keeps it as the text of that paper · {close} leaves it"
        self._host.push_screen(PickScreen(title, items, hint=hint), chosen)

    def _store(self, one: _DroppedText, paper: Paper, of_all: int = 1) -> None:
        from paperbrowser.texts.own_files import copy

        try:
            copy(paper, one.path, one.source, one.data, one.article)
        except OSError as error:
            self._host.say(f"not kept: {error.strerror or error}", error=True)
            return
        self._catalogue.texts_known = False  # one more to search
        if of_all > 1:
            self._host.say(f"{of_all:,} files are kept as the texts of their papers")
            return
        key = keys.named(self._host, "read.text")
        title = cut(display.title(paper), _LONGEST_TITLE)
        self._host.say(f"kept as the text of “{title}”; {key} reads it")
