"""The user's own files of papers: named in a profile, or matched with papers by what stands in them.

A file is matched by DOI, arXiv id and title, read from its first page and from its name. Where they do not
agree, or are only alike, the papers that it may be are given, for the user to choose.
"""

import datetime
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from paperbrowser.formats.result import ReadError
from paperbrowser.library import stored_texts
from paperbrowser.library.stored_texts import StoredText
from paperbrowser.papers import display, words
from paperbrowser.papers.article import Article, ArticleSource
from paperbrowser.papers.identifiers import arxiv_of, arxiv_of_doi, doi_key, doi_of
from paperbrowser.papers.links import is_web_link
from paperbrowser.papers.model import Paper, WorkVersion
from paperbrowser.papers.patterns import pattern
from paperbrowser.papers.text import clean_line, cut
from paperbrowser.reading.works import names_of
from paperbrowser.texts import articles, index

ENDINGS = frozenset({".pdf", ".html", ".htm", ".xhtml"})
_LARGEST = 300_000_000  # bytes of a file
_LONGEST_PATH = 200  # cells of a path in a message
_MOST_FILES = 20_000  # of a folder
_HEAD = 4_000  # characters at the beginning of a text that are looked at
_HEAD_BLOCKS = 40
_TITLE_WITHIN = 1_200  # characters in which a title that is not marked as one is looked for
_SHORTEST_TITLE = 20  # letters of such a title
_ALIKE = 0.85
_MOST_CHOICES = 3
_VERSION = pattern(r"v\d{1,3}$")
_ARXIV_WORD = pattern(r"arxiv\s*:\s*\S+|arxiv\.org/\S+", re.IGNORECASE)


def own_file(paper: Paper, folders: Iterable[Path]) -> StoredText | None:
    """Return the file that a profile names as the paper's text; None where it names none.

    Args:
        paper: whose `pdf` may be a path, from one of the folders on.
        folders: those of the profiles that have the paper.

    Raises:
        ReadError: there is no such file, or it is neither a PDF nor a web page.
    """
    if not paper.pdf or is_web_link(paper.pdf) or "://" in paper.pdf:
        return None
    named = os.path.expanduser(paper.pdf)  # noqa: PTH111 - Path's own raises where there is no home
    found, why = None, "there is no such file"
    try:
        found = next((path for one in folders if (path := one / named).is_file()), None)
    except OSError as error:  # a folder that may not be read, a name that is too long
        why = error.strerror or str(error)
    if found is None:
        what = f"pdf = {cut(clean_line(paper.pdf), _LONGEST_PATH)}: {why}"
        raise ReadError(what, code="no-file", advice="correct it in the profile")
    return StoredText(found, kind_of(found))


def kind_of(path: Path) -> ArticleSource:
    """Return what a file is by its content.

    Raises:
        ReadError: it is neither a PDF nor a web page.
    """
    try:
        with path.open("rb") as file:
            head = file.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError as error:
        what = error.strerror or str(error)
        raise ReadError(what, code="unreadable", advice="check the file", path=path) from None
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"<"):
        return "html"
    raise ReadError("it is neither a PDF nor a web page", code="not-text", path=path)


def text_for(paper: Paper, folders: Iterable[Path]) -> StoredText | None:
    """Return the text of a paper: the user's own file, or else the stored one; None without either.

    Raises:
        ReadError: see `own_file`, and there is no stored text.
    """
    stored = stored_texts.find(names_of(paper))
    try:
        return own_file(paper, folders) or stored
    except ReadError:
        if stored is None:
            raise
        return stored


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder, and of those in it, that may be texts; hidden ones are passed over."""
    count = 0
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in ENDINGS and not name.startswith("."):
                count += 1
                if count > _MOST_FILES:
                    return
                yield Path(root) / name


def copy(
    paper: Paper, path: Path, source: ArticleSource, data: bytes, article: Article
) -> StoredText:
    """Store a copy of a file as the text of a paper.

    Args:
        paper: the paper.
        path: of the file.
        source: what it is.
        data: its bytes.
        article: the text that was read from them.

    Raises:
        OSError: it cannot be written.
    """
    today = datetime.date.today()
    stored = stored_texts.keep(names_of(paper), data, source, "", today, origin=origin_of(path))
    articles.keep(stored, article)
    index.add(stored, article)
    return stored


def origin_of(path: Path) -> str:
    """Return a text that the present version of a file alone has: its size, time and path.

    Raises:
        OSError: there is no such file.
    """
    status = path.stat()
    return f"{status.st_size} {status.st_mtime_ns} {clean_line(str(path.resolve()))}"


def read(path: Path) -> tuple[ArticleSource, bytes, Article]:
    """Read a file as the text of a paper; return what it is, its bytes, and the text.

    Raises:
        ReadError: it is not the text of a paper, or cannot be read here.
    """
    source = kind_of(path)
    try:
        if path.stat().st_size > _LARGEST:
            what = f"it has more than {_LARGEST // 1_000_000} MB"
            raise ReadError(what, code="too-large", path=path)
        data = path.read_bytes()
    except OSError as error:
        what = error.strerror or str(error)
        raise ReadError(what, code="unreadable", advice="check the file", path=path) from None
    try:
        return source, data, articles.parsed(data, source, "")
    except ReadError as error:
        error.path = path
        raise


class FileMatch(NamedTuple):
    """The papers that a file may be the text of.

    Attributes:
        paper: the one that it is; None if that is not sure.
        choices: those that it may be, if it is not sure; none if it is like no paper.
    """

    paper: Paper | None
    choices: tuple[Paper, ...] = ()


class PaperMatcher:
    """Finds which of some papers a file is the text of."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        self._by_id: dict[str, list[Paper]] = {}
        self._by_title: dict[str, list[Paper]] = {}
        for paper in papers:
            every: tuple[Paper | WorkVersion, ...] = (paper, *paper.versions)
            names = {f"doi:{doi_key(one.doi)}" for one in every if one.doi}
            arxivs = {one.arxiv or arxiv_of_doi(one.doi) for one in every}
            names |= {f"arxiv:{one}" for one in arxivs if one}
            for name in names:
                self._by_id.setdefault(name, []).append(paper)
            if title := words.title_key(display.line(paper.title)):
                self._by_title.setdefault(title, []).append(paper)

    def match(self, name: str, article: Article) -> FileMatch:
        """Return the paper of a text.

        Args:
            name: of its file.
            article: the text.
        """
        head = _head(article)
        named = self._of_ids([_id_in_name(name)])
        printed = _ids(head)
        by_id = named or self._of_ids(printed)
        by_title = self._of_title(article.title, head)
        both = [paper for paper in by_title if paper in by_id]
        if len(both) == 1:
            return FileMatch(both[0])
        if by_title and by_id:  # they contradict each other
            return FileMatch(None, _few(both or [*by_title, *by_id]))
        if len(by_title) == 1:
            return FileMatch(by_title[0])
        if len(by_id) == 1 and (named or len(printed) == 1):
            return FileMatch(by_id[0])
        return FileMatch(None, _few([*by_title, *by_id] or self._alike(article.title)))

    def _of_ids(self, ids: Iterable[str]) -> list[Paper]:
        found = [paper for id_ in ids for paper in self._by_id.get(id_, ())]
        return [paper for at, paper in enumerate(found) if paper not in found[:at]]

    def _of_title(self, title: str, head: str) -> list[Paper]:
        """Return the papers whose title is that of the text, or else stands at its beginning."""
        if found := self._by_title.get(words.title_key(title), []):
            return found
        beginning = f" {words.title_key(head[:_TITLE_WITHIN])} "
        within = [
            one for one in self._by_title if len(one) >= _SHORTEST_TITLE and f" {one} " in beginning
        ]
        longest = max(within, key=len, default="")  # others may be a part of it
        return self._by_title.get(longest, [])

    def _alike(self, title: str) -> list[Paper]:
        """Return the papers with nearly this title, or one that it begins with."""
        key = words.title_key(title)
        near = get_close_matches(key, self._by_title, _MOST_CHOICES, _ALIKE) if key else []
        begun = (one for one in self._by_title if key.startswith(f"{one} "))
        near += sorted(begun, key=len, reverse=True)[:_MOST_CHOICES]
        return [paper for one in near for paper in self._by_title[one]]


def _few(papers: Sequence[Paper]) -> tuple[Paper, ...]:
    found: list[Paper] = []
    for paper in papers:
        if paper not in found:
            found.append(paper)
    return tuple(found[:_MOST_CHOICES])


def _head(article: Article) -> str:
    texts = [article.title, article.authors]
    texts += [block.text for block in article.blocks[:_HEAD_BLOCKS] if (block.page or 1) == 1]
    return "\n".join(texts)[:_HEAD]


def _ids(head: str) -> list[str]:
    """Return the names of the works whose identifiers stand at the beginning of a text."""
    dois = [doi for word in head.split() if "10." in word and (doi := doi_of(word))]
    arxivs = [id_ for word in _ARXIV_WORD.findall(head) if (id_ := arxiv_of(word.rstrip(".,;)]")))]
    found = []
    for doi in dois:
        arxiv = arxiv_of_doi(doi)
        found.append(f"arxiv:{arxiv}" if arxiv else f"doi:{doi_key(doi)}")
    return [*dict.fromkeys([*found, *(f"arxiv:{one}" for one in arxivs)])]


def _id_in_name(name: str) -> str:
    """Return the name of the work whose identifier a file is named after; "" for any other file."""
    stem = _VERSION.sub("", Path(name).stem)
    if arxiv := arxiv_of(stem):
        return f"arxiv:{arxiv}"
    doi = doi_of(stem.replace("_", "/", 1)) if stem.startswith("10.") else None
    return f"doi:{doi_key(doi)}" if doi else ""
